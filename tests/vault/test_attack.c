/*
 * Attacks on every row of a small clinic: flip, swap, delete, insert, truncate,
 * roll back, exchange.  Each must be noticed by the verifier; what touches the
 * ledger is refused by login too.  The controls show that it is the commitments
 * that notice it: an unprotected copy of the same rows, or a clinic whose
 * anchors are gone, lets the same change pass.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/suites.h"
#include "vault/chart.h"

static struct test_clinic t;
static struct id chart, note;
static struct vault *v;

/* The tables that hold something; meta counts for nothing in security. */
static const enum store_table tables[] = {STORE_KW, STORE_LOGIN, STORE_EPOCH,
    STORE_GRANTS, STORE_ENTRY, STORE_LEDGER};
#define NTABLES (sizeof tables / sizeof *tables)

/* As small as a clinic with a note can be. */
static void setup(void)
{
	struct clinic_new c = test_clinic_answers();

	test_clinic_init(&t);
	c.solo = true;
	ck_ok(clinic_create(t.dir, &t.tc.clock, &c));
	v = test_login(&t, "anna", PW_ADMIN);
	chart = test_chart(v);
	ck_ok(chart_view(v, &chart));
	test_note(v, &chart, &note);
}

static void teardown(void)
{
	vault_close(v);
	test_clinic_done(&t);
}

static bool equal_rows(
    enum store_table t0, const struct store_val *a, const struct store_val *b)
{
	const struct store_def *d = attack_def(t0);

	for (size_t c = 0; c < d->ncol; c++)
		if (d->col[c].type == STORE_INT
			? a[c].num != b[c].num
			: a[c].len != b[c].len ||
			      (a[c].len > 0 &&
				  memcmp(a[c].p, b[c].p, a[c].len) != 0))
			return false;
	return true;
}

/* Put ${now} in the place of ${was}, see, and put it back. */
static bool noticed_instead(enum store_table table, const struct store_val *was,
    const struct store_val *now)
{
	const struct store_val *there;
	bool noticed;

	if (equal_rows(table, was, now))
		return true;
	attack_remove(v->db, table, was);
	/* Where another row stands already, it is as good as a deletion. */
	if (store_get(v->db, table, now, &there) == ERR_OK) {
		noticed = attack_noticed(v);
	} else {
		attack_put(v->db, table, now);
		noticed = attack_noticed(v);
		attack_remove(v->db, table, now);
	}
	attack_put(v->db, table, was);
	return noticed;
}

/* ---- 1: flips -------------------------------------------------------------
 */

static void flip_bytes(enum store_table table, const struct saved_row *r,
    size_t col, unsigned *done)
{
	struct store_val now[STORE_COLS_MAX];
	size_t len = r->val[col].len;
	unsigned char copy[4096];

	ck_assert_uint_le(len, sizeof copy);
	memcpy(now, r->val, sizeof now);
	now[col].p = copy;
	for (size_t i = 0; i < len; i++) {
		memcpy(copy, r->val[col].p, len);
		copy[i] ^= (unsigned char)(1U << ((i * 7 + col) % 8));
		ck_assert_msg(noticed_instead(table, r->val, now),
		    "%s.%s byte %zu", attack_def(table)->name,
		    attack_def(table)->col[col].name, i);
		++*done;
	}
}

static void flip_number(enum store_table table, const struct saved_row *r,
    size_t col, unsigned *done)
{
	struct store_val now[STORE_COLS_MAX];

	for (unsigned bit = 0; bit < 63; bit += 8) {
		memcpy(now, r->val, sizeof now);
		now[col].num ^= (int64_t)1 << bit;
		ck_assert_msg(noticed_instead(table, r->val, now),
		    "%s.%s bit %u", attack_def(table)->name,
		    attack_def(table)->col[col].name, bit);
		++*done;
	}
}

