/*
 * Who works with whom (security.md 6-7): treating beside the owner, covering
 * with an end, supervising a caseload or one chart, and the passing on of a
 * chart. An administrator proposes, the owner of the charts or an officer
 * accepts: two signatures.  Ending one needs one person.
 */
#ifndef VAULT_ASSIGN_H
#define VAULT_ASSIGN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/id.h"
#include "vault/event.h"
#include "vault/genesis.h"

struct vault;

struct assign_spec {
	enum assign_role role; /* ASSIGN_OWNER: the chart is passed on */
	bool caseload;	       /* of the clinician ${subject}; not for OWNER */
	struct id subject;     /* else the chart */
	struct id who;
	int64_t until; /* UTC ms, 0: no end; COVERING needs one */
};

struct assignment {
	uint64_t seq; /* of its ASSIGN: names it */
	struct assign_spec spec;
	bool expired;
	unsigned keyless; /* charts of whose newest key ${who} has no grant */
};

/* Those that were not ended. */
WARN_UNUSED enum err assign_each(struct vault *,
    enum err (*each)(void *arg, const struct assignment *), void *arg);

/* Whether ${who} is an assigned supervisor of ${author} in ${chart} (NULL: of
 * the whole caseload) now. */
bool assign_supervises(const struct vault *, const struct id *who,
    const struct id *author, const struct id *chart);

/*
 * Both at the same terminal: the ceremony's officer seat is whoever accepts, an
 * officer or the owner.  The owner grants the keys at once; for an officer
 * ${records} (may be NULL) does, otherwise the owner's program has to ask
 * (assign_grant).  A chart is passed on only if its key is.  One transaction.
 * ERR_AUTH and ERR_DENIED name the seat or the rule, ERR_EXISTS if it is so
 * already.
 */
WARN_UNUSED enum err assign_now(struct vault *, const struct ceremony *,
    const struct pass *records, const struct assign_spec *, uint64_t *seq);

/* The owner, logged in, gives ${who} of an assignment the keys that it lacks
 * (keyless > 0), citing it. */
WARN_UNUSED enum err assign_grant(struct vault *, uint64_t seq);
/* The same by an officer with the RECORDS passphrase, in the owner's absence.
 */
WARN_UNUSED enum err assign_grant_records(
    struct vault *, uint64_t seq, struct pass records);

/* Administrator, officer, owner or the person themself ends it; the keys that
 * rest on it go. */
WARN_UNUSED enum err assign_end(struct vault *, uint64_t seq);

/* ---- proposals: entries of chart 0 that carry the first signature -------- */

enum proposal_state { PROPOSAL_OPEN, PROPOSAL_DECLINED, PROPOSAL_WITHDRAWN };

struct proposal {
	struct id id;
	struct assign_spec spec;
	struct id by;	   /* the administrator who signed */
	struct id accepts; /* who is asked: the owner or an officer */
	int64_t time;	   /* UTC ms */
	uint32_t gen;
	unsigned char sig[SIG_LEN];
	unsigned char digest[HASH_LEN]; /* of this version */
};

/* An administrator, logged in, signs and leaves it for ${accepts}, who sees it
 * at the next login.  ERR_DENIED as assign_now. */
WARN_UNUSED enum err proposal_make(struct vault *, const struct assign_spec *,
    const struct id *accepts, struct id *out);
/* Those that still can be accepted. */
WARN_UNUSED enum err proposal_each(struct vault *,
    enum err (*each)(void *arg, const struct proposal *), void *arg);
/* Whoever is asked says yes: ASSIGN or TRANSFER, and keys as by assign_now.
 * ERR_NOTFOUND, ERR_CONFLICT if it no longer stands. */
WARN_UNUSED enum err proposal_accept(struct vault *, const struct id *,
    const struct pass *records, uint64_t *seq);
/* Whoever is asked declines, or an administrator withdraws. */
WARN_UNUSED enum err proposal_close(
    struct vault *, const struct id *, enum proposal_state);

/* ---- for this folder ----------------------------------------------------- */

struct identity;

/* Inside the transaction that made the chart: keys for the caseload's. */
WARN_UNUSED enum err assign_chart_new(
    struct vault *, const struct id *chart, const unsigned char *cek);
/* The event of ${spec} by ${actor} but for the second signature. */
struct event assign_event(
    const struct vault *, const struct assign_spec *, const struct id *actor);
/* Inside ledger_begin: the countersigned event by ${actor}, and the keys. */
WARN_UNUSED enum err assign_append(struct vault *, const struct identity *actor,
    const struct identity *records, const struct assign_spec *, struct event *);

#endif
