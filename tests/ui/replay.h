/*
 * Real curses with no terminal: keys go in through a pipe, cells are read back.
 * Unit tests drive it from C; scripts drive it line by line and compare what
 * stood on the screen with a kept picture.
 *
 *   # a comment
 *   size 80x24            columns x rows; before the first key, or later
 *   clock 2025-11-18T09:00   local time, TZ is UTC
 *   key Tab Ctrl-D n      as the terminal type sends them
 *   text what is typed
 *   paste two lines\nof it
 *   wait 600000           milliseconds on the clock, none of yours
 *   snap                  the screen, blank rows left out, and the cursor
 *   look 3,17,8           bold, underline, reverse of 8 cells (b u r .)
 *
 * Other words are handed to the host.
 */
#ifndef TESTS_UI_REPLAY_H
#define TESTS_UI_REPLAY_H

#include <stdio.h>

#include "base/clock.h"
#include "ui/app.h"

struct replay;

/* What is replayed. */
struct replay_host {
	void *arg;
	/* The terminal stands; make the app and its first screen. */
	enum err (*open)(void *arg, const struct clock *, struct app **);
	/* app_free and all the rest. */
	void (*close)(void *arg, struct app *);
	/* A line of a script that is not known here; NULL: none is. */
	enum err (*line)(void *arg, struct app *, const char *line);
};

/* Start the terminal of ${type} with ${h} rows and ${w} columns; the clock
 * stands at ${utc}.  Exits the test program if it cannot. */
struct replay *replay_new(
    const struct replay_host *, const char *type, int h, int w, int64_t utc);
void replay_free(struct replay *);

struct app *replay_app(const struct replay *);
/* Send a key by its name, or the bytes of a text, and take one turn. */
void replay_key(struct replay *, const char *names);
void replay_text(struct replay *, const char *);
void replay_paste(struct replay *, const char *);
void replay_bytes(struct replay *, const void *, size_t);
/* Move the clock and take a turn. */
void replay_wait(struct replay *, int64_t ms);
void replay_size(struct replay *, int h, int w);
/* A turn without input. */
void replay_turn(struct replay *);
/* Row ${y} from 0, without trailing blanks; valid until the next call. */
const char *replay_row(struct replay *, int y);
/* What was sent to the terminal since the last call (appended). */
void replay_sent(struct replay *, struct buf *);
/* Append the picture that "snap" makes. */
void replay_snap(struct replay *, struct buf *);

/*
 * Run a script and compare with ${picture}; with UPDATE_SCREENS set the picture
 * is written instead.  What went wrong goes to ${err_out}, with the first line
 * that differs.  True if all is as it was.
 */
bool replay_script(const struct replay_host *, const char *script,
    const char *picture, const char *type, FILE *err_out);

#endif
