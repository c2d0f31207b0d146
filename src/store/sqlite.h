/* Shared by sqlite.c (rows, transactions), sqlite_open.c (the file) and
 * sqlite_schema.c (its soundness). */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "store/lock.h"
#include "store/store.h"

struct sqlite3;
struct sqlite3_stmt;

/* SQLite's own locks: a log being recovered. */
#define LITE_BUSY_MS 5000

enum verb { GET, PUT, SET, REMOVE, VERBS };

struct lite {
	const struct store_schema *schema;
	char path[PATH_MAX]; /* begins with / or ./ */
	struct sqlite3 *db;
	struct lock *lock; /* NULL when read-only */
	unsigned wait;
	unsigned version; /* of the file's schema */
	bool setup;	  /* the authorizer lets everything pass */
	bool readonly;
	uint32_t seen; /* data version after the last begin or commit */
	int wal;       /* pages in the log after the last commit */
	struct sqlite3_stmt *undo; /* made early: it must not fail */
	/* made when first needed */
	struct sqlite3_stmt *touch;
	struct sqlite3_stmt *stmt[STORE_TABLES][VERBS];
};

/* The error that SQLite's ${rc} stands for, with its detail. */
enum err lite_fail(struct lite *, int rc);
WARN_UNUSED enum err lite_exec(struct lite *, const char *sql);
/* Frees ${sql}; ${e} is what building it came to. */
WARN_UNUSED enum err lite_prepare(
    struct lite *, struct buf *sql, enum err e, struct sqlite3_stmt **out);

/* The op of sqlite_schema.c. */
enum err lite_check(void *);

/* The ops of sqlite_open.c. */
enum err lite_open(
    const struct store_schema *, const char *path, unsigned flags, void **out);
void lite_close(void *);

/* In a transaction: the version of a sound schema to ${out}, 0 for an empty
 * file.  ERR_CORRUPT if it is not Tacet's, ERR_UNSUPPORTED if it is newer. */
WARN_UNUSED enum err lite_inspect(struct lite *, unsigned *out);

/* Make the tables, or those that a file of version ${v} lacks, under the lock.
 * ERR_EXISTS if there are some and ${flags} has STORE_NEW. */
WARN_UNUSED enum err lite_raise(struct lite *, unsigned flags, unsigned v);

/* What opening needs of sqlite.c. */
enum err lite_begin(void *, bool write, bool *foreign);
enum err lite_commit(void *);
void lite_rollback(void *);
enum err lite_put(
    void *, const struct store_def *, const struct store_val *row, bool over);

#endif
