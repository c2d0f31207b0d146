#include "tests/vault/attack.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/secret.h"
#include "tests/run.h"
#include "vault/login.h"
#include "vault/wraps.h"

const struct store_def *attack_def(enum store_table t)
{
	return schema_def(&store_schemas[STORE_CLINIC], t);
}

static enum err save_row(void *arg, const struct store_val *row)
{
	struct saved *s = arg;
	const struct store_def *d = attack_def(s->table);
	struct saved_row *r;

	s->row = realloc(s->row, (s->n + 1) * sizeof *s->row);
	ck_assert_ptr_nonnull(s->row);
	r = &s->row[s->n++];
	memset(r, 0, sizeof *r);
	for (size_t i = 0; i < d->ncol; i++) {
		unsigned char *p;

		r->val[i] = row[i];
		if (d->col[i].type != STORE_BYTES)
			continue;
		p = malloc(row[i].len + 1);
		ck_assert_ptr_nonnull(p);
		if (row[i].len > 0)
			memcpy(p, row[i].p, row[i].len);
		r->val[i].p = p;
	}
	return ERR_OK;
}

void attack_save(struct store *db, enum store_table t, struct saved *s)
{
	struct store_scan scan = {.table = t};

	*s = (struct saved){.table = t};
	ck_ok(store_scan(db, &scan, save_row, s));
}

void attack_free(struct saved *s)
{
	const struct store_def *d = attack_def(s->table);

	for (size_t i = 0; i < s->n; i++)
		for (size_t c = 0; c < d->ncol; c++)
			if (d->col[c].type == STORE_BYTES)
				free((void *)(uintptr_t)s->row[i].val[c].p);
	free(s->row);
}

void attack_put(
    struct store *db, enum store_table t, const struct store_val *row)
{
	ck_ok(store_begin_write(db));
	ck_ok(store_put(db, t, row));
	ck_ok(store_commit(db));
}

void attack_set(
    struct store *db, enum store_table t, const struct store_val *row)
{
	ck_ok(store_begin_write(db));
	ck_ok(store_set(db, t, row));
	ck_ok(store_commit(db));
}

void attack_remove(
    struct store *db, enum store_table t, const struct store_val *row)
{
	ck_ok(store_begin_write(db));
	ck_ok(store_remove(db, t, row, attack_def(t)->nkey));
	ck_ok(store_commit(db));
}

void attack_in_memory(struct vault *v)
{
	struct store *mem = NULL;

	ck_ok(store_open("memory", STORE_CLINIC, NULL, STORE_NEW, &mem));
	ck_ok(store_copy(v->db, mem));
	store_free(v->db);
	v->db = mem;
}

static void note(void *arg, const char *check, uint64_t seq, const char *words)
{
	struct finding *f = arg;

	(void)seq;
	(void)words;
	f->faults++;
	if (!attack_found(f, check)) {
		strcat(f->checks, " ");
		strcat(f->checks, check);
		strcat(f->checks, " ");
	}
}

static bool go_on(void *arg, uint64_t done, uint64_t of)
{
	const struct finding *f = arg;

	(void)done;
	(void)of;
	return !f->stop || f->faults == 0;
}

enum err attack_verify(struct vault *v, const char *skip, struct finding *f)
{
	struct verify_hooks hooks = {note, go_on, f, NULL};
	struct verify_report report;

	return verify_without(v, skip, &hooks, &report);
}

bool attack_noticed(struct vault *v)
{
	struct finding f = {.stop = true};

	return attack_verify(v, NULL, &f) != ERR_OK && f.faults > 0;
}

bool attack_found(const struct finding *f, const char *check)
{
	char word[64] = " ";

	strcat(word, check);
	strcat(word, " ");
	return strstr(f->checks, word) != NULL;
}

void attack_only(struct vault *v, const char *check)
{
	struct finding with = {0}, without = {0};

	ck_err(attack_verify(v, NULL, &with), ERR_CORRUPT);
	ck_assert_msg(attack_found(&with, check), "found by%s, not %s",
	    with.checks, check);
	ck_assert_msg(attack_verify(v, check, &without) == ERR_OK,
	    "found by%s too", without.checks);
}

struct identity *attack_identity(
    struct vault *v, const char *login, const char *pw)
{
	struct identity *who = NULL;
	struct id id;

	ck_ok(login_owner(v, login, &id));
	ck_ok(login_identity(v, &id, WRAP_LOGIN, pw, strlen(pw), &who, NULL));
	return who;
}

struct identity *attack_records(struct vault *v)
{
	const struct genesis *g = &v->genesis;
	struct id id = g->person[g->n - 1].id;
	unsigned char *seed = secret_new(KEY_LEN);
	struct identity *who = NULL;

	ck_ok(wraps_open(
	    v, &id, WRAP_RECORDS, PW_RECORDS, strlen(PW_RECORDS), seed, NULL));
	ck_ok(identity_new(&id, seed, &who));
	secret_free(seed);
	return who;
}

void attack_append(struct vault *v, struct event *ev, const unsigned char *sk)
{
	struct buf blob = {0};
	struct row r;

	ck_ok(ledger_catch_up(v, NULL));
	ev->seq = v->st.seq + 1;
	ev->kep = event_is_clear(ev->type) ? 0 : v->st.kep;
	ev->time = clock_utc(v->clock);
	ck_ok(row_make(ev, v->host.clinic, v->st.hash, sk,
	    keys_ledger(v, ev->kep), &blob, &r));
	attack_put(v->db, STORE_LEDGER,
	    (const struct store_val[]){
		[COL_LEDGER_SEQ] = store_int((int64_t)r.seq),
		[COL_LEDGER_CHART] = store_id(&r.chart),
		[COL_LEDGER_KEP] = store_int(r.kep),
		[COL_LEDGER_HASH] = store_bytes(r.hash, HASH_LEN),
		[COL_LEDGER_BLOB] = store_bytes(r.blob, r.len)});
	buf_free(&blob);
}
