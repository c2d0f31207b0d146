/* Several processes on one file, some of them killed. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/suites.h"
#include "tests/store/temp.h"

#define DB temp_path("clinic.db")
#define WRITERS 32
#define EACH 20

static void make_db(void)
{
	struct store *s = NULL;

	ck_ok(store_open("sqlite", STORE_CLINIC, DB, STORE_NEW, &s));
	ck_ok(add_seq(s, 1, 100));
	store_free(s);
}

static enum err take_seq(void *arg, const struct store_val *row)
{
	*(int64_t *)arg = row[COL_LEDGER_SEQ].num;
	return STORE_STOP;
}

/* The next row after the last, as the ledger does it. */
static enum err append(struct store *s, size_t len)
{
	static unsigned char bytes[1 << 16];
	struct store_scan last = {.table = STORE_LEDGER,
	    .reverse = true,
	    .limit = 1,
	    .keys_only = true};
	int64_t seq = 0;
	struct store_val row[] = {store_int(0), store_bytes(bytes, 16),
	    store_int(1), store_bytes(bytes, 32), store_bytes(bytes, len)};
	enum err e = store_begin_write(s);

	if (e != ERR_OK)
		return e;
	e = store_scan(s, &last, take_seq, &seq);
	row[0].num = seq + 1;
	if (e == ERR_OK)
		e = store_put(s, STORE_LEDGER, row);
	if (e == ERR_OK)
		return store_commit(s);
	store_rollback(s);
	return e;
}

static enum err linear(void *arg, const struct store_val *row)
{
	int64_t *last = arg;

	return row[COL_LEDGER_SEQ].num == ++*last ? ERR_OK : ERR_CORRUPT;
}

