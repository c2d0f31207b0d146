#include <limits.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "tests/base/heap.h"
#include "tests/base/random.h"
#include "tests/base/ucd.h"
#include "tests/base/must.h"
#include "tests/run.h"

Suite *utf8_wrap_suite(void);

/* The lines as text: '/' after a soft line, '|' after a hard one. */
struct shown {
	const char *s;
	struct buf out;
};

static void show(void *arg, const struct wrap_line *l)
{
	struct shown *sh = arg;

	must((buf_add(&sh->out, sh->s + l->from, l->to - l->from)) == ERR_OK);
	must((buf_adds(&sh->out, l->hard ? "|" : "/")) == ERR_OK);
}

static const struct {
	const char *s;
	int cols;
	const char *lines;
} rows[] = {
    {"", 5, "|"},
    {"abc", 5, "abc|"},
    {"abcde", 5, "abcde|"},
    {"abcdef", 5, "abcde/f|"},
    {"hello world foo bar", 5, "hello /world /foo /bar|"},
    {"hello world foo bar", 7, "hello /world /foo bar|"},
    {"aaa   bbb", 5, "aaa   /bbb|"},
    {"aaaaa   ", 5, "aaaaa   |"},
    {"aaaaa   b", 5, "aaaaa   /b|"},
    {"abcdefgh ij", 5, "abcde/fgh /ij|"},
    {"a\n\nb\n", 5, "a||b||"},
    {"\n", 5, "||"},
    {"     x", 3, "     /x|"},
    {"foo \tbar", 5, "foo \t/bar|"},
    {"a well-known b", 7, "a well-/known b|"},
    {"see (this) now", 7, "see /(this) /now|"},
    {"100 % sure", 5, "100 % /sure|"},
    {"don't break", 6, "don't /break|"},
    {"漢字漢字", 5, "漢字/漢字|"},
    {"漢", 1, "漢|"},
    {"漢字", 1, "漢/字|"},
    {"👩\xe2\x80\x8d⚕👩\xe2\x80\x8d⚕", 5, "👩\xe2\x80\x8d⚕/👩\xe2\x80\x8d⚕|"},
    {"cafe\xcc\x81 xyz", 4, "cafe\xcc\x81 /xyz|"},
    {"a\xc2\xa0"
     "b c",
	3,
	"a\xc2\xa0"
	"b /c|"},
    {"abc", 0, "a/b/c|"},
    {"abc", -4, "a/b/c|"},
};

START_TEST(examples)
{
	struct shown sh = {rows[_i].s, {0}};

	ck_ok(utf8_wrap(sh.s, strlen(sh.s), rows[_i].cols, show, &sh));
	ck_assert_str_eq(buf_str(&sh.out), rows[_i].lines);
	buf_free(&sh.out);
}
END_TEST

START_TEST(nothing_at_all)
{
	struct shown sh = {"", {0}};

	ck_ok(utf8_wrap(NULL, 0, 10, show, &sh));
	ck_assert_str_eq(buf_str(&sh.out), "|");
	buf_free(&sh.out);
	heap_fail(1);
	ck_err(utf8_wrap("abc", 3, 10, show, &sh), ERR_NOMEM);
	ck_assert(heap_failed());
}
END_TEST

/* The rules that every wrapping keeps. */
struct check {
	const unsigned char *s;
	size_t len, at, lines;
	int cols;
};

static bool blank(unsigned char c)
{
	return c == ' ' || c == '\t';
}

static void check_line(void *arg, const struct wrap_line *l)
{
	struct check *c = arg;
	size_t end = l->to;

	c->lines++;
	must(l->from == c->at);
	must(l->to >= l->from);
	must(l->to <= c->len);
	must(l->hard == (l->to == c->len || c->s[l->to] == '\n'));
	c->at = l->to + l->hard;
	must((l->to > l->from ? memchr(c->s + l->from, '\n', l->to - l->from)
			      : NULL) == NULL);
	/* A soft line is never empty, nor is what follows only a blank. */
	if (!l->hard) {
		must(l->to > l->from);
		must(!blank(c->s[l->to]) ||
		     utf8_next(c->s, c->len, l->to) > l->to + 1);
	}
	while (end > l->from && blank(c->s[end - 1]))
		end--;
	if (end > l->from &&
	    utf8_width(c->s + l->from, end - l->from) > c->cols)
		must(utf8_next(c->s, end, l->from) >= end);
	/* Whole graphemes only, but that a newline never joins a CR. */
	for (end = l->from; end < l->to;)
		end = utf8_next(c->s, l->hard ? l->to : c->len, end);
	must(end == l->to);
}

