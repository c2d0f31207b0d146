/*
 * Who works with whom, by key: supervision, covering, passing a chart on; the
 * second signature asked for later; cosignatures and reviews (security.md 11:
 * 63).
 */
#include <string.h>

#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/assign.h"
#include "vault/audit.h"
#include "vault/fields.h"
#include "vault/staff.h"

#define HOUR ((int64_t)3600 * 1000)

static struct rig r;
static struct vault *anna, *dora;
static struct id carl_id, dora_id, olga_id, note;
static unsigned char digest[ENTRY_DIGEST];

static void read_digest(uint32_t ver)
{
	struct entry en;

	ck_ok(entry_read(r.carl, &r.chart, &note, ver, &en));
	memcpy(digest, en.digest, sizeof digest);
	entry_done(&en);
}

static void setup(void)
{
	struct vault *olga;

	test_clinic_init(&r.w);
	test_clinic_make(&r.w);
	test_clinic_staff(&r.w);
	r.carl = rig_login(&r.w, CARL);
	carl_id = vault_me(r.carl)->id;
	r.chart = test_chart(r.carl);
	ck_ok(chart_view(r.carl, &r.chart));
	test_note(r.carl, &r.chart, &note);
	read_digest(1);
	olga = rig_login(&r.w, OFFICER);
	olga_id = vault_me(olga)->id;
	vault_close(olga);
	anna = rig_login(&r.w, ADMIN);
	dora = rig_login(&r.w, DORA);
	dora_id = vault_me(dora)->id;
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
	bool changed;
	enum err e;

	ck_ok(vault_poll(v, &changed));
	if ((e = chart_view(v, &r.chart)) == ERR_OK)
		e = entry_read(v, &r.chart, entry, 0, &en);
	if (e == ERR_OK)
		entry_done(&en);
	return e;
}

static void sound(void)
{
	struct verify_report report;

	ck_ok(verify(anna, NULL, &report));
	ck_ok(verify(r.carl, NULL, &report));
	ck_ok(verify(dora, NULL, &report));
}

static struct ceremony with(const char *login)
{
	return (struct ceremony){
	    ADMIN, rig_pass(ADMIN), login, rig_pass(login)};
}

static const struct assign_spec *supervises(void)
{
	static struct assign_spec s;

	s = (struct assign_spec){ASSIGN_SUPERVISOR, true, carl_id, dora_id, 0};
	return &s;
}

static const struct assign_spec *passes_on(void)
{
	static struct assign_spec s;

	s = (struct assign_spec){ASSIGN_OWNER, false, r.chart, dora_id, 0};
	return &s;
}

struct found {
	unsigned n, keyless, expired;
	uint64_t seq;
};

static enum err find(void *arg, const struct assignment *a)
{
	struct found *f = arg;

	f->n++;
	f->keyless += a->keyless;
	f->expired += a->expired;
	f->seq = a->seq;
	return ERR_OK;
}

static struct found assignments(struct vault *v)
{
	struct found f = {0};
	bool changed;

	ck_ok(vault_poll(v, &changed));
	ck_ok(assign_each(v, find, &f));
	return f;
}

/* ---- assignment -------------------------------------------------------------
 */

START_TEST(the_owner_accepts_at_once)
{
	struct ceremony c = with(CARL);
	struct id second;
	uint64_t seq = 0;

	ck_err(read_note(dora, &note), ERR_DENIED);
	ck_ok(assign_now(anna, &c, NULL, supervises(), &seq));
	ck_ok(read_note(dora, &note));
	ck_assert_uint_eq(assignments(dora).n, 1);
	ck_assert_uint_eq(assignments(dora).seq, seq);
	ck_assert_uint_eq(assignments(dora).keyless, 0);
	ck_assert(assign_supervises(dora, &dora_id, &carl_id, NULL));
	ck_assert(!assign_supervises(dora, &carl_id, &dora_id, NULL));
	ck_err(assign_now(anna, &c, NULL, supervises(), NULL), ERR_EXISTS);
	/* The administrator still opens nothing. */
	ck_err(read_note(anna, &note), ERR_DENIED);
	/* A client who comes later is hers to see too. */
	ck_assert_uint_eq(assignments(r.carl).n, 1);
	second = test_chart(r.carl);
	ck_assert_uint_eq(assignments(dora).keyless, 0);
	ck_ok(chart_view(dora, &second));
	sound();
}
END_TEST

