#include <config.h>

#include "tests/e2e/small.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "clinic/client.h"
#include "clinic/note.h"
#include "clinic/session.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "vault/genesis.h"
#include "vault/private.h"

#define PW_ANNA "quiet harbour lantern"
#define PW_OLGA "yellow bicycle garden"
#define PW_IMRE "paper mountain window"
#define PW_JUNO "silver river teacup"
#define PW_RECORDS "orchard velvet pilgrim cobalt"
#define PP_IMRE "copper lantern fjord violin pebble"
#define PASS(s) ((struct pass){(s), sizeof(s) - 1})

#define MINUTE_MS ((int64_t)60000)
#define DAY_MS (24 * 60 * MINUTE_MS)

static const struct demo_login logins[] = {
    {"anna", "administrator", PW_ANNA, ""},
    {"olga", "officer", PW_OLGA, ""},
    {"imre", "clinician", PW_IMRE, ""},
    {"juno", "supervisor", PW_JUNO, ""},
};

static void make(const struct demo *d)
{
	const struct clinic_new answers = {.demo = true,
	    .cost = &kdf_test,
	    .cost_strong = &kdf_test,
	    .password_min = 15,
	    .admin = {"anna", "Anna Albers", "", ROLE_ADMIN, PASS(PW_ANNA)},
	    .officer = {"olga", "Olga Okafor", "", ROLE_OFFICER, PASS(PW_OLGA)},
	    .records = PASS(PW_RECORDS)};
	const struct ceremony c = {
	    "anna", PASS(PW_ANNA), "olga", PASS(PW_OLGA)};
	const struct person_new imre = {
	    "imre", "Imre Lorem", "LAC", ROLE_CLINICIAN, PASS(PW_IMRE)};
	const struct person_new juno = {"juno", "Juno Dolor", "PhD",
	    ROLE_CLINICIAN | ROLE_SUPERVISOR, PASS(PW_JUNO)};
	struct vault *v = NULL;

	ck_ok(clinic_create(d->dir, &clock_system, &answers));
	ck_ok(vault_open(d->dir, &clock_system, &v));
	ck_ok(person_add(v, &c, &imre, NULL));
	ck_ok(person_add(v, &c, &juno, NULL));
	vault_close(v);
}

static struct id client(struct clinic *c, const char *name, const char *born)
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

/* A session of 50 minutes that began ${ago} ms ago, or sooner and a minute
 * shorter, so that it ends on the day on which it began. */
static struct id session(struct clinic *c, const struct id *chart, int64_t ago)
{
	struct session s = {.chart = *chart,
	    .clinician = vault_me(clinic_vault(c))->id,
	    .start = (clock_utc(&clock_system) - ago) / MINUTE_MS * MINUTE_MS,
	    .minutes = 50,
	    .service = "individual",
	    .place = "office"};
	bool overlap;
	int minute;

	(void)date_of(s.start, &minute);
	if (minute + 50 >= 24 * 60) {
		s.start -= (minute + 50 - 24 * 60) * MINUTE_MS;
		s.minutes = 49;
	}
	ck_ok(session_add(c, &s, &overlap));
	return s.id;
}

static void sign_one(struct clinic *c, const struct id *chart)
{
	static const char *const text[][2] = {
	    {"subjective", "Two panic episodes, both on the way to work."},
	    {"objective", "Tense, speech fast at first."},
	    {"assessment", "Unchanged; avoids the tram."},
	    {"plan", "Breathing twice a day."},
	};
	struct id s = session(c, chart, 7 * DAY_MS);
	struct note *n = NULL;

	ck_ok(note_open_session(c, &s, forms_get(clinic_forms(c), "soap"), &n));
	for (size_t i = 0; i < sizeof(text) / sizeof(text[0]); i++)
		ck_ok(note_put(n, text[i][0], text[i][1], strlen(text[i][1])));
	ck_ok(note_sign(n));
	note_close(n);
}

static void populate(const struct demo *d, unsigned with)
{
	const char *top = getenv("top_srcdir");
	struct private_vault *pv = NULL;
	struct clinic *c = NULL;
	char forms[4096];
	struct id chart;

	snprintf(forms, sizeof(forms), "%s/src/forms", top != NULL ? top : ".");
	ck_ok(clinic_open(d->dir, forms, &clock_system, &c));
	ck_ok(
	    vault_login(clinic_vault(c), "imre", PW_IMRE, sizeof(PW_IMRE) - 1));
	chart = client(c, SMALL_JUST, "1991-03-14");
	(void)session(c, &chart, 60 * MINUTE_MS);
	if ((with & SMALL_SIGNED) != 0)
		sign_one(c, &chart);
	chart = client(c, SMALL_DUE, "1984-06-02");
	(void)session(c, &chart, 2 * DAY_MS);
	if ((with & SMALL_PRIVATE) != 0)
		ck_ok(
		    private_create(clinic_vault(c), PASS(PP_IMRE), NULL, &pv));
	private_lock(pv);
	ck_ok(vault_logout(clinic_vault(c)));
	clinic_close(c);
}

struct demo *small_new(unsigned with)
{
	struct demo *d = calloc(1, sizeof(*d));

	ck_assert_ptr_nonnull(d);
	ck_assert(demo_place(d));
	ck_ok(secret_init((size_t)256 << 10));
	make(d);
	populate(d, with);
	d->nlogins = sizeof(logins) / sizeof(logins[0]);
	memcpy(d->logins, logins, sizeof(logins));
	for (size_t i = 0; i < d->nlogins; i++)
		if ((with & SMALL_PRIVATE) != 0 &&
		    strcmp(d->logins[i].name, "imre") == 0)
			memcpy(
			    d->logins[i].passphrase, PP_IMRE, sizeof(PP_IMRE));
	return d;
}

const struct demo_login *small_imre(const struct demo *d)
{
	return demo_login(d, "clinician", 0);
}

bool small_note(struct pty *p)
{
	return pty_keys(p, "n") && pty_wait_text(p, "draft", PTY_PATIENCE) &&
	       pty_wait_text(p, "Subjective", PTY_PATIENCE);
}

void small_conf(const struct demo *d, const char *text)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/tacet.conf", d->dir);
	ck_ok(file_replace(path, text, strlen(text), 0600));
}

char *small_export(const struct demo *d, const char *code)
{
	char path[128], out[512];
	const char *const args[] = {"export", "--dir", d->dir, "--as", "imre",
	    "--client", code, "--format", "text", "--drafts", "--out", path,
	    NULL};
	struct buf b = {0};
	char *text;

	snprintf(path, sizeof(path), "%s/export.txt", d->top);
	(void)remove(path);
	ck_assert_msg(
	    demo_run(d, args, PW_IMRE "\n", out, sizeof(out)) == 0, "%s", out);
	ck_ok(file_read(path, BUF_MAX - 1, &b));
	text = strdup(buf_str(&b));
	buf_free(&b);
	(void)remove(path);
	return text;
}
