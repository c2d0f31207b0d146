/* A drawer that asks for one of my clients. */
#ifndef SCREENS_PICK_H
#define SCREENS_PICK_H

#include "screens/program.h"

/* ${title} is copied; ${fn} is called with the chart after the drawer closed,
 * not at all on Esc. */
void pick_client_show(struct program *, const char *title,
    void (*fn)(struct program *, const struct id *chart));

#endif
