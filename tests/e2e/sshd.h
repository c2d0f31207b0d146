/*
 * A real sshd on loopback: own configuration, host key and port, one clinic.
 * Its only account is the one that runs the test.
 */
#ifndef TESTS_E2E_SSHD_H
#define TESTS_E2E_SSHD_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "tests/e2e/small.h"

struct sshd {
	const struct demo *d; /* borrowed; its folder holds all files */
	pid_t pid;
	int port;
};

/* Why this system cannot run one, NULL if it can. */
const char *sshd_missing(void);

/*
 * Start one.  ${rules}: lines of sshd_config below the test's own;
 * ${options}: what stands before the key in the file of keys ("" for none).
 * False (printed why) if it does not come up.
 */
bool sshd_start(
    struct sshd *, const struct demo *, const char *rules, const char *options);
void sshd_stop(struct sshd *);

/* The lines below "Match" of the shipped sshd-tacet.conf but for its
 * AuthorizedKeysFile, and the options of the first key of the shipped
 * tacet_keys, for the program and the clinic of the test.  In static
 * storage. */
const char *sshd_sample_rules(void);
const char *sshd_sample_options(const struct demo *);

/* ssh in a pseudo-terminal, as a thin client runs it, asking for ${command}. */
struct pty *sshd_pty(const struct sshd *, const char *command);

/*
 * Run `${tool} (the options of the test) ${args}` without a terminal, with the
 * words USER@HOST for "@", and what begins with "@:" a path there.  Its exit
 * status; what it says goes to ${out}.
 */
int sshd_run(const struct sshd *, const char *tool, const char *const args[],
    char *out, size_t size);

#endif
