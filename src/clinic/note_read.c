/* Signed entries, with all that was ever added. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clinic/internal.h"

void signed_note_done(struct signed_note *s)
{
	for (size_t i = 0; i < s->nversions; i++)
		record_done(&s->versions[i]);
	for (size_t i = 0; i < s->naddenda; i++)
		signed_note_done(&s->addenda[i]);
	free(s->versions);
	free(s->signatures);
	free(s->addenda);
	memset(s, 0, sizeof(*s));
}

/* The short form as printed: first four bytes of the digest. */
static void sign_of(const struct entry *en, struct signature *out)
{
	out->author = en->head.author;
	out->time = en->head.time;
	memcpy(out->digest, en->digest, sizeof(out->digest));
	(void)snprintf(out->brief, sizeof(out->brief), "%02X%02X-%02X%02X",
	    en->digest[0], en->digest[1], en->digest[2], en->digest[3]);
}

static enum err read_versions(struct clinic *c, const struct id *chart,
    const struct entry_node *n, struct signed_note *s)
{
	enum err e = ERR_OK;

	s->versions = mem_new(n->want, sizeof(*s->versions));
	s->signatures = mem_new(n->want, sizeof(*s->signatures));
	if (s->versions == NULL || s->signatures == NULL)
		return ERR_NOMEM;
	for (uint32_t ver = 1; ver <= n->want && e == ERR_OK; ver++) {
		struct entry en = {0};

		e = entry_read(c->vault, chart, &n->entry, ver, &en);
		if (e == ERR_OK) {
			e = record_decode(en.payload.p, en.payload.len,
			    &s->versions[ver - 1]);
			sign_of(&en, &s->signatures[ver - 1]);
		}
		if (e == ERR_OK)
			s->nversions = ver;
		else if (e == ERR_FORMAT)
			e = err_set(ERR_CORRUPT, "row %llu: not a record",
			    (unsigned long long)en.head.seq);
		entry_done(&en);
	}
	s->state = n->act == ACT_ERROR ? NOTE_ERROR : NOTE_SIGNED;
	return e;
}

static int by_signing(const void *a, const void *b)
{
	const struct entry_node *x = *(struct entry_node *const *)a;
	const struct entry_node *y = *(struct entry_node *const *)b;

	if (x->signed_at != y->signed_at)
		return x->signed_at < y->signed_at ? -1 : 1;
	return id_cmp(&x->entry, &y->entry);
}

/* Oldest first. */
static enum err read_addenda(struct clinic *c, const struct chart_node *ch,
    const struct id *target, struct signed_note *s)
{
	struct entry_node **v = mem_new(ch->n, sizeof(*v));
	enum err e = ERR_OK;
	size_t n = 0;

	if (v == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < ch->n; i++) {
		if (!id_equal(&ch->v[i]->target, target))
			continue;
		if (ch->v[i]->bad)
			e = err_set(ERR_CORRUPT, "an addendum");
		v[n++] = ch->v[i];
	}
	qsort(v, n, sizeof(*v), by_signing);
	s->addenda = mem_new(n, sizeof(*s->addenda));
	if (s->addenda == NULL)
		e = ERR_NOMEM;
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		s->naddenda++;
		e = read_versions(c, &ch->chart, v[i], &s->addenda[i]);
	}
	free(v);
	return e;
}

enum err note_read(struct clinic *c, const struct id *chart,
    const struct id *entry, struct signed_note *out)
{
	const struct entry_node *n;
	struct signed_note s = {0};
	struct chart_node *ch = NULL;
	enum err e = chart_fresh(c, chart, &ch);

	if (e != ERR_OK)
		return e;
	n = entry_node(ch, entry);
	if (n == NULL)
		return err_set(ERR_NOTFOUND, "entry");
	if (n->bad)
		return err_set(ERR_CORRUPT, "this entry fails its check");
	e = read_versions(c, chart, n, &s);
	if (e == ERR_OK && id_is_zero(&n->target))
		e = read_addenda(c, ch, entry, &s);
	if (e == ERR_OK)
		*out = s;
	else
		signed_note_done(&s);
	return e;
}

enum err note_last(
    struct clinic *c, const struct id *chart, int64_t when, struct record *out)
{
	const struct entry_node *n;
	struct chart_node *ch = NULL;
	struct entry en = {0};
	enum err e = chart_fresh(c, chart, &ch);

	if (e != ERR_OK)
		return e;
	n = entry_last(ch, when);
	if (n == NULL)
		return err_set(ERR_NOTFOUND, "note");
	e = entry_read(c->vault, chart, &n->entry, n->want, &en);
	if (e == ERR_OK)
		e = record_decode(en.payload.p, en.payload.len, out);
	entry_done(&en);
	return e;
}
