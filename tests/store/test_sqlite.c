/* Opening: what a file may be, and what it must not. */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/store/suites.h"
#include "tests/store/temp.h"

#define DB temp_path("clinic.db")

static enum err open_db(unsigned flags, struct store **s)
{
	return store_open("sqlite", STORE_CLINIC, DB, flags, s);
}

static void make_db(void)
{
	struct store *s = NULL;

	ck_ok(open_db(STORE_NEW, &s));
	for (int i = 1; i <= 5; i++)
		ck_ok(add_seq(s, i, 100));
	ck_ok(store_checkpoint(s, true));
	store_free(s);
}

START_TEST(the_flags_say_what_may_be_there)
{
	struct store *s = NULL;

	ck_err(open_db(0, &s), ERR_NOTFOUND);
	ck_err(open_db(STORE_READONLY, &s), ERR_NOTFOUND);
	ck_err(open_db(STORE_READONLY | STORE_CREATE, &s), ERR_NOTFOUND);
	ck_ok(open_db(STORE_NEW, &s));
	store_free(s);
	s = NULL;
	ck_err(open_db(STORE_NEW, &s), ERR_EXISTS);
	ck_ok(open_db(STORE_CREATE, &s));
	store_free(s);
	ck_ok(open_db(0, &s));
	store_free(s);
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
	struct store *s = NULL;

	ck_assert_int_eq(mkfifo(DB, 0600), 0);
	ck_err(open_db(STORE_CREATE, &s), ERR_FORMAT);
	unlink(DB);
	ck_assert_int_eq(symlink(temp_path("other"), DB), 0);
	ck_err(open_db(STORE_CREATE, &s), ERR_FORMAT);
	unlink(DB);
	ck_err(store_open("sqlite", STORE_CLINIC, temp_path("."), 0, &s),
	    ERR_FORMAT);
	ck_err(store_open("sqlite", STORE_CLINIC, temp_path("no/x.db"),
		   STORE_CREATE, &s),
	    ERR_NOTFOUND);
}
END_TEST

START_TEST(a_making_cut_short_is_finished)
{
	struct store *s = NULL;

	spill(DB, "", 0);
	ck_err(open_db(0, &s), ERR_NOTFOUND);
	ck_ok(open_db(STORE_NEW, &s));
	store_free(s);
	unlink(DB);
	unlink(temp_path("clinic.db-wal"));
	unlink(temp_path("clinic.db-shm"));
	/* in WAL mode, but no table came to be */
	sql_do(DB, "PRAGMA page_size=8192;PRAGMA journal_mode=WAL");
	ck_assert_uint_gt(file_size(DB), 0);
	ck_err(open_db(0, &s), ERR_NOTFOUND);
	ck_ok(open_db(STORE_CREATE, &s));
	ck_ok(add_seq(s, 1, 10));
	store_free(s);
}
END_TEST

START_TEST(another_kind_of_file_is_refused)
{
	static char junk[20000];
	struct store *s = NULL;

	memset(junk, 'j', sizeof(junk));
	spill(DB, junk, sizeof(junk));
	ck_err(open_db(0, &s), ERR_CORRUPT);
	ck_err(open_db(STORE_CREATE, &s), ERR_CORRUPT);
	unlink(DB);
	make_db();
	ck_err(store_open("sqlite", STORE_USER, DB, 0, &s), ERR_CORRUPT);
	ck_err(store_open("sqlite", STORE_PRIVATE, DB, STORE_CREATE, &s),
	    ERR_CORRUPT);
}
END_TEST

START_TEST(names_mean_nothing_to_sqlite)
{
	static const char *const names[] = {
	    ":memory:", "file:x?mode=memory", "a%41 b#c?d", "-wal"};
	char old[4096];
	struct store *s = NULL;

	ck_assert_ptr_nonnull(getcwd(old, sizeof(old)));
	ck_assert_int_eq(chdir(temp_path(".")), 0);
	for (int i = 0; i < 4; i++) {
		ck_ok(
		    store_open("sqlite", STORE_USER, names[i], STORE_NEW, &s));
		store_free(s);
		ck_assert_int_eq(access(names[i], F_OK), 0);
		ck_ok(store_open("sqlite", STORE_USER, names[i], 0, &s));
		store_free(s);
	}
	ck_assert_int_eq(chdir(old), 0);
}
END_TEST

