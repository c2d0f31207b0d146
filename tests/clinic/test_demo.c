#include <config.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"
#include "clinic/client.h"
#include "clinic/demo.h"
#include "clinic/note.h"
#include "clinic/privnote.h"
#include "clinic/session.h"
#include "tests/clinic/demo_dir.h"
#include "tests/clinic/help.h"
#include "tests/run.h"
#include "vault/verify.h"

#define DAY INT64_C(86400000)

static const char *const clinicians[] = {"imre", "juno", "soren"};

/* ---- who is there ---------------------------------------------------------
 */

static unsigned count_role(const char *role)
{
	const struct demo_login *l;
	unsigned n = 0;

	for (unsigned i = 0; (l = demo_login(i)) != NULL; i++)
		n += strcmp(l->role, role) == 0;
	return n;
}

START_TEST(test_logins)
{
	const struct demo_login *l;
	unsigned private = 0;

	ck_assert_uint_ge(count_role("clinician"), 3);
	ck_assert_uint_ge(count_role("supervisor"), 1);
	ck_assert_uint_eq(count_role("officer"), 1);
	ck_assert_uint_eq(count_role("administrator"), 1);
	for (unsigned i = 0; (l = demo_login(i)) != NULL; i++) {
		/* printed as password=... passphrase=..., a line each */
		ck_assert_uint_ge(strlen(l->password), 15);
		ck_assert_ptr_null(strchr(l->password, ' '));
		private += *l->passphrase != '\0';
	}
	ck_assert_uint_ge(private, 2);
}
END_TEST

static void fault(void *arg, const char *check, uint64_t seq, const char *words)
{
	(void)arg;
	ck_abort_msg("%s: row %lu: %s", check, (unsigned long)seq, words);
}

START_TEST(test_verifies)
{
	const struct verify_hooks hooks = {.fault = fault};
	struct verify_report r = {0};
	const struct demo_login *l;
	struct vault *v = NULL;

	ck_ok(vault_open(demo_dir(), &demo_clock, &v));
	ck_assert(vault_is_demo(v));
	ck_ok(verify(v, &hooks, &r));
	ck_assert_uint_gt(r.rows, 500);
	for (unsigned i = 0; (l = demo_login(i)) != NULL; i++) {
		ck_ok(
		    vault_login(v, l->name, l->password, strlen(l->password)));
		ck_ok(verify(v, &hooks, &r));
		ck_assert_uint_gt(r.entries, 300);
		ck_ok(vault_logout(v));
	}
	vault_close(v);
}
END_TEST

/* ---- clients --------------------------------------------------------------
 */

struct seen {
	struct clinic *c;
	struct id ids[64];
	size_t n;
	unsigned scripts; /* bits */
	unsigned closed;
};

static unsigned script_of(uint32_t cp)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = {{0x300, 0x36f}, {0xc0, 0x24f}, {0x370, 0x3ff},
	    {0x400, 0x4ff}, {0x590, 0x5ff}, {0x600, 0x6ff}, {0x1e00, 0x1eff},
	    {0x4e00, 0x9fff}, {0xac00, 0xd7a3}};

	for (unsigned i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (cp >= ranges[i].from && cp <= ranges[i].to)
			return 1U << i;
	return 0;
}

static enum err on_client(void *arg, const struct client *c)
{
	struct seen *s = arg;
	struct record r = {0};
	uint32_t ver, cp;

	for (size_t i = 0; c->name[i] != '\0';
	     i += utf8_decode(c->name + i, strlen(c->name + i), &cp)) {
		(void)utf8_decode(c->name + i, strlen(c->name + i), &cp);
		s->scripts |= script_of(cp);
	}
	ck_assert_int_gt(c->born.y, 1900);
	ck_assert_int_eq(strncmp(c->contact, "555-", 4), 0);
	ck_ok(client_load(s->c, &c->chart, &r, &ver));
	ck_assert_ptr_nonnull(strstr(record_get(&r, "flags"), "Fictional"));
	record_done(&r);
	s->closed += c->closed;
	for (size_t i = 0; i < s->n; i++)
		if (id_equal(&s->ids[i], &c->chart))
			return ERR_OK;
	ck_assert_uint_lt(s->n, 64);
	s->ids[s->n++] = c->chart;
	return ERR_OK;
}

START_TEST(test_clients)
{
	static const char *const with_clients[] = {
	    "imre", "juno", "soren", "hollis"};
	struct seen s = {0};
	unsigned scripts = 0;

	for (size_t i = 0; i < 4; i++) {
		s.c = demo_open(with_clients[i]);
		ck_ok(client_each(s.c, on_client, &s));
		clinic_close(s.c);
	}
	ck_assert_uint_eq(s.n, 20);
	for (unsigned bit = 0; bit < 9; bit++)
		scripts += s.scripts >> bit & 1;
	ck_assert_uint_eq(scripts, 9);
	ck_assert_uint_eq(s.closed, 1);
}
END_TEST

static enum err first_chart(void *arg, const struct client *c)
{
	*(struct id *)arg = c->chart;
	return ERR_CANCELLED;
}

