/*
 * The end of access: REVOKE, ROLE, UNGRANT, expiry, and the change of keys that
 * follows (security.md 11: 16-19, 60).
 */
#include <string.h>

#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/staff.h"

#define HOUR ((int64_t)3600 * 1000)
#define PW_ERIC "wooden pencil harvest"

static struct rig r;
static struct vault *anna, *dora;
static struct id anna_id, olga_id, carl_id, dora_id, note;

static struct id id_of_login(const char *login)
{
	struct vault *v = rig_login(&r.w, login);
	struct id id = vault_me(v)->id;

	vault_close(v);
	return id;
}

/* dora reads carl's chart; both and anna are logged in. */
static void setup(void)
{
	test_clinic_init(&r.w);
	test_clinic_make(&r.w);
	test_clinic_staff(&r.w);
	r.carl = rig_login(&r.w, CARL);
	r.chart = test_chart(r.carl);
	ck_ok(chart_view(r.carl, &r.chart));
	test_note(r.carl, &r.chart, &note);
	olga_id = id_of_login(OFFICER);
	carl_id = vault_me(r.carl)->id;
	anna = rig_login(&r.w, ADMIN);
	anna_id = vault_me(anna)->id;
	dora = rig_login(&r.w, DORA);
	dora_id = vault_me(dora)->id;
	ck_ok(chart_grant(r.carl, &r.chart, &dora_id));
	ck_ok(chart_view(dora, &r.chart));
}

static void teardown(void)
{
	vault_close(anna);
	vault_close(dora);
	rig_done(&r);
}

static enum err read_note(struct vault *v, const struct id *entry)
{
	struct entry en;
	enum err e = chart_view(v, &r.chart);

	if (e == ERR_OK)
		e = entry_read(v, &r.chart, entry, 0, &en);
	if (e == ERR_OK)
		entry_done(&en);
	return e;
}

static uint32_t epoch_of(struct vault *v)
{
	bool changed;

	ck_ok(vault_poll(v, &changed));
	return chart_get(v, &r.chart)->epoch;
}

static unsigned former(struct vault *v)
{
	struct verify_report report = {0};

	ck_ok(verify(v, NULL, &report));
	return report.former;
}

/* Grant rows of a person, of all charts. */
static size_t grants_of(struct vault *v, const struct id *who)
{
	struct saved s;
	size_t n = 0;

	attack_save(v->db, STORE_GRANTS, &s);
	for (size_t i = 0; i < s.n; i++)
		n += memcmp(s.row[i].val[COL_GRANTS_GRANTEE].p, who->b,
			 ID_LEN) == 0;
	attack_free(&s);
	return n;
}

/* ---- REVOKE ---------------------------------------------------------------
 */

/* 60 */
START_TEST(a_live_login_notices)
{
	struct vault *again;
	bool changed;

	ck_ok(read_note(dora, &note));
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_LEFT));
	ck_err(vault_poll(dora, &changed), ERR_DENIED);
	ck_assert_str_eq(err_detail(), "revoked");
	ck_assert(vault_is_revoked(dora));
	ck_assert(!vault_is_open(dora));
	ck_assert_ptr_null(dora->ceks.key);
	ck_assert_ptr_null(dora->ledger_key);
	ck_err(read_note(dora, &note), ERR_LOCKED);
	ck_err(vault_unlock(dora, PW_CLIN2, strlen(PW_CLIN2)), ERR_DENIED);
	ck_ok(vault_logout(dora));
	ck_assert(!vault_is_revoked(dora));
	again = test_clinic_open(&r.w);
	ck_err(
	    vault_login(again, DORA, PW_CLIN2, strlen(PW_CLIN2)), ERR_DENIED);
	ck_assert_str_eq(err_detail(), "revoked");
	ck_assert_ptr_null(vault_me(again));
	vault_close(again);
}
END_TEST

/* 60: without any poll, before the next decryption. */
START_TEST(a_revoke_lands_before_decryption)
{
	struct entry en;

	ck_ok(read_note(dora, &note));
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_SUSPENDED));
	ck_err(entry_read(dora, &r.chart, &note, 0, &en), ERR_DENIED);
	ck_assert(vault_is_revoked(dora));
}
END_TEST

