#include <string.h>

#include "suites.h"
#include "base/utf8.h"
#include "ui/textbuf.h"

static struct textbuf *t;

static void setup(void)
{
	ck_ok(textbuf_new(1000, false, &t));
}

static void teardown(void)
{
	textbuf_free(t);
	t = NULL;
}

/* Type at the end, a character at a time as keys come. */
static void type(const char *s)
{
	for (size_t i = 0, n, len = strlen(s); i < len; i += n) {
		uint32_t cp;
		size_t end = textbuf_len(t);

		n = utf8_decode(s + i, len - i, &cp);
		ck_ok(textbuf_edit(t, end, end, s + i, n, TEXT_TYPE, NULL));
	}
}

static void backspace(void)
{
	size_t end = textbuf_len(t);

	ck_ok(textbuf_edit(t, utf8_prev(textbuf_str(t), end, end), end, NULL, 0,
	    TEXT_TYPE, NULL));
}

static void undo(const char *want)
{
	size_t at;

	ck_ok(textbuf_undo(t, &at));
	ck_assert_str_eq(textbuf_str(t), want);
}

START_TEST(typing_is_undone_by_words)
{
	size_t at;

	type("One two three");
	undo("One two ");
	undo("One ");
	undo("");
	ck_err(textbuf_undo(t, &at), ERR_NOTFOUND);
	for (int i = 0; i < 3; i++)
		ck_ok(textbuf_redo(t, &at));
	ck_assert_str_eq(textbuf_str(t), "One two three");
	ck_assert_uint_eq(at, 13);
	ck_err(textbuf_redo(t, &at), ERR_NOTFOUND);
}
END_TEST

START_TEST(backspace_is_one_step)
{
	ck_ok(textbuf_set(t, "kept words", 10));
	backspace();
	backspace();
	backspace();
	ck_assert_str_eq(textbuf_str(t), "kept wo");
	undo("kept words");
	type("!");
	backspace();
	backspace();
	ck_assert_str_eq(textbuf_str(t), "kept word");
}
END_TEST

START_TEST(a_paste_is_one_step)
{
	const char *p = "two lines\r\nof it\rend";

	type("A ");
	ck_ok(textbuf_edit(t, 2, 2, p, strlen(p), TEXT_STEP, NULL));
	ck_assert_str_eq(textbuf_str(t), "A two lines\nof it\nend");
	undo("A ");
}
END_TEST

START_TEST(a_mark_joins_its_letter)
{
	type("cafe\xcc\x81");
	ck_assert_str_eq(textbuf_str(t), "caf\xc3\xa9");
	backspace();
	ck_assert_str_eq(textbuf_str(t), "caf");
	/* What has no composed form is kept as it came. */
	ck_ok(textbuf_set(t, "", 0));
	type("x\xcc\x81");
	ck_assert_str_eq(textbuf_str(t), "x\xcc\x81");
	undo("");
}
END_TEST

START_TEST(too_much_is_refused_whole)
{
	char big[1100];

	memset(big, 'x', sizeof(big));
	type("safe");
	ck_err(textbuf_edit(t, 4, 4, big, sizeof(big), TEXT_STEP, NULL),
	    ERR_LIMIT);
	ck_assert_str_eq(textbuf_str(t), "safe");
	ck_err(textbuf_set(t, big, sizeof(big)), ERR_LIMIT);
	ck_ok(textbuf_edit(t, 4, 4, big, 996, TEXT_STEP, NULL));
	ck_err(textbuf_edit(t, 0, 0, "y", 1, TEXT_TYPE, NULL), ERR_LIMIT);
	/* Taking out is always possible. */
	ck_ok(textbuf_edit(t, 0, 1, NULL, 0, TEXT_TYPE, NULL));
	ck_err(textbuf_edit(t, 0, 0, "\xff", 1, TEXT_TYPE, NULL), ERR_FORMAT);
}
END_TEST

START_TEST(one_line_stays_one)
{
	struct textbuf *line;

	ck_ok(textbuf_new(100, true, &line));
	ck_ok(textbuf_edit(line, 0, 0, "a\r\nb\nc", 6, TEXT_STEP, NULL));
	ck_assert_str_eq(textbuf_str(line), "a b c");
	textbuf_free(line);
}
END_TEST

START_TEST(what_is_loaded_is_exact)
{
	const char *s = "e\xcc\x81 \xe2\x80\xae\xef\xbb\xbf\tend\r\n";

	ck_ok(textbuf_set(t, s, strlen(s)));
	ck_assert_str_eq(textbuf_str(t), s);
	ck_assert(!textbuf_can_undo(t));
}
END_TEST

static void watched(void *arg, size_t at, size_t del, size_t ins)
{
	struct textspan *s = arg;

	(void)textspan_moved(s, at, del, ins);
}

