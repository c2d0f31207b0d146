#include <config.h>

#include "tests/vault/clinic.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "vault/chart.h"
#include "vault/fields.h"

static int64_t get_utc(void *arg)
{
	return ((struct test_clock *)arg)->utc;
}

static int64_t get_mono(void *arg)
{
	return ((struct test_clock *)arg)->mono;
}

void test_clock_init(struct test_clock *tc)
{
	*tc = (struct test_clock){.clock = {get_utc, get_mono, tc},
	    .utc = 1767600000000,
	    .mono = 1000000};
}

void test_clock_add(struct test_clock *tc, int64_t ms)
{
	tc->utc += ms;
	tc->mono += ms;
}

void test_clinic_init(struct test_clinic *t)
{
	const char *tmp = getenv("TMPDIR");

	memset(t, 0, sizeof *t);
	ck_ok(secret_init((size_t)256 << 10));
	(void)snprintf(t->root, sizeof t->root - 8, "%s/t-vault.XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	ck_assert_ptr_nonnull(mkdtemp(t->root));
	ck_ok(path_join(t->dir, t->root, "clinic"));
	test_clock_init(&t->tc);
}

static int remove_one(
    const char *path, const struct stat *st, int type, struct FTW *f)
{
	(void)st;
	(void)type;
	(void)f;
	return remove(path);
}

void test_clinic_done(struct test_clinic *t)
{
	(void)nftw(t->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

struct clinic_new test_clinic_answers(void)
{
	return (struct clinic_new){
	    .demo = true,
	    .cost = &kdf_test,
	    .cost_strong = &kdf_test,
	    .password_min = 15,
	    .admin = {"anna", "Anna Albers", "", ROLE_ADMIN, PASS(PW_ADMIN)},
	    .officer = {"olga", "Olga Okafor", "", ROLE_OFFICER,
		PASS(PW_OFFICER)},
	    .records = PASS(PW_RECORDS),
	};
}

void test_clinic_make(struct test_clinic *t)
{
	struct clinic_new c = test_clinic_answers();

	ck_ok(clinic_create(t->dir, &t->tc.clock, &c));
}

void test_clinic_staff(struct test_clinic *t)
{
	struct ceremony c = {"anna", PASS(PW_ADMIN), "olga", PASS(PW_OFFICER)};
	struct person_new carl = {
	    "carl", "Carl Castro", "LAC", ROLE_CLINICIAN, PASS(PW_CLIN)};
	struct person_new dora = {"dora", "Dora Diaz", "LPC",
	    ROLE_CLINICIAN | ROLE_SUPERVISOR, PASS(PW_CLIN2)};
	struct vault *v = test_clinic_open(t);

	ck_ok(person_add(v, &c, &carl, NULL));
	ck_ok(person_add(v, &c, &dora, NULL));
	vault_close(v);
}

struct vault *test_clinic_open(struct test_clinic *t)
{
	struct vault *v = NULL;

	ck_ok(vault_open(t->dir, &t->tc.clock, &v));
	return v;
}

struct vault *test_login(
    struct test_clinic *t, const char *name, const char *pw)
{
	struct vault *v = test_clinic_open(t);

	ck_ok(vault_login(v, name, pw, strlen(pw)));
	return v;
}

static void copy_file(const char *from, const char *to)
{
	struct buf b = {0};

	ck_ok(file_read(from, BUF_MAX - 1, &b));
	ck_ok(file_create(to, b.p, b.len, 0600));
	buf_free(&b);
}

void test_copy_tree(const char *from, const char *to)
{
	char a[PATH_MAX], b[PATH_MAX];
	struct dirent *d;
	struct stat st;
	DIR *p = opendir(from);

	ck_assert_ptr_nonnull(p);
	ck_ok(file_mkdir(to, 0700));
	while ((d = readdir(p)) != NULL) {
		if (strcmp(d->d_name, ".") == 0 || strcmp(d->d_name, "..") == 0)
			continue;
		ck_ok(path_join(a, from, d->d_name));
		ck_ok(path_join(b, to, d->d_name));
		ck_assert_int_eq(lstat(a, &st), 0);
		if (S_ISDIR(st.st_mode))
			test_copy_tree(a, b);
		else
			copy_file(a, b);
	}
	(void)closedir(p);
}

static enum err make_client(void *arg, unsigned ordinal, struct buf *payload)
{
	char code[16];
	enum err e;

	(void)arg;
	(void)snprintf(code, sizeof code, "C-%04u", ordinal);
	if ((e = fields_begin(payload)) != ERR_OK ||
	    (e = fields_adds(payload, "code", code)) != ERR_OK)
		return e;
	fields_end(payload, 1);
	return ERR_OK;
}

struct id test_chart(struct vault *v)
{
	struct id id;

	ck_ok(chart_create(v, make_client, NULL, &id));
	return id;
}

void test_note(struct vault *v, const struct id *chart, struct id *entry)
{
	struct buf b = {0};

	secret_random(entry->b, ID_LEN);
	ck_ok(fields_begin(&b));
	ck_ok(fields_adds(&b, "@form", "dap"));
	ck_ok(fields_adds(&b, "data", "A calm hour."));
	fields_end(&b, 2);
	ck_ok(entry_write(
	    v, chart, ENTRY_RECORD, entry, 1, NULL, &b, NULL, NULL));
	buf_free(&b);
}
