/* Every shipped kind of entry, and what a chart's banner says of them. */
#include <stdio.h>
#include <string.h>

#include "clinic/banner.h"
#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"

static struct world w;

static void setup(void)
{
	world_init(&w);
}

static void teardown(void)
{
	world_done(&w);
}

static const struct form *form(const char *id)
{
	return forms_get(clinic_forms(w.c), id);
}

/* Something that may stand in a field. */
static const char *value_for(const struct form_field *f)
{
	static char text[80];

	switch (f->type) {
	case FIELD_CHOICE:
	case FIELD_CHOICES:
		return f->options[f->noptions - 1].value;
	case FIELD_DATE:
		return "2025-11-18";
	case FIELD_TIME:
		return strcmp(f->id, "stop") == 0 ? "09:50" : "09:00";
	case FIELD_CODE:
		return "F41.1";
	case FIELD_OBJECTIVE:
		return "1.1";
	case FIELD_MINUTES:
	case FIELD_NUMBER:
	case FIELD_SCALE:
		(void)snprintf(text, sizeof(text), "%d", f->max);
		return text;
	default:
		(void)snprintf(text, sizeof(text), "words of %s", f->id);
		return text;
	}
}

static struct note *begin(const char *id)
{
	struct note *n = NULL;

	ck_ok(note_new(w.c, &w.wren, form(id), &n));
	return n;
}

static void fill(struct note *n, bool all)
{
	const struct form *f = note_facts(n)->form;

	for (size_t i = 0; i < f->nfields; i++)
		if ((all || f->fields[i].required) &&
		    *note_text(n, f->fields[i].id) == '\0')
			put_text(n, f->fields[i].id, value_for(&f->fields[i]));
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

static void parts(const struct id *entry, struct buf *out)
{
	struct signed_note s = {0};

	ck_ok(note_read(w.c, &w.wren, entry, &s));
	ck_ok(record_parts(&s.versions[s.nversions - 1], on_part, out));
	signed_note_done(&s);
}

/* What is needed is enough to sign, and what can be filled can be read. */
START_TEST(test_every_kind_can_be_written_and_read)
{
	const struct form *f;
	unsigned n = 0;

	for (size_t i = 0; (f = forms_entry(clinic_forms(w.c), i)) != NULL;
	     i++) {
		struct note *note = begin(f->id);
		struct buf b = {0};
		struct id entry;

		fill(note, false);
		ck_assert_int_ne(level_of(note, "sections", NULL), CHECK_MUST);
		ck_assert_int_ne(level_of(note, "values", NULL), CHECK_MUST);
		fill(note, true);
		entry = sign(note);
		parts(&entry, &b);
		for (size_t k = 0; k < f->nfields; k++)
			if (f->fields[k].type == FIELD_TEXT)
				ck_assert_msg(
				    strstr(buf_str(&b),
					value_for(&f->fields[k])) != NULL,
				    "%s: %s", f->id, f->fields[k].id);
		buf_free(&b);
		n++;
	}
	ck_assert_uint_ge(n, 25);
}
END_TEST

/* A finding is asserted anew each time, or it is not there. */
START_TEST(test_nothing_but_session_facts_is_carried)
{
	const struct form *f;
	struct note *n;

	for (size_t i = 0; (f = forms_entry(clinic_forms(w.c), i)) != NULL; i++)
		for (size_t k = 0; k < f->nfields; k++)
			ck_assert_msg(
			    f->fields[k].header || !f->fields[k].carry,
			    "%s: %s", f->id, f->fields[k].id);
	n = begin("mse");
	put_text(n, "speech", "within normal limits (asserted)");
	ck_assert_int_eq(level_of(n, "values", NULL), CHECK_OK);
	sign(n);
	n = begin("mse");
	f = note_facts(n)->form;
	for (size_t k = 0; k < f->nfields; k++)
		ck_assert_msg(*note_text(n, f->fields[k].id) == '\0' ||
				  strcmp(f->fields[k].id, "date") == 0,
		    "%s", f->fields[k].id);
	note_close(n);
}
END_TEST

START_TEST(test_normal_is_the_first_choice_and_stands_alone)
{
	const struct form *f = form("mse");
	struct note *n = begin("mse");
	struct buf b = {0};
	struct id entry;
	unsigned rows = 0;

	for (size_t i = 0; i < f->nfields; i++) {
		if (f->fields[i].type != FIELD_CHOICES)
			continue;
		ck_assert(f->fields[i].alone);
		ck_assert_str_eq(f->fields[i].options[0].value,
		    "within normal limits (asserted)");
		rows++;
	}
	ck_assert_uint_eq(rows, 17);
	put_text(n, "speech", "within normal limits (asserted)\nslow");
	ck_assert_int_eq(level_of(n, "values", NULL), CHECK_MUST);
	put_text(n, "speech", "slow\nsoft");
	put_text(n, "motor", "within normal limits (asserted)");
	ck_assert_int_eq(level_of(n, "values", NULL), CHECK_OK);
	entry = sign(n);
	parts(&entry, &b);
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "[Speech] slow, soft\n"));
	ck_assert_ptr_nonnull(strstr(
	    buf_str(&b), "[Movement] within normal limits (asserted)\n"));
	buf_free(&b);
}
END_TEST

