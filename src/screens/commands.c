#include "screens/commands.h"

#include "base/i18n.h"
#include "clinic/note.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/app.h"

static void do_lock(struct app *app, void *self)
{
	(void)app;
	program_lock(self);
}

static void do_logout(struct app *app, void *self)
{
	(void)app;
	program_ask_logout(self);
}

static void do_today(struct app *app, void *self)
{
	(void)app;
	today_show(self);
}

static void do_discreet(struct app *app, void *self)
{
	struct program *p = self;

	p->discreet = !p->discreet;
	app_refresh(app);
	app_say(app, "%s",
	    p->discreet ? _("Codes instead of names.") : _("Names again."));
}

static void do_password(struct app *app, void *self)
{
	(void)app;
	account_password_show(self);
}

static void do_recovery(struct app *app, void *self)
{
	(void)app;
	account_recovery_show(self);
}

static void do_passphrase(struct app *app, void *self)
{
	(void)app;
	account_passphrase_show(self);
}

static bool has_private(const void *self)
{
	const struct program *p = self;

	return private_exists(clinic_vault(p->clinic));
}

static const struct action rows[] = {
    {"lock", "Ctrl-L", NULL, N_("Blank and lock"), NULL, do_lock, NULL, 0, 0},
    {"logout", "Ctrl-Q", NULL, N_("Log out"), NULL, do_logout, NULL, 0, 0},
    {"today", "", NULL, N_("Today"),
	N_("home: sessions, what is overdue, what is due"), do_today, NULL, 0,
	0},
    {.id = "single",
	.name = N_("Private notes: full screen"),
	.help = N_("show the note or the private pane, one at a time")},
    {"discreet", "", NULL, N_("Discreet: codes instead of names"), NULL,
	do_discreet, NULL, 0, 0},
    {"password", "", NULL, N_("Password: change it"), NULL, do_password, NULL,
	0, 0},
    {"recovery", "", NULL, N_("Password: make a recovery code"), NULL,
	do_recovery, NULL, 0, 0},
    {"passphrase", "", NULL, N_("Private notes: change the passphrase"), NULL,
	do_passphrase, has_private, 0, 0},
};

const struct actions program_commands = {ACTIONS(rows)};
