#include <config.h>

#include "tests/base/heap.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

static int watching, seen, countdown, failed;

void __real_free(void *p);
void *__real_calloc(size_t n, size_t size);
void __wrap_free(void *p);
void *__wrap_calloc(size_t n, size_t size);

void __wrap_free(void *p)
{
	if (watching && p != NULL &&
	    memmem(p, malloc_usable_size(p), HEAP_WORD,
		sizeof(HEAP_WORD) - 1) != NULL)
		seen++;
	__real_free(p);
}

void *__wrap_calloc(size_t n, size_t size)
{
	if (countdown > 0 && --countdown == 0) {
		failed = 1;
		return NULL;
	}
	return __real_calloc(n, size);
}

void heap_watch(void)
{
	watching = 1;
	seen = 0;
}

int heap_seen(void)
{
	watching = 0;
	return seen;
}

void heap_fail(int n)
{
	countdown = n;
	failed = 0;
}

int heap_failed(void)
{
	countdown = 0;
	return failed;
}
