/* The harness itself, tried on programs whose answers are known. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/e2e/pty.h"
#include "tests/run.h"

Suite *pty_suite(void);

static struct pty *shell(const char *script, const struct pty_how *how)
{
	const char *const argv[] = {"/bin/sh", "-c", script, NULL};
	struct pty *p = pty_start(argv, how);

	ck_assert_ptr_nonnull(p);
	return p;
}

START_TEST(shows_what_is_written)
{
	struct pty *p = shell("printf 'one\\r\\n\\303\\244\\344\\270\\255x'; "
			      "printf '\\033[5;10H\\033[1mbold'; read x",
	    NULL);

	ck_assert(pty_wait_text(p, "bold", PTY_PATIENCE));
	ck_assert_str_eq(pty_row(p, 0), "one");
	ck_assert_str_eq(pty_row(p, 1), "ä中x");
	ck_assert_int_eq(pty_find(p, "bold"), 4);
	ck_assert_int_eq((int)pty_attrs(p, 4, 9), PTY_BOLD);
	ck_assert_int_eq((int)pty_attrs(p, 0, 0), 0);
	int row, col;
	pty_cursor(p, &row, &col);
	ck_assert_int_eq(row, 4);
	ck_assert_int_eq(col, 13);
	pty_free(p);
}
END_TEST

START_TEST(echoes_what_is_typed)
{
	const char *const argv[] = {"/bin/cat", NULL};
	struct pty *p = pty_start(argv, NULL);

	ck_assert_ptr_nonnull(p);
	ck_assert(pty_type_slowly(p, "grüße"));
	ck_assert(pty_keys(p, "Enter"));
	ck_assert(pty_wait_text(p, "grüße", PTY_PATIENCE));
	ck_assert(pty_keys(p, "Ctrl-D"));
	int status = pty_wait_exit(p, PTY_PATIENCE);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	pty_free(p);
}
END_TEST

START_TEST(sends_more_than_a_terminal_holds)
{
	struct pty *p = shell("stty raw -echo; printf ready; "
			      "head -c 100000 | wc -c",
	    NULL);
	static char much[100001];

	memset(much, 'm', sizeof(much) - 1);
	ck_assert(pty_wait_text(p, "ready", PTY_PATIENCE));
	ck_assert(pty_type(p, much));
	ck_assert(pty_wait_text(p, "100000", PTY_PATIENCE));
	pty_free(p);
}
END_TEST

START_TEST(a_wait_that_is_in_vain_fails)
{
	struct pty *p = shell("printf here; read x", NULL);

	ck_assert(pty_wait_text(p, "here", PTY_PATIENCE));
	ck_assert(!pty_wait_text(p, "there", 50));
	ck_assert(!pty_wait_gone(p, "here", 50));
	ck_assert_int_eq(pty_wait_exit(p, 50), -1);
	pty_free(p);
}
END_TEST

START_TEST(arrows_follow_the_keypad_mode)
{
	struct pty *p = shell("stty raw -echo; printf 'a'; head -c 3 | od -c; "
			      "printf '\\033[?1hb'; head -c 3 | od -c",
	    NULL);

	ck_assert(pty_wait_text(p, "a", PTY_PATIENCE));
	ck_assert(pty_keys(p, "Down"));
	ck_assert(pty_wait_text(p, "033   [   B", PTY_PATIENCE));
	ck_assert(pty_wait_text(p, "b", PTY_PATIENCE));
	ck_assert(pty_keys(p, "Down"));
	ck_assert(pty_wait_text(p, "033   O   B", PTY_PATIENCE));
	ck_assert(!pty_keys(p, "NoSuchKey"));
	pty_free(p);
}
END_TEST

START_TEST(a_paste_is_bracketed_only_if_asked)
{
	struct pty *p = shell("stty raw -echo; printf 'a'; head -c 2 | od -c; "
			      "printf '\\033[?2004hb'; head -c 14 | od -c",
	    NULL);

	ck_assert(pty_wait_text(p, "a", PTY_PATIENCE));
	ck_assert(pty_paste(p, "xy"));
	ck_assert(pty_wait_text(p, "x   y", PTY_PATIENCE));
	ck_assert(pty_wait_text(p, "b", PTY_PATIENCE));
	ck_assert(pty_paste(p, "zz"));
	ck_assert(
	    pty_wait_text(p, "033   [   2   0   0   ~   z   z", PTY_PATIENCE));
	pty_free(p);
}
END_TEST

START_TEST(resize_reaches_the_program)
{
	struct pty *p = shell("trap 'stty size' WINCH; stty size; "
			      "while :; do read x; done",
	    &(struct pty_how){.rows = 10, .cols = 40});

	ck_assert(pty_wait_text(p, "10 40", PTY_PATIENCE));
	pty_resize(p, 43, 132);
	/* A shell runs its trap when read returns. */
	ck_assert(pty_keys(p, "Enter"));
	ck_assert(pty_wait_text(p, "43 132", PTY_PATIENCE));
	pty_free(p);
}
END_TEST

