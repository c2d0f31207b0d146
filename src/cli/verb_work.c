/* No verb: the screens. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/verbs.h"
#include "clinic/formsdir.h"
#include "screens/program.h"

enum err work_possible(void)
{
	const char *type = getenv("TERM");

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(ERR_UNSUPPORTED, _("a terminal is needed"));
	if (type == NULL || strcmp(type, "dumb") == 0)
		return err_set(ERR_UNSUPPORTED,
		    _("TERM must name a terminal with a movable cursor"));
	return ERR_OK;
}

enum err work(const char *dir, const char *login, const char *const *notice)
{
	char forms[PATH_MAX];
	const struct program_options p = {.dir = dir,
	    .formsdir = forms,
	    .login = login,
	    .notice = notice,
	    .clock = &clock_system};
	enum err e = formsdir_find(forms);

	return e != ERR_OK ? e : program_run(&p);
}

enum err verb_work(const struct options *o, struct ask *ask)
{
	enum err e = work_possible();

	(void)ask;
	return e != ERR_OK ? e : work(o->dir, o->as, NULL);
}
