/* tacet import and export. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "cli/place.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "clinic/client.h"
#include "clinic/export_text.h"
#include "clinic/formsdir.h"
#include "clinic/import_text.h"

static enum err check_format(const struct options *o)
{
	if (strcmp(o->format, "text") != 0)
		return err_set(
		    ERR_FORMAT, _("%.20s is no format; text is"), o->format);
	return ERR_OK;
}

static void problem(void *arg, const char *line)
{
	(void)arg;
	complain("%s", line);
}

static enum err open_as(
    const struct options *o, struct ask *ask, struct clinic **out)
{
	char forms[PATH_MAX];
	struct clinic *c = NULL;
	enum err e = formsdir_find(forms);

	if (e == ERR_OK)
		e = clinic_open(o->dir, forms, &clock_system, &c);
	if (e == ERR_OK)
		clinic_problems(c, problem, NULL);
	if (e == ERR_OK)
		e = ask_login(ask, o, clinic_vault(c));
	if (e != ERR_OK) {
		clinic_close(c);
		return e;
	}
	*out = c;
	return ERR_OK;
}

static enum err find_client(
    struct clinic *c, const char *code, struct id *chart)
{
	const struct client *client = client_by_code(c, code);

	if (client == NULL)
		return err_set(ERR_NOTFOUND,
		    _("no client of yours has the code %.16s"), code);
	*chart = client->chart;
	return ERR_OK;
}

/* A client named after the file, to be completed by hand. */
static enum err client_for(struct clinic *c, const char *path, struct id *chart)
{
	const char *base = strrchr(path, '/');
	char name[NAME_MAX + 1];

	base = base != NULL ? base + 1 : path;
	if (snprintf(name, sizeof(name), "%.*s", (int)strcspn(base, "."),
		base) >= (int)sizeof(name))
		return err_set(ERR_LIMIT, "%s", _("the file's name"));
	return client_create_named(c, name, chart);
}

static void report(struct clinic *c, const struct import_report *r,
    const struct id *chart, bool dry)
{
	const struct client *client = dry ? NULL : client_get(c, chart);
	char hex[ID_HEX];

	if (dry)
		say(_("%s: would be taken, form=%s sections=%u words=%u"),
		    r->file, r->form, r->sections, r->words);
	else
		say(_("%s: taken, form=%s sections=%u words=%u client=%s "
		      "entry=%s"),
		    r->file, r->form, r->sections, r->words,
		    client != NULL ? client->code : "-",
		    id_hex(&r->draft, hex));
}

/* All or nothing for this file: a dry run first, so that no client is made for
 * a file that is then refused. */
static enum err import_file(struct clinic *c, const struct options *o,
    const char *path, struct id chart)
{
	bool dry = (o->given & OPT_DRY_RUN) != 0;
	struct import_report r = {0};
	enum err e = import_text(c, &chart, path, true, &r);

	if (e == ERR_OK && !dry && (o->given & OPT_NEW_CLIENT) != 0)
		e = client_for(c, path, &chart);
	if (e == ERR_OK && !dry)
		e = import_text(c, &chart, path, false, &r);
	if (e == ERR_OK)
		report(c, &r, &chart, dry);
	return e;
}

static enum err import_all(
    struct clinic *c, const struct options *o, struct id chart)
{
	unsigned refused = 0;

	for (int i = 0; i < o->nargs; i++) {
		enum err e = import_file(c, o, o->args[i], chart);

		if (e == ERR_OK)
			continue;
		say(_("%s: refused, %s: %s"), o->args[i], err_text(e),
		    err_detail());
		refused++;
	}
	if (refused > 0)
		return err_set(ERR_FORMAT,
		    ngettext("%u file was refused", "%u files were refused",
			refused),
		    refused);
	return ERR_OK;
}

enum err check_import(const struct options *o)
{
	if ((o->client != NULL) == ((o->given & OPT_NEW_CLIENT) != 0))
		return err_set(ERR_FORMAT, "%s",
		    _("import needs either --client CODE or --new-client"));
	return check_format(o);
}

enum err verb_import(const struct options *o, struct ask *ask)
{
	struct clinic *c = NULL;
	struct id chart = id_zero;
	enum err e = open_as(o, ask, &c);

	if (e == ERR_OK && o->client != NULL)
		e = find_client(c, o->client, &chart);
	if (e == ERR_OK)
		e = import_all(c, o, chart);
	clinic_close(c);
	return e;
}

enum err check_export(const struct options *o)
{
	return check_format(o);
}

enum err verb_export(const struct options *o, struct ask *ask)
{
	bool drafts = (o->given & OPT_DRAFTS) != 0;
	struct clinic *c = NULL;
	struct buf text = {0};
	struct id chart;
	enum err e = place_for_file(o->out);

	if (e == ERR_OK)
		e = open_as(o, ask, &c);
	if (e == ERR_OK)
		e = find_client(c, o->client, &chart);
	if (e == ERR_OK)
		e = export_text(c, &chart, drafts, &text);
	if (e == ERR_OK)
		e = file_create(o->out, text.p, text.len, 0600);
	if (e == ERR_OK)
		say(_("Written: %s"), o->out);
	buf_free(&text);
	clinic_close(c);
	return e;
}
