#include "screens/pick.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/client.h"
#include "screens/screens.h"
#include "ui/finder.h"
#include "ui/key.h"

#define NAME_BYTES 96
#define ROWS_SHOWN 8

struct pick_row {
	struct id chart;
	char code[16];
	char born[DATE_STR];
	char *name;
};

struct pick {
	struct program *p;
	void (*fn)(struct program *, const struct id *);
	char title[NAME_BYTES];
	struct finder finder;
	const char *words; /* while filtering */
	struct pick_row *rows;
	size_t n, cap;
};

static void forget_rows(struct pick *k)
{
	for (size_t i = 0; i < k->n; i++)
		mem_strfree(k->rows[i].name);
	k->n = 0;
}

static enum err take_row(void *arg, const struct client *c)
{
	struct pick *k = arg;
	void *rows = k->rows;
	struct pick_row *r;

	if (c->closed || (!utf8_word_prefix(c->name, k->words) &&
			     !utf8_word_prefix(c->code, k->words)))
		return ERR_OK;
	if (mem_grow(&rows, &k->cap, k->n + 1, sizeof(*r)) < 0)
		return err_set(ERR_NOMEM, "clients");
	k->rows = rows;
	r = &k->rows[k->n];
	memset(r, 0, sizeof(*r));
	r->name = mem_strdup(program_client_name(k->p, c));
	if (r->name == NULL)
		return err_set(ERR_NOMEM, "clients");
	r->chart = c->chart;
	memcpy(r->code, c->code, sizeof(r->code));
	date_full(c->born, r->born);
	k->n++;
	return ERR_OK;
}

static void filter(void *arg, const char *words)
{
	struct pick *k = arg;
	enum err e;

	forget_rows(k);
	k->words = words;
	e = client_each(k->p->clinic, take_row, k);
	k->words = NULL;
	if (e != ERR_OK)
		app_refuse(k->p->app, _("read"), e);
	list_refresh(&k->finder.list);
	list_mark(&k->finder.list, 0);
}

static size_t row_count(const void *arg)
{
	const struct pick *k = arg;

	return k->n;
}

static struct id row_id(const void *arg, size_t i)
{
	const struct pick *k = arg;

	return k->rows[i].chart;
}

static void row_draw(const void *arg, size_t i, struct rect row, enum mean mean)
{
	const struct pick *k = arg;
	const struct pick_row *r = &k->rows[i];

	term_cut(row, 0, 2, 24, mean, r->name);
	term_cut(row, 0, 27, 8, mean, r->code);
	term_cut(row, 0, 36, row.w - 38, mean, r->born);
}

static const struct list_ops pick_list = {
    .count = row_count, .id = row_id, .draw = row_draw};

static void pick_head(void *self, struct head *h)
{
	struct pick *k = self;

	ui_say(&h->kind, "%s", k->title);
}

static int pick_rows(void *self, int w)
{
	struct pick *k = self;
	int rows = finder_rows(&k->finder);

	(void)w;
	return rows < ROWS_SHOWN ? ROWS_SHOWN : rows;
}

static void pick_draw(void *self, const struct view *v)
{
	struct pick *k = self;

	finder_draw(&k->finder, v);
}

static bool pick_typing(const void *self)
{
	(void)self;
	return true;
}

static void do_enter(struct app *app, void *self)
{
	struct pick *k = self;
	size_t i;

	if (!list_at(&k->finder.list, &i)) {
		app_say(app, "%s", _("No client here matches."));
		return;
	}
	app_drawer_close(app);
	k->fn(k->p, &k->rows[i].chart);
}

static bool pick_event(struct app *app, void *self, const struct event *ev)
{
	struct pick *k = self;

	return finder_event(&k->finder, app_keys(app), ev);
}

static void pick_free(void *self)
{
	struct pick *k = self;

	finder_done(&k->finder);
	forget_rows(k);
	free(k->rows);
	free(k);
}

static const struct action pick_actions[] = {
    {"enter", "Enter", N_("choose"), NULL, N_("take the marked client"),
	do_enter, NULL, ACTION_HIDDEN, 0},
    {"back", NULL, N_("back"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
};

const struct screen_ops pick_screen = {
    .id = "pick",
    .name = N_("Choose a client"),
    .help = N_("Type a few letters of name or code; Enter takes the marked "
	       "client."),
    .actions = {ACTIONS(pick_actions)},
    .widgets = {&list_keys},
    .head = pick_head,
    .rows = pick_rows,
    .draw = pick_draw,
    .typing = pick_typing,
    .event = pick_event,
    .free = pick_free,
};

void pick_client_show(struct program *p, const char *title,
    void (*fn)(struct program *, const struct id *chart))
{
	struct pick *k = mem_new(1, sizeof(*k));
	enum err e;

	if (k == NULL) {
		app_refuse(p->app, _("opened"), ERR_NOMEM);
		return;
	}
	k->p = p;
	k->fn = fn;
	snprintf(k->title, sizeof(k->title), "%s", title);
	e = finder_init(&k->finder, _("Find"), &pick_list, filter, k);
	if (e != ERR_OK)
		free(k);
	else
		e = app_drawer(p->app, &pick_screen, k);
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}
