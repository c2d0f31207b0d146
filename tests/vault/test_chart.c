#include <string.h>

#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/rig.h"
#include "tests/vault/suites.h"
#include "vault/internal.h"

static enum err make_code(void *arg, unsigned ordinal, struct buf *payload)
{
	*(unsigned *)arg = ordinal;
	return buf_addf(payload, "code %u", ordinal);
}

static enum err make_nothing(void *arg, unsigned ordinal, struct buf *payload)
{
	(void)arg;
	(void)ordinal;
	(void)payload;
	return ERR_CANCELLED;
}

struct list {
	unsigned n;
	struct chart c[4];
};

static enum err note_chart(void *arg, const struct chart *c)
{
	struct list *l = arg;

	ck_assert_uint_lt(l->n, 4);
	l->c[l->n++] = *c;
	return ERR_OK;
}

static enum err read_client(
    struct vault *v, const struct id *chart, const char *want)
{
	struct entry en;
	enum err e = entry_read(v, chart, chart, 0, &en);

	if (e == ERR_OK) {
		ck_assert_int_eq(en.head.cls, ENTRY_CLIENT);
		ck_assert_str_eq(buf_str(&en.payload), want);
		entry_done(&en);
	}
	return e;
}

START_TEST(create)
{
	struct list l = {0};
	struct id second;
	unsigned ordinal = 0;
	struct rig r;

	rig_init(&r);
	ck_ok(chart_create(r.carl, make_code, &ordinal, &second));
	ck_assert_uint_eq(ordinal, 2);
	ck_ok(read_client(r.carl, &r.chart, "client"));
	ck_ok(read_client(r.carl, &second, "code 2"));
	ck_ok(chart_each(r.carl, note_chart, &l));
	ck_assert_uint_eq(l.n, 2);
	ck_assert(id_equal(&l.c[0].id, &r.chart) && l.c[0].ordinal == 1);
	ck_assert(id_equal(&l.c[1].id, &second) && l.c[1].ordinal == 2);
	ck_assert(id_equal(&l.c[1].owner, &vault_me(r.carl)->id));
	ck_assert(l.c[0].mine && l.c[1].mine && l.c[0].epoch == 1);
	ck_assert_ptr_nonnull(chart_get(r.carl, &second));
	ck_assert_ptr_null(chart_get(r.carl, &id_zero));
	rig_done(&r);
}
END_TEST

/* A chart whose first entry was not made does not exist. */
START_TEST(create_fails)
{
	struct list l = {0};
	struct id id, next;
	unsigned ordinal = 0;
	struct vault *anna;
	struct rig r;
	size_t rows;

	rig_init(&r);
	rows = rig_rows(&r);
	ck_err(chart_create(r.carl, make_nothing, NULL, &id), ERR_CANCELLED);
	ck_assert_uint_eq(rig_rows(&r), rows);
	ck_ok(chart_each(r.carl, note_chart, &l));
	ck_assert_uint_eq(l.n, 1);
	ck_ok(chart_create(r.carl, make_code, &ordinal, &next));
	ck_assert_uint_eq(ordinal, 2);
	anna = rig_login(&r.w, ADMIN);
	rows = rig_rows(&r);
	ck_err(chart_create(anna, make_code, &ordinal, &id), ERR_DENIED);
	ck_assert_uint_eq(rig_rows(&r), rows);
	vault_lock(r.carl);
	ck_err(chart_create(r.carl, make_code, &ordinal, &id), ERR_LOCKED);
	vault_close(anna);
	rig_done(&r);
}
END_TEST

/* The key decides: with every flag of the program set, the chart stays shut. */
START_TEST(denied_by_key)
{
	struct chart_state *cs;
	struct vault *dora;
	struct rig r;
	size_t rows;

	rig_init(&r);
	dora = rig_login(&r.w, DORA);
	ck_assert(!chart_get(dora, &r.chart)->mine);
	rows = rig_rows(&r);
	ck_err(chart_view(dora, &r.chart), ERR_DENIED);
	ck_err(chart_log_export(dora, &r.chart, 1, 1), ERR_DENIED);
	ck_assert_uint_eq(rig_rows(&r), rows);
	cs = state_chart(&dora->st, &r.chart);
	cs->pub.mine = cs->viewed = true;
	cs->pub.owner = vault_me(dora)->id;
	cs->owner = (uint16_t)state_person_index(&dora->st, &cs->pub.owner);
	ck_err(read_client(dora, &r.chart, ""), ERR_DENIED);
	ck_ok(read_client(r.carl, &r.chart, "client"));
	vault_close(dora);
	rig_done(&r);
}
END_TEST

/* Carl's very grant, handed to Dora, opens nothing: it is sealed to his key and
 * names him. */
