/* What can be done with a draft besides typing in it. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/client.h"
#include "screens/pane.h"
#include "screens/pick.h"
#include "screens/writing.h"
#include "ui/prompt.h"

enum { ASK_FIND = 1, ASK_DISCARD, ASK_CONVERT };

#define FORMS_MAX 40
#define SECTIONS_MAX 9

bool writing_can_write(const void *self)
{
	const struct writing *w = self;

	return !w->readonly;
}

bool writing_can_take(const void *self)
{
	return !writing_can_write(self);
}

static const struct form *form_at(const struct writing *w, size_t i)
{
	return forms_format(
	    clinic_forms(w->p->clinic), note_facts(w->note)->form, i);
}

/* What comes after signing stays what it is, where it is. */
bool writing_can_convert(const void *self)
{
	const struct writing *w = self;

	return !w->readonly && note_facts(w->note)->act == ACT_ORIGINAL;
}

bool writing_can_format(const void *self)
{
	const struct writing *w = self;

	return writing_can_convert(self) && form_at(w, 0) != NULL;
}

bool writing_can_goto(const void *self)
{
	const struct writing *w = self;

	return w->n_parts + w->blocks[AT_HEADER].n > 0;
}

void writing_do_sign(struct app *app, void *self)
{
	struct writing *w = self;

	(void)app;
	writing_keep(w);
	if (w->readonly || !w->saved)
		return;
	sign_show(w->p, w->note);
}

void writing_do_private(struct app *app, void *self)
{
	struct writing *w = self;
	const struct note_facts *f = note_facts(w->note);

	(void)app;
	private_toggle(w->p, &f->chart, &f->session, f->when);
}

bool writing_can_list(const void *self)
{
	const struct writing *w = self;

	return app_pane_find(w->p->app, &private_screen) != NULL;
}

void writing_do_supervision(struct app *app, void *self)
{
	struct writing *w = self;

	app_focus_pane(app, true);
	pane_do_supervision(app, w->p->pane);
}

void writing_do_raise(struct app *app, void *self)
{
	struct writing *w = self;

	app_focus_pane(app, true);
	pane_do_raise(app, w->p->pane);
}

void writing_do_last(struct app *app, void *self)
{
	struct writing *w = self;
	const struct note_facts *f = note_facts(w->note);

	if (app_pane_find(app, &note_last_screen) != NULL)
		app_focus_pane(app, true);
	else
		note_last_show(w->p, &f->chart, f->when);
}

/* ---- go to ------------------------------------------------------------- */

static bool goto_key(struct app *app, void *self, const struct event *ev)
{
	struct writing *w = self;
	size_t n;

	(void)app;
	if (ev->type != EV_TEXT || ev->key < '0' || ev->key > '9')
		return false;
	n = (size_t)(ev->key - '0');
	if (n == 0) {
		writing_enter(w, AT_HEADER);
	} else if (n <= w->n_parts) {
		writing_enter(w, AT_TEXT);
		page_go(&w->page, n - 1);
	}
	return true;
}

void writing_do_goto(struct app *app, void *self)
{
	struct writing *w = self;
	struct buf words = {0};

	if (w->blocks[AT_HEADER].n > 0)
		ui_say(&words, "0 %s", _("header"));
	for (size_t i = 0; i < w->n_parts && i < SECTIONS_MAX; i++)
		ui_say(&words, "%s%zu %s", words.len > 0 ? "   " : "", i + 1,
		    w->of[i].field->label);
	app_next_key(app, buf_str(&words), goto_key, w);
	buf_free(&words);
}

/* ---- find -------------------------------------------------------------- */

void writing_do_find(struct app *app, void *self)
{
	struct writing *w = self;
	struct prompt ask = {.id = ASK_FIND,
	    .title = _("Find in this note"),
	    .label = _("Find"),
	    .done = _("find"),
	    .kind = PROMPT_LINE,
	    .keep = &w->find,
	    .again = true};
	enum err e = prompt_open(app, &ask);

	if (e != ERR_OK)
		app_refuse(app, _("opened"), e);
}

static void find(struct writing *w, const struct answer *a)
{
	buf_clear(&w->find);
	if (buf_add(&w->find, a->text, a->len) != ERR_OK)
		return;
	writing_enter(w, AT_TEXT);
	if (w->at != AT_TEXT || !page_find(&w->page, buf_str(&w->find)))
		app_say(w->p->app, "%s", _("Nothing here has these words."));
}

/* ---- take over --------------------------------------------------------- */

