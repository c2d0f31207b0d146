/*
 * A demonstration clinic for one test: built once by the shipped program,
 * copied for each test, so that a test may break its own.
 */
#ifndef TESTS_E2E_DEMO_H
#define TESTS_E2E_DEMO_H

#include <stdbool.h>
#include <stddef.h>

#include "tests/e2e/pty.h"

enum { DEMO_LOGINS = 16 };

struct demo_login {
	char name[40], role[20], password[80];
	char passphrase[160]; /* "" if there are no private notes */
};

struct demo {
	char top[64];  /* a folder of our own, removed by demo_free */
	char dir[96];  /* the clinic */
	char home[96]; /* an empty home directory */
	struct demo_login logins[DEMO_LOGINS];
	size_t nlogins;
};

/* The shipped program: tacet in src/ of the build tree. */
const char *demo_program(void);

/*
 * A fresh copy of the demonstration clinic.  NULL, with the reason printed, if
 * the program could not build one.  The pristine one is built on first use and
 * removed when the test program ends.
 */
struct demo *demo_new(void);
void demo_free(struct demo *);

/* A new folder with an empty home in it and no clinic yet; false if the system
 * refuses. */
bool demo_place(struct demo *);

/* The i-th login of ${role} from 0; NULL if there is none. */
const struct demo_login *demo_login(
    const struct demo *, const char *role, size_t i);

/* Start the program on the clinic; ${how} may be NULL. */
struct pty *demo_start(const struct demo *, const struct pty_how *how);

/* Log in on the log-in screen and wait for Today; false prints why. */
bool demo_log_in(struct pty *, const struct demo_login *);

/* demo_start and demo_log_in; NULL if either fails. */
struct pty *demo_open(
    const struct demo *, const struct demo_login *, const struct pty_how *how);

/* Leave by Ctrl-Q and wait for exit status 0. */
bool demo_log_out(struct pty *);

/*
 * Run the program without a terminal: ${args} after its name, ${passwords} (may
 * be NULL) on --password-fd.  Its exit status; standard output and standard
 * error go to ${out} (may be NULL), cut at ${size}.
 */
int demo_run(const struct demo *, const char *const args[],
    const char *passwords, char *out, size_t size);

/* In how many files under ${path} do the ${len} bytes of ${marker} stand?  Each
 * is printed. */
size_t demo_search(const char *path, const char *marker, size_t len);

#endif
