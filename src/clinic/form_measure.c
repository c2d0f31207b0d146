/* What a measure file has besides: answers with points, bands, a licence. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/form_read.h"
#include "clinic/measure.h"

void measure_free(struct measure *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->nbands; i++)
		free(m->bands[i].label);
	form_field_done(&m->answers);
	free(m->stem);
	free(m->licence);
	free(m);
}

enum err measure_begin(struct reader *r)
{
	struct measure *m = mem_new(1, sizeof(*m));

	if (m == NULL)
		return r->e = ERR_NOMEM;
	r->form->measure = m;
	m->stem = mem_strdup("");
	m->licence = mem_strdup("");
	if (m->stem == NULL || m->licence == NULL)
		return r->e = ERR_NOMEM;
	return ERR_OK;
}

/* The measure, NULL with a refusal in a form of another kind. */
static struct measure *of(struct reader *r)
{
	if (r->form->measure == NULL)
		(void)reader_refuse(r, r->line,
		    _("only a measure has this; its kind must stand above"));
	return r->form->measure;
}

/* Append a line of a text that is longer than a line. */
static enum err more(struct reader *r, char **to, const char *s)
{
	size_t n = strlen(*to), len = strlen(s);
	char *p = mem_new(n + len + 2, 1);

	if (p == NULL)
		return r->e = ERR_NOMEM;
	(void)snprintf(p, n + len + 2, "%s%s%s", *to, n > 0 ? " " : "", s);
	free(*to);
	*to = p;
	return ERR_OK;
}

enum err measure_stem(struct reader *r, const char *s)
{
	return of(r) == NULL ? r->e : more(r, &r->form->measure->stem, s);
}

enum err measure_licence(struct reader *r, const char *s)
{
	return of(r) == NULL ? r->e : more(r, &r->form->measure->licence, s);
}

/* A number of one to three digits; its end in *end. */
static bool digits(const char *s, int *out, const char **end)
{
	size_t n = strspn(s, "0123456789");

	*out = atoi(s);
	*end = s + n;
	return n > 0 && n <= 3;
}

/* "4/3 Nearly every day": key, points if they differ, words. */
static enum err add_answer(
    struct reader *r, struct form_field *f, const char *s)
{
	size_t cap = f->noptions, size = strlen(s) + 2;
	struct form_option o = {0};
	const char *end;
	int key;

	if (!digits(s, &key, &end) || key > 9)
		return reader_refuse(
		    r, r->line, _("an answer begins with its key, 0 to 9"));
	o.points = key;
	if (*end == '/' && !digits(end + 1, &o.points, &end))
		return reader_refuse(r, r->line, _("not a whole number"));
	if (*end != ' ' || end[1] == '\0')
		return reader_refuse(r, r->line, _("the answer is empty"));
	for (size_t i = 0; i < f->noptions; i++)
		if (f->options[i].value[0] == *s)
			return reader_refuse(
			    r, r->line, _("an option stands twice"));
	if (mem_grow((void **)&f->options, &cap, f->noptions + 1,
		sizeof(*f->options)) != 0)
		return r->e = ERR_NOMEM;
	o.value = mem_new(size, 1);
	o.label = mem_new(size, 1);
	f->options[f->noptions++] = o;
	if (o.value == NULL || o.label == NULL)
		return r->e = ERR_NOMEM;
	(void)snprintf(o.value, size, "%d: %s", key, end + 1);
	(void)snprintf(o.label, size, "%d: %s", key, end + 1);
	return ERR_OK;
}

enum err measure_answer(struct reader *r, const char *s)
{
	return of(r) == NULL ? r->e
			     : add_answer(r, &r->form->measure->answers, s);
}

/* "5-9 mild" */
enum err measure_band(struct reader *r, const char *s)
{
	struct measure *m = of(r);
	struct measure_band *b;
	const char *end;

	if (m == NULL)
		return r->e;
	if (m->nbands == MEASURE_BANDS)
		return reader_refuse(
		    r, r->line, _("more than %d bands"), MEASURE_BANDS);
	b = &m->bands[m->nbands];
	if (!digits(s, &b->from, &end) || *end != '-' ||
	    !digits(end + 1, &b->to, &end) || *end != ' ' || end[1] == '\0' ||
	    b->from > b->to)
		return reader_refuse(
		    r, r->line, _("a band is from-to and words: 5-9 mild"));
	if (m->nbands > 0 && b->from != b[-1].to + 1)
		return reader_refuse(r, r->line,
		    _("a band begins where the one before it ends"));
	b->label = mem_strdup(gettext(end + 1));
	m->nbands++;
	return b->label == NULL ? (r->e = ERR_NOMEM) : ERR_OK;
}

/* ---- keys of an item ---------------------------------------------------- */

enum err item_answer(struct reader *r, const char *s)
{
	return of(r) == NULL ? r->e : add_answer(r, r->field, s);
}

enum err item_more(struct reader *r, const char *s)
{
	return of(r) == NULL ? r->e : more(r, &r->field->label, s);
}

enum err item_critical(struct reader *r, const char *s)
{
	const char *end;

