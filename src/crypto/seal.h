/* Sealing: XChaCha20-Poly1305 with a random nonce, and X25519 sealed boxes. */
#ifndef CRYPTO_SEAL_H
#define CRYPTO_SEAL_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define SEAL_NONCE 24
#define SEAL_TAG 16
#define SEAL_OVERHEAD (SEAL_NONCE + SEAL_TAG)
#define BOX_OVERHEAD 48
#define BOX_PK 32

/* ${out} never overlaps what is sealed or opened. */

/* Append nonce24 || AEAD(${p}) under ${key}[32], with ${ad}. */
WARN_UNUSED enum err seal(const unsigned char *key, const void *ad,
    size_t adlen, const void *p, size_t len, struct buf *out);

/* Append the plaintext of ${blob}; ERR_CORRUPT if any byte of blob or ad is
 * not what was sealed (nothing is appended then). */
WARN_UNUSED enum err seal_open(const unsigned char *key, const void *ad,
    size_t adlen, const void *blob, size_t len, struct buf *out);

/* Append the ISO 7816-4 padding of sodium_pad to a multiple of ${block}. */
WARN_UNUSED enum err seal_pad(struct buf *, size_t block);
/* Take it off; ERR_FORMAT if it is not exact. */
WARN_UNUSED enum err seal_unpad(struct buf *, size_t block);

/* Padding unit of an entry or draft of ${len} bytes of plaintext: 512, and 4
 * KiB above 16 KiB. */
size_t seal_block(size_t len);
/* The same unit told from the padded length, for the reader.  Lengths do not
 * overlap: 512 gives at most 16,896 bytes, 4 KiB at least 20,480. */
size_t seal_block_padded(size_t len);

/* X25519 sealed box of ${len} bytes to ${pk}; ${out} has len + BOX_OVERHEAD.
 * ERR_CORRUPT for a public key of small order. */
WARN_UNUSED enum err box_seal(
    const unsigned char *pk, const void *p, size_t len, unsigned char *out);
/* ERR_CORRUPT if it does not open; ${out} has len - BOX_OVERHEAD. */
WARN_UNUSED enum err box_open(const unsigned char *pk, const unsigned char *sk,
    const void *box, size_t len, unsigned char *out);
/* The key pair of a 32-byte seed (subkey); sk[32] in the arena.  As
 * crypto_box_seed_keypair has it: sk = the first half of SHA-512(seed). */
void box_keys(const unsigned char *seed, unsigned char *pk, unsigned char *sk);

#endif
