#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "clinic/headings.h"
#include "tests/clinic/help.h"
#include "tests/clinic/words.h"
#include "tests/run.h"

/* Sections as "id=text|id=text", counted headings in front. */
static const struct {
	const char *form, *text, *want;
} cuts[] = {
    {"soap", "plain words", "0 subjective=plain words"},
    {"soap", "", "0 subjective="},
    {"soap", "SUBJECTIVE:\nslept\nOBJECTIVE:\ncalm\nASSESSMENT: ok\nPLAN: go",
	"4 subjective=slept|objective=calm|assessment=ok|plan=go"},
    {"soap", "Subjective\nslept\n\nPlan\n\ngo\n", "2 subjective=slept|plan=go"},
    {"soap", "S: slept\nO: calm\nA: ok\nP: go",
	"4 subjective=slept|objective=calm|assessment=ok|plan=go"},
    {"soap", "  Subj : slept\n\tplan:go", "2 subjective=Subj : slept|plan=go"},
    /* letters in running text, small letters, a letter alone */
    {"soap", "she got an A: good. P: later",
	"0 subjective=she got an A: good."
	" P: later"},
    {"soap", "a: one\np: two", "0 subjective=a: one\np: two"},
    {"soap", "S\nO\nA\nP", "0 subjective=S\nO\nA\nP"},
    {"soap", "He said S:O A:P", "0 subjective=He said S:O A:P"},
    /* words that are no headings */
    {"soap", "the plan: go on\nMy plan: stay",
	"0 subjective=the plan: go on\n"
	"My plan: stay"},
    {"soap", "Plan B was better\nplans: many",
	"0 subjective=Plan B was better\nplans: many"},
    /* capitals run into the text */
    {"soap", "type 1., ,SUBJECTIVE:\nwell. OBJECTIVE: calm PLAN: go",
	"3 subjective=type 1., ,SUBJECTIVE:\nwell.|objective=calm|plan=go"},
    {"soap", "SUBJECTIVE: x\nLABORATORY OBJECTIVE: y",
	"1 subjective=x\nLABORATORY OBJECTIVE: y"},
    {"soap", "ill. PHYSICAL EXAMINATION: ok. ASSESSMENT AND PLAN: go",
	"2 subjective=ill.|objective=PHYSICAL EXAMINATION: ok.|"
	"assessment=ASSESSMENT AND PLAN: go"},
    {"soap", "ill. OLD PHYSICAL EXAMINATION: ok",
	"0 subjective=ill. OLD PHYSICAL EXAMINATION: ok"},
    {"soap", "seen. MYPLAN: go", "0 subjective=seen. MYPLAN: go"},
    {"soap", "seen. 1PLAN: go", "0 subjective=seen. 1PLAN: go"},
    {"soap", "seen. Plan: go", "0 subjective=seen. Plan: go"},
    /* a name that says more than the label is kept */
    {"soap", "Subjective: x\nASSESSMENT AND PLAN:\n1. go",
	"2 subjective=x|assessment=ASSESSMENT AND PLAN:\n1. go"},
    {"birp", "Behaviour: x\nPlan: y", "2 behavior=Behaviour: x|plan=y"},
    /* what stands before: with the first section, else in it */
    {"soap", "Seen at 9.\nSubjective: x\nPlan: y",
	"2 subjective=Seen at 9.\nSubjective: x|plan=y"},
    {"dap", "HISTORY: long\nASSESSMENT: x\nPLAN: y",
	"2 data=HISTORY: long|assessment=x|plan=y"},
    {"dap", "\n\nASSESSMENT: x\nPLAN: y", "2 assessment=x|plan=y"},
    /* out of order and twice: the most that rise, first ones first */
    {"soap", "Plan: early\nSubjective: s\nObjective: o\nAssessment: a\nPlan: p",
	"4 subjective=Plan: early\nSubjective: s|objective=o|assessment=a|"
	"plan=p"},
    {"soap", "S: one\nS: two\nP: three\nP: four",
	"2 subjective=one\nS: two|plan=three\nP: four"},
    {"soap", "Plan: p\nSubjective: s", "1 plan=p\nSubjective: s"},
    /* nothing under it: it stays in the text */
    {"soap", "S: one\nOBJECTIVE:\n\nP: two",
	"2 subjective=one\nOBJECTIVE:|plan=two"},
    {"soap", "Subjective:\nObjective:\nAssessment:\nPlan:\n",
	"0 subjective=Subjective:\nObjective:\nAssessment:\nPlan:"},
    /* blanks inside are kept, a form feed ends a line */
    {"soap", "S:  a  b\n\n\nc \n P: d ", "2 subjective=a  b\n\n\nc|plan=d"},
    {"soap", "S: a\fP: b", "2 subjective=a|plan=b"},
    /* other scripts do not disturb */
    {"soap", "\xd0\x9e\xd0\xbb\xd1\x8c\xd0\xb3\xd0\xb0: x\nS: \xe4\xbd\xa0\n",
	"1 subjective=\xd0\x9e\xd0\xbb\xd1\x8c\xd0\xb3\xd0\xb0: x\nS: "
	"\xe4\xbd\xa0"},
};