	if (of(r) == NULL)
		return r->e;
	if (!digits(s, &r->field->critical, &end) || *end != '\0' ||
	    r->field->critical == 0)
		return reader_refuse(r, r->line, _("not a whole number"));
	return ERR_OK;
}

/* ---- an item ends -------------------------------------------------------- */

/* "9. Thoughts that ...": the wording stays, the number goes before it. */
static enum err number(struct reader *r)
{
	size_t size = strlen(r->field->label) + 12;
	char *p = mem_new(size, 1);

	if (p == NULL)
		return r->e = ERR_NOMEM;
	(void)snprintf(p, size, "%zu. %s", r->form->nfields, r->field->label);
	free(r->field->label);
	r->field->label = p;
	return ERR_OK;
}

enum err measure_item(struct reader *r, unsigned line)
{
	static const char *const own[] = {"date", "remark", MEASURE_STEM,
	    MEASURE_TOTAL, MEASURE_BAND, MEASURE_CHANGE, MEASURE_LICENCE};
	struct form_field *f = r->field;

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (strcmp(f->id, own[i]) == 0)
			return reader_refuse(r, line,
			    _("[%s] is a field of every measure"), f->id);
	if (f->type != FIELD_TEXT || *f->def != '\0' || f->naliases > 0)
		return reader_refuse(
		    r, line, _("an item has a label and answers only"));
	f->type = FIELD_CHOICE;
	f->item = true;
	if (f->noptions == 0 &&
	    form_options_copy(f, &r->form->measure->answers) != ERR_OK)
		return r->e = ERR_NOMEM;
	return number(r);
}

/* ---- the file ends --------------------------------------------------------
 */

static void span(const struct form_field *f, int *least, int *most)
{
	int lo = 0, hi = 0;

	for (size_t i = 0; i < f->noptions; i++) {
		int p = f->options[i].points;

		lo = i == 0 || p < lo ? p : lo;
		hi = i == 0 || p > hi ? p : hi;
	}
	*least += f->required ? lo : 0;
	*most += hi;
}

static enum err check(struct reader *r)
{
	const struct measure *m = r->form->measure;
	int least = 0, most = 0;

	if (*m->licence == '\0')
		return reader_refuse(
		    r, r->lines[0], _("%s is missing"), "licence");
	for (size_t i = 0; i < r->form->nfields; i++)
		if (r->form->fields[i].scored)
			span(&r->form->fields[i], &least, &most);
	if (m->nbands > 0 &&
	    (m->bands[0].from != least || m->bands[m->nbands - 1].to != most))
		return reader_refuse(r, r->lines[0],
		    _("the bands do not reach from %d to %d"), least, most);
	return ERR_OK;
}

static enum err put(struct form_field *f, const char *id, enum field_type type,
    const char *label, const char *constant)
{
	*f = (struct form_field){.type = type,
	    .id = mem_strdup(id),
	    .label = mem_strdup(label),
	    .hint = mem_strdup(""),
	    .def = mem_strdup(type == FIELD_DATE ? "today" : "")};
	if (constant != NULL)
		f->constant = mem_strdup(constant);
	else
		f->computed = type != FIELD_DATE && type != FIELD_TEXT;
	f->header = f->required = type == FIELD_DATE;
	return f->id == NULL || f->label == NULL || f->hint == NULL ||
		       f->def == NULL ||
		       (constant != NULL && f->constant == NULL)
		   ? ERR_NOMEM
		   : ERR_OK;
}

/* Date and stem before the items, the rest after them. */
enum err measure_finish(struct reader *r)
{
	const struct measure *m = r->form->measure;
	const struct {
		const char *id, *label;
		enum field_type type;
		const char *constant;
	} own[] = {
	    {"date", _("Date"), FIELD_DATE, NULL},
	    {MEASURE_STEM, _("Asked"), FIELD_LINE, m->stem},
	    {"remark", _("Remark"), FIELD_TEXT, NULL},
	    {MEASURE_TOTAL, _("Total"), FIELD_NUMBER, NULL},
	    {MEASURE_BAND, _("Band"), FIELD_LINE, NULL},
	    {MEASURE_CHANGE, _("Change"), FIELD_LINE, NULL},
	    {MEASURE_LICENCE, _("Licence"), FIELD_LINE, m->licence},
	};
	const size_t nown = sizeof(own) / sizeof(*own), before = 2;
	struct form *f = r->form;
	struct form_field *all;

	if (check(r) != ERR_OK)
		return r->e;
	all = mem_new(f->nfields + nown, sizeof(*all));
	if (all == NULL)
		return r->e = ERR_NOMEM;
	memcpy(all + before, f->fields, f->nfields * sizeof(*all));
	for (size_t i = 0; i < nown; i++)
		if (put(&all[i < before ? i : i + f->nfields], own[i].id,
			own[i].type, own[i].label, own[i].constant) != ERR_OK)
			r->e = ERR_NOMEM;
	free(f->fields);
	f->fields = all;
	f->nfields += nown;
	return r->e;
}
