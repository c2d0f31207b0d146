#include <config.h>

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "tests/base/must.h"
#include "tests/run.h"

Suite *date_suite(void);

static const struct date today = {2025, 11, 18};

/* Berlin by rule, so that no zone files are needed. */
static void berlin(void)
{
	(void)setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
	tzset();
}

/* Every day there is, against the system's own calendar. */
START_TEST(days_equal_the_system)
{
	const struct date first = {1800, 1, 1}, last = {2299, 12, 31};
	int32_t n = 0;

	for (int32_t day = date_days(first); day <= date_days(last); day++) {
		struct date d = date_from_days(day);
		time_t t = (time_t)day * 86400;
		struct tm tm;

		must((gmtime_r(&t, &tm)) != NULL);
		must(d.y == tm.tm_year + 1900);
		must(d.m == tm.tm_mon + 1);
		must(d.d == tm.tm_mday);
		must(date_weekday(d) == (tm.tm_wday + 6) % 7);
		must(date_valid(d));
		must(date_days(d) == day);
		n++;
	}
	must(n == 182621);
	must(!date_valid(date_from_days(date_days(first) - 1)));
	must(!date_valid(date_from_days(date_days(last) + 1)));
	must(!date_valid(date_from_days(INT32_MAX)));
	must(!date_valid(date_from_days(INT32_MIN)));
}
END_TEST

START_TEST(valid_and_order)
{
	static const struct date bad[] = {{0, 0, 0}, {2025, 2, 29},
	    {1900, 2, 29}, {2025, 13, 1}, {2025, 0, 1}, {2025, 1, 0},
	    {2025, 4, 31}, {1799, 12, 31}, {2300, 1, 1}};
	const struct date a = {2024, 2, 29}, b = {2024, 3, 1}, c = {2025, 1, 1};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!date_valid(bad[i]), "row %zu", i);
	ck_assert(date_valid(a));
	ck_assert_int_lt(date_cmp(a, b), 0);
	ck_assert_int_gt(date_cmp(c, b), 0);
	ck_assert_int_eq(date_cmp(c, c), 0);
}
END_TEST

/* Every half hour of a year: back and forth, but for the hour that comes
 * twice, whose earlier reading is meant. */
START_TEST(local_time_and_back)
{
	const int64_t step = INT64_C(1800000);
	int64_t start;
	int twice = 0;

	berlin();
	start = date_utc((struct date){2025, 1, 1}, 0);
	must(start == INT64_C(1735686000000));
	for (int64_t t = start; t < start + 365 * 48 * step; t += step) {
		int minute;
		struct date d = date_of(t, &minute);
		int64_t u = date_utc(d, minute);

		if (u != t) {
			must(t - u == 2 * step);
			twice++;
		}
	}
	must(twice == 2);
	/* In the hour that is left out any answer nearby will do. */
	start = date_utc((struct date){2025, 3, 30}, 2 * 60 + 30);
	must(start >= INT64_C(1743294600000) - 2 * step);
	must(start <= INT64_C(1743294600000) + 2 * step);
}
END_TEST

START_TEST(before_1970)
{
	int minute;
	struct date d;

	(void)setenv("TZ", "UTC0", 1);
	tzset();
	d = date_of(-1, &minute);
	ck_assert_int_eq(date_cmp(d, (struct date){1969, 12, 31}), 0);
	ck_assert_int_eq(minute, 24 * 60 - 1);
	d = date_of(-60000, NULL);
	ck_assert_int_eq(d.y, 1969);
	ck_assert_int_eq(date_utc((struct date){1969, 12, 31}, 1439), -60000);
}
END_TEST

