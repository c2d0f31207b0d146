/*
 * Today: what is missing, who comes next (screens.md 3).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/note.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/key.h"
#include "ui/list.h"
#include "ui/prompt.h"

#define HOUR_MS ((int64_t)3600 * 1000)

struct row {
	struct id id; /* of the session, or of a draft without one */
	struct id chart;
	bool draft_only;
	enum today_group group;
	enum note_state note;
	enum session_state state;
	unsigned days, minutes;
	int64_t when;
	char code[16];
	char *name;
};

struct today {
	struct program *p;
	struct list list;
	struct row *rows;
	size_t n, cap;
	bool placed;	 /* the mark was set once */
	struct id asked; /* the session a drawer asks about */
};

static void forget_rows(struct today *t)
{
	for (size_t i = 0; i < t->n; i++)
		mem_strfree(t->rows[i].name);
	t->n = 0;
}

static enum err take_row(void *arg, const struct today_row *src)
{
	struct today *t = arg;
	void *rows = t->rows;
	struct row *r;
	const char *name = src->client != NULL
			       ? program_client_name(t->p, src->client)
			       : _("(not your client)");

	if (mem_grow(&rows, &t->cap, t->n + 1, sizeof(*r)) < 0)
		return err_set(ERR_NOMEM, "today");
	t->rows = rows;
	r = &t->rows[t->n];
	memset(r, 0, sizeof(*r));
	r->name = mem_strdup(name);
	if (r->name == NULL)
		return err_set(ERR_NOMEM, "today");
	r->draft_only = src->drafts_only;
	r->id = src->drafts_only ? src->draft : src->session->id;
	r->group = src->group;
	r->note = src->note;
	r->days = src->days;
	r->when = src->when;
	if (src->client != NULL) {
		memcpy(r->code, src->client->code, sizeof(r->code));
		r->chart = src->client->chart;
	}
	if (src->session != NULL) {
		r->chart = src->session->chart;
		r->state = src->session->state;
		r->minutes = src->session->minutes;
	}
	t->n++;
	return ERR_OK;
}

/* ---- the list ---------------------------------------------------------- */

static size_t row_count(const void *arg)
{
	const struct today *t = arg;

	return t->n;
}

static struct id row_id(const void *arg, size_t i)
{
	const struct today *t = arg;

	return t->rows[i].id;
}

static const char *row_group(const void *arg, size_t i)
{
	const struct today *t = arg;

	return t->rows[i].group == TODAY_OVERDUE ? _("Overdue") : _("Today");
}

static void say_when(
    const struct today *t, const struct row *r, char *out, size_t cap)
{
	char day[DATE_STR], from[8], to[8];
	struct date d;
	int minute;

	d = date_of(r->when, &minute);
	time_str(minute, from);
	if (r->group == TODAY_OVERDUE) {
		date_column(d, clinic_today(t->p->clinic), day);
		snprintf(out, cap, "%s %s", day, from);
		return;
	}
	time_str((minute + (int)r->minutes) % (24 * 60), to);
	snprintf(out, cap, "%s-%s", from, to);
}

static bool just_ended(const struct today *t, const struct row *r)
{
	int64_t now = clock_utc(clinic_clock(t->p->clinic));
	int64_t end = r->when + (int64_t)r->minutes * 60000;

	return end <= now && now < end + HOUR_MS;
}

static const char *say_state(const struct today *t, const struct row *r)
{
	int64_t now = clock_utc(clinic_clock(t->p->clinic));

	if (!r->draft_only && r->state == SESSION_MISSED)
		return _("missed");
	if (!r->draft_only && r->state == SESSION_CANCELLED)
		return _("cancelled");
	if (r->note == NOTE_NONE && !r->draft_only && r->when > now)
		return _("to come");
	return note_state_word(r->note);
}

static bool wants_note(const struct row *r)
{
	return r->state != SESSION_MISSED && r->state != SESSION_CANCELLED &&
	       (r->note == NOTE_NONE || r->note == NOTE_DRAFT ||
		   r->note == NOTE_UNSIGNED);
}

static void say_more(
    const struct today *t, const struct row *r, char *out, size_t cap)
{
	out[0] = '\0';
	if (r->group == TODAY_OVERDUE && r->days > 0)
		snprintf(
		    out, cap, ngettext("%u day", "%u days", r->days), r->days);
	else if (r->group == TODAY_TODAY && wants_note(r) && just_ended(t, r))
		snprintf(out, cap, "%s", _("just ended"));
}

