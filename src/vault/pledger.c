/* The ledger of a private file: sealed, chained, its head pinned. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/seal.h"
#include "crypto/wrap.h"
#include "vault/internal.h"
#include "vault/pvault.h"

/* clinic32 seq8 prev32 chart16 kep4; chart is zeros and kep 1 */
#define ROW_AD 92
/* type1 time8 actor16 */
#define BODY_HEAD 25

static void row_ad(const unsigned char *clinic, uint64_t seq,
    const unsigned char *prev, unsigned char ad[ROW_AD])
{
	memset(ad, 0, ROW_AD);
	memcpy(ad, clinic, HASH_LEN);
	le64_put(ad + 32, seq);
	memcpy(ad + 40, prev, HASH_LEN);
	le32_put(ad + 88, 1);
}

static void row_hash(const unsigned char *clinic, uint64_t seq,
    const unsigned char *prev, const void *blob, size_t len,
    unsigned char out[HASH_LEN])
{
	unsigned char ad[ROW_AD];
	struct piece pc[] = {{prev, HASH_LEN}, {clinic, HASH_LEN}, {ad + 32, 8},
	    {ad + 72, 20}, {blob, len}};

	row_ad(clinic, seq, prev, ad);
	hash(LABEL_LEDGER_ROW, pc, 5, out);
}

static enum err bad(uint64_t seq, const char *what)
{
	return err_set(
	    ERR_CORRUPT, "private row %llu: %s", (unsigned long long)seq, what);
}

enum err pvault_need(const struct private_vault *pv)
{
	enum err e = vault_need(pv->v);

	if (e == ERR_OK && !id_equal(&pv->v->me_id, &pv->owner))
		return err_set(ERR_LOCKED, "private file of somebody else");
	return e;
}

/* ---- without a key ----------------------------------------------------- */

struct chain {
	const unsigned char *clinic;
	const struct pin *pin;
	uint64_t seq;
	unsigned char head[HASH_LEN];
	bool pinned;
};

static enum err chain_row(void *arg, const struct store_val *row)
{
	struct chain *c = arg;
	uint64_t seq = c->seq + 1;

	if (row[COL_PLEDGER_SEQ].num != (int64_t)seq)
		return bad(seq, "is missing");
	row_hash(c->clinic, seq, c->head, row[COL_PLEDGER_BLOB].p,
	    row[COL_PLEDGER_BLOB].len, c->head);
	if (row[COL_PLEDGER_HASH].len != HASH_LEN ||
	    memcmp(row[COL_PLEDGER_HASH].p, c->head, HASH_LEN) != 0)
		return bad(seq, "does not follow");
	if (seq == c->pin->pcount &&
	    memcmp(c->head, c->pin->phash, HASH_LEN) == 0)
		c->pinned = true;
	c->seq = seq;
	return ERR_OK;
}

enum err pledger_chain(struct store *db, const unsigned char *clinic,
    const struct pin *pin, uint64_t *rows)
{
	struct store_scan scan = {.table = STORE_PLEDGER};
	struct chain c = {.clinic = clinic, .pin = pin};
	enum err e;

	c.pinned = pin->pcount == 0;
	if ((e = store_scan(db, &scan, chain_row, &c)) != ERR_OK)
		return e;
	if (!c.pinned)
		return bad(pin->pcount,
		    "the private file is older than, or not, the one in use");
	*rows = c.seq;
	return ERR_OK;
}

/* ---- replay ------------------------------------------------------------ */

struct pnote *pnote_find(struct private_vault *pv, const struct id *entry)
{
	for (size_t i = 0; i < pv->nnote; i++)
		if (id_equal(&pv->note[i].entry, entry))
			return &pv->note[i];
	return NULL;
}

static enum err apply_note(
    struct private_vault *pv, int64_t time, const unsigned char *p)
{
	struct pnote n = {.ver = le32_get(p + ID_LEN), .time = time}, *old;

