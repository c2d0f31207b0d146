/* Signing, and what comes after it. */
#include <string.h>

#include "clinic/export_text.h"
#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"
#include "vault/chart.h"

static struct world w;
static struct id session; /* Tue 4 Nov, 9 */
static const struct date d4 = {2025, 11, 4};

static void setup(void)
{
	world_init(&w);
	session = new_session(w.c, &w.wren, d4, 9 * 60);
}

static void teardown(void)
{
	world_done(&w);
}

static void give_password(struct clinic *c, const char *pw)
{
	ck_ok(vault_reauth(clinic_vault(c), pw, strlen(pw)));
}

static struct note *amend(enum act act)
{
	struct note *n = NULL;

	ck_ok(note_amend(w.c, &w.wren, &session, act, &n));
	return n;
}

static void read_it(struct signed_note *s)
{
	memset(s, 0, sizeof(*s));
	ck_ok(note_read(w.c, &w.wren, &session, s));
}

START_TEST(test_sign)
{
	struct record shown = {0};
	struct signed_note s;
	struct note *n = NULL;
	struct buf a = {0}, b = {0};

	world_time(&w, 2025, 11, 4, 10 * 60);
	give_password(w.c, PW_CLIN);
	ck_ok(note_open_session(w.c, &session, NULL, &n));
	fill_soap(n);
	put_text(n, "plan", "Breathing twice a day.\n\n ");
	ck_ok(note_preview(n, &shown));
	ck_assert_str_eq(shown.signer, "Carl Castro, LAC");
	ck_assert_str_eq(record_get(&shown, "plan"), "Breathing twice a day.");
	ck_assert(!shown.late);
	/* shown now, signed a minute later: the same bytes */
	test_clock_add(&w.w.tc, MIN_MS);
	ck_ok(record_encode(&shown, &a));
	sign_note(n);
	read_it(&s);
	ck_ok(record_encode(&s.versions[0], &b));
	ck_assert_uint_eq(a.len, b.len);
	ck_assert_mem_eq(a.p, b.p, a.len);
	ck_assert_uint_eq(s.nversions, 1);
	ck_assert_uint_eq(s.naddenda, 0);
	ck_assert_int_eq(s.state, NOTE_SIGNED);
	ck_assert_int_eq(s.versions[0].when, date_utc(d4, 540));
	ck_assert(id_equal(&s.versions[0].session, &session));
	ck_assert(id_equal(
	    &s.signatures[0].author, &vault_me(clinic_vault(w.c))->id));
	ck_assert_int_eq(s.signatures[0].time, date_utc(d4, 601));
	ck_assert_uint_eq(strlen(s.signatures[0].brief), 9);
	signed_note_done(&s);
	record_done(&shown);
	buf_free(&a);
	buf_free(&b);
	ck_assert_int_eq(get_session(w.c, &session).state, SESSION_ATTENDED);
	ck_assert_str_eq(timeline(w.c, &w.wren), "SOAP note/signed\n");
	ck_err(note_open_draft(w.c, &session, &n), ERR_NOTFOUND);
	ck_err(note_open_session(w.c, &session, NULL, &n), ERR_EXISTS);
}
END_TEST

START_TEST(test_sign_needs_the_password)
{
	struct note *n = NULL;

	ck_ok(note_open_session(w.c, &session, NULL, &n));
	fill_soap(n);
	test_clock_add(&w.w.tc, 6 * MIN_MS);
	vault_tick(clinic_vault(w.c));
	ck_err(note_sign(n), ERR_LOCKED);
	ck_assert_str_eq(timeline(w.c, &w.wren), "SOAP note/unsigned\n");
	give_password(w.c, PW_CLIN);
	sign_note(n);
}
END_TEST

START_TEST(test_late_entry_is_labelled_by_itself)
{
	struct signed_note s;
	struct id early = new_session(w.c, &w.wren, d4, 11 * 60);

	world_time(&w, 2025, 11, 6, 9 * 60); /* 48 h */
	signed_session(w.c, &session);
	read_it(&s);
	ck_assert(!s.versions[0].late);
	signed_note_done(&s);
	world_time(&w, 2025, 11, 6, 11 * 60 + 1);
	signed_session(w.c, &early);
	ck_assert_str_eq(timeline(w.c, &w.wren),
	    "SOAP note/signed/late\nSOAP note/signed\n");
}
END_TEST

