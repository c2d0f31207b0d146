/*
 * Log in, and the locked screen.  Neither knows a client (screens.md 2).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "crypto/code.h"
#include "screens/commands.h"
#include "screens/prefs.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/inputs.h"
#include "ui/key.h"

#define LOGIN_BYTES 64
#define FIRST_ROW 9 /* of the screen, counted from 1 */

enum { AT_LOGIN, AT_PASSWORD, N_INPUTS };

struct login {
	struct program *p;
	struct inputs form;
	struct input in[N_INPUTS];
	bool locked; /* the locked screen: only the password */
	bool code;   /* the password is a recovery code */
};

static void login_free(void *self)
{
	struct login *l = self;

	inputs_done(&l->form);
	for (size_t i = 0; i < N_INPUTS; i++)
		textbuf_free(l->in[i].text);
	free(l);
}

static void empty_password(struct login *l)
{
	if (textbuf_set(l->in[AT_PASSWORD].text, "", 0) == ERR_OK) {
		textedit_move(&l->in[AT_PASSWORD].edit, 0);
		inputs_go(&l->form, AT_PASSWORD);
	}
	textbuf_forget(l->in[AT_PASSWORD].text);
}

/* The one line for a refused password, with the wait if there is one. */
static void say_refused(struct login *l, enum err e, const char *name)
{
	struct app *app = l->p->app;
	unsigned wait = vault_wait(clinic_vault(l->p->clinic), name);

	if (e == ERR_CORRUPT) {
		app_alarm(app,
		    _("ERROR: the clinic fails its check. Tell the officer: "
		      "%s."),
		    err_detail());
		return;
	}
	if (e != ERR_AUTH && e != ERR_BUSY) {
		app_refuse(app, _("logged in"), e);
		return;
	}
	if (wait > 0)
		app_say(app,
		    ngettext("Not logged in: name and password do not belong "
			     "together. Wait %u second.",
			"Not logged in: name and password do not belong "
			"together. Wait %u seconds.",
			wait),
		    wait);
	else
		app_say(app, "%s",
		    _("Not logged in: name and password do not belong "
		      "together."));
}

static void say_welcome(struct program *p)
{
	const struct login_facts *f = vault_facts(clinic_vault(p->clinic));
	char day[DATE_STR], clock[8];
	struct date d;
	int minute;

	if (f->last_login == 0) {
		app_say(p->app, "%s", _("First login."));
		return;
	}
	d = date_of(f->last_login, &minute);
	date_short(d, clinic_today(p->clinic), day);
	time_str(minute, clock);
	if (f->failed == 0)
		app_say(p->app,
		    _("Last login %s %s. No failed attempts since."), day,
		    clock);
	else
		app_say(p->app,
		    ngettext("Last login %s %s. %u failed attempt since.",
			"Last login %s %s. %u failed attempts since.",
			f->failed),
		    day, clock, f->failed);
}

static enum err try_code(struct login *l, const char *name, const char *text)
{
	unsigned char code[CODE_LEN];
	enum err e = code_parse(text, code);

	if (e == ERR_OK)
		e = vault_login_code(clinic_vault(l->p->clinic), name, code);
	mem_wipe(code, sizeof(code));
	return e == ERR_FORMAT ? ERR_AUTH : e;
}

static enum err try_password(struct login *l, const char *name, const char *pw)
{
	struct vault *v = clinic_vault(l->p->clinic);
	struct buf nfc = {0};
	enum err e = utf8_nfc(pw, strlen(pw), &nfc);

	if (e == ERR_OK)
		e = l->p->held	? vault_reauth(v, nfc.p, nfc.len)
		    : l->locked ? vault_unlock(v, nfc.p, nfc.len)
				: vault_login(v, name, buf_str(&nfc), nfc.len);
	buf_free(&nfc);
	return e;
}