	memcpy(n.entry.b, p, ID_LEN);
	memcpy(n.hash, p + ID_LEN + 4, HASH_LEN);
	old = pnote_find(pv, &n.entry);
	if (n.ver != 0 && n.ver != (old == NULL ? 1 : old->ver + 1))
		return ERR_FORMAT;
	if (n.ver == 0) {
		if (old == NULL)
			return ERR_FORMAT;
		*old = pv->note[--pv->nnote];
		return ERR_OK;
	}
	if (old != NULL) {
		*old = n;
		return ERR_OK;
	}
	if (mem_grow(
		(void **)&pv->note, &pv->cnote, pv->nnote + 1, sizeof(n)) != 0)
		return ERR_NOMEM;
	pv->note[pv->nnote++] = n;
	return ERR_OK;
}

static enum err apply_wrap(
    struct private_vault *pv, int64_t time, const unsigned char *p)
{
	struct pwrap *w;

	(void)time;
	if ((p[0] != WRAP_PRIVATE && p[0] != WRAP_PRIVATE_RECOVERY) ||
	    p[1] != 0 || p[2] != 0)
		return ERR_FORMAT;
	w = &pv->wrap[p[0] - WRAP_PRIVATE];
	if (le32_get(p + 3) != w->gen + 1)
		return ERR_FORMAT;
	w->gen++;
	memcpy(w->hash, p + 7, HASH_LEN);
	return ERR_OK;
}

static enum err apply_none(
    struct private_vault *pv, int64_t time, const unsigned char *p)
{
	(void)pv;
	(void)time;
	(void)p;
	return ERR_OK;
}

static const struct pevent_rule {
	enum pevent type;
	size_t len; /* of the payload, exactly */
	enum err (*apply)(
	    struct private_vault *, int64_t time, const unsigned char *);
} rules[] = {
    {PEV_CREATE, 0, apply_none},
    {PEV_NOTE, ID_LEN + 4 + HASH_LEN, apply_note},
    {PEV_WRAP, 1 + 2 + 4 + HASH_LEN, apply_wrap},
    {PEV_UNLOCK, 4, apply_none},
    {PEV_EXPORT, ID_LEN, apply_none},
};

/* Row 1, and no other, makes the file; every row is the owner's. */
static enum err apply_body(
    struct private_vault *pv, uint64_t seq, const unsigned char *p, size_t len)
{
	if (len < BODY_HEAD || (p[0] == PEV_CREATE) != (seq == 1) ||
	    memcmp(p + 9, pv->owner.b, ID_LEN) != 0)
		return ERR_FORMAT;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i].type == p[0])
			return len != BODY_HEAD + rules[i].len
				   ? ERR_FORMAT
				   : rules[i].apply(pv,
					 (int64_t)le64_get(p + 1),
					 p + BODY_HEAD);
	return ERR_UNSUPPORTED;
}

static enum err sync_row(void *arg, const struct store_val *row)
{
	struct private_vault *pv = arg;
	uint64_t seq = pv->seq + 1;
	unsigned char ad[ROW_AD], h[HASH_LEN];
	struct buf body = {0};
	enum err e;

	row_hash(pv->v->host.clinic, seq, pv->head, row[COL_PLEDGER_BLOB].p,
	    row[COL_PLEDGER_BLOB].len, h);
	if (row[COL_PLEDGER_SEQ].num != (int64_t)seq ||
	    row[COL_PLEDGER_HASH].len != HASH_LEN ||
	    memcmp(row[COL_PLEDGER_HASH].p, h, HASH_LEN) != 0)
		return bad(seq, "does not follow");
	row_ad(pv->v->host.clinic, seq, pv->head, ad);
	e = seal_open(pv->ledger_key, ad, ROW_AD, row[COL_PLEDGER_BLOB].p,
	    row[COL_PLEDGER_BLOB].len, &body);
	if (e == ERR_CORRUPT)
		e = bad(seq, "does not open");
	if (e == ERR_OK &&
	    (e = apply_body(pv, seq, body.p, body.len)) != ERR_OK &&
	    e != ERR_NOMEM)
		e = bad(seq, "is not a row of this file");
	if (e == ERR_OK) {
		pv->seq = seq;
		memcpy(pv->head, h, HASH_LEN);
	}
	buf_free(&body);
	return e;
}

