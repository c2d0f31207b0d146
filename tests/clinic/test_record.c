#include <string.h>

#include "clinic/record.h"
#include "tests/clinic/help.h"
#include "tests/run.h"
#include "vault/entry.h"
#include "vault/fields.h"

static struct forms *forms;

static void setup(void)
{
	forms = shipped_forms();
}

static void teardown(void)
{
	forms_free(forms);
}

static void set(struct record *r, const char *id, const char *v)
{
	ck_ok(record_set(r, forms_get(forms, r->form), id, v, strlen(v)));
}

static void soap(struct record *r)
{
	ck_ok(record_begin(r, forms_get(forms, "soap")));
	/* not in the order of the form */
	set(r, "plan", "Breathing twice a day.");
	set(r, "date", "2025-11-18");
	set(r, "stop", "09:50");
	set(r, "start", "09:00");
	set(r, "service", "individual");
	set(r, "place", "office");
	set(r, "present", "client");
	set(r, "diagnosis", "F41.1");
	set(r, "objectives", "1.1");
	set(r, "subjective", "Slept through five nights.");
	r->when = INT64_C(1763456400000);
}

START_TEST(test_values_stand_in_form_order)
{
	struct record r = {0};

	soap(&r);
	ck_assert_uint_eq(r.nvalues, 10);
	ck_assert_str_eq(r.values[0].id, "date");
	ck_assert_str_eq(r.values[1].id, "start");
	ck_assert_str_eq(r.values[9].id, "plan");
	ck_assert_str_eq(r.values[9].heading, "Plan");
	ck_assert_str_eq(record_get(&r, "plan"), "Breathing twice a day.");
	ck_assert_str_eq(record_get(&r, "risk"), "");
	set(&r, "start", "");
	ck_assert_str_eq(r.values[1].id, "stop");
	ck_assert_str_eq(record_get(&r, "start"), "");
	ck_assert_uint_eq(record_words(&r), 1 + 1 + 4 + 1 + 4 + 4);
	ck_err(record_set(&r, forms_get(forms, "soap"), "nothing", "x", 1),
	    ERR_NOTFOUND);
	record_done(&r);
}
END_TEST

START_TEST(test_text_is_nfc_with_line_feeds)
{
	struct record r = {0};

	ck_ok(record_begin(&r, forms_get(forms, "soap")));
	set(&r, "plan", "a\r\nb\rc\n\r\r\nd e\xcc\x81");
	ck_assert_str_eq(record_get(&r, "plan"), "a\nb\nc\n\n\nd \xc3\xa9");
	ck_err(record_set(&r, forms_get(forms, "soap"), "plan", "a\xff", 2),
	    ERR_FORMAT);
	ck_err(record_set(&r, forms_get(forms, "soap"), "plan", "a\0b", 3),
	    ERR_FORMAT);
	ck_assert_str_eq(record_get(&r, "plan"), "a\nb\nc\n\n\nd \xc3\xa9");
	record_done(&r);
}
END_TEST

static void same(const struct record *a, const struct record *b)
{
	struct buf x = {0}, y = {0};

	ck_assert_str_eq(a->form, b->form);
	ck_assert_uint_eq(a->version, b->version);
	ck_assert_str_eq(a->title, b->title);
	ck_assert_str_eq(a->kind, b->kind);
	ck_assert_int_eq(a->act, b->act);
	ck_assert_str_eq(a->reason, b->reason);
	ck_assert(id_equal(&a->target, &b->target));
	ck_assert(id_equal(&a->session, &b->session));
	ck_assert_int_eq(a->when, b->when);
	ck_assert_int_eq(a->late, b->late);
	ck_assert_str_eq(a->signer, b->signer);
	ck_assert_str_eq(a->looks, b->looks);
	ck_assert_uint_eq(a->nvalues, b->nvalues);
	for (size_t i = 0; i < a->nvalues; i++) {
		ck_assert_str_eq(a->values[i].id, b->values[i].id);
		ck_assert_int_eq(a->values[i].type, b->values[i].type);
		ck_assert_str_eq(a->values[i].heading, b->values[i].heading);
		ck_assert_uint_eq(a->values[i].text.len, b->values[i].text.len);
		ck_assert_str_eq(
		    buf_str(&a->values[i].text), buf_str(&b->values[i].text));
	}
	ck_ok(record_encode(a, &x));
	ck_ok(record_encode(b, &y));
	ck_assert_mem_eq(x.p, y.p, x.len);
	buf_free(&x);
	buf_free(&y);
}

