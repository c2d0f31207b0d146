/*
 * What lies below the screens, beside its bare cost: log-in beside its one
 * derivation, a draft save beside a bare commit, a chart beside decrypting its
 * rows.
 */
#define _GNU_SOURCE
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "clinic/client.h"
#include "clinic/note.h"
#include "crypto/hash.h"
#include "crypto/kdf.h"
#include "crypto/seal.h"
#include "crypto/secret.h"
#include "tests/bench/bench.h"
#include "vault/draft.h"
#include "vault/entry.h"
#include "vault/chart.h"
#include "vault/genesis.h"

enum { NOTES = 1000, NOTE_BYTES = 2000, ROUNDS = 7, SAVES = 400 };

static const char login[] = "bench", pass[] = "a password for the bench";
static char top[] = "/tmp/tacet-bench-XXXXXX";

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static bool ok(enum err e, const char *what)
{
	if (e != ERR_OK)
		bench_note("%s: %s, %s", what, err_text(e), err_detail());
	return e == ERR_OK;
}

static bool make(const char *name, bool demo, char *dir, size_t size)
{
	const struct clinic_new c = {.demo = demo,
	    .solo = true,
	    .password_min = 15,
	    .admin = {.login = login,
		.name = "Bench Press",
		.credentials = "",
		.roles = ROLE_ADMIN | ROLE_OFFICER | ROLE_CLINICIAN |
			 ROLE_SUPERVISOR,
		.password = {pass, sizeof(pass) - 1}},
	    .records = {"a passphrase for the records", 28}};

	snprintf(dir, size, "%s/%s", top, name);
	return ok(clinic_create(dir, &clock_system, &c), "a clinic");
}

/* ---- log-in ------------------------------------------------------------ */

static void bench_login(void)
{
	double ours[3], peer[3];
	unsigned char salt[KDF_SALT] = {1}, *a = secret_new(KEY_LEN);
	const struct kdf_cost *cost = kdf_tier(
	    (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE),
	    0);
	struct vault *v;
	char dir[200];

	if (a == NULL || !make("real", false, dir, sizeof(dir)))
		return;
	for (int i = 0; i < 3; i++) {
		double t = now();

		if (!ok(kdf_password(
			    pass, sizeof(pass) - 1, salt, cost, cost, a),
			"a derivation"))
			return;
		peer[i] = now() - t;
		t = now();
		v = NULL;
		if (!ok(vault_open(dir, &clock_system, &v), "open") ||
		    !ok(vault_login(v, login, pass, sizeof(pass) - 1),
			"log in"))
			return;
		ours[i] = now() - t;
		vault_close(v);
	}
	secret_free(a);
	const struct row row = {"log-in", "ms", bench_median(ours, 3),
	    bench_median(peer, 3), "Argon2id", 1.2, 0};
	bench_row(&row);
}

/* ---- draft save -------------------------------------------------------- */

static double bare_commits(const char *dir, const unsigned char *text)
{
	static double took[SAVES];
	char path[300];
	sqlite3 *db;
	sqlite3_stmt *st;

	snprintf(path, sizeof(path), "%s/bare.db", dir);
	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_exec(db,
		"PRAGMA page_size=8192; PRAGMA journal_mode=WAL;"
		"PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0;"
		"CREATE TABLE d(id INTEGER PRIMARY KEY, blob BLOB);",
		NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, "INSERT OR REPLACE INTO d VALUES(1, ?)", -1,
		&st, NULL) != SQLITE_OK)
		return -1;
	for (int i = 0; i < SAVES; i++) {
		double t = now();

		sqlite3_bind_blob(st, 1, text, NOTE_BYTES, SQLITE_STATIC);
		sqlite3_step(st);
		sqlite3_reset(st);
		took[i] = now() - t;
	}
	sqlite3_finalize(st);
	sqlite3_close(db);
	return bench_median(took, SAVES);
}

static double draft_saves(struct vault *v, unsigned char *text)
{
	static double took[SAVES];
	const struct id id = {{7}};
	struct draft *d = NULL;
	bool held;

	if (!ok(draft_open(v, &id, &id_zero, &d, &held), "a draft"))
		return -1;
	for (int i = 0; i < SAVES; i++) {
		struct draft_field f = {"plan", text, NOTE_BYTES};
		double t = now();

		text[i % NOTE_BYTES] = (unsigned char)('a' + i % 26);
		if (!ok(draft_put(d, &f, 1), "a save"))
			return -1;
		took[i] = now() - t;
	}
	if (!ok(draft_remove(d), "remove"))
		return -1;
	draft_close(d);
	return bench_median(took, SAVES);
}

/* ---- a chart of 1,000 notes -------------------------------------------- */

static enum err note_payload(const struct form *form, int i, struct buf *out)
{
	static char text[NOTE_BYTES / 2];
	struct record r = {0};
	enum err e = record_begin(&r, form);

	for (size_t k = 0; k < sizeof(text); k++)
		text[k] =
		    (char)(k % 7 == 6 ? ' '
				      : 'a' + (int)(k * 31 + (size_t)i) % 26);
	r.when = clock_utc(&clock_system) - (int64_t)i * 86400000;
	if (e == ERR_OK)
		e = record_set(&r, form, "subjective", text, sizeof(text));
	if (e == ERR_OK)
		e = record_set(&r, form, "plan", text, sizeof(text));
	if (e == ERR_OK)
		e = record_encode(&r, out);
	record_done(&r);
	return e;
}

