/* A chart's entries: each opened once, then kept until it has a next version.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/internal.h"
#include "clinic/note_meta.h"

static void node_free(struct entry_node *n)
{
	mem_strfree(n->title);
	mem_wipe(n, sizeof(*n));
	free(n);
}

static void chart_node_free(struct chart_node *ch)
{
	for (size_t i = 0; i < ch->n; i++)
		node_free(ch->v[i]);
	free(ch->v);
	idmap_done(&ch->map);
	mem_wipe(ch, sizeof(*ch));
	free(ch);
}

void charts_forget(struct clinic *c)
{
	for (size_t i = 0; i < c->charts.n; i++)
		chart_node_free(c->charts.v[i]);
	free(c->charts.v);
	idmap_done(&c->charts.map);
	memset(&c->charts, 0, sizeof(c->charts));
}

static enum err on_head(void *arg, const struct entry_head *h)
{
	struct chart_node *ch = arg;
	struct entry_node *n;

	if (h->seq <= ch->seq)
		return ERR_OK;
	n = idmap_get(&ch->map, &h->entry);
	if (n == NULL) {
		n = mem_new(1, sizeof(*n));
		if (n == NULL)
			return ERR_NOMEM;
		n->entry = h->entry;
		n->author = h->author;
		n->signed_at = h->time;
		if (mem_grow((void **)&ch->v, &ch->cap, ch->n + 1,
			sizeof(*ch->v)) != 0 ||
		    idmap_put(&ch->map, &h->entry, n) != ERR_OK) {
			free(n);
			return ERR_NOMEM;
		}
		ch->v[ch->n++] = n;
	}
	n->want = h->ver;
	ch->seq = h->seq;
	return ERR_OK;
}

static enum err take_record(struct entry_node *n, const struct record *r)
{
	char *title = mem_strdup(r->title);

	if (title == NULL)
		return ERR_NOMEM;
	mem_strfree(n->title);
	n->title = title;
	memcpy(n->form, r->form, sizeof(n->form));
	memcpy(n->kind, r->kind, sizeof(n->kind));
	banner_take(n, r);
	measure_take(n, r);
	n->bad = false;
	n->when = r->when;
	n->act = r->act;
	n->late = r->late;
	n->target = r->target;
	n->session = r->session;
	return ERR_OK;
}

struct reading {
	struct entry_node **nodes; /* as the refs */
	struct entry_ref *refs;
	size_t n;
};

static enum err on_entry(
    void *arg, size_t i, enum err e, const struct entry *en)
{
	struct entry_node *n = ((struct reading *)arg)->nodes[i];
	struct record r = {0};

	if (e == ERR_OK) {
		e = record_decode_facts(en->payload.p, en->payload.len, &r);
		if (e == ERR_OK &&
		    (banner_wants(r.form) || measure_wants(r.kind))) {
			record_done(&r);
			e = record_decode(en->payload.p, en->payload.len, &r);
		}
		if (e == ERR_OK)
			e = take_record(n, &r);
		record_done(&r);
	}
	if (e == ERR_CORRUPT || e == ERR_FORMAT) {
		n->bad = true;
		e = ERR_OK;
	}
	if (e == ERR_OK)
		n->ver = n->want;
	return e;
}

/* Open every entry that has a version not read yet. */
static enum err read_nodes(struct clinic *c, struct chart_node *ch)
{
	struct reading rd = {
	    .nodes = mem_new(ch->n + 1, sizeof(struct entry_node *)),
	    .refs = mem_new(ch->n + 1, sizeof(struct entry_ref))};
	enum err e = ERR_NOMEM;

	if (rd.nodes == NULL || rd.refs == NULL)
		goto out;
	for (size_t i = 0; i < ch->n; i++) {
		if (ch->v[i]->ver == ch->v[i]->want)
			continue;
		rd.nodes[rd.n] = ch->v[i];
		rd.refs[rd.n++] =
		    (struct entry_ref){ch->v[i]->entry, ch->v[i]->want};
	}
	e = entry_peek_each(c->vault, &ch->chart, rd.refs, rd.n, on_entry, &rd);
out:
	free(rd.nodes);
	free(rd.refs);
	return e;
}

static enum err get_chart(
    struct clinic *c, const struct id *chart, struct chart_node **out)
{
	struct chart_node *ch = idmap_get(&c->charts.map, chart);

	if (ch == NULL) {
		ch = mem_new(1, sizeof(*ch));
		if (ch == NULL)
			return ERR_NOMEM;
		ch->chart = *chart;
		if (mem_grow((void **)&c->charts.v, &c->charts.cap,
			c->charts.n + 1, sizeof(*c->charts.v)) != 0 ||
		    idmap_put(&c->charts.map, chart, ch) != ERR_OK) {
			free(ch);
			return ERR_NOMEM;
		}
		c->charts.v[c->charts.n++] = ch;
	}
	*out = ch;
	return ERR_OK;
}

enum err chart_fresh(
    struct clinic *c, const struct id *chart, struct chart_node **out)
{
	struct chart_node *ch = NULL;
	enum err e;

