/*
 * Chart keys: from grant to CEK, older epochs by their previous-key wraps, at
 * most 64 in memory; and the making of epochs and grants.
 */
#ifndef VAULT_KEYS_H
#define VAULT_KEYS_H

#include "base/err.h"
#include "base/id.h"
#include "crypto/kdf.h"
#include "vault/state.h"

struct vault;
struct identity;

#define GRANT_LEN 148
#define PREVWRAP_LEN 72
#define KEYS_LRU 64

struct cek_slot {
	struct id chart;
	uint32_t epoch; /* 0: free */
	uint64_t used;
};

struct cek_cache {
	struct cek_slot slot[KEYS_LRU];
	unsigned char *key; /* KEYS_LRU * KEY_LEN in the arena; NULL: none */
	uint64_t clock;
};

/* Forget every chart key... */
void keys_drop(struct vault *v);
/* ...and ledger key. */
void keys_wipe(struct vault *);

/* Before the ledger can be read: the ledger keys of every epoch of chart 0, by
 * the newest grant of v->me.  ERR_DENIED without a grant, ERR_CORRUPT. */
WARN_UNUSED enum err keys_boot(struct vault *);
/* After the replay: they must be what the ledger commits to. */
WARN_UNUSED enum err keys_boot_check(struct vault *);
/* The ledger key of one more epoch of chart 0, by its ${cek}. */
WARN_UNUSED enum err keys_add_ledger(
    struct vault *, uint32_t epoch, const unsigned char *cek);
/* Borrowed; NULL if it is not there. */
const unsigned char *keys_ledger(const struct vault *, uint32_t kep);

/*
 * The key of (chart, epoch) of the person who is logged in; borrowed until the
 * next call.  The grant's hash and the key's commitment must be those of the
 * ledger: ERR_CORRUPT.  ERR_LOCKED, ERR_DENIED without a grant or after its
 * end, ERR_NOTFOUND without that chart or epoch.
 */
WARN_UNUSED enum err keys_cek(struct vault *, const struct id *chart,
    uint32_t epoch, const unsigned char **cek);
/* The newest key of a chart by the grant of ${who}, whose keys are at hand,
 * into
 * ${cek} (arena); errors as keys_cek. */
WARN_UNUSED enum err keys_newest_as(struct vault *, const struct identity *who,
    const struct id *chart, unsigned char *cek);
/* Its subkey into ${out}[KEY_LEN] (arena). */
WARN_UNUSED enum err keys_chart(struct vault *, const struct id *chart,
    uint32_t epoch, enum subkey, unsigned char *out);

/* What a grant or an epoch says besides the key. */
struct key_terms {
	int64_t until;	/* of a grant, UTC ms; 0: no end */
	uint64_t cited; /* the row that gives the reason; 0: none */
};

/*
 * Inside ledger_begin: make epoch ${epoch} (newest + 1; 1 makes the chart) with
 * the new key ${cek} (arena): epoch row, EPOCH by ${by} citing ${cited}, GRANT
 * to RECORDS.  ${prev} is the key before, NULL at epoch 1.
 */
WARN_UNUSED enum err keys_epoch_append(struct vault *,
    const struct identity *by, const struct id *chart, uint32_t epoch,
    const unsigned char *cek, const unsigned char *prev, uint64_t cited);
/* Inside ledger_begin: grants row and GRANT of the present epoch. */
WARN_UNUSED enum err keys_grant_append(struct vault *,
    const struct identity *by, const struct id *chart, uint32_t epoch,
    const unsigned char *cek, const struct id *grantee, struct key_terms);

/*
 * Inside ledger_begin: a new epoch of a chart of which ${by} holds the newest
 * key ${cek} (arena), citing ${cited}; granted to RECORDS first and then to
 * every member that remains, with the end that each had.
 */
WARN_UNUSED enum err keys_rotate(struct vault *, const struct identity *by,
    const struct id *chart, const unsigned char *cek, uint64_t cited);
/* The same by whoever is logged in, if a removal or an expiry makes it due. */
WARN_UNUSED enum err keys_rotate_due(struct vault *, const struct id *chart);
/* Inside ledger_begin: remove the rows of the grants that row ${seq} ended. */
WARN_UNUSED enum err keys_grants_remove(struct vault *, uint64_t seq);

#endif
