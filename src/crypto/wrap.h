/*
 * The 108-byte wrap: a 32-byte seed under a password, passphrase or code
 * (security.md 4; every byte in doc/format.md).
 */
#ifndef CRYPTO_WRAP_H
#define CRYPTO_WRAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "crypto/kdf.h"

#define WRAP_LEN 108

enum wrap_purpose {
	WRAP_LOGIN = 1,		 /* USEED, login password */
	WRAP_RECOVERY = 2,	 /* USEED, recovery code */
	WRAP_RECORDS = 3,	 /* RSEED, officer's passphrase */
	WRAP_RECORDS_CODES = 4,	 /* RSEED, two printed codes of n (later) */
	WRAP_PRIVATE = 5,	 /* PSEED, private passphrase */
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
 * with ${cost} (alg 1), for a code purpose the 20 bytes of the code (alg 2,
 * ${cost} NULL).  Salt and nonce are random.
 */
WARN_UNUSED enum err wrap_seal(const struct wrap_bind *, const void *secret,
    size_t len, const struct kdf_cost *cost, const unsigned char *seed,
    unsigned char *out);

/*
 * Open a wrap into ${seed}[32] (arena).  ERR_FORMAT for anything but the exact
 * header that ${bind} demands (magic, format, purpose, alg, flags, gen),
 * ERR_LIMIT for costs outside [${floor}, ceiling], ERR_AUTH for a wrong secret
 * or any altered byte, ERR_NOMEM.
 */
WARN_UNUSED enum err wrap_open(const struct wrap_bind *, const void *secret,
    size_t len, const struct kdf_cost *floor, const unsigned char *blob,
    size_t bloblen, unsigned char *seed);

/* Generation that stands in a blob's header, 0 if it is no wrap. */
uint32_t wrap_gen(const unsigned char *blob, size_t len);

/*
 * Printed codes: 160 random bits as 32 base32 characters (RFC 4648) and 4 of
 * check (first 20 bits of H(code-check; code)), in groups of four.
 */
#define CODE_LEN 20
#define CODE_TEXT 46 /* 36 characters, 9 groups, blanks between, NUL: 45 + 1 */

void code_new(unsigned char *code);
/* Into ${out}[CODE_TEXT]. */
void code_print(const unsigned char *code, char *out);
/* Blanks and hyphens are skipped, case apart; 0/1/8 are read as O/I/B.
 * ERR_FORMAT for a wrong length, letter or check. */
WARN_UNUSED enum err code_parse(const char *text, unsigned char *code);

#endif
