/* The demonstration clinic, as tacet demo --build leaves it. */
#include <stdio.h>
#include <string.h>

#include "tests/e2e/demo.h"
#include "tests/run.h"

Suite *demo_suite(void);

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))

START_TEST(everybody_gets_in)
{
	struct demo *d = demo_new();

	ck_assert_ptr_nonnull(d);
	for (size_t i = 0; i < d->nlogins; i++) {
		struct pty *p = demo_open(d, &d->logins[i], NULL);

		ck_assert_ptr_nonnull(p);
		SEEN(p, "DEMONSTRATION");
		SEEN(p, "Ctrl-K all");
		ck_assert(demo_log_out(p));
		pty_free(p);
	}
	demo_free(d);
}
END_TEST

START_TEST(work_waits_and_private_notes_open)
{
	struct demo *d = demo_new();
	const struct demo_login *l = demo_login(d, "clinician", 0);
	struct pty *p;

	ck_assert_ptr_nonnull(l);
	ck_assert_str_ne(l->passphrase, "");
	p = demo_open(d, l, NULL);
	ck_assert_ptr_nonnull(p);
	SEEN(p, "no note");
	KEYS(p, "n");
	SEEN(p, "draft, saved");
	KEYS(p, "Ctrl-O");
	SEEN(p, "Passphrase");
	ck_assert(pty_type(p, l->passphrase));
	KEYS(p, "Enter");
	SEEN(p, "open, saved");
	KEYS(p, "Ctrl-K");
	SEEN(p, "─ Commands");
	ck_assert(pty_type(p, "#supervision"));
	KEYS(p, "Enter");
	SEEN(p, "#supervision");
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

START_TEST(it_verifies)
{
	struct demo *d = demo_new();
	const char *const plain[] = {"verify", "--dir", d->dir, NULL};
	char out[4096], password[100];

	ck_assert_ptr_nonnull(d);
	ck_assert_msg(
	    demo_run(d, plain, NULL, out, sizeof(out)) == 0, "%s", out);
	for (size_t i = 0; i < d->nlogins; i++) {
		const struct demo_login *l = &d->logins[i];
		const char *const as[] = {
		    "verify", "--dir", d->dir, "--as", l->name, NULL};

		snprintf(password, sizeof(password), "%s\n", l->password);
		ck_assert_msg(demo_run(d, as, password, out, sizeof(out)) == 0,
		    "%s: %s", l->name, out);
	}
	demo_free(d);
}
END_TEST

/* In the parent of all tests, each of which then copies it. */
static void build_once(void)
{
	demo_free(demo_new());
}

Suite *demo_suite(void)
{
	Suite *s = suite_create("demo");
	TCase *tc = tcase_create("demo");

	tcase_set_timeout(tc, 120);
	tcase_add_unchecked_fixture(tc, build_once, NULL);
	tcase_add_test(tc, everybody_gets_in);
	tcase_add_test(tc, work_waits_and_private_notes_open);
	tcase_add_test(tc, it_verifies);
	suite_add_tcase(s, tc);
	return s;
}
