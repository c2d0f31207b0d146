/* Private notes: one sealed row a note, its newest version only. */
#include <string.h>

#include "vault/internal.h"
#include "vault/pvault.h"
#include "vault/sealed.h"

static struct sealed_bind bind_of(
    const struct private_vault *pv, const struct id *entry, uint32_t ver)
{
	return (struct sealed_bind){
	    pv->v->host.clinic, id_zero, *entry, ver, 1};
}

static enum err bad(const char *what)
{
	return err_set(ERR_CORRUPT, "private note %s", what);
}

/* The row of ${n}, inside a transaction, opened into ${plain}. */
static enum err open_note(struct private_vault *pv, const struct pnote *n,
    struct buf *plain, struct sealed_entry *out)
{
	struct store_val key[] = {store_id(&n->entry), store_int(n->ver)};
	struct sealed_bind b = bind_of(pv, &n->entry, n->ver);
	const struct store_val *row;
	unsigned char h[HASH_LEN];
	enum err e = store_get(pv->db, STORE_PNOTE, key, &row);

	if (e == ERR_NOTFOUND)
		return bad("is missing");
	if (e != ERR_OK)
		return e;
	hash1(LABEL_ENTRY_BLOB, row[COL_PNOTE_BLOB].p, row[COL_PNOTE_BLOB].len,
	    h);
	if (memcmp(h, n->hash, HASH_LEN) != 0)
		return bad("is not the one that was written");
	if (sealed_entry_open(&b, pv->entry_key, row[COL_PNOTE_BLOB].p,
		row[COL_PNOTE_BLOB].len, false, plain, out) != ERR_OK)
		return bad("does not open");
	if (out->kind != SEALED_PRIVATE || !id_equal(&out->author, &pv->owner))
		return bad("is not the owner's");
	return ERR_OK;
}

/* As many rows as the private ledger names. */
static enum err check_count(struct private_vault *pv)
{
	struct store_scan scan = {.table = STORE_PNOTE};
	size_t n;
	enum err e = store_count(pv->db, &scan, &n);

	if (e == ERR_OK && n != pv->nnote)
		e = bad(n > pv->nnote ? "that nobody wrote" : "is missing");
	return e;
}

/* Snapshot and replay; ends with store_rollback. */
static enum err begin_read(struct private_vault *pv)
{
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK ||
	    (e = store_begin_read(pv->db)) != ERR_OK)
		return e;
	if ((e = pledger_sync(pv)) != ERR_OK)
		store_rollback(pv->db);
	return e;
}

/* The ids of all notes, 16 bytes each. */
static enum err list_notes(struct private_vault *pv, struct buf *ids)
{
	enum err e;

	if ((e = begin_read(pv)) != ERR_OK)
		return e;
	e = check_count(pv);
	for (size_t i = 0; e == ERR_OK && i < pv->nnote; i++)
		e = buf_add(ids, pv->note[i].entry.b, ID_LEN);
	store_rollback(pv->db);
	return e;
}

/* One note by itself, so that what is done with it may write; ERR_NOTFOUND if
 * it went away meanwhile. */
static enum err read_note(struct private_vault *pv, const struct id *entry,
    struct private_head *h, struct buf *plain, struct sealed_entry *s)
{
	const struct pnote *n;
	enum err e;

	if ((e = begin_read(pv)) != ERR_OK)
		return e;
	n = pnote_find(pv, entry);
	if (n == NULL) {
		e = ERR_NOTFOUND;
	} else {
		*h = (struct private_head){n->entry, n->ver, n->time};
		e = open_note(pv, n, plain, s);
	}
	store_rollback(pv->db);
	return e;
}

enum err private_each(struct private_vault *pv,
    enum err (*each)(void *arg, const struct private_head *,
	const void *payload, size_t len),
    void *arg)
{
	struct buf ids = {0}, plain = {0};
	enum err e = list_notes(pv, &ids);

	for (size_t i = 0; e == ERR_OK && i < ids.len; i += ID_LEN) {
		struct private_head h;
		struct sealed_entry s;
		struct id id;

		memcpy(id.b, ids.p + i, ID_LEN);
		buf_clear(&plain);
		e = read_note(pv, &id, &h, &plain, &s);
		if (e == ERR_NOTFOUND)
			e = ERR_OK;
		else if (e == ERR_OK)
			e = each(arg, &h, s.payload, s.len);
	}
	buf_free(&ids);
	buf_free(&plain);
	return e;
}

/* ---- writing ----------------------------------------------------------- */

static enum err log_note(struct private_vault *pv, const struct id *entry,
    uint32_t ver, const unsigned char *h)
{
	static const unsigned char none[HASH_LEN];
	struct buf p = {0};
	enum err e;

	if ((e = buf_add(&p, entry->b, ID_LEN)) == ERR_OK &&
	    (e = buf_add32(&p, ver)) == ERR_OK &&
	    (e = buf_add(&p, h == NULL ? none : h, HASH_LEN)) == ERR_OK)
		e = pledger_append(pv, PEV_NOTE, &p);
	buf_free(&p);
	return e;
}

static enum err remove_rows(struct private_vault *pv, const struct id *entry)
{
	struct store_val key = store_id(entry);
	enum err e = store_remove(pv->db, STORE_PNOTE, &key, 1);

	return e == ERR_NOTFOUND ? ERR_OK : e;
}

static enum err digest_before(struct private_vault *pv, const struct pnote *n,
    unsigned char digest[HASH_LEN])
{
	struct buf plain = {0};
	struct sealed_entry s;
	enum err e = open_note(pv, n, &plain, &s);

	if (e == ERR_OK)
		memcpy(digest, s.digest, HASH_LEN);
	buf_free(&plain);
	return e;
}

