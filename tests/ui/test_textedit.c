#include <string.h>

#include "suites.h"
#include "base/utf8.h"
#include "ui/textedit.h"

static struct textbuf *t;
static struct textedit te;
static struct clip clip;

static void setup(void)
{
	ck_ok(textbuf_new(5000, false, &t));
	textedit_init(&te, t, &clip, 0);
	ck_ok(textedit_wrap(&te, 20));
}

static void teardown(void)
{
	textedit_done(&te);
	textbuf_free(t);
	clip_wipe(&clip);
}

static enum te_did press(int key)
{
	struct event ev = {.type = EV_KEY, .key = key};

	return textedit_event(&te, NULL, &ev, 3);
}

static void keys(const char *names)
{
	int key;

	while (key_each(&names, &key))
		(void)press(key);
}

static void type(const char *s)
{
	size_t len = strlen(s);

	for (size_t i = 0, n; i < len; i += n) {
		struct event ev = {.type = EV_TEXT, .text = s + i};
		uint32_t cp;

		n = utf8_decode(s + i, len - i, &cp);
		ev.key = (int)cp;
		ev.len = n;
		ck_assert_int_eq(textedit_event(&te, NULL, &ev, 3), TE_CHANGED);
	}
}

static void is(const char *want, size_t at)
{
	ck_assert_str_eq(textbuf_str(t), want);
	ck_assert_uint_eq(te.at, at);
}

START_TEST(letters_words_and_lines)
{
	type("One two");
	keys("Enter");
	type("three");
	is("One two\nthree", 13);
	keys("Home Up");
	ck_assert_uint_eq(te.at, 0);
	keys("Ctrl-Right");
	ck_assert_uint_eq(te.at, 4);
	keys("End Right");
	ck_assert_uint_eq(te.at, 8);
	keys("Ctrl-Home Delete");
	is("ne two\nthree", 0);
	keys("Ctrl-End Ctrl-W");
	is("ne two\n", 7);
	keys("Backspace");
	is("ne two", 6);
}
END_TEST

START_TEST(one_character_is_one_step)
{
	const char *s = "\xf0\x9f\x91\xa9\xe2\x80\x8d\xe2\x9a\x95\xef\xb8\x8f"
			"\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xe6\xbc\xa2";

	ck_ok(textbuf_set(t, s, strlen(s)));
	keys("Ctrl-End Left");
	ck_assert_uint_eq(te.at, strlen(s) - 3);
	keys("Left");
	ck_assert_uint_eq(te.at, strlen(s) - 11);
	keys("Left");
	ck_assert_uint_eq(te.at, 0);
	keys("Delete");
	ck_assert_uint_eq(textbuf_len(t), 11);
	keys("Delete");
	ck_assert_str_eq(textbuf_str(t), "\xe6\xbc\xa2");
}
END_TEST

START_TEST(up_and_down_keep_the_column)
{
	type("a long first line");
	keys("Enter");
	type("ab");
	keys("Enter");
	type("another long line");
	keys("Up");
	ck_assert_int_eq(textedit_column(&te), 2);
	keys("Up");
	ck_assert_int_eq(textedit_column(&te), 17);
	ck_assert_int_eq(press(K_UP), TE_TOP);
	keys("Down Down");
	ck_assert_int_eq(press(K_DOWN), TE_BOTTOM);
	ck_assert_uint_eq(te.at, textbuf_len(t));
}
END_TEST

START_TEST(soft_lines_are_lines)
{
	type("one two three four five six");
	ck_ok(textedit_wrap(&te, 10));
	ck_assert_uint_eq(te.n_lines, 3);
	keys("Home");
	ck_assert_uint_eq(te.at, te.lines[2].from);
	keys("Up End");
	/* The blank at the break hangs over the edge: End stands before it. */
	ck_assert_uint_lt(te.at, te.lines[2].from);
	ck_assert_uint_eq(textedit_line(&te, te.at), 1);
	keys("Right");
	ck_assert_uint_eq(textedit_line(&te, te.at), 2);
}
END_TEST

