#include <string.h>

#include "base/utf8.h"
#include "clinic/demo_words.h"
#include "clinic/form.h"
#include "tests/clinic/demo_dir.h"
#include "tests/clinic/help.h"
#include "tests/run.h"

static const struct demo_client *const theirs[] = {
    demo_imre, demo_juno, demo_soren, demo_hollis};

static void each_client(void (*each)(const struct demo_client *, unsigned))
{
	unsigned n = 0;

	for (size_t i = 0; i < sizeof(theirs) / sizeof(*theirs); i++)
		for (const struct demo_client *c = theirs[i]; c->name != NULL;
		     c++)
			each(c, n++);
	ck_assert_uint_eq(n, 20);
}

static void is_nfc(const char *s)
{
	struct buf b = {0};

	ck_ok(utf8_nfc(s, strlen(s), &b));
	ck_assert_str_eq(buf_str(&b), s);
	buf_free(&b);
}

/* No sentence stands twice in one section. */
static void check_sentences(const char *text)
{
	const char *end;

	for (const char *s = text; (end = strstr(s, ". ")) != NULL;
	     s = end + 2) {
		size_t n = (size_t)(end - s);

		for (const char *t = end + 2; *t != '\0'; t++)
			ck_assert_msg(n < 10 || strncmp(s, t, n) != 0,
			    "twice: %.*s", (int)n, s);
	}
}

/* Every section has words, no slot is left open, and the same hour gives the
 * same. */
static void check_hours(const struct demo_client *c, unsigned who)
{
	struct forms *fs = shipped_forms();
	const struct form *f = forms_get(fs, c->form);

	ck_assert_ptr_nonnull(f);
	is_nfc(c->name);
	is_nfc(c->emergency);
	for (unsigned nth = 0; nth < c->slot.weeks + 1; nth++) {
		const struct demo_hour h = {.client = c,
		    .who = who,
		    .nth = nth,
		    .of = c->slot.weeks,
		    .next = "Tue 25 Nov 09:00"};

		if (c->slot.weeks == 0)
			continue;
		for (size_t i = 0; i < f->nfields; i++) {
			struct buf a = {0}, b = {0};

			if (f->fields[i].header)
				continue;
			ck_ok(demo_section(&h, f->fields[i].id, &a));
			ck_ok(demo_section(&h, f->fields[i].id, &b));
			ck_assert_uint_gt(a.len, 20);
			ck_assert_ptr_null(strchr(buf_str(&a), '%'));
			ck_assert_ptr_null(strstr(buf_str(&a), "  "));
			ck_assert_str_eq(buf_str(&a), buf_str(&b));
			is_nfc(buf_str(&a));
			check_sentences(buf_str(&a));
			buf_free(&a);
			buf_free(&b);
		}
	}
	forms_free(fs);
}

START_TEST(test_every_section_has_words)
{
	each_client(check_hours);
}
END_TEST

static void check_numbers(const struct demo_client *c, unsigned who)
{
	(void)who;
	/* telephone numbers that nobody has */
	ck_assert_msg(strncmp(c->contact, "555-01", 6) == 0, "%s", c->contact);
	ck_assert_ptr_nonnull(strstr(c->emergency, "555-01"));
}

START_TEST(test_numbers_are_nobodys)
{
	each_client(check_numbers);
}
END_TEST

START_TEST(test_other_fields_stay_empty)
{
	const struct demo_hour h = {.client = demo_imre, .of = 8, .next = ""};
	struct buf b = {0};

	ck_ok(demo_section(&h, "diagnosis", &b));
	ck_assert_uint_eq(b.len, 0);
	buf_free(&b);
}
END_TEST

Suite *demo_words_suite(void)
{
	Suite *s = suite_create("clinic: words of the demonstration");
	TCase *t = tcase_create("words");

	tcase_add_test(t, test_every_section_has_words);
	tcase_add_test(t, test_numbers_are_nobodys);
	tcase_add_test(t, test_other_fields_stay_empty);
	suite_add_tcase(s, t);
	return s;
}
