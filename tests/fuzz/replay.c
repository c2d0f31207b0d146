/* In place of libFuzzer: run the target over every file that is named, and over
 * every file of a folder that is named. */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/fuzz/fuzz.h"

enum { MAX = 1 << 20 };

static int ran;

static bool file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *p = malloc(MAX), *exact;
	size_t n;

	if (f == NULL || p == NULL) {
		perror(path);
		free(p);
		if (f != NULL)
			fclose(f);
		return false;
	}
	n = fread(p, 1, MAX, f);
	fclose(f);
	/* Of its exact size, so that a sanitizer sees one byte too many. */
	exact = malloc(n > 0 ? n : 1);
	if (exact == NULL)
		return false;
	memcpy(exact, p, n);
	free(p);
	(void)LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	ran++;
	return true;
}

static bool all(const char *path)
{
	char one[PATH_MAX];
	struct dirent *f;
	struct stat st;
	bool ok = true;
	DIR *d;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return file(path);
	if ((d = opendir(path)) == NULL)
		return false;
	while ((f = readdir(d)) != NULL) {
		if (f->d_name[0] == '.')
			continue;
		snprintf(one, sizeof(one), "%s/%s", path, f->d_name);
		ok = file(one) && ok;
	}
	closedir(d);
	return ok;
}

int main(int argc, char **argv)
{
	bool ok = true;

	for (int i = 1; i < argc; i++)
		if (argv[i][0] != '-')
			ok = all(argv[i]) && ok;
	printf("%d inputs\n", ran);
	return ok && ran > 0 ? 0 : 1;
}
