#include <stdio.h>
#include <string.h>

#include "crypto/secret.h"
#include "crypto/wrap.h"
#include "tests/run.h"
#include "tests/vault/clinic.h"
#include "tests/vault/suites.h"
#include "vault/chart.h"

static struct test_clinic t;

static void setup(void)
{
	test_clinic_init(&t);
	test_clinic_make(&t);
	test_clinic_staff(&t);
}

static void teardown(void)
{
	test_clinic_done(&t);
}

static enum err try(struct vault *v, const char *name, const char *pw)
{
	return vault_login(v, name, pw, strlen(pw));
}

START_TEST(tells_last_login_and_failures)
{
	struct vault *v = test_clinic_open(&t);

	ck_ok(try(v, "carl", PW_CLIN));
	ck_assert_int_eq(vault_facts(v)->last_login, 0);
	ck_ok(vault_logout(v));
	test_clock_add(&t.tc, 3600000);
	ck_err(try(v, "carl", "not this one, Carl"), ERR_AUTH);
	test_clock_add(&t.tc, 60000);
	ck_ok(try(v, "carl", PW_CLIN));
	ck_assert_int_eq(
	    vault_facts(v)->last_login, vault_facts(v)->now - 3660000);
	ck_assert_uint_eq(vault_facts(v)->failed, 1);
	vault_close(v);
}
END_TEST

START_TEST(throttles)
{
	static const unsigned want[] = {1, 2, 4, 8, 16, 32, 60, 60};
	struct vault *v = test_clinic_open(&t);

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		ck_assert_uint_eq(vault_wait(v, "carl"), 0);
		ck_err(try(v, "carl", "not this one, Carl"), ERR_AUTH);
		ck_assert_uint_eq(vault_wait(v, "carl"), want[i]);
		ck_err(try(v, "carl", PW_CLIN), ERR_BUSY);
		/* Another account is not held up. */
		ck_assert_uint_eq(vault_wait(v, "dora"), 0);
		test_clock_add(&t.tc, (int64_t)want[i] * 1000);
	}
	ck_ok(try(v, "carl", PW_CLIN));
	ck_assert_uint_eq(vault_facts(v)->failed, 8);
	ck_ok(vault_logout(v));
	/* A good login set it back. */
	ck_err(try(v, "carl", "not this one, Carl"), ERR_AUTH);
	ck_assert_uint_eq(vault_wait(v, "carl"), 1);
	vault_close(v);
}
END_TEST

START_TEST(treats_unknown_names_alike)
{
	struct vault *v = test_clinic_open(&t);

	ck_err(try(v, "nobody", PW_CLIN), ERR_AUTH);
	ck_assert_uint_eq(vault_wait(v, "nobody"), 1);
	ck_err(try(v, "nobody", PW_CLIN), ERR_BUSY);
	ck_err(try(v, "no/body at all", PW_CLIN), ERR_BUSY);
	test_clock_add(&t.tc, 1000);
	ck_err(try(v, "no/body at all", PW_CLIN), ERR_AUTH);
	vault_close(v);
}
END_TEST

START_TEST(locks_and_wipes)
{
	size_t before = 0, at_open;
	struct vault *v = test_clinic_open(&t);
	struct id chart;

	at_open = secret_used();
	ck_ok(try(v, "carl", PW_CLIN));
	chart = test_chart(v);
	ck_assert(vault_is_open(v));
	before = secret_used();
	ck_assert_uint_gt(before, at_open);
	vault_lock(v);
	ck_assert(!vault_is_open(v));
	ck_assert_uint_eq(secret_used(), at_open);
	ck_assert_ptr_nonnull(vault_me(v));
	ck_err(chart_view(v, &chart), ERR_LOCKED);
	ck_err(vault_unlock(v, "wrong one, it is", 16), ERR_AUTH);
	ck_err(vault_unlock(v, PW_CLIN, strlen(PW_CLIN)), ERR_BUSY);
	test_clock_add(&t.tc, 1000);
	ck_ok(vault_unlock(v, PW_CLIN, strlen(PW_CLIN)));
	ck_ok(chart_view(v, &chart));
	ck_ok(vault_logout(v));
	ck_assert_uint_eq(secret_used(), at_open);
	vault_close(v);
	ck_assert_uint_eq(secret_used(), 0);
}
END_TEST

START_TEST(signing_is_a_key_too)
{
	struct vault *v = test_login(&t, "carl", PW_CLIN);
	struct id chart = test_chart(v), note;

	ck_assert(vault_sign_ready(v));
	test_note(v, &chart, &note);
	t.tc.mono += 5 * 60 * 1000 - 1;
	vault_tick(v);
	ck_assert(vault_sign_ready(v));
	t.tc.mono += 1;
	ck_assert(!vault_sign_ready(v));
	vault_tick(v);
	ck_err(entry_write(v, &chart, ENTRY_RECORD, &note, 1, NULL,
		   &(struct buf){0}, NULL, NULL),
	    ERR_LOCKED);
	ck_err(vault_reauth(v, PW_CLIN2, strlen(PW_CLIN2)), ERR_AUTH);
	ck_assert(!vault_sign_ready(v));
	test_clock_add(&t.tc, 1000);
	ck_ok(vault_reauth(v, PW_CLIN, strlen(PW_CLIN)));
	ck_assert(vault_sign_ready(v));
	test_note(v, &chart, &note);
	vault_close(v);
}
END_TEST

