/* The drawer that asks in which form a new entry of a chart is begun. */
#ifndef SCREENS_BEGIN_H
#define SCREENS_BEGIN_H

#include "clinic/form.h"
#include "screens/program.h"
#include "ui/prompt.h"

struct begin {
	struct option *options;
	struct buf *words; /* of each */
	size_t n;
};

/* Open the drawer with the chart's usual form marked; the answer comes under
 * ${id}. */
WARN_UNUSED enum err begin_ask(
    struct begin *, struct program *, const struct id *chart, int id);
/* The form that was chosen, NULL if there is no such; borrowed. */
const struct form *begin_form(
    const struct begin *, struct program *, const struct answer *);
void begin_done(struct begin *);

#endif
