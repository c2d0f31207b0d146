/*
 * New client and client file: the fields of client.form (screens.md 5).  What
 * is half filled waits as a sealed draft.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "clinic/client.h"
#include "screens/fieldset.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/key.h"
#include "vault/draft.h"

/* The draft of a client who has no chart yet; each person has one. */
static const struct id new_client = {.b = "new client draft"};

struct client_view {
	struct program *p;
	struct id chart; /* zeros: a new client */
	struct fieldset fields;
	struct draft *draft;
	struct record record; /* what is being changed */
	uint32_t ver;
	struct id similar; /* a chart that may be meant */
	char similar_words[160];
	bool done, unsaved;
};

static bool is_new(const struct client_view *c)
{
	return id_is_zero(&c->chart);
}

static void client_free(void *self)
{
	struct client_view *c = self;

	fieldset_done(&c->fields);
	record_done(&c->record);
	draft_close(c->draft);
	free(c);
}

/* ---- keeping ----------------------------------------------------------- */

static enum err keep_field(struct client_view *c, size_t i)
{
	const char *id = c->fields.fields[i]->id;
	struct buf value = {0};
	struct draft_field f = {.tag = id};
	enum err e = fieldset_get(&c->fields, i, &value);

	if (e == ERR_OK) {
		f.p = buf_str(&value);
		f.len = value.len;
		e = draft_put(c->draft, &f, 1);
	}
	buf_free(&value);
	return e;
}

static enum err take_similar(void *arg, const struct client *other)
{
	struct client_view *c = arg;
	char born[DATE_STR] = "";

	if (id_equal(&other->chart, &c->chart) || !id_is_zero(&c->similar))
		return ERR_OK;
	c->similar = other->chart;
	if (other->born.y != 0)
		date_full(other->born, born);
	snprintf(c->similar_words, sizeof(c->similar_words),
	    _("%.60s   %s   born %s"), program_client_name(c->p, other),
	    other->code, born);
	return ERR_OK;
}

static void look_for_similar(struct client_view *c)
{
	size_t name = fieldset_find(&c->fields, "name");
	size_t born = fieldset_find(&c->fields, "born");
	struct date d = {0};

	if (!is_new(c) || name == c->fields.n || born == c->fields.n)
		return;
	if (inputs_date(&c->fields.inputs, born, &d) != ERR_OK)
		d = (struct date){0};
	c->similar = id_zero;
	if (textbuf_len(c->fields.in[name].text) > 0 &&
	    client_similar(c->p->clinic, textbuf_str(c->fields.in[name].text),
		d, take_similar, c) != ERR_OK)
		c->similar = id_zero;
	err_clear();
}

static void client_settle(struct app *app, void *self)
{
	struct client_view *c = self;
	size_t i = 0;
	enum err e = ERR_OK;

	if (c->draft == NULL || c->done)
		return;
	while (e == ERR_OK && fieldset_changed(&c->fields, &i)) {
		e = keep_field(c, i);
		if (e != ERR_OK)
			c->fields.revs[i]--; /* try again next time */
		else
			look_for_similar(c);
	}
	c->unsaved = e != ERR_OK;
	if (c->unsaved)
		app_alarm(app, _("ERROR: not saved, %s. Keep this open."),
		    err_text(e));
}

static enum err load_draft_field(
    void *arg, const char *tag, const void *p, size_t len)
{
	struct client_view *c = arg;
	size_t i = fieldset_find(&c->fields, tag);

	return i < c->fields.n ? fieldset_set(&c->fields, i, p, len) : ERR_OK;
}

/* ---- the screen -------------------------------------------------------- */

static void client_head(void *self, struct head *h)
{
	struct client_view *c = self;
	const struct person *me = vault_me(clinic_vault(c->p->clinic));

	ui_say(&h->kind, "%s", is_new(c) ? _("New client") : _("Client file"));
	h->no_context = true;
	if (!is_new(c))
		head_client(c->p, h, &c->chart);
	if (c->unsaved) {
		ui_say(&h->state, "%s", "NOT SAVED");
		h->state_mean = MEAN_DANGER;
	} else if (is_new(c) && me != NULL) {
		ui_say(&h->state, "%s%s%s", me->name,
		    *me->credentials != '\0' ? ", " : "", me->credentials);
	}
	if (is_new(c) && !id_is_zero(&c->similar))
		ui_say(&h->message, "%s",
		    _("A client has a similar name or the same birth date. "
		      "Ctrl-K, open that chart."));
}

