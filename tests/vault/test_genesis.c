#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/run.h"
#include "tests/vault/clinic.h"
#include "tests/vault/suites.h"

static struct test_clinic t;

static void setup(void)
{
	test_clinic_init(&t);
}

static void teardown(void)
{
	test_clinic_done(&t);
}

struct seen {
	unsigned n;
	char names[256];
};

static enum err note_person(void *arg, const struct person *p)
{
	struct seen *s = arg;

	s->n++;
	strcat(s->names, p->login);
	strcat(s->names, "=");
	strcat(s->names, p->name);
	strcat(s->names, ";");
	return ERR_OK;
}

START_TEST(makes_a_clinic)
{
	struct seen s = {0};
	struct vault *v;

	test_clinic_make(&t);
	v = test_clinic_open(&t);
	ck_assert(vault_is_demo(v));
	ck_assert(!vault_is_solo(v));
	ck_assert_uint_eq(vault_password_min(v), 15);
	ck_assert_ptr_null(vault_me(v));
	ck_err(vault_person_each(v, note_person, &s), ERR_LOCKED);
	ck_ok(vault_login(v, "Anna", PW_ADMIN, strlen(PW_ADMIN)));
	ck_assert_str_eq(vault_me(v)->login, "anna");
	ck_assert_str_eq(vault_me(v)->name, "Anna Albers");
	ck_assert_uint_eq(vault_me(v)->roles, ROLE_ADMIN);
	ck_ok(vault_person_each(v, note_person, &s));
	ck_assert_uint_eq(s.n, 2);
	ck_assert_str_eq(s.names, "anna=Anna Albers;olga=Olga Okafor;");
	vault_close(v);
}
END_TEST

START_TEST(makes_a_solo_clinic)
{
	struct clinic_new c = test_clinic_answers();
	struct person_new p = {
	    "nora", "Nora Novak", "", ROLE_CLINICIAN, PASS(PW_CLIN)};
	struct ceremony cer = {"anna", PASS(PW_ADMIN), NULL, {NULL, 0}};
	struct vault *v;

	c.solo = true;
	ck_ok(clinic_create(t.dir, &t.tc.clock, &c));
	v = test_clinic_open(&t);
	ck_assert(vault_is_solo(v));
	ck_ok(person_add(v, &cer, &p, NULL));
	ck_ok(vault_login(v, "anna", PW_ADMIN, strlen(PW_ADMIN)));
	ck_assert_uint_eq(vault_me(v)->roles,
	    ROLE_ADMIN | ROLE_OFFICER | ROLE_CLINICIAN | ROLE_SUPERVISOR);
	vault_close(v);
}
END_TEST

START_TEST(leaves_nothing_after_a_refusal)
{
	struct clinic_new c = test_clinic_answers();

	c.admin.password = PASS("short");
	ck_err(clinic_create(t.dir, &t.tc.clock, &c), ERR_FORMAT);
	ck_assert(!file_exists(t.dir));
	c = test_clinic_answers();
	c.officer.login = "ANNA";
	ck_err(clinic_create(t.dir, &t.tc.clock, &c), ERR_FORMAT);
	c = test_clinic_answers();
	c.demo = false;
	ck_err(clinic_create(t.dir, &t.tc.clock, &c), ERR_LIMIT);
	/* Nothing but the folder itself is left. */
	ck_assert_int_eq(rmdir(t.root), 0);
	ck_assert_int_eq(mkdir(t.root, 0700), 0);
}
END_TEST

START_TEST(takes_an_empty_folder_only)
{
	struct clinic_new c = test_clinic_answers();
	char path[PATH_MAX];
	struct stat st;

	ck_ok(file_mkdir(t.dir, 02770));
	test_clinic_make(&t);
	ck_assert_int_eq(stat(t.dir, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 02770);
	ck_err(clinic_create(t.dir, &t.tc.clock, &c), ERR_EXISTS);
	ck_ok(path_join(path, t.dir, "host/host.secret"));
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 07777, 0440);
}
END_TEST

