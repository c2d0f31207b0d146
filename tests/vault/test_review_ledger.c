/* What a login has seen cannot be taken back under it, by any way of reading
 * again. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/anchor.h"
#include "vault/chart.h"

static void cut_last(struct store *db, int64_t seq)
{
	struct store_val key = store_int(seq);

	ck_ok(store_begin_write(db));
	ck_ok(store_remove(db, STORE_LEDGER, &key, 1));
	ck_ok(store_commit(db));
}

/* The rows since the last pin and head are known to this login alone. */
START_TEST(rollback_is_not_believed_when_asked_again)
{
	struct rig r;
	struct store *db;
	bool changed;

	rig_init(&r);
	db = rig_attack(&r);
	cut_last(db, (int64_t)r.carl->st.seq);
	store_free(db);
	ck_err(vault_poll(r.carl, &changed), ERR_CORRUPT);
	ck_err(vault_poll(r.carl, &changed), ERR_CORRUPT);
	ck_err(chart_view(r.carl, &r.chart), ERR_CORRUPT);
	rig_done(&r);
}
END_TEST

/* Control: a failed write alone leaves a ledger that is believed. */
START_TEST(replay_after_a_failed_write)
{
	struct event ev = {.type = EV_VIEW};
	struct rig r;
	bool changed;

	rig_init(&r);
	ev.chart = r.chart;
	ck_ok(ledger_begin(r.carl));
	ck_ok(ledger_append(r.carl, &ev));
	ledger_rollback(r.carl);
	ck_ok(vault_poll(r.carl, &changed));
	ck_ok(ledger_begin(r.carl));
	ck_ok(ledger_append(r.carl, &ev));
	ck_ok(ledger_commit(r.carl));
	rig_done(&r);
}
END_TEST

/* A key of an epoch that did not come to be must not open the one that did. */
START_TEST(rolled_back_epoch_leaves_no_ledger_key)
{
	const unsigned char *now;
	unsigned char *cek, *prev;
	struct vault *v, *w;
	struct test_clinic t;
	bool changed;

	test_clinic_init(&t);
	test_clinic_make(&t);
	v = rig_login(&t, ADMIN);
	w = rig_login(&t, OFFICER);
	cek = secret_new(KEY_LEN);
	prev = secret_new(KEY_LEN);
	ck_ok(keys_cek(v, CHART_ZERO, 1, &now));
	memcpy(prev, now, KEY_LEN);
	for (int i = 0; i < 2; i++) {
		struct vault *by = i == 0 ? v : w;

		secret_random(cek, KEY_LEN);
		ck_ok(ledger_begin(by));
		ck_ok(
		    keys_epoch_append(by, by->me, CHART_ZERO, 2, cek, prev, 0));
		ck_ok(keys_grant_append(by, by->me, CHART_ZERO, 2, cek,
		    &v->me->id, (struct key_terms){0}));
		ck_ok(keys_grant_append(by, by->me, CHART_ZERO, 2, cek,
		    &w->me->id, (struct key_terms){0}));
		if (i == 0)
			ledger_rollback(by);
		else
			ck_ok(ledger_commit(by));
	}
	secret_free(cek);
	secret_free(prev);
	ck_ok(vault_poll(v, &changed));
	ck_assert_uint_eq(v->st.kep, 2);
	vault_close(v);
	vault_close(w);
	test_clinic_done(&t);
}
END_TEST

/* Signing a record needs the auth key, so its next version may not come in
 * the clothes of a class that does not. */
START_TEST(class_of_an_entry_stays)
{
	struct event ev = {
	    .type = EV_ENTRY, .cls = ENTRY_CLIENT, .ver = 2, .epoch = 1};
	struct id note;
	struct vault *v;
	uint32_t ver;
	struct rig r;

	rig_init(&r);
	test_note(r.carl, &r.chart, &note);
	/* A program that lets its user do it: a login that has not loaded the
	 * chart takes the row in, and must find out when it loads. */
	v = rig_login(&r.w, CARL);
	ev.chart = r.chart;
	ev.subject = note;
	ev.actor = v->me->id;
	attack_append(v, &ev, v->me->sign_sk);
	vault_close(v);
	v = rig_login(&r.w, CARL);
	ck_err(entry_newest(v, &r.chart, &note, &ver), ERR_CORRUPT);
	vault_close(v);
	rig_done(&r);
}
END_TEST