static struct banner banner(void)
{
	struct banner b;

	ck_ok(banner_get(w.c, &w.wren, &b));
	return b;
}

static struct id risk(const char *level, const char *day)
{
	struct note *n = begin("risk");

	fill(n, false);
	put_text(n, "level", level);
	put_text(n, "date", day);
	return sign(n);
}

START_TEST(test_banner_says_a_raised_risk)
{
	struct note *n = begin("risk");

	ck_assert(!banner().raised && !banner().plan);
	fill(n, false);
	put_text(n, "level", "high");
	ck_assert(!banner().raised); /* a draft raises nothing */
	note_close(n);
	risk("moderate", "2025-11-11");
	ck_assert(banner().raised);
	ck_assert_str_eq(banner().level, "moderate");
	ck_assert_int_eq(banner().risk_on.d, 11);
	/* what is signed late about an earlier day takes nothing back */
	risk("low", "2025-11-04");
	ck_assert(banner().raised);
	risk("low", "2025-11-17");
	ck_assert(!banner().raised);
	risk("imminent", "2025-11-17");
	ck_assert(banner().raised);
	ck_assert_int_eq(banner().risk_on.d, 17);
}
END_TEST

START_TEST(test_banner_follows_what_comes_after_signing)
{
	struct id entry = risk("high", "2025-11-18");
	struct note *n = NULL;

	ck_ok(note_amend(w.c, &w.wren, &entry, ACT_CORRECTION, &n));
	put_text(n, "reason", "typed wrong");
	put_text(n, "level", "low");
	ck_assert(banner().raised);
	sign(n);
	ck_assert(!banner().raised);
	entry = risk("high", "2025-11-18");
	ck_assert(banner().raised);
	ck_ok(note_amend(w.c, &w.wren, &entry, ACT_ERROR, &n));
	put_text(n, "reason", "wrong client");
	sign(n);
	ck_assert(!banner().raised);
}
END_TEST

START_TEST(test_banner_names_the_safety_plan)
{
	struct id otto = new_client(w.c, "Otto Quillfeather", "1984-06-02");
	struct note *n = begin("safety");
	struct banner b;

	fill(n, true);
	sign(n);
	ck_assert(banner().plan && !banner().raised);
	ck_assert_int_eq(banner().plan_on.d, 18);
	/* of this client only */
	ck_ok(banner_get(w.c, &otto, &b));
	ck_assert(!b.plan);
}
END_TEST

Suite *kinds_suite(void)
{
	Suite *s = suite_create("kinds");
	TCase *t = tcase_create("kinds");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_every_kind_can_be_written_and_read);
	tcase_add_test(t, test_nothing_but_session_facts_is_carried);
	tcase_add_test(t, test_normal_is_the_first_choice_and_stands_alone);
	tcase_add_test(t, test_banner_says_a_raised_risk);
	tcase_add_test(t, test_banner_follows_what_comes_after_signing);
	tcase_add_test(t, test_banner_names_the_safety_plan);
	suite_add_tcase(s, t);
	return s;
}
