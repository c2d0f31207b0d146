#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "crypto/secret.h"
#include "vault/genesis.h"
#include "vault/internal.h"
#include "vault/login.h"
#include "vault/wraps.h"

#define PASSWORD_MAX 256
#define PASSPHRASE_MIN 14
#define DISTINCT_MIN 5
#define REST_MIN 4

/* What people take when they are told to take a longer one. */
static const char *const common[] = {"password", "passwort", "passphrase",
    "qwertyuiop", "qwertzuiop", "qwerty", "qwertz", "asdfghjkl", "yxcvbnm",
    "zxcvbnm", "azerty", "letmein", "welcome", "iloveyou", "administrator",
    "admin", "therapist", "therapy", "psychology", "counselling", "counseling",
    "clinic", "tacet", "secret", "changeme", "monkey", "dragon", "football",
    "baseball", "sunshine", "princess", "abcdefghijklmnopqrstuvwxyz",
    "abcdefgh", "abcdef", "correcthorsebatterystaple"};

/* ---- what may be a password -------------------------------------------------
 */

static bool seen_before(const char *s, size_t at, uint32_t want)
{
	uint32_t cp;

	for (size_t i = 0; i < at; i += utf8_decode(s + i, at - i, &cp)) {
		(void)utf8_decode(s + i, at - i, &cp);
		if (cp == want)
			return true;
	}
	return false;
}

static enum err count(
    const char *s, size_t len, unsigned *chars, unsigned *distinct)
{
	uint32_t cp;

	*chars = *distinct = 0;
	for (size_t i = 0, n; i < len; i += n) {
		n = utf8_decode(s + i, len - i, &cp);
		if (cp < 0x20 || cp == 0x7f)
			return err_set(ERR_FORMAT, "%s",
			    _("a password holds no control characters"));
		++*chars;
		*distinct += !seen_before(s, i, cp);
	}
	return ERR_OK;
}

/* How many characters are left without the common words, figures and signs. */
static size_t rest_without_common(char *s, size_t len)
{
	size_t n = 0;

	for (size_t w = 0; w < sizeof common / sizeof *common; w++) {
		size_t wl = strlen(common[w]);
		char *at;

		while ((at = strstr(s, common[w])) != NULL)
			memset(at, ' ', wl);
	}
	for (size_t i = 0; i < len; i++)
		n += (s[i] >= 'a' && s[i] <= 'z') || (s[i] & 0x80) != 0;
	return n;
}

static enum err check_words(const void *pw, size_t len)
{
	struct buf fold = {0};
	enum err e = utf8_fold(pw, len, &fold);

	if (e == ERR_OK && fold.len > 0 &&
	    rest_without_common((char *)fold.p, fold.len) < REST_MIN)
		e = err_set(ERR_FORMAT, "%s",
		    _("this password is made of common words or figures only"));
	buf_free(&fold);
	return e;
}

enum err vault_password_ok(const void *pw, size_t len, unsigned min)
{
	unsigned chars, distinct;
	enum err e;

	if (len > PASSWORD_MAX)
		return err_set(ERR_FORMAT, _("a password has at most %d bytes"),
		    PASSWORD_MAX);
	if (utf8_valid(pw, len) != len)
		return err_set(ERR_FORMAT, "%s", _("not valid UTF-8"));
	if ((e = count(pw, len, &chars, &distinct)) != ERR_OK)
		return e;
	if (chars < min)
		return err_set(ERR_FORMAT,
		    _("a password has at least %u characters"), min);
	if (distinct < DISTINCT_MIN)
		return err_set(ERR_FORMAT, "%s",
		    _("a password has at least five different characters"));
	return check_words(pw, len);
}

/* ---- my own
 * ------------------------------------------------------------------- */

