/*
 * Ed25519 (RFC 8032) over a labelled hash.  Verification refuses non-canonical
 * S and small-order keys (libsodium does), so signatures are not malleable.
 */
#ifndef CRYPTO_SIGN_H
#define CRYPTO_SIGN_H

#include <stdbool.h>

#include "crypto/hash.h"

#define SIGN_PK 32
#define SIGN_SK 64
#define SIG_LEN 64

/* The key pair of a 32-byte seed (subkey); sk in the arena. */
void sign_keys(const unsigned char *seed, unsigned char *pk, unsigned char *sk);

/* Signature over H(${label}; pieces) into ${sig}[SIG_LEN]. */
void sign(const unsigned char *sk, enum label, const struct piece *, size_t n,
    unsigned char *sig);
bool sign_ok(const unsigned char *pk, enum label, const struct piece *,
    size_t n, const unsigned char *sig);

#endif
