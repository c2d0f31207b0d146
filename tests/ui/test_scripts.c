#include <config.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "demo.h"
#include "suites.h"

static const char *const types[] = {"xterm-256color", "linux", "vt100"};

static const char *const scripts[] = {"note", "fields", "reader"};

static void play(const char *name, const char *type)
{
	const char *top = getenv("top_srcdir");
	struct demo d = {.take = true};
	struct replay_host host = demo_host(&d);
	char script[512], picture[512];

	ck_assert_msg(top != NULL, "top_srcdir is not set");
	snprintf(
	    script, sizeof(script), "%s/tests/ui/scripts/%s.script", top, name);
	snprintf(picture, sizeof(picture), "%s/tests/ui/scripts/%s.screen", top,
	    name);
	ck_assert_msg(replay_script(&host, script, picture, type, stderr),
	    "%s on %s", name, type);
}

START_TEST(same_on_every_terminal)
{
	play(scripts[_i / 3], types[_i % 3]);
}
END_TEST

/* The runner must be able to fail. */
START_TEST(another_picture_is_noticed)
{
	const char *top = getenv("top_srcdir");
	struct demo d = {.take = true};
	struct replay_host host = demo_host(&d);
	char script[512], picture[512];
	FILE *quiet = fopen("/dev/null", "w");

	ck_assert_ptr_nonnull(top);
	ck_assert_ptr_nonnull(quiet);
	if (getenv("UPDATE_SCREENS") == NULL) {
		snprintf(script, sizeof(script),
		    "%s/tests/ui/scripts/reader.script", top);
		snprintf(picture, sizeof(picture),
		    "%s/tests/ui/scripts/note.screen", top);
		ck_assert(
		    !replay_script(&host, script, picture, "vt100", quiet));
	}
	fclose(quiet);
}
END_TEST

Suite *scripts_suite(void)
{
	Suite *s = suite_create("scripts");
	TCase *tc = tcase_create("golden");

	tcase_add_loop_test(tc, same_on_every_terminal, 0,
	    (int)(sizeof(scripts) / sizeof(*scripts) * 3));
	tcase_add_test(tc, another_picture_is_noticed);
	suite_add_tcase(s, tc);
	return s;
}
