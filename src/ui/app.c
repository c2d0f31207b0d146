#include "ui/app.h"

#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/finder.h"
#include "ui/inputs.h"
#include "ui/frame.h"
#include "ui/help.h"
#include "ui/list.h"
#include "ui/page.h"
#include "ui/pager.h"
#include "ui/palette.h"
#include "ui/textedit.h"

#define BATCH_MAX 4096 /* events handled before a paint */
#define SAID_MAX 200   /* messages kept for Messages */

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

static struct level *top(const struct app *a)
{
	return a->n_levels > 0 ? &a->levels[a->n_levels - 1] : NULL;
}

/* --- the built-in actions --- */

static void do_back(struct app *a, void *self)
{
	struct level *l = top(a);

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

static bool can_back(const void *self)
{
	const struct app *a = self;
	const struct level *l = top(a);

	return l != NULL &&
	       (l->n_drawers > 0 || l->in_pane ||
		   (a->n_levels > 1 &&
		       !(l->main.ops->flags & (SCREEN_HOME | SCREEN_ALONE))));
}

static bool can_single(const void *self)
{
	const struct level *l = top(self);

	return l != NULL && l->pane.ops != NULL;
}

static const struct action builtin_rows[] = {
    {.id = "back",
	.keys = "Esc",
	.label = N_("back"),
	.help = N_("one step out; nothing is lost"),
	.fn = do_back,
	.when = can_back,
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

static const struct actions builtin = {ACTIONS(builtin_rows)};

/* --- life --- */

static enum err tables(struct keymap *km, struct actions program)
{
	const struct {
		const char *name;
		struct actions actions;
		bool everywhere;
	} all[] = {
	    {"program", program, true},
	    {"app", builtin, true},
	    {"text", textedit_keys, false},
	    {"page", page_keys, false},
	    {"inputs", inputs_keys, false},
	    {"list", list_keys, false},
	    {"pager", pager_keys, false},
	};
	enum err e = ERR_OK;

	for (size_t i = 0; i < sizeof(all) / sizeof(*all) && e == ERR_OK; i++)
		e = keymap_table(
		    km, all[i].name, all[i].actions, all[i].everywhere);
	return e;
}

enum err app_new(const struct app_hooks *hooks, const struct clock *clock,
    struct keymap *keys, struct actions program, struct app **out)
{
	struct app *a = mem_new(1, sizeof(*a));
	enum err e;

	if (a == NULL)
		return ERR_NOMEM;
	a->hooks = *hooks;
	a->clock = clock;
	a->keys = keys;
	a->program = program;
	a->last_input = clock_mono(clock);
	e = tables(keys, program);
	if (e != ERR_OK) {
		free(a);
		return e;
	}
	*out = a;
	return ERR_OK;
}

static void part_free(struct part *p)
{
	if (p->ops != NULL && p->ops->free != NULL)
		p->ops->free(p->self);
	*p = (struct part){0};
}

static void bury(struct app *a)
{
	while (a->busy == 0 && a->n_dead > 0) {
		struct part p = a->dead[--a->n_dead];

		part_free(&p);
	}
}

static void leave(struct app *a, const struct part *p)
{
	struct part copy = *p;

	if (copy.ops != NULL && copy.ops->leave != NULL)
		copy.ops->leave(a, copy.self);
}

static void enter(struct app *a, const struct part *p)
{
	struct part copy = *p;

	if (copy.ops != NULL && copy.ops->enter != NULL)
		copy.ops->enter(a, copy.self);
}

/* Room was made when the part came; see admit(). */
static void part_close(struct app *a, struct part *p)
{
	struct part copy = *p;

	if (copy.ops == NULL)
		return;
	*p = (struct part){0};
	a->busy++;
	leave(a, &copy);
	a->busy--;
	a->dead[a->n_dead++] = copy;
}

/* A new part: make sure that it can be buried later without memory. */
static enum err admit(
    struct app *a, const struct screen_ops *ops, void *self, size_t levels)
{
	size_t open = a->n_dead + 1;

	for (size_t i = 0; i < a->n_levels; i++)
		open += 2 + DRAWERS;
	if (mem_grow((void **)&a->dead, &a->cap_dead, open + 2 + DRAWERS,
		sizeof(*a->dead)) == 0 &&
	    mem_grow((void **)&a->levels, &a->cap_levels, levels,
		sizeof(*a->levels)) == 0 &&
	    (ops->actions.n == 0 ||
		keymap_table(a->keys, ops->id, ops->actions, false) == ERR_OK))
		return ERR_OK;
	if (ops->free != NULL)
		ops->free(self);
	return ERR_NOMEM;
}

static void level_leave(struct app *a, const struct level *l)
{
	struct level copy = *l;

	leave(a, &copy.main);
	leave(a, &copy.pane);
	if (copy.n_drawers > 0)
		leave(a, &copy.drawers[copy.n_drawers - 1]);
}

static void level_enter(struct app *a, const struct level *l)
{
	struct level copy = *l;

	enter(a, &copy.main);
	enter(a, &copy.pane);
	if (copy.n_drawers > 0)
		enter(a, &copy.drawers[copy.n_drawers - 1]);
}

static void drop_top(struct app *a)
{
	struct level *l = top(a);

	while (l->n_drawers > 0)
		part_close(a, &l->drawers[--l->n_drawers]);
	part_close(a, &l->pane);
	part_close(a, &l->main);
	a->n_levels--;
}

void app_free(struct app *a)
{
	if (a == NULL)
		return;
	a->next_key = NULL;
	while (a->n_levels > 0)
		drop_top(a);
	a->busy = 0;
	bury(a);
	app_messages_wipe(a);
	buf_free(&a->message);
	buf_free(&a->place);
	free(a->levels);
	free(a->dead);
	free(a);
}

/* --- the stack --- */

enum err app_push(struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels + 1);
	struct level l = {.main = {ops, self}};

	if (e != ERR_OK)
		return e;
	a->next_key = NULL;
	if (a->n_levels > 0)
		level_leave(a, top(a));
	a->levels[a->n_levels++] = l;
	enter(a, &l.main);
	bury(a);
	return ERR_OK;
}

void app_pop(struct app *a)
{
	if (a->n_levels < 2)
		return;
	a->next_key = NULL;
	drop_top(a);
	level_enter(a, top(a));
	bury(a);
}

void app_home(struct app *a)
{
	if (a->n_levels < 2)
		return;
	a->next_key = NULL;
	while (a->n_levels > 1)
		drop_top(a);
	level_enter(a, top(a));
	bury(a);
}

enum err app_reset(struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels + 1);
	struct level l = {.main = {ops, self}};

	if (e != ERR_OK)
		return e;
	a->next_key = NULL;
	while (a->n_levels > 0)
		drop_top(a);
	a->levels[a->n_levels++] = l;
	enter(a, &l.main);
	bury(a);
	return ERR_OK;
}

void *app_find(const struct app *a, const struct screen_ops *ops)
{
	for (size_t i = a->n_levels; i-- > 0;) {
		if (a->levels[i].main.ops == ops)
			return a->levels[i].main.self;
	}
	return NULL;
}

size_t app_depth(const struct app *a)
{
	return a->n_levels;
}

const struct screen_ops *app_top(const struct app *a)
{
	const struct level *l = top(a);

	return l == NULL ? NULL : l->main.ops;
}

enum err app_drawer(struct app *a, const struct screen_ops *ops, void *self)
{
	struct level *l = top(a);

	while (l != NULL && l->n_drawers > 0)
		part_close(a, &l->drawers[--l->n_drawers]);
	return app_drawer_over(a, ops, self);
}

enum err app_drawer_over(
    struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels);
	struct level *l = top(a);
	struct part p = {ops, self};

	if (e != ERR_OK)
		return e;
	a->next_key = NULL;
	if (l == NULL || l->n_drawers == DRAWERS) {
		if (ops->free != NULL)
			ops->free(self);
		return ERR_LIMIT;
	}
	l->drawers[l->n_drawers++] = p;
	enter(a, &p);
	bury(a);
	return ERR_OK;
}

