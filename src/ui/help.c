#include "ui/help.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/frame.h"
#include "ui/pager.h"
#include "ui/prompt.h"

#define KEYS_W 15 /* columns of keys */
#define ASK_FIND 1

struct help {
	const char *name;
	struct pager pager;
	struct buf words;
};

/* --- what it says --- */

/* All keys of an action, as many as fit their column; nothing if on no key. */
static void keys_of(
    const struct keymap *km, const struct action *a, struct buf *out)
{
	const char *p = keymap_keys(km, a);
	char name[KEY_NAME];
	int key, w = 0;

	while (key_each(&p, &key)) {
		int cells = utf8_width(
		    key_print(key, name), strlen(key_print(key, name)));

		if (w > 0 && w + 2 + cells > KEYS_W)
			break;
		ui_say(out, "%s%s", w > 0 ? ", " : "", name);
		w += cells + (w > 0 ? 2 : 0);
	}
}

struct making {
	struct help *h;
	const struct keymap *keys;

	const char *seen[128];
	size_t n_seen;
	enum err err;
	unsigned flags; /* of the next row */
};

static bool seen(struct making *m, const char *id)
{
	for (size_t i = 0; i < m->n_seen; i++) {
		if (strcmp(m->seen[i], id) == 0)
			return true;
	}
	if (m->n_seen < sizeof(m->seen) / sizeof(*m->seen))
		m->seen[m->n_seen++] = id;
	return false;
}

/* One row: the keys of ${a}, or in parentheses the one that lists it, and the
 * words of ${words}. */
static void add(
    struct making *m, const struct action *a, const struct action *words)
{
	static const struct action all = {.id = "palette", .keys = "Ctrl-K"};
	struct buf keys = {0}, text = {0};

	keys_of(m->keys, a, &keys);
	if (keys.len == 0) {
		ui_say(&keys, "(");
		m->err = keymap_show(m->keys, &all, &keys);
		ui_say(&keys, ")");
	}
	if (m->err == ERR_OK)
		m->err = keymap_words(words, &text);
	if (m->err == ERR_OK)
		m->err = pager_add(&m->h->pager, buf_str(&keys), 0,
		    buf_str(&text), text.len, NULL, MEAN_PLAIN, m->flags, 0);
	m->flags = 0;
	buf_free(&keys);
	buf_free(&text);
}

static bool has_words(const struct action *a)
{
	return a->name != NULL || a->help != NULL;
}

static void each_row(struct making *m, const struct action *a)
{
	if (m->err == ERR_OK && has_words(a) && !seen(m, a->id))
		add(m, a, a);
}

static void each_action(void *arg, const struct action *a, void *self)
{
	(void)self;
	each_row(arg, a);
}

/* A row that only labels takes keys and help from what it stands for. */
static void own_actions(
    struct making *m, const struct app *app, const struct part *p)
{
	for (size_t i = 0; i < p->ops->actions.n; i++) {
		const struct action *a = &p->ops->actions.rows[i];
		const struct action *real = app_stands_for(app, p, a);
		const struct action *words = has_words(a) ? a : real;

		if (m->err != ERR_OK || !has_words(words) ||
		    !app_legal(app, p, a) || seen(m, a->id))
			continue;
		add(m, a->keys != NULL ? a : real, words);
	}
}

static void heading(struct making *m, const char *text)
{
	if (m->err == ERR_OK)
		m->err = pager_add(&m->h->pager, NULL, 0, text, strlen(text),
		    NULL, MEAN_TITLE, PAGER_WIDE | PAGER_PART | PAGER_GAP, 0);
	m->flags = 0;
}

static void widget_actions(struct making *m, const struct part *p)
{
	bool first = true;

	for (size_t w = 0; w < SCREEN_WIDGETS; w++) {
		const struct actions *t = p->ops->widgets[w];

		if (t == NULL)
			continue;
		if (first)
			heading(m, _("Moving and changing"));
		first = false;
		for (size_t i = 0; i < t->n; i++)
			each_row(m, &t->rows[i]);
	}
}

/* Its own keys, those of everywhere, then those of what it is made of. */
static enum err fill(struct app *app, struct help *h)
{
	struct part p = app_focus(app);
	const char *text = _(p.ops->help);
	struct making m = {.h = h, .keys = app_keys(app)};

