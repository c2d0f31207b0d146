/*
 * What the ledger says, replayed into memory.  Only events that pass authority
 * change it.  Compact: entries are kept for chart 0 and for charts whose
 * entries somebody asked for.
 */
#ifndef VAULT_STATE_H
#define VAULT_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "vault/chart.h"
#include "vault/event.h"
#include "vault/vault.h"

/* One set of keys and since which row it counts. */
struct key_set {
	uint64_t since;
	struct public_keys pk;
};

struct person_state {
	struct person pub; /* strings owned, "" until the directory is read */
	unsigned char tag[HASH_LEN]; /* zeros: RECORDS */
	uint32_t gen;
	size_t nkeys;
	struct key_set *keys;		/* oldest first */
	int64_t last_login, prev_login; /* UTC ms, 0: none */
	unsigned failed, prev_failed; /* attempts since, and before the last */
};

struct epoch_state {
	uint64_t seq;
	uint64_t cited; /* removal or expiry that it followed, 0: none */
	uint16_t by;	/* index into persons */
	unsigned char kc[HASH_LEN];
	unsigned char prevwrap[HASH_LEN]; /* H(prev-wrap; row) */
};

struct grant_state {
	uint64_t seq;
	uint64_t ended; /* row that took it away (its row is gone), 0: none */
	int64_t until;	/* UTC ms, 0: no end */
	uint64_t basis; /* ASSIGN that it rests on, 0: none */
	uint32_t epoch;
	uint16_t grantee;	      /* index into persons */
	unsigned char hash[HASH_LEN]; /* H(grant-blob; row) */
};

/* One version of one entry. */
struct entry_state {
	struct id entry;
	unsigned char hash[HASH_LEN]; /* H(entry-blob; row) */
	uint64_t seq;
	int64_t time;
	uint32_t ver;
	uint32_t epoch;
	uint32_t older;	 /* index + 1 of version ver - 1, 0: none */
	uint16_t author; /* index into persons */
	uint8_t cls;
	struct id about; /* of a cosignature or review */
	uint32_t about_ver;
};

struct chart_state {
	struct chart pub;  /* ordinal 0: the clinic; mine: of the login */
	bool viewed;	   /* VIEW is committed in this login (chart.c) */
	bool loaded;	   /* entries are here and kept up to date */
	uint16_t owner;	   /* index into persons */
	uint32_t gen;	   /* of two-person events about it */
	uint64_t transfer; /* row of the newest TRANSFER, 0: none */
	uint64_t due;	   /* newest removal since the last EPOCH, 0: none */
	size_t nepoch, ngrant, nentry;
	size_t cepoch, cgrant, centry, cslot; /* room */
	struct epoch_state *epoch;	      /* epoch e is [e - 1] */
	struct grant_state *grant;	      /* in ledger order */
	struct entry_state *entry;	      /* in ledger order */
	uint32_t *slot; /* hash of the entry id: index + 1 of the newest */
	unsigned char sum[HASH_LEN]; /* over the hashes of its rows, in order */
};

/* Somebody's part in a chart or in a caseload. */
struct assign_state {
	uint64_t seq;
	uint64_t ended;	   /* row that ended it, 0: none */
	struct id subject; /* the chart, or the clinician */
	bool caseload;
	uint16_t who; /* index into persons */
	enum assign_role role;
	int64_t until; /* UTC ms, 0: no end */
};

struct wrap_state {
	uint16_t owner; /* index into persons */
	unsigned purpose, slot;
	uint32_t gen;
	unsigned char hash[HASH_LEN]; /* H(wrap-blob; row) */
};

struct state {
	struct genesis genesis;
	unsigned char clinic[HASH_LEN];
	bool keep_all; /* keep the entries of every chart (verify) */
	uint64_t seq;  /* of the newest row applied, 0: none */
	unsigned char hash[HASH_LEN]; /* of that row */
	uint32_t kep;		      /* newest epoch of chart 0 */
	int64_t time;		      /* highest time since the last CLOCK */
	int64_t checkpoint;	      /* time of the last CHECKPOINT, 0: none */
	struct id me; /* whose charts are `mine`; zeros: nobody */
	/* An EPOCH came and its GRANT to RECORDS must be next. */
	bool pending;
	struct id pending_chart;
	uint64_t revoked; /* REVOKE whose EPOCH of chart 0 must be next */

