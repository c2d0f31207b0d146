#include <string.h>

#include "crypto/secret.h"
#include "crypto/wrap.h"
#include "vault/fields.h"
#include "vault/sealed.h"
#include "vault/verify_run.h"

/* ---- sizes: what needs no key
 * ------------------------------------------------ */

#define ENTRY_BLOB_MIN ((size_t)552)
#define ENTRY_BLOB_MAX (ENTRY_MAX + 8192)

struct column_size {
	enum store_table table;
	const char *words;
	unsigned col;
	size_t min, max;
};

static const struct column_size sizes[] = {
    {STORE_KW, "wrap owner", COL_KW_OWNER, ID_LEN, ID_LEN},
    {STORE_KW, "wrap", COL_KW_BLOB, WRAP_LEN, WRAP_LEN},
    {STORE_LOGIN, "login tag", COL_LOGIN_TAG, HASH_LEN, HASH_LEN},
    {STORE_LOGIN, "login owner", COL_LOGIN_OWNER, ID_LEN, ID_LEN},
    {STORE_EPOCH, "epoch chart", COL_EPOCH_CHART, ID_LEN, ID_LEN},
    {STORE_EPOCH, "previous-key wrap", COL_EPOCH_PREVWRAP, 0, PREVWRAP_LEN},
    {STORE_GRANTS, "grant chart", COL_GRANTS_CHART, ID_LEN, ID_LEN},
    {STORE_GRANTS, "grantee", COL_GRANTS_GRANTEE, ID_LEN, ID_LEN},
    {STORE_GRANTS, "grant", COL_GRANTS_SEALED, GRANT_LEN, GRANT_LEN},
    {STORE_ENTRY, "entry chart", COL_ENTRY_CHART, ID_LEN, ID_LEN},
    {STORE_ENTRY, "entry id", COL_ENTRY_ENTRY, ID_LEN, ID_LEN},
    {STORE_ENTRY, "entry", COL_ENTRY_BLOB, ENTRY_BLOB_MIN, ENTRY_BLOB_MAX},
};

struct sizing {
	struct verify_run *r;
	const struct column_size *s;
};

static enum err size_row(void *arg, const struct store_val *row)
{
	struct sizing *z = arg;
	size_t len = row[z->s->col].len;

	if (len < z->s->min || len > z->s->max)
		verify_fault(z->r, 0, "%s of %zu bytes", z->s->words, len);
	return ERR_OK;
}

enum err verify_sizes(struct verify_run *r)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < sizeof sizes / sizeof *sizes;
	     i++) {
		struct store_scan scan = {.table = sizes[i].table};
		struct sizing z = {r, &sizes[i]};

		e = store_scan(r->v->db, &scan, size_row, &z);
	}
	return e;
}

/* ---- each row is what an event committed to, and none is missing ------------
 */

struct tally {
	struct verify_run *r;
	size_t rows;
};

static bool id_of(const struct store_val *v, struct id *out)
{
	if (v->len != ID_LEN)
		return false;
	memcpy(out->b, v->p, ID_LEN);
	return true;
}

static bool hash_is(
    enum label l, const struct store_val *v, const unsigned char *want)
{
	unsigned char h[HASH_LEN];

	hash1(l, v->p, v->len, h);
	return memcmp(h, want, HASH_LEN) == 0;
}

/* Scan ${t} with ${fn}, which counts the good rows; there must be ${want}. */
static enum err tally(struct verify_run *r, enum store_table t, size_t want,
    enum err (*fn)(void *arg, const struct store_val *row), const char *words)
{
	struct store_scan scan = {.table = t};
	struct tally ta = {.r = r};
	enum err e = store_scan(r->v->db, &scan, fn, &ta);

	if (e == ERR_OK && ta.rows < want)
		verify_fault(r, 0, "%zu %s missing", want - ta.rows, words);
	return e;
}

static enum err wrap_row(void *arg, const struct store_val *row)
{
	struct tally *t = arg;
	const struct state *st = &t->r->st;
	int64_t purpose = row[COL_KW_PURPOSE].num, slot = row[COL_KW_SLOT].num;
	const struct wrap_state *w = NULL;
	struct id owner;

	if (id_of(&row[COL_KW_OWNER], &owner) && purpose >= 0 &&
	    purpose <= 255 && slot >= 0 && slot <= 65535)
		w = state_wrap(st, state_person_index(st, &owner),
		    (unsigned)purpose, (unsigned)slot);
	if (w == NULL)
		verify_fault(t->r, 0, "a wrap that no event names");
	else if (!hash_is(LABEL_WRAP_BLOB, &row[COL_KW_BLOB], w->hash))
		verify_fault(t->r, 0, "a wrap that is not the newest");
	else
		t->rows++;
	return ERR_OK;
}

