#include <stdio.h>
#include <string.h>

#include "base/file.h"

#include "tests/clinic/help.h"
#include "tests/clinic/world.h"
#include "tests/run.h"
#include "vault/chart.h"

static struct world w;

static void setup(void)
{
	world_init(&w);
}

static void teardown(void)
{
	world_done(&w);
}

static enum err names(void *arg, const struct client *cl)
{
	return buf_addf(arg, "%s %s\n", cl->name, cl->code);
}

static enum err rows(void *arg, const struct caseload_row *row)
{
	return buf_addf(arg, "%s%s\n", row->client->name,
	    row->client->closed ? " (closed)" : "");
}

static void expect(struct clinic *c, const char *filter, const char *want)
{
	struct buf b = {0};

	ck_ok(caseload_each(c, filter, rows, &b));
	ck_assert_msg(strcmp(buf_str(&b), want) == 0, "\"%s\" gives \"%s\"",
	    filter, buf_str(&b));
	buf_free(&b);
}

START_TEST(test_create)
{
	const struct client *cl = client_get(w.c, &w.wren);
	struct buf b = {0};

	ck_assert_ptr_nonnull(cl);
	ck_assert_str_eq(cl->name, "Wren Fable");
	ck_assert_str_eq(cl->code, "C-1001");
	ck_assert_int_eq(cl->born.y, 1991);
	ck_assert(!cl->closed);
	ck_assert_ptr_eq(client_by_code(w.c, "C-1001"), cl);
	ck_assert_ptr_null(client_by_code(w.c, "C-1002"));
	new_client(w.c, "Otto Quillfeather", "1984-06-02");
	new_client(w.c, "Ängel Ames", "1970-01-01");
	ck_ok(client_each(w.c, names, &b));
	ck_assert_str_eq(buf_str(&b), "Ängel Ames C-1003\n"
				      "Otto Quillfeather C-1002\n"
				      "Wren Fable C-1001\n");
	buf_free(&b);
}
END_TEST

START_TEST(test_create_needs_name_and_born)
{
	const struct form *f = forms_get(clinic_forms(w.c), "client");
	struct record r = {0};
	struct id chart;

	ck_ok(record_begin(&r, f));
	ck_err(client_create(w.c, &r, &chart), ERR_FORMAT);
	ck_assert_str_eq(err_detail(), "Name is missing");
	ck_ok(record_set(&r, f, "name", "Ab", 2));
	ck_err(client_create(w.c, &r, &chart), ERR_FORMAT);
	ck_assert_str_eq(err_detail(), "Born is missing");
	ck_ok(record_set(&r, f, "born", "yesterday", 9));
	ck_err(client_create(w.c, &r, &chart), ERR_FORMAT);
	ck_assert_str_eq(err_detail(), "Born: not a date");
	/* nothing was made */
	ck_assert_ptr_null(client_by_code(w.c, "C-1002"));
	record_done(&r);
}
END_TEST

static void edit(struct clinic *c, const struct id *chart, const char *field,
    const char *value)
{
	const struct form *f = forms_get(clinic_forms(c), "client");
	struct record r = {0};
	uint32_t ver = 0;

	ck_ok(client_load(c, chart, &r, &ver));
	ck_ok(record_set(&r, f, field, value, strlen(value)));
	ck_ok(client_save(c, chart, &r, ver));
	record_done(&r);
}

START_TEST(test_edit_and_conflict)
{
	const struct form *f = forms_get(clinic_forms(w.c), "client");
	const struct client *cl = client_get(w.c, &w.wren);
	struct record r = {0};
	uint32_t ver = 0;

	ck_ok(client_load(w.c, &w.wren, &r, &ver));
	ck_assert_uint_eq(ver, 1);
	edit(w.c, &w.wren, "called", "Wrennie");
	/* the struct stays, its content is new */
	ck_assert_ptr_eq(client_get(w.c, &w.wren), cl);
	ck_assert_str_eq(cl->called, "Wrennie");
	ck_assert_str_eq(cl->code, "C-1001");
	ck_ok(record_set(&r, f, "contact", "none", 4));
	ck_err(client_save(w.c, &w.wren, &r, ver), ERR_CONFLICT);
	ck_assert_str_eq(cl->contact, "");
	record_done(&r);
	ck_ok(client_load(w.c, &w.wren, &r, &ver));
	ck_assert_uint_eq(ver, 2);
	ck_assert_str_eq(record_get(&r, "called"), "Wrennie");
	record_done(&r);
}
END_TEST