/* Two processes may write their heads in the other order. */
START_TEST(highest_head_counts)
{
	char path[PATH_MAX], line[2][400];
	struct test_clinic t;
	struct pin head;
	struct vault *v;
	FILE *f;

	test_clinic_init(&t);
	test_clinic_make(&t);
	v = rig_login(&t, ADMIN);
	ck_ok(anchor_head(v));
	f = fopen(rig_path(&t, "heads", path), "r+");
	ck_assert_ptr_nonnull(fgets(line[0], sizeof line[0], f));
	while (fgets(line[1], sizeof line[1], f) != NULL)
		;
	ck_assert_str_ne(line[0], line[1]);
	(void)fseek(f, 0, SEEK_END);
	(void)fputs(line[0], f);
	(void)fclose(f);
	ck_ok(anchor_last(v, &head));
	ck_assert_uint_eq(head.seq, v->st.seq);
	vault_close(v);
	test_clinic_done(&t);
}
END_TEST

/* A clock that ran a year ahead for a day does not end the daily rows. */
START_TEST(checkpoint_after_a_clock_ahead)
{
	const int64_t year = (int64_t)365 * 24 * 60 * 60 * 1000;
	struct test_clinic t;
	struct vault *v;

	test_clinic_init(&t);
	test_clinic_make(&t);
	t.tc.utc += year;
	vault_close(rig_login(&t, ADMIN));
	t.tc.utc -= year;
	v = rig_login(&t, ADMIN);
	ck_assert_int_eq(v->st.checkpoint, t.tc.utc);
	vault_close(v);
	test_clinic_done(&t);
}
END_TEST

/* A head that cannot be written does not keep the pin back. */
START_TEST(pin_without_heads)
{
	char path[PATH_MAX];
	struct event ev = {.type = EV_VIEW};
	struct pin pin;
	struct rig r;

	rig_init(&r);
	(void)remove(rig_path(&r.w, "heads", path));
	ck_ok(file_mkdir(path, 0700));
	ev.chart = r.chart;
	test_clock_add(&r.w.tc, (int64_t)11 * 60 * 1000);
	ck_ok(ledger_begin(r.carl));
	ck_ok(ledger_append(r.carl, &ev));
	ck_ok(ledger_commit(r.carl));
	ck_ok(pin_load(r.carl, &pin));
	ck_assert_uint_eq(pin.seq, r.carl->st.seq);
	rig_done(&r);
}
END_TEST

static unsigned mode_of(const struct test_clinic *t, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	ck_assert_int_eq(stat(rig_path(t, name, path), &st), 0);
	return st.st_mode & 0777;
}

/* One Unix account a person, one group: all of them need every file but the
 * secret's write permission. */
START_TEST(modes_where_a_group_shares_the_folder)
{
	struct test_clinic t;

	test_clinic_init(&t);
	ck_ok(file_mkdir(t.dir, 0770));
	test_clinic_make(&t);
	ck_assert_uint_eq(mode_of(&t, "host"), 0750);
	ck_assert_uint_eq(mode_of(&t, "host/host.secret"), 0440);
	ck_assert_uint_eq(mode_of(&t, "host/clinic.id"), 0440);
	ck_assert_uint_eq(mode_of(&t, "heads"), 0660);
	test_clinic_done(&t);
}
END_TEST

START_TEST(modes_of_one_account)
{
	struct test_clinic t;

	test_clinic_init(&t);
	test_clinic_make(&t);
	ck_assert_uint_eq(mode_of(&t, "host"), 0700);
	ck_assert_uint_eq(mode_of(&t, "host/host.secret"), 0400);
	ck_assert_uint_eq(mode_of(&t, "heads") & 022, 0);
	test_clinic_done(&t);
}
END_TEST

Suite *review_ledger_suite(void)
{
	Suite *s = suite_create("review_ledger");
	TCase *tc = tcase_create("review_ledger");

	tcase_add_test(tc, rollback_is_not_believed_when_asked_again);
	tcase_add_test(tc, replay_after_a_failed_write);
	tcase_add_test(tc, rolled_back_epoch_leaves_no_ledger_key);
	tcase_add_test(tc, class_of_an_entry_stays);
	tcase_add_test(tc, highest_head_counts);
	tcase_add_test(tc, checkpoint_after_a_clock_ahead);
	tcase_add_test(tc, pin_without_heads);
	tcase_add_test(tc, modes_where_a_group_shares_the_folder);
	tcase_add_test(tc, modes_of_one_account);
	suite_add_tcase(s, tc);
	return s;
}
