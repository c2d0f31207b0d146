#include "ui/prompt.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/frame.h"
#include "ui/list.h"

#define LINE_MAX_BYTES 4000
#define TEXT_MAX_BYTES 64000
#define TEXT_ROWS 4
#define CHOICE_ROWS 15 /* more of them scroll */
#define FIELD_X 16

struct asking {
	struct part asker;
	int id;
	enum prompt_kind kind;
	bool empty_ok, again;
	struct buf *keep;
	char *title, *label, *hint, *text, *done, *message;
	char **options;
	size_t n_options;
	struct textbuf *buf;
	struct textedit edit;
	struct list list;
	struct clip clip;
};

/* --- choices --- */

static size_t option_count(const void *arg)
{
	return ((const struct asking *)arg)->n_options;
}

static struct id option_id(const void *arg, size_t i)
{
	struct id id = {{1, (unsigned char)i, (unsigned char)(i >> 8)}};

	(void)arg;
	return id;
}

static void option_draw(const void *arg, size_t i, struct rect row, enum mean m)
{
	const struct asking *p = arg;

	term_cut(row, 0, 2, row.w - 4, m, p->options[i]);
}

static const struct list_ops option_ops = {
    .count = option_count, .id = option_id, .draw = option_draw};

/* --- life --- */

static void prompt_free(void *self)
{
	struct asking *p = self;

	if (p == NULL)
		return;
	textedit_done(&p->edit);
	textbuf_free(p->buf);
	clip_wipe(&p->clip);
	for (size_t i = 0; i < p->n_options; i++)
		mem_strfree(p->options[i]);
	free(p->options);
	mem_strfree(p->title);
	mem_strfree(p->label);
	mem_strfree(p->hint);
	mem_strfree(p->text);
	mem_strfree(p->done);
	mem_strfree(p->message);
	free(p);
}

/* NULL stays NULL; *e tells when memory is out. */
static char *copy(const char *s, enum err *e)
{
	char *c;

	if (s == NULL)
		return NULL;
	c = mem_strdup(s);
	if (c == NULL)
		*e = ERR_NOMEM;
	return c;
}

static enum err fill(struct asking *p, const struct prompt *q)
{
	size_t limit = LINE_MAX_BYTES;
	unsigned flags = TE_LINE;
	enum err e = ERR_OK;

	p->title = copy(q->title, &e);
	p->label = copy(q->label, &e);
	p->hint = copy(q->hint, &e);
	p->text = copy(q->text, &e);
	p->done = copy(q->done, &e);
	p->message = copy(q->message, &e);
	if (q->n_options > 0) {
		p->options = mem_new(q->n_options, sizeof(*p->options));
		if (p->options == NULL)
			return ERR_NOMEM;
		p->n_options = q->n_options;
	}
	for (size_t i = 0; i < p->n_options; i++)
		p->options[i] = copy(q->options[i].label, &e);
	if (q->kind == PROMPT_PASSWORD) {
		limit = PASSWORD_MAX;
		flags |= TE_PASSWORD;
	} else if (q->kind == PROMPT_TEXT) {
		limit = TEXT_MAX_BYTES;
		flags = 0;
	}
	if (e == ERR_OK)
		e = textbuf_new(limit, q->kind != PROMPT_TEXT, &p->buf);
	if (e != ERR_OK)
		return e;
	if (q->keep != NULL && q->kind != PROMPT_PASSWORD)
		e = textbuf_set(p->buf, q->keep->p, q->keep->len);
	textedit_init(&p->edit, p->buf, &p->clip, flags);
	if (q->again)
		textedit_choose_all(&p->edit);
	return e;
}

/* --- answers --- */

static void keep(struct asking *p, bool typed)
{
	if (p->keep == NULL || p->kind == PROMPT_PASSWORD)
		return;
	buf_clear(p->keep);
	if (typed && buf_add(p->keep, textbuf_str(p->buf),
			 textbuf_len(p->buf)) != ERR_OK)
		buf_clear(p->keep);
}