void writing_do_take(struct app *app, void *self)
{
	struct writing *w = self;
	enum err e = note_take(w->note);

	if (e == ERR_OK)
		e = writing_reload(w);
	if (e != ERR_OK) {
		app_refuse(app, _("taken over"), e);
		return;
	}
	w->taken = false;
	writing_readonly(w, false);
	app_say(app, "%s", _("Taken over: write here; the other login reads."));
}

/* ---- discard ----------------------------------------------------------- */

void writing_do_discard(struct app *app, void *self)
{
	const char *const *reasons = note_discard_reasons();
	struct option options[FORMS_MAX];
	size_t n = 0;
	struct prompt ask = {.id = ASK_DISCARD,
	    .title = _("Discard this draft for good"),
	    .label = _("Reason"),
	    .done = _("discard"),
	    .message = _("What was typed cannot be brought back."),
	    .kind = PROMPT_CHOICE};
	enum err e;

	(void)self;
	options[n].id = "";
	options[n++].label = _("keep it");
	for (; n < FORMS_MAX && reasons[n - 1] != NULL; n++) {
		options[n].id = reasons[n - 1];
		options[n].label = _(reasons[n - 1]);
	}
	ask.options = options;
	ask.n_options = n;
	e = prompt_open(app, &ask);
	if (e != ERR_OK)
		app_refuse(app, _("opened"), e);
}

static void discard(struct writing *w, const struct answer *a)
{
	struct app *app = w->p->app;
	enum err e;

	if (a->choice == 0) {
		app_say(app, "%s", _("Draft kept."));
		return;
	}
	e = note_discard(w->note, note_discard_reasons()[a->choice - 1]);
	if (e != ERR_OK) {
		app_refuse(app, _("discarded"), e);
		return;
	}
	writing_readonly(w, true);
	app_pop(app);
	app_say(app, "%s", _("Discarded."));
}

/* ---- another form ------------------------------------------------------ */

void writing_do_convert(struct app *app, void *self)
{
	struct writing *w = self;
	struct option options[FORMS_MAX];
	const struct form *f;
	struct prompt ask = {.id = ASK_CONVERT,
	    .title = _("Make this draft another form"),
	    .label = _("Form"),
	    .done = _("convert"),
	    .message = _("No text is lost: what has no place goes to the last "
			 "section."),
	    .kind = PROMPT_CHOICE};
	size_t n = 0;
	enum err e;

	for (; n < FORMS_MAX && (f = form_at(w, n)) != NULL; n++) {
		options[n].id = f->id;
		options[n].label = f->title;
		if (f == note_facts(w->note)->form)
			ask.marked = n;
	}
	ask.options = options;
	ask.n_options = n;
	e = prompt_open(app, &ask);
	if (e != ERR_OK)
		app_refuse(app, _("opened"), e);
}

static void convert(struct writing *w, const struct answer *a)
{
	struct app *app = w->p->app;
	const struct form *f = form_at(w, a->choice);
	enum err e;

	if (f == NULL || f == note_facts(w->note)->form)
		return;
	writing_keep(w);
	if (w->readonly || !w->saved)
		return;
	e = note_convert(w->note, f);
	if (e != ERR_OK) {
		app_refuse(app, _("converted"), e);
		return;
	}
	writing_unbuild(w);
	e = writing_build(w);
	if (e != ERR_OK) {
		app_refuse(app, _("opened"), e);
		app_pop(app);
		return;
	}
	memset(w->put_field, 0, sizeof(w->put_field));
	writing_enter(w, AT_TEXT);
	app_say(app, _("Now a %s."), f->title);
}

/* ---- another client ---------------------------------------------------- */

static void move_to(struct program *p, const struct id *chart)
{
	struct writing *w = app_find(p->app, &note_screen);
	const struct client *c = client_get(p->clinic, chart);
	enum err e;

	if (w == NULL || c == NULL || w->readonly)
		return;
	private_pane_close(p);
	e = note_move(w->note, chart);
	if (e != ERR_OK) {
		app_refuse(p->app, _("moved"), e);
		return;
	}
	w->stale = true;
	app_say(p->app, _("Moved to the chart of %s."), c->code);
}

void writing_do_move(struct app *app, void *self)
{
	struct writing *w = self;

	(void)app;
	writing_keep(w);
	if (!w->readonly && w->saved)
		pick_client_show(w->p, _("Move this draft to"), move_to);
}

/* ---- answers ----------------------------------------------------------- */

bool writing_answer(struct app *app, void *self, int id, const struct answer *a)
{
	static void (*const take[])(struct writing *, const struct answer *) = {
	    [ASK_FIND] = find,
	    [ASK_DISCARD] = discard,
	    [ASK_CONVERT] = convert,
	};

	(void)app;
	if (a->given)
		take[id](self, a);
	return true;
}
