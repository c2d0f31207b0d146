#include "vault/authority_rules.h"

#include <string.h>

#include "base/i18n.h"
#include "crypto/wrap.h"
#include "vault/entry.h"

#define VERSIONS_MAX 10000
#define CLOCK_SLACK ((int64_t)2 * 60 * 1000)

/* A rule of every type. */
#define ANY ((enum event_type)0)

/* ---- what the rules ask about -------------------------------------------- */

bool has_role(const struct state *st, const struct id *id, unsigned roles)
{
	const struct person_state *p = state_person(st, id);

	return p != NULL && p->pub.active && (p->pub.roles & roles) != 0;
}

bool is_records(const struct state *st, const struct id *id)
{
	return has_role(st, id, ROLE_RECORDS);
}

bool in_chart0(const struct event *ev)
{
	return id_is_zero(&ev->chart);
}

bool is_owner(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c != NULL && id_equal(&c->pub.owner, &ev->actor);
}

bool holds_key(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	int i = state_person_index(st, &ev->actor);

	return c != NULL && i >= 0 && c->nepoch > 0 &&
	       state_member(c, c->pub.epoch, i, ev->time - EXPIRY_SLACK) !=
		   NULL;
}

bool all_zero(const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != 0)
			return false;
	return true;
}

bool is_countersigned(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->second);

	return p != NULL && event_cert_check(ev, st->clinic,
				state_keys_now(p)->sign) == ERR_OK;
}

/* ---- every row ------------------------------------------------------------
 */

static bool any_next(const struct state *st, const struct event *ev)
{
	return ev->seq == st->seq + 1;
}

static bool any_genesis(const struct state *st, const struct event *ev)
{
	return (st->seq == 0) == (ev->type == EV_GENESIS);
}

static bool any_kep(const struct state *st, const struct event *ev)
{
	if (event_is_clear(ev->type))
		return ev->kep == 0;
	if (ev->type == EV_EPOCH && in_chart0(ev))
		return ev->kep == ev->epoch;
	return ev->kep > 0 && ev->kep == st->kep;
}

static bool any_pending(const struct state *st, const struct event *ev)
{
	return !st->pending || (ev->type == EV_GRANT &&
				   id_equal(&ev->chart, &st->pending_chart) &&
				   is_records(st, &ev->subject));
}

static bool any_rotated(const struct state *st, const struct event *ev)
{
	return st->revoked == 0 || (ev->type == EV_EPOCH && in_chart0(ev) &&
				       ev->cited == st->revoked);
}

static bool any_actor(const struct state *st, const struct event *ev)
{
	if (event_is_clear(ev->type))
		return id_is_zero(&ev->actor);
	if (is_records(st, &ev->actor))
		return ev->type == EV_EPOCH || ev->type == EV_GRANT ||
		       ev->type == EV_WRAP;
	return has_role(st, &ev->actor, STAFF);
}

static bool any_about(const struct state *st, const struct event *ev)
{
	switch (ev->type) {
	case EV_VIEW:
	case EV_EXPORT:
	case EV_UNGRANT:
	case EV_TRANSFER:
		return !in_chart0(ev) && state_chart(st, &ev->chart) != NULL;
	case EV_GRANT:
	case EV_ASSIGN:
	case EV_ENTRY:
		return state_chart(st, &ev->chart) != NULL;
	case EV_EPOCH:
		return true;
	default:
		return in_chart0(ev);
	}
}

/* Ledger order counts, but a clock that goes back leaves a trace.  The host may
 * write clear rows while it cannot read the times of the sealed ones. */
static bool any_clock(const struct state *st, const struct event *ev)
{
	return st->genesis.demo || event_is_clear(ev->type) ||
	       ev->time >= st->time - CLOCK_SLACK;
}

/* ---- GENESIS ---------------------------------------------------------------
 */

static bool genesis_of(
    const struct event *ev, struct genesis *g, unsigned char clinic[HASH_LEN])
{
	return genesis_decode(ev->raw, ev->rawlen, g, clinic) == ERR_OK;
}

static bool genesis_clinic(const struct state *st, const struct event *ev)
{
	unsigned char clinic[HASH_LEN];
	struct genesis g;

	return genesis_of(ev, &g, clinic) &&
	       memcmp(clinic, st->clinic, HASH_LEN) == 0;
}

