/* The suites of the crypto layer. */
#ifndef TESTS_CRYPTO_SUITES_H
#define TESTS_CRYPTO_SUITES_H

#include "tests/run.h"

Suite *secret_suite(void);
Suite *hash_suite(void);
Suite *kdf_suite(void);
Suite *code_suite(void);
Suite *wrap_suite(void);
Suite *seal_suite(void);
Suite *sign_suite(void);
Suite *vectors_suite(void);

#endif
