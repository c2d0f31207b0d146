/*
 * UTF-8 as the program needs it, over libunistring.  Lengths are bytes, columns
 * are terminal cells.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* Offset of the first byte that is not part of valid UTF-8, or ${len}. */
size_t utf8_valid(const void *s, size_t len);

/* Append ${s} in NFC.  ERR_FORMAT if it is not UTF-8, ERR_NOMEM. */
WARN_UNUSED enum err utf8_nfc(const void *s, size_t len, struct buf *out);

/*
 * Append ${s} folded for comparing: case, accents, width and compatibility
 * forms apart (every character taken apart, marks of combining class 10 and
 * above dropped, lower case; ss for a sharp s, o for a stroked o and their
 * like).  Broken bytes become U+FFFD.  ERR_NOMEM, ERR_LIMIT.
 */
WARN_UNUSED enum err utf8_fold(const void *s, size_t len, struct buf *out);

/* true if every word of ${prefix} (parted by blanks) begins some word of ${s},
 * both folded here; what a finder matches by.  A word of ${s} begins behind
 * anything but a letter or digit; an empty prefix fits everything. */
bool utf8_word_prefix(const char *s, const char *prefix);

/* Decode one code point at ${s}[0..len); returns bytes taken (>= 1 if len > 0),
 * *cp is U+FFFD for a broken byte. */
size_t utf8_decode(const void *s, size_t len, uint32_t *cp);
/* Encode to ${out}[4]; returns bytes. */
size_t utf8_encode(uint32_t cp, unsigned char *out);

/*
 * Boundaries of grapheme clusters (UAX 29; the pairwise functions of the
 * library split emoji and flags).  ${at} is a byte offset on a boundary; the
 * answer is len or 0 at the ends.  A cluster is at most 1 KB here; only its
 * neighbourhood is looked at.
 */
size_t utf8_next(const void *s, size_t len, size_t at);
size_t utf8_prev(const void *s, size_t len, size_t at);
/* Start of the next/previous word (UAX 29; begins with a letter or digit), as
 * Ctrl-arrows move; len or 0 if there is none. */
size_t utf8_word_next(const void *s, size_t len, size_t at);
size_t utf8_word_prev(const void *s, size_t len, size_t at);

/* Cells that the painted form of ${s} takes (wcwidth, what ncurses uses, so
 * LC_CTYPE must be set and UTF-8); a newline takes none. */
int utf8_width(const void *s, size_t len);
/* Bytes of the longest run of whole graphemes in at most ${cols} cells. */
size_t utf8_fit(const void *s, size_t len, int cols);

/*
 * Append ${s} as it may be painted or logged (security.md 9): C0 but newline
 * and tab, DEL, C1, bidi controls, 200B, 2060, FEFF, noncharacters, broken
 * bytes and what wcwidth does not know become U+FFFD; joiners, direction marks,
 * variation selectors and tags are left out; tab is one blank.
 */
WARN_UNUSED enum err utf8_paint(const void *s, size_t len, struct buf *out);

/* Append ${s} exactly but for C0 (not newline, tab), DEL and C1, which become
 * U+FFFD: for files. ${s} must be valid UTF-8. */
WARN_UNUSED enum err utf8_file(const void *s, size_t len, struct buf *out);

/*
 * Soft wrap one text of paragraphs at ${cols} cells (>= 1).  ${each} is called
 * for every screen line with its byte range (without the newline) and whether
 * it ends a paragraph.  Lines break where UAX 14 allows, long words at
 * graphemes.  Blanks and tabs at the end of a line belong to it and may hang
 * over the edge (the painter clips them); without them a line is wider than
 * ${cols} only if it is one grapheme.  Empty text is one line, and so is what
 * follows a last newline.  Never fails but for ERR_NOMEM.
 */
struct wrap_line {
	size_t from, to; /* bytes */
	bool hard;	 /* ended by newline or end of text */
};
WARN_UNUSED enum err utf8_wrap(const void *s, size_t len, int cols,
    void (*each)(void *arg, const struct wrap_line *), void *arg);

#endif