static void say(const struct form *form, const char *text,
    const struct sections *s, struct buf *out)
{
	ck_ok(buf_addf(out, "%u ", s->headings));
	for (size_t i = 0; i < s->n; i++) {
		ck_ok(buf_addf(out, "%s%s=", i > 0 ? "|" : "",
		    form->fields[s->at[i].field].id));
		ck_ok(buf_add(
		    out, text + s->at[i].from, s->at[i].to - s->at[i].from));
	}
}

START_TEST(test_cuts)
{
	struct forms *fs = shipped_forms();
	const struct form *form = forms_get(fs, cuts[_i].form);
	const char *want = cuts[_i].want, *text = cuts[_i].text;
	struct sections s;
	struct buf got = {0};

	ck_ok(sections_find(form, text, strlen(text), &s));
	say(form, text, &s, &got);
	ck_assert_str_eq(buf_str(&got), want);
	buf_free(&got);
	forms_free(fs);
}
END_TEST

START_TEST(test_many_headings_are_bounded)
{
	struct forms *fs = shipped_forms();
	const struct form *form = forms_get(fs, "soap");
	struct buf b = {0};
	struct sections s;

	for (int i = 0; i < 5000; i++)
		ck_ok(buf_adds(&b, "PLAN: x\nSUBJECTIVE: y\n"));
	ck_ok(sections_find(form, buf_str(&b), b.len, &s));
	ck_assert_uint_eq(s.headings, 2);
	ck_assert_uint_eq(s.n, 2);
	ck_assert_uint_eq(s.at[1].to, b.len - 1);
	buf_free(&b);
	forms_free(fs);
}
END_TEST

/* ---- every word, in order ---------------------------------------------- */

static void check_text(const struct forms *fs, const char *name,
    const struct buf *text, unsigned *soap)
{
	const struct form *f;

	*soap = 0;
	for (size_t i = 0; (f = forms_at(fs, "note", i)) != NULL; i++) {
		struct sections s;
		struct buf kept = {0};
		size_t lost = 0;

		ck_ok(sections_find(f, buf_str(text), text->len, &s));
		for (size_t k = 0; k < s.n; k++) {
			ck_ok(buf_addf(
			    &kept, "%s\n", f->fields[s.at[k].field].label));
			ck_ok(buf_add(&kept, text->p + s.at[k].from,
			    s.at[k].to - s.at[k].from));
			ck_ok(buf_adds(&kept, "\n"));
			if (k > 0)
				ck_assert_uint_gt(
				    s.at[k].field, s.at[k - 1].field);
		}
		ck_assert_msg(words_kept(text, &kept, &lost),
		    "%s: the word at byte %zu is lost", name, lost);
		buf_free(&kept);
		if (strcmp(f->id, "soap") == 0)
			*soap = s.headings;
	}
}

static bool has_all_four(const struct buf *b)
{
	static const char *const four[] = {
	    "SUBJECTIVE:\n", "OBJECTIVE:\n", "ASSESSMENT:\n", "PLAN:\n"};
	bool all = true;

	for (size_t i = 0; i < 4; i++)
		all = all && strstr(buf_str(b), four[i]) != NULL;
	return all;
}

static void check_file(const char *path, void *arg)
{
	struct forms *fs = shipped_forms();
	struct buf text = {0};
	unsigned soap, *four = arg;

	ck_ok(file_read(path, BUF_MAX, &text));
	check_text(fs, path, &text, &soap);
	if (has_all_four(&text)) {
		ck_assert_msg(soap >= 3, "%s: %u headings", path, soap);
		(*four)++;
	}
	forms_free(fs);
	buf_free(&text);
}

START_TEST(test_no_word_of_real_notes_is_lost)
{
	unsigned four = 0;

	if (each_sample(check_file, &four) > 0)
		ck_assert_uint_gt(four, 0);
}
END_TEST

/* The comparison itself must be able to fail. */
START_TEST(test_a_lost_word_is_seen)
{
	struct buf all = {0}, kept = {0};
	size_t at = 0;

	ck_ok(buf_adds(&all, "one two, three"));
	ck_ok(buf_adds(&kept, "zero ONE: two\nthree four"));
	ck_assert(words_kept(&all, &kept, &at));
	buf_clear(&kept);
	ck_ok(buf_adds(&kept, "one three two"));
	ck_assert(!words_kept(&all, &kept, &at));
	ck_assert_uint_eq(at, 9);
	buf_clear(&kept);
	ck_ok(buf_adds(&kept, "one twos three"));
	ck_assert(!words_kept(&all, &kept, &at));
	buf_free(&all);
	buf_free(&kept);
}
END_TEST

Suite *headings_suite(void)
{
	Suite *s = suite_create("clinic: headings");
	TCase *t = tcase_create("headings");

	tcase_add_loop_test(
	    t, test_cuts, 0, (int)(sizeof(cuts) / sizeof(*cuts)));
	tcase_add_test(t, test_many_headings_are_bounded);
	tcase_add_test(t, test_no_word_of_real_notes_is_lost);
	tcase_add_test(t, test_a_lost_word_is_seen);
	suite_add_tcase(s, t);
	return s;
}
