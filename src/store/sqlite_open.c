/*
 * Opening a SQLite file, with every feature shut off that a hostile file could
 * use.
 */
#include "store/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"

/* Only rows of our own tables, once set-up is over. */
static int authorize(void *arg, int op, const char *a, const char *b,
    const char *db, const char *trigger)
{
	static const int allowed[] = {SQLITE_SELECT, SQLITE_READ, SQLITE_INSERT,
	    SQLITE_UPDATE, SQLITE_DELETE, SQLITE_TRANSACTION};
	const struct lite *l = arg;

	(void)db;
	if (l->setup)
		return SQLITE_OK;
	if (trigger != NULL)
		return SQLITE_DENY;
	if (op == SQLITE_FUNCTION)
		return strcmp(b, "count") == 0 ? SQLITE_OK : SQLITE_DENY;
	if (a != NULL && strncmp(a, "sqlite_", 7) == 0)
		return SQLITE_DENY;
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (allowed[i] == op)
			return SQLITE_OK;
	return SQLITE_DENY;
}

static int count_pages(void *arg, sqlite3 *db, const char *name, int pages)
{
	struct lite *l = arg;

	(void)db;
	(void)name;
	l->wal = pages;
	return SQLITE_OK;
}

/* Before the file's schema is read. */
static enum err harden(struct lite *l)
{
	static const struct {
		int op, on;
	} config[] = {
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	    {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
	    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
	    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
	    {SQLITE_DBCONFIG_DQS_DDL, 0},
	    {SQLITE_DBCONFIG_DQS_DML, 0},
	    {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
	};
	static const struct {
		int id, max;
	} limits[] = {
	    {SQLITE_LIMIT_LENGTH, 4 << 20},
	    {SQLITE_LIMIT_SQL_LENGTH, 4096},
	    {SQLITE_LIMIT_COLUMN, 16},
	    {SQLITE_LIMIT_EXPR_DEPTH, 32},
	    {SQLITE_LIMIT_COMPOUND_SELECT, 4},
	    {SQLITE_LIMIT_ATTACHED, 0},
	    {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
	    {SQLITE_LIMIT_WORKER_THREADS, 0},
	};
	int rc = sqlite3_extended_result_codes(l->db, 1);

	for (size_t i = 0; i < sizeof(config) / sizeof(config[0]); i++)
		if (rc == SQLITE_OK)
			rc = sqlite3_db_config(
			    l->db, config[i].op, config[i].on, NULL);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(l->db, limits[i].id, limits[i].max);
	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(l->db, LITE_BUSY_MS);
	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(l->db, authorize, l);
	if (rc != SQLITE_OK)
		return lite_fail(l, rc);
	/* in place of the automatic checkpoint */
	sqlite3_wal_hook(l->db, count_pages, l);
	return lite_exec(l, "PRAGMA cell_size_check=ON;"
			    "PRAGMA mmap_size=0;"
			    "PRAGMA temp_store=MEMORY;"
			    "PRAGMA secure_delete=ON;");
}

static enum err check_wal(struct lite *l)
{
	sqlite3_stmt *st = NULL;
	int rc =
	    sqlite3_prepare_v2(l->db, "PRAGMA journal_mode", -1, &st, NULL);
	const char *text = NULL;
	enum err e = ERR_OK;

	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		text = (const char *)sqlite3_column_text(st, 0);
	if (text == NULL)
		e = lite_fail(l, rc == SQLITE_ROW ? SQLITE_NOMEM : rc);
	else if (strcmp(text, "wal") != 0)
		e = err_set(
		    ERR_CORRUPT, "%s file: not in WAL mode", l->schema->name);
	sqlite3_finalize(st);
	return e;
}

/* The connection stands; bring the file to this program's schema. */
static enum err establish(struct lite *l, unsigned flags, bool frozen)
{
	bool foreign, make = (flags & (STORE_CREATE | STORE_NEW)) != 0;
	unsigned v = 0;
	enum err e = lite_exec(l, "BEGIN");

	if (e == ERR_OK)
		e = lite_inspect(l, &v);
	lite_rollback(l);
	if (e == ERR_OK && v == 0 && (!make || l->readonly))
		e = err_set(ERR_NOTFOUND, "%s file is empty", l->schema->name);
	if (e == ERR_OK && v > 0 && (flags & STORE_NEW) != 0)
		e = err_set(ERR_EXISTS, "%s file", l->schema->name);
	if (e == ERR_OK && !l->readonly &&
	    sqlite3_db_readonly(l->db, "main") != 0)
		e = access(l->path, W_OK) == 0
			? err_set(
			      ERR_CORRUPT, "%s file: header", l->schema->name)
			: err_set(ERR_DENIED, "%s file is read-only",
			      l->schema->name);
	if (e == ERR_OK && v < l->schema->version && !l->readonly) {
		e = lite_raise(l, flags, v);
		v = l->schema->version;
	}
	if (e == ERR_OK && !frozen)
		e = check_wal(l);
	l->version = v;
	return e == ERR_OK ? lite_begin(l, false, &foreign) : e;
}

/* The folder of ${l}'s file, by cutting ${out}. */
static void folder(const struct lite *l, char *out)
{
	char *slash;

	memcpy(out, l->path, sizeof(l->path));
	slash = strrchr(out, '/');
	slash[slash == out ? 1 : 0] = '\0';
}

/* 0600 or 0660 before SQLite sees it; -wal and -shm take its mode over. */
static enum err create_file(struct lite *l)
{
	char dir[PATH_MAX];
	int fd =
	    open(l->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		lock_mode(l->path));

	if (fd < 0 && errno == EEXIST)
		return ERR_OK;
	if (fd < 0)
		return err_errno("%s file", l->schema->name);
	close(fd);
	folder(l, dir);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_errno("folder of the %s file", l->schema->name);
	if (fsync(fd) != 0) {
		enum err e =
		    err_errno("folder of the %s file", l->schema->name);

		close(fd);
		return e;
	}
	close(fd);
	return ERR_OK;
}

/* lstat: opening the file by other means would drop SQLite's locks. */
static enum err find_file(struct lite *l, unsigned flags)
{
	char journal[PATH_MAX + 16];
	struct stat st;

	if (lstat(l->path, &st) != 0) {
		if (errno != ENOENT || l->readonly ||
		    (flags & (STORE_CREATE | STORE_NEW)) == 0)
			return err_errno("%s file", l->schema->name);
		return create_file(l);
	}
	if (!S_ISREG(st.st_mode))
		return err_set(
		    ERR_FORMAT, "%s file is not a file", l->schema->name);
	/* SQLite takes a stump for an empty file, and would fill it, unless a
	 * journal says that it was only begun */
	snprintf(journal, sizeof(journal), "%s-journal", l->path);
	if (st.st_size > 0 && st.st_size < 512 && lstat(journal, &st) != 0)
		return err_set(
		    ERR_CORRUPT, "%s file is cut short", l->schema->name);
	return ERR_OK;
}

/* Read-only media cannot hold the shared index of a log, so the file must be
 * all there is; immutable=1 would silently leave the log out. */
static enum err frozen_name(struct lite *l, char *uri, size_t size)
{
	char wal[PATH_MAX + 8];
	struct stat st;
	size_t n = 5;

	snprintf(wal, sizeof(wal), "%s-wal", l->path);
	if (lstat(wal, &st) == 0 && st.st_size > 0)
		return err_set(ERR_UNSUPPORTED,
		    "%s file: read-only media with a write-ahead log",
		    l->schema->name);
	snprintf(uri, size, "file:");
	for (const char *p = l->path; *p != '\0'; p++)
		n += (size_t)snprintf(
		    uri + n, size - n, "%%%02X", (unsigned char)*p);
	snprintf(uri + n, size - n, "?immutable=1");
	return ERR_OK;
}

static enum err connect_file(struct lite *l, bool frozen)
{
	char uri[3 * PATH_MAX + 32];
	struct buf sql = {0};
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
	enum err e = ERR_OK;
	int rc;

	flags |= l->readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if (frozen) {
		e = frozen_name(l, uri, sizeof(uri));
		flags |= SQLITE_OPEN_URI;
	}
	if (e != ERR_OK)
		return e;
	rc = sqlite3_open_v2(frozen ? uri : l->path, &l->db, flags, NULL);
	if (rc != SQLITE_OK)
		return lite_fail(l, rc);
	e = harden(l);
	if (e == ERR_OK)
		e = lite_exec(l, l->schema->durable
				     ? "PRAGMA synchronous=FULL"
				     : "PRAGMA synchronous=NORMAL");
	return e == ERR_OK
		   ? lite_prepare(l, &sql, buf_adds(&sql, "ROLLBACK"), &l->undo)
		   : e;
}

/* The writer lock, as the schema names it. */
static enum err open_lock(struct lite *l)
{
	char path[PATH_MAX], name[PATH_MAX];
	const char *base, *dot;
	enum err e;

	if (l->schema->lock == NULL) {
		base = strrchr(l->path, '/') + 1;
		dot = strrchr(base, '.');
		snprintf(name, sizeof(name), "%.*s.lock",
		    (int)(dot != NULL ? dot - base : (long)strlen(base)), base);
	} else {
		snprintf(name, sizeof(name), "%s", l->schema->lock);
	}
	folder(l, path);
	e = path_join(path, path, name);
	return e == ERR_OK ? lock_open(path, 1, &l->lock) : e;
}

/* SQLite gives names like :memory: and file: a meaning; a path has none. */
static enum err set_path(struct lite *l, const char *path)
{
	char dir[PATH_MAX];
	int n = snprintf(
	    l->path, sizeof(l->path), "%s%s", path[0] == '/' ? "" : "./", path);

	/* -wal, -shm and .lock must fit as well */
	if (n < 0 || (size_t)n + 8 > sizeof(l->path))
		return err_set(
		    ERR_LIMIT, "path of the %s file", l->schema->name);
	folder(l, dir);
	return path_local(dir);
}

enum err lite_open(const struct store_schema *schema, const char *path,
    unsigned flags, void **out)
{
	struct lite *l = mem_new(1, sizeof(*l));
	struct statvfs fs;
	bool frozen = false;
	enum err e;

	if (l == NULL)
		return ERR_NOMEM;
	l->schema = schema;
	l->wait = LITE_BUSY_MS;
	l->setup = true;
	l->readonly = (flags & STORE_READONLY) != 0;
	e = set_path(l, path);
	if (e == ERR_OK && !l->readonly)
		e = open_lock(l);
	if (e == ERR_OK)
		e = find_file(l, flags);
	if (e == ERR_OK && l->readonly && statvfs(l->path, &fs) == 0)
		frozen = (fs.f_flag & ST_RDONLY) != 0;
	if (e == ERR_OK)
		e = connect_file(l, frozen);
	if (e == ERR_OK)
		e = establish(l, flags, frozen);
	if (e != ERR_OK) {
		lite_close(l);
		return e;
	}
	lite_rollback(l);
	l->setup = false;
	*out = l;
	return ERR_OK;
}

void lite_close(void *self)
{
	struct lite *l = self;

	if (l->db != NULL)
		lite_rollback(l);
	sqlite3_finalize(l->undo);
	sqlite3_finalize(l->touch);
	for (size_t t = 0; t < STORE_TABLES; t++)
		for (size_t v = 0; v < VERBS; v++)
			sqlite3_finalize(l->stmt[t][v]);
	sqlite3_close(l->db);
	lock_free(l->lock);
	free(l);
}
