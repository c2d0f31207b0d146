#include <stdio.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

START_TEST(gives_zeroed_rounded_pieces)
{
	static const unsigned char zero[100];
	unsigned char *p = secret_new(100), *q = secret_new(1);

	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_nonnull(q);
	ck_assert_mem_eq(p, zero, 100);
	ck_assert_uint_eq((uintptr_t)p % 16, 0);
	ck_assert_int_eq(q - p, 112);
	ck_assert_uint_eq(secret_used(), 128);
	secret_free(p);
	ck_assert_uint_eq(secret_used(), 16);
	secret_free(q);
	secret_free(NULL);
}
END_TEST

START_TEST(nothing_is_a_piece_too)
{
	void *p = secret_new(0), *q = secret_new(0);

	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_ne(p, q);
	secret_free(p);
	secret_free(q);
}
END_TEST

START_TEST(wipes_on_free)
{
	static const unsigned char zero[64];
	unsigned char *p = secret_new(64), *q;

	memset(p, 0xa5, 64);
	secret_free(p);
	/* The arena stays mapped, so the place can be looked at. */
	ck_assert_mem_eq(p, zero, 64);
	q = secret_new(64);
	ck_assert_ptr_eq(p, q);
	ck_assert_mem_eq(q, zero, 64);
	secret_free(q);
}
END_TEST

START_TEST(runs_out_and_recovers)
{
	void *p[ARENA / 64];
	size_t n = ARENA / 64;

	ck_assert_ptr_null(secret_new(ARENA + 1));
	ck_assert_ptr_null(secret_new(SIZE_MAX));
	for (size_t i = 0; i < n; i++)
		ck_assert_ptr_nonnull(p[i] = secret_new(64));
	ck_assert_ptr_null(secret_new(1));
	ck_assert_uint_eq(secret_used(), ARENA);
	/* Two gaps of 64 do not make one of 128, neighbours do. */
	secret_free(p[3]);
	secret_free(p[5]);
	ck_assert_ptr_null(secret_new(128));
	secret_free(p[4]);
	ck_assert_ptr_eq(p[3] = secret_new(192), p[3]);
	p[4] = p[5] = NULL;
	ck_assert_ptr_null(secret_new(1));
	for (size_t i = 0; i < n; i++)
		secret_free(p[i]);
	ck_assert_ptr_nonnull(p[0] = secret_new(ARENA));
	secret_free(p[0]);
}
END_TEST

/* Pieces of many sizes, each full of its own number: none ever touches
 * another. */
START_TEST(pieces_never_overlap)
{
	struct {
		unsigned char *p;
		size_t len;
	} m[97] = {{NULL, 0}};
	unsigned char same[1500];
	size_t used = 0;
	unsigned r = 1;

	for (int round = 0; round < 20000; round++) {
		size_t i;

		r = r * 1103515245u + 12345u;
		i = (r >> 16) % 97;
		if (m[i].p != NULL) {
			memset(same, (int)i + 1, m[i].len);
			ck_assert_mem_eq(m[i].p, same, m[i].len);
			secret_free(m[i].p);
			used -= (m[i].len + 15) / 16 * 16;
			m[i].p = NULL;
		} else {
			m[i].len = 1 + (r >> 8) % sizeof same;
			if ((m[i].p = secret_new(m[i].len)) == NULL)
				continue;
			memset(m[i].p, (int)i + 1, m[i].len);
			used += (m[i].len + 15) / 16 * 16;
		}
		ck_assert_uint_eq(secret_used(), used);
	}
	for (size_t i = 0; i < 97; i++)
		secret_free(m[i].p);
}
END_TEST

static void write_last(void)
{
	volatile unsigned char *p = secret_new(ARENA);

	p[ARENA - 1] = 1;
}

static void write_past(void)
{
	volatile unsigned char *p = secret_new(ARENA);

	p[ARENA] = 1;
}

static void write_before(void)
{
	unsigned char *p = secret_new(ARENA);
	volatile unsigned char *at = p - 1;

	/* The canary, looked at when the arena is released. */
	*at ^= 0xff;
	secret_done();
}

static void free_once(void)
{
	secret_free(secret_new(32));
}

static void free_twice(void)
{
	void *p = secret_new(32);

	secret_free(p);
	secret_free(p);
}

static void free_inside(void)
{
	secret_free((unsigned char *)secret_new(32) + 16);
}

static void free_odd(void)
{
	secret_free((unsigned char *)secret_new(32) + 1);
}

static void free_foreign(void)
{
	unsigned char p[32];

	secret_free(p);
}