static void do_enter(struct app *app, void *self)
{
	struct asking *p = self;
	struct part asker = p->asker;
	struct answer a = {.given = true,
	    .text = textbuf_str(p->buf),
	    .len = textbuf_len(p->buf),
	    .choice = p->list.at};

	if (p->kind != PROMPT_CHOICE && a.len == 0 && !p->empty_ok)
		return;
	p->asker.ops = NULL; /* answered: leave() has nothing to keep */
	if (app_drawer_answer(app, &asker, p->id, &a)) {
		keep(p, p->again);
		return;
	}
	p->asker = asker;
	if (p->kind == PROMPT_PASSWORD && textbuf_set(p->buf, "", 0) == ERR_OK)
		textedit_move(&p->edit, 0);
}

static void do_escape(struct app *app, void *self)
{
	struct asking *p = self;
	struct part asker = p->asker;
	const struct answer a = {.given = false, .text = ""};

	p->asker.ops = NULL;
	keep(p, true);
	(void)app_drawer_answer(app, &asker, p->id, &a);
}

/* Replaced or covered: what is half typed stays. */
static void prompt_leave(struct app *app, void *self)
{
	struct asking *p = self;

	(void)app;
	if (p->asker.ops != NULL)
		keep(p, true);
}

/* --- the drawer --- */

static int text_rows(const struct asking *p, int w);

static void prompt_head(void *self, struct head *h)
{
	const struct asking *p = self;

	ui_say(&h->kind, "%s", p->title != NULL ? p->title : "");
	ui_say(&h->message, "%s", p->message != NULL ? p->message : "");
}

struct drawn {
	struct rect r;
	const char *s;
	int y;
};

static void draw_line(void *arg, const struct wrap_line *l)
{
	struct drawn *d = arg;

	if (d->r.h > 0)
		term_put(
		    d->r, d->y, 2, MEAN_PLAIN, d->s + l->from, l->to - l->from);
	d->y++;
}

static int text_rows(const struct asking *p, int w)
{
	struct drawn d = {.s = p->text};

	if (p->text == NULL || utf8_wrap(p->text, strlen(p->text),
				   w > 8 ? w - 4 : w, draw_line, &d) != ERR_OK)
		return 0;
	return d.y;
}

static int field_rows(const struct asking *p)
{
	if (p->kind == PROMPT_CHOICE)
		return p->n_options < CHOICE_ROWS ? (int)p->n_options
						  : CHOICE_ROWS;
	return p->kind == PROMPT_TEXT ? TEXT_ROWS : 1;
}

static int prompt_rows(void *self, int w)
{
	const struct asking *p = self;

	return text_rows(p, w) + field_rows(p) +
	       (p->kind == PROMPT_CHOICE && p->label != NULL ? 1 : 0);
}

static void draw_area(struct asking *p, const struct view *v, int y, int x)
{
	struct textedit *te = &p->edit;
	size_t line, top = 0;
	int h = v->r.h - y, w = v->r.w - x - 2;

	if (h < 1)
		return;
	if (textedit_wrap(te, w < TEXT_WIDTH_MAX ? w : TEXT_WIDTH_MAX) !=
	    ERR_OK)
		return;
	line = textedit_line(te, te->at);
	if (line >= (size_t)h)
		top = line - (size_t)h + 1;
	if (textbuf_len(p->buf) == 0 && p->hint != NULL)
		term_putf(v->r, y, x, MEAN_HINT, "(%s)", p->hint);
	for (size_t i = top; i < te->n_lines && i < top + (size_t)h; i++)
		textedit_draw_line(
		    te, v->r, y + (int)(i - top), x, i, MEAN_PLAIN);
	if (v->focus)
		term_cursor(
		    v->r, y + (int)(line - top), x + textedit_column(te));
}

static void prompt_draw(void *self, const struct view *v)
{
	struct asking *p = self;
	int y = text_rows(p, v->r.w), x = v->r.w > 40 ? FIELD_X : 2;
	struct drawn d = {.r = v->r, .s = p->text};

	/* The field is the last to go. */
	if (y > v->r.h - 1)
		y = v->r.h > 0 ? v->r.h - 1 : 0;
	d.r.h = y;
	if (p->text != NULL &&
	    utf8_wrap(p->text, strlen(p->text),
		v->r.w > 8 ? v->r.w - 4 : v->r.w, draw_line, &d) != ERR_OK)
		return;
	if (p->label != NULL && p->kind == PROMPT_CHOICE && y + 1 < v->r.h)
		term_puts(v->r, y++, 2, MEAN_LABEL, p->label);
	else if (p->label != NULL && p->kind != PROMPT_CHOICE && x == FIELD_X)
		term_cut(v->r, y, 2, FIELD_X - 4, MEAN_LABEL, p->label);
	if (p->kind == PROMPT_CHOICE)
		list_draw(&p->list, rect_rows(v->r, y, v->r.h), v->focus);
	else if (p->kind == PROMPT_TEXT)
		draw_area(p, v, y, x);
	else
		textedit_draw_field(
		    &p->edit, v->r, y, x, v->r.w - x - 2, p->hint, v->focus);
}

