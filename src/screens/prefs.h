/* What a person has set for good: sealed in their own file. */
#ifndef SCREENS_PREFS_H
#define SCREENS_PREFS_H

#include "screens/program.h"

/* After log-in: full-screen pane, discreet mode. What cannot be read counts as
 * never set. */
void prefs_apply(struct program *);
/* Keep them if they are not as they were last kept; a failure is tried again
 * with the next batch of keys. */
void prefs_keep(struct program *);

#endif
