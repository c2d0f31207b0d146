#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/secret.h"
#include "vault/anchor.h"
#include "vault/directory.h"
#include "vault/internal.h"
#include "vault/login.h"
#include "vault/throttle.h"
#include "vault/wraps.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)

enum err vault_need(const struct vault *v)
{
	return v->me != NULL ? ERR_OK
			     : err_set(ERR_LOCKED, "nobody is logged in");
}

/* ---- secrets ---------------------------------------------------------------
 */

enum err login_owner(struct vault *v, const char *name, struct id *out)
{
	const struct store_val *row;
	unsigned char tag[HASH_LEN];
	struct store_val key = store_bytes(tag, sizeof tag);
	char login[33];
	enum err e = directory_login(name, login);

	if (e != ERR_OK)
		return ERR_NOTFOUND;
	directory_tag(v, login, tag);
	if ((e = store_get(v->db, STORE_LOGIN, &key, &row)) != ERR_OK)
		return e;
	if (row[COL_LOGIN_OWNER].len != ID_LEN)
		return err_set(ERR_CORRUPT, "login row");
	memcpy(out->b, row[COL_LOGIN_OWNER].p, ID_LEN);
	return ERR_OK;
}

enum err login_seed(struct vault *v, const struct id *owner,
    enum wrap_purpose purpose, const void *secret, size_t len,
    unsigned char *seed, unsigned char *rowhash)
{
	enum err e = throttle_check(v, owner), e2;

	if (e != ERR_OK)
		return e;
	if (id_is_zero(owner))
		e = wraps_open_nobody(v, purpose, secret, len);
	else
		e = wraps_open(v, owner, purpose, secret, len, seed, rowhash);
	/* Without a recovery code no code fits. */
	if (e == ERR_NOTFOUND)
		e = purpose == WRAP_RECOVERY
			? ERR_AUTH
			: err_set(ERR_CORRUPT, "wrap is missing");
	/* Others may have failed while this one was derived. */
	if (e == ERR_OK)
		e = throttle_check(v, owner);
	if (e != ERR_AUTH)
		return e;
	/* The attempt must be on the disk before its outcome is told. */
	e2 = throttle_fail(v, owner);
	return e2 != ERR_OK ? e2 : err_set(ERR_AUTH, "name or password");
}

enum err login_named(struct vault *v, const char *name, const struct id *owner)
{
	const struct person_state *p = state_person(&v->st, owner);
	unsigned char tag[HASH_LEN];
	char login[33];
	enum err e = directory_login(name, login);

	if (e != ERR_OK)
		return e;
	directory_tag(v, login, tag);
	if (p == NULL || memcmp(p->tag, tag, HASH_LEN) != 0)
		return err_set(ERR_CORRUPT, "login row of another person");
	return ERR_OK;
}

enum err login_certified(struct vault *v, const struct identity *who)
{
	const struct person_state *p = state_person(&v->st, &who->id);
	const struct public_keys *pk;

	if (p == NULL || p->nkeys == 0)
		return err_set(ERR_CORRUPT, "no certificate of this person");
	pk = state_keys_now(p);
	if (memcmp(pk->sign, who->pk.sign, SIGN_PK) != 0 ||
	    memcmp(pk->box, who->pk.box, BOX_PK) != 0 ||
	    memcmp(pk->auth, who->pk.auth, SIGN_PK) != 0)
		return err_set(ERR_CORRUPT, "keys that are not certified");
	return ERR_OK;
}

enum err login_identity(struct vault *v, const struct id *owner,
    enum wrap_purpose purpose, const void *secret, size_t len,
    struct identity **out, unsigned char *rowhash)
{
	unsigned char *seed = secret_new(KEY_LEN);
	enum err e;