static void expect_mode(const char *name, mode_t mode)
{
	struct stat st;

	ck_assert_int_eq(stat(temp_path(name), &st), 0);
	ck_assert_msg(
	    (st.st_mode & 07777) == mode, "%s: %o", name, (unsigned)st.st_mode);
}

START_TEST(files_are_private)
{
	mode_t old = umask(0);
	struct store *s = NULL;

	ck_ok(open_db(STORE_NEW, &s));
	ck_ok(add_seq(s, 1, 10));
	expect_mode("clinic.db", 0600);
	expect_mode("clinic.db-wal", 0600);
	expect_mode("clinic.db-shm", 0600);
	expect_mode("writer.lock", 0600);
	store_free(s);
	ck_assert_int_eq(chmod(temp_path("."), 02770), 0);
	umask(007);
	ck_ok(store_open(
	    "sqlite", STORE_PRIVATE, temp_path("ab.pdb"), STORE_NEW, &s));
	expect_mode("ab.pdb", 0660);
	expect_mode("ab.pdb-wal", 0660);
	expect_mode("ab.lock", 0660);
	store_free(s);
	umask(old);
}
END_TEST

START_TEST(the_file_is_laid_out_as_designed)
{
	unsigned char *p;
	size_t len = 0;

	make_db();
	p = slurp(DB, &len);
	ck_assert_mem_eq(p, "SQLite format 3", 16);
	ck_assert_uint_eq((unsigned)p[16] << 8 | p[17], 8192);
	ck_assert_uint_eq(p[18], 2);
	ck_assert_uint_eq(p[19], 2);
	free(p);
}
END_TEST

/* What somebody with a SQLite shell might leave behind. */
static const char *const planted[] = {
    "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM ledger; END",
    "CREATE VIEW x AS SELECT * FROM entry",
    "CREATE TABLE extra(a)",
    "CREATE INDEX extra ON entry(epoch)",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    "CREATE TABLE extra(a); ANALYZE",
    "DROP INDEX ledger_chart",
    "DROP INDEX ledger_chart; CREATE INDEX ledger_chart ON ledger(seq,chart)",
    "DROP TABLE request",
    "DROP TABLE request; CREATE VIEW request AS SELECT 1 id, 2 blob",
    "ALTER TABLE request RENAME TO demand",
    "ALTER TABLE request ADD COLUMN more",
    "DROP TABLE request; CREATE TABLE \"request\"(\"id\" TEXT NOT NULL,"
    "\"blob\" BLOB NOT NULL,PRIMARY KEY(\"id\"))",
    "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = "
    "replace(sql, 'NOT NULL,PRIMARY', 'DEFAULT 0,PRIMARY') "
    "WHERE name = 'entry'",
    "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET rootpage = "
    "(SELECT rootpage FROM sqlite_schema WHERE name = 'epoch') "
    "WHERE name = 'request'",
    "DROP TABLE meta; CREATE VIEW meta AS SELECT 1 k, 2 v",
    "DELETE FROM meta",
    "UPDATE meta SET v = x'00000000'",
    "UPDATE meta SET v = 'four'",
    "UPDATE meta SET v = x'01'",
    "PRAGMA journal_mode=DELETE",
};
#define PLANTED (sizeof(planted) / sizeof(planted[0]))

START_TEST(a_planted_schema_is_refused)
{
	struct store *s = NULL;
	enum err e;

	make_db();
	sql_do(DB, "PRAGMA user_version=7"); /* control: this does no harm */
	ck_ok(open_db(0, &s));
	store_free(s);
	sql_do(DB, planted[_i]);
	e = open_db(0, &s);
	ck_assert_msg(e == ERR_CORRUPT || e == ERR_UNSUPPORTED, "%s: %s",
	    planted[_i], err_text(e));
	e = open_db(STORE_CREATE, &s);
	ck_assert_msg(e == ERR_CORRUPT || e == ERR_UNSUPPORTED, "%s: %s",
	    planted[_i], err_text(e));
	e = open_db(STORE_READONLY, &s);
	ck_assert_msg(e == ERR_CORRUPT || e == ERR_UNSUPPORTED, "%s: %s",
	    planted[_i], err_text(e));
}
END_TEST

