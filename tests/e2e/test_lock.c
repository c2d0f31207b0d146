/* The wrong password, the lock, and two logins on one draft. */
#include <stdio.h>
#include <string.h>

#include "tests/e2e/small.h"
#include "tests/run.h"

Suite *lock_suite(void);

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define GONE(p, s) ck_assert(pty_wait_gone((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))
#define TYPE(p, s) ck_assert(pty_type((p), (s)))

static bool answered(struct pty *p, void *arg)
{
	(void)arg;
	return pty_has(p, "Not ") || pty_has(p, "Today   ");
}

/* Whether ${password} let in; a refusal leaves the cursor in the field. */
static bool try(struct pty *p, const char *password)
{
	TYPE(p, password);
	SEEN(p, "****");
	KEYS(p, "Enter");
	GONE(p, "****");
	ck_assert(pty_wait(p, answered, NULL, PTY_PATIENCE));
	return !pty_has(p, "Not ");
}

START_TEST(a_wrong_password_waits)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_start(d, NULL);

	ck_assert_ptr_nonnull(p);
	SEEN(p, "Login");
	TYPE(p, "imre");
	KEYS(p, "Enter");
	ck_assert(!try(p, "this is not his password"));
	SEEN(p, "Not logged in: name and password do not belong together. "
		"Wait 1 second.");
	ck_assert(!pty_has(p, "Today"));
	/* The right one, typed where the wrong one stood; it may be too soon
	 * once or twice. */
	while (!try(p, small_imre(d)->password))
		SEEN(p, "Wait 1 second.");
	SEEN(p, "1 failed attempt since.");
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

START_TEST(an_unknown_name_is_told_no_different)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_start(d, NULL);

	ck_assert_ptr_nonnull(p);
	SEEN(p, "Login");
	TYPE(p, "nobody");
	KEYS(p, "Enter");
	ck_assert(!try(p, "this is not his password"));
	SEEN(p, "Not logged in: name and password do not belong together. "
		"Wait 1 second.");
	KEYS(p, "Shift-Tab Ctrl-A Backspace");
	ck_assert(demo_log_in(p, small_imre(d)));
	pty_free(p);
	demo_free(d);
}
END_TEST

#define WORDS "Slept through five nights of seven."
#define THOUGHT "Whose fear was that?"

/* A lock that shows nothing, also not what scrolled away. */
static void shows_nothing(struct pty *p)
{
	static const char *const words[] = {
	    "Wren", "C-1001", "five nights", "Whose fear", "SOAP", "14 Mar"};

	SEEN(p, "locked");
	GONE(p, "SOAP note");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		ck_assert_msg(!pty_has(p, words[i]), "%s", words[i]);
		ck_assert_msg(!pty_scrolled(p, words[i]), "%s", words[i]);
	}
	SEEN(p, "Locked by     Imre Lorem, LAC");
}

static void unlock(struct pty *p, const struct demo *d)
{
	TYPE(p, small_imre(d)->password);
	KEYS(p, "Enter");
	SEEN(p, "SOAP note");
}

static const char *const terms[] = {
    "xterm-256color", "linux", "vt100", "screen-256color", "tmux-256color"};

START_TEST(lock_and_back_to_the_letter)
{
	const struct pty_how how = {.term = terms[_i]};
	struct demo *d = small_new(SMALL_PRIVATE);
	const struct demo_login *l = small_imre(d);
	struct pty *p = demo_open(d, l, &how);
	int col;

	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	TYPE(p, WORDS);
	KEYS(p, "Tab Tab");
	TYPE(p, "Panic rarer.");
	SEEN(p, "Panic rarer.");
	KEYS(p, "Ctrl-O");
	SEEN(p, "Passphrase");
	TYPE(p, l->passphrase);
	KEYS(p, "Enter");
	TYPE(p, THOUGHT);
	SEEN(p, THOUGHT);
	KEYS(p, "Esc");
	GONE(p, "PRIVATE   Esc");
	KEYS(p, "Left Left");
	TYPE(p, "X");
	SEEN(p, "Panic rareXr.");
	col = 16 + (int)strlen("Panic rareX");
	ck_assert(pty_wait_cursor(p, pty_find(p, "Panic"), col, PTY_PATIENCE));

	KEYS(p, "Ctrl-L");
	shows_nothing(p);
	unlock(p, d);
	SEEN(p, "Panic rareXr.");
	SEEN(p, WORDS);
	/* The pane is locked as well. */
	ck_assert(!pty_has(p, THOUGHT));
	ck_assert(!pty_has(p, "PRIVATE"));
	TYPE(p, "Y");
	SEEN(p, "Panic rareXYr.");
	ck_assert(
	    pty_wait_cursor(p, pty_find(p, "Panic"), col + 1, PTY_PATIENCE));
	pty_free(p);
	demo_free(d);
}
END_TEST

