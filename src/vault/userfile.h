/*
 * The person's own file u/NAME.db: pin, preferences and drafts (doc/format.md
 * 6).  Open from login to logout, also while locked.
 */
#ifndef VAULT_USERFILE_H
#define VAULT_USERFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "crypto/hash.h"
#include "store/store.h"

struct vault;

struct pin {
	uint64_t seq; /* the last ledger row seen, 0: none */
	unsigned char hash[HASH_LEN];
	uint64_t pcount; /* the last row of the private ledger, 0: none */
	unsigned char phash[HASH_LEN];
};

/* PATH_MAX bytes: "u/NAME" || ${suffix} (".db", ".open") or, with
 * ${private}, "p/NAME" || suffix, of the person who is logged in; makes the
 * folder. */
WARN_UNUSED enum err userfile_path(
    struct vault *, bool private, const char *suffix, char *out);
/* The open file of the login (made if it is not there); ERR_LOCKED when nobody
 * is logged in.  Borrowed until logout. */
WARN_UNUSED enum err userfile_open(struct vault *, struct store **out);
/* Also lets the drafts go (holder_done). */
void userfile_close(struct vault *);

/* ERR_CORRUPT if it does not open; all zeros if there is none yet. */
WARN_UNUSED enum err pin_load(struct vault *, struct pin *out);
WARN_UNUSED enum err pin_save(struct vault *, const struct pin *);

#endif
