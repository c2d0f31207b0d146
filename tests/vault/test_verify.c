/*
 * Each check of the verifier finds what it is there for, and nothing else does:
 * with the table without it, the same damage passes.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/suites.h"
#include "vault/chart.h"
#include "vault/login.h"
#include "vault/sealed.h"

static struct test_clinic t;
static struct id chart, note; /* carl's */
static struct vault *v;	      /* dora's, who holds no chart */

static void setup(void)
{
	struct vault *c;

	test_clinic_init(&t);
	test_clinic_make(&t);
	test_clinic_staff(&t);
	c = test_login(&t, "carl", PW_CLIN);
	chart = test_chart(c);
	ck_ok(chart_view(c, &chart));
	test_note(c, &chart, &note);
	vault_close(c);
	v = test_login(&t, "dora", PW_CLIN2);
	/* Rows that no pin and no head has seen yet. */
	c = test_login(&t, "carl", PW_CLIN);
	vault_close(c);
}

static void teardown(void)
{
	vault_close(v);
	test_clinic_done(&t);
}

static void remove_heads(void)
{
	char path[PATH_MAX];

	ck_ok(path_join(path, t.dir, "heads"));
	ck_assert_int_eq(unlink(path), 0);
	memset(&v->head, 0, sizeof v->head);
}

/* The last ledger row, in memory of ours. */
static void last_row(struct saved *s)
{
	attack_save(v->db, STORE_LEDGER, s);
}

START_TEST(sound)
{
	struct verify_report r;
	struct vault *out;

	ck_ok(verify(v, NULL, &r));
	ck_assert_uint_gt(r.rows, 20);
	/* 4 persons, client, note */
	ck_assert_uint_eq(r.entries, 6);
	ck_assert_uint_eq(r.faults, 0);
	out = test_clinic_open(&t);
	ck_ok(verify(out, NULL, &r));
	vault_close(out);
	/* By who holds the chart. */
	out = test_login(&t, "carl", PW_CLIN);
	ck_ok(verify(out, NULL, &r));
	ck_ok(chart_view(out, &chart));
	vault_close(out);
}
END_TEST

START_TEST(chain)
{
	struct saved s;
	struct store_val *row;
	unsigned char hash[HASH_LEN];

	remove_heads();
	last_row(&s);
	row = s.row[s.n - 1].val;
	memcpy(hash, row[COL_LEDGER_HASH].p, HASH_LEN);
	hash[7] ^= 1;
	row[COL_LEDGER_HASH].len = 0;
	{
		struct store_val changed[] = {row[0], row[1], row[2],
		    store_bytes(hash, HASH_LEN), row[4]};

		attack_set(v->db, STORE_LEDGER, changed);
	}
	attack_only(v, "chain");
	attack_free(&s);
}
END_TEST

START_TEST(bodies)
{
	unsigned char junk[200], hash[HASH_LEN];
	struct row r = {.kep = 1, .blob = junk, .len = sizeof junk};

	ck_ok(ledger_catch_up(v, NULL));
	secret_random(junk, sizeof junk);
	r.seq = v->st.seq + 1;
	row_hash(&r, v->host.clinic, v->st.hash, hash);
	attack_put(v->db, STORE_LEDGER,
	    (const struct store_val[]){store_int((int64_t)r.seq),
		store_id(&r.chart), store_int(1), store_bytes(hash, HASH_LEN),
		store_bytes(junk, sizeof junk)});
	attack_only(v, "bodies");
}
END_TEST

START_TEST(signatures)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct identity *carl = attack_identity(v, "carl", PW_CLIN);
	struct event ev = {.type = EV_VIEW, .chart = chart, .actor = carl->id};

	/* dora opens the ledger, so she can seal a row in carl's name. */
	attack_append(v, &ev, dora->sign_sk);
	attack_only(v, "signatures");
	identity_free(carl);
	identity_free(dora);
}
END_TEST

START_TEST(strangers)
{
	unsigned char seed[32] = {7}, pk[SIGN_PK], sk[SIGN_SK];
	struct event ev = {.type = EV_LOGIN};
	struct finding f = {0};

	sign_keys(seed, pk, sk);
	memset(ev.actor.b, 7, ID_LEN);
	attack_append(v, &ev, sk);
	ck_err(attack_verify(v, NULL, &f), ERR_CORRUPT);
	ck_assert(attack_found(&f, "signatures"));
	ck_assert(attack_found(&f, "authority"));
}
END_TEST

