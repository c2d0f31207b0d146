/* From a name and a secret to keys: what login, unlock, reauth and the
 * ceremonies share. */
#ifndef VAULT_LOGIN_H
#define VAULT_LOGIN_H

#include "base/err.h"
#include "base/id.h"
#include "crypto/wrap.h"

struct vault;
struct identity;

/* Whose login name it is; ERR_NOTFOUND. */
WARN_UNUSED enum err login_owner(
    struct vault *, const char *name, struct id *out);
/*
 * Throttled: the seed (arena) of ${owner} (zeros: an unknown name, always
 * ERR_AUTH).  A wrong secret writes a LOGINFAIL.  ${rowhash} as wraps_open.
 */
WARN_UNUSED enum err login_seed(struct vault *, const struct id *owner,
    enum wrap_purpose, const void *secret, size_t len, unsigned char *seed,
    unsigned char *rowhash);
/* The same, expanded. */
WARN_UNUSED enum err login_identity(struct vault *, const struct id *owner,
    enum wrap_purpose, const void *secret, size_t len, struct identity **out,
    unsigned char *rowhash);
/* ERR_CORRUPT unless the ledger gives that name to ${owner}. */
WARN_UNUSED enum err login_named(
    struct vault *, const char *name, const struct id *owner);
/* RECORDS by its passphrase; somebody is logged in.  ERR_AUTH. */
WARN_UNUSED enum err login_records(
    struct vault *, const void *pass, size_t len, struct identity **out);
/* ERR_CORRUPT unless the ledger certifies these public keys. */
WARN_UNUSED enum err login_certified(
    struct vault *, const struct identity *who);

#endif
