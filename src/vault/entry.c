#include <string.h>

#include "crypto/secret.h"
#include "vault/entry.h"
#include "vault/fields.h"
#include "vault/internal.h"
#include "vault/sealed.h"

void entry_done(struct entry *e)
{
	if (e == NULL)
		return;
	buf_free(&e->payload);
	memset(e, 0, sizeof(*e));
}

/* The chart with its entries, as of now. */
static enum err chart_entries(
    struct vault *v, const struct id *chart, struct chart_state **out)
{
	struct chart_state *cs;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if ((cs = state_chart(&v->st, chart)) == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	if ((e = ledger_load_entries(v, cs)) != ERR_OK)
		return e;
	*out = cs;
	return ERR_OK;
}

static struct entry_head head_of(const struct state *st, const struct id *chart,
    const struct entry_state *es)
{
	return (struct entry_head){
	    .chart = *chart,
	    .entry = es->entry,
	    .ver = es->ver,
	    .cls = (enum entry_class)es->cls,
	    .author = st->person[es->author].pub.id,
	    .time = es->time,
	    .seq = es->seq,
	    .about = es->about,
	    .about_ver = es->about_ver,
	};
}

enum err entry_each(struct vault *v, const struct id *chart,
    enum entry_class cls,
    enum err (*each)(void *arg, const struct entry_head *), void *arg)
{
	struct id id = *chart;
	struct chart_state *cs;
	size_t n;
	enum err e;

	if ((e = ledger_catch_up(v, NULL)) != ERR_OK ||
	    (e = chart_entries(v, &id, &cs)) != ERR_OK)
		return e;
	n = cs->nentry;
	for (size_t i = 0; i < n; i++) {
		struct entry_head h;

		/* ${each} may write or poll, which moves the arrays. */
		if ((cs = state_chart(&v->st, &id)) == NULL || i >= cs->nentry)
			return err_set(ERR_CONFLICT, "chart while it is read");
		if (cs->entry[i].cls != cls)
			continue;
		h = head_of(&v->st, &id, &cs->entry[i]);
		if ((e = each(arg, &h)) != ERR_OK)
			return e;
	}
	return ERR_OK;
}

enum err entry_newest(struct vault *v, const struct id *chart,
    const struct id *entry, uint32_t *ver)
{
	const struct entry_state *es;
	struct chart_state *cs;
	enum err e;

	if ((e = ledger_catch_up(v, NULL)) != ERR_OK ||
	    (e = chart_entries(v, chart, &cs)) != ERR_OK)
		return e;
	es = state_entry(cs, entry);
	*ver = es == NULL ? 0 : es->ver;
	return ERR_OK;
}

/* ---- reading ----------------------------------------------------------- */

static enum err bad(const struct entry_state *es, const char *what)
{
	return err_set(ERR_CORRUPT, "row %llu: entry %s",
	    (unsigned long long)es->seq, what);
}

/* The row of ${es}, whose hash is that of the ledger, opened; ${whole}: with
 * its digest. */
static enum err open_row(struct vault *v, const struct chart_state *cs,
    const struct entry_state *es, bool digest, struct buf *plain,
    struct sealed_entry *out)
{
	const struct id *chart = &cs->pub.id;
	struct sealed_bind b = {
	    v->host.clinic, *chart, es->entry, es->ver, es->epoch};
	struct store_val key[3] = {
	    store_id(chart), store_id(&es->entry), store_int(es->ver)};
	const struct store_val *row;
	unsigned char h[HASH_LEN], *k;
	enum err e;

