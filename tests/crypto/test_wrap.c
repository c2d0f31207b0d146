#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/buf.h"
#include "crypto/hash.h"
#include "crypto/secret.h"
#include "crypto/wrap.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

#define HEADER 60
#define AT_FORMAT 4
#define AT_OPS 8
#define AT_MKIB 12
#define AT_GEN 16
#define AT_SALT 20
#define AT_NONCE 36

static unsigned char pepper[32], clinic[32], seed[32], codes[2 * CODE_LEN];
static unsigned char got[32], blob[WRAP_LEN];
static struct wrap_bind bind_;
static const char word[] = "correct horse battery";

/* The secret that fits ${purpose}. */
static const void *secret_of(enum wrap_purpose purpose, size_t *len)
{
	static const size_t lens[] = {0, sizeof word - 1, CODE_LEN,
	    sizeof word - 1, 2 * CODE_LEN, sizeof word - 1, CODE_LEN};

	*len = lens[purpose];
	return purpose % 2 == 1 ? (const void *)word : codes;
}

static void make(enum wrap_purpose purpose)
{
	const struct kdf_cost *cost = purpose % 2 == 1 ? &kdf_test : NULL;
	const void *s;
	size_t len;

	bind_.purpose = purpose;
	s = secret_of(purpose, &len);
	ck_ok(wrap_seal(&bind_, s, len, cost, seed, blob));
}

static enum err open_as(const struct wrap_bind *b)
{
	const void *s;
	size_t len;

	s = secret_of(b->purpose, &len);
	return wrap_open(b, s, len, &kdf_test, blob, WRAP_LEN, got);
}

static enum err open_it(void)
{
	return open_as(&bind_);
}

START_TEST(opens_for_every_purpose)
{
	for (int p = WRAP_LOGIN; p <= WRAP_PRIVATE_RECOVERY; p++) {
		make((enum wrap_purpose)p);
		memset(got, 0, sizeof got);
		ck_ok(open_it());
		ck_assert_mem_eq(got, seed, sizeof seed);
		ck_assert_uint_eq(wrap_gen(blob, WRAP_LEN), bind_.gen);
		ck_assert_uint_eq(secret_used(), 0);
	}
}
END_TEST

START_TEST(two_wraps_share_nothing)
{
	unsigned char first[WRAP_LEN];

	make(WRAP_LOGIN);
	memcpy(first, blob, sizeof first);
	make(WRAP_LOGIN);
	ck_assert_mem_eq(first, blob, AT_SALT);
	ck_assert_mem_ne(first + AT_SALT, blob + AT_SALT, KDF_SALT);
	ck_assert_mem_ne(first + AT_NONCE, blob + AT_NONCE, 24);
	ck_assert_mem_ne(first + HEADER, blob + HEADER, 48);
}
END_TEST

START_TEST(random_parts_come_from_one_source)
{
	unsigned char want[40];

	seq(want, 0, sizeof want);
	rng_replace(1);
	make(WRAP_LOGIN);
	ck_assert_uint_eq(rng_drawn(), 40);
	ck_assert_mem_eq(blob + AT_SALT, want, 40);
	rng_replace(1);
	make(WRAP_RECOVERY);
	ck_assert_uint_eq(rng_drawn(), 24);
	ck_assert_mem_eq(blob + AT_NONCE, want, 24);
	rng_restore();
}
END_TEST

/* The control: a wrap whose header is bound to nothing.  The right key, the
 * same cipher, no associated data. */
static unsigned char loose_key[32];

static void make_loose(void)
{
	make(WRAP_LOGIN);
	crypto_aead_xchacha20poly1305_ietf_encrypt(blob + HEADER, NULL, seed,
	    32, NULL, 0, NULL, blob + AT_NONCE, loose_key);
}

static enum err open_loose(void)
{
	return crypto_aead_xchacha20poly1305_ietf_decrypt(got, NULL, NULL,
		   blob + HEADER, 48, NULL, 0, blob + AT_NONCE, loose_key) == 0
		   ? ERR_OK
		   : ERR_AUTH;
}

/* How many single flipped bits of the blob leave it open. */
static size_t flips_open(enum err (*open)(void))
{
	size_t n = 0;

	for (size_t bit = 0; bit < WRAP_LEN * 8; bit++) {
		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
		n += open() == ERR_OK;
		blob[bit / 8] ^= (unsigned char)(1 << bit % 8);
	}
	ck_assert_int_eq(open(), ERR_OK);
	return n;
}

