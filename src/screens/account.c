/*
 * One's own secrets: change the password or the private passphrase, make a
 * recovery code, which then stands alone on the screen until its last group is
 * typed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crypto/code.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/inputs.h"
#include "ui/key.h"

enum { IN_OLD, IN_NEW, IN_AGAIN, N_IN };

enum account_kind { PASSWORD, PASSWORD_SET, PASSPHRASE, RECOVERY };

struct account {
	struct program *p;
	enum account_kind kind;
	struct inputs inputs;
	struct input in[N_IN];
	size_t n;
	char code[CODE_TEXT]; /* while it is shown */
};

/* Words and fields of each kind, in the order of the enum. */
static const struct kind_row {
	const char *title, *old, *fresh;
	const char *message;
	bool asks_old, asks_new;
} kinds[] = {
    {N_("Change the password"), N_("Password"), N_("New password"),
	N_("An old copy of the clinic still opens with the old password."),
	true, true},
    {N_("Set a new password"), NULL, N_("New password"),
	N_("You came in with the recovery code: set a new password."), false,
	true},
    {N_("Change the private passphrase"), N_("Passphrase"),
	N_("New passphrase"),
	N_("If passphrase and recovery code are both lost, so are the notes."),
	true, true},
    {N_("Make a recovery code"), N_("Password"), NULL,
	N_("The code opens your login if the password is lost; it replaces an "
	   "older one."),
	true, false},
};

static void account_free(void *self)
{
	struct account *a = self;

	inputs_done(&a->inputs);
	for (size_t i = 0; i < a->n; i++)
		textbuf_free(a->in[i].text);
	mem_wipe(a->code, sizeof(a->code));
	free(a);
}

static const char *value(const struct account *a, size_t i)
{
	return textbuf_str(a->in[i].text);
}

/* Which input is which: IN_OLD is left out where there is none. */
static size_t at(const struct account *a, size_t which)
{
	return kinds[a->kind].asks_old ? which : which - 1;
}

static enum err nfc_of(const struct account *a, size_t which, struct buf *out)
{
	const char *s = value(a, at(a, which));

	return utf8_nfc(s, strlen(s), out);
}

static enum err change(
    struct account *a, const struct buf *old, const struct buf *fresh)
{
	struct vault *v = clinic_vault(a->p->clinic);
	struct pass o = {buf_str(old), old->len};
	struct pass f = {buf_str(fresh), fresh->len};
	struct private_vault *pv = NULL;
	enum err e;

	switch (a->kind) {
	case PASSWORD:
		return vault_password_change(v, o.p, o.len, f.p, f.len);
	case PASSWORD_SET:
		return vault_password_set(v, f.p, f.len);
	case PASSPHRASE:
		e = private_unlock(v, o, &pv);
		if (e == ERR_OK)
			e = private_pass_change(pv, o, f);
		private_lock(pv);
		return e;
	case RECOVERY:
		break;
	}
	return ERR_UNSUPPORTED;
}

static enum err make_code(struct account *a, const struct buf *old)
{
	unsigned char code[CODE_LEN];
	enum err e = vault_recovery_make(
	    clinic_vault(a->p->clinic), buf_str(old), old->len, code);

	if (e == ERR_OK)
		code_print(code, a->code);
	mem_wipe(code, sizeof(code));
	return e;
}

static void submit(struct account *a)
{
	struct app *app = a->p->app;
	struct buf old = {0}, fresh = {0};
	bool new_wanted = kinds[a->kind].asks_new;
	enum err e = ERR_OK;

	if (new_wanted &&
	    strcmp(value(a, at(a, IN_NEW)), value(a, at(a, IN_AGAIN))) != 0) {
		app_say(app, "%s", _("Not changed: the two are not the same."));
		return;
	}
	app_say(app, "%s", _("Working."));
	app_show(app);
	if (kinds[a->kind].asks_old)
		e = nfc_of(a, IN_OLD, &old);
	if (e == ERR_OK && new_wanted)
		e = nfc_of(a, IN_NEW, &fresh);
	if (e == ERR_OK)
		e = new_wanted ? change(a, &old, &fresh) : make_code(a, &old);
	buf_free(&old);
	buf_free(&fresh);
	if (e == ERR_AUTH)
		app_say(app, "%s", _("Not changed: the old one does not fit."));
	else if (e != ERR_OK)
		app_say(app, _("Not changed: %s."),
		    *err_detail() != '\0' ? err_detail() : err_text(e));
	else if (a->kind == RECOVERY) {
		app_pop(app);
		code_show(a->p, a->code);
		app_say(app, "%s",
		    _("Copy it to paper now: it is never shown again."));
	} else {
		app_pop(app);
		app_say(app, "%s", _("Changed."));
	}
}

