/* What a measure adds to a note: a total, the change, and two checks. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/measure.h"
#include "clinic/note_internal.h"

const struct form *note_measure(const struct note *n)
{
	const struct form *f = n->facts.form;

	/* A correction is written in a form of its own. */
	if (n->facts.act == ACT_CORRECTION) {
		f = forms_get(n->c->forms, n->base.form);
		if (f != NULL && f->version != n->base.version)
			return NULL;
	}
	return f == NULL || f->measure == NULL ? NULL : f;
}

static const char *value(const void *arg, const char *field)
{
	return note_text(arg, field);
}

/* ---- the record
 * ---------------------------------------------------------------- */

bool measure_wants(const char *kind)
{
	return strcmp(kind, "measure") == 0;
}

void measure_take(struct entry_node *n, const struct record *r)
{
	const char *total = record_get(r, MEASURE_TOTAL);

	n->scored = measure_wants(r->kind) && *total != '\0';
	n->score = n->scored ? atoi(total) : 0;
}

/* The newest entry of the same measure before this one, NULL. */
static const struct entry_node *before(
    const struct note *n, const struct chart_node *ch, const struct record *r)
{
	const struct entry_node *last = NULL;

	for (size_t i = 0; i < ch->n; i++) {
		const struct entry_node *en = ch->v[i];

		if (en->bad || en->act == ACT_ERROR || !en->scored ||
		    strcmp(en->form, r->form) != 0 || en->when > r->when ||
		    id_equal(&en->entry, &n->facts.id))
			continue;
		if (last == NULL || en->when >= last->when)
			last = en;
	}
	return last;
}

/* "-5 since 4 Nov 2025 (16)" */
static enum err change(struct note *n, const struct record *r,
    const struct measure_result *res, struct buf *out)
{
	const struct entry_node *last;
	struct chart_node *ch = NULL;
	char day[DATE_STR];
	int minute;
	enum err e = chart_fresh(n->c, &n->facts.chart, &ch);

	if (e != ERR_OK)
		return e;
	last = before(n, ch, r);
	if (last == NULL)
		return buf_adds(out, _("the first one here"));
	return buf_addf(out, _("%+d since %s (%d)"), res->total - last->score,
	    date_full(date_of(last->when, &minute), day), last->score);
}

static enum err put(
    struct note *n, struct record *r, const char *id, const char *s)
{
	if (form_field(n->facts.form, id) == NULL)
		return ERR_OK;
	return record_set(r, n->facts.form, id, s, strlen(s));
}

static enum err put_constants(struct note *n, struct record *r)
{
	const struct form *f = n->facts.form;
	enum err e = ERR_OK;

	for (size_t i = 0; i < f->nfields && e == ERR_OK; i++)
		if (f->fields[i].constant != NULL)
			e = put(n, r, f->fields[i].id, f->fields[i].constant);
	return e;
}

static enum err put_score(
    struct note *n, struct record *r, const struct measure_result *res)
{
	struct buf total = {0}, diff = {0};
	enum err e = ERR_OK;

	if (res->open == 0) {
		e = buf_addf(&total, "%d", res->total);
		if (e == ERR_OK)
			e = change(n, r, res, &diff);
	}
	if (e == ERR_OK)
		e = put(n, r, MEASURE_TOTAL, buf_str(&total));
	if (e == ERR_OK)
		e = put(n, r, MEASURE_BAND, res->band);
	if (e == ERR_OK)
		e = put(n, r, MEASURE_CHANGE, buf_str(&diff));
	buf_free(&total);
	buf_free(&diff);
	return e;
}

enum err note_measured(struct note *n, struct record *r)
{
	const struct form *f = note_measure(n);
	struct measure_result res;
	struct buf title = {0};
	char *copy;
	enum err e;

	if (f == NULL)
		return ERR_OK;
	measure_score(f, value, n, &res);
	e = put_constants(n, r);
	if (e == ERR_OK)
		e = put_score(n, r, &res);
	if (e == ERR_OK)
		e = measure_title(f, &res, &title);
	if (e == ERR_OK) {
		copy = mem_strdup(buf_str(&title));
		if (copy == NULL) {
			e = ERR_NOMEM;
		} else {
			mem_strfree(r->title);
			r->title = copy;
		}
	}
	buf_free(&title);
	return e;
}

/* ---- checks
 * -------------------------------------------------------------------- */

bool note_is_measure(const struct note *n)
{
	return note_measure(n) != NULL;
}

const char *note_open_item(const struct note *n, unsigned *open)
{
	const struct form *f = note_measure(n);
	struct measure_result res;

	measure_score(f, value, n, &res);
	*open = res.open;
	for (size_t i = 0; i < f->nfields; i++)
		if (f->fields[i].scored && f->fields[i].required &&
		    *note_text(n, f->fields[i].id) == '\0')
			return f->fields[i].id;
	return "";
}

/* A risk assessment of that day or later, or one that is begun. */
static enum err risk_is_looked_at(struct note *n, bool *yes)
{
	struct record r = {0};
	struct chart_node *ch = NULL;
	struct metas ms = {0};
	int minute;
	enum err e = note_record(n, &r);

	if (e == ERR_OK)
		e = chart_fresh(n->c, &n->facts.chart, &ch);
	if (e == ERR_OK)
		e = metas_load(n->c, &ms);
	for (size_t i = 0; e == ERR_OK && i < ch->n; i++)
		if (!ch->v[i]->bad && ch->v[i]->act != ACT_ERROR &&
		    strcmp(ch->v[i]->form, "risk") == 0 &&
		    date_cmp(date_of(ch->v[i]->when, &minute),
			date_of(r.when, &minute)) >= 0)
			*yes = true;
	for (size_t i = 0; e == ERR_OK && i < ms.n; i++)
		if (id_equal(&ms.v[i].chart, &n->facts.chart) &&
		    strcmp(ms.v[i].form, "risk") == 0)
			*yes = true;
	metas_done(&ms);
	record_done(&r);
	return e;
}

enum err note_critical(struct note *n, const char **item)
{
	struct measure_result res;
	bool looked = false;
	enum err e = ERR_OK;

	measure_score(note_measure(n), value, n, &res);
	if (res.critical != NULL)
		e = risk_is_looked_at(n, &looked);
	*item = res.critical != NULL && !looked ? res.critical : "";
	return e;
}