START_TEST(adds_persons)
{
	struct ceremony c = {"anna", PASS(PW_ADMIN), "olga", PASS(PW_OFFICER)};
	struct person_new p = {
	    "Erik.E", "Erik Ek", "", ROLE_CLINICIAN, PASS(PW_CLIN)};
	struct vault *v;
	struct id id;

	test_clinic_make(&t);
	v = test_clinic_open(&t);
	ck_ok(person_add(v, &c, &p, &id));
	ck_assert_ptr_null(vault_me(v));
	ck_err(person_add(v, &c, &p, &id), ERR_EXISTS);
	p.login = "frida";
	/* While somebody is in. */
	ck_ok(vault_login(v, "olga", PW_OFFICER, strlen(PW_OFFICER)));
	ck_ok(person_add(v, &c, &p, &id));
	ck_assert_str_eq(vault_person(v, &id)->login, "frida");
	ck_ok(vault_logout(v));
	ck_ok(vault_login(v, "erik.e", PW_CLIN, strlen(PW_CLIN)));
	ck_assert_str_eq(vault_me(v)->name, "Erik Ek");
	ck_assert_ptr_nonnull(vault_person(v, &id));
	vault_close(v);
}
END_TEST

START_TEST(adds_nobody_without_two)
{
	struct ceremony c = {"anna", PASS(PW_ADMIN), "anna", PASS(PW_ADMIN)};
	struct person_new p = {
	    "erik", "Erik Ek", "", ROLE_CLINICIAN, PASS(PW_CLIN)};
	struct vault *v;

	test_clinic_make(&t);
	v = test_clinic_open(&t);
	ck_err(person_add(v, &c, &p, NULL), ERR_DENIED);
	c.officer_login = "olga";
	ck_err(person_add(v, &c, &p, NULL), ERR_AUTH);
	ck_assert_str_eq(err_detail(), "officer");
	test_clock_add(&t.tc, 2000);
	c.officer = PASS(PW_OFFICER);
	c.admin = PASS("not the one at all");
	ck_err(person_add(v, &c, &p, NULL), ERR_AUTH);
	ck_assert_str_eq(err_detail(), "administrator");
	test_clock_add(&t.tc, 2000);
	/* Seats swapped. */
	c = (struct ceremony){"olga", PASS(PW_OFFICER), "anna", PASS(PW_ADMIN)};
	ck_err(person_add(v, &c, &p, NULL), ERR_DENIED);
	ck_err(vault_login(v, "erik", PW_CLIN, strlen(PW_CLIN)), ERR_AUTH);
	vault_close(v);
}
END_TEST

START_TEST(refuses_poor_passwords)
{
	static const char *const poor[] = {"short", "fourteen chars",
	    "passwordpassword1", "aaaaaaaaaaaaaaaaaaaa", "12345678901234567890",
	    "abababababababababab", "Password12345678!",
	    "line\nfeed is no char", "broken \xc3 utf-8 in here"};

	for (size_t i = 0; i < sizeof poor / sizeof *poor; i++)
		ck_err(vault_password_ok(poor[i], strlen(poor[i]), 15),
		    ERR_FORMAT);
	ck_ok(vault_password_ok(PW_ADMIN, strlen(PW_ADMIN), 15));
	/* Characters count, not bytes. */
	ck_ok(vault_password_ok(
	    "\xc3\xa4\xc3\xb6\xc3\xbc pr\xc3\xa4gung", 15, 11));
	ck_err(vault_password_ok(
		   "\xc3\xa4\xc3\xb6\xc3\xbc pr\xc3\xa4gung", 15, 13),
	    ERR_FORMAT);
}
END_TEST

Suite *genesis_suite(void)
{
	Suite *s = suite_create("genesis");
	TCase *tc = tcase_create("genesis");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, makes_a_clinic);
	tcase_add_test(tc, makes_a_solo_clinic);
	tcase_add_test(tc, leaves_nothing_after_a_refusal);
	tcase_add_test(tc, takes_an_empty_folder_only);
	tcase_add_test(tc, adds_persons);
	tcase_add_test(tc, adds_nobody_without_two);
	tcase_add_test(tc, refuses_poor_passwords);
	suite_add_tcase(s, tc);
	return s;
}