static void client_draw(void *self, const struct view *view)
{
	struct client_view *c = self;
	struct view v = *view;
	int skip = v.r.h > 4 ? 1 : 0, below = 0;

	if (is_new(c) && !id_is_zero(&c->similar) && v.r.h > 6)
		below = 2;
	v.r = rect_rows(view->r, skip, view->r.h - skip - below);
	inputs_draw(&c->fields.inputs, &v);
	if (below == 0)
		return;
	term_puts(view->r, view->r.h - 1, 2, MEAN_LABEL, _("Similar"));
	term_cut(view->r, view->r.h - 1, 16, view->r.w - 18, MEAN_WARN,
	    c->similar_words);
}

static bool client_typing(const void *self)
{
	const struct client_view *c = self;

	return inputs_typing(&c->fields.inputs);
}

static bool client_event(struct app *app, void *self, const struct event *ev)
{
	struct client_view *c = self;
	enum inputs_did did =
	    inputs_event(&c->fields.inputs, app_keys(app), ev);

	if (did == INPUTS_WRONG)
		app_say(app, _("Kept as typed, but %s."), c->fields.inputs.why);
	if (did == INPUTS_LAST)
		inputs_go(&c->fields.inputs, 0);
	return did != INPUTS_IGNORED;
}

static enum err gather(struct client_view *c, const struct form *form)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < c->fields.n; i++) {
		struct buf value = {0};

		e = fieldset_get(&c->fields, i, &value);
		if (e == ERR_OK)
			e = record_set(&c->record, form,
			    c->fields.fields[i]->id, buf_str(&value),
			    value.len);
		buf_free(&value);
	}
	return e;
}

static void created(struct client_view *c)
{
	struct program *p = c->p;
	struct id chart = c->chart;
	const struct client *made = client_get(p->clinic, &chart);

	c->done = true;
	if (draft_remove(c->draft) != ERR_OK)
		err_clear();
	app_pop(p->app);
	chart_show(p, &chart);
	if (made != NULL)
		app_say(p->app, _("Created: %s."), made->code);
}

static void do_done(struct app *app, void *self)
{
	struct client_view *c = self;
	const struct form *form =
	    forms_get(clinic_forms(c->p->clinic), "client");
	size_t bad = inputs_check(&c->fields.inputs);
	bool fresh = is_new(c);
	enum err e;

	if (bad < c->fields.n) {
		inputs_go(&c->fields.inputs, bad);
		app_say(app,
		    is_new(c) ? _("Not created: %s.") : _("Not kept: %s."),
		    c->fields.inputs.why != NULL ? c->fields.inputs.why
						 : _("something is missing"));
		return;
	}
	e = gather(c, form);
	if (e == ERR_OK)
		e = fresh ? client_create(c->p->clinic, &c->record, &c->chart)
			  : client_save(
				c->p->clinic, &c->chart, &c->record, c->ver);
	if (e != ERR_OK) {
		app_refuse(app, _("kept"), e);
		return;
	}
	if (fresh) {
		created(c);
		return;
	}
	c->done = true;
	if (draft_remove(c->draft) != ERR_OK)
		err_clear();
	app_pop(app);
	app_say(app, "%s", _("Client file kept."));
}

static const char *client_label(const void *self, const struct action *a)
{
	const struct client_view *c = self;

	return strcmp(a->id, "done") == 0 && is_new(c) ? _("create") : NULL;
}

static bool has_similar(const void *self)
{
	const struct client_view *c = self;

	return is_new(c) && !id_is_zero(&c->similar);
}

static void do_similar(struct app *app, void *self)
{
	struct client_view *c = self;
	struct id chart = c->similar;

	app_pop(app);
	chart_show(c->p, &chart);
}

