#include <stdlib.h>
#include <string.h>

#include "crypto/kdf.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/chart.h"
#include "vault/internal.h"
#include "vault/sealed.h"

/* ---- bytes alone ------------------------------------------------------- */

struct bench {
	unsigned char clinic[HASH_LEN], pk[SIGN_PK], seed[KEY_LEN];
	unsigned char *key, *sk;
	struct sealed_bind b;
	struct sealed_entry s;
	struct buf blob;
};

static void bench_init(struct bench *t, size_t len)
{
	unsigned char *text = malloc(len + 1);

	ck_ok(secret_init((size_t)256 * 1024));
	memset(t, 0, sizeof(*t));
	memset(t->clinic, 7, sizeof(t->clinic));
	memset(t->seed, 3, sizeof(t->seed));
	memset(text, 'x', len + 1);
	t->key = secret_new(KEY_LEN);
	t->sk = secret_new(SIGN_SK);
	sign_keys(t->seed, t->pk, t->sk);
	secret_random(t->key, KEY_LEN);
	t->b = (struct sealed_bind){.clinic = t->clinic, .ver = 1, .epoch = 1};
	secret_random(&t->b.chart, sizeof(t->b.chart));
	secret_random(&t->b.entry, sizeof(t->b.entry));
	t->s = (struct sealed_entry){
	    .kind = ENTRY_RECORD, .time = 5, .payload = text, .len = len};
	ck_ok(sealed_entry_seal(&t->b, t->key, &t->s, t->sk, &t->blob));
	free(text);
}

static void bench_done(struct bench *t)
{
	secret_free(t->key);
	secret_free(t->sk);
	buf_free(&t->blob);
}

static enum err bench_open(struct bench *t, const struct sealed_bind *b)
{
	struct buf plain = {0};
	struct sealed_entry s;
	enum err e = sealed_entry_open(
	    b, t->key, t->blob.p, t->blob.len, true, &plain, &s);

	if (e == ERR_OK)
		ck_assert(sealed_entry_signed_by(b, &s, t->pk));
	buf_free(&plain);
	return e;
}

/* Padded to 512, above 16 KiB to 4096; 61 bytes of head, 64 of signature, 40
 * of seal. */
START_TEST(sealed_sizes)
{
	static const struct {
		size_t len, blob;
	} t[] = {
	    {0, 512 + 40},
	    {386, 512 + 40},
	    {387, 1024 + 40},
	    {16384 - 125, 16384 + 512 + 40},
	    {16384 - 124, 20480 + 40},
	    {(size_t)1 << 20, ((size_t)1 << 20) + 4096 + 40},
	};

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct bench x;

		bench_init(&x, t[i].len);
		ck_assert_uint_eq(x.blob.len, t[i].blob);
		ck_ok(bench_open(&x, &x.b));
		bench_done(&x);
	}
}
END_TEST

START_TEST(sealed_for_one_place)
{
	struct bench x;
	struct sealed_bind b;

	bench_init(&x, 100);
	ck_ok(bench_open(&x, &x.b));
	b = x.b;
	b.chart.b[0] ^= 1;
	ck_err(bench_open(&x, &b), ERR_CORRUPT);
	b = x.b;
	b.entry.b[15] ^= 1;
	ck_err(bench_open(&x, &b), ERR_CORRUPT);
	b = x.b;
	b.ver = 2;
	ck_err(bench_open(&x, &b), ERR_CORRUPT);
	b = x.b;
	b.epoch = 2;
	ck_err(bench_open(&x, &b), ERR_CORRUPT);
	x.clinic[31] ^= 1;
	ck_err(bench_open(&x, &x.b), ERR_CORRUPT);
	x.clinic[31] ^= 1;
	ck_ok(bench_open(&x, &x.b));
	bench_done(&x);
}
END_TEST

START_TEST(sealed_every_byte)
{
	struct bench x;

	bench_init(&x, 10);
	for (size_t i = 0; i < x.blob.len; i++) {
		x.blob.p[i] ^= 0x10;
		ck_err(bench_open(&x, &x.b), ERR_CORRUPT);
		x.blob.p[i] ^= 0x10;
	}
	for (size_t n = 0; n < x.blob.len; n += 7) {
		size_t was = x.blob.len;

		x.blob.len = n;
		ck_err(bench_open(&x, &x.b), ERR_CORRUPT);
		x.blob.len = was;
	}
	ck_ok(bench_open(&x, &x.b));
	bench_done(&x);
}
END_TEST

