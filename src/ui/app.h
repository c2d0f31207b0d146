/*
 * The one input loop: draw everything, wait for an event with a deadline,
 * dispatch, settle, draw.  It keeps a stack of screens, at most one pane beside
 * the top one and one drawer over it, the message row and the key row.
 *
 * Nothing here waits for an answer: a prompt is a drawer, and its answer comes
 * back as a call to the screen that asked.
 */
#ifndef UI_APP_H
#define UI_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "ui/keymap.h"
#include "ui/term.h"

#define APP_NEVER INT64_MAX

/*
 * What stands in rows 1 to 3 and, while nothing else is said, in the message
 * row.  The screen's head() fills it with ui_say(); all empty before.
 *
 *   kind   name   ids                                              state
 *   warn ------------------------------------------------------- place -
 *   context
 *
 * If room is short the name is cut, nothing else.  A drawer uses kind (the
 * words in its rule), state and message.  A pane below has them in its rule:
 * kind, name, warn, state.
 */
struct head {
	struct buf kind;
	struct buf name;
	struct buf ids;
	struct buf state;
	enum mean state_mean;
	struct buf warn;
	enum mean warn_mean;
	struct buf place; /* empty: app_place() */
	struct buf context;
	bool no_context; /* the body takes row 3 as well */
	struct buf message;
	enum mean message_mean;
};

/* Append formatted words; a shortage of memory leaves them out (for what is
 * only painted). */
void ui_say(struct buf *, const char *fmt, ...) PRINTF(2, 3);

/* What a draw() gets. */
struct view {
	struct rect r; /* the body */
	bool focus;    /* set the cursor with term_cursor if true */
	const struct keymap *keys;
	struct app *app;
};

struct answer {
	bool given; /* false: Esc */
	const char *text;
	size_t len;    /* of text; a NUL follows */
	size_t choice; /* index of the option */
};

#define SCREEN_WIDGETS 3

enum {
	SCREEN_PRIVATE = 1, /* bar at the left edge; key row begins with kind */
	SCREEN_ALONE = 2,   /* log in, locked: while it is open the program's
			       table and Messages are out of reach; only rows
			       of its own table work, and help and palette */
	SCREEN_HOME = 4,    /* Esc does not leave it */
};

/*
 * A screen, pane or drawer: one const struct.  self is what was handed to
 * app_push and its like.  NULL members do nothing unless told otherwise.
 */
struct screen_ops {
	const char *id;	  /* "note" */
	const char *name; /* N_("Note"), title of its help */
	const char *help; /* N_(): what it is for; never NULL */
	struct actions actions;
	/* Keys of the widgets it hands events to, for help and palette; a row
	 * of actions without fn of the same id gives them a label here. */
	const struct actions *widgets[SCREEN_WIDGETS]; /* {&page_keys, ..} */
	unsigned flags;				       /* SCREEN_* */

	void (*head)(void *self, struct head *);
	/* Drawers: rows wanted for the body ${w} columns wide, at most what is
	 * given. */
	int (*rows)(void *self, int w);
	void (*draw)(void *self, const struct view *);
	/* Are letters text now?  NULL: no. */
	bool (*typing)(const void *self);
	/* Words for the key row in place of the action's label; NULL: as it is.
	 */
	const char *(*label)(const void *self, const struct action *);
	/* Keys no action took, text, pastes; true if used.  Up, Down, PgUp and
	 * PgDn that a drawer does not use go to what lies below it. */
	bool (*event)(struct app *, void *self, const struct event *);
	/* Answer of a prompt this screen opened; false keeps it open (a
	 * password field is emptied). NULL: taken. */
	bool (*answer)(struct app *, void *self, int id, const struct answer *);
	/* Once after each batch of input, before painting: seal what changed.
	 * Called for the visible screen, pane and drawer. */
	void (*settle)(struct app *, void *self);
	/* mono time at which tick is due, APP_NEVER; tick must move it on. */
	int64_t (*deadline)(const void *self);
	void (*tick)(struct app *, void *self, int64_t mono);
	/* Uncovered, or entered for the first time: read anew. */
	void (*enter)(struct app *, void *self);
	/* About to be covered, closed or blanked: keep what is typed. */
	void (*leave)(struct app *, void *self);
	/* Wipe and free self; called once when it is closed. */
	void (*free)(void *self);
};

/* The program around the screens; everything may be NULL. */
struct app_hooks {
	void *self;
	/* After each batch of input and after ticks, before painting. */
	void (*settle)(struct app *, void *self);
	int64_t (*deadline)(struct app *, void *self);
	void (*tick)(struct app *, void *self, int64_t mono);
	/* SIGHUP, SIGTERM, or SIGHUP for a lost terminal; NULL: app_quit. */
	void (*signal)(struct app *, void *self, int signo);
};

