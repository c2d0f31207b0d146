/* Files cut short, bits flipped, disks full: refused, or nothing half done. */
#include <config.h>

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/store/suites.h"
#include "tests/store/temp.h"

#define DB temp_path("clinic.db")
#define WAL temp_path("clinic.db-wal")

static enum err open_db(unsigned flags, struct store **s)
{
	return store_open("sqlite", STORE_CLINIC, DB, flags, s);
}

static void put_entry(struct store *s, int chart, int n, size_t len)
{
	struct entry e;

	entry_make(&e, chart, n, 1, len);
	ck_ok(store_begin_write(s));
	ck_ok(store_put(s, STORE_ENTRY, e.v));
	ck_ok(store_commit(s));
	entry_done(&e);
}

/* Rows of every sort, all of them in the file itself. */
static uint64_t make_db(void)
{
	struct store *s = NULL;
	uint64_t sum;

	ck_ok(open_db(STORE_NEW, &s));
	for (int i = 1; i <= 30; i++)
		ck_ok(add_seq(s, i, 200));
	for (int i = 1; i <= 20; i++)
		put_entry(s, i % 4, i, 1000 + 500 * (size_t)i);
	ck_ok(store_checkpoint(s, true));
	sum = content(s);
	store_free(s);
	return sum;
}

static enum err sum_row(void *arg, const struct store_val *row)
{
	uint64_t *h = arg;

	for (int i = 0; i < 2; i++)
		for (size_t b = 0; b < row[i].len; b++)
			*h = *h * 31 + ((const unsigned char *)row[i].p)[b];
	return ERR_OK;
}

/* Read everything there is: by every order, and by the check. */
static enum err read_all(struct store *s)
{
	const struct store_schema *sc = store_schema_of(s);
	enum err e = store_check(s);
	uint64_t h = 0;

	for (size_t i = 0; i < sc->ndef && e == ERR_OK; i++)
		for (unsigned o = 0; o <= sc->def[i].nindex; o++) {
			struct store_scan all = {
			    .table = sc->def[i].id, .order = o};

			if (e == ERR_OK)
				e = store_scan(s, &all, sum_row, &h);
		}
	return e;
}

static void drop_log(void)
{
	unlink(WAL);
	unlink(temp_path("clinic.db-shm"));
}

/* Open and read what lies at DB: its error, or its content. */
static enum err judge(uint64_t *sum)
{
	struct store *s = NULL;
	enum err e = open_db(0, &s);

	if (e == ERR_OK)
		e = read_all(s);
	if (e == ERR_OK)
		*sum = content(s);
	store_free(s);
	return e;
}

START_TEST(a_file_cut_short_is_damage)
{
	uint64_t sum = make_db(), now = 0;
	size_t len = 0;
	unsigned char *p = slurp(DB, &len);
	int refused = 0;

	ck_ok(judge(&now)); /* control */
	ck_assert(now == sum);
	for (size_t cut = 1; cut < len; cut += cut < 8192 ? 197 : 4096) {
		enum err e;

		drop_log();
		spill(DB, p, cut);
		e = judge(&now);
		ck_assert_msg(
		    e == ERR_CORRUPT, "%zu bytes: %s", cut, err_text(e));
		ck_assert_int_ne(err_detail()[0], '\0');
		refused++;
	}
	ck_assert_int_gt(refused, 60);
	free(p);
}
END_TEST

static bool is_refusal(enum err e)
{
	return e == ERR_CORRUPT || e == ERR_UNSUPPORTED || e == ERR_NOTFOUND;
}

