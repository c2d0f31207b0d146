/* Drafts inside the private file. */
#include <string.h>

#include "vault/internal.h"
#include "vault/pvault.h"
#include "vault/sealed.h"

static struct sealed_draft place_of(const struct private_vault *pv,
    const struct id *id, const unsigned char *field)
{
	struct sealed_draft s = {.clinic = pv->v->host.clinic,
	    .owner = pv->owner,
	    .id = *id,
	    .epoch = 1};

	memcpy(s.field, field, SEALED_FIELD);
	return s;
}

static enum err put_field(struct private_vault *pv, const struct id *id,
    const unsigned char *field, const void *p, size_t len)
{
	struct store_val key[] = {
	    store_id(id), store_bytes(field, SEALED_FIELD)};
	struct sealed_draft s = place_of(pv, id, field);
	struct buf blob = {0};
	enum err e;

	if (len == 0) {
		e = store_remove(pv->db, STORE_PDRAFT, key, 2);
		return e == ERR_NOTFOUND ? ERR_OK : e;
	}
	e = sealed_draft_seal(&s, pv->draft_key, p, len, &blob);
	if (e == ERR_OK) {
		struct store_val row[] = {
		    [COL_PDRAFT_ID] = key[0],
		    [COL_PDRAFT_FIELD] = key[1],
		    [COL_PDRAFT_BLOB] = store_bytes(blob.p, blob.len),
		};

		e = store_set(pv->db, STORE_PDRAFT, row);
	}
	buf_free(&blob);
	return e;
}

enum err private_draft_put(struct private_vault *pv, const struct id *id,
    const char *tag, const void *p, size_t len)
{
	unsigned char field[SEALED_FIELD];
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK ||
	    (e = sealed_field(tag, field)) != ERR_OK ||
	    (e = store_begin_write(pv->db)) != ERR_OK)
		return e;
	if ((e = put_field(pv, id, field, p, len)) == ERR_OK)
		return store_commit(pv->db);
	store_rollback(pv->db);
	return e;
}

enum err private_draft_get(struct private_vault *pv, const struct id *id,
    const char *tag, struct buf *out)
{
	unsigned char field[SEALED_FIELD];
	struct store_val key[] = {
	    store_id(id), store_bytes(field, SEALED_FIELD)};
	const struct store_val *row;
	struct sealed_draft s;
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK ||
	    (e = sealed_field(tag, field)) != ERR_OK ||
	    (e = store_get(pv->db, STORE_PDRAFT, key, &row)) != ERR_OK)
		return e;
	s = place_of(pv, id, field);
	return sealed_draft_open(&s, pv->draft_key, row[COL_PDRAFT_BLOB].p,
	    row[COL_PDRAFT_BLOB].len, out);
}

/* id16 field16 */
#define ITEM ((size_t)ID_LEN + SEALED_FIELD)

static enum err add_field(void *arg, const struct store_val *row)
{
	enum err e;

	if (row[COL_PDRAFT_ID].len != ID_LEN ||
	    row[COL_PDRAFT_FIELD].len != SEALED_FIELD)
		return err_set(ERR_CORRUPT, "private draft row");
	if ((e = buf_add(arg, row[COL_PDRAFT_ID].p, ID_LEN)) != ERR_OK)
		return e;
	return buf_add(arg, row[COL_PDRAFT_FIELD].p, SEALED_FIELD);
}

enum err private_draft_each(struct private_vault *pv,
    enum err (*each)(void *arg, const struct id *id, const char *tag,
	const void *p, size_t len),
    void *arg)
{
	struct store_scan scan = {.table = STORE_PDRAFT, .keys_only = true};
	struct buf list = {0}, text = {0};
	enum err e;

	if ((e = pvault_need(pv)) == ERR_OK)
		e = store_scan(pv->db, &scan, add_field, &list);
	for (size_t i = 0; e == ERR_OK && i < list.len; i += ITEM) {
		char tag[SEALED_FIELD + 1] = "";
		struct id id;

		memcpy(id.b, list.p + i, ID_LEN);
		memcpy(tag, list.p + i + ID_LEN, SEALED_FIELD);
		buf_clear(&text);
		e = private_draft_get(pv, &id, tag, &text);
		if (e == ERR_NOTFOUND) /* removed meanwhile */
			e = ERR_OK;
		else if (e == ERR_OK)
			e = each(arg, &id, tag, text.p, text.len);
	}
	buf_free(&list);
	buf_free(&text);
	return e;
}

enum err private_draft_remove(struct private_vault *pv, const struct id *id)
{
	struct store_val key = store_id(id);
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK ||
	    (e = store_begin_write(pv->db)) != ERR_OK)
		return e;
	e = store_remove(pv->db, STORE_PDRAFT, &key, 1);
	if (e == ERR_OK)
		return store_commit(pv->db);
	store_rollback(pv->db);
	return e;
}

enum err private_settle(struct private_vault *pv)
{
	return store_checkpoint(pv->db, false);
}
