#include <string.h>

#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"
#include "vault/draft.h"

static struct world w;
static struct id otto;
static const struct date d10 = {2025, 11, 10}, d14 = {2025, 11, 14},
			 d18 = {2025, 11, 18}, d19 = {2025, 11, 19};

static void setup(void)
{
	world_init(&w);
	otto = new_client(w.c, "Otto Quillfeather", "1984-06-02");
}

static void teardown(void)
{
	world_done(&w);
}

static enum err on_row(void *arg, const struct today_row *row)
{
	char day[DATE_STR], time[6];
	int minute;
	struct date d = date_of(row->when, &minute);

	return buf_addf(arg, "%d %s %s %s, %s, %u%s\n", (int)row->group,
	    date_short(d, d18, day), time_str(minute, time),
	    row->client == NULL ? "?" : row->client->code,
	    note_state_word(row->note), row->days,
	    row->drafts_only ? ", draft" : "");
}

static void expect(const char *want)
{
	struct buf b = {0};

	ck_ok(today_each(w.c, on_row, &b));
	ck_assert_str_eq(buf_str(&b), want);
	buf_free(&b);
}

static void expect_next(const struct id *session)
{
	struct today_row row = {0};

	if (session == NULL) {
		ck_err(today_next(w.c, &row), ERR_NOTFOUND);
		return;
	}
	ck_ok(today_next(w.c, &row));
	ck_assert_ptr_nonnull(row.session);
	ck_assert(id_equal(&row.session->id, session));
}

static void set_state(const struct id *id, enum session_state st)
{
	struct session s = get_session(w.c, id);

	s.state = st;
	ck_ok(session_save(w.c, &s));
}

START_TEST(test_empty)
{
	expect("");
	expect_next(NULL);
}
END_TEST

START_TEST(test_order_and_words)
{
	struct id a = new_session(w.c, &w.wren, d18, 9 * 60), gone;
	struct note *n = NULL;

	new_session(w.c, &otto, d18, 11 * 60);
	new_session(w.c, &otto, d14, 11 * 60);
	new_session(w.c, &w.wren, d10, 16 * 60);
	new_session(w.c, &w.wren, d19, 9 * 60);
	gone = new_session(w.c, &otto, d10, 9 * 60);
	set_state(&gone, SESSION_CANCELLED);
	expect("0 Mon 10 Nov 16:00 C-1001, no note, 8\n"
	       "0 Fri 14 Nov 11:00 C-1002, no note, 4\n"
	       "1 Tue 18 Nov 09:00 C-1001, no note, 0\n"
	       "1 Tue 18 Nov 11:00 C-1002, no note, 0\n");
	ck_ok(note_open_session(w.c, &a, NULL, &n));
	put_text(n, "plan", "x");
	note_close(n);
	/* a draft that belongs to no session is overdue by itself */
	ck_ok(note_new(w.c, &otto, NULL, &n));
	put_text(n, "plan", "x");
	note_close(n);
	expect("0 Mon 10 Nov 16:00 C-1001, no note, 8\n"
	       "0 Fri 14 Nov 11:00 C-1002, no note, 4\n"
	       "0 Tue 18 Nov 10:00 C-1002, draft, 0, draft\n"
	       "1 Tue 18 Nov 09:00 C-1001, draft, 0\n"
	       "1 Tue 18 Nov 11:00 C-1002, no note, 0\n");
	signed_session(w.c, &a);
	expect("0 Mon 10 Nov 16:00 C-1001, no note, 8\n"
	       "0 Fri 14 Nov 11:00 C-1002, no note, 4\n"
	       "0 Tue 18 Nov 10:00 C-1002, draft, 0, draft\n"
	       "1 Tue 18 Nov 09:00 C-1001, signed, 0\n"
	       "1 Tue 18 Nov 11:00 C-1002, no note, 0\n");
}
END_TEST

