#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "crypto/code.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/internal.h"
#include "vault/private.h"
#include "vault/pvault.h"
#include "vault/words.h"

#define MARKER "basalt-heron-velvet"
#define MINUTE ((int64_t)60 * 1000)

static const struct pass good = {"five quiet blue herons", 22};
static const struct pass next = {"a brand new passphrase", 22};
static const struct pass wrong = {"five quiet blue egrets", 22};

static struct private_vault *must_create(struct vault *v)
{
	struct private_vault *pv;

	ck_ok(private_create(v, good, NULL, &pv));
	return pv;
}

static struct private_vault *must_unlock(struct vault *v)
{
	struct private_vault *pv;

	ck_ok(private_unlock(v, good, &pv));
	return pv;
}

static enum err try_unlock(struct vault *v, struct pass p)
{
	struct private_vault *pv;
	enum err e = private_unlock(v, p, &pv);

	if (e == ERR_OK)
		private_lock(pv);
	return e;
}

static enum err write_note(
    struct private_vault *pv, struct id *id, const char *text)
{
	struct buf p = {0};
	enum err e;

	ck_ok(buf_adds(&p, text));
	e = private_write(pv, id, &p);
	buf_free(&p);
	return e;
}

static enum err join(
    void *arg, const struct private_head *h, const void *payload, size_t len)
{
	ck_ok(buf_addf(arg, "%u:", h->ver));
	ck_ok(buf_add(arg, payload, len));
	return buf_adds(arg, ";");
}

static void check_notes(struct private_vault *pv, const char *want)
{
	struct buf b = {0};

	ck_ok(private_each(pv, join, &b));
	ck_assert_str_eq(buf_str(&b), want);
	buf_free(&b);
}

static enum err each_of(struct private_vault *pv)
{
	struct buf b = {0};
	enum err e = private_each(pv, join, &b);

	buf_free(&b);
	return e;
}

/* The private file of whoever made the only one, opened without a key. */
static struct store *attack(struct rig *r)
{
	char path[PATH_MAX];
	struct store *db;

	rig_find(&r->w, "p", ".pdb", path);
	ck_ok(store_open(NULL, STORE_PRIVATE, path, 0, &db));
	return db;
}

/* ---- words ------------------------------------------------------------- */

START_TEST(word_list)
{
	for (size_t i = 0; i < WORDS; i++) {
		size_t n = strlen(words[i]);

		ck_assert(n >= 4 && n <= WORD_MAX);
		ck_assert_uint_eq(
		    strspn(words[i], "abcdefghijklmnopqrstuvwxyz"), n);
		if (i > 0)
			ck_assert_int_lt(strcmp(words[i - 1], words[i]), 0);
	}
}
END_TEST

START_TEST(five_words)
{
	struct buf a = {0}, b = {0};
	unsigned blanks = 0;

	ck_ok(secret_init((size_t)256 * 1024));
	ck_ok(private_words(&a));
	ck_ok(private_words(&b));
	ck_assert_str_ne(buf_str(&a), buf_str(&b));
	for (size_t i = 0; i < a.len; i++)
		blanks += a.p[i] == ' ';
	ck_assert_uint_eq(blanks, 4);
	/* four letters at least: never under the 14 of an own one */
	ck_assert_uint_ge(a.len, 24);
	buf_free(&a);
	buf_free(&b);
}
END_TEST

/* ---- life -------------------------------------------------------------- */

START_TEST(create_and_unlock)
{
	static const struct pass brief = {"short", 5};
	struct private_vault *pv;
	struct id id = id_zero;
	size_t used;
	struct rig r;

	rig_init(&r);
	used = secret_used();
	ck_assert(!private_exists(r.carl));
	ck_err(try_unlock(r.carl, good), ERR_NOTFOUND);
	ck_err(private_create(r.carl, brief, NULL, &pv), ERR_FORMAT);
	ck_assert(!private_exists(r.carl));
	pv = must_create(r.carl);
	ck_assert(private_exists(r.carl));
	ck_assert_uint_gt(secret_used(), used);
	ck_ok(write_note(pv, &id, "words"));
	ck_assert(!id_is_zero(&id));
	private_lock(pv);
	ck_assert_uint_eq(secret_used(), used);
	ck_err(private_create(r.carl, good, NULL, &pv), ERR_EXISTS);
	ck_err(try_unlock(r.carl, wrong), ERR_AUTH);
	ck_assert_uint_eq(secret_used(), used);
	test_clock_add(&r.w.tc, 1000);
	pv = must_unlock(r.carl);
	check_notes(pv, "1:words;");
	ck_ok(private_verify(pv));
	private_lock(pv);
	ck_assert_uint_eq(secret_used(), used);
	rig_done(&r);
}
END_TEST

