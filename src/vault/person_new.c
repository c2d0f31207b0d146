#include "vault/person_new.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "crypto/secret.h"
#include "vault/directory.h"
#include "vault/internal.h"
#include "vault/login.h"
#include "vault/wraps.h"

#define NAME_MAX_LEN 200

static enum err check_text(const char *s, bool may_be_empty)
{
	size_t n = strlen(s);

	if (n == 0 && !may_be_empty)
		return err_set(ERR_FORMAT, "%s", _("the name is empty"));
	if (n > NAME_MAX_LEN || utf8_valid(s, n) != n)
		return err_set(ERR_FORMAT, "%s", _("the name is too long"));
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return err_set(ERR_FORMAT, "%s",
			    _("the name holds control characters"));
	return ERR_OK;
}

enum err person_new_check(const struct person_new *p, unsigned min)
{
	const unsigned staff =
	    ROLE_ADMIN | ROLE_OFFICER | ROLE_CLINICIAN | ROLE_SUPERVISOR;
	char login[33];
	enum err e;

	if ((p->roles & ~staff) != 0)
		return err_set(ERR_FORMAT, "roles");
	if ((e = directory_login(p->login, login)) != ERR_OK ||
	    (e = check_text(p->name, false)) != ERR_OK ||
	    (e = check_text(p->credentials, true)) != ERR_OK)
		return e;
	return vault_password_ok(p->password.p, p->password.len, min);
}

enum err person_new_append(struct vault *v, const struct identity *by,
    const struct id *id, const unsigned char *tag, const struct person_new *p)
{
	struct entry_head h = {
	    .chart = id_zero, .entry = *id, .ver = 1, .cls = ENTRY_DIRECTORY};
	const struct store_val row[] = {
	    [COL_LOGIN_TAG] = store_bytes(tag, HASH_LEN),
	    [COL_LOGIN_OWNER] = store_id(id),
	};
	struct person_new low = *p;
	struct buf payload = {0};
	char login[33];
	enum err e;

	if ((e = directory_login(p->login, login)) != ERR_OK ||
	    (e = store_put(v->db, STORE_LOGIN, row)) != ERR_OK)
		return e;
	low.login = login;
	if ((e = directory_payload(&low, &payload)) == ERR_OK)
		e = entry_append_as(v, by, NULL, &h, NULL, &payload, NULL);
	buf_free(&payload);
	return e;
}

/* ---- a colleague
 * ---------------------------------------------------------------- */

struct joining {
	struct identity *admin;
	struct identity *officer; /* the same pointer in a solo practice */
	struct identity *who;
	struct wrap_new wrap;
	unsigned char tag[HASH_LEN];
};

static void joining_done(struct joining *j)
{
	ceremony_close(j->admin, j->officer);
	identity_free(j->who);
}

/* Keys of one of the two who sign; ${who} names the seat, not the person. */
enum err ceremony_seat(struct vault *v, const char *login, struct pass pass,
    unsigned role, const char *who, struct identity **out)
{
	unsigned char rowhash[HASH_LEN];
	const struct person *p;
	struct id owner = id_zero;
	enum err e = login_owner(v, login, &owner);

	if (e != ERR_OK && e != ERR_NOTFOUND)
		return e;
	e = login_identity(
	    v, &owner, WRAP_LOGIN, pass.p, pass.len, out, rowhash);
	if (e == ERR_AUTH)
		return err_set(ERR_AUTH, "%s", who);
	if (e != ERR_OK || (e = ledger_catch_up(v, NULL)) != ERR_OK ||
	    (e = login_named(v, login, &owner)) != ERR_OK ||
	    (e = login_certified(v, *out)) != ERR_OK ||
	    (e = wraps_check(v, &owner, WRAP_LOGIN, rowhash)) != ERR_OK)
		return e;
	p = vault_person(v, &owner);
	if (p == NULL || !p->active || (role != 0 && (p->roles & role) == 0))
		return err_set(ERR_DENIED, "%s", who);
	return ERR_OK;
}

enum err ceremony_open(struct vault *v, const struct ceremony *c,
    struct identity **admin, struct identity **officer)
{
	enum err e = ceremony_seat(
	    v, c->admin_login, c->admin, ROLE_ADMIN, _("administrator"), admin);

	if (e != ERR_OK)
		return e;
	if (v->genesis.solo) {
		*officer = *admin;
		return ERR_OK;
	}
	e = ceremony_seat(v, c->officer_login, c->officer, ROLE_OFFICER,
	    _("officer"), officer);
	if (e == ERR_OK && id_equal(&(*admin)->id, &(*officer)->id))
		e = err_set(ERR_DENIED, "%s",
		    _("administrator and officer are the same person"));
	return e;
}