START_TEST(every_flipped_bit_is_noticed)
{
	make(WRAP_LOGIN);
	ck_assert_uint_eq(flips_open(open_it), 0);
	make(WRAP_RECOVERY);
	ck_assert_uint_eq(flips_open(open_it), 0);
	make(WRAP_RECORDS_CODES);
	ck_assert_uint_eq(flips_open(open_it), 0);
	make_loose();
	ck_assert_uint_eq(flips_open(open_loose), AT_NONCE * 8);
}
END_TEST

START_TEST(each_fault_has_its_error)
{
	static const struct {
		size_t at;
		enum err want;
	} faults[] = {{0, ERR_FORMAT}, {3, ERR_FORMAT}, {AT_FORMAT, ERR_FORMAT},
	    {5, ERR_FORMAT}, {6, ERR_FORMAT}, {7, ERR_FORMAT},
	    {AT_OPS + 3, ERR_LIMIT}, {AT_MKIB + 3, ERR_LIMIT},
	    {AT_GEN, ERR_FORMAT}, {AT_GEN + 3, ERR_FORMAT}, {AT_SALT, ERR_AUTH},
	    {AT_NONCE, ERR_AUTH}, {HEADER, ERR_AUTH}, {WRAP_LEN - 1, ERR_AUTH}};

	make(WRAP_LOGIN);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		seq(got, 0, sizeof got);
		blob[faults[i].at] ^= 0x40;
		ck_err(open_it(), faults[i].want);
		blob[faults[i].at] ^= 0x40;
		for (size_t k = 0; k < sizeof got; k++)
			ck_assert_uint_eq(got[k], k);
		ck_assert_uint_eq(secret_used(), 0);
	}
	/* Nothing is hidden in the unused fields of a code's wrap. */
	make(WRAP_RECOVERY);
	for (size_t at = AT_OPS; at < AT_NONCE; at++) {
		if (at >= AT_GEN && at < AT_SALT)
			continue;
		blob[at] ^= 1;
		ck_err(open_it(), ERR_FORMAT);
		blob[at] ^= 1;
	}
	ck_ok(open_it());
}
END_TEST

START_TEST(bound_to_all_it_names)
{
	unsigned char other[32];

	for (int p = WRAP_LOGIN; p <= WRAP_PRIVATE_RECOVERY; p++) {
		struct wrap_bind b;

		make((enum wrap_purpose)p);
		seq(other, 0x90, sizeof other);
		b = bind_;
		b.pepper = other;
		ck_err(open_as(&b), ERR_AUTH);
		b = bind_;
		b.clinic = other;
		ck_err(open_as(&b), ERR_AUTH);
		b = bind_;
		b.owner.b[15] ^= 1;
		ck_err(open_as(&b), ERR_AUTH);
		b = bind_;
		b.slot ^= 0x100;
		ck_err(open_as(&b), ERR_AUTH);
		b = bind_;
		b.gen++;
		ck_err(open_as(&b), ERR_FORMAT);
		b = bind_;
		for (int q = WRAP_LOGIN; q <= WRAP_PRIVATE_RECOVERY; q++) {
			b.purpose = (enum wrap_purpose)q;
			ck_err(open_as(&b), p == q ? ERR_OK : ERR_FORMAT);
		}
	}
}
END_TEST

/* A wrap renamed to another purpose or generation by someone who can write the
 * header: the seal notices. */
START_TEST(renamed_wrap_stays_shut)
{
	make(WRAP_LOGIN);
	blob[5] = WRAP_PRIVATE;
	bind_.purpose = WRAP_PRIVATE;
	ck_err(open_it(), ERR_AUTH);
	make(WRAP_LOGIN);
	le32_put(blob + AT_GEN, ++bind_.gen);
	ck_err(open_it(), ERR_AUTH);
}
END_TEST

