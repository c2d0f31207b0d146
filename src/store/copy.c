#include "store/store.h"

struct copy {
	struct store *to;
	enum store_table table;
};

static enum err copy_row(void *arg, const struct store_val *row)
{
	const struct copy *c = arg;

	return store_set(c->to, c->table, row);
}

/* Rows but for the version row, which every file has from its making. */
static enum err any_rows(struct store *s, bool *out)
{
	const struct store_schema *sc = store_schema_of(s);
	size_t total = 0;

	for (size_t i = 0; i < sc->ndef; i++) {
		struct store_scan all = {.table = sc->def[i].id};
		size_t n = 0;
		enum err e = store_count(s, &all, &n);

		if (e != ERR_OK)
			return e;
		total += n;
	}
	*out = total > 1;
	return ERR_OK;
}

static enum err copy_tables(struct store *from, struct store *to)
{
	const struct store_schema *sc = store_schema_of(to);
	bool rows = false;
	enum err e = any_rows(to, &rows);

	if (e == ERR_OK && rows)
		e = err_set(ERR_CONFLICT, "the copy has rows already");
	for (size_t i = 0; i < sc->ndef && e == ERR_OK; i++) {
		struct store_scan all = {.table = sc->def[i].id};
		struct copy c = {.to = to, .table = sc->def[i].id};

		e = store_scan(from, &all, copy_row, &c);
	}
	return e;
}

enum err store_copy(struct store *from, struct store *to)
{
	bool own = !store_in_read(from) && !store_in_write(from);
	enum err e;

	if (store_schema_of(from) != store_schema_of(to))
		return err_set(ERR_UNSUPPORTED, "two kinds of file");
	e = store_begin_write(to);
	if (e != ERR_OK)
		return e;
	e = own ? store_begin_read(from) : ERR_OK;
	own = own && e == ERR_OK;
	if (e == ERR_OK)
		e = copy_tables(from, to);
	if (own)
		store_rollback(from);
	if (e != ERR_OK) {
		store_rollback(to);
		return e;
	}
	e = store_commit(to);
	return e == ERR_OK ? store_checkpoint(to, true) : e;
}