START_TEST(environment_is_what_was_asked)
{
	static const char *const env[] = {"TACET_DIR=/nowhere", NULL};
	struct pty *p = shell(
	    "env; echo end; read x", &(struct pty_how){.term = "", .env = env});

	ck_assert(pty_wait_text(p, "end", PTY_PATIENCE));
	ck_assert(pty_has(p, "TACET_DIR=/nowhere"));
	ck_assert(pty_has(p, "LC_ALL=C.UTF-8"));
	ck_assert(!pty_has(p, "HOME="));
	ck_assert(!pty_has(p, "top_builddir="));
	pty_free(p);
}
END_TEST

START_TEST(signals_and_statuses_are_told)
{
	const char *const none[] = {"/nonexistent/program", NULL};
	struct pty *p = shell("printf up; read x", NULL);

	ck_assert(pty_wait_text(p, "up", PTY_PATIENCE));
	ck_assert(pty_kill(p, SIGKILL));
	int status = pty_wait_exit(p, PTY_PATIENCE);
	ck_assert(WIFSIGNALED(status));
	ck_assert_int_eq(WTERMSIG(status), SIGKILL);
	ck_assert(!pty_kill(p, SIGKILL));
	pty_free(p);

	p = shell("printf up; read x", NULL);
	ck_assert(pty_wait_text(p, "up", PTY_PATIENCE));
	pty_hangup(p);
	status = pty_wait_exit(p, PTY_PATIENCE);
	ck_assert(status != -1);
	pty_free(p);

	p = pty_start(none, NULL);
	ck_assert_ptr_nonnull(p);
	status = pty_wait_exit(p, PTY_PATIENCE);
	ck_assert_int_eq(WEXITSTATUS(status), 127);
	pty_free(p);
}
END_TEST

START_TEST(what_scrolls_away_is_remembered)
{
	struct pty *p = shell(
	    "printf 'past\\r\\n'; for i in 1 2 3 4 5 6; do echo $i; done; "
	    "printf 'one '; read x; printf '\\033[3Jtwo '; read x; printf "
	    "'\\033[?1049h'; for i in 1 2 3 4 5 6; do echo hid$i; done; "
	    "printf 'three '; read x",
	    &(struct pty_how){.rows = 4, .cols = 20});

	ck_assert(pty_wait_text(p, "one", PTY_PATIENCE));
	ck_assert(!pty_has(p, "past"));
	ck_assert(pty_scrolled(p, "past"));
	ck_assert(!pty_scrolled(p, "elsewhere"));
	ck_assert(pty_keys(p, "Enter"));
	ck_assert(pty_wait_text(p, "two", PTY_PATIENCE));
	ck_assert(!pty_scrolled(p, "past"));
	ck_assert(pty_keys(p, "Enter"));
	ck_assert(pty_wait_text(p, "three", PTY_PATIENCE));
	/* The other screen of the terminal has no such memory. */
	ck_assert(!pty_scrolled(p, "hid1"));
	pty_free(p);
}
END_TEST

START_TEST(every_byte_is_counted)
{
	struct pty *p = shell("printf '\\033[1mabc\\033[0m'; read x", NULL);
	size_t n;

	ck_assert(pty_wait_text(p, "abc", PTY_PATIENCE));
	pty_settle(p, 20);
	ck_assert_uint_eq(pty_bytes(p), 4 + 3 + 4);
	ck_assert_ptr_nonnull(strstr(pty_stream(p, &n), "\033[1mabc"));
	ck_assert_uint_eq(n, pty_bytes(p));
	pty_free(p);
}
END_TEST

Suite *pty_suite(void)
{
	Suite *s = suite_create("pty");
	TCase *tc = tcase_create("harness");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, shows_what_is_written);
	tcase_add_test(tc, echoes_what_is_typed);
	tcase_add_test(tc, sends_more_than_a_terminal_holds);
	tcase_add_test(tc, a_wait_that_is_in_vain_fails);
	tcase_add_test(tc, arrows_follow_the_keypad_mode);
	tcase_add_test(tc, a_paste_is_bracketed_only_if_asked);
	tcase_add_test(tc, resize_reaches_the_program);
	tcase_add_test(tc, environment_is_what_was_asked);
	tcase_add_test(tc, signals_and_statuses_are_told);
	tcase_add_test(tc, what_scrolls_away_is_remembered);
	tcase_add_test(tc, every_byte_is_counted);
	suite_add_tcase(s, tc);
	return s;
}