static void check_wrap(const struct buf *b, int cols)
{
	struct check c = {b->p, b->len, 0, 0, cols};

	must((utf8_wrap(b->p, b->len, cols, check_line, &c)) == ERR_OK);
	/* One past the end: the last line is hard. */
	must(c.at == b->len + 1);
}

static const char *const pieces[] = {"a", "word ", "longerword", " ", "  ",
    "\n", "\t", "é", "e\xcc\x81", "\xe2\x80\x8d", "\xef\xb8\x8f", "👩",
    "👩\xe2\x80\x8d⚕\xef\xb8\x8f ", "🇩🇪", "漢字", "ᄀ", "ᅡ", "(", ")", "-",
    "\xc2\xa0", "\xc2\xad", "\x1b", "\xe2\x80\xa8", "\xff", "\r", "3.5 %",
    "\xe2\x80\x8b", "กำ", "/", "\xcc\x81"};

START_TEST(rules_hold_for_anything)
{
	struct buf b = {0};
	uint64_t rng = 3;

	for (int i = 0; i < 20000; i++) {
		size_t n = random_below(&rng, 40);

		buf_clear(&b);
		while (n-- > 0)
			ck_ok(buf_adds(
			    &b, pieces[random_below(&rng,
				    sizeof(pieces) / sizeof(pieces[0]))]));
		check_wrap(&b, 1 + (int)random_below(&rng, 24));
	}
	buf_free(&b);
}
END_TEST

START_TEST(rules_hold_for_bytes)
{
	struct buf b = {0};
	uint64_t rng = 8;

	for (int i = 0; i < 5000; i++) {
		size_t n = random_below(&rng, 200);

		buf_clear(&b);
		while (n-- > 0)
			must((buf_add8(&b, random_below(&rng, 256))) == ERR_OK);
		check_wrap(&b, 1 + (int)random_below(&rng, 24));
	}
	buf_free(&b);
}
END_TEST

/* Words of letters and single blanks, against the greedy rule written down
 * plainly. */
START_TEST(plain_prose_is_filled_greedily)
{
	uint64_t rng = 21;

	for (int i = 0; i < 5000; i++) {
		char s[400] = "", want[900] = "";
		int cols = 8 + (int)random_below(&rng, 30), used = 0;
		struct shown sh = {s, {0}};

		for (int k = 0; k < 40; k++) {
			int n = 1 + (int)random_below(&rng, 8);
			char word[9] = "";

			memset(word, 'a' + k % 26, (size_t)n);
			if (k > 0) {
				strcat(s, " ");
				strcat(want, " ");
				used++;
			}
			if (used + n > cols) {
				strcat(want, "/");
				used = 0;
			}
			strcat(s, word);
			strcat(want, word);
			used += n;
		}
		strcat(want, "|");
		ck_ok(utf8_wrap(s, strlen(s), cols, show, &sh));
		ck_assert_str_eq(buf_str(&sh.out), want);
		buf_free(&sh.out);
	}
}
END_TEST

START_TEST(nasty_files)
{
	static const char *const names[] = {
	    "blns/blns.txt", "unicode/UTF-8-test.txt"};
	FILE *f = ucd_open(names[_i]);
	struct buf text = {0};
	char path[PATH_MAX];

	if (f == NULL)
		return;
	(void)fclose(f);
	ck_ok(path_join(path, getenv("TACET_DATA"), names[_i]));
	ck_ok(file_read(path, 1 << 20, &text));
	for (int cols = 1; cols < 90; cols += 11)
		check_wrap(&text, cols);
	buf_free(&text);
}
END_TEST

Suite *utf8_wrap_suite(void)
{
	Suite *s = suite_create("utf8_wrap");
	TCase *tc = tcase_create("utf8_wrap");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(
	    tc, examples, 0, (int)(sizeof(rows) / sizeof(rows[0])));
	tcase_add_test(tc, nothing_at_all);
	tcase_add_test(tc, rules_hold_for_anything);
	tcase_add_test(tc, rules_hold_for_bytes);
	tcase_add_test(tc, plain_prose_is_filled_greedily);
	tcase_add_loop_test(tc, nasty_files, 0, 2);
	suite_add_tcase(s, tc);
	return s;
}
