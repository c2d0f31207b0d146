#include "ui/inputs_value.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"

static enum err number(const struct input *f, long *out)
{
	const char *s = textbuf_str(f->text);
	char *end;
	long n;

	if (s[0] == '\0')
		return ERR_NOTFOUND;
	errno = 0;
	n = strtol(s, &end, 10);
	while (*end == ' ')
		end++;
	if (end == s || *end != '\0' || errno != 0)
		return ERR_FORMAT;
	if ((f->min != 0 || f->max != 0) && (n < f->min || n > f->max))
		return ERR_LIMIT;
	if (f->type == INPUT_MINUTES && (n < 0 || n > 24 * 60))
		return ERR_LIMIT;
	*out = n;
	return ERR_OK;
}

static bool tidy_number(
    const struct input *f, char *out, size_t size, const char **why)
{
	long n;

	switch (number(f, &n)) {
	case ERR_OK:
		snprintf(out, size, "%ld", n);
		return true;
	case ERR_LIMIT:
		*why = _("this number is out of range");
		return false;
	default:
		*why = _("this is not a whole number");
		return false;
	}
}

bool inputs_value_tidy(const struct input *f, struct date today, char *out,
    size_t size, const char **why)
{
	const char *s = textbuf_str(f->text);
	char word[DATE_STR];
	struct date d;
	int minute;

	out[0] = '\0';
	if (s[0] == '\0')
		return true;
	switch (f->type) {
	case INPUT_DATE:
		*why = _("this is not a date; 18 11, 18 Nov, t or -7 are");
		if (date_parse(s, today, &d) != ERR_OK)
			return false;
		snprintf(out, size, "%s", date_full(d, word));
		return true;
	case INPUT_TIME:
		*why = _("this is not a time; 9, 930 or 9:30 are");
		if (time_parse(s, &minute) != ERR_OK)
			return false;
		snprintf(out, size, "%s", time_str(minute, word));
		return true;
	case INPUT_MINUTES:
	case INPUT_NUMBER:
	case INPUT_SCALE:
		return tidy_number(f, out, size, why);
	default:
		return true;
	}
}

enum err inputs_date(const struct inputs *in, size_t i, struct date *out)
{
	const char *s = textbuf_str(in->inputs[i].text);

	if (s[0] == '\0')
		return ERR_NOTFOUND;
	return date_parse(s, in->today, out);
}

enum err inputs_time(const struct inputs *in, size_t i, int *minute)
{
	const char *s = textbuf_str(in->inputs[i].text);

	if (s[0] == '\0')
		return ERR_NOTFOUND;
	return time_parse(s, minute);
}

enum err inputs_number(const struct inputs *in, size_t i, long *out)
{
	return number(&in->inputs[i], out);
}

size_t inputs_choice(const struct inputs *in, size_t i)
{
	const struct input *f = &in->inputs[i];

	for (size_t k = 0; k < f->n_options; k++) {
		if (strcmp(f->options[k].id, textbuf_str(f->text)) == 0)
			return k;
	}
	return f->n_options;
}

bool inputs_has(const struct inputs *in, size_t i, const char *id)
{
	const char *s = textbuf_str(in->inputs[i].text);
	size_t len = strlen(id);

	while (*s != '\0') {
		size_t n = strcspn(s, "\n");

		if (n == len && memcmp(s, id, n) == 0)
			return true;
		s += n + (s[n] != '\0' ? 1 : 0);
	}
	return false;
}
