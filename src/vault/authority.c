#include "vault/authority.h"

#include <string.h>

#include "base/i18n.h"
#include "crypto/wrap.h"
#include "vault/entry.h"

#define STAFF (ROLE_ADMIN | ROLE_OFFICER | ROLE_CLINICIAN | ROLE_SUPERVISOR)
#define CLINICAL (ROLE_CLINICIAN | ROLE_SUPERVISOR)
#define MANAGER (ROLE_ADMIN | ROLE_OFFICER)

#define GRANTS_MAX 200
#define VERSIONS_MAX 10000
#define CLOCK_SLACK ((int64_t)2 * 60 * 1000)

/* A rule of every type. */
#define ANY ((enum event_type)0)

/* ---- what the rules ask about -------------------------------------------- */

static bool has_role(
    const struct state *st, const struct id *id, unsigned roles)
{
	const struct person_state *p = state_person(st, id);

	return p != NULL && p->pub.active && (p->pub.roles & roles) != 0;
}

static bool is_records(const struct state *st, const struct id *id)
{
	return has_role(st, id, ROLE_RECORDS);
}

static bool in_chart0(const struct event *ev)
{
	return id_is_zero(&ev->chart);
}

static bool is_owner(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c != NULL && id_equal(&c->pub.owner, &ev->actor);
}

static bool holds_key(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	int i = state_person_index(st, &ev->actor);

	return c != NULL && i >= 0 && c->nepoch > 0 &&
	       state_grant(c, c->pub.epoch, i) != NULL;
}

static bool zero(const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] != 0)
			return false;
	return true;
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
		return !in_chart0(ev) && state_chart(st, &ev->chart) != NULL;
	case EV_GRANT:
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
		    zero(g.person[i].tag, HASH_LEN))
			return false;
	return (g.person[0].roles & ROLE_ADMIN) != 0 &&
	       (g.person[last - 1].roles & ROLE_OFFICER) != 0 &&
	       g.person[last].roles == ROLE_RECORDS &&
	       zero(g.person[last].tag, HASH_LEN);
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

static bool user_countersigned(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->second);

	return p != NULL && event_cert_check(ev, st->clinic,
				state_keys_now(p)->sign) == ERR_OK;
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
	if (zero(ev->tag, HASH_LEN))
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

/* ---- EPOCH, GRANT ----------------------------------------------------------
 */

static bool epoch_next(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return ev->epoch == (c == NULL ? 0 : c->pub.epoch) + 1;
}

static bool epoch_actor(const struct state *st, const struct event *ev)
{
	if (in_chart0(ev))
		return has_role(st, &ev->actor, MANAGER);
	if (ev->epoch == 1)
		return has_role(st, &ev->actor, CLINICAL);
	return is_owner(st, ev) || is_records(st, &ev->actor);
}

static bool epoch_fresh(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	if (in_chart0(ev) && ev->epoch == 1)
		return memcmp(ev->kc, st->genesis.kc0, HASH_LEN) == 0;
	for (size_t i = 0; c != NULL && i < c->nepoch; i++)
		if (memcmp(c->epoch[i].kc, ev->kc, HASH_LEN) == 0)
			return false;
	return true;
}

/* What could be cited (BREAKGLASS, ASSIGN, TRANSFER, REVOKE) is reserved. */
static bool cites_nothing(const struct state *st, const struct event *ev)
{
	(void)st;
	return ev->cited == 0;
}

static bool grant_epoch(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c != NULL && ev->epoch > 0 && ev->epoch == c->pub.epoch;
}

static bool grant_actor(const struct state *st, const struct event *ev)
{
	if (is_records(st, &ev->actor))
		return id_equal(&ev->subject, &ev->actor);
	if (in_chart0(ev))
		return has_role(st, &ev->actor, MANAGER);
	return is_owner(st, ev);
}

static bool grant_grantee(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->subject,
	    ROLE_RECORDS | (in_chart0(ev) ? STAFF : CLINICAL));
}

