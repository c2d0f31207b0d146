/*
 * Rows and transactions in SQLite.
 *
 * Commits and checkpoints happen only under the writer lock: up to 3.51.2 a
 * checkpoint that overlaps another process's commit can damage a WAL file.
 */
#include "store/sqlite.h"

#include <errno.h>
#include <sqlite3.h>
#include <string.h>

#include "store/engine.h"
#include "store/sql.h"

#define WAL_PAGES ((4 << 20) / 8192)

/* SQLite knows ENOSPC, but neither a quota nor a limit on the size of files. */
static bool is_full(struct lite *l)
{
	sqlite3_file *log = NULL;
	int no[3] = {sqlite3_system_errno(l->db)};

	sqlite3_file_control(l->db, "main", SQLITE_FCNTL_LAST_ERRNO, &no[1]);
	sqlite3_file_control(l->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
	if (log != NULL && log->pMethods != NULL)
		log->pMethods->xFileControl(
		    log, SQLITE_FCNTL_LAST_ERRNO, &no[2]);
	for (int i = 0; i < 3; i++)
		if (no[i] == ENOSPC || no[i] == EDQUOT || no[i] == EFBIG)
			return true;
	return false;
}

enum err lite_fail(struct lite *l, int rc)
{
	static const struct {
		int rc;
		enum err e;
	} map[] = {
	    {SQLITE_NOMEM, ERR_NOMEM},
	    {SQLITE_FULL, ERR_FULL},
	    {SQLITE_BUSY, ERR_BUSY},
	    {SQLITE_LOCKED, ERR_BUSY},
	    {SQLITE_PROTOCOL, ERR_BUSY},
	    {SQLITE_CORRUPT, ERR_CORRUPT},
	    {SQLITE_NOTADB, ERR_CORRUPT},
	    {SQLITE_ERROR, ERR_CORRUPT}, /* a table is not what it was */
	    {SQLITE_SCHEMA, ERR_CORRUPT},
	    {SQLITE_MISMATCH, ERR_CORRUPT},
	    {SQLITE_CONSTRAINT, ERR_EXISTS},
	    {SQLITE_TOOBIG, ERR_LIMIT},
	    {SQLITE_READONLY, ERR_DENIED},
	    {SQLITE_PERM, ERR_DENIED},
	    {SQLITE_AUTH, ERR_DENIED},
	};
	enum err e = ERR_IO;

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (map[i].rc == (rc & 0xff))
			e = map[i].e;
	if (rc == SQLITE_IOERR_NOMEM)
		e = ERR_NOMEM;
	else if (rc == SQLITE_IOERR_SHORT_READ || rc == SQLITE_IOERR_CORRUPTFS)
		e = ERR_CORRUPT;
	else if (e == ERR_IO && l->db != NULL && is_full(l))
		e = ERR_FULL;
	/* not sqlite3_errmsg, which may quote the file */
	return err_set(
	    e, "%s file: %s (%d)", l->schema->name, sqlite3_errstr(rc), rc);
}

enum err lite_exec(struct lite *l, const char *sql)
{
	int rc = sqlite3_exec(l->db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK ? ERR_OK : lite_fail(l, rc);
}

enum err lite_prepare(
    struct lite *l, struct buf *sql, enum err e, sqlite3_stmt **out)
{
	int rc;

	if (e == ERR_OK) {
		rc = sqlite3_prepare_v3(l->db, buf_str(sql), -1,
		    SQLITE_PREPARE_PERSISTENT, out, NULL);
		if (rc != SQLITE_OK)
			e = lite_fail(l, rc);
	}
	buf_free(sql);
	return e;
}

static int bind(
    sqlite3_stmt *st, int at, enum store_type type, const struct store_val *v)
{
	if (type == STORE_INT)
		return sqlite3_bind_int64(st, at, v->num);
	/* a NULL pointer would bind NULL */
	return sqlite3_bind_blob64(
	    st, at, v->len > 0 ? v->p : "", v->len, SQLITE_STATIC);
}

/* ${cols} as in schema_order, NULL for the columns as they stand. */
static enum err bind_all(struct lite *l, sqlite3_stmt *st, int *at,
    const struct store_def *d, const unsigned char *cols,
    const struct store_val *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t c = cols != NULL ? cols[i] : i;
		int rc = bind(st, ++*at, d->col[c].type, &v[i]);

		if (rc != SQLITE_OK)
			return lite_fail(l, rc);
	}
	return ERR_OK;
}

static void rest(sqlite3_stmt *st)
{
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
}

/* Run a statement that gives no rows. */
static enum err run(struct lite *l, sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);
	enum err e = rc == SQLITE_DONE ? ERR_OK : lite_fail(l, rc);

	rest(st);
	return e;
}