START_TEST(an_officer_accepts)
{
	struct ceremony c = with(OFFICER), same = with(ADMIN);
	struct pass records = rig_pass("records"), wrong = rig_pass(OFFICER);
	struct found f;

	ck_err(assign_now(anna, &same, NULL, supervises(), NULL), ERR_DENIED);
	ck_err(assign_now(anna, &c, &wrong, supervises(), NULL), ERR_AUTH);
	ck_assert_uint_eq(assignments(anna).n, 0);
	test_clock_add(&r.w.tc, HOUR);
	/* Without RECORDS the owner's program has to ask. */
	ck_ok(assign_now(anna, &c, NULL, supervises(), NULL));
	f = assignments(r.carl);
	ck_assert_uint_eq(f.keyless, 1);
	ck_err(read_note(dora, &note), ERR_DENIED);
	ck_err(assign_grant(dora, f.seq), ERR_DENIED);
	ck_ok(assign_grant(r.carl, f.seq));
	ck_ok(read_note(dora, &note));
	ck_ok(assign_end(dora, f.seq));
	/* And with it nobody waits. */
	ck_ok(assign_now(anna, &c, &records, supervises(), NULL));
	ck_ok(read_note(dora, &note));
	sound();
}
END_TEST

START_TEST(records_comes_later)
{
	struct ceremony c = with(OFFICER);
	struct found f;

	ck_ok(assign_now(anna, &c, NULL, supervises(), NULL));
	f = assignments(anna);
	ck_ok(assign_grant_records(anna, f.seq, rig_pass("records")));
	ck_ok(read_note(dora, &note));
	sound();
}
END_TEST

/* RECORDS hands out nothing that no assignment stands for. */
START_TEST(records_gives_nothing_by_itself)
{
	struct identity *records = attack_records(anna);
	struct event ev = {
	    .type = EV_GRANT, .chart = r.chart, .epoch = 1, .subject = dora_id};

	ck_ok(ledger_begin(anna));
	ck_err(ledger_append_as(anna, records, &ev), ERR_DENIED);
	ledger_rollback(anna);
	identity_free(records);
}
END_TEST

START_TEST(an_end_takes_the_keys)
{
	struct ceremony c = with(CARL);
	struct id second;
	struct found f;

	ck_ok(assign_now(anna, &c, NULL, supervises(), NULL));
	ck_ok(read_note(dora, &note));
	f = assignments(r.carl);
	ck_err(assign_end(dora, f.seq + 1), ERR_NOTFOUND);
	ck_ok(assign_end(anna, f.seq));
	ck_err(read_note(dora, &note), ERR_DENIED);
	ck_assert(!assign_supervises(dora, &dora_id, &carl_id, NULL));
	ck_assert_uint_eq(assignments(r.carl).n, 0);
	ck_assert(chart_rotation_due(r.carl, &r.chart));
	test_note(r.carl, &r.chart, &second);
	ck_assert_uint_eq(chart_get(r.carl, &r.chart)->epoch, 2);
	ck_err(assign_end(anna, f.seq), ERR_NOTFOUND);
	sound();
}
END_TEST

START_TEST(keys_rest_on_it_after_a_change)
{
	struct ceremony c = with(CARL);
	struct person_new eric = {"eric", "Eric Egan", "LPC", ROLE_CLINICIAN,
	    PASS("wooden pencil harvest")};
	struct ceremony two = with(OFFICER);
	struct id eric_id, second, third;

	ck_ok(person_add(anna, &two, &eric, &eric_id));
	ck_ok(assign_now(anna, &c, NULL, supervises(), NULL));
	ck_ok(chart_grant(r.carl, &r.chart, &eric_id));
	ck_ok(chart_ungrant(r.carl, &r.chart, &eric_id));
	test_note(r.carl, &r.chart, &second);
	ck_ok(read_note(dora, &second));
	ck_ok(assign_end(r.carl, assignments(r.carl).seq));
	ck_err(read_note(dora, &second), ERR_DENIED);
	test_note(r.carl, &r.chart, &third);
	ck_assert_uint_eq(chart_get(r.carl, &r.chart)->epoch, 3);
	sound();
}
END_TEST

