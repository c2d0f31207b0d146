/*
 * Actions and the keys they are on.  Every table of actions (of a screen, of a
 * widget, of the whole program) is registered once; tacet.conf may then move an
 * action to other keys.  An id means the same in every table ("done", "next",
 * "find"), and is remapped in all of them at once.
 */
#ifndef UI_KEYMAP_H
#define UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct app;

enum {
	ACTION_PAIR = 1,   /* the key row shows two keys: "Up Down choose" */
	ACTION_HIDDEN = 2, /* not in the palette (moving the cursor and such) */
};

/*
 * One row of an action table; the order is that of the key row, most used
 * first.  Words are marked N_() and translated when shown.
 */
struct action {
	const char *id;	   /* "done"; lower case, digits, '-', '.' */
	const char *keys;  /* default keys, "Tab Ctrl-N"; "" for none */
	const char *label; /* word in the key row, NULL: not in the key row */
	const char *name;  /* its row in the palette, NULL: as help */
	const char *help;  /* its row in help and manual, NULL: as name */
	/*
	 * What it does; self is the screen's own pointer (for the program's
	 * table: that of app_hooks).  NULL: in a screen's table, the widget's,
	 * built-in or program action of the same id, here only placed and
	 * labelled (leave keys NULL then); in a widget's table, op.
	 */
	void (*fn)(struct app *, void *self);
	bool (*when)(const void *self); /* legal now?  NULL: always */
	unsigned flags;			/* ACTION_* */
	int op;				/* for widgets */
};

struct actions {
	const struct action *rows;
	size_t n;
};

/* Initialiser for a table: { ACTIONS(note_actions) }. */
#define ACTIONS(a) .rows = (a), .n = sizeof(a) / sizeof *(a)

struct keymap;

WARN_UNUSED enum err keymap_new(struct keymap **);
void keymap_free(struct keymap *);

/* Register a table by name (borrowed for good, static tables).  ${everywhere}:
 * it is legal under every screen, so its keys conflict with all.  A screen's
 * table is registered when it is first opened; those that tacet.conf may name
 * must be registered before keymap_bind. */
WARN_UNUSED enum err keymap_table(
    struct keymap *, const char *name, struct actions, bool everywhere);

/*
 * Put action ${id} on ${keys} ("Ctrl-X F5"; "" takes its keys away, which is
 * refused for the palette).  ERR_NOTFOUND unknown id, ERR_FORMAT no such key,
 * ERR_EXISTS the key is taken where the action lives; err_detail names it.
 * Bindings are checked together by keymap_check, so two keys can be swapped.
 */
WARN_UNUSED enum err keymap_bind(
    struct keymap *, const char *id, const char *keys);

/* After the last bind: ERR_EXISTS (detail: the two actions and the key) if a
 * table has one key twice. */
WARN_UNUSED enum err keymap_check(const struct keymap *);

/* The keys of ${a} now, blank-separated; ${km} NULL gives the defaults. */
const char *keymap_keys(const struct keymap *km, const struct action *a);

/* Is ${a} on ${key}? */
bool keymap_on(const struct keymap *, const struct action *, int key);

/* The first row of the table on ${key}, NULL if none; "when" is not asked. */
const struct action *keymap_find(
    const struct keymap *, struct actions, int key);

/* Append the name of the first key, of the first two with ACTION_PAIR; nothing
 * if the action is on no key. */
WARN_UNUSED enum err keymap_show(
    const struct keymap *, const struct action *, struct buf *);

/* Append what ${a} does, translated: its name, and its help in parentheses
 * where that says more. */
WARN_UNUSED enum err keymap_words(const struct action *, struct buf *);

/* Every registered row in order: for help, the manual page and tests. */
void keymap_each(const struct keymap *,
    void (*each)(void *arg, const char *table, const struct action *),
    void *arg);

#endif
