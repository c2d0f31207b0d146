/*
 * What was, what is now: a text and its later versions as sentences and list
 * lines, each unchanged, taken out or come in (screens.md 13, 14).
 */
#ifndef SCREENS_REVISION_H
#define SCREENS_REVISION_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

enum revision_kind { REVISION_SAME, REVISION_WAS, REVISION_NOW };

struct revision_piece {
	const char *text; /* borrowed from the text it came with */
	size_t len;
	enum revision_kind kind;
	unsigned version; /* that took it out or brought it in; from 1 */
};

struct revision {
	struct revision_piece *pieces; /* one a sentence or line */
	size_t n, cap;
};

/* Begin with the first text, which must stay. */
WARN_UNUSED enum err revision_begin(
    struct revision *, const char *text, size_t len);
/* Bring in the next version.  Very long texts are compared less finely, never
 * wrongly. */
WARN_UNUSED enum err revision_add(
    struct revision *, unsigned version, const char *text, size_t len);
void revision_done(struct revision *);

/*
 * Append ${piece} with braces around the words in which it differs from
 * ${other}; NULL: around all of it.
 */
WARN_UNUSED enum err revision_brace(const struct revision_piece *piece,
    const struct revision_piece *other, struct buf *out);

#endif
