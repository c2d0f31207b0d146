/* The types of fields, and what may stand in them. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "clinic/form.h"

static enum err check_line(const struct form_field *f, const char *s)
{
	(void)f;
	if (strpbrk(s, "\r\n") != NULL)
		return err_set(ERR_FORMAT, "%s", _("one line only"));
	return ERR_OK;
}

static enum err check_text(const struct form_field *f, const char *s)
{
	(void)f;
	(void)s;
	return ERR_OK;
}

static bool is_option(const struct form_field *f, const char *s, size_t len)
{
	for (size_t i = 0; i < f->noptions; i++)
		if (strlen(f->options[i].value) == len &&
		    memcmp(f->options[i].value, s, len) == 0)
			return true;
	return false;
}

static enum err check_choice(const struct form_field *f, const char *s)
{
	if (!is_option(f, s, strlen(s)))
		return err_set(ERR_FORMAT, "%s", _("not one of the choices"));
	return ERR_OK;
}

static enum err check_choices(const struct form_field *f, const char *s)
{
	size_t first = strcspn(s, "\n");

	if (f->alone && s[first] == '\n' &&
	    strlen(f->options[0].value) == first &&
	    memcmp(f->options[0].value, s, first) == 0)
		return err_set(ERR_FORMAT, "%s",
		    _("the first choice stands alone or not at all"));
	while (*s != '\0') {
		size_t n = strcspn(s, "\n");

		if (!is_option(f, s, n))
			return check_choice(f, "");
		s += n + (s[n] == '\n');
	}
	return ERR_OK;
}

static enum err check_date(const struct form_field *f, const char *s)
{
	struct date d;

	(void)f;
	if (date_parse_iso(s, &d) != ERR_OK)
		return err_set(ERR_FORMAT, "%s", _("not a date"));
	return ERR_OK;
}

static enum err check_time(const struct form_field *f, const char *s)
{
	char exact[6];
	int minute;

	(void)f;
	if (time_parse(s, &minute) != ERR_OK ||
	    strcmp(time_str(minute, exact), s) != 0)
		return err_set(ERR_FORMAT, "%s", _("not a time of the day"));
	return ERR_OK;
}

/* A whole number; false for anything else or more than nine digits. */
static bool whole(const char *s, long *out)
{
	size_t sign = *s == '-' || *s == '+';
	size_t n = strspn(s + sign, "0123456789");

	if (n == 0 || n > 9 || s[sign + n] != '\0')
		return false;
	*out = strtol(s, NULL, 10);
	return true;
}

static enum err bounds(const struct form_field *f, double v)
{
	if (f->min != f->max && (v < f->min || v > f->max))
		return err_set(
		    ERR_FORMAT, _("not from %d to %d"), f->min, f->max);
	return ERR_OK;
}

static enum err check_minutes(const struct form_field *f, const char *s)
{
	long n;

	if (!whole(s, &n) || n < 0 || n > 24L * 60)
		return err_set(ERR_FORMAT, "%s", _("not a number of minutes"));
	return bounds(f, (double)n);
}

static enum err check_number(const struct form_field *f, const char *s)
{
	size_t sign = *s == '-' || *s == '+';
	size_t n = strspn(s + sign, "0123456789");
	const char *rest = s + sign + n;
	double v = 0, unit = 1;

	for (size_t i = 0; i < n && n <= 15; i++)
		v = v * 10 + (s[sign + i] - '0');
	if (n > 0 && n <= 15 && (*rest == '.' || *rest == ',')) {
		size_t m = strspn(rest + 1, "0123456789");

		for (size_t i = 1; i <= m; i++)
			v += (rest[i] - '0') * (unit /= 10);
		rest += m == 0 ? 0 : m + 1;
	}
	if (n == 0 || n > 15 || *rest != '\0')
		return err_set(ERR_FORMAT, "%s", _("not a number"));
	return bounds(f, *s == '-' ? -v : v);
}

static enum err check_scale(const struct form_field *f, const char *s)
{
	long n;

	if (!whole(s, &n) || n < f->min || n > f->max)
		return err_set(ERR_FORMAT,
		    _("not a whole number from %d to %d"), f->min, f->max);
	return ERR_OK;
}

/* Words of ${chars} with blanks, commas or semicolons between. */
static bool codes(const char *s, const char *chars, size_t longest)
{
	while (*s != '\0') {
		size_t n;

		s += strspn(s, " ,;\n");
		n = strspn(s, chars);
		if (n > longest || (n == 0 && *s != '\0'))
			return false;
		s += n;
		if (*s != '\0' && strchr(" ,;\n", *s) == NULL)
			return false;
	}
	return true;
}

static enum err check_code(const struct form_field *f, const char *s)
{
	(void)f;
	if (!codes(s,
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789.-",
		12))
		return err_set(ERR_FORMAT, "%s", _("not diagnosis codes"));
	return ERR_OK;
}

static enum err check_objective(const struct form_field *f, const char *s)
{
	(void)f;
	if (!codes(s, "0123456789.", 12))
		return err_set(ERR_FORMAT, "%s", _("not codes of objectives"));
	return ERR_OK;
}

static const struct {
	const char *name;
	enum err (*check)(const struct form_field *, const char *);
} types[FIELD_TYPES] = {
    [FIELD_LINE] = {"line", check_line},
    [FIELD_TEXT] = {"text", check_text},
    [FIELD_CHOICE] = {"choice", check_choice},
    [FIELD_CHOICES] = {"choices", check_choices},
    [FIELD_DATE] = {"date", check_date},
    [FIELD_TIME] = {"time", check_time},
    [FIELD_MINUTES] = {"minutes", check_minutes},
    [FIELD_NUMBER] = {"number", check_number},
    [FIELD_SCALE] = {"scale", check_scale},
    [FIELD_CODE] = {"code", check_code},
    [FIELD_PERSON] = {"person", check_line},
    [FIELD_OBJECTIVE] = {"objective", check_objective},
    [FIELD_TABLE] = {"table", check_text},
};

const char *field_type_name(enum field_type t)
{
	return (unsigned)t < FIELD_TYPES ? types[t].name : "?";
}

enum field_type field_type_of(const char *name)
{
	enum field_type t = FIELD_LINE;

	while (t < FIELD_TYPES && strcmp(types[t].name, name) != 0)
		t++;
	return t;
}

enum err field_check(const struct form_field *f, const char *value, size_t len)
{
	struct buf b = {0};
	enum err e;

	if (len == 0)
		return ERR_OK;
	if (utf8_valid(value, len) != len || memchr(value, '\0', len) != NULL)
		return err_set(ERR_FORMAT, "%s", _("not text"));
	/* The bytes may be part of something longer. */
	e = buf_add(&b, value, len);
	if (e == ERR_OK)
		e = types[f->type].check(f, buf_str(&b));
	buf_free(&b);
	return e;
}
