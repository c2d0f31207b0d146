/* A folder of its own for each test, and the helpers every suite uses. */
#ifndef TESTS_STORE_TEMP_H
#define TESTS_STORE_TEMP_H

#include <sys/types.h>

#include "store/store.h"
#include "tests/run.h"

/* Set-up and tear-down of a checked fixture. */
void temp_setup(void);
void temp_teardown(void);

/* The path of ${name} in the folder; static, eight calls deep. */
const char *temp_path(const char *name);

/* Whole files, as bytes; the caller frees. */
unsigned char *slurp(const char *path, size_t *len);
void spill(const char *path, const void *p, size_t len);
size_t file_size(const char *path);

/* SQL behind the store's back. */
void sql_do(const char *path, const char *sql);

/* Run ${fn} in a child of its own; its exit status is 0 if it returns. */
pid_t child(void (*fn)(void *), void *arg);
/* Wait for it; fails the test unless it ended well. */
void child_ok(pid_t);

/* An entry row: chart, entry (one byte repeated), version, ${len} bytes that
 * follow from the version. */
struct entry {
	struct store_val v[5];
	unsigned char chart[ID_LEN], entry[ID_LEN];
	unsigned char *blob;
};
void entry_make(struct entry *, int chart, int entry, int ver, size_t len);
void entry_done(struct entry *);

/* Write one ledger row in a transaction of its own. */
enum err add_seq(struct store *, int64_t seq, size_t len);

/* The rows of ${t}. */
size_t rows(struct store *, enum store_table t);

/* A hash of every row of every table, in order. */
uint64_t content(struct store *);

#endif
