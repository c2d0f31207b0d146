#include "ui/appdata.h"

#include <stdint.h>
#include <string.h>

#include "base/i18n.h"
#include "ui/help.h"
#include "ui/palette.h"

/* --- the built-in actions --- */

static void do_back(struct app *a, void *self)
{
	struct level *l = stack_top(a);

	(void)self;
	if (l == NULL)
		return;
	if (l->n_drawers > 0)
		app_drawer_close(a);
	else if (l->in_pane)
		app_focus_pane(a, false);
	else if (a->n_levels > 1 && !(l->main.ops->flags & SCREEN_HOME))
		app_pop(a);
}

static void do_palette(struct app *a, void *self)
{
	enum err e = palette_open(a);

	(void)self;
	if (e != ERR_OK)
		app_refuse(a, _("opened"), e);
}

static void do_help(struct app *a, void *self)
{
	enum err e = help_open(a);

	(void)self;
	if (e != ERR_OK)
		app_refuse(a, _("opened"), e);
}

static void do_saved(struct app *a, void *self)
{
	(void)self;
	app_say(a, "%s", _("Saved already."));
}

static void do_messages(struct app *a, void *self)
{
	enum err e = messages_open(a);

	(void)self;
	if (e != ERR_OK)
		app_refuse(a, _("opened"), e);
}

static void do_single(struct app *a, void *self)
{
	(void)self;
	app_set_single(a, !a->single);
}

static void do_redraw(struct app *a, void *self)
{
	(void)a;
	(void)self;
	term_redraw();
}

/* Is a screen open that nothing may be reached from? */
static bool alone(const struct app *a)
{
	for (size_t i = 0; i < a->n_levels; i++) {
		if (a->levels[i].main.ops->flags & SCREEN_ALONE)
			return true;
	}
	return false;
}

static bool can_messages(const void *self)
{
	return !alone(self);
}

bool actions_can_back(const void *self)
{
	const struct app *a = self;
	const struct level *l = stack_top(a);

	return l != NULL &&
	       (l->n_drawers > 0 || l->in_pane ||
		   (a->n_levels > 1 &&
		       !(l->main.ops->flags & (SCREEN_HOME | SCREEN_ALONE))));
}

static bool can_single(const void *self)
{
	const struct level *l = stack_top(self);

	return l != NULL && l->pane.ops != NULL;
}

static const struct action builtin_rows[] = {
    {.id = "back",
	.keys = "Esc",
	.label = N_("back"),
	.help = N_("one step out; nothing is lost"),
	.fn = do_back,
	.when = actions_can_back,
	.flags = ACTION_HIDDEN},
    {.id = "palette",
	.keys = "Ctrl-K",
	.label = N_("all"),
	.help = N_("every command legal here"),
	.fn = do_palette,
	.flags = ACTION_HIDDEN},
    {.id = "help",
	.keys = "? F1",
	.label = N_("help"),
	.name = N_("Help for this screen"),
	.help = N_("help for this screen"),
	.fn = do_help},
    {.id = "saved",
	.keys = "Ctrl-S",
	.help = N_("nothing waits to be saved"),
	.fn = do_saved,
	.flags = ACTION_HIDDEN},
    {.id = "single",
	.keys = "",
	.name = N_("Pane: full screen"),
	.help = N_("show one pane at a time, or both"),
	.fn = do_single,
	.when = can_single},
    {.id = "messages",
	.keys = "",
	.name = N_("Messages"),
	.help = N_("what the message row has said"),
	.fn = do_messages,
	.when = can_messages},
    {.id = "redraw",
	.keys = "",
	.name = N_("Draw the screen anew"),
	.help = N_("draw the screen anew"),
	.fn = do_redraw},
};

const struct actions actions_builtin = {ACTIONS(builtin_rows)};

/* --- actions --- */

const struct action *actions_by_id(struct actions t, const char *id)
{
	for (size_t i = 0; i < t.n; i++) {
		if (strcmp(t.rows[i].id, id) == 0)
			return &t.rows[i];
	}
	return NULL;
}

const struct action *app_stands_for(
    const struct app *a, const struct part *p, const struct action *row)
{
	const struct action *real = NULL;

	if (row->fn != NULL || row->op != 0)
		return row;
	for (size_t i = 0; i < SCREEN_WIDGETS && real == NULL; i++) {
		if (p->ops->widgets[i] != NULL)
			real = actions_by_id(*p->ops->widgets[i], row->id);
	}
	if (real == NULL)
		real = actions_by_id(actions_builtin, row->id);
	if (real == NULL)
		real = actions_by_id(a->program, row->id);
	return real != NULL ? real : row;
}

