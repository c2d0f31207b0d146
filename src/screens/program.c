#include "screens/program.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/note.h"
#include "screens/commands.h"
#include "screens/pane.h"
#include "screens/places.h"
#include "screens/prefs.h"
#include "screens/screens.h"
#include "screens/settings.h"
#include "ui/key.h"
#include "ui/term.h"
#include "vault/draft.h"

#include <limits.h>

/* How often a quiet login looks for what others wrote (security.md 7), and how
 * soon after the last key drafts go to the platter. */
#define POLL_MS 10000
#define QUIET_MS 2000

static struct vault *vault_of(const struct program *p)
{
	return clinic_vault(p->clinic);
}

static void wipe_keys(struct program *);

static bool working(const struct program *p)
{
	return !p->locked && vault_is_open(vault_of(p));
}

/* ---- timers ------------------------------------------------------------ */

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t private_due(const struct program *p)
{
	int64_t at = app_last_input(p->app) + p->private_ms;

	return at > p->priv_later ? at : p->priv_later;
}

static int64_t hook_deadline(struct app *app, void *self)
{
	struct program *p = self;
	int64_t last = app_last_input(app);
	int64_t at = APP_NEVER;

	if (vault_me(vault_of(p)) == NULL)
		return APP_NEVER;
	at = sooner(at, p->login_began + p->login_ms);
	if (!working(p))
		return at;
	at = sooner(at, last + p->idle_ms);
	at = sooner(at, p->polled + POLL_MS);
	if (p->settled < last)
		at = sooner(at, last + QUIET_MS);
	if (p->priv != NULL)
		at = sooner(at, private_due(p));
	return at;
}

static void settle_drafts(struct program *p, int64_t mono)
{
	if (draft_settle(vault_of(p)) != ERR_OK)
		return;
	if (p->priv != NULL && private_settle(p->priv) != ERR_OK)
		return;
	p->settled = mono;
}

static void look_around(struct program *p, int64_t mono)
{
	bool changed;
	enum err e = clinic_poll(p->clinic, &changed);

	p->polled = mono;
	if (e != ERR_OK && !vault_is_revoked(vault_of(p)))
		app_alarm(p->app, _("ERROR: the clinic fails its check. %s."),
		    err_text(e));
}

/* Something could not be sealed: ending now would lose it. */
static bool keeps_unsaved(struct program *p)
{
	return p->held || (working(p) && places_unsaved(p));
}

static void close_quiet_pane(struct program *p, int64_t mono)
{
	if (p->pane != NULL && pane_unsaved(p->pane)) {
		p->priv_later = mono + POLL_MS;
		return;
	}
	program_lock_private(p);
	if (p->private_ms % 60000 != 0)
		app_say(p->app, "%s",
		    _("The private pane is locked: no key for a while."));
	else
		app_say(p->app,
		    ngettext("The private pane is locked: no key for %d "
			     "minute.",
			"The private pane is locked: no key for %d minutes.",
			(unsigned long)(p->private_ms / 60000)),
		    (int)(p->private_ms / 60000));
}

static void hook_tick(struct app *app, void *self, int64_t mono)
{
	struct program *p = self;
	int64_t last = app_last_input(app);

	vault_tick(vault_of(p));
	if (vault_me(vault_of(p)) == NULL)
		return;
	if (mono >= p->login_began + p->login_ms) {
		if (keeps_unsaved(p))
			p->login_began += POLL_MS;
		else
			program_logout(p);
		return;
	}
	if (!working(p))
		return;
	if (p->priv != NULL && mono >= private_due(p))
		close_quiet_pane(p, mono);
	if (mono >= last + p->idle_ms) {
		program_lock(p);
		return;
	}
	if (p->settled < last && mono >= last + QUIET_MS)
		settle_drafts(p, mono);
	if (mono >= p->polled + POLL_MS)
		look_around(p, mono);
}

/* After each batch: a long stretch of typing is synced as well. */
static void hook_settle(struct app *app, void *self)
{
	struct program *p = self;
	int64_t mono = app_mono(app);

	/* Somebody ended this person's access: the vault has wiped its keys. */
	if (vault_is_revoked(vault_of(p))) {
		program_lock_private(p);
		app_quit(app);
		return;
	}
	wipe_keys(p);
	vault_tick(vault_of(p));
	if (working(p))
		prefs_keep(p);
	if (working(p) && mono >= p->settled + 5 * QUIET_MS)
		settle_drafts(p, mono);
}

static void hook_signal(struct app *app, void *self, int signo)
{
	struct program *p = self;

	(void)signo;
	p->dropped = true;
	if (working(p))
		settle_drafts(p, app_mono(app));
	program_lock_private(p);
	app_quit(app);
}

/* ---- lock and log-out -------------------------------------------------- */

/* Screens are freed when the running callback has returned, so keys go after
 * them: in hook_settle. */
static void wipe_keys(struct program *p)
{
	private_lock(p->priv_closing);
	p->priv_closing = NULL;
	if (!p->locked || p->held || !vault_is_open(vault_of(p)))
		return;
	settle_drafts(p, app_mono(p->app));
	clip_wipe(&p->clip);
	vault_lock(vault_of(p));
	clinic_forget(p->clinic);
	app_blank(p->app);
}

void program_lock_private(struct program *p)
{
	if (p->priv == NULL)
		return;
	private_pane_close(p);
	p->priv_closing = p->priv;
	p->priv = NULL;
	clip_wipe(&p->private_clip);
}