START_TEST(a_locked_login_is_not_unlocked)
{
	vault_lock(dora);
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_LEFT));
	ck_err(vault_unlock(dora, PW_CLIN2, strlen(PW_CLIN2)), ERR_DENIED);
	ck_assert(vault_is_revoked(dora));
}
END_TEST

START_TEST(others_go_on_with_new_keys)
{
	struct id second;

	ck_assert_uint_eq(former(r.carl), 0);
	ck_assert_uint_ge(grants_of(anna, &dora_id), 2);
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_LEFT));
	ck_assert_uint_eq(grants_of(anna, &dora_id), 0);
	ck_assert_uint_eq(epoch_of(r.carl), 1);
	ck_assert_uint_eq(r.carl->st.kep, 2);
	ck_assert(chart_rotation_due(r.carl, &r.chart));
	ck_assert_uint_eq(former(r.carl), 1);
	/* Who writes next changes the key. */
	test_note(r.carl, &r.chart, &second);
	ck_assert_uint_eq(epoch_of(r.carl), 2);
	ck_assert(!chart_rotation_due(r.carl, &r.chart));
	ck_assert_uint_eq(former(r.carl), 0);
	ck_ok(read_note(r.carl, &note));
	ck_ok(read_note(r.carl, &second));
	ck_ok(verify(anna, NULL, &(struct verify_report){0}));
	vault_close(r.carl);
	r.carl = rig_login(&r.w, CARL);
	ck_ok(read_note(r.carl, &note));
	ck_ok(read_note(r.carl, &second));
}
END_TEST

/* 18: whatever she signs, also if somebody seals it for her. */
START_TEST(a_revoked_user_writes)
{
	struct identity *d = attack_identity(anna, DORA, PW_CLIN2);
	struct event ev = {.type = EV_LOGOUT, .actor = d->id};
	struct finding f = {0};

	/* The control: before the REVOKE it is sound. */
	attack_append(anna, &ev, d->sign_sk);
	anna->stale = true;
	ck_ok(attack_verify(anna, NULL, &f));
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_LEFT));
	attack_append(anna, &ev, d->sign_sk);
	attack_only(anna, "authority");
	identity_free(d);
}
END_TEST

/* Her old rows come back: the verifier names them, and the new epoch stays
 * shut. */
START_TEST(old_grants_come_back)
{
	struct identity *d = attack_identity(anna, DORA, PW_CLIN2);
	const struct store_val *row;
	struct saved s;
	struct id second;
	struct store_val key[] = {
	    store_id(&r.chart), store_int(2), store_id(&dora_id)};

	attack_save(anna->db, STORE_GRANTS, &s);
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_LEFT));
	test_note(r.carl, &r.chart, &second);
	ck_ok(verify(r.carl, NULL, &(struct verify_report){0}));
	for (size_t i = 0; i < s.n; i++)
		if (memcmp(s.row[i].val[COL_GRANTS_GRANTEE].p, dora_id.b,
			ID_LEN) == 0)
			attack_set(anna->db, STORE_GRANTS, s.row[i].val);
	attack_only(r.carl, "grants");
	ck_err(store_get(anna->db, STORE_GRANTS, key, &row), ERR_NOTFOUND);
	attack_free(&s);
	identity_free(d);
}
END_TEST

/* 19 */
START_TEST(old_grant_in_a_new_epoch)
{
	struct store_val key[] = {
	    store_id(&r.chart), store_int(1), store_id(&carl_id)};
	struct store_val now[STORE_COLS_MAX];
	unsigned char sealed[GRANT_LEN];
	const unsigned char *cek;
	const struct store_val *row;
	struct id second;

	ck_ok(chart_ungrant(r.carl, &r.chart, &dora_id));
	test_note(r.carl, &r.chart, &second);
	ck_ok(store_get(r.carl->db, STORE_GRANTS, key, &row));
	memcpy(sealed, row[COL_GRANTS_SEALED].p, GRANT_LEN);
	now[0] = key[0];
	now[1] = store_int(2);
	now[2] = key[2];
	now[COL_GRANTS_SEALED] = store_bytes(sealed, GRANT_LEN);
	/* The control: the right one opens. */
	keys_drop(r.carl);
	ck_ok(keys_cek(r.carl, &r.chart, 2, &cek));
	attack_set(anna->db, STORE_GRANTS, now);
	keys_drop(r.carl);
	ck_err(keys_cek(r.carl, &r.chart, 2, &cek), ERR_CORRUPT);
	ck_assert(attack_noticed(anna));
}
END_TEST

