/* Wraps of a private file, and the delays between tries to open one. */
#include <string.h>

#include "crypto/code.h"
#include "vault/derive.h"
#include "vault/internal.h"
#include "vault/pvault.h"

#define PAUSE_AFTER 10	  /* failures */
#define PAUSE_S (15 * 60) /* then so long before each try */
#define DELAY_MAX_S 60
#define FAILURES_ROW 1

/* ---- delays ------------------------------------------------------------ */

enum err pfailures_get(struct store *db, struct pfailures *f)
{
	struct store_val key = store_int(FAILURES_ROW);
	const struct store_val *row;
	enum err e = store_get(db, STORE_FAILURES, &key, &row);

	*f = (struct pfailures){0, 0};
	if (e == ERR_NOTFOUND)
		return ERR_OK;
	if (e == ERR_OK) {
		f->count = row[COL_FAILURES_COUNT].num;
		f->since = row[COL_FAILURES_SINCE].num;
	}
	return e;
}

/* Inside a write transaction. */
enum err pfailures_put(struct store *db, const struct pfailures *f)
{
	struct store_val row[] = {
	    [COL_FAILURES_ID] = store_int(FAILURES_ROW),
	    [COL_FAILURES_COUNT] = store_int(f->count),
	    [COL_FAILURES_SINCE] = store_int(f->since),
	};

	return store_set(db, STORE_FAILURES, row);
}

static enum err failures_set(struct store *db, const struct pfailures *f)
{
	enum err e = store_begin_write(db);

	if (e != ERR_OK)
		return e;
	if ((e = pfailures_put(db, f)) == ERR_OK)
		return store_commit(db);
	store_rollback(db);
	return e;
}

static unsigned delay_s(int64_t count)
{
	if (count <= 0)
		return 0;
	if (count >= PAUSE_AFTER)
		return PAUSE_S;
	return count > 6 ? DELAY_MAX_S : 1U << (count - 1);
}

/* Seconds left.  A clock that went back counts from now: the wait is never
 * longer than its delay. */
unsigned pfailures_wait(const struct pfailures *f, int64_t now)
{
	int64_t delay = (int64_t)delay_s(f->count) * 1000;
	int64_t since = f->since > now ? now : f->since;
	int64_t left = since + delay - now;

	return left <= 0 ? 0 : (unsigned)((left + 999) / 1000);
}

/*
 * Count the try before it is made, so that killing the program in the middle
 * gains nothing.  ${f} is what stood there before.  ERR_BUSY while delayed.
 */
static enum err begin_try(
    struct vault *v, struct store *db, struct pfailures *f)
{
	int64_t now = clock_utc(v->clock);
	struct pfailures next;
	enum err e = store_begin_write(db);

	if (e != ERR_OK)
		return e;
	if ((e = pfailures_get(db, f)) != ERR_OK)
		goto fail;
	if (pfailures_wait(f, now) > 0) {
		unsigned left = pfailures_wait(f, now);

		if (f->since > now) {
			f->since = now;
			if ((e = pfailures_put(db, f)) != ERR_OK)
				goto fail;
			if ((e = store_commit(db)) != ERR_OK)
				return e;
		}
		store_rollback(db);
		return err_set(ERR_BUSY, "%u s", left);
	}
	next = (struct pfailures){f->count + 1, now};
	if ((e = pfailures_put(db, &next)) == ERR_OK)
		return store_commit(db);
fail:
	store_rollback(db);
	return e;
}

/* ---- wraps ------------------------------------------------------------- */

static struct wrap_bind bind_of(
    const struct vault *v, enum wrap_purpose purpose, uint32_t gen)
{
	return (struct wrap_bind){.pepper = v->host.pepper,
	    .clinic = v->host.clinic,
	    .owner = v->me_id,
	    .purpose = purpose,
	    .gen = gen};
}

/* Append the stored wrap; ERR_NOTFOUND. */
enum err pwrap_get(struct store *db, enum wrap_purpose purpose, struct buf *out)
{
	struct store_val key[] = {store_int(purpose), store_int(0)};
	const struct store_val *row;
	enum err e = store_get(db, STORE_WRAP, key, &row);

	if (e != ERR_OK)
		return e;
	return buf_add(out, row[COL_WRAP_BLOB].p, row[COL_WRAP_BLOB].len);
}

/* Inside pledger_begin: seal ${seed}, store it, PWRAP. */
enum err pwrap_put(struct private_vault *pv, enum wrap_purpose purpose,
    const void *secret, size_t len, const unsigned char *seed)
{
	struct vault *v = pv->v;
	uint32_t gen = pv->wrap[purpose - WRAP_PRIVATE].gen + 1;
	struct wrap_bind b = bind_of(v, purpose, gen);
	const struct kdf_cost *cost =
	    purpose == WRAP_PRIVATE ? derive_cost(v->genesis.demo, true) : NULL;
	unsigned char blob[WRAP_LEN], h[HASH_LEN];
	struct store_val row[] = {
	    [COL_WRAP_PURPOSE] = store_int(purpose),
	    [COL_WRAP_SLOT] = store_int(0),
	    [COL_WRAP_BLOB] = store_bytes(blob, WRAP_LEN),
	};
	struct buf p = {0};
	enum err e;

	if ((e = derive_seal(v->dir, &b, secret, len, cost, seed, blob)) !=
		ERR_OK ||
	    (e = store_set(pv->db, STORE_WRAP, row)) != ERR_OK)
		return e;
	hash1(LABEL_WRAP_BLOB, blob, WRAP_LEN, h);
	if ((e = buf_add8(&p, purpose)) == ERR_OK &&
	    (e = buf_add16(&p, 0)) == ERR_OK &&
	    (e = buf_add32(&p, gen)) == ERR_OK &&
	    (e = buf_add(&p, h, HASH_LEN)) == ERR_OK)
		e = pledger_append(pv, PEV_WRAP, &p);
	buf_free(&p);
	return e;
}

/* One try, counted: the seed under ${secret}.  On success the count is as it
 * was, in ${f}. */
enum err pwrap_try(struct vault *v, struct store *db, enum wrap_purpose purpose,
    const void *secret, size_t len, struct pfailures *f, struct buf *blob,
    unsigned char *seed)
{
	struct wrap_bind b;
	enum err e, e2;

	if ((e = begin_try(v, db, f)) != ERR_OK)
		return e;
	if ((e = pwrap_get(db, purpose, blob)) == ERR_OK) {
		b = bind_of(v, purpose, wrap_gen(blob->p, blob->len));
		e = derive_open(v->dir, &b, secret, len, &v->genesis.floor,
		    blob->p, blob->len, seed);
	}
	if (e == ERR_AUTH)
		return e;
	if (e == ERR_NOTFOUND || e == ERR_FORMAT || e == ERR_LIMIT)
		e = err_set(ERR_CORRUPT, "private wrap");
	e2 = failures_set(db, f);
	return e != ERR_OK ? e : e2;
}
