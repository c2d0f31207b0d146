/* The help screen of what has the cursor, made from the tables. */
#ifndef UI_HELP_H
#define UI_HELP_H

#include "ui/app.h"

WARN_UNUSED enum err help_open(struct app *);

/* Append the help of a screen as text, one action a line: for the manual and
 * tests.  ERR_FORMAT if the screen or one of its actions has no help. */
WARN_UNUSED enum err help_text(
    const struct keymap *, const struct screen_ops *, struct buf *);

#endif
