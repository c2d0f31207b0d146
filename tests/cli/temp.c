#include <config.h>

#include "tests/cli/temp.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/run.h"

static int remove_one(
    const char *path, const struct stat *st, int flag, struct FTW *at)
{
	(void)st;
	(void)flag;
	(void)at;
	return remove(path);
}

void temp_make(struct temp *t)
{
	snprintf(t->dir, sizeof(t->dir), "/tmp/tacet-cli-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(t->dir));
}

void temp_remove(struct temp *t)
{
	nftw(t->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *temp_path(struct temp *t, const char *name)
{
	snprintf(t->path, sizeof(t->path), "%s/%s", t->dir, name);
	return t->path;
}

const char *temp_file(
    struct temp *t, const char *name, const void *p, size_t len)
{
	FILE *f = fopen(temp_path(t, name), "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(p, 1, len, f), len);
	ck_assert_int_eq(fclose(f), 0);
	return t->path;
}