START_TEST(choosing)
{
	type("cut this out");
	keys("Ctrl-Left Ctrl-Left Shift-Left Shift-Left");
	ck_assert(te.chosen);
	type("X");
	ck_assert_str_eq(textbuf_str(t), "cuXthis out");
	keys("Ctrl-Z");
	ck_assert_str_eq(textbuf_str(t), "cut this out");
	keys("Ctrl-A Ctrl-C Ctrl-End Enter Ctrl-V");
	ck_assert_str_eq(textbuf_str(t), "cut this out\ncut this out");
	keys("Ctrl-Home Ctrl-Space Ctrl-Right Ctrl-X");
	ck_assert_str_eq(textbuf_str(t), "this out\ncut this out");
	keys("Ctrl-End Ctrl-V");
	ck_assert_str_eq(textbuf_str(t), "this out\ncut this outcut ");
	keys("Ctrl-Z Ctrl-Y");
	ck_assert_str_eq(textbuf_str(t), "this out\ncut this outcut ");
}
END_TEST

START_TEST(tab_is_never_a_character)
{
	ck_assert_int_eq(press(K_TAB), TE_IGNORED);
	ck_assert_int_eq(press(K_TAB | K_SHIFT), TE_IGNORED);
	ck_assert_int_eq(press(K_ESC), TE_IGNORED);
	ck_assert_int_eq(press(K_CTRL | 'K'), TE_IGNORED);
	ck_assert_int_eq(press(K_NONE), TE_IGNORED);
	ck_assert_uint_eq(textbuf_len(t), 0);
}
END_TEST

START_TEST(read_only_moves_and_copies)
{
	type("words");
	te.flags = TE_READONLY;
	keys("Backspace Ctrl-W Enter Ctrl-Z Ctrl-V Delete");
	ck_assert_str_eq(textbuf_str(t), "words");
	keys("Ctrl-A Ctrl-C");
	ck_assert_str_eq(buf_str(&clip.text), "words");
	keys("Ctrl-X");
	ck_assert_str_eq(textbuf_str(t), "words");
}
END_TEST

START_TEST(a_password_leaves_no_trace)
{
	textedit_done(&te);
	textedit_init(&te, t, &clip, TE_LINE | TE_PASSWORD);
	type("hunter two");
	keys("Ctrl-A Ctrl-C Shift-Left Ctrl-X");
	ck_assert_uint_eq(clip.text.len, 0);
	ck_assert_str_eq(textbuf_str(t), "hunter two");
	keys("End Backspace Ctrl-Z");
	ck_assert_str_eq(textbuf_str(t), "hunter tw");
	ck_assert(!textbuf_can_undo(t));
	ck_assert_int_eq(press(K_ENTER), TE_IGNORED);
	ck_assert_int_eq(press(K_UP), TE_IGNORED);
}
END_TEST

START_TEST(words_are_found)
{
	type("The caf\xc3\xa9 was closed. The CAFE opened.");
	keys("Ctrl-Home");
	ck_assert(textedit_find(&te, "cafe"));
	ck_assert_uint_eq(te.anchor, 4);
	ck_assert_uint_eq(te.at, 9);
	ck_assert(textedit_find(&te, "cafe"));
	ck_assert_uint_eq(te.anchor, 26);
	ck_assert(textedit_find(&te, "cafe"));
	ck_assert_uint_eq(te.anchor, 4);
	ck_assert(!textedit_find(&te, "tea"));
	ck_assert(!textedit_find(&te, ""));
	ck_assert_int_eq(press(K_CTRL | 'F'), TE_FIND);
}
END_TEST

