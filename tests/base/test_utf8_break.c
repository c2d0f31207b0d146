#include <string.h>
#include <unictype.h>
#include <unigbrk.h>

#include "base/utf8.h"
#include "tests/base/random.h"
#include "tests/base/ucd.h"
#include "tests/base/must.h"
#include "tests/run.h"

Suite *utf8_break_suite(void);

/* Forward and backward through ${c} meet exactly its boundaries. */
static void walk(const struct ucd_case *c)
{
	const struct buf *t = &c->text;
	size_t at = 0;

	for (size_t i = 1; i < c->n; i++) {
		at = utf8_next(t->p, t->len, at);
		ck_assert_msg(at == c->at[i], "forward %zu: %s", at, c->line);
	}
	for (size_t i = c->n - 1; i-- > 0;) {
		at = utf8_prev(t->p, t->len, at);
		ck_assert_msg(at == c->at[i], "backward %zu: %s", at, c->line);
	}
}

START_TEST(grapheme_conformance)
{
	FILE *f = ucd_open("unicode/GraphemeBreakTest.txt");
	struct ucd_case c = {0};
	int n = 0;

	if (f == NULL)
		return;
	for (; ucd_next(f, &c); n++)
		walk(&c);
	ck_assert_int_gt(n, 500);
	ucd_done(&c);
	(void)fclose(f);
}
END_TEST

/* The same cases in the middle of a text: the neighbourhood does not matter
 * where ASCII stands on both sides. */
START_TEST(grapheme_conformance_inside_a_text)
{
	FILE *f = ucd_open("unicode/GraphemeBreakTest.txt");
	struct ucd_case c = {0};

	if (f == NULL)
		return;
	while (ucd_next(f, &c)) {
		/* A mark at the beginning would join the x before it. */
		uint32_t cp;
		int prop;

		(void)utf8_decode(c.text.p, c.text.len, &cp);
		prop = uc_graphemeclusterbreak_property(cp);
		if (prop == GBP_EXTEND || prop == GBP_ZWJ ||
		    prop == GBP_SPACINGMARK)
			continue;
		ck_ok(buf_splice(&c.text, 0, 0, "some x", 6));
		for (size_t i = c.n; i-- > 0;)
			c.at[i + 6] = c.at[i] + 6;
		for (size_t i = 0; i < 6; i++)
			c.at[i] = i;
		c.n += 6;
		walk(&c);
	}
	ucd_done(&c);
	(void)fclose(f);
}
END_TEST

START_TEST(emoji_and_flags_are_one)
{
	static const struct ucd_case rows[] = {
	    {.line = "👩‍👩‍👧‍👦", .at = {0, 25}, .n = 2},
	    {.line = "🇩🇪🇫🇷", .at = {0, 8, 16}, .n = 3},
	    {.line = "🏴\U000e0067\U000e0062\U000e007f",
		.at = {0, 16},
		.n = 2},
	    {.line = "👍🏽!", .at = {0, 8, 9}, .n = 3},
	    {.line = "e\xcc\x81\xcc\xa3x", .at = {0, 5, 6}, .n = 3},
	    {.line = "\u1100\u1161\u11a8", .at = {0, 9}, .n = 2},
	    {.line = "a\r\nb", .at = {0, 1, 3, 4}, .n = 4},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ucd_case c = rows[i];

		ck_ok(buf_adds(&c.text, c.line));
		walk(&c);
		ucd_done(&c);
	}
}
END_TEST

/* Pieces that join, part and break. */
static const char *const pieces[] = {"a", "b ", " ", "\n", "\r", "\t", "é",
    "e\xcc\x81", "\xcc\x81", "\xe2\x80\x8d", "\xef\xb8\x8f", "👩", "⚕", "🏽",
    "🇩", "🇪", "漢", "ᄀ", "ᅡ", "ᆨ", "नि", "\xd8\x80", "\xff", "\xe2\x82",
    "\xf0\x9f", "\x80", "'", ".", "7", "ß"};
#define PIECES (sizeof(pieces) / sizeof(pieces[0]))

static void random_text(struct buf *b, uint64_t *rng, size_t count)
{
	buf_clear(b);
	for (size_t i = 0; i < count; i++)
		must(
		    (buf_adds(b, pieces[random_below(rng, PIECES)])) == ERR_OK);
}

/* Against the library over the whole text; broken bytes too. */
START_TEST(neighbourhood_equals_the_whole)
{
	struct buf b = {0};
	uint64_t rng = 5;

	for (int i = 0; i < 3000; i++) {
		char whole[512];
		size_t at, n = 1 + random_below(&rng, 60);

		random_text(&b, &rng, n);
		must(b.len < sizeof(whole));
		u8_grapheme_breaks(b.p, b.len, whole);
		if (utf8_valid(b.p, b.len) == b.len) {
			for (at = 0; at < b.len;) {
				size_t next = utf8_next(b.p, b.len, at);

				for (size_t k = at + 1; k < next; k++)
					must(!whole[k]);
				must(next == b.len || whole[next]);
				must(utf8_prev(b.p, b.len, next) == at);
				at = next;
			}
		}
		for (at = 0; at < b.len;) {
			size_t next = utf8_next(b.p, b.len, at);

			must(next > at);
			at = next;
		}
		must(at == b.len);
		while (at > 0) {
			size_t prev = utf8_prev(b.p, b.len, at);

			must(prev < at);
			at = prev;
		}
	}
	buf_free(&b);
}
END_TEST

