/* Rows in sorted arrays; for the tests of the layers above, and the proof that
 * nothing above the seam leans on SQL. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "store/engine.h"

struct row {
	struct store_val v[STORE_COLS_MAX];
	unsigned char bytes[];
};

/* All rows of a table by its key or one index. */
struct order {
	struct row **row;
	size_t n, cap;
};

struct table {
	const struct store_def *def;
	struct order *order; /* 1 + nindex */
};

/* One change, undone by taking fresh out and putting old in. */
struct change {
	struct table *t;
	struct row *old, *fresh;
};

struct memory {
	const struct store_schema *schema;
	struct table *table;
	struct change *change;
	size_t n, cap;
};

static int cmp_val(
    enum store_type type, const struct store_val *a, const struct store_val *b)
{
	size_t len = a->len < b->len ? a->len : b->len;
	int r;

	if (type == STORE_INT)
		return (a->num > b->num) - (a->num < b->num);
	r = len > 0 ? memcmp(a->p, b->p, len) : 0;
	return r != 0 ? r : (a->len > b->len) - (a->len < b->len);
}

/* The row against values for the first ${n} columns of an order. */
static int cmp_row(const struct store_def *d, const unsigned char *cols,
    const struct row *r, const struct store_val *v, size_t n)
{
	int c = 0;

	for (size_t i = 0; i < n && c == 0; i++)
		c = cmp_val(d->col[cols[i]].type, &r->v[cols[i]], &v[i]);
	return c;
}

