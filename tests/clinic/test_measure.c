/* Measures: what is asked, how it is scored, what stands in the entry. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "clinic/measure.h"
#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"

/* Answers by item, as options of it; NOT_GIVEN leaves it open. */
#define NOT_GIVEN FORM_OPTIONS
struct answers {
	const struct form *form;
	size_t option[FORM_FIELDS];
};

static const char *given(const void *arg, const char *field)
{
	const struct answers *a = arg;
	const struct form_field *f = form_field(a->form, field);
	size_t o = a->option[f - a->form->fields];

	return o == NOT_GIVEN ? "" : f->options[o].value;
}

static struct measure_result score(const struct answers *a)
{
	struct measure_result r;

	measure_score(a->form, given, a, &r);
	return r;
}

/* Answers whose points add up to ${total}: the highest first. */
static struct answers adding_up(const struct form *f, int total)
{
	struct answers a = {.form = f};

	for (size_t i = 0; i < f->nfields; i++) {
		const struct form_field *fd = &f->fields[i];
		int best = -1;

		for (size_t o = 0; fd->scored && o < fd->noptions; o++)
			if (fd->options[o].points <= total &&
			    fd->options[o].points > best) {
				best = fd->options[o].points;
				a.option[i] = o;
			}
		total -= best > 0 ? best : 0;
	}
	ck_assert_int_eq(total, 0);
	return a;
}

/* Both edges of each band, from domain.md 71 and 72. */
static const struct {
	const char *form;
	int total;
	const char *band;
} vectors[] = {
    {"phq9", 0, "none or minimal"},
    {"phq9", 4, "none or minimal"},
    {"phq9", 5, "mild"},
    {"phq9", 9, "mild"},
    {"phq9", 10, "moderate"},
    {"phq9", 14, "moderate"},
    {"phq9", 15, "moderately severe"},
    {"phq9", 19, "moderately severe"},
    {"phq9", 20, "severe"},
    {"phq9", 27, "severe"},
    {"phq2", 0, "below the cut-off"},
    {"phq2", 2, "below the cut-off"},
    {"phq2", 3, "at or above the cut-off"},
    {"phq2", 6, "at or above the cut-off"},
    {"gad7", 0, "minimal"},
    {"gad7", 4, "minimal"},
    {"gad7", 5, "mild"},
    {"gad7", 9, "mild"},
    {"gad7", 10, "moderate"},
    {"gad7", 14, "moderate"},
    {"gad7", 15, "severe"},
    {"gad7", 21, "severe"},
    {"phq15", 0, "minimal"},
    {"phq15", 4, "minimal"},
    {"phq15", 5, "low"},
    {"phq15", 9, "low"},
    {"phq15", 10, "medium"},
    {"phq15", 14, "medium"},
    {"phq15", 15, "high"},
    {"phq15", 30, "high"},
    {"pcl5", 0, "below the cut-off"},
    {"pcl5", 32, "below the cut-off"},
    {"pcl5", 33, "at or above the cut-off"},
    {"pcl5", 80, "at or above the cut-off"},
    {"cesd-r", 0, "below the cut-off"},
    {"cesd-r", 15, "below the cut-off"},
    {"cesd-r", 16, "at or above the cut-off"},
    {"cesd-r", 60, "at or above the cut-off"},
    {"audit-c", 0, "below the cut-off"},
    {"audit-c", 2, "below the cut-off"},
    {"audit-c", 3, "at the cut-off for women"},
    {"audit-c", 4, "at or above the cut-off for men"},
    {"audit-c", 12, "at or above the cut-off for men"},
    {"core-10", 0, "below the cut-off"},
    {"core-10", 10, "below the cut-off"},
    {"core-10", 11, "at or above the cut-off"},
    {"core-10", 40, "at or above the cut-off"},
};

START_TEST(test_bands_at_their_edges)
{
	struct forms *fs = shipped_forms();

	for (size_t i = 0; i < sizeof(vectors) / sizeof(*vectors); i++) {
		const struct form *f = forms_get(fs, vectors[i].form);
		struct answers a = adding_up(f, vectors[i].total);
		struct measure_result r = score(&a);

		ck_assert_uint_eq(r.open, 0);
		ck_assert_int_eq(r.total, vectors[i].total);
		ck_assert_msg(strcmp(r.band, vectors[i].band) == 0, "%s %d: %s",
		    f->id, r.total, r.band);
	}
	forms_free(fs);
}
END_TEST