/* A cluster that never ends is cut, and the walk comes to its end. */
START_TEST(endless_clusters)
{
	static const char *const of[] = {
	    "\xcc\x81", "🇩", "👩\xe2\x80\x8d", "\xe2\x80\x8d", "ᄀ"};

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		struct buf b = {0};
		size_t at, steps;

		ck_ok(buf_adds(&b, "a"));
		while (b.len < 20000)
			ck_ok(buf_adds(&b, of[i]));
		for (at = 0, steps = 0; at < b.len; steps++)
			at = utf8_next(b.p, b.len, at);
		ck_assert_uint_ge(steps, 19);
		for (steps = 0; at > 0; steps++)
			at = utf8_prev(b.p, b.len, at);
		ck_assert_uint_ge(steps, 19);
		ck_assert_uint_eq(utf8_next("", 0, 0), 0);
		ck_assert_uint_eq(utf8_prev("", 0, 0), 0);
		buf_free(&b);
	}
}
END_TEST

/* The words that the file knows, as far as they begin with a letter or
 * digit. */
START_TEST(word_conformance)
{
	FILE *f = ucd_open("unicode/WordBreakTest.txt");
	struct ucd_case c = {0};
	int words = 0;

	if (f == NULL)
		return;
	while (ucd_next(f, &c)) {
		const unsigned char *p = c.text.p;
		size_t len = c.text.len, at = 0, last = 0;

		for (size_t i = 0; i + 1 < c.n; i++) {
			uint32_t cp;

			(void)utf8_decode(p + c.at[i], len - c.at[i], &cp);
			if (!uc_is_alnum(cp))
				continue;
			words++;
			if (c.at[i] > 0) {
				at = utf8_word_next(p, len, at);
				ck_assert_msg(
				    at == c.at[i], "next %zu: %s", at, c.line);
			}
			if (i > 0)
				ck_assert_msg(
				    utf8_word_prev(p, len, at) == last,
				    "prev of %zu: %s", at, c.line);
			last = at;
		}
		ck_assert_msg(
		    utf8_word_next(p, len, at) == len, "end: %s", c.line);
	}
	ck_assert_int_gt(words, 1000);
	ucd_done(&c);
	(void)fclose(f);
}
END_TEST

START_TEST(words_as_arrows_move)
{
	static const char s[] = "She can't come -- \"no\",\nshe\tsaid: 3.14 ü";
	static const size_t starts[] = {4, 10, 19, 24, 28, 34, 39, 41};
	size_t at = 0, len = sizeof(s) - 1;

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		at = utf8_word_next(s, len, at);
		ck_assert_uint_eq(at, starts[i]);
	}
	ck_assert_uint_eq(at, len);
	for (size_t i = sizeof(starts) / sizeof(starts[0]) - 1; i-- > 0;) {
		at = utf8_word_prev(s, len, at);
		ck_assert_uint_eq(at, starts[i]);
	}
	ck_assert_uint_eq(utf8_word_prev(s, len, at), 0);
	/* From within a word. */
	ck_assert_uint_eq(utf8_word_prev(s, len, 7), 4);
	ck_assert_uint_eq(utf8_word_next(s, len, 7), 10);
	ck_assert_uint_eq(utf8_word_next("", 0, 0), 0);
	ck_assert_uint_eq(utf8_word_prev("", 0, 0), 0);
	ck_assert_uint_eq(utf8_word_prev("... ", 4, 4), 0);
	ck_assert_uint_eq(utf8_word_next(" ...", 4, 0), 4);
}
END_TEST

START_TEST(words_in_rubbish)
{
	struct buf b = {0};
	uint64_t rng = 9;

	for (int i = 0; i < 2000; i++) {
		size_t at = 0;

		random_text(&b, &rng, 1 + random_below(&rng, 900));
		while (at < b.len) {
			size_t next = utf8_word_next(b.p, b.len, at);

			must(next > at);
			must(next <= b.len);
			at = next;
		}
		while (at > 0) {
			size_t prev = utf8_word_prev(b.p, b.len, at);

			must(prev < at);
			at = prev;
		}
	}
	buf_free(&b);
}
END_TEST

Suite *utf8_break_suite(void)
{
	Suite *s = suite_create("utf8_break");
	TCase *tc = tcase_create("utf8_break");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, grapheme_conformance);
	tcase_add_test(tc, grapheme_conformance_inside_a_text);
	tcase_add_test(tc, emoji_and_flags_are_one);
	tcase_add_test(tc, neighbourhood_equals_the_whole);
	tcase_add_test(tc, endless_clusters);
	tcase_add_test(tc, word_conformance);
	tcase_add_test(tc, words_as_arrows_move);
	tcase_add_test(tc, words_in_rubbish);
	suite_add_tcase(s, tc);
	return s;
}