/* The signature is bound to author's key, entry and label. */
START_TEST(sealed_signature)
{
	unsigned char other[SIGN_PK], *sk;
	struct buf plain = {0};
	struct sealed_entry s;
	struct sealed_bind b;
	struct bench x;

	bench_init(&x, 10);
	sk = secret_new(SIGN_SK);
	x.seed[0] ^= 1;
	sign_keys(x.seed, other, sk);
	ck_ok(sealed_entry_open(
	    &x.b, x.key, x.blob.p, x.blob.len, true, &plain, &s));
	ck_assert(sealed_entry_signed_by(&x.b, &s, x.pk));
	ck_assert(!sealed_entry_signed_by(&x.b, &s, other));
	b = x.b;
	b.ver++;
	ck_assert(!sealed_entry_signed_by(&b, &s, x.pk));
	/* the epoch is not signed: a new key needs no new signature */
	b = x.b;
	b.epoch++;
	ck_assert(sealed_entry_signed_by(&b, &s, x.pk));
	s.kind = ENTRY_COSIGN;
	ck_assert(!sealed_entry_signed_by(&x.b, &s, x.pk));
	buf_free(&plain);
	secret_free(sk);
	bench_done(&x);
}
END_TEST

/* ---- in a clinic ------------------------------------------------------- */

START_TEST(sizes)
{
	static const size_t len[] = {
	    0, 1, 386, 387, 511, 512, 16384, (size_t)1 << 20};
	struct buf p = {0};
	struct entry en;
	struct rig r;

	rig_init(&r);
	for (size_t i = 0; i < sizeof(len) / sizeof(len[0]); i++) {
		struct id id = rig_id();

		buf_clear(&p);
		while (p.len < len[i])
			ck_ok(buf_add8(&p, (unsigned)(p.len * 7) & 255));
		ck_ok(entry_write(r.carl, &r.chart, ENTRY_RECORD, &id, 1, NULL,
		    &p, NULL, NULL));
		ck_ok(entry_read(r.carl, &r.chart, &id, 0, &en));
		ck_assert_uint_eq(en.payload.len, len[i]);
		ck_assert(
		    len[i] == 0 || memcmp(en.payload.p, p.p, len[i]) == 0);
		entry_done(&en);
	}
	while (p.len <= ENTRY_MAX)
		ck_ok(buf_add8(&p, 0));
	ck_err(entry_write(r.carl, &r.chart, ENTRY_RECORD, &r.chart, 1, NULL,
		   &p, NULL, NULL),
	    ERR_LIMIT);
	buf_free(&p);
	rig_done(&r);
}
END_TEST

static enum err write_text(struct vault *v, const struct id *chart,
    enum entry_class cls, const struct id *id, uint32_t ver,
    const unsigned char *prev, const char *text, unsigned char *digest)
{
	struct buf p = {0};
	enum err e;

	ck_ok(buf_adds(&p, text));
	e = entry_write(v, chart, cls, id, ver, prev, &p, NULL, digest);
	buf_free(&p);
	return e;
}

static enum err read_text(struct vault *v, const struct id *chart,
    const struct id *id, uint32_t ver, const char *want)
{
	struct entry en;
	enum err e = entry_read(v, chart, id, ver, &en);

	if (e == ERR_OK) {
		ck_assert_str_eq(buf_str(&en.payload), want);
		entry_done(&en);
	}
	return e;
}

