#include "ui/inputs.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define MARK_X 14 /* the mark of a value that cannot be read */
#define LABEL_X 2
#define LABEL_W 12
#define TEXT_X 16
#define NARROW 50
#define TINY 20

struct place {
	struct rect r;
	int x, w;   /* of the values */
	bool above; /* labels stand on a row of their own */
};

static struct place place_of(const struct inputs *in, struct rect r)
{
	struct place p = {.r = r, .above = r.w < NARROW};

	for (size_t i = 0; i < in->n_inputs; i++) {
		const char *l = in->inputs[i].label;

		if (l != NULL && utf8_width(l, strlen(l)) > LABEL_W)
			p.above = true;
	}
	p.x = r.w < TINY ? 0 : p.above ? LABEL_X : TEXT_X;
	p.w = r.w - p.x - (r.w < TINY ? 0 : 2);
	if (p.w > TEXT_WIDTH_MAX)
		p.w = TEXT_WIDTH_MAX;
	if (p.w < 1)
		p.w = 1;
	return p;
}

static bool labelled(const struct input *f)
{
	return f->label != NULL && f->label[0] != '\0';
}

/* Rows of a label on rows of its own: a long one is wrapped. */
struct label_rows {
	struct rect r;
	const char *s;
	enum mean mean;
	int y, n;
	bool draw;
};

static void label_row(void *arg, const struct wrap_line *line)
{
	struct label_rows *d = arg;

	if (d->draw)
		term_put(d->r, d->y + d->n, LABEL_X, d->mean, d->s + line->from,
		    line->to - line->from);
	d->n++;
}

static int label_rows(const struct input *f, const struct place *p, int y,
    enum mean mean, bool draw)
{
	struct label_rows d = {p->r, f->label, mean, y, 0, draw};

	if (!p->above || !labelled(f))
		return 0;
	if (utf8_wrap(f->label, strlen(f->label), p->r.w > 8 ? p->r.w - 4 : 4,
		label_row, &d) != ERR_OK)
		return 1;
	return d.n;
}

/* All options stand below each other while one is chosen. */
static bool is_spread(const struct inputs *in, size_t i)
{
	const struct input *f = &in->inputs[i];

	return i == in->cur && f->n_options > 0 &&
	       (f->type == INPUT_CHOICES ||
		   (f->type == INPUT_CHOICE && f->hop));
}

/* Rows of the value alone. */
static int value_rows(const struct inputs *in, size_t i, const struct place *p)
{
	struct input *f = &in->inputs[i];

	if (is_spread(in, i))
		return (int)f->n_options;
	if (f->type == INPUT_FIXED && p->above && labelled(f) &&
	    textbuf_len(f->text) == 0)
		return 0;
	if (f->type != INPUT_TEXT)
		return 1;
	if (textedit_wrap(&f->edit, p->w) != ERR_OK || f->edit.n_lines == 0)
		return 1;
	return (int)f->edit.n_lines;
}

static int field_rows(const struct inputs *in, size_t i, const struct place *p)
{
	return value_rows(in, i, p) +
	       label_rows(&in->inputs[i], p, 0, MEAN_LABEL, false);
}

int inputs_rows(struct inputs *in, int w)
{
	struct place p = place_of(in, (struct rect){0, 0, 0, w});
	int n = 0;

	for (size_t i = 0; i < in->n_inputs; i++)
		n += field_rows(in, i, &p);
	return n;
}

/* The option that is taken, the first one if none is. */
static size_t chosen(const struct inputs *in, size_t i)
{
	size_t at = inputs_choice(in, i);

	return at < in->inputs[i].n_options ? at : 0;
}

/* The row with the cursor, counted from the first of the form. */
static int cursor_row(const struct inputs *in, const struct place *p)
{
	const struct input *f = &in->inputs[in->cur];
	int row = 0;

	for (size_t i = 0; i < in->cur; i++)
		row += field_rows(in, i, p);
	row += field_rows(in, in->cur, p) - value_rows(in, in->cur, p);
	if (f->type == INPUT_TEXT)
		row += (int)textedit_line(&f->edit, f->edit.at);
	else if (f->type == INPUT_CHOICES)
		row += (int)f->option;
	else if (is_spread(in, in->cur))
		row += (int)chosen(in, in->cur);
	return row;
}

static void follow(struct inputs *in, const struct place *p)
{
	size_t row = (size_t)cursor_row(in, p), h = (size_t)p->r.h;
	size_t all = 0, last = row;

	/* All that can be chosen is in sight, if it fits. */
	if (is_spread(in, in->cur)) {
		const struct input *f = &in->inputs[in->cur];

		last += f->n_options - 1 -
			(f->hop ? chosen(in, in->cur) : f->option);
	}
	for (size_t i = 0; i < in->n_inputs; i++)
		all += (size_t)field_rows(in, i, p);
	if (in->top + h > all)
		in->top = all > h ? all - h : 0;
	if (last >= in->top + h)
		in->top = last - h + 1;
	if (row < in->top)
		in->top = row;
}

