/* How a screen is laid out and painted; app.c decides what is on it. */
#ifndef UI_FRAME_H
#define UI_FRAME_H

#include "ui/app.h"

struct part {
	const struct screen_ops *ops; /* NULL: none */
	void *self;
};

#define DRAWERS 4

/* One screen of the stack with what belongs to it. */
struct level {
	struct part main;
	struct part pane;
	struct part drawers[DRAWERS]; /* the last one is seen */
	size_t n_drawers;
	bool in_pane;
};

/* What is to be painted besides the screens themselves. */
struct frame {
	struct app *app;
	const struct keymap *keys;
	const struct level *level;
	bool single; /* note and pane one at a time */
	bool home;   /* Esc leads nowhere */
	const char *place;
	const char *message; /* "" for none */
	enum mean message_mean;
	bool message_in_pane;
};

/* The part with the cursor. */
const struct part *level_focus(const struct level *);

void frame_paint(const struct frame *);

/*
 * Draw the key row of the actions of ${p} into one row: most used first, as
 * many as fit, three blanks apart or two, always ending in the palette's.
 */
void frame_keys(const struct frame *, const struct part *p, struct rect row);

/* The widget's, built-in or program row that ${a} of ${p} stands for when it
 * has no function of its own; else ${a}. */
const struct action *app_stands_for(
    const struct app *, const struct part *p, const struct action *a);
bool app_legal(const struct app *, const struct part *, const struct action *);

/* The part with the cursor, and an answer for it if it is still there. */
struct part app_focus(const struct app *);
/*
 * Take the drawer that is seen away, hand its answer to ${asker} if that is
 * still there, and close it for good unless the asker returned false: then it
 * stands again and false is returned.
 */
bool app_drawer_answer(
    struct app *, const struct part *asker, int id, const struct answer *);

#endif
