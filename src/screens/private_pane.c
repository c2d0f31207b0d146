/*
 * The open private pane: the notes about one client, newest on top, older ones
 * below, all one's own to change (screens.md 8, 9).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "screens/pane.h"
#include "ui/textedit.h"

static void pane_head(void *self, struct head *h)
{
	struct pane *n = self;
	const struct person *me = vault_me(clinic_vault(n->p->clinic));

	ui_say(&h->kind, "%s", _("PRIVATE"));
	if (me != NULL)
		ui_say(&h->name, _("%s only"), me->name);
	ui_say(&h->warn, "%s", _("not part of the record"));
	h->warn_mean = MEAN_PRIVATE;
	h->no_context = true;
	if (n->notes == NULL) {
		ui_say(&h->state, "%s", _("locked"));
		return;
	}
	if (n->saved) {
		ui_say(&h->state, "%s", _("open, saved"));
		ui_say(&h->message, "%s", _("Copies made here stay here."));
		return;
	}
	ui_say(&h->state, "%s", _("open, NOT SAVED"));
	h->state_mean = MEAN_DANGER;
	h->message_mean = MEAN_DANGER;
	ui_say(&h->message, "%s",
	    n->why == ERR_FULL
		? _("ERROR: not saved, the disk is full. Keep this open and "
		    "call the office.")
		: _("ERROR: not saved. Keep this open and call the office."));
}

static void pane_draw(void *self, const struct view *v)
{
	struct pane *n = self;

	if (n->notes == NULL)
		return;
	if (n->listing)
		pager_draw(&n->list, v->r, v->focus);
	else
		page_draw(&n->page, v);
}

static bool pane_typing(const void *self)
{
	return pane_is_writing(self);
}

static bool list_key(struct app *app, struct pane *n, const struct event *ev)
{
	switch (pager_event(&n->list, app_keys(app), ev)) {
	case PAGER_IGNORED:
		return false;
	case PAGER_FIND:
		pane_do_find(app, n);
		return true;
	default:
		return true;
	}
}

static bool pane_event(struct app *app, void *self, const struct event *ev)
{
	struct pane *n = self;

	if (n->notes == NULL)
		return false;
	if (n->listing)
		return list_key(app, n, ev);
	switch (page_event(&n->page, app_keys(app), ev)) {
	case PAGE_IGNORED:
		return false;
	case PAGE_FIND:
		pane_do_find(app, n);
		return true;
	case PAGE_REFUSED:
		app_refuse(app, _("taken"), n->parts[n->page.cur].edit.err);
		return true;
	default:
		return true;
	}
}

static void pane_settle(struct app *app, void *self)
{
	struct pane *n = self;

	(void)app;
	if (n->notes != NULL)
		pane_keep(n);
}

static int64_t pane_deadline(const void *self)
{
	const struct pane *n = self;

	return n->notes == NULL || n->saved ? APP_NEVER : n->retry_at;
}

static void pane_tick(struct app *app, void *self, int64_t mono)
{
	struct pane *n = self;

	(void)app;
	if (n->notes != NULL && !n->saved && mono >= n->retry_at)
		pane_keep(n);
}

/* Shut while another screen stood over it. */
static void pane_enter(struct app *app, void *self)
{
	struct pane *n = self;

	if (n->notes == NULL)
		app_pane_close(app);
}

static void pane_leave(struct app *app, void *self)
{
	struct pane *n = self;

	(void)app;
	if (n->notes == NULL)
		return;
	pane_keep(n);
	if (n->saved && privnotes_keep(n->notes) != ERR_OK)
		n->saved = false;
}

static void pane_free(void *self)
{
	struct pane *n = self;

	pane_shut(n);
	pager_done(&n->list);
	free(n);
}

static const struct action pane_actions[] = {
    {"back", "Esc", N_("notes"), NULL, NULL, pane_do_notes, pane_is_listing,
	ACTION_HIDDEN, 0},
    {"back", NULL, N_("to the note"), NULL, N_("back to the note; stays open"),
	NULL, pane_is_writing, ACTION_HIDDEN, 0},
    {"private", "Ctrl-O", N_("close and lock"),
	N_("Private notes: close and lock"), NULL, pane_do_close, NULL, 0, 0},
    {"next", NULL, N_("older"), NULL, N_("older private note"), NULL,
	pane_is_writing, ACTION_HIDDEN, 0},
    {"private.supervision", "", NULL,
	N_("Private notes: all marked #supervision"),
	N_("lines to bring to supervision, from every client"),
	pane_do_supervision, NULL, 0, 0},
    {"private.raise", "", NULL, N_("Private notes: all marked #raise"),
	N_("lines to raise next time, from every client"), pane_do_raise, NULL,
	0, 0},
    {"private.tag", "", NULL, N_("Private notes: all marked with another word"),
	N_("lines with a # word of your own"), pane_do_tag, NULL, 0, 0},
    {"private.kind", "", NULL,
	N_("Private note: psychotherapy or SUD counseling note"),
	N_("the kind the law knows it by"), pane_do_kind, pane_is_writing, 0,
	0},
    {"private.export", "", NULL, N_("Private note: write it to a file"),
	N_("one note, to a file that you name; asks first"), pane_do_export,
	pane_is_writing, 0, 0},
    {"private.destroy", "", NULL, N_("Private note: destroy it for good"),
	N_("one note; asks first"), pane_do_destroy, pane_is_writing, 0, 0},
};

const struct screen_ops private_screen = {
    .id = "private",
    .name = N_("Private notes"),
    .help = N_("What is yours alone: impressions, questions, themes. Not part "
	       "of the record, in a file of its own, under a passphrase of "
	       "its own. Words with # make lists."),
    .actions = {ACTIONS(pane_actions)},
    .widgets = {&page_keys, &textedit_keys, &pager_keys},
    .flags = SCREEN_PRIVATE,
    .head = pane_head,
    .draw = pane_draw,
    .typing = pane_typing,
    .event = pane_event,
    .answer = pane_answer,
    .settle = pane_settle,
    .deadline = pane_deadline,
    .tick = pane_tick,
    .enter = pane_enter,
    .leave = pane_leave,
    .free = pane_free,
};

void pane_show(struct program *p, const struct pane_about *about)
{
	struct pane *n = mem_new(1, sizeof(*n));
	enum err e = ERR_NOMEM;

	/* One set of notes is open at a time, wherever it stands. */
	if (p->pane != NULL)
		pane_shut(p->pane);
	if (n != NULL) {
		n->p = p;
		n->about = *about;
		n->saved = true;
		pager_init(&n->list);
		e = pane_build(n);
		if (e != ERR_OK) {
			pane_free(n);
		} else {
			p->pane = n;
			e = app_pane(p->app, &private_screen, n);
		}
	}
	if (e == ERR_CORRUPT)
		app_alarm(p->app,
		    _("ERROR: a private note fails its check and is not "
		      "shown: %s."),
		    err_detail());
	else if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}
