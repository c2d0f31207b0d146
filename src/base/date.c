#include <config.h>

#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define YEAR_MIN 1800
#define YEAR_MAX 2299
#define DAY_MS INT64_C(86400000)

const char *const date_months[12] = {
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
};
const char *const date_months_short[12] = {
    N_("Jan"),
    N_("Feb"),
    N_("Mar"),
    N_("Apr"),
    N_("May"),
    N_("Jun"),
    N_("Jul"),
    N_("Aug"),
    N_("Sep"),
    N_("Oct"),
    N_("Nov"),
    N_("Dec"),
};
static const char *const weekdays[] = {
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
};
static const char *const weekdays_short[] = {
    N_("Mon"),
    N_("Tue"),
    N_("Wed"),
    N_("Thu"),
    N_("Fri"),
    N_("Sat"),
    N_("Sun"),
};

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
	static const int days[] = {
	    31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[m - 1] + (m == 2 && leap(y));
}

bool date_valid(struct date d)
{
	return d.y >= YEAR_MIN && d.y <= YEAR_MAX && d.m >= 1 && d.m <= 12 &&
	       d.d >= 1 && d.d <= month_days(d.y, d.m);
}

/* Days before 1 January of ${y}, counted from 1 January of year 1. */
static int32_t days_before(int y)
{
	y--;
	return 365 * y + y / 4 - y / 100 + y / 400;
}

int32_t date_days(struct date d)
{
	int32_t n = days_before(d.y) - days_before(1970) + d.d - 1;

	for (int m = 1; m < d.m; m++)
		n += month_days(d.y, m);
	return n;
}

struct date date_from_days(int32_t days)
{
	static const struct date none;
	struct date first = {YEAR_MIN, 1, 1}, last = {YEAR_MAX, 12, 31};
	struct date d;

	if (days < date_days(first) || days > date_days(last))
		return none;
	/* 400 years have 146097 days; the guess is at most one year late. */
	d.y = (int)((days + INT64_C(719162)) * 400 / 146097) + 1;
	while (days_before(d.y) - days_before(1970) > days)
		d.y--;
	while (days_before(d.y + 1) - days_before(1970) <= days)
		d.y++;
	days -= days_before(d.y) - days_before(1970);
	for (d.m = 1; days >= month_days(d.y, d.m); d.m++)
		days -= month_days(d.y, d.m);
	d.d = days + 1;
	return d;
}

int date_weekday(struct date d)
{
	/* 1970-01-01 was a Thursday. */
	return (int)(((date_days(d) + 3) % 7 + 7) % 7);
}

int date_cmp(struct date a, struct date b)
{
	if (a.y != b.y)
		return a.y < b.y ? -1 : 1;
	if (a.m != b.m)
		return a.m < b.m ? -1 : 1;
	return (a.d > b.d) - (a.d < b.d);
}

struct date date_of(int64_t utc_ms, int *minute)
{
	int64_t ms = utc_ms % 1000;
	time_t t = (time_t)((utc_ms - (ms < 0 ? ms + 1000 : ms)) / 1000);
	struct tm tm;
	struct date d = {0, 0, 0};

	memset(&tm, 0, sizeof(tm));
	if (localtime_r(&t, &tm) != NULL) {
		d.y = tm.tm_year + 1900;
		d.m = tm.tm_mon + 1;
		d.d = tm.tm_mday;
	}
	if (minute != NULL)
		*minute = tm.tm_hour * 60 + tm.tm_min;
	return d;
}

int64_t date_utc(struct date d, int minute)
{
	struct tm tm;
	int64_t t;

	memset(&tm, 0, sizeof(tm));
	tm.tm_year = d.y - 1900;
	tm.tm_mon = d.m - 1;
	tm.tm_mday = d.d;
	tm.tm_hour = minute / 60;
	tm.tm_min = minute % 60;
	tm.tm_isdst = -1;
	t = (int64_t)mktime(&tm) * 1000;
	/* mktime may take either of two; no clock was ever set back by more
	 * than three hours. */
	for (int half = 6; half > 0; half--) {
		int64_t early = t - half * INT64_C(1800000);
		int early_minute;
		struct date e = date_of(early, &early_minute);

		if (date_cmp(e, d) == 0 && early_minute == minute)
			return early;
	}
	return t;
}

