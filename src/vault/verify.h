/*
 * The verifier: a const table of checks (security.md 7), run inside one read
 * snapshot.  A test proves each check by running the table without it.
 */
#ifndef VAULT_VERIFY_H
#define VAULT_VERIFY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "vault/chart.h"
#include "vault/vault.h"

struct verify_report {
	uint64_t rows;	  /* ledger rows seen */
	uint64_t entries; /* entries whose hash was checked */
	unsigned faults;
	unsigned former; /* former members who can still read a chart */
};

struct verify_hooks {
	/* One fault, one line, no content: check name, row or 0, words */
	void (*fault)(void *arg, const char *check, uint64_t seq, const char *);
	/* Progress; false stops (ERR_CANCELLED). May be NULL. */
	bool (*progress)(void *arg, uint64_t done, uint64_t of);
	void *arg;
	/* Not a fault: ${who} is no member any more, but can still read what is
	 * in this chart until its key is changed.  May be NULL. */
	void (*former)(
	    void *arg, const struct chart *, const struct person *who);
};

/*
 * Check what can be checked with what ${v} holds: nothing - chain, clear rows,
 * heads, sizes, quick_check; logged in - bodies, signatures, authority, every
 * row hash, no unlisted rows, a RECORDS grant in every epoch; and the content
 * of the charts whose keys the person holds.  ERR_CORRUPT if there was a
 * fault, ERR_OK only if sound.
 */
WARN_UNUSED enum err verify(
    struct vault *, const struct verify_hooks *, struct verify_report *);

/* The table, for the test that leaves one out: names in order, NULL ends. */
const char *const *verify_checks(void);
/* As verify, without the check ${skip}. */
WARN_UNUSED enum err verify_without(struct vault *, const char *skip,
    const struct verify_hooks *, struct verify_report *);

#endif
