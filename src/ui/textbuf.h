/*
 * A text under the keys: bytes, undo and redo.  Always valid UTF-8.  Content is
 * kept exactly; what comes in is brought to NFC with LF line ends (also across
 * the seam: a combining mark typed after its letter joins it).
 */
#ifndef UI_TEXTBUF_H
#define UI_TEXTBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

struct textbuf;

/* ${limit} in bytes, at most BUF_MAX; ${line}: newlines become blanks. */
WARN_UNUSED enum err textbuf_new(size_t limit, bool line, struct textbuf **);
/* Wipes text and undo log. */
void textbuf_free(struct textbuf *);

const char *textbuf_str(const struct textbuf *); /* NUL after the end */
size_t textbuf_len(const struct textbuf *);
/* Changes with every edit, undo and redo; for "is there something to save". */
uint64_t textbuf_rev(const struct textbuf *);

/* Load a text exactly as it is and forget undo.  ERR_LIMIT, ERR_FORMAT if it is
 * not UTF-8. */
WARN_UNUSED enum err textbuf_set(struct textbuf *, const void *, size_t);

/* How an edit joins the undo log. */
enum textstep {
	TEXT_STEP, /* a step of its own: paste, cut, carried text */
	TEXT_TYPE, /* joins the typing before it, word by word */
};

/*
 * Replace bytes ${from} to ${to} (on character borders) by ${s}; ${at}, if not
 * NULL, gets the place after what came in.  ERR_LIMIT: refused whole, nothing
 * is cut off; ERR_FORMAT if ${s} is not UTF-8.
 */
WARN_UNUSED enum err textbuf_edit(struct textbuf *, size_t from, size_t to,
    const void *s, size_t len, enum textstep, size_t *at);

/* The next typing begins a new step (the cursor has moved). */
void textbuf_break(struct textbuf *);

/* ERR_NOTFOUND when there is nothing (more); *at is where the cursor goes. */
WARN_UNUSED enum err textbuf_undo(struct textbuf *, size_t *at);
WARN_UNUSED enum err textbuf_redo(struct textbuf *, size_t *at);
bool textbuf_can_undo(const struct textbuf *);
bool textbuf_can_redo(const struct textbuf *);
/* Wipe the undo log, keep the text: on lock and sign. */
void textbuf_forget(struct textbuf *);

/* Called after every change, undo and redo included: ${del} bytes at ${at} gave
 * way to ${ins}.  One watcher; NULL takes it off. */
void textbuf_watch(struct textbuf *,
    void (*fn)(void *arg, size_t at, size_t del, size_t ins), void *arg);

/* A stretch of text that an owner remembers (carried, commented), moved by a
 * watcher with textspan_moved.  True if the change touched the stretch itself.
 */
struct textspan {
	size_t from, to;
};
bool textspan_moved(struct textspan *, size_t at, size_t del, size_t ins);

/* A clipboard; the private pane has one of its own. */
struct clip {
	struct buf text;
};
void clip_wipe(struct clip *);

#endif
