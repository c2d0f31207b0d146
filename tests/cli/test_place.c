#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/place.h"
#include "tests/cli/temp.h"
#include "tests/run.h"

static struct temp temp;

static void setup(void)
{
	temp_make(&temp);
}

static void teardown(void)
{
	temp_remove(&temp);
}

START_TEST(a_new_file)
{
	ck_ok(place_for_file(temp_path(&temp, "new")));
	ck_err(place_for_file(temp_file(&temp, "there", "x", 1)), ERR_EXISTS);
	ck_err(place_for_file(temp_path(&temp, "none/new")), ERR_NOTFOUND);
	ck_err(place_for_file(temp_path(&temp, "there/new")), ERR_IO);
	ck_assert_int_eq(chdir(temp.dir), 0);
	ck_ok(place_for_file("bare"));
	ck_err(place_for_file("there"), ERR_EXISTS);
	ck_assert_int_eq(chdir("/"), 0);
}
END_TEST

START_TEST(a_new_folder)
{
	ck_ok(place_for_dir(temp_path(&temp, "new")));
	ck_ok(place_for_dir(temp_path(&temp, "new///")));
	ck_ok(place_for_dir(temp.dir));
	ck_err(place_for_dir(temp_path(&temp, "none/new")), ERR_NOTFOUND);
	ck_err(place_for_dir(temp_file(&temp, "file", "x", 1)), ERR_IO);
	ck_err(place_for_dir(temp.dir), ERR_EXISTS);
	ck_err(place_for_dir("/"), ERR_EXISTS);
}
END_TEST

START_TEST(not_permitted)
{
	if (geteuid() == 0) {
		puts("SKIP: not_permitted: root may do everything");
		return;
	}
	ck_assert_int_eq(chmod(temp.dir, 0500), 0);
	ck_err(place_for_file(temp_path(&temp, "new")), ERR_IO);
	ck_err(place_for_dir(temp_path(&temp, "new")), ERR_IO);
	ck_assert_int_eq(chmod(temp.dir, 0700), 0);
}
END_TEST

START_TEST(a_clinic)
{
	ck_err(place_of_clinic(temp.dir), ERR_NOTFOUND);
	ck_err(place_of_clinic(temp_path(&temp, "none")), ERR_NOTFOUND);
	ck_err(place_of_clinic(temp_file(&temp, "file", "x", 1)), ERR_NOTFOUND);
	ck_assert_int_eq(mkdir(temp_path(&temp, "host"), 0700), 0);
	ck_ok(place_of_clinic(temp.dir));
}
END_TEST

Suite *place_suite(void);
Suite *place_suite(void)
{
	Suite *s = suite_create("place");
	TCase *t = tcase_create("place");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_new_file);
	tcase_add_test(t, a_new_folder);
	tcase_add_test(t, a_clinic);
	tcase_add_test(t, not_permitted);
	suite_add_tcase(s, t);
	return s;
}