START_TEST(test_an_open_item_blocks_the_total)
{
	struct forms *fs = shipped_forms();
	const struct form *f;

	for (size_t i = 0; (f = forms_at(fs, "measure", i)) != NULL; i++)
		for (size_t k = 0; k < f->nfields; k++) {
			struct answers a = {.form = f};
			struct measure_result r;

			if (!f->fields[k].item)
				continue;
			a.option[k] = NOT_GIVEN;
			r = score(&a);
			/* but for what is not asked of everybody */
			ck_assert_uint_eq(r.open, f->fields[k].required);
			ck_assert_int_eq(
			    f->fields[k].required ? *r.band : 0, 0);
		}
	forms_free(fs);
}
END_TEST

START_TEST(test_which_items_are_critical)
{
	static const struct {
		const char *form, *item;
	} want[] = {{"phq9", "q9"}, {"cesd-r", "q14"}, {"cesd-r", "q15"},
	    {"core-10", "q6"}};
	struct forms *fs = shipped_forms();
	const struct form *f;
	size_t found = 0;

	for (size_t i = 0; (f = forms_at(fs, "measure", i)) != NULL; i++)
		for (size_t k = 0; k < f->nfields; k++) {
			struct answers a = {.form = f};
			bool ask = false;

			if (!f->fields[k].scored)
				continue;
			for (size_t x = 0; x < 4; x++)
				ask =
				    ask || (strcmp(want[x].form, f->id) == 0 &&
					       strcmp(want[x].item,
						   f->fields[k].id) == 0);
			ck_assert_ptr_null(score(&a).critical);
			a.option[k] = 1; /* the lowest that is not nothing */
			ck_assert_msg((score(&a).critical != NULL) == ask,
			    "%s %s", f->id, f->fields[k].id);
			/* whatever else is open */
			for (size_t o = 0; o < f->nfields; o++)
				if (o != k)
					a.option[o] = NOT_GIVEN;
			ck_assert_int_eq(score(&a).critical != NULL, ask);
			found += ask;
		}
	ck_assert_uint_eq(found, 4);
	forms_free(fs);
}
END_TEST

/* domain.md 72: copies with "Not at all sure" are in circulation. */
START_TEST(test_gad7_lowest_answer)
{
	struct forms *fs = shipped_forms();
	const struct form *f = forms_get(fs, "gad7");

	for (size_t i = 0; i < f->nfields; i++)
		if (f->fields[i].item)
			ck_assert_str_eq(
			    f->fields[i].options[0].value, "0: Not at all");
	forms_free(fs);
}
END_TEST

/* JSON text in quotation marks; none of the words needs an escape. */
static bool quoted(const char *json, const char *words)
{
	struct buf b = {0};
	bool yes;

	ck_ok(buf_addf(&b, "\"%s\"", words));
	yes = strstr(json, buf_str(&b)) != NULL;
	buf_free(&b);
	return yes;
}

START_TEST(test_words_are_those_that_were_tested)
{
	const char *data = getenv("TACET_DATA");
	struct forms *fs = shipped_forms();
	const struct form *f;
	struct buf json = {0};
	char path[4096];

	(void)snprintf(path, sizeof(path), "%s/instruments/instruments.json",
	    data == NULL ? "/nonexistent" : data);
	if (!file_exists(path)) {
		printf("SKIP: no %s\n", path);
		forms_free(fs);
		return;
	}
	ck_ok(file_read(path, BUF_MAX, &json));
	for (size_t i = 0; (f = forms_at(fs, "measure", i)) != NULL; i++)
		for (size_t k = 0; k < f->nfields; k++) {
			const struct form_field *fd = &f->fields[k];

			if (!fd->item)
				continue;
			ck_assert_msg(
			    quoted(buf_str(&json), strstr(fd->label, ". ") + 2),
			    "%s: %s", f->id, fd->label);
			for (size_t o = 0; o < fd->noptions; o++)
				ck_assert_msg(quoted(buf_str(&json),
						  fd->options[o].value + 3),
				    "%s: %s", f->id, fd->options[o].value);
		}
	ck_assert(!quoted(buf_str(&json), "Not at all sure"));
	buf_free(&json);
	forms_free(fs);
}
END_TEST

#define HEAD "[form]\nid = x\nversion = 1\ntitle = X\nkind = measure\n"
#define TWO HEAD "licence = free\nanswer = 0 No\nanswer = 1 Yes\n"

