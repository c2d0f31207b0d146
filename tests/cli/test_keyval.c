#include <limits.h>
#include <string.h>

#include "cli/keyval.h"
#include "cli/settings.h"
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

static enum err reads(const char *text, struct keyval **out)
{
	return keyval_read(temp_file(&temp, "a.conf", text, strlen(text)), out);
}

START_TEST(takes_lines_as_they_are)
{
	struct keyval *kv = NULL;
	char text[700] = "# comment\r\n"
			 "solo = yes\r\n"
			 "; comment\n"
			 "\n"
			 " [ officer ] \n"
			 "name = Ada ; not a comment = either # nor this\n"
			 "  empty=\n"
			 "accent = cafe\xcc\x81\n"
			 "long = ";

	memset(text + strlen(text), 'x', 400);
	ck_ok(reads(text, &kv));
	ck_assert_str_eq(keyval_get(kv, "solo"), "yes");
	ck_assert_str_eq(keyval_get(kv, "officer.name"),
	    "Ada ; not a comment = either # nor this");
	ck_assert_str_eq(keyval_get(kv, "officer.empty"), "");
	ck_assert_str_eq(keyval_get(kv, "officer.accent"), "caf\xc3\xa9");
	ck_err(keyval_rest(kv), ERR_FORMAT);
	ck_assert_ptr_nonnull(strstr(err_detail(), ":9: officer.long"));
	ck_assert_uint_eq(strlen(keyval_get(kv, "officer.long")), 400);
	ck_ok(keyval_rest(kv));
	ck_assert_ptr_null(keyval_get(kv, "name"));
	ck_assert_ptr_null(keyval_get(kv, "officer"));
	keyval_free(kv);
}
END_TEST

static const struct {
	const char *text, *detail;
} wrong[] = {
    {"solo", ":1: not a line"},
    {"a = 1\n[open\n", ":2: not a line"},
    {"a = 1\n\na = 2\n", ":3: stands twice"},
    {"[s]\nkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk="
     "1",
	":2: the key is too long"},
    {"a = \xff\n", "not UTF-8"},
};

START_TEST(refuses)
{
	struct keyval *kv = NULL;

	ck_err(reads(wrong[_i].text, &kv), ERR_FORMAT);
	ck_assert_ptr_null(kv);
	ck_assert_msg(
	    strstr(err_detail(), wrong[_i].detail) != NULL, "%s", err_detail());
}
END_TEST

START_TEST(refuses_nul_and_nothing)
{
	struct keyval *kv = NULL;

	ck_err(keyval_read(temp_file(&temp, "nul", "a = 1\0b", 7), &kv),
	    ERR_FORMAT);
	ck_err(keyval_read(temp_path(&temp, "gone"), &kv), ERR_NOTFOUND);
	ck_err(keyval_read(temp.dir, &kv), ERR_FORMAT);
	ck_ok(reads("", &kv));
	ck_assert_ptr_null(keyval_get(kv, ""));
	ck_ok(keyval_rest(kv));
	keyval_free(kv);
}
END_TEST

START_TEST(finds_secrets)
{
	struct keyval *kv = NULL;

	ck_ok(reads("passwords = 1\n[a]\nPassword = x\n", &kv));
	ck_err(keyval_without(kv, "password"), ERR_FORMAT);
	ck_assert_ptr_nonnull(strstr(err_detail(), ":3: "));
	ck_assert_ptr_null(strstr(err_detail(), "x\n"));
	ck_ok(keyval_without(kv, "records"));
	keyval_free(kv);
}
END_TEST

START_TEST(names_the_clinic)
{
	const char good[] = "dir = /srv/a clinic\n[timers]\nidle = 2\n";
	const char none[] = "[other]\ndir = /srv/b\n";
	char dir[PATH_MAX] = "before";

	ck_err(settings_dir(temp_path(&temp, "gone"), dir), ERR_NOTFOUND);
	ck_err(
	    settings_dir(temp_file(&temp, "none", none, sizeof(none) - 1), dir),
	    ERR_NOTFOUND);
	ck_err(
	    settings_dir(temp_file(&temp, "bad", "dir\n", 4), dir), ERR_FORMAT);
	ck_assert_str_eq(dir, "before");
	ck_ok(settings_dir(
	    temp_file(&temp, "good", good, sizeof(good) - 1), dir));
	ck_assert_str_eq(dir, "/srv/a clinic");
}
END_TEST

Suite *keyval_suite(void);
Suite *keyval_suite(void)
{
	Suite *s = suite_create("keyval");
	TCase *t = tcase_create("keyval");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, takes_lines_as_they_are);
	tcase_add_loop_test(
	    t, refuses, 0, (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_test(t, refuses_nul_and_nothing);
	tcase_add_test(t, finds_secrets);
	tcase_add_test(t, names_the_clinic);
	suite_add_tcase(s, t);
	return s;
}