	if ((k = secret_new(KEY_LEN)) == NULL)
		return ERR_NOMEM;
	e = keys_chart(v, chart, es->epoch, SUBKEY_CHART_ENTRY, k);
	if (e != ERR_OK)
		goto out;
	e = store_get(v->db, STORE_ENTRY, key, &row);
	if (e == ERR_NOTFOUND)
		e = bad(es, "is missing");
	if (e != ERR_OK)
		goto out;
	hash1(LABEL_ENTRY_BLOB, row[COL_ENTRY_BLOB].p, row[COL_ENTRY_BLOB].len,
	    h);
	if (memcmp(h, es->hash, HASH_LEN) != 0 ||
	    row[COL_ENTRY_EPOCH].num != es->epoch)
		e = bad(es, "is not the one that was written");
	else if ((digest ? sealed_entry_open : sealed_entry_peek)(&b, k,
		     row[COL_ENTRY_BLOB].p, row[COL_ENTRY_BLOB].len, true,
		     plain, out) != ERR_OK)
		e = bad(es, "does not open");
out:
	secret_free(k);
	return e;
}

/* Kind and author are those of the event. */
static enum err check_event(
    struct vault *v, const struct entry_state *es, const struct sealed_entry *s)
{
	if (s->kind != es->cls)
		return bad(es, "has another class");
	if (!id_equal(&s->author, &v->st.person[es->author].pub.id))
		return bad(es, "has another author");
	return ERR_OK;
}

/* The author signed. */
static enum err check_author(struct vault *v, const struct chart_state *cs,
    const struct entry_state *es, const struct sealed_entry *s)
{
	struct sealed_bind b = {
	    v->host.clinic, cs->pub.id, es->entry, es->ver, es->epoch};
	const struct person_state *ps = &v->st.person[es->author];
	const struct public_keys *pk = state_keys(ps, es->seq);
	bool auth = es->cls == ENTRY_RECORD || es->cls == ENTRY_COSIGN;

	if (pk == NULL ||
	    !sealed_entry_signed_by(&b, s, auth ? pk->auth : pk->sign))
		return bad(es, "is not signed by its author");
	return ERR_OK;
}

/* The digest of the version before; zeros for the first. */
static enum err digest_before(struct vault *v, const struct chart_state *cs,
    const struct entry_state *es, unsigned char digest[ENTRY_DIGEST])
{
	const struct entry_state *was;
	struct buf plain = {0};
	struct sealed_entry s;
	enum err e = ERR_OK;

	if (es->ver == 1) {
		memset(digest, 0, ENTRY_DIGEST);
		return ERR_OK;
	}
	was = state_entry_ver(cs, &es->entry, es->ver - 1);
	if (was == NULL)
		e = bad(es, "has no version before");
	if (e == ERR_OK)
		e = open_row(v, cs, was, true, &plain, &s);
	if (e == ERR_OK)
		memcpy(digest, s.digest, ENTRY_DIGEST);
	buf_free(&plain);
	return e;
}

/* A cosignature stands for the version that it names, byte for byte. */
static enum err check_cosigned(struct vault *v, const struct chart_state *cs,
    const struct entry_state *es, const struct sealed_entry *s)
{
	const struct entry_state *of =
	    state_entry_ver(cs, &es->about, es->about_ver);
	struct buf plain = {0}, digest = {0};
	struct sealed_entry note;
	enum err e;

	if (of == NULL)
		return bad(es, "names no version");
	e = vault_corrupt(fields_get(s->payload, s->len, "@digest", &digest));
	if (e == ERR_OK)
		e = open_row(v, cs, of, true, &plain, &note);
	if (e == ERR_OK &&
	    (digest.len != ENTRY_DIGEST ||
		memcmp(digest.p, note.digest, ENTRY_DIGEST) != 0))
		e = bad(es, "cosigns another text");
	buf_free(&plain);
	buf_free(&digest);
	return e;
}

/* It follows the version before. */
static enum err check_chain(struct vault *v, const struct chart_state *cs,
    const struct entry_state *es, const struct sealed_entry *s)
{
	unsigned char prev[ENTRY_DIGEST];
	enum err e = digest_before(v, cs, es, prev);

	if (e == ERR_OK && memcmp(prev, s->prev, ENTRY_DIGEST) != 0)
		e = bad(es, "does not follow the version before");
	return e;
}

/* How much of an entry is checked: its row hash, class and author; besides that
 * its digest computed; besides that signature and version before. */
enum depth { LISTED, PEEKED, WHOLE };

static enum err read_one(struct vault *v, const struct chart_state *cs,
    const struct entry_state *es, enum depth depth, struct entry *out)
{
	struct entry en = {.head = head_of(&v->st, &cs->pub.id, es)};
	struct buf plain = {0};
	struct sealed_entry s;
	enum err e;

	if ((e = open_row(v, cs, es, depth > LISTED, &plain, &s)) != ERR_OK ||
	    (e = check_event(v, es, &s)) != ERR_OK)
		goto out;
	if (depth == WHOLE && ((e = check_author(v, cs, es, &s)) != ERR_OK ||
				  (e = check_chain(v, cs, es, &s)) != ERR_OK))
		goto out;
	if (depth == WHOLE && es->cls == ENTRY_COSIGN &&
	    (e = check_cosigned(v, cs, es, &s)) != ERR_OK)
		goto out;
	if ((e = buf_add(&en.payload, s.payload, s.len)) != ERR_OK)
		goto out;
	en.written = s.time;
	memcpy(en.digest, s.digest, ENTRY_DIGEST);
	memcpy(en.prev, s.prev, ENTRY_DIGEST);
	*out = en;
out:
	buf_free(&plain);
	return e;
}

/* What is clinical content, or speaks of it. */
static bool needs_view(const struct entry_state *es)
{
	return es->cls == ENTRY_RECORD || es->cls == ENTRY_COSIGN ||
	       es->cls == ENTRY_REVIEW;
}

static enum err read_ver(struct vault *v, const struct id *chart,
    const struct id *entry, uint32_t ver, enum depth depth, struct entry *out)
{
	const struct entry_state *es;
	struct chart_state *cs;
	enum err e;

	if ((e = ledger_catch_up(v, NULL)) != ERR_OK ||
	    (e = chart_entries(v, chart, &cs)) != ERR_OK)
		return e;
	es =
	    ver == 0 ? state_entry(cs, entry) : state_entry_ver(cs, entry, ver);
	if (es == NULL)
		return err_set(ERR_NOTFOUND, "entry");
	/* Not a lock but the order of security.md 2.4: audit, then content. */
	if (needs_view(es) && !cs->viewed)
		return err_set(ERR_DENIED, "no VIEW of this chart yet");
	return read_one(v, cs, es, depth, out);
}

enum err entry_read(struct vault *v, const struct id *chart,
    const struct id *entry, uint32_t ver, struct entry *out)
{
	return read_ver(v, chart, entry, ver, WHOLE, out);
}

enum err entry_peek(struct vault *v, const struct id *chart,
    const struct id *entry, uint32_t ver, struct entry *out)
{
	return read_ver(v, chart, entry, ver, PEEKED, out);
}

enum err entry_peek_each(struct vault *v, const struct id *chart,
    const struct entry_ref *refs, size_t n,
    enum err (*each)(void *arg, size_t i, enum err, const struct entry *),
    void *arg)
{
	struct chart_state *cs;
	bool own;
	enum err e;

	if ((e = ledger_catch_up(v, NULL)) != ERR_OK ||
	    (e = chart_entries(v, chart, &cs)) != ERR_OK)
		return e;
	own = !store_in_read(v->db) && !store_in_write(v->db);
	if (own && (e = store_begin_read(v->db)) != ERR_OK)
		return e;
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		const struct entry_state *es =
		    state_entry_ver(cs, &refs[i].entry, refs[i].ver);
		struct entry en = {0};
		enum err one =
		    es == NULL ? err_set(ERR_NOTFOUND, "entry")
		    : needs_view(es) && !cs->viewed
			? err_set(ERR_DENIED, "no VIEW of this chart yet")
			: read_one(v, cs, es, LISTED, &en);

		e = each(arg, i, one, &en);
		entry_done(&en);
	}
	if (own)
		store_rollback(v->db);
	return e;
}

