/*
 * Changing who the staff are (security.md 6-7): roles, and the end of access.
 * Adding a colleague is person_add (genesis.h).
 */
#ifndef VAULT_STAFF_H
#define VAULT_STAFF_H

#include "base/err.h"
#include "base/id.h"
#include "vault/event.h"
#include "vault/genesis.h"

struct vault;

/*
 * An administrator or officer who is logged in ends somebody's access: REVOKE,
 * the rows of all their grants removed, a new key of the clinic for those who
 * stay; one transaction.  Live logins of that person notice and wipe themselves
 * (vault_poll).  The keys of their charts change when a member next writes.
 * Notes stay, their signatures hold.  A later key reset lets them in again.
 * ERR_DENIED for oneself, the last administrator or officer, or without a role.
 */
WARN_UNUSED enum err staff_revoke(
    struct vault *, const struct id *who, enum revoke_kind);

/* An administrator or officer who is logged in takes roles away; ${roles} are
 * those that stay, at least one.  Without a clinical role the charts go too. */
WARN_UNUSED enum err staff_role_take(
    struct vault *, const struct id *who, unsigned roles);

/*
 * Two people give ${who} the roles ${roles} (all that they have from now on);
 * ${pass} is the login password of ${who}, who signs too.  As person_add nobody
 * needs to be logged in.  ERR_AUTH and ERR_DENIED name the seat.
 */
WARN_UNUSED enum err staff_role_give(struct vault *, const struct ceremony *,
    const struct id *who, struct pass pass, unsigned roles);

#endif
