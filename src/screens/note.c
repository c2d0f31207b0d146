/*
 * Writing an entry of any form: one page of sections, the header folded into
 * one line above it (screens.md 7).
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "screens/writing.h"

/* ---- rows 1 to 3 ------------------------------------------------------- */

static void say_kind(const struct writing *w, struct head *h)
{
	static const char *const acts[ACT_COUNT] = {
	    [ACT_ADDENDUM] = N_("Addendum"),
	    [ACT_CORRECTION] = N_("Correction"),
	    [ACT_ERROR] = N_("Entered in error"),
	};
	const struct note_facts *f = note_facts(w->note);

	if (acts[f->act] != NULL)
		ui_say(&h->kind, "%s", _(acts[f->act]));
	else
		ui_say(&h->kind, "%s", f->form->title);
}

static void say_state(const struct writing *w, struct head *h)
{
	if (w->readonly) {
		ui_say(&h->state, "%s", _("read only"));
	} else if (w->saved) {
		ui_say(&h->state, "%s", _("draft, saved"));
	} else {
		ui_say(&h->state, "%s", _("draft, NOT SAVED"));
		h->state_mean = MEAN_DANGER;
	}
}

static void say_message(const struct writing *w, struct head *h)
{
	const struct note_facts *f = note_facts(w->note);
	char clock[8];
	int minute;

	if (w->taken) {
		ui_say(&h->message, "%s",
		    _("Read only: taken over by your other login. Ctrl-K, take "
		      "over."));
	} else if (w->readonly) {
		(void)date_of(f->held_since, &minute);
		ui_say(&h->message,
		    _("Read only: open in your other login since %s. Ctrl-K, "
		      "take over."),
		    time_str(minute, clock));
	} else if (!w->saved) {
		h->message_mean = MEAN_DANGER;
		ui_say(&h->message, "%s",
		    w->why == ERR_FULL
			? _("ERROR: not saved, the disk is full. Keep this "
			    "open and call the office.")
			: _("ERROR: not saved. Keep this open and call the "
			    "office."));
	}
}

/* What is corrected or taken out of force; an addendum is about no form. */
static enum err say_target(struct writing *w, const struct record *r)
{
	enum act act = note_facts(w->note)->act;

	if (act != ACT_CORRECTION && act != ACT_ERROR)
		return ERR_OK;
	return buf_addf(&w->context, "%s   ", r->title);
}

static void refresh_context(struct writing *w)
{
	struct record r = {0};

	buf_clear(&w->context);
	w->stale = false;
	if (note_preview(w->note, &r) == ERR_OK &&
	    (say_target(w, &r) != ERR_OK ||
		record_context(&r, clinic_today(w->p->clinic), &w->context) !=
		    ERR_OK))
		buf_clear(&w->context);
	record_done(&r);
}

static void writing_head(void *self, struct head *h)
{
	struct writing *w = self;

	say_kind(w, h);
	head_client(w->p, h, &note_facts(w->note)->chart);
	say_state(w, h);
	say_message(w, h);
	if (w->stale)
		refresh_context(w);
	h->no_context =
	    w->previewing || w->at == AT_HEADER || w->context.len == 0;
	if (!h->no_context)
		ui_say(&h->context, "%s", buf_str(&w->context));
}

/* ---- the body ---------------------------------------------------------- */

/* Draw a block from row ${y} on, in no more than ${most}; returns the rows it
 * took with a blank one below. */
static int draw_block(
    struct writing *w, enum writing_at at, const struct view *view, int most)
{
	struct view v = *view;
	int rows;

	if (w->blocks[at].n == 0 || most < 1)
		return 0;
	rows = inputs_rows(&w->blocks[at].inputs, v.r.w);
	if (rows > most)
		rows = most;
	v.r = rect_rows(v.r, 0, rows);
	v.focus = view->focus && w->at == at;
	inputs_draw(&w->blocks[at].inputs, &v);
	return rows + 1;
}

static void writing_draw(void *self, const struct view *view)
{
	struct writing *w = self;
	struct view v = *view;
	int rows;

	if (w->previewing) {
		pager_draw(&w->preview, v.r, false);
		return;
	}
	if (w->at == AT_HEADER) {
		rows = draw_block(w, AT_HEADER, &v, v.r.h);
		v.r = rect_rows(v.r, rows, v.r.h - rows);
	} else if (w->blocks[AT_FIELDS].n > 0 && v.r.h > 4) {
		v.r = rect_rows(v.r, 1, v.r.h - 1);
	}
	rows = draw_block(
	    w, AT_FIELDS, &v, w->at == AT_FIELDS ? v.r.h : v.r.h / 2);
	v.r = rect_rows(v.r, rows, v.r.h - rows);
	w->page.lead = rows == 0 && w->at != AT_HEADER && v.r.h > 10;
	v.focus = view->focus && w->at == AT_TEXT;
	if (v.r.h > 0)
		page_draw(&w->page, &v);
}

/* ---- keys -------------------------------------------------------------- */

static bool block_key(struct writing *w, const struct event *ev)
{
	struct fieldset *b = &w->blocks[w->at];

	switch (inputs_event(&b->inputs, app_keys(w->p->app), ev)) {
	case INPUTS_IGNORED:
		return false;
	case INPUTS_WRONG:
		app_say(w->p->app, _("Kept as typed, but %s."), b->inputs.why);
		return true;
	case INPUTS_FIRST:
		if (w->at == AT_FIELDS)
			writing_enter(w, AT_HEADER);
		return true;
	case INPUTS_LAST:
	case INPUTS_DONE:
		writing_enter(w, w->at == AT_HEADER ? AT_FIELDS : AT_TEXT);
		return true;
	default:
		return true;
	}
}

