/*
 * Signing: exactly what stands above the drawer, in print order, with what the
 * checks say (screens.md 12).
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/client.h"
#include "screens/sign.h"
#include "screens/writing.h"
#include "ui/key.h"

static struct vault *vault_of(const struct sign *s)
{
	return clinic_vault(s->p->clinic);
}

/* ---- the text above ------------------------------------------------------ */

static enum err add_part(
    void *arg, const char *label, const char *text, size_t len)
{
	struct pager *pager = arg;

	if (*label == '\0')
		return pager_add(
		    pager, NULL, 0, text, len, NULL, MEAN_PLAIN, PAGER_WIDE, 0);
	return pager_add(
	    pager, label, 0, text, len, NULL, MEAN_PLAIN, PAGER_PART, 0);
}

static enum err fill_preview(struct sign *s, struct writing *w)
{
	struct record r = {0};
	enum err e = note_preview(s->note, &r);

	pager_clear(&w->preview);
	if (e == ERR_OK)
		e = record_parts(&r, add_part, &w->preview);
	record_done(&r);
	return e;
}

static struct writing *below(const struct sign *s)
{
	return app_find(s->p->app, &note_screen);
}

static void sign_enter(struct app *app, void *self)
{
	struct sign *s = self;
	struct writing *w = below(s);
	enum err e = w != NULL ? fill_preview(s, w) : ERR_NOTFOUND;

	if (e == ERR_OK) {
		w->previewing = true;
		return;
	}
	/* Nothing is signed that does not stand there to be read. */
	app_drawer_close(app);
	app_refuse(app, _("shown"), e);
}

static void sign_leave(struct app *app, void *self)
{
	struct sign *s = self;
	struct writing *w = below(s);
	bool changed = false;

	(void)app;
	if (sign_keep(s, &changed) != ERR_OK)
		err_clear();
	if (w == NULL)
		return;
	w->previewing = false;
	pager_clear(&w->preview);
}

/* ---- rows ------------------------------------------------------------------
 */

static void sign_head(void *self, struct head *h)
{
	struct sign *s = self;
	const struct writing *w = below(s);
	size_t last = 0;

	if (w != NULL && w->preview.n_rows > 0) {
		last = w->preview.top + (size_t)w->preview.height;
		if (last > w->preview.n_rows)
			last = w->preview.n_rows;
		ui_say(&h->kind,
		    _("Sign what stands above: rows %zu to %zu of %zu"),
		    w->preview.top + 1, last, w->preview.n_rows);
	} else {
		ui_say(&h->kind, "%s", _("Sign what stands above"));
	}
	ui_say(&h->message, "%s",
	    _("Once signed nobody can change it; addendum and correction stay "
	      "possible."));
}

static int sign_height(void *self, int w)
{
	struct sign *s = self;

	return inputs_rows(&s->inputs, w);
}

static void sign_draw(void *self, const struct view *v)
{
	struct sign *s = self;

	inputs_draw(&s->inputs, v);
}

static bool sign_typing(const void *self)
{
	const struct sign *s = self;

	return inputs_typing(&s->inputs);
}

/* Back into the text, where the check points. */
static void go_there(struct sign *s, size_t row)
{
	struct writing *w = below(s);

	app_drawer_close(s->p->app);
	if (w != NULL && !writing_go(w, s->of[row].field))
		app_say(s->p->app, "%s", _("This concerns the whole note."));
}

/* ---- signing ---------------------------------------------------------------
 */

static void say_signed(struct program *p)
{
	struct today_row next;
	char day[DATE_STR];
	int minute;

	if (app_top(p->app) != &today_screen ||
	    today_next(p->clinic, &next) != ERR_OK || next.client == NULL) {
		app_say(p->app, "%s", _("Signed."));
		return;
	}
	date_short(date_of(next.when, &minute), clinic_today(p->clinic), day);
	app_say(p->app, _("Signed. n opens the next: %s, %s."),
	    program_client_name(p, next.client), day);
}

static void empty_password(struct sign *s)
{
	struct input *in = &s->in[s->n - 1];

	if (textbuf_set(in->text, "", 0) == ERR_OK)
		textedit_move(&in->edit, 0);
	textbuf_forget(in->text);
}

static enum err give_password(struct sign *s)
{
	struct textbuf *text = s->in[s->n - 1].text;
	struct buf nfc = {0};
	enum err e;

	app_say(s->p->app, "%s", _("Signing."));
	app_show(s->p->app);
	e = utf8_nfc(textbuf_str(text), textbuf_len(text), &nfc);
	if (e == ERR_OK)
		e = vault_reauth(vault_of(s), buf_str(&nfc), nfc.len);
	buf_free(&nfc);
	empty_password(s);
	return e;
}

static void say_not_signed(struct sign *s, enum err e)
{
	const struct person *me = vault_me(vault_of(s));
	unsigned wait = me != NULL ? vault_wait(vault_of(s), me->login) : 0;

	if (e == ERR_AUTH && wait == 0)
		app_say(s->p->app, "%s",
		    _("Not signed: this is not your password."));
	else if (e == ERR_AUTH || e == ERR_BUSY)
		app_say(s->p->app,
		    ngettext("Not signed: this is not your password. Wait %u "
			     "second.",
			"Not signed: this is not your password. Wait %u "
			"seconds.",
			wait),
		    wait);
	else if (e == ERR_CONFLICT)
		app_say(s->p->app, "%s",
		    _("Not signed: the entry was changed meanwhile. Go back "
		      "and look."));
	else if (e == ERR_LOCKED)
		app_say(s->p->app, "%s",
		    _("Not signed: the password is due again."));
	else
		app_refuse(s->p->app, C_("refused", "signed"), e);
}

