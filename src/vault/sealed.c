#include <string.h>

#include "crypto/seal.h"
#include "crypto/sign.h"
#include "vault/entry.h"
#include "vault/sealed.h"

/* AD of an entry: magic4 suite fmt 0 0 clinic32 chart16 entry16 ver4 epoch4;
 * the signature leaves the epoch out, so that a new key needs no new one. */
#define ENTRY_AD 80
#define ENTRY_AD_SIGNED 76
/* kind1 time8 author16 prev32 len4 */
#define ENTRY_HEAD 61

/* "DRF1" clinic32 owner16 id16 chart16 epoch4 field16 */
#define DRAFT_AD 104

static void entry_ad(const struct sealed_bind *b, unsigned char ad[ENTRY_AD])
{
	memcpy(ad, "ENT1\1\1\0\0", 8);
	memcpy(ad + 8, b->clinic, HASH_LEN);
	memcpy(ad + 40, b->chart.b, ID_LEN);
	memcpy(ad + 56, b->entry.b, ID_LEN);
	le32_put(ad + 72, b->ver);
	le32_put(ad + 76, b->epoch);
}

static enum label sign_label(unsigned kind)
{
	return kind == SEALED_COSIGN ? LABEL_SIG_COSIGN : LABEL_SIG_AUTHOR;
}

static enum err entry_plain(const struct sealed_bind *b, struct sealed_entry *s,
    const unsigned char *sk, struct buf *plain)
{
	unsigned char ad[ENTRY_AD], sig[SIG_LEN];
	struct piece pc[2];
	enum err e;

	if ((e = buf_reserve(plain, ENTRY_HEAD + s->len + SIG_LEN + 4096)) ||
	    (e = buf_add8(plain, s->kind)) ||
	    (e = buf_add64(plain, (uint64_t)s->time)) ||
	    (e = buf_add(plain, s->author.b, ID_LEN)) ||
	    (e = buf_add(plain, s->prev, HASH_LEN)) ||
	    (e = buf_add32(plain, (uint32_t)s->len)) ||
	    (e = buf_add(plain, s->payload, s->len)))
		return e;
	entry_ad(b, ad);
	pc[0] = (struct piece){ad, ENTRY_AD_SIGNED};
	pc[1] = (struct piece){plain->p, plain->len};
	hash(LABEL_ENTRY_DIGEST, pc, 2, s->digest);
	if (sk != NULL) {
		sign(sk, sign_label(s->kind), pc, 2, sig);
		if ((e = buf_add(plain, sig, SIG_LEN)))
			return e;
	}
	return seal_pad(plain, seal_block(plain->len));
}

enum err sealed_entry_seal(const struct sealed_bind *b,
    const unsigned char *key, struct sealed_entry *s, const unsigned char *sk,
    struct buf *out)
{
	unsigned char ad[ENTRY_AD];
	struct buf plain = {0};
	enum err e;

	if (s->len > ENTRY_MAX)
		return err_set(ERR_LIMIT, "entry of %zu bytes", s->len);
	entry_ad(b, ad);
	e = entry_plain(b, s, sk, &plain);
	if (e == ERR_OK)
		e = seal(key, ad, ENTRY_AD, plain.p, plain.len, out);
	buf_free(&plain);
	return e;
}

/* Exactly head, payload and signature. */
static enum err entry_layout(
    const struct buf *plain, bool is_signed, struct sealed_entry *s)
{
	struct rd rd = {plain->p, plain->len};
	uint64_t time;
	uint32_t len;
	enum err e;

	if ((e = rd_8(&rd, &s->kind)) || (e = rd_64(&rd, &time)) ||
	    (e = rd_copy(&rd, s->author.b, ID_LEN)) ||
	    (e = rd_copy(&rd, s->prev, HASH_LEN)) || (e = rd_32(&rd, &len)))
		return e;
	if (len > ENTRY_MAX)
		return ERR_LIMIT;
	if ((e = rd_bytes(&rd, len, &s->payload)))
		return e;
	s->time = (int64_t)time;
	s->len = len;
	s->bytes = plain->p;
	s->nbytes = ENTRY_HEAD + s->len;
	s->sig = NULL;
	if (is_signed && (e = rd_bytes(&rd, SIG_LEN, &s->sig)))
		return e;
	return rd_end(&rd);
}

enum err sealed_entry_peek(const struct sealed_bind *b,
    const unsigned char *key, const void *blob, size_t len, bool is_signed,
    struct buf *plain, struct sealed_entry *out)
{
	unsigned char ad[ENTRY_AD];
	struct sealed_entry s = {0};
	enum err e;

