/* A small demonstration clinic in a folder of its own, for every suite. */
#ifndef TESTS_VAULT_CLINIC_H
#define TESTS_VAULT_CLINIC_H

#include <limits.h>

#include "vault/entry.h"
#include "vault/genesis.h"
#include "vault/vault.h"

/* Passwords of the persons below. */
#define PW_ADMIN "quiet harbour lantern"
#define PW_OFFICER "yellow bicycle garden"
#define PW_CLIN "paper mountain window"
#define PW_CLIN2 "silver river teacup"
#define PW_RECORDS "orchard velvet pilgrim cobalt"

#define PASS(s) ((struct pass){(s), sizeof(s) - 1})

/* A clock that tests move. */
struct test_clock {
	struct clock clock;
	int64_t utc, mono;
};

struct test_clinic {
	char root[PATH_MAX]; /* a folder of its own... */
	char dir[PATH_MAX];  /* ...and the clinic in it */
	struct test_clock tc;
};

/* Fill the clock: 2026-01-05 08:00 UTC. */
void test_clock_init(struct test_clock *);
void test_clock_add(struct test_clock *, int64_t ms);

/* A new folder; no clinic in it yet. */
void test_clinic_init(struct test_clinic *);
/* Remove it. */
void test_clinic_done(struct test_clinic *);
/* Answers for a clinic of anna (administrator) and olga (officer), cheap. */
struct clinic_new test_clinic_answers(void);
/* Make it. */
void test_clinic_make(struct test_clinic *);
/* Add carl (clinician, PW_CLIN) and dora (clinician, PW_CLIN2). */
void test_clinic_staff(struct test_clinic *);
/* Open and log in; the caller closes. */
struct vault *test_clinic_open(struct test_clinic *);
struct vault *test_login(
    struct test_clinic *, const char *name, const char *pw);
/* Byte copy of the clinic's folder to ${to} (made). */
void test_copy_tree(const char *from, const char *to);

/* A chart with client entry and one note by whoever is logged in. */
struct id test_chart(struct vault *);
void test_note(struct vault *, const struct id *chart, struct id *entry);

#endif
