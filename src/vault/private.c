/* The private file: making, unlocking, passphrases, delays. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "crypto/code.h"
#include "crypto/wrap.h"
#include "vault/internal.h"
#include "vault/pvault.h"
#include "vault/words.h"

#define PASS_WORDS 5
#define PASS_MIN 14  /* characters of an own passphrase */
#define PASS_MAX 256 /* bytes of any */

enum err private_words(struct buf *out)
{
	struct buf b = {0};
	uint16_t r;
	enum err e = ERR_OK;

	for (int i = 0; e == ERR_OK && i < PASS_WORDS; i++) {
		secret_random(&r, sizeof(r));
		if (i > 0)
			e = buf_adds(&b, " ");
		if (e == ERR_OK)
			e = buf_adds(&b, words[r % WORDS]);
	}
	if (e == ERR_OK)
		e = buf_add(out, b.p, b.len);
	mem_wipe(&r, sizeof(r));
	buf_free(&b);
	return e;
}

/* ---- the file ---------------------------------------------------------- */

static enum err open_file(struct vault *v, unsigned flags, struct store **db)
{
	char path[PATH_MAX];
	enum err e;

	if ((e = userfile_path(v, true, ".pdb", path)) != ERR_OK)
		return e;
	return store_open(NULL, STORE_PRIVATE, path, flags, db);
}

static enum err row_count(struct store *db, size_t *n)
{
	struct store_scan scan = {.table = STORE_PLEDGER, .limit = 1};

	return store_count(db, &scan, n);
}

bool private_exists(struct vault *v)
{
	char path[PATH_MAX];
	struct store *db;
	struct pin pin;
	size_t n = 0;
	bool there = false;

	if (vault_need(v) != ERR_OK || pin_load(v, &pin) != ERR_OK)
		return false;
	/* A file that was taken away is missed, not forgotten; and most calls
	 * need not open it. */
	if (pin.pcount > 0)
		return true;
	if (userfile_path(v, true, ".pdb", path) == ERR_OK &&
	    file_exists(path) && open_file(v, STORE_READONLY, &db) == ERR_OK) {
		there = row_count(db, &n) != ERR_OK || n > 0;
		store_free(db);
	}
	return there;
}

static enum err pv_new(struct vault *v, struct store *db,
    const unsigned char *seed, struct private_vault **out)
{
	struct private_vault *pv = mem_new(1, sizeof(*pv));

	if (pv == NULL)
		return ERR_NOMEM;
	pv->v = v;
	pv->owner = v->me_id;
	pv->entry_key = secret_new(KEY_LEN);
	pv->draft_key = secret_new(KEY_LEN);
	pv->ledger_key = secret_new(KEY_LEN);
	if (pv->entry_key == NULL || pv->draft_key == NULL ||
	    pv->ledger_key == NULL) {
		private_lock(pv);
		return ERR_NOMEM;
	}
	kdf_subkey(seed, SUBKEY_PRIV_ENTRY, pv->entry_key);
	kdf_subkey(seed, SUBKEY_PRIV_DRAFT, pv->draft_key);
	kdf_subkey(seed, SUBKEY_PRIV_LEDGER, pv->ledger_key);
	pv->db = db;
	*out = pv;
	return ERR_OK;
}

void private_lock(struct private_vault *pv)
{
	if (pv == NULL)
		return;
	secret_free(pv->entry_key);
	secret_free(pv->draft_key);
	secret_free(pv->ledger_key);
	if (pv->db != NULL && store_checkpoint(pv->db, false) != ERR_OK)
		err_clear();
	store_free(pv->db);
	mem_wipe(pv->note, pv->cnote * sizeof(*pv->note));
	free(pv->note);
	mem_wipe(pv, sizeof(*pv));
	free(pv);
}

/* ---- delay ------------------------------------------------------------- */

unsigned private_wait(struct vault *v)
{
	struct pfailures f = {0, 0};
	struct store *db;
	enum err e;

	if (vault_need(v) != ERR_OK ||
	    open_file(v, STORE_READONLY, &db) != ERR_OK)
		return 0;
	e = pfailures_get(db, &f);
	store_free(db);
	return e == ERR_OK ? pfailures_wait(&f, clock_utc(v->clock)) : 0;
}

/* ---- create ------------------------------------------------------------ */