START_TEST(test_next)
{
	struct id early, late, old, older;

	early = new_session(w.c, &w.wren, d18, 8 * 60);
	expect_next(&early);
	old = new_session(w.c, &otto, d14, 11 * 60);
	expect_next(&old);
	older = new_session(w.c, &otto, d10, 11 * 60);
	expect_next(&older);
	/* ended within the hour: before everything */
	late = new_session(w.c, &w.wren, d18, 9 * 60);
	expect_next(&late);
	world_time(&w, 2025, 11, 18, 10 * 60 + 50);
	expect_next(&late);
	world_time(&w, 2025, 11, 18, 10 * 60 + 51);
	expect_next(&older);
	signed_session(w.c, &older);
	expect_next(&old);
	set_state(&old, SESSION_CANCELLED);
	expect_next(&early);
	signed_session(w.c, &early);
	expect_next(&late);
	signed_session(w.c, &late);
	expect_next(NULL);
	/* one that takes place now, but not one to come */
	new_session(w.c, &otto, d18, 12 * 60);
	expect_next(NULL);
	early = new_session(w.c, &otto, d18, 10 * 60 + 40);
	expect_next(&early);
}
END_TEST

START_TEST(test_a_draft_is_next_too)
{
	struct today_row row = {0};
	struct note *n = NULL;

	ck_ok(note_new(w.c, &otto, NULL, &n));
	put_text(n, "plan", "x");
	note_close(n);
	ck_ok(today_next(w.c, &row));
	ck_assert(row.drafts_only);
	ck_assert_ptr_null(row.session);
}
END_TEST

START_TEST(test_half_a_client_file_is_no_note)
{
	static const struct id file = {.b = "client file"}, no_chart = {{0}};
	const struct draft_field f = {"name", "Tuva", 4};
	unsigned drafts = 7, unsigned_notes = 7;
	struct draft *d = NULL;
	bool held;

	ck_ok(draft_open(clinic_vault(w.c), &file, &no_chart, &d, &held));
	ck_ok(draft_put(d, &f, 1));
	draft_close(d);
	expect("");
	expect_next(NULL);
	ck_ok(note_open_counts(w.c, &drafts, &unsigned_notes));
	ck_assert_uint_eq(drafts, 0);
	ck_assert_uint_eq(unsigned_notes, 0);
}
END_TEST

START_TEST(test_note_in_error_is_missing_again)
{
	struct id a = new_session(w.c, &w.wren, d10, 9 * 60);
	struct note *n = NULL;

	signed_session(w.c, &a);
	expect("");
	ck_ok(note_amend(w.c, &w.wren, &a, ACT_ERROR, &n));
	put_text(n, "reason", "Written twice.");
	sign_note(n);
	expect("0 Mon 10 Nov 09:00 C-1001, no note, 8\n");
	expect_next(&a);
	signed_session(w.c, &a);
	expect("");
}
END_TEST

START_TEST(test_others_sessions_are_not_mine)
{
	struct clinic *dora = world_login(&w, DORA);
	bool changed;

	new_session(w.c, &w.wren, d10, 9 * 60);
	ck_ok(clinic_poll(dora, &changed));
	new_session(dora, &w.wren, d10, 9 * 60);
	ck_ok(clinic_poll(w.c, &changed));
	expect("0 Mon 10 Nov 09:00 C-1001, no note, 8\n");
	clinic_close(dora);
}
END_TEST

Suite *today_suite(void)
{
	Suite *s = suite_create("today");
	TCase *t = tcase_create("today");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_empty);
	tcase_add_test(t, test_order_and_words);
	tcase_add_test(t, test_next);
	tcase_add_test(t, test_a_draft_is_next_too);
	tcase_add_test(t, test_half_a_client_file_is_no_note);
	tcase_add_test(t, test_note_in_error_is_missing_again);
	tcase_add_test(t, test_others_sessions_are_not_mine);
	suite_add_tcase(s, t);
	return s;
}
