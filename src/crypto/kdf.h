/*
 * Deriving keys: passwords by Argon2id (RFC 9106) with PEPPER, seeds by
 * libsodium's crypto_kdf (BLAKE2b).
 */
#ifndef CRYPTO_KDF_H
#define CRYPTO_KDF_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Cost of one derivation; p is always 1. */
struct kdf_cost {
	uint32_t ops;
	uint32_t mkib;
};

/* security.md 8.  TEST is far below the floor of a real clinic. */
extern const struct kdf_cost kdf_tier0, kdf_tier1, kdf_tier2, kdf_test;
/* The floor that a real clinic signs at least (19 MiB, t 2) and the ceiling
 * that is ever accepted from storage (1 GiB, t 6). */
extern const struct kdf_cost kdf_floor, kdf_ceiling;

/* The least that Argon2id itself can do, whatever floor is asked for. */
extern const struct kdf_cost kdf_least;

/* ERR_LIMIT outside [${floor}, kdf_ceiling]; costs nothing. */
WARN_UNUSED enum err kdf_check(
    const struct kdf_cost *, const struct kdf_cost *floor);

/* The tier for a machine with ${ram} bytes: 1 or 0; ${strong} asks for 2. */
const struct kdf_cost *kdf_tier(uint64_t ram, int strong);

#define KDF_SALT 16

/* 32 bytes a = Argon2id(pw, salt) into ${out} (arena).  ERR_NOMEM when the
 * memory cannot be had, ERR_LIMIT outside [${floor}, kdf_ceiling]. */
WARN_UNUSED enum err kdf_password(const void *pw, size_t len,
    const unsigned char *salt, const struct kdf_cost *,
    const struct kdf_cost *floor, unsigned char *out);

/* Every subkey by name: context (8 bytes) and number, in one table. */
#define SUBKEY_LIST(X)                                                         \
	X(SUBKEY_HOST_SIGN, "hostsig1", 1)                                     \
	X(SUBKEY_USER_SIGN, "usrsign1", 1)                                     \
	X(SUBKEY_USER_BOX, "usrbox_1", 2)                                      \
	X(SUBKEY_USER_LOCAL, "usrlocl1", 3)                                    \
	X(SUBKEY_USER_AUTH, "usrauth1", 4)                                     \
	X(SUBKEY_CHART_ENTRY, "chtentr1", 1)                                   \
	X(SUBKEY_CHART_DRAFT, "chtdrft1", 2)                                   \
	X(SUBKEY_CHART_PREV, "chtprev1", 3)                                    \
	X(SUBKEY_LEDGER, "ledger_1", 1)                                        \
	X(SUBKEY_PRIV_ENTRY, "prventr1", 1)                                    \
	X(SUBKEY_PRIV_DRAFT, "prvdrft1", 2)                                    \
	X(SUBKEY_PRIV_LEDGER, "prvledg1", 3)

#define X(name, ctx, num) name,
enum subkey { SUBKEY_LIST(X) SUBKEY_COUNT };
#undef X

/* 32 bytes from the 32-byte ${seed} into ${out} (arena). */
void kdf_subkey(const unsigned char *seed, enum subkey, unsigned char *out);

#endif