START_TEST(covering_ends_by_itself)
{
	struct ceremony c = with(CARL);
	struct assign_spec s = {ASSIGN_COVERING, false, r.chart, dora_id, 0};

	ck_err(assign_now(anna, &c, NULL, &s, NULL), ERR_DENIED);
	s.until = r.w.tc.utc + 48 * HOUR;
	ck_ok(assign_now(anna, &c, NULL, &s, NULL));
	ck_ok(read_note(dora, &note));
	ck_assert(!assign_supervises(dora, &dora_id, &carl_id, &r.chart));
	test_clock_add(&r.w.tc, 49 * HOUR);
	ck_err(read_note(dora, &note), ERR_DENIED);
	ck_assert_uint_eq(assignments(r.carl).expired, 1);
	ck_err(assign_grant(r.carl, assignments(r.carl).seq), ERR_DENIED);
	ck_assert(chart_rotation_due(r.carl, &r.chart));
	sound();
}
END_TEST

START_TEST(nobody_revoked_is_assigned)
{
	struct ceremony c = with(CARL);
	struct id p;

	ck_ok(assign_now(anna, &c, NULL, supervises(), NULL));
	ck_ok(staff_revoke(anna, &dora_id, REVOKE_LEFT));
	ck_assert_uint_eq(assignments(anna).n, 0);
	ck_err(assign_now(anna, &c, NULL, supervises(), NULL), ERR_DENIED);
	ck_err(proposal_make(anna, supervises(), &carl_id, &p), ERR_DENIED);
	ck_assert_uint_eq(assignments(anna).n, 0);
	ck_ok(verify(anna, NULL, &(struct verify_report){0}));
}
END_TEST

/* ---- passing on -------------------------------------------------------------
 */

START_TEST(the_owner_passes_a_chart_on)
{
	struct ceremony c = with(CARL);
	struct id second, third;

	ck_ok(assign_now(anna, &c, NULL, passes_on(), NULL));
	ck_ok(read_note(dora, &note));
	ck_assert(id_equal(&chart_get(dora, &r.chart)->owner, &dora_id));
	test_note(dora, &r.chart, &second);
	ck_ok(read_note(r.carl, &second));
	ck_err(chart_ungrant(r.carl, &r.chart, &dora_id), ERR_DENIED);
	ck_ok(chart_ungrant(dora, &r.chart, &carl_id));
	test_note(dora, &r.chart, &third);
	ck_err(read_note(r.carl, &third), ERR_DENIED);
	ck_ok(read_note(dora, &third));
	sound();
}
END_TEST

START_TEST(records_passes_a_chart_on)
{
	struct ceremony c = with(OFFICER);
	struct pass records = rig_pass("records");

	ck_err(assign_now(anna, &c, NULL, passes_on(), NULL), ERR_DENIED);
	ck_assert(id_equal(&chart_get(anna, &r.chart)->owner, &carl_id));
	ck_ok(staff_revoke(anna, &carl_id, REVOKE_LEFT));
	ck_ok(assign_now(anna, &c, &records, passes_on(), NULL));
	ck_ok(read_note(dora, &note));
	/* RECORDS changed the key that was due. */
	ck_assert(!chart_rotation_due(dora, &r.chart));
	ck_assert_uint_eq(chart_get(dora, &r.chart)->epoch, 2);
	ck_ok(verify(dora, NULL, &(struct verify_report){0}));
	ck_ok(verify(anna, NULL, &(struct verify_report){0}));
}
END_TEST

/* ---- proposals --------------------------------------------------------------
 */

static enum err one(void *arg, const struct proposal *p)
{
	struct proposal *out = arg;

	ck_assert(id_is_zero(&out->id));
	*out = *p;
	return ERR_OK;
}