enum err verify_wraps(struct verify_run *r)
{
	return tally(r, STORE_KW, r->st.nwrap, wrap_row, "wraps");
}

static enum err login_row(void *arg, const struct store_val *row)
{
	struct tally *t = arg;
	const struct person_state *p = NULL;
	struct id owner;

	if (id_of(&row[COL_LOGIN_OWNER], &owner))
		p = state_person(&t->r->st, &owner);
	if (p == NULL || row[COL_LOGIN_TAG].len != HASH_LEN ||
	    memcmp(row[COL_LOGIN_TAG].p, p->tag, HASH_LEN) != 0)
		verify_fault(t->r, 0, "a login name that no event names");
	else
		t->rows++;
	return ERR_OK;
}

enum err verify_logins(struct verify_run *r)
{
	size_t staff = 0;

	for (size_t i = 0; i < r->st.nperson; i++)
		staff += r->st.person[i].pub.roles != ROLE_RECORDS;
	return tally(r, STORE_LOGIN, staff, login_row, "login names");
}

static const struct chart_state *chart_of(
    struct tally *t, const struct store_val *v)
{
	struct id id;

	return id_of(v, &id) ? state_chart(&t->r->st, &id) : NULL;
}

static enum err epoch_row(void *arg, const struct store_val *row)
{
	struct tally *t = arg;
	const struct chart_state *c = chart_of(t, &row[COL_EPOCH_CHART]);
	int64_t ep = row[COL_EPOCH_EPOCH].num;

	if (c == NULL || ep < 1 || ep > (int64_t)c->nepoch)
		verify_fault(t->r, 0, "an epoch that no event names");
	else if (!hash_is(LABEL_PREV_WRAP, &row[COL_EPOCH_PREVWRAP],
		     c->epoch[ep - 1].prevwrap) ||
		 row[COL_EPOCH_PREVWRAP].len != (ep == 1 ? 0 : PREVWRAP_LEN))
		verify_fault(t->r, c->epoch[ep - 1].seq,
		    "its previous-key wrap is another");
	else
		t->rows++;
	return ERR_OK;
}

enum err verify_epochs(struct verify_run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->st.nchart; i++)
		n += r->st.chart[i].nepoch;
	return tally(r, STORE_EPOCH, n, epoch_row, "epochs");
}

static enum err grant_row(void *arg, const struct store_val *row)
{
	struct tally *t = arg;
	const struct chart_state *c = chart_of(t, &row[COL_GRANTS_CHART]);
	int64_t ep = row[COL_GRANTS_EPOCH].num;
	const struct grant_state *g = NULL;
	struct id who;

	if (c != NULL && ep >= 1 && ep <= (int64_t)c->nepoch &&
	    id_of(&row[COL_GRANTS_GRANTEE], &who))
		g = state_grant(
		    c, (uint32_t)ep, state_person_index(&t->r->st, &who));
	if (g == NULL)
		verify_fault(t->r, 0, "a grant that no event names");
	else if (g->ended != 0)
		verify_fault(t->r, g->ended, "the grant it ended is there");
	else if (!hash_is(LABEL_GRANT_BLOB, &row[COL_GRANTS_SEALED], g->hash))
		verify_fault(t->r, g->seq, "its grant is another");
	else
		t->rows++;
	return ERR_OK;
}

enum err verify_grants(struct verify_run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->st.nchart; i++) {
		const struct chart_state *c = &r->st.chart[i];

		/* After a key reset the newest of a place counts. */
		for (size_t k = 0; k < c->ngrant; k++)
			n += state_member(c, c->grant[k].epoch,
				 c->grant[k].grantee, 0) == &c->grant[k];
	}
	return tally(r, STORE_GRANTS, n, grant_row, "grants");
}

static enum err entry_row(void *arg, const struct store_val *row)
{
	struct tally *t = arg;
	const struct chart_state *c = chart_of(t, &row[COL_ENTRY_CHART]);
	int64_t ver = row[COL_ENTRY_VER].num;
	const struct entry_state *es = NULL;
	struct id id;