START_TEST(test_close_and_reopen)
{
	new_client(w.c, "Abel Ames", "1970-01-01");
	ck_err(client_close(w.c, &w.wren, " "), ERR_FORMAT);
	ck_ok(client_close(w.c, &w.wren, "Moved away."));
	ck_assert(client_get(w.c, &w.wren)->closed);
	expect(w.c, "", "Abel Ames\nWren Fable (closed)\n");
	edit(w.c, &w.wren, "language", "Welsh");
	ck_assert(client_get(w.c, &w.wren)->closed);
	ck_ok(client_reopen(w.c, &w.wren));
	ck_assert(!client_get(w.c, &w.wren)->closed);
}
END_TEST

START_TEST(test_filter_in_several_scripts)
{
	new_client(w.c, "Ольга Вымыслова", "1988-02-03");
	new_client(w.c, "Zoë Ångström", "1988-02-04");
	new_client(w.c, "山田 花子", "2001-12-31");
	new_client(w.c, "Δημήτρης Φανταστικός", "1975-05-05");
	expect(w.c, "выМ", "Ольга Вымыслова\n");
	expect(w.c, "ang", "Zoë Ångström\n");
	expect(w.c, "zoe å", "Zoë Ångström\n");
	expect(w.c, "花", "山田 花子\n");
	expect(w.c, "δημητ", "Δημήτρης Φανταστικός\n");
	expect(w.c, "C-1004", "山田 花子\n");
	expect(w.c, "1004", "山田 花子\n");
	expect(w.c, "1988-02", "Zoë Ångström\nОльга Вымыслова\n");
	expect(w.c, "4 feb", "Zoë Ångström\n");
	expect(w.c, "able", "");
	expect(w.c, "fab wr", "Wren Fable\n");
}
END_TEST

static void expect_similar(const char *name, struct date born, const char *want)
{
	struct buf b = {0};

	ck_ok(client_similar(w.c, name, born, names, &b));
	ck_assert_msg(strcmp(buf_str(&b), want) == 0, "%s is like \"%s\"", name,
	    buf_str(&b));
	buf_free(&b);
}

START_TEST(test_similar)
{
	static const struct date none, d = {1999, 9, 7};

	new_client(w.c, "Tove Sagadotter", "1999-09-07");
	new_client(w.c, "Ольга Вымыслова", "1988-02-03");
	expect_similar("Tuva Sagadottir", none, "Tove Sagadotter C-1002\n");
	expect_similar("Sagadottir, Tuva", none, "Tove Sagadotter C-1002\n");
	expect_similar("Somebody Else", d, "Tove Sagadotter C-1002\n");
	expect_similar("Somebody Else", none, "");
	expect_similar("Олга Вымыслова", none, "Ольга Вымыслова C-1003\n");
	expect_similar("", none, "");
}
END_TEST

struct facts {
	int last, next;
	unsigned due, n;
};

static enum err on_facts(void *arg, const struct caseload_row *row)
{
	struct facts *f = arg;
	int minute;

	f->n++;
	f->due = row->due;
	f->last = row->last_seen == 0 ? 0 : date_of(row->last_seen, &minute).d;
	f->next = row->next == 0 ? 0 : date_of(row->next, &minute).d;
	return ERR_OK;
}

static struct facts facts(void)
{
	struct facts f = {0};

	ck_ok(caseload_each(w.c, "wren", on_facts, &f));
	ck_assert_uint_eq(f.n, 1);
	return f;
}

static void set_state(const struct id *id, enum session_state st)
{
	struct session s = get_session(w.c, id);

	s.state = st;
	ck_ok(session_save(w.c, &s));
}

START_TEST(test_caseload_row)
{
	static const struct date d11 = {2025, 11, 11}, d17 = {2025, 11, 17},
				 d18 = {2025, 11, 18}, d25 = {2025, 11, 25},
				 d27 = {2025, 11, 27};
	struct id old, seventeen, next;
	struct facts f = facts();

	ck_assert(f.last == 0 && f.next == 0 && f.due == 0);
	old = new_session(w.c, &w.wren, d11, 9 * 60);
	seventeen = new_session(w.c, &w.wren, d17, 9 * 60);
	new_session(w.c, &w.wren, d27, 9 * 60);
	next = new_session(w.c, &w.wren, d25, 9 * 60);
	f = facts();
	ck_assert_int_eq(f.last, 17);
	ck_assert_int_eq(f.next, 25);
	ck_assert_uint_eq(f.due, 2);
	set_state(&seventeen, SESSION_MISSED);
	set_state(&next, SESSION_CANCELLED);
	f = facts();
	ck_assert_int_eq(f.last, 11);
	ck_assert_int_eq(f.next, 27);
	ck_assert_uint_eq(f.due, 1);
	signed_session(w.c, &old);
	/* one that has not ended yet is not due */
	new_session(w.c, &w.wren, d18, 9 * 60 + 30);
	f = facts();
	ck_assert_int_eq(f.last, 18);
	ck_assert_uint_eq(f.due, 0);
}
END_TEST

