#include <string.h>

#include "crypto/kdf.h"
#include "crypto/secret.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

#define GIB ((uint64_t)1 << 30)

static unsigned char salt[KDF_SALT];

START_TEST(tiers_are_those_of_the_design)
{
	static const struct {
		const struct kdf_cost *c;
		uint32_t ops, mib;
	} want[] = {{&kdf_tier0, 3, 64}, {&kdf_tier1, 3, 256},
	    {&kdf_tier2, 3, 512}, {&kdf_floor, 2, 19}, {&kdf_ceiling, 6, 1024}};

	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		ck_assert_uint_eq(want[i].c->ops, want[i].ops);
		ck_assert_uint_eq(want[i].c->mkib, want[i].mib * 1024);
	}
	ck_assert_ptr_eq(kdf_tier(2 * GIB - 1, 0), &kdf_tier0);
	ck_assert_ptr_eq(kdf_tier(2 * GIB, 0), &kdf_tier1);
	ck_assert_ptr_eq(kdf_tier(GIB, 1), &kdf_tier2);
	ck_assert_ptr_eq(kdf_tier(64 * GIB, 1), &kdf_tier2);
}
END_TEST

START_TEST(every_byte_of_the_input_counts)
{
	const struct kdf_cost dear = {2, kdf_test.mkib};
	unsigned char a[32], b[32];

	seq(salt, 0, sizeof salt);
	ck_ok(kdf_password("pass", 4, salt, &kdf_test, &kdf_test, a));
	ck_ok(kdf_password("pass", 4, salt, &kdf_test, &kdf_least, b));
	ck_assert_mem_eq(a, b, 32);
	ck_ok(kdf_password("past", 4, salt, &kdf_test, &kdf_test, b));
	ck_assert_mem_ne(a, b, 32);
	ck_ok(kdf_password("pass", 5, salt, &kdf_test, &kdf_test, b));
	ck_assert_mem_ne(a, b, 32);
	ck_ok(kdf_password("pass", 4, salt, &dear, &kdf_test, b));
	ck_assert_mem_ne(a, b, 32);
	salt[15] ^= 0x80;
	ck_ok(kdf_password("pass", 4, salt, &kdf_test, &kdf_test, b));
	ck_assert_mem_ne(a, b, 32);
}
END_TEST

START_TEST(costs_outside_are_refused)
{
	static const struct kdf_cost bad[] = {{0, 256}, {1, 255}, {7, 256},
	    {1, 1024 * 1024 + 1}, {UINT32_MAX, 256}, {1, UINT32_MAX}, {0, 0}};
	static const struct kdf_cost nothing = {0, 0};
	static const struct kdf_cost tiny[] = {{1, 7}, {0, 8}, {0, 0}};
	unsigned char a[32], untouched[32];

	seq(a, 9, sizeof a);
	seq(untouched, 9, sizeof untouched);
	ck_ok(kdf_check(&kdf_test, &kdf_test));
	ck_ok(kdf_check(&kdf_ceiling, &kdf_test));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_err(kdf_check(&bad[i], &kdf_test), ERR_LIMIT);
		ck_err(kdf_password("p", 1, salt, &bad[i], &kdf_test, a),
		    ERR_LIMIT);
	}
	/* A floor of nothing is still the floor of Argon2id. */
	for (size_t i = 0; i < sizeof tiny / sizeof *tiny; i++) {
		ck_err(kdf_check(&tiny[i], &nothing), ERR_LIMIT);
		ck_err(kdf_password("p", 1, salt, &tiny[i], &nothing, a),
		    ERR_LIMIT);
	}
	ck_err(kdf_password("p", 1, salt, &kdf_test, &kdf_floor, a), ERR_LIMIT);
	ck_assert_mem_eq(a, untouched, 32);
}
END_TEST

START_TEST(subkeys_are_apart)
{
	unsigned char seed[32], k[SUBKEY_COUNT][32], other[32];

	seq(seed, 0, sizeof seed);
	for (int i = 0; i < SUBKEY_COUNT; i++) {
		kdf_subkey(seed, (enum subkey)i, k[i]);
		ck_assert_mem_ne(k[i], seed, 32);
		for (int j = 0; j < i; j++)
			ck_assert_mem_ne(k[i], k[j], 32);
	}
	seed[0] ^= 1;
	kdf_subkey(seed, SUBKEY_HOST_SIGN, other);
	ck_assert_mem_ne(other, k[SUBKEY_HOST_SIGN], 32);
}
END_TEST

START_TEST(contexts_are_eight_bytes)
{
#define X(name, ctx, num)                                                      \
	ck_assert_uint_eq(strlen(ctx), 8);                                     \
	ck_assert_uint_ge(num, 1);
	SUBKEY_LIST(X)
#undef X
}
END_TEST

Suite *kdf_suite(void)
{
	Suite *s = suite_create("kdf");
	TCase *tc = tcase_create("derivation");

	tcase_add_checked_fixture(tc, arena_setup, arena_teardown);
	tcase_add_test(tc, tiers_are_those_of_the_design);
	tcase_add_test(tc, every_byte_of_the_input_counts);
	tcase_add_test(tc, costs_outside_are_refused);
	tcase_add_test(tc, subkeys_are_apart);
	tcase_add_test(tc, contexts_are_eight_bytes);
	suite_add_tcase(s, tc);
	return s;
}
