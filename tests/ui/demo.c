#include "demo.h"

#include <check.h>
#include <string.h>

#include "base/i18n.h"
#include "ui/help.h"
#include "ui/palette.h"
#include "ui/prompt.h"

enum { ASK_NAME = 1, ASK_SECRET, ASK_KIND, ASK_WORDS };

/* --- the page --- */

static void page_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "Letter");
	ui_say(&h->name, "Wren Fable");
	ui_say(&h->ids, "C-1042   born 14 Mar 1991");
	ui_say(&h->state, "draft, saved");
	ui_say(&h->warn, "RISK RAISED 11 Nov");
	h->warn_mean = MEAN_DANGER;
	ui_say(&h->context, "Tue 18 Nov 09:00-09:50   individual");
}

static void draw_page(void *self, const struct view *v)
{
	page_draw(&((struct demo *)self)->page, v);
}

static bool typing(const void *self)
{
	(void)self;
	return true;
}

static void ask(struct app *app, int id, enum prompt_kind kind)
{
	static const struct option kinds[] = {
	    {"a", "Addendum"}, {"c", "Correction"}, {"e", "Entered in error"}};
	const struct prompt p = {.id = id,
	    .title = "A question",
	    .label = kind == PROMPT_CHOICE ? NULL : "Answer",
	    .hint = "anything",
	    .text = kind == PROMPT_PASSWORD ? "Type it with care." : NULL,
	    .done = "take",
	    .kind = kind,
	    .options = kinds,
	    .n_options = kind == PROMPT_CHOICE ? 3 : 0,
	    .marked = 1};

	ck_assert_int_eq(prompt_open(app, &p), ERR_OK);
}

static bool page_ev(struct app *app, void *self, const struct event *ev)
{
	struct demo *d = self;

	switch (page_event(&d->page, app_keys(app), ev)) {
	case PAGE_IGNORED:
		return false;
	case PAGE_FIND:
		ask(app, ASK_WORDS, PROMPT_LINE);
		return true;
	case PAGE_REFUSED:
		app_refuse(app, "taken", d->parts[d->page.cur].edit.err);
		return true;
	default:
		return true;
	}
}

static bool page_answer(
    struct app *app, void *self, int id, const struct answer *a)
{
	struct demo *d = self;

	buf_clear(&d->answer);
	ui_say(&d->answer, "%d:%s:%s:%d", id, a->given ? "yes" : "no", a->text,
	    (int)a->choice);
	if (id == ASK_WORDS && a->given && !page_find(&d->page, a->text))
		app_say(app, "Not found.");
	if (a->given && !d->take && id != ASK_WORDS) {
		app_say(app, "Not taken.");
		return false;
	}
	return true;
}

static void page_settle(struct app *app, void *self)
{
	(void)app;
	((struct demo *)self)->settled++;
}

static void note(
    void *arg, size_t part, size_t from, size_t to, struct linenote *out)
{
	const struct demo *d = arg;
	const char *s = textbuf_str(d->texts[part]);

	/* Lines that begin with = are carried. */
	if (from < to && s[from] == '=') {
		out->mark = '=';
		out->word = "carried";
		out->mean = MEAN_CARRIED;
	}
}

static void ask_name(struct app *app, void *self)
{
	(void)self;
	ask(app, ASK_NAME, PROMPT_LINE);
}

static void ask_secret(struct app *app, void *self)
{
	(void)self;
	ask(app, ASK_SECRET, PROMPT_PASSWORD);
}

static void ask_kind(struct app *app, void *self)
{
	(void)self;
	ask(app, ASK_KIND, PROMPT_CHOICE);
}

static bool digit(struct app *app, void *self, const struct event *ev)
{
	struct demo *d = self;

	(void)app;
	if (ev->type != EV_TEXT || ev->key < '1' || ev->key > '3')
		return false;
	page_go(&d->page, (size_t)(ev->key - '1'));
	return true;
}