void app_drawer_close(struct app *a)
{
	struct level *l = top(a);

	if (l == NULL || l->n_drawers == 0)
		return;
	a->next_key = NULL;
	part_close(a, &l->drawers[--l->n_drawers]);
	bury(a);
}

bool app_drawer_open(const struct app *a)
{
	const struct level *l = top(a);

	return l != NULL && l->n_drawers > 0;
}

enum err app_pane(struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels);
	struct level *l = top(a);
	struct part p = {ops, self};

	if (e != ERR_OK)
		return e;
	if (l == NULL) {
		if (ops->free != NULL)
			ops->free(self);
		return ERR_LIMIT;
	}
	part_close(a, &l->pane);
	l->pane = p;
	l->in_pane = true;
	enter(a, &p);
	bury(a);
	return ERR_OK;
}

void app_pane_close(struct app *a)
{
	struct level *l = top(a);

	if (l == NULL)
		return;
	l->in_pane = false;
	part_close(a, &l->pane);
	bury(a);
}

void *app_pane_find(const struct app *a, const struct screen_ops *ops)
{
	const struct level *l = top(a);

	return l != NULL && l->pane.ops == ops ? l->pane.self : NULL;
}

void app_focus_pane(struct app *a, bool pane)
{
	struct level *l = top(a);

	if (l != NULL)
		l->in_pane = pane && l->pane.ops != NULL;
}

