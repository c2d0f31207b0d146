#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/engine.h"

/* the first is the default */
static const struct store_ops *const engines[] = {
    &store_sqlite,
    &store_memory,
};

#define WAIT_MS 10000

enum tx { TX_NONE, TX_READ, TX_WRITE };

struct store {
	const struct store_ops *ops;
	void *eng;
	const struct store_schema *schema;
	enum tx tx;
	bool readonly;
	bool broken;	/* a write failed half way: only a rollback is left */
	bool foreign;	/* somebody else committed, not told yet */
	unsigned scans; /* callbacks running */
	/* the row of the last store_get */
	struct store_val row[STORE_COLS_MAX];
	struct buf bytes;
};

enum err store_open_schema(const char *engine,
    const struct store_schema *schema, const char *path, unsigned flags,
    struct store **out)
{
	const struct store_ops *ops = NULL;
	struct store *s;
	enum err e;

	for (size_t i = 0; i < sizeof(engines) / sizeof(engines[0]); i++)
		if (ops == NULL &&
		    (engine == NULL || strcmp(engine, engines[i]->name) == 0))
			ops = engines[i];
	if (ops == NULL)
		return err_set(ERR_UNSUPPORTED, "unknown storage engine");
	s = mem_new(1, sizeof(*s));
	if (s == NULL)
		return ERR_NOMEM;
	s->ops = ops;
	s->schema = schema;
	s->readonly = (flags & STORE_READONLY) != 0;
	e = ops->open(schema, path, flags, &s->eng);
	if (e != ERR_OK) {
		free(s);
		return e;
	}
	ops->set_wait(s->eng, WAIT_MS);
	*out = s;
	return ERR_OK;
}

enum err store_open(const char *engine, enum store_kind kind, const char *path,
    unsigned flags, struct store **out)
{
	return store_open_schema(
	    engine, &store_schemas[kind], path, flags, out);
}

void store_free(struct store *s)
{
	if (s == NULL)
		return;
	s->ops->close(s->eng);
	buf_free(&s->bytes);
	free(s);
}

const struct store_schema *store_schema_of(const struct store *s)
{
	return s->schema;
}

void store_set_wait(struct store *s, unsigned ms)
{
	s->ops->set_wait(s->eng, ms);
}

static enum err begin(struct store *s, enum tx tx)
{
	bool foreign = false;
	enum err e;

	if (s->tx != TX_NONE)
		return err_set(ERR_CONFLICT, "transaction inside another");
	e = s->ops->begin(s->eng, tx == TX_WRITE, &foreign);
	if (e != ERR_OK)
		return e;
	s->foreign |= foreign;
	s->tx = tx;
	s->broken = false;
	return ERR_OK;
}

enum err store_begin_read(struct store *s)
{
	return begin(s, TX_READ);
}

enum err store_begin_write(struct store *s)
{
	if (s->readonly)
		return err_set(ERR_DENIED, "opened for reading only");
	return begin(s, TX_WRITE);
}

enum err store_commit(struct store *s)
{
	if (s->tx == TX_NONE || s->scans > 0)
		return err_set(ERR_CONFLICT, "commit out of order");
	if (s->tx == TX_READ || s->broken) {
		bool broken = s->broken;

		store_rollback(s);
		return broken ? err_set(ERR_CONFLICT, "a write had failed")
			      : ERR_OK;
	}
	s->tx = TX_NONE;
	return s->ops->commit(s->eng);
}

void store_rollback(struct store *s)
{
	if (s->tx == TX_NONE || s->scans > 0)
		return;
	s->tx = TX_NONE;
	s->broken = false;
	s->ops->rollback(s->eng);
}

bool store_in_read(const struct store *s)
{
	return s->tx == TX_READ;
}

bool store_in_write(const struct store *s)
{
	return s->tx == TX_WRITE;
}

static enum err find(
    const struct store *s, enum store_table t, const struct store_def **out)
{
	const struct store_def *d = schema_def(s->schema, t);

	if (d == NULL)
		return err_set(ERR_UNSUPPORTED, "no table %d in a %s file",
		    (int)t, s->schema->name);
	*out = d;
	return ERR_OK;
}

/* Columns ${cols} of ${d}, or the first ${n} if that is NULL. */
static enum err check_values(const struct store_def *d,
    const struct store_val *v, const unsigned char *cols, size_t n)
{
	size_t total = 0;

	for (size_t i = 0; i < n; i++) {
		size_t c = cols != NULL ? cols[i] : i;

		if (d->col[c].type == STORE_INT)
			continue;
		if (v[i].p == NULL && v[i].len > 0)
			return err_set(ERR_FORMAT, "%s.%s: no bytes", d->name,
			    d->col[c].name);
		if (v[i].len > STORE_ROW_MAX - total ||
		    (c < d->nkey && v[i].len > STORE_KEY_MAX))
			return err_set(ERR_LIMIT, "%s.%s: %zu bytes", d->name,
			    d->col[c].name, v[i].len);
		total += v[i].len;
	}
	return ERR_OK;
}

static enum err write_row(
    struct store *s, enum store_table t, const struct store_val *row, bool over)
{
	const struct store_def *d = NULL;
	enum err e;

	if (s->tx != TX_WRITE)
		return err_set(ERR_DENIED, "no write transaction");
	if (s->scans > 0 || s->broken)
		return err_set(ERR_CONFLICT, "write out of order");
	e = find(s, t, &d);
	if (e == ERR_OK)
		e = check_values(d, row, NULL, d->ncol);
	if (e != ERR_OK)
		return e;
	e = s->ops->put(s->eng, d, row, over);
	s->broken = e != ERR_OK && e != ERR_EXISTS;
	return e;
}

