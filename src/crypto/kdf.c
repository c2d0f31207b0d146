#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "crypto/kdf.h"
#include "crypto/secret.h"

#define MIB 1024
#define GIB ((uint64_t)1 << 30)

const struct kdf_cost kdf_tier0 = {3, 64 * MIB};
const struct kdf_cost kdf_tier1 = {3, 256 * MIB};
const struct kdf_cost kdf_tier2 = {3, 512 * MIB};
const struct kdf_cost kdf_test = {1, 256};
const struct kdf_cost kdf_floor = {2, 19 * MIB};
const struct kdf_cost kdf_ceiling = {6, 1024 * MIB};
const struct kdf_cost kdf_least = {crypto_pwhash_argon2id_OPSLIMIT_MIN,
    crypto_pwhash_argon2id_MEMLIMIT_MIN / 1024};

const struct kdf_cost *kdf_tier(uint64_t ram, int strong)
{
	if (strong)
		return &kdf_tier2;
	return ram < 2 * GIB ? &kdf_tier0 : &kdf_tier1;
}

static bool below(const struct kdf_cost *c, const struct kdf_cost *floor)
{
	return c->ops < floor->ops || c->mkib < floor->mkib;
}

enum err kdf_check(const struct kdf_cost *c, const struct kdf_cost *floor)
{
	if (below(c, floor) || below(c, &kdf_least) || below(&kdf_ceiling, c))
		return err_set(ERR_LIMIT,
		    "password cost of %u passes over %u KiB", (unsigned)c->ops,
		    (unsigned)c->mkib);
	return ERR_OK;
}

enum err kdf_password(const void *pw, size_t len, const unsigned char *salt,
    const struct kdf_cost *cost, const struct kdf_cost *floor,
    unsigned char *out)
{
	unsigned char a[KEY_LEN];
	enum err e = kdf_check(cost, floor);

	if (e != ERR_OK)
		return e;
	errno = 0;
	if (crypto_pwhash(a, sizeof a, pw != NULL ? pw : "", len, salt,
		cost->ops, (size_t)cost->mkib * 1024,
		crypto_pwhash_ALG_ARGON2ID13) != 0)
		e = err_set(errno == EINVAL ? ERR_LIMIT : ERR_NOMEM,
		    "password derivation of %u KiB", (unsigned)cost->mkib);
	else
		memcpy(out, a, sizeof a);
	sodium_memzero(a, sizeof a);
	return e;
}

static const struct {
	char ctx[crypto_kdf_CONTEXTBYTES + 1];
	unsigned num;
} subkeys[SUBKEY_COUNT] = {
#define X(name, ctx, num) {ctx, num},
    SUBKEY_LIST(X)
#undef X
};

void kdf_subkey(const unsigned char *seed, enum subkey k, unsigned char *out)
{
	crypto_kdf_derive_from_key(
	    out, KEY_LEN, subkeys[k].num, subkeys[k].ctx, seed);
}