	if (c != NULL && ver >= 1 && ver <= UINT32_MAX &&
	    id_of(&row[COL_ENTRY_ENTRY], &id))
		es = state_entry_ver(c, &id, (uint32_t)ver);
	if (es == NULL)
		verify_fault(t->r, 0, "an entry that no event names");
	else if (row[COL_ENTRY_EPOCH].num != es->epoch ||
		 !hash_is(LABEL_ENTRY_BLOB, &row[COL_ENTRY_BLOB], es->hash))
		verify_fault(t->r, es->seq, "its entry is another");
	else
		t->rows++;
	return ERR_OK;
}

enum err verify_entries(struct verify_run *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->st.nchart; i++)
		n += r->st.chart[i].nentry;
	r->report.entries = n;
	return tally(r, STORE_ENTRY, n, entry_row, "entries");
}

enum err verify_requests(struct verify_run *r)
{
	struct store_scan scan = {.table = STORE_REQUEST};
	size_t n;
	enum err e = store_count(r->v->db, &scan, &n);

	if (e == ERR_OK && n > 0)
		verify_fault(r, 0, "%zu requests, which no Tacet makes", n);
	return e;
}

enum err verify_records(struct verify_run *r)
{
	for (size_t i = 0; i < r->st.nchart; i++) {
		const struct chart_state *c = &r->st.chart[i];

		for (uint32_t ep = 1; ep <= c->nepoch; ep++)
			if (state_grant(c, ep, r->st.records) == NULL)
				verify_fault(r, c->epoch[ep - 1].seq,
				    "no grant to RECORDS");
	}
	return ERR_OK;
}

/* ---- who could still read
 * --------------------------------------------------------- */

static void tell_former(
    struct verify_run *r, const struct chart_state *c, int who)
{
	/* The names are those that the login knows. */
	const struct person *p = vault_person(r->v, &r->st.person[who].pub.id);

	if (r->skip != NULL && strcmp(r->skip, r->check) == 0)
		return;
	r->report.former++;
	if (r->hooks != NULL && r->hooks->former != NULL && p != NULL)
		r->hooks->former(r->hooks->arg, &c->pub, p);
}

enum err verify_former(struct verify_run *r)
{
	int64_t now = clock_utc(r->v->clock);

	for (size_t i = 1; i < r->st.nchart; i++) {
		const struct chart_state *c = &r->st.chart[i];

		for (size_t k = 0; k < c->ngrant; k++) {
			const struct grant_state *g = &c->grant[k];

			if (g->epoch == c->pub.epoch &&
			    state_grant(c, g->epoch, g->grantee) == g &&
			    state_member(c, g->epoch, g->grantee, now) == NULL)
				tell_former(r, c, g->grantee);
		}
	}
	return ERR_OK;
}

/* ---- content: what my own keys open
 * ----------------------------------------------- */

static enum err no_field(void *arg, const char *tag, const void *p, size_t len)
{
	(void)arg;
	(void)tag;
	(void)p;
	(void)len;
	return ERR_OK;
}

static const char *wrong(struct verify_run *r, const struct chart_state *c,
    const struct entry_state *es, const struct sealed_bind *b,
    const struct sealed_entry *s)
{
	const struct person_state *p = &r->st.person[es->author];
	const struct public_keys *pk = state_keys(p, es->seq);
	const struct entry_state *was =
	    es->older == 0 ? NULL : &c->entry[es->older - 1];

	if (s->kind != es->cls)
		return "its entry has another class";
	if (!id_equal(&s->author, &p->pub.id))
		return "its entry has another author";
	if (pk == NULL ||
	    !sealed_entry_signed_by(b, s,
		es->cls == ENTRY_RECORD || es->cls == ENTRY_COSIGN ? pk->auth
								   : pk->sign))
		return "its entry is not signed by its author";
	if ((was == NULL) != (es->ver == 1))
		return "its entry lacks the version before";
	if (fields_each(s->payload, s->len, no_field, NULL) != ERR_OK)
		return "its entry is not a list of fields";
	return NULL;
}

struct opening {
	struct buf plain;
	struct sealed_entry s;
};

