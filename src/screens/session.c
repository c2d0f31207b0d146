/*
 * The drawer that adds a session.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/client.h"
#include "clinic/session.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/inputs.h"
#include "ui/key.h"

enum { IN_CLIENT, IN_DATE, IN_TIME, IN_MINUTES, IN_SERVICE, N_IN };

struct session_view {
	struct program *p;
	struct inputs inputs;
	struct input in[N_IN];
	struct option *services;
	struct id chart; /* given: the client is fixed */
};

static void session_free(void *self)
{
	struct session_view *s = self;

	inputs_done(&s->inputs);
	for (size_t i = 0; i < N_IN; i++)
		textbuf_free(s->in[i].text);
	free(s->services);
	free(s);
}

static void add_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "%s", _("Add a session"));
}

static int add_rows(void *self, int w)
{
	struct session_view *s = self;

	return inputs_rows(&s->inputs, w);
}

static void add_draw(void *self, const struct view *v)
{
	struct session_view *s = self;

	inputs_draw(&s->inputs, v);
}

static bool add_typing(const void *self)
{
	const struct session_view *s = self;

	return inputs_typing(&s->inputs);
}

struct lookup {
	const struct session_view *s;
	const char *words;
	struct id chart;
	unsigned hits;
};

static enum err look(void *arg, const struct caseload_row *row)
{
	struct lookup *l = arg;

	if (!row->client->closed && l->hits++ == 0)
		l->chart = row->client->chart;
	return ERR_OK;
}

/* The client by code, or by words that fit only one. */
static enum err find_client(struct session_view *s, struct id *chart)
{
	struct lookup l = {s, textbuf_str(s->in[IN_CLIENT].text), id_zero, 0};
	const struct client *c;
	enum err e;

	if (!id_is_zero(&s->chart)) {
		*chart = s->chart;
		return ERR_OK;
	}
	c = client_by_code(s->p->clinic, l.words);
	if (c != NULL) {
		*chart = c->chart;
		return ERR_OK;
	}
	e = caseload_each(s->p->clinic, l.words, look, &l);
	if (e != ERR_OK)
		return e;
	if (l.hits == 0)
		return err_set(ERR_NOTFOUND, "%s", _("no such client"));
	if (l.hits > 1)
		return err_set(ERR_FORMAT,
		    _("%u clients match: type more, or the code"), l.hits);
	*chart = l.chart;
	return ERR_OK;
}

static enum err read_session(struct session_view *s, struct session *out)
{
	const struct person *me = vault_me(clinic_vault(s->p->clinic));
	struct date d;
	long minutes;
	int minute;
	size_t service = inputs_choice(&s->inputs, IN_SERVICE);
	enum err e = find_client(s, &out->chart);

	if (e == ERR_OK)
		e = inputs_date(&s->inputs, IN_DATE, &d);
	if (e == ERR_OK)
		e = inputs_time(&s->inputs, IN_TIME, &minute);
	if (e == ERR_OK)
		e = inputs_number(&s->inputs, IN_MINUTES, &minutes);
	if (e != ERR_OK)
		return e;
	out->clinician = me->id;
	out->start = date_utc(d, minute);
	out->minutes = (unsigned)minutes;
	if (service < s->in[IN_SERVICE].n_options)
		snprintf(out->service, sizeof(out->service), "%s",
		    s->services[service].id);
	return ERR_OK;
}

static void do_add(struct app *app, void *self)
{
	struct session_view *s = self;
	size_t bad = inputs_check(&s->inputs);
	struct session made = {0};
	bool overlap = false;
	enum err e;

	if (bad < N_IN) {
		inputs_go(&s->inputs, bad);
		app_say(app, _("Not added: %s."),
		    s->inputs.why != NULL ? s->inputs.why
					  : _("something is missing"));
		return;
	}
	e = read_session(s, &made);
	if (e == ERR_OK)
		e = session_add(s->p->clinic, &made, &overlap);
	if (e != ERR_OK) {
		app_say(app, _("Not added: %s."),
		    *err_detail() != '\0' ? err_detail() : err_text(e));
		return;
	}
	app_drawer_close(app);
	today_added(s->p, &made.id);
	app_say(app, "%s",
	    overlap ? _("Session added. It overlaps with another of yours.")
		    : _("Session added."));
}

