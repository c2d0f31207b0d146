/*
 * Civil dates and clock times as people write them; local time is TZ.
 * Dates before 1800 or after 2299 are refused.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct date {
	int y, m, d; /* y 0: no date */
};

/* Days since 1970-01-01 of a valid date; weekday 0 is Monday.  Back: no date
 * outside of the years above. */
int32_t date_days(struct date);
struct date date_from_days(int32_t days);
int date_weekday(struct date);
bool date_valid(struct date);
int date_cmp(struct date, struct date);

/* Local date and minute of the day of a UTC time in ms, and back (the earlier
 * of two in a clock change). */
struct date date_of(int64_t utc_ms, int *minute);
int64_t date_utc(struct date, int minute);

/* What follows writes "" for a date that is not valid. */

/* ISO: "2025-11-18"; parse demands exactly that.  ${out} has 11 bytes. */
const char *date_iso(struct date, char *out);
WARN_UNUSED enum err date_parse_iso(const char *, struct date *);

/*
 * What a person types: "18 11", "18 11 2025", "18.11.", "18 Nov",
 * "7 Sep 1999", "Nov 18", "2025-11-18", "t" (today), "-7", "+14" (days from
 * today).  A month is three letters or more of its name, in the language of the
 * locale or in English; a year has four digits; "18/11" is refused, for half
 * the world reads it the other way round.  Without a year: the year that puts
 * it nearest to ${today}, the past one of two as near.
 * ERR_FORMAT if it is none of these.
 */
WARN_UNUSED enum err date_parse(const char *, struct date today, struct date *);

/* "Tue 18 Nov", with the year if it is not ${today}'s; ${out} has
 * DATE_STR bytes.  Names come from gettext. */
#define DATE_STR 32
const char *date_short(struct date, struct date today, char *out);
/* "Tue 18 Nov", "Tue  4 Nov": for columns, never with a year */
const char *date_cell(struct date, char *out);
/* The same in ${today}'s year, else as date_full: at most 11 columns. */
const char *date_column(struct date, struct date today, char *out);
/* "18 Nov", with the year if it is not ${today}'s */
const char *date_day(struct date, struct date today, char *out);
/* "18 Nov 2025" */
const char *date_full(struct date, char *out);
/* "Tuesday 18 November 2025", out has 64 bytes */
const char *date_long(struct date, char *out);

/* English names, to go through gettext; January is 0. */
extern const char *const date_months[12], *const date_months_short[12];

/* Minutes of the day: "9", "930", "9:30", "09.30", "9h30"; ERR_FORMAT. */
WARN_UNUSED enum err time_parse(const char *, int *minute);
/* "09:30"; ${out} has 6 bytes. */
const char *time_str(int minute, char *out);

#endif