static bool text_key(struct writing *w, const struct event *ev)
{
	struct app *app = w->p->app;

	switch (page_event(&w->page, app_keys(app), ev)) {
	case PAGE_IGNORED:
		/* The message row says already why nothing is typed. */
		return w->readonly && ev->type != EV_KEY;
	case PAGE_FIRST:
		writing_enter(
		    w, w->blocks[AT_FIELDS].n > 0 ? AT_FIELDS : AT_HEADER);
		return true;
	case PAGE_FIND:
		writing_do_find(app, w);
		return true;
	case PAGE_REFUSED:
		app_refuse(app, _("taken"), w->parts[w->page.cur].edit.err);
		return true;
	default:
		return true;
	}
}

static bool writing_event(struct app *app, void *self, const struct event *ev)
{
	struct writing *w = self;

	if (w->previewing)
		return pager_event(&w->preview, app_keys(app), ev) !=
		       PAGER_IGNORED;
	return w->at == AT_TEXT ? text_key(w, ev) : block_key(w, ev);
}

static bool writing_typing(const void *self)
{
	const struct writing *w = self;

	return w->at == AT_TEXT || inputs_typing(&w->blocks[w->at].inputs);
}

bool note_unsaved(void *self)
{
	struct writing *w = self;

	writing_keep(w);
	return !w->readonly && !w->saved;
}

/* Out of the header first, where there is text below it. */
static void do_back(struct app *app, void *self)
{
	struct writing *w = self;

	if (w->at == AT_HEADER && w->n_parts > 0) {
		writing_enter(w, AT_TEXT);
		return;
	}
	if (note_unsaved(w)) {
		app_alarm(app, "%s",
		    _("ERROR: not saved, so the note stays open. Free the disk "
		      "or copy the text."));
		return;
	}
	app_pop(app);
	if (!w->readonly)
		app_say(app, "%s",
		    note_begun(w->note) ? _("Draft kept.")
					: _("Nothing typed, no draft kept."));
}

/* ---- life -------------------------------------------------------------- */

static void writing_settle(struct app *app, void *self)
{
	(void)app;
	writing_keep(self);
}

static void writing_leave(struct app *app, void *self)
{
	struct writing *w = self;

	(void)app;
	writing_keep(w);
	if (!w->readonly && note_settle(w->note) != ERR_OK)
		w->saved = false;
}

static int64_t writing_deadline(const void *self)
{
	const struct writing *w = self;

	return w->saved || w->readonly ? APP_NEVER : w->retry_at;
}

static void writing_tick(struct app *app, void *self, int64_t mono)
{
	struct writing *w = self;

	(void)app;
	if (mono >= w->retry_at)
		writing_retry(w);
}

static void writing_free(void *self)
{
	struct writing *w = self;

	writing_unbuild(w);
	pager_done(&w->preview);
	buf_free(&w->context);
	buf_free(&w->find);
	buf_free(&w->reason);
	if (w->p->dropped)
		note_drop(w->note);
	else
		note_close(w->note);
	free(w);
}

static const struct action note_actions[] = {
    {"next", NULL, N_("next"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"done", "Ctrl-D", N_("sign"), N_("Sign"),
	N_("check and sign; shows first what will be signed"), writing_do_sign,
	writing_can_write, 0, 0},
    {"private", "Ctrl-O", N_("private"), N_("Private notes: open or close"),
	N_("into the private pane"), writing_do_private, NULL, 0, 0},
    {"goto", "Ctrl-G", N_("go to"), N_("Go to a section"),
	N_("and a digit: a section, 0 is the header"), writing_do_goto,
	writing_can_goto, 0, 0},
    {"back", "Esc", N_("back"), NULL, N_("back, the draft is kept"), do_back,
	NULL, ACTION_HIDDEN, 0},
    {"bring", "Ctrl-R", N_("last note"), N_("Last note: read it beside"),
	N_("the last signed note, to read beside or below"), writing_do_last,
	NULL, 0, 0},
    {"private.supervision", "", NULL,
	N_("Private notes: all marked #supervision"), NULL,
	writing_do_supervision, writing_can_list, 0, 0},
    {"private.raise", "", NULL, N_("Private notes: all marked #raise"), NULL,
	writing_do_raise, writing_can_list, 0, 0},
    {"take", "", NULL, N_("Take over from the other login"),
	N_("write here; the other login can only read"), writing_do_take,
	writing_can_take, 0, 0},
    {"note.convert", "", NULL, N_("Format: make it another form"),
	N_("no text is lost"), writing_do_convert, writing_can_format, 0, 0},
    {"note.move", "", NULL, N_("Move this draft to another client"),
	N_("before signing, when it stands in the wrong chart"),
	writing_do_move, writing_can_convert, 0, 0},
    {"note.discard", "", NULL, N_("Discard this draft"),
	N_("throw the draft away, with a reason"), writing_do_discard,
	writing_can_write, 0, 0},
};

const struct screen_ops note_screen = {
    .id = "note",
    .name = N_("Note"),
    .help = N_("Write the entry of one session. All is kept as you type, and "
	       "nothing is final before you sign."),
    .actions = {ACTIONS(note_actions)},
    .widgets = {&page_keys, &textedit_keys, &inputs_keys},
    .head = writing_head,
    .draw = writing_draw,
    .typing = writing_typing,
    .event = writing_event,
    .answer = writing_answer,
    .settle = writing_settle,
    .deadline = writing_deadline,
    .tick = writing_tick,
    .leave = writing_leave,
    .free = writing_free,
};
