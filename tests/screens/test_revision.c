#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screens/revision.h"
#include "tests/run.h"

Suite *revision_suite(void);

static void begin(struct revision *r, const char *text)
{
	memset(r, 0, sizeof(*r));
	ck_ok(revision_begin(r, text, strlen(text)));
}

static void add(struct revision *r, unsigned version, const char *text)
{
	ck_ok(revision_add(r, version, text, strlen(text)));
}

/* "=Same. -Was. +Now." of a revision. */
static const char *picture(const struct revision *r)
{
	static const char mark[] = {'=', '-', '+'};
	static struct buf b;

	buf_clear(&b);
	for (size_t i = 0; i < r->n; i++)
		ck_ok(buf_addf(&b, "%s%c%.*s", i > 0 ? " " : "",
		    mark[r->pieces[i].kind], (int)r->pieces[i].len,
		    r->pieces[i].text));
	return buf_str(&b);
}

START_TEST(test_sentences)
{
	static const struct {
		const char *first, *second, *want;
	} rows[] = {
	    {"", "", ""},
	    {"One. Two.", "One. Two.", "=One. =Two."},
	    {"One. Two.", "One.  Two.\n", "=One. =Two."},
	    {"One. Two. Three.", "One. Too. Three.",
		"=One. -Two. +Too. =Three."},
	    {"One.", "", "-One."},
	    {"", "One.", "+One."},
	    {"A\nB\nC", "A\nC", "=A -B =C"},
	    {"A\nC", "A\nB\nC", "=A +B =C"},
	    {"1.1 is one sentence. 2.", "1.1 is one sentence. 3.",
		"=1.1 is one sentence. -2. +3."},
	    {"Same. Same. End.", "Same. End.", "=Same. -Same. =End."},
	};
	struct revision r;

	begin(&r, rows[_i].first);
	add(&r, 1, rows[_i].second);
	ck_assert_str_eq(picture(&r), rows[_i].want);
	revision_done(&r);
}
END_TEST

START_TEST(test_versions)
{
	struct revision r;

	begin(&r, "One. Two. Three.");
	add(&r, 1, "One. Too. Three.");
	add(&r, 2, "One. Tu. Three. Four.");
	ck_assert_str_eq(picture(&r), "=One. -Two. -Too. +Tu. =Three. +Four.");
	ck_assert_uint_eq(r.pieces[1].version, 1);
	ck_assert_uint_eq(r.pieces[2].version, 2);
	ck_assert_uint_eq(r.pieces[3].version, 2);
	revision_done(&r);
}
END_TEST

START_TEST(test_braces)
{
	static const struct {
		const char *a, *b, *want;
	} rows[] = {
	    {"Next session Wed 12 Nov 09:00.", "Next session Tue 11 Nov 09:00.",
		"Next session {Wed 12} Nov 09:00."},
	    {"Next session Tue 11 Nov 09:00.", "Next session Wed 12 Nov 09:00.",
		"Next session {Tue 11} Nov 09:00."},
	    {"All new.", NULL, "{All new.}"},
	    {"No thoughts.", "No thoughts of death.", "No {thoughts.}"},
	    {"a b c", "a c", "a {b} c"},
	    {"a c", "a b c", "a c"},
	    {"a a", "a", "a {a}"},
	    {"\xc3\xa9t\xc3\xa9 x", "\xc3\xa8t\xc3\xa9 x",
		"{\xc3\xa9t\xc3\xa9} x"},
	};
	struct revision_piece a = {
	    .text = rows[_i].a, .len = strlen(rows[_i].a)};
	struct revision_piece b = {.text = rows[_i].b};
	struct buf out = {0};

	if (rows[_i].b != NULL)
		b.len = strlen(rows[_i].b);
	ck_ok(revision_brace(&a, rows[_i].b != NULL ? &b : NULL, &out));
	ck_assert_str_eq(buf_str(&out), rows[_i].want);
	buf_free(&out);
}
END_TEST

/* ---- whatever the edits: each version can be read out of it ------------- */

#define WORDS 6
#define VERSIONS 5

static void random_text(struct buf *out, unsigned *seed, size_t n)
{
	static const char *const words[WORDS] = {
	    "Slept.", "Ate well?", "Tram", "Panic!\n", "1.1 better.", "\n\n"};

	buf_clear(out);
	ck_ok(buf_adds(out, ""));
	for (size_t i = 0; i < n; i++) {
		*seed = *seed * 1103515245 + 12345;
		ck_ok(buf_addf(out, "%s ", words[(*seed >> 16) % WORDS]));
	}
}

/* The sentences of version ${k}: those not brought in later, but for those
 * taken out by then. */
static void read_version(const struct revision *r, unsigned k, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < r->n; i++) {
		const struct revision_piece *p = &r->pieces[i];

		if ((p->kind == REVISION_NOW && p->version > k) ||
		    (p->kind == REVISION_WAS && p->version <= k))
			continue;
		ck_ok(buf_addf(out, "%.*s|", (int)p->len, p->text));
	}
}

static void check_random(unsigned seed, size_t most)
{
	struct buf text[VERSIONS] = {{0}}, want = {0}, got = {0};
	struct revision r = {0}, alone = {0};

	for (unsigned k = 0; k < VERSIONS; k++) {
		seed = seed * 1103515245 + 12345;
		random_text(&text[k], &seed, (seed >> 16) % most);
		if (k == 0)
			ck_ok(
			    revision_begin(&r, buf_str(&text[k]), text[k].len));
		else
			ck_ok(revision_add(
			    &r, k, buf_str(&text[k]), text[k].len));
		ck_ok(revision_begin(&alone, buf_str(&text[k]), text[k].len));
		read_version(&alone, 0, &want);
		read_version(&r, k, &got);
		ck_assert_str_eq(buf_str(&got), buf_str(&want));
		revision_done(&alone);
	}
	for (unsigned k = 0; k < VERSIONS; k++)
		buf_free(&text[k]);
	revision_done(&r);
	buf_free(&want);
	buf_free(&got);
}

START_TEST(test_random)
{
	for (unsigned seed = 1; seed < 400; seed++)
		check_random(seed, 30);
}
END_TEST

/* More sentences than the table compares. */
START_TEST(test_long)
{
	check_random(7, 4000);
}
END_TEST

Suite *revision_suite(void)
{
	Suite *s = suite_create("revision");
	TCase *t = tcase_create("revision");

	tcase_add_loop_test(t, test_sentences, 0, 10);
	tcase_add_test(t, test_versions);
	tcase_add_loop_test(t, test_braces, 0, 8);
	tcase_add_test(t, test_random);
	tcase_add_test(t, test_long);
	suite_add_tcase(s, t);
	return s;
}