static void row_draw(const void *arg, size_t i, struct rect row, enum mean mean)
{
	const struct today *t = arg;
	const struct row *r = &t->rows[i];
	int64_t now = clock_utc(clinic_clock(t->p->clinic));
	char when[64], more[48];
	bool due = wants_note(r) && r->when <= now;

	say_when(t, r, when, sizeof(when));
	say_more(t, r, more, sizeof(more));
	term_cut(row, 0, 2, 17, mean, when);
	term_cut(row, 0, 20, 22, mean, r->name);
	term_cut(row, 0, 43, 7, mean, r->code);
	term_cut(row, 0, 51, 16, due ? MEAN_WARN : mean, say_state(t, r));
	term_cut(row, 0, 68, row.w - 70, mean, more);
}

static const struct list_ops today_list = {
    .count = row_count, .id = row_id, .group = row_group, .draw = row_draw};

/* ---- the screen -------------------------------------------------------- */

static void today_read(struct today *t)
{
	struct today_row next;
	enum err e;

	forget_rows(t);
	e = today_each(t->p->clinic, take_row, t);
	if (e != ERR_OK)
		app_refuse(t->p->app, _("read"), e);
	list_refresh(&t->list);
	if (t->placed || t->n == 0)
		return;
	t->placed = true;
	if (today_next(t->p->clinic, &next) == ERR_OK)
		list_mark_id(&t->list,
		    next.drafts_only ? &next.draft : &next.session->id);
}

static void today_enter(struct app *app, void *self)
{
	(void)app;
	today_read(self);
}

static void today_free(void *self)
{
	struct today *t = self;

	forget_rows(t);
	free(t->rows);
	free(t);
}

static void today_head(void *self, struct head *h)
{
	struct today *t = self;
	const struct person *me = vault_me(clinic_vault(t->p->clinic));
	char day[64];

	ui_say(&h->kind, "%s", _("Today"));
	ui_say(&h->name, "%s", date_long(clinic_today(t->p->clinic), day));
	if (me != NULL)
		ui_say(&h->state, "%s%s%s", me->name,
		    *me->credentials != '\0' ? ", " : "", me->credentials);
	h->no_context = true;
}

static void today_draw(void *self, const struct view *v)
{
	struct today *t = self;
	int skip = v->r.h > 4 ? 1 : 0;

	list_draw(&t->list, rect_rows(v->r, skip, v->r.h - skip), v->focus);
}

static bool today_event(struct app *app, void *self, const struct event *ev)
{
	struct today *t = self;

	return list_event(&t->list, app_keys(app), ev) != LIST_IGNORED;
}

static const struct row *marked(const struct today *t)
{
	size_t i;

	return list_at(&t->list, &i) ? &t->rows[i] : NULL;
}

static void open_row(struct today *t, const struct row *r)
{
	struct program *p = t->p;
	int64_t now = clock_utc(clinic_clock(p->clinic));

	if (r->draft_only)
		note_show_draft(p, &r->id);
	else if (wants_note(r) && r->when <= now)
		note_show_session(p, &r->id);
	else
		chart_show(p, &r->chart);
}

static void do_open(struct app *app, void *self)
{
	struct today *t = self;
	const struct row *r = marked(t);

	if (r == NULL)
		app_say(app, "%s", _("Nothing to open here."));
	else
		open_row(t, r);
}

static void do_next(struct app *app, void *self)
{
	struct today *t = self;
	struct today_row next;
	enum err e = today_next(t->p->clinic, &next);

	if (e == ERR_NOTFOUND)
		app_say(app, "%s", _("No note is missing."));
	else if (e != ERR_OK)
		app_refuse(app, _("opened"), e);
	else if (next.drafts_only)
		note_show_draft(t->p, &next.draft);
	else
		note_show_session(t->p, &next.session->id);
}

static bool has_charts(const void *self)
{
	return program_has_charts(((const struct today *)self)->p);
}

static void do_find(struct app *app, void *self)
{
	struct today *t = self;

	(void)app;
	caseload_show(t->p);
}

static void do_add(struct app *app, void *self)
{
	struct today *t = self;

	(void)app;
	session_add_show(t->p, NULL);
}

static bool on_session(const void *self)
{
	const struct row *r = marked(self);

	return r != NULL && !r->draft_only;
}

static const enum session_state state_of_choice[] = {
    SESSION_ATTENDED, SESSION_MISSED, SESSION_CANCELLED, SESSION_PLANNED};

static size_t choice_of(enum session_state state)
{
	size_t i = 0;

	while (i + 1 < sizeof(state_of_choice) / sizeof(*state_of_choice) &&
	       state_of_choice[i] != state)
		i++;
	/* Of a session not marked yet, that it took place is likeliest. */
	return state == SESSION_PLANNED ? 0 : i;
}