START_TEST(test_only_my_charts)
{
	struct clinic *dora = world_login(&w, DORA);
	const struct person *d = vault_me(clinic_vault(dora));
	bool changed = false;

	ck_assert_ptr_null(client_get(dora, &w.wren));
	expect(dora, "", "");
	ck_ok(chart_grant(clinic_vault(w.c), &w.wren, &d->id));
	ck_ok(clinic_poll(dora, &changed));
	ck_assert(changed);
	ck_assert_str_eq(client_get(dora, &w.wren)->name, "Wren Fable");
	/* another login's change shows up, whatever was done between */
	ck_assert_str_eq(client_get(w.c, &w.wren)->called, "");
	edit(dora, &w.wren, "called", "Birdie");
	ck_assert_str_eq(client_get(w.c, &w.wren)->called, "");
	ck_ok(chart_view(clinic_vault(w.c), &w.wren));
	ck_ok(clinic_poll(w.c, &changed));
	ck_assert(changed);
	ck_assert_str_eq(client_get(w.c, &w.wren)->called, "Birdie");
	clinic_close(dora);
}
END_TEST

static void on_problem(void *arg, const char *line)
{
	ck_ok(buf_addf(arg, "%s\n", line));
}

START_TEST(test_problems_with_own_forms)
{
	char dir[4200];
	struct buf b = {0};
	struct clinic *c;

	clinic_problems(w.c, on_problem, &b);
	ck_assert_uint_eq(b.len, 0);
	(void)snprintf(dir, sizeof(dir), "%s/forms", w.w.dir);
	if (!file_exists(dir))
		ck_ok(file_mkdir(dir, 0700));
	put_file(dir, "a.form", "[form]\nid = b\n");
	put_file(dir, "c.form", "words\n");
	c = world_login(&w, CARL);
	clinic_problems(c, on_problem, &b);
	ck_assert_str_eq(buf_str(&b),
	    "a.form:2: the id is not the name of the file\n"
	    "c.form:1: neither [id] nor key = value\n");
	ck_assert_ptr_nonnull(forms_get(clinic_forms(c), "soap"));
	buf_free(&b);
	clinic_close(c);
}
END_TEST

START_TEST(test_nothing_is_left_after_logout)
{
	vault_lock(clinic_vault(w.c));
	clinic_forget(w.c);
	ck_assert_ptr_null(client_get(w.c, &w.wren));
	ck_err(caseload_each(w.c, "", rows, NULL), ERR_LOCKED);
	ck_ok(vault_unlock(clinic_vault(w.c), PW_CLIN, strlen(PW_CLIN)));
	ck_assert_ptr_nonnull(client_get(w.c, &w.wren));
}
END_TEST

static void naughty(void *arg, const char *s)
{
	const struct form *f = forms_get(clinic_forms(w.c), "client");
	struct record r = {0};
	struct id chart;

	(void)arg;
	if (strpbrk(s, "\n\r") != NULL || s[strspn(s, " \t")] == '\0')
		return;
	ck_ok(record_begin(&r, f));
	ck_ok(record_set(&r, f, "name", s, strlen(s)));
	ck_ok(record_set(&r, f, "born", "1990-01-01", 10));
	ck_ok(client_create(w.c, &r, &chart));
	ck_assert_str_eq(client_get(w.c, &chart)->name, record_get(&r, "name"));
	record_done(&r);
}

START_TEST(test_naughty_names)
{
	ck_assert_uint_ge(each_naughty(naughty, NULL), 10);
}
END_TEST

Suite *client_suite(void)
{
	Suite *s = suite_create("client");
	TCase *t = tcase_create("client");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_create);
	tcase_add_test(t, test_create_needs_name_and_born);
	tcase_add_test(t, test_edit_and_conflict);
	tcase_add_test(t, test_close_and_reopen);
	tcase_add_test(t, test_filter_in_several_scripts);
	tcase_add_test(t, test_similar);
	tcase_add_test(t, test_caseload_row);
	tcase_add_test(t, test_only_my_charts);
	tcase_add_test(t, test_problems_with_own_forms);
	tcase_add_test(t, test_nothing_is_left_after_logout);
	tcase_add_test(t, test_naughty_names);
	suite_add_tcase(s, t);
	return s;
}
