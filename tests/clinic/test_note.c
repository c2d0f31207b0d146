/* Drafts: begun, typed, found again, taken over, changed, thrown away. */
#include <stdio.h>
#include <string.h>

#include "base/file.h"

#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"
#include "vault/draft.h"

static struct world w;
static struct id session; /* today at 9, ended */
static const struct date d18 = {2025, 11, 18};

static void setup(void)
{
	world_init(&w);
	session = new_session(w.c, &w.wren, d18, 9 * 60);
}

static void teardown(void)
{
	world_done(&w);
}

static const struct form *form(const char *id)
{
	return forms_get(clinic_forms(w.c), id);
}

static struct note *open_session(struct clinic *c)
{
	struct note *n = NULL;

	ck_ok(note_open_session(c, &session, NULL, &n));
	return n;
}

static enum err count(void *arg, const struct draft_info *info)
{
	(void)info;
	++*(unsigned *)arg;
	return ERR_OK;
}

static unsigned drafts(struct clinic *c)
{
	unsigned n = 0;

	ck_ok(draft_each(clinic_vault(c), count, &n));
	return n;
}

START_TEST(test_session_note_is_dated_and_headed)
{
	struct note *n = open_session(w.c);
	const struct note_facts *f = note_facts(n);

	ck_assert_str_eq(f->form->id, "soap");
	ck_assert(id_equal(&f->id, &session));
	ck_assert(id_equal(&f->session, &session));
	ck_assert(id_equal(&f->chart, &w.wren));
	ck_assert_int_eq(f->act, ACT_ORIGINAL);
	ck_assert(!f->readonly && !f->recovered);
	ck_assert_str_eq(note_text(n, "date"), "2025-11-18");
	ck_assert_str_eq(note_text(n, "start"), "09:00");
	ck_assert_str_eq(note_text(n, "stop"), "09:50");
	ck_assert_str_eq(note_text(n, "service"), "individual");
	ck_assert_str_eq(note_text(n, "place"), "office");
	ck_assert_str_eq(note_text(n, "plan"), "");
	ck_assert(note_saved(n));
	note_close(n);
	/* opened and left: there is no draft */
	ck_assert_uint_eq(drafts(w.c), 0);
}
END_TEST

START_TEST(test_every_put_is_on_disk)
{
	struct note *n = open_session(w.c), *again = NULL;
	struct clinic *other;

	put_text(n, "plan", "Breathing.");
	put_text(n, "plan", "Breathing twice.");
	put_text(n, "risk", "low");
	ck_assert(note_saved(n));
	/* another login sees it before this one closes anything */
	other = world_login(&w, CARL);
	again = open_session(other);
	ck_assert_str_eq(note_text(again, "plan"), "Breathing twice.");
	ck_assert_str_eq(note_text(again, "risk"), "low");
	ck_assert_str_eq(note_text(again, "date"), "2025-11-18");
	note_close(again);
	clinic_close(other);
	put_text(n, "risk", "");
	note_close(n);
	n = open_session(w.c);
	ck_assert_str_eq(note_text(n, "risk"), "");
	ck_assert_str_eq(note_text(n, "plan"), "Breathing twice.");
	ck_assert(!note_facts(n)->recovered);
	note_close(n);
	ck_assert_uint_eq(drafts(w.c), 1);
}
END_TEST

START_TEST(test_what_is_refused)
{
	struct note *n = open_session(w.c);
	struct buf big = {0};

	ck_err(note_put(n, "nothing", "x", 1), ERR_NOTFOUND);
	ck_err(note_put(n, "plan", "\xff", 1), ERR_FORMAT);
	ck_err(note_put(n, "plan", "a\0b", 3), ERR_FORMAT);
	ck_ok(buf_addzero(&big, ENTRY_MAX));
	memset(big.p, 'x', big.len);
	ck_err(note_put(n, "plan", big.p, big.len), ERR_LIMIT);
	ck_ok(note_put(n, "plan", big.p, ENTRY_MAX / 2));
	ck_err(note_put(n, "objective", big.p, ENTRY_MAX / 2), ERR_LIMIT);
	ck_ok(note_put(n, "objective", big.p, ENTRY_MAX / 4));
	ck_assert_uint_eq(strlen(note_text(n, "plan")), ENTRY_MAX / 2);
	buf_free(&big);
	note_close(n);
}
END_TEST

