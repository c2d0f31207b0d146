/* What genesis and the adding of a colleague share. */
#ifndef VAULT_PERSON_NEW_H
#define VAULT_PERSON_NEW_H

#include "base/err.h"
#include "base/id.h"
#include "vault/genesis.h"

struct vault;
struct identity;

/* ERR_FORMAT (detail in plain words) for a name, login or password that cannot
 * be. */
WARN_UNUSED enum err person_new_check(
    const struct person_new *, unsigned password_min);

/* Inside ledger_begin, after the event that certifies ${id}: login row and
 * directory entry, signed by ${by}. */
WARN_UNUSED enum err person_new_append(struct vault *,
    const struct identity *by, const struct id *id, const unsigned char *tag,
    const struct person_new *);

/*
 * The keys of the two who sign, by their passwords; in a solo practice both
 * pointers are the administrator's.  Freed with ceremony_close.  ERR_AUTH and
 * ERR_DENIED name the seat.
 */
WARN_UNUSED enum err ceremony_open(struct vault *, const struct ceremony *,
    struct identity **admin, struct identity **officer);
/* One of them: ${role} must be theirs (0: any), ${who} names the seat. */
WARN_UNUSED enum err ceremony_seat(struct vault *, const char *login,
    struct pass, unsigned role, const char *who, struct identity **out);
void ceremony_close(struct identity *admin, struct identity *officer);
/* A ceremony is a login of the administrator where nobody is in (*own). */
WARN_UNUSED enum err ceremony_enter(
    struct vault *, const struct ceremony *, bool *own);
/* End it; ${e} if that was a failure. */
WARN_UNUSED enum err ceremony_leave(struct vault *, bool own, enum err e);

#endif