static bool add_event(struct app *app, void *self, const struct event *ev)
{
	struct session_view *s = self;
	enum inputs_did did = inputs_event(&s->inputs, app_keys(app), ev);

	if (did == INPUTS_WRONG)
		app_say(app, _("Kept as typed, but %s."), s->inputs.why);
	if (did == INPUTS_DONE)
		do_add(app, self);
	if (did == INPUTS_LAST)
		inputs_go(&s->inputs, id_is_zero(&s->chart) ? 0 : IN_DATE);
	return did != INPUTS_IGNORED;
}

static const struct action add_actions[] = {
    {"next", "Tab Ctrl-N", N_("next"), N_("Next field"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
    {"done", "Ctrl-D", N_("add"), N_("Session: add it"), NULL, do_add, NULL, 0,
	0},
    {"back", "Esc", N_("close"), N_("Close"), NULL, NULL, NULL, ACTION_HIDDEN,
	0},
};

const struct screen_ops session_screen = {
    .id = "session",
    .name = N_("Add a session"),
    .help = N_("A session with a client: day, time, minutes and service. It "
	       "stands in Today and waits for its note."),
    .actions = {ACTIONS(add_actions)},
    .widgets = {&inputs_keys, &textedit_keys},
    .head = add_head,
    .rows = add_rows,
    .draw = add_draw,
    .typing = add_typing,
    .event = add_event,
    .free = session_free,
};

/* The options of "service" in the session header. */
static enum err take_services(struct session_view *s)
{
	const struct form *form =
	    forms_get(clinic_forms(s->p->clinic), "session");
	const struct form_field *f =
	    form != NULL ? form_field(form, "service") : NULL;
	size_t n = f != NULL ? f->noptions : 0;

	s->services = mem_new(n + 1, sizeof(*s->services));
	if (s->services == NULL)
		return err_set(ERR_NOMEM, "session");
	for (size_t i = 0; i < n; i++)
		s->services[i] =
		    (struct option){f->options[i].value, f->options[i].label};
	s->in[IN_SERVICE].options = s->services;
	s->in[IN_SERVICE].n_options = n;
	return ERR_OK;
}

static enum err prefill(struct session_view *s)
{
	const struct client *c = client_get(s->p->clinic, &s->chart);
	char today[DATE_STR];
	const char *const values[N_IN] = {
	    c != NULL ? program_client_name(s->p, c) : "",
	    date_full(clinic_today(s->p->clinic), today),
	    "",
	    "50",
	    s->in[IN_SERVICE].n_options > 0 ? s->services[0].id : "",
	};
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < N_IN; i++)
		e = textbuf_set(s->in[i].text, values[i], strlen(values[i]));
	return e;
}

static enum err add_begin(struct session_view *s)
{
	static const struct input proto[N_IN] = {
	    {.label = N_("Client"),
		.hint = N_("name or code"),
		.type = INPUT_LINE,
		.needed = true},
	    {.label = N_("Date"), .type = INPUT_DATE, .needed = true},
	    {.label = N_("Time"),
		.hint = N_("9, 930 or 9:30"),
		.type = INPUT_TIME,
		.needed = true},
	    {.label = N_("Minutes"),
		.type = INPUT_MINUTES,
		.needed = true,
		.min = 1,
		.max = 720},
	    {.label = N_("Service"), .type = INPUT_CHOICE},
	};
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < N_IN; i++) {
		s->in[i] = proto[i];
		s->in[i].label = _(proto[i].label);
		if (proto[i].hint != NULL)
			s->in[i].hint = _(proto[i].hint);
		e = textbuf_new(256, true, &s->in[i].text);
	}
	if (!id_is_zero(&s->chart))
		s->in[IN_CLIENT].type = INPUT_FIXED;
	if (e == ERR_OK)
		e = take_services(s);
	if (e == ERR_OK)
		e = prefill(s);
	if (e == ERR_OK)
		e = inputs_init(&s->inputs, s->in, N_IN,
		    clinic_today(s->p->clinic), &s->p->clip);
	return e;
}

void session_add_show(struct program *p, const struct id *chart)
{
	struct session_view *s = mem_new(1, sizeof(*s));
	enum err e = ERR_NOMEM;

	if (s != NULL) {
		s->p = p;
		s->chart = chart != NULL ? *chart : id_zero;
		e = add_begin(s);
		if (e != ERR_OK)
			session_free(s);
		else
			e = app_drawer(p->app, &session_screen, s);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}
