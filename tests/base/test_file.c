#include <config.h>

#include <dirent.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/run.h"

Suite *file_suite(void);

static char dir[PATH_MAX];
static char path[PATH_MAX];

static void set_up(void)
{
	(void)snprintf(dir, sizeof(dir), "t-base.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_ok(path_join(path, dir, "file"));
}

static void tear_down(void)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	ck_assert_ptr_nonnull(d);
	while ((e = readdir(d)) != NULL) {
		char p[PATH_MAX];

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		ck_ok(path_join(p, dir, e->d_name));
		if (unlink(p) != 0)
			(void)rmdir(p);
	}
	(void)closedir(d);
	(void)rmdir(dir);
}

static int files(void)
{
	DIR *d = opendir(dir);
	int n = -2;

	ck_assert_ptr_nonnull(d);
	while (readdir(d) != NULL)
		n++;
	(void)closedir(d);
	return n;
}

static unsigned mode_of(const char *p)
{
	struct stat st;

	ck_assert_int_eq(stat(p, &st), 0);
	return st.st_mode & 07777;
}

static void expect(const char *text)
{
	struct buf b = {0};

	ck_ok(file_read(path, 1 << 20, &b));
	ck_assert_str_eq(buf_str(&b), text);
	buf_free(&b);
}

START_TEST(create_read_replace_append)
{
	mode_t mask = umask(077);

	ck_ok(file_create(path, "one", 3, 0640));
	ck_assert_uint_eq(mode_of(path), 0640);
	expect("one");
	ck_err(file_create(path, "two", 3, 0600), ERR_EXISTS);
	expect("one");
	ck_ok(file_replace(path, "three", 5, 0600));
	ck_assert_uint_eq(mode_of(path), 0600);
	expect("three");
	ck_ok(file_append(path, " four", 5, 0644));
	ck_assert_uint_eq(mode_of(path), 0600);
	expect("three four");
	ck_assert_int_eq(files(), 1);
	ck_assert_int_eq(unlink(path), 0);
	ck_ok(file_append(path, "", 0, 0660));
	ck_assert_uint_eq(mode_of(path), 0660);
	expect("");
	(void)umask(mask);
}
END_TEST

START_TEST(read_appends_up_to_its_limit)
{
	struct buf b = {0}, big = {0};

	ck_ok(buf_addzero(&big, 300000));
	big.p[299999] = 'z';
	ck_ok(file_create(path, big.p, big.len, 0600));
	ck_ok(buf_adds(&b, "before"));
	ck_err(file_read(path, 299999, &b), ERR_LIMIT);
	ck_assert_str_eq(buf_str(&b), "before");
	ck_ok(file_read(path, 300000, &b));
	ck_assert_uint_eq(b.len, 300006);
	ck_assert_uint_eq(b.p[300005], 'z');
	buf_free(&b);
	buf_free(&big);
}
END_TEST

/* /proc says 0 bytes and then gives some. */
START_TEST(a_file_may_be_longer_than_it_says)
{
	struct buf b = {0};

	if (access("/proc/self/status", R_OK) != 0) {
		(void)printf("SKIP: no /proc\n");
		return;
	}
	ck_ok(file_read("/proc/self/status", 1 << 20, &b));
	ck_assert_uint_gt(b.len, 100);
	buf_clear(&b);
	ck_err(file_read("/proc/self/status", 100, &b), ERR_LIMIT);
	ck_assert_uint_eq(b.len, 0);
	buf_free(&b);
}
END_TEST

START_TEST(only_regular_files_are_read)
{
	struct buf b = {0};

	ck_err(file_read(path, 100, &b), ERR_NOTFOUND);
	ck_err(file_read(dir, 100, &b), ERR_FORMAT);
	/* A pipe without a writer must not make the program wait. */
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_err(file_read(path, 100, &b), ERR_FORMAT);
	ck_assert_ptr_null(b.p);
}
END_TEST

START_TEST(no_room_leaves_nothing)
{
	struct rlimit old, low;
	char big[8192];

	memset(big, 'x', sizeof(big));
	ck_ok(file_append(path, "kept", 4, 0600));
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
	low = old;
	low.rlim_cur = 4096;
	(void)signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &low), 0);
	{
		enum err append = file_append(path, big, sizeof(big), 0600);
		enum err replace = file_replace(path, big, sizeof(big), 0600);
		enum err create;
		char other[PATH_MAX];

		ck_ok(path_join(other, dir, "other"));
		create = file_create(other, big, sizeof(big), 0600);
		ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &old), 0);
		ck_err(append, ERR_IO);
		ck_err(replace, ERR_IO);
		ck_err(create, ERR_IO);
	}
	expect("kept");
	ck_assert_int_eq(files(), 1);
	if (access("/dev/full", W_OK) == 0)
		ck_err(file_append("/dev/full", "x", 1, 0600), ERR_FULL);
}
END_TEST

