#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "tests/base/heap.h"
#include "tests/base/random.h"
#include "tests/base/must.h"
#include "tests/run.h"

Suite *buf_suite(void);

START_TEST(adds_and_ends_in_nul)
{
	struct buf b = {0};

	ck_assert_str_eq(buf_str(&b), "");
	ck_ok(buf_add(&b, NULL, 0));
	ck_ok(buf_adds(&b, "Ada"));
	ck_ok(buf_addf(&b, " %d%s", 7, "!"));
	ck_assert_str_eq(buf_str(&b), "Ada 7!");
	ck_assert_uint_eq(b.len, 6);
	buf_cut(&b, 3);
	ck_assert_str_eq(buf_str(&b), "Ada");
	buf_cut(&b, 10);
	ck_assert_uint_eq(b.len, 3);
	ck_ok(buf_addzero(&b, 2));
	ck_assert_uint_eq(b.len, 5);
	ck_assert_mem_eq(b.p, "Ada\0\0", 6);
	buf_free(&b);
	buf_free(&b);
	ck_assert_str_eq(buf_str(&b), "");
}
END_TEST

START_TEST(numbers_are_little_endian)
{
	static const unsigned char want[] = {0x01, 0x03, 0x02, 0x07, 0x06, 0x05,
	    0x04, 0x0f, 0x0e, 0x0d, 0x0c, 0x0b, 0x0a, 0x09, 0x88};
	struct buf b = {0};
	struct rd r;
	unsigned u8, u16;
	uint32_t u32;
	uint64_t u64;

	ck_ok(buf_add8(&b, 0x01));
	ck_ok(buf_add16(&b, 0x0203));
	ck_ok(buf_add32(&b, 0x04050607));
	ck_ok(buf_add64(&b, UINT64_C(0x88090a0b0c0d0e0f)));
	ck_assert_uint_eq(b.len, sizeof(want));
	ck_assert_mem_eq(b.p, want, sizeof(want));
	r = (struct rd){b.p, b.len};
	ck_ok(rd_8(&r, &u8));
	ck_ok(rd_16(&r, &u16));
	ck_ok(rd_32(&r, &u32));
	ck_err(rd_end(&r), ERR_FORMAT);
	ck_ok(rd_64(&r, &u64));
	ck_ok(rd_end(&r));
	ck_assert_uint_eq(u8, 0x01);
	ck_assert_uint_eq(u16, 0x0203);
	ck_assert_uint_eq(u32, 0x04050607);
	ck_assert_uint_eq(u64, UINT64_C(0x88090a0b0c0d0e0f));
	buf_free(&b);
}
END_TEST

START_TEST(reader_stops_at_the_end)
{
	static const unsigned char three[3] = {1, 2, 3};
	struct rd r = {three, 3};
	const unsigned char *p = NULL;
	unsigned char copy[4] = {9, 9, 9, 9};
	uint32_t u32 = 77;
	uint64_t u64 = 78;
	unsigned u = 79;

	ck_err(rd_32(&r, &u32), ERR_FORMAT);
	ck_err(rd_64(&r, &u64), ERR_FORMAT);
	ck_err(rd_copy(&r, copy, 4), ERR_FORMAT);
	ck_err(rd_bytes(&r, SIZE_MAX, &p), ERR_FORMAT);
	ck_assert_uint_eq(copy[0], 9);
	ck_assert_uint_eq(u32, 77);
	ck_assert_uint_eq(u64, 78);
	ck_assert_ptr_null(p);
	ck_assert_uint_eq(r.len, 3);
	ck_ok(rd_copy(&r, copy, 2));
	ck_assert_uint_eq(copy[1], 2);
	ck_err(rd_16(&r, &u), ERR_FORMAT);
	ck_ok(rd_bytes(&r, 1, &p));
	ck_assert_uint_eq(*p, 3);
	ck_err(rd_8(&r, &u), ERR_FORMAT);
	ck_assert_uint_eq(u, 79);
	ck_ok(rd_bytes(&r, 0, &p));
	ck_ok(rd_end(&r));
}
END_TEST