/* Once an epoch, but for whoever has new keys since. */
static bool grant_once(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	int i = state_person_index(st, &ev->subject);
	const struct grant_state *g;
	const struct person_state *p;

	if (c == NULL || i < 0)
		return false;
	p = &st->person[i];
	g = state_grant(c, ev->epoch, i);
	return g == NULL || p->keys[p->nkeys - 1].since > g->seq;
}

static bool grant_count(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	size_t n = 0;

	for (size_t i = 0; c != NULL && i < c->ngrant; i++)
		n += c->grant[i].epoch == ev->epoch;
	return n < GRANTS_MAX;
}

static bool grant_until(const struct state *st, const struct event *ev)
{
	(void)st;
	return ev->until == 0;
}

/* ---- ENTRY -----------------------------------------------------------------
 */

static bool is_clinical_class(unsigned cls)
{
	return cls == ENTRY_RECORD || cls == ENTRY_CLIENT;
}

static bool entry_class(const struct state *st, const struct event *ev)
{
	(void)st;
	return is_clinical_class(ev->cls) || ev->cls == ENTRY_DIRECTORY ||
	       ev->cls == ENTRY_CALENDAR;
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

static bool entry_role(const struct state *st, const struct event *ev)
{
	if (is_clinical_class(ev->cls))
		return has_role(st, &ev->actor, CLINICAL);
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
	       has_role(st, &ev->subject, STAFF | ROLE_RECORDS);
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
	user_countersigned},
    {EV_USER, "self", N_("the person signed the own keys"), user_self},
    {EV_USER, "gen", N_("the certificate serves once"), user_gen},
    {EV_USER, "roles", N_("roles of staff, never RECORDS"), user_roles},
    {EV_USER, "last", N_("never takes a role from its last holder"), user_last},
    {EV_USER, "tag", N_("a login name of one's own that stays"), user_tag},
    {EV_USER, "keys", N_("keys that nobody had before"), user_keys},
    {EV_EPOCH, "next", N_("the next epoch of the chart"), epoch_next},
    {EV_EPOCH, "actor",
	N_("epoch 1 by a clinical role, later ones by the owner or RECORDS; "
	   "chart 0 by administrator or officer"),
	epoch_actor},
    {EV_EPOCH, "fresh", N_("a key that the chart did not have before"),
	epoch_fresh},
    {EV_EPOCH, "cites", N_("cites nothing (rotations are reserved)"),
	cites_nothing},
    {EV_GRANT, "epoch", N_("of the newest epoch"), grant_epoch},
    {EV_GRANT, "actor",
	N_("by the owner, or by RECORDS to itself; chart 0 by administrator "
	   "or officer"),
	grant_actor},
    {EV_GRANT, "grantee",
	N_("to RECORDS or an active clinical role; chart 0 to any staff"),
	grant_grantee},
    {EV_GRANT, "once", N_("once in an epoch, again only after a key reset"),
	grant_once},
    {EV_GRANT, "count", N_("at most 200 in an epoch"), grant_count},
    {EV_GRANT, "until", N_("without an end (ends are reserved)"), grant_until},
    {EV_GRANT, "cites", N_("cites nothing (break-glass is reserved)"),
	cites_nothing},
    {EV_ENTRY, "class", N_("record, client, directory or calendar"),
	entry_class},
    {EV_ENTRY, "place",
	N_("record and client in a chart, directory and calendar in chart 0"),
	entry_place},
    {EV_ENTRY, "epoch", N_("under the newest epoch"), entry_epoch},
    {EV_ENTRY, "holds", N_("the author holds the key of that epoch"),
	holds_key},
    {EV_ENTRY, "role",
	N_("record and client by a clinical role, directory by administrator "
	   "or officer"),
	entry_role},
    {EV_ENTRY, "person", N_("a directory entry is about a person"),
	entry_person},
    {EV_ENTRY, "version", N_("the next version, of the same class"),
	entry_version},
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
