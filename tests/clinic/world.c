#include "tests/clinic/world.h"

#include <stdio.h>
#include <string.h>

#include "tests/clinic/help.h"
#include "tests/run.h"

void world_time(struct world *w, int y, int m, int d, int minute)
{
	struct date day = {y, m, d};

	test_clock_add(&w->w.tc, date_utc(day, minute) - w->w.tc.utc);
}

struct clinic *world_login(struct world *w, const char *login)
{
	const char *pw = strcmp(login, DORA) == 0 ? PW_CLIN2 : PW_CLIN;
	struct clinic *c = NULL;

	ck_ok(clinic_open(w->w.dir, shipped(), &w->w.tc.clock, &c));
	ck_ok(vault_login(clinic_vault(c), login, pw, strlen(pw)));
	return c;
}

void world_init(struct world *w)
{
	memset(w, 0, sizeof(*w));
	test_clinic_init(&w->w);
	world_time(w, 2025, 9, 1, 8 * 60);
	test_clinic_make(&w->w);
	test_clinic_staff(&w->w);
	world_time(w, 2025, 11, 18, 10 * 60);
	w->c = world_login(w, CARL);
	w->wren = new_client(w->c, "Wren Fable", "1991-03-14");
}

void world_done(struct world *w)
{
	clinic_close(w->c);
	test_clinic_done(&w->w);
}

struct id new_client(struct clinic *c, const char *name, const char *born)
{
	const struct form *f = forms_get(clinic_forms(c), "client");
	struct record r = {0};
	struct id chart;

	ck_ok(record_begin(&r, f));
	ck_ok(record_set(&r, f, "name", name, strlen(name)));
	ck_ok(record_set(&r, f, "born", born, strlen(born)));
	ck_ok(client_create(c, &r, &chart));
	record_done(&r);
	return chart;
}

struct id new_session(
    struct clinic *c, const struct id *chart, struct date day, int minute)
{
	struct session s = {.chart = *chart,
	    .clinician = vault_me(clinic_vault(c))->id,
	    .start = date_utc(day, minute),
	    .minutes = 50,
	    .service = "individual",
	    .place = "office"};
	bool overlap;

	ck_ok(session_add(c, &s, &overlap));
	return s.id;
}

struct session get_session(struct clinic *c, const struct id *id)
{
	const struct session *s = session_get(c, id);

	ck_assert_ptr_nonnull(s);
	return *s;
}

void put_text(struct note *n, const char *field, const char *text)
{
	ck_ok(note_put(n, field, text, strlen(text)));
}

void fill_soap(struct note *n)
{
	put_text(n, "subjective", "Slept through five nights of seven.");
	put_text(n, "objective", "On time, good eye contact.");
	put_text(n, "assessment", "Panic rarer and shorter.");
	put_text(n, "plan", "Breathing twice a day.");
}

void sign_note(struct note *n)
{
	ck_ok(note_sign(n));
	note_close(n);
}

void signed_session(struct clinic *c, const struct id *session)
{
	const struct person *me = vault_me(clinic_vault(c));
	const char *pw = strcmp(me->login, DORA) == 0 ? PW_CLIN2 : PW_CLIN;
	struct note *n = NULL;

	ck_ok(note_open_session(
	    c, session, forms_get(clinic_forms(c), "soap"), &n));
	fill_soap(n);
	ck_ok(vault_reauth(clinic_vault(c), pw, strlen(pw)));
	sign_note(n);
}

struct wanted {
	const char *id;
	enum check_level level;
	char *words;
	unsigned seen;
};

static enum err on_check(void *arg, const struct note_check *k)
{
	struct wanted *w = arg;

	if (strcmp(k->id, w->id) != 0)
		return ERR_OK;
	w->seen++;
	w->level = k->level;
	if (w->words != NULL)
		(void)snprintf(w->words, 80, "%s", k->words);
	return ERR_OK;
}

enum check_level level_of(struct note *n, const char *id, char *words)
{
	struct wanted w = {.id = id, .words = words};

	ck_ok(note_checks(n, on_check, &w));
	ck_assert_uint_eq(w.seen, 1);
	return w.level;
}

static enum err on_row(void *arg, const struct timeline_row *row)
{
	return buf_addf(arg, "%s/%s%s%s%s\n", row->title,
	    note_state_word(row->state), row->late ? "/late" : "",
	    row->amended ? "/amended" : "", row->depth == 1 ? "/1" : "");
}

const char *timeline(struct clinic *c, const struct id *chart)
{
	static char text[2000];
	struct buf b = {0};

	ck_ok(timeline_each(c, chart, on_row, &b));
	(void)snprintf(text, sizeof(text), "%s", buf_str(&b));
	buf_free(&b);
	return text;
}
