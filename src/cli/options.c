#include "cli/options.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"

enum kind { TEXT, FLAG, NUMBER };

#define AT(member) offsetof(struct options, member)

static const struct option {
	const char *name;
	enum option_bit bit;
	enum kind kind;
	size_t at; /* in struct options, of what takes a value */
	const char *value;
	const char *help;
} table[] = {
    {"--dir", OPT_DIR, TEXT, AT(dir), "DIR",
	N_("the clinic's directory (TACET_DIR does the same)")},
    {"--as", OPT_AS, TEXT, AT(as), "LOGIN", N_("the login name")},
    {"--client", OPT_CLIENT, TEXT, AT(client), "CODE",
	N_("the client, by code")},
    {"--new-client", OPT_NEW_CLIENT, FLAG, 0, "",
	N_("import: a new client for each file, named like it")},
    {"--format", OPT_FORMAT, TEXT, AT(format), "text", N_("the kind of file")},
    {"--dry-run", OPT_DRY_RUN, FLAG, 0, "",
	N_("import: only say what would be done")},
    {"--drafts", OPT_DRAFTS, FLAG, 0, "",
	N_("export: your own drafts as well")},
    {"--out", OPT_OUT, TEXT, AT(out), "FILE",
	N_("export: the file to write, which must not exist")},
    {"--build", OPT_BUILD, TEXT, AT(build), "DIR",
	N_("demo: build it in DIR, keep it, do not open it")},
    {"--answers", OPT_ANSWERS, TEXT, AT(answers), "FILE",
	N_("init, user add: answers to all but passwords")},
    {"--password-fd", OPT_PASSWORD_FD, NUMBER, AT(password_fd), "N",
	N_("read passwords from descriptor N, a line each")},
    {"--help", OPT_HELP, FLAG, 0, "", N_("print this")},
    {"--version", OPT_VERSION, FLAG, 0, "", N_("print the version")},
};

#define COUNT (sizeof(table) / sizeof(table[0]))

const char *options_name(unsigned bits)
{
	for (size_t i = 0; i < COUNT; i++)
		if ((bits & table[i].bit) != 0)
			return table[i].name;
	return "";
}

void options_help(void)
{
	for (size_t i = 0; i < COUNT; i++) {
		char left[40];

		snprintf(
		    left, sizeof(left), "%s %s", table[i].name, table[i].value);
		printf("  %-18s %s\n", left, _(table[i].help));
	}
}

static bool number(const char *s, int *out)
{
	char *end;
	long v = strtol(s, &end, 10);

	if (*s < '0' || *s > '9' || *end != '\0' || v > INT_MAX)
		return false;
	*out = (int)v;
	return true;
}

static const struct option *find(const char *arg, const char **value)
{
	size_t n = strcspn(arg, "=");

	*value = arg[n] == '=' ? arg + n + 1 : NULL;
	for (size_t i = 0; i < COUNT; i++)
		if (strlen(table[i].name) == n &&
		    memcmp(table[i].name, arg, n) == 0)
			return &table[i];
	return NULL;
}

static enum err store(
    struct options *o, const struct option *row, const char *value)
{
	void *at = (char *)o + row->at;

	if (row->kind == FLAG && value != NULL)
		return err_set(ERR_FORMAT, _("%s takes no value"), row->name);
	if (row->kind != FLAG && (value == NULL || *value == '\0'))
		return err_set(ERR_FORMAT, _("%s needs a value"), row->name);
	if (row->kind == TEXT)
		*(const char **)at = value;
	if (row->kind == NUMBER && !number(value, at))
		return err_set(ERR_FORMAT, _("%s needs a number"), row->name);
	o->given |= row->bit;
	return ERR_OK;
}

enum err options_parse(int argc, char **argv, struct options *out)
{
	struct options o = {.password_fd = -1};
	bool plain = false;
	enum err e = ERR_OK;

	o.args = mem_new((size_t)argc + 1, sizeof(*o.args));
	if (o.args == NULL)
		return err_set(ERR_NOMEM, "options");
	for (int i = 1; i < argc && e == ERR_OK; i++) {
		const struct option *row;
		const char *value;

		if (plain || argv[i][0] != '-' || argv[i][1] == '\0') {
			if (o.verb == NULL)
				o.verb = argv[i];
			else
				o.args[o.nargs++] = argv[i];
			continue;
		}
		if (strcmp(argv[i], "--") == 0) {
			plain = true;
			continue;
		}
		row = find(argv[i], &value);
		if (row == NULL) {
			e = err_set(
			    ERR_FORMAT, _("%.40s is not an option"), argv[i]);
			break;
		}
		if (row->kind != FLAG && value == NULL && i + 1 < argc)
			value = argv[++i];
		e = store(&o, row, value);
	}
	if (e != ERR_OK) {
		options_done(&o);
		return e;
	}
	*out = o;
	return ERR_OK;
}

void options_done(struct options *o)
{
	free(o->args);
	o->args = NULL;
}

int options_password_fd(int argc, char **argv)
{
	struct options o;
	int fd = -1;

	if (options_parse(argc, argv, &o) == ERR_OK) {
		fd = o.password_fd;
		options_done(&o);
	}
	err_clear();
	return fd;
}
