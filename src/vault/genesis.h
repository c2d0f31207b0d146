/*
 * Making a clinic and its persons: the ceremonies (security.md 3-7).
 */
#ifndef VAULT_GENESIS_H
#define VAULT_GENESIS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"
#include "crypto/kdf.h"
#include "vault/vault.h"

/* Bytes of a password, passphrase: borrowed, NFC. */
struct pass {
	const void *p;
	size_t len;
};

struct person_new {
	const char *login;	 /* [a-z0-9._-]{1,32} */
	const char *name;	 /* any script */
	const char *credentials; /* "LAC", may be "" */
	unsigned roles;
	struct pass password;
};

struct clinic_new {
	bool demo; /* DEMONSTRATION: cheap costs and other clocks are allowed */
	bool solo; /* officer is ignored; admin has all roles */
	/* Of login wraps, and of RECORDS; NULL: by this machine, in a
	 * demonstration next to nothing. */
	const struct kdf_cost *cost, *cost_strong;
	unsigned password_min; /* 15, or 10 where ssh keys are required */
	struct person_new admin;
	struct person_new officer;
	/* the RECORDS passphrase, 14 characters at least */
	struct pass records;
};

/*
 * Create the clinic directory (it must not exist, or be empty) with host files,
 * store, GENESIS and all that follows in one transaction.  On any failure
 * nothing is left in ${dir}.  ERR_EXISTS, ERR_FORMAT (detail names the
 * answer), ERR_FULL ...
 */
WARN_UNUSED enum err clinic_create(
    const char *dir, const struct clock *, const struct clinic_new *);

/*
 * Add one person with administrator and officer at the same terminal: USER
 * (two signatures), GRANT of chart 0, WRAP, login row, directory entry, one
 * transaction.  Nobody needs to be logged in.  In a solo clinic the
 * administrator's password serves for both.  ERR_AUTH (detail says whose),
 * ERR_EXISTS for a login name that is taken, ERR_DENIED if a role is missing.
 */
struct ceremony {
	const char *admin_login;
	struct pass admin;
	const char *officer_login;
	struct pass officer;
};
WARN_UNUSED enum err person_add(struct vault *, const struct ceremony *,
    const struct person_new *, struct id *out);

/* Change the RECORDS passphrase: needs the old one; officer logged in. */
WARN_UNUSED enum err records_pass_change(
    struct vault *, struct pass old, struct pass new_pass);
/* ERR_AUTH unless ${pass} opens the RECORDS seed. */
WARN_UNUSED enum err records_pass_check(struct vault *, struct pass);

#endif
