#include "ui/inputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/inputs_value.h"

enum { IN_NEXT = 1, IN_PREV, IN_ENTER, IN_CHANGE, IN_BACK };

static const struct action rows[] = {
    {.id = "next",
	.keys = "Tab Ctrl-N",
	.label = N_("next"),
	.help = N_("next field"),
	.flags = ACTION_HIDDEN,
	.op = IN_NEXT},
    {.id = "prev",
	.keys = "Shift-Tab Ctrl-P",
	.help = N_("previous field"),
	.flags = ACTION_HIDDEN,
	.op = IN_PREV},
    {.id = "inputs.enter",
	.keys = "Enter",
	.help = N_("next field; in the last one: done"),
	.flags = ACTION_HIDDEN,
	.op = IN_ENTER},
    {.id = "inputs.change",
	.keys = "Space",
	.help = N_("the next choice; its first letter does the same"),
	.flags = ACTION_HIDDEN,
	.op = IN_CHANGE},
};

const struct actions inputs_keys = {ACTIONS(rows)};

static bool typed_in(const struct input *f)
{
	return f->type != INPUT_CHOICE && f->type != INPUT_CHOICES &&
	       f->type != INPUT_FIXED && f->type != INPUT_BUTTON;
}

static bool empty(const struct input *f)
{
	return textbuf_len(f->text) == 0;
}

enum err inputs_init(struct inputs *in, struct input *f, size_t n,
    struct date today, struct clip *clip)
{
	*in = (struct inputs){.inputs = f,
	    .n_inputs = n,
	    .today = today,
	    .clip = clip,
	    .height = 18};
	for (size_t i = 0; i < n; i++) {
		unsigned flags = f[i].type == INPUT_TEXT ? 0 : TE_LINE;

		if (f[i].type == INPUT_PASSWORD)
			flags |= TE_PASSWORD;
		textedit_init(&f[i].edit, f[i].text, clip, flags);
		f[i].option = 0;
		f[i].wrong = false;
	}
	for (size_t i = 0; i < n; i++) {
		if (f[i].needed && empty(&f[i]) && f[i].type != INPUT_FIXED) {
			in->cur = i;
			return ERR_OK;
		}
	}
	while (in->cur + 1 < n && f[in->cur].type == INPUT_FIXED)
		in->cur++;
	return ERR_OK;
}

void inputs_done(struct inputs *in)
{
	for (size_t i = 0; i < in->n_inputs; i++)
		textedit_done(&in->inputs[i].edit);
	*in = (struct inputs){0};
}

/* A value is typed anew more often than mended. */
static bool whole_value(const struct input *f)
{
	return (f->type == INPUT_DATE || f->type == INPUT_TIME ||
		   f->type == INPUT_MINUTES || f->type == INPUT_NUMBER ||
		   f->type == INPUT_SCALE) &&
	       !empty(f);
}

void inputs_go(struct inputs *in, size_t field)
{
	if (field >= in->n_inputs)
		return;
	in->inputs[in->cur].edit.chosen = false;
	in->inputs[in->cur].edit.choosing = false;
	in->cur = field;
	if (whole_value(&in->inputs[field]))
		textedit_choose_all(&in->inputs[field].edit);
}

bool inputs_typing(const struct inputs *in)
{
	const struct input *f = &in->inputs[in->cur];

	return in->n_inputs > 0 && f->type != INPUT_FIXED &&
	       f->type != INPUT_BUTTON;
}

/* --- choices --- */

static bool begins(const char *label, const char *letter, size_t len)
{
	struct buf a = {0}, b = {0};
	bool yes = utf8_fold(label, strlen(label), &a) == ERR_OK &&
		   utf8_fold(letter, len, &b) == ERR_OK && b.len > 0 &&
		   a.len >= b.len && memcmp(a.p, b.p, b.len) == 0;

	buf_free(&a);
	buf_free(&b);
	return yes;
}

static enum inputs_did set_text(struct inputs *in, const char *s, size_t len)
{
	struct input *f = &in->inputs[in->cur];

