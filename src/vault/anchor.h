/*
 * Anchors: what lets somebody notice that the whole database was rolled back.
 * Signed heads go to the file `heads` and the system log, a pin to the person's
 * own file (security.md 4, 8; doc/format.md 8).
 */
#ifndef VAULT_ANCHOR_H
#define VAULT_ANCHOR_H

#include "base/err.h"
#include "vault/userfile.h"

struct vault;

/* The newest signed line of `heads` into ${out}; zeros if there is none.
 * Lines that were cut short are passed over. */
WARN_UNUSED enum err anchor_last(struct vault *, struct pin *out);
/* Every line that is complete and signed by the host, oldest first. *bad counts
 * complete lines that are not signed by this host. */
WARN_UNUSED enum err anchor_each(struct vault *,
    enum err (*each)(void *arg, const struct pin *), void *arg, unsigned *bad);

/* Append a head of the ledger as it stands in the state. */
WARN_UNUSED enum err anchor_head(struct vault *);
/* Move the pin of the person who is logged in to the state. */
WARN_UNUSED enum err anchor_pin(struct vault *);
/* After each commit: both, every 50 events or 10 minutes.  A full disk must not
 * stop the work that is committed already: failures are tried again. */
void anchor_due(struct vault *);

#endif
