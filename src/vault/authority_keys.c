/* Whose the keys of charts are: EPOCH, GRANT, UNGRANT (security.md 6). */
#include <string.h>

#include "vault/authority_rules.h"

#define GRANTS_MAX 200

/* ---- EPOCH -----------------------------------------------------------------
 */

bool epoch_next(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return ev->epoch == (c == NULL ? 0 : c->pub.epoch) + 1;
}

bool epoch_actor(const struct state *st, const struct event *ev)
{
	if (in_chart0(ev))
		return has_role(st, &ev->actor, MANAGER);
	if (ev->epoch == 1)
		return has_role(st, &ev->actor, CLINICAL);
	if (is_owner(st, ev) || is_records(st, &ev->actor))
		return true;
	return ev->cited != 0 && has_role(st, &ev->actor, CLINICAL) &&
	       holds_key(st, ev);
}

bool epoch_fresh(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	if (in_chart0(ev) && ev->epoch == 1)
		return memcmp(ev->kc, st->genesis.kc0, HASH_LEN) == 0;
	for (size_t i = 0; c != NULL && i < c->nepoch; i++)
		if (memcmp(c->epoch[i].kc, ev->kc, HASH_LEN) == 0)
			return false;
	return true;
}

/* A grant may have expired between the program's look and the row's time. */
bool epoch_cites(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	if (c == NULL || c->nepoch == 0)
		return ev->cited == 0;
	return ev->cited == state_due(c, ev->time) ||
	       ev->cited == state_due(c, ev->time - EXPIRY_SLACK);
}

/* ---- GRANT -----------------------------------------------------------------
 */

static const struct epoch_state *newest(
    const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c == NULL || c->nepoch == 0 ? NULL : &c->epoch[c->nepoch - 1];
}

/* The actor carries out the rotation that began with the newest EPOCH. */
static bool carries(const struct state *st, const struct event *ev)
{
	const struct epoch_state *e = newest(st, ev);

	return e != NULL && e->cited != 0 && ev->cited == e->cited &&
	       id_equal(&st->person[e->by].pub.id, &ev->actor);
}

bool grant_epoch(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c != NULL && ev->epoch > 0 && ev->epoch == c->pub.epoch;
}

/* The live assignment that gives ${ev->subject} a part in this chart. */
static const struct assign_state *assigned(
    const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	const struct assign_state *a = state_assign(st, ev->cited);

	if (c == NULL || a == NULL || !state_assign_covers(a, c) ||
	    !id_equal(&st->person[a->who].pub.id, &ev->subject))
		return NULL;
	return a;
}

static bool transferred(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);

	return c != NULL && c->transfer != 0 && ev->cited == c->transfer &&
	       id_equal(&c->pub.owner, &ev->subject);
}

bool grant_actor(const struct state *st, const struct event *ev)
{
	if (is_records(st, &ev->actor) && is_records(st, &ev->subject))
		return true;
	if (in_chart0(ev))
		return has_role(st, &ev->actor, MANAGER);
	if (is_records(st, &ev->actor) &&
	    (assigned(st, ev) != NULL || transferred(st, ev)))
		return true;
	return is_owner(st, ev) || carries(st, ev);
}

bool grant_grantee(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->subject,
	    ROLE_RECORDS | (in_chart0(ev) ? STAFF : CLINICAL));
}

/* Who carries out a rotation gives nobody more than there was. */
bool grant_remaining(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	const struct grant_state *g;

	if (in_chart0(ev) || is_owner(st, ev) || is_records(st, &ev->subject) ||
	    !carries(st, ev))
		return true;
	if (c == NULL || ev->epoch < 2)
		return false;
	g = state_member(c, ev->epoch - 1, state_person_index(st, &ev->subject),
	    ev->time - EXPIRY_SLACK);
	return g != NULL && g->until == ev->until;
}

/* Once an epoch, but for whoever was removed or has new keys since. */
bool grant_once(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	int i = state_person_index(st, &ev->subject);
	const struct grant_state *g;
	const struct person_state *p;

	if (c == NULL || i < 0)
		return false;
	p = &st->person[i];
	g = state_grant(c, ev->epoch, i);
	return g == NULL || g->ended != 0 ||
	       p->keys[p->nkeys - 1].since > g->seq;
}

bool grant_count(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	size_t n = 0;

	for (size_t i = 0; c != NULL && i < c->ngrant; i++)
		n += c->grant[i].epoch == ev->epoch;
	return n < GRANTS_MAX;
}

bool grant_until(const struct state *st, const struct event *ev)
{
	const struct assign_state *a = assigned(st, ev);

	if (a != NULL && a->until != 0 && ev->until != a->until)
		return false;
	if (ev->until == 0)
		return true;
	return !in_chart0(ev) && !is_records(st, &ev->subject) &&
	       ev->until > ev->time - EXPIRY_SLACK;
}

bool grant_cites(const struct state *st, const struct event *ev)
{
	const struct epoch_state *e = newest(st, ev);

	return ev->cited == 0 || (e != NULL && ev->cited == e->cited) ||
	       assigned(st, ev) != NULL || transferred(st, ev);
}

/* ---- UNGRANT ---------------------------------------------------------------
 */

bool ungrant_actor(const struct state *st, const struct event *ev)
{
	return is_owner(st, ev) || has_role(st, &ev->actor, MANAGER);
}

bool ungrant_member(const struct state *st, const struct event *ev)
{
	const struct chart_state *c = state_chart(st, &ev->chart);
	int who = state_person_index(st, &ev->subject);

	return c != NULL && who >= 0 && !is_records(st, &ev->subject) &&
	       !id_equal(&ev->subject, &c->pub.owner) &&
	       state_member(c, c->pub.epoch, who, 0) != NULL;
}
