/* What is missing, and who comes next. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clinic/internal.h"
#include "clinic/note_meta.h"

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)

enum err session_note_state(struct clinic *c, struct session_node *s,
    const struct idmap *drafts, enum note_state *out)
{
	const struct draft_meta *m = NULL;
	uint32_t ver = 0;
	enum err e;

	if (!s->has_note) {
		e = entry_newest(c->vault, &s->pub.chart, &s->pub.note, &ver);
		if (e != ERR_OK && e != ERR_NOTFOUND)
			return e;
		s->has_note = ver > 0;
	}
	if (drafts != NULL)
		m = idmap_get(drafts, &s->pub.note);
	if (s->has_note)
		*out = NOTE_SIGNED;
	else
		*out = m == NULL ? NOTE_NONE : meta_state(m);
	return ERR_OK;
}

struct rows {
	struct clinic *c;
	struct metas ms;
	struct date today;
	struct today_row *v;
	size_t n, cap;
};

static enum err add(struct rows *r, const struct today_row *row)
{
	if (mem_grow((void **)&r->v, &r->cap, r->n + 1, sizeof(*row)) != 0)
		return ERR_NOMEM;
	r->v[r->n++] = *row;
	return ERR_OK;
}

static enum err add_session(struct rows *r, struct session_node *s)
{
	const struct draft_meta *m = idmap_get(&r->ms.map, &s->pub.note);
	struct today_row row = {.session = &s->pub, .when = s->pub.start};
	struct date day;
	int minute, days;
	enum err e;

	if (m != NULL)
		row.draft = m->id;
	day = date_of(s->pub.start, &minute);
	days = date_days(r->today) - date_days(day);
	if (!id_equal(&s->pub.clinician, &r->c->whose) || days < 0 ||
	    s->pub.state == SESSION_CANCELLED ||
	    (s->pub.state == SESSION_MISSED && days > 0))
		return ERR_OK;
	e = session_note_state(r->c, s, &r->ms.map, &row.note);
	if (e != ERR_OK || (days > 0 && row.note == NOTE_SIGNED))
		return e;
	row.group = days > 0 ? TODAY_OVERDUE : TODAY_TODAY;
	row.days = (unsigned)days;
	row.client = client_get(r->c, &s->pub.chart);
	return add(r, &row);
}

/* A draft of its own: without a session, about a signed entry, or of a session
 * that is somebody else's or does not take place any more. */
static enum err add_draft(struct rows *r, const struct draft_meta *m)
{
	struct today_row row = {
	    .group = TODAY_OVERDUE,
	    .client = client_get(r->c, &m->chart),
	    .note = meta_state(m),
	    .drafts_only = true,
	    .draft = m->id,
	    .when = m->when,
	};
	int minute, days;

	days = date_days(r->today) - date_days(date_of(m->when, &minute));
	row.days = days > 0 ? (unsigned)days : 0;
	return add(r, &row);
}

static int by_group(const void *a, const void *b)
{
	const struct today_row *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->when != y->when)
		return x->when < y->when ? -1 : 1;
	return id_cmp(x->session != NULL ? &x->session->id : &x->draft,
	    y->session != NULL ? &y->session->id : &y->draft);
}

static bool in_rows(const struct rows *r, const struct id *draft)
{
	for (size_t i = 0; i < r->n; i++)
		if (id_equal(&r->v[i].draft, draft))
			return true;
	return false;
}

static enum err gather(struct clinic *c, struct rows *out)
{
	struct rows r = {.c = c, .today = clinic_today(c)};
	enum err e;

	if ((e = clients_fresh(c)) == ERR_OK &&
	    (e = sessions_fresh(c)) == ERR_OK)
		e = metas_load(c, &r.ms);
	for (size_t i = 0; e == ERR_OK && i < c->sessions.n; i++)
		e = add_session(&r, c->sessions.v[i]);
	for (size_t i = 0; e == ERR_OK && i < r.ms.n; i++)
		if (!in_rows(&r, &r.ms.v[i].id))
			e = add_draft(&r, &r.ms.v[i]);
	if (e == ERR_OK && r.n > 0)
		qsort(r.v, r.n, sizeof(*r.v), by_group);
	metas_done(&r.ms);
	if (e == ERR_OK)
		*out = r;
	else
		free(r.v);
	return e;
}

enum err today_each(struct clinic *c,
    enum err (*each)(void *arg, const struct today_row *), void *arg)
{
	struct rows r = {0};
	enum err e = gather(c, &r);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < r.n && e == ERR_OK; i++)
		e = each(arg, &r.v[i]);
	free(r.v);
	return e;
}

static int64_t end_of(const struct session *s)
{
	return s->start + (int64_t)s->minutes * MINUTE_MS;
}

static bool needs_author(const struct today_row *row)
{
	return row->note != NOTE_SIGNED && row->client != NULL &&
	       (row->session == NULL ||
		   row->session->state == SESSION_PLANNED ||
		   row->session->state == SESSION_ATTENDED);
}

/* 3 ended within the hour, 2 older, 1 takes place now, 0 not yet. */
static int urgency(const struct today_row *row, int64_t now)
{
	if (row->session == NULL)
		return 2;
	if (end_of(row->session) <= now)
		return now - end_of(row->session) <= HOUR_MS ? 3 : 2;
	return row->session->start <= now ? 1 : 0;
}

enum err today_next(struct clinic *c, struct today_row *out)
{
	int64_t now = clock_utc(c->clock);
	const struct today_row *best = NULL;
	struct rows r = {0};
	int top = 0;
	enum err e = gather(c, &r);

	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < r.n; i++) {
		int u = needs_author(&r.v[i]) ? urgency(&r.v[i], now) : 0;

		/* Rows run from old to new: the oldest, but the latest of
		 * those that ended within the hour. */
		if (u > top || (u == 3 && top == 3)) {
			top = u;
			best = &r.v[i];
		}
	}
	if (best == NULL)
		e = err_set(ERR_NOTFOUND, "no note is missing");
	else
		*out = *best;
	free(r.v);
	return e;
}

enum err note_open_counts(
    struct clinic *c, unsigned *drafts, unsigned *unsigned_notes)
{
	unsigned d = 0, u = 0;
	struct metas ms = {0};
	enum err e = clinic_need(c);

	if (e == ERR_OK)
		e = metas_load(c, &ms);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < ms.n; i++)
		if (meta_state(&ms.v[i]) == NOTE_UNSIGNED)
			u++;
		else
			d++;
	metas_done(&ms);
	*drafts = d;
	*unsigned_notes = u;
	return ERR_OK;
}
