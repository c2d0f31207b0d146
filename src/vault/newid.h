/* Ids for what the layers above make: entries, drafts, sessions. */
#ifndef VAULT_NEWID_H
#define VAULT_NEWID_H

#include "base/id.h"

/* 16 bytes from the one source of randomness (crypto/secret.h). */
void newid(struct id *);

#endif
