/* Who the staff are: ROLE, REVOKE (security.md 6). */
#include "vault/authority_rules.h"

/* Whether the event gives a role that the person does not have. */
static bool gives(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->subject);

	return p == NULL || (ev->roles & ~p->pub.roles) != 0;
}

/* Whether there is an active ${role} besides ${id}. */
static bool another(const struct state *st, const struct id *id, unsigned role)
{
	for (size_t i = 0; i < st->nperson; i++) {
		const struct person *p = &st->person[i].pub;

		if (p->active && (p->roles & role) != 0 &&
		    !id_equal(&p->id, id))
			return true;
	}
	return false;
}

/* Whether the clinic keeps both managers when ${id} has ${roles}. */
static bool managers_stay(
    const struct state *st, const struct id *id, unsigned roles)
{
	return ((roles & ROLE_ADMIN) != 0 || another(st, id, ROLE_ADMIN)) &&
	       ((roles & ROLE_OFFICER) != 0 || another(st, id, ROLE_OFFICER));
}

/* ---- ROLE ------------------------------------------------------------------
 */

bool role_subject(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->subject, STAFF);
}

bool role_roles(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->subject);

	return p != NULL && ev->roles != 0 &&
	       (ev->roles & ~(unsigned)STAFF) == 0 && ev->roles != p->pub.roles;
}

bool role_admin(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->actor, gives(st, ev) ? ROLE_ADMIN : MANAGER);
}

bool role_officer(const struct state *st, const struct event *ev)
{
	return gives(st, ev) ? has_role(st, &ev->second, ROLE_OFFICER)
			     : id_is_zero(&ev->second);
}

bool role_two(const struct state *st, const struct event *ev)
{
	return !gives(st, ev) || st->genesis.solo ||
	       !id_equal(&ev->actor, &ev->second);
}

bool role_countersigned(const struct state *st, const struct event *ev)
{
	return gives(st, ev) ? is_countersigned(st, ev)
			     : all_zero(ev->sig2, SIG_LEN);
}

bool role_self(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->subject);

	if (!gives(st, ev))
		return all_zero(ev->self, SIG_LEN);
	return p != NULL && identity_self_ok(&ev->subject, state_keys_now(p),
				st->clinic, ev->gen, ev->self);
}

bool role_gen(const struct state *st, const struct event *ev)
{
	const struct person_state *p = state_person(st, &ev->subject);

	if (!gives(st, ev))
		return ev->gen == 0;
	return p != NULL && ev->gen == p->gen + 1;
}

bool role_last(const struct state *st, const struct event *ev)
{
	return managers_stay(st, &ev->subject, ev->roles);
}

/* ---- REVOKE ----------------------------------------------------------------
 */

bool revoke_manager(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->actor, MANAGER);
}

bool revoke_subject(const struct state *st, const struct event *ev)
{
	return has_role(st, &ev->subject, STAFF);
}

bool revoke_other(const struct state *st, const struct event *ev)
{
	(void)st;
	return !id_equal(&ev->actor, &ev->subject);
}

bool revoke_reason(const struct state *st, const struct event *ev)
{
	(void)st;
	return ev->kind == REVOKE_LEFT || ev->kind == REVOKE_SUSPENDED;
}

bool revoke_last(const struct state *st, const struct event *ev)
{
	return managers_stay(st, &ev->subject, 0);
}
