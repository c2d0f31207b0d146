#include <errno.h>
#include <string.h>

#include "tests/run.h"

Suite *err_suite(void);

START_TEST(every_error_has_its_own_words)
{
	for (int i = 0; i < ERR_COUNT; i++) {
		ck_assert_uint_gt(strlen(err_text((enum err)i)), 1);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(
			    err_text((enum err)i), err_text((enum err)k));
	}
	ck_assert_str_eq(err_text((enum err)ERR_COUNT), "?");
}
END_TEST

START_TEST(detail_is_kept_and_cut)
{
	char longer[600];

	ck_err(err_set(ERR_BUSY, "lock of %d", 42), ERR_BUSY);
	ck_assert_str_eq(err_detail(), "lock of 42");
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	ck_err(err_set(ERR_IO, "%s", longer), ERR_IO);
	ck_assert_uint_eq(strlen(err_detail()), 255);
	err_clear();
	ck_assert_str_eq(err_detail(), "");
}
END_TEST

START_TEST(errno_is_translated)
{
	static const struct {
		int no;
		enum err e;
	} rows[] = {
	    {ENOSPC, ERR_FULL},
	    {EDQUOT, ERR_FULL},
	    {ENOENT, ERR_NOTFOUND},
	    {ENOMEM, ERR_NOMEM},
	    {EEXIST, ERR_EXISTS},
	    {EIO, ERR_IO},
	    {EACCES, ERR_IO},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		errno = rows[i].no;
		ck_err(err_errno("heads"), rows[i].e);
		ck_assert_ptr_eq(strstr(err_detail(), "heads: "), err_detail());
		ck_assert_ptr_nonnull(
		    strstr(err_detail(), strerror(rows[i].no)));
	}
}
END_TEST

Suite *err_suite(void)
{
	Suite *s = suite_create("err");
	TCase *tc = tcase_create("err");

	tcase_add_test(tc, every_error_has_its_own_words);
	tcase_add_test(tc, detail_is_kept_and_cut);
	tcase_add_test(tc, errno_is_translated);
	suite_add_tcase(s, tc);
	return s;
}
