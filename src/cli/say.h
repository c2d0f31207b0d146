/* Words of the command line: one line each, and nothing in it that could drive
 * the terminal (security.md 9), whatever a file is called. */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "base/err.h"

/* One line to standard output; to standard error, "tacet: " before it. */
void say(const char *fmt, ...) PRINTF(1, 2);
void complain(const char *fmt, ...) PRINTF(1, 2);

/* complain in the words of ${e} and its detail. */
void complain_err(enum err e);

#endif