enum err store_put(
    struct store *s, enum store_table t, const struct store_val *row)
{
	return write_row(s, t, row, false);
}

enum err store_set(
    struct store *s, enum store_table t, const struct store_val *row)
{
	return write_row(s, t, row, true);
}

enum err store_remove(struct store *s, enum store_table t,
    const struct store_val *key, size_t nkey)
{
	const struct store_def *d = NULL;
	enum err e;

	if (s->tx != TX_WRITE)
		return err_set(ERR_DENIED, "no write transaction");
	if (s->scans > 0 || s->broken)
		return err_set(ERR_CONFLICT, "write out of order");
	e = find(s, t, &d);
	if (e != ERR_OK)
		return e;
	if (nkey == 0 || nkey > d->nkey)
		return err_set(ERR_UNSUPPORTED, "%s: %zu columns of the key",
		    d->name, nkey);
	e = check_values(d, key, NULL, nkey);
	if (e != ERR_OK)
		return e;
	e = s->ops->remove(s->eng, d, key, nkey);
	s->broken = e != ERR_OK && e != ERR_NOTFOUND;
	return e;
}

/* A transaction of its own for a read that has none. */
static enum err own_begin(struct store *s, bool *own)
{
	enum err e;

	if (s->tx != TX_NONE)
		return ERR_OK;
	e = begin(s, TX_READ);
	*own = e == ERR_OK;
	return e;
}

static enum err check_scan(
    struct store *s, const struct store_scan *sc, const struct store_def **out)
{
	unsigned char cols[STORE_COLS_MAX];
	const struct store_def *d = NULL;
	size_t n;
	enum err e = find(s, sc->table, &d);

	if (e != ERR_OK)
		return e;
	if (sc->order > d->nindex)
		return err_set(
		    ERR_UNSUPPORTED, "%s: order %u", d->name, sc->order);
	n = schema_order(d, sc->order, cols);
	if (sc->nprefix > n || sc->nfrom > n - sc->nprefix)
		return err_set(ERR_UNSUPPORTED, "%s: %zu and %zu columns",
		    d->name, sc->nprefix, sc->nfrom);
	e = check_values(d, sc->prefix, cols, sc->nprefix);
	if (e == ERR_OK)
		e = check_values(d, sc->from, cols + sc->nprefix, sc->nfrom);
	if (e == ERR_OK)
		*out = d;
	return e;
}

enum err store_scan(struct store *s, const struct store_scan *sc,
    enum err (*fn)(void *arg, const struct store_val *row), void *arg)
{
	const struct store_def *d = NULL;
	bool own = false;
	enum err e = check_scan(s, sc, &d);

	if (e == ERR_OK)
		e = own_begin(s, &own);
	if (e != ERR_OK)
		return e;
	s->scans++;
	e = s->ops->scan(s->eng, d, sc, fn, arg);
	s->scans--;
	if (own)
		store_rollback(s);
	return e == STORE_STOP ? ERR_OK : e;
}

enum err store_count(struct store *s, const struct store_scan *sc, size_t *out)
{
	const struct store_def *d = NULL;
	bool own = false;
	enum err e = check_scan(s, sc, &d);

	if (e == ERR_OK)
		e = own_begin(s, &own);
	if (e != ERR_OK)
		return e;
	e = s->ops->count(s->eng, d, sc, out);
	if (own)
		store_rollback(s);
	return e;
}

struct keep {
	struct store *s;
	const struct store_def *d;
	bool found;
};

/* Copy the row, so that it outlives the engine's statement. */
static enum err keep_row(void *arg, const struct store_val *row)
{
	struct keep *k = arg;
	struct store *s = k->s;
	size_t at = 0, total = 0;
	enum err e;

	for (size_t i = 0; i < k->d->ncol; i++)
		total += row[i].len;
	buf_clear(&s->bytes);
	e = buf_reserve(&s->bytes, total + 1);
	for (size_t i = 0; i < k->d->ncol && e == ERR_OK; i++)
		e = buf_add(&s->bytes, row[i].p, row[i].len);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < k->d->ncol; i++) {
		s->row[i] = row[i];
		s->row[i].p = s->bytes.p + at;
		at += row[i].len;
	}
	k->found = true;
	return STORE_STOP;
}

enum err store_get(struct store *s, enum store_table t,
    const struct store_val *key, const struct store_val **row)
{
	struct store_scan sc = {.table = t, .prefix = key, .limit = 1};
	struct keep k = {.s = s};
	enum err e = find(s, t, &k.d);

	if (e != ERR_OK)
		return e;
	sc.nprefix = k.d->nkey;
	e = store_scan(s, &sc, keep_row, &k);
	if (e != ERR_OK)
		return e;
	if (!k.found)
		return err_set(ERR_NOTFOUND, "row of %s", k.d->name);
	*row = s->row;
	return ERR_OK;
}

enum err store_changed(struct store *s, bool *out)
{
	bool own = false;
	enum err e = own_begin(s, &own);

	if (e != ERR_OK)
		return e;
	if (own)
		store_rollback(s);
	*out = s->foreign;
	s->foreign = false;
	return ERR_OK;
}

enum err store_checkpoint(struct store *s, bool all)
{
	if (s->readonly)
		return err_set(ERR_DENIED, "opened for reading only");
	if (s->tx != TX_NONE)
		return err_set(ERR_CONFLICT, "checkpoint in a transaction");
	return s->ops->checkpoint(s->eng, all);
}

enum err store_check(struct store *s)
{
	bool own = false;
	enum err e = own_begin(s, &own);

	if (e != ERR_OK)
		return e;
	e = s->ops->check(s->eng);
	if (own)
		store_rollback(s);
	return e;
}
