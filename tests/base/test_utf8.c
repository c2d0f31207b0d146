#include <config.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "base/file.h"
#include "base/utf8.h"
#include "tests/base/heap.h"
#include "tests/base/random.h"
#include "tests/base/ucd.h"
#include "tests/base/must.h"
#include "tests/run.h"

Suite *utf8_suite(void);

START_TEST(every_code_point_goes_and_comes)
{
	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		unsigned char s[4];
		size_t n = utf8_encode(cp, s);
		uint32_t back = 1;

		if (cp >= 0xd800 && cp <= 0xdfff) {
			ck_assert_mem_eq(s, "\xef\xbf\xbd", 3);
			continue;
		}
		must(n == (cp < 0x80	     ? 1
			      : cp < 0x800   ? 2
			      : cp < 0x10000 ? 3
					     : 4));
		must(utf8_decode(s, n, &back) == n);
		must(back == cp);
		must(utf8_valid(s, n) == n);
		/* Cut short it is broken, and the first byte says so. */
		if (n > 1) {
			must(utf8_decode(s, n - 1, &back) == 1);
			must(back == 0xfffd);
			must(utf8_valid(s, n - 1) == 0);
		}
	}
}
END_TEST

START_TEST(broken_bytes_are_found)
{
	static const char *const bad[] = {"\x80", "\xbf", "\xc0\x80",
	    "\xc1\xbf", "\xe0\x80\x80", "\xe0\x9f\xbf", "\xed\xa0\x80",
	    "\xed\xbf\xbf", "\xf0\x80\x80\x80", "\xf0\x8f\xbf\xbf",
	    "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf8\x88\x80\x80\x80",
	    "\xfe", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x92"};
	uint32_t cp;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char s[16];
		struct buf out = {0};

		(void)snprintf(s, sizeof(s), "ab%s", bad[i]);
		ck_assert_uint_eq(utf8_valid(s, strlen(s)), 2);
		ck_assert_uint_eq(utf8_decode(bad[i], strlen(bad[i]), &cp), 1);
		ck_assert_uint_eq(cp, 0xfffd);
		ck_err(utf8_nfc(s, strlen(s), &out), ERR_FORMAT);
		ck_assert_uint_eq(out.len, 0);
		ck_ok(utf8_paint(s, strlen(s), &out));
		ck_assert_uint_eq(utf8_valid(out.p, out.len), out.len);
		ck_assert_uint_eq(out.len, 2 + 3 * strlen(bad[i]));
		buf_free(&out);
	}
	ck_assert_uint_eq(utf8_valid(NULL, 0), 0);
	ck_assert_uint_eq(utf8_valid("a\0b", 3), 3);
	ck_assert_uint_eq(utf8_decode("", 0, &cp), 0);
}
END_TEST

START_TEST(nfc)
{
	struct buf out = {0};
	char marks[300] = "a";

	ck_ok(utf8_nfc("plain", 5, &out));
	ck_ok(utf8_nfc("cafe\xcc\x81", 6, &out));
	ck_assert_str_eq(buf_str(&out), "plaincafé");
	buf_clear(&out);
	/* The greatest growth there is, and a heap of marks to sort. */
	ck_ok(utf8_nfc("\xcd\x84\xf0\x9d\x85\xa0", 6, &out));
	ck_assert_uint_eq(utf8_valid(out.p, out.len), out.len);
	buf_clear(&out);
	for (int i = 0; i < 140; i++)
		strcat(marks, i % 2 ? "\xcc\xa3" : "\xcc\x81");
	ck_ok(utf8_nfc(marks, strlen(marks), &out));
	ck_assert_uint_eq(utf8_valid(out.p, out.len), out.len);
	ck_ok(utf8_nfc(NULL, 0, &out));
	buf_free(&out);
}
END_TEST

static const struct {
	const char *a, *b;
	bool same;
} folds[] = {
    {"SØREN", "soren", true},
    {"Müller", "MULLER", true},
    {"Mu\xcc\x88ller", "müller", true},
    {"Straße", "STRASSE", true},
    {"Łukasz Æsop", "lukasz aesop", true},
    {"İstanbul ılık", "istanbul ilik", true},
    {"ΣΊΣΥΦΟΣ", "σίσυφος", true},
    {"ЁЛКА", "елка", true},
    {"ＦＵＬＬ　ｗｉｄｔｈ", "full width", true},
    {"ﬁnd Ⅻ ℡", "find xii tel", true},
    {"O’Brien", "o'brien", true},
    {"naïve–co‐op", "naive-co-op", true},
    {"a\xc2\xa0"
     "b",
	"a b", true},
    {"Ольга", "Олга", false},
    {"が", "か", false},
    {"a", "b", false},
};

