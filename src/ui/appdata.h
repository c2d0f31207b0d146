/* What app.c, stack.c, actions.c and said.c share; for no one else. */
#ifndef UI_APPDATA_H
#define UI_APPDATA_H

#include "ui/app.h"
#include "ui/frame.h"

#define SAID_MAX 200 /* messages kept for Messages */

struct said {
	int64_t utc;
	struct buf text;
};

struct app {
	struct app_hooks hooks;
	const struct clock *clock;
	struct keymap *keys;
	struct actions program;
	struct level *levels;
	size_t n_levels, cap_levels;
	struct part *dead; /* closed, freed when no callback runs */
	size_t n_dead, cap_dead;
	int busy;
	bool quit;
	bool painted;
	bool single;
	int64_t last_input;
	struct buf place;
	struct buf message;
	enum mean message_mean;
	bool message_in_pane;
	struct said said[SAID_MAX];
	size_t n_said; /* ever said; the ring holds the last */
	bool (*next_key)(struct app *, void *, const struct event *);
	void *next_self;
};

/* The level that is seen, NULL if there is none. */
struct level *stack_top(const struct app *);
/* Free what was closed, once no callback runs. */
void stack_bury(struct app *);
/* Close everything. */
void stack_clear(struct app *);

/* The built-in actions, self is the app. */
extern const struct actions actions_builtin;
const struct action *actions_by_id(struct actions, const char *id);
bool actions_can_back(const void *app);
/* Do the first legal row of ${t} on ${key}; false if there is none. */
bool actions_on_key(
    struct app *, const struct part *, struct actions t, int key);

#endif
