#include "tests/store/temp.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[PATH_MAX];

void temp_setup(void)
{
	const char *base = getenv("TMPDIR");

	snprintf(folder, sizeof(folder), "%s/t-store.XXXXXX",
	    base != NULL ? base : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

void temp_teardown(void)
{
	DIR *d = opendir(folder);
	struct dirent *f;

	ck_assert_ptr_nonnull(d);
	while ((f = readdir(d)) != NULL)
		if (strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0)
			unlink(temp_path(f->d_name));
	closedir(d);
	ck_assert_int_eq(rmdir(folder), 0);
}

const char *temp_path(const char *name)
{
	static char path[8][PATH_MAX + 256];
	static unsigned next;
	char *p = path[next++ % 8];

	snprintf(p, sizeof(path[0]), "%s/%s", folder, name);
	return p;
}

unsigned char *slurp(const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	unsigned char *p;

	ck_assert_ptr_nonnull(f);
	*len = file_size(path);
	p = malloc(*len + 1);
	ck_assert_ptr_nonnull(p);
	ck_assert_uint_eq(fread(p, 1, *len, f), *len);
	fclose(f);
	return p;
}

void spill(const char *path, const void *p, size_t len)
{
	FILE *f = fopen(path, "wb");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(p, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
}

size_t file_size(const char *path)
{
	struct stat st;

	ck_assert_int_eq(stat(path, &st), 0);
	return (size_t)st.st_size;
}

void sql_do(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;

	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	sqlite3_exec(db, sql, NULL, NULL, &message);
	ck_assert_msg(message == NULL, "%s: %s", sql, message);
	ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

pid_t child(void (*fn)(void *), void *arg)
{
	pid_t pid;

	fflush(NULL);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid > 0)
		return pid;
	fn(arg);
	_exit(0);
}

void child_ok(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		ck_assert_int_eq(errno, EINTR);
	ck_assert_msg(status == 0, "child ended with %x", (unsigned)status);
}

void entry_make(struct entry *e, int chart, int entry, int ver, size_t len)
{
	memset(e->chart, chart, ID_LEN);
	memset(e->entry, entry, ID_LEN);
	e->blob = malloc(len + 1);
	ck_assert_ptr_nonnull(e->blob);
	for (size_t i = 0; i < len; i++)
		e->blob[i] = (unsigned char)(i * 7 + (size_t)ver);
	e->v[COL_ENTRY_CHART] = store_bytes(e->chart, ID_LEN);
	e->v[COL_ENTRY_ENTRY] = store_bytes(e->entry, ID_LEN);
	e->v[COL_ENTRY_VER] = store_int(ver);
	e->v[COL_ENTRY_EPOCH] = store_int(1);
	e->v[COL_ENTRY_BLOB] = store_bytes(e->blob, len);
}

void entry_done(struct entry *e)
{
	free(e->blob);
}

enum err add_seq(struct store *s, int64_t seq, size_t len)
{
	static unsigned char bytes[1 << 16];
	struct store_val row[] = {store_int(seq), store_bytes(bytes, 16),
	    store_int(1), store_bytes(bytes, 32), store_bytes(bytes, len)};
	enum err e = store_begin_write(s);

	ck_assert_uint_le(len, sizeof(bytes));
	if (e != ERR_OK)
		return e;
	e = store_put(s, STORE_LEDGER, row);
	if (e == ERR_OK)
		return store_commit(s);
	store_rollback(s);
	return e;
}

size_t rows(struct store *s, enum store_table t)
{
	struct store_scan sc = {.table = t};
	size_t n = 0;

	ck_ok(store_count(s, &sc, &n));
	return n;
}

struct sum {
	const struct store_def *d;
	uint64_t h;
};

/* FNV-1a */
static void sum_bytes(struct sum *s, const void *p, size_t len)
{
	const unsigned char *b = p;

	for (size_t i = 0; i < len; i++)
		s->h = (s->h ^ b[i]) * UINT64_C(1099511628211);
}

static enum err sum_row(void *arg, const struct store_val *row)
{
	struct sum *s = arg;

	for (size_t i = 0; i < s->d->ncol; i++) {
		sum_bytes(s, &row[i].num, sizeof(row[i].num));
		sum_bytes(s, &row[i].len, sizeof(row[i].len));
		sum_bytes(s, row[i].p, row[i].len);
	}
	return ERR_OK;
}

uint64_t content(struct store *s)
{
	const struct store_schema *sc = store_schema_of(s);
	struct sum sum = {.h = UINT64_C(14695981039346656037)};

	for (size_t i = 0; i < sc->ndef; i++) {
		struct store_scan all = {.table = sc->def[i].id};

		sum.d = &sc->def[i];
		ck_ok(store_scan(s, &all, sum_row, &sum));
	}
	return sum.h;
}
