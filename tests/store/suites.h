#ifndef TESTS_STORE_SUITES_H
#define TESTS_STORE_SUITES_H

#include <check.h>

Suite *conform_suite(void);
Suite *damage_suite(void);
Suite *fault_suite(void);
Suite *lock_suite(void);
Suite *process_suite(void);
Suite *sqlite_suite(void);

#endif
