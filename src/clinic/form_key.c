/* The keys of a form file, as two tables. */
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/form_read.h"

static enum err keep(struct reader *r, char **to, const char *s)
{
	free(*to);
	*to = mem_strdup(s);
	if (*to == NULL)
		r->e = ERR_NOMEM;
	return r->e;
}

static enum err keep_translated(struct reader *r, char **to, const char *s)
{
	return keep(r, to, *s == '\0' ? "" : gettext(s));
}

static enum err number(struct reader *r, const char *s, int *out)
{
	size_t sign = *s == '-', n = strspn(s + sign, "0123456789");

	if (n == 0 || n > 6 || s[sign + n] != '\0')
		return reader_refuse(r, r->line, _("not a whole number"));
	*out = atoi(s);
	return ERR_OK;
}

static enum err yes_no(struct reader *r, const char *s, bool *out)
{
	if (strcmp(s, "yes") != 0 && strcmp(s, "no") != 0)
		return reader_refuse(r, r->line, _("neither yes nor no"));
	*out = *s == 'y';
	return ERR_OK;
}

/* ---- keys of [form] ---------------------------------------------------- */

static enum err form_id(struct reader *r, const char *s)
{
	size_t n = strlen(s);

	if (!reader_lexical(s, '-', 32))
		return reader_refuse(r, r->line,
		    _("an id has 1 to 32 of a-z, 0-9 and -, a letter first"));
	if (strncmp(r->name, s, n) != 0 ||
	    (strcmp(r->name + n, ".form") != 0 &&
		strcmp(r->name + n, ".measure") != 0))
		return reader_refuse(
		    r, r->line, _("the id is not the name of the file"));
	return keep(r, &r->form->id, s);
}

static enum err form_version(struct reader *r, const char *s)
{
	int n = 0;
	enum err e = number(r, s, &n);

	if (e != ERR_OK)
		return e;
	if (n < 1 || n > 9999)
		return reader_refuse(r, r->line, _("a version is 1 to 9999"));
	r->form->version = (unsigned)n;
	return ERR_OK;
}

static enum err form_title(struct reader *r, const char *s)
{
	if (*s == '\0')
		return reader_refuse(r, r->line, _("the title is empty"));
	return keep_translated(r, &r->form->title, s);
}

static enum err form_is(struct reader *r, const char *s)
{
	if (!reader_lexical(s, '-', 16))
		return reader_refuse(r, r->line,
		    _("a kind has 1 to 16 of a-z, 0-9 and -, a letter first"));
	if ((strcmp(s, "measure") == 0) !=
	    (strlen(r->name) > 8 &&
		strcmp(r->name + strlen(r->name) - 8, ".measure") == 0))
		return reader_refuse(r, r->line,
		    _("a measure, and only a measure, ends in .measure"));
	if (strcmp(s, "measure") == 0 && r->form->measure == NULL &&
	    measure_begin(r) != ERR_OK)
		return r->e;
	return keep(r, &r->form->kind, s);
}

static enum err form_usual(struct reader *r, const char *s)
{
	bool usual = true;
	enum err e = yes_no(r, s, &usual);

	r->form->unusual = !usual;
	return e;
}

/* attended is what a signed entry says anyhow. */
static enum err form_attendance(struct reader *r, const char *s)
{
	if (strcmp(s, "missed") != 0 && strcmp(s, "cancelled") != 0)
		return reader_refuse(
		    r, r->line, _("neither missed nor cancelled"));
	return keep(r, &r->form->attendance, s);
}

static enum err form_include(struct reader *r, const char *s)
{
	if (!reader_lexical(s, '-', 32))
		return reader_refuse(r, r->line, _("not the id of a form"));
	(void)snprintf(r->include, sizeof(r->include), "%s", s);
	return ERR_OK;
}

/* ---- keys of a field ---------------------------------------------------- */

static enum err field_label(struct reader *r, const char *s)
{
	if (*s == '\0')
		return reader_refuse(r, r->line, _("the label is empty"));
	return keep_translated(r, &r->field->label, s);
}

static enum err field_hint(struct reader *r, const char *s)
{
	return keep_translated(r, &r->field->hint, s);
}

static enum err field_default(struct reader *r, const char *s)
{
	return keep(r, &r->field->def, s);
}

static enum err field_type(struct reader *r, const char *s)
{
	r->field->type = field_type_of(s);
	if (r->field->type == FIELD_TYPES)
		return reader_refuse(
		    r, r->line, _("unknown type \"%.20s\""), s);
	return ERR_OK;
}

static enum err field_required(struct reader *r, const char *s)
{
	return yes_no(r, s, &r->field->required);
}