static struct proposal open_one(struct vault *v)
{
	struct proposal p = {.gen = 0};
	bool changed;

	ck_ok(vault_poll(v, &changed));
	ck_ok(proposal_each(v, one, &p));
	return p;
}

static bool none_open(struct vault *v)
{
	struct proposal p = open_one(v);

	return id_is_zero(&p.id);
}

START_TEST(a_proposal_waits)
{
	struct proposal p;
	struct id id;
	uint64_t seq;

	ck_err(proposal_make(dora, supervises(), &carl_id, &id), ERR_DENIED);
	ck_ok(proposal_make(anna, supervises(), &carl_id, &id));
	ck_err(read_note(dora, &note), ERR_DENIED);
	p = open_one(r.carl);
	ck_assert(id_equal(&p.id, &id));
	ck_assert(id_equal(&p.accepts, &carl_id));
	ck_assert_int_eq(p.spec.role, ASSIGN_SUPERVISOR);
	ck_err(proposal_accept(dora, &id, NULL, &seq), ERR_DENIED);
	ck_ok(proposal_accept(r.carl, &id, NULL, &seq));
	ck_ok(read_note(dora, &note));
	ck_assert_uint_eq(assignments(dora).seq, seq);
	ck_assert(none_open(r.carl));
	/* The signature serves once. */
	ck_ok(assign_end(r.carl, seq));
	ck_err(proposal_accept(r.carl, &id, NULL, &seq), ERR_CONFLICT);
	sound();
}
END_TEST

START_TEST(a_proposal_is_declined)
{
	struct id id;

	ck_ok(proposal_make(anna, passes_on(), &olga_id, &id));
	ck_err(proposal_close(r.carl, &id, PROPOSAL_DECLINED), ERR_DENIED);
	ck_ok(proposal_close(anna, &id, PROPOSAL_WITHDRAWN));
	ck_assert(none_open(r.carl));
	ck_ok(proposal_make(anna, passes_on(), &carl_id, &id));
	ck_ok(proposal_close(r.carl, &id, PROPOSAL_DECLINED));
	ck_err(proposal_accept(r.carl, &id, NULL, NULL), ERR_CONFLICT);
	ck_err(proposal_close(r.carl, &id, PROPOSAL_DECLINED), ERR_CONFLICT);
	ck_assert(id_equal(&chart_get(r.carl, &r.chart)->owner, &carl_id));
	sound();
}
END_TEST

/* ---- cosignature: 63 --------------------------------------------------------
 */

static enum err cosign(struct vault *v, struct entry_head *out)
{
	return entry_cosign(v, &r.chart, &note, 1, digest,
	    "Dora Diaz, LPC, supervisor", "", out);
}

static void assign_dora(void)
{
	struct ceremony c = with(CARL);

	ck_ok(assign_now(anna, &c, NULL, supervises(), NULL));
	ck_ok(read_note(dora, &note));
}

START_TEST(a_supervisor_cosigns)
{
	struct entry_head h;
	struct entry en;

	assign_dora();
	ck_ok(cosign(dora, &h));
	ck_assert(id_equal(&h.about, &note));
	ck_ok(entry_read(r.carl, &r.chart, &h.entry, 0, &en));
	ck_assert_int_eq(en.head.cls, ENTRY_COSIGN);
	ck_assert(id_equal(&en.head.author, &dora_id));
	ck_assert(id_equal(&en.head.about, &note));
	ck_assert_uint_eq(en.head.about_ver, 1);
	entry_done(&en);
	sound();
}
END_TEST

START_TEST(not_without_assignment)
{
	ck_ok(chart_grant(r.carl, &r.chart, &dora_id));
	ck_ok(read_note(dora, &note));
	ck_err(cosign(dora, NULL), ERR_DENIED);
	ck_assert_ptr_nonnull(strstr(err_detail(), "rule supervises"));
	/* The control: the same with one. */
	assign_dora();
	ck_ok(cosign(dora, NULL));
	/* After its end no more. */
	ck_ok(assign_end(r.carl, assignments(r.carl).seq));
	ck_err(cosign(dora, NULL), ERR_DENIED);
	sound();
}
END_TEST

