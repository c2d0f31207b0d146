#include <sodium.h>
#include <string.h>

#include "crypto/hash.h"

#define LABEL_LEN 32

#define X(name, text) text,
static const char labels[LABEL_COUNT][LABEL_LEN] = {LABEL_LIST(X)};
static const char pepper_labels[PEPPER_LABEL_COUNT][LABEL_LEN] = {
    PEPPER_LABEL_LIST(X)};
#undef X

static void blake(const unsigned char *key, const struct piece *pieces,
    size_t n, unsigned char *out)
{
	crypto_generichash_state st;

	/* Fails only for lengths that are constants here. */
	crypto_generichash_init(&st, key, LABEL_LEN, HASH_LEN);
	for (size_t i = 0; i < n; i++)
		crypto_generichash_update(&st, pieces[i].p, pieces[i].len);
	crypto_generichash_final(&st, out, HASH_LEN);
	sodium_memzero(&st, sizeof st);
}

void hash(
    enum label l, const struct piece *pieces, size_t n, unsigned char *out)
{
	blake((const unsigned char *)labels[l], pieces, n, out);
}

void hash1(enum label l, const void *p, size_t len, unsigned char *out)
{
	const struct piece piece = {p, len};

	hash(l, &piece, 1, out);
}

void hash_key(const unsigned char *key, const struct piece *pieces, size_t n,
    unsigned char *out)
{
	blake(key, pieces, n, out);
}

void hash_pepper(const unsigned char *pepper, enum pepper_label l,
    const void *msg, size_t len, unsigned char *out)
{
	const struct piece pieces[] = {
	    {pepper_labels[l], LABEL_LEN}, {msg, len}};

	blake(pepper, pieces, 2, out);
}

const char *hash_label_text(enum label l)
{
	return labels[l];
}

const char *hash_pepper_label_text(enum pepper_label l)
{
	return pepper_labels[l];
}
