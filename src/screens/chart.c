/*
 * Chart: what was agreed, what happened, newest first (screens.md 6).  Whether
 * private notes exist is not shown here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/banner.h"
#include "clinic/client.h"
#include "clinic/note.h"
#include "screens/begin.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/list.h"
#include "ui/prompt.h"

struct row {
	struct id id;
	bool draft;
	unsigned depth;
	int64_t when;
	char *title;
	enum note_state state;
	bool late, amended;
	char author[48];
};

struct chart_view {
	struct program *p;
	struct id chart;
	struct list list;
	struct row *rows;
	size_t n, cap;
	struct buf
	    last; /* the last plan, for the minute before the door opens */
	struct begin begin; /* while the drawer asks for a form */
};

enum { ASK_FORM = 1, ASK_CLOSE };

static void forget_rows(struct chart_view *c)
{
	for (size_t i = 0; i < c->n; i++)
		mem_strfree(c->rows[i].title);
	c->n = 0;
	buf_free(&c->last);
}

/* "Lorem" of "Imre Lorem": the last word of the name. */
static void author_brief(
    const struct program *p, const struct id *who, char *out, size_t cap)
{
	const struct person *a = vault_person(clinic_vault(p->clinic), who);
	const char *name = a != NULL ? a->name : "?";
	const char *last = strrchr(name, ' ');

	snprintf(out, cap, "%s", last != NULL ? last + 1 : name);
}

static enum err take_row(void *arg, const struct timeline_row *src)
{
	struct chart_view *c = arg;
	void *rows = c->rows;
	struct row *r;

	if (mem_grow(&rows, &c->cap, c->n + 1, sizeof(*r)) < 0)
		return err_set(ERR_NOMEM, "chart");
	c->rows = rows;
	r = &c->rows[c->n];
	memset(r, 0, sizeof(*r));
	r->title = mem_strdup(src->title);
	if (r->title == NULL)
		return err_set(ERR_NOMEM, "chart");
	r->id = src->entry;
	r->draft = src->draft;
	r->depth = src->depth;
	r->when = src->when;
	r->state = src->state;
	r->late = src->late;
	r->amended = src->amended;
	author_brief(c->p, &src->author, r->author, sizeof(r->author));
	c->n++;
	return ERR_OK;
}

/* The last text of the last signed note is its plan in every format; what was
 * signed over comes after it. */
static void read_last(struct chart_view *c)
{
	struct record r = {0};
	enum err e = note_last(c->p->clinic, &c->chart, 0, &r);
	const struct buf *plan = NULL;

	buf_clear(&c->last);
	for (size_t i = 0; i < r.nvalues; i++)
		if (r.values[i].type == FIELD_TEXT &&
		    !record_is_header(&r.values[i]))
			plan = &r.values[i].text;
	if (e == ERR_OK && plan != NULL)
		e = buf_add(&c->last, plan->p, plan->len);
	if (e != ERR_OK)
		buf_free(&c->last);
	record_done(&r);
	err_clear();
}

static void chart_read(struct chart_view *c)
{
	enum err e;

	forget_rows(c);
	e = timeline_each(c->p->clinic, &c->chart, take_row, c);
	if (e == ERR_DENIED)
		app_say(c->p->app, "%s",
		    _("Not opened: you are not assigned to this client."));
	else if (e == ERR_CORRUPT)
		app_alarm(c->p->app,
		    _("ERROR: an entry fails its check and is not shown. Tell "
		      "the officer: %s."),
		    err_detail());
	else if (e != ERR_OK)
		app_refuse(c->p->app, _("opened"), e);
	else
		read_last(c);
	list_refresh(&c->list);
}

/* ---- the list ---------------------------------------------------------- */

static size_t row_count(const void *arg)
{
	const struct chart_view *c = arg;

	return c->n;
}

static struct id row_id(const void *arg, size_t i)
{
	const struct chart_view *c = arg;

	return c->rows[i].id;
}

static void row_draw(const void *arg, size_t i, struct rect row, enum mean mean)
{
	const struct chart_view *c = arg;
	const struct row *r = &c->rows[i];
	char day[DATE_STR], clock[8], title[80];
	bool open = r->state == NOTE_DRAFT || r->state == NOTE_UNSIGNED;
	struct date d;
	int minute;

	d = date_of(r->when, &minute);
	date_column(d, clinic_today(c->p->clinic), day);
	time_str(minute, clock);
	snprintf(title, sizeof(title), "%*s%.60s%s", (int)r->depth * 2, "",
	    r->title, r->late ? _(", late entry") : "");
	term_cut(row, 0, 2, 11, mean, day);
	term_cut(row, 0, 14, 5, mean, clock);
	term_cut(row, 0, 21, 22, mean, title);
	term_cut(
	    row, 0, 43, 18, open ? MEAN_WARN : mean, note_state_word(r->state));
	if (r->amended)
		term_putf(row, 0,
		    43 + utf8_width(note_state_word(r->state),
			     strlen(note_state_word(r->state))),
		    mean, "%s", _(", amended"));
	term_cut(row, 0, 62, row.w - 64, mean, r->author);
}

