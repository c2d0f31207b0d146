/*
 * The terminal: the only user of curses.  There is one terminal, as there is
 * one curses; its state lives in term.c.
 *
 * Input is decoded here into events; output goes through clipped rectangles
 * into one window, curses sends the cells that changed.  Every text passes
 * utf8_paint on its way, so nothing in a note can drive the terminal.
 */
#ifndef UI_TERM_H
#define UI_TERM_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/err.h"
#include "ui/key.h"

/* Rows and columns count from 0: column 3 of screens.md is x 2. */
struct rect {
	int y, x, h, w;
};

/* The lines of ${r} from ${y} on, ${h} of them (or what there is). */
struct rect rect_rows(struct rect r, int y, int h);

enum event_type {
	EV_KEY,	   /* key: a command key */
	EV_TEXT,   /* key: a code point, text: the same in UTF-8 */
	EV_PASTE,  /* text: all of it, valid UTF-8, LF, no other control */
	EV_RESIZE, /* the size is another */
	EV_SIGNAL, /* signo: SIGHUP, SIGTERM, SIGINT or SIGQUIT */
	EV_EOF,	   /* the terminal is gone */
};

struct event {
	enum event_type type;
	int key;
	int signo;
	const char *text; /* valid until the next term_read; NUL after len */
	size_t len;
};

struct term_opts {
	const char *type; /* NULL: $TERM */
	FILE *in, *out;	  /* NULL: stdin and stdout, which must be terminals */
	int esc_ms; /* how long a lone Esc waits for the rest of a key; 0: 50 */
	bool plain; /* draw - | + for lines */
	bool mono;  /* no colours */
};

/*
 * Take the terminal: raw, flow control off, bracketed paste, alternate screen
 * where there is one.  ERR_UNSUPPORTED with a detail that tells the person what
 * is needed (no terminal, TERM unset, dumb or unknown).  With in and out given
 * nothing need be a terminal: the replay driver hands a pipe and /dev/null.
 */
WARN_UNUSED enum err term_start(const struct term_opts *);
/* Would it?  Nothing is changed. */
WARN_UNUSED enum err term_check(const struct term_opts *);

/* Clear the screen and its scrollback, give the terminal back; safe twice. */
void term_stop(void);

/*
 * The next event.  Waits at most ${wait_ms} (negative: for ever); false when
 * none came.  Handle all that come with wait 0 before painting: then a batch is
 * painted once.
 */
bool term_read(int wait_ms, struct event *);

/* Set the size without a terminal, as the replay driver does; an EV_RESIZE
 * follows. */
void term_resize(int h, int w);

/* The whole screen. */
struct rect term_rect(void);

/* What a run of cells means; screens.md 1.4 gives each its look. */
enum mean {
	MEAN_PLAIN,
	MEAN_TITLE,   /* titles, group headings */
	MEAN_LABEL,   /* labels of fields and sections */
	MEAN_KEY,     /* the name of a key */
	MEAN_MARKED,  /* the row with the mark */
	MEAN_FOCUS,   /* first word of the title of the pane with the cursor */
	MEAN_HINT,    /* hint in an empty field */
	MEAN_WARN,    /* needs a hand: unsigned, look, must */
	MEAN_DANGER,  /* RISK RAISED, NOT SAVED, ERROR */
	MEAN_PRIVATE, /* the private pane's words and bar */
	MEAN_CARRIED, /* brought in, not confirmed */
	MEAN_CHANGED, /* changed words under review */
	MEAN_CHOSEN,  /* the selection in a text */
	MEAN_COUNT
};

/* Begin a paint: all blank. */
void term_clear(void);

/*
 * Write ${len} bytes of ${s} at row ${y}, column ${x} of ${r}, clipped to it;
 * one line (a newline ends it).  Returns the cells the whole text takes.
 */
int term_put(struct rect r, int y, int x, enum mean, const char *s, size_t len);
int term_puts(struct rect r, int y, int x, enum mean, const char *s);
int term_putf(struct rect r, int y, int x, enum mean, const char *fmt, ...)
    PRINTF(5, 6);

/* Write ${s} in at most ${w} cells; what is cut ends in '~'. Returns the cells
 * written. */
int term_cut(struct rect r, int y, int x, int w, enum mean, const char *s);

/* The same, ending at column ${x} + ${w} - 1. */
int term_right(struct rect r, int y, int x, int w, enum mean, const char *s);

/* A horizontal line over columns ${x} to ${x} + ${w} - 1; a vertical line over
 * ${h} rows; their crossing. */
void term_rule(struct rect r, int y, int x, int w);
void term_bar(struct rect r, int y, int x, int h);
void term_cross(struct rect r, int y, int x);

/* The focus: where the cursor stands after this paint, clamped into ${r}. */
void term_cursor(struct rect r, int y, int x);

/* Send the changed cells and put the cursor on the focus. */
void term_paint(void);

/* Blank the screen, its scrollback and every copy of its cells at once, and
 * wipe the input buffer: for locking. The next paint begins from nothing. */
void term_blank(void);

/* The next paint sends every cell: after another program wrote over them. */
void term_redraw(void);

/* Ring the bell, never by itself. */
void term_bell(void);

/*
 * What stands on the screen after the last paint, for the replay driver: a row
 * as UTF-8 (line drawing as U+2500, U+2502, U+253C), the cursor, and the look
 * of one cell.
 */
enum { LOOK_BOLD = 1, LOOK_UNDER = 2, LOOK_REVERSE = 4, LOOK_COLOUR = 8 };
WARN_UNUSED enum err term_row(int y, struct buf *);
void term_where(int *y, int *x);
unsigned term_look(int y, int x);

/* The bytes a terminal of this type sends for ${key}, or what is usual for keys
 * that the type does not name; NULL if there is nothing. For the replay driver;
 * static until the next call. */
const char *term_sends(int key);

#endif