START_TEST(a_flipped_bit_in_the_layout_is_damage)
{
	uint64_t sum = make_db(), now = 0;
	size_t len = 0;
	unsigned char *p = slurp(DB, &len);
	int refused = 0;

	/* the first page: header and schema; nothing sealed lies there */
	for (size_t at = 0; at < 8192; at += at < 120 ? 1 : 11) {
		enum err e;

		p[at] ^= (unsigned char)(1 << at % 8);
		drop_log();
		spill(DB, p, len);
		p[at] ^= (unsigned char)(1 << at % 8);
		e = judge(&now);
		refused += e != ERR_OK;
		ck_assert_msg(e == ERR_OK ? now == sum : is_refusal(e),
		    "byte %zu: %s (%s)", at, err_text(e), err_detail());
	}
	ck_assert_int_gt(refused, 40);
	free(p);
}
END_TEST

START_TEST(a_flipped_bit_anywhere_is_survived)
{
	uint64_t sum = make_db(), now = 0;
	size_t len = 0;
	unsigned char *p = slurp(DB, &len);
	int refused = 0, other = 0;

	/* what lies inside a value is for the ledger to find */
	for (size_t at = 8192; at < len; at += 307) {
		enum err e;

		p[at] ^= (unsigned char)(1 << at % 8);
		drop_log();
		spill(DB, p, len);
		p[at] ^= (unsigned char)(1 << at % 8);
		e = judge(&now);
		ck_assert_msg(e == ERR_OK || is_refusal(e), "byte %zu: %s", at,
		    err_text(e));
		refused += e != ERR_OK;
		other += e == ERR_OK && now != sum;
	}
	ck_assert_int_gt(refused, 3);
	ck_assert_int_gt(other, 3);
	free(p);
}
END_TEST

#define STATES 12

/* A log of several commits: what each left, and the bytes of both files. */
struct history {
	uint64_t state[STATES];
	unsigned char *db, *wal;
	size_t ndb, nwal;
};

static void make_history(struct history *h)
{
	struct store *s = NULL;

	make_db();
	ck_ok(open_db(0, &s));
	for (int i = 0; i < STATES; i++) {
		if (i > 0)
			put_entry(s, 9, i, 3000);
		h->state[i] = content(s);
	}
	store_free(s);
	h->db = slurp(DB, &h->ndb);
	h->wal = slurp(WAL, &h->nwal);
}

static int which(const struct history *h, uint64_t sum)
{
	for (int i = 0; i < STATES; i++)
		if (h->state[i] == sum)
			return i;
	return -1;
}

START_TEST(a_log_cut_short_is_an_earlier_commit)
{
	struct history h;
	int seen = 0, before = 0;
	uint64_t sum = 0;

	make_history(&h);
	for (size_t cut = 0; cut <= h.nwal; cut += 1009) {
		int at;

		drop_log();
		spill(DB, h.db, h.ndb);
		spill(WAL, h.wal, cut);
		ck_ok(judge(&sum));
		at = which(&h, sum);
		ck_assert_int_ge(at, before);
		seen += at != before;
		before = at;
	}
	ck_assert_int_gt(seen, STATES / 2);
	free(h.db);
	free(h.wal);
}
END_TEST

START_TEST(a_flipped_bit_in_the_log_is_an_earlier_commit)
{
	struct history h;
	uint64_t sum = 0;
	int lost = 0;

	make_history(&h);
	for (size_t at = 0; at < h.nwal; at += at < 64 ? 1 : 997) {
		h.wal[at] ^= (unsigned char)(1 << at % 8);
		drop_log();
		spill(DB, h.db, h.ndb);
		spill(WAL, h.wal, h.nwal);
		h.wal[at] ^= (unsigned char)(1 << at % 8);
		if (judge(&sum) != ERR_OK)
			continue;
		ck_assert_int_ge(which(&h, sum), 0);
		lost += which(&h, sum) < STATES - 1;
	}
	ck_assert_int_gt(lost, 10);
	free(h.db);
	free(h.wal);
}
END_TEST

static void limit_files(rlim_t bytes)
{
	struct rlimit r = {bytes, RLIM_INFINITY};

	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &r) != 0)
		_exit(5);
}

