/*
 * struct vault, for the files of this folder only.  Layers above see
 * vault/vault.h.
 */
#ifndef VAULT_INTERNAL_H
#define VAULT_INTERNAL_H

#include "base/buf.h"
#include "store/lock.h"
#include "store/store.h"
#include "vault/authority.h"
#include "vault/entry.h"
#include "vault/event.h"
#include "vault/holder.h"
#include "vault/host.h"
#include "vault/identity.h"
#include "vault/keys.h"
#include "vault/ledger.h"
#include "vault/state.h"
#include "vault/userfile.h"
#include "vault/vault.h"

#define CLINIC_DB "clinic.db"

/* security.md 8: usrauth1 is wiped so long after the password was given. */
#define VAULT_AUTH_MS ((int64_t)5 * 60 * 1000)

struct vault {
	const char *dir; /* borrowed */
	const struct clock *clock;
	struct host host;
	struct store *db;	/* clinic.db */
	struct genesis genesis; /* of row 1, checked against the clinic id */

	/* The person: id from login to logout, keys until lock. */
	bool in;
	struct id me_id;
	struct identity *me; /* NULL: locked or nobody */
	int64_t auth_since;  /* mono ms when the password was last given */
	struct login_facts facts;
	struct store *user;   /* u/NAME.db, see userfile.h */
	struct holder holder; /* of drafts; let go when the file is closed */

	/* What is known of the ledger, and the keys that open it. */
	bool ready; /* the state is replayed */
	struct state st;
	unsigned char *ledger_key; /* arena: of kep 1..nledger_key */
	uint32_t nledger_key;
	struct cek_cache ceks;

	/* What the replay must come by: the person's pin (signatures up to it
	 * were checked at an earlier login) and the newest signed head. */
	struct pin pin;
	struct pin head;
	struct pin seen; /* newest row this login has read or written */
	bool stale;   /* somebody committed; read before anything is believed */
	bool revoked; /* the access of this person has ended */
	bool news;    /* something was read that vault_poll has not told yet */
	size_t names_seen; /* entries of chart 0 that the directory has read */

	/* Write transaction. */
	bool writing;
	bool dirty; /* events were appended in it */

	int64_t anchored; /* mono ms of the last line written to heads */

	/* vault_me; strings owned. */
	struct person person;
	/* After vault_login_code until a password is set: USEED (arena). */
	unsigned char *seed;
};

/* The id of the clinic as a chart. */
#define CHART_ZERO (&id_zero)

/* ERR_LOCKED unless somebody is logged in and not locked. */
WARN_UNUSED enum err vault_need(const struct vault *);

/* Give up the ballast of a full disk, so that work can be ended in order; false
 * if it is gone already. */
bool ballast_give(struct vault *);

/* The error ${e} again with "ERR_CORRUPT" as its kind, detail kept: what a
 * damaged clinic did not permit. */
enum err vault_corrupt(enum err e);

/*
 * entry.c: inside ledger_begin, seal and put one version and append its ENTRY
 * event.  The caller fills chart, entry, ver and cls of ${h}; author, time and
 * seq come back.  ${by} NULL: who is logged in; ${key} (arena) is chtentr1 of
 * the chart's newest epoch, NULL: by keys_chart.  ${digest} may be NULL.
 * Errors as entry_write.
 */
WARN_UNUSED enum err entry_append_as(struct vault *, const struct identity *by,
    const unsigned char *key, struct entry_head *h, const unsigned char *prev,
    const struct buf *payload, unsigned char *digest);

#endif
