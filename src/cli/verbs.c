#include "cli/verbs.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

#define ALWAYS (OPT_DIR | OPT_HELP | OPT_VERSION)

static const struct verb table[] = {
    {.name = "",
	.usage = "[--as LOGIN]",
	.help = N_("log in and work"),
	.takes = OPT_AS,
	.needs = OPT_DIR,
	.opens = true,
	.fn = verb_work},
    {.name = "demo",
	.usage = "[--build DIR]",
	.help =
	    N_("open a throwaway clinic of fictional people, or only build it"),
	.takes = OPT_BUILD,
	.fn = verb_demo},
    {.name = "init",
	.usage = "[--answers FILE] [--password-fd N]",
	.help = N_("create a clinic in DIR"),
	.takes = OPT_ANSWERS | OPT_PASSWORD_FD,
	.needs = OPT_DIR,
	.fn = verb_init},
    {.name = "user",
	.usage = "add [--answers FILE] [--password-fd N]",
	.help =
	    N_("add a person, with administrator and officer at the terminal"),
	.takes = OPT_ANSWERS | OPT_PASSWORD_FD,
	.needs = OPT_DIR,
	.args_min = 1,
	.args_max = 1,
	.check = check_user,
	.opens = true,
	.fn = verb_user},
    {.name = "verify",
	.usage = "[--as LOGIN [--password-fd N]]",
	.help =
	    N_("check everything that can be checked; exit 0 only if sound"),
	.takes = OPT_AS | OPT_PASSWORD_FD,
	.needs = OPT_DIR,
	.opens = true,
	.fn = verb_verify},
    {.name = "import",
	.usage = "--as LOGIN (--client CODE | --new-client) --format text\n"
		 "      [--dry-run] [--password-fd N] FILE...",
	.help = N_("turn text files into drafts of the person who imports"),
	.takes = OPT_AS | OPT_CLIENT | OPT_NEW_CLIENT | OPT_FORMAT |
		 OPT_DRY_RUN | OPT_PASSWORD_FD,
	.needs = OPT_DIR | OPT_AS | OPT_FORMAT,
	.args_min = 1,
	.args_max = -1,
	.check = check_import,
	.opens = true,
	.fn = verb_import},
    {.name = "export",
	.usage = "--as LOGIN --client CODE --format text --out FILE\n"
		 "      [--drafts] [--password-fd N]",
	.help = N_("write a client's record to a file"),
	.takes = OPT_AS | OPT_CLIENT | OPT_FORMAT | OPT_OUT | OPT_DRAFTS |
		 OPT_PASSWORD_FD,
	.needs = OPT_DIR | OPT_AS | OPT_CLIENT | OPT_FORMAT | OPT_OUT,
	.check = check_export,
	.opens = true,
	.fn = verb_export},
};

#define COUNT (sizeof(table) / sizeof(table[0]))

const struct verb *verb_find(const char *name)
{
	if (name == NULL)
		return &table[0];
	for (size_t i = 1; i < COUNT; i++)
		if (strcmp(table[i].name, name) == 0)
			return &table[i];
	return NULL;
}

static enum err check_count(const struct verb *v, const struct options *o)
{
	if (o->nargs < v->args_min)
		return err_set(
		    ERR_FORMAT, _("usage: tacet %s %s"), v->name, v->usage);
	if (v->args_max >= 0 && o->nargs > v->args_max)
		return err_set(ERR_FORMAT, _("%s has no business here"),
		    o->args[v->args_max]);
	return ERR_OK;
}

enum err verb_check(const struct verb *v, const struct options *o)
{
	unsigned alien = o->given & ~(v->takes | ALWAYS);
	unsigned lacking = v->needs & ~(o->given | OPT_DIR);

	/* TACET_DIR may stand in the environment for good; the option is a
	 * mistake. */
	if ((v->needs & OPT_DIR) == 0)
		alien |= o->given & OPT_DIR;
	if (alien != 0 && *v->name == '\0')
		return err_set(
		    ERR_FORMAT, _("%s needs a verb"), options_name(alien));
	if (alien != 0)
		return err_set(ERR_FORMAT, _("%s does not take %s"), v->name,
		    options_name(alien));
	if ((v->needs & OPT_DIR) != 0 && o->dir == NULL)
		return err_set(ERR_FORMAT,
		    _("which clinic? --dir DIR or TACET_DIR names one, "
		      "tacet demo opens one to try"));
	if (lacking != 0)
		return err_set(ERR_FORMAT, _("%s needs %s"), v->name,
		    options_name(lacking));
	if (check_count(v, o) != ERR_OK)
		return ERR_FORMAT;
	return v->check != NULL ? v->check(o) : ERR_OK;
}

void verbs_help(void)
{
	for (size_t i = 0; i < COUNT; i++)
		printf("  tacet%s%s %s\n      %s\n",
		    *table[i].name != '\0' ? " " : "", table[i].name,
		    table[i].usage, _(table[i].help));
}
