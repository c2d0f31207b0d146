#include <stdint.h>
#include <string.h>

#include "base/clock.h"
#include "base/id.h"
#include "base/mem.h"
#include "tests/base/heap.h"
#include "tests/run.h"

Suite *mem_suite(void);

START_TEST(new_is_zero_and_checked)
{
	unsigned char *p = mem_new(100, 3);

	ck_assert_ptr_nonnull(p);
	for (int i = 0; i < 300; i++)
		ck_assert_uint_eq(p[i], 0);
	free(p);
	p = mem_new(0, 8);
	ck_assert_ptr_nonnull(p);
	free(p);
	/* Not a constant, or the compiler objects. */
	ck_assert_ptr_null(mem_new(SIZE_MAX / 2, strlen("four")));
}
END_TEST

START_TEST(grow_keeps_and_zeroes)
{
	struct row {
		int a, b;
	} *rows = NULL;
	void *p = NULL;
	size_t cap = 0;

	for (int i = 0; i < 1000; i++) {
		ck_assert_int_eq(
		    mem_grow(&p, &cap, (size_t)i + 1, sizeof(*rows)), 0);
		rows = p;
		ck_assert_uint_gt(cap, i);
		ck_assert_int_eq(rows[i].a, 0);
		rows[i].a = i;
		rows[i].b = -i;
	}
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(rows[i].a + rows[i].b + rows[i].a, i);
	heap_fail(1);
	ck_assert_int_eq(mem_grow(&p, &cap, cap + 1, sizeof(*rows)), -1);
	ck_assert(heap_failed());
	ck_assert_int_eq(rows[999].a, 999);
	ck_assert_int_eq(mem_grow(&p, &cap, SIZE_MAX / 4, sizeof(*rows)), -1);
	free(p);
}
END_TEST

START_TEST(words_do_not_stay)
{
	char *s = mem_strdup(HEAP_WORD);
	void *p = NULL;
	size_t cap = 0;

	ck_assert_str_eq(s, HEAP_WORD);
	heap_watch();
	mem_strfree(s);
	mem_strfree(NULL);
	ck_assert_int_eq(mem_grow(&p, &cap, 64, 1), 0);
	memcpy(p, HEAP_WORD, sizeof(HEAP_WORD));
	ck_assert_int_eq(mem_grow(&p, &cap, cap + 1, 1), 0);
	mem_wipe(p, cap);
	mem_wipe(NULL, 0);
	free(p);
	ck_assert_int_eq(heap_seen(), 0);
}
END_TEST

/* The watch of the test above and of test_buf.c can see. */
START_TEST(control_a_word_that_stays_is_seen)
{
	char *s = mem_strdup(HEAP_WORD);

	ck_assert_ptr_nonnull(s);
	heap_watch();
	free(s);
	ck_assert_int_eq(heap_seen(), 1);
}
END_TEST

START_TEST(id_hex_and_back)
{
	struct id a = {{0}}, b = {{1}};
	char hex[ID_HEX];

	for (int i = 0; i < ID_LEN; i++)
		a.b[i] = (unsigned char)(i * 17);
	ck_assert_str_eq(id_hex(&a, hex), "00112233445566778899aabbccddeeff");
	ck_assert(id_parse(hex, &b));
	ck_assert(id_equal(&a, &b));
	ck_assert(id_parse("00112233445566778899AABBCCDDEEFF", &b));
	ck_assert(id_equal(&a, &b));
	ck_assert(!id_is_zero(&a));
	ck_assert(id_is_zero(&id_zero));
	ck_assert_int_lt(id_cmp(&id_zero, &a), 0);
	ck_assert_int_eq(id_cmp(&a, &b), 0);
}
END_TEST

START_TEST(id_refuses_what_is_no_id)
{
	static const char *const bad[] = {
	    "",
	    "0",
	    "00112233445566778899aabbccddeef",
	    "00112233445566778899aabbccddeeff0",
	    "00112233445566778899aabbccddeefg",
	    " 0112233445566778899aabbccddeeff",
	    "00112233445566778899aabbccddee\xc3\xa4",
	};
	struct id id = {{7}};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!id_parse(bad[i], &id), "%s", bad[i]);
	ck_assert_int_eq(id.b[0], 7);
}
END_TEST

START_TEST(clock_runs_forward)
{
	int64_t a = clock_mono(&clock_system), b = clock_mono(&clock_system);

	ck_assert_int_ge(b, a);
	/* Later than the day this was written, earlier than 2300. */
	ck_assert_int_gt(clock_utc(&clock_system), INT64_C(1760000000000));
	ck_assert_int_lt(clock_utc(&clock_system), INT64_C(10413792000000));
}
END_TEST

Suite *mem_suite(void)
{
	Suite *s = suite_create("mem");
	TCase *tc = tcase_create("mem");

	tcase_add_test(tc, new_is_zero_and_checked);
	tcase_add_test(tc, grow_keeps_and_zeroes);
	tcase_add_test(tc, words_do_not_stay);
	tcase_add_test(tc, control_a_word_that_stays_is_seen);
	tcase_add_test(tc, id_hex_and_back);
	tcase_add_test(tc, id_refuses_what_is_no_id);
	tcase_add_test(tc, clock_runs_forward);
	suite_add_tcase(s, tc);
	return s;
}