static bool genesis_people(const struct state *st, const struct event *ev)
{
	unsigned char clinic[HASH_LEN];
	struct genesis g;
	unsigned last;

	(void)st;
	if (!genesis_of(ev, &g, clinic) || g.n != (g.solo ? 2U : 3U))
		return false;
	last = g.n - 1;
	for (unsigned i = 0; i < last; i++)
		if ((g.person[i].roles & ~(unsigned)STAFF) != 0 ||
		    all_zero(g.person[i].tag, HASH_LEN))
			return false;
	return (g.person[0].roles & ROLE_ADMIN) != 0 &&
	       (g.person[last - 1].roles & ROLE_OFFICER) != 0 &&
	       g.person[last].roles == ROLE_RECORDS &&
	       all_zero(g.person[last].tag, HASH_LEN);
}

static bool same_person(
    const struct genesis_person *a, const struct genesis_person *b)
{
	return id_equal(&a->id, &b->id) ||
	       memcmp(a->tag, b->tag, HASH_LEN) == 0 ||
	       memcmp(a->pk.sign, b->pk.sign, SIGN_PK) == 0 ||
	       memcmp(a->pk.box, b->pk.box, BOX_PK) == 0 ||
	       memcmp(a->pk.auth, b->pk.auth, SIGN_PK) == 0;
}

static bool genesis_distinct(const struct state *st, const struct event *ev)
{
	unsigned char clinic[HASH_LEN];
	struct genesis g;

	(void)st;
	if (!genesis_of(ev, &g, clinic))
		return false;
	for (unsigned i = 0; i < g.n; i++) {
		if (id_is_zero(&g.person[i].id))
			return false;
		for (unsigned k = 0; k < i; k++)
			if (same_person(&g.person[i], &g.person[k]))
				return false;
	}
	return true;
}

static bool genesis_self(const struct state *st, const struct event *ev)
{
	unsigned char clinic[HASH_LEN];
	struct genesis g;

	(void)st;
	if (!genesis_of(ev, &g, clinic))
		return false;
	for (unsigned i = 0; i < g.n; i++)
		if (!identity_self_ok(&g.person[i].id, &g.person[i].pk, clinic,
			1, g.person[i].self))
			return false;
	return true;
}

static bool genesis_floor(const struct state *st, const struct event *ev)
{
	unsigned char clinic[HASH_LEN];
	struct genesis g;

	(void)st;
	return genesis_of(ev, &g, clinic) &&
	       (g.demo || (g.floor.ops >= kdf_floor.ops &&
			      g.floor.mkib >= kdf_floor.mkib));
}

/* ---- USER ------------------------------------------------------------------
 */

static bool user_admin(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->actor, ROLE_ADMIN);
}

static bool user_officer(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->second, ROLE_OFFICER);
}

static bool user_two(const struct state *st, const struct event *ev)
{
	return st->genesis.solo || !id_equal(&ev->actor, &ev->second);
}

static bool user_self(const struct state *st, const struct event *ev)
{
	return identity_self_ok(
	    &ev->subject, &ev->pk, st->clinic, ev->gen, ev->self);
}

static bool user_gen(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->subject);

	return ev->gen == (p == NULL ? 1 : p->gen + 1);
}

static bool user_roles(const struct state *st, const struct event *ev)
{
	return !id_is_zero(&ev->subject) && !is_records(st, &ev->subject) &&
	       ev->roles != 0 && (ev->roles & ~(unsigned)STAFF) == 0;
}

/* Roles that ${ev} takes away from their last holder. */
static bool user_last(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->subject);
	unsigned lost = p == NULL ? 0 : p->pub.roles & ~ev->roles;

	for (size_t i = 0; i < st->nperson; i++)
		if (&st->person[i] != p && st->person[i].pub.active)
			lost &= ~st->person[i].pub.roles;
	return lost == 0;
}

static bool user_tag(const struct state *st, const struct event *ev)
{
	if (all_zero(ev->tag, HASH_LEN))
		return false;
	for (size_t i = 0; i < st->nperson; i++) {
		const struct person_state *p = &st->person[i];
		bool same = memcmp(p->tag, ev->tag, HASH_LEN) == 0;

		if (same != id_equal(&p->pub.id, &ev->subject))
			return false;
	}
	return true;
}

static bool user_keys(const struct state *st, const struct event *ev)
{
	for (size_t i = 0; i < st->nperson; i++)
		for (size_t k = 0; k < st->person[i].nkeys; k++) {
			const struct public_keys *pk =
			    &st->person[i].keys[k].pk;

			if (memcmp(pk->sign, ev->pk.sign, SIGN_PK) == 0 ||
			    memcmp(pk->box, ev->pk.box, BOX_PK) == 0 ||
			    memcmp(pk->auth, ev->pk.auth, SIGN_PK) == 0)
				return false;
		}
	return true;
}

