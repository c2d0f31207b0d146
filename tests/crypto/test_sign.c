#include <sodium.h>
#include <string.h>

#include "crypto/sign.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

static unsigned char seed[32], pk[SIGN_PK], sk[SIGN_SK];
static const struct piece text = {"words", 5};

/* 2^252 + 27742317777372353535851937790883648493, little-endian */
static const unsigned char order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63,
    0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10};

static void add_order(unsigned char *s)
{
	unsigned carry = 0;

	for (size_t i = 0; i < 32; i++) {
		carry += s[i] + (unsigned)order[i];
		s[i] = (unsigned char)carry;
		carry >>= 8;
	}
}

/* ${k} times the point ${p}, of whatever order, by doubling and adding. */
static bool times(
    const unsigned char *k, const unsigned char *p, unsigned char *out)
{
	memset(out, 0, 32);
	out[0] = 1;
	for (int bit = 255; bit >= 0; bit--) {
		if (crypto_core_ed25519_add(out, out, out) != 0)
			return false;
		if ((k[bit / 8] >> bit % 8 & 1) != 0 &&
		    crypto_core_ed25519_add(out, out, p) != 0)
			return false;
	}
	return true;
}

/* h of RFC 8032: SHA-512(R || A || message) mod the order. */
static void challenge(const unsigned char *sig, const unsigned char *a,
    enum label l, const struct piece *p, unsigned char *h)
{
	crypto_hash_sha512_state st;
	unsigned char m[HASH_LEN], wide[64];

	hash(l, p, 1, m);
	crypto_hash_sha512_init(&st);
	crypto_hash_sha512_update(&st, sig, 32);
	crypto_hash_sha512_update(&st, a, 32);
	crypto_hash_sha512_update(&st, m, sizeof m);
	crypto_hash_sha512_final(&st, wide);
	crypto_core_ed25519_scalar_reduce(h, wide);
}

/* The control: S B = R + h A and nothing else, as the first libraries had it.
 */
static bool lax_ok(const unsigned char *a, enum label l, const struct piece *p,
    const unsigned char *sig)
{
	unsigned char h[32], ha[32], wide[64] = {0}, s[32], sb[32], sum[32];

	challenge(sig, a, l, p, h);
	memcpy(wide, sig + 32, 32);
	crypto_core_ed25519_scalar_reduce(s, wide);
	return times(h, a, ha) &&
	       crypto_scalarmult_ed25519_base_noclamp(sb, s) == 0 &&
	       crypto_core_ed25519_add(sum, sig, ha) == 0 &&
	       memcmp(sum, sb, 32) == 0;
}

START_TEST(verifies_its_own)
{
	const struct piece cut[] = {{"wo", 2}, {"rds", 3}};
	unsigned char sig[SIG_LEN], again[SIG_LEN], other[SIGN_PK], osk[64];

	sign(sk, LABEL_SIG_AUTHOR, &text, 1, sig);
	ck_assert(sign_ok(pk, LABEL_SIG_AUTHOR, &text, 1, sig));
	ck_assert(sign_ok(pk, LABEL_SIG_AUTHOR, cut, 2, sig));
	ck_assert(!sign_ok(pk, LABEL_SIG_AUTHOR, cut, 1, sig));
	sign(sk, LABEL_SIG_AUTHOR, cut, 2, again);
	ck_assert_mem_eq(sig, again, SIG_LEN);
	seed[0] ^= 1;
	sign_keys(seed, other, osk);
	ck_assert(!sign_ok(other, LABEL_SIG_AUTHOR, &text, 1, sig));
}
END_TEST

START_TEST(label_is_part_of_it)
{
	unsigned char sig[SIG_LEN];

	for (int i = 0; i < LABEL_COUNT; i++) {
		sign(sk, (enum label)i, &text, 1, sig);
		for (int k = 0; k < LABEL_COUNT; k++)
			ck_assert_int_eq(
			    sign_ok(pk, (enum label)k, &text, 1, sig), i == k);
	}
}
END_TEST

