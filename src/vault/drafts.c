/* All drafts of a person, and the person's preferences. */
#include <string.h>

#include "crypto/seal.h"
#include "vault/draft.h"
#include "vault/draftrow.h"
#include "vault/internal.h"

/* ---- all drafts -------------------------------------------------------- */

static const unsigned char meta_field[SEALED_FIELD] = "@meta";
static const unsigned char holder_field[SEALED_FIELD] = "@holder";

/* One draft: id16 chart16. */
#define ITEM ((size_t)2 * ID_LEN)

/* A draft counts when somebody typed: @holder alone is none. */
static enum err add_draft(void *arg, const struct store_val *row)
{
	struct buf *list = arg;
	enum err e;

	if (row[COL_DRAFT_ID].len != ID_LEN ||
	    row[COL_DRAFT_CHART].len != ID_LEN ||
	    row[COL_DRAFT_FIELD].len != SEALED_FIELD)
		return err_set(ERR_CORRUPT, "draft row");
	if (memcmp(row[COL_DRAFT_FIELD].p, holder_field, SEALED_FIELD) == 0)
		return ERR_OK;
	if (list->len > 0 && memcmp(list->p + list->len - ITEM,
				 row[COL_DRAFT_ID].p, ID_LEN) == 0)
		return ERR_OK;
	if ((e = buf_add(list, row[COL_DRAFT_ID].p, ID_LEN)) != ERR_OK)
		return e;
	return buf_add(list, row[COL_DRAFT_CHART].p, ID_LEN);
}

/* No @meta, or one of a chart whose key is gone, is an empty one. */
static enum err load_meta(
    struct vault *v, const struct id *id, struct buf *meta)
{
	const struct store_val *row;
	enum err e = draftrow_get(v, id, meta_field, &row);

	if (e == ERR_OK)
		e = draftrow_open(v, row, meta);
	if (e == ERR_NOTFOUND || e == ERR_DENIED) {
		err_clear();
		return ERR_OK;
	}
	return e;
}

enum err draft_each(struct vault *v,
    enum err (*each)(void *arg, const struct draft_info *), void *arg)
{
	struct store_scan scan = {.table = STORE_DRAFT};
	struct buf list = {0}, meta = {0};
	enum err e, worst = ERR_OK;
	struct store *user;

	if ((e = vault_need(v)) == ERR_OK &&
	    (e = userfile_open(v, &user)) == ERR_OK)
		e = store_scan(user, &scan, add_draft, &list);
	for (size_t i = 0; e == ERR_OK && i < list.len; i += ITEM) {
		struct draft_info info = {0};

		memcpy(info.id.b, list.p + i, ID_LEN);
		memcpy(info.chart.b, list.p + i + ID_LEN, ID_LEN);
		buf_clear(&meta);
		e = load_meta(v, &info.id, &meta);
		/* One damaged draft does not hide the others. */
		if (e == ERR_CORRUPT)
			worst = e;
		else if (e != ERR_OK)
			break;
		info.meta = meta.p;
		info.metalen = meta.len;
		e = each(arg, &info);
	}
	buf_free(&list);
	buf_free(&meta);
	return e != ERR_OK ? e : worst;
}

enum err draft_settle(struct vault *v)
{
	return v->user == NULL ? ERR_OK : store_checkpoint(v->user, false);
}

/* ---- preferences ------------------------------------------------------- */

/* "PRF1" clinic32 owner16 */
#define PREFS_AD (4 + HASH_LEN + ID_LEN)
#define PREFS_ROW 1

static void prefs_ad(const struct vault *v, unsigned char ad[PREFS_AD])
{
	memcpy(ad, "PRF1", 4);
	memcpy(ad + 4, v->host.clinic, HASH_LEN);
	memcpy(ad + 4 + HASH_LEN, v->me_id.b, ID_LEN);
}

enum err prefs_load(struct vault *v, struct buf *out)
{
	struct store_val key = store_int(PREFS_ROW);
	unsigned char ad[PREFS_AD];
	const struct store_val *row;
	struct store *user;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = userfile_open(v, &user)) != ERR_OK)
		return e;
	e = store_get(user, STORE_PREFS, &key, &row);
	if (e == ERR_NOTFOUND)
		return ERR_OK;
	if (e != ERR_OK)
		return e;
	prefs_ad(v, ad);
	return seal_open(v->me->local, ad, PREFS_AD, row[COL_PREFS_BLOB].p,
	    row[COL_PREFS_BLOB].len, out);
}

enum err prefs_save(struct vault *v, const struct buf *prefs)
{
	unsigned char ad[PREFS_AD];
	struct buf blob = {0};
	struct store *user;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = userfile_open(v, &user)) != ERR_OK)
		return e;
	prefs_ad(v, ad);
	e = seal(v->me->local, ad, PREFS_AD, prefs->p, prefs->len, &blob);
	if (e == ERR_OK)
		e = store_begin_write(user);
	if (e == ERR_OK) {
		struct store_val row[] = {
		    [COL_PREFS_ID] = store_int(PREFS_ROW),
		    [COL_PREFS_BLOB] = store_bytes(blob.p, blob.len),
		};

		if ((e = store_set(user, STORE_PREFS, row)) == ERR_OK)
			e = store_commit(user);
		else
			store_rollback(user);
	}
	buf_free(&blob);
	return e;
}