enum err lite_put(void *self, const struct store_def *d,
    const struct store_val *row, bool over)
{
	struct lite *l = self;
	sqlite3_stmt **st = &l->stmt[d->id][over ? SET : PUT];
	struct buf sql = {0};
	int at = 0;
	enum err e = ERR_OK;

	if (*st == NULL)
		e = lite_prepare(l, &sql, sql_insert(d, over, &sql), st);
	if (e == ERR_OK)
		e = bind_all(l, *st, &at, d, NULL, row, d->ncol);
	return e == ERR_OK ? run(l, *st) : e;
}

static enum err lite_remove(void *self, const struct store_def *d,
    const struct store_val *key, size_t nkey)
{
	struct lite *l = self;
	bool full = nkey == d->nkey;
	sqlite3_stmt *st = full ? l->stmt[d->id][REMOVE] : NULL;
	struct buf sql = {0};
	int at = 0;
	enum err e = ERR_OK;

	if (st == NULL)
		e = lite_prepare(l, &sql, sql_remove(d, nkey, &sql), &st);
	if (full)
		l->stmt[d->id][REMOVE] = st;
	if (e == ERR_OK)
		e = bind_all(l, st, &at, d, NULL, key, nkey);
	if (e == ERR_OK)
		e = run(l, st);
	if (e == ERR_OK && sqlite3_changes(l->db) == 0)
		e = err_set(ERR_NOTFOUND, "row of %s", d->name);
	if (!full)
		sqlite3_finalize(st);
	return e;
}

static enum err read_row(struct lite *l, sqlite3_stmt *st,
    const struct store_def *d, struct store_val *row)
{
	static const int want[] = {
	    [STORE_INT] = SQLITE_INTEGER,
	    [STORE_BYTES] = SQLITE_BLOB,
	};
	int n = sqlite3_column_count(st);

	for (int i = 0; i < n; i++) {
		if (sqlite3_column_type(st, i) != want[d->col[i].type])
			return err_set(ERR_CORRUPT, "%s.%s: wrong type",
			    d->name, d->col[i].name);
		if (d->col[i].type == STORE_INT) {
			row[i] = store_int(sqlite3_column_int64(st, i));
			continue;
		}
		row[i].p = sqlite3_column_blob(st, i);
		row[i].len = (size_t)sqlite3_column_bytes(st, i);
		if (row[i].p == NULL && row[i].len > 0)
			return lite_fail(l, SQLITE_NOMEM);
	}
	return ERR_OK;
}

/* Bind prefix and bound, call ${fn} for each row. */
static enum err walk(struct lite *l, sqlite3_stmt *st,
    const struct store_def *d, const struct store_scan *sc,
    enum err (*fn)(void *, const struct store_val *), void *arg)
{
	unsigned char cols[STORE_COLS_MAX];
	struct store_val row[STORE_COLS_MAX] = {0};
	int at = 0, rc = SQLITE_DONE;
	enum err e;

	schema_order(d, sc->order, cols);
	e = bind_all(l, st, &at, d, cols, sc->prefix, sc->nprefix);
	if (e == ERR_OK)
		e = bind_all(
		    l, st, &at, d, cols + sc->nprefix, sc->from, sc->nfrom);
	while (e == ERR_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
		e = read_row(l, st, d, row);
		if (e == ERR_OK)
			e = fn(arg, row);
	}
	if (e == ERR_OK && rc != SQLITE_DONE)
		e = lite_fail(l, rc);
	/* what is too long to read was not written by us */
	return e == ERR_LIMIT && rc == SQLITE_TOOBIG ? ERR_CORRUPT : e;
}

static enum err lite_scan(void *self, const struct store_def *d,
    const struct store_scan *sc,
    enum err (*fn)(void *, const struct store_val *), void *arg)
{
	struct lite *l = self;
	bool get = sc->order == STORE_BY_KEY && sc->nprefix == d->nkey &&
		   sc->limit == 1 && !sc->keys_only &&
		   (l->stmt[d->id][GET] == NULL ||
		       !sqlite3_stmt_busy(l->stmt[d->id][GET]));
	sqlite3_stmt *st = get ? l->stmt[d->id][GET] : NULL;
	struct buf sql = {0};
	enum err e = ERR_OK;

	if (d->since > l->version)
		return ERR_OK;
	if (st == NULL)
		e = lite_prepare(l, &sql, sql_select(d, sc, &sql), &st);
	if (get)
		l->stmt[d->id][GET] = st;
	if (e == ERR_OK)
		e = walk(l, st, d, sc, fn, arg);
	if (!get)
		sqlite3_finalize(st);
	else if (st != NULL)
		rest(st);
	return e;
}