/* ---- ENTRY -----------------------------------------------------------------
 */

static bool is_clinical_class(unsigned cls)
{
	return cls == ENTRY_RECORD || cls == ENTRY_CLIENT ||
	       cls == ENTRY_COSIGN || cls == ENTRY_REVIEW;
}

static bool entry_class(const struct state *st, const struct event *ev)
{
	(void)st;
	return is_clinical_class(ev->cls) || ev->cls == ENTRY_DIRECTORY ||
	       ev->cls == ENTRY_CALENDAR || ev->cls == ENTRY_PROPOSAL;
}

static bool entry_place(const struct state *st, const struct event *ev)
{
	(void)st;
	return is_clinical_class(ev->cls) != in_chart0(ev);
}

static bool entry_epoch(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c != NULL && ev->epoch > 0 && ev->epoch == c->pub.epoch;
}

static bool entry_rotated(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c == NULL || state_due(c, ev->time - EXPIRY_SLACK) == 0;
}

static bool entry_role(const struct state *st, const struct event *ev)
{
	if (ev->cls == ENTRY_COSIGN)
		return has_role(st, &ev->actor, ROLE_SUPERVISOR);
	if (is_clinical_class(ev->cls))
		return has_role(st, &ev->actor, CLINICAL);
	if (ev->cls == ENTRY_PROPOSAL && ev->ver == 1)
		return has_role(st, &ev->actor, ROLE_ADMIN);
	if (ev->cls == ENTRY_DIRECTORY)
		return has_role(st, &ev->actor, MANAGER);
	return true;
}

static bool entry_person(const struct state *st, const struct event *ev)
{
	return ev->cls != ENTRY_DIRECTORY || has_role(st, &ev->subject, STAFF);
}

static bool entry_version(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	const struct entry_state *was;

	if (c == NULL || ev->ver < 1 || ev->ver > VERSIONS_MAX)
		return false;
	if (!c->loaded)
		return true;
	was = state_entry(c, &ev->subject);
	return was == NULL ? ev->ver == 1
			   : was->ver + 1 == ev->ver && was->cls == ev->cls;
}

/* ---- the rest ---------------------------------------------------------------
 */

static bool wrap_owner(const struct state *st, const struct event *ev)
{
	if (is_records(st, &ev->actor))
		return ev->purpose == WRAP_RECORDS;
	return ev->purpose == WRAP_LOGIN || ev->purpose == WRAP_RECOVERY;
}

static bool wrap_slot(const struct state *st, const struct event *ev)
{
	(void)st;
	return ev->slot == 0;
}

static bool wrap_gen_next(const struct state *st, const struct event *ev)
{
	const struct wrap_state *w = state_wrap(
	    st, state_person_index(st, &ev->actor), ev->purpose, ev->slot);

	return ev->gen == (w == NULL ? 0 : w->gen) + 1;
}

static bool fail_owner(const struct state *st, const struct event *ev)
{
	return id_is_zero(&ev->subject) ||
	       state_person(st, &ev->subject) != NULL;
}

static bool clock_back(const struct state *st, const struct event *ev)
{
	return ev->before == st->time && ev->after < ev->before &&
	       ev->time == ev->after;
}

static bool checkpoint_row(const struct state *st, const struct event *ev)
{
	return ev->ref == st->seq && memcmp(ev->hash, st->hash, HASH_LEN) == 0;
}