START_TEST(a_newer_file_is_refused)
{
	struct store *s = NULL;

	make_db();
	sql_do(
	    DB, "CREATE TABLE later(a BLOB); UPDATE meta SET v = x'02000000'");
	ck_err(open_db(0, &s), ERR_UNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(err_detail(), "newer"));
	ck_err(open_db(STORE_READONLY, &s), ERR_UNSUPPORTED);
}
END_TEST

START_TEST(a_value_of_the_wrong_type_is_damage)
{
	struct store_scan all = {.table = STORE_REQUEST};
	struct store_val key = store_bytes("id", 2);
	const struct store_val *row = NULL;
	struct store *s = NULL;
	size_t n = 0;

	make_db();
	sql_do(DB, "INSERT INTO request VALUES(CAST('id' AS BLOB), 'text')");
	ck_ok(open_db(0, &s));
	ck_ok(store_count(s, &all, &n));
	ck_assert_uint_eq(n, 1);
	ck_err(store_get(s, STORE_REQUEST, &key, &row), ERR_CORRUPT);
	store_free(s);
}
END_TEST

START_TEST(a_value_too_long_is_damage)
{
	struct store_val key = store_bytes("id", 2);
	const struct store_val *row = NULL;
	struct store *s = NULL;

	make_db();
	sql_do(DB, "INSERT INTO request VALUES(CAST('id' AS BLOB),"
		   "zeroblob(5000000))");
	ck_ok(open_db(0, &s));
	ck_err(store_get(s, STORE_REQUEST, &key, &row), ERR_CORRUPT);
	store_free(s);
}
END_TEST

START_TEST(two_rows_in_the_wrong_order_are_damage)
{
	struct store *s = NULL;

	make_db();
	ck_ok(open_db(0, &s));
	ck_ok(store_check(s));
	store_free(s);
	/* an index that does not fit its table */
	sql_do(DB,
	    "PRAGMA writable_schema=ON;"
	    "UPDATE sqlite_schema SET sql='CREATE INDEX \"ledger_chart\" ON "
	    "\"ledger\"(\"chart\")' WHERE name='ledger_chart';"
	    "PRAGMA writable_schema=RESET;"
	    "INSERT INTO ledger VALUES(99,x'07',1,x'00',x'00');"
	    "PRAGMA writable_schema=ON;"
	    "UPDATE sqlite_schema SET sql='CREATE INDEX \"ledger_chart\" ON "
	    "\"ledger\"(\"chart\",\"seq\")' WHERE name='ledger_chart';");
	ck_ok(open_db(0, &s));
	ck_err(store_check(s), ERR_CORRUPT);
	store_free(s);
}
END_TEST

/* A schema that grew: a table and an index came with version 2. */
static const struct store_index grown_index[] = {
    {"pin_blob", 2, 1, {COL_PIN_BLOB}},
};
#define COLS2(a, b)                                                            \
	2,                                                                     \
	{                                                                      \
		{a, STORE_BYTES},                                              \
		{                                                              \
			b, STORE_BYTES                                         \
		}                                                              \
	}
#define COLS1(a, b)                                                            \
	2,                                                                     \
	{                                                                      \
		{a, STORE_INT},                                                \
		{                                                              \
			b, STORE_BYTES                                         \
		}                                                              \
	}
static const struct store_def first[] = {
    {STORE_META, "meta", 1, 1, COLS2("k", "v"), 0, NULL},
    {STORE_PIN, "pin", 1, 1, COLS1("id", "blob"), 0, NULL},
};
static const struct store_def grown[] = {
    {STORE_META, "meta", 1, 1, COLS2("k", "v"), 0, NULL},
    {STORE_PIN, "pin", 1, 1, COLS1("id", "blob"), 1, grown_index},
    {STORE_PREFS, "prefs", 2, 1, COLS1("id", "blob"), 0, NULL},
};
static const struct store_schema versions[] = {
    {"test", 1, 0, NULL, 2, first},
    {"test", 2, 0, NULL, 3, grown},
};