/* ERR_OK also for a fault, which is reported; *good tells. */
static enum err open_entry(struct verify_run *r, const struct chart_state *c,
    const struct entry_state *es, unsigned char *key, struct opening *o,
    bool *good)
{
	struct sealed_bind b = {
	    r->v->host.clinic, c->pub.id, es->entry, es->ver, es->epoch};
	struct store_val k[] = {
	    store_id(&c->pub.id), store_id(&es->entry), store_int(es->ver)};
	const struct store_val *row;
	const char *what;
	enum err e;

	*good = false;
	e = keys_chart(r->v, &c->pub.id, es->epoch, SUBKEY_CHART_ENTRY, key);
	if (e == ERR_OK)
		e = store_get(r->v->db, STORE_ENTRY, k, &row);
	if (e == ERR_OK) {
		buf_clear(&o->plain);
		e = sealed_entry_open(&b, key, row[COL_ENTRY_BLOB].p,
		    row[COL_ENTRY_BLOB].len, true, &o->plain, &o->s);
	}
	if (e == ERR_CORRUPT || e == ERR_NOTFOUND) {
		verify_fault(r, es->seq, "its entry does not open");
		return ERR_OK;
	}
	if (e == ERR_OK && (what = wrong(r, c, es, &b, &o->s)) != NULL)
		verify_fault(r, es->seq, "%s", what);
	else
		*good = true;
	return e;
}

static enum err check_cosigned(struct verify_run *r,
    const struct chart_state *c, const struct entry_state *es,
    unsigned char *key, const struct opening *cosign)
{
	const struct entry_state *of =
	    state_entry_ver(c, &es->about, es->about_ver);
	struct opening note = {.plain = {0}};
	struct buf digest = {0};
	bool good = false;
	enum err e = ERR_OK;

	if (of != NULL)
		e = open_entry(r, c, of, key, &note, &good);
	if (e != ERR_OK)
		goto out;
	e = fields_get(cosign->s.payload, cosign->s.len, "@digest", &digest);
	if (e == ERR_NOMEM)
		goto out;
	if (e != ERR_OK || !good || digest.len != HASH_LEN ||
	    memcmp(digest.p, note.s.digest, HASH_LEN) != 0)
		verify_fault(r, es->seq, "it cosigns another text");
	e = ERR_OK;
out:
	buf_free(&digest);
	buf_free(&note.plain);
	return e;
}

static enum err check_entry(struct verify_run *r, const struct chart_state *c,
    const struct entry_state *es, unsigned char *key)
{
	static const unsigned char zeros[HASH_LEN];
	struct opening now = {.plain = {0}}, was = {.plain = {0}};
	const unsigned char *prev = zeros;
	bool good, good2 = true;
	enum err e = open_entry(r, c, es, key, &now, &good);

	if (e == ERR_OK && good && es->older != 0) {
		e = open_entry(
		    r, c, &c->entry[es->older - 1], key, &was, &good2);
		prev = was.s.digest;
	}
	if (e == ERR_OK && good && good2 &&
	    memcmp(prev, now.s.prev, HASH_LEN) != 0)
		verify_fault(
		    r, es->seq, "its entry does not follow the version before");
	if (e == ERR_OK && good && es->cls == ENTRY_COSIGN)
		e = check_cosigned(r, c, es, key, &now);
	buf_free(&now.plain);
	buf_free(&was.plain);
	return e;
}

static enum err check_chart(
    struct verify_run *r, const struct chart_state *c, unsigned char *key)
{
	const unsigned char *cek;
	enum err e = ERR_OK;

	/* Every epoch, also one without entries: grant, wraps, commitment. */
	for (uint32_t ep = c->pub.epoch; e == ERR_OK && ep > 0; ep--) {
		e = keys_cek(r->v, &c->pub.id, ep, &cek);
		if (e == ERR_CORRUPT) {
			verify_fault(
			    r, c->epoch[ep - 1].seq, "%s", err_detail());
			return ERR_OK;
		}
	}
	for (size_t i = 0; e == ERR_OK && i < c->nentry; i++)
		e = check_entry(r, c, &c->entry[i], key);
	return e;
}

/* After its end a grant opens nothing, also before the key is changed. */
static bool holds(struct verify_run *r, const struct chart_state *c)
{
	int me = state_person_index(&r->st, &r->v->me_id);

	return me >= 0 && state_member(c, c->pub.epoch, me,
			      clock_utc(r->v->clock)) != NULL;
}

enum err verify_content(struct verify_run *r)
{
	struct state live = r->v->st;
	unsigned char *key = secret_new(KEY_LEN);
	enum err e = ERR_OK;

	if (key == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	/* Keys are opened by what this run found, not by what login knew; and
	 * from their rows, not from memory. */
	state_set_me(&r->st, &r->v->me_id);
	r->v->st = r->st;
	keys_drop(r->v);
	for (size_t i = 0; e == ERR_OK && i < r->st.nchart; i++)
		if (holds(r, &r->st.chart[i]))
			e = check_chart(r, &r->st.chart[i], key);
	r->v->st = live;
	keys_drop(r->v);
	secret_free(key);
	return e;
}
