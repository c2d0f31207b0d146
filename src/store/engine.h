/*
 * What a storage engine provides; only store.c calls it.
 *
 * store.c has checked every argument: the table belongs to the schema, keys and
 * orders have the right number of columns, values are within their limits, a
 * transaction of the right kind is open (get and scan included), nothing is
 * written during a scan.  An engine knows rows and orders, no SQL shows here.
 */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "store/store.h"

struct store_ops {
	const char *name;
	enum err (*open)(const struct store_schema *, const char *path,
	    unsigned flags, void **out);
	/* Rolls back what is open. */
	void (*close)(void *);
	void (*set_wait)(void *, unsigned ms);
	/* One snapshot; with ${write} the only writer.  ${*foreign} becomes
	 * true if somebody else may have committed since the last begin. */
	enum err (*begin)(void *, bool write, bool *foreign);
	/* The transaction is over, whatever it returns. */
	enum err (*commit)(void *);
	void (*rollback)(void *);
	/* ERR_EXISTS unless ${over}. */
	enum err (*put)(void *, const struct store_def *,
	    const struct store_val *row, bool over);
	enum err (*remove)(void *, const struct store_def *,
	    const struct store_val *key, size_t nkey);
	/* May be entered again from ${fn}. */
	enum err (*scan)(void *, const struct store_def *,
	    const struct store_scan *,
	    enum err (*fn)(void *, const struct store_val *), void *arg);
	enum err (*count)(void *, const struct store_def *,
	    const struct store_scan *, size_t *out);
	enum err (*checkpoint)(void *, bool all);
	enum err (*check)(void *);
};

extern const struct store_ops store_sqlite, store_memory;

#endif
