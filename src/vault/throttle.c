#include "vault/throttle.h"

#include <string.h>

#include "vault/internal.h"
#include "vault/row.h"

#define WINDOW_MS ((int64_t)15 * 60 * 1000)
#define WAIT_MAX 60U

struct fails {
	const struct id *owner;
	int64_t now;
	uint32_t count;
	int64_t last;
};

/* Newest first; clear rows tell the time, so only a short tail is read. */
static enum err look(void *arg, const struct store_val *val)
{
	struct fails *f = arg;
	struct event ev = {.seq = 0};
	struct row r;

	if (row_parse(val, &r) != ERR_OK || r.kep != 0 ||
	    event_decode(r.blob, r.len - SIG_LEN, &ev) != ERR_OK)
		return ERR_OK;
	if (ev.time < f->now - WINDOW_MS)
		return STORE_STOP;
	if (ev.type != EV_LOGINFAIL || !id_equal(&ev.subject, f->owner))
		return ERR_OK;
	f->count = ev.count;
	f->last = ev.time;
	return STORE_STOP;
}

static enum err fails_of(
    struct vault *v, const struct id *owner, struct fails *out)
{
	struct store_scan scan = {.table = STORE_LEDGER, .reverse = true};

	*out = (struct fails){.owner = owner, .now = clock_utc(v->clock)};
	return store_scan(v->db, &scan, look, out);
}

/* Seconds left. */
static unsigned left(const struct fails *f)
{
	int64_t wait, past;

	if (f->count == 0)
		return 0;
	wait = f->count > 6 ? WAIT_MAX : 1U << (f->count - 1);
	past = f->now - f->last;
	/* A clock that was set back must not lock anybody out for ever. */
	if (past < 0 || past >= wait * 1000)
		return 0;
	return (unsigned)((wait * 1000 - past + 999) / 1000);
}

static enum err busy(unsigned s)
{
	return s == 0 ? ERR_OK
		      : err_set(ERR_BUSY, "%u s after failed attempts", s);
}

unsigned throttle_wait(struct vault *v, const struct id *owner)
{
	struct fails f;

	return fails_of(v, owner, &f) != ERR_OK ? 0 : left(&f);
}

enum err throttle_check(struct vault *v, const struct id *owner)
{
	return busy(throttle_wait(v, owner));
}

struct tail {
	uint64_t seq;
	unsigned char hash[HASH_LEN];
};

static enum err note_tail(void *arg, const struct store_val *val)
{
	struct tail *t = arg;
	struct row r;
	enum err e = row_parse(val, &r);

	if (e != ERR_OK)
		return e;
	t->seq = r.seq;
	memcpy(t->hash, r.hash, HASH_LEN);
	return STORE_STOP;
}

/* After whatever row is the last; the chain is checked by who has keys. */
static enum err append_blind(
    struct vault *v, const struct id *owner, unsigned *wait)
{
	struct store_scan scan = {.table = STORE_LEDGER, .reverse = true};
	struct event ev = {.type = EV_LOGINFAIL, .subject = *owner};
	struct buf blob = {0};
	struct tail t = {0};
	struct fails f;
	struct row r;
	enum err e;

	if ((e = fails_of(v, owner, &f)) != ERR_OK ||
	    (e = store_scan(v->db, &scan, note_tail, &t)) != ERR_OK)
		return e;
	ev.seq = t.seq + 1;
	*wait = left(&f);
	ev.time = f.now;
	ev.count = f.count + 1;
	e = row_make(
	    &ev, v->host.clinic, t.hash, v->host.sign_sk, NULL, &blob, &r);
	if (e == ERR_OK) {
		const struct store_val row[] = {
		    [COL_LEDGER_SEQ] = store_int((int64_t)r.seq),
		    [COL_LEDGER_CHART] = store_id(&r.chart),
		    [COL_LEDGER_KEP] = store_int(0),
		    [COL_LEDGER_HASH] = store_bytes(r.hash, HASH_LEN),
		    [COL_LEDGER_BLOB] = store_bytes(r.blob, r.len),
		};

		e = store_put(v->db, STORE_LEDGER, row);
	}
	buf_free(&blob);
	return e;
}

enum err throttle_fail(struct vault *v, const struct id *owner)
{
	enum err e = store_begin_write(v->db);
	unsigned wait = 0;

	if (e != ERR_OK)
		return e;
	if ((e = append_blind(v, owner, &wait)) != ERR_OK) {
		store_rollback(v->db);
	} else {
		/* store_changed tells only of others. */
		v->stale = true;
		e = store_commit(v->db);
	}
	if (e == ERR_FULL)
		(void)ballast_give(v);
	return e != ERR_OK ? e : busy(wait);
}

enum err throttle_reset(struct vault *v, const struct id *owner)
{
	struct event ev = {.type = EV_LOGINFAIL, .subject = *owner};
	struct fails f;
	enum err e = fails_of(v, owner, &f);

	if (e != ERR_OK || f.count == 0)
		return e;
	return ledger_append_host(v, &ev);
}
