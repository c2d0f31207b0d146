#include "store/lock.h"

#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/store/suites.h"
#include "tests/store/temp.h"

START_TEST(one_holds_it_at_a_time)
{
	struct lock *a = NULL, *b = NULL;

	ck_ok(lock_open(temp_path("l"), 1, &a));
	ck_ok(lock_open(temp_path("l"), 1, &b));
	ck_assert(!lock_held(a));
	ck_ok(lock_take(a, 0));
	ck_assert(lock_held(a));
	ck_err(lock_take(a, 0), ERR_CONFLICT);
	ck_err(lock_take(b, 0), ERR_BUSY);
	ck_err(lock_take(b, 20), ERR_BUSY);
	lock_drop(a);
	lock_drop(a);
	ck_ok(lock_take(b, 0));
	ck_err(lock_take(a, 0), ERR_BUSY);
	lock_free(b);
	ck_ok(lock_take(a, 0));
	lock_free(a);
	lock_free(NULL);
}
END_TEST

START_TEST(slots_serve_as_many_as_they_are)
{
	struct lock *l[4] = {NULL};

	for (int i = 0; i < 4; i++)
		ck_ok(lock_open(temp_path("kdf"), 3, &l[i]));
	for (int i = 0; i < 3; i++)
		ck_ok(lock_take(l[i], 0));
	ck_err(lock_take(l[3], 5), ERR_BUSY);
	lock_drop(l[1]);
	ck_ok(lock_take(l[3], 0));
	for (int i = 0; i < 4; i++)
		lock_free(l[i]);
	ck_assert_int_eq(access(temp_path("kdf.0"), F_OK), 0);
	ck_assert_int_eq(access(temp_path("kdf.2"), F_OK), 0);
	ck_err(lock_open(temp_path("kdf"), 0, &l[0]), ERR_LIMIT);
	ck_err(lock_open(temp_path("kdf"), 257, &l[0]), ERR_LIMIT);
}
END_TEST

struct holder {
	int out;
};

static void hold(void *arg)
{
	struct holder *h = arg;
	struct lock *l = NULL;

	if (lock_open(temp_path("l"), 1, &l) != ERR_OK ||
	    lock_take(l, 0) != ERR_OK || write(h->out, "x", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

START_TEST(the_dead_hold_nothing)
{
	struct lock *l = NULL;
	int p[2];
	char c;
	struct holder h;
	pid_t pid;

	ck_assert_int_eq(pipe(p), 0);
	h.out = p[1];
	pid = child(hold, &h);
	ck_assert_int_eq(read(p[0], &c, 1), 1);
	ck_ok(lock_open(temp_path("l"), 1, &l));
	ck_err(lock_take(l, 10), ERR_BUSY);
	kill(pid, SIGKILL);
	ck_ok(lock_take(l, 10000));
	ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
	lock_free(l);
	close(p[0]);
	close(p[1]);
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
	struct lock *l = NULL;

	ck_assert_int_eq(mkfifo(temp_path("fifo"), 0600), 0);
	ck_err(lock_open(temp_path("fifo"), 1, &l), ERR_FORMAT);
	spill(temp_path("real"), "", 0);
	ck_assert_int_eq(symlink(temp_path("real"), temp_path("link")), 0);
	ck_err(lock_open(temp_path("link"), 1, &l), ERR_FORMAT);
	ck_err(lock_open(temp_path("."), 1, &l), ERR_FORMAT);
	ck_err(lock_open(temp_path("no/such"), 1, &l), ERR_NOTFOUND);
	ck_assert_ptr_null(l);
}
END_TEST

START_TEST(the_mode_follows_the_folder)
{
	struct lock *l = NULL;
	mode_t old = umask(007);
	struct stat st;

	ck_ok(lock_open(temp_path("mine"), 1, &l));
	lock_free(l);
	ck_assert_int_eq(stat(temp_path("mine"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0600);
	ck_assert_int_eq(chmod(temp_path("."), 02770), 0);
	ck_ok(lock_open(temp_path("ours"), 1, &l));
	lock_free(l);
	ck_assert_int_eq(stat(temp_path("ours"), &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0660);
	umask(old);
}
END_TEST

Suite *lock_suite(void)
{
	Suite *s = suite_create("lock");
	TCase *t = tcase_create("lock");

	tcase_add_checked_fixture(t, temp_setup, temp_teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, one_holds_it_at_a_time);
	tcase_add_test(t, slots_serve_as_many_as_they_are);
	tcase_add_test(t, the_dead_hold_nothing);
	tcase_add_test(t, what_is_no_file_is_refused);
	tcase_add_test(t, the_mode_follows_the_folder);
	suite_add_tcase(s, t);
	return s;
}