/* Nothing but the passphrase or the code opens it. */
START_TEST(other_secrets)
{
	static const char *const who[] = {CARL, ADMIN, OFFICER, "records"};
	static const struct pass empty = {"", 0};
	struct rig r;

	rig_init(&r);
	private_lock(must_create(r.carl));
	for (size_t i = 0; i < sizeof(who) / sizeof(who[0]); i++) {
		ck_err(try_unlock(r.carl, rig_pass(who[i])), ERR_AUTH);
		test_clock_add(&r.w.tc, 60 * MINUTE);
	}
	ck_err(try_unlock(r.carl, empty), ERR_AUTH);
	test_clock_add(&r.w.tc, 60 * MINUTE);
	ck_ok(try_unlock(r.carl, good));
	rig_done(&r);
}
END_TEST

/* The chart keys of a login are no help, nor is the lock's ignorance: a locked
 * login has no private notes. */
START_TEST(needs_the_login)
{
	struct pass p = rig_pass(CARL);
	struct private_vault *pv;
	struct id id = id_zero;
	struct buf b = {0};
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(write_note(pv, &id, "words"));
	vault_lock(r.carl);
	ck_err(each_of(pv), ERR_LOCKED);
	ck_err(write_note(pv, &id, "x"), ERR_LOCKED);
	ck_err(private_draft_put(pv, &id, "a", "x", 1), ERR_LOCKED);
	ck_err(private_draft_get(pv, &id, "a", &b), ERR_LOCKED);
	ck_err(private_destroy(pv, &id), ERR_LOCKED);
	ck_err(private_verify(pv), ERR_LOCKED);
	ck_err(try_unlock(r.carl, good), ERR_LOCKED);
	ck_ok(vault_unlock(r.carl, p.p, p.len));
	check_notes(pv, "1:words;");
	private_lock(pv);
	rig_done(&r);
}
END_TEST

START_TEST(codes)
{
	unsigned char code[CODE_LEN], code2[CODE_LEN];
	char text[CODE_TEXT], text2[CODE_TEXT];
	struct private_vault *pv;
	struct rig r;

	rig_init(&r);
	ck_ok(private_create(r.carl, good, code, &pv));
	private_lock(pv);
	code_print(code, text);
	ck_ok(try_unlock(r.carl, (struct pass){text, strlen(text)}));
	pv = must_unlock(r.carl);
	ck_err(private_code_make(pv, wrong, code2), ERR_AUTH);
	test_clock_add(&r.w.tc, MINUTE);
	ck_ok(private_code_make(pv, good, code2));
	ck_ok(private_verify(pv));
	private_lock(pv);
	code_print(code2, text2);
	ck_err(try_unlock(r.carl, (struct pass){text, strlen(text)}), ERR_AUTH);
	test_clock_add(&r.w.tc, MINUTE);
	ck_ok(try_unlock(r.carl, (struct pass){text2, strlen(text2)}));
	/* a forgotten passphrase is replaced with the code */
	ck_ok(private_unlock(r.carl, (struct pass){text2, strlen(text2)}, &pv));
	ck_err(private_pass_change(pv, (struct pass){text, strlen(text)}, next),
	    ERR_AUTH);
	test_clock_add(&r.w.tc, MINUTE);
	ck_ok(
	    private_pass_change(pv, (struct pass){text2, strlen(text2)}, next));
	private_lock(pv);
	ck_ok(try_unlock(r.carl, next));
	ck_ok(try_unlock(r.carl, (struct pass){text2, strlen(text2)}));
	rig_done(&r);
}
END_TEST

static void load_wrap(struct store *db, struct buf *blob)
{
	struct store_val key[] = {store_int(WRAP_PRIVATE), store_int(0)};
	const struct store_val *row;

	ck_ok(store_get(db, STORE_WRAP, key, &row));
	ck_ok(buf_add(blob, row[COL_WRAP_BLOB].p, row[COL_WRAP_BLOB].len));
}