struct part app_focus(const struct app *a)
{
	const struct level *l = top(a);

	return l == NULL ? (struct part){0} : *level_focus(l);
}

static bool same(const struct part *a, const struct part *b)
{
	return a->ops == b->ops && a->self == b->self;
}

static bool answered(
    struct app *a, const struct part *asker, int id, const struct answer *ans)
{
	const struct level *l = top(a);
	bool there;

	if (asker->ops == NULL || asker->ops->answer == NULL)
		return true;
	there = same(asker, &l->main) || same(asker, &l->pane);
	for (size_t i = 0; i < l->n_drawers; i++)
		there = there || same(asker, &l->drawers[i]);
	return !there || asker->ops->answer(a, asker->self, id, ans);
}

bool app_drawer_answer(
    struct app *a, const struct part *asker, int id, const struct answer *ans)
{
	struct level *l = top(a);
	struct part me, main;
	size_t depth = a->n_levels;
	bool done;

	if (l == NULL || l->n_drawers == 0)
		return true;
	main = l->main;
	me = l->drawers[--l->n_drawers];
	a->busy++;
	done = answered(a, asker, id, ans);
	l = top(a);
	if (!done && a->n_levels == depth && same(&main, &l->main) &&
	    l->n_drawers < DRAWERS)
		l->drawers[l->n_drawers++] = me;
	else
		part_close(a, &me);
	a->busy--;
	bury(a);
	return done;
}

bool app_in_pane(const struct app *a)
{
	const struct level *l = top(a);

	return l != NULL && l->in_pane;
}

void app_set_single(struct app *a, bool single)
{
	a->single = single;
}

bool app_single(const struct app *a)
{
	return a->single;
}

/* --- what is said --- */

void ui_say(struct buf *b, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (buf_adds(b, line) != ERR_OK)
		buf_clear(b);
	mem_wipe(line, sizeof(line));
}

static void say(struct app *a, enum mean m, const char *fmt, va_list ap)
{
	struct said *s = &a->said[a->n_said++ % SAID_MAX];
	char line[512];

	(void)vsnprintf(line, sizeof(line), fmt, ap);
	buf_clear(&a->message);
	ui_say(&a->message, "%s", line);
	a->message_mean = m;
	a->message_in_pane = app_in_pane(a);
	buf_clear(&s->text);
	ui_say(&s->text, "%s", line);
	s->utc = clock_utc(a->clock);
	mem_wipe(line, sizeof(line));
}

void app_say(struct app *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, MEAN_PLAIN, fmt, ap);
	va_end(ap);
}

void app_alarm(struct app *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, MEAN_DANGER, fmt, ap);
	va_end(ap);
}

void app_refuse(struct app *a, const char *what, enum err e)
{
	const char *detail = err_detail();

	if (detail[0] != '\0')
		app_say(a, _("Not %s: %s (%s)."), what, err_text(e), detail);
	else
		app_say(a, _("Not %s: %s."), what, err_text(e));
}

void app_messages(const struct app *a,
    void (*each)(void *arg, int64_t utc, const char *text), void *arg)
{
	size_t n = a->n_said < SAID_MAX ? a->n_said : SAID_MAX;

	for (size_t i = 1; i <= n; i++) {
		const struct said *s = &a->said[(a->n_said - i) % SAID_MAX];

		each(arg, s->utc, buf_str(&s->text));
	}
}

void app_messages_wipe(struct app *a)
{
	for (size_t i = 0; i < SAID_MAX; i++)
		buf_free(&a->said[i].text);
	a->n_said = 0;
}

void app_next_key(struct app *a, const char *text,
    bool (*fn)(struct app *, void *, const struct event *), void *self)
{
	app_say(a, "%s", text);
	a->next_key = fn;
	a->next_self = self;
}

void app_place(struct app *a, const char *place)
{
	buf_clear(&a->place);
	ui_say(&a->place, "%s", place);
}

/* --- actions --- */

