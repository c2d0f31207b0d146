/* A folder of its own for each test, and the helpers every suite uses. */
#ifndef TESTS_STORE_TEMP_H
#define TESTS_STORE_TEMP_H

#include "store/store.h"
#include "tests/run.h"

/* Set-up and tear-down of a checked fixture. */
void temp_setup(void);
void temp_teardown(void);

/* The path of ${name} in the folder; static, eight calls deep. */
const char *temp_path(const char *name);

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
