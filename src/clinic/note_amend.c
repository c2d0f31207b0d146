/* What comes after signing: addendum, correction, entered in error. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clinic/form_read.h"
#include "clinic/note_internal.h"
#include "vault/newid.h"

/* ---- a form for a correction
 * ------------------------------------------------- */

static enum err field_of_value(
    const struct record_value *v, struct form_field *f)
{
	f->id = mem_strdup(v->id);
	f->label = mem_strdup(v->heading);
	f->hint = mem_strdup("");
	f->def = mem_strdup("");
	f->header = record_is_header(v);
	/* Its choices are not known any more. */
	f->type = v->type;
	if (v->type == FIELD_CHOICE || v->type == FIELD_PERSON ||
	    v->type == FIELD_SCALE || v->type == FIELD_NUMBER)
		f->type = FIELD_LINE;
	if (v->type == FIELD_CHOICES)
		f->type = FIELD_TEXT;
	return f->id == NULL || f->label == NULL || f->hint == NULL ||
		       f->def == NULL
		   ? ERR_NOMEM
		   : ERR_OK;
}

enum err form_of_record(const struct record *r, struct form **out)
{
	struct form *f = mem_new(1, sizeof(*f));
	enum err e = ERR_NOMEM;

	if (f == NULL)
		return e;
	f->id = mem_strdup(r->form);
	f->title = mem_strdup(r->title);
	f->kind = mem_strdup(r->kind);
	f->file = mem_strdup("");
	f->attendance = mem_strdup("");
	f->version = r->version;
	f->fields = mem_new(r->nvalues, sizeof(*f->fields));
	if (f->id != NULL && f->title != NULL && f->kind != NULL &&
	    f->attendance != NULL && f->file != NULL && f->fields != NULL)
		e = ERR_OK;
	for (size_t i = 0; i < r->nvalues && e == ERR_OK; i++)
		e = field_of_value(&r->values[i], &f->fields[f->nfields++]);
	if (e == ERR_OK)
		*out = f;
	else
		form_free(f);
	return e;
}

/* The form that the entry was written in, if it is still here as it was. */
static enum err entry_form(
    struct clinic *c, const struct record *r, struct form **out)
{
	const struct form *f = forms_get(c->forms, r->form);
	static const struct form none;
	enum err e = ERR_OK;

	if (f == NULL || f->version != r->version)
		return form_of_record(r, out);
	for (size_t i = 0; i < r->nvalues; i++)
		if (form_field(f, r->values[i].id) == NULL)
			return form_of_record(r, out);
	e = form_join(&none, f, out);
	return e;
}

static enum err correction_form(
    struct clinic *c, const struct record *r, struct form **out)
{
	const struct form *reason = forms_get(c->forms, "correction");
	struct form *f = NULL;
	enum err e;

	if (reason == NULL)
		return err_set(ERR_NOTFOUND, "correction.form");
	e = entry_form(c, r, &f);
	if (e == ERR_OK)
		e = form_join(reason, f, out);
	form_free(f);
	return e;
}

static enum err error_form(
    struct clinic *c, const struct record *r, struct form **out)
{
	const struct form *reason = forms_get(c->forms, "error");
	static const struct form none;

	(void)r;
	if (reason == NULL)
		return err_set(ERR_NOTFOUND, "error.form");
	return form_join(&none, reason, out);
}

enum err amend_load(struct clinic *c, const struct draft_meta *m,
    struct record *base, struct form **own)
{
	struct entry en = {0};
	struct record r = {0};
	enum err e;

	if ((e = chart_view(c->vault, &m->chart)) == ERR_OK)
		e = entry_read(c->vault, &m->chart, &m->target, m->ver, &en);
	if (e == ERR_OK)
		e = record_decode(en.payload.p, en.payload.len, &r);
	if (e == ERR_OK && m->act == ACT_CORRECTION)
		e = correction_form(c, &r, own);
	else if (e == ERR_OK)
		e = error_form(c, &r, own);
	entry_done(&en);
	if (e == ERR_OK)
		*base = r;
	else
		record_done(&r);
	return e;
}