static bool write_notes(struct clinic *c, const struct id *chart)
{
	const struct form *form = forms_get(clinic_forms(c), "soap");

	for (int i = 0; i < NOTES; i++) {
		struct buf p = {0};
		struct id id = {{1, (unsigned char)i, (unsigned char)(i >> 8)}};
		enum err e = note_payload(form, i, &p);

		if (e == ERR_OK)
			e = entry_write(clinic_vault(c), chart, ENTRY_RECORD,
			    &id, 1, NULL, &p, NULL, NULL);
		buf_free(&p);
		if (!ok(e, "a note"))
			return false;
	}
	return true;
}

static bool make_client(struct clinic *c, struct id *chart)
{
	const struct form *form = forms_get(clinic_forms(c), "client");
	struct record r = {0};
	enum err e = record_begin(&r, form);

	if (e == ERR_OK)
		e = record_set(&r, form, "name", "Wren Fable", 10);
	if (e == ERR_OK)
		e = record_set(&r, form, "born", "1991-03-14", 10);
	if (e == ERR_OK)
		e = client_create(c, &r, chart);
	record_done(&r);
	return ok(e, "a client");
}

static enum err count_row(void *arg, const struct timeline_row *row)
{
	(void)row;
	++*(unsigned *)arg;
	return ERR_OK;
}

static struct clinic *open_as(const char *dir, const char *forms)
{
	struct clinic *c = NULL;

	if (!ok(clinic_open(dir, forms, &clock_system, &c), "open") ||
	    !ok(vault_login(clinic_vault(c), login, pass, sizeof(pass) - 1),
		"log in"))
		return NULL;
	return c;
}

static double open_chart(
    const char *dir, const char *forms, const struct id *chart)
{
	double took[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		struct clinic *c = open_as(dir, forms);
		unsigned n = 0;
		double t = now();

		if (c == NULL ||
		    !ok(timeline_each(c, chart, count_row, &n), "timeline") ||
		    n != NOTES)
			return -1;
		took[i] = now() - t;
		clinic_close(c);
	}
	return bench_median(took, ROUNDS);
}

/* One row's blob: hashed, as the ledger's hash demands, and as many bytes
 * decrypted under a key of our own. */
static bool bare_row(const void *blob, size_t len, struct buf *sealed,
    struct buf *plain, double *outside)
{
	static const unsigned char key[KEY_LEN], zero[8192];
	unsigned char h[HASH_LEN];

	if (blob == NULL || len < SEAL_OVERHEAD)
		return true;
	if (sealed->len != len) {
		double t = now();

		buf_clear(sealed);
		if (len - SEAL_OVERHEAD > sizeof(zero) ||
		    seal(key, NULL, 0, zero, len - SEAL_OVERHEAD, sealed) !=
			ERR_OK)
			return false;
		*outside += now() - t;
	}
	hash1(LABEL_ENTRY_BLOB, blob, len, h);
	buf_clear(plain);
	return seal_open(key, NULL, 0, sealed->p, sealed->len, plain) == ERR_OK;
}

/* The chart's rows - entries, and what the ledger says of them - fetched by
 * SQLite alone, hashed and decrypted. */
static double bare_rows(const char *dir)
{
	double took[ROUNDS];
	char path[300];
	struct buf sealed = {0}, plain = {0};

	snprintf(path, sizeof(path), "%s/clinic.db", dir);
	for (int i = 0; i < ROUNDS; i++) {
		double outside = 0, t;
		sqlite3 *db;
		sqlite3_stmt *st;

		if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) !=
			SQLITE_OK ||
		    sqlite3_prepare_v2(db,
			"SELECT blob FROM ledger UNION ALL "
			"SELECT blob FROM entry",
			-1, &st, NULL) != SQLITE_OK)
			return -1;
		t = now();
		while (sqlite3_step(st) == SQLITE_ROW)
			if (!bare_row(sqlite3_column_blob(st, 0),
				(size_t)sqlite3_column_bytes(st, 0), &sealed,
				&plain, &outside))
				return -1;
		took[i] = now() - t - outside;
		sqlite3_finalize(st);
		sqlite3_close(db);
	}
	buf_free(&sealed);
	buf_free(&plain);
	return bench_median(took, ROUNDS);
}

static void bench_work(const char *forms)
{
	static unsigned char text[NOTE_BYTES];
	struct clinic *c;
	struct id chart;
	char dir[200];

	memset(text, 'a', sizeof(text));
	if (!make("cheap", true, dir, sizeof(dir)) ||
	    (c = open_as(dir, forms)) == NULL)
		return;
	const struct row saves = {"a draft save, 2 KB", "ms",
	    draft_saves(clinic_vault(c), text), bare_commits(top, text),
	    "SQLite", 2, 0};
	bench_row(&saves);
	if (!make_client(c, &chart) || !write_notes(c, &chart))
		return;
	clinic_close(c);
	const struct row rows = {"a chart of 1,000 notes", "ms",
	    open_chart(dir, forms, &chart), bare_rows(dir), "its rows", 2, 0};
	bench_row(&rows);
}

void bench_clinic(void)
{
	char forms[4096], cmd[64];
	const char *src = getenv("top_srcdir");

	snprintf(forms, sizeof(forms), "%s/src/forms", src != NULL ? src : ".");
	if (mkdtemp(top) == NULL ||
	    !ok(secret_init((size_t)256 * 1024), "arena"))
		return;
	bench_login();
	bench_work(forms);
	snprintf(cmd, sizeof(cmd), "rm -rf '%s'", top);
	if (system(cmd) != 0)
		bench_note("%s is left", top);
}