/* The login that wrote is gone without a word. */
START_TEST(test_recovered_after_a_kill)
{
	struct clinic *gone = world_login(&w, CARL);
	struct note *n = open_session(gone);

	world_time(&w, 2025, 11, 18, 14 * 60 + 2);
	ck_ok(note_put_cursor(n, "plan", 3));
	put_text(n, "plan", "three words here");
	vault_lock(clinic_vault(gone)); /* nothing can be stored any more */
	note_close(n);
	clinic_close(gone);
	world_time(&w, 2025, 11, 18, 15 * 60);
	n = open_session(w.c);
	ck_assert(!note_facts(n)->readonly);
	ck_assert(note_facts(n)->recovered);
	ck_assert_uint_eq(note_facts(n)->recovered_words, 3);
	ck_assert_int_eq(
	    note_facts(n)->recovered_at, date_utc(d18, 14 * 60 + 2));
	ck_assert_str_eq(note_facts(n)->cursor_field, "plan");
	ck_assert_uint_eq(note_facts(n)->cursor, 3);
	note_close(n);
	n = open_session(w.c);
	ck_assert(!note_facts(n)->recovered);
	note_close(n);
}
END_TEST

START_TEST(test_two_logins_and_take_over)
{
	struct note *a = open_session(w.c), *b;
	struct clinic *other = world_login(&w, CARL);

	put_text(a, "plan", "one");
	world_time(&w, 2025, 11, 18, 11 * 60);
	b = open_session(other);
	ck_assert(note_facts(b)->readonly);
	ck_assert(!note_facts(b)->recovered);
	ck_assert_int_eq(note_facts(b)->held_since, date_utc(d18, 600));
	ck_assert_str_eq(note_text(b, "plan"), "one");
	ck_err(note_put(b, "plan", "x", 1), ERR_CONFLICT);
	ck_assert_str_eq(note_text(b, "plan"), "one");
	put_text(a, "plan", "one two");
	ck_ok(note_take(b));
	/* its last word is in it */
	ck_assert_str_eq(note_text(b, "plan"), "one two");
	ck_err(note_put(a, "plan", "one two three", 13), ERR_CONFLICT);
	ck_assert(note_facts(a)->readonly);
	ck_assert(!note_saved(a));
	ck_assert_str_eq(note_text(a, "plan"), "one two three");
	put_text(b, "plan", "four");
	note_close(a);
	note_close(b);
	clinic_close(other);
	a = open_session(w.c);
	ck_assert(!note_facts(a)->readonly);
	ck_assert_str_eq(note_text(a, "plan"), "four");
	note_close(a);
}
END_TEST

START_TEST(test_take_over_of_an_empty_note_keeps_its_head)
{
	struct note *a = open_session(w.c), *b;
	struct clinic *other = world_login(&w, CARL);

	b = open_session(other);
	ck_assert(note_facts(b)->readonly);
	ck_ok(note_take(b));
	ck_assert_str_eq(note_text(b, "start"), "09:00");
	put_text(b, "plan", "x");
	note_close(b);
	note_close(a);
	clinic_close(other);
	a = open_session(w.c);
	ck_assert_str_eq(note_text(a, "start"), "09:00");
	note_close(a);
}
END_TEST

START_TEST(test_without_session)
{
	struct note *n = NULL;
	struct id id;

	ck_ok(note_new(w.c, &w.wren, form("dap"), &n));
	ck_assert_str_eq(note_text(n, "date"), "2025-11-18");
	ck_assert_str_eq(note_text(n, "start"), "");
	ck_assert(id_is_zero(&note_facts(n)->session));
	id = note_facts(n)->id;
	put_text(n, "data", "Called about the tram.");
	note_close(n);
	n = NULL;
	ck_ok(note_open_draft(w.c, &id, &n));
	ck_assert_str_eq(note_facts(n)->form->id, "dap");
	ck_assert_str_eq(note_text(n, "data"), "Called about the tram.");
	note_close(n);
	ck_err(note_open_draft(w.c, &session, &n), ERR_NOTFOUND);
	/* the form used last is offered next */
	n = NULL;
	ck_ok(note_new(w.c, &w.wren, NULL, &n));
	ck_assert_str_eq(note_facts(n)->form->id, "dap");
	note_close(n);
}
END_TEST