/* The rows run from 1 to what is returned, none missing; the file is sound. */
static int64_t check_chain(void)
{
	struct store_scan all = {.table = STORE_LEDGER};
	struct store *s = NULL;
	int64_t last = 0;

	ck_ok(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
	ck_ok(store_scan(s, &all, linear, &last));
	ck_ok(store_check(s));
	store_free(s);
	return last;
}

/* Failing inside a child ends it with a status that is not 0. */
static void must(enum err e)
{
	if (e == ERR_OK)
		return;
	fprintf(stderr, "%s (%s)\n", err_text(e), err_detail());
	_exit(2);
}

static struct store *child_open(void)
{
	struct store *s = NULL;

	must(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
	/* the machine may be slow, and the last in the queue waits for all */
	store_set_wait(s, 60000);
	return s;
}

static void write_some(void *arg)
{
	struct store *s = child_open();

	for (int i = 0; i < EACH; i++)
		must(append(s, *(size_t *)arg));
	store_free(s);
}

START_TEST(many_writers_make_one_chain)
{
	pid_t pid[WRITERS];
	size_t len = 300;

	make_db();
	for (int i = 0; i < WRITERS; i++)
		pid[i] = child(write_some, &len);
	for (int i = 0; i < WRITERS; i++)
		child_ok(pid[i]);
	ck_assert_int_eq(check_chain(), 1 + WRITERS * EACH);
}
END_TEST

static void checkpoint_much(void *arg)
{
	struct store *s = child_open();

	(void)arg;
	for (int i = 0; i < 4 * EACH; i++)
		must(store_checkpoint(s, false));
	store_free(s);
}

/* Every snapshot is a chain, and never shorter than the one before. */
static void read_much(void *arg)
{
	struct store_scan all = {.table = STORE_LEDGER};
	struct store *s = child_open();
	int64_t before = 0;

	(void)arg;
	for (int i = 0; i < 4 * EACH; i++) {
		int64_t last = 0, again = 0;

		must(store_begin_read(s));
		must(store_scan(s, &all, linear, &last));
		must(store_scan(s, &all, linear, &again));
		store_rollback(s);
		if (last != again || last < before)
			_exit(3);
		before = last;
	}
	store_free(s);
}

static void verify_much(void *arg)
{
	struct store *s = child_open();

	(void)arg;
	for (int i = 0; i < EACH; i++)
		must(store_check(s));
	store_free(s);
}

START_TEST(checkpoints_commits_and_readers_at_once)
{
	void (*const what[])(void *) = {write_some, checkpoint_much, read_much,
	    write_some, checkpoint_much, read_much, write_some, verify_much};
	pid_t pid[8];
	size_t len = 20000;

	make_db();
	for (int i = 0; i < 8; i++)
		pid[i] = child(what[i], &len);
	for (int i = 0; i < 8; i++)
		child_ok(pid[i]);
	ck_assert_int_eq(check_chain(), 1 + 3 * EACH);
}
END_TEST

static void create(void *arg)
{
	struct store *s = NULL;

	(void)arg;
	must(store_open("sqlite", STORE_CLINIC, DB, STORE_CREATE, &s));
	store_set_wait(s, 60000);
	must(append(s, 10));
	store_free(s);
}

START_TEST(many_make_the_file_at_once)
{
	for (int round = 0; round < 5; round++) {
		pid_t pid[8];

		for (int i = 0; i < 8; i++)
			pid[i] = child(create, NULL);
		for (int i = 0; i < 8; i++)
			child_ok(pid[i]);
		ck_assert_int_eq(check_chain(), 8);
		unlink(DB);
		unlink(temp_path("clinic.db-wal"));
		unlink(temp_path("clinic.db-shm"));
	}
}
END_TEST

/* Tell the parent, then wait for the end. */
static void ready(int fd)
{
	if (write(fd, "x", 1) != 1)
		_exit(4);
	for (;;)
		pause();
}

static void die_in_transaction(void *arg)
{
	static unsigned char bytes[1 << 16];
	struct store_val row[] = {store_int(0), store_bytes(bytes, 16),
	    store_int(1), store_bytes(bytes, 32),
	    store_bytes(bytes, sizeof(bytes))};
	struct store *s = child_open();

	must(store_begin_write(s));
	/* more than SQLite keeps in memory: the log holds much of it */
	for (int i = 2; i < 200; i++) {
		row[0].num = i;
		must(store_put(s, STORE_LEDGER, row));
	}
	ready(*(int *)arg);
}

START_TEST(a_writer_killed_half_way_leaves_nothing)
{
	struct store *s = NULL;
	int p[2];
	char c;
	pid_t pid;

	make_db();
	ck_assert_int_eq(pipe(p), 0);
	pid = child(die_in_transaction, &p[1]);
	ck_assert_int_eq(read(p[0], &c, 1), 1);
	ck_assert_uint_gt(file_size(temp_path("clinic.db-wal")), 4 << 20);
	/* control: it does hold the lock, and readers see nothing of it */
	ck_ok(store_open("sqlite", STORE_CLINIC, DB, 0, &s));
	store_set_wait(s, 30);
	ck_err(store_begin_write(s), ERR_BUSY);
	ck_assert_uint_eq(rows(s, STORE_LEDGER), 1);
	kill(pid, SIGKILL);
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	ck_ok(append(s, 10));
	store_free(s);
	ck_assert_int_eq(check_chain(), 2);
	close(p[0]);
	close(p[1]);
}
END_TEST

static void write_and_tell(void *arg)
{
	struct store *s = child_open();

	for (;;) {
		must(append(s, 9000));
		if (write(*(int *)arg, "x", 1) != 1)
			_exit(4);
	}
}

START_TEST(what_was_acknowledged_survives_kill)
{
	int64_t told = 1;

	make_db();
	for (int round = 0; round < 12; round++) {
		int p[2], n = 0;
		char c[64];
		pid_t pid[2];

		ck_assert_int_eq(pipe(p), 0);
		for (int i = 0; i < 2; i++)
			pid[i] = child(write_and_tell, &p[1]);
		close(p[1]);
		for (; n < 3 + 7 * round; n++)
			ck_assert_int_eq(read(p[0], c, 1), 1);
		for (int i = 0; i < 2; i++)
			kill(pid[i], SIGKILL);
		for (int i = 0; i < 2; i++)
			ck_assert_int_eq(waitpid(pid[i], NULL, 0), pid[i]);
		told += n;
		for (ssize_t r; (r = read(p[0], c, sizeof(c))) > 0;)
			told += r;
		close(p[0]);
		/* at most one commit each was not told any more */
		ck_assert_int_ge(check_chain(), told);
		ck_assert_int_le(check_chain(), told + 2);
		told = check_chain();
	}
}
END_TEST

static void die_while_making(void *arg)
{
	struct store *s = NULL;

	for (;;) {
		unlink(DB);
		unlink(temp_path("clinic.db-wal"));
		unlink(temp_path("clinic.db-shm"));
		must(store_open("sqlite", STORE_CLINIC, DB, STORE_CREATE, &s));
		store_free(s);
		if (write(*(int *)arg, "x", 1) != 1)
			_exit(4);
	}
}

START_TEST(killed_while_making_it_can_be_made)
{
	for (int round = 0; round < 12; round++) {
		struct store *s = NULL;
		char c[16];
		int p[2];
		pid_t pid;

		ck_assert_int_eq(pipe(p), 0);
		pid = child(die_while_making, &p[1]);
		for (int n = 0; n < 1 + round % 3; n++)
			ck_assert_int_eq(read(p[0], c, 1), 1);
		kill(pid, SIGKILL);
		ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
		close(p[0]);
		close(p[1]);
		ck_ok(store_open("sqlite", STORE_CLINIC, DB, STORE_CREATE, &s));
		ck_ok(append(s, 10));
		ck_ok(store_check(s));
		store_free(s);
	}
}
END_TEST

Suite *process_suite(void)
{
	Suite *s = suite_create("process");
	TCase *t = tcase_create("process");

	tcase_add_checked_fixture(t, temp_setup, temp_teardown);
	tcase_set_timeout(t, 300);
	tcase_add_test(t, many_writers_make_one_chain);
	tcase_add_test(t, checkpoints_commits_and_readers_at_once);
	tcase_add_test(t, many_make_the_file_at_once);
	tcase_add_test(t, a_writer_killed_half_way_leaves_nothing);
	tcase_add_test(t, what_was_acknowledged_survives_kill);
	tcase_add_test(t, killed_while_making_it_can_be_made);
	suite_add_tcase(s, t);
	return s;
}