static void log_in(struct login *l)
{
	struct program *p = l->p;
	const char *name = textbuf_str(l->in[AT_LOGIN].text);
	const char *pw = textbuf_str(l->in[AT_PASSWORD].text);
	bool by_code = l->code;
	enum err e;

	app_say(p->app, "%s", _("Opening."));
	app_show(p->app);
	e = by_code ? try_code(l, name, pw) : try_password(l, name, pw);
	empty_password(l);
	if (e != ERR_OK) {
		say_refused(l, e, name);
		return;
	}
	p->login_began = p->settled = p->polled = app_mono(p->app);
	prefs_apply(p);
	today_show(p);
	if (by_code)
		account_password_set_show(p);
	else
		say_welcome(p);
}

static void unlock(struct login *l)
{
	struct program *p = l->p;
	const struct person *me = vault_me(clinic_vault(p->clinic));
	enum err e;

	app_say(p->app, "%s", _("Opening."));
	app_show(p->app);
	e = try_password(l, NULL, textbuf_str(l->in[AT_PASSWORD].text));
	empty_password(l);
	if (e == ERR_OK) {
		p->settled = app_mono(p->app);
		program_resume(p);
		app_say(p->app, "%s", _("Unlocked."));
		return;
	}
	if (e == ERR_AUTH || e == ERR_BUSY) {
		unsigned wait =
		    me != NULL ? vault_wait(clinic_vault(p->clinic), me->login)
			       : 0;

		app_say(p->app,
		    ngettext("Not unlocked: this is not your password. Wait "
			     "%u second.",
			"Not unlocked: this is not your password. Wait %u "
			"seconds.",
			wait),
		    wait);
		return;
	}
	app_refuse(p->app, _("unlocked"), e);
}

static void submit(struct login *l)
{
	if (l->form.cur == AT_LOGIN ||
	    textbuf_len(l->in[AT_PASSWORD].text) == 0)
		inputs_go(&l->form, AT_PASSWORD);
	else if (l->locked)
		unlock(l);
	else
		log_in(l);
}

static bool login_event(struct app *app, void *self, const struct event *ev)
{
	struct login *l = self;

	if (ev->type == EV_KEY && ev->key == K_ENTER) {
		submit(l);
		return true;
	}
	switch (inputs_event(&l->form, app_keys(app), ev)) {
	case INPUTS_IGNORED:
		return false;
	case INPUTS_LAST:
		inputs_go(&l->form, l->locked ? AT_PASSWORD : AT_LOGIN);
		return true;
	default:
		return true;
	}
}

static bool login_typing(const void *self)
{
	(void)self;
	return true;
}

static void login_head(void *self, struct head *h)
{
	struct login *l = self;

	ui_say(&h->kind, "%s", "Tacet");
	ui_say(&h->state, "%s", l->locked ? _("locked") : _("not logged in"));
	h->no_context = true;
	if (l->p->held)
		ui_say(&h->message, "%s",
		    _("NOT SAVED: the disk is full. What was typed waits "
		      "behind "
		      "this screen."));
	else if (l->locked)
		ui_say(&h->message, "%s",
		    _("Everything typed is kept. The private pane is locked as "
		      "well."));
}

static void login_draw(void *self, const struct view *view)
{
	struct login *l = self;
	const char *const *notice = l->p->options->notice;
	struct view v = *view;
	int top = view->r.h > 14 ? FIRST_ROW - 3 : 0;

	v.r = rect_rows(view->r, top, view->r.h - top);
	inputs_draw(&l->form, &v);
	if (l->locked || notice == NULL)
		return;
	for (int i = 0; notice[i] != NULL; i++)
		term_cut(view->r, top + 4 + i, 2, view->r.w - 4, MEAN_HINT,
		    notice[i]);
}

static void do_enter(struct app *app, void *self)
{
	(void)app;
	submit(self);
}

static void do_code(struct app *app, void *self)
{
	struct login *l = self;

	l->code = !l->code;
	l->in[AT_PASSWORD].label = l->code ? _("Code") : _("Password");
	app_say(app, "%s",
	    l->code ? _("Type the recovery code instead of the password.")
		    : _("Type the password."));
}

static void do_leave(struct app *app, void *self)
{
	struct login *l = self;

	if (l->locked)
		program_ask_logout(l->p);
	else
		app_quit(app);
}