START_TEST(test_convert_loses_no_text)
{
	struct note *n = open_session(w.c);

	fill_soap(n);
	ck_ok(note_convert(n, form("dap")));
	ck_assert_str_eq(note_facts(n)->form->id, "dap");
	ck_assert_str_eq(note_text(n, "start"), "09:00");
	ck_assert_str_eq(
	    note_text(n, "assessment"), "Panic rarer and shorter.");
	ck_assert_str_eq(note_text(n, "plan"),
	    "Breathing twice a day.\n\n"
	    "Subjective\nSlept through five nights of seven.\n\n"
	    "Objective\nOn time, good eye contact.");
	note_close(n);
	n = open_session(w.c);
	ck_assert_str_eq(note_facts(n)->form->id, "dap");
	ck_assert_ptr_nonnull(strstr(note_text(n, "plan"), "Objective\nOn"));
	ck_ok(note_convert(n, form("addendum")));
	ck_assert_ptr_nonnull(
	    strstr(note_text(n, "text"), "Service\nindividual"));
	note_close(n);
	n = open_session(w.c);
	/* each text is there once */
	ck_assert_ptr_null(strstr(
	    strstr(note_text(n, "text"), "Objective\n") + 1, "Objective\n"));
	note_close(n);
}
END_TEST

/* A text of its own for each field that takes one. */
static void fill_texts(struct note *n)
{
	const struct form *f = note_facts(n)->form;
	char text[60];

	for (size_t i = 0; i < f->nfields; i++) {
		if (f->fields[i].type != FIELD_TEXT)
			continue;
		(void)snprintf(text, sizeof(text), "words of %s,\n\nand more",
		    f->fields[i].id);
		put_text(n, f->fields[i].id, text);
	}
}

static enum err on_part(
    void *arg, const char *label, const char *text, size_t len)
{
	enum err e = buf_addf(arg, "%s\n", label);

	return e == ERR_OK ? buf_add(arg, text, len) : e;
}

static unsigned times(const char *hay, const char *needle)
{
	unsigned n = 0;

	while ((hay = strstr(hay, needle)) != NULL) {
		hay += strlen(needle);
		n++;
	}
	return n;
}

/* Each text and each fact of ${from} is in the draft of another form, once. */
static void assert_all_there(struct note *n, const struct form *from)
{
	struct record r = {0};
	struct buf b = {0};
	char text[60];

	ck_ok(note_preview(n, &r));
	ck_ok(record_parts(&r, on_part, &b));
	for (size_t i = 0; i < from->nfields; i++) {
		if (from->fields[i].type != FIELD_TEXT)
			continue;
		(void)snprintf(text, sizeof(text), "words of %s,\n\nand more",
		    from->fields[i].id);
		ck_assert_msg(times(buf_str(&b), text) == 1,
		    "%s, from %s to %s", from->fields[i].id, from->id,
		    note_facts(n)->form->id);
	}
	ck_assert_uint_eq(
	    times(buf_str(&b), "F41.1"), form_field(from, "diagnosis") != NULL);
	if (form_field(from, "start") != NULL)
		ck_assert_ptr_nonnull(strstr(buf_str(&b), "09:00"));
	buf_free(&b);
	record_done(&r);
}