START_TEST(heads)
{
	struct saved s;

	/* What carl's login wrote after dora's pin, and its head, remain known
	 * to the file alone. */
	last_row(&s);
	for (size_t i = s.n; i-- > 0 &&
			     (uint64_t)s.row[i].val[0].num > v->pin.seq &&
			     (uint64_t)s.row[i].val[0].num > v->st.seq;)
		attack_remove(v->db, STORE_LEDGER, s.row[i].val);
	attack_only(v, "heads");
	attack_free(&s);
}
END_TEST

START_TEST(pin)
{
	struct saved s;

	remove_heads();
	last_row(&s);
	for (size_t i = s.n;
	     i-- > 0 && (uint64_t)s.row[i].val[0].num >= v->pin.seq;)
		attack_remove(v->db, STORE_LEDGER, s.row[i].val);
	attack_only(v, "pin");
	attack_free(&s);
}
END_TEST

START_TEST(sizes)
{
	struct vault *out = test_clinic_open(&t);
	struct id who = {{9}};

	attack_put(v->db, STORE_KW,
	    (const struct store_val[]){store_id(&who), store_int(1),
		store_int(0), store_bytes("short", 5)});
	/* With no key at hand sizes are all there is. */
	attack_only(out, "sizes");
	vault_close(out);
}
END_TEST

START_TEST(requests)
{
	struct id id = {{1}};

	attack_put(v->db, STORE_REQUEST,
	    (const struct store_val[]){
		store_id(&id), store_bytes("let me in", 9)});
	attack_only(v, "requests");
}
END_TEST

START_TEST(authority)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct event ev = {.type = EV_VIEW, .chart = chart, .actor = dora->id};

	/* She may sign what she likes, but holds no key of that chart. */
	attack_append(v, &ev, dora->sign_sk);
	attack_only(v, "authority");
	identity_free(dora);
}
END_TEST

START_TEST(pending)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct event ev = {.type = EV_EPOCH, .epoch = 1, .actor = dora->id};
	struct finding f = {0};

	/* A chart that RECORDS cannot open. */
	memset(ev.chart.b, 5, ID_LEN);
	secret_random(ev.kc, HASH_LEN);
	hash1(LABEL_PREV_WRAP, NULL, 0, ev.hash);
	attack_append(v, &ev, dora->sign_sk);
	attack_put(v->db, STORE_EPOCH,
	    (const struct store_val[]){
		store_id(&ev.chart), store_int(1), store_bytes(NULL, 0)});
	ck_err(attack_verify(v, NULL, &f), ERR_CORRUPT);
	ck_assert_str_eq(f.checks, " pending  records ");
	memset(&f, 0, sizeof f);
	ck_err(attack_verify(v, "pending", &f), ERR_CORRUPT);
	ck_assert_str_eq(f.checks, " records ");
	memset(&f, 0, sizeof f);
	ck_err(attack_verify(v, "records", &f), ERR_CORRUPT);
	ck_assert_str_eq(f.checks, " pending ");
	identity_free(dora);
}
END_TEST

START_TEST(wraps)
{
	const char *new_pw = "another lantern harbour";
	struct vault *c = test_login(&t, "carl", PW_CLIN);
	struct saved s;

	attack_save(v->db, STORE_KW, &s);
	ck_ok(vault_password_change(
	    c, PW_CLIN, strlen(PW_CLIN), new_pw, strlen(new_pw)));
	vault_close(c);
	/* The old password's row comes back. */
	for (size_t i = 0; i < s.n; i++)
		attack_set(v->db, STORE_KW, s.row[i].val);
	attack_only(v, "wraps");
	/* And is refused at the door. */
	c = test_clinic_open(&t);
	ck_err(vault_login(c, "carl", PW_CLIN, strlen(PW_CLIN)), ERR_CORRUPT);
	ck_assert_ptr_null(vault_me(c));
	vault_close(c);
	attack_free(&s);
}
END_TEST

START_TEST(logins)
{
	struct id who = vault_me(v)->id;
	unsigned char tag[HASH_LEN];

	hash_pepper(v->host.pepper, PEPPER_LOGIN_TAG, "nick", 4, tag);
	attack_put(v->db, STORE_LOGIN,
	    (const struct store_val[]){
		store_bytes(tag, HASH_LEN), store_id(&who)});
	attack_only(v, "logins");
}
END_TEST

static void lose_one(enum store_table table, const char *check)
{
	struct saved s;
	size_t i = 0;

	attack_save(v->db, table, &s);
	while (memcmp(s.row[i].val[0].p, chart.b, ID_LEN) != 0)
		i++;
	attack_remove(v->db, table, s.row[i].val);
	attack_only(v, check);
	attack_free(&s);
}