static const struct action login_actions[] = {
    {"enter", "Enter", N_("log in"), N_("Log in"), NULL, do_enter, NULL,
	ACTION_HIDDEN, 0},
    {"next", "Tab Ctrl-N", N_("next"), N_("Next field"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
    {"logout", "Ctrl-Q", N_("leave"), N_("Leave"), NULL, do_leave, NULL, 0, 0},
    {"login.code", "", NULL, N_("Log in with a recovery code"),
	N_("use the printed code instead of the password, then set a new "
	   "password"),
	do_code, NULL, 0, 0},
    {"palette", "Ctrl-K", NULL, N_("Every command"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
};

static const struct action locked_actions[] = {
    {"enter", "Enter", N_("unlock"), N_("Unlock"), NULL, do_enter, NULL,
	ACTION_HIDDEN, 0},
    {"logout", "Ctrl-Q", N_("end this login"), N_("End this login"), NULL,
	do_leave, NULL, 0, 0},
    {"palette", "Ctrl-K", NULL, N_("Every command"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
};

const struct screen_ops login_screen = {
    .id = "login",
    .name = N_("Log in"),
    .help = N_("Come in with your login name and password. In a practice "
	       "without a clinic yet, tacet init makes one."),
    .actions = {ACTIONS(login_actions)},
    .widgets = {&inputs_keys, &textedit_keys},
    .flags = SCREEN_ALONE | SCREEN_HOME,
    .head = login_head,
    .draw = login_draw,
    .typing = login_typing,
    .event = login_event,
    .free = login_free,
};

const struct screen_ops locked_screen = {
    .id = "locked",
    .name = N_("Locked"),
    .help = N_("You left the desk. Your password opens the very letter that "
	       "was left; anyone may end the login, nothing is lost by it."),
    .actions = {ACTIONS(locked_actions)},
    .widgets = {&inputs_keys, &textedit_keys},
    .flags = SCREEN_ALONE | SCREEN_HOME,
    .head = login_head,
    .draw = login_draw,
    .typing = login_typing,
    .event = login_event,
    .free = login_free,
};

static enum err fill(struct login *l)
{
	struct program *p = l->p;
	const struct person *me = vault_me(clinic_vault(p->clinic));
	const char *name = p->options->login != NULL ? p->options->login : "";
	char words[200];
	enum err e;

	for (size_t i = 0; i < N_INPUTS; i++) {
		e = textbuf_new(i == AT_LOGIN ? sizeof(words) : PASSWORD_MAX,
		    true, &l->in[i].text);
		if (e != ERR_OK)
			return e;
	}
	if (l->locked && me != NULL) {
		snprintf(words, sizeof(words), "%s%s%s", me->name,
		    *me->credentials != '\0' ? ", " : "", me->credentials);
		name = words;
	}
	l->in[AT_LOGIN].label = l->locked ? _("Locked by") : _("Login");
	l->in[AT_LOGIN].type = l->locked ? INPUT_FIXED : INPUT_LINE;
	l->in[AT_PASSWORD].label = _("Password");
	l->in[AT_PASSWORD].type = INPUT_PASSWORD;
	e = textbuf_set(l->in[AT_LOGIN].text, name, strlen(name));
	if (e == ERR_OK)
		e = inputs_init(
		    &l->form, l->in, N_INPUTS, clinic_today(p->clinic), NULL);
	if (e == ERR_OK && *name != '\0')
		inputs_go(&l->form, AT_PASSWORD);
	return e;
}

static struct login *login_new(struct program *p, bool locked)
{
	struct login *l = mem_new(1, sizeof(*l));

	if (l == NULL)
		return NULL;
	l->p = p;
	l->locked = locked;
	if (fill(l) != ERR_OK) {
		login_free(l);
		return NULL;
	}
	return l;
}

void login_show(struct program *p)
{
	struct login *l = login_new(p, false);

	if (l == NULL || app_reset(p->app, &login_screen, l) != ERR_OK)
		app_quit(p->app);
}

void locked_show(struct program *p)
{
	struct login *l = login_new(p, true);

	if (l == NULL ||
	    (p->held ? app_push(p->app, &locked_screen, l)
		     : app_reset(p->app, &locked_screen, l)) != ERR_OK)
		app_quit(p->app);
}