const char *date_iso(struct date d, char *out)
{
	out[0] = '\0';
	if (date_valid(d))
		(void)snprintf(out, 11, "%04u-%02u-%02u", (unsigned)d.y % 10000,
		    (unsigned)d.m % 100, (unsigned)d.d % 100);
	return out;
}

enum err date_parse_iso(const char *s, struct date *out)
{
	struct date d;

	for (size_t i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? s[i] != '-'
				     : !isdigit((unsigned char)s[i]))
			return err_set(ERR_FORMAT, "not a date YYYY-MM-DD");
	if (s[10] != '\0')
		return err_set(ERR_FORMAT, "not a date YYYY-MM-DD");
	d.y = (s[0] - '0') * 1000 + (s[1] - '0') * 100 + (s[2] - '0') * 10 +
	      s[3] - '0';
	d.m = (s[5] - '0') * 10 + s[6] - '0';
	d.d = (s[8] - '0') * 10 + s[9] - '0';
	if (!date_valid(d))
		return err_set(ERR_FORMAT, "no such day");
	*out = d;
	return ERR_OK;
}

/* A translation may be longer than the room: cut between characters. */
static const char *trim(char *out)
{
	out[utf8_valid(out, strlen(out))] = '\0';
	return out;
}

const char *date_column(struct date d, struct date today, char *out)
{
	return d.y == today.y ? date_cell(d, out) : date_full(d, out);
}

const char *date_full(struct date d, char *out)
{
	out[0] = '\0';
	if (!date_valid(d))
		return out;
	/* TRANSLATORS: day, short month, year: "18 Nov 2025" */
	(void)snprintf(out, DATE_STR, _("%1$d %2$s %3$d"), d.d,
	    gettext(date_months_short[d.m - 1]), d.y);
	return trim(out);
}

const char *date_day(struct date d, struct date today, char *out)
{
	if (d.y != today.y)
		return date_full(d, out);
	out[0] = '\0';
	if (!date_valid(d))
		return out;
	/* TRANSLATORS: day and short month: "18 Nov" */
	(void)snprintf(out, DATE_STR, _("%1$d %2$s"), d.d,
	    gettext(date_months_short[d.m - 1]));
	return trim(out);
}

const char *date_short(struct date d, struct date today, char *out)
{
	out[0] = '\0';
	if (!date_valid(d))
		return out;
	if (d.y == today.y)
		/* TRANSLATORS: weekday, day, month: "Tue 18 Nov" */
		(void)snprintf(out, DATE_STR, _("%1$s %2$d %3$s"),
		    gettext(weekdays_short[date_weekday(d)]), d.d,
		    gettext(date_months_short[d.m - 1]));
	else
		/* TRANSLATORS: as before, with year: "Tue 18 Nov 2025" */
		(void)snprintf(out, DATE_STR, _("%1$s %2$d %3$s %4$d"),
		    gettext(weekdays_short[date_weekday(d)]), d.d,
		    gettext(date_months_short[d.m - 1]), d.y);
	return trim(out);
}

const char *date_cell(struct date d, char *out)
{
	out[0] = '\0';
	if (!date_valid(d))
		return out;
	/* TRANSLATORS: as before, the day in two columns: "Tue  4 Nov" */
	(void)snprintf(out, DATE_STR, _("%1$s %2$2d %3$s"),
	    gettext(weekdays_short[date_weekday(d)]), d.d,
	    gettext(date_months_short[d.m - 1]));
	return trim(out);
}

const char *date_long(struct date d, char *out)
{
	out[0] = '\0';
	if (!date_valid(d))
		return out;
	/* TRANSLATORS: "Tuesday 18 November 2025" */
	(void)snprintf(out, 64, _("%1$s %2$d %3$s %4$d"),
	    gettext(weekdays[date_weekday(d)]), d.d,
	    gettext(date_months[d.m - 1]), d.y);
	return trim(out);
}

const char *time_str(int minute, char *out)
{
	(void)snprintf(out, 6, "%02u:%02u", (unsigned)minute / 60 % 24,
	    (unsigned)minute % 60);
	return out;
}
