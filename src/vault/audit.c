#include "vault/audit.h"

#include <string.h>

#include "vault/internal.h"
#include "vault/row.h"

struct audit {
	struct vault *v;
	struct state st; /* replayed beside the login's own */
	struct opened row;
	uint64_t from;
	const struct id *chart; /* NULL: all */
	enum err (*each)(void *arg, const struct audit_row *);
	void *arg;
};

static bool is_assigned(
    const struct state *st, const struct chart_state *c, const struct event *ev)
{
	int who = state_person_index(st, &ev->actor);

	for (size_t i = 0; i < st->nassign; i++) {
		const struct assign_state *a = &st->assign[i];

		if (a->who == who && a->ended == 0 &&
		    (a->until == 0 || ev->time < a->until) &&
		    state_assign_covers(a, c))
			return true;
	}
	return false;
}

static enum audit_part part_of(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	int who = state_person_index(st, &ev->actor);

	if (id_is_zero(&ev->chart) || c == NULL || who < 0)
		return AUDIT_NONE;
	if (id_equal(&c->pub.owner, &ev->actor))
		return AUDIT_OWNER;
	if (is_assigned(st, c, ev))
		return AUDIT_ASSIGNED;
	return state_member(c, c->pub.epoch, who, ev->time) != NULL
		   ? AUDIT_GRANTED
		   : AUDIT_NONE;
}

static enum err tell(struct audit *a)
{
	const struct event *ev = &a->row.ev;
	struct audit_row r = {ev, part_of(&a->st, ev)};

	if (ev->seq < a->from ||
	    (a->chart != NULL && !id_equal(&ev->chart, a->chart)))
		return ERR_OK;
	return a->each(a->arg, &r);
}

static enum err audit_one(void *arg, const struct store_val *val)
{
	unsigned char h[HASH_LEN];
	struct audit *a = arg;
	struct state *st = &a->st;
	struct row r;
	enum err e;

	if ((e = row_parse(val, &r)) != ERR_OK)
		return e;
	/* What came since is for the next look. */
	if (r.seq > a->v->st.seq)
		return STORE_STOP;
	row_hash(&r, st->clinic, st->hash, h);
	if (r.seq != st->seq + 1 || memcmp(h, r.hash, HASH_LEN) != 0)
		return err_set(
		    ERR_CORRUPT, "row %llu: hash", (unsigned long long)r.seq);
	e = row_open(
	    &r, st->clinic, st->hash, keys_ledger(a->v, r.kep), &a->row);
	if (e != ERR_OK)
		return vault_corrupt(e);
	/* After the event: who makes a chart owns it. */
	if ((e = state_apply(st, &a->row.ev, r.hash)) != ERR_OK)
		return vault_corrupt(e);
	return tell(a);
}

static enum err run(struct audit *a)
{
	struct store_scan scan = {.table = STORE_LEDGER};
	struct vault *v = a->v;
	enum err e;

	if ((e = ledger_catch_up(v, NULL)) != ERR_OK ||
	    (e = state_init(&a->st, v->host.clinic)) != ERR_OK)
		return e;
	e = store_scan(v->db, &scan, audit_one, a);
	if (e == ERR_OK && (a->st.seq != v->st.seq ||
			       memcmp(a->st.hash, v->st.hash, HASH_LEN) != 0))
		e = err_set(ERR_CORRUPT, "row %llu: not the one seen before",
		    (unsigned long long)v->st.seq);
	buf_free(&a->row.plain);
	state_done(&a->st);
	return e;
}

enum err audit_each(struct vault *v, uint64_t from,
    enum err (*each)(void *arg, const struct audit_row *), void *arg)
{
	struct audit a = {.v = v, .from = from, .each = each, .arg = arg};

	return run(&a);
}

enum err audit_chart(struct vault *v, const struct id *chart,
    enum err (*each)(void *arg, const struct audit_row *), void *arg)
{
	const struct id id = *chart;
	struct audit a = {.v = v, .chart = &id, .each = each, .arg = arg};
	enum err e = vault_need(v);

	if (e != ERR_OK)
		return e;
	if (state_chart(&v->st, &id) == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	return run(&a);
}
