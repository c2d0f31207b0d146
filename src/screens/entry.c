/*
 * Reading a signed entry: the text in print order, with all that was ever added
 * in its place and dated (screens.md 13).
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "screens/reading.h"
#include "ui/prompt.h"

enum { ASK_AMEND = 1, ASK_FIND };

/* ---- reading ------------------------------------------------------------- */

static void forget(struct reading *r)
{
	pager_clear(&r->pager);
	r->n_signs = 0;
	if (r->read)
		signed_note_done(&r->note);
	r->read = false;
}

static enum err read_again(struct reading *r)
{
	struct signed_note fresh = {0};
	enum err e = note_read(r->p->clinic, &r->chart, &r->entry, &fresh);

	if (e != ERR_OK)
		return e;
	if (r->read)
		signed_note_done(&r->note);
	r->note = fresh;
	r->read = true;
	return reading_fill(r);
}

static void say_refused(struct app *app, enum err e)
{
	if (e == ERR_DENIED)
		app_say(app, "%s",
		    _("Not opened: you are not assigned to this client."));
	else if (e == ERR_CORRUPT)
		app_alarm(app,
		    _("ERROR: this entry fails its check and is not shown. "
		      "Tell the officer: %s."),
		    err_detail());
	else
		app_refuse(app, _("opened"), e);
}

static void reading_enter(struct app *app, void *self)
{
	struct reading *r = self;
	enum err e = read_again(r);

	if (e == ERR_OK)
		return;
	forget(r);
	say_refused(app, e);
}

/* ---- the screen ------------------------------------------------------------
 */

static bool amended(const struct signed_note *n)
{
	size_t texts = 0;

	for (size_t i = 0; i < n->nversions; i++)
		texts += n->versions[i].act != ACT_ERROR;
	return texts > 1 || n->naddenda > 0;
}

static void reading_head(void *self, struct head *h)
{
	struct reading *r = self;

	if (r->read)
		ui_say(&h->kind, "%s", r->note.versions[0].title);
	else
		ui_say(&h->kind, "%s", _("Entry"));
	head_client(r->p, h, &r->chart);
	if (!r->read)
		return;
	ui_say(&h->state, "%s%s", note_state_word(r->note.state),
	    amended(&r->note) ? _(", amended") : "");
	if (r->note.state == NOTE_ERROR)
		h->state_mean = MEAN_WARN;
	ui_say(&h->context, "%s", buf_str(&r->context));
}

static void reading_draw(void *self, const struct view *v)
{
	struct reading *r = self;
	int skip = v->r.h > 4 ? 1 : 0;

	pager_draw(&r->pager, rect_rows(v->r, skip, v->r.h - skip), v->focus);
}

static void ask_find(struct reading *r)
{
	const struct prompt ask = {.id = ASK_FIND,
	    .title = _("Find in this entry"),
	    .label = _("Find"),
	    .done = _("find"),
	    .kind = PROMPT_LINE,
	    .keep = &r->find,
	    .again = true};
	enum err e = prompt_open(r->p->app, &ask);

	if (e != ERR_OK)
		app_refuse(r->p->app, _("opened"), e);
}

static bool reading_event(struct app *app, void *self, const struct event *ev)
{
	struct reading *r = self;

	switch (pager_event(&r->pager, app_keys(app), ev)) {
	case PAGER_IGNORED:
		return false;
	case PAGER_FIND:
		ask_find(r);
		return true;
	default:
		return true;
	}
}

static void reading_free(void *self)
{
	struct reading *r = self;

	forget(r);
	pager_done(&r->pager);
	buf_free(&r->context);
	buf_free(&r->find);
	free(r->signs);
	free(r);
}

/* ---- what can be done
 * -------------------------------------------------------- */

static const enum act acts[] = {ACT_ADDENDUM, ACT_CORRECTION, ACT_ERROR};

static bool can_amend(const void *self)
{
	const struct reading *r = self;

	return r->read && r->note.state != NOTE_ERROR;
}

/* Only its author corrects an entry or takes it out of force. */
static bool is_mine(const struct reading *r)
{
	const struct person *me = vault_me(clinic_vault(r->p->clinic));

	return me != NULL && r->read &&
	       id_equal(&me->id, &r->note.signatures[0].author);
}