START_TEST(test_any_format_becomes_any_other)
{
	const struct forms *fs = clinic_forms(w.c);
	const struct form *soap = form("soap"), *from, *to;
	unsigned pairs = 0;

	for (size_t i = 0; (from = forms_format(fs, soap, i)) != NULL; i++)
		for (size_t j = 0; (to = forms_format(fs, soap, j)) != NULL;
		     j++) {
			struct note *n = open_session(w.c);

			ck_ok(note_convert(n, from));
			fill_texts(n);
			if (form_field(from, "diagnosis") != NULL)
				put_text(n, "diagnosis", "F41.1");
			ck_ok(note_convert(n, to));
			assert_all_there(n, from);
			note_close(n);
			/* and so it is on disk */
			n = open_session(w.c);
			ck_assert_ptr_eq(note_facts(n)->form, to);
			assert_all_there(n, from);
			ck_ok(note_discard(n, ""));
			note_close(n);
			pairs++;
		}
	ck_assert_uint_eq(pairs, 15 * 15);
}
END_TEST

START_TEST(test_quick_entries_stand_by_themselves)
{
	struct note *n = NULL;

	ck_ok(note_new(w.c, &w.wren, form("missed"), &n));
	ck_assert_str_eq(note_text(n, "date"), "2025-11-18");
	ck_assert_str_eq(note_text(n, "notice"), "none");
	ck_assert_int_eq(level_of(n, "sections", NULL), CHECK_MUST);
	put_text(n, "contact", "no answer");
	ck_assert_int_eq(level_of(n, "sections", NULL), CHECK_OK);
	ck_ok(vault_reauth(clinic_vault(w.c), PW_CLIN, strlen(PW_CLIN)));
	sign_note(n);
	ck_ok(note_new(w.c, &w.wren, form("phone"), &n));
	ck_assert_str_eq(note_text(n, "start"), "10:00");
	ck_assert_str_eq(note_text(n, "medium"), "telephone");
	note_close(n);
	ck_assert_str_eq(timeline(w.c, &w.wren), "Missed visit/signed\n");
	/* the next note is not of that form, nor of a crisis */
	ck_ok(note_new(w.c, &w.wren, form("crisis"), &n));
	put_text(n, "event", "A call at night.");
	note_close(n);
	n = open_session(w.c);
	ck_assert_str_eq(note_facts(n)->form->id, "soap");
	note_close(n);
}
END_TEST

START_TEST(test_missed_is_what_the_calendar_says)
{
	struct note *n = open_session(w.c);

	ck_ok(note_convert(n, form("missed")));
	ck_assert_str_eq(note_text(n, "start"), "09:00");
	put_text(n, "contact", "voice mail left");
	ck_ok(vault_reauth(clinic_vault(w.c), PW_CLIN, strlen(PW_CLIN)));
	sign_note(n);
	ck_assert_int_eq(get_session(w.c, &session).state, SESSION_MISSED);
}
END_TEST

START_TEST(test_move_to_the_right_client)
{
	struct id otto = new_client(w.c, "Otto Quillfeather", "1984-06-02");
	struct note *n = open_session(w.c);
	struct id moved;

	put_text(n, "plan", "of Otto");
	ck_ok(note_move(n, &otto));
	ck_assert(id_equal(&note_facts(n)->chart, &otto));
	ck_assert(id_is_zero(&note_facts(n)->session));
	moved = note_facts(n)->id;
	ck_assert(!id_equal(&moved, &session));
	put_text(n, "plan", "of Otto alone");
	note_close(n);
	ck_assert_uint_eq(drafts(w.c), 1);
	ck_assert_str_eq(timeline(w.c, &otto), "SOAP note/draft\n");
	ck_assert_str_eq(timeline(w.c, &w.wren), "");
	/* the session has no note again */
	n = open_session(w.c);
	ck_assert_str_eq(note_text(n, "plan"), "");
	note_close(n);
	/* without a session the id stays */
	ck_ok(note_open_draft(w.c, &moved, &n));
	ck_assert_str_eq(note_text(n, "plan"), "of Otto alone");
	ck_ok(note_move(n, &w.wren));
	ck_assert(id_equal(&note_facts(n)->id, &moved));
	note_close(n);
	ck_assert_str_eq(timeline(w.c, &w.wren), "SOAP note/draft\n");
	ck_err(note_open_draft(w.c, &session, &n), ERR_NOTFOUND);
}
END_TEST

