#include "tests/bench/bench.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int over;

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_median(double *v, size_t n)
{
	if (n == 0)
		return -1;
	qsort(v, n, sizeof(*v), ascending);
	return n % 2 != 0 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

void bench_note(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	printf("  (");
	vprintf(fmt, ap);
	printf(")\n");
	va_end(ap);
}

static void verdict(bool good)
{
	if (!good)
		over++;
	printf("  %s\n", good ? "ok" : "OVER");
}

void bench_row(const struct row *r)
{
	bool good = true;

	printf("%-36s", r->what);
	if (r->ours >= 0)
		printf("%10.2f %-3s", r->ours, r->unit);
	else
		printf("%10s %-3s", "-", "");
	if (r->peer > 0)
		printf("  %-12s%10.2f %-3s", r->peer_name, r->peer, r->unit);
	else
		printf("  %-12s%10s %-3s", r->peer_name, "-", "");
	if (r->ours < 0) {
		printf("  not measured\n");
		return;
	}
	if (r->peer > 0)
		printf("  ratio %5.2f", r->ours / r->peer);
	if (r->ratio_max > 0) {
		printf("  at most %gx", r->ratio_max);
		good = r->peer > 0 && r->ours <= r->ratio_max * r->peer;
	}
	if (r->ours_max > 0) {
		printf("  at most %g", r->ours_max);
		good = good && r->ours <= r->ours_max;
	}
	verdict(good);
}

/* Without arguments both halves, else the one named. */
int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 2 || strcmp(argv[1], "terminal") == 0)
		bench_terminal();
	if (argc < 2 || strcmp(argv[1], "clinic") == 0)
		bench_clinic();
	printf("%d over their bound\n", over);
	return 0;
}
