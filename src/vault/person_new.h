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

#endif