START_TEST(an_older_file_is_brought_up)
{
	struct store_val pin[] = {store_int(1), store_bytes("kept", 4)};
	struct store_scan by_blob = {.table = STORE_PIN, .order = 1};
	const struct store_val *row = NULL;
	struct store *s = NULL, *old = NULL;
	size_t n = 9;

	ck_ok(store_open_schema("sqlite", &versions[0], DB, STORE_NEW, &s));
	ck_ok(store_begin_write(s));
	ck_ok(store_put(s, STORE_PIN, pin));
	ck_ok(store_commit(s));
	store_free(s);
	/* looking does not change it */
	ck_ok(
	    store_open_schema("sqlite", &versions[1], DB, STORE_READONLY, &s));
	ck_ok(store_count(s, &by_blob, &n));
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(rows(s, STORE_PREFS), 0);
	ck_err(store_get(s, STORE_PREFS, pin, &row), ERR_NOTFOUND);
	store_free(s);
	ck_ok(store_open_schema("sqlite", &versions[0], DB, 0, &old));
	store_free(old);
	ck_ok(store_open_schema("sqlite", &versions[1], DB, 0, &s));
	ck_ok(store_get(s, STORE_PIN, pin, &row));
	ck_assert_mem_eq(row[1].p, "kept", 4);
	ck_ok(store_begin_write(s));
	ck_ok(store_put(s, STORE_PREFS, pin));
	ck_ok(store_commit(s));
	ck_ok(store_check(s));
	store_free(s);
	ck_err(store_open_schema("sqlite", &versions[0], DB, 0, &old),
	    ERR_UNSUPPORTED);
	ck_ok(store_open_schema("sqlite", &versions[1], DB, 0, &s));
	ck_assert_uint_eq(rows(s, STORE_PREFS), 1);
	store_free(s);
}
END_TEST

START_TEST(reading_only_writes_nothing)
{
	struct store *w = NULL, *r = NULL;
	struct stat st;

	make_db();
	unlink(temp_path("writer.lock"));
	ck_ok(open_db(STORE_READONLY, &r));
	ck_assert_int_ne(stat(temp_path("writer.lock"), &st), 0);
	ck_assert_uint_eq(rows(r, STORE_LEDGER), 5);
	ck_err(store_begin_write(r), ERR_DENIED);
	ck_err(store_checkpoint(r, false), ERR_DENIED);
	ck_ok(store_check(r));
	ck_ok(open_db(0, &w));
	ck_ok(add_seq(w, 6, 10));
	ck_assert_uint_eq(rows(r, STORE_LEDGER), 6);
	store_free(w);
	store_free(r);
}
END_TEST

static bool contains(const char *path, const void *p, size_t len)
{
	size_t n = 0;
	unsigned char *bytes = slurp(path, &n);
	bool found = memmem(bytes, n, p, len) != NULL;

	free(bytes);
	return found;
}

START_TEST(removed_bytes_are_gone)
{
	struct store_val row[] = {
	    store_bytes("id", 2), store_bytes("MARKER-OF-A-WRAP", 16)};
	struct store *s = NULL;

	ck_ok(open_db(STORE_NEW, &s));
	ck_ok(store_begin_write(s));
	ck_ok(store_put(s, STORE_REQUEST, row));
	ck_ok(store_commit(s));
	ck_ok(store_checkpoint(s, true));
	store_free(s);
	ck_assert(contains(DB, "MARKER-OF-A-WRAP", 16));
	ck_ok(open_db(0, &s));
	ck_ok(store_begin_write(s));
	ck_ok(store_remove(s, STORE_REQUEST, row, 1));
	ck_ok(store_commit(s));
	ck_ok(store_checkpoint(s, true));
	store_free(s);
	ck_assert(!contains(DB, "MARKER-OF-A-WRAP", 16));
	ck_assert_uint_eq(file_size(temp_path("clinic.db-wal")), 0);
}
END_TEST

START_TEST(the_log_is_cut_when_it_is_long)
{
	struct store *s = NULL;
	size_t most = 0;

	ck_ok(open_db(STORE_NEW, &s));
	for (int i = 1; i <= 300; i++) {
		size_t n;

		ck_ok(add_seq(s, i, 40000));
		n = file_size(temp_path("clinic.db-wal"));
		most = n > most ? n : most;
	}
	ck_assert_uint_gt(most, 3 << 20);
	ck_assert_uint_lt(most, 5 << 20);
	ck_assert_uint_gt(file_size(DB), 8 << 20);
	/* and not at close, which would need the lock */
	ck_ok(add_seq(s, 301, 10));
	store_free(s);
	ck_assert_uint_gt(file_size(temp_path("clinic.db-wal")), 0);
}
END_TEST