static enum err create_rows(struct private_vault *pv, struct pass pass,
    const unsigned char *code, const unsigned char *seed)
{
	const struct pfailures none = {0, 0};
	struct buf empty = {0};
	enum err e;

	if ((e = pledger_begin(pv)) != ERR_OK)
		return e;
	if (pv->seq > 0)
		e = err_set(ERR_EXISTS, "private file");
	if (e == ERR_OK)
		e = pledger_append(pv, PEV_CREATE, &empty);
	if (e == ERR_OK)
		e = pwrap_put(pv, WRAP_PRIVATE, pass.p, pass.len, seed);
	if (e == ERR_OK && code != NULL)
		e = pwrap_put(pv, WRAP_PRIVATE_RECOVERY, code, CODE_LEN, seed);
	if (e == ERR_OK)
		e = pfailures_put(pv->db, &none);
	return pledger_end(pv, e, false);
}

enum err private_create(struct vault *v, struct pass pass,
    unsigned char *code20, struct private_vault **out)
{
	unsigned char *seed = NULL, *code = NULL;
	struct private_vault *pv = NULL;
	struct store *db = NULL;
	size_t n = 0;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = vault_password_ok(pass.p, pass.len, PASS_MIN)) != ERR_OK)
		return e;
	e = ERR_NOMEM;
	if ((seed = secret_new(KEY_LEN)) == NULL ||
	    (code = secret_new(CODE_LEN)) == NULL)
		goto out;
	secret_random(seed, KEY_LEN);
	code_new(code);
	if ((e = open_file(v, STORE_CREATE, &db)) != ERR_OK ||
	    (e = row_count(db, &n)) != ERR_OK)
		goto out;
	if (n > 0) {
		e = err_set(ERR_EXISTS, "private file");
		goto out;
	}
	if ((e = pv_new(v, db, seed, &pv)) != ERR_OK)
		goto out;
	db = NULL;
	e = create_rows(pv, pass, code20 == NULL ? NULL : code, seed);
	if (e != ERR_OK)
		goto out;
	if (code20 != NULL)
		memcpy(code20, code, CODE_LEN);
	*out = pv;
	pv = NULL;
out:
	private_lock(pv);
	store_free(db);
	secret_free(seed);
	secret_free(code);
	return e;
}

/* ---- unlock ------------------------------------------------------------ */

/* The file is there, in one piece, and not behind its pin: known before a
 * passphrase is asked to open it. */
static enum err open_checked(struct vault *v, struct store **out)
{
	struct store *db = NULL;
	uint64_t rows;
	struct pin pin;
	enum err e;

	if ((e = pin_load(v, &pin)) != ERR_OK)
		return e;
	e = open_file(v, 0, &db);
	if (e == ERR_OK &&
	    (e = pledger_chain(db, v->host.clinic, &pin, &rows)) == ERR_OK &&
	    rows == 0)
		e = ERR_NOTFOUND;
	if (e == ERR_NOTFOUND && pin.pcount > 0)
		e = err_set(ERR_CORRUPT, "the private file is missing");
	if (e == ERR_OK)
		*out = db;
	else
		store_free(db);
	return e;
}

/* The wrap that opened must be the newest of its slot: an old passphrase does
 * not come back with an old wrap. */
static enum err check_newest(
    struct private_vault *pv, enum wrap_purpose purpose, const struct buf *blob)
{
	unsigned char h[HASH_LEN];

	hash1(LABEL_WRAP_BLOB, blob->p, blob->len, h);
	if (memcmp(h, pv->wrap[purpose - WRAP_PRIVATE].hash, HASH_LEN) != 0)
		return err_set(ERR_CORRUPT, "private wrap is not the newest");
	return ERR_OK;
}

static enum err finish_unlock(struct private_vault *pv,
    enum wrap_purpose purpose, const struct buf *blob,
    const struct pfailures *f)
{
	const struct pfailures none = {0, 0};
	struct buf p = {0};
	enum err e;

	if ((e = pledger_begin(pv)) != ERR_OK)
		return e;
	e = check_newest(pv, purpose, blob);
	if (e == ERR_OK)
		e = pfailures_put(pv->db, &none);
	if (e == ERR_OK)
		e = buf_add32(&p,
		    f->count > UINT32_MAX ? UINT32_MAX : (uint32_t)f->count);
	if (e == ERR_OK)
		e = pledger_append(pv, PEV_UNLOCK, &p);
	buf_free(&p);
	return pledger_end(pv, e, false);
}