	if (len > ENTRY_MAX + 8192)
		return err_set(ERR_CORRUPT, "entry of %zu bytes", len);
	entry_ad(b, ad);
	if ((e = seal_open(key, ad, ENTRY_AD, blob, len, plain)))
		return e;
	if (seal_unpad(plain, seal_block_padded(plain->len)) != ERR_OK ||
	    entry_layout(plain, is_signed, &s) != ERR_OK) {
		buf_clear(plain);
		return err_set(ERR_CORRUPT, "layout of an entry");
	}
	*out = s;
	return ERR_OK;
}

enum err sealed_entry_open(const struct sealed_bind *b,
    const unsigned char *key, const void *blob, size_t len, bool is_signed,
    struct buf *plain, struct sealed_entry *out)
{
	unsigned char ad[ENTRY_AD];
	struct piece pc[2] = {{ad, ENTRY_AD_SIGNED}};
	enum err e =
	    sealed_entry_peek(b, key, blob, len, is_signed, plain, out);

	if (e != ERR_OK)
		return e;
	entry_ad(b, ad);
	pc[1] = (struct piece){out->bytes, out->nbytes};
	hash(LABEL_ENTRY_DIGEST, pc, 2, out->digest);
	return ERR_OK;
}

bool sealed_entry_signed_by(const struct sealed_bind *b,
    const struct sealed_entry *s, const unsigned char *pk)
{
	unsigned char ad[ENTRY_AD];
	struct piece pc[2];

	if (s->sig == NULL)
		return false;
	entry_ad(b, ad);
	pc[0] = (struct piece){ad, ENTRY_AD_SIGNED};
	pc[1] = (struct piece){s->bytes, s->nbytes};
	return sign_ok(pk, sign_label(s->kind), pc, 2, s->sig);
}

/* ---- drafts ------------------------------------------------------------ */

enum err sealed_field(const char *tag, unsigned char field[SEALED_FIELD])
{
	size_t len = strlen(tag);

	if (len == 0 || len > SEALED_FIELD ||
	    strspn(tag, "abcdefghijklmnopqrstuvwxyz0123456789@._-") != len)
		return err_set(ERR_FORMAT, "field tag of %zu bytes", len);
	memset(field, 0, SEALED_FIELD);
	memcpy(field, tag, len);
	return ERR_OK;
}

static void draft_ad(const struct sealed_draft *d, unsigned char ad[DRAFT_AD])
{
	memcpy(ad, "DRF1", 4);
	memcpy(ad + 4, d->clinic, HASH_LEN);
	memcpy(ad + 36, d->owner.b, ID_LEN);
	memcpy(ad + 52, d->id.b, ID_LEN);
	memcpy(ad + 68, d->chart.b, ID_LEN);
	le32_put(ad + 84, d->epoch);
	memcpy(ad + 88, d->field, SEALED_FIELD);
}

enum err sealed_draft_seal(const struct sealed_draft *d,
    const unsigned char *key, const void *p, size_t len, struct buf *out)
{
	unsigned char ad[DRAFT_AD];
	struct buf plain = {0};
	enum err e;

	if (len > ENTRY_MAX)
		return err_set(ERR_LIMIT, "field of %zu bytes", len);
	draft_ad(d, ad);
	if ((e = buf_reserve(&plain, len + 4096)) == ERR_OK &&
	    (e = buf_add(&plain, p, len)) == ERR_OK &&
	    (e = seal_pad(&plain, seal_block(len))) == ERR_OK)
		e = seal(key, ad, DRAFT_AD, plain.p, plain.len, out);
	buf_free(&plain);
	return e;
}

enum err sealed_draft_open(const struct sealed_draft *d,
    const unsigned char *key, const void *blob, size_t len, struct buf *out)
{
	unsigned char ad[DRAFT_AD];
	struct buf plain = {0};
	enum err e;

	if (len > ENTRY_MAX + 8192)
		return err_set(ERR_CORRUPT, "draft field of %zu bytes", len);
	draft_ad(d, ad);
	e = seal_open(key, ad, DRAFT_AD, blob, len, &plain);
	if (e == ERR_OK &&
	    seal_unpad(&plain, seal_block_padded(plain.len)) != ERR_OK)
		e = err_set(ERR_CORRUPT, "padding of a draft field");
	if (e == ERR_OK)
		e = buf_add(out, plain.p, plain.len);
	buf_free(&plain);
	return e;
}