START_TEST(iso)
{
	static const char *const bad[] = {"", "2025", "2025-11-1",
	    "2025-11-18 ", " 2025-11-18", "2025-11-31", "2025/11/18",
	    "20251118", "1799-01-01", "+025-11-18", "2025-1-018"};
	struct date d = {1, 2, 3};
	char out[11];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_err(date_parse_iso(bad[i], &d), ERR_FORMAT);
	ck_assert_int_eq(d.d, 3);
	ck_ok(date_parse_iso("1984-06-02", &d));
	ck_assert_str_eq(date_iso(d, out), "1984-06-02");
	ck_assert_str_eq(date_iso((struct date){0, 0, 0}, out), "");
}
END_TEST

/* typed, ISO; NULL if it must be refused. */
static const struct {
	const char *typed, *iso;
} typed_dates[] = {
    {"18 11", "2025-11-18"},
    {"18 11 2025", "2025-11-18"},
    {"18.11.", "2025-11-18"},
    {"18.11", "2025-11-18"},
    {"7.9.1999", "1999-09-07"},
    {"07.09.1999", "1999-09-07"},
    {"18 Nov", "2025-11-18"},
    {"18 nov", "2025-11-18"},
    {"18nov", "2025-11-18"},
    {"18. NOVEMBER", "2025-11-18"},
    {"7 Sep 1999", "1999-09-07"},
    {"7 sept 1999", "1999-09-07"},
    {"Nov 18", "2025-11-18"},
    {"November 18, 1999", "1999-11-18"},
    {"2025-11-18", "2025-11-18"},
    {"2025 11 18", "2025-11-18"},
    {"t", "2025-11-18"},
    {" t ", "2025-11-18"},
    {"T", "2025-11-18"},
    {"-7", "2025-11-11"},
    {"+14", "2025-12-02"},
    {"-0", "2025-11-18"},
    {"1 1", "2026-01-01"},
    {"31 12", "2025-12-31"},
    {"19 5", "2026-05-19"},
    {"20 5 2025", "2025-05-20"},
    {"29 2", "2024-02-29"},
    {"29 2 2000", "2000-02-29"},
    {"", NULL},
    {"   ", NULL},
    {"18", NULL},
    {"x", NULL},
    {"tt", NULL},
    {"tomorrow", NULL},
    {"18/11", NULL},
    {"11/18/2025", NULL},
    {"32 1", NULL},
    {"29 2 2025", NULL},
    {"30 Feb", NULL},
    {"18 No", NULL},
    {"18 Novembre", NULL},
    {"18 11 25", NULL},
    {"18 11 2025 1", NULL},
    {"18 11 20255", NULL},
    {"18 11 1799", NULL},
    {"2025 11", NULL},
    {"Nov Nov", NULL},
    {"18 Nov Nov", NULL},
    {"0 11", NULL},
    {"18 0", NULL},
    {"+", NULL},
    {"-", NULL},
    {"-18 11", NULL},
    {"+999999", NULL},
    {"99999999999999999999", NULL},
    {"18 \xff\xfe", NULL},
};

START_TEST(typed_date)
{
	struct date d = {1, 2, 3};
	char out[11];

	if (typed_dates[_i].iso == NULL) {
		ck_err(
		    date_parse(typed_dates[_i].typed, today, &d), ERR_FORMAT);
		ck_assert_int_eq(d.y, 1);
	} else {
		ck_ok(date_parse(typed_dates[_i].typed, today, &d));
		ck_assert_str_eq(date_iso(d, out), typed_dates[_i].iso);
	}
}
END_TEST

/* Without a year no date is farther than half a year away. */
START_TEST(year_is_the_nearest)
{
	for (int32_t day = date_days(today); day < date_days(today) + 1500;
	     day++) {
		struct date now = date_from_days(day), d;

		for (int m = 1; m <= 12; m++) {
			char typed[16];
			int32_t gap;

			(void)snprintf(typed, sizeof(typed), "17 %d", m);
			must((date_parse(typed, now, &d)) == ERR_OK);
			gap = date_days(d) - day;
			must(gap <= 183);
			must(gap >= -183);
		}
	}
}
END_TEST

