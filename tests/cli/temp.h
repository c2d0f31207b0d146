/* A folder of one test's own. */
#ifndef TESTS_CLI_TEMP_H
#define TESTS_CLI_TEMP_H

#include <stddef.h>

struct temp {
	char dir[64];
	char path[128]; /* of temp_path */
};

void temp_make(struct temp *);
void temp_remove(struct temp *);
/* DIR/NAME, until the next call. */
const char *temp_path(struct temp *, const char *name);
/* Write a file; its path. */
const char *temp_file(
    struct temp *, const char *name, const void *p, size_t len);

#endif
