/* Ways round the delays between guesses, and what a log-in tells about names.
 */
#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/login.h"
#include "vault/throttle.h"

/* Lock files of derivations in DIR; takes them away. */
static unsigned derivations(const struct test_clinic *t)
{
	char path[PATH_MAX];
	DIR *d = opendir(t->dir);
	struct dirent *de;
	unsigned n = 0;

	ck_assert_ptr_nonnull(d);
	while ((de = readdir(d)) != NULL)
		if (strncmp(de->d_name, "kdf.lock", 8) == 0) {
			n++;
			ck_assert_int_eq(
			    unlink(rig_path(t, de->d_name, path)), 0);
		}
	(void)closedir(d);
	return n;
}

/* A code costs no derivation, so a name that nobody has may not cost one. */
START_TEST(code_of_an_unknown_name_costs_the_same)
{
	const unsigned char code[CODE_LEN] = {1};
	struct test_clinic t;
	struct vault *v;

	test_clinic_init(&t);
	test_clinic_make(&t);
	v = test_clinic_open(&t);
	(void)derivations(&t);
	ck_err(vault_login_code(v, ADMIN, code), ERR_AUTH);
	ck_assert_uint_eq(derivations(&t), 0);
	ck_err(vault_login_code(v, "nobody", code), ERR_AUTH);
	ck_assert_uint_eq(derivations(&t), 0);
	ck_err(vault_login(v, "someone", "x", 1), ERR_BUSY);
	test_clock_add(&t.tc, 5000);
	ck_err(vault_login(v, "someone", "x", 1), ERR_AUTH);
	ck_assert_uint_gt(derivations(&t), 0);
	vault_close(v);
	test_clinic_done(&t);
}
END_TEST

/* Every slot for derivations, so that whoever derives waits. */
struct slots {
	int fd[64];
	unsigned n;
};

static void slots_take(const struct test_clinic *t, struct slots *s)
{
	char path[PATH_MAX];
	DIR *d = opendir(t->dir);
	struct dirent *de;

	ck_assert_ptr_nonnull(d);
	s->n = 0;
	while ((de = readdir(d)) != NULL)
		if (strncmp(de->d_name, "kdf.lock", 8) == 0 && s->n < 64) {
			int fd = open(
			    rig_path(t, de->d_name, path), O_RDWR | O_CLOEXEC);

			ck_assert_int_eq(flock(fd, LOCK_EX), 0);
			s->fd[s->n++] = fd;
		}
	(void)closedir(d);
	ck_assert_uint_gt(s->n, 0);
}

/* The child has copies of them, so closing would not do. */
static void slots_drop(struct slots *s)
{
	while (s->n > 0) {
		ck_assert_int_eq(flock(s->fd[--s->n], LOCK_UN), 0);
		(void)close(s->fd[s->n]);
	}
}

/* Whether the process has opened a slot by itself: it holds more of them than
 * it was born with. */
static bool waits_for_slot(pid_t pid, unsigned born)
{
	char dir[64], path[PATH_MAX], to[PATH_MAX];
	struct dirent *de;
	unsigned n = 0;
	ssize_t len;
	DIR *d;

	(void)snprintf(dir, sizeof dir, "/proc/%d/fd", (int)pid);
	if ((d = opendir(dir)) == NULL)
		return false;
	while ((de = readdir(d)) != NULL) {
		if (path_join(path, dir, de->d_name) != ERR_OK ||
		    (len = readlink(path, to, sizeof to - 1)) < 0)
			continue;
		to[len] = '\0';
		n += strstr(to, "/kdf.lock") != NULL;
	}
	(void)closedir(d);
	return n > born;
}

/* Log in while somebody else fails with the same name. */
static enum err login_meanwhile(struct test_clinic *t, const char *pw)
{
	struct slots s;
	struct vault *v;
	struct id who;
	int status;
	pid_t pid;

	slots_take(t, &s);
	if ((pid = fork()) == 0) {
		v = test_clinic_open(t);
		_exit((int)vault_login(v, OFFICER, pw, strlen(pw)));
	}
	ck_assert_int_gt(pid, 0);
	while (!waits_for_slot(pid, s.n))
		ck_assert_int_eq(waitpid(pid, &status, WNOHANG), 0);
	v = test_clinic_open(t);
	ck_ok(login_owner(v, OFFICER, &who));
	ck_ok(throttle_fail(v, &who));
	vault_close(v);
	slots_drop(&s);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return (enum err)WEXITSTATUS(status);
}

/* Many guesses begun at once are one guess: who did not come first is told
 * nothing, right or wrong. */
START_TEST(guesses_at_once_are_one_guess)
{
	struct test_clinic t;

	test_clinic_init(&t);
	test_clinic_make(&t);
	vault_close(rig_login(&t, OFFICER));
	ck_err(login_meanwhile(&t, PW_OFFICER), ERR_BUSY);
	test_clock_add(&t.tc, 60000);
	ck_err(login_meanwhile(&t, "wrong"), ERR_BUSY);
	test_clock_add(&t.tc, 60000);
	vault_close(rig_login(&t, OFFICER));
	test_clinic_done(&t);
}
END_TEST