static const struct action client_actions[] = {
    {"next", "Tab Ctrl-N", N_("next"), N_("Next field"), NULL, NULL, NULL,
	ACTION_HIDDEN, 0},
    {"done", "Ctrl-D", N_("keep"), N_("Keep the client file"), NULL, do_done,
	NULL, 0, 0},
    {"client.similar", "", NULL, N_("Client: open that chart instead"),
	N_("the client with a similar name or the same birth date"), do_similar,
	has_similar, 0, 0},
    {"back", "Esc", N_("back"), N_("Back; what is typed is kept"), NULL, NULL,
	NULL, ACTION_HIDDEN, 0},
};

const struct screen_ops client_screen = {
    .id = "client",
    .name = N_("Client file"),
    .help = N_("A client file in half a minute: name and birth date are "
	       "needed, the rest may follow. The code is given by the "
	       "program."),
    .actions = {ACTIONS(client_actions)},
    .widgets = {&inputs_keys, &textedit_keys},
    .head = client_head,
    .draw = client_draw,
    .label = client_label,
    .typing = client_typing,
    .event = client_event,
    .settle = client_settle,
    .free = client_free,
};

/* ---- opening ----------------------------------------------------------- */

static enum err load_values(struct client_view *c)
{
	enum err e = client_load(c->p->clinic, &c->chart, &c->record, &c->ver);

	for (size_t i = 0; e == ERR_OK && i < c->fields.n; i++) {
		const char *v = record_get(&c->record, c->fields.fields[i]->id);

		e = fieldset_set(&c->fields, i, v, strlen(v));
	}
	return e;
}

static enum err client_begin(struct client_view *c, const char *name)
{
	const struct form *form =
	    forms_get(clinic_forms(c->p->clinic), "client");
	size_t at;
	bool held;
	enum err e;

	if (form == NULL)
		return err_set(ERR_NOTFOUND, "client.form");
	e = fieldset_init(&c->fields, form, FIELDSET_ALL,
	    clinic_today(c->p->clinic), &c->p->clip);
	if (e == ERR_OK)
		e = is_new(c) ? record_begin(&c->record, form) : load_values(c);
	if (e == ERR_OK)
		e = draft_open(clinic_vault(c->p->clinic),
		    is_new(c) ? &new_client : &c->chart, &c->chart, &c->draft,
		    &held);
	if (e == ERR_OK && held)
		e = draft_take(c->draft);
	if (e == ERR_OK)
		e = draft_fields(c->draft, load_draft_field, c);
	at = fieldset_find(&c->fields, "name");
	if (e == ERR_OK && is_new(c) && *name != '\0' && at < c->fields.n)
		e = textbuf_edit(c->fields.in[at].text, 0,
		    textbuf_len(c->fields.in[at].text), name, strlen(name),
		    TEXT_STEP, NULL);
	if (e == ERR_OK)
		inputs_go(&c->fields.inputs,
		    is_new(c) && *name != '\0' && c->fields.n > 1 ? 1 : 0);
	return e;
}

static void client_open(
    struct program *p, const struct id *chart, const char *name)
{
	struct client_view *c = mem_new(1, sizeof(*c));
	enum err e = ERR_NOMEM;

	if (c != NULL) {
		c->p = p;
		c->chart = *chart;
		e = client_begin(c, name);
		if (e != ERR_OK)
			client_free(c);
		else
			e = app_push(p->app, &client_screen, c);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("opened"), e);
}

static void client_again(struct program *p, const struct place *at)
{
	client_open(p, &at->chart, "");
}

bool client_place(void *self, struct place *out)
{
	const struct client_view *c = self;

	out->show = client_again;
	out->chart = c->chart;
	return true;
}

bool client_unsaved(void *self)
{
	struct client_view *c = self;

	client_settle(c->p->app, c);
	return c->unsaved;
}

void client_new_show(struct program *p, const char *name)
{
	client_open(p, &id_zero, name);
}

void client_file_show(struct program *p, const struct id *chart)
{
	client_open(p, chart, "");
}
