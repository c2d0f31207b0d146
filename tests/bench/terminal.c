/* First paint, echo, bytes to the terminal and memory, beside nano. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/bench/bench.h"
#include "tests/e2e/demo.h"

enum {
	STARTS = 40,
	KEYS = 591,
	MIDDLE = 200,
	PASTE = 2048,
	QUIET = 60,
	ANSWER = 200
};

/* Fictional prose without line breaks: what a person types. */
static const char *prose(size_t n)
{
	static const char text[] =
	    "She slept through five nights of seven and forgot to be afraid on "
	    "the way here. One panic episode on Thursday on the tram, some "
	    "four "
	    "minutes; stayed on and counted. Asked directly: no thoughts of "
	    "death since last week. ";
	static char out[PASTE + 1];

	for (size_t i = 0; i < n; i++)
		out[i] = text[i % (sizeof(text) - 1)];
	out[n] = '\0';
	return out;
}

struct subject {
	const char *name;
	struct pty *(*start)(void);  /* begins the program */
	const char *first;	     /* on its first painted screen */
	bool (*ready)(struct pty *); /* then: into an empty field */
};

struct figures {
	double start, echo, empty, middle, paste, memory;
};

static struct demo *clinic;
static const char *nano;

static struct pty *nano_start(void)
{
	const char *const argv[] = {nano, "-S", "-a", NULL};

	return pty_start(argv, NULL);
}

static bool nano_ready(struct pty *p)
{
	pty_settle(p, QUIET);
	return true;
}

static struct pty *tacet_start(void)
{
	return demo_start(clinic, NULL);
}

/* From the log-in screen into the first section of a note.  What earlier
 * rounds typed there is taken out. */
static bool tacet_ready(struct pty *p)
{
	if (!demo_log_in(p, demo_login(clinic, "clinician", 0)) ||
	    !pty_keys(p, "n") || !pty_wait_text(p, "draft", PTY_PATIENCE) ||
	    !pty_keys(p, "Ctrl-A Backspace"))
		return false;
	pty_settle(p, QUIET);
	return true;
}

static double resident(pid_t pid)
{
	char path[64], line[256];
	double kb = -1;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	f = fopen(path, "r");
	while (f != NULL && fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, "VmRSS:", 6) == 0)
			kb = strtod(line + 6, NULL);
	if (f != NULL)
		fclose(f);
	return kb < 0 ? -1 : kb / 1024;
}

static double start_one(const struct subject *s)
{
	double t = pty_now();
	struct pty *p = s->start();
	bool ok = p != NULL && pty_wait_text(p, s->first, PTY_PATIENCE);

	t = pty_now() - t;
	pty_free(p);
	return ok ? t : -1;
}

/* By turns, so that whatever else the machine does falls on both. */
static void start_times(const struct subject *a, struct figures *fa,
    const struct subject *b, struct figures *fb)
{
	double ta[STARTS], tb[STARTS];

	for (size_t i = 0; i < STARTS; i++) {
		ta[i] = start_one(a);
		tb[i] = b != NULL ? start_one(b) : -1;
		if (ta[i] < 0 || (b != NULL && tb[i] < 0))
			return;
	}
	fa->start = bench_median(ta, STARTS);
	fb->start = bench_median(tb, STARTS);
}

static bool grew(struct pty *p, void *from)
{
	return pty_bytes(p) > *(const size_t *)from;
}

/* Bytes to the terminal per key, each key answered before the next; the median
 * time to the first byte of the answer in *echo.  A blank that hangs over the
 * edge of the text shows nothing. */
static double type(struct pty *p, const char *text, double *echo)
{
	static double took[KEYS];
	size_t n = strlen(text), begin = pty_bytes(p), seen = 0;

	for (size_t i = 0; i < n; i++) {
		size_t before = pty_bytes(p);
		double t = pty_now();

		if (!pty_send(p, text + i, 1))
			return -1;
		if (pty_wait(p, grew, &before, ANSWER))
			took[seen++] = pty_now() - t;
		/* The rest of the same answer. */
		pty_settle(p, 2);
	}
	pty_settle(p, QUIET);
	if (echo != NULL)
		*echo = bench_median(took, seen);
	return (double)(pty_bytes(p) - begin) / (double)n;
}

static void measure(const struct subject *s, struct figures *f)
{
	struct pty *p;
	size_t before;

	p = s->start();
	if (p == NULL || !pty_wait_text(p, s->first, PTY_PATIENCE) ||
	    !s->ready(p))
		goto out;
	f->memory = resident(pty_pid(p));
	f->empty = type(p, prose(KEYS), &f->echo);
	pty_free(p);

	p = s->start();
	if (p == NULL || !pty_wait_text(p, s->first, PTY_PATIENCE) ||
	    !s->ready(p))
		goto out;
	before = pty_bytes(p);
	pty_paste(p, prose(PASTE));
	pty_settle(p, 300);
	f->paste = (double)(pty_bytes(p) - before);
	pty_keys(p, "Up Up Up Up Up Up Up Up Up Up Up Up");
	pty_settle(p, QUIET);
	f->middle = type(p, prose(MIDDLE), NULL);
out:
	pty_free(p);
}

static const char *find_nano(void)
{
	static const char *const places[] = {
	    "/usr/bin/nano", "/bin/nano", "/usr/local/bin/nano"};

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (access(places[i], X_OK) == 0)
			return places[i];
	return NULL;
}

void bench_terminal(void)
{
	static const struct subject tacet = {
	    "tacet", tacet_start, "Login", tacet_ready};
	static const struct subject peer = {
	    "nano", nano_start, "GNU nano", nano_ready};
	struct figures us = {-1, -1, -1, -1, -1, -1}, it = us;

	if (!pty_available()) {
		bench_note("no pseudo-terminal here");
		return;
	}
	nano = find_nano();
	clinic = demo_new();
	if (nano == NULL)
		bench_note("nano is not installed; no ratios to it");
	else
		measure(&peer, &it);
	if (clinic == NULL) {
		bench_note("no demonstration clinic to measure on");
	} else {
		start_times(&tacet, &us, nano != NULL ? &peer : NULL, &it);
		measure(&tacet, &us);
	}
	demo_free(clinic);
	const struct row rows[] = {
	    {"first painted screen", "ms", us.start, it.start, "nano", 2, 0},
	    {"echo of a key", "ms", us.echo, it.echo, "nano", 2, 0},
	    {"bytes a key, empty field", "B", us.empty, it.empty, "nano -S -a",
		0, 8},
	    {"bytes a key, in the middle of 2 KB", "B", us.middle, it.middle,
		"nano -S -a", 1, 0},
	    {"bytes to paste 2 KB", "B", us.paste, it.paste, "nano -S -a", 0,
		4096},
	    {"memory of an idle login", "MB", us.memory, it.memory, "nano", 0,
		20},
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		bench_row(&rows[i]);
}
