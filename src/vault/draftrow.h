/*
 * Rows of the draft table in u/NAME.db, sealed for their place: chart key of
 * their epoch, or the person's local key before a chart exists.
 */
#ifndef VAULT_DRAFTROW_H
#define VAULT_DRAFTROW_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "store/store.h"
#include "vault/sealed.h"

struct vault;

/* Key and place of the rows that one write makes. */
struct draftrow {
	struct sealed_draft at; /* field: set for each row */
	unsigned char *key;	/* arena */
};

/* For draft ${id} under the newest epoch of ${chart}; ERR_LOCKED, ERR_DENIED,
 * ERR_NOTFOUND.  Ends with draftrow_done, also after a failure. */
WARN_UNUSED enum err draftrow_init(struct vault *, const struct id *id,
    const struct id *chart, struct draftrow *);
void draftrow_done(struct draftrow *);

/* Seal and overwrite, inside a write transaction; ${blob} (may be NULL) gets
 * what was stored. */
WARN_UNUSED enum err draftrow_set(struct vault *, struct draftrow *,
    const unsigned char *field, const void *p, size_t len, struct buf *blob);
/* Fine if it is not there. */
WARN_UNUSED enum err draftrow_remove(
    struct vault *, const struct id *id, const unsigned char *field);

/* The row, borrowed as store_get; ERR_NOTFOUND. */
WARN_UNUSED enum err draftrow_get(struct vault *, const struct id *id,
    const unsigned char *field, const struct store_val **row);
/* Append the text of a row; ERR_CORRUPT, ERR_LOCKED, ERR_DENIED. */
WARN_UNUSED enum err draftrow_open(
    struct vault *, const struct store_val *row, struct buf *out);

#endif