static enum err write_in(
    struct private_vault *pv, const struct id *entry, const struct buf *payload)
{
	const struct pnote *was = pnote_find(pv, entry);
	uint32_t ver = was == NULL ? 1 : was->ver + 1;
	struct sealed_bind b = bind_of(pv, entry, ver);
	struct sealed_entry s = {.kind = SEALED_PRIVATE,
	    .time = clock_utc(pv->v->clock),
	    .author = pv->owner,
	    .payload = payload->p,
	    .len = payload->len};
	unsigned char h[HASH_LEN];
	struct buf blob = {0};
	enum err e = ERR_OK;

	if (was != NULL)
		e = digest_before(pv, was, s.prev);
	if (e == ERR_OK)
		e = sealed_entry_seal(&b, pv->entry_key, &s, NULL, &blob);
	if (e == ERR_OK)
		e = remove_rows(pv, entry);
	if (e == ERR_OK) {
		struct store_val row[] = {
		    [COL_PNOTE_ENTRY] = store_id(entry),
		    [COL_PNOTE_VER] = store_int(ver),
		    [COL_PNOTE_BLOB] = store_bytes(blob.p, blob.len),
		};

		e = store_put(pv->db, STORE_PNOTE, row);
	}
	if (e == ERR_OK) {
		hash1(LABEL_ENTRY_BLOB, blob.p, blob.len, h);
		e = log_note(pv, entry, ver, h);
	}
	buf_free(&blob);
	return e;
}

enum err private_write(
    struct private_vault *pv, struct id *entry, const struct buf *payload)
{
	struct id id = *entry;
	enum err e;

	if (payload->len > ENTRY_MAX)
		return err_set(ERR_LIMIT, "note of %zu bytes", payload->len);
	if (id_is_zero(&id))
		secret_random(id.b, ID_LEN);
	if ((e = pledger_begin(pv)) != ERR_OK)
		return e;
	e = pledger_end(pv, write_in(pv, &id, payload), false);
	if (e == ERR_OK)
		*entry = id;
	return e;
}

enum err private_destroy(struct private_vault *pv, const struct id *entry)
{
	enum err e;

	if ((e = pledger_begin(pv)) != ERR_OK)
		return e;
	if (pnote_find(pv, entry) == NULL)
		e = err_set(ERR_NOTFOUND, "private note");
	if (e == ERR_OK)
		e = remove_rows(pv, entry);
	if (e == ERR_OK)
		e = log_note(pv, entry, 0, NULL);
	return pledger_end(pv, e, true);
}

enum err private_log_export(struct private_vault *pv, const struct id *entry)
{
	struct buf p = {0};
	enum err e;

	if ((e = pledger_begin(pv)) != ERR_OK)
		return e;
	if (pnote_find(pv, entry) == NULL)
		e = err_set(ERR_NOTFOUND, "private note");
	if (e == ERR_OK && (e = buf_add(&p, entry->b, ID_LEN)) == ERR_OK)
		e = pledger_append(pv, PEV_EXPORT, &p);
	buf_free(&p);
	return pledger_end(pv, e, false);
}

/* ---- check ------------------------------------------------------------- */

/* Every stored wrap is the newest of its slot. */
static enum err check_wraps(struct private_vault *pv)
{
	struct store_scan scan = {.table = STORE_WRAP};
	unsigned char h[HASH_LEN];
	size_t rows, named = 0;
	struct buf blob = {0};
	enum err e = store_count(pv->db, &scan, &rows);

	for (unsigned i = 0; e == ERR_OK && i < 2; i++) {
		if (pv->wrap[i].gen == 0)
			continue;
		named++;
		buf_clear(&blob);
		e = pwrap_get(pv->db, WRAP_PRIVATE + i, &blob);
		hash1(LABEL_WRAP_BLOB, blob.p, blob.len, h);
		if (e == ERR_NOTFOUND ||
		    (e == ERR_OK && memcmp(h, pv->wrap[i].hash, HASH_LEN) != 0))
			e = err_set(ERR_CORRUPT, "private wrap");
	}
	if (e == ERR_OK && rows != named)
		e = err_set(ERR_CORRUPT, "private wrap that nobody made");
	buf_free(&blob);
	return e;
}

static enum err check_notes(struct private_vault *pv)
{
	struct buf plain = {0};
	struct sealed_entry s;
	enum err e = check_count(pv);

	for (size_t i = 0; e == ERR_OK && i < pv->nnote; i++) {
		buf_clear(&plain);
		e = open_note(pv, &pv->note[i], &plain, &s);
	}
	buf_free(&plain);
	return e;
}

static enum err open_draft(
    void *arg, const struct id *id, const char *tag, const void *p, size_t len)
{
	(void)arg;
	(void)id;
	(void)tag;
	(void)p;
	(void)len;
	return ERR_OK;
}

enum err private_verify(struct private_vault *pv)
{
	struct pin pin;
	uint64_t rows;
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK ||
	    (e = pin_load(pv->v, &pin)) != ERR_OK ||
	    (e = store_check(pv->db)) != ERR_OK)
		return e;
	pledger_reset(pv);
	if ((e = begin_read(pv)) != ERR_OK)
		return e;
	if ((e = pledger_chain(pv->db, pv->v->host.clinic, &pin, &rows)) ==
		ERR_OK &&
	    (e = check_wraps(pv)) == ERR_OK)
		e = check_notes(pv);
	store_rollback(pv->db);
	if (e == ERR_OK)
		e = private_draft_each(pv, open_draft, NULL);
	return e;
}