static unsigned tries(struct test_clinic *t, struct vault *v, unsigned most)
{
	unsigned n = 0;

	(void)t;
	while (n < most && records_pass_check(
			       v, PASS("not the right passphrase")) == ERR_AUTH)
		n++;
	return n;
}

/* RECORDS opens every chart: its passphrase is not for colleagues to guess. */
START_TEST(records_passphrase_is_throttled)
{
	struct test_clinic t;
	struct vault *v;
	uint64_t rows;

	test_clinic_init(&t);
	test_clinic_make(&t);
	v = rig_login(&t, ADMIN);
	ck_ok(records_pass_check(v, PASS(PW_RECORDS)));
	rows = v->st.seq;
	ck_assert_uint_eq(tries(&t, v, 5), 1);
	ck_err(records_pass_check(v, PASS(PW_RECORDS)), ERR_BUSY);
	test_clock_add(&t.tc, 2000);
	ck_ok(records_pass_check(v, PASS(PW_RECORDS)));
	ck_assert_uint_gt(v->st.seq, rows);
	ck_ok(records_pass_change(
	    v, PASS(PW_RECORDS), PASS("another velvet pilgrim teapot")));
	ck_ok(verify(v, NULL, &(struct verify_report){0}));
	vault_close(v);
	test_clinic_done(&t);
}
END_TEST

static void no_room(void)
{
	const struct rlimit most = {4096, 4096};

	ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &most), 0);
}

/* A wrong password on a full disk must not keep the right one out after it. */
START_TEST(failure_on_a_full_disk)
{
	char path[PATH_MAX];
	struct test_clinic t;
	int status;
	pid_t pid;

	test_clinic_init(&t);
	test_clinic_make(&t);
	ck_ok(file_create(rig_path(&t, "ballast", path), "x", 1, 0600));
	if ((pid = fork()) == 0) {
		struct vault *v = test_clinic_open(&t);

		no_room();
		_exit((int)vault_login(v, ADMIN, "wrong", 5));
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), ERR_FULL);
	ck_assert(!file_exists(path));
	vault_close(rig_login(&t, ADMIN));
	test_clinic_done(&t);
}
END_TEST

/* Some keyboards send a letter and its accent apart. */
START_TEST(passwords_are_equal_in_every_form)
{
	static const char apart[] = "cafe\xcc\x81 mountain window";
	static const char joined[] = "caf\xc3\xa9 mountain window";
	struct test_clinic t;
	struct vault *v;

	test_clinic_init(&t);
	test_clinic_make(&t);
	v = rig_login(&t, ADMIN);
	ck_ok(vault_password_change(
	    v, PW_ADMIN, strlen(PW_ADMIN), apart, strlen(apart)));
	vault_close(v);
	vault_close(test_login(&t, ADMIN, joined));
	vault_close(test_login(&t, ADMIN, apart));
	test_clinic_done(&t);
}
END_TEST

/* A login row that was turned to somebody else. */
START_TEST(name_of_another_person)
{
	const struct store_val *row;
	struct store_val swapped[2];
	unsigned char tag[HASH_LEN];
	struct test_clinic t;
	struct store_val key = store_bytes(tag, sizeof tag);
	struct id olga;
	struct vault *v;

	test_clinic_init(&t);
	test_clinic_make(&t);
	v = test_clinic_open(&t);
	ck_ok(login_owner(v, OFFICER, &olga));
	memcpy(tag, v->genesis.person[0].tag, HASH_LEN);
	ck_ok(store_get(v->db, STORE_LOGIN, &key, &row));
	swapped[COL_LOGIN_TAG] = key;
	swapped[COL_LOGIN_OWNER] = store_id(&olga);
	attack_set(v->db, STORE_LOGIN, swapped);
	ck_ok(vault_login(v, OFFICER, PW_OFFICER, strlen(PW_OFFICER)));
	ck_ok(vault_logout(v));
	ck_err(
	    vault_login(v, ADMIN, PW_OFFICER, strlen(PW_OFFICER)), ERR_CORRUPT);
	vault_close(v);
	test_clinic_done(&t);
}
END_TEST

Suite *review_login_suite(void)
{
	Suite *s = suite_create("review_login");
	TCase *tc = tcase_create("review_login");

	tcase_add_test(tc, code_of_an_unknown_name_costs_the_same);
	tcase_add_test(tc, guesses_at_once_are_one_guess);
	tcase_add_test(tc, records_passphrase_is_throttled);
	tcase_add_test(tc, failure_on_a_full_disk);
	tcase_add_test(tc, passwords_are_equal_in_every_form);
	tcase_add_test(tc, name_of_another_person);
	suite_add_tcase(s, tc);
	return s;
}
