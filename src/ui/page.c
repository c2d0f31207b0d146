#include "ui/page.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

#define LABEL_X 2
#define LABEL_W 12
#define MARK_X 14
#define TEXT_X 16
#define NARROW 50 /* columns below which labels stand above */
#define TINY 20	  /* columns below which there is no margin */

enum { PAGE_NEXT = 1, PAGE_PREV };

static const struct action rows[] = {
    {.id = "next",
	.keys = "Tab Ctrl-N",
	.help = N_("next section"),
	.flags = ACTION_HIDDEN,
	.op = PAGE_NEXT},
    {.id = "prev",
	.keys = "Shift-Tab Ctrl-P",
	.help = N_("previous section"),
	.flags = ACTION_HIDDEN,
	.op = PAGE_PREV},
};

const struct actions page_keys = {ACTIONS(rows)};

void page_init(struct page *p, struct page_part *parts, size_t n)
{
	*p = (struct page){.parts = parts, .n_parts = n, .height = 19};
	p->width = TEXT_WIDTH;
}

void page_done(struct page *p)
{
	for (size_t i = 0; i < p->n_parts; i++)
		textedit_done(&p->parts[i].edit);
	*p = (struct page){0};
}

void page_go(struct page *p, size_t part)
{
	if (part >= p->n_parts)
		return;
	if (part != p->cur) {
		p->parts[p->cur].edit.chosen = false;
		p->parts[p->cur].edit.choosing = false;
		textbuf_break(p->parts[p->cur].edit.text);
	}
	p->cur = part;
}

/* --- rows: the page as one column --- */

/* Rows above the text of a part: its label and a blank one. */
static size_t head_rows(const struct page *p, const struct page_part *part)
{
	if (part->label == NULL)
		return 0;
	if (part->heading)
		return 2;
	return p->above ? 1 : 0;
}

static size_t part_rows(const struct page *p, const struct page_part *part)
{
	size_t n = part->edit.n_lines;

	return head_rows(p, part) + (n > 0 ? n : 1);
}

static size_t first_row(const struct page *p, size_t part)
{
	size_t row = p->lead ? 1 : 0;

	for (size_t i = 0; i < part; i++)
		row += part_rows(p, &p->parts[i]) + 1;
	return row;
}

static size_t all_rows(const struct page *p)
{
	size_t n = first_row(p, p->n_parts);

	return n > 0 && p->n_parts > 0 ? n - 1 : n;
}

static size_t cursor_row(const struct page *p)
{
	const struct page_part *part = &p->parts[p->cur];

	return first_row(p, p->cur) + head_rows(p, part) +
	       textedit_line(&part->edit, part->edit.at);
}

static enum err wrap_all(struct page *p)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < p->n_parts && e == ERR_OK; i++)
		e = textedit_wrap(&p->parts[i].edit, p->width);
	return e;
}

/* --- keys --- */

/* Put the cursor on the text nearest to a row of the page. */
static void goto_row(struct page *p, size_t row, int goal)
{
	size_t part = 0, first, head;

	while (part + 1 < p->n_parts && first_row(p, part + 1) <= row)
		part++;
	first = first_row(p, part);
	head = head_rows(p, &p->parts[part]);
	row = row > first + head ? row - first - head : 0;
	page_go(p, part);
	textedit_goto(&p->parts[part].edit, row, goal);
	p->parts[part].edit.goal = goal;
	p->parts[part].edit.chosen = false;
}

static int goal_of(const struct textedit *te)
{
	return te->goal >= 0 ? te->goal : textedit_column(te);
}

static enum page_did by_rows(struct page *p, bool down)
{
	struct textedit *te = &p->parts[p->cur].edit;
	size_t step = p->height > 1 ? (size_t)p->height - 1 : 1, row;

	if (wrap_all(p) != ERR_OK)
		return PAGE_MOVED;
	textbuf_break(te->text);
	row = cursor_row(p);
	if (down)
		row += step;
	else
		row = row > step ? row - step : 0;
	goto_row(p, row, goal_of(te));
	return PAGE_MOVED;
}