START_TEST(flip_one_bit_in_every_byte)
{
	enum store_table table = tables[_i];
	const struct store_def *d = attack_def(table);
	unsigned done = 0;
	struct saved s;

	attack_in_memory(v);
	ck_assert(!attack_noticed(v));
	attack_save(v->db, table, &s);
	for (size_t i = 0; i < s.n; i++)
		for (size_t c = 0; c < d->ncol; c++)
			if (d->col[c].type == STORE_INT)
				flip_number(table, &s.row[i], c, &done);
			else
				flip_bytes(table, &s.row[i], c, &done);
	ck_assert_uint_ge(done, 32);
	ck_assert(!attack_noticed(v));
	attack_free(&s);
}
END_TEST

/* The same flip in a table that no event commits to passes: it is the
 * commitment that notices, not the engine. */
START_TEST(flip_in_an_unprotected_row)
{
	struct store_val row[] = {
	    store_bytes("note", 4), store_bytes("unprotected", 11)};

	attack_in_memory(v);
	attack_put(v->db, STORE_META, row);
	row[1].p = "unprotecteD";
	attack_set(v->db, STORE_META, row);
	ck_assert(!attack_noticed(v));
}
END_TEST

/* ---- 3, 4, 5: swap, delete, insert -----------------------------------------
 */

START_TEST(swap_payloads_of_every_pair)
{
	enum store_table table = tables[_i];
	const struct store_def *d = attack_def(table);
	struct store_val a[STORE_COLS_MAX], b[STORE_COLS_MAX];
	size_t vals = sizeof(struct store_val) * (d->ncol - d->nkey);
	struct saved s;

	attack_in_memory(v);
	attack_save(v->db, table, &s);
	for (size_t i = 0; i < s.n; i++)
		for (size_t k = i + 1; k < s.n; k++) {
			memcpy(a, s.row[i].val, sizeof a);
			memcpy(b, s.row[k].val, sizeof b);
			memcpy(a + d->nkey, s.row[k].val + d->nkey, vals);
			memcpy(b + d->nkey, s.row[i].val + d->nkey, vals);
			if (equal_rows(table, a, s.row[i].val))
				continue;
			attack_set(v->db, table, a);
			attack_set(v->db, table, b);
			ck_assert_msg(attack_noticed(v), "%s rows %zu, %zu",
			    d->name, i, k);
			attack_set(v->db, table, s.row[i].val);
			attack_set(v->db, table, s.row[k].val);
		}
	ck_assert(!attack_noticed(v));
	attack_free(&s);
}
END_TEST

START_TEST(delete_each_row)
{
	enum store_table table = tables[_i];
	struct saved s;

	attack_in_memory(v);
	attack_save(v->db, table, &s);
	for (size_t i = 0; i < s.n; i++) {
		attack_remove(v->db, table, s.row[i].val);
		ck_assert_msg(attack_noticed(v), "%s row %zu",
		    attack_def(table)->name, i);
		attack_set(v->db, table, s.row[i].val);
	}
	ck_assert(!attack_noticed(v));
	attack_free(&s);
}
END_TEST

/* A copy of each row under each key that differs in one column. */
START_TEST(insert_copies)
{
	enum store_table table = tables[_i];
	const struct store_def *d = attack_def(table);
	unsigned char other[HASH_LEN] = {0xc0, 0xff, 0xee};
	struct store_val now[STORE_COLS_MAX];
	struct saved s;

	attack_in_memory(v);
	attack_save(v->db, table, &s);
	for (size_t i = 0; i < s.n; i++)
		for (size_t c = 0; c < d->nkey; c++) {
			memcpy(now, s.row[i].val, sizeof now);
			if (d->col[c].type == STORE_INT)
				now[c].num += 1000;
			else
				now[c].p = other;
			attack_put(v->db, table, now);
			ck_assert_msg(attack_noticed(v),
			    "%s row %zu column %zu", d->name, i, c);
			attack_remove(v->db, table, now);
		}
	ck_assert(!attack_noticed(v));
	attack_free(&s);
}
END_TEST

/* ---- 6, 7: truncate, roll back --------------------------------------------
 */

static enum err login_again(const char *dir)
{
	struct vault *again = NULL;
	enum err e = vault_open(dir, &t.tc.clock, &again);