static void go_to(struct app *app, void *self)
{
	app_next_key(app, "1 Subjective  2 Objective  3 Plan", digit, self);
}

static const struct action page_actions[] = {
    {.id = "next", .label = N_("next"), .help = N_("next section")},
    {.id = "done",
	.keys = "Ctrl-D",
	.label = N_("sign"),
	.name = N_("Sign this letter"),
	.help = N_("check and sign"),
	.fn = ask_secret},
    {.id = "pane", .label = N_("private"), .help = N_("the pane at the side")},
    {.id = "go",
	.keys = "Ctrl-G",
	.label = N_("go to"),
	.help = N_("go to a section"),
	.fn = go_to},
    {.id = "name",
	.keys = "F5",
	.name = N_("Name it"),
	.help = N_("give it a name"),
	.fn = ask_name},
    {.id = "kind",
	.keys = "F6",
	.name = N_("Kind of letter"),
	.help = N_("say what kind it is"),
	.fn = ask_kind},
};

static const struct screen_ops page_ops = {
    .id = "letter",
    .name = N_("Letter"),
    .help = N_("Write a letter. All is kept as you type."),
    .actions = {ACTIONS(page_actions)},
    .widgets = {&page_keys, &textedit_keys},
    .head = page_head,
    .draw = draw_page,
    .typing = typing,
    .event = page_ev,
    .answer = page_answer,
    .settle = page_settle,
};

/* --- the pane --- */

static void pane_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "PRIVATE");
	ui_say(&h->name, "Imre Lorem only");
	ui_say(&h->state, "open, saved");
	ui_say(&h->warn, "not part of the record");
	h->warn_mean = MEAN_PLAIN;
	h->no_context = true;
	ui_say(&h->message, "Copies made here stay here.");
}

static void draw_pane(void *self, const struct view *v)
{
	page_draw(&((struct demo *)self)->pane, v);
}

static bool pane_ev(struct app *app, void *self, const struct event *ev)
{
	return page_event(&((struct demo *)self)->pane, app_keys(app), ev) !=
	       PAGE_IGNORED;
}

static const struct action pane_actions[] = {
    {.id = "back", .label = N_("to the letter"), .help = N_("back")},
    {.id = "pane", .label = N_("close and lock"), .help = N_("close it")},
    {.id = "single", .name = N_("Private notes: full screen")},
};

static void pane_free(void *self)
{
	((struct demo *)self)->freed++;
}

static const struct screen_ops pane_ops = {
    .id = "pane",
    .name = N_("Private"),
    .help = N_("What is yours alone."),
    .actions = {ACTIONS(pane_actions)},
    .widgets = {&page_keys, &textedit_keys},
    .flags = SCREEN_PRIVATE,
    .head = pane_head,
    .draw = draw_pane,
    .typing = typing,
    .event = pane_ev,
    .free = pane_free,
};

/* --- fields --- */

static void fields_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "New client");
	ui_say(&h->state, "Imre Lorem, LAC");
}

static void fields_draw(void *self, const struct view *v)
{
	inputs_draw(&((struct demo *)self)->form, v);
}

static bool fields_typing(const void *self)
{
	return inputs_typing(&((const struct demo *)self)->form);
}

static bool fields_event(struct app *app, void *self, const struct event *ev)
{
	struct demo *d = self;

	switch (inputs_event(&d->form, app_keys(app), ev)) {
	case INPUTS_IGNORED:
		return false;
	case INPUTS_WRONG:
		app_say(app, "Not taken: %s.", d->form.why);
		return true;
	case INPUTS_DONE:
		app_say(app, "Done.");
		return true;
	case INPUTS_BUTTON:
		app_say(app, "Pressed.");
		return true;
	default:
		return true;
	}
}

static const struct action fields_actions[] = {
    {.id = "inputs.enter", .label = N_("next")},
    {.id = "next", .label = N_("next")},
};

