#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/utf8.h"

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
		if (starts_name(p, date_months[m]) ||
		    starts_name(p, gettext(date_months[m])) ||
		    starts_name(p, gettext(date_months_short[m])))
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
