/*
 * One row of the ledger: its bytes, hash, seal and signature (doc/format.md 4).
 * Pure functions; who may and in what order is authority.h.
 */
#ifndef VAULT_ROW_H
#define VAULT_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "crypto/hash.h"
#include "store/store.h"
#include "vault/event.h"

struct row {
	uint64_t seq;
	struct id chart;
	uint32_t kep;
	unsigned char hash[HASH_LEN];
	const unsigned char *blob; /* borrowed */
	size_t len;
};

/* Longest blob: body, signature, nonce, tag. */
#define ROW_BLOB_MAX (EVENT_BODY_MAX + SIG_LEN + 40)

/* From a row of the store; ERR_CORRUPT for a wrong size or range. */
WARN_UNUSED enum err row_parse(const struct store_val *, struct row *);

/* hash32 as it must be after ${prev}. */
void row_hash(const struct row *, const unsigned char *clinic,
    const unsigned char *prev, unsigned char *out);

/* An opened row. */
struct opened {
	struct buf plain; /* body || sig64, owned: free it */
	size_t bodylen;
	struct event ev;
	const unsigned char *clinic, *prev; /* borrowed */
};

/*
 * Open with ${key} (NULL for a clear row) into ${out} (zero-filled or used
 * before), row members of the event filled in.  ERR_CORRUPT if it does not
 * open, ERR_FORMAT, ERR_UNSUPPORTED.
 */
WARN_UNUSED enum err row_open(const struct row *, const unsigned char *clinic,
    const unsigned char *prev, const unsigned char *key, struct opened *out);
bool row_signed_by(const struct opened *, const unsigned char *pk);

/*
 * Sign the event with ${sk}, seal it with ${key} (NULL for a clear row) and
 * append the blob to ${blob}; hash and blob of ${out} are filled in (blob
 * borrowed from the buffer).
 */
WARN_UNUSED enum err row_make(const struct event *, const unsigned char *clinic,
    const unsigned char *prev, const unsigned char *sk,
    const unsigned char *key, struct buf *blob, struct row *out);

#endif
