/* tacet verify: every check that the keys at hand allow. */
#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cli/say.h"
#include "cli/verbs.h"
#include "vault/verify.h"

static void fault(void *arg, const char *check, uint64_t seq, const char *words)
{
	(void)arg;
	if (seq != 0)
		say(_("fault: %s: row %" PRIu64 ": %s"), check, seq, words);
	else
		say(_("fault: %s: %s"), check, words);
}

static bool progress(void *arg, uint64_t done, uint64_t of)
{
	const bool *shown = arg;

	if (*shown && of > 0 && done % 1000 == 0)
		fprintf(stderr, "\r%" PRIu64 "/%" PRIu64 " ", done, of);
	return true;
}

static void former(void *arg, const struct chart *c, const struct person *who)
{
	(void)arg;
	say(_("Note: %s, no longer a member of chart %u, can still read what "
	      "was written in it so far."),
	    who->name, c->ordinal);
}

static enum err check(struct vault *v, bool all)
{
	bool shown = isatty(STDERR_FILENO);
	const struct verify_hooks hooks = {fault, progress, &shown, former};
	struct verify_report r = {0};
	enum err e = verify(v, &hooks, &r);

	if (shown)
		fprintf(stderr, "\r%40s\r", "");
	if (r.faults > 0)
		return err_set(ERR_CORRUPT,
		    ngettext("NOT SOUND, %u fault", "NOT SOUND, %u faults",
			r.faults),
		    r.faults);
	if (e != ERR_OK)
		return e;
	if (all)
		say(_("Sound: %" PRIu64 " ledger rows, %" PRIu64 " entries."),
		    r.rows, r.entries);
	else
		say(_("Sound as far as can be seen without a key: %" PRIu64
		      " ledger rows; --as LOGIN checks the rest."),
		    r.rows);
	return ERR_OK;
}

enum err verb_verify(const struct options *o, struct ask *ask)
{
	struct vault *v = NULL;
	enum err e = vault_open(o->dir, &clock_system, &v);

	if (e == ERR_OK && o->as != NULL)
		e = ask_login(ask, o, v);
	if (e == ERR_OK)
		e = check(v, o->as != NULL);
	vault_close(v);
	return e;
}