START_TEST(versions)
{
	unsigned char d1[ENTRY_DIGEST], d2[ENTRY_DIGEST], wrong[ENTRY_DIGEST];
	struct id id = rig_id(), none = rig_id();
	uint32_t ver = 9;
	struct rig r;

	rig_init(&r);
	ck_ok(entry_newest(r.carl, &r.chart, &id, &ver));
	ck_assert_uint_eq(ver, 0);
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &id, 1, NULL, "one", d1));
	ck_err(write_text(
		   r.carl, &r.chart, ENTRY_RECORD, &id, 1, NULL, "again", d2),
	    ERR_CONFLICT);
	ck_err(
	    write_text(r.carl, &r.chart, ENTRY_RECORD, &id, 3, d1, "gap", d2),
	    ERR_CONFLICT);
	memcpy(wrong, d1, sizeof(wrong));
	wrong[0] ^= 1;
	ck_err(write_text(
		   r.carl, &r.chart, ENTRY_RECORD, &id, 2, wrong, "unseen", d2),
	    ERR_CONFLICT);
	ck_err(
	    write_text(r.carl, &r.chart, ENTRY_CLIENT, &id, 2, d1, "class", d2),
	    ERR_FORMAT);
	ck_ok(
	    write_text(r.carl, &r.chart, ENTRY_RECORD, &id, 2, d1, "two", d2));
	ck_ok(read_text(r.carl, &r.chart, &id, 0, "two"));
	ck_ok(read_text(r.carl, &r.chart, &id, 1, "one"));
	ck_err(read_text(r.carl, &r.chart, &id, 3, ""), ERR_NOTFOUND);
	ck_err(read_text(r.carl, &r.chart, &none, 0, ""), ERR_NOTFOUND);
	ck_err(read_text(r.carl, &none, &id, 0, ""), ERR_NOTFOUND);
	ck_ok(entry_newest(r.carl, &r.chart, &id, &ver));
	ck_assert_uint_eq(ver, 2);
	rig_done(&r);
}
END_TEST

struct seen {
	unsigned n;
	struct entry_head h[8];
};

static enum err note_head(void *arg, const struct entry_head *h)
{
	struct seen *s = arg;

	ck_assert_uint_lt(s->n, 8);
	s->h[s->n++] = *h;
	return ERR_OK;
}

START_TEST(each_in_order)
{
	unsigned char d[ENTRY_DIGEST];
	struct id a = rig_id(), b = rig_id();
	struct seen s = {0};
	struct rig r;

	rig_init(&r);
	ck_ok(write_text(r.carl, &r.chart, ENTRY_RECORD, &a, 1, NULL, "a1", d));
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &b, 1, NULL, "b1", NULL));
	ck_ok(write_text(r.carl, &r.chart, ENTRY_RECORD, &a, 2, d, "a2", NULL));
	ck_ok(entry_each(r.carl, &r.chart, ENTRY_RECORD, note_head, &s));
	ck_assert_uint_eq(s.n, 3);
	ck_assert(id_equal(&s.h[0].entry, &a) && s.h[0].ver == 1);
	ck_assert(id_equal(&s.h[1].entry, &b) && s.h[1].ver == 1);
	ck_assert(id_equal(&s.h[2].entry, &a) && s.h[2].ver == 2);
	ck_assert(id_equal(&s.h[0].author, &vault_me(r.carl)->id));
	ck_assert_int_eq(s.h[0].time, r.w.tc.utc);
	s.n = 0;
	ck_ok(entry_each(r.carl, &r.chart, ENTRY_CLIENT, note_head, &s));
	ck_assert_uint_eq(s.n, 1);
	ck_assert(id_equal(&s.h[0].entry, &r.chart));
	rig_done(&r);
}
END_TEST

/* Two logins amend the same version: the later is refused, and sees the other
 * one's words. */
START_TEST(two_amend)
{
	unsigned char d[ENTRY_DIGEST];
	struct id id = rig_id();
	struct vault *other;
	struct rig r;

	rig_init(&r);
	ck_ok(
	    write_text(r.carl, &r.chart, ENTRY_RECORD, &id, 1, NULL, "one", d));
	other = rig_login(&r.w, CARL);
	ck_ok(chart_view(other, &r.chart));
	ck_ok(read_text(other, &r.chart, &id, 0, "one"));
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &id, 2, d, "mine", NULL));
	ck_err(write_text(
		   other, &r.chart, ENTRY_RECORD, &id, 2, d, "theirs", NULL),
	    ERR_CONFLICT);
	ck_ok(read_text(other, &r.chart, &id, 0, "mine"));
	vault_close(other);
	rig_done(&r);
}
END_TEST