START_TEST(words)
{
	const struct date old = {1999, 9, 7}, none = {0, 0, 0};
	const struct date near = {2025, 11, 4};
	char out[64];

	ck_assert_str_eq(date_short(today, today, out), "Tue 18 Nov");
	ck_assert_str_eq(date_short(near, today, out), "Tue 4 Nov");
	ck_assert_str_eq(date_short(old, today, out), "Tue 7 Sep 1999");
	ck_assert_str_eq(date_cell(near, out), "Tue  4 Nov");
	ck_assert_str_eq(date_full(today, out), "18 Nov 2025");
	ck_assert_str_eq(date_day(today, today, out), "18 Nov");
	ck_assert_str_eq(date_day(old, today, out), "7 Sep 1999");
	ck_assert_str_eq(date_day(none, today, out), "");
	ck_assert_str_eq(date_long(today, out), "Tuesday 18 November 2025");
	ck_assert_str_eq(date_short(none, today, out), "");
	ck_assert_str_eq(date_cell(none, out), "");
	ck_assert_str_eq(date_full(none, out), "");
	ck_assert_str_eq(date_long(none, out), "");
}
END_TEST

/* What is printed can be typed again. */
START_TEST(full_dates_parse)
{
	for (int32_t day = -62000; day < 120000; day += 17) {
		struct date d = date_from_days(day), back;
		char out[DATE_STR];

		must((date_parse(date_full(d, out), today, &back)) == ERR_OK);
		must(date_cmp(d, back) == 0);
	}
}
END_TEST

static const struct {
	const char *typed;
	int minute; /* -1: refused */
} typed_times[] = {
    {"9", 540},
    {"09", 540},
    {"930", 570},
    {"0930", 570},
    {"9:30", 570},
    {"09.30", 570},
    {"9h30", 570},
    {"9h", 540},
    {" 9:30 ", 570},
    {"0", 0},
    {"0:00", 0},
    {"23:59", 1439},
    {"2359", 1439},
    {"", -1},
    {" ", -1},
    {":30", -1},
    {"24", -1},
    {"24:00", -1},
    {"9:60", -1},
    {"9:3", -1},
    {"9:300", -1},
    {"12345", -1},
    {"123:4", -1},
    {"9::30", -1},
    {"9:30 pm", -1},
    {"9 30", -1},
    {"-9", -1},
    {"nine", -1},
};

START_TEST(typed_time)
{
	int minute = 4242;

	if (typed_times[_i].minute < 0) {
		ck_err(time_parse(typed_times[_i].typed, &minute), ERR_FORMAT);
		ck_assert_int_eq(minute, 4242);
	} else {
		ck_ok(time_parse(typed_times[_i].typed, &minute));
		ck_assert_int_eq(minute, typed_times[_i].minute);
	}
}
END_TEST

START_TEST(times_parse_again)
{
	for (int m = 0; m < 24 * 60; m++) {
		char out[6];
		int back = -1;

		ck_ok(time_parse(time_str(m, out), &back));
		ck_assert_int_eq(back, m);
	}
}
END_TEST

Suite *date_suite(void)
{
	Suite *s = suite_create("date");
	TCase *tc = tcase_create("date");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, days_equal_the_system);
	tcase_add_test(tc, valid_and_order);
	tcase_add_test(tc, local_time_and_back);
	tcase_add_test(tc, before_1970);
	tcase_add_test(tc, iso);
	tcase_add_loop_test(tc, typed_date, 0,
	    (int)(sizeof(typed_dates) / sizeof(typed_dates[0])));
	tcase_add_test(tc, year_is_the_nearest);
	tcase_add_test(tc, words);
	tcase_add_test(tc, full_dates_parse);
	tcase_add_loop_test(tc, typed_time, 0,
	    (int)(sizeof(typed_times) / sizeof(typed_times[0])));
	tcase_add_test(tc, times_parse_again);
	suite_add_tcase(s, tc);
	return s;
}
