/* Finding words in a text, case and accents apart. */
#ifndef UI_FIND_H
#define UI_FIND_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The first place of ${words} in ${s} that begins at byte ${from} or later:
 * bytes *at to *end.  False if there is none (or memory is out).
 */
bool find_next(const char *s, size_t len, size_t from, const char *words,
    size_t *at, size_t *end);

#endif
