/*
 * The editor of one text: cursor, selection, soft wrap, keys.  One-line fields
 * and password fields are the same with a flag.  A page of several texts is
 * page.h.
 */
#ifndef UI_TEXTEDIT_H
#define UI_TEXTEDIT_H

#include "base/buf.h"
#include "ui/keymap.h"
#include "ui/term.h"
#include "ui/textbuf.h"

#define TEXT_WIDTH 62	  /* columns of text beside labels at 80 columns */
#define TEXT_WIDTH_MAX 76 /* text never grows wider */
#define PASSWORD_MAX 256  /* bytes */

/* The text keys (moving, cutting, undo, ...), registered as table "text". */
extern const struct actions textedit_keys;

enum {
	TE_LINE = 1,	 /* one line: Enter, Up and Down are not its keys */
	TE_PASSWORD = 2, /* shows a * for each character; no copy, no undo */
	TE_READONLY = 4, /* moving, selecting and copying only */
};

/* op of the rows of textedit_keys */
enum te_op {
	TE_LEFT = 1,
	TE_RIGHT,
	TE_UP,
	TE_DOWN,
	TE_HOME,
	TE_END,
	TE_PGUP,
	TE_PGDN,
	TE_WORD_LEFT,
	TE_WORD_RIGHT,
	TE_START,
	TE_FINISH,
	TE_CHOOSE,
	TE_ALL,
	TE_CUT,
	TE_COPY,
	TE_PASTE,
	TE_UNDO,
	TE_REDO,
	TE_BACKSPACE,
	TE_DELETE,
	TE_DELETE_WORD,
	TE_NEWLINE,
	TE_SEARCH,
};

enum te_did {
	TE_IGNORED, /* not a key of this widget */
	TE_MOVED,   /* cursor or selection */
	TE_CHANGED, /* the text */
	TE_TOP,	    /* up from the first line: leave it upwards */
	TE_BOTTOM,  /* down from the last line */
	TE_REFUSED, /* the text is full, nothing was taken: te->err */
	TE_FIND,    /* Ctrl-F: the owner asks for words and calls
		       textedit_find */
};

struct textline {
	size_t from, to; /* bytes, without the newline */
	bool hard;	 /* ends a paragraph */
};

struct textedit {
	struct textbuf *text; /* borrowed */
	struct clip *clip;    /* borrowed, NULL: no cut and paste */
	unsigned flags;	      /* TE_* */
	size_t at;	      /* cursor, a byte on a character border */
	size_t anchor;	      /* other end of the selection */
	bool chosen;	      /* there is a selection */
	bool choosing;	      /* begun with Ctrl-Space */
	int width;	      /* wrap at this many columns */
	enum err err;	      /* why the last edit was refused */
	/* inner */
	int goal;      /* column Up and Down keep to, -1 */
	size_t scroll; /* first byte shown of a one-line field */
	struct textline *lines;
	size_t n_lines, cap_lines;
	uint64_t lines_rev;
	int lines_width;
};

/* The text is borrowed; the cursor begins at its end. */
void textedit_init(
    struct textedit *, struct textbuf *, struct clip *, unsigned flags);
void textedit_done(struct textedit *);

/* ${page} is how many lines PgUp and PgDn move. */
enum te_did textedit_event(
    struct textedit *, const struct keymap *, const struct event *, int page);

/* The screen lines at width w (>= 1), and the line of a byte. */
WARN_UNUSED enum err textedit_wrap(struct textedit *, int w);
size_t textedit_line(const struct textedit *, size_t at);
/* Column of the cursor in its line. */
int textedit_column(const struct textedit *);
/* Put the cursor on line ${line} as near to column ${col} as may be. */
void textedit_goto(struct textedit *, size_t line, int col);
/* Move the cursor to a byte and drop the selection. */
void textedit_move(struct textedit *, size_t at);
/* Choose all of it: what is typed next replaces it.  Not in a password. */
void textedit_choose_all(struct textedit *);
/* The selection, or twice the cursor. */
void textedit_range(const struct textedit *, size_t *from, size_t *to);
/* Next place of ${words} (folded) after the cursor, around the end; false if
 * there is none. Selects it. */
bool textedit_find(struct textedit *, const char *words);
/* Replace the selection or insert at the cursor as one undo step. */
WARN_UNUSED enum err textedit_insert(
    struct textedit *, const char *s, size_t len);

/* Draw one wrapped line at (${y}, ${x}) of ${r} with the selection shown. */
void textedit_draw_line(const struct textedit *, struct rect r, int y, int x,
    size_t line, enum mean);
/* Draw a one-line or password field ${w} cells wide, scrolled to the cursor;
 * ${hint} (shown in parentheses) while empty; sets the cursor if ${focus}. */
void textedit_draw_field(struct textedit *, struct rect r, int y, int x, int w,
    const char *hint, bool focus);

#endif