/* The pointer that ${row} is to be called with. */
static void *self_of(
    const struct app *a, const struct part *p, const struct action *row)
{
	if (row >= actions_builtin.rows &&
	    row < actions_builtin.rows + actions_builtin.n)
		return (void *)(uintptr_t)a;
	if (row >= a->program.rows && row < a->program.rows + a->program.n)
		return a->hooks.self;
	return p->self;
}

static bool row_legal(
    const struct app *a, const struct part *p, const struct action *row)
{
	bool program =
	    row >= a->program.rows && row < a->program.rows + a->program.n;

	if (program && alone(a) &&
	    actions_by_id(level_focus(stack_top(a))->ops->actions, row->id) ==
		NULL)
		return false;
	return row->when == NULL || row->when(self_of(a, p, row));
}

/* A row without a function stands for another; both must be willing. */
bool app_legal(
    const struct app *a, const struct part *p, const struct action *row)
{
	const struct action *real = app_stands_for(a, p, row);

	return row_legal(a, p, row) && (real == row || row_legal(a, p, real));
}

/* False for a row that only labels what a widget does. */
static bool run(struct app *a, const struct part *p, const struct action *row)
{
	const struct action *real = app_stands_for(a, p, row);

	if (real->fn == NULL)
		return false;
	real->fn(a, self_of(a, p, real));
	return true;
}

/* The first legal row of ${t} on ${key}. */
bool actions_on_key(
    struct app *a, const struct part *p, struct actions t, int key)
{
	for (size_t i = 0; i < t.n; i++) {
		const struct action *row = &t.rows[i], *real = row;

		if (row->keys == NULL)
			real = app_stands_for(a, p, row);
		if (keymap_on(a->keys, real, key) && app_legal(a, p, row) &&
		    run(a, p, row))
			return true;
	}
	return false;
}

static bool run_id(
    struct app *a, const struct part *p, struct actions t, const char *id)
{
	for (size_t i = 0; i < t.n; i++) {
		if (strcmp(t.rows[i].id, id) != 0 ||
		    !app_legal(a, p, &t.rows[i]))
			continue;
		if (run(a, p, &t.rows[i]))
			return true;
	}
	return false;
}

/* A widget's action is its key. */
static bool run_widget(struct app *a, const struct part *p, const char *id)
{
	const struct action label = {.id = id};
	const struct action *row = app_stands_for(a, p, &label);
	struct event ev = {.type = EV_KEY};
	const char *keys;

	if (row->op == 0 || p->ops->event == NULL)
		return false;
	keys = keymap_keys(a->keys, row);
	if (keys[0] == '\0')
		keys = row->keys;
	return key_each(&keys, &ev.key) && p->ops->event(a, p->self, &ev);
}

bool app_do(struct app *a, const char *id)
{
	struct part p;
	bool done;

	if (a->n_levels == 0)
		return false;
	p = *level_focus(stack_top(a));
	a->busy++;
	done = run_id(a, &p, p.ops->actions, id) || run_widget(a, &p, id) ||
	       run_id(a, &p, actions_builtin, id) ||
	       run_id(a, &p, a->program, id);
	a->busy--;
	stack_bury(a);
	return done;
}

void app_each_action(struct app *a,
    void (*each)(void *arg, const struct action *, void *self), void *arg)
{
	const struct part p = *level_focus(stack_top(a));
	struct actions all[3 + SCREEN_WIDGETS] = {p.ops->actions};
	size_t n = 1;

	for (size_t i = 0; i < SCREEN_WIDGETS; i++) {
		if (p.ops->widgets[i] != NULL)
			all[n++] = *p.ops->widgets[i];
	}
	all[n++] = a->program;
	all[n++] = actions_builtin;
	for (size_t t = 0; t < n; t++) {
		for (size_t i = 0; i < all[t].n; i++) {
			const struct action *row = &all[t].rows[i];

			const struct action *real = app_stands_for(a, &p, row);

			if (app_legal(a, &p, row))
				each(arg, row->name != NULL ? row : real,
				    self_of(a, &p, row));
		}
	}
}
