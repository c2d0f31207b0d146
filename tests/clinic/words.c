#include <config.h>

#include "tests/clinic/words.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/run.h"

static int is_text(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot != NULL && strcmp(dot, ".txt") == 0;
}

size_t each_sample(void (*each)(const char *path, void *arg), void *arg)
{
	const char *data = getenv("TACET_DATA");
	struct dirent **names = NULL;
	char dir[PATH_MAX / 2], path[PATH_MAX];
	int n;

	(void)snprintf(dir, sizeof(dir), "%s/notes/mtsamples",
	    data == NULL ? "/nonexistent" : data);
	n = scandir(dir, &names, is_text, alphasort);
	if (n <= 0) {
		printf("SKIP: no %s\n", dir);
		return 0;
	}
	for (int i = 0; i < n; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s", dir, names[i]->d_name);
		each(path, arg);
		free(names[i]);
	}
	free(names);
	return (size_t)n;
}

static bool is_word(char c)
{
	return (unsigned char)c >= 0x80 || (c >= '0' && c <= '9') ||
	       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Bytes of the first word from *at on, which is moved to it. */
static size_t word(const struct buf *b, size_t *at)
{
	const char *s = buf_str(b);
	size_t n = 0;

	while (*at < b->len && !is_word(s[*at]))
		(*at)++;
	while (*at + n < b->len && is_word(s[*at + n]))
		n++;
	return n;
}

bool words_kept(const struct buf *all, const struct buf *kept, size_t *at)
{
	size_t from = 0, in = 0, n, m;

	while ((n = word(all, &from)) > 0) {
		while ((m = word(kept, &in)) > 0 &&
		       (m != n || strncasecmp(buf_str(all) + from,
				      buf_str(kept) + in, n) != 0))
			in += m;
		if (m == 0) {
			*at = from;
			return false;
		}
		in += m;
		from += n;
	}
	return true;
}
