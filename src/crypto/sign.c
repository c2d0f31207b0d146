#include <sodium.h>

#include "crypto/sign.h"

void sign_keys(const unsigned char *seed, unsigned char *pk, unsigned char *sk)
{
	crypto_sign_seed_keypair(pk, sk, seed);
}

void sign(const unsigned char *sk, enum label l, const struct piece *pieces,
    size_t n, unsigned char *sig)
{
	unsigned char h[HASH_LEN];

	hash(l, pieces, n, h);
	crypto_sign_detached(sig, NULL, h, sizeof h, sk);
	sodium_memzero(h, sizeof h);
}

bool sign_ok(const unsigned char *pk, enum label l, const struct piece *pieces,
    size_t n, const unsigned char *sig)
{
	unsigned char h[HASH_LEN];
	bool ok;

	hash(l, pieces, n, h);
	ok = crypto_sign_verify_detached(sig, h, sizeof h, pk) == 0;
	sodium_memzero(h, sizeof h);
	return ok;
}