/* ---- beginning
 * ----------------------------------------------------------------- */

/* What is signed now is where a correction begins. */
static enum err prefill(struct note *n)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < n->base.nvalues && e == ERR_OK; i++)
		e = note_set(n, n->base.values[i].id, n->base.values[i].text.p,
		    n->base.values[i].text.len);
	return e;
}

static enum err begin_version(
    struct clinic *c, const struct draft_meta *m, struct note **out)
{
	struct record base = {0};
	struct form *own = NULL;
	struct note *n = NULL;
	enum err e = amend_load(c, m, &base, &own);

	if (e == ERR_OK)
		e = note_begin(c, m, own, &n);
	if (e != ERR_OK) {
		record_done(&base);
		form_free(own);
		return e;
	}
	n->base = base;
	n->own = own;
	/* Listed under the entry by what it is, not by the form's title. */
	if (m->act == ACT_CORRECTION)
		note_title(n, forms_get(c->forms, "correction")->title);
	e = m->act == ACT_CORRECTION ? prefill(n) : ERR_OK;
	if (e != ERR_OK) {
		note_close(n);
		return e;
	}
	*out = n;
	return ERR_OK;
}

/* A draft of the same kind about the same entry; the other kind of version is
 * in the way. */
static enum err begun(const struct metas *ms, const struct id *entry,
    enum act act, const struct draft_meta **out)
{
	*out = NULL;
	for (size_t i = 0; i < ms->n; i++) {
		const struct draft_meta *m = &ms->v[i];

		if (!id_equal(&m->target, entry))
			continue;
		if (m->act == act)
			*out = m;
		else if (m->act != ACT_ADDENDUM && act != ACT_ADDENDUM)
			return err_set(
			    ERR_EXISTS, "%s is begun", act_name(m->act));
	}
	return ERR_OK;
}

static enum err begin_act(struct clinic *c, const struct entry_node *en,
    struct draft_meta *m, struct note **out)
{
	const struct form *f;

	m->target = en->entry;
	m->session = en->session;
	m->closed = true;
	if (m->act != ACT_ADDENDUM) {
		m->id = en->entry;
		m->ver = en->ver;
		m->when = en->when;
		return begin_version(c, m, out);
	}
	newid(&m->id);
	m->when = clock_utc(c->clock);
	m->session = id_zero;
	if (!id_is_zero(&en->target)) /* an addendum: both are of the same */
		m->target = en->target;
	f = forms_get(c->forms, "addendum");
	if (f == NULL)
		return err_set(ERR_NOTFOUND, "addendum.form");
	return note_begin(c, m, f, out);
}

enum err note_amend(struct clinic *c, const struct id *chart,
    const struct id *entry, enum act act, struct note **out)
{
	struct draft_meta m = {.act = act, .chart = *chart};
	const struct draft_meta *old = NULL;
	const struct entry_node *en;
	struct chart_node *ch = NULL;
	struct metas ms = {0};
	enum err e;

	if (act == ACT_ORIGINAL)
		return err_set(ERR_UNSUPPORTED, "original");
	e = chart_fresh(c, chart, &ch);
	if (e != ERR_OK)
		return e;
	en = entry_node(ch, entry);
	if (en == NULL)
		return err_set(ERR_NOTFOUND, "entry");
	if (en->bad)
		return err_set(ERR_CORRUPT, "entry");
	if (en->act == ACT_ERROR)
		return err_set(ERR_CONFLICT, "entered in error");
	if (act != ACT_ADDENDUM && !id_equal(&en->author, &c->whose))
		return err_set(ERR_DENIED, "not the author");
	e = metas_load(c, &ms);
	if (e == ERR_OK)
		e = begun(&ms, entry, act, &old);
	if (e == ERR_OK)
		e = old == NULL ? begin_act(c, en, &m, out)
				: note_resume(c, old, out);
	metas_done(&ms);
	return e;
}
