#ifndef TESTS_VAULT_SUITES_H
#define TESTS_VAULT_SUITES_H

#include <check.h>

Suite *anchor_suite(void);
Suite *assign_suite(void);
Suite *attack_suite(void);
Suite *authority_suite(void);
Suite *chart_suite(void);
Suite *draft_suite(void);
Suite *entry_suite(void);
Suite *format_suite(void);
Suite *genesis_suite(void);
Suite *login_suite(void);
Suite *private_suite(void);
Suite *review_ledger_suite(void);
Suite *review_login_suite(void);
Suite *staff_suite(void);
Suite *verify_suite(void);

#endif