static void save_wrap(struct store *db, const struct buf *blob)
{
	struct store_val row[] = {store_int(WRAP_PRIVATE), store_int(0),
	    store_bytes(blob->p, blob->len)};

	ck_ok(store_begin_write(db));
	ck_ok(store_set(db, STORE_WRAP, row));
	ck_ok(store_commit(db));
}

/* Bytes in the write-ahead log of the only private file. */
static off_t log_size(struct rig *r)
{
	char path[PATH_MAX];
	struct stat st;

	rig_find(&r->w, "p", ".pdb-wal", path);
	ck_assert_int_eq(stat(path, &st), 0);
	return st.st_size;
}

/* A change leaves the old passphrase without effect, also when the old wrap is
 * put back, and leaves no old wrap in the files. */
START_TEST(pass_change)
{
	struct buf old = {0}, now = {0};
	struct private_vault *pv;
	struct store *db;
	struct id id = id_zero;
	char path[PATH_MAX];
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(write_note(pv, &id, "words"));
	db = attack(&r);
	load_wrap(db, &old);
	store_free(db);
	ck_assert_uint_gt(rig_grep(&r.w, old.p, old.len, NULL), 0);
	ck_err(private_pass_change(pv, wrong, next), ERR_AUTH);
	test_clock_add(&r.w.tc, MINUTE);
	ck_assert_int_gt(log_size(&r), 0);
	ck_ok(private_pass_change(pv, good, next));
	ck_assert_int_eq(log_size(&r), 0);
	ck_assert_uint_eq(rig_grep(&r.w, old.p, old.len, NULL), 0);
	check_notes(pv, "1:words;");
	private_lock(pv);
	rig_find(&r.w, "p", ".pdb", path);
	ck_assert_uint_eq(rig_grep(&r.w, old.p, old.len, NULL), 0);
	ck_err(try_unlock(r.carl, good), ERR_AUTH);
	test_clock_add(&r.w.tc, MINUTE);
	ck_ok(try_unlock(r.carl, next));
	db = attack(&r);
	load_wrap(db, &now);
	save_wrap(db, &old);
	ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	save_wrap(db, &now);
	store_free(db);
	ck_ok(try_unlock(r.carl, next));
	buf_free(&old);
	buf_free(&now);
	rig_done(&r);
}
END_TEST

START_TEST(notes)
{
	struct private_vault *pv, *again;
	struct id a = id_zero, b = rig_id(), none = rig_id();
	struct store_scan scan = {.table = STORE_PNOTE};
	struct vault *other;
	struct rig r;
	size_t n;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(write_note(pv, &a, "one"));
	ck_ok(write_note(pv, &b, ""));
	ck_ok(write_note(pv, &a, "two"));
	check_notes(pv, "2:two;1:;");
	/* only the newest version is kept */
	ck_ok(store_count(pv->db, &scan, &n));
	ck_assert_uint_eq(n, 2);
	/* another login sees it and adds to it */
	other = rig_login(&r.w, CARL);
	again = must_unlock(other);
	ck_ok(write_note(again, &a, "three"));
	check_notes(pv, "3:three;1:;");
	ck_ok(write_note(pv, &a, "four"));
	check_notes(again, "4:four;1:;");
	private_lock(again);
	vault_close(other);
	ck_ok(private_log_export(pv, &a));
	ck_err(private_log_export(pv, &none), ERR_NOTFOUND);
	ck_err(private_destroy(pv, &none), ERR_NOTFOUND);
	ck_ok(private_destroy(pv, &a));
	check_notes(pv, "1:;");
	ck_ok(private_verify(pv));
	private_lock(pv);
	pv = must_unlock(r.carl);
	check_notes(pv, "1:;");
	private_lock(pv);
	rig_done(&r);
}
END_TEST

START_TEST(large_note)
{
	struct private_vault *pv;
	struct buf p = {0}, b = {0};
	struct id id = id_zero;
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(buf_addzero(&p, ENTRY_MAX));
	ck_ok(private_write(pv, &id, &p));
	ck_ok(private_each(pv, join, &b));
	ck_assert_uint_eq(b.len, ENTRY_MAX + 3);
	ck_ok(buf_add8(&p, 0));
	ck_err(private_write(pv, &id, &p), ERR_LIMIT);
	buf_free(&p);
	buf_free(&b);
	private_lock(pv);
	rig_done(&r);
}
END_TEST