START_TEST(not_ones_own)
{
	struct ceremony c = with(OFFICER);

	assign_dora();
	ck_ok(staff_role_give(anna, &c, &carl_id, rig_pass(CARL),
	    ROLE_CLINICIAN | ROLE_SUPERVISOR));
	ck_err(cosign(r.carl, NULL), ERR_DENIED);
	ck_ok(cosign(dora, NULL));
	sound();
}
END_TEST

START_TEST(not_an_altered_note)
{
	assign_dora();
	digest[5] ^= 1;
	ck_err(cosign(dora, NULL), ERR_CONFLICT);
	digest[5] ^= 1;
	ck_ok(cosign(dora, NULL));
}
END_TEST

START_TEST(not_without_the_password)
{
	assign_dora();
	test_clock_add(&r.w.tc, HOUR);
	vault_tick(dora);
	ck_err(cosign(dora, NULL), ERR_LOCKED);
	ck_ok(vault_reauth(dora, PW_CLIN2, strlen(PW_CLIN2)));
	ck_ok(cosign(dora, NULL));
}
END_TEST

/* She writes the right event over the wrong digest. */
START_TEST(a_false_digest_is_found)
{
	unsigned char other[ENTRY_DIGEST] = {7};
	struct entry_head h = {.chart = r.chart,
	    .ver = 1,
	    .cls = ENTRY_COSIGN,
	    .about = note,
	    .about_ver = 1};
	struct buf p = {0};
	struct entry en;

	assign_dora();
	h.entry = rig_id();
	ck_ok(fields_begin(&p));
	ck_ok(fields_add(&p, "@digest", other, sizeof other));
	fields_end(&p, 1);
	ck_ok(ledger_begin(dora));
	ck_ok(entry_append_as(dora, NULL, NULL, &h, NULL, &p, NULL));
	ck_ok(ledger_commit(dora));
	ck_err(entry_read(dora, &r.chart, &h.entry, 0, &en), ERR_CORRUPT);
	attack_only(dora, "content");
	buf_free(&p);
}
END_TEST

/* ---- review -----------------------------------------------------------------
 */

static enum err comment(
    struct vault *v, const struct id *entry, struct entry_head *out)
{
	struct buf p = {0};
	enum err e;

	ck_ok(fields_begin(&p));
	ck_ok(fields_adds(&p, "text", "Which risk was asked about?"));
	fields_end(&p, 1);
	e = entry_review(v, &r.chart, entry, 1, NULL, &note, 1, &p, out, NULL);
	buf_free(&p);
	return e;
}

START_TEST(comments_and_answers)
{
	struct id a = rig_id(), b = rig_id(), c = rig_id();
	struct ceremony two = with(OFFICER);
	struct person_new eric = {"eric", "Eric Egan", "LPC",
	    ROLE_CLINICIAN | ROLE_SUPERVISOR, PASS("wooden pencil harvest")};
	struct entry_head h;
	struct entry en;
	struct vault *e;
	struct id eric_id;

	assign_dora();
	ck_ok(comment(dora, &a, &h));
	ck_ok(comment(r.carl, &b, NULL));
	ck_ok(entry_read(r.carl, &r.chart, &a, 0, &en));
	ck_assert(id_equal(&en.head.about, &note));
	entry_done(&en);
	/* Another member, not assigned to the author. */
	ck_ok(person_add(anna, &two, &eric, &eric_id));
	ck_ok(chart_grant(r.carl, &r.chart, &eric_id));
	e = test_login(&r.w, "eric", "wooden pencil harvest");
	ck_ok(read_note(e, &note));
	ck_err(comment(e, &c, NULL), ERR_DENIED);
	vault_close(e);
	sound();
}
END_TEST

START_TEST(a_review_needs_a_view)
{
	struct id a = rig_id();
	struct entry en;
	struct vault *v;

	assign_dora();
	ck_ok(comment(dora, &a, NULL));
	v = rig_login(&r.w, DORA);
	ck_err(entry_read(v, &r.chart, &a, 0, &en), ERR_DENIED);
	ck_ok(chart_view(v, &r.chart));
	ck_ok(entry_read(v, &r.chart, &a, 0, &en));
	entry_done(&en);
	vault_close(v);
}
END_TEST