START_TEST(test_discard)
{
	struct note *n = open_session(w.c);

	put_text(n, "plan", "nonsense");
	ck_ok(note_discard(n, "no session took place"));
	ck_err(note_put(n, "plan", "x", 1), ERR_CONFLICT);
	note_close(n);
	ck_assert_uint_eq(drafts(w.c), 0);
	/* the session tells that, in its next version */
	ck_assert_uint_eq(get_session(w.c, &session).ver, 2);
	ck_assert_int_eq(get_session(w.c, &session).state, SESSION_PLANNED);
	n = open_session(w.c);
	ck_assert_str_eq(note_text(n, "plan"), "");
	note_close(n);
}
END_TEST

START_TEST(test_naughty_texts_stay_what_they_are)
{
	struct note *n = open_session(w.c);

	put_text(n, "plan", "\x1b[31m \xe2\x80\xae \xf0\x9f\x91\xa9\n\n#x\t");
	note_close(n);
	n = open_session(w.c);
	ck_assert_str_eq(note_text(n, "plan"),
	    "\x1b[31m \xe2\x80\xae \xf0\x9f\x91\xa9\n\n#x\t");
	note_close(n);
}
END_TEST

START_TEST(test_checks)
{
	static const struct {
		const char *field, *value, *check, *words;
		enum check_level level;
	} rows[] = {
	    {"plan", "", "sections", "Plan is needed.", CHECK_MUST},
	    {"plan", " \n", "sections", "Plan is needed.", CHECK_MUST},
	    {"start", "", "header", "Start is needed.", CHECK_MUST},
	    {"start", "nine", "values", "Start: not a time of the day.",
		CHECK_MUST},
	    {"service", "chess", "values", "Service: not one of the choices.",
		CHECK_MUST},
	    {"stop", "09:00", "times", "Stop is not later than start.",
		CHECK_MUST},
	    {"stop", "08:50", "times", "Stop is not later than start.",
		CHECK_MUST},
	    {"date", "2025-11-19", "date", "The date is to come.", CHECK_MUST},
	};
	struct note *n = open_session(w.c);
	char words[80];

	ck_assert_int_eq(level_of(n, "words", words), CHECK_MUST);
	ck_assert_str_eq(words, "There are no words.");
	fill_soap(n);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf was = {0};

		ck_ok(buf_adds(&was, note_text(n, rows[i].field)));
		ck_assert_int_eq(level_of(n, rows[i].check, NULL), CHECK_OK);
		put_text(n, rows[i].field, rows[i].value);
		ck_assert_int_eq(
		    level_of(n, rows[i].check, words), rows[i].level);
		ck_assert_str_eq(words, rows[i].words);
		ck_err(note_sign(n), ERR_FORMAT);
		put_text(n, rows[i].field, buf_str(&was));
		buf_free(&was);
	}
	/* a night */
	put_text(n, "start", "23:30");
	put_text(n, "stop", "00:20");
	put_text(n, "date", "2025-11-17");
	ck_assert_int_eq(level_of(n, "times", NULL), CHECK_LOOK);
	note_close(n);
}
END_TEST

struct acked {
	char reason[40];
};

static enum err on_overlap(void *arg, const struct note_check *k)
{
	struct acked *a = arg;

	if (strcmp(k->id, "overlap") == 0)
		strncpy(a->reason, k->reason, sizeof(a->reason) - 1);
	return ERR_OK;
}