START_TEST(who_may_not_revoke)
{
	bool changed;

	ck_err(staff_revoke(r.carl, &dora_id, REVOKE_LEFT), ERR_DENIED);
	ck_err(staff_revoke(anna, &anna_id, REVOKE_LEFT), ERR_DENIED);
	/* The last officer. */
	ck_err(staff_revoke(anna, &olga_id, REVOKE_LEFT), ERR_DENIED);
	ck_err(staff_revoke(anna, &note, REVOKE_LEFT), ERR_DENIED);
	ck_ok(vault_poll(dora, &changed));
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_LEFT));
	ck_err(staff_revoke(anna, &dora_id, REVOKE_LEFT), ERR_DENIED);
	ck_ok(verify(anna, NULL, &(struct verify_report){0}));
}
END_TEST

/* The key of an epoch that was undone is not taken for the next one's. */
START_TEST(a_revoke_that_is_undone)
{
	struct event ev = {
	    .type = EV_REVOKE, .subject = dora_id, .kind = REVOKE_LEFT};
	unsigned char cek[KEY_LEN];
	const unsigned char *key;
	struct vault *olga;
	bool changed;

	ck_ok(ledger_begin(anna));
	ck_ok(keys_cek(anna, CHART_ZERO, 1, &key));
	memcpy(cek, key, KEY_LEN);
	ck_ok(ledger_append(anna, &ev));
	ck_ok(keys_grants_remove(anna, ev.seq));
	ck_ok(keys_rotate(anna, anna->me, CHART_ZERO, cek, ev.seq));
	ledger_rollback(anna);
	ck_assert_uint_eq(anna->nledger_key, 1);
	ck_ok(vault_poll(dora, &changed));
	/* A REVOKE alone is not committed. */
	ck_ok(ledger_begin(anna));
	ck_ok(ledger_append(anna, &ev));
	ck_err(ledger_commit(anna), ERR_CONFLICT);
	olga = rig_login(&r.w, OFFICER);
	ck_ok(staff_revoke(olga, &dora_id, REVOKE_LEFT));
	ck_ok(vault_poll(anna, &changed));
	ck_ok(verify(anna, NULL, &(struct verify_report){0}));
	vault_close(olga);
}
END_TEST

/* ---- UNGRANT, expiry --------------------------------------------------------
 */

static void add_eric(struct id *id)
{
	struct ceremony c = {
	    ADMIN, rig_pass(ADMIN), OFFICER, rig_pass(OFFICER)};
	struct person_new p = {
	    "eric", "Eric Egan", "LPC", ROLE_CLINICIAN, PASS(PW_ERIC)};

	ck_ok(person_add(anna, &c, &p, id));
}

/* The member who writes changes the key, for all who stay. */
START_TEST(a_member_changes_the_key)
{
	struct id eric, second, third;
	struct vault *e;
	bool changed;

	add_eric(&eric);
	ck_ok(chart_grant(r.carl, &r.chart, &eric));
	e = test_login(&r.w, "eric", PW_ERIC);
	ck_ok(read_note(e, &note));
	ck_err(chart_ungrant(e, &r.chart, &dora_id), ERR_DENIED);
	ck_ok(chart_ungrant(anna, &r.chart, &eric));
	ck_ok(vault_poll(e, &changed));
	ck_assert(!chart_get(e, &r.chart)->mine);
	ck_err(read_note(e, &note), ERR_DENIED);
	test_note(dora, &r.chart, &second);
	ck_assert_uint_eq(epoch_of(dora), 2);
	ck_ok(read_note(r.carl, &second));
	ck_err(read_note(e, &second), ERR_DENIED);
	test_note(r.carl, &r.chart, &third);
	ck_assert_uint_eq(epoch_of(r.carl), 2);
	ck_ok(read_note(dora, &third));
	ck_ok(verify(dora, NULL, &(struct verify_report){0}));
	/* And back in: the newest key opens what came before. */
	ck_ok(chart_grant(r.carl, &r.chart, &eric));
	ck_ok(read_note(e, &note));
	ck_ok(verify(e, NULL, &(struct verify_report){0}));
	vault_close(e);
}
END_TEST