static const struct screen_ops fields_ops = {
    .id = "fields",
    .name = N_("New client"),
    .help = N_("A client in half a minute."),
    .actions = {ACTIONS(fields_actions)},
    .widgets = {&inputs_keys, &textedit_keys},
    .head = fields_head,
    .draw = fields_draw,
    .typing = fields_typing,
    .event = fields_event,
};

/* --- the reader --- */

static void reader_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "Reader");
	h->no_context = true;
}

static void reader_draw(void *self, const struct view *v)
{
	pager_draw(&((struct demo *)self)->pager, v->r, v->focus);
}

static bool reader_event(struct app *app, void *self, const struct event *ev)
{
	return pager_event(&((struct demo *)self)->pager, app_keys(app), ev) !=
	       PAGER_IGNORED;
}

static const struct action reader_actions[] = {
    {.id = "read.page-down", .label = N_("page")},
    {.id = "next", .label = N_("next part")},
    {.id = "find", .label = N_("find")},
};

static const struct screen_ops reader_ops = {
    .id = "reader",
    .name = N_("Reader"),
    .help = N_("Read."),
    .actions = {ACTIONS(reader_actions)},
    .widgets = {&pager_keys},
    .head = reader_head,
    .draw = reader_draw,
    .event = reader_event,
};

/* --- the list --- */

static const struct {
	const char *group, *when, *name, *state;
} people[] = {
    {"Overdue", "Mon 10 Nov 16:00", "Otto Quillfeather", "no note"},
    {"Overdue", "Tue 11 Nov 09:00", "Wren Fable", "returned"},
    {"Overdue", "Fri 14 Nov 11:00", "\xd0\x9e\xd0\xbb\xd1\x8c\xd0\xb3\xd0\xb0",
	"unsigned"},
    {"Today", "09:00-09:50", "Wren Fable", "no note"},
    {"Today", "10:00-10:50", "Marisol Ficta", "to come"},
    {"Due", "Plan review", "Marisol Ficta", "by Thu 20 Nov"},
};

static size_t people_count(const void *arg)
{
	(void)arg;
	return sizeof(people) / sizeof(*people);
}

static struct id people_id(const void *arg, size_t i)
{
	(void)arg;
	return (struct id){{1, (unsigned char)i}};
}

static const char *people_group(const void *arg, size_t i)
{
	(void)arg;
	return people[i].group;
}

static void people_draw(const void *arg, size_t i, struct rect r, enum mean m)
{
	(void)arg;
	term_cut(r, 0, 2, 18, m, people[i].when);
	term_cut(r, 0, 21, 22, m, people[i].name);
	term_cut(r, 0, 52, 16, MEAN_WARN, people[i].state);
}

static const struct list_ops people_ops = {
    people_count, people_id, people_group, people_draw};

static void list_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "Today   Tuesday 18 November 2025");
	ui_say(&h->state, "Imre Lorem, LAC");
}

static void draw_list(void *self, const struct view *v)
{
	list_draw(&((struct demo *)self)->list, v->r, v->focus);
}

static bool list_ev(struct app *app, void *self, const struct event *ev)
{
	return list_event(&((struct demo *)self)->list, app_keys(app), ev) !=
	       LIST_IGNORED;
}

static void open_page(struct app *app, void *self)
{
	ck_assert_int_eq(app_push(app, &page_ops, self), ERR_OK);
}

static void open_fields(struct app *app, void *self)
{
	ck_assert_int_eq(app_push(app, &fields_ops, self), ERR_OK);
}

static void open_reader(struct app *app, void *self)
{
	ck_assert_int_eq(app_push(app, &reader_ops, self), ERR_OK);
}

static const struct action list_actions[] = {
    {.id = "open",
	.keys = "Enter",
	.label = N_("open"),
	.name = N_("Open"),
	.help = N_("open the marked row"),
	.fn = open_page},
    {.id = "new",
	.keys = "+",
	.label = N_("client"),
	.name = N_("New client"),
	.help = N_("a new client"),
	.fn = open_fields},
    {.id = "read",
	.keys = "r",
	.label = N_("read"),
	.name = N_("Read"),
	.help = N_("open the reader"),
	.fn = open_reader},
    {.id = "help", .label = N_("help")},
};

