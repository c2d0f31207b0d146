#include "vault/ledger.h"

#include "vault/anchor.h"
#include "vault/directory.h"
#include "vault/internal.h"
#include "vault/row.h"

#define CLOCK_SLACK ((int64_t)2 * 60 * 1000)

enum err ledger_begin(struct vault *v)
{
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if ((e = store_begin_write(v->db)) != ERR_OK)
		return e;
	if ((e = ledger_catch_up(v, NULL)) != ERR_OK) {
		store_rollback(v->db);
		return e;
	}
	v->writing = true;
	v->dirty = false;
	return ERR_OK;
}

static enum err put_row(struct vault *v, const struct row *r)
{
	const struct store_val val[] = {
	    [COL_LEDGER_SEQ] = store_int((int64_t)r->seq),
	    [COL_LEDGER_CHART] = store_id(&r->chart),
	    [COL_LEDGER_KEP] = store_int(r->kep),
	    [COL_LEDGER_HASH] = store_bytes(r->hash, HASH_LEN),
	    [COL_LEDGER_BLOB] = store_bytes(r->blob, r->len),
	};

	return store_put(v->db, STORE_LEDGER, val);
}

static enum err append(
    struct vault *v, const struct event *ev, const unsigned char *sk)
{
	const unsigned char *key = keys_ledger(v, ev->kep);
	struct buf blob = {0};
	struct row r;
	enum err e;

	if (!v->writing)
		return err_set(ERR_CONFLICT, "no transaction");
	if (ev->kep != 0 && key == NULL)
		return err_set(ERR_LOCKED, "ledger key %u", (unsigned)ev->kep);
	if ((e = row_make(
		 ev, v->host.clinic, v->st.hash, sk, key, &blob, &r)) != ERR_OK)
		goto out;
	if ((e = authority_check(&v->st, ev)) != ERR_OK)
		goto out;
	v->dirty = true;
	if ((e = state_apply(&v->st, ev, r.hash)) == ERR_OK)
		e = put_row(v, &r);
	if (e == ERR_FULL)
		(void)ballast_give(v);
out:
	buf_free(&blob);
	return e;
}

/* Leave a trace when the clock has gone back. */
static enum err note_clock(struct vault *v, int64_t now)
{
	struct event ev = {
	    .type = EV_CLOCK, .before = v->st.time, .after = now};

	if (v->genesis.demo || now >= v->st.time - CLOCK_SLACK)
		return ERR_OK;
	return ledger_append_host(v, &ev);
}

enum err ledger_append_as(
    struct vault *v, const struct identity *by, struct event *ev)
{
	int64_t now = clock_utc(v->clock);
	enum err e;

	if ((e = note_clock(v, now)) != ERR_OK)
		return e;
	ev->seq = v->st.seq + 1;
	ev->kep = v->st.kep;
	if (ev->type == EV_EPOCH && id_is_zero(&ev->chart))
		ev->kep = ev->epoch;
	ev->time = now;
	ev->actor = by->id;
	return append(v, ev, by->sign_sk);
}

enum err ledger_append(struct vault *v, struct event *ev)
{
	enum err e = vault_need(v);

	return e != ERR_OK ? e : ledger_append_as(v, v->me, ev);
}

enum err ledger_append_host(struct vault *v, struct event *ev)
{
	ev->seq = v->st.seq + 1;
	ev->kep = 0;
	ev->time = clock_utc(v->clock);
	ev->actor = id_zero;
	return append(v, ev, v->host.sign_sk);
}

/* The state is ahead of the store: read it anew, at once or when it is next
 * needed. */
static void undo(struct vault *v)
{
	v->writing = false;
	if (!v->dirty)
		return;
	v->dirty = false;
	v->ready = false;
	/* Those of an epoch that did not come to be, too. */
	keys_wipe(v);
	if (v->me != NULL && ledger_replay(v) != ERR_OK)
		v->ready = false;
}

enum err ledger_commit(struct vault *v)
{
	enum err e;

	if (!v->writing)
		return err_set(ERR_CONFLICT, "no transaction");
	if (v->st.pending || v->st.revoked != 0) {
		ledger_rollback(v);
		return err_set(ERR_CONFLICT, "EPOCH without GRANT to RECORDS");
	}
	if ((e = store_commit(v->db)) != ERR_OK) {
		if (e == ERR_FULL)
			(void)ballast_give(v);
		undo(v);
		return e;
	}
	v->writing = false;
	v->dirty = false;
	ledger_note_seen(v);
	/* It is committed: what follows from it may fail and come later. */
	if (directory_refresh(v) != ERR_OK)
		err_clear();
	anchor_due(v);
	return ERR_OK;
}

void ledger_rollback(struct vault *v)
{
	if (!v->writing)
		return;
	store_rollback(v->db);
	undo(v);
}
