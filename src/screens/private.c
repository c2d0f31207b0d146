/*
 * Ctrl-O: into the private pane, and out of it; the pane while it is locked
 * (screens.md 10).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "screens/pane.h"
#include "ui/inputs.h"
#include "ui/key.h"

struct locked {
	struct program *p;
	struct pane_about about;
	struct inputs inputs;
	struct input in;
};

/* ---- the locked pane -------------------------------------------------------
 */

static void locked_head(void *self, struct head *h)
{
	struct locked *l = self;
	const struct person *me = vault_me(clinic_vault(l->p->clinic));

	ui_say(&h->kind, "%s", _("PRIVATE"));
	if (me != NULL)
		ui_say(&h->name, _("%s only"), me->name);
	ui_say(&h->warn, "%s", _("not part of the record"));
	h->warn_mean = MEAN_PRIVATE;
	ui_say(&h->state, "%s", _("locked"));
	h->no_context = true;
}

static void locked_draw(void *self, const struct view *v)
{
	struct locked *l = self;

	inputs_draw(&l->inputs, v);
	if (v->r.w >= 76) {
		term_puts(v->r, 2, 2, MEAN_PLAIN,
		    _("Nobody else can open or reset it. A recovery code "
		      "works here as well."));
		return;
	}
	term_puts(
	    v->r, 3, 2, MEAN_PLAIN, _("Nobody else can open or reset it."));
	term_puts(
	    v->r, 4, 2, MEAN_PLAIN, _("A recovery code works here as well."));
}

static bool locked_typing(const void *self)
{
	(void)self;
	return true;
}

static bool locked_event(struct app *app, void *self, const struct event *ev)
{
	struct locked *l = self;

	return inputs_event(&l->inputs, app_keys(app), ev) != INPUTS_IGNORED;
}

static enum err unlock(struct locked *l)
{
	struct program *p = l->p;
	struct textbuf *text = l->in.text;
	struct buf nfc = {0};
	enum err e;

	app_say(p->app, "%s", _("Opening."));
	app_show(p->app);
	e = utf8_nfc(textbuf_str(text), textbuf_len(text), &nfc);
	if (e == ERR_OK)
		e = private_unlock(clinic_vault(p->clinic),
		    (struct pass){nfc.p, nfc.len}, &p->priv);
	buf_free(&nfc);
	if (textbuf_set(text, "", 0) == ERR_OK)
		textedit_move(&l->in.edit, 0);
	textbuf_forget(text);
	return e;
}

static void say_not_opened(struct program *p, enum err e)
{
	unsigned wait = private_wait(clinic_vault(p->clinic));

	if (e == ERR_AUTH && wait == 0)
		app_say(
		    p->app, "%s", _("Not opened: this is not the passphrase."));
	else if (e == ERR_AUTH || e == ERR_BUSY)
		app_say(p->app,
		    ngettext("Not opened: this is not the passphrase. Wait %u "
			     "second.",
			"Not opened: this is not the passphrase. Wait %u "
			"seconds.",
			wait),
		    wait);
	else if (e == ERR_CORRUPT)
		app_alarm(p->app,
		    _("ERROR: the private file fails its check: %s."),
		    err_detail());
	else
		app_refuse(p->app, _("opened"), e);
}

static void do_open(struct app *app, void *self)
{
	struct locked *l = self;
	enum err e = ERR_OK;

	if (l->p->priv == NULL) {
		if (textbuf_len(l->in.text) == 0) {
			app_say(app, "%s", _("Type your private passphrase."));
			return;
		}
		e = unlock(l);
	}
	if (e != ERR_OK) {
		say_not_opened(l->p, e);
		return;
	}
	l->p->priv_last = app_mono(app);
	pane_show(l->p, &l->about);
	app_say(app, "%s", _("Open. Copies made here stay here."));
}

static void do_close(struct app *app, void *self)
{
	(void)self;
	app_pane_close(app);
}

static void locked_free(void *self)
{
	struct locked *l = self;

	inputs_done(&l->inputs);
	textbuf_free(l->in.text);
	free(l);
}

static const struct action locked_actions[] = {
    {"enter", "Enter", N_("open"), NULL, N_("open with the passphrase"),
	do_open, NULL, ACTION_HIDDEN, 0},
    {"back", NULL, N_("to the note"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"private", "Ctrl-O", NULL, N_("Private notes: close"), NULL, do_close,
	NULL, 0, 0},
};

const struct screen_ops private_locked_screen = {
    .id = "private-locked",
    .name = N_("Private notes, locked"),
    .help = N_("Your private passphrase opens it, or the recovery code. Nobody "
	       "else can open or reset it."),
    .actions = {ACTIONS(locked_actions)},
    .widgets = {&inputs_keys},
    .flags = SCREEN_PRIVATE,
    .head = locked_head,
    .draw = locked_draw,
    .typing = locked_typing,
    .event = locked_event,
    .free = locked_free,
};

static void locked_show_pane(struct program *p, const struct pane_about *about)
{
	struct locked *l = mem_new(1, sizeof(*l));
	enum err e = ERR_NOMEM;

	if (l != NULL) {
		l->p = p;
		l->about = *about;
		l->in.label = _("Passphrase");
		l->in.type = INPUT_PASSWORD;
		e = textbuf_new(PASSWORD_MAX, true, &l->in.text);
		if (e == ERR_OK)
			e = inputs_init(&l->inputs, &l->in, 1,
			    clinic_today(p->clinic), NULL);
		if (e != ERR_OK)
			locked_free(l);
		else
			e = app_pane(p->app, &private_locked_screen, l);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}

/* ---- in and out
 * --------------------------------------------------------------- */

void private_pane_close(struct program *p)
{
	struct app *app = p->app;
	bool here = app_pane_find(app, &private_screen) != NULL ||
		    app_pane_find(app, &private_locked_screen) != NULL;

	/* A question of the pane stands in a drawer. */
	if (here && app_in_pane(app))
		while (app_drawer_open(app))
			app_drawer_close(app);
	if (p->pane != NULL)
		pane_shut(p->pane);
	if (here)
		app_pane_close(app);
}

void private_toggle(struct program *p, const struct id *chart,
    const struct id *session, int64_t when)
{
	const struct pane_about about = {*chart, *session, when};
	struct app *app = p->app;

	if (app_pane_find(app, &private_screen) != NULL ||
	    app_pane_find(app, &private_locked_screen) != NULL)
		app_focus_pane(app, true);
	else if (p->priv != NULL)
		pane_show(p, &about);
	else if (private_exists(clinic_vault(p->clinic)))
		locked_show_pane(p, &about);
	else
		private_first_show(p, &about);
}