/* Write until it fails; what is there is what was acknowledged. */
static void fill_up(struct store *s)
{
	static int version;
	uint64_t before = content(s);
	enum err e = ERR_OK;
	int n = 0;

	for (; n < 1000 && e == ERR_OK; n++) {
		struct entry x;

		before = content(s);
		entry_make(&x, 1, n % 200, ++version, 30000);
		e = store_begin_write(s);
		if (e == ERR_OK)
			e = store_put(s, STORE_ENTRY, x.v);
		if (e == ERR_OK)
			e = store_commit(s);
		else
			store_rollback(s);
		entry_done(&x);
	}
	if (e != ERR_FULL) {
		fprintf(stderr, "%s (%s)\n", err_text(e), err_detail());
		_exit(6);
	}
	if (store_in_write(s) || content(s) != before)
		_exit(7);
}

static void full_by_limit(void *arg)
{
	struct store *s = NULL;
	(void)arg;

	ck_ok(open_db(0, &s));
	limit_files(2 << 20);
	fill_up(s);
	fill_up(s);
	limit_files(RLIM_INFINITY);
	put_entry(s, 7, 7, 30000);
	ck_ok(store_checkpoint(s, true));
	ck_ok(store_check(s));
	store_free(s);
}

START_TEST(a_full_disk_leaves_nothing_half_done)
{
	uint64_t sum = 0;

	make_db();
	child_ok(child(full_by_limit, NULL));
	ck_ok(judge(&sum));
}
END_TEST

static void make_when_full(void *arg)
{
	struct store *s = NULL;

	limit_files(*(rlim_t *)arg);
	enum err e = open_db(STORE_CREATE, &s);

	if (e == ERR_FULL)
		return;
	fprintf(stderr, "%s (%s)\n", err_text(e), err_detail());
	_exit(8);
}

START_TEST(no_room_to_make_it)
{
	rlim_t room[] = {0, 5000, 9000, 20000, 30000};

	for (int i = 0; i < 5; i++) {
		struct store *s = NULL;

		child_ok(child(make_when_full, &room[i]));
		ck_err(open_db(0, &s), ERR_NOTFOUND);
		ck_ok(open_db(STORE_CREATE, &s));
		put_entry(s, 1, 1, 100);
		ck_ok(store_check(s));
		store_free(s);
		unlink(DB);
		drop_log();
	}
}
END_TEST

/* A broken transaction cannot be committed by mistake. */
static void commit_after_failure(void *arg)
{
	struct store *s = NULL;
	struct entry e;
	uint64_t before;

	(void)arg;
	ck_ok(open_db(0, &s));
	before = content(s);
	limit_files(1 << 20);
	entry_make(&e, 1, 1, 0, 60000);
	ck_ok(store_begin_write(s));
	for (int i = 0; i < 1000; i++) {
		enum err r;

		e.v[COL_ENTRY_VER].num = 100 + i;
		r = store_put(s, STORE_ENTRY, e.v);
		if (r == ERR_OK)
			continue;
		if (r != ERR_FULL ||
		    store_put(s, STORE_ENTRY, e.v) != ERR_CONFLICT ||
		    store_commit(s) != ERR_CONFLICT || store_in_write(s) ||
		    content(s) != before)
			_exit(9);
		entry_done(&e);
		store_free(s);
		return;
	}
	_exit(10);
}

START_TEST(a_broken_transaction_is_not_committed)
{
	uint64_t sum = make_db(), now = 0;

	child_ok(child(commit_after_failure, NULL));
	ck_ok(judge(&now));
	ck_assert(now == sum);
}
END_TEST

/* Mounting needs rights that a build machine may not give. */
static bool mount_small(const char *at, const char *size)
{
	char options[64];

	snprintf(options, sizeof(options), "size=%s", size);
	/* in a space of its own it goes when the process goes */
	if (unshare(CLONE_NEWNS) == 0 &&
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	    mount("none", at, "tmpfs", 0, options) == 0)
		return true;
	fprintf(stderr, "no tmpfs here (%s): not tried\n", strerror(errno));
	return false;
}

