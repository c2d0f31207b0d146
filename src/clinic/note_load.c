/* From the draft file into memory. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clinic/note_internal.h"

static enum err on_field(void *arg, const char *tag, const void *p, size_t len)
{
	struct note *n = arg;
	enum err e;

	if (strcmp(tag, TAG_META) == 0) {
		struct draft_meta m;

		e = meta_decode(p, len, &m);
		if (e != ERR_OK)
			return e;
		m.id = n->meta.id;
		m.chart = n->meta.chart;
		n->meta = m;
		return ERR_OK;
	}
	if (strcmp(tag, TAG_LOOKS) == 0) {
		buf_clear(&n->looks);
		return buf_add(&n->looks, p, len);
	}
	if (tag[0] == '@')
		return ERR_OK;
	e = note_set(n, tag, p, len);
	return e == ERR_NOTFOUND ? ERR_OK : e;
}

/* Fields that the form of today lacks: their text joins the last section and
 * is stored there with the next word. */
static enum err on_lost(void *arg, const char *tag, const void *p, size_t len)
{
	struct note *n = arg;
	enum err e;

	if (tag[0] == '@' || note_index(n, tag) < n->nvalues)
		return ERR_OK;
	e = note_adopt(n, tag, p, len);
	return e == ERR_OK ? note_lose(n, tag) : e;
}

static void meta_to_facts(struct note *n)
{
	struct note_facts *f = &n->facts;

	f->id = n->meta.id;
	f->chart = n->meta.chart;
	f->session = n->meta.session;
	f->act = n->meta.act;
	f->target = n->meta.target;
	f->target_ver = n->meta.ver;
	f->when = n->meta.when;
	memcpy(f->cursor_field, n->meta.field, sizeof(f->cursor_field));
	f->cursor = n->meta.offset;
}

enum err note_load(struct note *n)
{
	struct buf meta = {0};
	enum err e = draft_get(n->d, TAG_META, &meta);

	buf_free(&meta);
	if (e == ERR_NOTFOUND) /* nobody typed yet: what is prefilled stays */
		return ERR_OK;
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < n->nvalues; i++)
		buf_clear(&n->values[i].text);
	n->nlost = 0;
	e = draft_fields(n->d, on_field, n);
	for (size_t i = 0; i < n->nvalues; i++)
		n->values[i].dirty = false;
	if (e == ERR_OK)
		e = draft_fields(n->d, on_lost, n);
	n->meta_dirty = n->looks_dirty = false;
	n->stored = n->saved = true;
	buf_clear(&n->preview);
	meta_to_facts(n);
	return e;
}

enum err note_begin(struct clinic *c, const struct draft_meta *m,
    const struct form *f, struct note **out)
{
	struct note *n = mem_new(1, sizeof(*n));
	enum err e;

	if (n == NULL)
		return ERR_NOMEM;
	n->c = c;
	n->meta = *m;
	n->saved = true;
	e = note_use_form(n, f);
	if (e == ERR_OK)
		e = draft_open(
		    c->vault, &m->id, &m->chart, &n->d, &n->facts.readonly);
	if (e != ERR_OK) {
		note_free(n);
		return e;
	}
	if (n->facts.readonly)
		n->facts.held_since = draft_held_since(n->d);
	meta_to_facts(n);
	*out = n;
	return ERR_OK;
}