	f->edit.err = textbuf_edit(
	    f->text, 0, textbuf_len(f->text), s, len, TEXT_STEP, NULL);
	if (f->edit.err != ERR_OK) {
		in->why = err_text(f->edit.err);
		return INPUTS_WRONG;
	}
	f->wrong = false;
	return INPUTS_CHANGED;
}

/* The option after the current one that begins with what was typed; Space
 * takes the next one. */
static enum inputs_did choose(struct inputs *in, const struct event *ev)
{
	struct input *f = &in->inputs[in->cur];
	size_t now = inputs_choice(in, in->cur), n = f->n_options;

	for (size_t i = 1; i <= n; i++) {
		size_t k = now == n ? i - 1 : (now + i) % n;

		if (ev->key == ' ' ||
		    begins(f->options[k].label, ev->text, ev->len))
			return set_text(
			    in, f->options[k].id, strlen(f->options[k].id));
	}
	return INPUTS_MOVED;
}

/* Take the option with the cursor in or out; options keep their order. */
static enum inputs_did toggle(struct inputs *in)
{
	struct input *f = &in->inputs[in->cur];
	struct buf ids = {0};
	enum inputs_did did = INPUTS_WRONG;
	enum err e = ERR_OK;

	for (size_t i = 0; i < f->n_options && e == ERR_OK; i++) {
		bool on = inputs_has(in, in->cur, f->options[i].id);

		if (on != (i == f->option))
			e = buf_addf(&ids, "%s%s", ids.len > 0 ? "\n" : "",
			    f->options[i].id);
	}
	if (e == ERR_OK)
		did = set_text(in, buf_str(&ids), ids.len);
	else
		in->why = err_text(e);
	buf_free(&ids);
	return did;
}

static enum inputs_did several(struct inputs *in, const struct event *ev)
{
	struct input *f = &in->inputs[in->cur];

	if (f->n_options == 0)
		return INPUTS_IGNORED;
	if (ev->type == EV_TEXT && ev->key == ' ')
		return toggle(in);
	if (ev->type == EV_TEXT) {
		for (size_t i = 1; i <= f->n_options; i++) {
			size_t k = (f->option + i) % f->n_options;

			if (begins(f->options[k].label, ev->text, ev->len)) {
				f->option = k;
				return INPUTS_MOVED;
			}
		}
		return INPUTS_MOVED;
	}
	if (ev->key == K_LEFT || ev->key == K_UP) {
		if (f->option == 0)
			return INPUTS_IGNORED;
		f->option--;
		return INPUTS_MOVED;
	}
	if (ev->key == K_RIGHT || ev->key == K_DOWN) {
		if (f->option + 1 >= f->n_options)
			return INPUTS_IGNORED;
		f->option++;
		return INPUTS_MOVED;
	}
	return INPUTS_IGNORED;
}

/* --- moving --- */

/* Set a value in order; false if it cannot be read. */
static bool tidy(struct inputs *in, size_t i)
{
	struct input *f = &in->inputs[i];
	char text[64];
	const char *why = NULL;

	f->wrong = !inputs_value_tidy(f, in->today, text, sizeof(text), &why);
	if (f->wrong) {
		in->why = why;
		return false;
	}
	if (text[0] != '\0' && strcmp(text, textbuf_str(f->text)) != 0 &&
	    textbuf_edit(f->text, 0, textbuf_len(f->text), text, strlen(text),
		TEXT_STEP, &f->edit.at) != ERR_OK)
		f->wrong = false;
	return true;
}

static size_t neighbour(const struct inputs *in, bool down)
{
	size_t i = in->cur;

	do {
		if (down ? i + 1 >= in->n_inputs : i == 0)
			return in->n_inputs;
		i = down ? i + 1 : i - 1;
	} while (in->inputs[i].type == INPUT_FIXED);
	return i;
}

static enum inputs_did go(struct inputs *in, int op)
{
	size_t to = neighbour(in, op != IN_PREV);
	bool good = tidy(in, in->cur);

