/* No verb: the screens. */
#include <limits.h>

#include "base/clock.h"
#include "cli/verbs.h"
#include "clinic/formsdir.h"
#include "screens/program.h"
#include "ui/term.h"

enum err work_possible(void)
{
	const struct term_opts opts = {0};

	return term_check(&opts);
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
