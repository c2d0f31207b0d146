#include "clinic/note_meta.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vault/fields.h"

static enum err add_id(
    struct buf *out, unsigned *n, const char *tag, const struct id *id)
{
	char hex[ID_HEX];

	if (id_is_zero(id))
		return ERR_OK;
	++*n;
	return fields_adds(out, tag, id_hex(id, hex));
}

static enum err add_number(
    struct buf *out, unsigned *n, const char *tag, int64_t v)
{
	char s[24];

	if (v == 0)
		return ERR_OK;
	++*n;
	(void)snprintf(s, sizeof(s), "%" PRId64, v);
	return fields_adds(out, tag, s);
}

static enum err add_text(
    struct buf *out, unsigned *n, const char *tag, const char *s)
{
	if (*s == '\0')
		return ERR_OK;
	++*n;
	return fields_adds(out, tag, s);
}

enum err meta_encode(const struct draft_meta *m, struct buf *out)
{
	unsigned n = 0;
	enum err e;

	if ((e = fields_begin(out)) == ERR_OK &&
	    (e = add_text(out, &n, "form", m->form)) == ERR_OK &&
	    (e = add_text(out, &n, "act", act_name(m->act))) == ERR_OK &&
	    (e = add_id(out, &n, "session", &m->session)) == ERR_OK &&
	    (e = add_id(out, &n, "target", &m->target)) == ERR_OK &&
	    (e = add_number(out, &n, "ver", m->ver)) == ERR_OK &&
	    (e = add_number(out, &n, "when", m->when)) == ERR_OK &&
	    (e = add_number(out, &n, "saved", m->saved)) == ERR_OK &&
	    (e = add_number(out, &n, "closed", m->closed)) == ERR_OK &&
	    (e = add_number(out, &n, "whole", m->whole)) == ERR_OK &&
	    (e = add_text(out, &n, "title", m->title)) == ERR_OK &&
	    (e = add_text(out, &n, "field", m->field)) == ERR_OK &&
	    (e = add_number(out, &n, "offset", (int64_t)m->offset)) == ERR_OK)
		fields_end(out, n);
	return e;
}

static bool get(char *to, size_t size, const char *v)
{
	size_t len = strlen(v);

	if (len >= size)
		return false;
	memcpy(to, v, len + 1);
	return true;
}

static bool get_act(struct draft_meta *m, const char *v)
{
	for (unsigned a = 0; a < ACT_COUNT; a++)
		if (strcmp(act_name(a), v) == 0) {
			m->act = a;
			return true;
		}
	return false;
}

static bool take(struct draft_meta *m, const char *tag, const char *v)
{
	int64_t n = (int64_t)strtoll(v, NULL, 10);

	if (strcmp(tag, "form") == 0)
		return get(m->form, sizeof(m->form), v);
	if (strcmp(tag, "title") == 0)
		return get(m->title, sizeof(m->title), v);
	if (strcmp(tag, "field") == 0)
		return get(m->field, sizeof(m->field), v);
	if (strcmp(tag, "act") == 0)
		return get_act(m, v);
	if (strcmp(tag, "session") == 0)
		return id_parse(v, &m->session);
	if (strcmp(tag, "target") == 0)
		return id_parse(v, &m->target);
	if (strcmp(tag, "ver") == 0)
		m->ver = (uint32_t)n;
	else if (strcmp(tag, "when") == 0)
		m->when = n;
	else if (strcmp(tag, "saved") == 0)
		m->saved = n;
	else if (strcmp(tag, "closed") == 0)
		m->closed = n == 1;
	else if (strcmp(tag, "whole") == 0)
		m->whole = n == 1;
	else if (strcmp(tag, "offset") == 0)
		m->offset = n < 0 ? 0 : (size_t)n;
	return true;
}

static enum err on_tag(void *arg, const char *tag, const void *v, size_t len)
{
	char text[96] = "";