/* Against a plain array that does the same slowly. */
START_TEST(splice_equals_the_slow_way)
{
	struct buf b = {0};
	char model[4096] = "", next[4096];
	uint64_t rng = 11;

	for (int i = 0; i < 4000; i++) {
		size_t len = strlen(model);
		size_t at = random_below(&rng, (uint32_t)len + 1);
		size_t del = random_below(&rng, 20);
		size_t add = len > 3000 ? 0 : random_below(&rng, 20);
		char piece[21] = "";

		if (del > len - at)
			del = len - at;
		memset(piece, 'a' + (int)random_below(&rng, 26), add);
		(void)snprintf(next, sizeof(next), "%.*s%s%s", (int)at, model,
		    piece, model + at + del);
		memcpy(model, next, sizeof(model));
		ck_ok(buf_splice(&b, at, del, piece, add));
		ck_assert_str_eq(buf_str(&b), model);
		ck_assert_uint_eq(b.len, strlen(model));
	}
	/* Beyond the end is the end. */
	ck_ok(buf_splice(&b, SIZE_MAX, SIZE_MAX, "z", 1));
	ck_assert_uint_eq(b.p[b.len - 1], 'z');
	buf_free(&b);
	ck_ok(buf_splice(&b, 0, 5, NULL, 0));
	ck_assert_uint_eq(b.len, 0);
}
END_TEST

START_TEST(limit_is_kept)
{
	struct buf b = {0};

	ck_err(buf_reserve(&b, BUF_MAX + 1), ERR_LIMIT);
	ck_err(buf_addzero(&b, BUF_MAX + 1), ERR_LIMIT);
	ck_err(buf_add(&b, "x", SIZE_MAX), ERR_LIMIT);
	ck_ok(buf_addzero(&b, BUF_MAX - 1));
	ck_ok(buf_adds(&b, "x"));
	ck_err(buf_adds(&b, "y"), ERR_LIMIT);
	ck_err(buf_addf(&b, "%d", 1), ERR_LIMIT);
	ck_err(buf_splice(&b, 0, 0, "y", 1), ERR_LIMIT);
	ck_ok(buf_splice(&b, 0, 1, "y", 1));
	ck_assert_uint_eq(b.len, BUF_MAX);
	ck_assert_uint_eq(b.p[0], 'y');
	ck_assert_uint_eq(b.p[BUF_MAX - 1], 'x');
	buf_free(&b);
}
END_TEST

START_TEST(no_memory_changes_nothing)
{
	struct buf b = {0}, c = {0};

	ck_ok(buf_adds(&b, "keep me"));
	ck_ok(buf_adds(&c, "me too"));
	heap_fail(1);
	ck_err(buf_addzero(&b, 1000), ERR_NOMEM);
	ck_assert(heap_failed());
	heap_fail(1);
	ck_err(buf_splice(&b, 1, 1,
		   "0123456789012345678901234567890123456789"
		   "0123456789012345678901234567890123456789",
		   80),
	    ERR_NOMEM);
	ck_assert(heap_failed());
	ck_assert_str_eq(buf_str(&b), "keep me");
	ck_ok(buf_addzero(&b, 1000));
	heap_fail(1);
	ck_err(buf_copy(&c, &b), ERR_NOMEM);
	ck_assert(heap_failed());
	ck_assert_str_eq(buf_str(&c), "me too");
	ck_ok(buf_copy(&c, &b));
	ck_assert_uint_eq(c.len, b.len);
	ck_assert_mem_eq(c.p, b.p, b.len + 1);
	buf_free(&b);
	buf_free(&c);
}
END_TEST

START_TEST(nothing_stays_behind)
{
	struct buf b = {0}, c = {0};

	heap_watch();
	for (int i = 0; i < 2000; i++)
		must((buf_adds(&b, HEAP_WORD)) == ERR_OK);
	must((buf_copy(&c, &b)) == ERR_OK);
	must((buf_splice(&c, 4, 20000, HEAP_WORD, 3)) == ERR_OK);
	for (size_t i = c.len; i <= c.cap; i++)
		must(c.p[i] == 0);
	buf_cut(&b, 5);
	for (size_t i = b.len; i <= b.cap; i++)
		must(b.p[i] == 0);
	must((buf_adds(&b, HEAP_WORD)) == ERR_OK);
	buf_free(&b);
	buf_free(&c);
	must(heap_seen() == 0);
}
END_TEST

Suite *buf_suite(void)
{
	Suite *s = suite_create("buf");
	TCase *tc = tcase_create("buf");

	tcase_add_test(tc, adds_and_ends_in_nul);
	tcase_add_test(tc, numbers_are_little_endian);
	tcase_add_test(tc, reader_stops_at_the_end);
	tcase_add_test(tc, splice_equals_the_slow_way);
	tcase_add_test(tc, limit_is_kept);
	tcase_add_test(tc, no_memory_changes_nothing);
	tcase_add_test(tc, nothing_stays_behind);
	suite_add_tcase(s, tc);
	return s;
}
