#include "ui/palette.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/finder.h"
#include "ui/pager.h"

#define PALETTE_ROWS 7 /* two for the field, five for commands */

struct entry {
	const struct action *a;
	const struct action *keys; /* the row that has its keys */
};

struct palette {
	const struct keymap *keys;
	struct entry *all;
	size_t n_all, cap_all;
	size_t *match; /* indices into all */
	size_t n_match;
	struct finder finder;
	bool ready; /* finder is set up */
};

static const char *name_of(const struct action *a)
{
	return _(a->name != NULL ? a->name : a->help);
}

/* --- choosing --- */

static void collect(void *arg, const struct action *a, void *self)
{
	struct palette *p = arg;

	(void)self;
	for (size_t i = 0; i < p->n_all; i++) {
		if (strcmp(p->all[i].a->id, a->id) != 0)
			continue;
		/* A row that only names it comes before the one it names. */
		if (p->all[i].keys->keys == NULL)
			p->all[i].keys = a;
		return;
	}
	if ((a->flags & ACTION_HIDDEN) || (a->name == NULL && a->help == NULL))
		return;
	if (mem_grow((void **)&p->all, &p->cap_all, p->n_all + 1,
		sizeof(*p->all)) == 0)
		p->all[p->n_all++] = (struct entry){a, a};
}

static struct id entry_id(const void *arg, size_t i)
{
	const struct palette *p = arg;
	size_t k = p->match[i] + 1;
	struct id id = {{(unsigned char)k, (unsigned char)(k >> 8)}};

	return id;
}

static bool matches(const struct action *a, const char *words)
{
	struct buf b = {0};
	bool yes;

	ui_say(&b, "%s %s", name_of(a), a->help != NULL ? _(a->help) : "");
	yes = utf8_word_prefix(buf_str(&b), words);
	buf_free(&b);
	return yes;
}

/* One letter alone: the command that has it outside text. */
static bool on_letter(const struct palette *p, size_t i, const char *words)
{
	uint32_t cp;
	size_t len = strlen(words);

	return len > 0 && utf8_decode(words, len, &cp) == len &&
	       keymap_on(p->keys, p->all[i].keys, (int)cp);
}

static void filter(void *arg, const char *words)
{
	struct palette *p = arg;
	size_t mark = p->n_all;

	p->n_match = 0;
	for (size_t i = 0; i < p->n_all; i++) {
		bool letter = on_letter(p, i, words);

		if (letter && mark == p->n_all)
			mark = p->n_match;
		if (letter || words[0] == '\0' || matches(p->all[i].a, words))
			p->match[p->n_match++] = i;
	}
	if (p->ready && mark < p->n_match)
		list_mark(&p->finder.list, mark);
}

static size_t match_count(const void *arg)
{
	return ((const struct palette *)arg)->n_match;
}

static void match_draw(const void *arg, size_t i, struct rect row, enum mean m)
{
	const struct palette *p = arg;
	const struct entry *entry = &p->all[p->match[i]];
	struct buf key = {0};
	int w;

	if (keymap_show(p->keys, entry->keys, &key) != ERR_OK)
		buf_clear(&key);
	w = utf8_width(key.p, key.len);
	term_cut(row, 0, 2, row.w - 6 - w, m, name_of(entry->a));
	term_right(row, 0, 2, row.w - 4, MEAN_KEY, buf_str(&key));
	buf_free(&key);
}

static const struct list_ops match_ops = {
    .count = match_count, .id = entry_id, .draw = match_draw};

/* --- the drawer --- */

static void palette_free(void *self)
{
	struct palette *p = self;

	if (p == NULL)
		return;
	if (p->ready)
		finder_done(&p->finder);
	free(p->all);
	free(p->match);
	free(p);
}

static void palette_head(void *self, struct head *h)
{
	struct palette *p = self;

	ui_say(&h->kind, "%s", _("Commands"));
	if (p->n_match == 0)
		ui_say(&h->message, _("Nothing here is called %s."),
		    finder_words(&p->finder));
}

static int palette_rows(void *self, int w)
{
	(void)self;
	(void)w;
	return PALETTE_ROWS;
}

static void palette_draw(void *self, const struct view *v)
{
	struct palette *p = self;

	finder_draw(&p->finder, v);
}

