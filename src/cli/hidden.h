/* Lines from a terminal or a descriptor. */
#ifndef CLI_HIDDEN_H
#define CLI_HIDDEN_H

#include <stddef.h>

#include "base/err.h"

/* One line of ${fd} without its newline, byte by byte so that nothing of the
 * next is taken; no NUL is added.  ERR_LIMIT past ${cap} bytes, ERR_NOTFOUND at
 * the end. */
WARN_UNUSED enum err line_read(int fd, char *out, size_t cap, size_t *len);

/* The same from the terminal on standard input, unseen, after ${prompt} on
 * standard error.  Ctrl-C, hang-up and the like: ERR_CANCELLED. */
WARN_UNUSED enum err line_read_hidden(
    const char *prompt, char *out, size_t cap, size_t *len);

#endif
