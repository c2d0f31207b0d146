/* What can be done with private notes besides writing them. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "clinic/client.h"
#include "screens/pane.h"
#include "ui/prompt.h"

enum { ASK_FIND = 1, ASK_TAG, ASK_EXPORT, ASK_DESTROY };

bool pane_is_writing(const void *self)
{
	const struct pane *n = self;

	return n->notes != NULL && !n->listing;
}

bool pane_is_listing(const void *self)
{
	const struct pane *n = self;

	return n->listing;
}

void pane_do_close(struct app *app, void *self)
{
	struct pane *n = self;

	if (n->notes != NULL)
		pane_keep(n);
	if (!n->saved) {
		app_alarm(app, "%s",
		    _("ERROR: not saved, so the pane stays open. Free the disk "
		      "or copy the text."));
		return;
	}
	program_lock_private(n->p);
	app_say(app, "%s", _("The private pane is closed and locked."));
}

void pane_do_notes(struct app *app, void *self)
{
	struct pane *n = self;

	(void)app;
	n->listing = false;
	pager_clear(&n->list);
}

static void ask(struct app *app, const struct prompt *p)
{
	enum err e = prompt_open(app, p);

	if (e != ERR_OK)
		app_refuse(app, _("opened"), e);
}

/* ---- find ------------------------------------------------------------------
 */

void pane_do_find(struct app *app, void *self)
{
	struct pane *n = self;
	const struct prompt p = {.id = ASK_FIND,
	    .title = _("Find in the private notes"),
	    .label = _("Find"),
	    .done = _("find"),
	    .kind = PROMPT_LINE,
	    .keep = &n->find,
	    .again = true};

	ask(app, &p);
}

static void find(struct pane *n, const struct answer *a)
{
	bool found;

	buf_clear(&n->find);
	if (buf_add(&n->find, a->text, a->len) != ERR_OK)
		return;
	found = n->listing ? pager_find(&n->list, buf_str(&n->find))
			   : page_find(&n->page, buf_str(&n->find));
	if (!found)
		app_say(n->p->app, "%s", _("Nothing here has these words."));
}

/* ---- lists of marked lines
 * ---------------------------------------------------- */

static enum err add_line(void *arg, const struct id *chart, int64_t when,
    const char *line, size_t len)
{
	struct pane *n = arg;
	const struct client *c = client_get(n->p->clinic, chart);
	char day[DATE_STR], label[64];
	int minute;

	snprintf(label, sizeof(label), "%s  %s",
	    date_cell(date_of(when, &minute), day), c != NULL ? c->code : "");
	return pager_add(
	    &n->list, label, 0, line, len, NULL, MEAN_PLAIN, PAGER_PART, 0);
}

static void list_tag(struct pane *n, const char *tag)
{
	struct app *app = n->p->app;
	enum err e;

	pane_keep(n);
	pager_clear(&n->list);
	n->list.label_w = 20;
	e = privnotes_tagged(n->p->priv, tag, add_line, n);
	if (e != ERR_OK) {
		pager_clear(&n->list);
		app_refuse(app, _("listed"), e);
		return;
	}
	n->listing = n->list.n_items > 0;
	if (!n->listing)
		app_say(app, "%s", _("No line is marked with this word."));
}

void pane_do_supervision(struct app *app, void *self)
{
	(void)app;
	list_tag(self, "supervision");
}

void pane_do_raise(struct app *app, void *self)
{
	(void)app;
	list_tag(self, "raise");
}

void pane_do_tag(struct app *app, void *self)
{
	struct pane *n = self;
	const struct prompt p = {.id = ASK_TAG,
	    .title = _("Lines marked with a word"),
	    .label = _("Word"),
	    .hint = _("without the #"),
	    .done = _("list"),
	    .kind = PROMPT_LINE,
	    .keep = &n->tag};

	ask(app, &p);
}

static void tag_answer(struct pane *n, const struct answer *a)
{
	list_tag(n, *a->text == '#' ? a->text + 1 : a->text);
}

/* ---- one note
 * -------------------------------------------------------------------- */

void pane_do_kind(struct app *app, void *self)
{
	struct pane *n = self;
	size_t i = n->page.cur;
	bool sud = !privnotes_at(n->notes, i)->sud;
	enum err e;

	pane_keep(n);
	e = privnotes_kind(n->notes, i, sud);
	if (e == ERR_OK)
		e = pane_label(n, i);
	if (e != ERR_OK)
		app_refuse(app, _("changed"), e);
	else
		app_say(app, "%s",
		    sud ? _("Kept as a SUD counseling note.")
			: _("Kept as a psychotherapy note."));
}

/* domain.md 4-6: nearly any disclosure needs an authorization of its own. */
void pane_do_export(struct app *app, void *self)
{
	struct pane *n = self;
	const struct prompt p = {.id = ASK_EXPORT,
	    .title = _("Write this private note to a file"),
	    .text = _("Nearly every disclosure of such a note, to a colleague "
		      "too, needs the client's written authorization for "
		      "private notes alone; a court order is another ground. "
		      "The file is not sealed: who holds it can read it."),
	    .label = _("File"),
	    .hint = _("a new file, full path"),
	    .done = _("write"),
	    .message = _("That it was written is kept in your private file."),
	    .kind = PROMPT_LINE,
	    .keep = &n->path};

	ask(app, &p);
}

static void export_note(struct pane *n, const struct answer *a)
{
	struct app *app = n->p->app;
	enum err e;

	pane_keep(n);
	e = privnotes_export(n->notes, n->page.cur, a->text);
	if (e != ERR_OK)
		app_refuse(app, _("written"), e);
	else
		app_say(app, "%s", _("Written. The file is not sealed."));
}

void pane_do_destroy(struct app *app, void *self)
{
	static const char *const ids[] = {"keep", "destroy"};
	const struct option options[] = {
	    {ids[0], _("keep it")},
	    {ids[1], _("destroy it for good")},
	};
	const struct prompt p = {.id = ASK_DESTROY,
	    .title = _("Destroy this private note"),
	    .label = _("This note"),
	    .message = _("Nobody can bring it back. A note that is asked for "
			 "or on hold must be kept."),
	    .kind = PROMPT_CHOICE,
	    .options = options,
	    .n_options = 2};

	(void)self;
	ask(app, &p);
}

static void destroy(struct pane *n, const struct answer *a)
{
	struct app *app = n->p->app;
	enum err e;

	if (a->choice != 1) {
		app_say(app, "%s", _("Kept."));
		return;
	}
	e = privnotes_destroy(n->notes, n->page.cur);
	if (e != ERR_OK) {
		app_refuse(app, _("destroyed"), e);
		return;
	}
	/* Read anew: there is always one to write in. */
	pane_unbuild(n);
	privnotes_close(n->notes);
	n->notes = NULL;
	e = pane_build(n);
	if (e != ERR_OK) {
		app_refuse(app, _("opened"), e);
		program_lock_private(n->p);
		return;
	}
	app_say(app, "%s", _("Destroyed."));
}

bool pane_answer(struct app *app, void *self, int id, const struct answer *a)
{
	static void (*const take[])(struct pane *, const struct answer *) = {
	    [ASK_FIND] = find,
	    [ASK_TAG] = tag_answer,
	    [ASK_EXPORT] = export_note,
	    [ASK_DESTROY] = destroy,
	};
	struct pane *n = self;

	(void)app;
	if (a->given && n->notes != NULL)
		take[id](n, a);
	return true;
}