void program_lock(struct program *p)
{
	if (!working(p))
		return;
	p->locked = true;
	p->held = places_unsaved(p);
	if (p->held) {
		/* Wiping would lose words: the screen is covered instead. */
		locked_show(p);
		app_blank(p->app);
		return;
	}
	p->n_places = places_collect(p, p->places, PLACES_MAX);
	program_lock_private(p);
	locked_show(p);
}

void program_resume(struct program *p)
{
	p->locked = false;
	p->polled = app_mono(p->app);
	if (p->held) {
		p->held = false;
		app_pop(p->app);
		return;
	}
	today_show(p);
	for (size_t i = 0; i < p->n_places; i++)
		p->places[i].show(p, &p->places[i]);
	p->n_places = 0;
}

void program_logout(struct program *p)
{
	program_lock_private(p);
	app_quit(p->app);
}

static bool logout_key(struct app *app, void *self, const struct event *ev)
{
	(void)app;
	if (ev->type != EV_KEY || ev->key != K_ENTER)
		return false;
	program_logout(self);
	return true;
}

void program_ask_logout(struct program *p)
{
	unsigned drafts = 0, unsig = 0;
	char words[160], a[64], b[64];

	if (keeps_unsaved(p)) {
		app_alarm(p->app, "%s",
		    _("ERROR: not logged out, what is typed is NOT SAVED yet. "
		      "Free the disk."));
		return;
	}
	if (!working(p) ||
	    note_open_counts(p->clinic, &drafts, &unsig) != ERR_OK ||
	    drafts + unsig == 0) {
		app_next_key(
		    p->app, _("Log out? Enter logs out."), logout_key, p);
		return;
	}
	snprintf(
	    a, sizeof(a), ngettext("%u draft", "%u drafts", drafts), drafts);
	snprintf(b, sizeof(b),
	    ngettext("%u unsigned note", "%u unsigned notes", unsig), unsig);
	snprintf(words, sizeof(words),
	    _("Log out? %s and %s are kept. Enter logs out."), a, b);
	app_next_key(p->app, words, logout_key, p);
}

bool program_has_charts(const struct program *p)
{
	const struct person *me = vault_me(vault_of(p));

	return me != NULL &&
	       (me->roles & (ROLE_CLINICIAN | ROLE_SUPERVISOR)) != 0;
}

const char *program_client_name(const struct program *p, const struct client *c)
{
	return p->discreet ? c->code : c->name;
}

/* ---- open and close ---------------------------------------------------- */

static const struct app_hooks hooks_proto = {.settle = hook_settle,
    .deadline = hook_deadline,
    .tick = hook_tick,
    .signal = hook_signal};

static enum err open_app(struct program *p)
{
	struct app_hooks hooks = hooks_proto;
	char path[PATH_MAX];
	enum err e;

	hooks.self = p;
	e = keymap_new(&p->keys);
	if (e == ERR_OK)
		e = app_new(&hooks, p->options->clock, p->keys,
		    program_commands, &p->app);
	if (e == ERR_OK)
		e = places_keys(p->keys);
	if (e == ERR_OK)
		e = path_join(path, p->options->dir, "tacet.conf");
	if (e == ERR_OK)
		e = settings_read(path, p);
	return e;
}

enum err program_open(const struct program_options *o, struct program **out)
{
	struct program *p = mem_new(1, sizeof(*p));
	enum err e;

	if (p == NULL)
		return err_set(ERR_NOMEM, "program");
	p->options = o;
	p->idle_ms = IDLE_MS;
	p->login_ms = LOGIN_MS;
	p->private_ms = PRIVATE_MS;
	e = clinic_open(o->dir, NULL, o->clock, &p->clinic);
	if (e == ERR_OK)
		e = open_app(p);
	if (e != ERR_OK) {
		program_close(p);
		return e;
	}
	app_place(p->app, vault_is_demo(vault_of(p)) ? "DEMONSTRATION" : "");
	*out = p;
	return ERR_OK;
}

/* Of "folder/file:line: reason" the folder goes without saying. */
static void say_problem(void *arg, const char *line)
{
	size_t n = strcspn(line, ":");

	while (n > 0 && line[n - 1] != '/')
		n--;
	app_say(arg, _("Form left out: %s"), line + n);
	app_show(arg);
}

enum err program_begin(struct program *p)
{
	enum err e;

	login_show(p);
	app_show(p->app);
	e = clinic_read_forms(p->clinic, p->options->formsdir);
	if (e == ERR_OK)
		clinic_problems(p->clinic, say_problem, p->app);
	return e;
}

void program_close(struct program *p)
{
	if (p == NULL)
		return;
	app_free(p->app);
	private_lock(p->priv_closing);
	private_lock(p->priv);
	keymap_free(p->keys);
	clinic_close(p->clinic);
	clip_wipe(&p->clip);
	clip_wipe(&p->private_clip);
	free(p);
}

enum err program_run(const struct program_options *o)
{
	struct program *p = NULL;
	const struct term_opts opts = {0};
	enum err e = program_open(o, &p);

	if (e != ERR_OK)
		return e;
	e = term_start(&opts);
	if (e == ERR_OK) {
		e = program_begin(p);
		if (e == ERR_OK)
			app_run(p->app);
		term_stop();
		if (vault_is_revoked(vault_of(p)))
			e = err_set(ERR_DENIED, "%s",
			    _("your access to this clinic has ended"));
	}
	program_close(p);
	return e;
}
