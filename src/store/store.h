/*
 * Rows of sealed bytes in a file.  The store never looks inside.
 *
 * One struct store is one connection of one thread.  Reads outside a
 * transaction see the newest commit, each by itself; store_begin_read holds one
 * snapshot for several reads.  Writes need store_begin_write, which takes the
 * file's writer lock (flock on DIR/writer.lock for a clinic, on NAME.lock
 * beside a user or private file) and waits for it; store_commit and
 * store_rollback give it back.  Keep write transactions short and never wait
 * for a person inside one; never fork with a store open.
 *
 * Errors that any function may return besides those it names: ERR_NOMEM,
 * ERR_IO, ERR_CORRUPT (damaged file, a value of the wrong type), ERR_BUSY (the
 * lock was not free in time), ERR_CONFLICT (called out of order: a begin inside
 * a transaction, a write or an end of transaction inside a row callback),
 * ERR_UNSUPPORTED (a table or order that this kind of file does not have).
 *
 * After an error inside a write transaction (but for ERR_EXISTS, ERR_NOTFOUND,
 * ERR_LIMIT, ERR_DENIED and ERR_CONFLICT, which change nothing) roll back; a
 * commit is then refused with ERR_CONFLICT.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "store/schema.h"

/* One value; the column's type says which members count.  Bytes of length 0 are
 * a value like any other (p may be NULL then). */
struct store_val {
	int64_t num;
	const void *p;
	size_t len;
};

static inline struct store_val store_int(int64_t num)
{
	return (struct store_val){.num = num};
}

static inline struct store_val store_bytes(const void *p, size_t len)
{
	return (struct store_val){.p = p, .len = len};
}

/* Borrows ${id}. */
static inline struct store_val store_id(const struct id *id)
{
	return (struct store_val){.p = id->b, .len = ID_LEN};
}

/* All values of a row together, and one key column; ERR_LIMIT above. */
#define STORE_ROW_MAX (((size_t)4 << 20) - 4096)
#define STORE_KEY_MAX ((size_t)256)

enum {
	STORE_CREATE = 1 << 0,	/* make the file if it is not there */
	STORE_NEW = 1 << 1,	/* make the file; ERR_EXISTS if it is there */
	STORE_READONLY = 1 << 2 /* no writes; takes no lock */
};

struct store;

/*
 * Open a file of ${kind} at ${path} with the engine named ${engine}: "sqlite",
 * "memory" (path unused and may be NULL; always new and gone at close) or NULL
 * for the first.  Ownership of ${*out} goes to the caller.
 *
 * ERR_NOTFOUND: no such file (or one whose making was cut short: STORE_CREATE
 * and STORE_NEW finish it).  ERR_EXISTS: see STORE_NEW.  ERR_CORRUPT: damaged,
 * another kind of file, or tables, triggers, views that Tacet did not make.
 * ERR_UNSUPPORTED: made by a newer Tacet; unknown engine; a network file
 * system; read-only media with changes still in the write-ahead log.
 * ERR_DENIED: not writable, and STORE_READONLY not given.
 */
WARN_UNUSED enum err store_open(const char *engine, enum store_kind kind,
    const char *path, unsigned flags, struct store **out);

/* The same with a schema of the caller's own, which must outlive the store. */
WARN_UNUSED enum err store_open_schema(const char *engine,
    const struct store_schema *schema, const char *path, unsigned flags,
    struct store **out);

/* Rolls back what is open; NULL is fine. */
void store_free(struct store *);

/* Borrowed, as long as the store. */
const struct store_schema *store_schema_of(const struct store *);

/* How long to wait for the writer lock, in milliseconds; 10,000 at first. */
void store_set_wait(struct store *, unsigned ms);

WARN_UNUSED enum err store_begin_read(struct store *);
/* ERR_BUSY after the wait; ERR_DENIED if opened read-only. */
WARN_UNUSED enum err store_begin_write(struct store *);
/* Ends a read transaction too.  On failure nothing was written and the
 * transaction is over: ERR_FULL, ERR_IO. */
WARN_UNUSED enum err store_commit(struct store *);
/* Ends either kind; nothing open is fine. */
void store_rollback(struct store *);
bool store_in_read(const struct store *);
bool store_in_write(const struct store *);

/*
 * The row of ${t} with the key ${key} (nkey values).  ${*row} points to all its
 * columns, borrowed until the next store_get, end of transaction or store_free
 * of this store.  ERR_NOTFOUND.
 */
WARN_UNUSED enum err store_get(struct store *, enum store_table t,
    const struct store_val *key, const struct store_val **row);

/* Insert ${row} (all columns, borrowed for the call); ERR_EXISTS if the key is
 * there, ERR_LIMIT, ERR_FULL; ERR_DENIED outside a write transaction. */
WARN_UNUSED enum err store_put(
    struct store *, enum store_table t, const struct store_val *row);

/* Insert or overwrite by key; else as store_put. */
WARN_UNUSED enum err store_set(
    struct store *, enum store_table t, const struct store_val *row);

/* Remove every row whose first ${nkey} (1 or more) key columns are ${key};
 * ERR_NOTFOUND if there is none. */
WARN_UNUSED enum err store_remove(struct store *, enum store_table t,
    const struct store_val *key, size_t nkey);

/* What to read, in what order; a zero-filled scan reads a table by key. */
struct store_scan {
	enum store_table table;
	unsigned order; /* STORE_BY_KEY or an index of the table */
	/* The first columns of the order are equal to these. */
	const struct store_val *prefix;
	size_t nprefix;
	/* Begin here: the columns after the prefix, compared together, are not
	 * before these (reverse: not after). */
	const struct store_val *from;
	size_t nfrom;
	bool reverse;
	bool keys_only; /* the row ends with the last key column */
	size_t limit;	/* rows; 0 is no limit */
};

/* What a row callback returns to end the scan without failure. */
#define STORE_STOP ((enum err)ERR_COUNT)

/*
 * Call ${fn} for each row; the row is borrowed until it returns.  It may read
 * from the same store (store_get, store_scan) but not write.  Any return but
 * ERR_OK ends the scan and, unless STORE_STOP, is what store_scan returns.
 */
WARN_UNUSED enum err store_scan(struct store *, const struct store_scan *,
    enum err (*fn)(void *arg, const struct store_val *row), void *arg);

/* How many rows store_scan would give. */
WARN_UNUSED enum err store_count(
    struct store *, const struct store_scan *, size_t *out);

/*
 * Whether somebody else committed since the last call (since open for the
 * first): cheap enough for every decryption.  A needless true is possible, a
 * false never is.  Inside a transaction it speaks of its snapshot.
 */
WARN_UNUSED enum err store_changed(struct store *, bool *out);

/*
 * Move the write-ahead log into the file and sync both, as far as readers of
 * older snapshots allow; outside a transaction, under the writer lock.  With
 * ${all} the log must end up empty (old key wraps are gone from it): ERR_BUSY
 * if a reader is in the way.
 */
WARN_UNUSED enum err store_checkpoint(struct store *, bool all);

/* Check the structure of the whole file; ERR_CORRUPT.  Does not judge sealed
 * bytes. */
WARN_UNUSED enum err store_check(struct store *);

/* Copy every row of ${from}, in one snapshot (or in its open transaction), into
 * ${to}, an open empty store of the same kind, in one transaction of its own
 * that is committed and checkpointed: a backup.  ERR_CONFLICT if ${to} has rows
 * already. */
WARN_UNUSED enum err store_copy(struct store *from, struct store *to);

#endif
