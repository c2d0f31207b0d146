#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/draft.h"
#include "vault/internal.h"
#include "vault/sealed.h"

#define MARKER "zebra-umbrella-quartz"

static enum err put(struct draft *d, const char *tag, const char *text)
{
	struct draft_field f = {tag, text, strlen(text)};

	return draft_put(d, &f, 1);
}

static enum err get(struct draft *d, const char *tag, const char *want)
{
	struct buf b = {0};
	enum err e = draft_get(d, tag, &b);

	if (e == ERR_OK)
		ck_assert_str_eq(buf_str(&b), want);
	buf_free(&b);
	return e;
}

static struct draft *must_open(
    struct vault *v, const struct id *id, const struct id *chart)
{
	struct draft *d;
	bool held;

	ck_ok(draft_open(v, id, chart, &d, &held));
	ck_assert(!held);
	return d;
}

static enum err join(void *arg, const char *tag, const void *p, size_t len)
{
	ck_ok(buf_addf(arg, "%s=", tag));
	ck_ok(buf_add(arg, p, len));
	return buf_adds(arg, ";");
}

static enum err count_draft(void *arg, const struct draft_info *info)
{
	struct buf *b = arg;

	ck_ok(buf_add(b, info->meta, info->metalen));
	return buf_adds(b, "|");
}

static void check_list(struct vault *v, const char *want)
{
	struct buf b = {0};

	ck_ok(draft_each(v, count_draft, &b));
	ck_assert_str_eq(buf_str(&b), want);
	buf_free(&b);
}

START_TEST(fields)
{
	struct id id = rig_id();
	struct draft_field two[] = {{"b", "22", 2}, {"@meta", "m", 1}};
	struct buf b = {0};
	struct draft *d;
	struct rig r;

	rig_init(&r);
	d = must_open(r.carl, &id, &r.chart);
	check_list(r.carl, "");
	ck_err(get(d, "a", ""), ERR_NOTFOUND);
	ck_ok(put(d, "a", "1"));
	check_list(r.carl, "|");
	ck_ok(draft_put(d, two, 2));
	ck_ok(put(d, "a", "one"));
	ck_ok(get(d, "a", "one"));
	ck_ok(draft_fields(d, join, &b));
	ck_assert_str_eq(buf_str(&b), "@meta=m;a=one;b=22;");
	ck_ok(put(d, "b", ""));
	ck_err(get(d, "b", ""), ERR_NOTFOUND);
	ck_ok(put(d, "b", ""));
	ck_ok(put(d, "sixteen-bytes-xx", "x"));
	ck_err(put(d, "seventeen-bytes-x", "x"), ERR_FORMAT);
	ck_err(put(d, "", "x"), ERR_FORMAT);
	ck_err(put(d, "@holder", "x"), ERR_FORMAT);
	check_list(r.carl, "m|");
	draft_close(d);
	d = must_open(r.carl, &id, &r.chart);
	ck_ok(get(d, "a", "one"));
	ck_ok(draft_settle(r.carl));
	ck_ok(draft_remove(d));
	draft_close(d);
	check_list(r.carl, "");
	buf_free(&b);
	rig_done(&r);
}
END_TEST

/* Nothing of a put that fails is stored. */
START_TEST(put_is_whole)
{
	struct draft_field two[] = {{"a", "2", 1}, {"B", "2", 1}};
	struct id id = rig_id();
	struct draft *d;
	struct rig r;

	rig_init(&r);
	d = must_open(r.carl, &id, &r.chart);
	ck_ok(put(d, "a", "1"));
	ck_err(draft_put(d, two, 2), ERR_FORMAT);
	ck_ok(get(d, "a", "1"));
	draft_close(d);
	rig_done(&r);
}
END_TEST

START_TEST(move)
{
	struct id id = rig_id(), none = rig_id(), other;
	struct vault *dora;
	struct draft *d;
	bool held;
	struct rig r;

	rig_init(&r);
	dora = rig_login(&r.w, DORA);
	rig_chart(dora, &other);
	ck_ok(vault_poll(r.carl, &held));
	d = must_open(r.carl, &id, &id_zero);
	ck_ok(put(d, "a", "words"));
	ck_err(draft_move(d, &other), ERR_DENIED);
	ck_err(draft_move(d, &none), ERR_NOTFOUND);
	ck_ok(get(d, "a", "words"));
	ck_ok(put(d, "a", "more words"));
	ck_ok(draft_move(d, &r.chart));
	ck_assert(id_equal(draft_chart(d), &r.chart));
	ck_ok(get(d, "a", "more words"));
	ck_ok(put(d, "b", "still held"));
	draft_close(d);
	ck_err(draft_open(r.carl, &id, &id_zero, &d, &held), ERR_CONFLICT);
	d = must_open(r.carl, &id, &r.chart);
	ck_ok(get(d, "a", "more words"));
	draft_close(d);
	vault_close(dora);
	rig_done(&r);
}
END_TEST