static const struct list_ops chart_list = {
    .count = row_count, .id = row_id, .draw = row_draw};

/* ---- the screen -------------------------------------------------------- */

/* "RISK RAISED 11 Nov, moderate   safety plan 11 Nov" */
static void head_banner(
    struct program *p, struct head *h, const struct id *chart)
{
	struct date today = clinic_today(p->clinic);
	struct banner b = {0};
	char day[DATE_STR];

	if (banner_get(p->clinic, chart, &b) != ERR_OK) {
		err_clear(); /* whoever reads the chart tells why */
		return;
	}
	if (b.raised) {
		h->warn_mean = MEAN_DANGER;
		ui_say(&h->warn, _("RISK RAISED %s, %s"),
		    date_day(b.risk_on, today, day), b.level);
	}
	if (b.plan)
		ui_say(&h->warn, "%s", b.raised ? "   " : "");
	if (b.plan)
		ui_say(&h->warn, _("safety plan %s"),
		    date_day(b.plan_on, today, day));
}

void head_client(struct program *p, struct head *h, const struct id *chart)
{
	const struct client *c = client_get(p->clinic, chart);
	char born[DATE_STR];

	if (c == NULL)
		return;
	ui_say(&h->name, "%s", program_client_name(p, c));
	if (!p->discreet)
		ui_say(&h->ids, "%s   ", c->code);
	if (c->born.y != 0)
		ui_say(&h->ids, _("born %s"), date_full(c->born, born));
	head_banner(p, h, chart);
}

static void chart_head(void *self, struct head *h)
{
	struct chart_view *c = self;
	const struct client *cl = client_get(c->p->clinic, &c->chart);

	ui_say(&h->kind, "%s", _("Chart"));
	head_client(c->p, h, &c->chart);
	if (cl == NULL)
		return;
	ui_say(&h->state, "%s", cl->closed ? _("closed") : C_("chart", "open"));
	if (*cl->contact != '\0')
		ui_say(&h->context, "%s", cl->contact);
}

struct plan_rows {
	struct rect r;
	const char *text;
	int at, most;
};

static void draw_plan_line(void *arg, const struct wrap_line *line)
{
	struct plan_rows *d = arg;

	if (d->at < d->most)
		term_put(d->r, d->at, 16, MEAN_PLAIN, d->text + line->from,
		    line->to - line->from);
	d->at++;
}

/* "Last plan", three lines of it; returns the rows taken. */
static int draw_plan(struct chart_view *c, struct rect r)
{
	struct plan_rows d = {r, buf_str(&c->last), 0, 3};

	if (c->last.len == 0 || r.h < 14)
		return 0;
	term_puts(r, 0, 2, MEAN_LABEL, _("Last plan"));
	if (utf8_wrap(c->last.p, c->last.len, 62, draw_plan_line, &d) != ERR_OK)
		return 0;
	return (d.at < d.most ? d.at : d.most) + 1;
}

static void chart_draw(void *self, const struct view *v)
{
	struct chart_view *c = self;
	int used = draw_plan(c, v->r);
	struct rect r = rect_rows(v->r, used, v->r.h - used);

	if (c->n > 0 && r.h > 3) {
		term_puts(r, 0, 2, MEAN_LABEL, _("Date"));
		term_puts(r, 0, 14, MEAN_LABEL, _("Time"));
		term_puts(r, 0, 21, MEAN_LABEL, _("Entry"));
		term_puts(r, 0, 43, MEAN_LABEL, _("State"));
		term_puts(r, 0, 62, MEAN_LABEL, _("By"));
		r = rect_rows(r, 1, r.h - 1);
	}
	list_draw(&c->list, r, v->focus);
}

static void chart_enter(struct app *app, void *self)
{
	(void)app;
	chart_read(self);
}

static bool chart_event(struct app *app, void *self, const struct event *ev)
{
	struct chart_view *c = self;

	return list_event(&c->list, app_keys(app), ev) != LIST_IGNORED;
}

static void chart_free(void *self)
{
	struct chart_view *c = self;

	forget_rows(c);
	free(c->rows);
	begin_done(&c->begin);
	free(c);
}

/* ---- what can be done -------------------------------------------------- */

static void do_open(struct app *app, void *self)
{
	struct chart_view *c = self;
	size_t i;

	if (!list_at(&c->list, &i)) {
		app_say(app, "%s", _("Nothing to open here."));
		return;
	}
	if (c->rows[i].draft)
		note_show_draft(c->p, &c->rows[i].id);
	else
		entry_show(c->p, &c->chart, &c->rows[i].id);
}

