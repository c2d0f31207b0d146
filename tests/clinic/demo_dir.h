/* One demonstration clinic for all tests of a program. */
#ifndef TESTS_CLINIC_DEMO_DIR_H
#define TESTS_CLINIC_DEMO_DIR_H

#include <check.h>
#include <stdbool.h>

#include "base/clock.h"
#include "clinic/clinic.h"

Suite *demo_suite(void);
Suite *demo_plan_suite(void);
Suite *demo_words_suite(void);
Suite *import_suite(void);

/* Tuesday 18 November 2025, 09:55 UTC: when it is finished. */
#define DEMO_NOW INT64_C(1763459700000)
extern const struct clock demo_clock;

struct demo_login {
	char name[16], role[16], password[64], passphrase[64];
};

/* Build it before the tests run, remove it after; false after saying why. */
bool demo_dir_make(void);
void demo_dir_remove(void);

const char *demo_dir(void);
/* The i-th login as the builder told it, NULL past the last. */
const struct demo_login *demo_login(unsigned i);
const struct demo_login *demo_login_of(const char *name);
/* The clinic with ${name} logged in. */
struct clinic *demo_open(const char *name);

#endif
