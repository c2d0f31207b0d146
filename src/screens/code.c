/*
 * A recovery code, alone on the screen, once: typing its last group shows that
 * it was copied to paper and ends it (screens.md 10).
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "crypto/code.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/inputs.h"
#include "ui/key.h"

struct code_view {
	struct program *p;
	char code[CODE_TEXT];
	struct inputs inputs;
	struct input in;
};

static void code_free(void *self)
{
	struct code_view *c = self;

	inputs_done(&c->inputs);
	textbuf_free(c->in.text);
	mem_wipe(c->code, sizeof(c->code));
	free(c);
}

static void code_head(void *self, struct head *h)
{
	(void)self;
	ui_say(&h->kind, "%s", _("Recovery code"));
	ui_say(&h->message, "%s",
	    _("Copy it to paper now: it is never shown again."));
	h->no_context = true;
}

static void code_draw(void *self, const struct view *view)
{
	struct code_view *c = self;
	struct view v = *view;
	int top = v.r.h > 10 ? 5 : 0;

	term_puts(v.r, top, 16, MEAN_TITLE, c->code);
	v.r = rect_rows(view->r, top + 2, view->r.h - top - 2);
	inputs_draw(&c->inputs, &v);
}

static bool code_typing(const void *self)
{
	(void)self;
	return true;
}

static bool code_event(struct app *app, void *self, const struct event *ev)
{
	struct code_view *c = self;
	const char *last = strrchr(c->code, ' ');
	enum inputs_did did = inputs_event(&c->inputs, app_keys(app), ev);

	if (did != INPUTS_DONE)
		return did != INPUTS_IGNORED;
	if (last == NULL ||
	    strcasecmp(textbuf_str(c->in.text), last + 1) != 0) {
		/* Typed once more it does not grow a tail. */
		textedit_choose_all(&c->in.edit);
		app_say(app, "%s",
		    _("Not the last group. It stands at the end of the "
		      "code."));
		return true;
	}
	app_pop(app);
	app_say(
	    app, "%s", _("The recovery code is made. Keep the paper safe."));
	return true;
}

static const struct action code_actions[] = {
    {"enter", "Enter", N_("copied"), N_("The last group is typed"), NULL, NULL,
	NULL, ACTION_HIDDEN, 0},
};

const struct screen_ops code_screen = {
    .id = "code",
    .name = N_("Recovery code"),
    .help = N_("Copy the code to paper, then type its last group of four. It "
	       "is never shown again."),
    .actions = {ACTIONS(code_actions)},
    .widgets = {&inputs_keys, &textedit_keys},
    .flags = SCREEN_ALONE,
    .head = code_head,
    .draw = code_draw,
    .typing = code_typing,
    .event = code_event,
    .free = code_free,
};

void code_show(struct program *p, const char *code)
{
	struct code_view *c = mem_new(1, sizeof(*c));
	enum err e = ERR_NOMEM;

	if (c != NULL) {
		c->p = p;
		memcpy(c->code, code, CODE_TEXT);
		c->in.label = _("Last group");
		c->in.type = INPUT_LINE;
		e = textbuf_new(16, true, &c->in.text);
		if (e == ERR_OK)
			e = inputs_init(&c->inputs, &c->in, 1,
			    clinic_today(p->clinic), NULL);
		if (e != ERR_OK)
			code_free(c);
		else
			e = app_push(p->app, &code_screen, c);
	}
	if (e != ERR_OK)
		app_refuse(p->app, _("shown"), e);
}
