#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "clinic/client.h"
#include "clinic/export_text.h"
#include "clinic/import_text.h"
#include "clinic/note.h"
#include "tests/clinic/demo_dir.h"
#include "tests/clinic/help.h"
#include "tests/clinic/words.h"
#include "tests/run.h"

static struct clinic *c;
static struct id chart;
static const char *dir;
static char path[PATH_MAX];

static void set_up(void)
{
	c = demo_open("soren");
	ck_ok(client_create_named(c, "Anonymous Fiction", &chart));
	dir = tmp_dir();
	ck_ok(path_join(path, dir, "note.txt"));
}

static void tear_down(void)
{
	clinic_close(c);
	tmp_gone(dir);
}

static void put_bytes(const void *p, size_t len)
{
	ck_ok(file_replace(path, p, len, 0600));
}

static unsigned drafts(void)
{
	unsigned d, u;

	ck_ok(note_open_counts(c, &d, &u));
	return d + u;
}

/* The text of a field of the draft just made. */
static void field_is(
    const struct import_report *r, const char *field, const char *want)
{
	struct note *n = NULL;

	ck_ok(note_open_draft(c, &r->draft, &n));
	ck_assert_str_eq(note_text(n, field), want);
	note_close(n);
}

/* ---- real notes -----------------------------------------------------------
 */

static bool has(const struct buf *b, const char *s)
{
	return strstr(buf_str(b), s) != NULL;
}

static void round_trip(const char *file, void *arg)
{
	struct import_report dry = {0}, r = {0};
	struct buf all = {0}, out = {0};
	unsigned *soap = arg, before = drafts();
	struct id own;
	size_t lost = 0;

	ck_ok(file_read(file, BUF_MAX, &all));
	ck_ok(import_text(c, NULL, file, true, &dry));
	ck_assert(id_is_zero(&dry.draft));
	ck_assert_uint_eq(drafts(), before);
	ck_ok(client_create_named(c, "Sample Fiction", &own));
	ck_ok(import_text(c, &own, file, false, &r));
	ck_assert_uint_eq(drafts(), before + 1);
	ck_assert_str_eq(r.form, dry.form);
	ck_assert_uint_eq(r.words, text_words(all.p, all.len));
	ck_assert_str_eq(r.file, file);
	ck_ok(export_text(c, &own, false, &out));
	ck_assert(!words_kept(&all, &out, &lost));
	buf_clear(&out);
	ck_ok(export_text(c, &own, true, &out));
	ck_assert(has(&out, "NOT SIGNED"));
	ck_assert_msg(words_kept(&all, &out, &lost),
	    "%s: the word at byte %zu is lost", file, lost);
	if (has(&all, "SUBJECTIVE:\n") && has(&all, "OBJECTIVE:\n") &&
	    has(&all, "ASSESSMENT:\n") && has(&all, "PLAN:\n")) {
		ck_assert_str_eq(r.form, "soap");
		ck_assert_uint_ge(r.sections, 3);
		++*soap;
	}
	buf_free(&all);
	buf_free(&out);
}

START_TEST(test_real_notes_there_and_back)
{
	unsigned soap = 0;

	if (each_sample(round_trip, &soap) > 0)
		ck_assert_uint_ge(soap, 3);
}
END_TEST

/* ---- what is changed: line ends, byte order mark, NFC ----------------------
 */

static const struct {
	const char *file, *text;
} changed[] = {
    {"one\r\ntwo\r\n", "one\ntwo"},
    {"one\rtwo\r\r\nthree\r", "one\ntwo\n\nthree"},
    {"\xEF\xBB\xBFone", "one"},
    {"one\xEF\xBB\xBF two", "one\xEF\xBB\xBF two"},
    {"cafe\xCC\x81", "caf\xC3\xA9"},
    {"one\f\ttwo  three", "one\f\ttwo  three"},
    {"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB",
	"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB"},
    {"  \n\n one \n\n", "one"},
};

START_TEST(test_only_this_is_changed)
{
	struct import_report r = {0};

	put_bytes(changed[_i].file, strlen(changed[_i].file));
	ck_ok(import_text(c, &chart, path, false, &r));
	ck_assert_str_eq(r.form, "narrative");
	ck_assert_uint_eq(r.sections, 0);
	field_is(&r, "narrative", changed[_i].text);
}
END_TEST

START_TEST(test_sections_go_to_their_fields)
{
	static const char text[] =
	    "Data: came late\r\nAssessment:\r\nsteady\r\n"
	    "P: go on\r\n";
	struct import_report r = {0};

	put_bytes(text, strlen(text));
	ck_ok(import_text(c, &chart, path, false, &r));
	ck_assert_str_eq(r.form, "dap");
	ck_assert_uint_eq(r.sections, 3);
	field_is(&r, "data", "came late");
	field_is(&r, "assessment", "steady");
	field_is(&r, "plan", "go on");
}
END_TEST