START_TEST(wrong_secret_is_refused)
{
	struct wrap_bind b;

	make(WRAP_LOGIN);
	b = bind_;
	for (size_t len = 0; len < sizeof word + 1; len++)
		ck_err(wrap_open(&b, word, len, &kdf_test, blob, WRAP_LEN, got),
		    len == sizeof word - 1 ? ERR_OK : ERR_AUTH);
	make(WRAP_RECORDS_CODES);
	b = bind_;
	for (size_t i = 0; i < sizeof codes; i++) {
		codes[i] ^= 1;
		ck_err(open_as(&b), ERR_AUTH);
		codes[i] ^= 1;
	}
	for (size_t len = 0; len < sizeof codes; len++)
		ck_err(
		    wrap_open(&b, codes, len, &kdf_test, blob, WRAP_LEN, got),
		    ERR_FORMAT);
	ck_ok(open_as(&b));
}
END_TEST

START_TEST(only_one_format_is_known)
{
	make(WRAP_LOGIN);
	for (unsigned f = 0; f < 256; f++) {
		blob[AT_FORMAT] = (unsigned char)f;
		ck_err(open_it(), f == 1 ? ERR_OK : ERR_FORMAT);
		ck_assert_uint_eq(
		    wrap_gen(blob, WRAP_LEN), f == 1 ? bind_.gen : 0);
	}
}
END_TEST

START_TEST(only_one_length_is_known)
{
	static const size_t more[] = {
	    4096, (size_t)1 << 31, UINT32_MAX, SIZE_MAX - 1, SIZE_MAX};

	make(WRAP_LOGIN);
	for (size_t len = 0; len < 300; len++) {
		ck_err(wrap_open(&bind_, word, sizeof word - 1, &kdf_test, blob,
			   len, got),
		    len == WRAP_LEN ? ERR_OK : ERR_FORMAT);
		ck_assert_uint_eq(
		    wrap_gen(blob, len), len == WRAP_LEN ? bind_.gen : 0);
	}
	for (size_t i = 0; i < sizeof more / sizeof *more; i++)
		ck_err(wrap_open(&bind_, word, sizeof word - 1, &kdf_test, blob,
			   more[i], got),
		    ERR_FORMAT);
	ck_err(
	    wrap_open(&bind_, word, sizeof word - 1, &kdf_test, NULL, 0, got),
	    ERR_FORMAT);
}
END_TEST

START_TEST(refuses_to_make_what_it_would_not_open)
{
	static const struct kdf_cost bad[] = {
	    {0, 256}, {1, 7}, {7, 256}, {1, 1024 * 1024 + 1}};
	unsigned char untouched[WRAP_LEN];
	struct wrap_bind b = bind_;

	seq(blob, 0, sizeof blob);
	seq(untouched, 0, sizeof untouched);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_err(wrap_seal(&b, word, 5, &bad[i], seed, blob), ERR_LIMIT);
	ck_err(wrap_seal(&b, word, 5, NULL, seed, blob), ERR_FORMAT);
	b.gen = 0;
	ck_err(wrap_seal(&b, word, 5, &kdf_test, seed, blob), ERR_LIMIT);
	b = bind_;
	b.slot = 0x10000;
	ck_err(wrap_seal(&b, word, 5, &kdf_test, seed, blob), ERR_LIMIT);
	b = bind_;
	b.purpose = (enum wrap_purpose)0;
	ck_err(wrap_seal(&b, word, 5, &kdf_test, seed, blob), ERR_FORMAT);
	b.purpose = (enum wrap_purpose)(WRAP_PRIVATE_RECOVERY + 1);
	ck_err(wrap_seal(&b, word, 5, &kdf_test, seed, blob), ERR_FORMAT);
	b.purpose = WRAP_RECOVERY;
	ck_err(wrap_seal(&b, codes, 20, &kdf_test, seed, blob), ERR_FORMAT);
	ck_err(wrap_seal(&b, codes, 19, NULL, seed, blob), ERR_FORMAT);
	ck_err(wrap_seal(&b, codes, 40, NULL, seed, blob), ERR_FORMAT);
	ck_assert_mem_eq(blob, untouched, sizeof blob);
	ck_assert_uint_eq(secret_used(), 0);
}
END_TEST

START_TEST(full_arena_is_an_error)
{
	void *all, *most;

	make(WRAP_LOGIN);
	all = secret_new(ARENA);
	ck_err(open_it(), ERR_NOMEM);
	ck_err(wrap_seal(&bind_, word, 5, &kdf_test, seed, blob), ERR_NOMEM);
	secret_free(all);
	/* Room for the first piece, not for the second. */
	most = secret_new(ARENA - 64);
	ck_err(open_it(), ERR_NOMEM);
	secret_free(most);
	most = secret_new(ARENA - 32);
	ck_err(wrap_seal(&bind_, word, 5, &kdf_test, seed, blob), ERR_NOMEM);
	secret_free(most);
	ck_ok(open_it());
}
END_TEST