/* ---- drafts ------------------------------------------------------------ */

static enum err join_draft(
    void *arg, const struct id *id, const char *tag, const void *p, size_t len)
{
	(void)id;
	ck_ok(buf_addf(arg, "%s=", tag));
	ck_ok(buf_add(arg, p, len));
	return buf_adds(arg, ";");
}

START_TEST(drafts)
{
	struct private_vault *pv;
	struct id id = rig_id(), id2 = rig_id();
	struct buf b = {0};
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(private_draft_put(pv, &id, "text", "one", 3));
	ck_ok(private_draft_put(pv, &id, "text", "two", 3));
	ck_ok(private_draft_put(pv, &id, "@meta", "m", 1));
	ck_err(private_draft_put(pv, &id, "Text", "x", 1), ERR_FORMAT);
	private_lock(pv);
	pv = must_unlock(r.carl);
	ck_ok(private_draft_get(pv, &id, "text", &b));
	ck_assert_str_eq(buf_str(&b), "two");
	ck_err(private_draft_get(pv, &id2, "text", &b), ERR_NOTFOUND);
	buf_clear(&b);
	ck_ok(private_draft_each(pv, join_draft, &b));
	ck_assert_str_eq(buf_str(&b), "@meta=m;text=two;");
	ck_ok(private_draft_put(pv, &id, "@meta", "", 0));
	ck_ok(private_settle(pv));
	ck_ok(private_verify(pv));
	ck_ok(private_draft_remove(pv, &id));
	ck_err(private_draft_remove(pv, &id), ERR_NOTFOUND);
	buf_clear(&b);
	ck_ok(private_draft_each(pv, join_draft, &b));
	ck_assert_uint_eq(b.len, 0);
	buf_free(&b);
	private_lock(pv);
	rig_done(&r);
}
END_TEST

/* Attack test 45: typed, saved, locked - and not locked: in no file, and no
 * event about it. */
START_TEST(marker)
{
	struct private_vault *pv;
	struct id id = id_zero, draft = rig_id();
	char text[] = MARKER, path[PATH_MAX], copy[PATH_MAX];
	struct buf b = {0};
	struct store *db;
	struct rig r;
	size_t rows;

	rig_init(&r);
	rows = rig_rows(&r);
	pv = must_create(r.carl);
	ck_ok(private_draft_put(pv, &draft, "text", text, strlen(text)));
	ck_assert_uint_eq(rig_grep(&r.w, text, strlen(text), NULL), 0);
	ck_ok(write_note(pv, &id, text));
	ck_assert_uint_eq(rig_grep(&r.w, text, strlen(text), NULL), 0);
	private_lock(pv);
	ck_assert_uint_eq(rig_grep(&r.w, text, strlen(text), NULL), 0);
	/* ids neither: no other file knows that there is a note */
	rig_find(&r.w, "p", ".pdb", path);
	ck_assert_uint_eq(rig_grep(&r.w, id.b, ID_LEN, NULL), 1);
	ck_assert_uint_eq(rig_grep(&r.w, id.b, ID_LEN, path), 0);
	ck_assert_uint_eq(rig_rows(&r), rows);
	/* its bytes are in this file alone: without it, gone; with it, back */
	ck_ok(path_join(copy, r.w.root, "copy"));
	rig_copy(path, copy);
	rig_remove(path);
	ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	rig_copy(copy, path);
	rig_remove(copy);
	pv = must_unlock(r.carl);
	check_notes(pv, "1:" MARKER ";");
	private_lock(pv);
	/* control: the search finds what is written in clear */
	db = attack(&r);
	{
		struct store_val row[] = {
		    store_bytes("k", 1), store_bytes(text, strlen(text))};

		ck_ok(store_begin_write(db));
		ck_ok(store_set(db, STORE_META, row));
		ck_ok(store_commit(db));
	}
	ck_assert_uint_gt(rig_grep(&r.w, text, strlen(text), NULL), 0);
	store_free(db);
	buf_free(&b);
	rig_done(&r);
}
END_TEST

/* ---- delays ------------------------------------------------------------ */

