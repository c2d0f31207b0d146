#include <config.h>

#include "base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"

#define YEAR_MIN 1800
#define YEAR_MAX 2299
#define DAY_MS INT64_C(86400000)

static const char *const months[] = {
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
static const char *const months_short[] = {
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

/* A number or a word of a typed date. */
struct part {
	const char *s;
	size_t len;
	int num; /* -1: a word */
};

#define PARTS 3

static bool is_between(char c)
{
	return c == ' ' || c == '\t' || c == '.' || c == ',' || c == '-';
}

/* Split at blanks, dots, commas and hyphens; 0 if there are other signs or too
 * many parts. */
static size_t split(const char *s, struct part *part)
{
	size_t n = 0;

	for (;;) {
		struct part *p = &part[n];
		bool digits;

		while (is_between(*s))
			s++;
		if (*s == '\0')
			return n;
		if (n == PARTS)
			return 0;
		p->s = s;
		p->num = 0;
		digits = isdigit((unsigned char)*s);
		while (*s != '\0' && !is_between(*s) &&
		       digits == !!isdigit((unsigned char)*s)) {
			if (digits)
				p->num = p->num * 10 + *s - '0';
			s++;
			if (s - p->s > (digits ? 4 : 64))
				return 0;
		}
		p->len = (size_t)(s - p->s);
		if (!digits)
			p->num = -1;
		n++;
	}
}

static bool starts_name(const struct part *p, const char *name)
{
	struct buf a = {0}, b = {0};
	bool yes;

	yes = utf8_fold(p->s, p->len, &a) == ERR_OK &&
	      utf8_fold(name, strlen(name), &b) == ERR_OK && a.len >= 3 &&
	      a.len <= b.len && memcmp(a.p, b.p, a.len) == 0;
	buf_free(&a);
	buf_free(&b);
	return yes;
}

/* 1-12 or 0: a month in the language of the person or in English. */
static int month_of(const struct part *p)
{
	for (int m = 0; m < 12; m++)
		if (starts_name(p, months[m]) ||
		    starts_name(p, gettext(months[m])) ||
		    starts_name(p, gettext(months_short[m])))
			return m + 1;
	return 0;
}

/* The year that puts ${d} nearest to ${today}; of two as near the past one.
 * Eight years, for 29 February around 1900. */
static int nearest_year(struct date d, struct date today)
{
	int32_t best = INT32_MAX;
	int year = 0;

	for (int y = today.y - 8; y <= today.y + 8; y++) {
		int32_t gap;

		d.y = y;
		if (!date_valid(d))
			continue;
		gap = date_days(d) - date_days(today);
		gap = gap < 0 ? -gap : gap;
		if (gap < best) {
			best = gap;
			year = y;
		}
	}
	return year;
}

static bool from_parts(
    const struct part *p, size_t n, struct date today, struct date *d)
{
	int day = 0, month = 1, year = 2;

	if (n < 2 || n > 3)
		return false;
	if (p[0].num >= 0 && p[0].len == 4) {
		year = 0;
		day = 2;
	} else if (p[0].num < 0) {
		month = 0;
		day = 1;
	}
	if ((year == 0 && n != 3) || p[day].num < 0 || p[day].len > 2)
		return false;
	if (p[month].num >= 0 && p[month].len > 2)
		return false;
	d->d = p[day].num;
	d->m = p[month].num < 0 ? month_of(&p[month]) : p[month].num;
	if (n == 2) {
		d->y = nearest_year(*d, today);
	} else {
		if (p[year].num < 0 || p[year].len != 4)
			return false;
		d->y = p[year].num;
	}
	return date_valid(*d);
}

/* "-7", "+14"; false if it is not of this form. */
static bool from_offset(const char *s, struct date today, struct date *d)
{
	int32_t n = 0;
	bool back = *s == '-';

	if (*s != '-' && *s != '+')
		return false;
	s++;
	if (*s == '\0' || strlen(s) > 5)
		return false;
	for (; *s != '\0'; s++) {
		if (!isdigit((unsigned char)*s))
			return false;
		n = n * 10 + *s - '0';
	}
	*d = date_from_days(date_days(today) + (back ? -n : n));
	return date_valid(*d);
}

enum err date_parse(const char *s, struct date today, struct date *out)
{
	struct part part[PARTS];
	struct date d = {0, 0, 0};

	while (*s == ' ')
		s++;
	if ((s[0] == 't' || s[0] == 'T') && s[strspn(s + 1, " ") + 1] == '\0') {
		*out = today;
		return ERR_OK;
	}
	if (!from_offset(s, today, &d) &&
	    (*s == '-' || !from_parts(part, split(s, part), today, &d)))
		return err_set(ERR_FORMAT, "not a date");
	*out = d;
	return ERR_OK;
}

/* A translation may be longer than the room: cut between characters. */
static const char *trim(char *out)
{
	out[utf8_valid(out, strlen(out))] = '\0';
	return out;
}

const char *date_full(struct date d, char *out)
{
	out[0] = '\0';
	if (!date_valid(d))
		return out;
	/* TRANSLATORS: day, short month, year: "18 Nov 2025" */
	(void)snprintf(out, DATE_STR, _("%1$d %2$s %3$d"), d.d,
	    gettext(months_short[d.m - 1]), d.y);
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
		    gettext(months_short[d.m - 1]));
	else
		/* TRANSLATORS: as before, with year: "Tue 18 Nov 2025" */
		(void)snprintf(out, DATE_STR, _("%1$s %2$d %3$s %4$d"),
		    gettext(weekdays_short[date_weekday(d)]), d.d,
		    gettext(months_short[d.m - 1]), d.y);
	return trim(out);
}

const char *date_long(struct date d, char *out)
{
	out[0] = '\0';
	if (!date_valid(d))
		return out;
	/* TRANSLATORS: "Tuesday 18 November 2025" */
	(void)snprintf(out, 64, _("%1$s %2$d %3$s %4$d"),
	    gettext(weekdays[date_weekday(d)]), d.d, gettext(months[d.m - 1]),
	    d.y);
	return trim(out);
}

enum err time_parse(const char *s, int *minute)
{
	int digits[4];
	size_t n = 0, mark = 0;
	int h, m;

	while (*s == ' ')
		s++;
	for (; *s != '\0' && *s != ' '; s++) {
		if (isdigit((unsigned char)*s) && n < 4)
			digits[n++] = *s - '0';
		else if (strchr(":.h", *s) != NULL && mark == 0 && n > 0)
			mark = n;
		else
			return err_set(ERR_FORMAT, "not a time of day");
	}
	s += strspn(s, " ");
	/* Behind a mark stand two digits, or none ("9h"). */
	if (*s != '\0' || n == 0 || mark > 2 ||
	    (mark > 0 && n != mark && n != mark + 2))
		return err_set(ERR_FORMAT, "not a time of day");
	if (mark == 0)
		mark = n <= 2 ? n : n - 2;
	h = mark == 2 ? digits[0] * 10 + digits[1] : digits[0];
	m = n == mark ? 0 : digits[mark] * 10 + digits[mark + 1];
	if (h > 23 || m > 59)
		return err_set(ERR_FORMAT, "not a time of day");
	*minute = h * 60 + m;
	return ERR_OK;
}

const char *time_str(int minute, char *out)
{
	(void)snprintf(out, 6, "%02u:%02u", (unsigned)minute / 60 % 24,
	    (unsigned)minute % 60);
	return out;
}
