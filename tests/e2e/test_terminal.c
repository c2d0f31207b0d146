/* Terminals that cannot serve, that go away, and that change their size. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/e2e/small.h"
#include "tests/run.h"

Suite *terminal_suite(void);

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define GONE(p, s) ck_assert(pty_wait_gone((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))
#define TYPE(p, s) ck_assert(pty_type((p), (s)))
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* ${p} says one line with ${words} in it, paints nothing, and exits with
 * ${status}. */
static void refuses(struct pty *p, const char *words, int status)
{
	const char *s;
	size_t n;
	int got;

	ck_assert_ptr_nonnull(p);
	got = pty_wait_exit(p, PTY_PATIENCE);
	pty_drain(p);
	s = pty_stream(p, &n);
	ck_assert_msg(WIFEXITED(got) && WEXITSTATUS(got) == status,
	    "status %x: %.*s", (unsigned)got, (int)n, s);
	ck_assert_msg(n > 2 && memchr(s, '\n', n) == s + n - 1 &&
			  memchr(s, '\033', n) == NULL,
	    "not one line: %.*s", (int)n, s);
	ck_assert_msg(pty_has(p, words), "%.*s", (int)n, s);
	pty_free(p);
}

static const struct {
	const char *term, *words;
} useless[] = {
    {"", "TERM"},
    {"dumb", "TERM"},
    {"no-such-terminal", "no-such-terminal"},
    {"../../etc/passwd", "TERM"},
    {"xterm\033[31m", "TERM"},
    {"%s%n%s%n", "TERM"},
    {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "TERM"},
    {"unknown", "unknown"},
};

START_TEST(a_terminal_that_cannot_serve)
{
	struct demo *d = small_new(0);
	struct pty_how how = {.term = useless[_i].term};

	refuses(demo_start(d, &how), useless[_i].words, 1);
	demo_free(d);
}
END_TEST

static struct pty *by_shell(const struct demo *d, const char *redirect)
{
	char line[400];
	const char *const argv[] = {"/bin/sh", "-c", line, NULL};

	snprintf(line, sizeof(line), "exec %s --dir %s %s", demo_program(),
	    d->dir, redirect);
	return pty_start(argv, NULL);
}

START_TEST(no_terminal_at_all)
{
	struct demo *d = small_new(0);

	refuses(by_shell(d, "</dev/null"), "terminal", 1);
	refuses(by_shell(d, "<&-"), "terminal", 1);
	refuses(by_shell(d, "| cat >&2"), "terminal", 0);
	demo_free(d);
}
END_TEST

/* A clinic that is not one, or is broken: said before anything is painted. */
START_TEST(a_clinic_that_cannot_be_opened)
{
	struct demo *d = small_new(0), *other = small_new(0);
	struct demo none = *d;
	char line[600];

	snprintf(none.dir, sizeof(none.dir), "%s/nowhere", d->top);
	refuses(demo_start(&none, NULL), "nowhere", 1);
	snprintf(none.dir, sizeof(none.dir), "%s", d->home);
	refuses(demo_start(&none, NULL), "home", 1);

	snprintf(line, sizeof(line), "cp %s/clinic.db %s/clinic.db", d->dir,
	    other->dir);
	ck_assert_int_eq(system(line), 0);
	refuses(demo_start(other, NULL), "of another clinic", 1);
	snprintf(line, sizeof(line),
	    "head -c 20000 /dev/zero >%s/clinic.db; rm -f %s/clinic.db-*",
	    other->dir, other->dir);
	ck_assert_int_eq(system(line), 0);
	refuses(demo_start(other, NULL), "", 1);
	small_conf(d, "[timers]\nidle = 99\n");
	refuses(demo_start(d, NULL), "tacet.conf:2", 1);
	small_conf(d, "[keys]\nno-such-command = Ctrl-X\n");
	refuses(demo_start(d, NULL), "tacet.conf:2", 1);
	demo_free(d);
	demo_free(other);
}
END_TEST