static void round_trip(const struct record *r)
{
	struct record back = {0};
	struct buf b = {0};

	ck_ok(record_encode(r, &b));
	ck_ok(record_decode(b.p, b.len, &back));
	same(r, &back);
	record_done(&back);
	buf_free(&b);
}

static void replace(char **s, const char *with)
{
	free(*s);
	*s = strdup(with);
	ck_assert_ptr_nonnull(*s);
}

START_TEST(test_round_trip)
{
	struct record r = {0};

	soap(&r);
	round_trip(&r);
	r.act = ACT_CORRECTION;
	r.late = true;
	memset(r.target.b, 7, ID_LEN);
	memset(r.session.b, 0xab, ID_LEN);
	replace(&r.reason, "Wrong date.");
	replace(&r.signer, "Imre Lorem, LAC");
	replace(&r.looks, "overlap\tTwo rooms.");
	round_trip(&r);
	record_done(&r);
	ck_ok(record_begin(&r, forms_get(forms, "error")));
	round_trip(&r);
	record_done(&r);
}
END_TEST

static void naughty(void *arg, const char *s)
{
	struct record r = {0};

	(void)arg;
	ck_ok(record_begin(&r, forms_get(forms, "soap")));
	set(&r, "subjective", s);
	set(&r, "plan", s);
	if (strchr(s, '\n') == NULL)
		replace(&r.signer, s);
	replace(&r.reason, s);
	round_trip(&r);
	record_done(&r);
}

START_TEST(test_naughty_strings_round_trip)
{
	ck_assert_uint_ge(each_naughty(naughty, NULL), 10);
}
END_TEST

START_TEST(test_every_other_byte_string_is_refused)
{
	struct record r = {0}, back = {0};
	struct buf b = {0};
	unsigned refused = 0;

	soap(&r);
	ck_ok(record_encode(&r, &b));
	for (size_t n = 0; n < b.len; n++)
		ck_assert_int_ne(record_decode(b.p, n, &back), ERR_OK);
	for (size_t i = 0; i < b.len; i++) {
		b.p[i] ^= 0x80; /* breaks UTF-8 or a length */
		refused += record_decode(b.p, b.len, &back) != ERR_OK;
		record_done(&back);
		b.p[i] ^= 0x80;
	}
	ck_assert_uint_eq(refused, b.len);
	ck_ok(buf_add8(&b, 0));
	ck_err(record_decode(b.p, b.len, &back), ERR_FORMAT);
	buf_free(&b);
	record_done(&r);
}
END_TEST