static size_t flips_ok(unsigned char *p, size_t len, const unsigned char *sig,
    const struct piece *msg)
{
	size_t n = 0;

	for (size_t bit = 0; bit < len * 8; bit++) {
		p[bit / 8] ^= (unsigned char)(1 << bit % 8);
		n += sign_ok(pk, LABEL_SIG_LEDGER, msg, 1, sig);
		p[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	return n;
}

START_TEST(every_flipped_bit_is_noticed)
{
	unsigned char sig[SIG_LEN], words[9], spare[9];
	const struct piece msg = {words, sizeof words};

	seq(words, 0, sizeof words);
	seq(spare, 0, sizeof spare);
	sign(sk, LABEL_SIG_LEDGER, &msg, 1, sig);
	ck_assert_uint_eq(flips_ok(sig, sizeof sig, sig, &msg), 0);
	ck_assert_uint_eq(flips_ok(words, sizeof words, sig, &msg), 0);
	ck_assert_uint_eq(flips_ok(pk, sizeof pk, sig, &msg), 0);
	ck_assert_uint_eq(flips_ok(spare, sizeof spare, sig, &msg), 72);
}
END_TEST

START_TEST(second_form_of_s_is_refused)
{
	unsigned char sig[SIG_LEN];

	sign(sk, LABEL_SIG_HEAD, &text, 1, sig);
	ck_assert(lax_ok(pk, LABEL_SIG_HEAD, &text, sig));
	ck_assert(sign_ok(pk, LABEL_SIG_HEAD, &text, 1, sig));
	for (int i = 0; i < 7; i++) {
		add_order(sig + 32);
		ck_assert(lax_ok(pk, LABEL_SIG_HEAD, &text, sig));
		ck_assert(!sign_ok(pk, LABEL_SIG_HEAD, &text, 1, sig));
	}
}
END_TEST

/* y of the points whose order divides 8: 1, p - 1, 0 and the two of order 8;
 * each stands for x of either sign where there are two. */
static const unsigned char small[][32] = {{1},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89,
	0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39,
	0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76,
	0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6,
	0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a}};

/* A signature nobody made: R = s B fits whenever h times the key is nothing,
 * and one message in at most eight is like that. */
static int forge(const unsigned char *key, struct piece *msg,
    unsigned char *words, unsigned char *sig)
{
	unsigned char s[32] = {5};

	memcpy(sig + 32, s, 32);
	ck_assert_int_eq(crypto_scalarmult_ed25519_base_noclamp(sig, s), 0);
	for (int i = 0; i < 200; i++) {
		words[0] = (unsigned char)i;
		if (lax_ok(key, LABEL_SIG_CERT, msg, sig))
			return 1;
	}
	return 0;
}

START_TEST(keys_of_small_order_are_refused)
{
	unsigned char words[4] = {0}, sig[SIG_LEN], key[SIGN_PK];
	struct piece msg = {words, sizeof words};
	int forged = 0;

	for (size_t i = 0; i < sizeof small / sizeof *small; i++)
		for (int sign_bit = 0; sign_bit < 2; sign_bit++) {
			memcpy(key, small[i], 32);
			key[31] |= (unsigned char)(sign_bit << 7);
			forged += forge(key, &msg, words, sig);
			ck_assert(!sign_ok(key, LABEL_SIG_CERT, &msg, 1, sig));
		}
	/* All eight points fooled the lax verifier. */
	ck_assert_int_ge(forged, 8);
	/* A true key it could not fool. */
	ck_assert(!forge(pk, &msg, words, sig));
}
END_TEST

START_TEST(points_that_are_none_are_refused)
{
	unsigned char sig[SIG_LEN], key[SIGN_PK];

	sign(sk, LABEL_SIG_CERT, &text, 1, sig);
	/* y = p + 1 is 1 written a second way. */
	memset(key, 0xff, sizeof key);
	key[0] = 0xee;
	key[31] = 0x7f;
	ck_assert(!sign_ok(key, LABEL_SIG_CERT, &text, 1, sig));
	memset(key, 2, sizeof key);
	ck_assert(!sign_ok(key, LABEL_SIG_CERT, &text, 1, sig));
	memset(sig, 0, 32);
	ck_assert(!sign_ok(pk, LABEL_SIG_CERT, &text, 1, sig));
	sig[0] = 1;
	ck_assert(!sign_ok(pk, LABEL_SIG_CERT, &text, 1, sig));
}
END_TEST

static void setup(void)
{
	arena_setup();
	seq(seed, 0x50, sizeof seed);
	sign_keys(seed, pk, sk);
}

Suite *sign_suite(void)
{
	Suite *s = suite_create("sign");
	TCase *tc = tcase_create("sign");

	tcase_add_checked_fixture(tc, setup, arena_teardown);
	tcase_add_test(tc, verifies_its_own);
	tcase_add_test(tc, label_is_part_of_it);
	tcase_add_test(tc, every_flipped_bit_is_noticed);
	tcase_add_test(tc, second_form_of_s_is_refused);
	tcase_add_test(tc, keys_of_small_order_are_refused);
	tcase_add_test(tc, points_that_are_none_are_refused);
	suite_add_tcase(s, tc);
	return s;
}
