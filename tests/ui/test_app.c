#include <string.h>

#include "demo.h"
#include "suites.h"

static struct demo d;
static struct replay_host host;
static struct replay *r;

static void start(void)
{
	host = demo_host(&d);
	r = replay_new(&host, "xterm-256color", 24, 80, 1763456400000);
}

static void setup(void)
{
	memset(&d, 0, sizeof(d));
	d.take = true;
}

static void teardown(void)
{
	replay_free(r);
	r = NULL;
}

static const char *row(int n)
{
	return replay_row(r, n - 1);
}

static void row_has(int n, const char *words)
{
	ck_assert_msg(strstr(row(n), words) != NULL, "row %d: %s", n, row(n));
}

static void cursor_is(int y, int x)
{
	int cy, cx;

	term_where(&cy, &cx);
	ck_assert_msg(
	    cy + 1 == y && cx + 1 == x, "cursor %d,%d", cy + 1, cx + 1);
}

/* --- prompts --- */

START_TEST(an_answer_comes_back)
{
	start();
	replay_key(r, "Enter F5");
	row_has(20, "A question");
	replay_text(r, "Wren");
	replay_key(r, "Enter");
	ck_assert_str_eq(buf_str(&d.answer), "1:yes:Wren:0");
	ck_assert(!app_drawer_open(replay_app(r)));
}
END_TEST

START_TEST(no_answer_comes_back_too)
{
	start();
	replay_key(r, "Enter F5 Enter");
	ck_assert(app_drawer_open(replay_app(r)));
	replay_text(r, "half");
	replay_key(r, "Esc");
	ck_assert_str_eq(buf_str(&d.answer), "1:no::0");
	ck_assert(!app_drawer_open(replay_app(r)));
}
END_TEST

START_TEST(a_refused_secret_is_asked_again)
{
	d.take = false;
	start();
	replay_key(r, "Enter Ctrl-D");
	replay_text(r, "wrong");
	row_has(21, "*****");
	replay_key(r, "Enter");
	ck_assert_str_eq(buf_str(&d.answer), "2:yes:wrong:0");
	ck_assert(app_drawer_open(replay_app(r)));
	row_has(23, "Not taken.");
	ck_assert_ptr_null(strstr(row(21), "*"));
	d.take = true;
	replay_text(r, "right");
	replay_key(r, "Enter");
	ck_assert_str_eq(buf_str(&d.answer), "2:yes:right:0");
	ck_assert(!app_drawer_open(replay_app(r)));
}
END_TEST

START_TEST(a_choice_by_letter_and_arrow)
{
	start();
	replay_key(r, "Enter F6");
	row_has(20, "> Correction");
	cursor_is(20, 1);
	replay_text(r, "e");
	row_has(21, "> Entered in error");
	replay_key(r, "Up Up Enter");
	ck_assert_str_eq(buf_str(&d.answer), "3:yes::0");
}
END_TEST

START_TEST(words_are_asked_for_and_found)
{
	d.load = "one\ntwo needle three";
	start();
	replay_key(r, "Enter Ctrl-F");
	replay_text(r, "needle");
	replay_key(r, "Enter");
	cursor_is(6, 27);
	replay_key(r, "Ctrl-F");
	replay_text(r, "missing");
	replay_key(r, "Enter");
	row_has(23, "Not found.");
}
END_TEST

/* --- the palette --- */

START_TEST(the_palette_does_it)
{
	start();
	replay_key(r, "Ctrl-K");
	replay_text(r, "new");
	row_has(17, "> New client");
	replay_key(r, "Enter");
	row_has(1, "New client");
}
END_TEST

START_TEST(one_letter_marks_its_command)
{
	start();
	replay_key(r, "Ctrl-K");
	replay_text(r, "?");
	row_has(17, "> Help for this screen");
	replay_key(r, "Enter");
	row_has(1, "Help   Today");
	replay_key(r, "Esc");
	row_has(1, "Today");
}
END_TEST

START_TEST(the_palette_does_what_a_widget_does)
{
	start();
	replay_key(r, "Enter");
	replay_text(r, "all of it");
	replay_key(r, "Ctrl-K");
	replay_text(r, "select all");
	replay_key(r, "Enter");
	replay_text(r, "X");
	ck_assert_str_eq(textbuf_str(d.texts[0]), "X");
}
END_TEST

START_TEST(the_palette_stands_over_a_drawer)
{
	start();
	replay_key(r, "Enter F5");
	replay_text(r, "half");
	replay_key(r, "Ctrl-K Ctrl-K");
	row_has(21, "half");
	replay_key(r, "Enter");
	ck_assert_str_eq(buf_str(&d.answer), "1:yes:half:0");
}
END_TEST

/* --- keys --- */