START_TEST(test_two_sign_the_same_session)
{
	struct clinic *dora = world_login(&w, DORA);
	struct note *n = NULL;
	bool changed;

	ck_ok(chart_grant(
	    clinic_vault(w.c), &w.wren, &vault_me(clinic_vault(dora))->id));
	ck_ok(clinic_poll(dora, &changed));
	ck_ok(note_open_session(dora, &session, NULL, &n));
	fill_soap(n);
	signed_session(w.c, &session);
	ck_err(note_sign(n), ERR_CONFLICT);
	/* the words are still there */
	note_close(n);
	ck_ok(note_open_draft(dora, &session, &n));
	ck_assert_str_eq(note_text(n, "plan"), "Breathing twice a day.");
	note_close(n);
	clinic_close(dora);
}
END_TEST

START_TEST(test_addendum)
{
	struct signed_note s;
	struct note *n, *m = NULL;
	struct id id;

	signed_session(w.c, &session);
	n = amend(ACT_ADDENDUM);
	ck_assert_str_eq(note_facts(n)->form->id, "addendum");
	ck_assert(id_equal(&note_facts(n)->target, &session));
	ck_err(note_sign(n), ERR_FORMAT);
	put_text(n, "text", "GAD-7 was filled in for the wrong week.");
	id = note_facts(n)->id;
	ck_assert(!id_equal(&id, &session));
	note_close(n);
	ck_assert_str_eq(timeline(w.c, &w.wren),
	    "SOAP note/signed/late\naddendum/unsigned/1\n");
	/* asked for again, it is the same one */
	n = amend(ACT_ADDENDUM);
	ck_assert(id_equal(&note_facts(n)->id, &id));
	give_password(w.c, PW_CLIN);
	sign_note(n);
	ck_assert_str_eq(timeline(w.c, &w.wren),
	    "SOAP note/signed/late/amended\naddendum/signed/1\n");
	read_it(&s);
	ck_assert_uint_eq(s.nversions, 1);
	ck_assert_uint_eq(s.naddenda, 1);
	ck_assert_int_eq(s.addenda[0].versions[0].act, ACT_ADDENDUM);
	ck_assert_str_eq(record_get(&s.addenda[0].versions[0], "text"),
	    "GAD-7 was filled in for the wrong week.");
	ck_assert_int_eq(
	    s.addenda[0].versions[0].when, clock_utc(&w.w.tc.clock));
	ck_assert(!s.addenda[0].versions[0].late);
	signed_note_done(&s);
	/* one to an addendum is about the same entry */
	ck_ok(note_amend(w.c, &w.wren, &id, ACT_ADDENDUM, &m));
	ck_assert(id_equal(&note_facts(m)->target, &session));
	note_close(m);
}
END_TEST

START_TEST(test_correction)
{
	struct signed_note s;
	struct note *n;

	signed_session(w.c, &session);
	n = amend(ACT_CORRECTION);
	ck_assert_str_eq(
	    note_facts(n)->form->fields[11].id, "reason"); /* after the head */
	ck_assert_str_eq(note_text(n, "plan"), "Breathing twice a day.");
	ck_assert_str_eq(note_text(n, "start"), "09:00");
	put_text(n, "plan", "Breathing three times a day.");
	ck_err(note_sign(n), ERR_FORMAT); /* no reason */
	ck_assert_str_eq(timeline(w.c, &w.wren),
	    "SOAP note/signed/late\ncorrection/draft/1\n");
	note_close(n);
	n = amend(ACT_CORRECTION);
	ck_assert_str_eq(note_text(n, "plan"), "Breathing three times a day.");
	put_text(n, "reason", "Wrong count.");
	give_password(w.c, PW_CLIN);
	sign_note(n);
	read_it(&s);
	ck_assert_uint_eq(s.nversions, 2);
	ck_assert_str_eq(
	    record_get(&s.versions[0], "plan"), "Breathing twice a day.");
	ck_assert_str_eq(
	    record_get(&s.versions[1], "plan"), "Breathing three times a day.");
	ck_assert_str_eq(record_get(&s.versions[1], "reason"), "");
	ck_assert_str_eq(s.versions[1].reason, "Wrong count.");
	ck_assert_int_eq(s.versions[1].act, ACT_CORRECTION);
	ck_assert_str_eq(s.versions[1].form, "soap");
	ck_assert_str_eq(s.versions[1].title, "SOAP note");
	ck_assert(s.versions[1].late);
	ck_assert_str_ne(s.signatures[0].brief, s.signatures[1].brief);
	signed_note_done(&s);
	ck_assert_str_eq(
	    timeline(w.c, &w.wren), "SOAP note/signed/late/amended\n");
	/* and a second one follows the first */
	n = amend(ACT_CORRECTION);
	ck_assert_str_eq(note_text(n, "plan"), "Breathing three times a day.");
	ck_assert_str_eq(note_text(n, "reason"), "");
	put_text(n, "reason", "Once more.");
	sign_note(n);
	read_it(&s);
	ck_assert_uint_eq(s.nversions, 3);
	signed_note_done(&s);
}
END_TEST

