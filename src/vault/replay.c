#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vault/directory.h"
#include "vault/internal.h"
#include "vault/ledger.h"
#include "vault/row.h"

static enum err corrupt(uint64_t seq, const char *what)
{
	return err_set(
	    ERR_CORRUPT, "row %llu: %s", (unsigned long long)seq, what);
}

enum err vault_corrupt(enum err e)
{
	char detail[256];

	if (e != ERR_DENIED && e != ERR_FORMAT && e != ERR_UNSUPPORTED &&
	    e != ERR_LIMIT && e != ERR_NOTFOUND)
		return e;
	memcpy(detail, err_detail(), sizeof detail);
	return err_set(ERR_CORRUPT, "%s", detail);
}

/* ---- reading ---------------------------------------------------------------
 */

struct replay {
	struct vault *v;
	struct opened row;
	bool first;
	bool changed;
	bool booted; /* there was a new epoch of chart 0 */
};

/* The signature of whoever acts, by the keys that count now. */
static enum err check_signature(const struct state *st, const struct opened *o)
{
	unsigned char clinic[HASH_LEN];
	const unsigned char *pk = st->genesis.host_pk;
	const struct person_state *p;
	struct genesis g;
	enum err e;

	if (o->ev.type == EV_GENESIS) {
		e = genesis_decode(o->ev.raw, o->ev.rawlen, &g, clinic);
		if (e != ERR_OK)
			return e;
		pk = g.host_pk;
	} else if (!event_is_clear(o->ev.type)) {
		if ((p = state_person(st, &o->ev.actor)) == NULL)
			return corrupt(o->ev.seq, "by nobody known");
		pk = state_keys_now(p)->sign;
	}
	return row_signed_by(o, pk) ? ERR_OK : corrupt(o->ev.seq, "signature");
}

/*
 * Up to here signatures were checked before: by an earlier login of the person,
 * or - at the very first one - by those whose work the host's newest head
 * covers.  The chain ties these rows to it; verify checks every signature.
 */
static uint64_t trusted(const struct vault *v)
{
	return v->pin.seq > 0 ? v->pin.seq : v->head.seq;
}

void ledger_note_seen(struct vault *v)
{
	if (v->dirty)
		return;
	v->seen.seq = v->st.seq;
	memcpy(v->seen.hash, v->st.hash, HASH_LEN);
}

static enum err compare(
    const struct pin *pin, const struct row *r, const char *what)
{
	if (pin->seq == r->seq && memcmp(pin->hash, r->hash, HASH_LEN) != 0)
		return corrupt(r->seq, what);
	return ERR_OK;
}

static enum err take_row(void *arg, const struct store_val *val)
{
	struct replay *rp = arg;
	struct vault *v = rp->v;
	struct state *st = &v->st;
	unsigned char h[HASH_LEN];
	struct row r;
	enum err e;

	if ((e = row_parse(val, &r)) != ERR_OK)
		return e;
	if (rp->first && st->seq > 0) {
		rp->first = false;
		return r.seq == st->seq &&
			       memcmp(r.hash, st->hash, HASH_LEN) == 0
			   ? ERR_OK
			   : corrupt(st->seq, "changed under this login");
	}
	rp->first = false;
	if (r.seq != st->seq + 1)
		return corrupt(st->seq + 1, "missing");
	row_hash(&r, st->clinic, st->hash, h);
	if (memcmp(h, r.hash, HASH_LEN) != 0)
		return corrupt(r.seq, "hash");
	if (r.kep > v->nledger_key) {
		rp->booted = true;
		if ((e = keys_boot(v)) == ERR_DENIED) {
			v->revoked = true;
			return err_set(ERR_DENIED, "revoked");
		}
		if (e != ERR_OK)
			return vault_corrupt(e);
	}
	if ((e = row_open(&r, st->clinic, st->hash, keys_ledger(v, r.kep),
		 &rp->row)) != ERR_OK)
		return vault_corrupt(e);
	if (r.seq > trusted(v) && (e = check_signature(st, &rp->row)) != ERR_OK)
		return vault_corrupt(e);
	if ((e = state_apply(st, &rp->row.ev, r.hash)) != ERR_OK)
		return vault_corrupt(e);
	rp->changed = true;
	/* What follows is sealed with a key that is no longer ours.  A full
	 * replay goes on: who is in by a later certificate was let in again. */
	if (v->ready && rp->row.ev.type == EV_REVOKE &&
	    id_equal(&rp->row.ev.subject, &v->me_id)) {
		v->revoked = true;
		return err_set(ERR_DENIED, "revoked");
	}
	if ((e = compare(&v->pin, &r, "is not the one seen before")) != ERR_OK)
		return e;
	if ((e = compare(&v->seen, &r, "changed under this login")) != ERR_OK)
		return e;
	return compare(&v->head, &r, "is not that of the signed head");
}

