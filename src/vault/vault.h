/*
 * An open clinic: its files, what its ledger says, and - between login and
 * lock - the keys of one person.  Everything above this layer sees decoded
 * rows and ids, never a key and never SQL.
 *
 * Access is possession of a key: a function that needs one returns ERR_LOCKED
 * when nobody is logged in and ERR_DENIED when the person holds no key for the
 * chart; there is no role test for content.
 */
#ifndef VAULT_VAULT_H
#define VAULT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/id.h"

struct vault;

/*
 * Open the clinic in ${dir} (refused on network file systems): host files and
 * the store, no key.  ERR_NOTFOUND without a clinic there, ERR_CORRUPT for a
 * damaged or foreign one (genesis does not match host/clinic.id).  ${dir} and
 * ${clock} are borrowed until vault_close.
 */
WARN_UNUSED enum err vault_open(
    const char *dir, const struct clock *, struct vault **out);
/* Logs out (LOGOUT event) if somebody is in, wipes and closes; NULL is fine. */
void vault_close(struct vault *);

const char *vault_dir(const struct vault *);
const struct clock *vault_clock(const struct vault *);
bool vault_is_demo(const struct vault *);
bool vault_is_solo(const struct vault *);
/* Shortest login password that genesis allows, in characters. */
unsigned vault_password_min(const struct vault *);

/*
 * Log in: throttle, KDF slot, unwrap, derived keys must match the certificate,
 * chart 0, ledger checked from genesis, pin and heads compared, LOGIN written.
 * ${name} any case; ${pw} NFC bytes.
 * ERR_AUTH: name and password do not belong together (a LOGINFAIL is written).
 * ERR_BUSY: throttled, vault_wait() tells the seconds left.
 * ERR_DENIED ("revoked"): the person has no key of the clinic any more.
 * ERR_CORRUPT: the clinic fails its check; the detail names the row.
 */
WARN_UNUSED enum err vault_login(
    struct vault *, const char *name, const void *pw, size_t len);
/* The same with the person's recovery code instead of the password; the caller
 * must then have a new password set (vault_password_change). */
WARN_UNUSED enum err vault_login_code(
    struct vault *, const char *name, const unsigned char *code20);
/* Seconds until ${name} may try again; 0 is now. */
unsigned vault_wait(struct vault *, const char *name);

/* Wipe every key of the person; the login stays (vault_me still tells who). */
void vault_lock(struct vault *);
bool vault_is_open(const struct vault *); /* logged in and not locked */
/* Derive again; counts as giving the password.  ERR_AUTH, ERR_BUSY as login;
 * writes no event on success. */
WARN_UNUSED enum err vault_unlock(struct vault *, const void *pw, size_t len);
/* LOGOUT, checkpoint, keys wiped. */
WARN_UNUSED enum err vault_logout(struct vault *);

/*
 * Signing needs the auth key, which is wiped 5 minutes after the password was
 * last given.  vault_tick() does the wiping (call it on every event and
 * deadline); vault_sign_ready() says whether the key is there.
 */
void vault_tick(struct vault *);
bool vault_sign_ready(const struct vault *);
/* ERR_AUTH, ERR_BUSY as login. */
WARN_UNUSED enum err vault_reauth(struct vault *, const void *pw, size_t len);

/* The login's own facts. */
struct login_facts {
	int64_t last_login; /* UTC ms of the login before this one, 0: none */
	unsigned failed;    /* failed attempts since then */
	int64_t now;	    /* when this login began */
};
const struct login_facts *vault_facts(const struct vault *);

/*
 * Read what other logins have committed since; *changed if there was
 * something.  Cheap when there was nothing.  ERR_CORRUPT as in vault_login.
 *
 * ERR_DENIED with the detail "revoked", here or from any function that reads or
 * writes: the person's access has ended.  Their keys are wiped by then (the
 * vault is locked for good, vault_is_revoked); the caller wipes what it shows
 * and holds, also a private pane, and logs out.
 */
WARN_UNUSED enum err vault_poll(struct vault *, bool *changed);
/* From then on until logout. */
bool vault_is_revoked(const struct vault *);

/* ---- persons ---------------------------------------------------------- */

enum role {
	ROLE_ADMIN = 1,
	ROLE_OFFICER = 2,
	ROLE_CLINICIAN = 4,
	ROLE_SUPERVISOR = 8,
	ROLE_RECORDS = 128
};

struct person {
	struct id id;
	unsigned roles;
	bool active;
	/* From the directory (chart 0); "" while nobody is logged in. */
	const char *login;
	const char *name;
	const char *credentials;
};

/* Whoever is logged in (also while locked), NULL otherwise; borrowed. */
const struct person *vault_me(const struct vault *);
/* NULL if there is none; borrowed until the next poll. */
const struct person *vault_person(const struct vault *, const struct id *);
/* Persons but RECORDS, by name; ${each} may stop with an error, returned. */
WARN_UNUSED enum err vault_person_each(struct vault *,
    enum err (*each)(void *arg, const struct person *), void *arg);

/* Change my password (re-wraps the same seed, WRAP event).  ${old} must open
 * the present wrap: ERR_AUTH.  ERR_FORMAT names what the new one lacks. */
WARN_UNUSED enum err vault_password_change(struct vault *, const void *old,
    size_t oldlen, const void *new_pw, size_t newlen);
/* After vault_login_code: set a password without the old one. */
WARN_UNUSED enum err vault_password_set(
    struct vault *, const void *new_pw, size_t newlen);
/* Make (or replace) my recovery code; ${code20} is shown once by the caller.
 * The password is needed to unwrap the seed. */
WARN_UNUSED enum err vault_recovery_make(
    struct vault *, const void *pw, size_t len, unsigned char *code20);
/* ERR_FORMAT (detail: reason in plain words) if ${pw} may not be used as a
 * password of at least ${min} characters (length, blocklist, UTF-8, 256
 * bytes). */
WARN_UNUSED enum err vault_password_ok(
    const void *pw, size_t len, unsigned min);

#endif