/* A printed code if ${pass} reads as one and there is a wrap for codes. */
static enum wrap_purpose pass_purpose(
    struct store *db, struct pass pass, unsigned char *code)
{
	char *text = secret_new(pass.len + 1);
	struct buf blob = {0};
	enum wrap_purpose purpose = WRAP_PRIVATE;

	if (text == NULL)
		return purpose;
	memcpy(text, pass.p, pass.len);
	if (code_parse(text, code) == ERR_OK &&
	    pwrap_get(db, WRAP_PRIVATE_RECOVERY, &blob) == ERR_OK)
		purpose = WRAP_PRIVATE_RECOVERY;
	err_clear();
	buf_free(&blob);
	secret_free(text);
	return purpose;
}

static enum err unlock_file(struct vault *v, struct store *db, struct pass pass,
    unsigned char *code, unsigned char *seed, struct private_vault **out)
{
	struct private_vault *pv = NULL;
	struct pfailures f;
	struct buf blob = {0};
	enum wrap_purpose purpose = pass_purpose(db, pass, code);
	enum err e;

	if (purpose == WRAP_PRIVATE_RECOVERY)
		pass = (struct pass){code, CODE_LEN};
	e = pwrap_try(v, db, purpose, pass.p, pass.len, &f, &blob, seed);
	if (e == ERR_OK)
		e = pv_new(v, db, seed, &pv);
	if (e == ERR_OK &&
	    (e = finish_unlock(pv, purpose, &blob, &f)) != ERR_OK) {
		pv->db = NULL; /* the caller closes it */
		private_lock(pv);
	}
	buf_free(&blob);
	if (e == ERR_OK)
		*out = pv;
	return e;
}

enum err private_unlock(
    struct vault *v, struct pass pass, struct private_vault **out)
{
	unsigned char *seed = NULL, *code = NULL;
	struct store *db = NULL;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if (pass.len > PASS_MAX)
		return err_set(ERR_AUTH, "private passphrase");
	if ((e = open_checked(v, &db)) != ERR_OK)
		return e;
	if ((seed = secret_new(KEY_LEN)) == NULL ||
	    (code = secret_new(CODE_LEN)) == NULL)
		e = ERR_NOMEM;
	else
		e = unlock_file(v, db, pass, code, seed, out);
	if (e != ERR_OK)
		store_free(db);
	secret_free(seed);
	secret_free(code);
	return e;
}

/* ---- change ------------------------------------------------------------ */

/* Open the seed by ${pass} (or a code) once more and wrap it anew. */
static enum err rewrap(struct private_vault *pv, struct pass pass,
    enum wrap_purpose purpose, const void *secret, size_t len)
{
	unsigned char *seed = secret_new(KEY_LEN), *code = secret_new(CODE_LEN);
	enum wrap_purpose by;
	struct buf blob = {0};
	struct pfailures f;
	enum err e = ERR_NOMEM;

	if (seed == NULL || code == NULL)
		goto out;
	if (pass.len > PASS_MAX) {
		e = err_set(ERR_AUTH, "private passphrase");
		goto out;
	}
	by = pass_purpose(pv->db, pass, code);
	if (by == WRAP_PRIVATE_RECOVERY)
		pass = (struct pass){code, CODE_LEN};
	e = pwrap_try(pv->v, pv->db, by, pass.p, pass.len, &f, &blob, seed);
	if (e == ERR_OK && (e = pledger_begin(pv)) == ERR_OK) {
		e = check_newest(pv, by, &blob);
		if (e == ERR_OK)
			e = pwrap_put(pv, purpose, secret, len, seed);
		e = pledger_end(pv, e, true);
	}
out:
	secret_free(seed);
	secret_free(code);
	buf_free(&blob);
	return e;
}

enum err private_pass_change(
    struct private_vault *pv, struct pass old, struct pass new_pass)
{
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK ||
	    (e = vault_password_ok(new_pass.p, new_pass.len, PASS_MIN)) !=
		ERR_OK)
		return e;
	return rewrap(pv, old, WRAP_PRIVATE, new_pass.p, new_pass.len);
}

enum err private_code_make(
    struct private_vault *pv, struct pass pass, unsigned char *code20)
{
	unsigned char *code;
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK)
		return e;
	if ((code = secret_new(CODE_LEN)) == NULL)
		return ERR_NOMEM;
	code_new(code);
	e = rewrap(pv, pass, WRAP_PRIVATE_RECOVERY, code, CODE_LEN);
	if (e == ERR_OK)
		memcpy(code20, code, CODE_LEN);
	secret_free(code);
	return e;
}