START_TEST(a_stretch_moves_with_the_text)
{
	struct textspan s = {5, 9};
	size_t at;

	ck_ok(textbuf_set(t, "0123 abc tail", 13));
	s = (struct textspan){5, 8};
	textbuf_watch(t, watched, &s);
	ck_ok(textbuf_edit(t, 0, 0, "new ", 4, TEXT_STEP, NULL));
	ck_assert_uint_eq(s.from, 9);
	ck_assert_uint_eq(s.to, 12);
	ck_ok(textbuf_edit(t, 13, 17, NULL, 0, TEXT_STEP, NULL));
	ck_assert_uint_eq(s.to, 12);
	ck_ok(textbuf_undo(t, &at));
	ck_ok(textbuf_undo(t, &at));
	ck_assert_uint_eq(s.from, 5);
	ck_assert_uint_eq(s.to, 8);
	ck_assert(textspan_moved(&s, 6, 1, 3));
	ck_assert_uint_eq(s.to, 10);
	ck_assert(textspan_moved(&s, 0, 7, 1));
	ck_assert_uint_eq(s.from, 1);
	ck_assert_uint_eq(s.to, 4);
	ck_assert(textspan_moved(&s, 0, 99, 0));
	ck_assert_uint_eq(s.from, s.to);
}
END_TEST

/* --- any edits at all --- */

static unsigned seed;

static unsigned rnd(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % n;
}

static const char *const bits[] = {"a", "b ", "\n", "\xc3\xa9", "\xcc\x81",
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xe2\x9a\x95\xef\xb8\x8f",
    "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa", "\xe6\xbc\xa2", "word by word",
    "\xe0\xa4\x95\xe0\xa5\x8d\xe0\xa4\xb7", "\r\n", "e\xcc\x81\xcc\xa7",
    "\xe1\x84\x80", "\xe1\x85\xa1", "\xe1\x86\xa8"};

static size_t border(size_t near)
{
	const char *s = textbuf_str(t);
	size_t len = textbuf_len(t), at = 0;

	while (at < len && at < near)
		at = utf8_next(s, len, at);
	return at;
}

static void edit(void)
{
	size_t len = textbuf_len(t), from = border(rnd((unsigned)len + 1)), to;
	const char *s = bits[rnd(sizeof(bits) / sizeof(*bits))];
	enum textstep how = rnd(2) ? TEXT_STEP : TEXT_TYPE;
	enum err e;
	size_t at;

	to = rnd(3) == 0 ? border(from + rnd(6)) : from;
	switch (rnd(8)) {
	case 0:
		e = textbuf_undo(t, &at);
		break;
	case 1:
		e = textbuf_redo(t, &at);
		break;
	case 2:
		textbuf_break(t);
		return;
	default:

		e = textbuf_edit(t, from, to, s, strlen(s), how, &at);
		break;
	}
	ck_assert(e == ERR_OK || e == ERR_NOTFOUND || e == ERR_LIMIT);
	if (e == ERR_OK)
		ck_assert_uint_le(at, textbuf_len(t));
}

START_TEST(any_edits)
{
	struct buf last = {0};
	size_t at;

	seed = 40503u * ((unsigned)_i + 1);
	ck_ok(textbuf_set(t, "begin \xc3\xa9", 8));
	for (int n = 0; n < 400; n++) {
		edit();
		ck_assert_uint_eq(
		    utf8_valid(textbuf_str(t), textbuf_len(t)), textbuf_len(t));
		ck_assert_uint_le(textbuf_len(t), 1000);
	}
	while (textbuf_redo(t, &at) == ERR_OK)
		;
	ck_ok(buf_adds(&last, textbuf_str(t)));
	while (textbuf_undo(t, &at) == ERR_OK)
		;
	ck_assert_str_eq(textbuf_str(t), "begin \xc3\xa9");
	while (textbuf_redo(t, &at) == ERR_OK)
		;
	ck_assert_str_eq(textbuf_str(t), buf_str(&last));
	buf_free(&last);
}
END_TEST

Suite *textbuf_suite(void)
{
	Suite *s = suite_create("textbuf");
	TCase *tc = tcase_create("edits");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, typing_is_undone_by_words);
	tcase_add_test(tc, backspace_is_one_step);
	tcase_add_test(tc, a_paste_is_one_step);
	tcase_add_test(tc, a_mark_joins_its_letter);
	tcase_add_test(tc, too_much_is_refused_whole);
	tcase_add_test(tc, one_line_stays_one);
	tcase_add_test(tc, what_is_loaded_is_exact);
	tcase_add_test(tc, a_stretch_moves_with_the_text);
	tcase_add_loop_test(tc, any_edits, 0, 60);
	suite_add_tcase(s, tc);
	return s;
}