/*
 * ${actions} is the program's table, legal everywhere but under SCREEN_ALONE;
 * its fn get hooks->self.  The keymap is borrowed; its built-in tables are
 * registered here ("app", "text", ...), so call keymap_bind afterwards.
 */
WARN_UNUSED enum err app_new(const struct app_hooks *, const struct clock *,
    struct keymap *, struct actions, struct app **);
/* Leaves and frees every screen. */
void app_free(struct app *);

/* Run until app_quit. */
void app_run(struct app *);
/*
 * One turn: wait at most ${wait_ms} for input (0: none, -1: to the next
 * deadline), handle all there is, tick, settle, paint.  False after app_quit.
 */
bool app_turn(struct app *, int wait_ms);
/* Hand in one event as if it had been typed. */
void app_event(struct app *, const struct event *);
void app_quit(struct app *);
/* Paint now, in the middle of work: before a slow key derivation, with a
 * message like "Opening."; settles first. */
void app_show(struct app *);

/*
 * The stack.  ${self} belongs to the app from the call on, even if it fails
 * (then it is freed).  Closing happens after the running callback returns, so a
 * screen may close itself and go on using self until it returns.
 */
WARN_UNUSED enum err app_push(
    struct app *, const struct screen_ops *, void *self);
/* Close the top screen with its pane and drawer; never the last one. */
void app_pop(struct app *);
/* Close everything above the first screen. */
void app_home(struct app *);
/* Let what stands open read its lists anew: something changed for all. */
void app_refresh(struct app *);
/* Close all, then push. */
WARN_UNUSED enum err app_reset(
    struct app *, const struct screen_ops *, void *self);
/* self of the topmost screen with these ops, NULL if it is not open. */
void *app_find(const struct app *, const struct screen_ops *);
size_t app_depth(const struct app *);
/* ops of the top screen (not its pane or drawer). */
const struct screen_ops *app_top(const struct app *);

/* A drawer over the top screen; it replaces another.  app_drawer_over leaves
 * the other below it, to stand there again when this one closes. */
WARN_UNUSED enum err app_drawer(
    struct app *, const struct screen_ops *, void *self);
WARN_UNUSED enum err app_drawer_over(
    struct app *, const struct screen_ops *, void *self);
void app_drawer_close(struct app *);
bool app_drawer_open(const struct app *);

/* The pane of the top screen: beside it from 120 columns, else below. */
WARN_UNUSED enum err app_pane(
    struct app *, const struct screen_ops *, void *self);
void app_pane_close(struct app *);
/* self of the pane if it has these ops, else NULL. */
void *app_pane_find(const struct app *, const struct screen_ops *);
/* Which of the two has the cursor. */
void app_focus_pane(struct app *, bool pane);
bool app_in_pane(const struct app *);
/* One at a time over the whole body ("full screen"); kept for all panes. */
void app_set_single(struct app *, bool);
bool app_single(const struct app *);

/*
 * Say something in the message row (that of the pane if it has the cursor and
 * stands beside); it stays until the person's next action and is kept for
 * Messages.  Words only, never note text.
 */
void app_say(struct app *, const char *fmt, ...) PRINTF(2, 3);
/* In red, for NOT SAVED and ERROR; the words must say so themselves. */
void app_alarm(struct app *, const char *fmt, ...) PRINTF(2, 3);
/* "Not VERB: words of the error." (and its detail if ${detail}). */
void app_refuse(struct app *, const char *what, enum err);
/* Newest first; ${utc} in ms. */
void app_messages(const struct app *,
    void (*each)(void *arg, int64_t utc, const char *text), void *arg);
/* Forget the history, at log-out. */
void app_messages_wipe(struct app *);

/*
 * Say ${text} and hand the next key to ${fn} instead of anything else (a digit
 * after Ctrl-G, Enter after "Log out?").  fn returns false for a key it does
 * not know, which is then handled as usual; Esc only ends the waiting.
 */
void app_next_key(struct app *, const char *text,
    bool (*fn)(struct app *, void *self, const struct event *), void *self);

/* Words at the right of row 2: the practice, or DEMONSTRATION (copied). */
void app_place(struct app *, const char *);

/* Run the action ${id} of what has the cursor, else the program's; false if
 * it is not legal here. */
bool app_do(struct app *, const char *id);

/* Blank the terminal at once and close or push as the caller then does. */
void app_blank(struct app *);

/* When a person last pressed a key (mono), for idle locks. */
int64_t app_last_input(const struct app *);
int64_t app_mono(const struct app *);
int64_t app_utc(const struct app *);
const struct keymap *app_keys(const struct app *);

/*
 * Every action legal now: those of the part with the cursor, of its widgets, of
 * the program, the built-in ones.  A row without fn comes as the row it stands
 * for, unless it has a name of its own; then both come.
 */
void app_each_action(struct app *,
    void (*each)(void *arg, const struct action *, void *self), void *arg);

#endif