/* A chart of a supervised clinician is the supervisor's as well, and nobody
 * else's. */
START_TEST(test_who_reads_whom)
{
	struct clinic *imre = demo_open("imre");
	struct clinic *hollis = demo_open("hollis");
	struct clinic *soren = demo_open("soren");
	struct clinic *ansel = demo_open("ansel");
	struct id chart = id_zero;
	struct record r = {0};

	ck_err(client_each(imre, first_chart, &chart), ERR_CANCELLED);
	ck_assert_ptr_nonnull(client_get(hollis, &chart));
	ck_ok(note_last(hollis, &chart, 0, &r));
	record_done(&r);
	ck_assert_ptr_null(client_get(soren, &chart));
	ck_err(note_last(soren, &chart, 0, &r), ERR_DENIED);
	ck_assert_ptr_null(client_get(ansel, &chart));
	clinic_close(imre);
	clinic_close(hollis);
	clinic_close(soren);
	clinic_close(ansel);
}
END_TEST

/* ---- two months -----------------------------------------------------------
 */

struct months {
	struct clinic *c;
	unsigned sessions, states[SESSION_STATES];
	unsigned notes[NOTE_STATES], late, amended, addenda;
	unsigned forms[4];
	int64_t first, last;
	struct buf texts; /* sections of every signed note */
};

static enum err on_session(void *arg, const struct session *s)
{
	struct months *m = arg;

	m->sessions++;
	m->states[s->state]++;
	if (m->first == 0 || s->start < m->first)
		m->first = s->start;
	if (s->start > m->last)
		m->last = s->start;
	return ERR_OK;
}

static void read_note(
    struct months *m, const struct id *chart, const struct timeline_row *row)
{
	static const char *const forms[] = {"soap", "dap", "birp", "narrative"};
	struct signed_note n = {0};
	struct buf own = {0};

	ck_ok(note_read(m->c, chart, &row->entry, &n));
	for (size_t i = 0; i < 4; i++)
		m->forms[i] += strcmp(n.versions[0].form, forms[i]) == 0;
	for (size_t i = 0; i < n.versions[0].nvalues; i++) {
		const struct record_value *v = &n.versions[0].values[i];

		if (!record_is_header(v) && strcmp(v->id, "plan") != 0)
			ck_ok(buf_add(&own, v->text.p, v->text.len));
	}
	/* No note has the words of another one. */
	ck_assert_uint_gt(own.len, 200);
	ck_assert_ptr_null(strstr(buf_str(&m->texts), buf_str(&own)));
	ck_ok(buf_add(&m->texts, own.p, own.len));
	buf_free(&own);
	signed_note_done(&n);
}

struct chart_of {
	struct months *m;
	const struct id *chart;
};

static enum err on_row(void *arg, const struct timeline_row *row)
{
	const struct chart_of *ch = arg;
	struct months *m = ch->m;

	m->notes[row->state]++;
	m->late += row->late;
	m->amended += row->amended && row->depth == 0;
	m->addenda += row->depth > 0;
	if (!row->draft && row->depth == 0 && row->state == NOTE_SIGNED)
		read_note(m, ch->chart, row);
	return ERR_OK;
}

static enum err on_chart(void *arg, const struct client *c)
{
	struct chart_of ch = {arg, &c->chart};

	return timeline_each(ch.m->c, &c->chart, on_row, &ch);
}

START_TEST(test_two_months)
{
	struct months m = {0};

	for (size_t i = 0; i < 3; i++) {
		m.c = demo_open(clinicians[i]);
		ck_ok(session_each(m.c, &vault_me(clinic_vault(m.c))->id, 0,
		    INT64_MAX, on_session, &m));
		ck_ok(client_each(m.c, on_chart, &m));
		clinic_close(m.c);
	}
	ck_assert_uint_gt(m.sessions, 140);
	ck_assert_int_gt(m.first, DEMO_NOW - 60 * DAY);
	ck_assert_int_lt(m.first, DEMO_NOW - 50 * DAY);
	ck_assert_int_lt(m.last, DEMO_NOW + 8 * DAY);
	for (size_t i = 0; i < SESSION_STATES; i++)
		ck_assert_uint_ge(m.states[i], 3);
	ck_assert_uint_gt(m.notes[NOTE_SIGNED], 100);
	ck_assert_uint_ge(m.notes[NOTE_DRAFT], 1);
	ck_assert_uint_ge(m.notes[NOTE_UNSIGNED], 2);
	ck_assert_uint_eq(m.notes[NOTE_ERROR], 1);
	ck_assert_uint_ge(m.late, 2);
	ck_assert_uint_ge(m.addenda, 3);
	/* corrections too */
	ck_assert_uint_ge(m.amended, m.addenda + 2);
	for (size_t i = 0; i < 4; i++)
		ck_assert_uint_ge(m.forms[i], 5);
	buf_free(&m.texts);
}
END_TEST

/* ---- today ----------------------------------------------------------------
 */

struct day {
	unsigned overdue, to_come;
};

static enum err on_today(void *arg, const struct today_row *row)
{
	struct day *d = arg;

