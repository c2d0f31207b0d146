/* The schema of a file must be word for word the one that Tacet made. */
#include "store/sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/sql.h"

/* The first column of the first row of ${sql} with texts bound to it. */
static enum err number(struct lite *l, const char *sql,
    const char *const text[4], sqlite3_int64 *out)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(l->db, sql, -1, &st, NULL);
	enum err e = ERR_OK;

	for (int i = 0; rc == SQLITE_OK && text != NULL && i < 4; i++)
		rc = sqlite3_bind_text(st, i + 1, text[i], -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		*out = sqlite3_column_int64(st, 0);
	else
		e = lite_fail(l, rc);
	sqlite3_finalize(st);
	return e;
}

static enum err same(struct lite *l, const char *type, const char *name,
    const char *table, const char *sql)
{
	const char *const text[4] = {type, name, table, sql};
	sqlite3_int64 n = 0;
	enum err e = number(l,
	    "SELECT count(*) FROM sqlite_master "
	    "WHERE type=? AND name=? AND tbl_name=? AND sql IS ?",
	    text, &n);

	if (e == ERR_OK && n != 1)
		e = err_set(ERR_CORRUPT, "%s file: %s %s is not Tacet's",
		    l->schema->name, type, name);
	return e;
}

/* A table of schema version ${v} and its indexes; ${*n} counts objects. */
static enum err check_def(
    struct lite *l, const struct store_def *d, unsigned v, int *n)
{
	struct buf sql = {0};
	char autoindex[64];
	enum err e = sql_table(d, &sql);

	if (e == ERR_OK)
		e = same(l, "table", d->name, d->name, buf_str(&sql));
	*n += 1;
	if (e == ERR_OK && !sql_numbered(d)) {
		snprintf(autoindex, sizeof(autoindex), "sqlite_autoindex_%s_1",
		    d->name);
		e = same(l, "index", autoindex, d->name, NULL);
		*n += 1;
	}
	for (size_t i = 0; i < d->nindex && e == ERR_OK; i++) {
		const struct store_index *x = &d->index[i];

		if (x->since > v)
			continue;
		buf_clear(&sql);
		e = sql_index(d, x, &sql);
		if (e == ERR_OK)
			e = same(l, "index", x->name, d->name, buf_str(&sql));
		*n += 1;
	}
	buf_free(&sql);
	return e;
}

/* Exactly the tables of version ${v}, each with pages of its own. */
static enum err check_schema(struct lite *l, unsigned v)
{
	sqlite3_int64 all = 0, roots = 0;
	int n = 0;
	enum err e = ERR_OK;

	for (size_t i = 0; i < l->schema->ndef && e == ERR_OK; i++)
		if (l->schema->def[i].since <= v)
			e = check_def(l, &l->schema->def[i], v, &n);
	if (e == ERR_OK)
		e = number(l, "SELECT count(*) FROM sqlite_master", NULL, &all);
	if (e == ERR_OK)
		e = number(l,
		    "SELECT count(DISTINCT rootpage) FROM sqlite_master "
		    "WHERE rootpage > 1",
		    NULL, &roots);
	if (e == ERR_OK && (all != n || roots != n))
		e = err_set(ERR_CORRUPT, "%s file: %d objects, not %d",
		    l->schema->name, (int)all, n);
	return e;
}

/* meta is read before anything else is known, so it is checked first. */
static enum err read_version(struct lite *l, unsigned *out)
{
	const struct store_def *d = schema_def(l->schema, STORE_META);
	sqlite3_stmt *st = NULL;
	int rc, n = 0;
	enum err e = check_def(l, d, d->since, &n);