/* ---- audit ------------------------------------------------------------------
 */

struct trail {
	unsigned n, views[4];
	uint64_t last;
};

static enum err follow(void *arg, const struct audit_row *a)
{
	struct trail *t = arg;

	ck_assert_uint_gt(a->ev->seq, t->last);
	t->last = a->ev->seq;
	t->n++;
	if (a->ev->type == EV_VIEW)
		t->views[a->part]++;
	return ERR_OK;
}

START_TEST(who_saw_this_client)
{
	struct trail t = {.n = 0}, all = {.n = 0}, some = {.n = 0};
	struct store_val *row;
	struct saved s;
	struct id other;
	bool changed;

	/* By a grant alone, by the owner, and by an assignment. */
	ck_ok(chart_grant(r.carl, &r.chart, &dora_id));
	ck_ok(read_note(dora, &note));
	ck_ok(chart_ungrant(r.carl, &r.chart, &dora_id));
	vault_close(dora);
	dora = rig_login(&r.w, DORA);
	assign_dora();
	other = test_chart(r.carl);
	ck_ok(chart_view(r.carl, &other));
	/* The administrator opens no chart but sees who did. */
	ck_ok(vault_poll(anna, &changed));
	ck_ok(audit_chart(anna, &r.chart, follow, &t));
	ck_assert_uint_eq(t.views[AUDIT_OWNER], 1);
	ck_assert_uint_eq(t.views[AUDIT_GRANTED], 1);
	ck_assert_uint_eq(t.views[AUDIT_ASSIGNED], 1);
	ck_assert_uint_eq(t.views[AUDIT_NONE], 0);
	ck_ok(audit_each(anna, 1, follow, &all));
	ck_assert_uint_eq(all.n, anna->st.seq);
	ck_ok(audit_each(anna, anna->st.seq - 1, follow, &some));
	ck_assert_uint_eq(some.n, 2);
	ck_err(audit_chart(anna, &note, follow, &t), ERR_NOTFOUND);
	/* A row that was changed under it. */
	attack_in_memory(anna);
	attack_save(anna->db, STORE_LEDGER, &s);
	row = s.row[s.n / 2].val;
	((unsigned char *)(uintptr_t)row[COL_LEDGER_BLOB].p)[40] ^= 1;
	attack_set(anna->db, STORE_LEDGER, row);
	memset(&all, 0, sizeof all);
	ck_err(audit_each(anna, 1, follow, &all), ERR_CORRUPT);
	attack_free(&s);
}
END_TEST

Suite *assign_suite(void)
{
	Suite *s = suite_create("assign");
	TCase *tc = tcase_create("assign");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_owner_accepts_at_once);
	tcase_add_test(tc, an_officer_accepts);
	tcase_add_test(tc, records_comes_later);
	tcase_add_test(tc, records_gives_nothing_by_itself);
	tcase_add_test(tc, an_end_takes_the_keys);
	tcase_add_test(tc, keys_rest_on_it_after_a_change);
	tcase_add_test(tc, covering_ends_by_itself);
	tcase_add_test(tc, nobody_revoked_is_assigned);
	tcase_add_test(tc, the_owner_passes_a_chart_on);
	tcase_add_test(tc, records_passes_a_chart_on);
	tcase_add_test(tc, a_proposal_waits);
	tcase_add_test(tc, a_proposal_is_declined);
	tcase_add_test(tc, a_supervisor_cosigns);
	tcase_add_test(tc, not_without_assignment);
	tcase_add_test(tc, not_ones_own);
	tcase_add_test(tc, not_an_altered_note);
	tcase_add_test(tc, not_without_the_password);
	tcase_add_test(tc, a_false_digest_is_found);
	tcase_add_test(tc, comments_and_answers);
	tcase_add_test(tc, a_review_needs_a_view);
	tcase_add_test(tc, who_saw_this_client);
	suite_add_tcase(s, tc);
	return s;
}
