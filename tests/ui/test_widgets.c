#include <string.h>

#include "demo.h"
#include "suites.h"
#include "base/utf8.h"
#include "ui/finder.h"
#include "ui/find.h"
#include "ui/help.h"
#include "ui/prompt.h"

static struct demo d;
static struct replay_host host;
static struct replay *r;

static void setup(void)
{
	memset(&d, 0, sizeof(d));
	d.take = true;
	host = demo_host(&d);
	r = replay_new(&host, "xterm-256color", 24, 80, 1763456400000);
}

static void teardown(void)
{
	replay_free(r);
	r = NULL;
	buf_free(&d.kept);
}

static void row_has(int n, const char *words)
{
	const char *row = replay_row(r, n - 1);

	ck_assert_msg(strstr(row, words) != NULL, "row %d: %s", n, row);
}

/* --- fields --- */

START_TEST(fields_go_round)
{
	replay_text(r, "+");
	ck_assert_uint_eq(d.form.cur, 0);
	replay_key(r, "Tab Tab Tab");
	ck_assert_uint_eq(d.form.cur, 3);
	replay_key(r, "Shift-Tab Shift-Tab Shift-Tab Shift-Tab");
	ck_assert_uint_eq(d.form.cur, 0);
	replay_key(r, "Enter Enter Enter Enter Enter");
	ck_assert_uint_eq(d.form.cur, 5);
	replay_key(r, "Enter");
	row_has(23, "Pressed.");
}
END_TEST

START_TEST(a_choice_takes_letters_and_space)
{
	replay_text(r, "+");
	inputs_go(&d.form, 2);
	replay_text(r, "f");
	ck_assert_str_eq(textbuf_str(d.values[2]), "f");
	ck_assert_uint_eq(inputs_choice(&d.form, 2), 2);
	replay_text(r, " ");
	ck_assert_str_eq(textbuf_str(d.values[2]), "i");
	replay_text(r, "z");
	ck_assert_str_eq(textbuf_str(d.values[2]), "i");
	replay_key(r, "Backspace");
	ck_assert_uint_eq(inputs_choice(&d.form, 2), 3);
	row_has(6, "(individual, group, family)");
}
END_TEST

START_TEST(several_are_taken_and_dropped)
{
	replay_text(r, "+");
	inputs_go(&d.form, 3);
	replay_text(r, "f g ");
	ck_assert(inputs_has(&d.form, 3, "f"));
	ck_assert(inputs_has(&d.form, 3, "g"));
	ck_assert(!inputs_has(&d.form, 3, "i"));
	replay_text(r, " ");
	ck_assert(!inputs_has(&d.form, 3, "g"));
	replay_key(r, "Tab");
	row_has(7, "Present       family");
}
END_TEST

START_TEST(values_are_set_in_order)
{
	struct date day;
	long n;

	replay_text(r, "+");
	ck_err(inputs_date(&d.form, 1, &day), ERR_NOTFOUND);
	inputs_go(&d.form, 1);
	replay_text(r, "-7");
	replay_key(r, "Tab");
	row_has(5, "11 Nov 2025");
	ck_ok(inputs_date(&d.form, 1, &day));
	ck_assert_int_eq(day.d, 11);
	inputs_go(&d.form, 4);
	replay_text(r, "050");
	replay_key(r, "Tab");
	row_has(8, "Minutes       50");
	ck_ok(inputs_number(&d.form, 4, &n));
	ck_assert_int_eq((int)n, 50);
	inputs_go(&d.form, 4);
	replay_key(r, "End");
	replay_text(r, "x");
	replay_key(r, "Tab");
	/* The cursor goes on, the value keeps its words and a mark. */
	row_has(23, "this is not a whole number");
	row_has(8, "Minutes     ? 50x");
	ck_assert_uint_eq(d.form.cur, 5);
	/* A value that is there is chosen: what is typed replaces it. */
	replay_key(r, "Shift-Tab");
	replay_text(r, "50000");
	replay_key(r, "Tab");
	row_has(23, "out of range");
	ck_ok(textbuf_set(d.values[0], "Tuva", 4));
	ck_assert_uint_eq(inputs_check(&d.form), 4);
}
END_TEST

START_TEST(what_is_missing_is_named)
{
	ck_assert_uint_eq(inputs_check(&d.form), 0);
	ck_assert_ptr_nonnull(d.form.why);
	ck_ok(textbuf_set(d.values[0], "Tuva", 4));
	ck_assert_uint_eq(inputs_check(&d.form), 1);
	ck_ok(textbuf_set(d.values[1], "7 Sep 1999", 10));
	ck_assert_uint_eq(inputs_check(&d.form), 6);
	ck_assert_ptr_null(d.form.why);
}
END_TEST

