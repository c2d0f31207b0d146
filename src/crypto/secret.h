/*
 * The arena: one locked, guarded region (sodium_malloc, sodium_mlock checked)
 * that holds every key and passphrase.  One small sodium_malloc costs 16 kB of
 * address space and a locked page, so there is one arena and not many.
 */
#ifndef CRYPTO_SECRET_H
#define CRYPTO_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define KEY_LEN 32

/* Once, before anything else of this layer: sodium_init and the arena of
 * ${bytes}.  ERR_IO if the library fails, ERR_LIMIT if memory cannot be locked
 * (RLIMIT_MEMLOCK).  A second call does nothing. */
WARN_UNUSED enum err secret_init(size_t bytes);

/* Zeroed memory inside the arena, NULL when it is full (the caller returns
 * ERR_NOMEM).  Rounded up to 16 bytes. */
void *secret_new(size_t len);
/* Wipe and give back; NULL is fine.  Aborts on what secret_new did not give
 * or has back already. */
void secret_free(void *);
/* Wipe everything and release the arena (exit, fatal signal: it touches no
 * heap).  secret_init may follow. */
void secret_done(void);
/* Bytes in use: tests prove that a lock leaves none behind. */
size_t secret_used(void);

/* Constant-time comparison. */
bool secret_equal(const void *, const void *, size_t len);

/* Random bytes from libsodium, the one source of ids, seeds and nonces. */
void secret_random(void *, size_t len);

#endif
