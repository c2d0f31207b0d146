/* Who works with whom: ASSIGN, TRANSFER, and what a supervisor writes
 * (security.md 6). */
#include <string.h>

#include "vault/authority_rules.h"
#include "vault/entry.h"

/* Whose charts an assignment or a transfer is about; NULL: nobody known. */
static const struct id *whose(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	if (in_chart0(ev))
		return &ev->subject;
	return c == NULL ? NULL : &c->pub.owner;
}

static bool ends(const struct event *ev)
{
	return ev->type == EV_ASSIGN && ev->cited != 0;
}

bool assign_subject(const struct state *st, const struct event *ev)
{
	if (!in_chart0(ev))
		return id_equal(&ev->subject, &ev->chart);
	return ends(ev) ? state_person(st, &ev->subject) != NULL
			: has_role(st, &ev->subject, CLINICAL);
}

bool assign_person(const struct state *st, const struct event *ev)
{
	const struct id *owner = whose(st, ev);

	if (ends(ev))
		return true;
	return owner != NULL && !id_equal(owner, &ev->who) &&
	       has_role(st, &ev->who,
		   ev->kind == ASSIGN_SUPERVISOR ? ROLE_SUPERVISOR : CLINICAL);
}

bool assign_kind(const struct state *st, const struct event *ev)
{
	(void)st;
	return ev->kind >= ASSIGN_TREATING && ev->kind <= ASSIGN_SUPERVISOR;
}

bool assign_until(const struct state *st, const struct event *ev)
{
	(void)st;
	if (ends(ev))
		return ev->until == 0;
	if (ev->until == 0)
		return ev->kind != ASSIGN_COVERING;
	return ev->until > ev->time - EXPIRY_SLACK;
}

static bool accepts(
    const struct state *st, const struct event *ev, const struct id *who)
{
	const struct id *owner = whose(st, ev);

	return has_role(st, who, ROLE_OFFICER) ||
	       (owner != NULL && id_equal(owner, who) &&
		   has_role(st, who, STAFF));
}

/* Either may sign first. */
bool assign_pair(const struct state *st, const struct event *ev)
{
	const struct id *owner = whose(st, ev);

	if (ends(ev))
		return has_role(st, &ev->actor, MANAGER) ||
		       id_equal(&ev->actor, &ev->who) ||
		       (owner != NULL && id_equal(owner, &ev->actor));
	return (has_role(st, &ev->actor, ROLE_ADMIN) &&
		   accepts(st, ev, &ev->second)) ||
	       (has_role(st, &ev->second, ROLE_ADMIN) &&
		   accepts(st, ev, &ev->actor));
}

bool assign_two(const struct state *st, const struct event *ev)
{
	if (ends(ev))
		return id_is_zero(&ev->second);
	return st->genesis.solo || !id_equal(&ev->actor, &ev->second);
}

bool assign_countersigned(const struct state *st, const struct event *ev)
{
	return ends(ev) ? all_zero(ev->sig2, SIG_LEN)
			: is_countersigned(st, ev);
}

bool assign_gen(const struct state *st, const struct event *ev)
{
	return ev->gen == (ends(ev) ? 0 : state_gen(st, &ev->subject) + 1);
}

bool assign_cites(const struct state *st, const struct event *ev)
{
	const struct assign_state *a;

	if (!ends(ev))
		return true;
	a = state_assign(st, ev->cited);
	return a != NULL && id_equal(&a->subject, &ev->subject) &&
	       a->caseload == in_chart0(ev) && a->role == ev->kind &&
	       id_equal(&st->person[a->who].pub.id, &ev->who);
}

bool transfer_person(const struct state *st, const struct event *ev)
{
	const struct id *owner = whose(st, ev);

	return owner != NULL && !id_equal(owner, &ev->who) &&
	       has_role(st, &ev->who, CLINICAL);
}

/* ---- ENTRY of the classes cosignature and review ---------------------------
 */

static bool is_about(const struct event *ev)
{
	return ev->cls == ENTRY_COSIGN || ev->cls == ENTRY_REVIEW;
}

/* The version that is named; NULL also where the chart's entries are not
 * here. */
static const struct entry_state *named(
    const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c == NULL || !c->loaded
		   ? NULL
		   : state_entry_ver(c, &ev->about, ev->about_ver);
}

bool entry_about(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	const struct entry_state *es = named(st, ev);

	if (!is_about(ev) || (c != NULL && !c->loaded))
		return true;
	return es != NULL && es->cls == ENTRY_RECORD;
}

/* The own keys of before a reset are no second person either. */
static bool other_keys(const struct state *st, const struct event *ev,
    const struct entry_state *es)
{
	const struct person_state *p = state_person(st, &ev->actor);
	const struct public_keys *pk =
	    state_keys(&st->person[es->author], es->seq);

	return p != NULL && pk != NULL &&
	       memcmp(pk->auth, state_keys_now(p)->auth, SIGN_PK) != 0;
}

bool entry_supervises(const struct state *st, const struct event *ev)
{
	const struct entry_state *es = named(st, ev);
	const struct id *author;

	if (!is_about(ev) || es == NULL)
		return true;
	author = &st->person[es->author].pub.id;
	if (id_equal(author, &ev->actor))
		return ev->cls == ENTRY_REVIEW;
	return has_role(st, &ev->actor, ROLE_SUPERVISOR) &&
	       state_supervises(st, &ev->actor, author, &ev->chart,
		   ev->time - EXPIRY_SLACK) &&
	       other_keys(st, ev, es);
}

bool entry_cosign_once(const struct state *st, const struct event *ev)
{
	(void)st;
	return ev->cls != ENTRY_COSIGN || ev->ver == 1;
}
