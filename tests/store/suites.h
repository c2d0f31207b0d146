#ifndef TESTS_STORE_SUITES_H
#define TESTS_STORE_SUITES_H

#include <check.h>

Suite *conform_suite(void);

#endif
