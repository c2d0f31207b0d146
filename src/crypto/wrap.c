#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "crypto/wrap.h"

/* Offsets of doc/format.md. */
#define AT_FORMAT 4
#define AT_PURPOSE 5
#define AT_ALG 6
#define AT_FLAGS 7
#define AT_OPS 8
#define AT_MKIB 12
#define AT_GEN 16
#define AT_SALT 20
#define AT_NONCE 36
#define AT_CT 60
#define AD_LEN (AT_CT + 32 + ID_LEN + 2)

#define FORMAT 1
#define ALG_ARGON2ID 1
#define ALG_NONE 2

static const unsigned char magic[4] = {'K', 'W', 'R', '1'};
static const unsigned char salt_none[KDF_SALT];

/* How each purpose makes a of its secret; codes have one exact length. */
static const struct purpose {
	unsigned char alg;
	size_t len;
} purposes[] = {
    [WRAP_LOGIN] = {ALG_ARGON2ID, 0},
    [WRAP_RECOVERY] = {ALG_NONE, CODE_LEN},
    [WRAP_RECORDS] = {ALG_ARGON2ID, 0},
    [WRAP_RECORDS_CODES] = {ALG_NONE, 2 * CODE_LEN},
    [WRAP_PRIVATE] = {ALG_ARGON2ID, 0},
    [WRAP_PRIVATE_RECOVERY] = {ALG_NONE, CODE_LEN},
};

static enum err check_bind(const struct wrap_bind *b, size_t len)
{
	size_t n = sizeof purposes / sizeof *purposes;

	if ((size_t)b->purpose == 0 || (size_t)b->purpose >= n)
		return err_set(ERR_FORMAT, "wrap purpose %u", b->purpose);
	if (b->slot > 0xffff || b->gen == 0)
		return err_set(ERR_LIMIT, "wrap slot %u generation %u", b->slot,
		    (unsigned)b->gen);
	if (purposes[b->purpose].alg == ALG_NONE &&
	    len != purposes[b->purpose].len)
		return err_set(ERR_FORMAT, "code of %zu bytes", len);
	return ERR_OK;
}