/* Up from the first line, Down from the last: into the neighbour. */
static enum page_did leave(struct page *p, bool down)
{
	struct textedit *te = &p->parts[p->cur].edit;
	int goal = goal_of(te);

	if (down ? p->cur + 1 >= p->n_parts : p->cur == 0)
		return PAGE_MOVED;
	if (wrap_all(p) != ERR_OK)
		return PAGE_MOVED;
	page_go(p, down ? p->cur + 1 : p->cur - 1);
	te = &p->parts[p->cur].edit;
	textedit_goto(te, down ? 0 : te->n_lines, goal);
	te->goal = goal;
	te->chosen = false;
	return PAGE_MOVED;
}

static enum page_did section(struct page *p, int op)
{
	if (op == PAGE_NEXT && p->cur + 1 >= p->n_parts)
		return PAGE_LAST;
	if (op == PAGE_PREV && p->cur == 0)
		return PAGE_FIRST;
	page_go(p, op == PAGE_NEXT ? p->cur + 1 : p->cur - 1);
	return PAGE_MOVED;
}

static enum page_did of_text(struct page *p, enum te_did did)
{
	switch (did) {
	case TE_CHANGED:
		return PAGE_CHANGED;
	case TE_MOVED:
		return PAGE_MOVED;
	case TE_TOP:
		return leave(p, false);
	case TE_BOTTOM:
		return leave(p, true);
	case TE_REFUSED:
		return PAGE_REFUSED;
	case TE_FIND:
		return PAGE_FIND;
	default:
		return PAGE_IGNORED;
	}
}

enum page_did page_event(
    struct page *p, const struct keymap *km, const struct event *ev)
{
	const struct action *a;

	if (p->n_parts == 0)
		return PAGE_IGNORED;
	if (ev->type == EV_KEY) {
		a = keymap_find(km, page_keys, ev->key);
		if (a != NULL)
			return section(p, a->op);
		a = keymap_find(km, textedit_keys, ev->key);
		if (a != NULL && !p->parts[p->cur].edit.choosing &&
		    (a->op == TE_PGUP || a->op == TE_PGDN))
			return by_rows(p, a->op == TE_PGDN);
	}
	return of_text(
	    p, textedit_event(&p->parts[p->cur].edit, km, ev, p->height - 1));
}

bool page_find(struct page *p, const char *words)
{
	struct textedit *te = &p->parts[p->cur].edit;
	size_t was = te->at, at;

	/* First the rest of this part, then the others, then its beginning. */
	for (size_t i = 0; i <= p->n_parts; i++) {
		size_t part = (p->cur + i) % p->n_parts;

		te = &p->parts[part].edit;
		at = te->at;
		if (i > 0)
			textedit_move(te, 0);
		if (textedit_find(te, words) &&
		    (i > 0 || te->at > was || p->n_parts == 1)) {
			page_go(p, part);
			return true;
		}
		textedit_move(te, at);
	}
	return false;
}

/* --- drawing --- */

struct drawing {
	struct page *p;
	const struct view *v;
	int x;		  /* of the text */
	const char *word; /* waits for a free place in the label column */
	enum mean word_mean;
	const char *run; /* the word of the line before */
};

static void layout(struct page *p, const struct rect *r)
{
	bool labels = false;

	p->above = r->w < NARROW;
	for (size_t i = 0; i < p->n_parts; i++) {
		const char *l = p->parts[i].label;

		if (l == NULL || p->parts[i].heading)
			continue;
		labels = true;
		if (utf8_width(l, strlen(l)) > LABEL_W)
			p->above = true;
	}
	if (!labels)
		p->above = true;
	p->width = r->w - (p->above ? 4 : TEXT_X + 2);
	if (r->w < TINY)
		p->width = r->w;
	if (p->width > TEXT_WIDTH_MAX)
		p->width = TEXT_WIDTH_MAX;
	if (p->width < 1)
		p->width = 1;
	p->height = r->h;
}

