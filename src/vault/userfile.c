#include <config.h>

#include "vault/userfile.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "crypto/seal.h"
#include "vault/internal.h"

#define PIN_ROW 1
#define PIN_LEN (8 + HASH_LEN + 8 + HASH_LEN)
#define PIN_AD (4 + HASH_LEN + ID_LEN)

/* A folder with the modes of the clinic's own. */
static enum err make_folder(struct vault *v, const char *path)
{
	struct stat st;
	enum err e;

	if (file_exists(path))
		return ERR_OK;
	if (stat(v->dir, &st) != 0)
		return err_errno("%s", v->dir);
	e = file_mkdir(path, st.st_mode & 07770);
	return e == ERR_EXISTS ? ERR_OK : e;
}

enum err userfile_path(
    struct vault *v, bool private, const char *suffix, char *out)
{
	unsigned char h[HASH_LEN];
	char name[2 * HASH_LEN + 32], folder[PATH_MAX];
	enum err e;

	if (!v->in)
		return err_set(ERR_LOCKED, "nobody is logged in");
	hash_pepper(v->host.pepper,
	    private ? PEPPER_PRIVATE_FILE : PEPPER_USER_FILE, v->me_id.b,
	    ID_LEN, h);
	for (size_t i = 0; i < HASH_LEN; i++)
		(void)snprintf(name + 2 * i, 3, "%02x", h[i]);
	if (strlen(suffix) >= sizeof name - (size_t)2 * HASH_LEN)
		return err_set(ERR_LIMIT, "file name");
	memcpy(name + (size_t)2 * HASH_LEN, suffix, strlen(suffix) + 1);
	if ((e = path_join(folder, v->dir, private ? "p" : "u")) != ERR_OK ||
	    (e = make_folder(v, folder)) != ERR_OK)
		return e;
	return path_join(out, folder, name);
}

enum err userfile_open(struct vault *v, struct store **out)
{
	char path[PATH_MAX];
	enum err e;

	if (v->user == NULL) {
		if ((e = userfile_path(v, false, ".db", path)) != ERR_OK ||
		    (e = store_open(NULL, STORE_USER, path, STORE_CREATE,
			 &v->user)) != ERR_OK)
			return e;
	}
	*out = v->user;
	return ERR_OK;
}

void userfile_close(struct vault *v)
{
	holder_done(&v->holder);
	store_free(v->user);
	v->user = NULL;
}

/* ---- pin
 * ---------------------------------------------------------------------- */

static void pin_ad(const struct vault *v, unsigned char *ad)
{
	memcpy(ad, "PIN1", 4);
	memcpy(ad + 4, v->host.clinic, HASH_LEN);
	memcpy(ad + 36, v->me->id.b, ID_LEN);
}

static enum err pin_parse(const struct buf *b, struct pin *out)
{
	struct rd r = {b->p, b->len};
	struct pin pin;
	enum err e;

	if ((e = rd_64(&r, &pin.seq)) != ERR_OK ||
	    (e = rd_copy(&r, pin.hash, HASH_LEN)) != ERR_OK ||
	    (e = rd_64(&r, &pin.pcount)) != ERR_OK ||
	    (e = rd_copy(&r, pin.phash, HASH_LEN)) != ERR_OK ||
	    (e = rd_end(&r)) != ERR_OK)
		return e;
	*out = pin;
	return ERR_OK;
}

enum err pin_load(struct vault *v, struct pin *out)
{
	struct store_val key = store_int(PIN_ROW);
	unsigned char ad[PIN_AD];
	const struct store_val *row;
	struct buf plain = {0};
	struct store *u;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = userfile_open(v, &u)) != ERR_OK)
		return e;
	e = store_get(u, STORE_PIN, &key, &row);
	if (e == ERR_NOTFOUND) {
		memset(out, 0, sizeof *out);
		return ERR_OK;
	}
	pin_ad(v, ad);
	if (e == ERR_OK)
		e = seal_open(v->me->local, ad, sizeof ad, row[COL_PIN_BLOB].p,
		    row[COL_PIN_BLOB].len, &plain);
	if (e == ERR_OK)
		e = pin_parse(&plain, out);
	buf_free(&plain);
	if (e == ERR_CORRUPT || e == ERR_FORMAT)
		return err_set(ERR_CORRUPT, "pin of the person's own file");
	return e;
}

enum err pin_save(struct vault *v, const struct pin *pin)
{
	unsigned char ad[PIN_AD], plain[PIN_LEN];
	struct buf blob = {0};
	struct store *u;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = userfile_open(v, &u)) != ERR_OK)
		return e;
	le64_put(plain, pin->seq);
	memcpy(plain + 8, pin->hash, HASH_LEN);
	le64_put(plain + 40, pin->pcount);
	memcpy(plain + 48, pin->phash, HASH_LEN);
	pin_ad(v, ad);
	e = seal(v->me->local, ad, sizeof ad, plain, sizeof plain, &blob);
	if (e == ERR_OK)
		e = store_begin_write(u);
	if (e == ERR_OK) {
		const struct store_val row[] = {
		    [COL_PIN_ID] = store_int(PIN_ROW),
		    [COL_PIN_BLOB] = store_bytes(blob.p, blob.len),
		};

		e = store_set(u, STORE_PIN, row);
		if (e == ERR_OK)
			e = store_commit(u);
		else
			store_rollback(u);
	}
	buf_free(&blob);
	return e;
}