/* A form that cannot be read is named, and the rest works. */
START_TEST(a_bad_form_is_left_out)
{
	struct demo *d = small_new(0);
	char line[300];
	struct pty *p;

	snprintf(line, sizeof(line),
	    "mkdir -p %s/forms && printf '[form]\nid = mine\nrubbish\n' "
	    ">%s/forms/mine.form",
	    d->dir, d->dir);
	ck_assert_int_eq(system(line), 0);
	p = demo_start(d, NULL);
	ck_assert_ptr_nonnull(p);
	SEEN(p, "Form left out: mine.form:3");
	ck_assert(demo_log_in(p, small_imre(d)));
	ck_assert(small_note(p));
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

/* What the environment says of size, home and libraries does not count. */
START_TEST(a_hostile_environment)
{
	static const char *const env[] = {"LINES=2", "COLUMNS=-7",
	    "TERMINFO=/nonexistent", "TERMINFO_DIRS=/nonexistent",
	    "TERMCAP=xterm-256color:cm=rubbish:", "HOME=/nonexistent",
	    "LD_LIBRARY_PATH=/nonexistent", "ESCDELAY=60000",
	    "NCURSES_NO_SETBUF=1", "LANGUAGE=xx:yy", NULL};
	struct demo *d = small_new(0);
	struct pty *p =
	    demo_open(d, small_imre(d), &(struct pty_how){.env = env});

	ck_assert_ptr_nonnull(p);
	SEEN(p, "Ctrl-K all");
	ck_assert_int_eq(pty_find(p, "Ctrl-K all"), 23);
	KEYS(p, "/");
	SEEN(p, "Caseload");
	/* One Esc is answered without a wait. */
	KEYS(p, "Esc");
	SEEN(p, "Today   ");
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

/* The keys that a terminal driver would take for itself. */
START_TEST(keys_of_the_driver)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_open(d, small_imre(d), NULL);

	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	TYPE(p, "before");
	KEYS(p, "Ctrl-S");
	SEEN(p, "Saved already.");
	KEYS(p, "Ctrl-C Ctrl-Z");
	ck_assert(pty_type(p, "\034\031")); /* quit, delayed suspend */
	KEYS(p, "Ctrl-E");
	TYPE(p, "after");
	SEEN(p, "after");
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

static void at_login(struct pty *p, const struct demo *d)
{
	(void)d;
	SEEN(p, "Password");
}

static void at_today(struct pty *p, const struct demo *d)
{
	ck_assert(demo_log_in(p, small_imre(d)));
}

static void at_note(struct pty *p, const struct demo *d)
{
	at_today(p, d);
	ck_assert(small_note(p));
	TYPE(p, "Slept well.");
	SEEN(p, "Slept well.");
}

static void at_pane(struct pty *p, const struct demo *d)
{
	at_note(p, d);
	KEYS(p, "Ctrl-O");
	TYPE(p, small_imre(d)->passphrase);
	KEYS(p, "Enter");
	SEEN(p, "open, saved");
	TYPE(p, "Whose fear?");
	SEEN(p, "Whose fear?");
}

static void at_palette(struct pty *p, const struct demo *d)
{
	at_note(p, d);
	KEYS(p, "Ctrl-K");
	SEEN(p, "─ Commands");
}

static void at_sign(struct pty *p, const struct demo *d)
{
	at_note(p, d);
	KEYS(p, "Ctrl-D");
	SEEN(p, "─ Sign");
}

static void at_help(struct pty *p, const struct demo *d)
{
	at_today(p, d);
	KEYS(p, "?");
	SEEN(p, "Help");
}

static void at_lock(struct pty *p, const struct demo *d)
{
	at_note(p, d);
	KEYS(p, "Ctrl-L");
	SEEN(p, "Locked by");
}

static void (*const places[])(struct pty *, const struct demo *) = {at_login,
    at_today, at_note, at_pane, at_palette, at_sign, at_help, at_lock};

/* Wherever it goes away, the program ends, and at once. */
START_TEST(the_terminal_goes_away)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	struct pty *p = demo_start(d, NULL);
	double begin;

	ck_assert_ptr_nonnull(p);
	places[_i](p, d);
	begin = pty_now();
	pty_hangup(p);
	ck_assert(WIFEXITED(pty_wait_exit(p, PTY_PATIENCE)));
	ck_assert(pty_now() - begin < PTY_PATIENCE / 2.0);
	pty_free(p);
	/* Nothing is left held. */
	p = demo_open(d, small_imre(d), NULL);
	ck_assert_ptr_nonnull(p);
	KEYS(p, "n");
	SEEN(p, "draft, saved");
	pty_free(p);
	demo_free(d);
}
END_TEST

static const struct {
	int rows, cols;
} sizes[] = {{1, 1}, {1, 80}, {24, 1}, {2, 2}, {3, 10}, {5, 20}, {10, 40},
    {24, 79}, {23, 80}, {24, 80}, {24, 119}, {24, 120}, {43, 132}, {25, 500},
    {200, 30}, {300, 500}};

START_TEST(every_size)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	struct pty *p = demo_start(d, NULL);
	int first;

	ck_assert_ptr_nonnull(p);
	places[_i](p, d);
	pty_settle(p, 20);
	first = pty_find(p, "Ctrl-K all");
	for (size_t i = 0; i < COUNT(sizes); i++) {
		size_t before = pty_bytes(p);

		pty_resize(p, sizes[i].rows, sizes[i].cols);
		/* It is answered: something is painted anew. */
		for (double end = pty_now() + PTY_PATIENCE;
		     pty_bytes(p) == before && pty_now() < end;)
			pty_settle(p, 5);
		ck_assert_uint_gt(pty_bytes(p), before);
		KEYS(p, "Up Down PgUp PgDn");
	}
	pty_resize(p, 24, 80);
	SEEN(p, "Ctrl-K all");
	ck_assert_int_eq(pty_find(p, "Ctrl-K all"), first);
	ck_assert(pty_kill(p, 0));
	pty_free(p);
	demo_free(d);
}
END_TEST

