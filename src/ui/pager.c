#include "ui/pager.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/find.h"
#include "ui/pager_rows.h"

enum {
	PG_UP = 1,
	PG_DOWN,
	PG_PGUP,
	PG_PGDN,
	PG_HOME,
	PG_END,
	PG_NEXT,
	PG_PREV,
	PG_SEARCH
};

static const struct action rows[] = {
    {.id = "read.up",
	.keys = "Up",
	.help = N_("one line up"),
	.flags = ACTION_HIDDEN,
	.op = PG_UP},
    {.id = "read.down",
	.keys = "Down",
	.help = N_("one line down"),
	.flags = ACTION_HIDDEN,
	.op = PG_DOWN},
    {.id = "read.page-down",
	.keys = "Space PgDn",
	.label = N_("page"),
	.help = N_("next page"),
	.flags = ACTION_HIDDEN,
	.op = PG_PGDN},
    {.id = "read.page-up",
	.keys = "Backspace PgUp",
	.help = N_("page before"),
	.flags = ACTION_HIDDEN,
	.op = PG_PGUP},
    {.id = "read.first",
	.keys = "Home",
	.help = N_("to the beginning"),
	.flags = ACTION_HIDDEN,
	.op = PG_HOME},
    {.id = "read.last",
	.keys = "End",
	.help = N_("to the end"),
	.flags = ACTION_HIDDEN,
	.op = PG_END},
    {.id = "next",
	.keys = "Tab Ctrl-N",
	.help = N_("next part"),
	.flags = ACTION_HIDDEN,
	.op = PG_NEXT},
    {.id = "prev",
	.keys = "Shift-Tab Ctrl-P",
	.help = N_("part before"),
	.flags = ACTION_HIDDEN,
	.op = PG_PREV},
    {.id = "find",
	.keys = "/",
	.label = N_("find"),
	.name = N_("Find in the text"),
	.help = N_("find words in the text"),
	.op = PG_SEARCH},
};

const struct actions pager_keys = {ACTIONS(rows)};

void pager_init(struct pager *p)
{
	*p = (struct pager){.height = 18};
}

void pager_clear(struct pager *p)
{
	for (size_t i = 0; i < p->n_items; i++) {
		buf_free(&p->items[i].label);
		buf_free(&p->items[i].text);
		buf_free(&p->items[i].right);
	}
	p->n_items = 0;
	p->n_rows = 0;
	p->rows_width = 0;
}

void pager_done(struct pager *p)
{
	pager_clear(p);
	free(p->items);
	free(p->rows);
	*p = (struct pager){0};
}

enum err pager_add(struct pager *p, const char *label, char mark,
    const char *text, size_t len, const char *right, enum mean m,
    unsigned flags, int id)
{
	struct pager_item *it;
	enum err e;

	if (mem_grow((void **)&p->items, &p->cap_items, p->n_items + 1,
		sizeof(*p->items)) != 0)
		return ERR_NOMEM;
	it = &p->items[p->n_items];
	*it = (struct pager_item){
	    .mean = m, .flags = flags, .mark = mark, .id = id};
	e = buf_adds(&it->label, label != NULL ? label : "");
	if (e == ERR_OK)
		e = buf_add(&it->text, text, len);
	if (e == ERR_OK)
		e = buf_adds(&it->right, right != NULL ? right : "");
	p->n_items++;
	p->rows_width = 0;
	if (e != ERR_OK) {
		p->n_items--;
		buf_free(&it->label);
		buf_free(&it->text);
	}
	return e;
}

/* --- layout --- */

int pager_label_w(const struct pager *p)
{
	return p->label_w > 0 ? p->label_w : LABEL_W;
}

bool pager_narrow(int w)
{
	return w < NARROW;
}

int pager_text_x(const struct pager *p, const struct pager_item *it, int w)
{
	if (w < 20)
		return 0;
	if (pager_narrow(w) || (it->flags & PAGER_WIDE))
		return LABEL_X;
	return LABEL_X + pager_label_w(p) + 2;
}

struct laying {
	struct pager *p;
	size_t item;
	bool first;
	enum err err;
};

static void add_row(
    struct laying *l, enum row_kind kind, size_t from, size_t to, bool first)
{
	struct pager *p = l->p;

	if (l->err != ERR_OK)
		return;
	if (mem_grow((void **)&p->rows, &p->cap_rows, p->n_rows + 1,
		sizeof(*p->rows)) != 0) {
		l->err = ERR_NOMEM;
		return;
	}
	p->rows[p->n_rows++] =
	    (struct pager_row){l->item, from, to, kind, first};
}

static void add_text(void *arg, const struct wrap_line *w)
{
	struct laying *l = arg;

	add_row(l, ROW_TEXT, w->from, w->to, l->first);
	l->first = false;
}

static void lay_item(struct laying *l, int w)
{
	const struct pager_item *it = &l->p->items[l->item];
	int x = pager_text_x(l->p, it, w),
	    cols = w - x - (w < 20 ? 0 : LABEL_X);
	enum err e;

	if ((it->flags & PAGER_GAP) && l->p->n_rows > 0)
		add_row(l, ROW_GAP, 0, 0, false);
	if (it->label.len > 0 && pager_narrow(w) && !(it->flags & PAGER_WIDE))
		add_row(l, ROW_LABEL, 0, 0, false);
	l->first = true;
	if (it->right.len > 0)
		cols -= utf8_width(it->right.p, it->right.len) + 2;
	if (cols > TEXT_MAX)
		cols = TEXT_MAX;
	e = utf8_wrap(it->text.p, it->text.len, cols, add_text, l);
	if (l->err == ERR_OK)
		l->err = e;
}