START_TEST(signing_is_a_key)
{
	struct id id = rig_id(), c = rig_id();
	struct pass p = rig_pass(CARL);
	struct rig r;

	rig_init(&r);
	test_clock_add(&r.w.tc, VAULT_AUTH_MS + 1);
	vault_tick(r.carl);
	ck_err(
	    write_text(r.carl, &r.chart, ENTRY_RECORD, &id, 1, NULL, "x", NULL),
	    ERR_LOCKED);
	ck_ok(
	    write_text(r.carl, &r.chart, ENTRY_CLIENT, &c, 1, NULL, "x", NULL));
	ck_ok(vault_reauth(r.carl, p.p, p.len));
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &id, 1, NULL, "x", NULL));
	vault_lock(r.carl);
	ck_err(read_text(r.carl, &r.chart, &id, 0, "x"), ERR_LOCKED);
	ck_err(
	    write_text(r.carl, &r.chart, ENTRY_CLIENT, &c, 2, NULL, "x", NULL),
	    ERR_LOCKED);
	ck_ok(vault_unlock(r.carl, p.p, p.len));
	ck_ok(read_text(r.carl, &r.chart, &id, 0, "x"));
	rig_done(&r);
}
END_TEST

/* ---- somebody who writes to the database ------------------------------- */

/* Replace the blob of one version by that of another, or by ${bytes}. */
struct row_of {
	struct id chart, entry;
	uint32_t ver;
};

static void load_row(
    struct store *db, const struct row_of *at, struct buf *blob)
{
	struct store_val key[] = {
	    store_id(&at->chart), store_id(&at->entry), store_int(at->ver)};
	const struct store_val *row;

	buf_clear(blob);
	ck_ok(store_get(db, STORE_ENTRY, key, &row));
	ck_ok(buf_add(blob, row[COL_ENTRY_BLOB].p, row[COL_ENTRY_BLOB].len));
}

static void save_row(
    struct store *db, const struct row_of *at, const struct buf *blob)
{
	struct store_val row[] = {store_id(&at->chart), store_id(&at->entry),
	    store_int(at->ver), store_int(1), store_bytes(blob->p, blob->len)};

	ck_ok(store_begin_write(db));
	if (blob->len > 0)
		ck_ok(store_set(db, STORE_ENTRY, row));
	else
		ck_ok(store_remove(db, STORE_ENTRY, row, 3));
	ck_ok(store_commit(db));
}

static void swap_rows(
    struct store *db, const struct row_of *a, const struct row_of *b)
{
	struct buf x = {0}, y = {0};

	load_row(db, a, &x);
	load_row(db, b, &y);
	save_row(db, a, &y);
	save_row(db, b, &x);
	buf_free(&x);
	buf_free(&y);
}

START_TEST(moved_bytes)
{
	struct id a = rig_id(), b = rig_id(), chart2;
	unsigned char d[ENTRY_DIGEST];
	struct store *db;
	struct rig r;

	rig_init(&r);
	rig_chart(r.carl, &chart2);
	ck_ok(write_text(r.carl, &r.chart, ENTRY_RECORD, &a, 1, NULL, "a1", d));
	ck_ok(write_text(r.carl, &r.chart, ENTRY_RECORD, &a, 2, d, "a2", NULL));
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &b, 1, NULL, "b1", NULL));
	ck_ok(
	    write_text(r.carl, &chart2, ENTRY_RECORD, &b, 1, NULL, "c1", NULL));
	ck_ok(chart_view(r.carl, &chart2));
	db = rig_attack(&r);
	{
		const struct row_of a1 = {r.chart, a, 1}, a2 = {r.chart, a, 2},
				    b1 = {r.chart, b, 1}, c1 = {chart2, b, 1};
		const struct row_of *pair[][2] = {
		    {&a1, &b1}, {&a1, &a2}, {&b1, &c1}};

		for (size_t i = 0; i < 3; i++) {
			const struct row_of *x = pair[i][0], *y = pair[i][1];

			swap_rows(db, x, y);
			ck_err(
			    read_text(r.carl, &x->chart, &x->entry, x->ver, ""),
			    ERR_CORRUPT);
			ck_err(
			    read_text(r.carl, &y->chart, &y->entry, y->ver, ""),
			    ERR_CORRUPT);
			swap_rows(db, x, y);
		}
		/* control: undone, they read again */
		ck_ok(read_text(r.carl, &r.chart, &a, 1, "a1"));
		ck_ok(read_text(r.carl, &r.chart, &a, 2, "a2"));
		ck_ok(read_text(r.carl, &r.chart, &b, 1, "b1"));
		ck_ok(read_text(r.carl, &chart2, &b, 1, "c1"));
	}
	store_free(db);
	rig_done(&r);
}
END_TEST