	m.err = pager_add(&h->pager, NULL, 0, text, strlen(text), NULL,
	    MEAN_PLAIN, PAGER_WIDE | PAGER_PART, 0);
	m.flags = PAGER_GAP | PAGER_PART;
	own_actions(&m, app, &p);
	widget_actions(&m, &p);
	heading(&m, _("Everywhere"));
	app_each_action(app, each_action, &m);
	return m.err;
}

/* --- the screen --- */

static void help_head(void *self, struct head *head)
{
	const struct help *h = self;
	int page, of;

	pager_pages(&h->pager, &page, &of);
	ui_say(&head->kind, "%s", _("Help"));
	ui_say(&head->name, "%s", _(h->name));
	ui_say(&head->state, _("page %d of %d"), page, of);
	head->no_context = true;
}

static void help_draw(void *self, const struct view *v)
{
	struct help *h = self;

	pager_draw(&h->pager, v->r, v->focus);
}

static bool help_event(struct app *app, void *self, const struct event *ev)
{
	struct help *h = self;
	const struct prompt ask = {.id = ASK_FIND,
	    .title = _("Find"),
	    .label = _("Find"),
	    .done = _("find"),
	    .keep = &h->words,
	    .again = true};
	enum err e;

	switch (pager_event(&h->pager, app_keys(app), ev)) {
	case PAGER_IGNORED:
		return false;
	case PAGER_FIND:
		e = prompt_open(app, &ask);
		if (e != ERR_OK)
			app_refuse(app, _("opened"), e);
		return true;
	default:
		return true;
	}
}

static bool help_answer(
    struct app *app, void *self, int id, const struct answer *a)
{
	struct help *h = self;

	(void)id;
	if (a->given && !pager_find(&h->pager, a->text))
		app_say(app, "%s", _("Not found."));
	return true;
}

static void help_free(void *self)
{
	struct help *h = self;

	if (h == NULL)
		return;
	pager_done(&h->pager);
	buf_free(&h->words);
	free(h);
}

static const struct action help_actions[] = {
    {.id = "read.page-down", .label = N_("page")},
    {.id = "find", .label = N_("find")},
    {.id = "next", .label = N_("next part")},
    {.id = "help",
	.keys = "? F1",
	.help = N_("this page"),
	.flags = ACTION_HIDDEN},
};

static const struct screen_ops help_ops = {
    .id = "help",
    .name = N_("Help"),
    .help = N_("What a screen is for and what its keys do, with the keys as "
	       "you have set them."),
    .actions = {ACTIONS(help_actions)},
    .widgets = {&pager_keys},
    .head = help_head,
    .draw = help_draw,
    .event = help_event,
    .answer = help_answer,
    .free = help_free,
};

enum err help_open(struct app *app)
{
	struct part p = app_focus(app);
	struct help *h;
	enum err e;

	if (p.ops == NULL || p.ops == &help_ops)
		return ERR_OK;
	h = mem_new(1, sizeof(*h));
	if (h == NULL)
		return ERR_NOMEM;
	h->name = p.ops->name;
	pager_init(&h->pager);
	h->pager.label_w = KEYS_W;
	e = fill(app, h);
	if (e != ERR_OK) {
		help_free(h);
		return e;
	}
	return app_push(app, &help_ops, h);
}

enum err help_text(
    const struct keymap *km, const struct screen_ops *ops, struct buf *out)
{
	enum err e;

	if (ops->help == NULL || ops->help[0] == '\0' || ops->name == NULL)
		return err_set(ERR_FORMAT, "screen %s has no help", ops->id);
	e = buf_addf(out, "%s\n%s\n", _(ops->name), _(ops->help));
	for (size_t i = 0; i < ops->actions.n && e == ERR_OK; i++) {
		const struct action *a = &ops->actions.rows[i];
		const char *text = a->help != NULL ? a->help : a->name;
		struct buf keys = {0};

		if (text == NULL && a->fn == NULL)
			continue;
		if (text == NULL)
			return err_set(ERR_FORMAT,
			    "action %s of %s has no help", a->id, ops->id);
		keys_of(km, a, &keys);
		e = buf_addf(out, "%s\t%s\n", buf_str(&keys), _(text));
		buf_free(&keys);
	}
	return e;
}
