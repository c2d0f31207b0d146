/*
 * First use of private notes: a file and a passphrase of their own (screens.md
 * 10).  Nothing is made before Ctrl-D.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crypto/code.h"
#include "screens/pane.h"
#include "ui/inputs.h"

enum { IN_OFFERED, IN_PASS, IN_AGAIN, IN_CODE, N_IN };

#define FIRST_ROW 6 /* of the fields, in the body */

struct first {
	struct program *p;
	struct pane_about about;
	struct inputs inputs;
	struct input in[N_IN];
	struct option yes_no[2];
};

static void first_head(void *self, struct head *h)
{
	struct first *f = self;
	const struct person *me = vault_me(clinic_vault(f->p->clinic));

	ui_say(&h->kind, "%s", _("PRIVATE"));
	ui_say(&h->name, "%s", _("first use"));
	if (me != NULL)
		ui_say(&h->state, "%s%s%s", me->name,
		    *me->credentials != '\0' ? ", " : "", me->credentials);
	ui_say(&h->warn, "%s", _("not part of the record"));
	h->warn_mean = MEAN_PRIVATE;
	ui_say(&h->message, "%s",
	    _("Type the five words offered, or a passphrase of your own."));
	h->no_context = true;
}

/* ---- the body
 * ------------------------------------------------------------------ */

struct lines {
	struct rect r;
	int y;
	const char *text;
};

static void draw_line(void *arg, const struct wrap_line *l)
{
	struct lines *d = arg;

	term_put(
	    d->r, d->y++, 2, MEAN_PLAIN, d->text + l->from, l->to - l->from);
}

static void first_draw(void *self, const struct view *view)
{
	struct first *f = self;
	struct view v = *view;
	struct lines d = {.r = view->r, .y = 1};
	int w = view->r.w - 4 < 76 ? view->r.w - 4 : 76;

	d.text = _("Private notes are kept in a file of their own, under a "
		   "passphrase of their own. No colleague, supervisor or "
		   "administrator can open them. The law guards them while "
		   "they are kept apart, but a court can still order them.\n"
		   "If passphrase and recovery code are both lost, so are the "
		   "notes.");
	/* On a small screen the fields come first. */
	if (view->r.h < FIRST_ROW + N_IN || w < 20)
		d.y = 0;
	else if (utf8_wrap(d.text, strlen(d.text), w, draw_line, &d) == ERR_OK)
		d.y++;
	v.r = rect_rows(view->r, d.y, view->r.h - d.y);
	inputs_draw(&f->inputs, &v);
}

static bool first_typing(const void *self)
{
	const struct first *f = self;

	return inputs_typing(&f->inputs);
}

/* ---- making it
 * -------------------------------------------------------------------- */

static bool same_words(const struct first *f, size_t a, size_t b)
{
	const struct textbuf *x = f->in[a].text, *y = f->in[b].text;

	return textbuf_len(x) == textbuf_len(y) &&
	       memcmp(textbuf_str(x), textbuf_str(y), textbuf_len(x)) == 0;
}

/* Why it cannot be made yet, with the cursor put there; NULL if it can. */
static const char *lacking(struct first *f)
{
	if (textbuf_len(f->in[IN_PASS].text) == 0) {
		inputs_go(&f->inputs, IN_PASS);
		return _("Not made: type a passphrase.");
	}
	if (same_words(f, IN_PASS, IN_OFFERED))
		return NULL;
	if (textbuf_len(f->in[IN_AGAIN].text) == 0) {
		inputs_go(&f->inputs, IN_AGAIN);
		return _("These are not the words offered: type yours again.");
	}
	if (!same_words(f, IN_PASS, IN_AGAIN)) {
		inputs_go(&f->inputs, IN_AGAIN);
		return _("Not made: the two do not agree.");
	}
	return NULL;
}

static enum err make(struct first *f, unsigned char *code)
{
	struct program *p = f->p;
	const struct textbuf *t = f->in[IN_PASS].text;
	struct buf nfc = {0};
	enum err e;

	app_say(p->app, "%s", _("Making your private file."));
	app_show(p->app);
	e = utf8_nfc(textbuf_str(t), textbuf_len(t), &nfc);
	if (e == ERR_OK)
		e = private_create(clinic_vault(p->clinic),
		    (struct pass){nfc.p, nfc.len}, code, &p->priv);
	buf_free(&nfc);
	return e;
}

/* The pane opens on what lies below; the code stands over both until it is
 * copied. */
static void made(struct first *f, const unsigned char *code)
{
	struct program *p = f->p;
	char text[CODE_TEXT];

	p->priv_last = app_mono(p->app);
	app_pop(p->app);
	pane_show(p, &f->about);
	if (code == NULL) {
		app_say(p->app, "%s", _("Made. Copies made here stay here."));
		return;
	}
	code_print(code, text);
	code_show(p, text);
	mem_wipe(text, sizeof(text));
	app_say(p->app, "%s",
	    _("Made. Copy the code to paper now: it is never shown again."));
}