START_TEST(letters_are_commands_outside_text_only)
{
	start();
	replay_text(r, "r");
	row_has(1, "Reader");
	replay_key(r, "Esc Enter");
	replay_text(r, "r?");
	ck_assert_str_eq(textbuf_str(d.texts[0]), "r?");
}
END_TEST

START_TEST(an_unknown_key_says_so)
{
	start();
	replay_text(r, "y");
	row_has(23, "No command on this key. Ctrl-K shows all.");
	replay_key(r, "Down");
	ck_assert_str_eq(row(23), "");
}
END_TEST

START_TEST(a_moved_key_is_shown_and_works)
{
	d.bind[0] = "new";
	d.bind[1] = "F9";
	start();
	row_has(24, "F9 client");
	replay_key(r, "F9");
	row_has(1, "New client");
}
END_TEST

START_TEST(the_next_key_is_waited_for)
{
	start();
	replay_key(r, "Enter Ctrl-G");
	replay_text(r, "3");
	cursor_is(9, 17);
	/* Another key is done as usual, Esc only ends the waiting. */
	replay_key(r, "Ctrl-G");
	replay_text(r, "z");
	ck_assert_str_eq(textbuf_str(d.texts[2]), "z");
	replay_key(r, "Ctrl-G Esc");
	row_has(1, "Letter");
}
END_TEST

/* --- panes --- */

START_TEST(the_pane_has_a_clipboard_of_its_own)
{
	start();
	replay_key(r, "Enter");
	replay_text(r, "record");
	replay_key(r, "Ctrl-A Ctrl-C Ctrl-O");
	row_has(11, "PRIVATE");
	row_has(24, "PRIVATE");
	replay_key(r, "Ctrl-V");
	ck_assert_uint_eq(textbuf_len(d.pane_text), 0);
	replay_text(r, "mine");
	replay_key(r, "Ctrl-A Ctrl-C Esc Ctrl-End Ctrl-V");
	ck_assert_str_eq(textbuf_str(d.texts[0]), "recordrecord");
	replay_key(r, "Ctrl-O Ctrl-O");
	ck_assert_int_eq(d.freed, 1);
	ck_assert_ptr_null(strstr(row(11), "PRIVATE"));
}
END_TEST

START_TEST(one_pane_at_a_time)
{
	start();
	replay_key(r, "Enter Ctrl-O");
	app_set_single(replay_app(r), true);
	app_show(replay_app(r));
	row_has(1, "PRIVATE   Imre Lorem only");
	row_has(2, "not part of the record");
	replay_key(r, "Esc");
	row_has(1, "Letter");
	ck_assert_ptr_null(strstr(row(11), "PRIVATE"));
}
END_TEST

START_TEST(a_named_row_stands_for_another)
{
	start();
	replay_key(r, "Enter Ctrl-O Ctrl-K");
	replay_text(r, "private full");
	row_has(17, "> Private notes: full screen");
	ck_assert_str_eq(row(18), "");
	replay_key(r, "Enter");
	ck_assert(app_single(replay_app(r)));
	replay_key(r, "Ctrl-K");
	replay_text(r, "private open");
	row_has(17, "Ctrl-O");
}
END_TEST

START_TEST(the_bar_is_where_it_was_drawn)
{
	start();
	replay_size(r, 43, 132);
	replay_key(r, "Enter Ctrl-O");
	for (int y = 1; y <= 42; y++)
		ck_assert_int_eq(term_look(y - 1, 80) & LOOK_BOLD, LOOK_BOLD);
	row_has(43, "  PRIVATE   Esc to the letter");
	row_has(42, "Copies made here stay here.");
}
END_TEST

/* --- time, locking, settling --- */

START_TEST(every_batch_is_settled_before_it_is_painted)
{
	int was;

	start();
	replay_key(r, "Enter");
	was = d.settled;
	replay_text(r, "a whole batch of keys");
	ck_assert_int_eq(d.settled, was + 1);
	replay_turn(r);
	ck_assert_int_eq(d.settled, was + 1);
}
END_TEST

START_TEST(the_lock_comes_in_time_and_shuts)
{
	start();
	replay_key(r, "Enter");
	replay_text(r, "kept");
	d.lock_at = app_mono(replay_app(r)) + 600000;
	replay_wait(r, 599999);
	ck_assert_int_eq(d.ticked, 0);
	replay_wait(r, 1);
	ck_assert_int_eq(d.ticked, 1);
	row_has(1, "locked");
	for (int y = 1; y <= 24; y++) {
		ck_assert_ptr_null(strstr(row(y), "Wren"));
		ck_assert_ptr_null(strstr(row(y), "kept"));
	}
	/* Nothing of the program is in reach, through help and palette too. */
	replay_key(r, "Esc Ctrl-O");
	row_has(1, "locked");
	replay_key(r, "F1 Ctrl-Q Ctrl-O Esc");
	row_has(1, "locked");
	replay_key(r, "Ctrl-K");
	replay_text(r, "log");
	row_has(23, "Nothing here is called log.");
	replay_key(r, "Esc Enter");
	row_has(5, "kept");
	cursor_is(5, 21);
}
END_TEST

