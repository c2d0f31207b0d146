/* Seeds under passwords and codes: the kw rows (doc/format.md 3). */
#ifndef VAULT_WRAPS_H
#define VAULT_WRAPS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "crypto/hash.h"
#include "crypto/wrap.h"

struct vault;
struct identity;

/*
 * Open the kw row (owner, purpose, 0) with ${secret} into ${seed}[KEY_LEN]
 * (arena); ${rowhash} (may be NULL) gets H(wrap-blob; row).  ERR_AUTH for a
 * wrong secret, ERR_NOTFOUND without that row, ERR_BUSY if no slot became free,
 * ERR_CORRUPT for a header that no clinic of this kind writes.
 */
WARN_UNUSED enum err wraps_open(struct vault *, const struct id *owner,
    enum wrap_purpose, const void *secret, size_t len, unsigned char *seed,
    unsigned char *rowhash);
/* The same work for nothing, for purpose 1 or 2 of a name that does not exist.
 * Returns ERR_AUTH. */
WARN_UNUSED enum err wraps_open_nobody(
    struct vault *, enum wrap_purpose, const void *secret, size_t len);

/* ERR_CORRUPT unless ${rowhash} is what the newest WRAP of the slot says. */
WARN_UNUSED enum err wraps_check(struct vault *, const struct id *owner,
    enum wrap_purpose, const unsigned char *rowhash);

/* A wrap made outside the transaction, where its derivation holds up nobody. */
struct wrap_new {
	struct id owner;
	enum wrap_purpose purpose;
	uint32_t gen;
	unsigned char blob[WRAP_LEN];
};

/* ${cost} NULL for codes.  ${gen}: 1, or the newest + 1. */
WARN_UNUSED enum err wraps_make(struct vault *, const struct id *owner,
    enum wrap_purpose, uint32_t gen, const void *secret, size_t len,
    const struct kdf_cost *cost, const unsigned char *seed,
    struct wrap_new *out);
/* Generation that the next wrap of a slot needs. */
uint32_t wraps_next_gen(
    const struct vault *, const struct id *owner, enum wrap_purpose);
/* Inside ledger_begin: kw row and WRAP event by its owner. */
WARN_UNUSED enum err wraps_append(
    struct vault *, const struct identity *owner, const struct wrap_new *);

/* The cost for new wraps: what this machine can bear, or in a demonstration
 * what its wraps have already. */
struct kdf_cost wraps_cost(struct vault *, bool strong);

#endif
