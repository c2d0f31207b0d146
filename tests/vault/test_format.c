/*
 * Bytes: known answers for the records of doc/format.md, exact lengths, unknown
 * format bytes, and signatures that somebody bent.
 */
#include <stdio.h>
#include <string.h>

#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/suites.h"
#include "vault/fields.h"

static void to_hex(const unsigned char *p, size_t len, char *out)
{
	for (size_t i = 0; i < len; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", p[i]);
}

/* Bytes first, first + 1 ... */
static void count_up(void *p, size_t len, unsigned first)
{
	for (size_t i = 0; i < len; i++)
		((unsigned char *)p)[i] = (unsigned char)(first + i);
}

static struct event filled(enum event_type type)
{
	struct event ev = {.type = type,
	    .time = 0x0102030405,
	    .gen = 0x01020304,
	    .epoch = 0x05060708,
	    .ver = 0x0a0b0c0d,
	    .count = 0x11121314,
	    .cls = 3,
	    .purpose = 2,
	    .slot = 0x0201,
	    .roles = 12,
	    .kind = 1,
	    .cited = 0x2122232425,
	    .ref = 0x3132333435,
	    .until = 0x4142434445,
	    .before = 0x5152535455,
	    .after = 0x6162636465};

	count_up(ev.actor.b, ID_LEN, 0xa0);
	count_up(ev.subject.b, ID_LEN, 0xb0);
	count_up(ev.second.b, ID_LEN, 0xd0);
	count_up(ev.hash, HASH_LEN, 0x20);
	count_up(ev.kc, HASH_LEN, 0x40);
	count_up(ev.tag, HASH_LEN, 0x60);
	count_up(&ev.pk, sizeof ev.pk, 0x80);
	count_up(ev.self, SIG_LEN, 0);
	count_up(ev.sig2, SIG_LEN, 0x10);
	return ev;
}

#define ACTOR "0504030201000000a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
#define SUBJECT "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
#define H20 "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
#define H40 "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"

/* Written by hand from the page. */
static const struct known {
	enum event_type type;
	const char *hex;
} known[] = {
    {EV_EPOCH, "05" ACTOR "08070605" H40 "2524232221000000" H20},
    {EV_GRANT, "06" ACTOR "08070605" SUBJECT "4544434241000000"
	       "2524232221000000" H20},
    {EV_ENTRY, "08" ACTOR "03" SUBJECT "0d0c0b0a"
	       "08070605" H20},
    {EV_WRAP, "09" ACTOR "02"
	      "0102"
	      "04030201" H20},
    {EV_LOGIN, "0a" ACTOR},
    {EV_LOGINFAIL, "0b" ACTOR SUBJECT "14131211"},
    {EV_LOGOUT, "0c" ACTOR},
    {EV_VIEW, "0d" ACTOR},
    {EV_EXPORT, "0e" ACTOR "01"
		"14131211"},
    {EV_CLOCK, "15" ACTOR "5554535251000000"
	       "6564636261000000"},
    {EV_CHECKPOINT, "18" ACTOR "3534333231000000" H20},
};

START_TEST(known_event)
{
	const struct known *k = &known[_i];
	struct event ev = filled(k->type), back = {.seq = 0};
	struct buf b = {0}, again = {0};
	char hex[512];

	ck_ok(event_encode(&ev, &b));
	to_hex(b.p, b.len, hex);
	ck_assert_str_eq(hex, k->hex);
	ck_ok(event_decode(b.p, b.len, &back));
	ck_ok(event_encode(&back, &again));
	ck_assert_uint_eq(again.len, b.len);
	ck_assert_int_eq(memcmp(again.p, b.p, b.len), 0);
	/* Not a byte less or more. */
	for (size_t len = 0; len < b.len; len++)
		ck_err(event_decode(b.p, len, &back), ERR_FORMAT);
	ck_ok(buf_add8(&b, 0));
	ck_err(event_decode(b.p, b.len, &back), ERR_FORMAT);
	buf_free(&b);
	buf_free(&again);
}
END_TEST

START_TEST(known_user)
{
	struct event ev = filled(EV_USER), back = {.seq = 0};
	struct buf b = {0};
	char hex[64];

	ck_ok(event_encode(&ev, &b));
	/* body, subject gen tag keys roles self, second sig */
	ck_assert_uint_eq(b.len, 25 + 16 + 4 + 32 + 96 + 1 + 64 + 16 + 64);
	to_hex(b.p + 25 + 16, 4, hex);
	ck_assert_str_eq(hex, "04030201");
	ck_assert_uint_eq(b.p[25 + 16 + 4 + 32 + 96], 12);
	ck_assert_int_eq(memcmp(b.p + b.len - 80, ev.second.b, ID_LEN), 0);
	ck_ok(event_decode(b.p, b.len, &back));
	ck_assert_int_eq(memcmp(&back.pk, &ev.pk, sizeof ev.pk), 0);
	ck_assert_int_eq(memcmp(back.sig2, ev.sig2, SIG_LEN), 0);
	for (size_t len = 0; len < b.len; len++)
		ck_err(event_decode(b.p, len, &back), ERR_FORMAT);
	buf_free(&b);
}
END_TEST

START_TEST(times_have_63_bits)
{
	struct event ev = filled(EV_LOGIN);
	struct buf b = {0};

	ck_ok(event_encode(&ev, &b));
	b.p[8] = 0x80;
	ck_err(event_decode(b.p, b.len, &ev), ERR_FORMAT);
	buf_free(&b);
}
END_TEST

static struct genesis sample(void)
{
	struct genesis g = {.solo = true,
	    .demo = true,
	    .floor = {1, 256},
	    .password_min = 15,
	    .n = 2};

	count_up(g.host_pk, SIGN_PK, 1);
	count_up(g.kc0, HASH_LEN, 2);
	for (unsigned i = 0; i < 2; i++) {
		count_up(&g.person[i].id, ID_LEN, 3 + i);
		count_up(&g.person[i].pk, sizeof g.person[i].pk, 4 + i);
		g.person[i].roles = i == 0 ? 15 : 128;
	}
	return g;
}

START_TEST(known_genesis)
{
	struct genesis g = sample(), back;
	unsigned char clinic[HASH_LEN];
	struct buf b = {0};
	char hex[128];

	ck_ok(genesis_encode(&g, false, &b));
	ck_assert_uint_eq(b.len,
	    32 + 1 + 1 + 8 + 1 + 3 + 32 + 1 + 2 * (16 + 32 + 4 + 96 + 1));
	to_hex(b.p + 32, 14, hex);
	ck_assert_str_eq(hex, "0101"
			      "01000000"
			      "00010000"
			      "0f"
			      "000000");
	ck_assert_uint_eq(b.p[78], 2);
	ck_err(genesis_decode(b.p, b.len, &back, clinic), ERR_FORMAT);
	buf_clear(&b);
	ck_ok(genesis_encode(&g, true, &b));
	ck_ok(genesis_decode(b.p, b.len, &back, clinic));
	to_hex(clinic, HASH_LEN, hex);
	ck_assert_str_eq(hex,
	    "1f89c2a53a7c20b683b41a9c0c0de97b0028370a1aa89e9e4258f3683c2059ca");
	/* Flags are 0 or 1, reserved bytes 0, generations 1, persons few. */
	static const size_t strict[] = {32, 33, 43, 44, 45, 78, 79 + 48};
	for (size_t i = 0; i < sizeof strict / sizeof *strict; i++) {
		unsigned char was = b.p[strict[i]];

		b.p[strict[i]] = 4;
		ck_err(genesis_decode(b.p, b.len, &back, clinic), ERR_FORMAT);
		b.p[strict[i]] = was;
	}
	for (size_t len = 0; len < b.len; len++)
		ck_err(genesis_decode(b.p, len, &back, clinic), ERR_FORMAT);
	buf_free(&b);
}
END_TEST

/* A clear row is the same each time: Ed25519 has no randomness. */
START_TEST(known_row)
{
	unsigned char seed[32], pk[32], sk[64], clinic[32], prev[32];
	struct event ev = filled(EV_CHECKPOINT);
	struct opened o = {.bodylen = 0};
	struct buf blob = {0};
	char hex[256];
	struct row r;

	count_up(seed, sizeof seed, 0);
	count_up(clinic, sizeof clinic, 0x30);
	count_up(prev, sizeof prev, 0x50);
	sign_keys(seed, pk, sk);
	ev.seq = 7;
	ck_ok(row_make(&ev, clinic, prev, sk, NULL, &blob, &r));
	ck_assert_uint_eq(blob.len, 25 + 40 + 64);
	to_hex(r.blob + blob.len - 64, 64, hex);
	ck_assert_str_eq(hex,
	    "68b53db88b013a94e1571e4e3c79e83d8796ee304dba161621f3a73d22641681"
	    "1f0b90826404382d9407d3eca34bf34edbef09ced6ceb3a604bea1c99e699f00");
	to_hex(r.hash, HASH_LEN, hex);
	ck_assert_str_eq(hex,
	    "b9fb779bee9bf7e4f6ba284521c946e6857082f6a26b68fc5bbd2a33ab770ce6");
	ck_ok(row_open(&r, clinic, prev, NULL, &o));
	ck_assert(row_signed_by(&o, pk));
	/* A clear row is no sealed one. */
	ck_err(row_open(&r, clinic, prev, seed, &o), ERR_CORRUPT);
	buf_free(&o.plain);
	buf_free(&blob);
}
END_TEST

/* ---- 25: bent signatures
 * ----------------------------------------------------- */

/* S + L is the same scalar; only one form may pass. */
static void add_order(unsigned char *s)
{
	static const unsigned char l[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63,
	    0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0,
	    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10};
	unsigned carry = 0;

	for (size_t i = 0; i < 32; i++) {
		carry += s[i] + l[i];
		s[i] = (unsigned char)carry;
		carry >>= 8;
	}
}

START_TEST(bent_signatures)
{
	unsigned char seed[32] = {1}, pk[32], sk[64], clinic[32] = {2};
	unsigned char prev[32] = {3}, small[32] = {1};
	struct event ev = filled(EV_CHECKPOINT);
	struct opened o = {.bodylen = 0};
	struct buf blob = {0};
	struct row r;

	sign_keys(seed, pk, sk);
	ev.seq = 9;
	ck_ok(row_make(&ev, clinic, prev, sk, NULL, &blob, &r));
	ck_ok(row_open(&r, clinic, prev, NULL, &o));
	ck_assert(row_signed_by(&o, pk));
	/* R of order one with S = 0 verifies under a small key, if let. */
	ck_assert(!row_signed_by(&o, small));
	add_order(o.plain.p + o.bodylen + 32);
	ck_assert(!row_signed_by(&o, pk));
	memset(o.plain.p + o.bodylen, 0, SIG_LEN);
	o.plain.p[o.bodylen] = 1;
	ck_assert(!row_signed_by(&o, small));
	buf_free(&o.plain);
	buf_free(&blob);
}
END_TEST

/* ---- fields
 * --------------------------------------------------------------------- */

static enum err nothing(void *arg, const char *tag, const void *p, size_t len)
{
	(void)tag;
	(void)p;
	(void)len;
	++*(unsigned *)arg;
	return ERR_OK;
}

START_TEST(known_fields)
{
	struct buf b = {0}, v = {0};
	unsigned n = 0;
	char hex[128];

	ck_ok(fields_begin(&b));
	ck_ok(fields_adds(&b, "code", "C-1"));
	ck_ok(fields_add(&b, "@x", NULL, 0));
	fields_end(&b, 2);
	to_hex(b.p, b.len, hex);
	ck_assert_str_eq(hex, "5446010200"
			      "04636f646503000000432d31"
			      "02407800000000");
	ck_ok(fields_each(b.p, b.len, nothing, &n));
	ck_assert_uint_eq(n, 2);
	ck_ok(fields_get(b.p, b.len, "code", &v));
	ck_assert_str_eq(buf_str(&v), "C-1");
	ck_err(fields_get(b.p, b.len, "cod", &v), ERR_NOTFOUND);
	/* Nothing is shown of a list that is not exact. */
	n = 0;
	for (size_t len = 0; len < b.len; len++)
		ck_err(fields_each(b.p, len, nothing, &n), ERR_FORMAT);
	ck_ok(buf_add8(&b, 0));
	ck_err(fields_each(b.p, b.len, nothing, &n), ERR_FORMAT);
	ck_assert_uint_eq(n, 0);
	buf_free(&b);
	buf_free(&v);
}
END_TEST

START_TEST(bad_fields)
{
	static const struct {
		const char *p;
		size_t len;
	} bad[] = {
#define B(s) {s, sizeof(s) - 1}
	    B("tf\1\0\0"),
	    B("TF\2\0\0"),
	    B("TF\1\1\0"),
	    B("TF\1\1\0\0\0\0\0\0"),
	    B("TF\1\1\0\1A\0\0\0\0"),
	    B("TF\1\1\0\1\0\0\0\0\0"),
	    B("TF\1\1\0\1a\1\0\0\0"),
	    B("TF\1\1\0\1a\0\0\0\x80"),
	    B("TF\1\1\0\1a\377\377\377\377"),
	    B("TF\1\2\0\1a\0\0\0\0\1a\0\0\0\0"),
	    B("TF\1\1\0\41aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0\0\0\0"),
	    B("TF\1\377\377"),
#undef B
	};
	struct buf b = {0};
	unsigned n = 0;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_err(
		    fields_each(bad[i].p, bad[i].len, nothing, &n), ERR_FORMAT);
	ck_assert_uint_eq(n, 0);
	ck_ok(fields_begin(&b));
	ck_err(fields_begin(&b), ERR_FORMAT);
	ck_err(fields_adds(&b, "", "x"), ERR_FORMAT);
	ck_err(fields_adds(&b, "Upper", "x"), ERR_FORMAT);
	ck_err(fields_adds(&b, "blank here", "x"), ERR_FORMAT);
	ck_err(fields_adds(&b, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x"),
	    ERR_FORMAT);
	ck_ok(fields_adds(&b, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "x"));
	ck_assert_uint_eq(b.len, 5 + 1 + 32 + 4 + 1);
	buf_free(&b);
}
END_TEST

/* ---- 24: sizes of stored rows
 * ------------------------------------------------------ */

START_TEST(row_sizes)
{
	static unsigned char big[ROW_BLOB_MAX + 1];
	unsigned char chart[17] = {0}, hash[33] = {0};
	struct store_val val[] = {store_int(1), store_bytes(chart, 16),
	    store_int(0), store_bytes(hash, 32), store_bytes(big, 89)};
	static const struct {
		size_t col, len;
	} bad[] = {{1, 0}, {1, 15}, {1, 17}, {3, 0}, {3, 31}, {3, 33}, {4, 0},
	    {4, 1}, {4, 88}, {4, ROW_BLOB_MAX + 1}, {4, (size_t)1 << 31}};
	static const int64_t seqs[] = {0, -1, INT64_MIN};
	static const int64_t keps[] = {-1, (int64_t)UINT32_MAX + 1, INT64_MAX};
	struct row r;

	ck_ok(row_parse(val, &r));
	val[4].len = ROW_BLOB_MAX;
	ck_ok(row_parse(val, &r));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct store_val was = val[bad[i].col];

		val[bad[i].col].len = bad[i].len;
		ck_err(row_parse(val, &r), ERR_CORRUPT);
		val[bad[i].col] = was;
	}
	for (size_t i = 0; i < 3; i++) {
		val[0].num = seqs[i];
		ck_err(row_parse(val, &r), ERR_CORRUPT);
		val[0].num = 1;
		val[2].num = keps[i];
		ck_err(row_parse(val, &r), ERR_CORRUPT);
		val[2].num = 0;
	}
}
END_TEST

START_TEST(body_size)
{
	static unsigned char body[EVENT_BODY_MAX + 1];
	struct event ev = {.type = EV_GENESIS, .raw = body};
	struct buf b = {0};

	body[0] = EV_GENESIS;
	ck_ok(event_decode(body, EVENT_BODY_MAX, &ev));
	ck_err(event_decode(body, EVENT_BODY_MAX + 1, &ev), ERR_LIMIT);
	ev.rawlen = EVENT_BODY_MAX - 25;
	ck_ok(event_encode(&ev, &b));
	ev.rawlen++;
	ck_err(event_encode(&ev, &b), ERR_LIMIT);
	ck_assert_uint_eq(b.len, EVENT_BODY_MAX);
	buf_free(&b);
}
END_TEST

static void setup(void)
{
	ck_ok(secret_init((size_t)256 << 10));
}

Suite *format_suite(void)
{
	Suite *s = suite_create("format");
	TCase *tc = tcase_create("format");

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_loop_test(tc, known_event, 0, sizeof known / sizeof *known);
	tcase_add_test(tc, known_user);
	tcase_add_test(tc, times_have_63_bits);
	tcase_add_test(tc, known_genesis);
	tcase_add_test(tc, known_row);
	tcase_add_test(tc, bent_signatures);
	tcase_add_test(tc, known_fields);
	tcase_add_test(tc, bad_fields);
	tcase_add_test(tc, row_sizes);
	tcase_add_test(tc, body_size);
	suite_add_tcase(s, tc);
	return s;
}