START_TEST(delays)
{
	static const unsigned want[] = {
	    1, 2, 4, 8, 16, 32, 60, 60, 60, 900, 900, 900};
	struct rig r;

	rig_init(&r);
	private_lock(must_create(r.carl));
	ck_assert_uint_eq(private_wait(r.carl), 0);
	for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		ck_err(try_unlock(r.carl, wrong), ERR_AUTH);
		ck_assert_uint_eq(private_wait(r.carl), want[i]);
		/* the right one is not even tried */
		ck_err(try_unlock(r.carl, good), ERR_BUSY);
		test_clock_add(&r.w.tc, (int64_t)want[i] * 1000 - 1);
		ck_assert_uint_eq(private_wait(r.carl), 1);
		ck_err(try_unlock(r.carl, good), ERR_BUSY);
		test_clock_add(&r.w.tc, 1);
		ck_assert_uint_eq(private_wait(r.carl), 0);
	}
	ck_ok(try_unlock(r.carl, good));
	ck_err(try_unlock(r.carl, wrong), ERR_AUTH);
	ck_assert_uint_eq(private_wait(r.carl), 1);
	rig_done(&r);
}
END_TEST

/* Attack test 48: also through new logins, which share the count. */
START_TEST(hundred_wrong)
{
	int64_t begun;
	struct vault *v;
	struct rig r;

	rig_init(&r);
	private_lock(must_create(r.carl));
	v = rig_login(&r.w, CARL);
	begun = r.w.tc.utc;
	for (int i = 0; i < 100; i++) {
		struct vault *who = i % 2 ? v : r.carl;

		ck_err(try_unlock(who, wrong), ERR_AUTH);
		ck_err(try_unlock(i % 2 ? r.carl : v, good), ERR_BUSY);
		test_clock_add(&r.w.tc, (int64_t)private_wait(who) * 1000);
	}
	/* 243 s for the first nine, a quarter of an hour for each after */
	ck_assert_int_eq(r.w.tc.utc - begun, (243 + 91 * 900) * (int64_t)1000);
	ck_ok(try_unlock(r.carl, good));
	ck_assert_uint_eq(private_wait(r.carl), 0);
	vault_close(v);
	rig_done(&r);
}
END_TEST

/* A clock that went back delays a try by its delay, not for ever. */
START_TEST(clock_back)
{
	struct rig r;

	rig_init(&r);
	private_lock(must_create(r.carl));
	for (int i = 0; i < 3; i++) {
		ck_err(try_unlock(r.carl, wrong), ERR_AUTH);
		test_clock_add(&r.w.tc, (int64_t)private_wait(r.carl) * 1000);
	}
	ck_err(try_unlock(r.carl, wrong), ERR_AUTH);
	r.w.tc.utc -= 365 * 24 * 60 * MINUTE;
	ck_assert_uint_eq(private_wait(r.carl), 8);
	ck_err(try_unlock(r.carl, good), ERR_BUSY);
	test_clock_add(&r.w.tc, 8000);
	ck_ok(try_unlock(r.carl, good));
	rig_done(&r);
}
END_TEST

/* ---- other files in its place ------------------------------------------ */

/* Attack test 47. */
START_TEST(swapped)
{
	char carl_file[PATH_MAX], dora_file[PATH_MAX], old[PATH_MAX],
	    now[PATH_MAX];
	struct private_vault *pv;
	struct id id = id_zero;
	struct vault *dora;
	struct rig r;

	rig_init(&r);
	ck_ok(path_join(old, r.w.root, "old"));
	ck_ok(path_join(now, r.w.root, "now"));
	pv = must_create(r.carl);
	ck_ok(write_note(pv, &id, "monday"));
	private_lock(pv);
	ck_ok(userfile_path(r.carl, true, ".pdb", carl_file));
	rig_copy(carl_file, old);
	pv = must_unlock(r.carl);
	ck_ok(write_note(pv, &id, "friday"));
	private_lock(pv);
	rig_copy(carl_file, now);
	dora = rig_login(&r.w, DORA);
	ck_ok(private_create(dora, good, NULL, &pv));
	private_lock(pv);
	ck_ok(userfile_path(dora, true, ".pdb", dora_file));

	rig_copy(dora_file, carl_file);
	ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	rig_copy(old, carl_file);
	ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	ck_assert_uint_eq(private_wait(r.carl), 0);
	/* control: his own file of now */
	rig_copy(now, carl_file);
	pv = must_unlock(r.carl);
	check_notes(pv, "2:friday;");
	private_lock(pv);
	rig_remove(old);
	rig_remove(now);
	vault_close(dora);
	rig_done(&r);
}
END_TEST

