/* Conditions of the rules table that stand in files of their own. */
#ifndef VAULT_AUTHORITY_RULES_H
#define VAULT_AUTHORITY_RULES_H

#include "vault/authority.h"

#define STAFF (ROLE_ADMIN | ROLE_OFFICER | ROLE_CLINICIAN | ROLE_SUPERVISOR)
#define CLINICAL (ROLE_CLINICIAN | ROLE_SUPERVISOR)
#define MANAGER (ROLE_ADMIN | ROLE_OFFICER)

/* What an expiry may be overstepped by in the ledger: a program asks its clock
 * a little before the row gets its time. */
#define EXPIRY_SLACK ((int64_t)2 * 60 * 1000)

/* ---- authority.c: what the rules ask about --------------------------------
 */

/* An active person with one of ${roles}. */
bool has_role(const struct state *, const struct id *, unsigned roles);
bool is_records(const struct state *, const struct id *);
bool in_chart0(const struct event *);
/* The actor owns the event's chart. */
bool is_owner(const struct state *, const struct event *);
/* The actor holds the newest key of the event's chart, not expired. */
bool holds_key(const struct state *, const struct event *);
bool all_zero(const unsigned char *, size_t len);
/* The second signature of a two-person event is that of ${ev->second}. */
bool is_countersigned(const struct state *, const struct event *);

/* ---- authority_staff.c: ROLE, REVOKE --------------------------------------
 */

bool role_subject(const struct state *, const struct event *);
bool role_roles(const struct state *, const struct event *);
bool role_admin(const struct state *, const struct event *);
bool role_officer(const struct state *, const struct event *);
bool role_two(const struct state *, const struct event *);
bool role_countersigned(const struct state *, const struct event *);
bool role_self(const struct state *, const struct event *);
bool role_gen(const struct state *, const struct event *);
bool role_last(const struct state *, const struct event *);
bool revoke_manager(const struct state *, const struct event *);
bool revoke_subject(const struct state *, const struct event *);
bool revoke_other(const struct state *, const struct event *);
bool revoke_reason(const struct state *, const struct event *);
bool revoke_last(const struct state *, const struct event *);

/* ---- authority_keys.c: EPOCH, GRANT, UNGRANT -------------------------------
 */

bool epoch_next(const struct state *, const struct event *);
bool epoch_actor(const struct state *, const struct event *);
bool epoch_fresh(const struct state *, const struct event *);
bool epoch_cites(const struct state *, const struct event *);
bool grant_epoch(const struct state *, const struct event *);
bool grant_actor(const struct state *, const struct event *);
bool grant_grantee(const struct state *, const struct event *);
bool grant_remaining(const struct state *, const struct event *);
bool grant_once(const struct state *, const struct event *);
bool grant_count(const struct state *, const struct event *);
bool grant_until(const struct state *, const struct event *);
bool grant_cites(const struct state *, const struct event *);
bool ungrant_actor(const struct state *, const struct event *);
bool ungrant_member(const struct state *, const struct event *);

/* ---- authority_assign.c: ASSIGN, TRANSFER; COSIGN and REVIEW ----------------
 */

bool assign_subject(const struct state *, const struct event *);
bool assign_person(const struct state *, const struct event *);
bool assign_kind(const struct state *, const struct event *);
bool assign_until(const struct state *, const struct event *);
bool assign_pair(const struct state *, const struct event *);
bool assign_two(const struct state *, const struct event *);
bool assign_countersigned(const struct state *, const struct event *);
bool assign_gen(const struct state *, const struct event *);
bool assign_cites(const struct state *, const struct event *);
bool transfer_person(const struct state *, const struct event *);
bool entry_about(const struct state *, const struct event *);
bool entry_supervises(const struct state *, const struct event *);
bool entry_cosign_once(const struct state *, const struct event *);

#endif
