/*
 * The 108-byte wrap: a 32-byte seed under a password, passphrase or code
 * (security.md 4; every byte in doc/format.md).
 *
 *	0  "KWR1" format1 purpose1 alg1 flags1
 *	8  ops4 mKiB4 gen4 salt16 nonce24
 *	60 XChaCha20-Poly1305 of the seed under KEK, 48 bytes;
 *	   AD = bytes 0-59 || clinic32 || owner16 || slot2
 *
 * KEK = BLAKE2b-256(key = PEPPER, "kek1" || purpose1 || a).  "kek1" is four
 * bytes here and not padded as the labels of hash.h are: no padded label begins
 * with it, so no other message under PEPPER can be equal.  a is 32 bytes of
 * Argon2id for a password, the 20 bytes themselves for one code, H(recpair; ..)
 * for two.
 */
#ifndef CRYPTO_WRAP_H
#define CRYPTO_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "crypto/code.h"
#include "crypto/kdf.h"

#define WRAP_LEN 108

/* The purpose decides the algorithm: even ones are codes. */
enum wrap_purpose {
	WRAP_LOGIN = 1,		  /* USEED, login password */
	WRAP_RECOVERY = 2,	  /* USEED, recovery code */
	WRAP_RECORDS = 3,	  /* RSEED, officer's passphrase */
	WRAP_RECORDS_CODES = 4,	  /* RSEED, two printed codes of n */
	WRAP_PRIVATE = 5,	  /* PSEED, private passphrase */
	WRAP_PRIVATE_RECOVERY = 6 /* PSEED, recovery code */
};

/* What a wrap is bound to. */
struct wrap_bind {
	const unsigned char *pepper; /* 32 bytes */
	const unsigned char *clinic; /* 32 bytes */
	struct id owner;
	enum wrap_purpose purpose;
	unsigned slot;
	uint32_t gen;
};

/*
 * Wrap ${seed}[32] under ${secret}: for a password purpose its NFC UTF-8 bytes
 * with ${cost} (alg 1), for a code purpose the 20 bytes of the code, or 40 of
 * two codes in the order of their numbers (alg 2, ${cost} NULL).  Salt and
 * nonce are random.  ERR_LIMIT for a cost over the ceiling, a slot over 65535
 * or generation 0, ERR_FORMAT for a purpose unknown or a secret of another
 * length, ERR_NOMEM.
 */
WARN_UNUSED enum err wrap_seal(const struct wrap_bind *, const void *secret,
    size_t len, const struct kdf_cost *cost, const unsigned char *seed,
    unsigned char *out);

/*
 * Open a wrap into ${seed}[32] (arena).  ERR_FORMAT for anything but the exact
 * header that ${bind} demands (magic, format, purpose, alg, flags, gen),
 * ERR_LIMIT for costs outside [${floor}, ceiling], ERR_AUTH for a wrong secret
 * or any altered byte, ERR_NOMEM.  Costs are judged before memory is asked for.
 * ${floor} is not looked at for codes (alg 2).
 */
WARN_UNUSED enum err wrap_open(const struct wrap_bind *, const void *secret,
    size_t len, const struct kdf_cost *floor, const unsigned char *blob,
    size_t bloblen, unsigned char *seed);

/* Generation that stands in a blob's header, 0 if it is no wrap. */
uint32_t wrap_gen(const unsigned char *blob, size_t len);

#endif
