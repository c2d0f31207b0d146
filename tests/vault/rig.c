#include <config.h>

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/secret.h"
#include "tests/run.h"
#include "tests/vault/rig.h"
#include "vault/chart.h"

struct pass rig_pass(const char *login)
{
	static const struct {
		const char *login;
		struct pass pass;
	} all[] = {
	    {ADMIN, {PW_ADMIN, sizeof(PW_ADMIN) - 1}},
	    {OFFICER, {PW_OFFICER, sizeof(PW_OFFICER) - 1}},
	    {CARL, {PW_CLIN, sizeof(PW_CLIN) - 1}},
	    {DORA, {PW_CLIN2, sizeof(PW_CLIN2) - 1}},
	    {"records", {PW_RECORDS, sizeof(PW_RECORDS) - 1}},
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (strcmp(all[i].login, login) == 0)
			return all[i].pass;
	ck_abort_msg("no such person: %s", login);
	return (struct pass){NULL, 0};
}

struct vault *rig_login(struct test_clinic *t, const char *login)
{
	return test_login(t, login, rig_pass(login).p);
}

struct id rig_id(void)
{
	struct id id;

	ck_ok(secret_init((size_t)256 * 1024));
	secret_random(id.b, ID_LEN);
	return id;
}

static enum err make_client(void *arg, unsigned ordinal, struct buf *payload)
{
	(void)arg;
	(void)ordinal;
	return buf_adds(payload, "client");
}

void rig_chart(struct vault *v, struct id *chart)
{
	ck_ok(chart_create(v, make_client, NULL, chart));
}

void rig_init(struct rig *r)
{
	test_clinic_init(&r->w);
	test_clinic_make(&r->w);
	test_clinic_staff(&r->w);
	r->carl = rig_login(&r->w, CARL);
	rig_chart(r->carl, &r->chart);
	ck_ok(chart_view(r->carl, &r->chart));
}

void rig_done(struct rig *r)
{
	vault_close(r->carl);
	test_clinic_done(&r->w);
}

struct store *rig_attack(struct rig *r)
{
	char path[PATH_MAX];
	struct store *db;

	ck_ok(store_open(
	    NULL, STORE_CLINIC, rig_path(&r->w, "clinic.db", path), 0, &db));
	return db;
}

size_t rig_rows(struct rig *r)
{
	struct store_scan scan = {.table = STORE_LEDGER};
	struct store *db = rig_attack(r);
	size_t n;

	ck_ok(store_count(db, &scan, &n));
	store_free(db);
	return n;
}

/* ---- files ------------------------------------------------------------- */

const char *rig_path(const struct test_clinic *w, const char *name, char *out)
{
	ck_ok(path_join(out, w->dir, name));
	return out;
}

/* Every regular file below ${path}; stops when ${each} says true. */
static bool walk(
    const char *path, bool (*each)(void *, const char *), void *arg)
{
	char sub[PATH_MAX];
	struct dirent *de;
	struct stat st;
	DIR *d = opendir(path);
	bool found = false;

	ck_assert_ptr_nonnull(d);
	while (!found && (de = readdir(d)) != NULL) {
		if (strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0)
			continue;
		ck_ok(path_join(sub, path, de->d_name));
		ck_assert_int_eq(lstat(sub, &st), 0);
		found =
		    S_ISDIR(st.st_mode) ? walk(sub, each, arg) : each(arg, sub);
	}
	closedir(d);
	return found;
}

struct wanted {
	const char *suffix;
	char *out;
};

static bool ends_like(void *arg, const char *path)
{
	struct wanted *f = arg;
	size_t n = strlen(path), m = strlen(f->suffix);

	if (n < m || strcmp(path + n - m, f->suffix) != 0)
		return false;
	(void)snprintf(f->out, PATH_MAX, "%s", path);
	return true;
}

void rig_find(const struct test_clinic *w, const char *folder,
    const char *suffix, char *out)
{
	struct wanted f = {suffix, out};
	char dir[PATH_MAX];

	ck_assert_msg(walk(rig_path(w, folder, dir), ends_like, &f),
	    "no %s in %s", suffix, folder);
}

void rig_copy(const char *from, const char *to)
{
	static const char *const part[] = {"", "-wal"};
	char src[PATH_MAX], dst[PATH_MAX];
	struct buf b = {0};

	for (int i = 0; i < 2; i++) {
		(void)snprintf(src, sizeof(src), "%s%s", from, part[i]);
		(void)snprintf(dst, sizeof(dst), "%s%s", to, part[i]);
		(void)unlink(dst);
		if (i > 0 && !file_exists(src))
			break;
		buf_clear(&b);
		ck_ok(file_read(src, BUF_MAX, &b));
		ck_ok(file_create(dst, b.p, b.len, 0600));
	}
	(void)snprintf(dst, sizeof(dst), "%s-shm", to);
	(void)unlink(dst);
	buf_free(&b);
}

void rig_remove(const char *path)
{
	static const char *const part[] = {"", "-wal", "-shm"};
	char name[PATH_MAX];

	for (int i = 0; i < 3; i++) {
		(void)snprintf(name, sizeof(name), "%s%s", path, part[i]);
		(void)unlink(name);
	}
	ck_assert(!file_exists(path));
}

struct grep {
	const void *p;
	size_t len;
	const char *except;
	unsigned hits;
};

static bool grep_file(void *arg, const char *path)
{
	struct grep *g = arg;
	struct buf b = {0};

	if (g->except != NULL &&
	    strncmp(path, g->except, strlen(g->except)) == 0)
		return false;
	ck_ok(file_read(path, BUF_MAX, &b));
	if (b.len > 0 && memmem(b.p, b.len, g->p, g->len) != NULL)
		g->hits++;
	buf_free(&b);
	return false;
}

unsigned rig_grep(
    const struct test_clinic *w, const void *p, size_t len, const char *except)
{
	struct grep g = {p, len, except, 0};

	walk(w->dir, grep_file, &g);
	return g.hits;
}