static void do_attendance(struct app *app, void *self)
{
	struct today *t = self;
	const struct row *r = marked(t);
	const struct option options[] = {
	    {"attended", _("attended")},
	    {"missed", _("missed: the client did not come")},
	    {"cancelled", _("cancelled")},
	    {"planned", _("to come")},
	};
	const struct prompt ask = {.id = 1,
	    .title = _("This session"),
	    .label = _("Was"),
	    .kind = PROMPT_CHOICE,
	    .options = options,
	    .n_options = 4,
	    .marked = r != NULL ? choice_of(r->state) : 0};

	if (r == NULL || r->draft_only)
		return;
	t->asked = r->id;
	if (prompt_open(app, &ask) != ERR_OK)
		app_refuse(app, _("changed"), ERR_NOMEM);
}

static bool today_answer(
    struct app *app, void *self, int id, const struct answer *a)
{
	static const char *const said[] = {N_("Marked as attended."),
	    N_("Marked as missed."), N_("Marked as cancelled."),
	    N_("Marked as to come.")};
	struct today *t = self;
	const struct session *s = session_get(t->p->clinic, &t->asked);
	struct session changed;
	enum err e;

	(void)id;
	if (!a->given || s == NULL || a->choice >= 4)
		return true;
	changed = *s;
	changed.state = state_of_choice[a->choice];
	e = session_save(t->p->clinic, &changed);
	if (e != ERR_OK)
		app_refuse(app, _("changed"), e);
	else
		app_say(app, "%s", _(said[a->choice]));
	today_read(t);
	return true;
}

static void do_chart(struct app *app, void *self)
{
	struct today *t = self;
	const struct row *r = marked(t);

	(void)app;
	if (r != NULL && !id_is_zero(&r->chart))
		chart_show(t->p, &r->chart);
}

static bool on_chart(const void *self)
{
	const struct row *r = marked(self);

	return r != NULL && !id_is_zero(&r->chart);
}

static const struct action today_actions[] = {
    {"new", "n", N_("next note"), N_("Next missing note"),
	N_("open it, dated and headed: of the session that ended within the "
	   "hour, else the oldest"),
	do_next, has_charts, 0, 0},
    {"enter", "Enter", N_("open"), N_("Open what is marked"), NULL, do_open,
	has_charts, ACTION_HIDDEN, 0},
    {"find", "/", N_("find"), N_("Caseload: find a client"), NULL, do_find,
	has_charts, 0, 0},
    {"add", "+", N_("session"), N_("Session: add one"), NULL, do_add,
	has_charts, 0, 0},
    {"attendance", "t", N_("attendance"),
	N_("Session: attended, missed or cancelled"), NULL, do_attendance,
	on_session, 0, 0},
    {"help", "?", N_("help"), NULL, NULL, NULL, NULL, 0, 0},
    {"chart", "", NULL, N_("Chart of the marked client"), NULL, do_chart,
	on_chart, 0, 0},
};

const struct screen_ops today_screen = {
    .id = "today",
    .name = N_("Today"),
    .help = N_("The ten minutes between two clients: what is missing, and who "
	       "comes next. Overdue stands first, oldest on top."),
    .actions = {ACTIONS(today_actions)},
    .widgets = {&list_keys},
    .flags = SCREEN_HOME,
    .head = today_head,
    .draw = today_draw,
    .event = today_event,
    .answer = today_answer,
    .enter = today_enter,
    .free = today_free,
};

void today_added(struct program *p, const struct id *session)
{
	struct today *t = app_find(p->app, &today_screen);

	if (t == NULL)
		return;
	today_read(t);
	list_mark_id(&t->list, session);
}

void today_show(struct program *p)
{
	struct today *t;

	if (app_find(p->app, &today_screen) != NULL) {
		app_home(p->app);
		return;
	}
	t = mem_new(1, sizeof(*t));
	if (t == NULL) {
		app_refuse(p->app, _("opened"), ERR_NOMEM);
		return;
	}
	t->p = p;
	list_init(&t->list, &today_list, t);
	t->list.empty =
	    program_has_charts(p)
		? _("No sessions today, nothing overdue. / finds a client, + "
		    "adds a session.")
		: _("Your role opens no charts. Accounts and backups: tacet "
		    "user, tacet backup.");
	if (app_reset(p->app, &today_screen, t) != ERR_OK)
		app_quit(p->app);
}

static void today_again(struct program *p, const struct place *at)
{
	today_added(p, &at->entry);
}

bool today_place(void *self, struct place *out)
{
	const struct row *r = marked(self);

	if (r == NULL)
		return false;
	out->show = today_again;
	out->chart = r->chart;
	out->entry = r->id;
	return true;
}