/* Everything from the row of the state on, which must still be there. */
static enum err read_on(struct vault *v, bool *changed)
{
	struct store_val from = store_int((int64_t)v->st.seq);
	struct store_scan scan = {
	    .table = STORE_LEDGER, .from = &from, .nfrom = 1};
	struct replay rp = {.v = v, .first = true};
	enum err e = store_scan(v->db, &scan, take_row, &rp);

	buf_free(&rp.row.plain);
	if (e == ERR_OK && rp.first)
		e = corrupt(v->st.seq + 1, "missing");
	if (e == ERR_OK && (v->st.pending || v->st.revoked != 0))
		e = corrupt(v->st.seq + 1, "an EPOCH is not followed by a "
					   "GRANT to RECORDS");
	if (e == ERR_OK && rp.booted)
		e = keys_boot_check(v);
	if (e == ERR_OK)
		*changed = rp.changed;
	return e;
}

/* The views of this login survive a replay. */
static enum err keep_views(const struct state *st, bool **views)
{
	bool *p = mem_new(st->nchart, sizeof *p);

	if (p == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < st->nchart; i++)
		p[i] = st->chart[i].viewed;
	*views = p;
	return ERR_OK;
}

static enum err replay_into(struct vault *v)
{
	bool changed;
	enum err e;

	v->ready = false;
	v->names_seen = 0;
	if ((e = state_init(&v->st, v->host.clinic)) != ERR_OK ||
	    (e = read_on(v, &changed)) != ERR_OK)
		return e;
	if (v->st.seq < v->pin.seq)
		return corrupt(v->pin.seq, "missing, was seen before");
	if (v->st.seq < v->seen.seq)
		return corrupt(v->seen.seq, "missing, was seen by this login");
	if (v->st.seq < v->head.seq)
		return corrupt(v->head.seq, "missing, has a signed head");
	if (v->me != NULL)
		state_set_me(&v->st, &v->me->id);
	v->ready = true;
	if ((e = keys_boot_check(v)) == ERR_OK)
		ledger_note_seen(v);
	return e;
}

enum err ledger_replay(struct vault *v)
{
	bool own = !store_in_read(v->db) && !store_in_write(v->db);
	size_t n = v->st.nchart;
	bool *views = NULL;
	enum err e;

	if ((e = keep_views(&v->st, &views)) != ERR_OK)
		return e;
	state_done(&v->st);
	if (own && (e = store_begin_read(v->db)) != ERR_OK)
		goto out;
	if ((e = replay_into(v)) == ERR_OK)
		e = directory_refresh(v);
	if (own)
		store_rollback(v->db);
	if (e != ERR_OK) {
		v->ready = false;
		goto out;
	}
	for (size_t i = 0; i < n && i < v->st.nchart; i++)
		v->st.chart[i].viewed = views[i];
out:
	free(views);
	return e;
}