static bool palette_typing(const void *self)
{
	(void)self;
	return true;
}

static bool palette_event(struct app *app, void *self, const struct event *ev)
{
	struct palette *p = self;

	return finder_event(&p->finder, app_keys(app), ev);
}

static void do_close(struct app *app, void *self)
{
	(void)self;
	app_drawer_close(app);
}

static void do_it(struct app *app, void *self)
{
	struct palette *p = self;
	const char *id;
	size_t i;

	if (!list_at(&p->finder.list, &i))
		return;
	id = p->all[p->match[i]].a->id;
	app_drawer_close(app);
	if (!app_do(app, id))
		app_say(app, "%s", _("This command is not legal here now."));
}

static const struct action palette_actions[] = {
    {.id = "enter",
	.keys = "Enter",
	.label = N_("do it"),
	.help = N_("do the marked command"),
	.fn = do_it,
	.flags = ACTION_HIDDEN},
    {.id = "choose",
	.keys = "Up Down",
	.label = N_("choose"),
	.help = N_("mark another command"),
	.flags = ACTION_PAIR | ACTION_HIDDEN},
    {.id = "back",
	.keys = "Esc",
	.label = N_("close"),
	.help = N_("close this drawer"),
	.fn = do_close,
	.flags = ACTION_HIDDEN},
    {.id = "palette",
	.keys = "Ctrl-K",
	.help = N_("close this drawer"),
	.fn = do_close,
	.flags = ACTION_HIDDEN},
};

static const struct screen_ops palette_ops = {
    .id = "palette",
    .name = N_("Commands"),
    .help = N_("Every command that is legal where you are, with its key. Type "
	       "a few letters of what you want to do."),
    .actions = {ACTIONS(palette_actions)},
    .widgets = {&textedit_keys},
    .head = palette_head,
    .rows = palette_rows,
    .draw = palette_draw,
    .typing = palette_typing,
    .event = palette_event,
    .free = palette_free,
};

enum err palette_open(struct app *app)
{
	struct palette *p = mem_new(1, sizeof(*p));
	enum err e = ERR_NOMEM;

	if (p == NULL)
		return ERR_NOMEM;
	p->keys = app_keys(app);
	app_each_action(app, collect, p);
	p->match = mem_new(p->n_all + 1, sizeof(*p->match));
	if (p->match != NULL)
		e = finder_init(
		    &p->finder, _("Command"), &match_ops, filter, p);
	if (e != ERR_OK) {
		palette_free(p);
		return e;
	}
	p->ready = true;
	return app_drawer_over(app, &palette_ops, p);
}

/* --- messages --- */

static void add_message(void *arg, int64_t utc, const char *text)
{
	struct pager *p = arg;
	char when[6];
	int minute;

	(void)date_of(utc, &minute);
	if (pager_add(p, time_str(minute, when), 0, text, strlen(text), NULL,
		MEAN_PLAIN, 0, 0) != ERR_OK)
		return;
}

static void messages_head(void *self, struct head *h)
{
	const struct pager *p = self;

	ui_say(&h->kind, "%s", _("Messages"));
	h->no_context = true;
	if (p->n_items == 0)
		ui_say(&h->message, "%s", _("Nothing has been said yet."));
}

static void messages_draw(void *self, const struct view *v)
{
	pager_draw(self, v->r, v->focus);
}

static bool messages_event(struct app *app, void *self, const struct event *ev)
{
	enum pager_did did = pager_event(self, app_keys(app), ev);

	return did != PAGER_IGNORED && did != PAGER_FIND;
}

static void messages_free(void *self)
{
	pager_done(self);
	free(self);
}

static const struct screen_ops messages_ops = {
    .id = "messages",
    .name = N_("Messages"),
    .help = N_("What the message row has said since login, newest first."),
    .widgets = {&pager_keys},
    .head = messages_head,
    .draw = messages_draw,
    .event = messages_event,
    .free = messages_free,
};

enum err messages_open(struct app *app)
{
	struct pager *p = mem_new(1, sizeof(*p));

	if (p == NULL)
		return ERR_NOMEM;
	pager_init(p);
	app_messages(app, add_message, p);
	return app_push(app, &messages_ops, p);
}
