#ifndef TESTS_VAULT_SUITES_H
#define TESTS_VAULT_SUITES_H

#include <check.h>

Suite *genesis_suite(void);
Suite *login_suite(void);

#endif