/* Whoever skips the change is refused by the table. */
START_TEST(nobody_writes_before_the_change)
{
	struct entry_head h = {.chart = r.chart, .ver = 1, .cls = ENTRY_RECORD};
	struct buf p = {0};

	h.entry = rig_id();
	ck_ok(buf_adds(&p, "text"));
	ck_ok(chart_ungrant(r.carl, &r.chart, &dora_id));
	ck_ok(ledger_begin(r.carl));
	ck_err(entry_append_as(r.carl, NULL, NULL, &h, NULL, &p, NULL),
	    ERR_DENIED);
	ck_assert_ptr_nonnull(strstr(err_detail(), "rule rotated"));
	ledger_rollback(r.carl);
	buf_free(&p);
}
END_TEST

START_TEST(owner_and_records_stay)
{
	const struct id *records = &anna->st.person[anna->st.records].pub.id;

	ck_err(chart_ungrant(anna, &r.chart, &carl_id), ERR_DENIED);
	ck_err(chart_ungrant(anna, &r.chart, records), ERR_DENIED);
	ck_err(chart_ungrant(anna, &r.chart, &olga_id), ERR_DENIED);
	ck_err(chart_ungrant(dora, &r.chart, &dora_id), ERR_DENIED);
}
END_TEST

struct count {
	unsigned n, expired;
};

static enum err count_member(void *arg, const struct chart_member *m)
{
	struct count *c = arg;

	c->n++;
	c->expired += m->expired;
	return ERR_OK;
}

static struct count members(struct vault *v)
{
	struct count c = {0};

	ck_ok(chart_member_each(v, &r.chart, count_member, &c));
	return c;
}

START_TEST(a_grant_that_ends)
{
	int64_t until = r.w.tc.utc + 24 * HOUR;
	struct id second;

	ck_ok(chart_ungrant(r.carl, &r.chart, &dora_id));
	ck_err(chart_grant_until(r.carl, &r.chart, &dora_id, r.w.tc.utc - HOUR),
	    ERR_DENIED);
	ck_ok(chart_grant_until(r.carl, &r.chart, &dora_id, until));
	ck_ok(read_note(dora, &note));
	ck_assert_uint_eq(members(r.carl).n, 2);
	test_clock_add(&r.w.tc, 23 * HOUR);
	ck_ok(read_note(dora, &note));
	ck_assert(!chart_rotation_due(r.carl, &r.chart));
	test_clock_add(&r.w.tc, 2 * HOUR);
	ck_err(read_note(dora, &note), ERR_DENIED);
	ck_assert(chart_rotation_due(r.carl, &r.chart));
	ck_assert_uint_eq(members(r.carl).expired, 1);
	ck_assert_uint_eq(former(dora), 1);
	ck_ok(vault_reauth(r.carl, PW_CLIN, strlen(PW_CLIN)));
	test_note(r.carl, &r.chart, &second);
	ck_assert_uint_eq(epoch_of(r.carl), 3);
	ck_assert_uint_eq(members(r.carl).n, 1);
	ck_assert_uint_eq(former(dora), 0);
	ck_err(read_note(dora, &second), ERR_DENIED);
	ck_ok(verify(r.carl, NULL, &(struct verify_report){0}));
}
END_TEST

/* dora's end of access is carried into the epoch that eric's removal makes. */
START_TEST(an_end_outlives_a_change)
{
	struct id eric, second;
	int64_t until = r.w.tc.utc + 24 * HOUR;

	add_eric(&eric);
	ck_ok(chart_ungrant(r.carl, &r.chart, &dora_id));
	ck_ok(chart_grant_until(r.carl, &r.chart, &dora_id, until));
	ck_ok(chart_grant(r.carl, &r.chart, &eric));
	ck_ok(chart_ungrant(r.carl, &r.chart, &eric));
	test_note(dora, &r.chart, &second);
	ck_ok(read_note(dora, &second));
	test_clock_add(&r.w.tc, 25 * HOUR);
	ck_err(read_note(dora, &second), ERR_DENIED);
	ck_ok(read_note(r.carl, &second));
	ck_ok(verify(r.carl, NULL, &(struct verify_report){0}));
}
END_TEST

/* ---- ROLE -------------------------------------------------------------------
 */

