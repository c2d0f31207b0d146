#include <string.h>

#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"

static struct world w;
static const struct date d17 = {2025, 11, 17}, d18 = {2025, 11, 18};

static void setup(void)
{
	world_init(&w);
}

static void teardown(void)
{
	world_done(&w);
}

static struct session planned(struct date day, int minute)
{
	return (struct session){.chart = w.wren,
	    .clinician = vault_me(clinic_vault(w.c))->id,
	    .start = date_utc(day, minute),
	    .minutes = 50,
	    .service = "couple",
	    .place = "client's home"};
}

static enum err starts(void *arg, const struct session *s)
{
	char text[6];
	int minute;

	(void)date_of(s->start, &minute);
	return buf_addf(arg, "%s ", time_str(minute, text));
}

START_TEST(test_add_and_read_back)
{
	struct session s = planned(d18, 9 * 60), back;
	struct clinic *again;
	bool overlap = true;

	ck_ok(session_add(w.c, &s, &overlap));
	ck_assert(!overlap);
	ck_assert_uint_eq(s.ver, 1);
	ck_assert(id_equal(&s.note, &s.id));
	again = world_login(&w, CARL);
	back = get_session(again, &s.id);
	ck_assert(id_equal(&back.chart, &w.wren));
	ck_assert(id_equal(&back.clinician, &s.clinician));
	ck_assert(id_equal(&back.note, &s.id));
	ck_assert_int_eq(back.start, s.start);
	ck_assert_uint_eq(back.minutes, 50);
	ck_assert_int_eq(back.state, SESSION_PLANNED);
	ck_assert_str_eq(back.service, "couple");
	ck_assert_str_eq(back.place, "client's home");
	ck_assert_ptr_null(session_get(again, &w.wren));
	clinic_close(again);
}
END_TEST

START_TEST(test_times_that_make_no_sense)
{
	struct session s = planned(d18, 9 * 60);
	bool overlap;

	s.minutes = 0;
	ck_err(session_add(w.c, &s, &overlap), ERR_FORMAT);
	s.minutes = 1441;
	ck_err(session_add(w.c, &s, &overlap), ERR_FORMAT);
	s = planned(d18, 9 * 60);
	s.start = INT64_MAX / 2;
	ck_err(session_add(w.c, &s, &overlap), ERR_FORMAT);
	s = planned(d18, 9 * 60);
	memset(s.chart.b, 1, ID_LEN);
	ck_err(session_add(w.c, &s, &overlap), ERR_NOTFOUND);
	ck_assert(id_is_zero(&s.id));
}
END_TEST

START_TEST(test_overlap_is_told)
{
	struct session s = planned(d18, 9 * 60);
	bool overlap;

	ck_ok(session_add(w.c, &s, &overlap));
	s = planned(d18, 9 * 60 + 50);
	ck_ok(session_add(w.c, &s, &overlap));
	ck_assert(!overlap);
	s = planned(d18, 9 * 60 + 49);
	ck_ok(session_add(w.c, &s, &overlap));
	ck_assert(overlap);
}
END_TEST

START_TEST(test_each_is_by_start_and_of_whom)
{
	struct clinic *dora = world_login(&w, DORA);
	const struct id me = vault_me(clinic_vault(w.c))->id;
	const struct id her = vault_me(clinic_vault(dora))->id;
	struct session s = planned(d18, 8 * 60);
	struct buf b = {0};
	bool overlap, changed;

	new_session(w.c, &w.wren, d18, 11 * 60);
	new_session(w.c, &w.wren, d17, 9 * 60);
	new_session(w.c, &w.wren, d18, 9 * 60);
	s.clinician = her;
	ck_ok(session_add(w.c, &s, &overlap));
	ck_ok(session_each(w.c, &me, INT64_MIN, INT64_MAX, starts, &b));
	ck_assert_str_eq(buf_str(&b), "09:00 09:00 11:00 ");
	buf_clear(&b);
	ck_ok(session_each(
	    w.c, NULL, date_utc(d18, 0), date_utc(d18, 660), starts, &b));
	ck_assert_str_eq(buf_str(&b), "08:00 09:00 ");
	buf_clear(&b);
	ck_ok(clinic_poll(dora, &changed));
	ck_ok(session_each(dora, &her, INT64_MIN, INT64_MAX, starts, &b));
	ck_assert_str_eq(buf_str(&b), "08:00 ");
	buf_free(&b);
	clinic_close(dora);
}
END_TEST

START_TEST(test_save_and_conflict)
{
	struct id id = new_session(w.c, &w.wren, d18, 9 * 60);
	struct clinic *other = world_login(&w, CARL);
	struct session mine = get_session(w.c, &id), theirs;
	bool changed;

	theirs = get_session(other, &id);
	mine.state = SESSION_ATTENDED;
	mine.start += HOUR_MS;
	ck_ok(session_save(w.c, &mine));
	ck_assert_uint_eq(get_session(w.c, &id).ver, 2);
	ck_assert_int_eq(get_session(w.c, &id).state, SESSION_ATTENDED);
	theirs.state = SESSION_CANCELLED;
	ck_err(session_save(other, &theirs), ERR_CONFLICT);
	ck_ok(clinic_poll(other, &changed));
	theirs = get_session(other, &id);
	ck_assert_int_eq(theirs.state, SESSION_ATTENDED);
	ck_assert_int_eq(theirs.start, mine.start);
	theirs.state = SESSION_CANCELLED;
	ck_ok(session_save(other, &theirs));
	clinic_close(other);
}
END_TEST

START_TEST(test_states_have_names)
{
	ck_assert_str_eq(session_state_name(SESSION_PLANNED), "planned");
	ck_assert_str_eq(session_state_name(SESSION_ATTENDED), "attended");
	ck_assert_str_eq(session_state_name(SESSION_MISSED), "missed");
	ck_assert_str_eq(session_state_name(SESSION_CANCELLED), "cancelled");
}
END_TEST

Suite *session_suite(void)
{
	Suite *s = suite_create("session");
	TCase *t = tcase_create("session");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_add_and_read_back);
	tcase_add_test(t, test_times_that_make_no_sense);
	tcase_add_test(t, test_overlap_is_told);
	tcase_add_test(t, test_each_is_by_start_and_of_whom);
	tcase_add_test(t, test_save_and_conflict);
	tcase_add_test(t, test_states_have_names);
	suite_add_tcase(s, t);
	return s;
}