START_TEST(denied_stolen_grant)
{
	struct store_val key[3], row[4];
	const struct store_val *got;
	struct buf sealed = {0};
	struct store *db;
	struct vault *dora;
	struct rig r;
	struct id me;

	rig_init(&r);
	dora = rig_login(&r.w, DORA);
	db = rig_attack(&r);
	me = vault_me(dora)->id;
	key[0] = store_id(&r.chart);
	key[1] = store_int(1);
	key[2] = store_id(&vault_me(r.carl)->id);
	ck_ok(store_get(db, STORE_GRANTS, key, &got));
	ck_ok(buf_add(
	    &sealed, got[COL_GRANTS_SEALED].p, got[COL_GRANTS_SEALED].len));
	row[COL_GRANTS_CHART] = key[0];
	row[COL_GRANTS_EPOCH] = key[1];
	row[COL_GRANTS_GRANTEE] = store_id(&me);
	row[COL_GRANTS_SEALED] = store_bytes(sealed.p, sealed.len);
	ck_ok(store_begin_write(db));
	ck_ok(store_put(db, STORE_GRANTS, row));
	ck_ok(store_commit(db));
	ck_err(read_client(dora, &r.chart, ""), ERR_DENIED);
	store_free(db);
	buf_free(&sealed);
	vault_close(dora);
	rig_done(&r);
}
END_TEST

START_TEST(grant)
{
	const struct person *me;
	struct id dora_id, anna_id;
	struct vault *dora, *anna;
	struct rig r;

	rig_init(&r);
	dora = rig_login(&r.w, DORA);
	me = vault_me(dora);
	dora_id = me->id;
	anna = rig_login(&r.w, ADMIN);
	anna_id = vault_me(anna)->id;
	ck_err(read_client(dora, &r.chart, ""), ERR_DENIED);
	/* only the owner gives */
	ck_err(chart_grant(dora, &r.chart, &dora_id), ERR_DENIED);
	/* and only to a clinical role */
	ck_err(chart_grant(r.carl, &r.chart, &anna_id), ERR_DENIED);
	ck_err(chart_grant(r.carl, &r.chart, &r.chart), ERR_NOTFOUND);
	ck_ok(chart_grant(r.carl, &r.chart, &dora_id));
	ck_err(chart_grant(r.carl, &r.chart, &dora_id), ERR_EXISTS);
	/* no new login needed */
	ck_ok(read_client(dora, &r.chart, "client"));
	ck_assert(chart_get(dora, &r.chart)->mine);
	ck_err(read_client(anna, &r.chart, ""), ERR_DENIED);
	/* a member is not the owner */
	ck_err(chart_grant(dora, &r.chart, &anna_id), ERR_DENIED);
	vault_close(dora);
	vault_close(anna);
	rig_done(&r);
}
END_TEST

/* Record entries open only after VIEW is in the ledger, once a login. */
START_TEST(view_first)
{
	struct id note = rig_id();
	struct buf p = {0};
	struct vault *v;
	struct entry en;
	struct rig r;
	size_t rows;

	rig_init(&r);
	ck_ok(buf_adds(&p, "words"));
	ck_ok(entry_write(
	    r.carl, &r.chart, ENTRY_RECORD, &note, 1, NULL, &p, NULL, NULL));
	v = rig_login(&r.w, CARL);
	ck_err(entry_read(v, &r.chart, &note, 0, &en), ERR_DENIED);
	ck_ok(read_client(v, &r.chart, "client"));
	rows = rig_rows(&r);
	ck_ok(chart_view(v, &r.chart));
	ck_ok(chart_view(v, &r.chart));
	ck_assert_uint_eq(rig_rows(&r), rows + 1);
	ck_ok(entry_read(v, &r.chart, &note, 0, &en));
	entry_done(&en);
	ck_ok(chart_log_export(v, &r.chart, 1, 1));
	ck_assert_uint_eq(rig_rows(&r), rows + 2);
	buf_free(&p);
	vault_close(v);
	rig_done(&r);
}
END_TEST

/* If VIEW cannot be committed nothing opens. */
START_TEST(view_fails)
{
	struct id note = rig_id();
	struct buf p = {0};
	struct store *db;
	struct vault *v;
	struct entry en;
	struct rig r;

	rig_init(&r);
	ck_ok(buf_adds(&p, "words"));
	ck_ok(entry_write(
	    r.carl, &r.chart, ENTRY_RECORD, &note, 1, NULL, &p, NULL, NULL));
	v = rig_login(&r.w, CARL);
	db = rig_attack(&r);
	store_set_wait(v->db, 1);
	ck_ok(store_begin_write(db));
	ck_err(chart_view(v, &r.chart), ERR_BUSY);
	ck_err(entry_read(v, &r.chart, &note, 0, &en), ERR_DENIED);
	store_rollback(db);
	ck_ok(chart_view(v, &r.chart));
	ck_ok(entry_read(v, &r.chart, &note, 0, &en));
	entry_done(&en);
	buf_free(&p);
	store_free(db);
	vault_close(v);
	rig_done(&r);
}
END_TEST

Suite *chart_suite(void)
{
	Suite *s = suite_create("chart");
	TCase *t = tcase_create("chart");

	tcase_set_timeout(t, 120);
	tcase_add_test(t, create);
	tcase_add_test(t, create_fails);
	tcase_add_test(t, denied_by_key);
	tcase_add_test(t, denied_stolen_grant);
	tcase_add_test(t, grant);
	tcase_add_test(t, view_first);
	tcase_add_test(t, view_fails);
	suite_add_tcase(s, t);
	return s;
}
