/*
 * struct private_vault, for private.c, pledger.c and pnote.c only: an unlocked
 * private file.  Nothing here may reach clinic.db.
 */
#ifndef VAULT_PVAULT_H
#define VAULT_PVAULT_H

#include "crypto/hash.h"
#include "crypto/secret.h"
#include "crypto/wrap.h"
#include "store/store.h"
#include "vault/private.h"
#include "vault/userfile.h"

/* Types of the private ledger (doc/format.md 7). */
enum pevent {
	PEV_CREATE = 64,
	PEV_NOTE = 65,
	PEV_WRAP = 66,
	PEV_UNLOCK = 67,
	PEV_EXPORT = 68
};

/* The newest version of one note, as the private ledger says. */
struct pnote {
	struct id entry;
	uint32_t ver;
	int64_t time;
	unsigned char hash[HASH_LEN];
};

/* The newest wrap of purposes 5 and 6; gen 0: none. */
struct pwrap {
	uint32_t gen;
	unsigned char hash[HASH_LEN];
};

struct private_vault {
	struct vault *v;
	struct store *db;
	struct id owner;
	unsigned char *entry_key; /* arena, as the next two */
	unsigned char *draft_key;
	unsigned char *ledger_key;
	/* the private ledger as far as it was replayed */
	uint64_t seq;
	unsigned char head[HASH_LEN];
	size_t nnote, cnote;
	struct pnote *note;
	struct pwrap wrap[2];
};

/* ERR_LOCKED unless the owner is logged in and not locked. */
WARN_UNUSED enum err pvault_need(const struct private_vault *);

/*
 * Needs no key: the rows follow each other, and the row that ${pin} names is
 * among them.  *rows is their number.  ERR_CORRUPT.
 */
WARN_UNUSED enum err pledger_chain(struct store *, const unsigned char *clinic,
    const struct pin *pin, uint64_t *rows);
/* Replay what is new, inside a transaction; ERR_CORRUPT with the row. */
WARN_UNUSED enum err pledger_sync(struct private_vault *);
/* Forget what was replayed: the next sync begins at row 1. */
void pledger_reset(struct private_vault *);
/* Begin a write transaction and replay. */
WARN_UNUSED enum err pledger_begin(struct private_vault *);
/* Append one row to a write transaction that pledger_begin began. */
WARN_UNUSED enum err pledger_append(
    struct private_vault *, enum pevent, const struct buf *payload);
/* Commit if ${e} is ERR_OK (roll back otherwise), sync to the disk, then pin
 * the new head.  ${purge}: leave no old bytes in the write-ahead log. */
WARN_UNUSED enum err pledger_end(
    struct private_vault *, enum err e, bool purge);

/* ---- wraps and delays (pwrap.c) ---------------------------------------- */

/* Failed tries since the last good one; the UTC ms of the last. */
struct pfailures {
	int64_t count, since;
};

WARN_UNUSED enum err pfailures_get(struct store *, struct pfailures *);
/* Inside a write transaction. */
WARN_UNUSED enum err pfailures_put(struct store *, const struct pfailures *);
/* Seconds left before the next try. */
unsigned pfailures_wait(const struct pfailures *, int64_t now);

/* Append the stored wrap; ERR_NOTFOUND. */
WARN_UNUSED enum err pwrap_get(
    struct store *, enum wrap_purpose, struct buf *out);
/* Inside pledger_begin: seal ${seed} as the next generation, store it, PWRAP.
 */
WARN_UNUSED enum err pwrap_put(struct private_vault *, enum wrap_purpose,
    const void *secret, size_t len, const unsigned char *seed);
/* One counted try: the wrap into ${blob}, its seed (arena).  On success the
 * count is as it was before, in ${f}.  ERR_AUTH, ERR_BUSY, ERR_CORRUPT. */
WARN_UNUSED enum err pwrap_try(struct vault *, struct store *,
    enum wrap_purpose, const void *secret, size_t len, struct pfailures *f,
    struct buf *blob, unsigned char *seed);

/* ---- notes (pnote.c) --------------------------------------------------- */

/* NULL if there is none; borrowed until the next sync. */
struct pnote *pnote_find(struct private_vault *, const struct id *);

#endif
