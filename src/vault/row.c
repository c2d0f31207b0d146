#include "vault/row.h"

#include <string.h>

#include "crypto/seal.h"

/* clinic32 seq8 prev32 chart16 kep4 */
#define AD_LEN (HASH_LEN + 8 + HASH_LEN + ID_LEN + 4)
#define BODY_MIN (1 + 8 + ID_LEN)

static void make_ad(uint64_t seq, const struct id *chart, uint32_t kep,
    const unsigned char *clinic, const unsigned char *prev, unsigned char *ad)
{
	memcpy(ad, clinic, HASH_LEN);
	le64_put(ad + 32, seq);
	memcpy(ad + 40, prev, HASH_LEN);
	memcpy(ad + 72, chart->b, ID_LEN);
	le32_put(ad + 88, kep);
}

enum err row_parse(const struct store_val *v, struct row *out)
{
	const struct store_val *blob = &v[COL_LEDGER_BLOB];
	int64_t seq = v[COL_LEDGER_SEQ].num, kep = v[COL_LEDGER_KEP].num;

	if (seq < 1 || kep < 0 || kep > UINT32_MAX ||
	    v[COL_LEDGER_CHART].len != ID_LEN ||
	    v[COL_LEDGER_HASH].len != HASH_LEN ||
	    blob->len < BODY_MIN + SIG_LEN || blob->len > ROW_BLOB_MAX)
		return err_set(ERR_CORRUPT, "row %lld: size", (long long)seq);
	out->seq = (uint64_t)seq;
	out->kep = (uint32_t)kep;
	memcpy(out->chart.b, v[COL_LEDGER_CHART].p, ID_LEN);
	memcpy(out->hash, v[COL_LEDGER_HASH].p, HASH_LEN);
	out->blob = blob->p;
	out->len = blob->len;
	return ERR_OK;
}

void row_hash(const struct row *r, const unsigned char *clinic,
    const unsigned char *prev, unsigned char *out)
{
	unsigned char seq[8], kep[4];
	const struct piece m[] = {{prev, HASH_LEN}, {clinic, HASH_LEN},
	    {seq, 8}, {r->chart.b, ID_LEN}, {kep, 4}, {r->blob, r->len}};

	le64_put(seq, r->seq);
	le32_put(kep, r->kep);
	hash(LABEL_LEDGER_ROW, m, sizeof m / sizeof *m, out);
}

static enum err corrupt(uint64_t seq, const char *what)
{
	return err_set(
	    ERR_CORRUPT, "row %llu: %s", (unsigned long long)seq, what);
}

enum err row_open(const struct row *r, const unsigned char *clinic,
    const unsigned char *prev, const unsigned char *key, struct opened *out)
{
	unsigned char ad[AD_LEN];
	enum err e;

	buf_clear(&out->plain);
	if ((r->kep == 0) != (key == NULL))
		return corrupt(r->seq, "no key for it");
	make_ad(r->seq, &r->chart, r->kep, clinic, prev, ad);
	e = key == NULL
		? buf_add(&out->plain, r->blob, r->len)
		: seal_open(key, ad, sizeof ad, r->blob, r->len, &out->plain);
	if (e == ERR_CORRUPT || (e == ERR_OK && out->plain.len < SIG_LEN))
		return corrupt(r->seq, "does not open");
	if (e != ERR_OK)
		return e;
	out->bodylen = out->plain.len - SIG_LEN;
	out->clinic = clinic;
	out->prev = prev;
	memset(&out->ev, 0, sizeof out->ev);
	out->ev.seq = r->seq;
	out->ev.chart = r->chart;
	out->ev.kep = r->kep;
	return event_decode(out->plain.p, out->bodylen, &out->ev);
}

bool row_signed_by(const struct opened *o, const unsigned char *pk)
{
	unsigned char ad[AD_LEN];
	const struct piece m[] = {{ad, AD_LEN}, {o->plain.p, o->bodylen}};

	make_ad(o->ev.seq, &o->ev.chart, o->ev.kep, o->clinic, o->prev, ad);
	return sign_ok(pk, LABEL_SIG_LEDGER, m, 2, o->plain.p + o->bodylen);
}

enum err row_make(const struct event *ev, const unsigned char *clinic,
    const unsigned char *prev, const unsigned char *sk,
    const unsigned char *key, struct buf *blob, struct row *out)
{
	unsigned char ad[AD_LEN], sig[SIG_LEN];
	struct buf body = {0};
	size_t was = blob->len;
	enum err e;

	make_ad(ev->seq, &ev->chart, ev->kep, clinic, prev, ad);
	if ((e = event_encode(ev, &body)) != ERR_OK)
		goto out;
	sign(sk, LABEL_SIG_LEDGER,
	    (const struct piece[]){{ad, AD_LEN}, {body.p, body.len}}, 2, sig);
	if ((e = buf_add(&body, sig, sizeof sig)) != ERR_OK)
		goto out;
	e = key == NULL ? buf_add(blob, body.p, body.len)
			: seal(key, ad, sizeof ad, body.p, body.len, blob);
	if (e != ERR_OK)
		goto out;
	out->seq = ev->seq;
	out->chart = ev->chart;
	out->kep = ev->kep;
	out->blob = blob->p + was;
	out->len = blob->len - was;
	row_hash(out, clinic, prev, out->hash);
out:
	buf_free(&body);
	return e;
}
