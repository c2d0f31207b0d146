/*
 * "key = value" lines under [sections]: the answers file and the system's
 * tacet.conf.  A value is all that follows the sign, whatever it holds; a line
 * that begins with # or ; is a comment.
 */
#ifndef CLI_KEYVAL_H
#define CLI_KEYVAL_H

#include <stdbool.h>

#include "base/err.h"

struct keyval;

/* ERR_NOTFOUND, ERR_IO; ERR_FORMAT ("file:line: reason") for what is no such
 * line, stands twice or is not UTF-8. */
WARN_UNUSED enum err keyval_read(const char *path, struct keyval **out);
void keyval_free(struct keyval *); /* NULL is fine */

/* The value of "section.key", or of "key" above the first section; NULL if
 * there is none.  NFC, borrowed. */
const char *keyval_get(struct keyval *, const char *key);

/* ERR_FORMAT ("file:line: key") if there is a key that keyval_get was never
 * asked for: most likely a slip of the pen. */
WARN_UNUSED enum err keyval_rest(const struct keyval *);

/* ERR_FORMAT if the last part of some key is ${word}; detail as above. */
WARN_UNUSED enum err keyval_without(const struct keyval *, const char *word);

#endif
