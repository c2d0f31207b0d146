#include <sodium.h>

#include "crypto/seal.h"

#define PAD_SMALL 512
#define PAD_LARGE 4096
#define PAD_TURN 16384 /* the largest text that is padded to PAD_SMALL */

enum err seal(const unsigned char *key, const void *ad, size_t adlen,
    const void *p, size_t len, struct buf *out)
{
	size_t was = out->len;
	unsigned char *nonce;
	enum err e;

	if (len > BUF_MAX - SEAL_OVERHEAD)
		return err_set(ERR_LIMIT, "%zu bytes to seal", len);
	if ((e = buf_addzero(out, len + SEAL_OVERHEAD)) != ERR_OK)
		return e;
	nonce = out->p + was;
	randombytes_buf(nonce, SEAL_NONCE);
	/* Fails for no input. */
	crypto_aead_xchacha20poly1305_ietf_encrypt(
	    nonce + SEAL_NONCE, NULL, p, len, ad, adlen, NULL, nonce, key);
	return ERR_OK;
}

enum err seal_open(const unsigned char *key, const void *ad, size_t adlen,
    const void *blob, size_t len, struct buf *out)
{
	const unsigned char *nonce = blob;
	size_t was = out->len;
	enum err e;

	if (len < SEAL_OVERHEAD)
		return err_set(ERR_CORRUPT, "sealed %zu bytes", len);
	if ((e = buf_addzero(out, len - SEAL_OVERHEAD)) != ERR_OK)
		return e;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		out->p == NULL ? NULL : out->p + was, NULL, NULL,
		nonce + SEAL_NONCE, len - SEAL_NONCE, ad, adlen, nonce,
		key) != 0) {
		buf_cut(out, was);
		return err_set(ERR_CORRUPT, "sealed %zu bytes", len);
	}
	return ERR_OK;
}

enum err seal_pad(struct buf *b, size_t block)
{
	size_t was = b->len;
	enum err e;

	if (block == 0)
		return err_set(ERR_LIMIT, "padding to nothing");
	if ((e = buf_addzero(b, block - was % block)) == ERR_OK)
		b->p[was] = 0x80;
	return e;
}

enum err seal_unpad(struct buf *b, size_t block)
{
	size_t len;

	if (block == 0 || b->len == 0 || b->len % block != 0 ||
	    sodium_unpad(&len, b->p, b->len, block) != 0)
		return err_set(ERR_FORMAT, "padding of %zu bytes", b->len);
	buf_cut(b, len);
	return ERR_OK;
}

size_t seal_block(size_t len)
{
	return len > PAD_TURN ? PAD_LARGE : PAD_SMALL;
}

size_t seal_block_padded(size_t len)
{
	return len > PAD_TURN + PAD_SMALL ? PAD_LARGE : PAD_SMALL;
}

enum err box_seal(
    const unsigned char *pk, const void *p, size_t len, unsigned char *out)
{
	if (crypto_box_seal(out, p, len, pk) != 0)
		return err_set(ERR_CORRUPT, "public key to seal to");
	return ERR_OK;
}

enum err box_open(const unsigned char *pk, const unsigned char *sk,
    const void *box, size_t len, unsigned char *out)
{
	if (len < BOX_OVERHEAD ||
	    crypto_box_seal_open(out, box, len, pk, sk) != 0)
		return err_set(ERR_CORRUPT, "sealed box of %zu bytes", len);
	return ERR_OK;
}

void box_keys(const unsigned char *seed, unsigned char *pk, unsigned char *sk)
{
	crypto_box_seed_keypair(pk, sk, seed);
}
