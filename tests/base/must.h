/*
 * An assertion for loops of a million turns: unlike ck_assert it tells the
 * parent process nothing while it holds.
 */
#ifndef TESTS_BASE_MUST_H
#define TESTS_BASE_MUST_H

#include <check.h>

#define must(cond)                                                             \
	do {                                                                   \
		if (!(cond))                                                   \
			ck_abort_msg("%s", #cond);                             \
	} while (0)

#endif
