/*
 * The program as its user sees it: one clinic, one app, one person at a time.
 * Every screen gets a struct program and finds the rest from it.
 */
#ifndef SCREENS_PROGRAM_H
#define SCREENS_PROGRAM_H

#include <stdbool.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/err.h"
#include "clinic/client.h"
#include "clinic/clinic.h"
#include "ui/app.h"
#include "ui/keymap.h"
#include "ui/textbuf.h"
#include "vault/private.h"

struct pane;
struct program;

struct program_options {
	const char *dir;	   /* the clinic */
	const char *formsdir;	   /* shipped forms */
	const char *login;	   /* name given from outside, NULL */
	const char *const *notice; /* lines for the log-in screen, NULL ends */
	const struct clock *clock;
};

/* A screen to open again after a lock, with what it needs for that. */
struct place {
	void (*show)(struct program *, const struct place *);
	struct id chart, entry;
};

#define PLACES_MAX 6

struct program {
	const struct program_options *options;
	struct clinic *clinic;
	struct app *app;
	struct keymap *keys;
	struct clip clip;	    /* what is cut or copied in the record */
	struct clip private_clip;   /* in the pane; wiped on lock */
	struct private_vault *priv; /* NULL: locked */
	struct private_vault *priv_closing; /* wiped once its pane is gone */
	struct pane
	    *pane; /* the open private pane, on whatever screen; or NULL */
	int64_t priv_last;   /* mono: last key while it is open */
	int64_t login_began; /* mono */
	/* Timers in ms; tacet.conf may shorten them, never lengthen. */
	int64_t idle_ms, login_ms, private_ms;
	bool discreet;	/* codes instead of names */
	unsigned prefs; /* as last kept: prefs.c */
	bool locked;
	bool held; /* locked, but keys and screens stay: something is NOT SAVED
		    */
	int64_t priv_later; /* mono: no closing of the pane before, NOT SAVED */
	bool dropped;	    /* hung up or told to end: nobody said goodbye */
	int64_t polled;	    /* mono: last look for what others wrote */
	int64_t settled;    /* mono: drafts are on the platter as of then */
	struct place places[PLACES_MAX]; /* open when the lock fell */
	size_t n_places;
};

/*
 * Open the clinic and the screens over a started terminal (term_start), run
 * until log-out, close.  ERR_*: could not begin, nothing is left on the screen.
 */
WARN_UNUSED enum err program_run(const struct program_options *);

/* The same in parts for the replay driver, which turns the app itself. */
WARN_UNUSED enum err program_open(
    const struct program_options *, struct program **out);
/* Paint the log-in screen, then read the forms, which it does not need. */
WARN_UNUSED enum err program_begin(struct program *);
void program_close(struct program *);

/* Lock: the locked screen in place of all that is open; keys are wiped and the
 * terminal blanked as soon as the closed screens are gone. */
void program_lock(struct program *);
/* The password was given again: what was open when the lock fell. */
void program_resume(struct program *);
/* Ctrl-Q: asks, then LOGOUT and the end. */
void program_ask_logout(struct program *);
/* End; drafts are kept, LOGOUT is written by program_close. */
void program_logout(struct program *);
/* Close and lock the pane; its screen keeps a pointer of its own to the
 * private_vault, which stays until the screen is freed. */
void program_lock_private(struct program *);
/* Whether this person's role can hold charts at all. */
bool program_has_charts(const struct program *);
/* A client's name as it may be shown (the code in discreet mode). */
const char *program_client_name(const struct program *, const struct client *);

#endif
