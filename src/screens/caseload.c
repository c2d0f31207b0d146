/*
 * Caseload: any client whose chart one holds, by a few letters of name, code or
 * birth date (screens.md 4).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/client.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/finder.h"
#include "ui/key.h"

struct row {
	struct id chart; /* zeros: the row that creates */
	char code[16];
	char *name;
	struct date born;
	bool closed;
	int64_t last_seen, next;
	unsigned due;
};

struct caseload {
	struct program *p;
	struct finder finder;
	struct row *rows;
	size_t n, cap;
	bool want_closed; /* while reading */
	char columns[160];
};

static void forget_rows(struct caseload *c)
{
	for (size_t i = 0; i < c->n; i++)
		mem_strfree(c->rows[i].name);
	c->n = 0;
}

static struct row *new_row(struct caseload *c, const char *name)
{
	void *rows = c->rows;
	struct row *r;

	if (mem_grow(&rows, &c->cap, c->n + 1, sizeof(*r)) < 0)
		return NULL;
	c->rows = rows;
	r = &c->rows[c->n];
	memset(r, 0, sizeof(*r));
	r->name = mem_strdup(name);
	if (r->name == NULL)
		return NULL;
	c->n++;
	return r;
}

static enum err take_row(void *arg, const struct caseload_row *src)
{
	struct caseload *c = arg;
	struct row *r;

	if (src->client->closed != c->want_closed)
		return ERR_OK;
	r = new_row(c, program_client_name(c->p, src->client));
	if (r == NULL)
		return err_set(ERR_NOMEM, "caseload");
	r->chart = src->client->chart;
	memcpy(r->code, src->client->code, sizeof(r->code));
	r->born = src->client->born;
	r->closed = src->client->closed;
	r->last_seen = src->last_seen;
	r->next = src->next;
	r->due = src->due;
	return ERR_OK;
}

/* The finder's words changed: "+" typed first marks the row that creates. */
static void filter(void *arg, const char *words)
{
	struct caseload *c = arg;
	bool create = words[0] == '+';
	char label[200];
	struct row *r;
	enum err e;

	words += create;
	while (*words == ' ')
		words++;
	forget_rows(c);
	/* Discharged clients come last, under a heading of their own. */
	c->want_closed = false;
	e = caseload_each(c->p->clinic, words, take_row, c);
	c->want_closed = true;
	if (e == ERR_OK)
		e = caseload_each(c->p->clinic, words, take_row, c);
	if (e != ERR_OK)
		app_refuse(c->p->app, _("read"), e);
	if (*words != '\0' || create) {
		if (*words != '\0')
			snprintf(label, sizeof(label),
			    _("+ New client \"%.80s\""), words);
		else
			snprintf(label, sizeof(label), "%s", _("+ New client"));
		r = new_row(c, label);
		if (r == NULL)
			return;
	}
	list_refresh(&c->finder.list);
	list_mark(&c->finder.list, create && c->n > 0 ? c->n - 1 : 0);
}

/* ---- the list ---------------------------------------------------------- */

static size_t row_count(const void *arg)
{
	const struct caseload *c = arg;

	return c->n;
}

static struct id row_id(const void *arg, size_t i)
{
	static const struct id create = {.b = "new client row"};
	const struct caseload *c = arg;

	return id_is_zero(&c->rows[i].chart) ? create : c->rows[i].chart;
}

static const char *row_group(const void *arg, size_t i)
{
	const struct caseload *c = arg;

	return c->rows[i].closed ? _("Discharged") : NULL;
}

static void say_day(
    const struct caseload *c, int64_t when, const char *none, char *out)
{
	struct date d;
	int minute;

	if (when == 0) {
		snprintf(out, DATE_STR, "%s", none);
		return;
	}
	d = date_of(when, &minute);
	date_column(d, clinic_today(c->p->clinic), out);
}

static void row_draw(const void *arg, size_t i, struct rect row, enum mean mean)
{
	const struct caseload *c = arg;
	const struct row *r = &c->rows[i];
	char born[DATE_STR] = "", seen[DATE_STR], next[DATE_STR];

	if (id_is_zero(&r->chart)) {
		term_cut(row, 0, 2, row.w - 3, mean, r->name);
		return;
	}
	if (r->born.y != 0)
		date_full(r->born, born);
	say_day(c, r->last_seen, _("new"), seen);
	say_day(c, r->next, "", next);
	term_cut(row, 0, 2, 24, mean, r->name);
	term_cut(row, 0, 27, 7, mean, r->code);
	term_right(row, 0, 35, 11, mean, born);
	term_cut(row, 0, 48, 11, mean, seen);
	term_cut(row, 0, 60, 11, mean, next);
	if (r->due > 0)
		term_putf(row, 0, 72, MEAN_WARN,
		    ngettext("%u due", "%u due", r->due), r->due);
}

static const struct list_ops caseload_list = {
    .count = row_count, .id = row_id, .group = row_group, .draw = row_draw};

/* ---- the screen -------------------------------------------------------- */

