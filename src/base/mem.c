#include <config.h>

#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *mem_new(size_t n, size_t size)
{
	/* calloc may answer 0 bytes with NULL. */
	if (n == 0 || size == 0)
		n = size = 1;
	if (size > PTRDIFF_MAX / n)
		return NULL;
	return calloc(n, size);
}

void mem_wipe(void *p, size_t len)
{
	if (len > 0)
		explicit_bzero(p, len);
}

char *mem_strdup(const char *s)
{
	size_t len = strlen(s) + 1;
	char *p = mem_new(len, 1);

	if (p != NULL)
		memcpy(p, s, len);
	return p;
}

void mem_strfree(char *s)
{
	if (s != NULL)
		mem_wipe(s, strlen(s));
	free(s);
}

int mem_grow(void **p, size_t *cap, size_t want, size_t size)
{
	size_t n = *cap;
	void *q;

	if (want <= n)
		return 0;
	n = n > SIZE_MAX / 2 ? want : n * 2;
	if (n < 8)
		n = 8;
	if (n < want)
		n = want;
	q = mem_new(n, size);
	if (q == NULL)
		return -1;
	if (*p != NULL) {
		memcpy(q, *p, *cap * size);
		mem_wipe(*p, *cap * size);
		free(*p);
	}
	*p = q;
	*cap = n;
	return 0;
}
