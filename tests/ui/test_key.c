#include <string.h>

#include "suites.h"
#include "ui/key.h"
#include "ui/keymap.h"

START_TEST(names_go_both_ways)
{
	static const char *const names[] = {"Ctrl-D", "Tab", "Shift-Tab", "F1",
	    "F12", "PgUp", "Ctrl-Space", "n", "?", "+", "Ctrl-Left",
	    "Ctrl-Shift-Left", "Space", "Enter", "Esc", "\xc3\xa9"};
	char out[KEY_NAME];
	int key;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		ck_ok(key_parse(names[i], strlen(names[i]), &key));
		ck_assert_str_eq(key_print(key, out), names[i]);
	}
	ck_ok(key_parse("ctrl-d", 6, &key));
	ck_assert_int_eq(key, K_CTRL | 'D');
}
END_TEST

START_TEST(nonsense_is_no_key)
{
	static const char *const names[] = {"", "Ctrl-", "F0", "F21", "F1x",
	    "ab", "Shift-a", "Ctrl-1", "\xff", "Hyper-x"};
	int key = 7;

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		ck_err(key_parse(names[i], strlen(names[i]), &key), ERR_FORMAT);
	ck_assert_int_eq(key, 7);
}
END_TEST

START_TEST(a_list_is_walked)
{
	const char *p = " Tab  Ctrl-N ";
	int key;

	ck_assert(key_each(&p, &key));
	ck_assert_int_eq(key, K_TAB);
	ck_assert(key_each(&p, &key));
	ck_assert_int_eq(key, K_CTRL | 'N');
	ck_assert(!key_each(&p, &key));
	ck_assert_int_eq(key, K_NONE);
}
END_TEST

static const struct action everywhere[] = {
    {.id = "palette", .keys = "Ctrl-K", .help = "all"},
    {.id = "lock", .keys = "Ctrl-L", .help = "lock"},
};
static const struct action here[] = {
    {.id = "done", .keys = "Ctrl-D", .help = "done"},
    {.id = "next", .keys = "Tab Ctrl-N", .help = "next"},
    {.id = "go", .keys = "Ctrl-G", .help = "go"},
};
static const struct action there[] = {
    {.id = "done", .keys = "Ctrl-D", .help = "done"},
    {.id = "again", .keys = "a", .help = "again"},
};

static struct keymap *km;

static void setup(void)
{
	ck_ok(keymap_new(&km));
	ck_ok(keymap_table(
	    km, "all", (struct actions){ACTIONS(everywhere)}, true));
	ck_ok(keymap_table(km, "here", (struct actions){ACTIONS(here)}, false));
	ck_ok(
	    keymap_table(km, "there", (struct actions){ACTIONS(there)}, false));
}

static void teardown(void)
{
	keymap_free(km);
	km = NULL;
}

START_TEST(defaults_hold)
{
	const struct actions t = {ACTIONS(here)};

	ck_ok(keymap_check(km));
	ck_assert_ptr_eq(keymap_find(km, t, K_CTRL | 'N'), &here[1]);
	ck_assert_ptr_null(keymap_find(km, t, K_CTRL | 'K'));
	ck_assert_ptr_eq(keymap_find(NULL, t, K_TAB), &here[1]);
}
END_TEST

START_TEST(an_action_moves_everywhere)
{
	const struct actions a = {ACTIONS(here)}, b = {ACTIONS(there)};

	ck_ok(keymap_bind(km, "done", "F10 Ctrl-X"));
	ck_ok(keymap_check(km));
	ck_assert_ptr_null(keymap_find(km, a, K_CTRL | 'D'));
	ck_assert_ptr_eq(keymap_find(km, a, K_F0 + 10), &here[0]);
	ck_assert_ptr_eq(keymap_find(km, b, K_CTRL | 'X'), &there[0]);
}
END_TEST

START_TEST(a_taken_key_is_refused)
{
	ck_ok(keymap_bind(km, "done", "Ctrl-G"));
	ck_err(keymap_check(km), ERR_EXISTS);
	ck_assert_ptr_nonnull(strstr(err_detail(), "go"));
	/* Where the other does not live, the key is free. */
	ck_ok(keymap_bind(km, "done", "Ctrl-D"));
	ck_ok(keymap_bind(km, "again", "Ctrl-G"));
	ck_ok(keymap_check(km));
}
END_TEST

START_TEST(everywhere_is_everywhere)
{
	ck_ok(keymap_bind(km, "again", "Ctrl-L"));
	ck_err(keymap_check(km), ERR_EXISTS);
	ck_ok(keymap_bind(km, "again", "a"));
	ck_ok(keymap_bind(km, "lock", "Ctrl-G"));
	ck_err(keymap_check(km), ERR_EXISTS);
}
END_TEST

START_TEST(two_can_change_places)
{
	ck_ok(keymap_bind(km, "done", "Ctrl-G"));
	ck_ok(keymap_bind(km, "go", "Ctrl-D"));
	ck_ok(keymap_check(km));
}
END_TEST

START_TEST(wrong_lines_are_refused)
{
	ck_err(keymap_bind(km, "nothing", "Ctrl-X"), ERR_NOTFOUND);
	ck_err(keymap_bind(km, "done", "Ctrl-X Hyper-Y"), ERR_FORMAT);
	ck_err(keymap_bind(km, "palette", " "), ERR_EXISTS);
	ck_ok(keymap_bind(km, "go", ""));
	ck_assert_ptr_null(
	    keymap_find(km, (struct actions){ACTIONS(here)}, K_CTRL | 'G'));
}
END_TEST

Suite *key_suite(void)
{
	Suite *s = suite_create("key");
	TCase *tc = tcase_create("names"), *map = tcase_create("map");

	tcase_add_test(tc, names_go_both_ways);
	tcase_add_test(tc, nonsense_is_no_key);
	tcase_add_test(tc, a_list_is_walked);
	suite_add_tcase(s, tc);
	tcase_add_checked_fixture(map, setup, teardown);
	tcase_add_test(map, defaults_hold);
	tcase_add_test(map, an_action_moves_everywhere);
	tcase_add_test(map, a_taken_key_is_refused);
	tcase_add_test(map, everywhere_is_everywhere);
	tcase_add_test(map, two_can_change_places);
	tcase_add_test(map, wrong_lines_are_refused);
	suite_add_tcase(s, map);
	return s;
}
