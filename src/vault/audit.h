/*
 * Reading the ledger as an audit: every event decoded, in order.  Any staff
 * login may (security.md 12); what a chart holds is not in it.
 */
#ifndef VAULT_AUDIT_H
#define VAULT_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "vault/event.h"

struct vault;

/* What the event's actor was to its chart when the row was written. */
enum audit_part {
	AUDIT_NONE, /* not about a chart, or no part in it */
	AUDIT_OWNER,
	AUDIT_ASSIGNED, /* by an ASSIGN that stood then */
	AUDIT_GRANTED	/* holds the key without an assignment */
};

struct audit_row {
	const struct event *ev; /* borrowed; members by its type (event.h) */
	enum audit_part part;
};

/*
 * Each event from row ${from} on (1: all), oldest first.  Every row is opened,
 * and checked against what this login has read: ERR_CORRUPT (detail: the row)
 * may come after some rows were handed out, so believe them only after ERR_OK.
 * ${each} may stop with an error, which is returned; it may not write.
 */
WARN_UNUSED enum err audit_each(struct vault *, uint64_t from,
    enum err (*each)(void *arg, const struct audit_row *), void *arg);

/* Those about one chart: who opened, wrote, exported or was let in. */
WARN_UNUSED enum err audit_chart(struct vault *, const struct id *chart,
    enum err (*each)(void *arg, const struct audit_row *), void *arg);

#endif