static void do_new(struct app *app, void *self)
{
	struct chart_view *c = self;
	enum err e = begin_ask(&c->begin, c->p, &c->chart, ASK_FORM);

	if (e != ERR_OK)
		app_refuse(app, _("begun"), e);
}

static bool chart_answer(
    struct app *app, void *self, int id, const struct answer *a)
{
	struct chart_view *c = self;
	enum err e;

	if (!a->given)
		return true;
	if (id == ASK_FORM) {
		const struct form *f = begin_form(&c->begin, c->p, a);

		if (f != NULL)
			note_show_new(c->p, &c->chart, f);
	} else if (id == ASK_CLOSE) {
		e = client_close(c->p->clinic, &c->chart, a->text);
		if (e != ERR_OK)
			app_refuse(app, C_("refused", "closed"), e);
		else
			app_say(app, "%s", _("The chart is closed."));
	}
	return true;
}

static void do_file(struct app *app, void *self)
{
	struct chart_view *c = self;

	(void)app;
	client_file_show(c->p, &c->chart);
}

static void do_session(struct app *app, void *self)
{
	struct chart_view *c = self;

	(void)app;
	session_add_show(c->p, &c->chart);
}

static void do_private(struct app *app, void *self)
{
	struct chart_view *c = self;

	(void)app;
	private_toggle(
	    c->p, &c->chart, &id_zero, clock_utc(clinic_clock(c->p->clinic)));
}

static bool is_open(const void *self)
{
	const struct chart_view *c = self;
	const struct client *cl = client_get(c->p->clinic, &c->chart);

	return cl != NULL && !cl->closed;
}

static bool is_closed(const void *self)
{
	return !is_open(self);
}

static void do_close(struct app *app, void *self)
{
	const struct prompt ask = {.id = ASK_CLOSE,
	    .title = _("Close this chart"),
	    .label = _("Reason"),
	    .hint = _("care ended, moved, transferred ..."),
	    .done = _("close"),
	    .kind = PROMPT_LINE};

	(void)self;
	if (prompt_open(app, &ask) != ERR_OK)
		app_refuse(app, C_("refused", "closed"), ERR_NOMEM);
}

static void do_reopen(struct app *app, void *self)
{
	struct chart_view *c = self;
	enum err e = client_reopen(c->p->clinic, &c->chart);

	if (e != ERR_OK)
		app_refuse(app, _("opened"), e);
	else
		app_say(app, "%s", _("The chart is open again."));
}

static const struct action chart_actions[] = {
    {"enter", "Enter", N_("open"), N_("Open the marked entry"), NULL, do_open,
	NULL, ACTION_HIDDEN, 0},
    {"add", "+", N_("new"), N_("Entry: a new one"),
	N_("asks for the form, the usual one marked"), do_new, is_open, 0, 0},
    {"client.file", "i", N_("file"), N_("Client file: read and change"), NULL,
	do_file, NULL, 0, 0},
    {"session.add", "", NULL, N_("Session: add one for this client"), NULL,
	do_session, is_open, 0, 0},
    {"private", "Ctrl-O", N_("private"),
	N_("Private notes: open, or close and lock"), NULL, do_private, NULL, 0,
	0},
    {"back", "Esc", N_("back"), N_("Back"), NULL, NULL, NULL, ACTION_HIDDEN, 0},
    {"help", "?", N_("help"), NULL, NULL, NULL, NULL, 0, 0},
    {"client.close", "", NULL, N_("Chart: close it"), NULL, do_close, is_open,
	0, 0},
    {"client.reopen", "", NULL, N_("Chart: open it again"), NULL, do_reopen,
	is_closed, 0, 0},
};

const struct screen_ops chart_screen = {
    .id = "chart",
    .name = N_("Chart"),
    .help = N_("The minute before the door opens: what was agreed and what "
	       "happened, newest first."),
    .actions = {ACTIONS(chart_actions)},
    .widgets = {&list_keys},
    .head = chart_head,
    .draw = chart_draw,
    .event = chart_event,
    .answer = chart_answer,
    .enter = chart_enter,
    .free = chart_free,
};

static void chart_again(struct program *p, const struct place *at)
{
	chart_show(p, &at->chart);
}

bool chart_place(void *self, struct place *out)
{
	const struct chart_view *c = self;

	out->show = chart_again;
	out->chart = c->chart;
	return true;
}

void chart_show(struct program *p, const struct id *chart)
{
	struct chart_view *c = mem_new(1, sizeof(*c));
	enum err e = ERR_NOMEM;

	if (c != NULL) {
		c->p = p;
		c->chart = *chart;
		list_init(&c->list, &chart_list, c);
		c->list.empty = _("No entries yet. + writes the first.");
		e = app_push(p->app, &chart_screen, c);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}