	if (seed == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	e = login_seed(v, owner, purpose, secret, len, seed, rowhash);
	if (e == ERR_OK)
		e = identity_new(owner, seed, out);
	secret_free(seed);
	return e;
}

/* ---- in and out ------------------------------------------------------------
 */

static void forget(struct vault *v)
{
	vault_lock(v);
	userfile_close(v);
	state_done(&v->st);
	v->ready = false;
	v->in = false;
	v->me_id = id_zero;
	mem_strfree((char *)(uintptr_t)v->person.login);
	mem_strfree((char *)(uintptr_t)v->person.name);
	mem_strfree((char *)(uintptr_t)v->person.credentials);
	memset(&v->person, 0, sizeof v->person);
	memset(&v->pin, 0, sizeof v->pin);
	memset(&v->head, 0, sizeof v->head);
	memset(&v->seen, 0, sizeof v->seen);
	memset(&v->facts, 0, sizeof v->facts);
	v->revoked = false;
}

/* Pin, head, ledger keys, replay: everything before the LOGIN event. */
static enum err enter(struct vault *v)
{
	enum err e;

	if ((e = pin_load(v, &v->pin)) != ERR_OK ||
	    (e = anchor_last(v, &v->head)) != ERR_OK ||
	    (e = store_begin_read(v->db)) != ERR_OK)
		return e;
	if ((e = keys_boot(v)) == ERR_OK)
		e = ledger_replay(v);
	else if (e == ERR_DENIED)
		v->revoked = true;
	store_rollback(v->db);
	if (v->revoked)
		return err_set(ERR_DENIED, "revoked");
	/* A name and password that fit, but no way in. */
	return vault_corrupt(e);
}

static enum err note_checkpoint(struct vault *v)
{
	struct event ev = {.type = EV_CHECKPOINT, .ref = v->st.seq};
	int64_t age = clock_utc(v->clock) - v->st.checkpoint;

