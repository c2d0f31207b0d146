/* What a supervisor writes about a record: cosignatures and reviews. */
#include <string.h>

#include "crypto/secret.h"
#include "vault/entry.h"
#include "vault/fields.h"
#include "vault/internal.h"

static enum err write_about(struct vault *v, struct entry_head *h,
    const unsigned char *prev, const struct buf *payload, unsigned char *digest)
{
	enum err e;

	if (payload->len > ENTRY_MAX)
		return err_set(ERR_LIMIT, "entry of %zu bytes", payload->len);
	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	if ((e = keys_rotate_due(v, &h->chart)) != ERR_OK ||
	    (e = entry_append_as(v, NULL, NULL, h, prev, payload, digest)) !=
		ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	return ledger_commit(v);
}

enum err entry_review(struct vault *v, const struct id *chart,
    const struct id *entry, uint32_t ver, const unsigned char *prev,
    const struct id *about, uint32_t about_ver, const struct buf *payload,
    struct entry_head *out, unsigned char *digest)
{
	struct entry_head h = {.chart = *chart,
	    .entry = *entry,
	    .ver = ver,
	    .cls = ENTRY_REVIEW,
	    .about = *about,
	    .about_ver = about_ver};
	unsigned char d[ENTRY_DIGEST];
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = write_about(v, &h, prev, payload, d)) != ERR_OK)
		return e;
	if (out != NULL)
		*out = h;
	if (digest != NULL)
		memcpy(digest, d, ENTRY_DIGEST);
	return ERR_OK;
}

/* ---- cosignature -----------------------------------------------------------
 */

static enum err cosign_payload(const struct entry_head *h,
    const unsigned char *digest, const char *line, const char *looks,
    struct buf *b)
{
	char hex[ID_HEX];
	struct buf ver = {0};
	enum err e;

	if ((e = buf_addf(&ver, "%u", (unsigned)h->about_ver)) != ERR_OK ||
	    (e = fields_begin(b)) != ERR_OK ||
	    (e = fields_adds(b, "@target", id_hex(&h->about, hex))) != ERR_OK ||
	    (e = fields_add(b, "@version", ver.p, ver.len)) != ERR_OK ||
	    (e = fields_add(b, "@digest", digest, ENTRY_DIGEST)) != ERR_OK ||
	    (e = fields_adds(b, "@signed", line)) != ERR_OK ||
	    (e = fields_adds(b, "@looks", looks)) != ERR_OK)
		goto out;
	fields_end(b, 5);
out:
	buf_free(&ver);
	return e;
}

enum err entry_cosign(struct vault *v, const struct id *chart,
    const struct id *target, uint32_t ver, const unsigned char *digest,
    const char *line, const char *looks, struct entry_head *out)
{
	struct entry_head h = {.chart = *chart,
	    .ver = 1,
	    .cls = ENTRY_COSIGN,
	    .about = *target,
	    .about_ver = ver};
	struct buf payload = {0};
	struct entry en;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if (!vault_sign_ready(v))
		return err_set(ERR_LOCKED, "signing key");
	if ((e = entry_read(v, chart, target, ver, &en)) != ERR_OK)
		return e;
	if (memcmp(en.digest, digest, ENTRY_DIGEST) != 0)
		e = err_set(ERR_CONFLICT, "the note is not what was shown");
	entry_done(&en);
	secret_random(h.entry.b, ID_LEN);
	if (e == ERR_OK &&
	    (e = cosign_payload(&h, digest, line, looks, &payload)) == ERR_OK)
		e = write_about(v, &h, NULL, &payload, NULL);
	if (e == ERR_OK && out != NULL)
		*out = h;
	buf_free(&payload);
	return e;
}