START_TEST(changes_a_password)
{
	const char *new_pw = "another lantern harbour";
	struct vault *v = test_login(&t, "carl", PW_CLIN);

	ck_err(vault_password_change(
		   v, PW_CLIN2, strlen(PW_CLIN2), new_pw, strlen(new_pw)),
	    ERR_AUTH);
	test_clock_add(&t.tc, 1000);
	ck_err(
	    vault_password_change(v, PW_CLIN, strlen(PW_CLIN), "too short", 9),
	    ERR_FORMAT);
	ck_ok(vault_password_change(
	    v, PW_CLIN, strlen(PW_CLIN), new_pw, strlen(new_pw)));
	ck_ok(vault_logout(v));
	ck_err(try(v, "carl", PW_CLIN), ERR_AUTH);
	test_clock_add(&t.tc, 60000);
	ck_ok(try(v, "carl", new_pw));
	vault_close(v);
}
END_TEST

START_TEST(recovers_by_code)
{
	const char *new_pw = "another lantern harbour";
	unsigned char code[CODE_LEN], wrong[CODE_LEN] = {1};
	struct vault *v = test_login(&t, "carl", PW_CLIN);

	ck_err(vault_login_code(v, "carl", wrong), ERR_CONFLICT);
	ck_ok(vault_recovery_make(v, PW_CLIN, strlen(PW_CLIN), code));
	ck_err(vault_password_set(v, new_pw, strlen(new_pw)), ERR_DENIED);
	ck_ok(vault_logout(v));
	ck_err(vault_login_code(v, "carl", wrong), ERR_AUTH);
	test_clock_add(&t.tc, 60000);
	ck_ok(vault_login_code(v, "carl", code));
	ck_ok(vault_password_set(v, new_pw, strlen(new_pw)));
	ck_ok(vault_logout(v));
	ck_ok(try(v, "carl", new_pw));
	/* The code goes on fitting; a new one replaces it. */
	ck_ok(vault_recovery_make(v, new_pw, strlen(new_pw), wrong));
	ck_ok(vault_logout(v));
	ck_err(vault_login_code(v, "carl", code), ERR_AUTH);
	test_clock_add(&t.tc, 60000);
	ck_ok(vault_login_code(v, "carl", wrong));
	vault_close(v);
	/* Who made none has none. */
	v = test_clinic_open(&t);
	ck_err(vault_login_code(v, "dora", code), ERR_AUTH);
	vault_close(v);
}
END_TEST

START_TEST(changes_the_records_passphrase)
{
	struct pass new_pass = PASS("meadow granite fiddle amber");
	struct vault *v = test_login(&t, "olga", PW_OFFICER);

	ck_ok(records_pass_check(v, PASS(PW_RECORDS)));
	ck_err(records_pass_check(v, new_pass), ERR_AUTH);
	test_clock_add(&t.tc, 60000);
	ck_err(records_pass_change(v, new_pass, new_pass), ERR_AUTH);
	test_clock_add(&t.tc, 60000);
	ck_err(records_pass_change(v, PASS(PW_RECORDS), PASS("tiny one here")),
	    ERR_FORMAT);
	ck_ok(records_pass_change(v, PASS(PW_RECORDS), new_pass));
	ck_err(records_pass_check(v, PASS(PW_RECORDS)), ERR_AUTH);
	test_clock_add(&t.tc, 60000);
	ck_ok(records_pass_check(v, new_pass));
	vault_close(v);
}
END_TEST

START_TEST(sees_the_work_of_others)
{
	struct vault *a = test_login(&t, "carl", PW_CLIN);
	struct vault *b = test_login(&t, "dora", PW_CLIN2);
	struct id chart, note;
	bool changed;

	ck_ok(vault_poll(b, &changed));
	ck_ok(vault_poll(a, &changed));
	ck_assert(changed);
	ck_ok(vault_poll(a, &changed));
	ck_assert(!changed);
	chart = test_chart(a);
	test_note(a, &chart, &note);
	ck_ok(vault_poll(b, &changed));
	ck_assert(changed);
	ck_assert(!chart_get(b, &chart)->mine);
	ck_err(chart_view(b, &chart), ERR_DENIED);
	ck_ok(chart_grant(a, &chart, &vault_me(b)->id));
	ck_ok(vault_poll(b, &changed));
	ck_assert(chart_get(b, &chart)->mine);
	ck_ok(chart_view(b, &chart));
	vault_close(a);
	vault_close(b);
}
END_TEST

START_TEST(reads_what_was_written)
{
	struct vault *v = test_login(&t, "carl", PW_CLIN);
	struct id chart = test_chart(v), note;
	struct entry en;

	test_note(v, &chart, &note);
	ck_ok(vault_logout(v));
	ck_ok(try(v, "carl", PW_CLIN));
	ck_err(entry_read(v, &chart, &note, 0, &en), ERR_DENIED);
	ck_ok(chart_view(v, &chart));
	ck_ok(entry_read(v, &chart, &note, 0, &en));
	ck_assert(id_equal(&en.head.author, &vault_me(v)->id));
	entry_done(&en);
	vault_close(v);
	v = test_login(&t, "anna", PW_ADMIN);
	ck_err(entry_read(v, &chart, &note, 0, &en), ERR_DENIED);
	ck_err(chart_view(v, &chart), ERR_DENIED);
	vault_close(v);
}
END_TEST

Suite *login_suite(void)
{
	Suite *s = suite_create("login");
	TCase *tc = tcase_create("login");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, tells_last_login_and_failures);
	tcase_add_test(tc, throttles);
	tcase_add_test(tc, treats_unknown_names_alike);
	tcase_add_test(tc, locks_and_wipes);
	tcase_add_test(tc, signing_is_a_key_too);
	tcase_add_test(tc, changes_a_password);
	tcase_add_test(tc, recovers_by_code);
	tcase_add_test(tc, changes_the_records_passphrase);
	tcase_add_test(tc, sees_the_work_of_others);
	tcase_add_test(tc, reads_what_was_written);
	suite_add_tcase(s, tc);
	return s;
}