static void sign_now(struct sign *s)
{
	struct app *app = s->p->app;
	struct writing *w = below(s);
	enum err e = ERR_OK;

	if (s->of[s->n - 1].kind == SIGN_PASSWORD)
		e = give_password(s);
	if (e == ERR_OK)
		e = note_sign(s->note);
	if (e != ERR_OK) {
		say_not_signed(s, e);
		return;
	}
	if (w != NULL)
		writing_readonly(w, true); /* there is nothing to keep */
	app_pop(app);
	say_signed(s->p);
}

/* Enter in the last row: sign, unless something still wants a hand. */
static void try_sign(struct sign *s)
{
	size_t open = sign_open(s);

	if (open < s->n) {
		inputs_go(&s->inputs, open);
		app_say(s->p->app, "%s",
		    s->of[open].kind == SIGN_GO
			? _("Not signed: this must be mended. Enter goes "
			    "there.")
			: _("Not signed: give a reason, or Enter to go "
			    "there."));
	} else if (s->must > 0) {
		app_say(s->p->app, "%s",
		    _("Not signed: what stands at must has to be mended."));
	} else if (s->of[s->n - 1].kind == SIGN_PASSWORD &&
		   textbuf_len(s->in[s->n - 1].text) == 0) {
		app_say(s->p->app, "%s", _("Type your password to sign."));
	} else {
		sign_now(s);
	}
}

/* ---- keys
 * -------------------------------------------------------------------- */

static bool to_inputs(struct sign *s, const struct event *ev)
{
	switch (inputs_event(&s->inputs, app_keys(s->p->app), ev)) {
	case INPUTS_IGNORED:
		return false;
	case INPUTS_WRONG:
		app_say(s->p->app, "%s", s->inputs.why);
		return true;
	default:
		return true;
	}
}

static void do_enter(struct app *app, void *self)
{
	static const struct event enter = {.type = EV_KEY, .key = K_ENTER};
	struct sign *s = self;
	size_t cur = s->inputs.cur;

	(void)app;
	switch (s->of[cur].kind) {
	case SIGN_GO:
		go_there(s, cur);
		break;
	case SIGN_REASON:
		if (textbuf_len(s->in[cur].text) == 0)
			go_there(s, cur);
		else
			(void)to_inputs(s, &enter);
		break;
	default:
		try_sign(s);
		break;
	}
}

static bool sign_event(struct app *app, void *self, const struct event *ev)
{
	(void)app;
	return to_inputs(self, ev);
}

static const char *sign_label(const void *self, const struct action *a)
{
	const struct sign *s = self;

	if (strcmp(a->id, "enter") != 0)
		return NULL;
	switch (s->of[s->inputs.cur].kind) {
	case SIGN_GO:
		return _("go there");
	case SIGN_REASON:
		return textbuf_len(s->in[s->inputs.cur].text) == 0
			   ? _("go there")
			   : _("next");
	default:
		return _("sign");
	}
}

/* A reason becomes part of what is signed, so the text above is made anew; and
 * five minutes may pass while the drawer stands open. */
static void sign_settle(struct app *app, void *self)
{
	struct sign *s = self;
	bool ready = vault_sign_ready(vault_of(s));
	struct writing *w = below(s);
	bool changed = false;
	enum err e = sign_keep(s, &changed);

	if (e == ERR_OK && changed && w != NULL)
		e = fill_preview(s, w);
	if (e != ERR_OK)
		app_refuse(app, _("saved"), e);
	if (ready != (s->of[s->n - 1].kind == SIGN_GIVEN) &&
	    sign_ask(s) != ERR_OK)
		app_drawer_close(app);
}

static void sign_free(void *self)
{
	struct sign *s = self;

	sign_rows_done(s);
	free(s);
}

static const struct action sign_actions[] = {
    {"enter", "Enter", N_("next"), NULL,
	N_("next field; in the last one: sign"), do_enter, NULL, ACTION_HIDDEN,
	0},
    {"next", NULL, N_("next"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"back", NULL, N_("back to the text"), NULL, NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
};

const struct screen_ops sign_screen = {
    .id = "sign",
    .name = N_("Sign"),
    .help = N_("Sign exactly what stands above; Up and Down move it. A check "
	       "that says must has to be mended, look takes a reason, which "
	       "is kept with the signature."),
    .actions = {ACTIONS(sign_actions)},
    .widgets = {&inputs_keys},
    .head = sign_head,
    .rows = sign_height,
    .draw = sign_draw,
    .typing = sign_typing,
    .label = sign_label,
    .event = sign_event,
    .settle = sign_settle,
    .enter = sign_enter,
    .leave = sign_leave,
    .free = sign_free,
};

void sign_show(struct program *p, struct note *note)
{
	struct sign *s = mem_new(1, sizeof(*s));
	enum err e = ERR_NOMEM;

	if (s != NULL) {
		s->p = p;
		s->note = note;
		e = sign_rows(s);
		if (e != ERR_OK)
			sign_free(s);
		else
			e = app_drawer(p->app, &sign_screen, s);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("checked"), e);
}