/* Attack test 44. */
START_TEST(two_logins)
{
	struct id id = rig_id();
	struct draft *mine, *theirs;
	struct vault *other;
	bool held = false;
	struct rig r;

	rig_init(&r);
	other = rig_login(&r.w, CARL);
	mine = must_open(r.carl, &id, &r.chart);
	ck_ok(put(mine, "a", "first"));
	test_clock_add(&r.w.tc, 1000);
	ck_ok(draft_open(other, &id, &r.chart, &theirs, &held));
	ck_assert(held);
	ck_assert_int_eq(draft_held_since(theirs), r.w.tc.utc - 1000);
	ck_ok(get(theirs, "a", "first"));
	ck_err(put(theirs, "a", "lost"), ERR_CONFLICT);
	ck_err(draft_remove(theirs), ERR_CONFLICT);
	ck_ok(put(mine, "a", "second"));
	ck_ok(draft_take(theirs));
	ck_err(put(mine, "a", "lost"), ERR_CONFLICT);
	ck_ok(get(mine, "a", "second"));
	ck_ok(put(theirs, "a", "third"));
	ck_ok(get(mine, "a", "third"));
	/* taken back */
	ck_ok(draft_take(mine));
	ck_err(put(theirs, "a", "lost"), ERR_CONFLICT);
	ck_ok(put(mine, "a", "fourth"));
	/* closing what one does not hold lets nobody go */
	draft_close(theirs);
	ck_ok(put(mine, "a", "fifth"));
	/* the holder closes: free */
	draft_close(mine);
	theirs = must_open(other, &id, &r.chart);
	ck_ok(put(theirs, "a", "sixth"));
	draft_close(theirs);
	vault_close(other);
	rig_done(&r);
}
END_TEST

/* In a child: log in, hold the draft, and write until killed; each word is
 * acknowledged on ${fd} after its put. */
static void type_until_killed(
    struct test_clinic *w, const struct id *id, const struct id *chart, int fd)
{
	struct vault *v = rig_login(w, CARL);
	struct draft *d;
	bool held;

	if (draft_open(v, id, chart, &d, &held) != ERR_OK || held)
		_exit(1);
	for (uint32_t n = 1;; n++) {
		char text[64];

		(void)snprintf(text, sizeof(text), MARKER " %u", n);
		if (put(d, "a", text) != ERR_OK ||
		    write(fd, &n, sizeof(n)) != (ssize_t)sizeof(n))
			_exit(1);
	}
}

/* Start such a child, kill it after it acknowledged ${words} of them. */
static uint32_t kill_one(struct test_clinic *w, const struct id *id,
    const struct id *chart, uint32_t words)
{
	uint32_t n = 0, last = 0;
	int fd[2], status;
	pid_t pid;

	ck_assert_int_eq(pipe(fd), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		close(fd[0]);
		type_until_killed(w, id, chart, fd[1]);
		_exit(1);
	}
	close(fd[1]);
	while (last < words && read(fd[0], &n, sizeof(n)) == sizeof(n))
		last = n;
	ck_assert_int_eq(kill(pid, SIGKILL), 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status));
	while (read(fd[0], &n, sizeof(n)) == sizeof(n))
		last = n;
	close(fd[0]);
	return last;
}

/* Attack test 43: what was acknowledged is there, the dead hold nothing. */
START_TEST(killed)
{
	struct test_clinic w;
	struct rig r;
	struct id id = rig_id(), chart;

	rig_init(&r);
	chart = r.chart;
	w = r.w;
	vault_close(r.carl);
	w.tc.clock.arg = &w.tc;
	for (uint32_t i = 0; i < 50; i++) {
		uint32_t acked = kill_one(&w, &id, &chart, 1 + i % 7), n;
		struct vault *v = rig_login(&w, CARL);
		struct buf b = {0};
		struct draft *d;

		ck_assert_uint_ge(acked, 1 + i % 7);
		d = must_open(v, &id, &chart);
		ck_ok(draft_get(d, "a", &b));
		/* one more may have been committed but not acknowledged */
		ck_assert_int_eq(sscanf(buf_str(&b), MARKER " %u", &n), 1);
		ck_assert(n == acked || n == acked + 1);
		buf_free(&b);
		draft_close(d);
		vault_close(v);
	}
	ck_assert_uint_eq(rig_grep(&w, MARKER, strlen(MARKER), NULL), 0);
	test_clinic_done(&w);
}
END_TEST

START_TEST(lock_and_unlock)
{
	struct pass p = rig_pass(CARL);
	struct id id = rig_id();
	struct draft *d;
	size_t used;
	struct rig r;

	rig_init(&r);
	used = secret_used();
	d = must_open(r.carl, &id, &r.chart);
	ck_ok(put(d, "a", "words"));
	ck_assert_uint_eq(secret_used(), used);
	vault_lock(r.carl);
	ck_err(put(d, "a", "x"), ERR_LOCKED);
	ck_err(get(d, "a", "x"), ERR_LOCKED);
	ck_ok(draft_settle(r.carl));
	ck_ok(vault_unlock(r.carl, p.p, p.len));
	ck_ok(put(d, "b", "goes on"));
	ck_ok(get(d, "a", "words"));
	vault_lock(r.carl);
	draft_close(d);
	rig_done(&r);
}
END_TEST