/* KEK of ${secret} into ${kek}[KEY_LEN], all of it in the arena. */
static enum err derive(const struct wrap_bind *b, const void *secret,
    size_t len, const unsigned char *salt, const struct kdf_cost *cost,
    const struct kdf_cost *floor, unsigned char *kek)
{
	const unsigned char purpose = (unsigned char)b->purpose;
	struct piece msg[] = {{"kek1", 4}, {&purpose, 1}, {secret, len}};
	unsigned char *a = secret_new(KEY_LEN);
	enum err e = ERR_OK;

	if (a == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if (purposes[b->purpose].alg == ALG_ARGON2ID)
		e = kdf_password(secret, len, salt, cost, floor, a);
	else if (b->purpose == WRAP_RECORDS_CODES)
		hash1(LABEL_RECPAIR, secret, len, a);
	/* One code is its own a. */
	if (len != CODE_LEN || purposes[b->purpose].alg != ALG_NONE)
		msg[2] = (struct piece){a, KEY_LEN};
	if (e == ERR_OK)
		hash_key(b->pepper, msg, 3, kek);
	secret_free(a);
	return e;
}

static void make_ad(
    const struct wrap_bind *b, const unsigned char *header, unsigned char *ad)
{
	memcpy(ad, header, AT_CT);
	memcpy(ad + AT_CT, b->clinic, 32);
	memcpy(ad + AT_CT + 32, b->owner.b, ID_LEN);
	le16_put(ad + AT_CT + 32 + ID_LEN, b->slot);
}

static void make_header(
    const struct wrap_bind *b, const struct kdf_cost *cost, unsigned char *h)
{
	memcpy(h, magic, sizeof magic);
	h[AT_FORMAT] = FORMAT;
	h[AT_PURPOSE] = (unsigned char)b->purpose;
	h[AT_ALG] = purposes[b->purpose].alg;
	if (h[AT_ALG] == ALG_ARGON2ID) {
		le32_put(h + AT_OPS, cost->ops);
		le32_put(h + AT_MKIB, cost->mkib);
		secret_random(h + AT_SALT, KDF_SALT);
	}
	le32_put(h + AT_GEN, b->gen);
	secret_random(h + AT_NONCE, AT_CT - AT_NONCE);
}

enum err wrap_seal(const struct wrap_bind *b, const void *secret, size_t len,
    const struct kdf_cost *cost, const unsigned char *seed, unsigned char *out)
{
	unsigned char blob[WRAP_LEN] = {0}, ad[AD_LEN], *kek = NULL;
	enum err e = check_bind(b, len);

	if (e != ERR_OK)
		return e;
	if ((purposes[b->purpose].alg == ALG_ARGON2ID) != (cost != NULL))
		return err_set(ERR_FORMAT, "cost of purpose %u", b->purpose);
	if (cost != NULL && (e = kdf_check(cost, &kdf_least)) != ERR_OK)
		return e;
	if ((kek = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	make_header(b, cost, blob);
	make_ad(b, blob, ad);
	e = derive(b, secret, len, blob + AT_SALT, cost, &kdf_least, kek);
	if (e == ERR_OK) {
		crypto_aead_xchacha20poly1305_ietf_encrypt(blob + AT_CT, NULL,
		    seed, KEY_LEN, ad, sizeof ad, NULL, blob + AT_NONCE, kek);
		memcpy(out, blob, sizeof blob);
	}
	secret_free(kek);
	return e;
}

/* Everything that can be told from the header, before anything is spent. */
static enum err check_header(const struct wrap_bind *b,
    const unsigned char *blob, size_t len, const struct kdf_cost *floor,
    struct kdf_cost *cost)
{
	if (len != WRAP_LEN || memcmp(blob, magic, sizeof magic) != 0)
		return err_set(ERR_FORMAT, "wrap of %zu bytes", len);
	if (blob[AT_FORMAT] != FORMAT || blob[AT_FLAGS] != 0)
		return err_set(ERR_FORMAT, "wrap format %u, flags %u",
		    blob[AT_FORMAT], blob[AT_FLAGS]);
	if (blob[AT_PURPOSE] != (unsigned)b->purpose ||
	    blob[AT_ALG] != purposes[b->purpose].alg)
		return err_set(ERR_FORMAT, "wrap purpose %u, derivation %u",
		    blob[AT_PURPOSE], blob[AT_ALG]);
	if (le32_get(blob + AT_GEN) != b->gen)
		return err_set(ERR_FORMAT, "wrap generation %u, not %u",
		    (unsigned)le32_get(blob + AT_GEN), (unsigned)b->gen);
	cost->ops = le32_get(blob + AT_OPS);
	cost->mkib = le32_get(blob + AT_MKIB);
	if (blob[AT_ALG] == ALG_ARGON2ID)
		return kdf_check(cost, floor);
	if (cost->ops != 0 || cost->mkib != 0 ||
	    memcmp(blob + AT_SALT, salt_none, KDF_SALT) != 0)
		return err_set(ERR_FORMAT, "cost of a code's wrap");
	return ERR_OK;
}

enum err wrap_open(const struct wrap_bind *b, const void *secret, size_t len,
    const struct kdf_cost *floor, const unsigned char *blob, size_t bloblen,
    unsigned char *seed)
{
	unsigned char ad[AD_LEN], *tmp;
	struct kdf_cost cost;
	enum err e;

	if ((e = check_bind(b, len)) != ERR_OK)
		return e;
	if ((e = check_header(b, blob, bloblen, floor, &cost)) != ERR_OK)
		return e;
	/* KEK, then the seed, which reaches the caller only when it is true. */
	if ((tmp = secret_new((size_t)2 * KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	make_ad(b, blob, ad);
	e = derive(b, secret, len, blob + AT_SALT, &cost, floor, tmp);
	if (e != ERR_OK)
		goto out;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(tmp + KEY_LEN, NULL,
		NULL, blob + AT_CT, WRAP_LEN - AT_CT, ad, sizeof ad,
		blob + AT_NONCE, tmp) != 0) {
		e = err_set(ERR_AUTH, "wrap of purpose %u", b->purpose);
		goto out;
	}
	memcpy(seed, tmp + KEY_LEN, KEY_LEN);
out:
	secret_free(tmp);
	return e;
}

uint32_t wrap_gen(const unsigned char *blob, size_t len)
{
	if (len != WRAP_LEN || memcmp(blob, magic, sizeof magic) != 0 ||
	    blob[AT_FORMAT] != FORMAT)
		return 0;
	return le32_get(blob + AT_GEN);
}
