#include <string.h>

#include "cli/options.h"
#include "tests/run.h"

#define ARGV(...)                                                              \
	const char *words_[] = {"tacet", __VA_ARGS__, NULL};                   \
	char **argv = (char **)(void *)words_;                                 \
	int argc = (int)(sizeof(words_) / sizeof(words_[0])) - 1

START_TEST(before_and_after_the_verb)
{
	struct options o;
	ARGV("--dir", "/a", "import", "--as=imre", "one", "--dry-run", "two",
	    "--", "--three");

	ck_ok(options_parse(argc, argv, &o));
	ck_assert_str_eq(o.dir, "/a");
	ck_assert_str_eq(o.verb, "import");
	ck_assert_str_eq(o.as, "imre");
	ck_assert_int_eq(o.given, OPT_DIR | OPT_AS | OPT_DRY_RUN);
	ck_assert_int_eq(o.nargs, 3);
	ck_assert_str_eq(o.args[0], "one");
	ck_assert_str_eq(o.args[1], "two");
	ck_assert_str_eq(o.args[2], "--three");
	ck_assert_int_eq(o.password_fd, -1);
	options_done(&o);
}
END_TEST

START_TEST(nothing_at_all)
{
	struct options o;
	ARGV(NULL);

	ck_ok(options_parse(argc - 1, argv, &o));
	ck_assert_ptr_null(o.verb);
	ck_assert_int_eq(o.given, 0);
	options_done(&o);
}
END_TEST

static const char *const wrong[] = {"--dri", "--dir", "--dir=", "--dry-run=yes",
    "--password-fd=x", "--password-fd=-1", "--password-fd=3x",
    "--password-fd=99999999999999999999", "--password-fd=", "-x", "--help=1"};

START_TEST(refuses)
{
	struct options o = {.nargs = 77};
	ARGV(wrong[_i]);

	ck_err(options_parse(argc, argv, &o), ERR_FORMAT);
	ck_assert_int_eq(o.nargs, 77);
	ck_assert_str_ne(err_detail(), "");
}
END_TEST

START_TEST(finds_the_descriptor)
{
	ARGV("init", "--password-fd", "7", "--dir", "x");

	ck_assert_int_eq(options_password_fd(argc, argv), 7);
	words_[4] = "--nope";
	ck_assert_int_eq(options_password_fd(argc, argv), -1);
	ck_assert_str_eq(err_detail(), "");
}
END_TEST

START_TEST(names)
{
	ck_assert_str_eq(options_name(OPT_OUT | OPT_VERSION), "--out");
	ck_assert_str_eq(options_name(0), "");
}
END_TEST

Suite *options_suite(void);
Suite *options_suite(void)
{
	Suite *s = suite_create("options");
	TCase *t = tcase_create("options");

	tcase_add_test(t, before_and_after_the_verb);
	tcase_add_test(t, nothing_at_all);
	tcase_add_loop_test(
	    t, refuses, 0, (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_test(t, finds_the_descriptor);
	tcase_add_test(t, names);
	suite_add_tcase(s, t);
	return s;
}