START_TEST(a_full_text_says_so)
{
	struct event ev = {.type = EV_PASTE};
	static char big[6000];

	memset(big, 'x', sizeof(big) - 1);
	ev.text = big;
	ev.len = sizeof(big) - 1;
	type("kept");
	ck_assert_int_eq(textedit_event(&te, NULL, &ev, 3), TE_REFUSED);
	ck_assert_int_eq(te.err, ERR_LIMIT);
	is("kept", 4);
}
END_TEST

/* --- any keys at all --- */

START_TEST(any_keys)
{
	static const int pool[] = {K_LEFT, K_RIGHT, K_UP, K_DOWN, K_HOME, K_END,
	    K_PGUP, K_PGDN, K_BACKSPACE, K_DELETE, K_ENTER, K_LEFT | K_SHIFT,
	    K_RIGHT | K_SHIFT, K_UP | K_SHIFT, K_DOWN | K_SHIFT,
	    K_LEFT | K_CTRL, K_RIGHT | K_CTRL, K_CTRL | ' ', K_CTRL | 'X',
	    K_CTRL | 'C', K_CTRL | 'V', K_CTRL | 'Z', K_CTRL | 'Y',
	    K_CTRL | 'W', K_CTRL | 'A', K_HOME | K_CTRL, K_END | K_CTRL};
	static const char *const bits[] = {"a", " ", "\xc3\xa9", "\xcc\x81",
	    "\xf0\x9f\x87\xa9", "\xe6\xbc\xa2", "\xe2\x80\x8d", "\xe2\x80\xae"};
	unsigned seed = 2654435761u * ((unsigned)_i + 1);
	struct buf last = {0};

	for (int n = 0; n < 600; n++) {
		unsigned r;

		seed = seed * 1103515245u + 12345u;
		r = seed >> 8;
		if (r % 2 == 0) {
			const char *s = bits[(r >> 3) % 8];
			struct event ev = {.type = EV_TEXT,
			    .key = 'x',
			    .text = s,
			    .len = strlen(s)};

			(void)textedit_event(&te, NULL, &ev, 3);
		} else {
			(void)press(
			    pool[(r >> 3) % (sizeof(pool) / sizeof(*pool))]);
		}
		if (r % 97 == 0)
			ck_ok(textedit_wrap(&te, 1 + (int)(r % 40)));
		ck_assert_uint_le(te.at, textbuf_len(t));
		if (te.chosen)
			ck_assert_uint_le(te.anchor, textbuf_len(t));
		ck_assert_uint_eq(utf8_valid(textbuf_str(t), te.at), te.at);
		ck_assert_uint_eq(
		    utf8_valid(textbuf_str(t), textbuf_len(t)), textbuf_len(t));
		ck_ok(textedit_wrap(&te, te.width));
		ck_assert_uint_lt(textedit_line(&te, te.at), te.n_lines);
	}
	while (textbuf_can_redo(t))
		keys("Ctrl-Y");
	ck_ok(buf_adds(&last, textbuf_str(t)));
	while (textbuf_can_undo(t))
		keys("Ctrl-Z");
	ck_assert_uint_eq(textbuf_len(t), 0);
	while (textbuf_can_redo(t))
		keys("Ctrl-Y");
	ck_assert_str_eq(textbuf_str(t), buf_str(&last));
	buf_free(&last);
}
END_TEST

Suite *textedit_suite(void)
{
	Suite *s = suite_create("textedit");
	TCase *tc = tcase_create("keys");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, letters_words_and_lines);
	tcase_add_test(tc, one_character_is_one_step);
	tcase_add_test(tc, up_and_down_keep_the_column);
	tcase_add_test(tc, soft_lines_are_lines);
	tcase_add_test(tc, choosing);
	tcase_add_test(tc, tab_is_never_a_character);
	tcase_add_test(tc, read_only_moves_and_copies);
	tcase_add_test(tc, a_password_leaves_no_trace);
	tcase_add_test(tc, words_are_found);
	tcase_add_test(tc, a_full_text_says_so);
	tcase_add_loop_test(tc, any_keys, 0, 60);
	suite_add_tcase(s, tc);
	return s;
}