/* Faster than anybody can drag a window, and while typing. */
START_TEST(a_storm_of_sizes)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	struct pty *p = demo_start(d, NULL);
	unsigned random = (unsigned)time(NULL);
	char text[301];
	size_t n = 0;

	printf("seed %u\n", random);
	ck_assert_ptr_nonnull(p);
	at_pane(p, d);
	KEYS(p, "Enter");
	while (n < sizeof(text) - 1) {
		random = random * 1103515245 + 12345;
		pty_resize(p, 1 + (int)(random >> 16) % 60,
		    1 + (int)(random >> 8) % 160);
		text[n] = (char)(n % 20 == 19 ? ' ' : 'a' + n % 23);
		ck_assert(pty_send(p, text + n, 1));
		n++;
	}
	text[n] = '\0';
	pty_resize(p, 60, 140);
	TYPE(p, " the end.");
	SEEN(p, "the end.");
	SEEN(p, "Slept well.");
	/* Word by word, for it is wrapped. */
	for (char *w = strtok(text, " "); w != NULL; w = strtok(NULL, " "))
		SEEN(p, w);
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

Suite *terminal_suite(void)
{
	Suite *s = suite_create("terminal");
	TCase *tc = tcase_create("terminal");

	tcase_set_timeout(tc, 240);
	tcase_add_loop_test(
	    tc, a_terminal_that_cannot_serve, 0, COUNT(useless));
	tcase_add_test(tc, no_terminal_at_all);
	tcase_add_test(tc, a_clinic_that_cannot_be_opened);
	tcase_add_test(tc, a_bad_form_is_left_out);
	tcase_add_test(tc, a_hostile_environment);
	tcase_add_test(tc, keys_of_the_driver);
	tcase_add_loop_test(tc, the_terminal_goes_away, 0, COUNT(places));
	tcase_add_loop_test(tc, every_size, 0, COUNT(places));
	tcase_add_test(tc, a_storm_of_sizes);
	suite_add_tcase(s, tc);
	return s;
}
