/*
 * The order of starting up: harden the process, locale, options, then either a
 * batch verb or the screens.
 */
#include <config.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/beside.h"
#include "base/i18n.h"
#include "cli/options.h"
#include "cli/place.h"
#include "cli/say.h"
#include "cli/settings.h"
#include "cli/verbs.h"
#include "crypto/secret.h"
#include "harden.h"

#define ARENA ((size_t)256 * 1024)

static int refused(enum err e)
{
	complain_err(e);
	return EXIT_REFUSED;
}

static int usage_refused(void)
{
	complain(_("%s (tacet --help shows what there is)"), err_detail());
	return EXIT_USAGE;
}

static int help(void)
{
	fputs("tacet [--dir DIR] [VERB] [OPTION...]\n\n", stdout);
	verbs_help();
	putchar('\n');
	options_help();
	return EXIT_DONE;
}

/* Catalogues beside the program in its build tree, or where it was put. */
static void speak(void)
{
	static const char *const places[] = {"locale", "../share/locale", NULL};
	char dir[PATH_MAX];

	if (beside_program(places, LOCALEDIR, dir) == ERR_OK)
		bindtextdomain(PACKAGE, dir);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	err_clear();
}

/* Which clinic: --dir, TACET_DIR, the system's settings. */
static enum err find_clinic(struct options *o, char *room)
{
	enum err e;

	if (o->dir == NULL)
		o->dir = getenv("TACET_DIR");
	if (o->dir != NULL && *o->dir != '\0')
		return ERR_OK;
	o->dir = NULL;
	e = settings_dir(SYSCONFDIR "/tacet.conf", room);
	if (e == ERR_OK)
		o->dir = room;
	return e == ERR_NOTFOUND ? ERR_OK : e;
}

static enum err run_verb(const struct verb *verb, const struct options *o)
{
	struct ask *ask = NULL;
	enum err e = secret_init(ARENA);

	if (e == ERR_OK)
		e = ask_new(o, &ask);
	if (e == ERR_OK)
		e = verb->fn(o, ask);
	ask_free(ask);
	secret_done();
	return e;
}

static int run(struct options *o)
{
	const struct verb *verb = verb_find(o->verb);
	char dir[PATH_MAX];
	enum err e;

	if ((o->given & OPT_HELP) != 0)
		return help();
	if ((o->given & OPT_VERSION) != 0) {
		puts(PACKAGE_STRING);
		return EXIT_DONE;
	}
	if (verb == NULL) {
		err_set(ERR_FORMAT, _("%.40s is not a verb"), o->verb);
		return usage_refused();
	}
	e = find_clinic(o, dir);
	if (e != ERR_OK)
		return refused(e);
	if (verb_check(verb, o) != ERR_OK)
		return usage_refused();
	harden_for(o->dir);
	if (verb->opens)
		e = place_of_clinic(o->dir);
	if (e == ERR_OK)
		e = run_verb(verb, o);
	return e == ERR_OK ? EXIT_DONE : refused(e);
}

int main(int argc, char **argv)
{
	struct options o;
	enum err e = harden_process(options_password_fd(argc, argv));
	int status;

	if (e == ERR_OK)
		e = harden_locale();
	if (e != ERR_OK)
		return refused(e);
	speak();
	if (options_parse(argc, argv, &o) != ERR_OK)
		return usage_refused();
	status = run(&o);
	options_done(&o);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (status == EXIT_DONE)
		complain(_("standard output took not all that was said"));
	return status == EXIT_DONE ? EXIT_REFUSED : status;
}