/* type, name, words, test */
static const struct authority_rule rules[] = {
    {ANY, "next", N_("follows the row before without a gap"), any_next},
    {ANY, "first", N_("GENESIS is the first row and no other"), any_genesis},
    {ANY, "key", N_("sealed with the newest ledger key; host events clear"),
	any_kep},
    {ANY, "pending", N_("an EPOCH is followed at once by its GRANT to RECORDS"),
	any_pending},
    {ANY, "rotated",
	N_("a REVOKE is followed at once by a new key of the clinic"),
	any_rotated},
    {ANY, "actor",
	N_("by an active person; RECORDS only EPOCH, GRANT, WRAP; clear "
	   "events by the host"),
	any_actor},
    {ANY, "about", N_("about a chart that exists where it is about one"),
	any_about},
    {ANY, "clock", N_("a clock that went back has left a CLOCK event"),
	any_clock},
    {EV_GENESIS, "clinic", N_("its payload gives the clinic id"),
	genesis_clinic},
    {EV_GENESIS, "people",
	N_("administrator, officer and RECORDS (solo: one person for both)"),
	genesis_people},
    {EV_GENESIS, "distinct", N_("ids, names and keys differ"),
	genesis_distinct},
    {EV_GENESIS, "self", N_("each person signed the own keys"), genesis_self},
    {EV_GENESIS, "floor",
	N_("password cost not below the floor, but in a demonstration"),
	genesis_floor},
    {EV_USER, "admin", N_("an administrator signs"), user_admin},
    {EV_USER, "officer", N_("an officer countersigns"), user_officer},
    {EV_USER, "two", N_("two distinct people, unless solo"), user_two},
    {EV_USER, "countersigned", N_("the second signature is right"),
	is_countersigned},
    {EV_USER, "self", N_("the person signed the own keys"), user_self},
    {EV_USER, "gen", N_("the certificate serves once"), user_gen},
    {EV_USER, "roles", N_("roles of staff, never RECORDS"), user_roles},
    {EV_USER, "last", N_("never takes a role from its last holder"), user_last},
    {EV_USER, "tag", N_("a login name of one's own that stays"), user_tag},
    {EV_USER, "keys", N_("keys that nobody had before"), user_keys},
    {EV_ROLE, "subject", N_("about an active person of the staff"),
	role_subject},
    {EV_ROLE, "roles", N_("other roles of staff than before, not none"),
	role_roles},
    {EV_ROLE, "admin",
	N_("an administrator signs; what only takes away, also an officer"),
	role_admin},
    {EV_ROLE, "officer",
	N_("an officer countersigns what gives; nobody what takes away"),
	role_officer},
    {EV_ROLE, "two", N_("two distinct people for what gives, unless solo"),
	role_two},
    {EV_ROLE, "countersigned", N_("the second signature is right"),
	role_countersigned},
    {EV_ROLE, "self", N_("the person signed for what gives"), role_self},
    {EV_ROLE, "gen", N_("the certificate serves once"), role_gen},
    {EV_ROLE, "last", N_("an administrator and an officer stay"), role_last},
    {EV_REVOKE, "manager", N_("by an administrator or officer"),
	revoke_manager},
    {EV_REVOKE, "subject", N_("about an active person of the staff"),
	revoke_subject},
    {EV_REVOKE, "other", N_("never oneself"), revoke_other},
    {EV_REVOKE, "kind", N_("has left, or is suspended"), revoke_reason},
    {EV_REVOKE, "last", N_("an administrator and an officer stay"),
	revoke_last},
    {EV_EPOCH, "next", N_("the next epoch of the chart"), epoch_next},
    {EV_EPOCH, "actor",
	N_("epoch 1 by a clinical role, later ones by the owner, RECORDS or "
	   "the member who changes a key that is due; chart 0 by "
	   "administrator or officer"),
	epoch_actor},
    {EV_EPOCH, "fresh", N_("a key that the chart did not have before"),
	epoch_fresh},
    {EV_EPOCH, "cites",
	N_("cites the removal or expiry that makes it due, if there is one"),
	epoch_cites},
    {EV_GRANT, "epoch", N_("of the newest epoch"), grant_epoch},
    {EV_GRANT, "actor",
	N_("by the owner, by RECORDS, or by the member who changed the key; "
	   "chart 0 by administrator or officer"),
	grant_actor},
    {EV_GRANT, "grantee",
	N_("to RECORDS or an active clinical role; chart 0 to any staff"),
	grant_grantee},
    {EV_GRANT, "remaining",
	N_("in a change of keys by a member or RECORDS: to who was a member "
	   "before, until the same day"),
	grant_remaining},
    {EV_GRANT, "once",
	N_("once in an epoch, again only after a removal or a key reset"),
	grant_once},
    {EV_GRANT, "count", N_("at most 200 in an epoch"), grant_count},
    {EV_GRANT, "until",
	N_("an end that lies ahead, or none; RECORDS and chart 0: none"),
	grant_until},
    {EV_GRANT, "cites",
	N_("cites nothing, what its epoch cites, or an ASSIGN or TRANSFER to "
	   "whom it is; RECORDS always cites"),
	grant_cites},
    {EV_UNGRANT, "actor", N_("by the owner, an administrator or officer"),
	ungrant_actor},
    {EV_UNGRANT, "member", N_("a member who is neither the owner nor RECORDS"),
	ungrant_member},
    {EV_ENTRY, "class", N_("a class that is known here"), entry_class},
    {EV_ENTRY, "place",
	N_("record, cosignature, client and review in a chart, the others in "
	   "chart 0"),
	entry_place},
    {EV_ENTRY, "epoch", N_("under the newest epoch"), entry_epoch},
    {EV_ENTRY, "holds", N_("the author holds the key of that epoch"),
	holds_key},
    {EV_ENTRY, "rotated", N_("no change of the chart's key is due"),
	entry_rotated},
    {EV_ENTRY, "role",
	N_("record, client and review by a clinical role, cosignature by a "
	   "supervisor, directory by administrator or officer, proposal by an "
	   "administrator"),
	entry_role},
    {EV_ENTRY, "person", N_("a directory entry is about a person"),
	entry_person},
    {EV_ENTRY, "version", N_("the next version, of the same class"),
	entry_version},
    {EV_ENTRY, "about",
	N_("a cosignature or review names a version of a record in its chart"),
	entry_about},
    {EV_ENTRY, "supervises",
	N_("a cosignature by an assigned supervisor of the author, with other "
	   "keys; a review by the author too"),
	entry_supervises},
    {EV_ENTRY, "once", N_("a cosignature has one version"), entry_cosign_once},
    {EV_ASSIGN, "subject", N_("about the chart, or about a clinician"),
	assign_subject},
    {EV_ASSIGN, "person",
	N_("an active clinical role, for supervision a supervisor, never the "
	   "owner"),
	assign_person},
    {EV_ASSIGN, "kind", N_("treating, covering or supervisor"), assign_kind},
    {EV_ASSIGN, "until",
	N_("an end that lies ahead, or none; covering has one"), assign_until},
    {EV_ASSIGN, "pair",
	N_("administrator and officer or owner sign; the end of one: either "
	   "of them, or who was assigned"),
	assign_pair},
    {EV_ASSIGN, "two", N_("two distinct people, unless solo; the end: one"),
	assign_two},
    {EV_ASSIGN, "countersigned", N_("the second signature is right"),
	assign_countersigned},
    {EV_ASSIGN, "gen", N_("the certificate serves once"), assign_gen},
    {EV_ASSIGN, "cites", N_("ends an assignment that is there"), assign_cites},
    {EV_TRANSFER, "subject", N_("about the chart"), assign_subject},
    {EV_TRANSFER, "person", N_("to another active clinical role"),
	transfer_person},
    {EV_TRANSFER, "pair", N_("administrator and officer or owner sign"),
	assign_pair},
    {EV_TRANSFER, "two", N_("two distinct people, unless solo"), assign_two},
    {EV_TRANSFER, "countersigned", N_("the second signature is right"),
	assign_countersigned},
    {EV_TRANSFER, "gen", N_("the certificate serves once"), assign_gen},
    {EV_WRAP, "owner", N_("of the acting person, or of RECORDS"), wrap_owner},
    {EV_WRAP, "slot", N_("slot 0"), wrap_slot},
    {EV_WRAP, "gen", N_("the next generation of its slot"), wrap_gen_next},
    {EV_LOGINFAIL, "owner",
	N_("of a person, of RECORDS, or of an unknown name"), fail_owner},
    {EV_VIEW, "holds", N_("by a holder of the chart's key"), holds_key},
    {EV_EXPORT, "holds", N_("by a holder of the chart's key"), holds_key},
    {EV_CLOCK, "back", N_("tells how far the clock went back"), clock_back},
    {EV_CHECKPOINT, "row", N_("names the row before"), checkpoint_row},
    {ANY, NULL, NULL, NULL},
};

const struct authority_rule *authority_rules(void)
{
	return rules;
}

enum err authority_check_without(const struct state *st, const struct event *ev,
    const struct authority_rule *skip)
{
	if (event_name(ev->type) == NULL)
		return err_set(ERR_DENIED, "row %llu: event type %u",
		    (unsigned long long)ev->seq, ev->type);
	for (const struct authority_rule *r = rules; r->name != NULL; r++)
		if ((r->type == ANY || r->type == ev->type) && r != skip &&
		    !r->holds(st, ev))
			return err_set(ERR_DENIED, "row %llu: %s, rule %s",
			    (unsigned long long)ev->seq, event_name(ev->type),
			    r->name);
	return ERR_OK;
}

enum err authority_check(const struct state *st, const struct event *ev)
{
	return authority_check_without(st, ev, NULL);
}