START_TEST(changed_bytes)
{
	struct id a = rig_id();
	struct row_of at;
	struct buf blob = {0}, none = {0};
	struct store *db;
	struct rig r;

	rig_init(&r);
	at = (struct row_of){r.chart, a, 1};
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &a, 1, NULL, "a1", NULL));
	db = rig_attack(&r);
	load_row(db, &at, &blob);
	for (size_t i = 0; i < blob.len; i += 41) {
		blob.p[i] ^= 1;
		save_row(db, &at, &blob);
		ck_err(read_text(r.carl, &r.chart, &a, 1, ""), ERR_CORRUPT);
		blob.p[i] ^= 1;
	}
	save_row(db, &at, &none);
	ck_err(read_text(r.carl, &r.chart, &a, 0, ""), ERR_CORRUPT);
	/* a hidden version is missed, not overlooked; nor is the place free */
	ck_err(write_text(
		   r.carl, &r.chart, ENTRY_RECORD, &a, 1, NULL, "new", NULL),
	    ERR_CONFLICT);
	save_row(db, &at, &blob);
	ck_ok(read_text(r.carl, &r.chart, &a, 1, "a1"));
	buf_free(&blob);
	store_free(db);
	rig_done(&r);
}
END_TEST

/* A row that no event names is not taken for an entry. */
START_TEST(unlisted_row)
{
	struct id a = rig_id(), b = rig_id();
	struct buf blob = {0};
	struct store *db;
	struct rig r;

	rig_init(&r);
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &a, 1, NULL, "a1", NULL));
	db = rig_attack(&r);
	load_row(db, &(struct row_of){r.chart, a, 1}, &blob);
	save_row(db, &(struct row_of){r.chart, b, 1}, &blob);
	save_row(db, &(struct row_of){r.chart, a, 2}, &blob);
	ck_err(read_text(r.carl, &r.chart, &b, 0, ""), ERR_NOTFOUND);
	ck_ok(read_text(r.carl, &r.chart, &a, 0, "a1"));
	ck_err(
	    write_text(r.carl, &r.chart, ENTRY_RECORD, &b, 1, NULL, "b1", NULL),
	    ERR_CORRUPT);
	buf_free(&blob);
	store_free(db);
	rig_done(&r);
}
END_TEST

/* ---- a colleague who holds the key of the chart ------------------------- */

/* What a program of her own could write: everything is as entry_write makes it
 * but what the test changes. */
struct forgery {
	struct vault *v;
	struct entry_head h;
	struct sealed_entry s;
	bool wrong_key; /* signed with the ledger key instead of auth */
	bool only_row;	/* no event: the row is overwritten */
};

static struct forgery forgery_of(
    struct vault *v, const struct id *chart, const struct id *id)
{
	static const char words[] = "forged";

	return (struct forgery){.v = v,
	    .h = {.chart = *chart, .entry = *id, .ver = 1, .cls = ENTRY_RECORD},
	    .s = {.kind = ENTRY_RECORD,
		.time = clock_utc(v->clock),
		.author = vault_me(v)->id,
		.payload = (const unsigned char *)words,
		.len = sizeof(words) - 1}};
}

static void forge(struct forgery *f)
{
	struct vault *v = f->v;
	struct sealed_bind b = {
	    v->host.clinic, f->h.chart, f->h.entry, f->h.ver, 1};
	struct event ev = {.type = EV_ENTRY,
	    .chart = f->h.chart,
	    .subject = f->h.entry,
	    .cls = f->h.cls,
	    .ver = f->h.ver,
	    .epoch = 1};
	unsigned char *key = secret_new(KEY_LEN);
	struct buf blob = {0};

	ck_ok(keys_chart(v, &f->h.chart, 1, SUBKEY_CHART_ENTRY, key));
	ck_ok(sealed_entry_seal(&b, key, &f->s,
	    f->wrong_key ? v->me->sign_sk : v->me->auth_sk, &blob));
	secret_free(key);
	if (f->only_row) {
		save_row(v->db,
		    &(struct row_of){f->h.chart, f->h.entry, f->h.ver}, &blob);
	} else {
		struct store_val row[] = {store_id(&f->h.chart),
		    store_id(&f->h.entry), store_int(f->h.ver), store_int(1),
		    store_bytes(blob.p, blob.len)};

		hash1(LABEL_ENTRY_BLOB, blob.p, blob.len, ev.hash);
		ck_ok(ledger_begin(v));
		ck_ok(store_put(v->db, STORE_ENTRY, row));
		ck_ok(ledger_append(v, &ev));
		ck_ok(ledger_commit(v));
	}
	buf_free(&blob);
}