/* ---- writing ----------------------------------------------------------- */

/* ERR_CONFLICT unless ${h} is the version that comes next, after what the
 * writer saw. */
static enum err check_next(struct vault *v, const struct chart_state *cs,
    const struct entry_head *h, const unsigned char *prev)
{
	const struct entry_state *es = state_entry(cs, &h->entry);
	unsigned char digest[ENTRY_DIGEST];
	struct entry_state next = {.entry = h->entry, .ver = h->ver};
	enum err e;

	if (h->ver == 0 || (h->ver == 1) != (prev == NULL))
		return err_set(ERR_FORMAT, "version %u", h->ver);
	if ((es == NULL ? 0 : es->ver) != h->ver - 1)
		return err_set(ERR_CONFLICT, "version %u", h->ver);
	if (es == NULL || prev == NULL)
		return ERR_OK;
	if (es->cls != h->cls)
		return err_set(ERR_FORMAT, "class of version %u", h->ver);
	if ((e = digest_before(v, cs, &next, digest)) != ERR_OK)
		return e;
	if (memcmp(digest, prev, ENTRY_DIGEST) != 0)
		return err_set(ERR_CONFLICT, "digest of version %u", es->ver);
	return ERR_OK;
}

static enum err put_row(
    struct vault *v, const struct sealed_bind *b, const struct buf *blob)
{
	struct store_val row[] = {
	    [COL_ENTRY_CHART] = store_id(&b->chart),
	    [COL_ENTRY_ENTRY] = store_id(&b->entry),
	    [COL_ENTRY_VER] = store_int(b->ver),
	    [COL_ENTRY_EPOCH] = store_int(b->epoch),
	    [COL_ENTRY_BLOB] = store_bytes(blob->p, blob->len),
	};
	enum err e = store_put(v->db, STORE_ENTRY, row);