enum err ledger_catch_up(struct vault *v, bool *changed)
{
	bool other = false, some = false;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if (!v->ready) {
		if ((e = ledger_replay(v)) == ERR_OK && changed != NULL)
			*changed = true;
		if (v->revoked)
			vault_lock(v);
		return e;
	}
	if ((e = store_changed(v->db, &other)) != ERR_OK)
		return e;
	v->stale = v->stale || other;
	if (v->stale && (e = read_on(v, &some)) != ERR_OK) {
		/* Half applied: nothing of it is believed. */
		v->ready = false;
		if (v->revoked)
			vault_lock(v);
		return e;
	}
	v->stale = false;
	ledger_note_seen(v);
	/* Reading and writing catch up as well; whoever polls is told all. */
	v->news = v->news || some;
	if (some && (e = directory_refresh(v)) != ERR_OK)
		return e;
	if (changed != NULL) {
		*changed = v->news;
		v->news = false;
	}
	return ERR_OK;
}

/* ---- one chart --------------------------------------------------------------
 */

struct walk {
	struct vault *v;
	struct opened row;
	unsigned char sum[HASH_LEN];
	enum err (*each)(void *arg, const struct event *);
	void *arg;
};

static enum err prev_hash(struct vault *v, uint64_t seq, unsigned char *out)
{
	struct store_val key = store_int((int64_t)seq - 1);
	const struct store_val *row;
	enum err e;

	memset(out, 0, HASH_LEN);
	if (seq == 1)
		return ERR_OK;
	e = store_get(v->db, STORE_LEDGER, &key, &row);
	if (e == ERR_NOTFOUND)
		return corrupt(seq - 1, "missing");
	if (e == ERR_OK && row[COL_LEDGER_HASH].len != HASH_LEN)
		return corrupt(seq - 1, "hash");
	if (e == ERR_OK)
		memcpy(out, row[COL_LEDGER_HASH].p, HASH_LEN);
	return e;
}

static enum err walk_row(void *arg, const struct store_val *val)
{
	unsigned char prev[HASH_LEN], h[HASH_LEN];
	struct walk *w = arg;
	struct vault *v = w->v;
	struct row r;
	enum err e;

	if ((e = row_parse(val, &r)) != ERR_OK)
		return e;
	if (r.seq > v->st.seq)
		return STORE_STOP;
	if ((e = prev_hash(v, r.seq, prev)) != ERR_OK)
		return e;
	row_hash(&r, v->st.clinic, prev, h);
	if (memcmp(h, r.hash, HASH_LEN) != 0)
		return corrupt(r.seq, "hash");
	if ((e = row_open(&r, v->st.clinic, prev, keys_ledger(v, r.kep),
		 &w->row)) != ERR_OK)
		return vault_corrupt(e);
	hash(LABEL_LEDGER_ROW,
	    (const struct piece[]){{w->sum, HASH_LEN}, {h, HASH_LEN}}, 2,
	    w->sum);
	return w->each(w->arg, &w->row.ev);
}

enum err ledger_each(struct vault *v, const struct id *chart,
    enum err (*each)(void *arg, const struct event *), void *arg)
{
	const struct chart_state *c;
	struct store_val prefix = store_id(chart);
	struct store_scan scan = {.table = STORE_LEDGER,
	    .order = STORE_LEDGER_BY_CHART,
	    .prefix = &prefix,
	    .nprefix = 1};
	struct walk w = {.v = v, .each = each, .arg = arg};
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if ((c = state_chart(&v->st, chart)) == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	e = store_scan(v->db, &scan, walk_row, &w);
	buf_free(&w.row.plain);
	/* Rows that were seen at login and are no longer there, or others. */
	if (e == ERR_OK && memcmp(w.sum, c->sum, HASH_LEN) != 0)
		e = err_set(ERR_CORRUPT, "rows of chart %u", c->pub.ordinal);
	return e;
}

struct load {
	struct vault *v;
	struct chart_state *chart;
};

static enum err load_event(void *arg, const struct event *ev)
{
	struct load *l = arg;

	return ev->type == EV_ENTRY ? state_add_entry(&l->v->st, l->chart, ev)
				    : ERR_OK;
}

enum err ledger_load_entries(struct vault *v, struct chart_state *chart)
{
	struct load l = {v, chart};
	enum err e;

	if (chart->loaded)
		return ERR_OK;
	e = ledger_each(v, &chart->pub.id, load_event, &l);
	if (e == ERR_OK)
		chart->loaded = true;
	else
		state_drop_entries(chart);
	return e;
}
