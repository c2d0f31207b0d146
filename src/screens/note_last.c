/* The last signed note, to read beside or below the one that is written. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "screens/writing.h"
#include "ui/prompt.h"

enum { ASK_FIND = 1 };

struct last {
	struct program *p;
	struct record record;
	struct buf context;
	struct pager pager;
	struct buf find;
};

static void last_head(void *self, struct head *h)
{
	struct last *l = self;

	ui_say(&h->kind, "%s", _("Last note"));
	ui_say(&h->name, "%s", l->record.title);
	ui_say(&h->state, "%s", _("signed"));
	ui_say(&h->context, "%s", buf_str(&l->context));
}

static void last_draw(void *self, const struct view *v)
{
	struct last *l = self;

	pager_draw(&l->pager, v->r, v->focus);
}

static bool last_event(struct app *app, void *self, const struct event *ev)
{
	struct last *l = self;
	const struct prompt ask = {.id = ASK_FIND,
	    .title = _("Find in the last note"),
	    .label = _("Find"),
	    .done = _("find"),
	    .kind = PROMPT_LINE,
	    .keep = &l->find};
	enum err e;

	switch (pager_event(&l->pager, app_keys(app), ev)) {
	case PAGER_IGNORED:
		return false;
	case PAGER_FIND:
		e = prompt_open(app, &ask);
		if (e != ERR_OK)
			app_refuse(app, _("opened"), e);
		return true;
	default:
		return true;
	}
}

static bool last_answer(
    struct app *app, void *self, int id, const struct answer *a)
{
	struct last *l = self;

	(void)id;
	if (a->given && !pager_find(&l->pager, a->text))
		app_say(app, "%s", _("Nothing here has these words."));
	return true;
}

static void do_close(struct app *app, void *self)
{
	(void)self;
	app_pane_close(app);
}

static void last_free(void *self)
{
	struct last *l = self;

	pager_done(&l->pager);
	record_done(&l->record);
	buf_free(&l->context);
	buf_free(&l->find);
	free(l);
}

static const struct action last_actions[] = {
    {"back", NULL, N_("to the note"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"bring", "Ctrl-R", N_("close"), N_("Last note: close it"), NULL, do_close,
	NULL, 0, 0},
    {"read.page-down", NULL, N_("page"), NULL, NULL, NULL, NULL, ACTION_HIDDEN,
	0},
    {"find", NULL, N_("find"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
};

const struct screen_ops note_last_screen = {
    .id = "last",
    .name = N_("Last note"),
    .help = N_("The last signed note of this client, to read while the next "
	       "one is written. Esc goes back to writing and leaves it open."),
    .actions = {ACTIONS(last_actions)},
    .widgets = {&pager_keys},
    .head = last_head,
    .draw = last_draw,
    .event = last_event,
    .answer = last_answer,
    .free = last_free,
};

static enum err add_part(
    void *arg, const char *label, const char *text, size_t len)
{
	struct last *l = arg;

	if (*label == '\0')
		return ERR_OK; /* the header stands in the context line */
	return pager_add(&l->pager, label, 0, text, len, NULL, MEAN_PLAIN,
	    PAGER_PART | (l->pager.n_items > 0 ? PAGER_GAP : 0), 0);
}

static enum err fill(struct last *l, const struct id *chart, int64_t before)
{
	struct clinic *c = l->p->clinic;
	enum err e = note_last(c, chart, before, &l->record);

	if (e == ERR_OK)
		e = record_context(&l->record, clinic_today(c), &l->context);
	if (e == ERR_OK)
		e = record_parts(&l->record, add_part, l);
	return e;
}

void note_last_show(struct program *p, const struct id *chart, int64_t before)
{
	struct last *l = mem_new(1, sizeof(*l));
	enum err e = ERR_NOMEM;

	if (l != NULL) {
		l->p = p;
		pager_init(&l->pager);
		e = fill(l, chart, before);
		if (e != ERR_OK)
			last_free(l);
	}
	if (e == ERR_NOTFOUND) {
		app_say(p->app, "%s", _("No signed note before this one."));
		return;
	}
	if (e == ERR_OK) {
		/* There is room for one pane, and none stays open unseen. */
		program_lock_private(p);
		e = app_pane(p->app, &note_last_screen, l);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}
