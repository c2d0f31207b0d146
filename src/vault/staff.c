#include "vault/staff.h"

#include <string.h>

#include "base/i18n.h"
#include "crypto/secret.h"
#include "vault/internal.h"
#include "vault/login.h"
#include "vault/person_new.h"
#include "vault/wraps.h"

/* What was deleted leaves the log too; a reader may delay that until the next
 * checkpoint. */
static void shred(struct vault *v)
{
	if (store_checkpoint(v->db, true) != ERR_OK)
		err_clear();
}

/* ---- REVOKE ----------------------------------------------------------------
 */

static enum err revoke_in(
    struct vault *v, const struct id *who, enum revoke_kind kind)
{
	struct event ev = {.type = EV_REVOKE, .subject = *who, .kind = kind};
	unsigned char *cek0 = secret_new(KEY_LEN);
	const unsigned char *key;
	enum err e;

	if (cek0 == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = keys_cek(v, CHART_ZERO, v->st.kep, &key)) != ERR_OK)
		goto out;
	memcpy(cek0, key, KEY_LEN);
	if ((e = ledger_append(v, &ev)) == ERR_OK &&
	    (e = keys_grants_remove(v, ev.seq)) == ERR_OK)
		e = keys_rotate(v, v->me, CHART_ZERO, cek0, ev.seq);
out:
	secret_free(cek0);
	return e;
}

enum err staff_revoke(
    struct vault *v, const struct id *who, enum revoke_kind kind)
{
	const struct id id = *who;
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	if ((e = revoke_in(v, &id, kind)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	if ((e = ledger_commit(v)) == ERR_OK)
		shred(v);
	return e;
}

/* ---- ROLE ------------------------------------------------------------------
 */

enum err staff_role_take(struct vault *v, const struct id *who, unsigned roles)
{
	struct event ev = {.type = EV_ROLE, .subject = *who, .roles = roles};
	const struct person_state *p;
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	p = state_person(&v->st, who);
	if (p == NULL)
		e = err_set(ERR_NOTFOUND, "person");
	else if ((roles & ~p->pub.roles) != 0)
		e = err_set(ERR_DENIED, "%s",
		    _("giving a role needs administrator and officer"));
	if (e != ERR_OK || (e = ledger_append(v, &ev)) != ERR_OK ||
	    (e = keys_grants_remove(v, ev.seq)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	if ((e = ledger_commit(v)) == ERR_OK)
		shred(v);
	return e;
}

/* The three at one terminal. */
struct giving {
	struct identity *admin, *officer, *who;
};

static enum err subject_keys(struct vault *v, const struct id *who,
    struct pass pass, struct identity **out)
{
	unsigned char rowhash[HASH_LEN];
	const struct person *p = vault_person(v, who);
	enum err e;

	if (p == NULL || !p->active)
		return err_set(ERR_NOTFOUND, "person");
	e = login_identity(v, who, WRAP_LOGIN, pass.p, pass.len, out, rowhash);
	if (e == ERR_AUTH)
		return err_set(ERR_AUTH, "%s", _("colleague"));
	if (e == ERR_OK)
		e = login_certified(v, *out);
	return e != ERR_OK ? e : wraps_check(v, who, WRAP_LOGIN, rowhash);
}

static enum err append_role(
    struct vault *v, const struct giving *g, unsigned roles)
{
	const struct person_state *p = state_person(&v->st, &g->who->id);
	struct event ev = {.type = EV_ROLE,
	    .subject = g->who->id,
	    .gen = p->gen + 1,
	    .actor = g->admin->id,
	    .roles = roles};
	enum err e;

	identity_self_sign(g->who, v->host.clinic, ev.gen, ev.self);
	if ((e = event_cert_sign(&ev, v->host.clinic, g->officer)) != ERR_OK ||
	    (e = ledger_append_as(v, g->admin, &ev)) != ERR_OK)
		return e;
	return keys_grants_remove(v, ev.seq);
}

static enum err give(struct vault *v, const struct ceremony *c,
    const struct id *who, struct pass pass, unsigned roles)
{
	struct giving g = {.admin = NULL};
	enum err e;

	if ((e = ceremony_open(v, c, &g.admin, &g.officer)) != ERR_OK ||
	    (e = subject_keys(v, who, pass, &g.who)) != ERR_OK ||
	    (e = ledger_begin(v)) != ERR_OK)
		goto out;
	if ((e = append_role(v, &g, roles)) == ERR_OK)
		e = ledger_commit(v);
	else
		ledger_rollback(v);
out:
	ceremony_close(g.admin, g.officer);
	identity_free(g.who);
	return e;
}

enum err staff_role_give(struct vault *v, const struct ceremony *c,
    const struct id *who, struct pass pass, unsigned roles)
{
	const struct id id = *who;
	bool own;
	enum err e = ceremony_enter(v, c, &own);

	if (e != ERR_OK)
		return e;
	return ceremony_leave(v, own, give(v, c, &id, pass, roles));
}