	if (e == ERR_OK)
		e = vault_login(again, "anna", PW_ADMIN, strlen(PW_ADMIN));
	vault_close(again);
	return e;
}

START_TEST(truncate_the_tail)
{
	struct saved s;

	ck_ok(vault_logout(v));
	attack_save(v->db, STORE_LEDGER, &s);
	attack_remove(v->db, STORE_LEDGER, s.row[s.n - 1].val);
	ck_err(login_again(t.dir), ERR_CORRUPT);
	attack_free(&s);
}
END_TEST

static void copy_database(const char *from, const char *to)
{
	static const char *const names[] = {
	    "clinic.db", "clinic.db-wal", "clinic.db-shm"};
	char a[PATH_MAX], b[PATH_MAX];

	for (size_t i = 0; i < 3; i++) {
		struct buf bytes = {0};

		ck_ok(path_join(a, from, names[i]));
		ck_ok(path_join(b, to, names[i]));
		(void)unlink(b);
		if (file_read(a, BUF_MAX - 1, &bytes) == ERR_OK)
			ck_ok(file_create(b, bytes.p, bytes.len, 0600));
		buf_free(&bytes);
	}
}

/* Last week's database in the place of today's; ${anchors}: pin and heads of
 * today are there. */
static enum err roll_back(bool heads, bool pin)
{
	char old[PATH_MAX], path[PATH_MAX];

	ck_ok(path_join(old, t.root, "old"));
	vault_close(v);
	v = NULL;
	test_copy_tree(t.dir, old);
	v = test_login(&t, "anna", PW_ADMIN);
	test_note(v, &chart, &note);
	vault_close(v);
	v = NULL;
	copy_database(old, t.dir);
	if (!heads) {
		ck_ok(path_join(path, t.dir, "heads"));
		ck_assert_int_eq(unlink(path), 0);
	}
	if (!pin) {
		ck_ok(path_join(path, t.dir, "u"));
		ck_ok(path_join(old, t.root, "u"));
		ck_assert_int_eq(rename(path, old), 0);
	}
	return login_again(t.dir);
}

START_TEST(roll_back_known_to_pin_and_heads)
{
	ck_err(roll_back(true, true), ERR_CORRUPT);
}
END_TEST

START_TEST(roll_back_known_to_the_pin)
{
	ck_err(roll_back(false, true), ERR_CORRUPT);
}
END_TEST

START_TEST(roll_back_known_to_the_heads)
{
	ck_err(roll_back(true, false), ERR_CORRUPT);
}
END_TEST

/* The control: with no anchor left nobody can know. */
START_TEST(roll_back_known_to_nobody)
{
	ck_ok(roll_back(false, false));
}
END_TEST

/* ---- 9, 22: another clinic, another host ----------------------------------
 */

static void other_clinic(char *dir)
{
	struct clinic_new c = test_clinic_answers();

	c.solo = true;
	ck_ok(path_join(dir, t.root, "other"));
	ck_ok(clinic_create(dir, &t.tc.clock, &c));
	ck_ok(login_again(dir));
}

static void exchange(const char *name, const char *other)
{
	char a[PATH_MAX], b[PATH_MAX];
	struct buf bytes = {0};

	ck_ok(path_join(a, other, name));
	ck_ok(path_join(b, t.dir, name));
	ck_ok(file_read(a, BUF_MAX - 1, &bytes));
	ck_assert_int_eq(unlink(b), 0);
	ck_ok(file_create(b, bytes.p, bytes.len, 0400));
	buf_free(&bytes);
}

START_TEST(database_of_another_clinic)
{
	char dir[PATH_MAX];

	other_clinic(dir);
	vault_close(v);
	v = NULL;
	copy_database(dir, t.dir);
	ck_err(login_again(t.dir), ERR_CORRUPT);
	/* With its host files it is just that clinic. */
	exchange("host/clinic.id", dir);
	exchange("host/host.secret", dir);
	exchange("heads", dir);
	ck_ok(login_again(t.dir));
}
END_TEST

