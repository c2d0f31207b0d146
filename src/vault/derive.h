/*
 * Opening and making wraps on a shared machine: derivations wait for a slot
 * (kdf.lock), so that a rush of logins cannot exhaust memory (security.md 7-8).
 */
#ifndef VAULT_DERIVE_H
#define VAULT_DERIVE_H

#include <stdbool.h>

#include "base/err.h"
#include "crypto/wrap.h"

/* Cost of new wraps on this machine: tier 0 or 1, ${strong} 2; kdf_test in a
 * clinic whose genesis says DEMONSTRATION. */
const struct kdf_cost *derive_cost(bool demo, bool strong);

/* wrap_open and wrap_seal inside a slot of the clinic in ${dir}; besides their
 * errors ERR_BUSY when none became free in a minute.  Codes wait for nothing.
 */
WARN_UNUSED enum err derive_open(const char *dir, const struct wrap_bind *,
    const void *secret, size_t len, const struct kdf_cost *floor,
    const unsigned char *blob, size_t bloblen, unsigned char *seed);
WARN_UNUSED enum err derive_seal(const char *dir, const struct wrap_bind *,
    const void *secret, size_t len, const struct kdf_cost *cost,
    const unsigned char *seed, unsigned char *out);

#endif