static void free_after_done(void)
{
	void *p = secret_new(32);

	secret_done();
	secret_free(p);
}

START_TEST(guards_its_ends)
{
	ck_assert(!dies(write_last));
	ck_assert(dies(write_past));
	ck_assert(dies(write_before));
}
END_TEST

START_TEST(stops_at_a_wrong_free)
{
	ck_assert(!dies(free_once));
	ck_assert(dies(free_twice));
	ck_assert(dies(free_inside));
	ck_assert(dies(free_odd));
	ck_assert(dies(free_foreign));
	ck_assert(dies(free_after_done));
}
END_TEST

START_TEST(begins_and_ends_again)
{
	ck_assert_ptr_null(secret_new(1));
	ck_assert_uint_eq(secret_used(), 0);
	ck_err(secret_init(0), ERR_LIMIT);
	ck_err(secret_init(SIZE_MAX), ERR_LIMIT);
	for (int i = 0; i < 3; i++) {
		unsigned char *p;

		ck_ok(secret_init(1000));
		ck_ok(secret_init(1));
		ck_assert_ptr_null(secret_new(1009));
		ck_assert_ptr_nonnull(p = secret_new(1008));
		p[1007] = 1;
		secret_done();
		ck_assert_uint_eq(secret_used(), 0);
		ck_assert_ptr_null(secret_new(1));
	}
	secret_done();
}
END_TEST

#define NOT_RUN 77

/*
 * secret_init as somebody without the right to lock more than ${limit}; NOT_RUN
 * where that cannot be tried, or where a sanitizer makes mlock do nothing.
 */
static int init_as_nobody(rlim_t limit)
{
	static char big[2 * ARENA];
	struct rlimit l = {limit, limit};

	if (setrlimit(RLIMIT_MEMLOCK, &l) != 0)
		return NOT_RUN;
	if (geteuid() == 0 && setuid(65534) != 0)
		return NOT_RUN;
	if (limit < sizeof big && mlock(big, sizeof big) == 0)
		return NOT_RUN;
	return secret_init(ARENA);
}

static int init_unlocked(void)
{
	return init_as_nobody(0);
}

/* Room for half of the arena. */
static int init_half_locked(void)
{
	return init_as_nobody(ARENA / 2);
}

static int init_locked(void)
{
	return init_as_nobody(4 * ARENA);
}

START_TEST(refuses_memory_that_is_not_locked)
{
	int r = in_child(init_unlocked);

	if (r == NOT_RUN) {
		puts("not run: no limit on locked memory can be had here");
		return;
	}
	ck_assert_int_eq(r, ERR_LIMIT);
	ck_assert_int_eq(in_child(init_half_locked), ERR_LIMIT);
	ck_assert_int_eq(in_child(init_locked), ERR_OK);
}
END_TEST

START_TEST(compares)
{
	ck_assert(secret_equal("abc", "abc", 3));
	ck_assert(!secret_equal("abc", "abd", 3));
	ck_assert(!secret_equal("bbc", "abc", 3));
	ck_assert(secret_equal("abc", "abd", 2));
	ck_assert(secret_equal("a", "b", 0));
}
END_TEST

START_TEST(draws_from_the_one_source)
{
	unsigned char p[40], want[40];

	seq(want, 0, sizeof want);
	rng_replace(1);
	secret_random(p, sizeof p);
	ck_assert_uint_eq(rng_drawn(), sizeof p);
	ck_assert_mem_eq(p, want, sizeof p);
	rng_restore();
	secret_random(p, sizeof p);
	ck_assert_mem_ne(p, want, sizeof p);
}
END_TEST

Suite *secret_suite(void)
{
	Suite *s = suite_create("secret");
	TCase *in = tcase_create("arena");
	TCase *out = tcase_create("start");

	tcase_add_checked_fixture(in, arena_setup, arena_teardown);
	tcase_add_test(in, gives_zeroed_rounded_pieces);
	tcase_add_test(in, nothing_is_a_piece_too);
	tcase_add_test(in, wipes_on_free);
	tcase_add_test(in, runs_out_and_recovers);
	tcase_add_test(in, pieces_never_overlap);
	tcase_add_test(in, guards_its_ends);
	tcase_add_test(in, stops_at_a_wrong_free);
	tcase_add_test(in, compares);
	tcase_add_test(in, draws_from_the_one_source);
	suite_add_tcase(s, in);
	tcase_add_test(out, begins_and_ends_again);
	tcase_add_test(out, refuses_memory_that_is_not_locked);
	suite_add_tcase(s, out);
	return s;
}
