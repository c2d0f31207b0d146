/* The conformance files of the Unicode consortium, read from TACET_DATA. */
#ifndef TESTS_BASE_UCD_H
#define TESTS_BASE_UCD_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buf.h"

/* NULL, with the line that .ci/run counts as a skip, if the file is not here.
 */
FILE *ucd_open(const char *name);

#define UCD_BREAKS 64
struct ucd_case {
	struct buf text;
	size_t at[UCD_BREAKS]; /* offsets of the boundaries, 0 and end too */
	size_t n;
	char line[1024];
};

/* The next case of a *BreakTest.txt; false at the end. */
bool ucd_next(FILE *, struct ucd_case *);
void ucd_done(struct ucd_case *);

#endif