static enum err lite_count(void *self, const struct store_def *d,
    const struct store_scan *sc, size_t *out)
{
	struct lite *l = self;
	sqlite3_stmt *st = NULL;
	struct buf sql = {0};
	unsigned char cols[STORE_COLS_MAX];
	int at = 0, rc;
	enum err e;

	if (d->since > l->version) {
		*out = 0;
		return ERR_OK;
	}
	schema_order(d, sc->order, cols);
	e = lite_prepare(l, &sql, sql_count(d, sc, &sql), &st);
	if (e == ERR_OK)
		e = bind_all(l, st, &at, d, cols, sc->prefix, sc->nprefix);
	if (e == ERR_OK)
		e = bind_all(
		    l, st, &at, d, cols + sc->nprefix, sc->from, sc->nfrom);
	if (e == ERR_OK) {
		rc = sqlite3_step(st);
		if (rc == SQLITE_ROW)
			*out = (size_t)sqlite3_column_int64(st, 0);
		else
			e = lite_fail(l, rc);
	}
	sqlite3_finalize(st);
	return e;
}

static uint32_t data_version(struct lite *l)
{
	uint32_t v = 0;

	sqlite3_file_control(l->db, "main", SQLITE_FCNTL_DATA_VERSION, &v);
	return v;
}

/* A read transaction begins with its first read. */
static enum err touch(struct lite *l)
{
	struct buf sql = {0};
	enum err e = ERR_OK;
	int rc;

	if (l->touch == NULL)
		e = lite_prepare(l, &sql,
		    buf_adds(&sql, "SELECT 1 FROM meta LIMIT 1"), &l->touch);
	if (e != ERR_OK)
		return e;
	rc = sqlite3_step(l->touch);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		e = lite_fail(l, rc);
	rest(l->touch);
	return e;
}

enum err lite_begin(void *self, bool write, bool *foreign)
{
	struct lite *l = self;
	uint32_t now;
	enum err e;

	/* left open when there was no memory to end it */
	if (!sqlite3_get_autocommit(l->db))
		lite_rollback(l);
	e = write ? lock_take(l->lock, l->wait) : ERR_OK;
	if (e != ERR_OK)
		return e;
	e = lite_exec(l, write ? "BEGIN IMMEDIATE" : "BEGIN");
	if (e == ERR_OK)
		e = touch(l);
	if (e != ERR_OK) {
		lite_rollback(l);
		return e;
	}
	now = data_version(l);
	*foreign = now != l->seen;
	l->seen = now;
	return ERR_OK;
}

void lite_rollback(void *self)
{
	struct lite *l = self;

	if (!sqlite3_get_autocommit(l->db) && l->undo != NULL) {
		sqlite3_step(l->undo);
		sqlite3_reset(l->undo);
	}
	if (l->lock != NULL)
		lock_drop(l->lock);
}

/* Under the lock.  Does not wait for readers: they would hold up writers. */
static int checkpoint(struct lite *l)
{
	int rc;

	sqlite3_busy_timeout(l->db, 0);
	rc = sqlite3_wal_checkpoint_v2(
	    l->db, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(l->db, LITE_BUSY_MS);
	if (rc == SQLITE_OK)
		l->wal = 0;
	return rc;
}

enum err lite_commit(void *self)
{
	struct lite *l = self;
	enum err e = lite_exec(l, "COMMIT");

	if (e == ERR_OK) {
		l->seen = data_version(l);
		/* the commit stands, whatever becomes of the log */
		if (l->wal > WAL_PAGES)
			checkpoint(l);
	}
	lite_rollback(l);
	return e;
}

static enum err lite_checkpoint(void *self, bool all)
{
	struct lite *l = self;
	enum err e = lock_take(l->lock, l->wait);
	int rc;

	if (e != ERR_OK)
		return e;
	rc = checkpoint(l);
	lock_drop(l->lock);
	if (rc == SQLITE_OK || (!all && (rc & 0xff) == SQLITE_BUSY))
		return ERR_OK;
	return lite_fail(l, rc);
}

static void lite_set_wait(void *self, unsigned ms)
{
	struct lite *l = self;

	l->wait = ms;
}

const struct store_ops store_sqlite = {
    .name = "sqlite",
    .open = lite_open,
    .close = lite_close,
    .set_wait = lite_set_wait,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .put = lite_put,
    .remove = lite_remove,
    .scan = lite_scan,
    .count = lite_count,
    .checkpoint = lite_checkpoint,
    .check = lite_check,
};
