/* The drawer with every command legal here (Ctrl-K), made from the tables. */
#ifndef UI_PALETTE_H
#define UI_PALETTE_H

#include "ui/app.h"

/* A single letter typed marks the command that has it outside text. */
WARN_UNUSED enum err palette_open(struct app *);

/* The screen "Messages": what the message row has said, newest first. */
WARN_UNUSED enum err messages_open(struct app *);

#endif
