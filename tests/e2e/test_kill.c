/*
 * Ended while typing, at random moments: what had been on the screen is there
 * again, every time (security.md 11, 43).
 */
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/e2e/small.h"
#include "tests/run.h"

Suite *kill_suite(void);

/* Text is emptied when it grows past this, so that the screen shows it all. */
enum { ROOM = 800, TEXT_MAX = 4096, KEYS_MAX = 30, SIGNINGS = 30 };

static const struct pty_how tall = {.rows = 60, .cols = 80};

struct typist {
	struct demo *d;
	const struct demo_login *l;
	bool private;
	unsigned long long random;
	/* Without blanks and line ends: what must be there and what may. */
	char must[TEXT_MAX], may[TEXT_MAX], now[TEXT_MAX];
};

static unsigned draw(struct typist *t, unsigned below)
{
	t->random ^= t->random << 13;
	t->random ^= t->random >> 7;
	t->random ^= t->random << 17;
	return (unsigned)(t->random >> 32) % below;
}

static void typist_init(struct typist *t, bool private)
{
	memset(t, 0, sizeof(*t));
	t->d = small_new(private ? SMALL_PRIVATE : 0);
	t->l = small_imre(t->d);
	t->private = private;
	t->random = (unsigned long long)time(NULL) * 2654435761u + private;
	printf("seed %llu\n", t->random);
}

/* The first row of the text on the screen and the row after it; false while
 * that is still being painted. */
static bool place(struct typist *t, struct pty *p, int *from, int *to)
{
	if (t->private) {
		*from = pty_find(p, "psychotherapy note") + 2;
		*to = pty_has(p, "open, saved") ? tall.rows - 2 : 0;
	} else {
		*from = pty_find(p, "  Subjective");
		*to = pty_find(p, "  Objective");
	}
	return *from > 1 && *to > *from;
}

static bool look(struct typist *t, struct pty *p, char *out)
{
	const size_t margin = t->private ? strlen("│") : 16;
	size_t n = 0;
	int from, to;

	if (!place(t, p, &from, &to))
		return false;
	for (int row = from; row < to; row++) {
		const char *s = pty_row(p, row);

		if (strlen(s) <= margin)
			continue;
		for (s += margin; *s != '\0' && n + 1 < TEXT_MAX; s++)
			if (*s != ' ')
				out[n++] = *s;
	}
	out[n] = '\0';
	if (out[0] == '(')
		out[0] = '\0'; /* the hint of an empty section */
	return true;
}

static struct pty *open_note(struct typist *t)
{
	struct pty *p = demo_open(t->d, t->l, &tall);

	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	return p;
}

static void open_private(struct typist *t, struct pty *p)
{
	ck_assert(pty_keys(p, "Ctrl-O"));
	ck_assert(pty_wait_text(p, "Passphrase", PTY_PATIENCE));
	ck_assert(pty_type(p, t->l->passphrase) && pty_keys(p, "Enter"));
	ck_assert(pty_wait_text(p, "open, saved", PTY_PATIENCE));
}

/* What must be there is, and nothing that was never typed. */
static bool kept(struct pty *p, void *arg)
{
	struct typist *t = arg;

	/* The key row is painted last. */
	return pty_has(p, t->private ? "Ctrl-O close" : "Ctrl-D sign") &&
	       look(t, p, t->now) &&
	       strncmp(t->now, t->must, strlen(t->must)) == 0 &&
	       strncmp(t->may, t->now, strlen(t->now)) == 0;
}

static void compare(struct typist *t, struct pty *p)
{
	if (!pty_wait(p, kept, t, PTY_PATIENCE)) {
		pty_print(p);
		ck_abort_msg("was on the screen: %s\nis there: %s\ntyped: %s",
		    t->must, t->now, t->may);
	}
	strcpy(t->may, t->now);
	strcpy(t->must, t->now);
}

static void spin(struct pty *p, double ms)
{
	for (double end = pty_now() + ms; pty_now() < end;)
		pty_drain(p);
}

static void empty(struct typist *t, struct pty *p)
{
	ck_assert(pty_keys(p, "Ctrl-A Backspace"));
	ck_assert(pty_wait_text(
	    p, t->private ? "(what is yours" : "(in own words", PTY_PATIENCE));
	t->may[0] = t->must[0] = '\0';
}

/* Some keys, unanswered or not: mostly letters, with blanks and new lines. */
static void type(struct typist *t, struct pty *p)
{
	size_t n = strlen(t->may), keys = 1 + draw(t, KEYS_MAX);
	double gap = draw(t, 2) == 0 ? 0 : draw(t, 2000) / 1000.0;

	while (keys-- > 0) {
		char c = (char)('a' + draw(t, 26));

		if (draw(t, 6) == 0)
			c = draw(t, 12) == 0 ? '\r' : ' ';
		else
			t->may[n++] = c;
		ck_assert(pty_send(p, &c, 1));
		spin(p, gap);
	}
	t->may[n] = '\0';
	spin(p, draw(t, 3000) / 1000.0);
}

/* The screen at the very end; a program that leaves by itself clears it. */
static void see(struct typist *t, struct pty *p)
{
	pty_drain(p);
	ck_assert(look(t, p, t->must));
}