START_TEST(roles_are_given_by_two)
{
	struct ceremony c = {
	    ADMIN, rig_pass(ADMIN), OFFICER, rig_pass(OFFICER)};
	struct ceremony wrong = c, same = c;
	unsigned both = ROLE_CLINICIAN | ROLE_SUPERVISOR;
	struct vault *v = test_clinic_open(&r.w);
	bool changed;

	wrong.officer = rig_pass(ADMIN);
	same.officer_login = ADMIN;
	same.officer = same.admin;
	ck_err(staff_role_give(v, &wrong, &carl_id, rig_pass(CARL), both),
	    ERR_AUTH);
	ck_err(staff_role_give(v, &same, &carl_id, rig_pass(CARL), both),
	    ERR_DENIED);
	test_clock_add(&r.w.tc, HOUR);
	ck_err(
	    staff_role_give(v, &c, &carl_id, rig_pass(DORA), both), ERR_AUTH);
	test_clock_add(&r.w.tc, HOUR);
	ck_ok(staff_role_give(v, &c, &carl_id, rig_pass(CARL), both));
	ck_assert_ptr_null(vault_me(v));
	ck_ok(vault_poll(anna, &changed));
	ck_assert_uint_eq(vault_person(anna, &carl_id)->roles, both);
	ck_err(staff_role_take(anna, &carl_id, both | ROLE_ADMIN), ERR_DENIED);
	ck_ok(staff_role_take(anna, &carl_id, ROLE_CLINICIAN));
	ck_err(staff_role_take(anna, &carl_id, 0), ERR_DENIED);
	ck_err(staff_role_take(dora, &carl_id, ROLE_CLINICIAN), ERR_DENIED);
	/* Once more: the certificate of before does not serve again. */
	ck_ok(staff_role_give(v, &c, &carl_id, rig_pass(CARL), both));
	vault_close(v);
	ck_ok(verify(anna, NULL, &(struct verify_report){0}));
}
END_TEST

START_TEST(charts_go_with_the_clinical_role)
{
	struct ceremony c = {
	    ADMIN, rig_pass(ADMIN), OFFICER, rig_pass(OFFICER)};
	bool changed;

	ck_ok(staff_role_give(anna, &c, &dora_id, rig_pass(DORA),
	    ROLE_SUPERVISOR | ROLE_OFFICER));
	ck_ok(read_note(dora, &note));
	ck_ok(staff_role_take(anna, &dora_id, ROLE_OFFICER));
	ck_ok(vault_poll(dora, &changed));
	ck_assert(!vault_is_revoked(dora));
	ck_assert_uint_eq(vault_me(dora)->roles, ROLE_OFFICER);
	ck_err(read_note(dora, &note), ERR_DENIED);
	ck_assert_uint_eq(grants_of(anna, &dora_id), 1);
	ck_assert(chart_rotation_due(anna, &r.chart));
	ck_ok(verify(anna, NULL, &(struct verify_report){0}));
	/* Now there are two officers, so the other may go. */
	ck_ok(staff_revoke(anna, &olga_id, REVOKE_LEFT));
	ck_ok(verify(dora, NULL, &(struct verify_report){0}));
}
END_TEST

Suite *staff_suite(void)
{
	Suite *s = suite_create("staff");
	TCase *tc = tcase_create("staff");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_live_login_notices);
	tcase_add_test(tc, a_revoke_lands_before_decryption);
	tcase_add_test(tc, a_locked_login_is_not_unlocked);
	tcase_add_test(tc, others_go_on_with_new_keys);
	tcase_add_test(tc, a_revoked_user_writes);
	tcase_add_test(tc, old_grants_come_back);
	tcase_add_test(tc, old_grant_in_a_new_epoch);
	tcase_add_test(tc, who_may_not_revoke);
	tcase_add_test(tc, a_revoke_that_is_undone);
	tcase_add_test(tc, a_member_changes_the_key);
	tcase_add_test(tc, nobody_writes_before_the_change);
	tcase_add_test(tc, owner_and_records_stay);
	tcase_add_test(tc, a_grant_that_ends);
	tcase_add_test(tc, an_end_outlives_a_change);
	tcase_add_test(tc, roles_are_given_by_two);
	tcase_add_test(tc, charts_go_with_the_clinical_role);
	suite_add_tcase(s, tc);
	return s;
}
