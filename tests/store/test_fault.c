/* Every single write, sync and cut fails once, or is the last one ever. */
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/fault.h"
#include "tests/store/suites.h"
#include "tests/store/temp.h"

#define DB temp_path("clinic.db")
#define CALLS_MAX 500

static void remove_db(void)
{
	unlink(DB);
	unlink(temp_path("clinic.db-wal"));
	unlink(temp_path("clinic.db-shm"));
	unlink(temp_path("clinic.db-journal"));
}

static void make_db(void)
{
	struct store *s = NULL;

	remove_db();
	ck_ok(store_open("sqlite", STORE_CLINIC, DB, STORE_NEW, &s));
	for (int i = 1; i <= 3; i++)
		ck_ok(add_seq(s, i, 5000));
	ck_ok(store_checkpoint(s, true));
	store_free(s);
}

struct job {
	enum fault what;
	int at;
	int out; /* a byte for each thing that was acknowledged */
};

static void tell(const struct job *j)
{
	if (write(j->out, "x", 1) != 1)
		_exit(4);
}

/* Six commits and two checkpoints; a failure may cost what failed, no more. */
static void commit_some(void *arg)
{
	const struct job *j = arg;
	struct store *s = NULL;
	int64_t seq = 4;

	ck_ok(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
	fault_arm(j->what, j->at);
	for (int i = 0; i < 8; i++) {
		size_t before = rows(s, STORE_LEDGER);
		enum err e;

		if (i % 4 == 3) {
			e = store_checkpoint(s, true);
		} else {
			e = add_seq(s, seq, 5000);
			seq += e == ERR_OK;
		}
		if (e == ERR_OK && i % 4 != 3)
			tell(j);
		if (e == ERR_OK)
			continue;
		if (j->what == FAULT_EIO ? e != ERR_IO : e != ERR_FULL) {
			fprintf(stderr, "%s (%s)\n", err_text(e), err_detail());
			_exit(5);
		}
		if (store_in_write(s) || rows(s, STORE_LEDGER) != before)
			_exit(6);
	}
	if (!fault_met())
		_exit(42);
	fault_disarm();
	/* and all is well again in the same process */
	ck_ok(add_seq(s, seq, 5000));
	tell(j);
	ck_ok(store_checkpoint(s, true));
	store_free(s);
}

static enum err linear(void *arg, const struct store_val *row)
{
	int64_t *last = arg;

	return row[COL_LEDGER_SEQ].num == ++*last ? ERR_OK : ERR_CORRUPT;
}

static int64_t check_chain(void)
{
	struct store_scan all = {.table = STORE_LEDGER};
	struct store *s = NULL;
	int64_t last = 0;

	ck_ok(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
	ck_ok(store_scan(s, &all, linear, &last));
	ck_ok(store_check(s));
	ck_ok(add_seq(s, last + 1, 10));
	store_free(s);
	return last;
}

/* Run ${fn} with its fault; how many acknowledgements there were, or -1 when
 * the fault was never met. */
static int run(void (*fn)(void *), enum fault what, int at)
{
	struct job j = {.what = what, .at = at};
	int p[2], status = 0, told = 0;
	bool kill = what == FAULT_KILL_BEFORE || what == FAULT_KILL_AFTER;
	char c[16];
	pid_t pid;

	ck_assert_int_eq(pipe(p), 0);
	j.out = p[1];
	pid = child(fn, &j);
	close(p[1]);
	for (ssize_t r; (r = read(p[0], c, sizeof(c))) > 0;)
		told += (int)r;
	close(p[0]);
	while (waitpid(pid, &status, 0) < 0)
		ck_assert_int_eq(errno, EINTR);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 42)
		return -1;
	if (kill)
		ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	else
		ck_assert_msg(status == 0, "fault %d at %d: ended with %x",
		    (int)what, at, (unsigned)status);
	return told;
}

START_TEST(every_call_of_a_commit_may_fail)
{
	enum fault what = (enum fault)_i;
	int at = 1;

	for (; at < CALLS_MAX; at++) {
		int told;
		int64_t got;

		make_db();
		told = run(commit_some, what, at);
		if (told < 0)
			break;
		got = check_chain();
		/* killed between the commit and the telling: one more */
		ck_assert_int_ge(got, 3 + told);
		ck_assert_int_le(got, 3 + told +
					  (what == FAULT_KILL_BEFORE ||
					      what == FAULT_KILL_AFTER));
	}
	ck_assert_int_gt(at, 20);
	ck_assert_int_lt(at, CALLS_MAX);
}
END_TEST

static void make_once(void *arg)
{
	const struct job *j = arg;
	struct store *s = NULL;
	enum err e;

	fault_arm(j->what, j->at);
	e = store_open("sqlite", STORE_CLINIC, DB, STORE_CREATE, &s);
	if (e == ERR_OK)
		tell(j);
	if (!fault_met())
		_exit(42);
	fault_disarm();
	store_free(s);
	if (e != ERR_OK && e != ERR_IO && e != ERR_FULL) {
		fprintf(stderr, "%s (%s)\n", err_text(e), err_detail());
		_exit(7);
	}
}

START_TEST(every_call_of_the_making_may_fail)
{
	enum fault what = (enum fault)_i;
	int at = 1;

	for (; at < CALLS_MAX; at++) {
		struct store *s = NULL;
		int told;

		remove_db();
		told = run(make_once, what, at);
		if (told < 0)
			break;
		if (told > 0)
			ck_ok(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
		else
			ck_ok(store_open(
			    "sqlite", STORE_CLINIC, DB, STORE_CREATE, &s));
		ck_ok(add_seq(s, 1, 10));
		ck_ok(store_check(s));
		store_free(s);
	}
	ck_assert_int_gt(at, 5);
	ck_assert_int_lt(at, CALLS_MAX);
}
END_TEST

START_TEST(a_commit_is_on_the_disk)
{
	struct store *s = NULL;
	int before;

	make_db();
	ck_ok(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
	ck_ok(add_seq(s, 4, 100));
	before = fault_syncs;
	ck_ok(add_seq(s, 5, 100));
	ck_assert_int_eq(fault_syncs, before + 1);
	store_free(s);
}
END_TEST

START_TEST(a_draft_is_on_the_disk_after_a_checkpoint)
{
	struct store_val pin[] = {store_int(1), store_bytes("x", 1)};
	struct store *s = NULL;
	int before;

	ck_ok(store_open("sqlite", STORE_USER, DB, STORE_NEW, &s));
	for (int i = 0; i < 3; i++) {
		before = fault_syncs;
		pin[0].num = i;
		ck_ok(store_begin_write(s));
		ck_ok(store_set(s, STORE_PIN, pin));
		ck_ok(store_commit(s));
	}
	ck_assert_int_eq(fault_syncs, before);
	/* the log first, then the file */
	ck_ok(store_checkpoint(s, false));
	ck_assert_int_ge(fault_syncs, before + 2);
	store_free(s);
}
END_TEST

/* SQLite's own memory: the nth request is refused. */
static sqlite3_mem_methods libc_mem;
static int asked, refuse_at;

static void *mem_or_not(int n)
{
	return ++asked == refuse_at ? NULL : libc_mem.xMalloc(n);
}

static void *more_or_not(void *p, int n)
{
	return ++asked == refuse_at ? NULL : libc_mem.xRealloc(p, n);
}

static enum err use_it(struct store **s)
{
	struct store_val key = store_int(2);
	const struct store_val *row = NULL;
	enum err e = store_open("sqlite", STORE_CLINIC, DB, STORE_CREATE, s);

	if (e == ERR_OK)
		e = add_seq(*s, 4, 20000);
	if (e == ERR_OK)
		e = store_get(*s, STORE_LEDGER, &key, &row);
	if (e == ERR_OK)
		e = store_begin_write(*s);
	if (e == ERR_OK)
		e = store_remove(*s, STORE_LEDGER, &key, 1);
	if (e == ERR_OK)
		e = store_commit(*s);
	if (e == ERR_OK)
		e = store_check(*s);
	return e == ERR_OK ? store_checkpoint(*s, true) : e;
}

static void refuse_memory(void *arg)
{
	sqlite3_mem_methods mine;
	unsigned char *db;
	size_t len = 0;
	int refused = 0;

	(void)arg;
	ck_assert_int_eq(sqlite3_shutdown(), SQLITE_OK);
	ck_assert_int_eq(
	    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &libc_mem), SQLITE_OK);
	mine = libc_mem;
	mine.xMalloc = mem_or_not;
	mine.xRealloc = more_or_not;
	ck_assert_int_eq(
	    sqlite3_config(SQLITE_CONFIG_MALLOC, &mine), SQLITE_OK);
	make_db();
	db = slurp(DB, &len);
	for (int at = 1;; at += at < 200 ? 1 : 3) {
		struct store *s = NULL;
		enum err e;

		remove_db();
		spill(DB, db, len);
		asked = 0;
		refuse_at = at;
		e = use_it(&s);
		refuse_at = 0;
		if (asked < at && e == ERR_OK) {
			store_free(s);
			break;
		}
		ck_assert_msg(e == ERR_OK || e == ERR_NOMEM, "%d: %s (%s)", at,
		    err_text(e), err_detail());
		refused += e == ERR_NOMEM;
		store_free(s);
		ck_ok(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
		ck_ok(store_check(s));
		ck_assert_uint_ge(rows(s, STORE_LEDGER), 3);
		ck_ok(add_seq(s, 100, 10));
		store_free(s);
	}
	ck_assert_int_gt(refused, 50);
	free(db);
}

START_TEST(every_request_for_memory_may_fail)
{
	child_ok(child(refuse_memory, NULL));
}
END_TEST

Suite *fault_suite(void)
{
	Suite *s = suite_create("fault");
	TCase *t = tcase_create("fault");

	tcase_add_checked_fixture(t, temp_setup, temp_teardown);
	tcase_set_timeout(t, 300);
	tcase_add_loop_test(
	    t, every_call_of_a_commit_may_fail, FAULT_KILL_BEFORE, FAULTS);
	tcase_add_loop_test(
	    t, every_call_of_the_making_may_fail, FAULT_KILL_BEFORE, FAULTS);
	tcase_add_test(t, every_request_for_memory_may_fail);
	tcase_add_test(t, a_commit_is_on_the_disk);
	tcase_add_test(t, a_draft_is_on_the_disk_after_a_checkpoint);
	suite_add_tcase(s, t);
	return s;
}