START_TEST(a_reader_holds_back_a_checkpoint)
{
	struct store *w = NULL, *r = NULL;

	make_db();
	ck_ok(open_db(0, &w));
	ck_ok(open_db(0, &r));
	ck_ok(store_begin_read(r));
	ck_ok(add_seq(w, 6, 10));
	ck_ok(store_checkpoint(w, false));
	ck_err(store_checkpoint(w, true), ERR_BUSY);
	ck_assert_uint_eq(rows(r, STORE_LEDGER), 5);
	store_rollback(r);
	ck_ok(store_checkpoint(w, true));
	ck_assert_uint_eq(rows(r, STORE_LEDGER), 6);
	store_free(w);
	store_free(r);
}
END_TEST

START_TEST(another_handle_is_noticed)
{
	struct store *a = NULL, *b = NULL;
	bool changed = true;

	make_db();
	ck_ok(open_db(0, &a));
	ck_ok(open_db(0, &b));
	ck_ok(store_changed(b, &changed));
	ck_assert(!changed);
	ck_ok(add_seq(a, 6, 10));
	ck_ok(store_changed(b, &changed));
	ck_assert(changed);
	ck_ok(store_changed(b, &changed));
	ck_assert(!changed);
	/* not lost when its own transaction comes in between */
	ck_ok(add_seq(a, 7, 10));
	ck_ok(add_seq(b, 8, 10));
	ck_ok(store_changed(b, &changed));
	ck_assert(changed);
	ck_ok(store_changed(a, &changed));
	ck_assert(changed);
	/* a snapshot knows no later commit */
	ck_ok(store_begin_read(b));
	ck_ok(add_seq(a, 9, 10));
	ck_ok(store_changed(b, &changed));
	ck_assert(!changed);
	ck_assert_uint_eq(rows(b, STORE_LEDGER), 8);
	store_rollback(b);
	ck_ok(store_changed(b, &changed));
	ck_assert(changed);
	ck_assert_uint_eq(rows(b, STORE_LEDGER), 9);
	/* a rollback is no change */
	ck_ok(store_begin_write(a));
	store_rollback(a);
	ck_ok(store_changed(b, &changed));
	ck_assert(!changed);
	store_free(a);
	store_free(b);
}
END_TEST

START_TEST(a_held_lock_means_busy)
{
	struct store *a = NULL, *b = NULL;

	make_db();
	ck_ok(open_db(0, &a));
	ck_ok(open_db(0, &b));
	store_set_wait(b, 20);
	ck_ok(store_begin_write(a));
	ck_err(store_begin_write(b), ERR_BUSY);
	ck_assert(!store_in_write(b));
	ck_err(store_checkpoint(b, false), ERR_BUSY);
	/* readers do not wait */
	ck_assert_uint_eq(rows(b, STORE_LEDGER), 5);
	store_rollback(a);
	ck_ok(store_begin_write(b));
	store_free(b); /* rolls back and lets go */
	ck_ok(store_begin_write(a));
	store_free(a);
}
END_TEST

Suite *sqlite_suite(void)
{
	Suite *s = suite_create("sqlite");
	TCase *t = tcase_create("open");

	tcase_add_checked_fixture(t, temp_setup, temp_teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_flags_say_what_may_be_there);
	tcase_add_test(t, what_is_no_file_is_refused);
	tcase_add_test(t, a_making_cut_short_is_finished);
	tcase_add_test(t, another_kind_of_file_is_refused);
	tcase_add_test(t, names_mean_nothing_to_sqlite);
	tcase_add_test(t, files_are_private);
	tcase_add_test(t, the_file_is_laid_out_as_designed);
	tcase_add_loop_test(t, a_planted_schema_is_refused, 0, (int)PLANTED);
	tcase_add_test(t, a_newer_file_is_refused);
	tcase_add_test(t, a_value_of_the_wrong_type_is_damage);
	tcase_add_test(t, a_value_too_long_is_damage);
	tcase_add_test(t, two_rows_in_the_wrong_order_are_damage);
	tcase_add_test(t, an_older_file_is_brought_up);
	tcase_add_test(t, reading_only_writes_nothing);
	tcase_add_test(t, removed_bytes_are_gone);
	tcase_add_test(t, the_log_is_cut_when_it_is_long);
	tcase_add_test(t, a_reader_holds_back_a_checkpoint);
	tcase_add_test(t, another_handle_is_noticed);
	tcase_add_test(t, a_held_lock_means_busy);
	suite_add_tcase(s, t);
	return s;
}
