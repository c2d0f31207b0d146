#include <string.h>

#include "crypto/hash.h"
#include "crypto/kdf.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

#define PAD 32

struct padded {
	char b[PAD];
};

/* Every text that separates one use of a key from another. */
static size_t gather(struct padded *out)
{
	static const char *const contexts[] = {
#define X(name, ctx, num) ctx,
	    SUBKEY_LIST(X)
#undef X
		"kek1"};
	size_t n = 0;

	memset(out, 0,
	    (LABEL_COUNT + PEPPER_LABEL_COUNT + SUBKEY_COUNT + 1) *
		sizeof *out);
	for (int i = 0; i < LABEL_COUNT; i++)
		strncpy(out[n++].b, hash_label_text((enum label)i), PAD);
	for (int i = 0; i < PEPPER_LABEL_COUNT; i++)
		strncpy(out[n++].b,
		    hash_pepper_label_text((enum pepper_label)i), PAD);
	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
		strncpy(out[n++].b, contexts[i], PAD);
	return n;
}

/* No two padded texts are the same, and none is the beginning of another:
 * what follows a label can never turn it into its neighbour. */
static bool all_apart(const struct padded *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (p[i].b[0] == '\0' || p[i].b[PAD - 1] != '\0')
			return false;
		for (size_t k = 0; k < n; k++)
			if (k != i &&
			    memcmp(p[i].b, p[k].b, strlen(p[i].b)) == 0)
				return false;
	}
	return true;
}

START_TEST(no_label_is_used_twice)
{
	struct padded p[LABEL_COUNT + PEPPER_LABEL_COUNT + SUBKEY_COUNT + 2];
	size_t n = gather(p);

	ck_assert_uint_eq(
	    n, LABEL_COUNT + PEPPER_LABEL_COUNT + SUBKEY_COUNT + 1);
	ck_assert(all_apart(p, n));
	/* The check itself sees a twin, a beginning and an unpadded text. */
	p[n] = p[4];
	ck_assert(!all_apart(p, n + 1));
	p[n].b[3] = '\0';
	ck_assert(!all_apart(p, n + 1));
	memset(p[n].b, 'x', PAD);
	ck_assert(!all_apart(p, n + 1));
	memset(p[n].b + 4, 0, PAD - 4);
	ck_assert(all_apart(p, n + 1));
}
END_TEST

START_TEST(labels_end_in_their_version)
{
	for (int i = 0; i < LABEL_COUNT; i++) {
		const char *t = hash_label_text((enum label)i);

		ck_assert_str_eq(t + strlen(t) - 3, "-v1");
	}
}
END_TEST

START_TEST(pieces_are_one_message)
{
	const struct piece cut[] = {{"ab", 2}, {"", 0}, {"cde", 3}};
	unsigned char a[HASH_LEN], b[HASH_LEN];

	hash(LABEL_LEDGER_ROW, cut, 3, a);
	hash1(LABEL_LEDGER_ROW, "abcde", 5, b);
	ck_assert_mem_eq(a, b, HASH_LEN);
	hash1(LABEL_LEDGER_ROW, "abcdf", 5, b);
	ck_assert_mem_ne(a, b, HASH_LEN);
	hash(LABEL_LEDGER_ROW, cut, 0, a);
	hash1(LABEL_LEDGER_ROW, NULL, 0, b);
	ck_assert_mem_eq(a, b, HASH_LEN);
}
END_TEST

START_TEST(each_label_hashes_apart)
{
	unsigned char h[LABEL_COUNT][HASH_LEN];

	for (int i = 0; i < LABEL_COUNT; i++) {
		hash1((enum label)i, "x", 1, h[i]);
		for (int k = 0; k < i; k++)
			ck_assert_mem_ne(h[i], h[k], HASH_LEN);
	}
}
END_TEST

START_TEST(pepper_matters)
{
	unsigned char pepper[32], a[HASH_LEN], b[HASH_LEN];

	seq(pepper, 0, sizeof pepper);
	hash_pepper(pepper, PEPPER_LOGIN_TAG, "ada", 3, a);
	hash_pepper(pepper, PEPPER_USER_FILE, "ada", 3, b);
	ck_assert_mem_ne(a, b, HASH_LEN);
	pepper[31] ^= 1;
	hash_pepper(pepper, PEPPER_LOGIN_TAG, "ada", 3, b);
	ck_assert_mem_ne(a, b, HASH_LEN);
	pepper[31] ^= 1;
	hash_pepper(pepper, PEPPER_LOGIN_TAG, "ada", 3, b);
	ck_assert_mem_eq(a, b, HASH_LEN);
}
END_TEST

Suite *hash_suite(void)
{
	Suite *s = suite_create("hash");
	TCase *tc = tcase_create("labels");

	tcase_add_checked_fixture(tc, arena_setup, arena_teardown);
	tcase_add_test(tc, no_label_is_used_twice);
	tcase_add_test(tc, labels_end_in_their_version);
	tcase_add_test(tc, pieces_are_one_message);
	tcase_add_test(tc, each_label_hashes_apart);
	tcase_add_test(tc, pepper_matters);
	suite_add_tcase(s, tc);
	return s;
}