START_TEST(test_correction_conflict)
{
	struct clinic *other;
	struct note *n, *m = NULL;

	signed_session(w.c, &session);
	other = world_login(&w, CARL);
	n = amend(ACT_CORRECTION);
	put_text(n, "reason", "One.");
	ck_ok(note_amend(other, &w.wren, &session, ACT_CORRECTION, &m));
	ck_assert(note_facts(m)->readonly);
	ck_ok(note_take(m));
	put_text(m, "reason", "Two.");
	give_password(other, PW_CLIN);
	sign_note(m);
	ck_err(note_sign(n), ERR_CONFLICT);
	note_close(n);
	clinic_close(other);
}
END_TEST

START_TEST(test_only_the_author_corrects)
{
	struct clinic *dora = world_login(&w, DORA);
	struct note *n = NULL;
	bool changed;

	signed_session(w.c, &session);
	ck_ok(chart_grant(
	    clinic_vault(w.c), &w.wren, &vault_me(clinic_vault(dora))->id));
	ck_ok(clinic_poll(dora, &changed));
	ck_err(note_amend(dora, &w.wren, &session, ACT_CORRECTION, &n),
	    ERR_DENIED);
	ck_err(note_amend(dora, &w.wren, &session, ACT_ERROR, &n), ERR_DENIED);
	/* anybody who may write the chart adds */
	ck_ok(note_amend(dora, &w.wren, &session, ACT_ADDENDUM, &n));
	put_text(n, "text", "Seen as well.");
	give_password(dora, PW_CLIN2);
	sign_note(n);
	clinic_close(dora);
}
END_TEST

START_TEST(test_entered_in_error)
{
	struct signed_note s;
	struct note *n = NULL;
	struct id fresh;

	signed_session(w.c, &session);
	n = amend(ACT_ERROR);
	ck_assert_uint_eq(note_facts(n)->form->nfields, 1);
	ck_err(note_sign(n), ERR_FORMAT);
	put_text(n, "reason", "Wrong client.");
	note_close(n);
	ck_err(
	    note_amend(w.c, &w.wren, &session, ACT_CORRECTION, &n), ERR_EXISTS);
	n = amend(ACT_ERROR);
	ck_assert_str_eq(note_text(n, "reason"), "Wrong client.");
	give_password(w.c, PW_CLIN);
	sign_note(n);
	ck_assert_str_eq(
	    timeline(w.c, &w.wren), "SOAP note/entered in error/late\n");
	read_it(&s);
	ck_assert_int_eq(s.state, NOTE_ERROR);
	ck_assert_uint_eq(s.nversions, 2);
	ck_assert_uint_eq(s.versions[1].nvalues, 0);
	ck_assert_str_eq(s.versions[1].reason, "Wrong client.");
	ck_assert_str_eq(s.versions[1].title, "SOAP note");
	/* what was signed is readable for ever */
	ck_assert_str_eq(
	    record_get(&s.versions[0], "plan"), "Breathing twice a day.");
	signed_note_done(&s);
	ck_err(
	    note_amend(w.c, &w.wren, &session, ACT_ADDENDUM, &n), ERR_CONFLICT);
	/* the session counts as "no note" and gets one under another id */
	fresh = get_session(w.c, &session).note;
	ck_assert(!id_equal(&fresh, &session));
	signed_session(w.c, &session);
	ck_assert_ptr_nonnull(
	    strstr(timeline(w.c, &w.wren), "SOAP note/signed/late\n"));
	memset(&s, 0, sizeof(s));
	ck_ok(note_read(w.c, &w.wren, &fresh, &s));
	ck_assert_int_eq(s.state, NOTE_SIGNED);
	signed_note_done(&s);
}
END_TEST

