#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/seal.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

#define MANY 10000

static unsigned char key[32];

START_TEST(opens_what_it_sealed)
{
	unsigned char text[700], ad[40];
	struct buf blob = {0}, out = {0};

	seq(text, 3, sizeof text);
	seq(ad, 5, sizeof ad);
	for (size_t len = 0; len <= sizeof text; len += 1 + len / 9) {
		buf_clear(&blob);
		ck_ok(buf_adds(&blob, "before"));
		ck_ok(seal(key, ad, len % 41, text, len, &blob));
		ck_assert_uint_eq(blob.len, 6 + len + SEAL_OVERHEAD);
		ck_assert_mem_eq(blob.p, "before", 6);
		buf_clear(&out);
		ck_ok(buf_adds(&out, "kept"));
		ck_ok(seal_open(
		    key, ad, len % 41, blob.p + 6, blob.len - 6, &out));
		ck_assert_uint_eq(out.len, 4 + len);
		ck_assert_mem_eq(out.p, "kept", 4);
		ck_assert(len == 0 || memcmp(out.p + 4, text, len) == 0);
	}
	buf_free(&blob);
	buf_free(&out);
}
END_TEST

/* How many single flipped bits of ${p} leave the blob open. */
static size_t flips_open(unsigned char *p, size_t len, const struct buf *blob,
    const unsigned char *ad, size_t adlen)
{
	struct buf out = {0};
	size_t n = 0;

	for (size_t bit = 0; bit < len * 8; bit++) {
		enum err e;

		p[bit / 8] ^= (unsigned char)(1 << bit % 8);
		e = seal_open(key, ad, adlen, blob->p, blob->len, &out);
		p[bit / 8] ^= (unsigned char)(1 << bit % 8);
		n += e == ERR_OK;
		if (e != ERR_OK) {
			ck_assert_int_eq(e, ERR_CORRUPT);
			ck_assert_uint_eq(out.len, 0);
		}
		buf_clear(&out);
	}
	buf_free(&out);
	return n;
}

START_TEST(every_flipped_bit_is_noticed)
{
	unsigned char ad[20], spare[20];
	struct buf blob = {0};

	seq(ad, 0, sizeof ad);
	memcpy(spare, ad, sizeof ad);
	ck_ok(seal(key, ad, sizeof ad, "a few words", 11, &blob));
	ck_assert_uint_eq(
	    flips_open(blob.p, blob.len, &blob, ad, sizeof ad), 0);
	ck_assert_uint_eq(flips_open(ad, sizeof ad, &blob, ad, sizeof ad), 0);
	ck_assert_uint_eq(flips_open(key, sizeof key, &blob, ad, sizeof ad), 0);
	/* Bytes that are bound to nothing show what an opened one looks like.
	 */
	ck_assert_uint_eq(
	    flips_open(spare, sizeof spare, &blob, ad, sizeof ad), 160);
	buf_free(&blob);
}
END_TEST

START_TEST(every_other_length_is_refused)
{
	struct buf blob = {0}, out = {0};

	ck_ok(seal(key, "ad", 2, "a few words", 11, &blob));
	for (size_t len = 0; len < blob.len; len++) {
		ck_err(seal_open(key, "ad", 2, blob.p, len, &out), ERR_CORRUPT);
		ck_err(
		    seal_open(key, "ad", 2, blob.p + blob.len - len, len, &out),
		    ERR_CORRUPT);
	}
	ck_err(seal_open(key, "ad", 1, blob.p, blob.len, &out), ERR_CORRUPT);
	ck_err(seal_open(key, "ad", 3, blob.p, blob.len, &out), ERR_CORRUPT);
	ck_ok(seal_open(key, "ad", 2, blob.p, blob.len, &out));
	ck_ok(buf_add8(&blob, 0));
	ck_err(seal_open(key, "ad", 2, blob.p, blob.len, &out), ERR_CORRUPT);
	/* Lengths that no memory holds are judged, not read. */
	ck_err(seal(key, NULL, 0, "", BUF_MAX, &out), ERR_LIMIT);
	ck_err(seal(key, NULL, 0, "", SIZE_MAX, &out), ERR_LIMIT);
	ck_err(seal(key, NULL, 0, "", (size_t)1 << 31, &out), ERR_LIMIT);
	ck_err(seal_open(key, NULL, 0, "", SIZE_MAX, &out), ERR_LIMIT);
	ck_err(seal_open(key, NULL, 0, "", (size_t)1 << 31, &out), ERR_LIMIT);
	ck_assert_uint_eq(out.len, 11);
	buf_free(&blob);
	buf_free(&out);
}
END_TEST