/* ---- what is refused -------------------------------------------------------
 */

static const struct {
	const char *bytes;
	size_t len;
	enum err e;
	const char *detail;
} refused[] = {
    {"", 0, ERR_FORMAT, "no words"},
    {" \r\n\t\n", 5, ERR_FORMAT, "no words"},
    {"\xEF\xBB\xBF", 3, ERR_FORMAT, "no words"},
    {"caf\xE9 au lait", 12, ERR_FORMAT, "not UTF-8, at byte 3"},
    {"\xEF\xBB\xBF"
     "a\xC3",
	5, ERR_FORMAT, "not UTF-8, at byte 4"},
    {"\xFF\xFEo\0n\0", 6, ERR_FORMAT, "not UTF-8, at byte 0"},
    {"one\0two", 7, ERR_FORMAT, "a zero byte, at byte 3"},
    {"one\0two\xFF", 8, ERR_FORMAT, "a zero byte, at byte 3"},
};

static void check_refused(const char *file, enum err want, const char *detail)
{
	struct import_report r = {.file = "untouched"};
	unsigned before = drafts();

	for (int dry = 0; dry < 2; dry++) {
		ck_err(import_text(c, &chart, file, dry, &r), want);
		ck_assert_ptr_nonnull(strstr(err_detail(), detail));
	}
	ck_assert_str_eq(r.file, "untouched");
	ck_assert_uint_eq(drafts(), before);
}

START_TEST(test_what_is_no_text_is_refused)
{
	put_bytes(refused[_i].bytes, refused[_i].len);
	check_refused(path, refused[_i].e, refused[_i].detail);
}
END_TEST

START_TEST(test_what_is_no_file_is_refused)
{
	check_refused(dir, ERR_FORMAT, "");
	check_refused("/nowhere/at/all", ERR_NOTFOUND, "");
}
END_TEST

/* The longest text that is taken can be signed, one byte more is refused
 * before anything is made. */
START_TEST(test_the_longest_text)
{
	const size_t max = (size_t)984 << 10;
	struct import_report r = {0};
	struct note *n = NULL;
	struct buf b = {0};

	ck_ok(buf_reserve(&b, ((size_t)1 << 20) + 1));
	while (b.len < max)
		ck_ok(buf_adds(&b, "a line of thirty-two characters\n"));
	put_bytes(b.p, b.len);
	ck_ok(import_text(c, &chart, path, false, &r));
	ck_ok(note_open_draft(c, &r.draft, &n));
	/* but for the last newline */
	ck_assert_uint_eq(strlen(note_text(n, "narrative")), max - 1);
	ck_ok(note_put(n, "date", "2025-11-16", 10)); /* a Sunday */
	ck_ok(note_put(n, "start", "09:00", 5));
	ck_ok(note_put(n, "stop", "09:50", 5));
	ck_ok(note_put(n, "service", "individual", 10));
	ck_ok(note_sign(n));
	note_close(n);
	ck_ok(buf_adds(&b, "x"));
	put_bytes(b.p, b.len);
	check_refused(path, ERR_LIMIT, "984 KiB");
	while (b.len <= (size_t)1 << 20)
		ck_ok(buf_adds(&b, "a line of thirty-two characters\n"));
	put_bytes(b.p, b.len);
	check_refused(path, ERR_LIMIT, "");
	buf_free(&b);
}
END_TEST

/* ---- export ---------------------------------------------------------------
 */

static void hostile(void *arg, const char *s)
{
	struct import_report r = {0};
	const char *narrative;
	struct note *n = NULL;
	struct buf nfc = {0};

	(void)arg;
	put_bytes(s, strlen(s));
	if (strncmp(s, "\xEF\xBB\xBF", 3) == 0)
		s += 3;
	if (text_words(s, strlen(s)) == 0) {
		ck_err(import_text(c, &chart, path, false, &r), ERR_FORMAT);
		return;
	}
	ck_ok(import_text(c, &chart, path, false, &r));
	ck_ok(note_open_draft(c, &r.draft, &n));
	ck_ok(utf8_nfc(s, strlen(s), &nfc));
	narrative = note_text(n, "narrative");
	/* as it was, but for blanks at the ends */
	ck_assert_ptr_nonnull(strstr(buf_str(&nfc), narrative));
	ck_assert_uint_eq(text_words(narrative, strlen(narrative)),
	    text_words(nfc.p, nfc.len));
	ck_ok(note_discard(n, ""));
	note_close(n);
	buf_free(&nfc);
}

