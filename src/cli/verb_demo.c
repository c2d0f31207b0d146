/* tacet demo: the demonstration clinic, thrown away at the end or kept. */
#include <config.h>

#include <ftw.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/place.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "clinic/demo.h"
#include "clinic/formsdir.h"

#define LOGINS_MAX 16

struct logins {
	char lines[LOGINS_MAX][160];
	const char *notice[LOGINS_MAX + 1];
	size_t n;
};

static void login_print(void *arg, const char *name, const char *role,
    const char *password, const char *passphrase)
{
	(void)arg;
	say("login=%s role=%s password=%s%s%s", name, role, password,
	    *passphrase != '\0' ? " passphrase=" : "", passphrase);
}

static void login_keep(void *arg, const char *name, const char *role,
    const char *password, const char *passphrase)
{
	struct logins *l = arg;

	if (l->n == LOGINS_MAX)
		return;
	/* As wide as the text of a screen of 80 columns. */
	snprintf(l->lines[l->n], sizeof(l->lines[0]), "%-6s %-13s %-21s %s",
	    name, role, password, passphrase);
	l->notice[l->n] = l->lines[l->n];
	l->n++;
}

static int remove_one(
    const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

/* Only ever called with the directory that mkdtemp made. */
static void remove_tree(const char *dir)
{
	if (nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS) != 0)
		complain(_("%s could not be removed"), dir);
}

/* What would end the program waits until the folder is gone again. */
static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static void hold(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		sigaddset(set, ends[i]);
	sigprocmask(SIG_BLOCK, set, NULL);
}

static enum err stopped(const sigset_t *held)
{
	sigset_t now;

	sigpending(&now);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (sigismember(held, ends[i]) && sigismember(&now, ends[i]))
			return err_set(
			    ERR_CANCELLED, "%s", _("the clinic is removed"));
	return ERR_OK;
}

/* Signals ${held} stay back while it is built; the screens take them in their
 * own way. */
static enum err build_and_work(
    const char *dir, const char *forms, sigset_t *held)
{
	struct logins logins = {0};
	enum err e;

	login_keep(&logins, _("login"), _("role"), _("password"),
	    _("private passphrase"));
	e = demo_build(dir, forms, &clock_system, login_keep, &logins);
	if (e == ERR_OK)
		e = stopped(held);
	if (e == ERR_OK) {
		sigprocmask(SIG_UNBLOCK, held, NULL);
		e = work(dir, NULL, logins.notice);
		hold(held);
	}
	return e;
}

static enum err demo_throwaway(const char *forms)
{
	char top[] = "/tmp/tacet-demo-XXXXXX";
	char dir[sizeof(top) + 8];
	sigset_t held;
	enum err e = work_possible();

	if (e != ERR_OK)
		return e;
	hold(&held);
	if (mkdtemp(top) == NULL)
		return err_errno("%s", top);
	snprintf(dir, sizeof(dir), "%s/clinic", top);
	fputs(_("Building the demonstration clinic ...\n"), stderr);
	e = build_and_work(dir, forms, &held);
	remove_tree(top);
	return e;
}

enum err verb_demo(const struct options *o, struct ask *ask)
{
	char forms[PATH_MAX];
	enum err e = formsdir_find(forms);

	(void)ask;
	if (e != ERR_OK)
		return e;
	if (o->build == NULL)
		return demo_throwaway(forms);
	e = place_for_dir(o->build);
	return e != ERR_OK ? e
			   : demo_build(o->build, forms, &clock_system,
				 login_print, NULL);
}