START_TEST(a_typed_key_counts_as_life)
{
	start();
	replay_wait(r, 5000);
	replay_key(r, "Down");
	ck_assert_int_eq(
	    app_last_input(replay_app(r)), app_mono(replay_app(r)));
	replay_wait(r, 7000);
	ck_assert_int_eq(
	    app_last_input(replay_app(r)) + 7000, app_mono(replay_app(r)));
}
END_TEST

static void count(void *arg, int64_t utc, const char *text)
{
	struct buf *b = arg;

	(void)utc;
	ui_say(b, "%s|", text);
}

START_TEST(messages_are_kept)
{
	struct buf b = {0};

	start();
	app_say(replay_app(r), "First.");
	app_say(replay_app(r), "Second.");
	app_messages(replay_app(r), count, &b);
	ck_assert_str_eq(buf_str(&b), "Second.|First.|");
	replay_key(r, "Ctrl-K");
	replay_text(r, "messages");
	replay_key(r, "Enter");
	row_has(1, "Messages");
	row_has(3, "Second.");
	buf_free(&b);
}
END_TEST

/* --- lists --- */

START_TEST(the_mark_moves_by_rows_and_groups)
{
	start();
	cursor_is(5, 1);
	replay_key(r, "Down");
	cursor_is(6, 1);
	replay_key(r, "Tab");
	cursor_is(10, 1);
	replay_key(r, "Tab");
	cursor_is(14, 1);
	replay_key(r, "Shift-Tab");
	cursor_is(10, 1);
	replay_key(r, "End");
	cursor_is(14, 1);
	replay_key(r, "Home");
	cursor_is(5, 1);
	row_has(5, "> Mon 10 Nov");
}
END_TEST

struct numbers {
	unsigned char n[20];
	size_t count;
};

static size_t number_count(const void *arg)
{
	return ((const struct numbers *)arg)->count;
}

static struct id number_id(const void *arg, size_t i)
{
	return (struct id){{9, ((const struct numbers *)arg)->n[i]}};
}

static void number_draw(
    const void *arg, size_t i, struct rect row_, enum mean m)
{
	term_putf(row_, 0, 2, m, "%d", ((const struct numbers *)arg)->n[i]);
}

START_TEST(the_mark_stays_with_its_item)
{
	static const struct list_ops ops = {
	    .count = number_count, .id = number_id, .draw = number_draw};
	struct numbers n = {{1, 2, 3, 4}, 4};
	struct list l;
	size_t at;

	start();
	list_init(&l, &ops, &n);
	list_mark(&l, 2);
	n = (struct numbers){{7, 8, 9, 3, 1}, 5};
	list_refresh(&l);
	ck_assert(list_at(&l, &at));
	ck_assert_uint_eq(at, 3);
	/* It is gone: the mark stays in place. */
	n = (struct numbers){{7, 8}, 2};
	list_refresh(&l);
	ck_assert(list_at(&l, &at));
	ck_assert_uint_eq(at, 1);
	n.count = 0;
	list_refresh(&l);
	ck_assert(!list_at(&l, &at));
	list_draw(&l, term_rect(), true);
}
END_TEST

Suite *app_suite(void)
{
	const TTest *const tests[] = {an_answer_comes_back,
	    no_answer_comes_back_too, a_refused_secret_is_asked_again,
	    a_choice_by_letter_and_arrow, words_are_asked_for_and_found,
	    the_palette_does_it, one_letter_marks_its_command,
	    the_palette_does_what_a_widget_does,
	    the_palette_stands_over_a_drawer,
	    letters_are_commands_outside_text_only, an_unknown_key_says_so,
	    a_moved_key_is_shown_and_works, the_next_key_is_waited_for,
	    the_pane_has_a_clipboard_of_its_own, one_pane_at_a_time,
	    a_named_row_stands_for_another, the_bar_is_where_it_was_drawn,
	    every_batch_is_settled_before_it_is_painted,
	    the_lock_comes_in_time_and_shuts, a_typed_key_counts_as_life,
	    messages_are_kept, the_mark_moves_by_rows_and_groups,
	    the_mark_stays_with_its_item};
	Suite *s = suite_create("app");
	TCase *tc = tcase_create("loop");

	tcase_add_checked_fixture(tc, setup, teardown);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		tcase_add_test(tc, tests[i]);
	suite_add_tcase(s, tc);
	return s;
}