START_TEST(epochs)
{
	lose_one(STORE_EPOCH, "epochs");
}
END_TEST

START_TEST(grants)
{
	lose_one(STORE_GRANTS, "grants");
}
END_TEST

START_TEST(entries)
{
	lose_one(STORE_ENTRY, "entries");
}
END_TEST

/* dora, in a chart of her own, writes a note as ${author}, signed by ${sk}. */
static void false_note(const struct identity *dora, const struct id *author,
    const unsigned char *sk)
{
	struct sealed_bind b = {.clinic = v->host.clinic,
	    .chart = test_chart(v),
	    .ver = 1,
	    .epoch = 1};
	struct event ev = {.type = EV_ENTRY,
	    .actor = dora->id,
	    .chart = b.chart,
	    .cls = ENTRY_RECORD,
	    .ver = 1,
	    .epoch = 1};
	struct sealed_entry s = {.kind = ENTRY_RECORD,
	    .author = *author,
	    .payload = (const unsigned char *)"TF\1\0\0",
	    .len = 5};
	unsigned char key[KEY_LEN];
	struct buf blob = {0};

	memset(b.entry.b, 3, ID_LEN);
	ev.subject = b.entry;
	ck_ok(keys_chart(v, &b.chart, 1, SUBKEY_CHART_ENTRY, key));
	ck_ok(sealed_entry_seal(&b, key, &s, sk, &blob));
	hash1(LABEL_ENTRY_BLOB, blob.p, blob.len, ev.hash);
	attack_append(v, &ev, dora->sign_sk);
	attack_put(v->db, STORE_ENTRY,
	    (const struct store_val[]){store_id(&b.chart), store_id(&b.entry),
		store_int(1), store_int(1), store_bytes(blob.p, blob.len)});
	buf_free(&blob);
	v->stale = true;
}

START_TEST(content)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct identity *carl = attack_identity(v, "carl", PW_CLIN);

	/* carl's name on it. */
	false_note(dora, &carl->id, dora->auth_sk);
	attack_only(v, "content");
	identity_free(carl);
	identity_free(dora);
}
END_TEST

START_TEST(content_signature)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);

	/* Her ledger key is not her signature under a note. */
	false_note(dora, &dora->id, dora->sign_sk);
	attack_only(v, "content");
	identity_free(dora);
}
END_TEST

START_TEST(every_check_has_a_test)
{
	static const char tested[] =
	    " database sequence chain bodies signatures heads sizes requests "
	    "authority pending pin keys wraps logins epochs grants entries "
	    "records former content ";
	char word[64];

	for (const char *const *n = verify_checks(); *n != NULL; n++) {
		(void)snprintf(word, sizeof word, " %s ", *n);
		ck_assert_msg(strstr(tested, word) != NULL, "%s", *n);
	}
}
END_TEST

START_TEST(keys)
{
	unsigned char junk[GRANT_LEN];
	struct id who = vault_me(v)->id;
	struct finding f = {0};

	secret_random(junk, sizeof junk);
	attack_set(v->db, STORE_GRANTS,
	    (const struct store_val[]){store_id(CHART_ZERO), store_int(1),
		store_id(&who), store_bytes(junk, sizeof junk)});
	ck_err(attack_verify(v, NULL, &f), ERR_CORRUPT);
	ck_assert(attack_found(&f, "keys"));
	/* The login keeps the keys it has. */
	ck_ok(ledger_catch_up(v, NULL));
	ck_assert_ptr_nonnull(keys_ledger(v, 1));
}
END_TEST

START_TEST(sequence)
{
	struct finding f = {0};
	struct saved s;

	last_row(&s);
	attack_remove(v->db, STORE_LEDGER, s.row[5].val);
	ck_err(attack_verify(v, NULL, &f), ERR_CORRUPT);
	ck_assert(attack_found(&f, "sequence"));
	attack_free(&s);
}
END_TEST

START_TEST(stops_when_asked)
{
	struct finding f = {.stop = true};
	struct saved s;

	last_row(&s);
	attack_remove(v->db, STORE_LEDGER, s.row[5].val);
	ck_err(attack_verify(v, NULL, &f), ERR_CANCELLED);
	attack_free(&s);
}
END_TEST

/* ---- the same at the door
 * ---------------------------------------------------- */

static void forge_stranger(void)
{
	unsigned char seed[32] = {7}, pk[SIGN_PK], sk[SIGN_SK];
	struct event ev = {.type = EV_LOGIN};

	sign_keys(seed, pk, sk);
	memset(ev.actor.b, 7, ID_LEN);
	attack_append(v, &ev, sk);
}