static const struct screen_ops today_ops = {
    .id = "today",
    .name = N_("Today"),
    .help = N_("What is missing and who comes next."),
    .actions = {ACTIONS(list_actions)},
    .widgets = {&list_keys},
    .flags = SCREEN_HOME,
    .head = list_head,
    .draw = draw_list,
    .event = list_ev,
};

/* --- the lock and the whole --- */

static void lock_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "Tacet");
	ui_say(&h->state, "locked");
}

static void lock_draw(void *self, const struct view *v)
{
	(void)self;
	term_puts(v->r, 5, 2, MEAN_LABEL, "Password");
	if (v->focus)
		term_cursor(v->r, 5, 16);
}

static void unlock(struct app *app, void *self)
{
	(void)self;
	app_pop(app);
}

static const struct action lock_actions[] = {{.id = "open",
    .keys = "Enter",
    .label = N_("unlock"),
    .help = N_("unlock"),
    .fn = unlock}};

static const struct screen_ops lock_ops = {
    .id = "lock",
    .name = N_("Locked"),
    .help = N_("Everything typed is kept."),
    .actions = {ACTIONS(lock_actions)},
    .flags = SCREEN_ALONE,
    .head = lock_head,
    .draw = lock_draw,
};

static void do_lock(struct app *app, void *self)
{
	app_blank(app);
	ck_assert_int_eq(app_push(app, &lock_ops, self), ERR_OK);
}

static void do_quit(struct app *app, void *self)
{
	(void)self;
	app_quit(app);
}

static void do_pane(struct app *app, void *self)
{
	if (app_top(app) != &page_ops)
		return;
	if (app_in_pane(app))
		app_pane_close(app);
	else if (app_pane_find(app, &pane_ops) != NULL)
		app_focus_pane(app, true);
	else
		ck_assert_int_eq(app_pane(app, &pane_ops, self), ERR_OK);
}

static const struct action program[] = {
    {.id = "pane",
	.keys = "Ctrl-O",
	.name = N_("Private notes: open or close"),
	.help = N_("open or close the private pane"),
	.fn = do_pane},
    {.id = "lock",
	.keys = "Ctrl-L",
	.name = N_("Lock"),
	.help = N_("blank and lock"),
	.fn = do_lock},
    {.id = "quit",
	.keys = "Ctrl-Q",
	.name = N_("Log out"),
	.help = N_("log out"),
	.fn = do_quit},
};

static int64_t demo_deadline(struct app *app, void *self)
{
	struct demo *d = self;

	(void)app;
	return d->lock_at == 0 ? APP_NEVER : d->lock_at;
}

static void demo_tick(struct app *app, void *self, int64_t mono)
{
	struct demo *d = self;

	(void)mono;
	d->ticked++;
	d->lock_at = 0;
	do_lock(app, d);
}

static const struct option services[] = {
    {"i", "individual"}, {"g", "group"}, {"f", "family"}};

static const struct input templates[6] = {
    {.label = "Name", .type = INPUT_LINE, .needed = true},
    {.label = "Born", .type = INPUT_DATE, .needed = true, .hint = "7 Sep 1999"},
    {.label = "Service",
	.type = INPUT_CHOICE,
	.options = services,
	.n_options = 3},
    {.label = "Present",
	.type = INPUT_CHOICES,
	.options = services,
	.n_options = 3,
	.hint = "who was there"},
    {.label = "Minutes", .type = INPUT_MINUTES},
    {.label = "", .type = INPUT_BUTTON},
};

