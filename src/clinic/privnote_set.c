#include "clinic/privnote_set.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "vault/fields.h"

static void item_done(struct privitem *it)
{
	buf_free(&it->pub.text);
	mem_wipe(it, sizeof(*it));
}

void privset_done(struct privset *s)
{
	for (size_t i = 0; i < s->n; i++)
		item_done(&s->v[i]);
	free(s->v);
	memset(s, 0, sizeof(*s));
}

void privset_drop(struct privset *s, size_t i)
{
	item_done(&s->v[i]);
	s->n--;
	memmove(&s->v[i], &s->v[i + 1], (s->n - i) * sizeof(*s->v));
	memset(&s->v[s->n], 0, sizeof(*s->v));
}

static enum err grow(struct privset *s)
{
	return mem_grow((void **)&s->v, &s->cap, s->n + 1, sizeof(*s->v)) == 0
		   ? ERR_OK
		   : ERR_NOMEM;
}

/* ---- payloads
 * ------------------------------------------------------------------- */

enum err privitem_encode(const struct privitem *it, bool text, struct buf *out)
{
	const struct privnote *p = &it->pub;
	char hex[ID_HEX], when[24];
	enum err e;

	(void)snprintf(when, sizeof(when), "%" PRId64, p->when);
	if ((e = fields_begin(out)) != ERR_OK ||
	    (e = fields_adds(out, "chart", id_hex(&p->chart, hex))) != ERR_OK ||
	    (e = fields_adds(out, "session",
		 id_is_zero(&p->session) ? "" : id_hex(&p->session, hex))) !=
		ERR_OK ||
	    (e = fields_adds(out, "kind", p->sud ? "sud" : "psychotherapy")) !=
		ERR_OK ||
	    (e = fields_adds(out, "when", when)) != ERR_OK)
		return e;
	if (text)
		e = fields_add(out, "text", p->text.p, p->text.len);
	if (e == ERR_OK)
		fields_end(out, text ? 5 : 4);
	return e;
}

static bool take(struct privnote *p, const char *tag, const char *v)
{
	if (strcmp(tag, "chart") == 0)
		return id_parse(v, &p->chart);
	if (strcmp(tag, "session") == 0)
		return *v == '\0' || id_parse(v, &p->session);
	if (strcmp(tag, "kind") == 0)
		p->sud = strcmp(v, "sud") == 0;
	else if (strcmp(tag, "when") == 0)
		p->when = (int64_t)strtoll(v, NULL, 10);
	return true;
}

static enum err on_tag(void *arg, const char *tag, const void *v, size_t len)
{
	struct privnote *p = arg;
	char text[64] = "";

	if (strcmp(tag, "text") == 0) {
		if (utf8_valid(v, len) != len)
			return err_set(ERR_CORRUPT, "private note: text");
		buf_clear(&p->text);
		return buf_add(&p->text, v, len);
	}
	if (len >= sizeof(text))
		return err_set(ERR_CORRUPT, "private note: %s", tag);
	if (len > 0)
		memcpy(text, v, len);
	if (!take(p, tag, text))
		return err_set(ERR_CORRUPT, "private note: %s", tag);
	return ERR_OK;
}

static enum err decode(const void *p, size_t len, struct privnote *out)
{
	enum err e = fields_each(p, len, on_tag, out);

	return e == ERR_FORMAT ? err_set(ERR_CORRUPT, "private note") : e;
}

/* ---- loading
 * ---------------------------------------------------------------------- */

static enum err on_note(
    void *arg, const struct private_head *h, const void *payload, size_t len)
{
	struct privset *s = arg;
	struct privitem it = {.pub = {.id = h->entry}, .kept = true};
	enum err e = decode(payload, len, &it.pub);

	if (e == ERR_OK)
		e = grow(s);
	if (e != ERR_OK) {
		item_done(&it);
		return e;
	}
	s->v[s->n++] = it;
	return ERR_OK;
}

static enum err find(
    struct privset *s, const struct id *id, struct privitem **out)
{
	enum err e;

	for (size_t i = 0; i < s->n; i++)
		if (id_equal(&s->v[i].pub.id, id)) {
			*out = &s->v[i];
			return ERR_OK;
		}
	e = grow(s);
	if (e != ERR_OK)
		return e;
	*out = &s->v[s->n++];
	(*out)->pub.id = *id;
	return ERR_OK;
}

static enum err on_draft(
    void *arg, const struct id *id, const char *tag, const void *p, size_t len)
{
	struct privitem *it = NULL;
	enum err e = find(arg, id, &it);

	if (e != ERR_OK)
		return e;
	it->pub.draft = true;
	if (strcmp(tag, PRIVNOTE_TEXT) == 0) {
		buf_clear(&it->pub.text);
		return buf_add(&it->pub.text, p, len);
	}
	if (strcmp(tag, PRIVNOTE_FACTS) == 0) {
		it->facts_stored = true;
		return decode(p, len, &it->pub);
	}
	return ERR_OK;
}

static int newest_first(const void *a, const void *b)
{
	const struct privitem *x = a, *y = b;

	if (x->pub.when != y->pub.when)
		return x->pub.when < y->pub.when ? 1 : -1;
	return id_cmp(&x->pub.id, &y->pub.id);
}

enum err privset_load(
    struct private_vault *pv, const struct id *chart, struct privset *out)
{
	struct privset s = {0};
	enum err e = private_each(pv, on_note, &s);

	if (e == ERR_OK)
		e = private_draft_each(pv, on_draft, &s);
	if (e != ERR_OK) {
		privset_done(&s);
		return e;
	}
	for (size_t i = s.n; i > 0 && chart != NULL; i--)
		if (!id_equal(&s.v[i - 1].pub.chart, chart))
			privset_drop(&s, i - 1);
	if (s.n > 0)
		qsort(s.v, s.n, sizeof(*s.v), newest_first);
	*out = s;
	return ERR_OK;
}

enum err privset_first(struct privset *s, const struct id *chart,
    const struct id *session, int64_t when)
{
	struct privitem first = {
	    .pub = {.chart = *chart, .session = *session, .when = when}};
	size_t i = 0;
	enum err e;

	while (
	    i < s->n && !(id_equal(&s->v[i].pub.session, session) &&
			    (!id_is_zero(session) || s->v[i].pub.when == when)))
		i++;
	if (i < s->n) {
		first = s->v[i];
	} else {
		e = grow(s);
		if (e != ERR_OK)
			return e;
		s->n++;
	}
	memmove(&s->v[1], &s->v[0], i * sizeof(*s->v));
	s->v[0] = first;
	return ERR_OK;
}
