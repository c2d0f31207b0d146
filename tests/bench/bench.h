/*
 * make bench: what Tacet costs beside a peer, measured in one run on one
 * machine, so that the ratio means something where milliseconds do not.
 */
#ifndef TESTS_BENCH_BENCH_H
#define TESTS_BENCH_BENCH_H

#include <stddef.h>

/* One line of the table.  A peer or a value below zero was not measured. */
struct row {
	const char *what, *unit;
	double ours, peer;
	const char *peer_name;
	double ratio_max; /* of ours to the peer's; 0: no such bound */
	double ours_max;  /* 0: no such bound */
};

void bench_row(const struct row *);
/* Say why something is missing from the table. */
void bench_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Sorts ${v}. */
double bench_median(double *v, size_t n);

/* The program in a pseudo-terminal beside nano. */
void bench_terminal(void);
/* What lies below the screens beside its bare cost. */
void bench_clinic(void);

#endif