START_TEST(test_look_needs_a_reason)
{
	struct note *n = open_session(w.c);
	struct signed_note s = {0};
	struct acked a = {""};

	new_session(w.c, &w.wren, d18, 9 * 60 + 30);
	fill_soap(n);
	ck_assert_int_eq(level_of(n, "overlap", NULL), CHECK_LOOK);
	ck_err(note_sign(n), ERR_FORMAT);
	ck_assert_ptr_nonnull(strstr(err_detail(), "overlap"));
	ck_ok(note_ack(n, "other", "Not asked."));
	ck_err(note_sign(n), ERR_FORMAT);
	ck_ok(note_ack(n, "overlap", "No."));
	ck_ok(note_ack(n, "overlap", ""));
	ck_err(note_sign(n), ERR_FORMAT);
	ck_ok(note_ack(n, "overlap", "Two rooms."));
	note_close(n);
	n = open_session(w.c);
	ck_ok(note_checks(n, on_overlap, &a));
	ck_assert_str_eq(a.reason, "Two rooms.");
	sign_note(n);
	ck_ok(note_read(w.c, &w.wren, &session, &s));
	ck_assert_str_eq(
	    s.versions[0].looks, "other\tNot asked.\noverlap\tTwo rooms.");
	signed_note_done(&s);
}
END_TEST

START_TEST(test_state_is_unsigned_when_whole)
{
	struct note *n = open_session(w.c);
	unsigned d, u;

	put_text(n, "plan", "x");
	ck_assert_str_eq(timeline(w.c, &w.wren), "SOAP note/draft\n");
	ck_ok(note_open_counts(w.c, &d, &u));
	ck_assert(d == 1 && u == 0);
	fill_soap(n);
	note_close(n);
	ck_assert_str_eq(timeline(w.c, &w.wren), "SOAP note/unsigned\n");
	ck_ok(note_open_counts(w.c, &d, &u));
	ck_assert(d == 0 && u == 1);
}
END_TEST

/* A clinic's own form is gone: what was typed in it is not. */
START_TEST(test_draft_outlives_its_form)
{
	char dir[4200];
	struct clinic *c;
	struct note *n = NULL;
	struct id id;

	ck_assert_int_lt(
	    snprintf(dir, sizeof(dir), "%s/forms", w.w.dir), (int)sizeof(dir));
	if (!file_exists(dir))
		ck_ok(file_mkdir(dir, 0700));
	put_file(dir, "walk.form",
	    "[form]\nid=walk\nversion=1\ntitle=Walk\nkind=note\n"
	    "[way]\nlabel=Way\n[talk]\nlabel=Talk\n");
	c = world_login(&w, CARL);
	ck_ok(note_new(c, &w.wren, forms_get(clinic_forms(c), "walk"), &n));
	put_text(n, "way", "Round the lake.");
	id = note_facts(n)->id;
	note_close(n);
	ck_ok(note_open_draft(w.c, &id, &n));
	ck_assert_str_eq(note_facts(n)->form->id, "narrative");
	ck_assert_str_eq(note_text(n, "narrative"), "way\nRound the lake.");
	put_text(n, "start", "09:00");
	note_close(n);
	ck_ok(note_open_draft(w.c, &id, &n));
	ck_assert_str_eq(note_text(n, "narrative"), "way\nRound the lake.");
	note_close(n);
	clinic_close(c);
}
END_TEST

Suite *note_suite(void)
{
	Suite *s = suite_create("note");
	TCase *t = tcase_create("note");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_session_note_is_dated_and_headed);
	tcase_add_test(t, test_every_put_is_on_disk);
	tcase_add_test(t, test_what_is_refused);
	tcase_add_test(t, test_recovered_after_a_kill);
	tcase_add_test(t, test_two_logins_and_take_over);
	tcase_add_test(t, test_take_over_of_an_empty_note_keeps_its_head);
	tcase_add_test(t, test_without_session);
	tcase_add_test(t, test_convert_loses_no_text);
	tcase_add_test(t, test_any_format_becomes_any_other);
	tcase_add_test(t, test_quick_entries_stand_by_themselves);
	tcase_add_test(t, test_missed_is_what_the_calendar_says);
	tcase_add_test(t, test_move_to_the_right_client);
	tcase_add_test(t, test_discard);
	tcase_add_test(t, test_naughty_texts_stay_what_they_are);
	tcase_add_test(t, test_checks);
	tcase_add_test(t, test_look_needs_a_reason);
	tcase_add_test(t, test_state_is_unsigned_when_whole);
	tcase_add_test(t, test_draft_outlives_its_form);
	suite_add_tcase(s, t);
	return s;
}