START_TEST(test_last_note_and_carried_facts)
{
	static const struct date d11 = {2025, 11, 11};
	struct id next = new_session(w.c, &w.wren, d11, 9 * 60);
	struct record r = {0};
	struct note *n = NULL;

	ck_err(note_last(w.c, &w.wren, 0, &r), ERR_NOTFOUND);
	ck_ok(note_open_session(
	    w.c, &session, forms_get(clinic_forms(w.c), "birp"), &n));
	put_text(n, "behavior", "Calm.");
	put_text(n, "intervention", "Breathing.");
	put_text(n, "response", "Took to it.");
	put_text(n, "plan", "Again.");
	put_text(n, "diagnosis", "F41.1");
	put_text(n, "objectives", "1.1");
	put_text(n, "risk", "low");
	give_password(w.c, PW_CLIN);
	sign_note(n);
	ck_ok(note_last(w.c, &w.wren, 0, &r));
	ck_assert_str_eq(record_get(&r, "plan"), "Again.");
	record_done(&r);
	ck_err(note_last(w.c, &w.wren, date_utc(d4, 540), &r), ERR_NOTFOUND);
	/* the next one has the same form and facts, no text and no risk */
	ck_ok(note_open_session(w.c, &next, NULL, &n));
	ck_assert_str_eq(note_facts(n)->form->id, "birp");
	ck_assert_str_eq(note_text(n, "diagnosis"), "F41.1");
	ck_assert_str_eq(note_text(n, "objectives"), "1.1");
	ck_assert_str_eq(note_text(n, "risk"), "");
	ck_assert_str_eq(note_text(n, "plan"), "");
	note_close(n);
}
END_TEST

START_TEST(test_many_entries)
{
	struct buf b = {0};
	const struct form *f = forms_get(clinic_forms(w.c), "soap");
	struct record r = {0};

	ck_ok(record_begin(&r, f));
	ck_ok(record_set(&r, f, "plan", "x", 1));
	ck_ok(record_encode(&r, &b));
	for (int i = 0; i < 30; i++) {
		struct id id = {{(unsigned char)i, 1}};

		ck_ok(entry_write(clinic_vault(w.c), &w.wren, ENTRY_RECORD, &id,
		    1, NULL, &b, NULL, NULL));
	}
	record_done(&r);
	buf_free(&b);
	ck_assert_uint_eq(
	    strlen(timeline(w.c, &w.wren)), 30 * strlen("SOAP note/signed\n"));
}
END_TEST

static enum err add_title(void *arg, const struct timeline_row *row)
{
	return buf_addf(arg, "%s\n", row->title);
}

START_TEST(test_a_damaged_entry_hides_no_other)
{
	struct signed_note s = {0};
	struct record r = {0};
	struct buf b = {0};
	struct id bad;

	signed_session(w.c, &session);
	test_note(clinic_vault(w.c), &w.wren, &bad); /* is not a record */
	clinic_forget(w.c);
	ck_err(timeline_each(w.c, &w.wren, add_title, &b), ERR_CORRUPT);
	ck_assert_str_eq(buf_str(&b), "SOAP note\n");
	ck_err(note_read(w.c, &w.wren, &bad, &s), ERR_CORRUPT);
	read_it(&s);
	signed_note_done(&s);
	ck_ok(note_last(w.c, &w.wren, 0, &r));
	record_done(&r);
	buf_free(&b);
}
END_TEST

START_TEST(test_nobody_reads_without_a_key)
{
	struct clinic *dora = world_login(&w, DORA);
	struct signed_note s = {0};
	struct buf b = {0};

	signed_session(w.c, &session);
	ck_err(note_read(dora, &w.wren, &session, &s), ERR_DENIED);
	ck_err(export_text(dora, &w.wren, false, &b), ERR_DENIED);
	ck_assert_uint_eq(b.len, 0);
	clinic_close(dora);
}
END_TEST

Suite *amend_suite(void)
{
	Suite *s = suite_create("amend");
	TCase *t = tcase_create("amend");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_sign);
	tcase_add_test(t, test_sign_needs_the_password);
	tcase_add_test(t, test_late_entry_is_labelled_by_itself);
	tcase_add_test(t, test_two_sign_the_same_session);
	tcase_add_test(t, test_addendum);
	tcase_add_test(t, test_correction);
	tcase_add_test(t, test_correction_conflict);
	tcase_add_test(t, test_only_the_author_corrects);
	tcase_add_test(t, test_entered_in_error);
	tcase_add_test(t, test_last_note_and_carried_facts);
	tcase_add_test(t, test_many_entries);
	tcase_add_test(t, test_a_damaged_entry_hides_no_other);
	tcase_add_test(t, test_nobody_reads_without_a_key);
	suite_add_tcase(s, t);
	return s;
}