static const struct action *by_id(struct actions t, const char *id)
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
			real = by_id(*p->ops->widgets[i], row->id);
	}
	if (real == NULL)
		real = by_id(builtin, row->id);
	if (real == NULL)
		real = by_id(a->program, row->id);
	return real != NULL ? real : row;
}

/* The pointer that ${row} is to be called with. */
static void *self_of(
    const struct app *a, const struct part *p, const struct action *row)
{
	if (row >= builtin.rows && row < builtin.rows + builtin.n)
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
	    by_id(level_focus(top(a))->ops->actions, row->id) == NULL)
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
static bool on_key(
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
	p = *level_focus(top(a));
	a->busy++;
	done = run_id(a, &p, p.ops->actions, id) || run_widget(a, &p, id) ||
	       run_id(a, &p, builtin, id) || run_id(a, &p, a->program, id);
	a->busy--;
	bury(a);
	return done;
}

void app_each_action(struct app *a,
    void (*each)(void *arg, const struct action *, void *self), void *arg)
{
	const struct part p = *level_focus(top(a));
	struct actions all[3 + SCREEN_WIDGETS] = {p.ops->actions};
	size_t n = 1;

	for (size_t i = 0; i < SCREEN_WIDGETS; i++) {
		if (p.ops->widgets[i] != NULL)
			all[n++] = *p.ops->widgets[i];
	}
	all[n++] = a->program;
	all[n++] = builtin;
	for (size_t t = 0; t < n; t++) {
		for (size_t i = 0; i < all[t].n; i++) {
			const struct action *row = &all[t].rows[i];

			if (app_legal(a, &p, row))
				each(arg, app_stands_for(a, &p, row),
				    self_of(a, &p, row));
		}
	}
}

/* --- events --- */

static bool part_event(
    struct app *a, const struct part *p, const struct event *ev)
{
	struct part copy = *p;

	return copy.ops->event != NULL && copy.ops->event(a, copy.self, ev);
}

static bool scrolls(const struct event *ev)
{
	return ev->type == EV_KEY &&
	       (ev->key == K_UP || ev->key == K_DOWN || ev->key == K_PGUP ||
		   ev->key == K_PGDN);
}

static void unknown(struct app *a, const struct event *ev)
{
	struct buf key = {0};
	const struct action *all = by_id(builtin, "palette");

	if (keymap_show(a->keys, all, &key) != ERR_OK)
		buf_clear(&key);
	if (ev->type == EV_PASTE)
		app_say(a, "%s", _("No text here takes a paste."));
	else if (ev->type == EV_KEY &&
		 keymap_on(a->keys, by_id(builtin, "back"), ev->key))
		app_say(a, "%s", _("Ctrl-Q leaves."));
	else
		app_say(a, _("No command on this key. %s shows all."),
		    buf_str(&key));
	buf_free(&key);
}

static void dispatch(struct app *a, const struct event *ev)
{
	const struct level *l = top(a);
	struct part p, below;
	bool drawer, typing, command;

	if (l == NULL)
		return;
	p = *level_focus(l);
	below = l->in_pane ? l->pane : l->main;
	drawer = l->n_drawers > 0;
	typing = p.ops->typing != NULL && p.ops->typing(p.self);
	command = ev->type == EV_KEY || (ev->type == EV_TEXT && !typing);
	if (command && on_key(a, &p, p.ops->actions, ev->key))
		return;
	if (part_event(a, &p, ev))
		return;
	if (drawer && scrolls(ev) && part_event(a, &below, ev))
		return;
	if (command && (on_key(a, &p, a->program, ev->key) ||
			   on_key(a, &p, builtin, ev->key)))
		return;
	unknown(a, ev);
}

static bool waited_for(struct app *a, const struct event *ev)
{
	bool (*fn)(struct app *, void *, const struct event *) = a->next_key;

	if (fn == NULL)
		return false;
	a->next_key = NULL;
	return (ev->type == EV_KEY && ev->key == K_ESC) ||
	       fn(a, a->next_self, ev);
}

static void signalled(struct app *a, int signo)
{
	if (a->hooks.signal != NULL)
		a->hooks.signal(a, a->hooks.self, signo);
	else
		app_quit(a);
}

void app_event(struct app *a, const struct event *ev)
{
	a->busy++;
	switch (ev->type) {
	case EV_KEY:
	case EV_TEXT:
	case EV_PASTE:
		a->last_input = clock_mono(a->clock);
		buf_clear(&a->message);
		if (!waited_for(a, ev))
			dispatch(a, ev);
		break;
	case EV_SIGNAL:
		signalled(a, ev->signo);
		break;
	case EV_EOF:
		signalled(a, SIGHUP);
		a->quit = true;
		break;
	case EV_RESIZE:
		break;
	}
	a->busy--;
	bury(a);
}

