/*
 * Ledger events, decoded: one flat struct, and one table that says which
 * members the payload of a type holds, in what order (doc/format.md 4).
 */
#ifndef VAULT_EVENT_H
#define VAULT_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "crypto/hash.h"
#include "crypto/kdf.h"
#include "crypto/sign.h"
#include "vault/identity.h"

enum event_type {
	EV_GENESIS = 1,
	EV_USER = 2,
	EV_ROLE = 3,
	EV_REVOKE = 4,
	EV_EPOCH = 5,
	EV_GRANT = 6,
	EV_UNGRANT = 7,
	EV_ENTRY = 8,
	EV_WRAP = 9,
	EV_LOGIN = 10,
	EV_LOGINFAIL = 11,
	EV_LOGOUT = 12,
	EV_VIEW = 13,
	EV_EXPORT = 14,
	EV_ASSIGN = 17,
	EV_TRANSFER = 18,
	EV_CLOCK = 21,
	EV_CHECKPOINT = 24,
	EV_TYPES = 26
};

/* Why somebody's access ended. */
enum revoke_kind { REVOKE_LEFT = 1, REVOKE_SUSPENDED = 2 };

/* What somebody is to a chart or to a caseload (ASSIGN). */
enum assign_role {
	ASSIGN_OWNER = 0,    /* by TRANSFER, never in ASSIGN */
	ASSIGN_TREATING = 1, /* beside the owner */
	ASSIGN_COVERING = 2, /* in the owner's absence, with an end */
	ASSIGN_SUPERVISOR = 3
};

/*
 * Which members count depends on the type:
 * USER       subject gen tag keys roles self second sig2
 * ROLE       subject gen roles self second sig2 (gen, self, second and sig2
 *            zero: it only takes roles away)
 * REVOKE     subject kind (enum revoke_kind)
 * EPOCH      epoch kc cited hash (of prevwrap)
 * GRANT      epoch subject (the grantee) until cited hash (of sealed)
 * UNGRANT    subject (the member)
 * ENTRY      cls subject (the entry) ver epoch hash (of blob)
 * WRAP       purpose slot gen hash (of blob)
 *            and for a cosignature or a review about about_ver
 * ASSIGN     subject (the chart, or the clinician of a caseload) gen kind (enum
 *            assign_role) who until cited second sig2; one that only ends
 *            another cites it and has gen, until, second and sig2 zero
 * TRANSFER   subject (the chart) gen who second sig2
 * LOGINFAIL  subject (owner) count
 * EXPORT     kind count (entries)
 * CLOCK      before after
 * CHECKPOINT ref hash (seq and hash of the row before)
 */
struct event {
	/* the row; filled in by ledger_append but for the chart */
	uint64_t seq;
	struct id chart; /* zeros: the clinic, or none */
	uint32_t kep;
	/* the body; time and actor are filled in by ledger_append */
	enum event_type type;
	int64_t time;
	struct id actor; /* zeros: the host */
	/* the payload */
	struct id subject;
	struct id second;
	struct id who;	 /* who is assigned */
	struct id about; /* the entry that a cosignature or review names */
	uint32_t gen, epoch, ver, about_ver, count;
	unsigned cls, purpose, slot, roles, kind;
	uint64_t cited, ref;
	int64_t until, before, after;
	unsigned char hash[HASH_LEN];
	unsigned char kc[HASH_LEN];
	unsigned char tag[HASH_LEN];
	struct public_keys pk;
	unsigned char self[SIG_LEN];
	unsigned char sig2[SIG_LEN];
	/* GENESIS: its payload with the self signatures, borrowed from the
	 * body */
	const unsigned char *raw;
	size_t rawlen;
};

/* A body is at most this long. */
#define EVENT_BODY_MAX ((size_t)8192)

/* "ENTRY"; NULL for a reserved or unknown type. */
const char *event_name(unsigned type);
/* Whether rows of this type are clear (kep 0, host key). */
bool event_is_clear(unsigned type);
/* Whether the payload ends with second16 sig64. */
bool event_is_two_person(unsigned type);

/* Append body = type1 time8 actor16 payload. */
WARN_UNUSED enum err event_encode(const struct event *, struct buf *out);
/* Fill body and payload members (the row's are left alone).  ERR_FORMAT for a
 * wrong length, ERR_UNSUPPORTED for a reserved or unknown type. */
WARN_UNUSED enum err event_decode(
    const unsigned char *body, size_t len, struct event *out);

/* sig-cert of a two-person event: ${second} signs what ${actor} proposes. */
WARN_UNUSED enum err event_cert_sign(
    struct event *, const unsigned char *clinic, const struct identity *second);
WARN_UNUSED enum err event_cert_check(const struct event *,
    const unsigned char *clinic, const unsigned char *second_pk);

/* ---- GENESIS ----------------------------------------------------------- */

#define GENESIS_PERSONS 3

struct genesis_person {
	struct id id;
	unsigned char tag[HASH_LEN];
	struct public_keys pk;
	unsigned roles;
	unsigned char self[SIG_LEN];
};

struct genesis {
	unsigned char host_pk[SIGN_PK];
	bool solo, demo;
	struct kdf_cost floor;
	unsigned password_min;
	unsigned char kc0[HASH_LEN];
	unsigned n;
	struct genesis_person person[GENESIS_PERSONS]; /* the last is RECORDS */
};

/* Payload without (clinic id) or with the self signatures. */
WARN_UNUSED enum err genesis_encode(
    const struct genesis *, bool self, struct buf *out);
/* From payload with self signatures; ${clinic} gets the id that follows. */
WARN_UNUSED enum err genesis_decode(const unsigned char *p, size_t len,
    struct genesis *out, unsigned char *clinic);

#endif