static const struct {
	const char *text, *want;
} broken[] = {
    {"[form]\nid = x\nkind = note\n", "x.measure:3: a measure, and only"},
    {"[form]\nid = x\nlicence = a\nkind = measure\n",
	"x.measure:3: only a measure has this"},
    {HEAD "answer = 0 No\n[a]\nlabel = A\n", "x.measure:1: licence is missing"},
    {HEAD "licence = free\n[a]\nlabel = A\n",
	"x.measure:7: a choice needs options"},
    {HEAD "answer = No\n", "x.measure:6: an answer begins with its key"},
    {HEAD "answer = 12 No\n", "x.measure:6: an answer begins with its key"},
    {HEAD "answer = 0\n", "x.measure:6: the answer is empty"},
    {HEAD "answer = 0/x No\n", "x.measure:6: not a whole number"},
    {HEAD "answer = 0 No\nanswer = 0 Yes\n",
	"x.measure:7: an option stands twice"},
    {HEAD "band = mild\n", "x.measure:6: a band is from-to and words"},
    {HEAD "band = 5-4 mild\n", "x.measure:6: a band is from-to and words"},
    {HEAD "band = 0-4 a\nband = 6-9 b\n",
	"x.measure:7: a band begins where the one before"},
    {TWO "band = 0-2 a\n[a]\nlabel = A\n",
	"x.measure:1: the bands do not reach from 0 to 1"},
    {TWO "band = 1-1 a\n[a]\nlabel = A\n",
	"x.measure:1: the bands do not reach from 0 to 1"},
    {TWO "[total]\nlabel = A\n", "x.measure:9: [total] is a field of every"},
    {TWO "[a]\nlabel = A\ntype = line\n", "x.measure:9: an item has a label"},
    {TWO "[a]\nlabel = A\ncritical = no\n", "x.measure:11: not a whole number"},
    {TWO, "x.measure:8: no fields"},
};

START_TEST(test_broken_measures_are_refused)
{
	const char *dir = tmp_dir();
	struct form *f = NULL;
	char path[4096];

	put_file(dir, "x.measure", broken[_i].text);
	ck_ok(path_join(path, dir, "x.measure"));
	ck_err(form_read(path, NULL, &f), ERR_FORMAT);
	ck_assert_msg(strncmp(err_detail(), broken[_i].want,
			  strlen(broken[_i].want)) == 0,
	    "\"%s\", not \"%s\"", err_detail(), broken[_i].want);
	tmp_gone(dir);
}
END_TEST

START_TEST(test_a_measure_of_a_clinic)
{
	const char *dir = tmp_dir();
	struct form *f = NULL;
	char path[4096];

	put_file(dir, "x.measure",
	    TWO
	    "licence = for all\nband = 0-2 a\n[a]\nlabel = One\nmore = two\n"
	    "[b]\nlabel = B\n");
	ck_ok(path_join(path, dir, "x.measure"));
	ck_ok(form_read(path, NULL, &f));
	ck_assert_str_eq(f->fields[0].id, "date");
	ck_assert_str_eq(form_field(f, "a")->label, "1. One two");
	ck_assert_str_eq(form_field(f, "licence")->constant, "free for all");
	ck_assert(form_field(f, "total")->computed);
	form_free(f);
	/* and in a form of another kind none of this is known */
	put_file(dir, "y.form",
	    "[form]\nid = y\nversion = 1\ntitle = Y\nkind = note\n"
	    "[a]\nlabel = A\nscored = yes\n");
	ck_ok(path_join(path, dir, "y.form"));
	ck_err(form_read(path, NULL, &f), ERR_FORMAT);
	ck_assert_str_eq(
	    err_detail(), "y.form:6: only an item of a measure is scored");
	tmp_gone(dir);
}
END_TEST

/* ---- in a chart ---------------------------------------------------------- */

static struct world w;

static void setup(void)
{
	world_init(&w);
}

static void teardown(void)
{
	world_done(&w);
}

static struct note *begin(const char *id)
{
	struct note *n = NULL;

	ck_ok(note_new(w.c, &w.wren, forms_get(clinic_forms(w.c), id), &n));
	return n;
}

static void answer(struct note *n, int total)
{
	struct answers a = adding_up(note_facts(n)->form, total);

	for (size_t i = 0; i < a.form->nfields; i++)
		if (a.form->fields[i].scored)
			put_text(n, a.form->fields[i].id,
			    given(&a, a.form->fields[i].id));
}

static struct id sign(struct note *n)
{
	struct id id = note_facts(n)->id;

	ck_ok(vault_reauth(clinic_vault(w.c), PW_CLIN, strlen(PW_CLIN)));
	sign_note(n);
	return id;
}

static enum err on_part(
    void *arg, const char *label, const char *text, size_t len)
{
	enum err e = buf_addf(arg, "[%s] ", label);

	if (e == ERR_OK)
		e = buf_add(arg, text, len);
	return e == ERR_OK ? buf_adds(arg, "\n") : e;
}

static void assert_part(const struct id *entry, const char *want)
{
	struct signed_note s = {0};
	struct buf b = {0};

	ck_ok(note_read(w.c, &w.wren, entry, &s));
	ck_ok(record_parts(&s.versions[s.nversions - 1], on_part, &b));
	ck_assert_msg(strstr(buf_str(&b), want) != NULL, "no %s in %s", want,
	    buf_str(&b));
	buf_free(&b);
	signed_note_done(&s);
}