static int cmp_nonce(const void *a, const void *b)
{
	return memcmp(a, b, SEAL_NONCE);
}

/* Equal neighbours among the sorted nonces of MANY seals. */
static size_t twins(void)
{
	unsigned char(*nonce)[SEAL_NONCE] = malloc(sizeof *nonce * MANY);
	struct buf blob = {0};
	size_t n = 0;

	ck_assert_ptr_nonnull(nonce);
	for (size_t i = 0; i < MANY; i++) {
		ck_ok(seal(key, NULL, 0, "same", 4, &blob));
		memcpy(nonce[i], blob.p, SEAL_NONCE);
		buf_clear(&blob);
	}
	qsort(nonce, MANY, sizeof *nonce, cmp_nonce);
	for (size_t i = 1; i < MANY; i++)
		n += memcmp(nonce[i - 1], nonce[i], SEAL_NONCE) == 0;
	buf_free(&blob);
	free(nonce);
	return n;
}

START_TEST(nonces_are_distinct)
{
	ck_assert_uint_eq(twins(), 0);
	rng_replace(0);
	ck_assert_uint_eq(twins(), MANY - 1);
	rng_restore();
}
END_TEST

START_TEST(nonces_come_from_one_source)
{
	unsigned char want[2 * SEAL_NONCE];
	struct buf a = {0}, b = {0};

	seq(want, 0, sizeof want);
	rng_replace(1);
	ck_ok(seal(key, NULL, 0, "text", 4, &a));
	ck_assert_uint_eq(rng_drawn(), SEAL_NONCE);
	ck_assert_mem_eq(a.p, want, SEAL_NONCE);
	ck_ok(seal(key, NULL, 0, "text", 4, &b));
	ck_assert_uint_eq(rng_drawn(), 2 * SEAL_NONCE);
	ck_assert_mem_eq(b.p, want + SEAL_NONCE, SEAL_NONCE);
	/* The same source again: the same blob, so nothing else comes in. */
	rng_replace(1);
	buf_clear(&b);
	ck_ok(seal(key, NULL, 0, "text", 4, &b));
	ck_assert_mem_eq(a.p, b.p, a.len);
	rng_restore();
	buf_free(&a);
	buf_free(&b);
}
END_TEST

/* Whether ${len} bytes of ${text} come back from their padding, which is
 * exactly what sodium_pad makes. */
static bool pads(const unsigned char *text, size_t len, size_t block)
{
	struct buf b = {0};
	size_t n, sodium;
	bool ok;

	ck_ok(buf_add(&b, text, len));
	ck_ok(seal_pad(&b, block));
	n = b.len;
	ok = n % block == 0 && n > len && n <= len + block &&
	     sodium_unpad(&sodium, b.p, n, block) == 0 && sodium == len;
	ck_ok(seal_unpad(&b, block));
	ok = ok && b.len == len && memcmp(b.p, text, len) == 0;
	buf_free(&b);
	return ok;
}

START_TEST(pads_and_unpads)
{
	static const size_t blocks[] = {1, 16, 512, 4096};
	unsigned char text[1100];
	struct buf b = {0};

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = i % 3 ? 0x80 : 0;
	for (size_t k = 0; k < 4; k++)
		for (size_t len = 0; len < sizeof text; len++)
			if (!pads(text, len, blocks[k]))
				ck_abort_msg(
				    "%zu in blocks of %zu", len, blocks[k]);
	ck_err(seal_pad(&b, 0), ERR_LIMIT);
	ck_err(seal_unpad(&b, 0), ERR_FORMAT);
	buf_free(&b);
}
END_TEST

