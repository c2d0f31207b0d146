#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/say.h"
#include "tests/run.h"

/* What ${fn} writes to standard error. */
static const char *caught(void (*fn)(void))
{
	static char text[20000];
	FILE *f = tmpfile();
	int old = dup(STDERR_FILENO);
	size_t n;

	ck_assert_ptr_nonnull(f);
	fflush(stderr);
	ck_assert_int_ge(dup2(fileno(f), STDERR_FILENO), 0);
	fn();
	fflush(stderr);
	ck_assert_int_ge(dup2(old, STDERR_FILENO), 0);
	close(old);
	rewind(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static void hostile(void)
{
	complain("%s", "a\nb\033[2J\302\233\xff\xe2\x80\xae.txt");
}

static void of_an_error(void)
{
	complain_err(err_set(ERR_FULL, "x"));
}

static void without_detail(void)
{
	err_clear();
	complain_err(ERR_FULL);
}

static void long_one(void)
{
	complain("%0*d", 19000, 7);
}

START_TEST(one_line_that_drives_nothing)
{
	const char *s = caught(hostile);

	ck_assert_str_eq(s, "tacet: a b\xef\xbf\xbd[2J\xef\xbf\xbd\xef\xbf\xbd"
			    "\xef\xbf\xbd.txt\n");
	ck_assert_str_eq(caught(of_an_error), "tacet: the disk is full: x\n");
	ck_assert_str_eq(caught(without_detail), "tacet: the disk is full\n");
	s = caught(long_one);
	ck_assert_uint_gt(strlen(s), 4096);
	ck_assert_int_eq(s[strlen(s) - 1], '\n');
}
END_TEST

Suite *say_suite(void);
Suite *say_suite(void)
{
	Suite *s = suite_create("say");
	TCase *t = tcase_create("say");

	tcase_add_test(t, one_line_that_drives_nothing);
	suite_add_tcase(s, t);
	return s;
}
