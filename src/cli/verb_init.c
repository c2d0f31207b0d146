/* tacet init and tacet user add: the ceremonies, asked at one terminal. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/place.h"
#include "cli/say.h"
#include "cli/verbs.h"

#define PASSPHRASE_MIN 14

struct answers {
	char login[64];
	char name[200];
	char credentials[64];
};

/* One person's answers under the section ${who} of the answers file. */
static enum err ask_person(struct ask *ask, const char *who, const char *what,
    struct answers *a, struct person_new *out)
{
	char key[64], prompt[128];
	enum err e;

	snprintf(key, sizeof(key), "%s.login", who);
	snprintf(prompt, sizeof(prompt), _("%s, login name"), what);
	e = ask_line(ask, key, prompt, NULL, a->login, sizeof(a->login));
	if (e != ERR_OK)
		return e;
	snprintf(key, sizeof(key), "%s.name", who);
	e = ask_line(
	    ask, key, _("  full name"), NULL, a->name, sizeof(a->name));
	if (e != ERR_OK)
		return e;
	snprintf(key, sizeof(key), "%s.credentials", who);
	e = ask_line(ask, key, _("  credentials, such as LCSW"), "",
	    a->credentials, sizeof(a->credentials));
	if (e != ERR_OK)
		return e;
	out->login = a->login;
	out->name = a->name;
	out->credentials = a->credentials;
	return ERR_OK;
}

static const struct role_word {
	const char *word;
	enum role role;
} role_words[] = {
    {"administrator", ROLE_ADMIN},
    {"officer", ROLE_OFFICER},
    {"clinician", ROLE_CLINICIAN},
    {"supervisor", ROLE_SUPERVISOR},
};

static enum err parse_roles(char *text, unsigned *out)
{
	unsigned roles = 0;

	for (char *w = strtok(text, " ,"); w != NULL; w = strtok(NULL, " ,")) {
		size_t i, n = sizeof(role_words) / sizeof(role_words[0]);

		for (i = 0; i < n; i++)
			if (strcmp(role_words[i].word, w) == 0)
				break;
		if (i == n)
			return err_set(ERR_FORMAT,
			    _("%.20s is no role: administrator, officer, "
			      "clinician, supervisor"),
			    w);
		roles |= role_words[i].role;
	}
	if (roles == 0)
		return err_set(ERR_FORMAT, _("a role is needed"));
	*out = roles;
	return ERR_OK;
}

static enum err ask_roles(
    struct ask *ask, const char *key, const char *fallback, unsigned *out)
{
	char text[80];
	enum err e = ask_line(ask, key,
	    _("  roles (administrator officer clinician supervisor)"), fallback,
	    text, sizeof(text));

	return e != ERR_OK ? e : parse_roles(text, out);
}

static enum err ask_persons(struct ask *ask, struct clinic_new *c,
    struct answers *admin, struct answers *officer)
{
	enum err e = ask_yes(
	    ask, "solo", _("A practice of one person"), false, &c->solo);

	if (e == ERR_OK)
		e = ask_person(ask, "administrator",
		    c->solo ? _("You") : _("Administrator"), admin, &c->admin);
	if (e != ERR_OK || c->solo)
		return e;
	e = ask_roles(
	    ask, "administrator.roles", "administrator", &c->admin.roles);
	if (e == ERR_OK)
		e = ask_person(
		    ask, "officer", _("Records officer"), officer, &c->officer);
	if (e == ERR_OK)
		e = ask_roles(
		    ask, "officer.roles", "officer", &c->officer.roles);
	return e;
}

static enum err ask_passwords(struct ask *ask, struct clinic_new *c)
{
	enum err e;

	e = ask_password_new(ask,
	    c->solo ? _("Your password") : _("Password of the administrator"),
	    c->password_min, &c->admin.password);
	if (e == ERR_OK && !c->solo)
		e = ask_password_new(ask, _("Password of the records officer"),
		    c->password_min, &c->officer.password);
	if (e == ERR_OK)
		e = ask_passphrase_new(ask,
		    _("RECORDS passphrase (opens every chart in an emergency)"),
		    PASSPHRASE_MIN, &c->records);
	return e;
}

enum err verb_init(const struct options *o, struct ask *ask)
{
	struct clinic_new c = {0};
	struct answers admin, officer;
	bool keys = false;
	enum err e = place_for_dir(o->dir);

	if (e == ERR_OK)
		e = ask_persons(ask, &c, &admin, &officer);
	if (e == ERR_OK)
		e = ask_yes(ask, "ssh-keys",
		    _("Does everybody come in by ssh key (shorter passwords)"),
		    false, &keys);
	if (e == ERR_OK)
		e = ask_rest(ask);
	c.password_min = keys ? 10 : 15;
	if (e == ERR_OK)
		e = ask_passwords(ask, &c);
	if (e == ERR_OK)
		e = clinic_create(o->dir, &clock_system, &c);
	if (e != ERR_OK)
		return e;
	say(_("The clinic is made in %s."), o->dir);
	say(_("Keep a copy of %s/host apart from every backup: without it no "
	      "password opens anything."),
	    o->dir);
	say(_("Log in with: tacet --dir %s"), o->dir);
	return ERR_OK;
}

/* ---- user add ------------------------------------------------------------ */

static enum err ask_signers(
    struct ask *ask, bool solo, struct answers *logins, struct ceremony *c)
{
	enum err e;

	e = ask_line(ask, "administrator.login", _("Administrator, login name"),
	    NULL, logins[0].login, sizeof(logins[0].login));
	c->admin_login = c->officer_login = logins[0].login;
	if (e != ERR_OK || solo)
		return e;
	e = ask_line(ask, "officer.login", _("Records officer, login name"),
	    NULL, logins[1].login, sizeof(logins[1].login));
	c->officer_login = logins[1].login;
	return e;
}

static enum err ask_secrets(
    struct ask *ask, struct vault *v, struct ceremony *c, struct person_new *p)
{
	enum err e =
	    ask_password(ask, _("Password of the administrator"), &c->admin);

	c->officer = c->admin;
	if (e == ERR_OK && !vault_is_solo(v))
		e = ask_password(
		    ask, _("Password of the records officer"), &c->officer);
	if (e == ERR_OK)
		e = ask_password_new(ask, _("Password of the new person"),
		    vault_password_min(v), &p->password);
	return e;
}

static enum err user_add(struct ask *ask, struct vault *v)
{
	struct answers logins[2], a;
	struct ceremony c = {0};
	struct person_new p = {0};
	struct id id;
	enum err e;

	e = ask_person(ask, "user", _("New person"), &a, &p);
	if (e == ERR_OK)
		e = ask_roles(ask, "user.roles", "clinician", &p.roles);
	if (e == ERR_OK)
		e = ask_signers(ask, vault_is_solo(v), logins, &c);
	if (e == ERR_OK)
		e = ask_rest(ask);
	if (e == ERR_OK)
		e = ask_secrets(ask, v, &c, &p);
	if (e == ERR_OK)
		e = person_add(v, &c, &p, &id);
	if (e == ERR_OK)
		say(_("%s is added."), p.login);
	return e;
}

enum err check_user(const struct options *o)
{
	if (strcmp(o->args[0], "add") != 0)
		return err_set(
		    ERR_FORMAT, _("usage: tacet %s %s"), "user", "add");
	return ERR_OK;
}

enum err verb_user(const struct options *o, struct ask *ask)
{
	struct vault *v = NULL;
	enum err e = vault_open(o->dir, &clock_system, &v);

	if (e == ERR_OK)
		e = user_add(ask, v);
	vault_close(v);
	return e;
}