START_TEST(pin_behind)
{
	struct private_vault *pv;
	struct id id = id_zero;
	struct pin pin, none;
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(pin_load(r.carl, &pin));
	ck_assert_uint_eq(pin.pcount, 2);
	ck_ok(write_note(pv, &id, "one"));
	private_lock(pv);
	ck_ok(pin_save(r.carl, &pin));
	ck_ok(try_unlock(r.carl, good));
	/* each unlock pins again */
	ck_ok(pin_load(r.carl, &pin));
	ck_assert_uint_eq(pin.pcount, 4);
	none = pin;
	none.phash[0] ^= 1;
	ck_ok(pin_save(r.carl, &none));
	ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	none = pin;
	none.pcount++;
	ck_ok(pin_save(r.carl, &none));
	ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	ck_ok(pin_save(r.carl, &pin));
	ck_ok(try_unlock(r.carl, good));
	rig_done(&r);
}
END_TEST

/* A file that was taken away is missed; its owner may begin anew. */
START_TEST(taken_away)
{
	struct private_vault *pv;
	char path[PATH_MAX];
	struct rig r;

	rig_init(&r);
	private_lock(must_create(r.carl));
	ck_ok(userfile_path(r.carl, true, ".pdb", path));
	rig_remove(path);
	ck_assert(private_exists(r.carl));
	ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	pv = must_create(r.carl);
	check_notes(pv, "");
	private_lock(pv);
	ck_ok(try_unlock(r.carl, good));
	rig_done(&r);
}
END_TEST

/* ---- rows -------------------------------------------------------------- */

/* Each damage to an open file is found, and found again undone. */
START_TEST(damaged_notes)
{
	struct id a = id_zero, b = id_zero;
	struct private_vault *pv;
	const struct store_val *got;
	struct buf blob = {0};
	struct store *db;
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(write_note(pv, &a, "one"));
	ck_ok(write_note(pv, &b, "two"));
	db = attack(&r);
	{
		struct store_val key[] = {store_id(&a), store_int(1)};
		struct store_val row[] = {key[0], key[1], {0}};
		struct store_val extra[] = {
		    key[0], store_int(2), store_bytes("x", 1)};

		ck_ok(store_get(db, STORE_PNOTE, key, &got));
		ck_ok(buf_add(
		    &blob, got[COL_PNOTE_BLOB].p, got[COL_PNOTE_BLOB].len));
		row[COL_PNOTE_BLOB] = store_bytes(blob.p, blob.len);
		for (size_t i = 0; i < blob.len; i += 61) {
			blob.p[i] ^= 4;
			ck_ok(store_begin_write(db));
			ck_ok(store_set(db, STORE_PNOTE, row));
			ck_ok(store_commit(db));
			ck_err(each_of(pv), ERR_CORRUPT);
			ck_err(private_verify(pv), ERR_CORRUPT);
			blob.p[i] ^= 4;
		}
		ck_ok(store_begin_write(db));
		ck_ok(store_remove(db, STORE_PNOTE, key, 2));
		ck_ok(store_commit(db));
		ck_err(each_of(pv), ERR_CORRUPT);
		ck_ok(store_begin_write(db));
		ck_ok(store_set(db, STORE_PNOTE, row));
		ck_ok(store_set(db, STORE_PNOTE, extra));
		ck_ok(store_commit(db));
		ck_err(each_of(pv), ERR_CORRUPT);
		ck_ok(store_begin_write(db));
		ck_ok(store_remove(db, STORE_PNOTE, extra, 2));
		ck_ok(store_commit(db));
	}
	check_notes(pv, "1:one;1:two;");
	ck_ok(private_verify(pv));
	buf_free(&blob);
	store_free(db);
	private_lock(pv);
	rig_done(&r);
}
END_TEST