/* --- the loop --- */

static void each_visible(
    struct app *a, void (*fn)(struct app *, const struct part *))
{
	struct level l;

	if (a->n_levels == 0)
		return;
	l = *top(a);
	a->busy++;
	fn(a, &l.main);
	if (l.pane.ops != NULL)
		fn(a, &l.pane);
	if (l.n_drawers > 0)
		fn(a, &l.drawers[l.n_drawers - 1]);
	a->busy--;
	bury(a);
}

static void settle_part(struct app *a, const struct part *p)
{
	if (p->ops->settle != NULL)
		p->ops->settle(a, p->self);
}

static void settle(struct app *a)
{
	each_visible(a, settle_part);
	if (a->hooks.settle != NULL)
		a->hooks.settle(a, a->hooks.self);
}

static void earlier(int64_t *t, int64_t other)
{
	if (other < *t)
		*t = other;
}

static int64_t deadline(struct app *a)
{
	int64_t t = APP_NEVER;
	const struct level *l = top(a);
	const struct part *parts[3];

	if (a->hooks.deadline != NULL)
		earlier(&t, a->hooks.deadline(a, a->hooks.self));
	if (l == NULL)
		return t;
	parts[0] = &l->main;
	parts[1] = &l->pane;
	parts[2] = level_focus(l);
	for (int i = 0; i < 3; i++) {
		if (parts[i]->ops != NULL && parts[i]->ops->deadline != NULL)
			earlier(&t, parts[i]->ops->deadline(parts[i]->self));
	}
	return t;
}

static void tick_part(struct app *a, const struct part *p)
{
	int64_t now = clock_mono(a->clock);

	if (p->ops->tick != NULL && p->ops->deadline != NULL &&
	    p->ops->deadline(p->self) <= now)
		p->ops->tick(a, p->self, now);
}

static bool tick(struct app *a)
{
	int64_t now = clock_mono(a->clock);

	if (deadline(a) > now)
		return false;
	each_visible(a, tick_part);
	a->busy++;
	if (a->hooks.tick != NULL && a->hooks.deadline != NULL &&
	    a->hooks.deadline(a, a->hooks.self) <= now)
		a->hooks.tick(a, a->hooks.self, now);
	a->busy--;
	bury(a);
	return true;
}

static void paint(struct app *a)
{
	struct frame f = {.app = a,
	    .keys = a->keys,
	    .level = top(a),
	    .single = a->single,
	    .place = buf_str(&a->place),
	    .message = buf_str(&a->message),
	    .message_mean = a->message_mean,
	    .message_in_pane = a->message_in_pane};

	if (f.level == NULL)
		return;
	f.home = !can_back(a);
	frame_paint(&f);
	a->painted = true;
}

static int wait_time(struct app *a, int wait_ms)
{
	int64_t at = deadline(a), left;

	if (at == APP_NEVER)
		return wait_ms;
	left = at - clock_mono(a->clock);
	if (left < 0)
		left = 0;
	if (wait_ms >= 0 && left > wait_ms)
		return wait_ms;
	return left > INT_MAX ? INT_MAX : (int)left;
}

bool app_turn(struct app *a, int wait_ms)
{
	struct event ev;
	bool any = false;

	if (!a->painted) {
		settle(a);
		paint(a);
	}
	if (term_read(wait_time(a, wait_ms), &ev)) {
		any = true;
		app_event(a, &ev);
		for (int i = 0; i < BATCH_MAX && !a->quit; i++) {
			if (!term_read(0, &ev))
				break;
			app_event(a, &ev);
		}
	}
	if (!a->quit && tick(a))
		any = true;
	if (any || a->quit)
		settle(a);
	if (any && !a->quit)
		paint(a);
	return !a->quit;
}

void app_run(struct app *a)
{
	while (app_turn(a, -1))
		;
}

void app_quit(struct app *a)
{
	a->quit = true;
}

void app_show(struct app *a)
{
	settle(a);
	paint(a);
}

void app_blank(struct app *a)
{
	buf_clear(&a->message);
	a->next_key = NULL;
	term_blank();
}

int64_t app_last_input(const struct app *a)
{
	return a->last_input;
}

int64_t app_mono(const struct app *a)
{
	return clock_mono(a->clock);
}

int64_t app_utc(const struct app *a)
{
	return clock_utc(a->clock);
}

const struct keymap *app_keys(const struct app *a)
{
	return a->keys;
}