static enum err store_wrap(
    struct vault *v, const struct identity *owner, const struct wrap_new *w)
{
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	if ((e = wraps_append(v, owner, w)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	if ((e = ledger_commit(v)) != ERR_OK)
		return e;
	/* The old wrap leaves the log too; a reader may delay that until the
	 * next checkpoint. */
	if (store_checkpoint(v->db, true) != ERR_OK)
		err_clear();
	return ERR_OK;
}

static enum err set_password(
    struct vault *v, const unsigned char *seed, const void *pw, size_t len)
{
	struct kdf_cost cost = wraps_cost(v, false);
	struct wrap_new w;
	enum err e;

	e = vault_password_ok(pw, len, v->genesis.password_min);
	if (e == ERR_OK)
		e = ledger_catch_up(v, NULL);
	if (e == ERR_OK)
		e = wraps_make(v, &v->me_id, WRAP_LOGIN,
		    wraps_next_gen(v, &v->me_id, WRAP_LOGIN), pw, len, &cost,
		    seed, &w);
	return e != ERR_OK ? e : store_wrap(v, v->me, &w);
}

/* My seed by my password, checked to be the newest. */
static enum err my_seed(
    struct vault *v, const void *pw, size_t len, unsigned char *seed)
{
	unsigned char rowhash[HASH_LEN];
	enum err e = vault_need(v);

	if (e == ERR_OK)
		e = ledger_catch_up(v, NULL);
	if (e == ERR_OK)
		e = login_seed(
		    v, &v->me_id, WRAP_LOGIN, pw, len, seed, rowhash);
	if (e == ERR_OK)
		e = wraps_check(v, &v->me_id, WRAP_LOGIN, rowhash);
	return e;
}

enum err vault_password_change(
    struct vault *v, const void *old, size_t oldlen, const void *pw, size_t len)
{
	unsigned char *seed = NULL;
	enum err e;

	/* Before the derivation: a refusal should not cost a second. */
	if ((e = vault_password_ok(pw, len, v->genesis.password_min)) != ERR_OK)
		return e;
	if ((seed = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = my_seed(v, old, oldlen, seed)) == ERR_OK)
		e = set_password(v, seed, pw, len);
	secret_free(seed);
	return e;
}

enum err vault_password_set(struct vault *v, const void *pw, size_t len)
{
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if (v->seed == NULL)
		return err_set(ERR_DENIED, "not after a recovery code");
	if ((e = set_password(v, v->seed, pw, len)) == ERR_OK) {
		secret_free(v->seed);
		v->seed = NULL;
	}
	return e;
}

enum err vault_recovery_make(
    struct vault *v, const void *pw, size_t len, unsigned char *code20)
{
	unsigned char *seed = secret_new(KEY_LEN), *code = secret_new(CODE_LEN);
	struct wrap_new w;
	enum err e = ERR_OK;

	if (seed == NULL || code == NULL)
		e = err_set(ERR_NOMEM, "key memory is full");
	if (e == ERR_OK)
		e = my_seed(v, pw, len, seed);
	if (e == ERR_OK) {
		code_new(code);
		e = wraps_make(v, &v->me_id, WRAP_RECOVERY,
		    wraps_next_gen(v, &v->me_id, WRAP_RECOVERY), code, CODE_LEN,
		    NULL, seed, &w);
	}
	if (e == ERR_OK)
		e = store_wrap(v, v->me, &w);
	if (e == ERR_OK)
		memcpy(code20, code, CODE_LEN);
	secret_free(seed);
	secret_free(code);
	return e;
}

/* ---- RECORDS
 * -------------------------------------------------------------------- */

static enum err records_seed(
    struct vault *v, struct pass pass, unsigned char *seed)
{
	unsigned char rowhash[HASH_LEN];
	struct id id;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = ledger_catch_up(v, NULL)) != ERR_OK)
		return e;
	id = v->st.person[v->st.records].pub.id;
	e = login_seed(v, &id, WRAP_RECORDS, pass.p, pass.len, seed, rowhash);
	if (e == ERR_OK)
		e = ledger_catch_up(v, NULL);
	return e != ERR_OK ? e : wraps_check(v, &id, WRAP_RECORDS, rowhash);
}

enum err records_pass_check(struct vault *v, struct pass pass)
{
	unsigned char *seed = secret_new(KEY_LEN);
	enum err e;

	if (seed == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	e = records_seed(v, pass, seed);
	secret_free(seed);
	return e;
}

enum err records_pass_change(
    struct vault *v, struct pass old, struct pass new_pass)
{
	unsigned char *seed = NULL;
	struct identity *records = NULL;
	struct kdf_cost cost;
	struct wrap_new w;
	struct id id;
	enum err e;

	if ((e = vault_password_ok(new_pass.p, new_pass.len, PASSPHRASE_MIN)) !=
	    ERR_OK)
		return e;
	if ((seed = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = records_seed(v, old, seed)) != ERR_OK)
		goto out;
	id = v->st.person[v->st.records].pub.id;
	if ((e = identity_new(&id, seed, &records)) != ERR_OK ||
	    (e = login_certified(v, records)) != ERR_OK)
		goto out;
	cost = wraps_cost(v, true);
	e = wraps_make(v, &id, WRAP_RECORDS,
	    wraps_next_gen(v, &id, WRAP_RECORDS), new_pass.p, new_pass.len,
	    &cost, seed, &w);
	if (e == ERR_OK)
		e = store_wrap(v, records, &w);
out:
	identity_free(records);
	secret_free(seed);
	return e;
}

enum err login_records(
    struct vault *v, const void *pass, size_t len, struct identity **out)
{
	unsigned char *seed = secret_new(KEY_LEN);
	struct identity *records = NULL;
	struct id id;
	enum err e;

	if (seed == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = records_seed(v, (struct pass){pass, len}, seed)) != ERR_OK)
		goto out;
	id = v->st.person[v->st.records].pub.id;
	if ((e = identity_new(&id, seed, &records)) != ERR_OK ||
	    (e = login_certified(v, records)) != ERR_OK)
		goto out;
	*out = records;
	records = NULL;
out:
	identity_free(records);
	secret_free(seed);
	return e;
}