START_TEST(a_full_file_system_leaves_nothing_half_done)
{
	struct store *s = NULL;
	uint64_t sum = 0;

	if (!mount_small(temp_path("."), "1m"))
		return;
	ck_ok(open_db(STORE_NEW, &s));
	fill_up(s);
	fill_up(s);
	ck_ok(store_check(s));
	store_free(s);
	ck_ok(judge(&sum));
	ck_assert_int_eq(umount2(temp_path("."), MNT_DETACH), 0);
}
END_TEST

START_TEST(read_only_media)
{
	const char *at = temp_path(".");
	struct store *s = NULL;
	unsigned char *wal;
	size_t len = 0;

	if (!mount_small(at, "4m"))
		return;
	make_db();
	ck_ok(open_db(0, &s));
	ck_ok(add_seq(s, 31, 10));
	store_free(s);
	wal = slurp(WAL, &len);
	ck_assert_uint_gt(len, 0);
	ck_assert_int_eq(
	    mount("none", at, NULL, MS_REMOUNT | MS_RDONLY, NULL), 0);
	/* the log holds row 31: without it the file would lie */
	ck_err(open_db(STORE_READONLY, &s), ERR_UNSUPPORTED);
	ck_err(open_db(0, &s), ERR_DENIED);
	ck_assert_int_eq(mount("none", at, NULL, MS_REMOUNT, NULL), 0);
	ck_ok(open_db(0, &s));
	ck_ok(store_checkpoint(s, true));
	store_free(s);
	ck_assert_int_eq(
	    mount("none", at, NULL, MS_REMOUNT | MS_RDONLY, NULL), 0);
	ck_ok(open_db(STORE_READONLY, &s));
	ck_assert_uint_eq(rows(s, STORE_LEDGER), 31);
	ck_ok(store_check(s));
	store_free(s);
	free(wal);
	ck_assert_int_eq(umount2(at, MNT_DETACH), 0);
}
END_TEST

static void open_as_nobody(void *arg)
{
	struct store *s = NULL;

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		_exit(11);
	if (open_db(*(unsigned *)arg, &s) != ERR_DENIED)
		_exit(12);
}

START_TEST(a_folder_one_may_not_write)
{
	unsigned flags[] = {0, STORE_CREATE, STORE_NEW};

	make_db();
	ck_assert_int_eq(chmod(DB, 0444), 0);
	ck_assert_int_eq(chmod(temp_path("writer.lock"), 0444), 0);
	ck_assert_int_eq(chmod(temp_path("."), 0555), 0);
	for (int i = 0; i < 3; i++)
		child_ok(child(open_as_nobody, &flags[i]));
	ck_assert_int_eq(chmod(temp_path("."), 0700), 0);
}
END_TEST

Suite *damage_suite(void)
{
	Suite *s = suite_create("damage");
	TCase *t = tcase_create("damage");

	tcase_add_checked_fixture(t, temp_setup, temp_teardown);
	tcase_set_timeout(t, 300);
	tcase_add_test(t, a_file_cut_short_is_damage);
	tcase_add_test(t, a_flipped_bit_in_the_layout_is_damage);
	tcase_add_test(t, a_flipped_bit_anywhere_is_survived);
	tcase_add_test(t, a_log_cut_short_is_an_earlier_commit);
	tcase_add_test(t, a_flipped_bit_in_the_log_is_an_earlier_commit);
	tcase_add_test(t, a_full_disk_leaves_nothing_half_done);
	tcase_add_test(t, no_room_to_make_it);
	tcase_add_test(t, a_broken_transaction_is_not_committed);
	tcase_add_test(t, a_full_file_system_leaves_nothing_half_done);
	tcase_add_test(t, read_only_media);
	tcase_add_test(t, a_folder_one_may_not_write);
	suite_add_tcase(s, t);
	return s;
}
