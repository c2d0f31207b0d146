/* Real clinical texts, and whether a copy of one still has every word. */
#ifndef TESTS_CLINIC_WORDS_H
#define TESTS_CLINIC_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* Call ${each} for every file of TACET_DATA/notes/mtsamples, in order; 0 if the
 * folder is not there, after saying so. */
size_t each_sample(void (*each)(const char *path, void *arg), void *arg);

/* Every word of ${all}, in order, stands in ${kept} (letter case apart);
 * else *at is where the first one that is lost begins. */
bool words_kept(const struct buf *all, const struct buf *kept, size_t *at);

#endif
