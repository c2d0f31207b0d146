/*
 * Failed attempts, counted in the clear LOGINFAIL rows so that they count
 * before anybody has a key: 1, 2, 4 ... 60 seconds, never for ever.  A count
 * starts anew after 15 quiet minutes, which wins nothing over 60 s a try; a
 * count of 0 is a good login that set it back.
 */
#ifndef VAULT_THROTTLE_H
#define VAULT_THROTTLE_H

#include "base/err.h"
#include "base/id.h"

struct vault;

/* ${owner} zeros: unknown names; RECORDS: its passphrase. */
unsigned throttle_wait(struct vault *, const struct id *owner); /* seconds */
/* ERR_BUSY while throttle_wait is not 0. */
WARN_UNUSED enum err throttle_check(struct vault *, const struct id *owner);
/* Write a LOGINFAIL, in a transaction of its own; needs no key.  ERR_BUSY
 * (written all the same) if somebody else failed meanwhile: of guesses made at
 * once only the first is told how it went. */
WARN_UNUSED enum err throttle_fail(struct vault *, const struct id *owner);
/* Inside ledger_begin, at a good login. */
WARN_UNUSED enum err throttle_reset(struct vault *, const struct id *owner);

#endif