	if ((e = clinic_need(c)) != ERR_OK ||
	    (e = chart_view(c->vault, chart)) != ERR_OK ||
	    (e = get_chart(c, chart, &ch)) != ERR_OK)
		return e;
	if (!ch->fresh) {
		e = entry_each(c->vault, chart, ENTRY_RECORD, on_head, ch);
		if (e == ERR_OK)
			e = read_nodes(c, ch);
		if (e != ERR_OK)
			return e;
		ch->fresh = true;
		ch->warned = false;
	}
	*out = ch;
	return ERR_OK;
}

struct entry_node *entry_node(const struct chart_node *ch, const struct id *id)
{
	return idmap_get(&ch->map, id);
}

struct entry_node *entry_last(const struct chart_node *ch, int64_t when)
{
	struct entry_node *last = NULL;

	for (size_t i = 0; i < ch->n; i++) {
		struct entry_node *n = ch->v[i];

		if (!n->bad && n->act != ACT_ERROR && n->act != ACT_ADDENDUM &&
		    id_is_zero(&n->target) && strcmp(n->kind, "note") == 0 &&
		    (when == 0 || n->when < when) &&
		    (last == NULL || n->when > last->when))
			last = n;
	}
	return last;
}

/* ---- rows ------------------------------------------------------------------
 */

struct line {
	struct timeline_row row;
	struct id under;    /* zeros: stands by itself */
	int64_t top;	    /* when of the entry that it stands under */
	int64_t at, top_at; /* signed first; drafts last */
	struct id parent;   /* whose line it follows; itself if by itself */
};

struct lines {
	struct line *v;
	size_t n, cap;
};

static enum err add(struct lines *ls, const struct line *l)
{
	if (mem_grow((void **)&ls->v, &ls->cap, ls->n + 1, sizeof(*l)) != 0)
		return ERR_NOMEM;
	ls->v[ls->n++] = *l;
	return ERR_OK;
}

static enum err add_entry(struct lines *ls, const struct entry_node *n)
{
	struct line l = {
	    .row = {.entry = n->entry,
		.when = n->when,
		.title = n->title,
		.state = n->act == ACT_ERROR ? NOTE_ERROR : NOTE_SIGNED,
		.late = n->late,
		.amended = n->ver > 1 && n->act != ACT_ERROR,
		.author = n->author},
	    .under = n->target,
	    .at = n->signed_at,
	};

	return add(ls, &l);
}

static enum err add_draft(
    struct lines *ls, const struct draft_meta *m, const struct id *me)
{
	struct line l = {
	    .row = {.entry = m->id,
		.draft = true,
		.when = m->when,
		.title = m->title,
		.state = meta_state(m),
		.author = *me},
	    .under = m->target,
	    .at = INT64_MAX,
	};

	return add(ls, &l);
}

/* Put each addendum under its entry, which counts as amended by it. */
static void set_parents(struct lines *ls)
{
	for (size_t i = 0; i < ls->n; i++) {
		struct line *l = &ls->v[i];

		l->top = l->row.when;
		l->top_at = l->at;
		l->parent = l->row.entry;
		if (id_is_zero(&l->under))
			continue;
		for (size_t j = 0; j < ls->n; j++) {
			struct line *p = &ls->v[j];

			if (p->row.draft || !id_is_zero(&p->under) ||
			    !id_equal(&p->row.entry, &l->under))
				continue;
			l->row.depth = 1;
			l->top = p->row.when;
			l->top_at = p->at;
			l->parent = p->row.entry;
			p->row.amended = p->row.amended || !l->row.draft;
			break;
		}
	}
}

static int by_time(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int d;

	if (x->top != y->top)
		return x->top < y->top ? 1 : -1;
	/* Of one session: what was written again comes later. */
	if (x->top_at != y->top_at)
		return x->top_at < y->top_at ? 1 : -1;
	d = id_cmp(&x->parent, &y->parent);
	if (d != 0)
		return d;
	if (x->row.depth != y->row.depth)
		return x->row.depth < y->row.depth ? -1 : 1;
	if (x->row.when != y->row.when)
		return x->row.when < y->row.when ? -1 : 1;
	return id_cmp(&x->row.entry, &y->row.entry);
}

enum err timeline_each(struct clinic *c, const struct id *chart,
    enum err (*each)(void *arg, const struct timeline_row *), void *arg)
{
	struct chart_node *ch = NULL;
	struct lines ls = {0};
	struct metas ms = {0};
	bool bad = false;
	enum err e;

	e = chart_fresh(c, chart, &ch);
	if (e == ERR_OK)
		e = metas_load(c, &ms);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < ch->n && e == ERR_OK; i++) {
		bad = bad || ch->v[i]->bad;
		if (!ch->v[i]->bad)
			e = add_entry(&ls, ch->v[i]);
	}
	for (size_t i = 0; i < ms.n && e == ERR_OK; i++)
		if (id_equal(&ms.v[i].chart, chart))
			e = add_draft(&ls, &ms.v[i], &c->whose);
	if (e == ERR_OK && ls.n > 0) {
		set_parents(&ls);
		qsort(ls.v, ls.n, sizeof(*ls.v), by_time);
	}
	for (size_t i = 0; i < ls.n && e == ERR_OK; i++)
		e = each(arg, &ls.v[i].row);
	free(ls.v);
	metas_done(&ms);
	if (e == ERR_OK && bad)
		e = err_set(ERR_CORRUPT, "an entry fails its check");
	return e;
}
