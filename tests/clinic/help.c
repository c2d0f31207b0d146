#include <config.h>

#include "tests/clinic/help.h"

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/run.h"

const char *tmp_dir(void)
{
	static char dir[PATH_MAX];
	const char *base = getenv("TMPDIR");

	(void)snprintf(dir, sizeof(dir), "%s/tacet-clinic.XXXXXX",
	    base == NULL ? "/tmp" : base);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	return dir;
}

static int gone(
    const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void tmp_gone(const char *dir)
{
	ck_assert_int_eq(nftw(dir, gone, 16, FTW_DEPTH | FTW_PHYS), 0);
}

void put_file(const char *dir, const char *name, const char *text)
{
	char path[PATH_MAX];

	ck_ok(path_join(path, dir, name));
	ck_ok(file_replace(path, text, strlen(text), 0600));
}

const char *shipped(void)
{
	static char dir[PATH_MAX];
	const char *top = getenv("top_srcdir");

	(void)snprintf(
	    dir, sizeof(dir), "%s/src/forms", top == NULL ? "." : top);
	return dir;
}

static void no_problem(void *arg, const char *line)
{
	(void)arg;
	ck_abort_msg("%s", line);
}

struct forms *shipped_forms(void)
{
	struct forms *fs = NULL;

	ck_ok(forms_load(shipped(), NULL, no_problem, NULL, &fs));
	return fs;
}

size_t each_naughty(void (*each)(void *arg, const char *s), void *arg)
{
	static const char joined[] = "\xf0\x9f\x91\xa9\xe2\x80\x8d"
				     "\xf0\x9f\x92\xbb";
	static const char *const own[] = {"plain", " blank first and last ",
	    "tab\there", "line\n\nline\n", "@form", "[plan]", "a=b;c",
	    "\xd0\x9e\xd0\xbb\xd1\x8c\xd0\xb3\xd0\xb0",
	    "\xe4\xbd\xa0\xe5\xa5\xbd", joined, "\xe2\x80\xaeright to left",
	    "\x1b[31mred"};
	const char *data = getenv("TACET_DATA");
	char path[PATH_MAX], *line, *rest;
	struct buf b = {0};
	size_t n = sizeof(own) / sizeof(*own);

	for (size_t i = 0; i < n; i++)
		each(arg, own[i]);
	(void)snprintf(path, sizeof(path), "%s/blns/blns.txt",
	    data == NULL ? "/nonexistent" : data);
	if (!file_exists(path)) {
		printf("SKIP: no %s\n", path);
		return n;
	}
	ck_ok(file_read(path, BUF_MAX, &b));
	rest = (char *)b.p;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line != '\0' && *line != '#') {
			each(arg, line);
			n++;
		}
	buf_free(&b);
	return n;
}