/* Words that were destroyed do not come back in the place of new ones. */
START_TEST(raised_note)
{
	struct id id = id_zero;
	struct store_val key[2], row[3];
	struct private_vault *pv;
	const struct store_val *got;
	struct buf blob = {0};
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(write_note(pv, &id, "one"));
	key[0] = row[0] = store_id(&id);
	key[1] = row[1] = store_int(1);
	ck_ok(store_get(pv->db, STORE_PNOTE, key, &got));
	ck_ok(buf_add(&blob, got[COL_PNOTE_BLOB].p, got[COL_PNOTE_BLOB].len));
	ck_ok(private_draft_put(pv, &id, "text", "x", 1));
	ck_assert_int_gt(log_size(&r), 0);
	ck_ok(private_destroy(pv, &id));
	ck_assert_int_eq(log_size(&r), 0);
	check_notes(pv, "");
	ck_assert_uint_eq(rig_grep(&r.w, blob.p, blob.len, NULL), 0);
	ck_ok(write_note(pv, &id, "two"));
	check_notes(pv, "1:two;");
	row[2] = store_bytes(blob.p, blob.len);
	ck_ok(store_begin_write(pv->db));
	ck_ok(store_set(pv->db, STORE_PNOTE, row));
	ck_ok(store_commit(pv->db));
	ck_err(each_of(pv), ERR_CORRUPT);
	buf_free(&blob);
	private_lock(pv);
	rig_done(&r);
}
END_TEST

struct tail {
	int64_t seq;
	unsigned char hash[HASH_LEN];
	struct buf blob;
};

static enum err last_row(void *arg, const struct store_val *row)
{
	struct tail *t = arg;

	t->seq = row[COL_PLEDGER_SEQ].num;
	memcpy(t->hash, row[COL_PLEDGER_HASH].p, HASH_LEN);
	return buf_add(
	    &t->blob, row[COL_PLEDGER_BLOB].p, row[COL_PLEDGER_BLOB].len);
}

/* The private ledger cut, or changed in its middle or end. */
START_TEST(damaged_ledger)
{
	struct store_scan scan = {
	    .table = STORE_PLEDGER, .reverse = true, .limit = 1};
	struct tail t = {0};
	struct private_vault *pv;
	struct id id = id_zero;
	struct store *db;
	struct rig r;

	rig_init(&r);
	pv = must_create(r.carl);
	ck_ok(write_note(pv, &id, "one"));
	ck_ok(write_note(pv, &id, "two"));
	private_lock(pv);
	db = attack(&r);
	ck_ok(store_scan(db, &scan, last_row, &t));
	{
		struct store_val row[] = {store_int(t.seq),
		    store_bytes(t.hash, HASH_LEN),
		    store_bytes(t.blob.p, t.blob.len)};
		struct store_val first = store_int(1);

		ck_ok(store_begin_write(db));
		ck_ok(store_remove(db, STORE_PLEDGER, row, 1));
		ck_ok(store_commit(db));
		ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
		t.blob.p[30] ^= 1;
		ck_ok(store_begin_write(db));
		ck_ok(store_put(db, STORE_PLEDGER, row));
		ck_ok(store_commit(db));
		ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
		t.blob.p[30] ^= 1;
		ck_ok(store_begin_write(db));
		ck_ok(store_set(db, STORE_PLEDGER, row));
		ck_ok(store_commit(db));
		ck_ok(try_unlock(r.carl, good));
		ck_ok(store_begin_write(db));
		ck_ok(store_remove(db, STORE_PLEDGER, &first, 1));
		ck_ok(store_commit(db));
		ck_err(try_unlock(r.carl, good), ERR_CORRUPT);
	}
	buf_free(&t.blob);
	store_free(db);
	rig_done(&r);
}
END_TEST

Suite *private_suite(void)
{
	Suite *s = suite_create("private");
	TCase *t = tcase_create("private");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, word_list);
	tcase_add_test(t, five_words);
	tcase_add_test(t, create_and_unlock);
	tcase_add_test(t, other_secrets);
	tcase_add_test(t, needs_the_login);
	tcase_add_test(t, codes);
	tcase_add_test(t, pass_change);
	tcase_add_test(t, notes);
	tcase_add_test(t, large_note);
	tcase_add_test(t, drafts);
	tcase_add_test(t, marker);
	tcase_add_test(t, delays);
	tcase_add_test(t, hundred_wrong);
	tcase_add_test(t, clock_back);
	tcase_add_test(t, swapped);
	tcase_add_test(t, pin_behind);
	tcase_add_test(t, taken_away);
	tcase_add_test(t, damaged_notes);
	tcase_add_test(t, raised_note);
	tcase_add_test(t, damaged_ledger);
	suite_add_tcase(s, t);
	return s;
}