static void is_plain(const struct buf *b)
{
	ck_assert_uint_eq(utf8_valid(b->p, b->len), b->len);
	for (size_t i = 0; i < b->len; i++)
		if (b->p[i] == 0x7f ||
		    (b->p[i] < ' ' && b->p[i] != '\n' && b->p[i] != '\t'))
			ck_abort_msg("byte %u", b->p[i]);
}

START_TEST(test_hostile_text_is_kept)
{
	ck_assert_uint_gt(each_naughty(hostile, NULL), 5);
}
END_TEST

START_TEST(test_an_export_holds_no_controls)
{
	static const char text[] = "red \x1b[31m\x07 del \x7f c1 \xC2\x9B"
				   "2J feed \f end";
	struct import_report r = {0};
	struct buf out = {0};

	put_bytes(text, strlen(text));
	ck_ok(import_text(c, &chart, path, false, &r));
	ck_ok(export_text(c, &chart, true, &out));
	ck_assert(has(&out, "[31m") && has(&out, "feed"));
	is_plain(&out);
	ck_assert(!has(&out, "\xC2\x9B"));
	buf_free(&out);
}
END_TEST

/* Every client of one person: all that was signed is in it, in its place. */
static enum err export_one(void *arg, const struct client *cl)
{
	struct buf *all = arg;
	size_t from = all->len;

	ck_ok(export_text(c, &cl->chart, false, all));
	ck_assert_ptr_nonnull(strstr(buf_str(all) + from, cl->name));
	ck_assert_ptr_nonnull(strstr(buf_str(all) + from, cl->code));
	return ERR_OK;
}

START_TEST(test_a_chart_on_paper)
{
	static const char *const parts[] = {"DEMONSTRATION", "Subjective\n",
	    "Behavior\n", "Signed by Soren Amet, LCSW, author, ",
	    "CORRECTION, replaces the text above",
	    "Correction\nthe practice was left out", "addendum ",
	    "Diagnosis\nF53.0", "555-0122"};
	struct buf all = {0};
	const char *was, *now;

	ck_ok(client_each(c, export_one, &all));
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		ck_assert_msg(has(&all, parts[i]), "no %s", parts[i]);
	ck_assert(!has(&all, "NOT SIGNED"));
	/* both texts, the first one first */
	was = strstr(buf_str(&all), "CORRECTION, replaces");
	now = strstr(buf_str(&all), "The practice was done on five days.");
	ck_assert(was < now);
	is_plain(&all);
	buf_free(&all);
}
END_TEST

START_TEST(test_late_and_in_error_say_so)
{
	struct clinic *own = c;
	struct buf all = {0};
	const char *error, *again;

	c = demo_open("juno");
	ck_ok(client_each(c, export_one, &all));
	clinic_close(c);
	c = own;
	ck_assert(has(&all, "LATE ENTRY, 3 days after the service"));
	error = strstr(buf_str(&all), "ENTERED IN ERROR");
	ck_assert_ptr_nonnull(error);
	ck_assert_ptr_nonnull(strstr(error, "wrong client"));
	/* written again after it, about the right one */
	again = strstr(error, "Stood at the crossing with her mother");
	ck_assert_ptr_nonnull(again);
	buf_free(&all);
}
END_TEST

START_TEST(test_without_a_key_nothing_leaves)
{
	struct clinic *other = demo_open("juno");
	struct import_report r = {0};
	struct buf out = {0};

	ck_err(export_text(other, &chart, true, &out), ERR_DENIED);
	ck_assert_uint_eq(out.len, 0);
	put_bytes("one", 3);
	ck_err(import_text(other, &chart, path, false, &r), ERR_DENIED);
	clinic_close(other);
}
END_TEST

Suite *import_suite(void)
{
	Suite *s = suite_create("clinic: text in and out");
	TCase *t = tcase_create("text");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, set_up, tear_down);
	tcase_add_test(t, test_real_notes_there_and_back);
	tcase_add_loop_test(t, test_only_this_is_changed, 0,
	    (int)(sizeof(changed) / sizeof(*changed)));
	tcase_add_test(t, test_sections_go_to_their_fields);
	tcase_add_loop_test(t, test_what_is_no_text_is_refused, 0,
	    (int)(sizeof(refused) / sizeof(*refused)));
	tcase_add_test(t, test_what_is_no_file_is_refused);
	tcase_add_test(t, test_the_longest_text);
	tcase_add_test(t, test_hostile_text_is_kept);
	tcase_add_test(t, test_an_export_holds_no_controls);
	tcase_add_test(t, test_a_chart_on_paper);
	tcase_add_test(t, test_late_and_in_error_say_so);
	tcase_add_test(t, test_without_a_key_nothing_leaves);
	suite_add_tcase(s, t);
	return s;
}
