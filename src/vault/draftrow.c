#include <string.h>

#include "crypto/secret.h"
#include "vault/draftrow.h"
#include "vault/internal.h"

static enum err row_key(
    struct vault *v, const struct id *chart, uint32_t epoch, unsigned char *key)
{
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if (!id_is_zero(chart))
		return keys_chart(v, chart, epoch, SUBKEY_CHART_DRAFT, key);
	if (epoch != 0)
		return err_set(ERR_CORRUPT, "epoch of a draft without chart");
	memcpy(key, v->me->local, KEY_LEN);
	return ERR_OK;
}

enum err draftrow_init(struct vault *v, const struct id *id,
    const struct id *chart, struct draftrow *r)
{
	const struct chart *c = chart_get(v, chart);

	*r = (struct draftrow){.at = {.clinic = v->host.clinic,
				   .owner = v->me_id,
				   .id = *id,
				   .chart = *chart}};
	if (!id_is_zero(chart) && c == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	r->at.epoch = c == NULL ? 0 : c->epoch;
	if ((r->key = secret_new(KEY_LEN)) == NULL)
		return ERR_NOMEM;
	return row_key(v, chart, r->at.epoch, r->key);
}

void draftrow_done(struct draftrow *r)
{
	secret_free(r->key);
	r->key = NULL;
}

enum err draftrow_set(struct vault *v, struct draftrow *r,
    const unsigned char *field, const void *p, size_t len, struct buf *blob)
{
	struct buf b = {0};
	enum err e;

	memcpy(r->at.field, field, SEALED_FIELD);
	e = sealed_draft_seal(&r->at, r->key, p, len, &b);
	if (e == ERR_OK) {
		struct store_val row[] = {
		    [COL_DRAFT_ID] = store_id(&r->at.id),
		    [COL_DRAFT_FIELD] = store_bytes(field, SEALED_FIELD),
		    [COL_DRAFT_CHART] = store_id(&r->at.chart),
		    [COL_DRAFT_EPOCH] = store_int(r->at.epoch),
		    [COL_DRAFT_BLOB] = store_bytes(b.p, b.len),
		};

		e = store_set(v->user, STORE_DRAFT, row);
	}
	if (e == ERR_OK && blob != NULL)
		e = buf_copy(blob, &b);
	buf_free(&b);
	return e;
}

enum err draftrow_remove(
    struct vault *v, const struct id *id, const unsigned char *field)
{
	struct store_val key[] = {
	    store_id(id), store_bytes(field, SEALED_FIELD)};
	enum err e = store_remove(v->user, STORE_DRAFT, key, 2);

	return e == ERR_NOTFOUND ? ERR_OK : e;
}

enum err draftrow_get(struct vault *v, const struct id *id,
    const unsigned char *field, const struct store_val **row)
{
	struct store_val key[] = {
	    store_id(id), store_bytes(field, SEALED_FIELD)};

	return store_get(v->user, STORE_DRAFT, key, row);
}

enum err draftrow_open(
    struct vault *v, const struct store_val *row, struct buf *out)
{
	struct sealed_draft s = {.clinic = v->host.clinic,
	    .owner = v->me_id,
	    .epoch = (uint32_t)row[COL_DRAFT_EPOCH].num};
	unsigned char *key;
	enum err e;

	if (row[COL_DRAFT_ID].len != ID_LEN ||
	    row[COL_DRAFT_CHART].len != ID_LEN ||
	    row[COL_DRAFT_FIELD].len != SEALED_FIELD ||
	    row[COL_DRAFT_EPOCH].num != s.epoch)
		return err_set(ERR_CORRUPT, "draft row");
	if ((key = secret_new(KEY_LEN)) == NULL)
		return ERR_NOMEM;
	memcpy(s.id.b, row[COL_DRAFT_ID].p, ID_LEN);
	memcpy(s.chart.b, row[COL_DRAFT_CHART].p, ID_LEN);
	memcpy(s.field, row[COL_DRAFT_FIELD].p, SEALED_FIELD);
	if ((e = row_key(v, &s.chart, s.epoch, key)) == ERR_OK)
		e = sealed_draft_open(&s, key, row[COL_DRAFT_BLOB].p,
		    row[COL_DRAFT_BLOB].len, out);
	secret_free(key);
	return e;
}
