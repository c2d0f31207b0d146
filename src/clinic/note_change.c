/* Another form, another client, or nothing at all. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/note_internal.h"
#include "vault/newid.h"

/* ---- another form
 * -------------------------------------------------------------- */

struct kept {
	const struct form *form;
	struct note_value *values;
	size_t n;
};

/* Each old text goes to the field of the same id, the others to the end. */
static enum err pour(struct note *n, const struct kept *old)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < old->n && e == ERR_OK; i++) {
		const char *id = old->form->fields[i].id;
		const struct buf *t = &old->values[i].text;

		if (note_index(n, id) < n->nvalues && t->len > 0)
			e = note_set(n, id, t->p, t->len);
	}
	for (size_t i = 0; i < old->n && e == ERR_OK; i++) {
		const struct form_field *f = &old->form->fields[i];
		const struct buf *t = &old->values[i].text;

		if (note_index(n, f->id) < n->nvalues)
			continue;
		e = note_lose(n, f->id);
		if (e == ERR_OK && t->len > 0)
			e = note_adopt(n, f->label, t->p, t->len);
	}
	return e;
}

/* Take the values out of the note; done or undone by what follows. */
static struct kept take_out(struct note *n)
{
	struct kept k = {n->facts.form, n->values, n->nvalues};

	n->values = NULL;
	n->nvalues = 0;
	return k;
}

static void kept_done(struct kept *k)
{
	for (size_t i = 0; i < k->n; i++)
		buf_free(&k->values[i].text);
	free(k->values);
}

enum err note_convert(struct note *n, const struct form *f)
{
	struct kept old;
	enum err e;

	if (n->facts.readonly)
		return err_set(ERR_CONFLICT, "held by another login");
	if (n->facts.act != ACT_ORIGINAL)
		return err_set(ERR_UNSUPPORTED, "not a first version");
	if (f == n->facts.form)
		return ERR_OK;
	old = take_out(n);
	e = note_use_form(n, f);
	if (e == ERR_OK)
		e = pour(n, &old);
	if (e == ERR_OK)
		e = note_defaults(n);
	if (e != ERR_OK) { /* as it was; the draft file has not seen it */
		struct kept half = take_out(n);

		kept_done(&half);
		n->values = old.values;
		n->nvalues = old.n;
		n->facts.form = old.form;
		memcpy(n->meta.form, old.form->id, strlen(old.form->id) + 1);
		note_title(n, old.form->title);
		n->nlost = 0;
		return e;
	}
	kept_done(&old);
	buf_clear(&n->preview);
	n->meta.closed = false;
	return n->stored ? note_flush(n) : ERR_OK;
}

/* ---- another client
 * -------------------------------------------------------------- */

/* Facts that came by themselves from the wrong client's last note go. */
static enum err drop_carried(struct note *n)
{
	const struct form *f = n->facts.form;
	struct record last = {0};
	enum err e = note_last(n->c, &n->facts.chart, 0, &last);

	if (e == ERR_NOTFOUND)
		return ERR_OK;
	for (size_t i = 0; i < f->nfields && e == ERR_OK; i++)
		if (f->fields[i].carry &&
		    strcmp(record_get(&last, f->fields[i].id),
			buf_str(&n->values[i].text)) == 0)
			e = note_set(n, f->fields[i].id, "", 0);
	record_done(&last);
	return e;
}

static void all_dirty(struct note *n)
{
	for (size_t i = 0; i < n->nvalues; i++)
		n->values[i].dirty = n->values[i].text.len > 0;
	n->looks_dirty = n->looks.len > 0;
	n->meta_dirty = true;
}

/* A session's note leaves its session, so it needs an id of its own: the words
 * are in the new draft before the old one goes. */
static enum err move_to_new(struct note *n, const struct id *chart)
{
	struct draft *was = n->d, *now = NULL;
	struct draft_meta old = n->meta;
	bool held = false;
	enum err e;

	newid(&n->meta.id);
	n->meta.chart = *chart;
	n->meta.session = id_zero;
	e = draft_open(n->c->vault, &n->meta.id, chart, &now, &held);
	if (e != ERR_OK) {
		n->meta = old;
		return e;
	}
	n->d = now;
	all_dirty(n);
	e = note_flush(n);
	if (e != ERR_OK) {
		n->d = was;
		n->meta = old;
		draft_close(now);
		return e;
	}
	e = draft_remove(was);
	draft_close(was);
	return e;
}

enum err note_move(struct note *n, const struct id *chart)
{
	enum err e;

	if (n->facts.readonly)
		return err_set(ERR_CONFLICT, "held by another login");
	if (n->facts.act != ACT_ORIGINAL)
		return err_set(ERR_UNSUPPORTED, "not a first version");
	if (client_get(n->c, chart) == NULL)
		return err_set(ERR_NOTFOUND, "client");
	e = drop_carried(n);
	if (e == ERR_OK && !id_is_zero(&n->facts.session)) {
		e = move_to_new(n, chart);
	} else if (e == ERR_OK) {
		e = draft_move(n->d, chart);
		if (e == ERR_OK)
			n->meta.chart = *chart;
		if (e == ERR_OK && n->stored)
			e = note_flush(n);
	}
	n->facts.id = n->meta.id;
	n->facts.chart = n->meta.chart;
	n->facts.session = n->meta.session;
	buf_clear(&n->preview);
	return e;
}

/* ---- nothing
 * ----------------------------------------------------------------------- */

static const char *const reasons[] = {N_("wrong client"), N_("written twice"),
    N_("no session took place"), N_("begun by mistake"), N_("other"), NULL};

const char *const *note_discard_reasons(void)
{
	return reasons;
}

static const char *known_reason(const char *reason)
{
	size_t i = 0;

	while (reasons[i + 1] != NULL && strcmp(reasons[i], reason) != 0)
		i++;
	return reasons[i];
}

enum err note_discard(struct note *n, const char *reason)
{
	enum err e;

	if (n->facts.readonly)
		return err_set(ERR_CONFLICT, "held by another login");
	if (!id_is_zero(&n->facts.session) && n->facts.act == ACT_ORIGINAL) {
		e = session_discarded(
		    n->c, &n->facts.session, known_reason(reason));
		if (e != ERR_OK)
			return e;
	}
	e = draft_remove(n->d);
	if (e != ERR_OK)
		return e;
	n->stored = false;
	n->facts.readonly = true; /* there is nothing to write to any more */
	return ERR_OK;
}