/* A hostile blob under a limit of memory.  1: the limit does not bite, 2: a
 * cost was not refused by its number, 3: an honest wrap does not open. */
static int costs_under_limit(void)
{
	static const struct kdf_cost bad[] = {{UINT32_MAX, UINT32_MAX},
	    {1, UINT32_MAX}, {UINT32_MAX, 256}, {1, 1024 * 1024 + 1}, {7, 256},
	    {1, 0x80000000u}, {0, 256}, {1, 255}, {0, 0}, {1, 0}, {1, 1}};
	unsigned long pages = 0;
	struct rlimit l;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f == NULL || fscanf(f, "%lu", &pages) != 1)
		return 77;
	fclose(f);
	l.rlim_cur = l.rlim_max =
	    pages * (rlim_t)sysconf(_SC_PAGESIZE) + ((rlim_t)64 << 20);
	if (setrlimit(RLIMIT_AS, &l) != 0)
		return 77;
	le32_put(blob + AT_MKIB, 512 * 1024);
	if (open_it() != ERR_NOMEM)
		return 1;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		le32_put(blob + AT_OPS, bad[i].ops);
		le32_put(blob + AT_MKIB, bad[i].mkib);
		if (open_it() != ERR_LIMIT)
			return 2;
	}
	le32_put(blob + AT_OPS, kdf_test.ops);
	le32_put(blob + AT_MKIB, kdf_test.mkib);
	return open_it() == ERR_OK ? 0 : 3;
}

START_TEST(costs_are_judged_before_memory)
{
	int r;

	make(WRAP_LOGIN);
	r = in_child(costs_under_limit);
	if (r == 77)
		puts("not run: memory cannot be limited here");
	else
		ck_assert_int_eq(r, 0);
}
END_TEST

START_TEST(floor_of_a_real_clinic)
{
	make(WRAP_LOGIN);
	ck_err(wrap_open(&bind_, word, sizeof word - 1, &kdf_floor, blob,
		   WRAP_LEN, got),
	    ERR_LIMIT);
	ck_ok(wrap_seal(&bind_, word, sizeof word - 1, &kdf_floor, seed, blob));
	ck_ok(wrap_open(
	    &bind_, word, sizeof word - 1, &kdf_floor, blob, WRAP_LEN, got));
	ck_assert_mem_eq(got, seed, sizeof seed);
}
END_TEST

static void setup(void)
{
	arena_setup();
	seq(pepper, 0x40, sizeof pepper);
	seq(clinic, 0x60, sizeof clinic);
	seq(seed, 0, sizeof seed);
	seq(codes, 0x20, sizeof codes);
	seq(loose_key, 0x70, sizeof loose_key);
	bind_ = (struct wrap_bind){
	    .pepper = pepper, .clinic = clinic, .slot = 0x0102, .gen = 7};
	bind_.purpose = WRAP_LOGIN;
	seq(bind_.owner.b, 0xa0, ID_LEN);
}

Suite *wrap_suite(void)
{
	Suite *s = suite_create("wrap");
	TCase *tc = tcase_create("wrap");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, arena_teardown);
	tcase_add_test(tc, opens_for_every_purpose);
	tcase_add_test(tc, two_wraps_share_nothing);
	tcase_add_test(tc, random_parts_come_from_one_source);
	tcase_add_test(tc, every_flipped_bit_is_noticed);
	tcase_add_test(tc, each_fault_has_its_error);
	tcase_add_test(tc, bound_to_all_it_names);
	tcase_add_test(tc, renamed_wrap_stays_shut);
	tcase_add_test(tc, wrong_secret_is_refused);
	tcase_add_test(tc, only_one_format_is_known);
	tcase_add_test(tc, only_one_length_is_known);
	tcase_add_test(tc, refuses_to_make_what_it_would_not_open);
	tcase_add_test(tc, full_arena_is_an_error);
	tcase_add_test(tc, costs_are_judged_before_memory);
	tcase_add_test(tc, floor_of_a_real_clinic);
	suite_add_tcase(s, tc);
	return s;
}