static void load(struct demo *d)
{
	static const char *const labels[3] = {
	    "Subjective", "Objective", "Plan"};
	const char *text = d->load != NULL ? d->load : "";

	for (size_t i = 0; i < 3; i++) {
		ck_assert_int_eq(
		    textbuf_new(60000, false, &d->texts[i]), ERR_OK);
		d->parts[i].label = labels[i];
		d->parts[i].hint = "in your own words";
	}
	ck_assert_int_eq(textbuf_set(d->texts[0], text, strlen(text)), ERR_OK);
	for (size_t i = 0; i < 3; i++)
		textedit_init(&d->parts[i].edit, d->texts[i], &d->clip, 0);
	page_init(&d->page, d->parts, 3);
	d->page.lead = true;
	d->page.note = note;
	d->page.arg = d;
	ck_assert_int_eq(textbuf_new(60000, false, &d->pane_text), ERR_OK);
	d->pane_part = (struct page_part){
	    .label = "Tue 18 Nov 09:00   note", .heading = true};
	textedit_init(&d->pane_part.edit, d->pane_text, &d->pane_clip, 0);
	page_init(&d->pane, &d->pane_part, 1);
	memcpy(d->inputs, templates, sizeof(templates));
	for (size_t i = 0; i < 6; i++) {
		bool line = d->inputs[i].type != INPUT_CHOICES;

		ck_assert_int_eq(textbuf_new(500, line, &d->values[i]), ERR_OK);
		d->inputs[i].text = d->values[i];
	}
	ck_assert_int_eq(
	    textbuf_set(d->values[5], "Open that chart instead", 23), ERR_OK);
	ck_assert_int_eq(inputs_init(&d->form, d->inputs, 6,
			     (struct date){2025, 11, 18}, &d->clip),
	    ERR_OK);
	pager_init(&d->pager);
	for (int i = 0; i < 30; i++) {
		char text2[80];
		int n = snprintf(
		    text2, sizeof(text2), "Line %d says {so} and no more.", i);

		ck_assert_int_eq(
		    pager_add(&d->pager, i % 10 == 0 ? "Part" : NULL,
			i == 3 ? '+' : 0, text2, (size_t)n,
			i == 5 ? "7F3A-91C2" : NULL,
			i == 3 ? MEAN_CHANGED : MEAN_PLAIN,
			i % 10 == 0 ? PAGER_PART | PAGER_GAP : 0, i),
		    ERR_OK);
	}
}

static enum err demo_open(
    void *arg, const struct clock *clock, struct app **out)
{
	struct demo *d = arg;
	const struct app_hooks hooks = {
	    .self = d, .deadline = demo_deadline, .tick = demo_tick};
	enum err e;

	load(d);
	list_init(&d->list, &people_ops, d);
	e = keymap_new(&d->keys);
	if (e == ERR_OK)
		e = app_new(&hooks, clock, d->keys,
		    (struct actions){ACTIONS(program)}, &d->app);
	if (e == ERR_OK)
		e = keymap_table(
		    d->keys, today_ops.id, today_ops.actions, false);
	if (e == ERR_OK && d->bind[0] != NULL)
		e = keymap_bind(d->keys, d->bind[0], d->bind[1]);
	if (e == ERR_OK)
		e = keymap_check(d->keys);
	if (e == ERR_OK)
		e = app_push(d->app, &today_ops, d);
	if (e == ERR_OK)
		app_place(d->app, "DEMONSTRATION");
	*out = d->app;
	return e;
}

static void demo_close(void *arg, struct app *app)
{
	struct demo *d = arg;

	app_free(app);
	keymap_free(d->keys);
	page_done(&d->page);
	page_done(&d->pane);
	inputs_done(&d->form);
	pager_done(&d->pager);
	for (size_t i = 0; i < 3; i++)
		textbuf_free(d->texts[i]);
	for (size_t i = 0; i < 6; i++)
		textbuf_free(d->values[i]);
	textbuf_free(d->pane_text);
	clip_wipe(&d->clip);
	clip_wipe(&d->pane_clip);
	buf_free(&d->answer);
}

struct replay_host demo_host(struct demo *d)
{
	return (struct replay_host){
	    .arg = d, .open = demo_open, .close = demo_close};
}