void ceremony_close(struct identity *admin, struct identity *officer)
{
	if (officer != admin)
		identity_free(officer);
	identity_free(admin);
}

/* The ledger can be read by staff only. */
enum err ceremony_enter(struct vault *v, const struct ceremony *c, bool *own)
{
	enum err e;

	if (v->in) {
		*own = false;
		return vault_need(v);
	}
	e = vault_login(v, c->admin_login, c->admin.p, c->admin.len);
	if (e == ERR_AUTH)
		return err_set(ERR_AUTH, "%s", _("administrator"));
	if (e == ERR_OK)
		*own = true;
	return e;
}

enum err ceremony_leave(struct vault *v, bool own, enum err e)
{
	char detail[256];
	enum err e2;

	memcpy(detail, err_detail(), sizeof detail);
	if (own && (e2 = vault_logout(v)) != ERR_OK && e == ERR_OK)
		return e2;
	return e == ERR_OK ? e : err_set(e, "%s", detail);
}

static enum err new_keys(
    struct vault *v, const struct person_new *p, struct joining *j)
{
	struct kdf_cost cost = wraps_cost(v, false);
	unsigned char *seed = secret_new(KEY_LEN);
	struct id id;
	enum err e;

	if (seed == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	secret_random(seed, KEY_LEN);
	secret_random(id.b, ID_LEN);
	if ((e = identity_new(&id, seed, &j->who)) == ERR_OK)
		e = wraps_make(v, &id, WRAP_LOGIN, 1, p->password.p,
		    p->password.len, &cost, seed, &j->wrap);
	secret_free(seed);
	return e;
}

static enum err append_user(
    struct vault *v, const struct person_new *p, struct joining *j)
{
	struct event ev = {.type = EV_USER,
	    .subject = j->who->id,
	    .gen = 1,
	    .actor = j->admin->id,
	    .pk = j->who->pk,
	    .roles = p->roles};
	enum err e;

	memcpy(ev.tag, j->tag, HASH_LEN);
	identity_self_sign(j->who, v->host.clinic, 1, ev.self);
	if ((e = event_cert_sign(&ev, v->host.clinic, j->officer)) != ERR_OK)
		return e;
	return ledger_append_as(v, j->admin, &ev);
}

static enum err append_grant(struct vault *v, struct joining *j)
{
	uint32_t ep = v->st.kep;
	const unsigned char *cek;
	unsigned char *copy;
	enum err e = keys_cek(v, CHART_ZERO, ep, &cek);

	if (e != ERR_OK)
		return e;
	if ((copy = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	memcpy(copy, cek, KEY_LEN);
	e = keys_grant_append(v, j->admin, CHART_ZERO, ep, copy, &j->who->id,
	    (struct key_terms){0});
	secret_free(copy);
	return e;
}

static enum err append_all(
    struct vault *v, const struct person_new *p, struct joining *j)
{
	enum err e;

	for (size_t i = 0; i < v->st.nperson; i++)
		if (memcmp(v->st.person[i].tag, j->tag, HASH_LEN) == 0)
			return err_set(ERR_EXISTS, "%s", _("login name"));
	if ((e = append_user(v, p, j)) != ERR_OK ||
	    (e = append_grant(v, j)) != ERR_OK ||
	    (e = wraps_append(v, j->who, &j->wrap)) != ERR_OK)
		return e;
	return person_new_append(v, j->admin, &j->who->id, j->tag, p);
}

static enum err add(struct vault *v, const struct ceremony *c,
    const struct person_new *p, struct id *out)
{
	struct joining j = {.admin = NULL};
	char login[33];
	enum err e;

	if ((e = directory_login(p->login, login)) != ERR_OK ||
	    (e = ceremony_open(v, c, &j.admin, &j.officer)) != ERR_OK ||
	    (e = new_keys(v, p, &j)) != ERR_OK)
		goto out;
	directory_tag(v, login, j.tag);
	if ((e = ledger_begin(v)) != ERR_OK)
		goto out;
	if ((e = append_all(v, p, &j)) != ERR_OK) {
		ledger_rollback(v);
		goto out;
	}
	if ((e = ledger_commit(v)) == ERR_OK && out != NULL)
		*out = j.who->id;
out:
	joining_done(&j);
	return e;
}

enum err person_add(struct vault *v, const struct ceremony *c,
    const struct person_new *p, struct id *out)
{
	bool own;
	enum err e;

	if (p->roles == 0)
		return err_set(ERR_FORMAT, "roles");
	if ((e = person_new_check(p, v->genesis.password_min)) != ERR_OK)
		return e;
	if ((e = ceremony_enter(v, c, &own)) != ERR_OK)
		return e;
	return ceremony_leave(v, own, add(v, c, p, out));
}