	ck_assert_ptr_nonnull(row->client);
	d->overdue += row->group == TODAY_OVERDUE;
	d->to_come += row->session != NULL && row->session->start > DEMO_NOW;
	return ERR_OK;
}

START_TEST(test_today)
{
	struct clinic *c = demo_open(clinicians[_i]);
	struct today_row row;
	struct day d = {0};
	int64_t end;

	ck_ok(today_each(c, on_today, &d));
	ck_assert_uint_ge(d.overdue, 1);
	ck_assert_uint_ge(d.to_come, 1);
	/* What n opens has just ended and has no note. */
	ck_ok(today_next(c, &row));
	ck_assert_int_eq(row.note, NOTE_NONE);
	end = row.session->start + row.session->minutes * INT64_C(60000);
	ck_assert_int_le(end, DEMO_NOW);
	ck_assert_int_lt(DEMO_NOW - end, INT64_C(3600000));
	clinic_close(c);
}
END_TEST

START_TEST(test_last_login_is_told)
{
	struct clinic *c = demo_open("imre");
	const struct login_facts *f = vault_facts(clinic_vault(c));

	ck_assert_int_gt(f->last_login, DEMO_NOW - 7 * DAY);
	ck_assert_uint_eq(f->failed, 0);
	clinic_close(c);
}
END_TEST

/* ---- private notes --------------------------------------------------------
 */

static enum err on_line(void *arg, const struct id *chart, int64_t when,
    const char *line, size_t len)
{
	ck_assert(!id_is_zero(chart));
	ck_assert_int_lt(when, DEMO_NOW);
	ck_assert_uint_gt(len, 0);
	(void)line;
	++*(unsigned *)arg;
	return ERR_OK;
}

START_TEST(test_private_notes)
{
	const struct demo_login *l = demo_login_of(clinicians[_i]);
	struct clinic *c = demo_open(l->name);
	struct vault *v = clinic_vault(c);
	struct private_vault *pv = NULL;
	unsigned supervision = 0, raise = 0;

	ck_assert(private_exists(v) == (*l->passphrase != '\0'));
	if (private_exists(v)) {
		const struct pass login = {l->password, strlen(l->password)};
		const struct pass pass = {l->passphrase, strlen(l->passphrase)};

		ck_ok(private_unlock(v, pass, &pv));
		ck_ok(private_verify(pv));
		ck_ok(
		    privnotes_tagged(pv, "supervision", on_line, &supervision));
		ck_ok(privnotes_tagged(pv, "raise", on_line, &raise));
		ck_assert_uint_ge(supervision, 1);
		ck_assert_uint_ge(raise, 1);
		private_lock(pv);
		/* The login's password is another one. */
		pv = NULL;
		ck_err(private_unlock(v, login, &pv), ERR_AUTH);
	}
	clinic_close(c);
}
END_TEST

/* ---- what goes wrong ------------------------------------------------------
 */

static void no_login(void *arg, const char *name, const char *role,
    const char *password, const char *passphrase)
{
	(void)arg;
	(void)name;
	(void)role;
	(void)password;
	(void)passphrase;
	ck_abort_msg("a login of a clinic that was not built");
}

START_TEST(test_a_full_folder_is_left_alone)
{
	const char *dir = tmp_dir();
	char path[PATH_MAX];

	put_file(dir, "mine", "x");
	ck_err(demo_build(dir, shipped(), &demo_clock, no_login, NULL),
	    ERR_EXISTS);
	ck_ok(path_join(path, dir, "mine"));
	ck_assert(file_exists(path));
	tmp_gone(dir);
}
END_TEST

START_TEST(test_half_a_clinic_goes_again)
{
	const char *top = tmp_dir();
	char dir[PATH_MAX], sub[PATH_MAX];

	/* Forms are opened after the clinic was made. */
	ck_ok(path_join(dir, top, "new"));
	ck_assert(
	    demo_build(dir, "/nowhere", &demo_clock, no_login, NULL) != ERR_OK);
	ck_assert(!file_exists(dir));
	ck_ok(path_join(sub, top, "there"));
	ck_ok(file_mkdir(sub, 0700));
	ck_assert(
	    demo_build(sub, "/nowhere", &demo_clock, no_login, NULL) != ERR_OK);
	ck_assert_int_eq(rmdir(sub), 0);
	ck_assert_int_eq(rmdir(top), 0);
}
END_TEST

Suite *demo_suite(void)
{
	Suite *s = suite_create("clinic: demonstration");
	TCase *t = tcase_create("demo");

	tcase_set_timeout(t, 60);
	tcase_add_test(t, test_logins);
	tcase_add_test(t, test_verifies);
	tcase_add_test(t, test_clients);
	tcase_add_test(t, test_who_reads_whom);
	tcase_add_test(t, test_two_months);
	tcase_add_loop_test(t, test_today, 0, 3);
	tcase_add_test(t, test_last_login_is_told);
	tcase_add_loop_test(t, test_private_notes, 0, 3);
	tcase_add_test(t, test_a_full_folder_is_left_alone);
	tcase_add_test(t, test_half_a_clinic_goes_again);
	suite_add_tcase(s, t);
	return s;
}