START_TEST(ends_from_the_lock)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_open(d, small_imre(d), NULL);

	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	TYPE(p, WORDS);
	SEEN(p, WORDS);
	KEYS(p, "Ctrl-L");
	shows_nothing(p);
	ck_assert(!pty_has(p, "*"));
	ck_assert(demo_log_out(p));
	pty_free(p);
	p = demo_open(d, small_imre(d), NULL);
	ck_assert(small_note(p));
	SEEN(p, WORDS);
	pty_free(p);
	demo_free(d);
}
END_TEST

START_TEST(locks_when_idle)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	struct pty *p;

	small_conf(d, "[timers]\nidle = 0.04\nprivate = 0.01\n");
	p = demo_open(d, small_imre(d), NULL);
	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	TYPE(p, WORDS);
	KEYS(p, "Ctrl-O");
	TYPE(p, small_imre(d)->passphrase);
	KEYS(p, "Enter");
	TYPE(p, THOUGHT);
	/* First the pane, then all of it. */
	SEEN(p, "The private pane is locked: no key for a while.");
	ck_assert(!pty_has(p, THOUGHT));
	SEEN(p, WORDS);
	shows_nothing(p);
	unlock(p, d);
	SEEN(p, WORDS);
	shows_nothing(p);
	pty_free(p);
	demo_free(d);
}
END_TEST

/* Ctrl-K, the command named so, Enter. */
static void command(struct pty *p, const char *name)
{
	KEYS(p, "Ctrl-K");
	SEEN(p, "─ Commands");
	TYPE(p, name);
	KEYS(p, "Enter");
	GONE(p, "─ Commands");
}

START_TEST(two_logins_on_one_draft)
{
	struct demo *d = small_new(0);
	const struct demo_login *l = small_imre(d);
	struct pty *one = demo_open(d, l, NULL), *two;

	ck_assert_ptr_nonnull(one);
	ck_assert(small_note(one));
	TYPE(one, WORDS);
	SEEN(one, WORDS);

	two = demo_open(d, l, NULL);
	ck_assert_ptr_nonnull(two);
	KEYS(two, "n");
	SEEN(two, "Read only: open in your other login since");
	SEEN(two, "read only");
	SEEN(two, WORDS);
	TYPE(two, "Z");
	pty_settle(two, 30);
	ck_assert(!pty_has(two, "Z"));

	TYPE(one, " Once more.");
	SEEN(one, WORDS " Once more.");
	command(two, "take over");
	SEEN(two, "draft, saved");
	SEEN(two, WORDS " Once more.");
	TYPE(two, " And here.");
	SEEN(two, "Once more. And here.");

	/* The first is told when it types again, and cannot write. */
	TYPE(one, "Q");
	SEEN(one, "Taken over by your other login; what you just typed");
	SEEN(one, "read only");
	KEYS(one, "Esc");
	SEEN(one, "Today");

	/* Back and forth once more: the text of the second is there. */
	KEYS(one, "n");
	SEEN(one, "read only");
	command(one, "take over");
	SEEN(one, "Once more. And here.");
	ck_assert(!pty_has(one, "Q"));
	ck_assert(demo_log_out(one));
	pty_free(one);
	pty_free(two);
	demo_free(d);
}
END_TEST

Suite *lock_suite(void)
{
	Suite *s = suite_create("lock");
	TCase *tc = tcase_create("lock");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, a_wrong_password_waits);
	tcase_add_test(tc, an_unknown_name_is_told_no_different);
	tcase_add_loop_test(tc, lock_and_back_to_the_letter, 0,
	    sizeof(terms) / sizeof(terms[0]));
	tcase_add_test(tc, ends_from_the_lock);
	tcase_add_test(tc, locks_when_idle);
	tcase_add_test(tc, two_logins_on_one_draft);
	suite_add_tcase(s, tc);
	return s;
}