/* --- finders --- */

static const char *const names[] = {"Otto Quillfeather", "Ines Quimera",
    "Abelard Quince-Nought", "\xc3\x89lise Moreau", "Wren Fable"};

struct found {
	size_t match[6];
	size_t n;
	struct finder *f;
};

static void filter(void *arg, const char *words)
{
	struct found *f = arg;

	f->n = 0;
	for (size_t i = 0; i < 5; i++) {
		if (utf8_word_prefix(names[i], words))
			f->match[f->n++] = i;
	}
	f->match[f->n++] = 5;
	if (words[0] == '+')
		list_mark(&f->f->list, f->n - 1);
}

static size_t found_count(const void *arg)
{
	return ((const struct found *)arg)->n;
}

static struct id found_id(const void *arg, size_t i)
{
	const struct found *f = arg;

	return (struct id){{4, (unsigned char)f->match[i]}};
}

static void found_draw(const void *arg, size_t i, struct rect row, enum mean m)
{
	const struct found *f = arg;
	size_t k = f->match[i];

	term_cut(row, 0, 2, row.w - 4, m, k < 5 ? names[k] : "+ New");
}

static const struct list_ops found_ops = {
    .count = found_count, .id = found_id, .draw = found_draw};

static struct finder finder;
static struct found found;

static void press(int key)
{
	struct event ev = {.type = EV_KEY, .key = key};

	(void)finder_event(&finder, NULL, &ev);
}

static void type(const char *s)
{
	for (; *s != '\0'; s++) {
		struct event ev = {
		    .type = EV_TEXT, .key = *s, .text = s, .len = 1};

		ck_assert(finder_event(&finder, NULL, &ev));
	}
}

static size_t marked(void)
{
	size_t i;

	ck_assert(list_at(&finder.list, &i));
	return found.match[i];
}

START_TEST(typing_narrows_it)
{
	found = (struct found){.f = &finder};
	ck_ok(finder_init(&finder, "Find", &found_ops, filter, &found));
	ck_assert_uint_eq(found.n, 6);
	type("qui");
	ck_assert_uint_eq(found.n, 4);
	ck_assert_uint_eq(marked(), 0);
	press(K_DOWN);
	ck_assert(finder.in_list);
	ck_assert_uint_eq(marked(), 0);
	press(K_DOWN);
	ck_assert_uint_eq(marked(), 1);
	type("n");
	ck_assert(!finder.in_list);
	ck_assert_uint_eq(marked(), 2);
	press(K_CTRL | 'A');
	type("elis");
	ck_assert_uint_eq(marked(), 3);
	press(K_CTRL | 'A');
	type("+");
	ck_assert_uint_eq(marked(), 5);
	press(K_CTRL | 'A');
	press(K_BACKSPACE);
	press(K_DOWN);
	press(K_UP);
	ck_assert(!finder.in_list);
	finder_done(&finder);
}
END_TEST

/* --- pages --- */

START_TEST(a_page_is_one_column)
{
	replay_key(r, "Enter");
	replay_text(r, "first");
	replay_key(r, "Down");
	ck_assert_uint_eq(d.page.cur, 1);
	replay_text(r, "second");
	replay_key(r, "Up");
	ck_assert_uint_eq(d.page.cur, 0);
	replay_key(r, "PgDn");
	ck_assert_uint_eq(d.page.cur, 2);
	replay_key(r, "PgUp");
	ck_assert_uint_eq(d.page.cur, 0);
	replay_key(r, "Tab Tab Tab");
	ck_assert_uint_eq(d.page.cur, 2);
	replay_key(r, "Shift-Tab");
	ck_assert_uint_eq(d.page.cur, 1);
	ck_assert_str_eq(textbuf_str(d.texts[0]), "first");
	ck_assert_str_eq(textbuf_str(d.texts[1]), "second");
}
END_TEST

START_TEST(a_page_scrolls_as_one)
{
	replay_key(r, "Enter");
	for (int i = 0; i < 30; i++)
		replay_paste(r, "line\n");
	replay_key(r, "Tab");
	row_has(21, "Objective");
	replay_key(r, "Shift-Tab Ctrl-Home");
	row_has(5, "Subjective    line");
}
END_TEST