START_TEST(unpad_is_exact)
{
	struct buf b = {0};

	ck_err(seal_unpad(&b, 512), ERR_FORMAT);
	ck_ok(buf_addzero(&b, 512));
	ck_err(seal_unpad(&b, 512), ERR_FORMAT);
	/* A mark that lies before the last block pads nothing. */
	b.p[100] = 0x80;
	ck_ok(buf_addzero(&b, 512));
	ck_err(seal_unpad(&b, 512), ERR_FORMAT);
	b.p[600] = 0x81;
	ck_err(seal_unpad(&b, 512), ERR_FORMAT);
	b.p[600] = 0x80;
	b.p[1023] = 1;
	ck_err(seal_unpad(&b, 512), ERR_FORMAT);
	b.p[1023] = 0;
	ck_ok(buf_add8(&b, 0));
	ck_err(seal_unpad(&b, 512), ERR_FORMAT);
	buf_cut(&b, 1024);
	ck_ok(seal_unpad(&b, 512));
	ck_assert_uint_eq(b.len, 600);
	buf_free(&b);
}
END_TEST

START_TEST(padded_length_tells_the_unit)
{
	ck_assert_uint_eq(seal_block(0), 512);
	ck_assert_uint_eq(seal_block(16384), 512);
	ck_assert_uint_eq(seal_block(16385), 4096);
	for (size_t len = 0; len < 70000; len++) {
		size_t unit = seal_block(len);

		if (seal_block_padded(len + unit - len % unit) != unit)
			ck_abort_msg("unit of %zu bytes", len);
	}
}
END_TEST

START_TEST(boxes_open_for_their_owner_only)
{
	unsigned char seed[32], pk[32], sk[32], pk2[32], sk2[32];
	unsigned char box[100 + BOX_OVERHEAD], text[100], out[100];

	seq(seed, 1, sizeof seed);
	seq(text, 2, sizeof text);
	box_keys(seed, pk, sk);
	seed[0] ^= 1;
	box_keys(seed, pk2, sk2);
	ck_ok(box_seal(pk, text, sizeof text, box));
	ck_ok(box_open(pk, sk, box, sizeof box, out));
	ck_assert_mem_eq(out, text, sizeof text);
	ck_err(box_open(pk2, sk2, box, sizeof box, out), ERR_CORRUPT);
	ck_err(box_open(pk2, sk, box, sizeof box, out), ERR_CORRUPT);
	for (size_t len = 0; len < sizeof box; len++)
		ck_err(box_open(pk, sk, box, len, out), ERR_CORRUPT);
	for (size_t bit = 0; bit < sizeof box * 8; bit++) {
		/* X25519 ignores the top bit of the key, the nonce does not. */
		box[bit / 8] ^= (unsigned char)(1 << bit % 8);
		ck_err(box_open(pk, sk, box, sizeof box, out), ERR_CORRUPT);
		box[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	ck_ok(box_open(pk, sk, box, sizeof box, out));
}
END_TEST

START_TEST(boxes_refuse_keys_of_small_order)
{
	static const unsigned char order8[32] = {0xe0, 0xeb, 0x7a, 0x7c, 0x3b,
	    0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
	    0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05,
	    0x16, 0x5f, 0x49, 0xb8, 0x00};
	unsigned char pk[32] = {0}, box[4 + BOX_OVERHEAD];

	ck_err(box_seal(pk, "text", 4, box), ERR_CORRUPT);
	pk[0] = 1;
	ck_err(box_seal(pk, "text", 4, box), ERR_CORRUPT);
	ck_err(box_seal(order8, "text", 4, box), ERR_CORRUPT);
	pk[0] = 9;
	ck_ok(box_seal(pk, "text", 4, box));
}
END_TEST

static void setup(void)
{
	arena_setup();
	seq(key, 0x30, sizeof key);
}

Suite *seal_suite(void)
{
	Suite *s = suite_create("seal");
	TCase *tc = tcase_create("seal");

	tcase_add_checked_fixture(tc, setup, arena_teardown);
	tcase_add_test(tc, opens_what_it_sealed);
	tcase_add_test(tc, every_flipped_bit_is_noticed);
	tcase_add_test(tc, every_other_length_is_refused);
	tcase_add_test(tc, nonces_are_distinct);
	tcase_add_test(tc, nonces_come_from_one_source);
	tcase_add_test(tc, pads_and_unpads);
	tcase_add_test(tc, unpad_is_exact);
	tcase_add_test(tc, padded_length_tells_the_unit);
	tcase_add_test(tc, boxes_open_for_their_owner_only);
	tcase_add_test(tc, boxes_refuse_keys_of_small_order);
	suite_add_tcase(s, tc);
	return s;
}