static void account_head(void *self, struct head *h)
{
	struct account *a = self;

	ui_say(&h->kind, "%s", _(kinds[a->kind].title));
	ui_say(&h->message, "%s", _(kinds[a->kind].message));
	h->no_context = true;
}

static void account_draw(void *self, const struct view *view)
{
	struct account *a = self;
	struct view v = *view;
	int skip = v.r.h > 8 ? 5 : 0;

	v.r = rect_rows(view->r, skip, view->r.h - skip);
	inputs_draw(&a->inputs, &v);
}

static bool account_event(struct app *app, void *self, const struct event *ev)
{
	struct account *a = self;
	enum inputs_did did = inputs_event(&a->inputs, app_keys(app), ev);

	if (did == INPUTS_DONE)
		submit(a);
	if (did == INPUTS_LAST)
		inputs_go(&a->inputs, 0);
	return did != INPUTS_IGNORED;
}

static bool account_typing(const void *self)
{
	(void)self;
	return true;
}

static void do_done(struct app *app, void *self)
{
	(void)app;
	submit(self);
}

static const char *account_label(const void *self, const struct action *a)
{
	const struct account *of = self;

	return strcmp(a->id, "done") == 0 && of->kind == RECOVERY ? _("create")
								  : NULL;
}

static const struct action account_actions[] = {
    {"next", "Tab Ctrl-N", N_("next"), N_("Next field"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
    {"done", "Ctrl-D", N_("change"), N_("Do it"), NULL, do_done, NULL, 0, 0},
    {"back", "Esc", N_("back"), N_("Back, nothing changed"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
};

const struct screen_ops account_screen = {
    .id = "account",
    .name = N_("Password and codes"),
    .help = N_("Your own secrets. The password opens your login, the "
	       "passphrase your private notes; a recovery code opens what it "
	       "was made for when the other is lost."),
    .actions = {ACTIONS(account_actions)},
    .widgets = {&inputs_keys, &textedit_keys},
    .head = account_head,
    .draw = account_draw,
    .label = account_label,
    .typing = account_typing,
    .event = account_event,
    .free = account_free,
};

static enum err add_input(struct account *a, const char *label)
{
	struct input *in = &a->in[a->n];
	enum err e = textbuf_new(PASSWORD_MAX, true, &in->text);

	if (e != ERR_OK)
		return e;
	in->label = label;
	in->type = INPUT_PASSWORD;
	in->needed = true;
	a->n++;
	return ERR_OK;
}

static void account_show(struct program *p, enum account_kind kind)
{
	struct account *a = mem_new(1, sizeof(*a));
	const struct kind_row *k = &kinds[kind];
	enum err e = ERR_OK;

	if (a == NULL) {
		app_refuse(p->app, _("opened"), ERR_NOMEM);
		return;
	}
	a->p = p;
	a->kind = kind;
	if (k->asks_old)
		e = add_input(a, _(k->old));
	if (e == ERR_OK && k->asks_new)
		e = add_input(a, _(k->fresh));
	if (e == ERR_OK && k->asks_new)
		e = add_input(a, _("Again"));
	if (e == ERR_OK)
		e = inputs_init(
		    &a->inputs, a->in, a->n, clinic_today(p->clinic), NULL);
	if (e != ERR_OK)
		account_free(a);
	else
		e = app_push(p->app, &account_screen, a);
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}

void account_password_show(struct program *p)
{
	account_show(p, PASSWORD);
}

void account_password_set_show(struct program *p)
{
	account_show(p, PASSWORD_SET);
}

void account_recovery_show(struct program *p)
{
	account_show(p, RECOVERY);
}

void account_passphrase_show(struct program *p)
{
	account_show(p, PASSPHRASE);
}