	if (to < in->n_inputs) {
		inputs_go(in, to);
		return good ? INPUTS_MOVED : INPUTS_WRONG;
	}
	if (op == IN_PREV)
		return INPUTS_FIRST;
	return op == IN_ENTER ? INPUTS_DONE : INPUTS_LAST;
}

static enum inputs_did one(struct inputs *in, const struct event *ev)
{
	struct event space = {
	    .type = EV_TEXT, .key = ' ', .text = " ", .len = 1};
	enum inputs_did did;

	if (ev->type == EV_TEXT) {
		did = choose(in, ev);
		return did == INPUTS_CHANGED && in->inputs[in->cur].hop &&
			       ev->key != ' '
			   ? go(in, IN_NEXT)
			   : did;
	}
	if (ev->key == K_RIGHT)
		return choose(in, &space);
	if ((ev->key == K_BACKSPACE || ev->key == K_DELETE) &&
	    !empty(&in->inputs[in->cur]))
		return set_text(in, "", 0);
	return INPUTS_IGNORED;
}

static enum inputs_did of_text(
    struct inputs *in, const struct event *ev, const struct keymap *km)
{
	struct input *f = &in->inputs[in->cur];

	switch (textedit_event(&f->edit, km, ev, in->height)) {
	case TE_CHANGED:
		f->wrong = false;
		return INPUTS_CHANGED;
	case TE_MOVED:
		return INPUTS_MOVED;
	case TE_TOP:
		return neighbour(in, false) < in->n_inputs ? go(in, IN_PREV)
							   : INPUTS_MOVED;
	case TE_BOTTOM:
		return neighbour(in, true) < in->n_inputs ? go(in, IN_NEXT)
							  : INPUTS_MOVED;
	case TE_REFUSED:
		in->why = err_text(f->edit.err);
		return INPUTS_WRONG;
	default:
		return INPUTS_IGNORED;
	}
}

static enum inputs_did of_field(
    struct inputs *in, const struct event *ev, const struct keymap *km)
{
	const struct input *f = &in->inputs[in->cur];

	if (f->type == INPUT_CHOICE)
		return one(in, ev);
	if (f->type == INPUT_CHOICES)
		return several(in, ev);
	if (f->type == INPUT_BUTTON || f->type == INPUT_FIXED)
		return INPUTS_IGNORED;
	return of_text(in, ev, km);
}

enum inputs_did inputs_event(
    struct inputs *in, const struct keymap *km, const struct event *ev)
{
	const struct action *a = NULL;
	enum inputs_did did;
	const struct input *f;

	if (in->n_inputs == 0)
		return INPUTS_IGNORED;
	f = &in->inputs[in->cur];
	in->why = NULL;
	if (ev->type == EV_PASTE && !typed_in(f))
		return INPUTS_IGNORED;
	if (ev->type == EV_KEY)
		a = keymap_find(km, inputs_keys, ev->key);
	if (a != NULL && a->op == IN_ENTER && f->type == INPUT_BUTTON)
		return INPUTS_BUTTON;
	if (a != NULL && a->op == IN_ENTER && f->type == INPUT_TEXT)
		a = NULL;
	if (a != NULL && a->op != IN_CHANGE)
		return go(in, a->op);
	did = of_field(in, ev, km);
	if (did != INPUTS_IGNORED || !in->arrows || ev->type != EV_KEY)
		return did;
	if (ev->key == K_UP)
		return neighbour(in, false) < in->n_inputs ? go(in, IN_PREV)
							   : INPUTS_MOVED;
	if (ev->key == K_DOWN)
		return neighbour(in, true) < in->n_inputs ? go(in, IN_NEXT)
							  : INPUTS_MOVED;
	return did;
}

size_t inputs_check(struct inputs *in)
{
	in->why = NULL;
	for (size_t i = 0; i < in->n_inputs; i++) {
		if (in->inputs[i].needed && empty(&in->inputs[i])) {
			in->why = _("this field is needed");
			return i;
		}
		if (!tidy(in, i))
			return i;
	}
	return in->n_inputs;
}