static enum err take_row(void *arg, const struct store_val *row)
{
	if (memcmp(row[COL_DRAFT_FIELD].p, "a\0", 2) != 0)
		return ERR_OK;
	return buf_add(arg, row[COL_DRAFT_BLOB].p, row[COL_DRAFT_BLOB].len);
}

/* A sealed field is good for one draft, field and chart only. */
START_TEST(moved_row)
{
	struct store_scan scan = {.table = STORE_DRAFT};
	static const enum err want[] = {
	    ERR_OK, ERR_CORRUPT, ERR_CORRUPT, ERR_CONFLICT};
	struct id id = rig_id(), id2 = rig_id(), chart2;
	struct buf blob = {0};
	struct draft *d, *d2;
	struct rig r;

	rig_init(&r);
	rig_chart(r.carl, &chart2);
	d = must_open(r.carl, &id, &r.chart);
	d2 = must_open(r.carl, &id2, &r.chart);
	ck_ok(put(d, "a", "words"));
	ck_ok(store_scan(r.carl->user, &scan, take_row, &blob));
	/* first the control: put back where it was */
	for (int i = 0; i < 4; i++) {
		unsigned char name[16] = {i == 1 ? 'b' : 'a'};
		struct store_val row[] = {
		    [COL_DRAFT_ID] = store_id(i == 2 ? &id2 : &id),
		    [COL_DRAFT_FIELD] = store_bytes(name, 16),
		    [COL_DRAFT_CHART] = store_id(i == 3 ? &chart2 : &r.chart),
		    [COL_DRAFT_EPOCH] = store_int(1),
		    [COL_DRAFT_BLOB] = store_bytes(blob.p, blob.len)};

		ck_ok(store_begin_write(r.carl->user));
		ck_ok(store_set(r.carl->user, STORE_DRAFT, row));
		ck_ok(store_commit(r.carl->user));
		ck_err(
		    get(i == 2 ? d2 : d, i == 1 ? "b" : "a", "words"), want[i]);
	}
	buf_free(&blob);
	draft_close(d);
	draft_close(d2);
	rig_done(&r);
}
END_TEST

/* The bytes alone: each part of the place counts. */
START_TEST(sealed_for_one_place)
{
	unsigned char clinic[HASH_LEN] = {1}, *key;
	struct sealed_draft at = {.clinic = clinic, .epoch = 1}, to;
	struct buf blob = {0}, text = {0};

	at.id = rig_id();
	key = secret_new(KEY_LEN);
	ck_ok(sealed_field("a", at.field));
	ck_ok(sealed_draft_seal(&at, key, "words", 5, &blob));
	ck_assert_uint_eq(blob.len, 512 + 40);
	for (int i = 0; i < 8; i++) {
		to = at;
		clinic[31] = i == 1;
		to.owner.b[0] ^= i == 2;
		to.id.b[0] ^= i == 3;
		to.chart.b[0] ^= i == 4;
		to.epoch += i == 5;
		to.field[15] ^= i == 6;
		key[0] ^= i == 7;
		buf_clear(&text);
		ck_err(sealed_draft_open(&to, key, blob.p, blob.len, &text),
		    i == 0 ? ERR_OK : ERR_CORRUPT);
		ck_assert_str_eq(buf_str(&text), i == 0 ? "words" : "");
	}
	secret_free(key);
	buf_free(&blob);
	buf_free(&text);
}
END_TEST

START_TEST(prefs)
{
	struct buf a = {0}, b = {0};
	struct vault *other;
	struct rig r;

	rig_init(&r);
	ck_ok(prefs_load(r.carl, &b));
	ck_assert_uint_eq(b.len, 0);
	ck_ok(buf_adds(&a, MARKER));
	ck_ok(prefs_save(r.carl, &a));
	ck_ok(prefs_save(r.carl, &a));
	other = rig_login(&r.w, CARL);
	ck_ok(prefs_load(other, &b));
	ck_assert_str_eq(buf_str(&b), MARKER);
	ck_assert_uint_eq(rig_grep(&r.w, MARKER, strlen(MARKER), NULL), 0);
	vault_close(other);
	buf_free(&a);
	buf_free(&b);
	rig_done(&r);
}
END_TEST

Suite *draft_suite(void)
{
	Suite *s = suite_create("draft");
	TCase *t = tcase_create("draft");

	tcase_set_timeout(t, 300);
	tcase_add_test(t, fields);
	tcase_add_test(t, put_is_whole);
	tcase_add_test(t, move);
	tcase_add_test(t, two_logins);
	tcase_add_test(t, killed);
	tcase_add_test(t, lock_and_unlock);
	tcase_add_test(t, moved_row);
	tcase_add_test(t, sealed_for_one_place);
	tcase_add_test(t, prefs);
	suite_add_tcase(s, t);
	return s;
}