enum err pledger_sync(struct private_vault *pv)
{
	struct store_val from = store_int((int64_t)pv->seq + 1);
	struct store_scan scan = {
	    .table = STORE_PLEDGER, .from = &from, .nfrom = 1};
	enum err e = store_scan(pv->db, &scan, sync_row, pv);

	if (e != ERR_OK)
		pledger_reset(pv);
	return e;
}

void pledger_reset(struct private_vault *pv)
{
	pv->seq = 0;
	pv->nnote = 0;
	memset(pv->head, 0, sizeof(pv->head));
	memset(pv->wrap, 0, sizeof(pv->wrap));
}

/* ---- append ------------------------------------------------------------ */

enum err pledger_begin(struct private_vault *pv)
{
	enum err e;

	if ((e = pvault_need(pv)) != ERR_OK ||
	    (e = store_begin_write(pv->db)) != ERR_OK)
		return e;
	if ((e = pledger_sync(pv)) != ERR_OK)
		store_rollback(pv->db);
	return e;
}

static enum err put_row(
    struct private_vault *pv, uint64_t seq, const struct buf *body)
{
	unsigned char ad[ROW_AD], h[HASH_LEN];
	struct buf blob = {0};
	enum err e;

	row_ad(pv->v->host.clinic, seq, pv->head, ad);
	e = seal(pv->ledger_key, ad, ROW_AD, body->p, body->len, &blob);
	if (e == ERR_OK) {
		struct store_val row[] = {
		    [COL_PLEDGER_SEQ] = store_int((int64_t)seq),
		    [COL_PLEDGER_HASH] = store_bytes(h, HASH_LEN),
		    [COL_PLEDGER_BLOB] = store_bytes(blob.p, blob.len),
		};

		row_hash(
		    pv->v->host.clinic, seq, pv->head, blob.p, blob.len, h);
		e = store_put(pv->db, STORE_PLEDGER, row);
	}
	if (e == ERR_OK) {
		pv->seq = seq;
		memcpy(pv->head, h, HASH_LEN);
	}
	buf_free(&blob);
	return e;
}

enum err pledger_append(
    struct private_vault *pv, enum pevent type, const struct buf *payload)
{
	uint64_t seq = pv->seq + 1;
	struct buf body = {0};
	enum err e;

	if ((e = buf_add8(&body, type)) == ERR_OK &&
	    (e = buf_add64(&body, (uint64_t)clock_utc(pv->v->clock))) ==
		ERR_OK &&
	    (e = buf_add(&body, pv->owner.b, ID_LEN)) == ERR_OK &&
	    (e = buf_add(&body, payload->p, payload->len)) == ERR_OK &&
	    (e = apply_body(pv, seq, body.p, body.len)) == ERR_OK)
		e = put_row(pv, seq, &body);
	buf_free(&body);
	return e;
}

/*
 * The private file is not synced at commit, the pin may be: only what has
 * reached the disk is pinned, or a power cut would leave a file that is behind
 * its pin.  A pin that cannot be saved lags behind, which is allowed.
 */
static void pin_head(struct private_vault *pv, bool purge)
{
	struct pin pin;
	enum err e = store_checkpoint(pv->db, purge);

	if (e == ERR_BUSY && purge)
		e = store_checkpoint(pv->db, false);
	if (e == ERR_OK && (e = pin_load(pv->v, &pin)) == ERR_OK) {
		pin.pcount = pv->seq;
		memcpy(pin.phash, pv->head, HASH_LEN);
		e = pin_save(pv->v, &pin);
	}
	if (e != ERR_OK)
		err_clear();
}

enum err pledger_end(struct private_vault *pv, enum err e, bool purge)
{
	if (e != ERR_OK)
		store_rollback(pv->db);
	else
		e = store_commit(pv->db);
	if (e != ERR_OK)
		pledger_reset(pv);
	else
		pin_head(pv, purge);
	return e;
}