START_TEST(fold)
{
	struct buf a = {0}, b = {0};

	ck_ok(utf8_fold(folds[_i].a, strlen(folds[_i].a), &a));
	ck_ok(utf8_fold(folds[_i].b, strlen(folds[_i].b), &b));
	ck_assert_msg((strcmp(buf_str(&a), buf_str(&b)) == 0) == folds[_i].same,
	    "\"%s\" and \"%s\"", buf_str(&a), buf_str(&b));
	buf_free(&a);
	buf_free(&b);
}
END_TEST

/* Folding twice is folding once, for every code point. */
START_TEST(fold_is_settled)
{
	struct buf a = {0}, b = {0};

	for (uint32_t cp = 1; cp < 0x30000; cp++) {
		unsigned char s[4];

		buf_clear(&a);
		buf_clear(&b);
		must((utf8_fold(s, utf8_encode(cp, s), &a)) == ERR_OK);
		must((utf8_fold(a.p, a.len, &b)) == ERR_OK);
		ck_assert_msg(a.len == b.len &&
				  (a.len == 0 || memcmp(a.p, b.p, a.len) == 0),
		    "U+%04X", cp);
	}
	buf_free(&a);
	buf_free(&b);
}
END_TEST

START_TEST(word_prefix)
{
	static const struct {
		const char *s, *prefix;
		bool fits;
	} rows[] = {
	    {"Wren Fable", "", true},
	    {"Wren Fable", "wr", true},
	    {"Wren Fable", "fab", true},
	    {"Wren Fable", "fab wre", true},
	    {"Wren Fable", " fab  ", true},
	    {"Wren Fable", "ren", false},
	    {"Wren Fable", "wr x", false},
	    {"Wren Fable", "wren fables", false},
	    {"Abelard Quince-Nought", "nou", true},
	    {"Søren O’Hara", "o'h", true},
	    {"Søren O’Hara", "har sor", true},
	    {"Ольга Вымыслова", "вым", true},
	    {"C-1042", "1042", true},
	    {"C-1042", "042", false},
	    {"漢字", "漢", true},
	    {"", "a", false},
	    {"", "", true},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_msg(
		    utf8_word_prefix(rows[i].s, rows[i].prefix) == rows[i].fits,
		    "\"%s\" in \"%s\"", rows[i].prefix, rows[i].s);
}
END_TEST

START_TEST(width)
{
	static const struct {
		const char *s;
		int cells;
	} rows[] = {
	    {"", 0},
	    {"abc", 3},
	    {"café", 4},
	    {"cafe\xcc\x81", 4},
	    {"漢字", 4},
	    {"👩\xe2\x80\x8d⚕\xef\xb8\x8f", 3},
	    {"🇩🇪", 2},
	    {"a\tb", 3},
	    {"a\nb", 2},
	    {"\x1b[2J", 4},
	    {"\xff\xfe", 2},
	    {"\xe2\x80\xae", 1},
	    {"\xef\xbb\xbf", 1},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_int_eq(
		    utf8_width(rows[i].s, strlen(rows[i].s)), rows[i].cells);
}
END_TEST

/* For every code point: the width is that of what is painted, and what is
 * painted is harmless. */
START_TEST(painted_is_safe_and_measured)
{
	struct buf out = {0};

	for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
		unsigned char s[4];
		size_t n = utf8_encode(cp, s);
		int cells = 0;
		uint32_t c;

		buf_clear(&out);
		must((utf8_paint(s, n, &out)) == ERR_OK);
		if (cp == '\n') {
			ck_assert_str_eq(buf_str(&out), "\n");
			continue;
		}
		for (size_t i = 0; i < out.len;) {
			i += utf8_decode(out.p + i, out.len - i, &c);
			ck_assert_msg(wcwidth((wchar_t)c) >= 0, "U+%04X", cp);
			cells += wcwidth((wchar_t)c);
			must(c >= 0x20);
			must(c < 0x7f || c > 0x9f);
			must(c < 0x202a || c > 0x202e);
			must(c < 0x2066 || c > 0x2069);
			must(c != 0x200b && c != 0x2060 && c != 0xfeff);
			must(c < 0xfe00 || c > 0xfe0f);
			must(c != 0x200d);
			must((c & 0xfffe) != 0xfffe);
		}
		must(utf8_width(s, n) == cells);
	}
	buf_free(&out);
}
END_TEST

START_TEST(paint)
{
	static const char in[] = "a\tb\n\x1b]0;x\a \xc2\x9b 👩\xe2\x80\x8d⚕ "
				 "\xe2\x80\xae"
				 "evil \xff é 漢\0z";
	static const char want[] = "a b\n�]0;x� � 👩⚕ �evil � é 漢�z";
	struct buf out = {0};

	ck_ok(utf8_paint(in, sizeof(in) - 1, &out));
	ck_assert_str_eq(buf_str(&out), want);
	buf_free(&out);
}
END_TEST

START_TEST(file_text_is_exact_but_for_controls)
{
	static const char in[] = "a\tb\r\n\x1b[m \x7f \xc2\x85 \xe2\x80\xae "
				 "👩\xe2\x80\x8d⚕\xef\xb8\x8f é";
	static const char want[] = "a\tb�\n�[m � � \xe2\x80\xae "
				   "👩\xe2\x80\x8d⚕\xef\xb8\x8f é";
	struct buf out = {0};

	ck_ok(utf8_file(in, sizeof(in) - 1, &out));
	ck_assert_str_eq(buf_str(&out), want);
	buf_clear(&out);
	ck_ok(utf8_file("", 0, &out));
	ck_ok(utf8_file("\x01", 1, &out));
	ck_ok(utf8_file("ok", 2, &out));
	ck_assert_str_eq(buf_str(&out), "�ok");
	buf_free(&out);
}
END_TEST

START_TEST(fit)
{
	static const struct {
		const char *s;
		int cols;
		size_t bytes;
	} rows[] = {
	    {"abc", 2, 2},
	    {"abc", 3, 3},
	    {"abc", 9, 3},
	    {"abc", 0, 0},
	    {"abc", -1, 0},
	    {"漢字", 3, 3},
	    {"cafe\xcc\x81 x", 4, 6},
	    {"👩\xe2\x80\x8d⚕x", 2, 0},
	    {"👩\xe2\x80\x8d⚕x", 3, 10},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		ck_assert_uint_eq(
		    utf8_fit(rows[i].s, strlen(rows[i].s), rows[i].cols),
		    rows[i].bytes);
}
END_TEST

/* The strings that break programs: painted they are harmless lines. */
START_TEST(nasty_files)
{
	static const char *const names[] = {
	    "blns/blns.txt", "unicode/UTF-8-test.txt"};
	FILE *f = ucd_open(names[_i]);
	struct buf text = {0}, out = {0}, again = {0};
	char path[PATH_MAX];

	if (f == NULL)
		return;
	(void)fclose(f);
	ck_ok(path_join(path, getenv("TACET_DATA"), names[_i]));
	ck_ok(file_read(path, 1 << 20, &text));
	ck_assert_uint_gt(text.len, 10000);
	ck_ok(utf8_paint(text.p, text.len, &out));
	ck_assert_uint_eq(utf8_valid(out.p, out.len), out.len);
	ck_assert_int_eq(
	    utf8_width(text.p, text.len), utf8_width(out.p, out.len));
	ck_ok(utf8_paint(out.p, out.len, &again));
	ck_assert_str_eq(buf_str(&again), buf_str(&out));
	buf_free(&text);
	buf_free(&out);
	buf_free(&again);
}
END_TEST

START_TEST(no_memory_changes_nothing)
{
	static const char s[] = "Über " HEAP_WORD " 👩\xe2\x80\x8d⚕ e\xcc\x81";
	static enum err (*const all[])(const void *, size_t, struct buf *) = {
	    utf8_nfc, utf8_fold, utf8_paint, utf8_file};

	heap_watch();
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		for (int n = 1;; n++) {
			struct buf out = {0};
			enum err e;

			heap_fail(n);
			e = all[i](s, sizeof(s) - 1, &out);
			if (!heap_failed()) {
				ck_ok(e);
				ck_assert_uint_gt(out.len, 0);
				buf_free(&out);
				break;
			}
			ck_err(e, ERR_NOMEM);
			ck_assert_uint_eq(out.len, 0);
			buf_free(&out);
		}
	}
	ck_assert_int_eq(heap_seen(), 0);
}
END_TEST

Suite *utf8_suite(void)
{
	Suite *s = suite_create("utf8");
	TCase *tc = tcase_create("utf8");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, every_code_point_goes_and_comes);
	tcase_add_test(tc, broken_bytes_are_found);
	tcase_add_test(tc, nfc);
	tcase_add_loop_test(
	    tc, fold, 0, (int)(sizeof(folds) / sizeof(folds[0])));
	tcase_add_test(tc, fold_is_settled);
	tcase_add_test(tc, word_prefix);
	tcase_add_test(tc, width);
	tcase_add_test(tc, painted_is_safe_and_measured);
	tcase_add_test(tc, paint);
	tcase_add_test(tc, file_text_is_exact_but_for_controls);
	tcase_add_test(tc, fit);
	tcase_add_loop_test(tc, nasty_files, 0, 2);
	tcase_add_test(tc, no_memory_changes_nothing);
	suite_add_tcase(s, tc);
	return s;
}