	size_t nperson, cperson;
	struct person_state *person;
	uint16_t records; /* index of RECORDS */
	size_t nchart, cchart;
	struct chart_state *chart; /* [0] is chart 0; by ordinal */
	uint32_t *chart_slot;	   /* hash of the id: index + 1 */
	size_t cchart_slot;
	size_t nwrap, cwrap;
	struct wrap_state *wrap;
	size_t nassign, cassign;
	struct assign_state *assign;
};

/* Empty, with chart 0; ERR_NOMEM. */
WARN_UNUSED enum err state_init(struct state *, const unsigned char *clinic);
void state_done(struct state *);

/* Mark the charts of which ${me} holds the newest key. */
void state_set_me(struct state *, const struct id *me);

/*
 * Take ${ev}, whose signature is right (or older than the pin), into the state
 * if authority allows it; ERR_DENIED (detail names row and rule), ERR_NOMEM.
 * ${rowhash} is the row's hash.  After ERR_NOMEM the state is of no use.
 */
WARN_UNUSED enum err state_apply(
    struct state *, const struct event *, const unsigned char *rowhash);

/* The same when authority_check has said yes already. */
WARN_UNUSED enum err state_take(
    struct state *, const struct event *, const unsigned char *rowhash);

/* Index or -1. */
int state_person_index(const struct state *, const struct id *);
/* NULL if there is none; borrowed until the next change. */
struct person_state *state_person(const struct state *, const struct id *);
struct chart_state *state_chart(const struct state *, const struct id *);
/* The keys that counted at row ${seq}. */
const struct public_keys *state_keys(const struct person_state *, uint64_t seq);
const struct public_keys *state_keys_now(const struct person_state *);
/* Newest grant of ${epoch} to person number ${grantee}, also if it has ended,
 * or NULL. */
const struct grant_state *state_grant(
    const struct chart_state *, uint32_t epoch, int grantee);
/* The same unless it was taken away or, at ${time}, has expired; time 0: expiry
 * is not looked at. */
const struct grant_state *state_member(
    const struct chart_state *, uint32_t epoch, int grantee, int64_t time);
/*
 * What makes a new epoch of a chart due at ${time}: the row of the newest
 * removal, or of a grant of the newest epoch that has expired; 0: nothing.
 */
uint64_t state_due(const struct chart_state *, int64_t time);
/* The assignment that row ${seq} made, unless it was ended, or NULL. */
const struct assign_state *state_assign(const struct state *, uint64_t seq);
/* Whether it is about this chart. */
bool state_assign_covers(
    const struct assign_state *, const struct chart_state *);
/* Whether ${who} supervises what ${author} writes in ${chart} at ${time}. */
bool state_supervises(const struct state *, const struct id *who,
    const struct id *author, const struct id *chart, int64_t time);
/* Generation of the newest two-person event about a chart or a person. */
uint32_t state_gen(const struct state *, const struct id *subject);
/* Newest wrap of a slot, or NULL. */
const struct wrap_state *state_wrap(
    const struct state *, int owner, unsigned purpose, unsigned slot);

/* Keep one more ENTRY event of a chart; ERR_CORRUPT unless it is the next
 * version of its entry and of the same class, ERR_NOMEM. */
WARN_UNUSED enum err state_add_entry(
    const struct state *, struct chart_state *, const struct event *);
/* Forget the entries of a chart. */
void state_drop_entries(struct chart_state *);

/* Of a loaded chart: newest version of an entry, NULL if there is none... */
const struct entry_state *state_entry(
    const struct chart_state *, const struct id *entry);
/* ...and any version of it. */
const struct entry_state *state_entry_ver(
    const struct chart_state *, const struct id *entry, uint32_t ver);

#endif