static void do_create(struct app *app, void *self)
{
	struct first *f = self;
	unsigned char code[CODE_LEN];
	bool wanted = inputs_choice(&f->inputs, IN_CODE) == 0;
	const char *why = lacking(f);
	enum err e;

	if (why != NULL) {
		app_say(app, "%s", why);
		return;
	}
	e = make(f, wanted ? code : NULL);
	if (e == ERR_OK)
		made(f, wanted ? code : NULL);
	else if (e == ERR_FORMAT)
		app_say(app, _("Not made: %s."), err_detail());
	else
		app_refuse(app, _("made"), e);
	mem_wipe(code, sizeof(code));
}

static enum err offer(struct first *f)
{
	struct buf words = {0};
	enum err e = private_words(&words);

	if (e == ERR_OK)
		e = textbuf_set(
		    f->in[IN_OFFERED].text, buf_str(&words), words.len);
	textbuf_forget(f->in[IN_OFFERED].text);
	buf_free(&words);
	return e;
}

static void do_words(struct app *app, void *self)
{
	enum err e = offer(self);

	if (e != ERR_OK)
		app_refuse(app, _("offered"), e);
}

static bool first_event(struct app *app, void *self, const struct event *ev)
{
	struct first *f = self;

	switch (inputs_event(&f->inputs, app_keys(app), ev)) {
	case INPUTS_IGNORED:
		return false;
	case INPUTS_DONE:
		do_create(app, f);
		return true;
	case INPUTS_LAST:
		inputs_go(&f->inputs, IN_PASS);
		return true;
	default:
		return true;
	}
}

static void first_free(void *self)
{
	struct first *f = self;

	inputs_done(&f->inputs);
	for (size_t i = 0; i < N_IN; i++)
		textbuf_free(f->in[i].text);
	free(f);
}

static const struct action first_actions[] = {
    {"next", NULL, N_("next"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"bring", "Ctrl-R", N_("other words"), N_("Offer other words"), NULL,
	do_words, NULL, 0, 0},
    {"done", "Ctrl-D", N_("create"), N_("Create the private file"), NULL,
	do_create, NULL, 0, 0},
    {"back", NULL, N_("back"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
};

const struct screen_ops private_first_screen = {
    .id = "private-first",
    .name = N_("Private notes, first use"),
    .help = N_("Choose the passphrase of your private notes: the five words "
	       "offered, or at least 14 characters of your own. Esc makes "
	       "nothing."),
    .actions = {ACTIONS(first_actions)},
    .widgets = {&inputs_keys},
    .flags = SCREEN_PRIVATE,
    .head = first_head,
    .draw = first_draw,
    .typing = first_typing,
    .event = first_event,
    .free = first_free,
};

/* ---- opening
 * ------------------------------------------------------------------------ */

static enum err fill(struct first *f)
{
	static const enum input_type types[N_IN] = {
	    INPUT_FIXED, INPUT_LINE, INPUT_LINE, INPUT_CHOICE};
	const char *labels[N_IN] = {
	    _("Offered"), _("Passphrase"), _("Again"), _("Code")};
	enum err e = ERR_OK;

	for (size_t i = 0; i < N_IN && e == ERR_OK; i++) {
		f->in[i].label = labels[i];
		f->in[i].type = types[i];
		e = textbuf_new(PASSWORD_MAX, true, &f->in[i].text);
	}
	if (e != ERR_OK)
		return e;
	f->in[IN_AGAIN].hint = _("only for words of your own");
	f->yes_no[0] = (struct option){
	    "yes", _("yes: a recovery code, shown once, to copy on paper")};
	f->yes_no[1] = (struct option){"no", _("no")};
	f->in[IN_CODE].options = f->yes_no;
	f->in[IN_CODE].n_options = 2;
	e = textbuf_set(f->in[IN_CODE].text, "yes", 3);
	if (e == ERR_OK)
		e = offer(f);
	if (e == ERR_OK)
		e = inputs_init(
		    &f->inputs, f->in, N_IN, clinic_today(f->p->clinic), NULL);
	if (e == ERR_OK)
		inputs_go(&f->inputs, IN_PASS);
	return e;
}

void private_first_show(struct program *p, const struct pane_about *about)
{
	struct first *f = mem_new(1, sizeof(*f));
	enum err e = ERR_NOMEM;

	if (f != NULL) {
		f->p = p;
		f->about = *about;
		e = fill(f);
		if (e != ERR_OK)
			first_free(f);
		else
			e = app_push(p->app, &private_first_screen, f);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}