	if (e != ERR_OK)
		return e;
	rc = sqlite3_prepare_v2(
	    l->db, "SELECT v FROM meta WHERE k=CAST(? AS BLOB)", -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_text(
		    st, 1, STORE_META_VERSION, -1, SQLITE_STATIC);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		e = lite_fail(l, rc);
	else if (rc == SQLITE_DONE || sqlite3_column_bytes(st, 0) != 4 ||
		 sqlite3_column_blob(st, 0) == NULL)
		e = err_set(
		    ERR_CORRUPT, "%s file: no schema version", l->schema->name);
	else
		*out = le32_get(sqlite3_column_blob(st, 0));
	sqlite3_finalize(st);
	return e;
}

/* In a transaction: what came after version ${from}; 0 makes everything. */
static enum err grow(struct lite *l, unsigned from)
{
	unsigned char version[4];
	const struct store_val row[] = {
	    store_bytes(STORE_META_VERSION, strlen(STORE_META_VERSION)),
	    store_bytes(version, sizeof(version))};
	struct buf sql = {0};
	enum err e = ERR_OK;

	for (size_t i = 0; i < l->schema->ndef && e == ERR_OK; i++) {
		const struct store_def *d = &l->schema->def[i];

		buf_clear(&sql);
		if (d->since > from)
			e = sql_table(d, &sql);
		for (size_t x = 0; x < d->nindex && e == ERR_OK; x++) {
			if (d->index[x].since <= from)
				continue;
			e = buf_adds(&sql, ";");
			if (e == ERR_OK)
				e = sql_index(d, &d->index[x], &sql);
		}
		if (e == ERR_OK)
			e = lite_exec(l, buf_str(&sql));
	}
	buf_free(&sql);
	le32_put(version, l->schema->version);
	if (e == ERR_OK)
		e = lite_put(l, schema_def(l->schema, STORE_META), row, true);
	return e;
}

enum err lite_inspect(struct lite *l, unsigned *out)
{
	sqlite3_int64 n = 0;
	unsigned v = 0;
	enum err e = number(l, "SELECT count(*) FROM sqlite_master", NULL, &n);

	if (e == ERR_OK && n > 0)
		e = read_version(l, &v);
	if (e == ERR_OK && v > l->schema->version)
		e = err_set(ERR_UNSUPPORTED,
		    "%s file: made by a newer Tacet (schema %u, not %u)",
		    l->schema->name, v, l->schema->version);
	if (e == ERR_OK && n > 0)
		e = check_schema(l, v);
	if (e == ERR_OK)
		*out = v;
	return e;
}

enum err lite_raise(struct lite *l, unsigned flags, unsigned v)
{
	enum err e = lock_take(l->lock, l->wait);

	if (e == ERR_OK && v == 0)
		e = lite_exec(
		    l, "PRAGMA page_size=8192;PRAGMA journal_mode=WAL");
	if (e == ERR_OK)
		e = lite_exec(l, "BEGIN IMMEDIATE");
	/* somebody else may have been faster */
	if (e == ERR_OK)
		e = lite_inspect(l, &v);
	if (e == ERR_OK && v > 0 && (flags & STORE_NEW) != 0)
		e = err_set(ERR_EXISTS, "%s file", l->schema->name);
	if (e == ERR_OK && v < l->schema->version)
		e = grow(l, v);
	if (e == ERR_OK)
		return lite_commit(l);
	lite_rollback(l);
	return e;
}

/* What the check says: a page that could not be had is not yet damage. */
static enum err verdict(struct lite *l, const char *text)
{
	static const char code[] = "error code=";
	const char *at = strstr(text, code);

	if (strcmp(text, "ok") == 0)
		return ERR_OK;
	if (at != NULL)
		return lite_fail(l, atoi(at + strlen(code)));
	return err_set(
	    ERR_CORRUPT, "%s file: its pages are damaged", l->schema->name);
}

enum err lite_check(void *self)
{
	struct lite *l = self;
	sqlite3_stmt *st = NULL;
	struct buf sql = {0};
	const char *text;
	enum err e;
	int rc;

	l->setup = true;
	e = lite_prepare(
	    l, &sql, buf_adds(&sql, "PRAGMA integrity_check(1)"), &st);
	if (e == ERR_OK) {
		rc = sqlite3_step(st);
		text = rc == SQLITE_ROW
			   ? (const char *)sqlite3_column_text(st, 0)
			   : NULL;
		if (text != NULL)
			e = verdict(l, text);
		else
			e = lite_fail(l, rc == SQLITE_ROW ? SQLITE_NOMEM : rc);
	}
	sqlite3_finalize(st);
	l->setup = false;
	return e;
}