static void follow_cursor(struct page *p)
{
	size_t row = cursor_row(p), all = all_rows(p);
	size_t h = p->height > 0 ? (size_t)p->height : 1;
	const struct page_part *part = &p->parts[p->cur];
	size_t head = head_rows(p, part);

	if (p->top + h > all)
		p->top = all > h ? all - h : 0;
	/* The label of a first line comes along. */
	if (row == first_row(p, p->cur) + head && h > head + 1)
		row -= head;
	if (row < p->top)
		p->top = row;
	row = cursor_row(p);
	if (row >= p->top + h)
		p->top = row - h + 1;
	if (p->lead && p->top == 1 && row < h)
		p->top = 0;
}

/* The row of the screen for a row of the page, -1 if it is not shown. */
static int shown(const struct drawing *d, size_t row)
{
	if (row < d->p->top || row >= d->p->top + (size_t)d->v->r.h)
		return -1;
	return (int)(row - d->p->top);
}

/* A waiting word takes the label column of this row. */
static void place_word(struct drawing *d, size_t row)
{
	int y = shown(d, row);

	if (d->word == NULL || d->p->above)
		return;
	if (y >= 0)
		term_cut(d->v->r, y, LABEL_X, LABEL_W, d->word_mean, d->word);
	d->word = NULL;
}

static void draw_line(struct drawing *d, size_t part, size_t line, size_t row)
{
	const struct page *p = d->p;
	const struct textedit *te = &p->parts[part].edit;
	const struct textline *l = &te->lines[line];
	struct linenote note = {0};
	bool headed = line == 0 && p->parts[part].label != NULL;
	int y = shown(d, row);

	if (p->note != NULL)
		p->note(p->arg, part, l->from, l->to, &note);
	if (note.word != NULL &&
	    (d->run == NULL || strcmp(d->run, note.word) != 0)) {
		d->word = note.word;
		d->word_mean = note.mean;
	}
	d->run = note.word;
	if (!headed)
		place_word(d, row);
	if (y < 0)
		return;
	if (note.mark != 0 && d->v->r.w >= TINY)
		term_put(d->v->r, y, p->above ? 0 : MARK_X, note.mean,
		    &note.mark, 1);
	textedit_draw_line(te, d->v->r, y, d->x, line, note.mean);
}

static void draw_head(struct drawing *d, size_t part, size_t row)
{
	const struct page_part *pp = &d->p->parts[part];
	int y = shown(d, row);

	if (pp->label == NULL || y < 0)
		return;
	if (head_rows(d->p, pp) > 0)
		term_cut(
		    d->v->r, y, d->x, d->v->r.w - d->x, MEAN_LABEL, pp->label);
	else
		term_cut(d->v->r, y, LABEL_X, LABEL_W, MEAN_LABEL, pp->label);
}

static void draw_part(struct drawing *d, size_t part)
{
	struct page_part *pp = &d->p->parts[part];
	size_t row = first_row(d->p, part), head = head_rows(d->p, pp);
	size_t end = row + part_rows(d->p, pp);
	int y;

	draw_head(d, part, row);
	row += head;
	d->run = NULL;
	if (textbuf_len(pp->edit.text) == 0 && pp->hint != NULL) {
		y = shown(d, row);
		if (y >= 0)
			term_putf(
			    d->v->r, y, d->x, MEAN_HINT, "(%s)", pp->hint);
	}
	for (size_t i = 0; i < pp->edit.n_lines; i++)
		draw_line(d, part, i, row + i);
	place_word(d, end);
}

static void set_cursor(const struct drawing *d)
{
	struct textedit *te = &d->p->parts[d->p->cur].edit;
	int col = textedit_column(te), y = shown(d, cursor_row(d->p));

	/* Blanks hang over the edge, the cursor waits there. */
	if (col > d->p->width)
		col = d->p->width;
	if (d->v->focus && y >= 0)
		term_cursor(d->v->r, y, d->x + col);
}

void page_draw(struct page *p, const struct view *v)
{
	struct drawing d = {.p = p, .v = v};

	if (p->n_parts == 0 || v->r.h < 1 || v->r.w < 1)
		return;
	layout(p, &v->r);
	if (wrap_all(p) != ERR_OK)
		return;
	follow_cursor(p);
	d.x = v->r.w < TINY ? 0 : p->above ? LABEL_X : TEXT_X;
	for (size_t i = 0; i < p->n_parts; i++)
		draw_part(&d, i);
	set_cursor(&d);
}