/* The first place whose row is not before ${v} (with ${after}: is after). */
static size_t bound(const struct table *t, unsigned order,
    const struct store_val *v, size_t n, bool after)
{
	unsigned char cols[STORE_COLS_MAX];
	size_t lo = 0, hi = t->order[order].n;

	schema_order(t->def, order, cols);
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = cmp_row(t->def, cols, t->order[order].row[mid], v, n);

		if (c < 0 || (after && c == 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static size_t place(const struct table *t, unsigned order, const struct row *r)
{
	unsigned char cols[STORE_COLS_MAX];
	struct store_val v[STORE_COLS_MAX];
	size_t n = schema_order(t->def, order, cols);

	for (size_t i = 0; i < n; i++)
		v[i] = r->v[cols[i]];
	return bound(t, order, v, n, false);
}

/* Every order has room for ${r} already. */
static void link_row(struct table *t, struct row *r)
{
	for (unsigned o = 0; o <= t->def->nindex; o++) {
		struct order *x = &t->order[o];
		size_t at = place(t, o, r);

		memmove(x->row + at + 1, x->row + at, (x->n - at) * sizeof(r));
		x->row[at] = r;
		x->n++;
	}
}

static void unlink_row(struct table *t, struct row *r)
{
	for (unsigned o = 0; o <= t->def->nindex; o++) {
		struct order *x = &t->order[o];
		size_t at = place(t, o, r);

		x->n--;
		memmove(x->row + at, x->row + at + 1, (x->n - at) * sizeof(r));
	}
}

static enum err reserve(struct memory *m, struct table *t, size_t changes)
{
	void *p = m->change;

	if (mem_grow(&p, &m->cap, m->n + changes, sizeof(*m->change)) != 0)
		return ERR_NOMEM;
	m->change = p;
	for (unsigned o = 0; o <= t->def->nindex; o++) {
		struct order *x = &t->order[o];

		p = x->row;
		if (mem_grow(&p, &x->cap, x->n + 1, sizeof(*x->row)) != 0)
			return ERR_NOMEM;
		x->row = p;
	}
	return ERR_OK;
}

static struct row *new_row(const struct store_def *d, const struct store_val *v)
{
	size_t total = 0;
	struct row *r;

	for (size_t i = 0; i < d->ncol; i++)
		if (d->col[i].type == STORE_BYTES)
			total += v[i].len;
	r = mem_new(1, sizeof(*r) + total);
	if (r == NULL)
		return NULL;
	total = 0;
	for (size_t i = 0; i < d->ncol; i++) {
		if (d->col[i].type == STORE_INT) {
			r->v[i] = store_int(v[i].num);
			continue;
		}
		if (v[i].len > 0)
			memcpy(r->bytes + total, v[i].p, v[i].len);
		r->v[i] = store_bytes(r->bytes + total, v[i].len);
		total += v[i].len;
	}
	return r;
}

static struct table *find(struct memory *m, const struct store_def *d)
{
	return &m->table[d - m->schema->def];
}

static enum err mem_put(void *self, const struct store_def *d,
    const struct store_val *row, bool over)
{
	struct memory *m = self;
	struct table *t = find(m, d);
	size_t at = bound(t, 0, row, d->nkey, false);
	bool there = at < bound(t, 0, row, d->nkey, true);
	struct row *old = there ? t->order[0].row[at] : NULL;
	struct row *fresh;

	if (there && !over)
		return err_set(ERR_EXISTS, "row of %s", d->name);
	if (reserve(m, t, 1) != ERR_OK)
		return ERR_NOMEM;
	fresh = new_row(d, row);
	if (fresh == NULL)
		return ERR_NOMEM;
	if (there)
		unlink_row(t, old);
	link_row(t, fresh);
	m->change[m->n++] = (struct change){t, old, fresh};
	return ERR_OK;
}

static enum err mem_remove(void *self, const struct store_def *d,
    const struct store_val *key, size_t nkey)
{
	struct memory *m = self;
	struct table *t = find(m, d);
	size_t lo = bound(t, 0, key, nkey, false);
	size_t hi = bound(t, 0, key, nkey, true);

	if (lo == hi)
		return err_set(ERR_NOTFOUND, "row of %s", d->name);
	if (reserve(m, t, hi - lo) != ERR_OK)
		return ERR_NOMEM;
	for (; hi > lo; hi--) {
		struct row *old = t->order[0].row[hi - 1];

		unlink_row(t, old);
		m->change[m->n++] = (struct change){t, old, NULL};
	}
	return ERR_OK;
}

static void range(
    const struct table *t, const struct store_scan *sc, size_t *lo, size_t *hi)
{
	struct store_val v[STORE_COLS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < sc->nprefix; i++)
		v[n++] = sc->prefix[i];
	*lo = bound(t, sc->order, v, n, false);
	*hi = bound(t, sc->order, v, n, true);
	for (size_t i = 0; i < sc->nfrom; i++)
		v[n++] = sc->from[i];
	if (sc->nfrom > 0 && sc->reverse)
		*hi = bound(t, sc->order, v, n, true);
	else if (sc->nfrom > 0)
		*lo = bound(t, sc->order, v, n, false);
	if (sc->limit > 0 && sc->limit < *hi - *lo) {
		if (sc->reverse)
			*lo = *hi - sc->limit;
		else
			*hi = *lo + sc->limit;
	}
}

static enum err mem_scan(void *self, const struct store_def *d,
    const struct store_scan *sc,
    enum err (*fn)(void *, const struct store_val *), void *arg)
{
	struct table *t = find(self, d);
	size_t lo, hi;
	enum err e = ERR_OK;

	range(t, sc, &lo, &hi);
	while (lo < hi && e == ERR_OK) {
		size_t at = sc->reverse ? --hi : lo++;

		e = fn(arg, t->order[sc->order].row[at]->v);
	}
	return e;
}

static enum err mem_count(void *self, const struct store_def *d,
    const struct store_scan *sc, size_t *out)
{
	size_t lo, hi;

	range(find(self, d), sc, &lo, &hi);
	*out = hi - lo;
	return ERR_OK;
}

static enum err mem_begin(void *self, bool write, bool *foreign)
{
	(void)self;
	(void)write;
	*foreign = false;
	return ERR_OK;
}

static enum err mem_commit(void *self)
{
	struct memory *m = self;

	for (; m->n > 0; m->n--)
		free(m->change[m->n - 1].old);
	return ERR_OK;
}

static void mem_rollback(void *self)
{
	struct memory *m = self;

	for (; m->n > 0; m->n--) {
		struct change *c = &m->change[m->n - 1];

		if (c->fresh != NULL)
			unlink_row(c->t, c->fresh);
		if (c->old != NULL)
			link_row(c->t, c->old);
		free(c->fresh);
	}
}

static void mem_set_wait(void *self, unsigned ms)
{
	(void)self;
	(void)ms;
}

static enum err mem_checkpoint(void *self, bool all)
{
	(void)self;
	(void)all;
	return ERR_OK;
}

/* Every order holds every row, each in its place. */
static enum err mem_check(void *self)
{
	struct memory *m = self;

	for (size_t i = 0; i < m->schema->ndef; i++) {
		struct table *t = &m->table[i];

		for (unsigned o = 0; o <= t->def->nindex; o++) {
			if (t->order[o].n != t->order[0].n)
				return err_set(ERR_CORRUPT, "rows missing");
			for (size_t r = 0; r < t->order[o].n; r++)
				if (place(t, o, t->order[o].row[r]) != r)
					return err_set(
					    ERR_CORRUPT, "order broken");
		}
	}
	return ERR_OK;
}

static void mem_close(void *self)
{
	struct memory *m = self;

	mem_rollback(m);
	for (size_t i = 0; m->table != NULL && i < m->schema->ndef; i++) {
		struct table *t = &m->table[i];

		for (size_t r = 0; t->order != NULL && r < t->order[0].n; r++)
			free(t->order[0].row[r]);
		for (size_t o = 0; t->order != NULL && o <= t->def->nindex; o++)
			free(t->order[o].row);
		free(t->order);
	}
	free(m->table);
	free(m->change);
	free(m);
}

static enum err mem_open(const struct store_schema *schema, const char *path,
    unsigned flags, void **out)
{
	struct memory *m = mem_new(1, sizeof(*m));
	unsigned char version[4];
	struct store_val row[] = {
	    store_bytes(STORE_META_VERSION, strlen(STORE_META_VERSION)),
	    store_bytes(version, sizeof(version))};
	enum err e = ERR_OK;

	(void)path;
	(void)flags;
	if (m == NULL)
		return ERR_NOMEM;
	m->schema = schema;
	m->table = mem_new(schema->ndef, sizeof(*m->table));
	if (m->table == NULL)
		e = ERR_NOMEM;
	for (size_t i = 0; i < schema->ndef && e == ERR_OK; i++) {
		struct table *t = &m->table[i];

		t->def = &schema->def[i];
		t->order = mem_new(1 + t->def->nindex, sizeof(*t->order));
		if (t->order == NULL)
			e = ERR_NOMEM;
	}
	le32_put(version, schema->version);
	if (e == ERR_OK)
		e = mem_put(m, schema_def(schema, STORE_META), row, false);
	if (e == ERR_OK)
		e = mem_commit(m);
	if (e != ERR_OK) {
		mem_close(m);
		return e;
	}
	*out = m;
	return ERR_OK;
}

const struct store_ops store_memory = {
    .name = "memory",
    .open = mem_open,
    .close = mem_close,
    .set_wait = mem_set_wait,
    .begin = mem_begin,
    .commit = mem_commit,
    .rollback = mem_rollback,
    .put = mem_put,
    .remove = mem_remove,
    .scan = mem_scan,
    .count = mem_count,
    .checkpoint = mem_checkpoint,
    .check = mem_check,
};