static void do_amend(struct app *app, void *self)
{
	const struct option options[] = {
	    {"addendum", _("addendum: more to say, the entry stays as it is")},
	    {"correction", _("correction: both texts stay readable")},
	    {"error", _("entered in error: taken out of force, with a reason")},
	};
	const struct prompt ask = {.id = ASK_AMEND,
	    .title = _("Amend this entry"),
	    .label = _("Amend by"),
	    .done = _("begin"),
	    .kind = PROMPT_CHOICE,
	    .options = options,
	    .n_options = is_mine(self) ? 3 : 1};
	enum err e = prompt_open(app, &ask);

	if (e != ERR_OK)
		app_refuse(app, _("opened"), e);
}

static bool on_sign(const void *self)
{
	const struct reading *r = self;
	int id;

	return pager_id(&r->pager, &id) && id > 0;
}

static void do_enter(struct app *app, void *self)
{
	struct reading *r = self;
	int id;

	(void)app;
	if (pager_id(&r->pager, &id) && id > 0)
		reading_sign_show(r, (size_t)id - 1);
}

static void do_file(struct app *app, void *self)
{
	struct reading *r = self;

	(void)app;
	client_file_show(r->p, &r->chart);
}

static void do_private(struct app *app, void *self)
{
	struct reading *r = self;
	const struct record *v = r->read ? &r->note.versions[0] : NULL;

	(void)app;
	if (v != NULL)
		private_toggle(r->p, &r->chart, &v->session, v->when);
}

static bool reading_answer(
    struct app *app, void *self, int id, const struct answer *a)
{
	struct reading *r = self;

	if (!a->given)
		return true;
	if (id == ASK_AMEND)
		note_show_amend(r->p, &r->chart, &r->entry, acts[a->choice]);
	else if (!pager_find(&r->pager, a->text))
		app_say(app, "%s", _("Nothing here has these words."));
	return true;
}

static const struct action reading_actions[] = {
    {"amend", "a", N_("amend"), N_("Amend this entry"),
	N_("addendum, correction or entered in error"), do_amend, can_amend, 0,
	0},
    {"enter", "Enter", N_("signature"), N_("Signature in full"),
	N_("on a signature: shows it in full"), do_enter, on_sign, 0, 0},
    {"read.page-down", NULL, N_("page"), NULL, NULL, NULL, NULL, ACTION_HIDDEN,
	0},
    {"next", NULL, N_("next part"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"back", NULL, N_("back"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"find", NULL, N_("find"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"client.file", "i", NULL, N_("Client file: read and change"), NULL,
	do_file, NULL, 0, 0},
    {"private", "Ctrl-O", NULL, N_("Private notes: open, or close and lock"),
	NULL, do_private, NULL, 0, 0},
};

const struct screen_ops entry_screen = {
    .id = "entry",
    .name = N_("Signed entry"),
    .help = N_("Read an entry as it was signed, with all that was ever added "
	       "in its place. Nothing signed can be changed, only amended."),
    .actions = {ACTIONS(reading_actions)},
    .widgets = {&pager_keys},
    .head = reading_head,
    .draw = reading_draw,
    .event = reading_event,
    .answer = reading_answer,
    .enter = reading_enter,
    .free = reading_free,
};

/* ---- opening
 * ------------------------------------------------------------------ */

static void entry_again(struct program *p, const struct place *at)
{
	entry_show(p, &at->chart, &at->entry);
}

bool entry_place(void *self, struct place *out)
{
	const struct reading *r = self;

	out->show = entry_again;
	out->chart = r->chart;
	out->entry = r->entry;
	return true;
}

void entry_show(
    struct program *p, const struct id *chart, const struct id *entry)
{
	struct reading *r = mem_new(1, sizeof(*r));
	enum err e = ERR_NOMEM;

	if (r != NULL) {
		r->p = p;
		r->chart = *chart;
		r->entry = *entry;
		pager_init(&r->pager);
		/* Read first: what cannot be read does not open. */
		e = read_again(r);
		if (e != ERR_OK)
			reading_free(r);
		else
			e = app_push(p->app, &entry_screen, r);
	}
	if (e != ERR_OK)
		say_refused(p->app, e);
}