START_TEST(host_secret_of_another)
{
	char dir[PATH_MAX];

	other_clinic(dir);
	vault_close(v);
	v = NULL;
	exchange("host/host.secret", dir);
	ck_err(login_again(t.dir), ERR_CORRUPT);
}
END_TEST

/* ---- 15: ciphertext in another place --------------------------------------
 */

START_TEST(move_a_note_to_another_chart)
{
	struct id chart2 = test_chart(v), note2;
	struct store_val a[STORE_COLS_MAX];
	struct finding f = {0};
	struct saved s;
	struct entry en;
	size_t i = 0;

	ck_ok(chart_view(v, &chart2));
	test_note(v, &chart2, &note2);
	attack_save(v->db, STORE_ENTRY, &s);
	while (memcmp(s.row[i].val[COL_ENTRY_ENTRY].p, note.b, ID_LEN) != 0)
		i++;
	memcpy(a, s.row[i].val, sizeof a);
	a[COL_ENTRY_CHART] = store_id(&chart2);
	a[COL_ENTRY_ENTRY] = store_id(&note2);
	attack_set(v->db, STORE_ENTRY, a);
	ck_err(entry_read(v, &chart2, &note2, 0, &en), ERR_CORRUPT);
	ck_err(attack_verify(v, NULL, &f), ERR_CORRUPT);
	ck_assert_str_eq(f.checks, " entries  content ");
	/* The seal by itself would notice as well. */
	memset(&f, 0, sizeof f);
	ck_err(attack_verify(v, "entries", &f), ERR_CORRUPT);
	ck_assert_str_eq(f.checks, " content ");
	attack_free(&s);
}
END_TEST

/* A grant that opens to another key than the chart's. */
START_TEST(hand_out_another_key)
{
	struct id chart2 = test_chart(v);
	struct identity *me = attack_identity(v, "anna", PW_ADMIN);
	unsigned char plain[100], sealed[GRANT_LEN];
	const unsigned char *cek;

	attack_in_memory(v);
	keys_drop(v);
	memcpy(plain, v->host.clinic, 32);
	memcpy(plain + 32, chart2.b, ID_LEN);
	le32_put(plain + 48, 1);
	memcpy(plain + 52, me->id.b, ID_LEN);
	secret_random(plain + 68, KEY_LEN);
	ck_ok(box_seal(me->pk.box, plain, sizeof plain, sealed));
	attack_set(v->db, STORE_GRANTS,
	    (const struct store_val[]){store_id(&chart2), store_int(1),
		store_id(&me->id), store_bytes(sealed, sizeof sealed)});
	ck_err(keys_cek(v, &chart2, 1, &cek), ERR_CORRUPT);
	ck_assert(attack_noticed(v));
	/* Also where the event itself was made for it: the key commitment. */
	hash1(LABEL_GRANT_BLOB, sealed, sizeof sealed,
	    state_chart(&v->st, &chart2)->grant[1].hash);
	ck_err(keys_cek(v, &chart2, 1, &cek), ERR_CORRUPT);
	identity_free(me);
}
END_TEST

Suite *attack_suite(void)
{
	Suite *s = suite_create("attack");
	TCase *tc = tcase_create("attack");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, flip_one_bit_in_every_byte, 0, NTABLES);
	tcase_add_test(tc, flip_in_an_unprotected_row);
	tcase_add_loop_test(tc, swap_payloads_of_every_pair, 0, NTABLES);
	tcase_add_loop_test(tc, delete_each_row, 0, NTABLES);
	tcase_add_loop_test(tc, insert_copies, 0, NTABLES);
	tcase_add_test(tc, truncate_the_tail);
	tcase_add_test(tc, roll_back_known_to_pin_and_heads);
	tcase_add_test(tc, roll_back_known_to_the_pin);
	tcase_add_test(tc, roll_back_known_to_the_heads);
	tcase_add_test(tc, roll_back_known_to_nobody);
	tcase_add_test(tc, database_of_another_clinic);
	tcase_add_test(tc, host_secret_of_another);
	tcase_add_test(tc, move_a_note_to_another_chart);
	tcase_add_test(tc, hand_out_another_key);
	suite_add_tcase(s, tc);
	return s;
}