	/* The ledger knows no such version, so nobody wrote it honestly. */
	if (e == ERR_EXISTS)
		return err_set(ERR_CORRUPT, "entry row that no event names");
	return e;
}

static enum err seal_and_put(struct vault *v, const struct identity *by,
    const unsigned char *key, struct entry_head *h, struct sealed_entry *s,
    uint32_t epoch)
{
	struct sealed_bind b = {
	    v->host.clinic, h->chart, h->entry, h->ver, epoch};
	bool auth = h->cls == ENTRY_RECORD || h->cls == ENTRY_COSIGN;
	struct event ev = {
	    .type = EV_ENTRY,
	    .chart = h->chart,
	    .subject = h->entry,
	    .cls = h->cls,
	    .ver = h->ver,
	    .epoch = epoch,
	    .about = h->about,
	    .about_ver = h->about_ver,
	};
	struct buf blob = {0};
	enum err e;

	e = sealed_entry_seal(
	    &b, key, s, auth ? by->auth_sk : by->sign_sk, &blob);
	if (e == ERR_OK)
		e = put_row(v, &b, &blob);
	if (e == ERR_OK) {
		hash1(LABEL_ENTRY_BLOB, blob.p, blob.len, ev.hash);
		e = ledger_append_as(v, by, &ev);
	}
	if (e == ERR_OK) {
		h->author = by->id;
		h->time = ev.time;
		h->seq = ev.seq;
	}
	buf_free(&blob);
	return e;
}

enum err entry_append_as(struct vault *v, const struct identity *by,
    const unsigned char *key, struct entry_head *h, const unsigned char *prev,
    const struct buf *payload, unsigned char *digest)
{
	struct sealed_entry s = {.kind = h->cls,
	    .time = clock_utc(v->clock),
	    .payload = payload->p,
	    .len = payload->len};
	struct chart_state *cs = state_chart(&v->st, &h->chart);
	unsigned char *own = NULL;
	enum err e;

	if (by == NULL)
		by = v->me;
	if (cs == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	if ((h->cls == ENTRY_RECORD || h->cls == ENTRY_COSIGN) &&
	    by->auth_sk == NULL)
		return err_set(ERR_LOCKED, "signing key");
	if ((e = ledger_load_entries(v, cs)) != ERR_OK)
		return e;
	if (key == NULL) {
		if ((own = secret_new(KEY_LEN)) == NULL)
			return ERR_NOMEM;
		key = own;
		e = keys_chart(
		    v, &h->chart, cs->pub.epoch, SUBKEY_CHART_ENTRY, own);
	}
	if (e == ERR_OK)
		e = check_next(v, cs, h, prev);
	if (e == ERR_OK) {
		s.author = by->id;
		if (prev != NULL)
			memcpy(s.prev, prev, ENTRY_DIGEST);
		e = seal_and_put(v, by, key, h, &s, cs->pub.epoch);
	}
	if (e == ERR_OK && digest != NULL)
		memcpy(digest, s.digest, ENTRY_DIGEST);
	secret_free(own);
	return e;
}

enum err entry_write(struct vault *v, const struct id *chart,
    enum entry_class cls, const struct id *entry, uint32_t ver,
    const unsigned char *prev, const struct buf *payload,
    struct entry_head *out, unsigned char *digest)
{
	struct entry_head h = {
	    .chart = *chart, .entry = *entry, .ver = ver, .cls = cls};
	unsigned char d[ENTRY_DIGEST];
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	if (payload->len > ENTRY_MAX)
		return err_set(ERR_LIMIT, "entry of %zu bytes", payload->len);
	if (cls == ENTRY_RECORD && !vault_sign_ready(v))
		return err_set(ERR_LOCKED, "signing key");
	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	/* Whoever was removed reads nothing that is written from now on. */
	if ((e = keys_rotate_due(v, chart)) == ERR_OK)
		e = entry_append_as(v, NULL, NULL, &h, prev, payload, d);
	if (e != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	if ((e = ledger_commit(v)) != ERR_OK)
		return e;
	if (out != NULL)
		*out = h;
	if (digest != NULL)
		memcpy(digest, d, ENTRY_DIGEST);
	return ERR_OK;
}
