#include "ui/app.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/appdata.h"
#include "ui/inputs.h"
#include "ui/list.h"
#include "ui/page.h"
#include "ui/pager.h"
#include "ui/textedit.h"

#define BATCH_MAX 4096 /* events handled before a paint */

/* --- life --- */

static enum err tables(struct keymap *km, struct actions program)
{
	const struct {
		const char *name;
		struct actions actions;
		bool everywhere;
	} all[] = {
	    {"program", program, true},
	    {"app", actions_builtin, true},
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

void app_free(struct app *a)
{
	if (a == NULL)
		return;
	stack_clear(a);
	a->busy = 0;
	stack_bury(a);
	app_messages_wipe(a);
	buf_free(&a->message);
	buf_free(&a->place);
	free(a->levels);
	free(a->dead);
	free(a);
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
	const struct action *all = actions_by_id(actions_builtin, "palette");

	if (keymap_show(a->keys, all, &key) != ERR_OK)
		buf_clear(&key);
	if (ev->type == EV_PASTE)
		app_say(a, "%s", _("No text here takes a paste."));
	else if (ev->type == EV_KEY &&
		 keymap_on(
		     a->keys, actions_by_id(actions_builtin, "back"), ev->key))
		app_say(a, "%s", _("Ctrl-Q leaves."));
	else
		app_say(a, _("No command on this key. %s shows all."),
		    buf_str(&key));
	buf_free(&key);
}

static void dispatch(struct app *a, const struct event *ev)
{
	const struct level *l = stack_top(a);
	struct part p, below;
	bool drawer, typing, command;

	if (l == NULL)
		return;
	p = *level_focus(l);
	below = l->in_pane ? l->pane : l->main;
	drawer = l->n_drawers > 0;
	typing = p.ops->typing != NULL && p.ops->typing(p.self);
	command = ev->type == EV_KEY || (ev->type == EV_TEXT && !typing);
	if (command && actions_on_key(a, &p, p.ops->actions, ev->key))
		return;
	if (part_event(a, &p, ev))
		return;
	if (drawer && scrolls(ev) && part_event(a, &below, ev))
		return;
	if (command && (actions_on_key(a, &p, a->program, ev->key) ||
			   actions_on_key(a, &p, actions_builtin, ev->key)))
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
	stack_bury(a);
}

/* --- the loop --- */

static void each_visible(
    struct app *a, void (*fn)(struct app *, const struct part *))
{
	struct level l;

	if (a->n_levels == 0)
		return;
	l = *stack_top(a);
	a->busy++;
	fn(a, &l.main);
	if (l.pane.ops != NULL)
		fn(a, &l.pane);
	if (l.n_drawers > 0)
		fn(a, &l.drawers[l.n_drawers - 1]);
	a->busy--;
	stack_bury(a);
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
	const struct level *l = stack_top(a);
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
	stack_bury(a);
	return true;
}

static void paint(struct app *a)
{
	struct frame f = {.app = a,
	    .keys = a->keys,
	    .level = stack_top(a),
	    .single = a->single,
	    .place = buf_str(&a->place),
	    .message = buf_str(&a->message),
	    .message_mean = a->message_mean,
	    .message_in_pane = a->message_in_pane};

	if (f.level == NULL)
		return;
	f.home = !actions_can_back(a);
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