	/* One of the future was written by a clock that went ahead. */
	if (age >= 0 && age < DAY_MS)
		return ERR_OK;
	memcpy(ev.hash, v->st.hash, HASH_LEN);
	return ledger_append_host(v, &ev);
}

static enum err write_login(struct vault *v)
{
	struct event ev = {.type = EV_LOGIN};
	const struct person_state *p;
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	p = state_person(&v->st, &v->me_id);
	v->facts.last_login = p->last_login;
	v->facts.failed = p->failed;
	v->facts.now = clock_utc(v->clock);
	if ((e = throttle_reset(v, &v->me_id)) != ERR_OK ||
	    (e = note_checkpoint(v)) != ERR_OK ||
	    (e = ledger_append(v, &ev)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	return ledger_commit(v);
}

static enum err login(struct vault *v, const char *name,
    enum wrap_purpose purpose, const void *secret, size_t len)
{
	unsigned char rowhash[HASH_LEN], *seed;
	struct id owner = id_zero;
	enum err e;

	if (v->in)
		return err_set(ERR_CONFLICT, "somebody is logged in");
	e = login_owner(v, name, &owner);
	if (e != ERR_OK && e != ERR_NOTFOUND)
		return e;
	if ((seed = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = login_seed(v, &owner, purpose, secret, len, seed, rowhash)) !=
		ERR_OK ||
	    (e = identity_new(&owner, seed, &v->me)) != ERR_OK)
		goto out;
	v->in = true;
	v->me_id = owner;
	v->auth_since = clock_mono(v->clock);
	if ((e = enter(v)) != ERR_OK ||
	    (e = login_named(v, name, &owner)) != ERR_OK ||
	    (e = login_certified(v, v->me)) != ERR_OK ||
	    (e = wraps_check(v, &owner, purpose, rowhash)) != ERR_OK)
		goto out;
	e = write_login(v);
	/* The ballast was given up by then: people must get in to read. */
	if (e == ERR_FULL)
		e = write_login(v);
	if (e != ERR_OK)
		goto out;
	/* Work goes on where an anchor cannot be written. */
	if (anchor_pin(v) != ERR_OK)
		err_clear();
	if (purpose == WRAP_RECOVERY) {
		v->seed = seed;
		seed = NULL;
	}
out:
	secret_free(seed);
	if (e != ERR_OK)
		forget(v);
	return e;
}

enum err vault_login(
    struct vault *v, const char *name, const void *pw, size_t len)
{
	return login(v, name, WRAP_LOGIN, pw, len);
}

enum err vault_login_code(
    struct vault *v, const char *name, const unsigned char *code20)
{
	return login(v, name, WRAP_RECOVERY, code20, CODE_LEN);
}

unsigned vault_wait(struct vault *v, const char *name)
{
	struct id owner = id_zero;
	enum err e = login_owner(v, name, &owner);

	if (e != ERR_OK)
		owner = id_zero;
	return throttle_wait(v, &owner);
}

enum err vault_logout(struct vault *v)
{
	struct event ev = {.type = EV_LOGOUT};
	enum err e = ERR_OK, e2;

	if (!v->in)
		return ERR_OK;
	ledger_rollback(v);
	/* Whoever is locked has no key left to sign with. */
	if (v->me != NULL && (e = ledger_begin(v)) == ERR_OK) {
		if ((e = ledger_append(v, &ev)) != ERR_OK)
			ledger_rollback(v);
		else if ((e = ledger_commit(v)) == ERR_OK) {
			e = anchor_head(v);
			e2 = anchor_pin(v);
			e = e != ERR_OK ? e : e2;
		}
	}
	forget(v);
	e2 = store_checkpoint(v->db, false);
	return e != ERR_OK ? e : e2;
}

/* ---- lock
 * -------------------------------------------------------------------- */

void vault_lock(struct vault *v)
{
	ledger_rollback(v);
	identity_free(v->me);
	v->me = NULL;
	secret_free(v->seed);
	v->seed = NULL;
	keys_wipe(v);
}

bool vault_is_revoked(const struct vault *v)
{
	return v->revoked;
}

bool vault_is_open(const struct vault *v)
{
	return v->in && v->me != NULL;
}

enum err vault_unlock(struct vault *v, const void *pw, size_t len)
{
	unsigned char rowhash[HASH_LEN];
	enum err e;

	if (!v->in)
		return err_set(ERR_LOCKED, "nobody is logged in");
	if (v->revoked)
		return err_set(ERR_DENIED, "revoked");
	if (v->me != NULL)
		return ERR_OK;
	e = login_identity(v, &v->me_id, WRAP_LOGIN, pw, len, &v->me, rowhash);
	if (e != ERR_OK)
		return e;
	if ((e = keys_boot(v)) == ERR_DENIED) {
		v->revoked = true;
		vault_lock(v);
		return err_set(ERR_DENIED, "revoked");
	}
	if (e != ERR_OK || (e = login_certified(v, v->me)) != ERR_OK ||
	    (e = ledger_catch_up(v, NULL)) != ERR_OK ||
	    (e = keys_boot_check(v)) != ERR_OK ||
	    (e = wraps_check(v, &v->me_id, WRAP_LOGIN, rowhash)) != ERR_OK) {
		vault_lock(v);
		return v->revoked ? e : vault_corrupt(e);
	}
	v->auth_since = clock_mono(v->clock);
	return ERR_OK;
}

enum err vault_reauth(struct vault *v, const void *pw, size_t len)
{
	unsigned char rowhash[HASH_LEN];
	struct identity *again = NULL;
	enum err e = vault_need(v);

	if (e != ERR_OK)
		return e;
	if ((e = login_identity(
		 v, &v->me_id, WRAP_LOGIN, pw, len, &again, rowhash)) != ERR_OK)
		return e;
	if ((e = ledger_catch_up(v, NULL)) == ERR_OK &&
	    (e = login_certified(v, again)) == ERR_OK &&
	    (e = wraps_check(v, &v->me_id, WRAP_LOGIN, rowhash)) == ERR_OK) {
		identity_take_auth(v->me, again);
		v->auth_since = clock_mono(v->clock);
	}
	identity_free(again);
	return e;
}

void vault_tick(struct vault *v)
{
	if (v->me != NULL &&
	    clock_mono(v->clock) - v->auth_since >= VAULT_AUTH_MS)
		identity_drop_auth(v->me);
}

bool vault_sign_ready(const struct vault *v)
{
	return v->me != NULL && v->me->auth_sk != NULL &&
	       clock_mono(v->clock) - v->auth_since < VAULT_AUTH_MS;
}

enum err vault_poll(struct vault *v, bool *changed)
{
	*changed = false;
	return ledger_catch_up(v, changed);
}