	if (len >= sizeof(text))
		return err_set(ERR_FORMAT, "draft: %s", tag);
	if (len > 0)
		memcpy(text, v, len);
	if (!take(arg, tag, text))
		return err_set(ERR_FORMAT, "draft: %s", tag);
	return ERR_OK;
}

enum err meta_decode(const void *p, size_t len, struct draft_meta *out)
{
	struct draft_meta m = {0};
	enum err e = fields_each(p, len, on_tag, &m);

	if (e == ERR_OK)
		*out = m;
	return e;
}

enum note_state meta_state(const struct draft_meta *m)
{
	return m->whole ? NOTE_UNSIGNED : NOTE_DRAFT;
}

static enum err on_draft(void *arg, const struct draft_info *info)
{
	struct metas *ms = arg;
	struct draft_meta m = {0};

	/* A half-filled client file waits as a draft too, but is no note. */
	if (info->metalen == 0)
		return ERR_OK;
	if (mem_grow((void **)&ms->v, &ms->cap, ms->n + 1, sizeof(m)) != 0)
		return ERR_NOMEM;
	if (meta_decode(info->meta, info->metalen, &m) != ERR_OK)
		memset(&m, 0, sizeof(m));
	m.id = info->id;
	m.chart = info->chart;
	ms->v[ms->n++] = m;
	return ERR_OK;
}

/* ---- drafts that were signed -------------------------------------------- */

struct signing {
	const struct draft_meta *m;
	struct id me;
	bool found;
};

/* The version that the draft would have become, by its author, and nothing was
 * typed since. */
static enum err on_version(void *arg, const struct entry_head *h)
{
	struct signing *s = arg;

	if (id_equal(&h->entry, &s->m->id) && h->ver == s->m->ver + 1 &&
	    id_equal(&h->author, &s->me) && h->time >= s->m->saved)
		s->found = true;
	return ERR_OK;
}

static bool was_signed(struct clinic *c, const struct draft_meta *m)
{
	struct signing s = {.m = m, .me = c->whose};
	uint32_t newest = 0;

	/* A row that could not be read says nothing about itself. */
	if (m->saved == 0 || id_is_zero(&m->chart))
		return false;
	if (entry_newest(c->vault, &m->chart, &m->id, &newest) != ERR_OK ||
	    (newest > m->ver && entry_each(c->vault, &m->chart, ENTRY_RECORD,
				    on_version, &s) != ERR_OK)) {
		err_clear();
		return false;
	}
	return s.found;
}

/* What is left of a draft whose signing was cut short, after the signature. */
static void sweep(struct clinic *c, const struct draft_meta *m)
{
	struct draft *d = NULL;
	bool held = false;

	if (draft_open(c->vault, &m->id, &m->chart, &d, &held) == ERR_OK &&
	    !held && draft_remove(d) != ERR_OK)
		err_clear();
	draft_close(d);
	err_clear();
}

static void drop_signed(struct clinic *c, struct metas *ms)
{
	size_t n = 0;

	for (size_t i = 0; i < ms->n; i++)
		if (was_signed(c, &ms->v[i]))
			sweep(c, &ms->v[i]);
		else
			ms->v[n++] = ms->v[i];
	ms->n = n;
}

enum err metas_load(struct clinic *c, struct metas *out)
{
	struct metas ms = {0};
	enum err e = draft_each(c->vault, on_draft, &ms);

	if (e == ERR_OK)
		drop_signed(c, &ms);
	for (size_t i = 0; i < ms.n && e == ERR_OK; i++)
		e = idmap_put(&ms.map, &ms.v[i].id, &ms.v[i]);
	if (e != ERR_OK) {
		metas_done(&ms);
		return e;
	}
	*out = ms;
	return ERR_OK;
}

void metas_done(struct metas *ms)
{
	if (ms->v != NULL)
		mem_wipe(ms->v, ms->cap * sizeof(*ms->v));
	free(ms->v);
	idmap_done(&ms->map);
	memset(ms, 0, sizeof(*ms));
}