/* Test 14 and its kin; the first is the control: an honest one opens. */
START_TEST(forged)
{
	static const enum err want[] = {
	    ERR_OK, ERR_CORRUPT, ERR_CORRUPT, ERR_CORRUPT, ERR_CORRUPT};
	struct vault *dora;
	struct rig r;

	rig_init(&r);
	dora = rig_login(&r.w, DORA);
	ck_ok(chart_grant(r.carl, &r.chart, &vault_me(dora)->id));
	ck_ok(chart_view(dora, &r.chart));
	for (int i = 0; i < 5; i++) {
		struct id id = rig_id();
		struct forgery f = forgery_of(dora, &r.chart, &id);

		if (i == 1) /* a note as somebody else */
			f.s.author = vault_me(r.carl)->id;
		if (i == 2) /* with the key that signs events */
			f.wrong_key = true;
		if (i == 3) { /* a client entry that says it is a note */
			f.h.cls = ENTRY_CLIENT;
			f.wrong_key = true;
		}
		if (i == 4) /* a first version that follows something */
			f.s.prev[0] = 1;
		forge(&f);
		ck_err(read_text(r.carl, &r.chart, &id, 0, "forged"), want[i]);
		ck_err(read_text(dora, &r.chart, &id, 0, "forged"), want[i]);
	}
	vault_close(dora);
	rig_done(&r);
}
END_TEST

/* The author rewrites what was signed: nothing is overwritten. */
START_TEST(rewritten)
{
	struct id id = rig_id();
	struct forgery f;
	struct rig r;

	rig_init(&r);
	ck_ok(write_text(
	    r.carl, &r.chart, ENTRY_RECORD, &id, 1, NULL, "said", NULL));
	f = forgery_of(r.carl, &r.chart, &id);
	f.only_row = true;
	forge(&f);
	ck_err(read_text(r.carl, &r.chart, &id, 0, ""), ERR_CORRUPT);
	rig_done(&r);
}
END_TEST

/* A second version that does not follow the first. */
START_TEST(unchained)
{
	unsigned char d[ENTRY_DIGEST];
	struct id a = rig_id(), b = rig_id();
	struct forgery f;
	struct rig r;

	rig_init(&r);
	for (int i = 0; i < 2; i++) {
		struct id *id = i == 0 ? &a : &b;

		ck_ok(write_text(
		    r.carl, &r.chart, ENTRY_RECORD, id, 1, NULL, "one", d));
		f = forgery_of(r.carl, &r.chart, id);
		f.h.ver = 2;
		memcpy(f.s.prev, d, sizeof(d));
		f.s.prev[31] ^= i;
		forge(&f);
	}
	ck_ok(read_text(r.carl, &r.chart, &a, 0, "forged"));
	ck_err(read_text(r.carl, &r.chart, &b, 0, ""), ERR_CORRUPT);
	ck_ok(read_text(r.carl, &r.chart, &b, 1, "one"));
	rig_done(&r);
}
END_TEST

Suite *entry_suite(void)
{
	Suite *s = suite_create("entry");
	TCase *t = tcase_create("entry");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, sealed_sizes);
	tcase_add_test(t, sealed_for_one_place);
	tcase_add_test(t, sealed_every_byte);
	tcase_add_test(t, sealed_signature);
	tcase_add_test(t, sizes);
	tcase_add_test(t, versions);
	tcase_add_test(t, each_in_order);
	tcase_add_test(t, two_amend);
	tcase_add_test(t, signing_is_a_key);
	tcase_add_test(t, moved_bytes);
	tcase_add_test(t, changed_bytes);
	tcase_add_test(t, unlisted_row);
	tcase_add_test(t, forged);
	tcase_add_test(t, rewritten);
	tcase_add_test(t, unchained);
	suite_add_tcase(s, t);
	return s;
}