static void caseload_free(void *self)
{
	struct caseload *c = self;

	finder_done(&c->finder);
	forget_rows(c);
	free(c->rows);
	free(c);
}

static void caseload_enter(struct app *app, void *self)
{
	struct caseload *c = self;
	struct id mark = c->finder.list.mark;

	(void)app;
	filter(c, finder_words(&c->finder));
	if (!id_is_zero(&mark))
		list_mark_id(&c->finder.list, &mark);
}

static void caseload_head(void *self, struct head *h)
{
	struct caseload *c = self;
	const struct person *me = vault_me(clinic_vault(c->p->clinic));

	ui_say(&h->kind, "%s", _("Caseload"));
	if (me != NULL)
		ui_say(&h->state, "%s%s%s", me->name,
		    *me->credentials != '\0' ? ", " : "", me->credentials);
	h->no_context = true;
}

static void caseload_draw(void *self, const struct view *view)
{
	struct caseload *c = self;
	struct view v = *view;
	int skip = v.r.h > 4 ? 1 : 0;

	v.r = rect_rows(v.r, skip, v.r.h - skip);
	finder_draw(&c->finder, &v);
	if (c->n == 0 && v.r.h > 4)
		term_puts(v.r, 4, 2, MEAN_HINT,
		    _("No client yet. + begins the first."));
}

static const struct row *marked(const struct caseload *c)
{
	size_t i;

	return list_at(&c->finder.list, &i) ? &c->rows[i] : NULL;
}

static const char *new_name(const struct caseload *c)
{
	const char *words = finder_words(&c->finder);

	while (*words == '+' || *words == ' ')
		words++;
	return words;
}

static void do_open(struct app *app, void *self)
{
	struct caseload *c = self;
	const struct row *r = marked(c);

	(void)app;
	if (r == NULL || id_is_zero(&r->chart))
		client_new_show(c->p, new_name(c));
	else
		chart_show(c->p, &r->chart);
}

static void do_new(struct app *app, void *self)
{
	struct caseload *c = self;

	(void)app;
	client_new_show(c->p, new_name(c));
}

static bool caseload_event(struct app *app, void *self, const struct event *ev)
{
	struct caseload *c = self;

	return finder_event(&c->finder, app_keys(app), ev);
}

static bool caseload_typing(const void *self)
{
	(void)self;
	return true;
}

static const struct action caseload_actions[] = {
    {"enter", "Enter", N_("open"), N_("Open the marked chart"), NULL, do_open,
	NULL, ACTION_HIDDEN, 0},
    {"choose", "Up Down", N_("choose"), N_("Choose a client"), NULL, NULL, NULL,
	ACTION_PAIR | ACTION_HIDDEN, 0},
    {"add", "+", N_("new client"), N_("Client: a new one"),
	N_("+ typed first marks the row that creates"), do_new, NULL, 0, 0},
    {"back", "Esc", N_("back"), N_("Back to Today"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
};

const struct screen_ops caseload_screen = {
    .id = "caseload",
    .name = N_("Caseload"),
    .help = N_("Any client you are assigned to, by a few letters of name, code "
	       "or birth date. Type, then Enter opens the marked chart."),
    .actions = {ACTIONS(caseload_actions)},
    .widgets = {&list_keys, &textedit_keys},
    .head = caseload_head,
    .draw = caseload_draw,
    .typing = caseload_typing,
    .event = caseload_event,
    .enter = caseload_enter,
    .free = caseload_free,
};

/* The heading row, set on the same columns as the rows below it. */
static void set_columns(struct caseload *c)
{
	const struct {
		const char *word;
		int cells;
	} all[] = {
	    {_("Client"), 25},
	    {_("Code"), 8},
	    {_("Born"), 13},
	    {_("Last seen"), 12},
	    {_("Next"), 12},
	    {_("Notes"), 0},
	};
	size_t at = 0;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		int w = utf8_width(all[i].word, strlen(all[i].word));
		int pad = w < all[i].cells ? all[i].cells - w : 0;
		int n = snprintf(c->columns + at, sizeof(c->columns) - at,
		    "%s%*s", all[i].word, pad, "");

		if (n < 0 || (size_t)n >= sizeof(c->columns) - at)
			break;
		at += (size_t)n;
	}
	c->finder.columns = c->columns;
}

static void caseload_again(struct program *p, const struct place *at)
{
	(void)at;
	caseload_show(p);
}

bool caseload_place(void *self, struct place *out)
{
	(void)self;
	out->show = caseload_again;
	return true;
}

void caseload_show(struct program *p)
{
	struct caseload *c = mem_new(1, sizeof(*c));
	enum err e = ERR_NOMEM;

	if (c != NULL) {
		c->p = p;
		e = finder_init(
		    &c->finder, _("Find"), &caseload_list, filter, c);
	}
	if (e != ERR_OK) {
		free(c);
		app_refuse(p->app, _("opened"), e);
		return;
	}
	set_columns(c);
	c->finder.hint = _("name, code or birth date");
	e = app_push(p->app, &caseload_screen, c);
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}