void pager_lay_out(struct pager *p, int w)
{
	struct laying l = {.p = p};
	size_t item = p->at < p->n_rows ? p->rows[p->at].item : 0;
	size_t from = p->at < p->n_rows ? p->rows[p->at].from : 0;

	if (p->rows_width == w)
		return;
	p->n_rows = 0;
	for (l.item = 0; l.item < p->n_items; l.item++)
		lay_item(&l, w);
	p->rows_width = w;
	/* The cursor goes with the words it stood on. */
	for (size_t i = 0; i < p->n_rows; i++) {
		if (p->rows[i].kind == ROW_TEXT && p->rows[i].item <= item &&
		    (p->rows[i].item < item || p->rows[i].from <= from))
			p->at = i;
	}
	if (p->at >= p->n_rows)
		p->at = 0;
}

static void ready(struct pager *p)
{
	if (p->rows_width == 0)
		pager_lay_out(p, 80);
}

/* --- moving --- */

/* The text row at or after ${row} in a direction, ${row} if there is none. */
static size_t text_row(const struct pager *p, size_t row, bool down)
{
	size_t i = row;

	while (i < p->n_rows && p->rows[i].kind != ROW_TEXT) {
		if (!down && i == 0)
			break;
		i = down ? i + 1 : i - 1;
	}
	if (i < p->n_rows && p->rows[i].kind == ROW_TEXT)
		return i;
	return p->at;
}

static size_t page_to(struct pager *p, bool down)
{
	size_t step = p->height > 1 ? (size_t)p->height - 1 : 1;
	size_t last = p->n_rows - 1, to;

	if (down) {
		to = p->at + step < last ? p->at + step : last;
		p->top += step;
		return text_row(p, to, to < last);
	}
	to = p->at > step ? p->at - step : 0;
	p->top = p->top > step ? p->top - step : 0;
	return text_row(p, to, true);
}

static size_t part_row(const struct pager *p, bool down)
{
	size_t item = p->rows[p->at].item;

	for (size_t i = p->at; i < p->n_rows; i += down ? 1 : (size_t)-1) {
		const struct pager_row *r = &p->rows[i];

		if (r->kind == ROW_TEXT && r->first &&
		    (p->items[r->item].flags & PAGER_PART) &&
		    (r->item != item || (!down && i < p->at)))
			return i;
		if (!down && i == 0)
			break;
	}
	return p->at;
}

static size_t target(struct pager *p, int op)
{
	size_t last = p->n_rows - 1;

	switch (op) {
	case PG_UP:
		return p->at > 0 ? text_row(p, p->at - 1, false) : 0;
	case PG_DOWN:
		return p->at < last ? text_row(p, p->at + 1, true) : last;
	case PG_PGUP:
	case PG_PGDN:
		return page_to(p, op == PG_PGDN);
	case PG_HOME:
		return text_row(p, 0, true);
	case PG_END:
		return text_row(p, last, false);
	default:
		return part_row(p, op == PG_NEXT);
	}
}

enum pager_did pager_event(
    struct pager *p, const struct keymap *km, const struct event *ev)
{
	const struct action *a;
	size_t to;

	if (ev->type != EV_KEY && ev->type != EV_TEXT)
		return PAGER_IGNORED;
	a = keymap_find(km, pager_keys, ev->key);
	if (a == NULL)
		return PAGER_IGNORED;
	if (a->op == PG_SEARCH)
		return PAGER_FIND;
	ready(p);
	if (p->n_rows == 0)
		return PAGER_EDGE;
	to = target(p, a->op);
	if (to == p->at)
		return PAGER_EDGE;
	p->at = to;
	return PAGER_MOVED;
}

bool pager_id(const struct pager *p, int *id)
{
	if (p->at >= p->n_rows)
		return false;
	*id = p->items[p->rows[p->at].item].id;
	return true;
}

void pager_go(struct pager *p, int id)
{
	ready(p);
	for (size_t i = 0; i < p->n_rows; i++) {
		const struct pager_row *r = &p->rows[i];

		if (r->kind == ROW_TEXT && p->items[r->item].id == id) {
			p->at = i;
			return;
		}
	}
}

/* The row that shows byte ${at} of an item. */
static bool show_byte(struct pager *p, size_t item, size_t at)
{
	size_t found = p->n_rows;

	for (size_t i = 0; i < p->n_rows; i++) {
		const struct pager_row *r = &p->rows[i];

		if (r->kind == ROW_TEXT && r->item == item && r->from <= at)
			found = i;
	}
	if (found == p->n_rows)
		return false;
	p->at = found;
	return true;
}

bool pager_find(struct pager *p, const char *words)
{
	size_t item, from, at, end;

	ready(p);
	if (p->n_rows == 0)
		return false;
	item = p->rows[p->at].item;
	from = p->rows[p->at].to;
	for (size_t i = 0; i <= p->n_items; i++) {
		size_t k = (item + i) % p->n_items;
		const struct buf *t = &p->items[k].text;

		if (find_next(buf_str(t), t->len, i == 0 ? from : 0, words, &at,
			&end))
			return show_byte(p, k, at);
	}
	return false;
}

void pager_pages(const struct pager *p, int *page, int *of)
{
	size_t h = p->height > 0 ? (size_t)p->height : 1;

	*of = p->n_rows == 0 ? 1 : (int)((p->n_rows + h - 1) / h);
	*page = (int)(p->top / h) + 1;
	if (p->top + h >= p->n_rows)
		*page = *of;
}