static void draw_text(
    const struct input *f, const struct place *p, int y, bool focus)
{
	const struct textedit *te = &f->edit;
	int line = (int)textedit_line(te, te->at);

	if (textbuf_len(f->text) == 0 && f->hint != NULL)
		term_putf(p->r, y, p->x, MEAN_HINT, "(%s)", f->hint);
	for (size_t i = 0; i < te->n_lines; i++)
		textedit_draw_line(te, p->r, y + (int)i, p->x, i, MEAN_PLAIN);
	if (focus)
		term_cursor(p->r, y + line, p->x + textedit_column(te));
}

/* The chosen word; the others stand behind it while it can be changed. */
static void draw_choice(
    const struct inputs *in, size_t i, const struct place *p, int y, bool focus)
{
	const struct input *f = &in->inputs[i];
	size_t at = inputs_choice(in, i);
	struct buf b = {0};

	if (at < f->n_options)
		ui_say(&b, "%s", f->options[at].label);
	else if (textbuf_len(f->text) > 0)
		ui_say(&b, "%s", textbuf_str(f->text));
	if (focus || b.len == 0) {
		ui_say(&b, "%s(", b.len > 0 ? "   " : "");
		if (!focus && f->hint != NULL)
			ui_say(&b, "%s", f->hint);
		for (size_t k = 0; k < f->n_options; k++) {
			if (focus || f->hint == NULL)
				ui_say(&b, "%s%s", k > 0 ? ", " : "",
				    f->options[k].label);
		}
		ui_say(&b, ")");
	}
	term_cut(p->r, y, p->x, p->w,
	    textbuf_len(f->text) == 0 ? MEAN_HINT : MEAN_PLAIN, buf_str(&b));
	if (focus)
		term_cursor(p->r, y, p->x);
	buf_free(&b);
}

/* One option a row, the one that is taken marked. */
static void draw_spread(
    const struct inputs *in, size_t i, const struct place *p, int y, bool focus)
{
	const struct input *f = &in->inputs[i];
	size_t at = inputs_choice(in, i);

	for (size_t k = 0; k < f->n_options; k++)
		term_putf(p->r, y + (int)k, p->x, MEAN_PLAIN, "[%c] %s",
		    k == at ? 'x' : ' ', f->options[k].label);
	if (focus)
		term_cursor(p->r, y + (int)chosen(in, i), p->x + 1);
}

static void draw_choices(
    const struct inputs *in, size_t i, const struct place *p, int y, bool focus)
{
	const struct input *f = &in->inputs[i];
	struct buf b = {0};

	for (size_t k = 0; k < f->n_options; k++) {
		bool on = inputs_has(in, i, f->options[k].id);

		if (i == in->cur)
			term_putf(p->r, y + (int)k, p->x, MEAN_PLAIN, "[%c] %s",
			    on ? 'x' : ' ', f->options[k].label);
		else if (on)
			ui_say(&b, "%s%s", b.len > 0 ? ", " : "",
			    f->options[k].label);
	}
	if (i != in->cur && b.len == 0 && f->hint != NULL)
		term_putf(p->r, y, p->x, MEAN_HINT, "(%s)", f->hint);
	if (i != in->cur)
		term_cut(p->r, y, p->x, p->w, MEAN_PLAIN, buf_str(&b));
	if (focus)
		term_cursor(p->r, y + (int)f->option, p->x + 1);
	buf_free(&b);
}

static void draw_value(
    const struct inputs *in, size_t i, const struct place *p, int y, bool focus)
{
	struct input *f = &in->inputs[i];

	switch (f->type) {
	case INPUT_TEXT:
		draw_text(f, p, y, focus);
		break;
	case INPUT_CHOICE:
		if (is_spread(in, i))
			draw_spread(in, i, p, y, focus);
		else
			draw_choice(in, i, p, y, focus);
		break;
	case INPUT_CHOICES:
		draw_choices(in, i, p, y, focus);
		break;
	case INPUT_FIXED:
	case INPUT_BUTTON:
		term_cut(p->r, y, p->x, p->w, MEAN_PLAIN, textbuf_str(f->text));
		if (focus)
			term_cursor(p->r, y, p->x);
		break;
	default:
		textedit_draw_field(
		    &f->edit, p->r, y, p->x, p->w, f->hint, focus);
		break;
	}
}

void inputs_draw(struct inputs *in, const struct view *v)
{
	struct place p = place_of(in, v->r);
	int y;

	in->height = v->r.h > 0 ? v->r.h : 1;
	if (v->r.h < 1 || in->n_inputs == 0)
		return;
	if (in->inputs[in->cur].type == INPUT_TEXT &&
	    textedit_wrap(&in->inputs[in->cur].edit, p.w) != ERR_OK)
		return;
	follow(in, &p);
	y = -(int)in->top;
	for (size_t i = 0; i < in->n_inputs; i++) {
		struct input *f = &in->inputs[i];

		enum mean mean = f->wrong ? MEAN_WARN : MEAN_LABEL;

		if (labelled(f) && !p.above)
			term_cut(v->r, y, LABEL_X, LABEL_W, mean, f->label);
		y += label_rows(f, &p, y, mean, true);
		if (f->wrong)
			term_puts(
			    v->r, y, p.above ? 0 : MARK_X, MEAN_WARN, "?");
		draw_value(in, i, &p, y, v->focus && i == in->cur);
		f->rows = value_rows(in, i, &p);
		y += f->rows;
	}
}