static void forge_in_a_name(void)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct event ev = {.type = EV_VIEW, .chart = chart};

	ck_ok(login_owner(v, "carl", &ev.actor));
	attack_append(v, &ev, dora->sign_sk);
	identity_free(dora);
}

static void forge_without_right(void)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct event ev = {.type = EV_VIEW, .chart = chart, .actor = dora->id};

	attack_append(v, &ev, dora->sign_sk);
	identity_free(dora);
}

/* An administrator certifies a friend; the second signature is her own. */
static void forge_alone(void)
{
	struct identity *anna = attack_identity(v, "anna", PW_ADMIN), *friend;
	unsigned char seed[KEY_LEN] = {1};
	struct event ev = {.type = EV_USER, .gen = 1, .roles = 15};

	memset(ev.subject.b, 0xee, ID_LEN);
	memset(ev.tag, 0xee, HASH_LEN);
	ck_ok(identity_new(&ev.subject, seed, &friend));
	ev.pk = friend->pk;
	ev.actor = anna->id;
	identity_self_sign(friend, v->host.clinic, 1, ev.self);
	ck_ok(event_cert_sign(&ev, v->host.clinic, anna));
	attack_append(v, &ev, anna->sign_sk);
	identity_free(friend);
	identity_free(anna);
}

static void forge_without_records(void)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct event ev = {.type = EV_EPOCH, .epoch = 1, .actor = dora->id};

	memset(ev.chart.b, 5, ID_LEN);
	attack_append(v, &ev, dora->sign_sk);
	identity_free(dora);
}

static void forge_host(void)
{
	struct identity *dora = attack_identity(v, "dora", PW_CLIN2);
	struct event ev = {.type = EV_LOGINFAIL, .count = 1};

	attack_append(v, &ev, dora->sign_sk);
	identity_free(dora);
}

static void (*const forgeries[])(void) = {forge_stranger, forge_in_a_name,
    forge_without_right, forge_alone, forge_without_records, forge_host};
#define NFORGERIES (sizeof forgeries / sizeof *forgeries)

START_TEST(forgeries_bar_the_door)
{
	struct vault *c = test_clinic_open(&t);
	bool changed;

	forgeries[_i]();
	ck_err(vault_login(c, "carl", PW_CLIN, strlen(PW_CLIN)), ERR_CORRUPT);
	vault_close(c);
	/* And an open login notices when it next looks. */
	v->stale = true;
	ck_err(vault_poll(v, &changed), ERR_CORRUPT);
	/* At a first login too. */
	c = test_clinic_open(&t);
	ck_err(vault_login(c, "olga", PW_OFFICER, strlen(PW_OFFICER)),
	    ERR_CORRUPT);
	vault_close(c);
}
END_TEST

/* The control: the same ways with a row that is in order. */
START_TEST(an_honest_row_does_not)
{
	struct identity *carl = attack_identity(v, "carl", PW_CLIN);
	struct event ev = {.type = EV_VIEW, .chart = chart, .actor = carl->id};
	struct vault *c = test_clinic_open(&t);
	bool changed;

	attack_append(v, &ev, carl->sign_sk);
	v->stale = true;
	ck_ok(vault_poll(v, &changed));
	ck_assert(changed);
	ck_ok(vault_login(c, "carl", PW_CLIN, strlen(PW_CLIN)));
	vault_close(c);
	identity_free(carl);
}
END_TEST

Suite *verify_suite(void)
{
	Suite *s = suite_create("verify");
	TCase *tc = tcase_create("verify");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, sound);
	tcase_add_test(tc, chain);
	tcase_add_test(tc, bodies);
	tcase_add_test(tc, signatures);
	tcase_add_test(tc, strangers);
	tcase_add_test(tc, heads);
	tcase_add_test(tc, pin);
	tcase_add_test(tc, sizes);
	tcase_add_test(tc, requests);
	tcase_add_test(tc, authority);
	tcase_add_test(tc, pending);
	tcase_add_test(tc, wraps);
	tcase_add_test(tc, logins);
	tcase_add_test(tc, epochs);
	tcase_add_test(tc, grants);
	tcase_add_test(tc, entries);
	tcase_add_test(tc, content);
	tcase_add_test(tc, content_signature);
	tcase_add_test(tc, keys);
	tcase_add_test(tc, sequence);
	tcase_add_test(tc, stops_when_asked);
	tcase_add_test(tc, every_check_has_a_test);
	tcase_add_loop_test(tc, forgeries_bar_the_door, 0, NFORGERIES);
	tcase_add_test(tc, an_honest_row_does_not);
	suite_add_tcase(s, tc);
	return s;
}