START_TEST(folders)
{
	mode_t mask = umask(077);
	char sub[PATH_MAX], in[PATH_MAX];

	ck_ok(path_join(sub, dir, "sub"));
	ck_assert(!file_exists(sub));
	ck_ok(file_mkdir(sub, 02770));
	ck_assert(file_exists(sub));
	ck_assert_uint_eq(mode_of(sub), 02770);
	ck_err(file_mkdir(sub, 0700), ERR_EXISTS);
	ck_assert_uint_eq(mode_of(sub), 02770);
	ck_ok(path_join(in, dir, "none/file"));
	ck_err(file_create(in, "x", 1, 0600), ERR_NOTFOUND);
	ck_err(file_replace(in, "x", 1, 0600), ERR_NOTFOUND);
	ck_err(file_append(in, "x", 1, 0600), ERR_NOTFOUND);
	ck_err(file_mkdir(in, 0700), ERR_NOTFOUND);
	/* A folder cannot be replaced by a file. */
	ck_err(file_replace(sub, "x", 1, 0600), ERR_IO);
	ck_assert_int_eq(files(), 1);
	(void)umask(mask);
}
END_TEST

START_TEST(a_folder_is_emptied)
{
	char sub[PATH_MAX], deep[PATH_MAX], away[PATH_MAX];

	ck_ok(path_join(sub, dir, "sub"));
	ck_ok(path_join(deep, sub, "deep"));
	ck_ok(path_join(away, dir, "link"));
	ck_ok(file_mkdir(sub, 0700));
	ck_ok(file_create(deep, "x", 1, 0600));
	ck_ok(file_create(path, "x", 1, 0600));
	/* What a link points to is not in the folder. */
	ck_assert_int_eq(symlink("/tmp", away), 0);
	file_empty(dir);
	ck_assert(file_exists(dir) && file_exists("/tmp"));
	ck_assert(!file_exists(sub) && !file_exists(path));
	ck_assert_int_eq(rmdir(dir), 0); /* nothing is left */
	ck_ok(file_mkdir(dir, 0700));
	file_empty("nowhere.such.folder");
}
END_TEST

START_TEST(join)
{
	char out[PATH_MAX], name[PATH_MAX];

	ck_ok(path_join(out, "a", "b"));
	ck_assert_str_eq(out, "a/b");
	ck_ok(path_join(out, "a/", "b"));
	ck_assert_str_eq(out, "a/b");
	ck_ok(path_join(out, "", "b"));
	ck_assert_str_eq(out, "b");
	ck_ok(path_join(out, "/", "b"));
	ck_assert_str_eq(out, "/b");
	/* A path may be made longer where it stands. */
	ck_ok(path_join(out, out, "c"));
	ck_assert_str_eq(out, "/b/c");
	memset(name, 'n', sizeof(name));
	name[PATH_MAX - 3] = '\0';
	ck_ok(path_join(out, "a", name));
	ck_assert_uint_eq(strlen(out), PATH_MAX - 1);
	name[PATH_MAX - 3] = 'n';
	name[PATH_MAX - 2] = '\0';
	ck_err(path_join(out, "a", name), ERR_LIMIT);
}
END_TEST

START_TEST(network_file_systems)
{
	/* ext4, xfs, btrfs, tmpfs, zfs, overlay */
	static const unsigned long near[] = {
	    0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x2fc12fc1, 0x794c7630};
	/* nfs, smb, cifs, smb2, afs, 9p, fuse, ceph, lustre */
	static const unsigned long far[] = {0x6969, 0x517b, 0xff534d42,
	    0xfe534d42, 0x5346414f, 0x01021997, 0x65735546, 0x00c36400,
	    0x0bd00bd0};
	long extended = (long)(int32_t)0xff534d42u;

	for (size_t i = 0; i < sizeof(near) / sizeof(near[0]); i++)
		ck_assert(!path_type_is_network(near[i]));
	for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++)
		ck_assert(path_type_is_network(far[i]));
	/* A signed word that was widened. */
	ck_assert(path_type_is_network((unsigned long)extended));
	ck_err(path_local(path), ERR_NOTFOUND);
}
END_TEST

Suite *file_suite(void)
{
	Suite *s = suite_create("file");
	TCase *tc = tcase_create("file");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, create_read_replace_append);
	tcase_add_test(tc, read_appends_up_to_its_limit);
	tcase_add_test(tc, a_file_may_be_longer_than_it_says);
	tcase_add_test(tc, only_regular_files_are_read);
	tcase_add_test(tc, no_room_leaves_nothing);
	tcase_add_test(tc, folders);
	tcase_add_test(tc, a_folder_is_emptied);
	tcase_add_test(tc, join);
	tcase_add_test(tc, network_file_systems);
	suite_add_tcase(s, tc);
	return s;
}