START_TEST(labels_move_above_on_narrow_screens)
{
	replay_key(r, "Enter");
	replay_size(r, 24, 44);
	row_has(5, "  Subjective");
	row_has(6, "  (in your own words)");
	ck_assert_int_eq(d.page.width, 40);
	replay_size(r, 24, 200);
	ck_assert_int_eq(d.page.width, TEXT_WIDTH_MAX);
	replay_size(r, 24, 80);
	ck_assert_int_eq(d.page.width, TEXT_WIDTH);
}
END_TEST

START_TEST(words_are_found_in_every_part)
{
	for (size_t i = 0; i < 3; i++)
		ck_ok(textbuf_set(d.texts[i], "a needle b", 10));
	page_go(&d.page, 0);
	textedit_move(&d.parts[0].edit, 0);
	ck_assert(page_find(&d.page, "needle"));
	ck_assert_uint_eq(d.page.cur, 0);
	ck_assert(page_find(&d.page, "NEEDLE"));
	ck_assert_uint_eq(d.page.cur, 1);
	ck_assert(page_find(&d.page, "needle"));
	ck_assert(page_find(&d.page, "needle"));
	ck_assert_uint_eq(d.page.cur, 0);
	ck_assert(!page_find(&d.page, "hay"));
	ck_assert_uint_eq(d.page.cur, 0);
}
END_TEST

START_TEST(found_bytes_are_right)
{
	const char *s = "Z\xc3\xbcrich STRASSE \xc3\x89t\xc3\xa9";
	size_t at, end;

	ck_assert(find_next(s, strlen(s), 0, "zurich", &at, &end));
	ck_assert_uint_eq(at, 0);
	ck_assert_uint_eq(end, 7);
	ck_assert(find_next(s, strlen(s), 3, "ete", &at, &end));
	ck_assert_uint_eq(at, 16);
	ck_assert_uint_eq(end, strlen(s));
	ck_assert(!find_next(s, strlen(s), 17, "ete", &at, &end));
	ck_assert(!find_next("", 0, 0, "x", &at, &end));
}
END_TEST

/* --- half-typed answers and help --- */

static void ask(void)
{
	const struct prompt p = {.id = 9,
	    .title = "Comment",
	    .label = "Words",
	    .kind = PROMPT_TEXT,
	    .keep = &d.kept};

	ck_ok(prompt_open(replay_app(r), &p));
	replay_turn(r);
}

START_TEST(what_is_half_typed_waits)
{
	replay_key(r, "Enter");
	ask();
	replay_text(r, "half a comm");
	replay_key(r, "Esc");
	ck_assert_str_eq(buf_str(&d.kept), "half a comm");
	ask();
	app_show(replay_app(r));
	row_has(18, "Words         half a comm");
	replay_text(r, "ent");
	replay_key(r, "Enter");
	ck_assert_str_eq(buf_str(&d.answer), "9:yes:half a comment:0");
	ck_assert_uint_eq(d.kept.len, 0);
}
END_TEST

static void nothing(struct app *app, void *self)
{
	(void)app;
	(void)self;
}

START_TEST(a_screen_without_help_is_noticed)
{
	static const struct action bare[] = {
	    {.id = "x", .keys = "x", .fn = nothing}};
	const struct screen_ops good = {
	    .id = "a", .name = "A", .help = "What for."};
	struct screen_ops bad = {.id = "b", .name = "B"};
	struct buf b = {0};

	ck_ok(help_text(d.keys, &good, &b));
	ck_assert_str_eq(buf_str(&b), "A\nWhat for.\n");
	ck_err(help_text(d.keys, &bad, &b), ERR_FORMAT);
	bad.help = "It has.";
	bad.actions = (struct actions){ACTIONS(bare)};
	ck_err(help_text(d.keys, &bad, &b), ERR_FORMAT);
	buf_free(&b);
}
END_TEST

Suite *widgets_suite(void)
{
	const TTest *const tests[] = {fields_go_round,
	    a_choice_takes_letters_and_space, several_are_taken_and_dropped,
	    values_are_set_in_order, what_is_missing_is_named,
	    typing_narrows_it, a_page_is_one_column, a_page_scrolls_as_one,
	    labels_move_above_on_narrow_screens, words_are_found_in_every_part,
	    found_bytes_are_right, what_is_half_typed_waits,
	    a_screen_without_help_is_noticed};
	Suite *s = suite_create("widgets");
	TCase *tc = tcase_create("widgets");

	tcase_add_checked_fixture(tc, setup, teardown);
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		tcase_add_test(tc, tests[i]);
	suite_add_tcase(s, tc);
	return s;
}