static bool prompt_typing(const void *self)
{
	(void)self;
	return true;
}

/* A letter takes the mark to the next option that begins with it. */
static bool letter(struct asking *p, const struct event *ev)
{
	for (size_t i = 1; i <= p->n_options; i++) {
		size_t k = (p->list.at + i) % p->n_options;
		struct buf a = {0}, b = {0};
		bool hit = utf8_fold(p->options[k], strlen(p->options[k]),
			       &a) == ERR_OK &&
			   utf8_fold(ev->text, ev->len, &b) == ERR_OK &&
			   b.len > 0 && a.len >= b.len &&
			   memcmp(a.p, b.p, b.len) == 0;

		buf_free(&a);
		buf_free(&b);
		if (hit) {
			list_mark(&p->list, k);
			return true;
		}
	}
	return true;
}

static bool prompt_event(struct app *app, void *self, const struct event *ev)
{
	struct asking *p = self;
	enum te_did did;

	if (p->kind == PROMPT_CHOICE) {
		if (ev->type == EV_TEXT && ev->key != ' ')
			return letter(p, ev);
		return list_event(&p->list, app_keys(app), ev) != LIST_IGNORED;
	}
	did = textedit_event(&p->edit, app_keys(app), ev, TEXT_ROWS);
	if (did == TE_REFUSED)
		app_refuse(app, _("taken"), p->edit.err);
	return did != TE_IGNORED && did != TE_FIND;
}

static const char *prompt_label(const void *self, const struct action *a)
{
	const struct asking *p = self;

	return strcmp(a->id, "enter") == 0 ? p->done : NULL;
}

static bool is_choice(const void *self)
{
	return ((const struct asking *)self)->kind == PROMPT_CHOICE;
}

static const struct action prompt_actions[] = {
    {.id = "enter",
	.keys = "Enter",
	.label = N_("done"),
	.help = N_("give the answer"),
	.fn = do_enter,
	.flags = ACTION_HIDDEN},
    {.id = "choose",
	.keys = "Up Down",
	.label = N_("choose"),
	.help = N_("mark another; its first letter does the same"),
	.when = is_choice,
	.flags = ACTION_PAIR | ACTION_HIDDEN},
    {.id = "back",
	.keys = "Esc",
	.label = N_("back"),
	.help = N_("close; what is typed is kept"),
	.fn = do_escape,
	.flags = ACTION_HIDDEN},
};

static const struct screen_ops prompt_ops = {
    .id = "prompt",
    .name = N_("Question"),
    .help = N_("Type or choose the answer. Enter gives it, Esc goes back and "
	       "changes nothing."),
    .actions = {ACTIONS(prompt_actions)},
    .widgets = {&textedit_keys},
    .head = prompt_head,
    .rows = prompt_rows,
    .draw = prompt_draw,
    .typing = prompt_typing,
    .event = prompt_event,
    .label = prompt_label,
    .leave = prompt_leave,
    .free = prompt_free,
};

enum err prompt_open(struct app *app, const struct prompt *q)
{
	struct asking *p = mem_new(1, sizeof(*p));
	enum err e;

	if (p == NULL)
		return ERR_NOMEM;
	p->asker = app_focus(app);
	p->id = q->id;
	p->kind = q->kind;
	p->empty_ok = q->empty_ok;
	p->again = q->again;
	p->keep = q->keep;
	e = fill(p, q);
	if (e != ERR_OK) {
		prompt_free(p);
		return e;
	}
	list_init(&p->list, &option_ops, p);
	list_mark(&p->list, q->marked);
	return app_drawer_over(app, &prompt_ops, p);
}
