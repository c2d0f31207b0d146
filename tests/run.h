/* What every unit program needs to run its suites with libcheck. */
#ifndef TESTS_RUN_H
#define TESTS_RUN_H

#include <check.h>
#include <stdlib.h>

#include "base/err.h"

/* Fail with the error's own words. */
#define ck_ok(expr)                                                            \
	do {                                                                   \
		enum err ck_err_ = (expr);                                     \
		ck_assert_msg(ck_err_ == ERR_OK, "%s: %s (%s)", #expr,         \
		    err_text(ck_err_), err_detail());                          \
	} while (0)
#define ck_err(expr, want)                                                     \
	do {                                                                   \
		enum err ck_err_ = (expr);                                     \
		ck_assert_msg(ck_err_ == (want), "%s: %s, not %s", #expr,      \
		    err_text(ck_err_), err_text(want));                        \
	} while (0)

/*
 * Run every suite in the NULL-terminated ${suites}; the return value is an
 * exit status.
 */
static inline int run_suites(Suite *(*const suites[])(void))
{
	SRunner *sr = srunner_create(NULL);
	int failed;

	for (size_t i = 0; suites[i] != NULL; i++)
		srunner_add_suite(sr, suites[i]());
	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