/* Tags that record_encode would not write so. */
START_TEST(test_loose_encodings_are_refused)
{
	static const char *const rows[][4] = {
	    {"@late", "0", NULL, NULL},
	    {"@reason", "", NULL, NULL},
	    {"@act", "edit", NULL, NULL},
	    {"@unknown", "x", NULL, NULL},
	    {"plan", "a value without a heading", NULL, NULL},
	    {"@heads", "plan\ttext\tPlan", NULL, NULL},
	    {"@heads", "plan\tpicture\tPlan", "plan", "x"},
	    {"@heads", "plan\ttext", "plan", "x"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct record back = {0};
		struct buf b = {0};
		unsigned n = 7;

		ck_ok(fields_begin(&b));
		ck_ok(fields_adds(&b, "@form", "soap"));
		ck_ok(fields_adds(&b, "@version", "1"));
		ck_ok(fields_adds(&b, "@title", "SOAP note"));
		ck_ok(fields_adds(&b, "@kind", "note"));
		if (strcmp(rows[i][0], "@act") != 0)
			ck_ok(fields_adds(&b, "@act", "original"));
		ck_ok(fields_adds(&b, "@session", ""));
		ck_ok(fields_adds(&b, "@when", "0"));
		if (strcmp(rows[i][0], "@act") == 0)
			n--;
		ck_ok(fields_adds(&b, rows[i][0], rows[i][1]));
		n++;
		if (rows[i][2] != NULL) {
			ck_ok(fields_adds(&b, rows[i][2], rows[i][3]));
			n++;
		}
		fields_end(&b, n);
		ck_assert_msg(record_decode(b.p, b.len, &back) == ERR_FORMAT,
		    "%s taken", rows[i][0]);
		buf_free(&b);
	}
}
END_TEST

START_TEST(test_entry_is_at_most_1_mib)
{
	struct record r = {0};
	struct buf big = {0}, b = {0};

	ck_ok(record_begin(&r, forms_get(forms, "soap")));
	while (big.len < ENTRY_MAX)
		ck_ok(buf_adds(&big, "0123456789abcdef"));
	ck_ok(record_set(
	    &r, forms_get(forms, "soap"), "plan", big.p, big.len / 2));
	ck_ok(record_encode(&r, &b));
	buf_clear(&b);
	ck_ok(record_set(&r, forms_get(forms, "soap"), "plan", big.p, big.len));
	ck_err(record_encode(&r, &b), ERR_LIMIT);
	ck_assert_uint_eq(b.len, 0);
	buf_free(&big);
	buf_free(&b);
	record_done(&r);
}
END_TEST

static enum err collect(
    void *arg, const char *label, const char *text, size_t len)
{
	return buf_addf(arg, "<%s>%.*s\n", label, (int)len, text);
}

START_TEST(test_parts)
{
	struct record r = {0};
	struct buf b = {0};

	soap(&r);
	set(&r, "risk", "low");
	ck_ok(record_parts(&r, collect, &b));
	ck_assert_str_eq(buf_str(&b),
	    "<>SOAP note   Tue 18 Nov 2025 09:00-09:50, 50 minutes, individual,"
	    " office; present: client.   Diagnosis F41.1   Objectives 1.1   "
	    "Risk low\n"
	    "<Subjective>Slept through five nights.\n"
	    "<Plan>Breathing twice a day.\n");
	buf_clear(&b);
	r.act = ACT_CORRECTION;
	r.late = true;
	replace(&r.reason, "Wrong date.");
	replace(&r.looks, "overlap\tTwo rooms.");
	ck_ok(record_parts(&r, collect, &b));
	ck_assert_ptr_nonnull(strstr(buf_str(&b), "Risk low   late entry\n"
						  "<Correction>Wrong date.\n"
						  "<Subjective>"));
	ck_assert_ptr_nonnull(
	    strstr(buf_str(&b), "<Looked at>overlap: Two rooms.\n"));
	buf_free(&b);
	record_done(&r);
}
END_TEST

START_TEST(test_context)
{
	static const struct date d25 = {2025, 11, 20}, d26 = {2026, 1, 2};
	struct record r = {0};
	struct buf b = {0};

	soap(&r);
	ck_ok(record_context(&r, d25, &b));
	ck_assert_str_eq(buf_str(&b), "Tue 18 Nov 09:00-09:50   individual   "
				      "office   F41.1   1.1   risk not stated");
	buf_clear(&b);
	set(&r, "risk", "moderate");
	set(&r, "objectives", "");
	ck_ok(record_context(&r, d26, &b));
	ck_assert_str_eq(buf_str(&b), "Tue 18 Nov 2025 09:00-09:50   "
				      "individual   office   F41.1   "
				      "risk moderate");
	buf_free(&b);
	record_done(&r);
}
END_TEST

START_TEST(test_an_addendum_has_no_header)
{
	static const struct date d25 = {2025, 11, 20};
	struct record r = {0};
	struct buf b = {0};

	ck_ok(record_begin(&r, forms_get(forms, "addendum")));
	set(&r, "text", "More.");
	r.when = date_utc(d25, 12 * 60 + 5);
	ck_ok(record_context(&r, d25, &b));
	ck_assert_str_eq(buf_str(&b), "Thu 20 Nov 12:05");
	buf_clear(&b);
	ck_ok(record_parts(&r, collect, &b));
	ck_assert_str_eq(buf_str(&b),
	    "<>addendum   Thu 20 Nov 2025 12:05\n<Addendum>More.\n");
	buf_free(&b);
	record_done(&r);
}
END_TEST

Suite *record_suite(void)
{
	Suite *s = suite_create("record");
	TCase *t = tcase_create("record");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_values_stand_in_form_order);
	tcase_add_test(t, test_text_is_nfc_with_line_feeds);
	tcase_add_test(t, test_round_trip);
	tcase_add_test(t, test_naughty_strings_round_trip);
	tcase_add_test(t, test_every_other_byte_string_is_refused);
	tcase_add_test(t, test_loose_encodings_are_refused);
	tcase_add_test(t, test_entry_is_at_most_1_mib);
	tcase_add_test(t, test_parts);
	tcase_add_test(t, test_context);
	tcase_add_test(t, test_an_addendum_has_no_header);
	suite_add_tcase(s, t);
	return s;
}