static enum err field_scored(struct reader *r, const char *s)
{
	return yes_no(r, s, &r->field->scored);
}

static enum err field_carry(struct reader *r, const char *s)
{
	return yes_no(r, s, &r->field->carry);
}

static enum err field_alone(struct reader *r, const char *s)
{
	return yes_no(r, s, &r->field->alone);
}

static enum err field_min(struct reader *r, const char *s)
{
	return number(r, s, &r->field->min);
}

static enum err field_max(struct reader *r, const char *s)
{
	return number(r, s, &r->field->max);
}

/* The next item of a list with commas, blanks around it apart; NULL at the
 * end. */
static char *item(const char **s)
{
	const char *from = *s + strspn(*s, " ");
	size_t n = strcspn(from, ","), len = n;
	char *p;

	if (**s == '\0')
		return NULL;
	*s = from + n + (from[n] == ',');
	while (len > 0 && from[len - 1] == ' ')
		len--;
	p = mem_new(len + 1, 1);
	if (p != NULL)
		memcpy(p, from, len);
	return p;
}

static enum err add_option(struct reader *r, char *value, char *label)
{
	struct form_field *f = r->field;
	size_t cap = f->noptions;

	for (size_t i = 0; i < f->noptions; i++)
		if (strcmp(f->options[i].value, value) == 0)
			return reader_refuse(
			    r, r->line, _("an option stands twice"));
	if (f->noptions == FORM_OPTIONS)
		return reader_refuse(
		    r, r->line, _("more than %d options"), FORM_OPTIONS);
	if (mem_grow((void **)&f->options, &cap, f->noptions + 1,
		sizeof(*f->options)) != 0)
		return r->e = ERR_NOMEM;
	f->options[f->noptions].value = value;
	f->options[f->noptions++].label = label;
	return ERR_OK;
}

static enum err field_options(struct reader *r, const char *s)
{
	enum err e = ERR_OK;
	char *value, *label;

	if (*s == '\0')
		return reader_refuse(r, r->line, _("an option is empty"));
	while (e == ERR_OK && *s != '\0') {
		value = item(&s);
		if (value != NULL && *value == '\0') {
			free(value);
			return reader_refuse(
			    r, r->line, _("an option is empty"));
		}
		label = value == NULL ? NULL : mem_strdup(gettext(value));
		e = label == NULL ? (r->e = ERR_NOMEM)
				  : add_option(r, value, label);
		if (e != ERR_OK) {
			free(value);
			free(label);
		}
	}
	return e;
}

static enum err field_aliases(struct reader *r, const char *s)
{
	struct form_field *f = r->field;
	enum err e = ERR_OK;
	char *p;

	if (*s == '\0')
		return reader_refuse(r, r->line, _("an alias is empty"));
	while (e == ERR_OK && *s != '\0') {
		size_t cap = f->naliases;

		p = item(&s);
		if (p != NULL && *p == '\0')
			e = reader_refuse(r, r->line, _("an alias is empty"));
		else if (f->naliases == FORM_OPTIONS)
			e = reader_refuse(r, r->line, _("more than %d aliases"),
			    FORM_OPTIONS);
		else if (p == NULL ||
			 mem_grow((void **)&f->aliases, &cap, f->naliases + 1,
			     sizeof(*f->aliases)) != 0)
			e = r->e = ERR_NOMEM;
		if (e == ERR_OK)
			f->aliases[f->naliases++] = p;
		else
			free(p);
	}
	return e;
}

const struct form_key form_keys[] = {
    {"id", true, false, form_id},
    {"version", true, false, form_version},
    {"title", true, false, form_title},
    {"kind", true, false, form_is},
    {"include", false, false, form_include},
    {"usual", false, false, form_usual},
    {"attendance", false, false, form_attendance},
    {"stem", false, true, measure_stem},
    {"licence", false, true, measure_licence},
    {"answer", false, true, measure_answer},
    {"band", false, true, measure_band},
    {NULL, false, false, NULL},
};

const struct form_key field_keys[] = {
    {"label", true, false, field_label},
    {"hint", false, false, field_hint},
    {"type", false, false, field_type},
    {"required", false, false, field_required},
    {"carry", false, false, field_carry},
    {"default", false, false, field_default},
    {"alone", false, false, field_alone},
    {"min", false, false, field_min},
    {"max", false, false, field_max},
    {"options", false, true, field_options},
    {"aliases", false, true, field_aliases},
    {"more", false, true, item_more},
    {"answer", false, true, item_answer},
    {"scored", false, false, field_scored},
    {"critical", false, false, item_critical},
    {NULL, false, false, NULL},
};
