/* The suites of this program. */
#ifndef TESTS_UI_SUITES_H
#define TESTS_UI_SUITES_H

#include "tests/run.h"

Suite *scripts_suite(void);

#endif