START_TEST(test_the_result_is_the_title)
{
	struct note *n = begin("gad7");
	struct id one, two;

	answer(n, 16);
	put_text(n, "date", "2025-11-04");
	one = sign(n);
	assert_part(&one, "[Total] 16\n[Band] severe\n");
	assert_part(&one, "[Change] the first one here\n");
	assert_part(&one, "[Licence] Developed by Drs. Robert L. Spitzer");
	assert_part(&one, "[Asked] Over the last 2 weeks, how often");
	assert_part(&one, "[4] Trouble relaxing\n3: Nearly every day\n");
	n = begin("gad7");
	ck_assert_int_eq(level_of(n, "items", NULL), CHECK_LOOK);
	answer(n, 11);
	ck_assert_int_eq(level_of(n, "items", NULL), CHECK_OK);
	two = sign(n);
	assert_part(&two, "[Change] -5 since 4 Nov 2025 (16)\n");
	ck_assert_str_eq(timeline(w.c, &w.wren),
	    "GAD-7: 11, moderate/signed\nGAD-7: 16, severe/signed/late\n");
	/* another measure is no change */
	n = begin("phq2");
	answer(n, 1);
	two = sign(n);
	assert_part(&two, "[Change] the first one here\n");
}
END_TEST

START_TEST(test_open_items_are_signed_with_a_reason_only)
{
	struct note *n = begin("gad7");
	struct id entry;
	char words[80];

	answer(n, 3);
	put_text(n, "q7", "");
	put_text(n, "q6", "");
	ck_assert_int_eq(level_of(n, "items", words), CHECK_LOOK);
	ck_assert_str_eq(words, "2 items are open: there is no total.");
	ck_assert_int_eq(level_of(n, "sections", NULL), CHECK_OK);
	ck_ok(vault_reauth(clinic_vault(w.c), PW_CLIN, strlen(PW_CLIN)));
	ck_err(note_sign(n), ERR_FORMAT);
	ck_ok(note_ack(n, "items", "declined to answer"));
	entry = sign(n);
	ck_assert_str_eq(timeline(w.c, &w.wren), "GAD-7: 2 open/signed\n");
	assert_part(&entry, "declined to answer");
	/* it is nothing to compare with */
	n = begin("gad7");
	answer(n, 3);
	entry = sign(n);
	assert_part(&entry, "[Change] the first one here\n");
}
END_TEST

START_TEST(test_a_critical_answer_asks_for_a_risk_entry)
{
	struct note *n = begin("phq9"), *risk;
	char words[80];

	answer(n, 0);
	ck_assert_int_eq(level_of(n, "critical", NULL), CHECK_OK);
	put_text(n, "q9", "1: Several days");
	ck_assert_int_eq(level_of(n, "critical", words), CHECK_LOOK);
	ck_assert_str_eq(words, "An answer asks for a risk assessment.");
	/* whatever the total, and until it is begun */
	risk = begin("risk");
	put_text(risk, "basis", "Asked at once.");
	note_close(risk);
	ck_assert_int_eq(level_of(n, "critical", NULL), CHECK_OK);
	note_close(n);
}
END_TEST

START_TEST(test_a_correction_is_scored_anew)
{
	struct note *n = begin("gad7");
	struct id entry;

	answer(n, 21);
	entry = sign(n);
	ck_ok(note_amend(w.c, &w.wren, &entry, ACT_CORRECTION, &n));
	put_text(n, "reason", "one answer misread");
	put_text(n, "q1", "0: Not at all");
	sign(n);
	ck_assert_str_eq(
	    timeline(w.c, &w.wren), "GAD-7: 18, severe/signed/amended\n");
	assert_part(&entry, "[Total] 18\n");
}
END_TEST

Suite *measure_suite(void)
{
	Suite *s = suite_create("measure");
	TCase *t = tcase_create("data"), *c = tcase_create("chart");

	tcase_add_test(t, test_bands_at_their_edges);
	tcase_add_test(t, test_an_open_item_blocks_the_total);
	tcase_add_test(t, test_which_items_are_critical);
	tcase_add_test(t, test_gad7_lowest_answer);
	tcase_add_test(t, test_words_are_those_that_were_tested);
	tcase_add_loop_test(t, test_broken_measures_are_refused, 0,
	    (int)(sizeof(broken) / sizeof(*broken)));
	tcase_add_test(t, test_a_measure_of_a_clinic);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_the_result_is_the_title);
	tcase_add_test(c, test_open_items_are_signed_with_a_reason_only);
	tcase_add_test(c, test_a_critical_answer_asks_for_a_risk_entry);
	tcase_add_test(c, test_a_correction_is_scored_anew);
	suite_add_tcase(s, c);
	return s;
}