static void by_kill(struct typist *t, struct pty *p)
{
	ck_assert(pty_kill(p, SIGKILL));
	ck_assert(WIFSIGNALED(pty_wait_exit(p, PTY_PATIENCE)));
	see(t, p);
}

static void by_hangup(struct typist *t, struct pty *p)
{
	see(t, p);
	pty_hangup(p);
	ck_assert(WIFEXITED(pty_wait_exit(p, PTY_PATIENCE)));
}

static void by_term(struct typist *t, struct pty *p)
{
	see(t, p);
	ck_assert(pty_kill(p, SIGTERM));
	ck_assert(WIFEXITED(pty_wait_exit(p, PTY_PATIENCE)));
}

static void by_hup(struct typist *t, struct pty *p)
{
	see(t, p);
	ck_assert(pty_kill(p, SIGHUP));
	ck_assert(WIFEXITED(pty_wait_exit(p, PTY_PATIENCE)));
}

static void round_of(
    struct typist *t, void (*end)(struct typist *, struct pty *))
{
	struct pty *p = open_note(t);

	if (t->must[0] != '\0' && !t->private)
		ck_assert(pty_wait_text(p, "Recovered", PTY_PATIENCE));
	if (t->private)
		open_private(t, p);
	compare(t, p);
	if (strlen(t->may) > ROOM)
		empty(t, p);
	type(t, p);
	end(t, p);
	pty_free(p);
}

static void rounds(
    size_t n, bool private, void (*end)(struct typist *, struct pty *))
{
	static struct typist t;

	typist_init(&t, private);
	for (size_t i = 0; i < n; i++)
		round_of(&t, end);
	demo_free(t.d);
}

START_TEST(killed_in_a_note)
{
	rounds(100, false, by_kill);
}
END_TEST

START_TEST(killed_in_the_private_pane)
{
	rounds(100, true, by_kill);
}
END_TEST

/* The line drops, a signal comes: the same, and the program ends by itself. */
START_TEST(told_to_end)
{
	static void (*const ends[])(struct typist *, struct pty *) = {
	    by_hangup, by_term, by_hup};

	rounds(10, false, ends[_i]);
	rounds(10, true, ends[_i]);
}
END_TEST

/* Killed while it signs: the entry is there once, signed or still a draft, with
 * all its words. */
static void sign_and_kill(struct typist *t, unsigned round)
{
	struct pty *p = demo_open(t->d, t->l, NULL);
	char words[40];

	snprintf(words, sizeof(words), "Words of round %u.", round);
	ck_assert_ptr_nonnull(p);
	ck_assert(pty_keys(p, "/") && pty_type(p, SMALL_JUST_CODE));
	ck_assert(pty_wait_text(p, "> " SMALL_JUST, PTY_PATIENCE));
	ck_assert(pty_keys(p, "Enter + Enter"));
	ck_assert(pty_wait_text(p, "SOAP note", PTY_PATIENCE));
	ck_assert(pty_type(p, "01:00\r01:01\ri") && pty_keys(p, "Ctrl-G 1"));
	for (int i = 0; i < 4; i++)
		ck_assert(pty_type(p, words) && pty_keys(p, "Tab"));
	ck_assert(pty_keys(p, "Ctrl-D"));
	ck_assert(pty_wait_text(p, "I am the author", PTY_PATIENCE));
	if (pty_has(p, "  look  "))
		ck_assert(pty_type(p, "Short ones.") && pty_keys(p, "Enter"));
	ck_assert(pty_keys(p, "Enter"));
	spin(p, draw(t, 12000) / 1000.0);
	ck_assert(pty_kill(p, SIGKILL));
	pty_wait_exit(p, PTY_PATIENCE);
	pty_free(p);
}

static size_t times_in(const char *text, const char *words)
{
	size_t n = 0;

	while ((text = strstr(text, words)) != NULL) {
		text += strlen(words);
		n++;
	}
	return n;
}

START_TEST(killed_while_signing)
{
	static struct typist t;
	const char *args[] = {"verify", "--dir", NULL, "--as", "imre", NULL};
	char out[2000], *text;

	typist_init(&t, false);
	args[2] = t.d->dir;
	for (unsigned i = 10; i < 10 + SIGNINGS; i++) {
		char words[40];

		sign_and_kill(&t, i);
		text = small_export(t.d, SMALL_JUST_CODE);
		snprintf(words, sizeof(words), "Words of round %u.", i);
		ck_assert_msg(
		    times_in(text, words) == 4, "round %u: %s", i, text);
		free(text);
	}
	text = small_export(t.d, SMALL_JUST_CODE);
	printf("%zu signed, %zu not\n", times_in(text, "Signed by"),
	    times_in(text, "NOT SIGNED"));
	free(text);
	ck_assert_msg(demo_run(t.d, args, "paper mountain window\n", out,
			  sizeof(out)) == 0,
	    "%s", out);
	demo_free(t.d);
}
END_TEST

Suite *kill_suite(void)
{
	Suite *s = suite_create("kill");
	TCase *tc = tcase_create("kill");

	tcase_set_timeout(tc, 600);
	tcase_add_test(tc, killed_in_a_note);
	tcase_add_test(tc, killed_in_the_private_pane);
	tcase_add_loop_test(tc, told_to_end, 0, 3);
	tcase_add_test(tc, killed_while_signing);
	suite_add_tcase(s, tc);
	return s;
}
