#include "ui/list.h"

#include <string.h>

#include "base/i18n.h"

enum {
	LIST_UP = 1,
	LIST_DOWN,
	LIST_PGUP,
	LIST_PGDN,
	LIST_HOME,
	LIST_END,
	LIST_NEXT,
	LIST_PREV
};

static const struct action rows[] = {
    {.id = "list.up",
	.keys = "Up",
	.help = N_("up"),
	.flags = ACTION_HIDDEN,
	.op = LIST_UP},
    {.id = "list.down",
	.keys = "Down",
	.help = N_("down"),
	.flags = ACTION_HIDDEN,
	.op = LIST_DOWN},
    {.id = "list.page-up",
	.keys = "PgUp Backspace",
	.help = N_("one page up"),
	.flags = ACTION_HIDDEN,
	.op = LIST_PGUP},
    {.id = "list.page-down",
	.keys = "PgDn Space",
	.help = N_("one page down"),
	.flags = ACTION_HIDDEN,
	.op = LIST_PGDN},
    {.id = "list.first",
	.keys = "Home",
	.help = N_("first row"),
	.flags = ACTION_HIDDEN,
	.op = LIST_HOME},
    {.id = "list.last",
	.keys = "End",
	.help = N_("last row"),
	.flags = ACTION_HIDDEN,
	.op = LIST_END},
    {.id = "next",
	.keys = "Tab Ctrl-N",
	.help = N_("next group"),
	.flags = ACTION_HIDDEN,
	.op = LIST_NEXT},
    {.id = "prev",
	.keys = "Shift-Tab Ctrl-P",
	.help = N_("previous group"),
	.flags = ACTION_HIDDEN,
	.op = LIST_PREV},
};

const struct actions list_keys = {ACTIONS(rows)};

void list_init(struct list *l, const struct list_ops *ops, const void *arg)
{
	*l = (struct list){.ops = ops, .arg = arg, .height = 18};
	list_refresh(l);
}

static size_t count(const struct list *l)
{
	return l->ops->count(l->arg);
}

void list_mark(struct list *l, size_t i)
{
	size_t n = count(l);

	if (n == 0) {
		l->at = 0;
		l->mark = id_zero;
		return;
	}
	l->at = i < n ? i : n - 1;
	l->mark = l->ops->id(l->arg, l->at);
}

void list_mark_id(struct list *l, const struct id *id)
{
	l->mark = *id;
	list_refresh(l);
}

void list_refresh(struct list *l)
{
	size_t n = count(l);

	for (size_t i = 0; i < n; i++) {
		struct id id = l->ops->id(l->arg, i);

		if (id_equal(&id, &l->mark)) {
			l->at = i;
			return;
		}
	}
	list_mark(l, l->at);
}

bool list_at(const struct list *l, size_t *i)
{
	if (l->at >= count(l))
		return false;
	*i = l->at;
	return true;
}

static const char *group(const struct list *l, size_t i)
{
	return l->ops->group == NULL ? NULL : l->ops->group(l->arg, i);
}

/* Does a new group begin with item i? */
static bool begins(const struct list *l, size_t i)
{
	const char *g = group(l, i), *before;

	if (g == NULL)
		return false;
	if (i == 0)
		return true;
	before = group(l, i - 1);
	return before == NULL || strcmp(before, g) != 0;
}

/* Rows above item i that belong to it: a blank one and the heading. */
static size_t above(const struct list *l, size_t i)
{
	if (!begins(l, i))
		return 0;
	return (i > 0 ? 1u : 0u) + (group(l, i)[0] != '\0' ? 1u : 0u);
}

static size_t row_of(const struct list *l, size_t at)
{
	size_t row = 0;

	for (size_t i = 0; i <= at; i++)
		row += above(l, i) + (i < at ? 1 : 0);
	return row;
}

size_t list_rows(const struct list *l)
{
	size_t n = count(l);

	return n == 0 ? 1 : row_of(l, n - 1) + 1;
}

/* The item whose row is nearest above ${row}. */
static size_t item_at(const struct list *l, size_t row)
{
	size_t n = count(l), at = 0, i = 0;

	for (size_t r = 0; i < n; i++) {
		r += above(l, i);
		if (r > row)
			break;
		at = i;
		r++;
	}
	return at;
}

static size_t group_start(const struct list *l, size_t i)
{
	while (i > 0 && !begins(l, i))
		i--;
	return i;
}

static size_t other_group(const struct list *l, int op)
{
	size_t n = count(l), i = l->at;

	if (op == LIST_NEXT) {
		for (i++; i < n && !begins(l, i); i++)
			;
		return i < n ? i : l->at;
	}
	i = group_start(l, i);
	return i > 0 ? group_start(l, i - 1) : i;
}

static size_t target(const struct list *l, int op)
{
	size_t n = count(l), row = row_of(l, l->at);
	size_t page = l->height > 1 ? (size_t)l->height - 1 : 1, to;

	switch (op) {
	case LIST_UP:
		return l->at > 0 ? l->at - 1 : 0;
	case LIST_DOWN:
		return l->at + 1 < n ? l->at + 1 : l->at;
	case LIST_PGUP:
		to = item_at(l, row > page ? row - page : 0);
		return to < l->at ? to : 0;
	case LIST_PGDN:
		to = item_at(l, row + page);
		return to > l->at ? to : n - 1;
	case LIST_HOME:
		return 0;
	case LIST_END:
		return n - 1;
	default:
		return other_group(l, op);
	}
}

enum list_did list_event(
    struct list *l, const struct keymap *km, const struct event *ev)
{
	const struct action *a;
	size_t to;

	if (ev->type != EV_KEY && ev->type != EV_TEXT)
		return LIST_IGNORED;
	a = keymap_find(km, list_keys, ev->key);
	if (a == NULL)
		return LIST_IGNORED;
	if (count(l) == 0)
		return LIST_EDGE;
	to = target(l, a->op);
	if (to == l->at)
		return LIST_EDGE;
	list_mark(l, to);
	return LIST_MOVED;
}

/* The marked row is in sight, and so is its heading if there is room. */
static void follow(struct list *l)
{
	size_t row = row_of(l, l->at), h = (size_t)l->height;
	size_t all = list_rows(l), head = above(l, l->at);

	if (l->top + h > all)
		l->top = all > h ? all - h : 0;
	if (row >= l->top + h)
		l->top = row - h + 1;
	if (h > head && row < l->top + head)
		row -= head;
	if (row < l->top)
		l->top = row;
}

static void draw_item(
    const struct list *l, size_t i, size_t row, struct rect r, bool focus)
{
	bool marked = i == l->at;
	size_t heading = row - 1;
	struct rect line;

	if (above(l, i) > 0 && group(l, i)[0] != '\0' && heading >= l->top &&
	    heading < l->top + (size_t)r.h)
		term_cut(r, (int)(heading - l->top), 2, r.w - 4, MEAN_TITLE,
		    group(l, i));
	if (row < l->top || row >= l->top + (size_t)r.h)
		return;
	line = rect_rows(r, (int)(row - l->top), 1);
	l->ops->draw(l->arg, i, line, marked ? MEAN_MARKED : MEAN_PLAIN);
	if (!marked)
		return;
	term_put(line, 0, 0, MEAN_MARKED, ">", 1);
	if (focus)
		term_cursor(line, 0, 0);
}

void list_draw(struct list *l, struct rect r, bool focus)
{
	size_t n = count(l), row = 0;

	l->height = r.h > 0 ? r.h : 1;
	if (r.h < 1)
		return;
	if (n == 0) {
		if (l->empty != NULL)
			term_cut(r, 0, 2, r.w - 4, MEAN_PLAIN, l->empty);
		if (focus)
			term_cursor(r, 0, 0);
		return;
	}
	if (l->at >= n)
		list_refresh(l);
	follow(l);
	for (size_t i = 0; i < n; i++) {
		row += above(l, i);
		if (row > l->top + (size_t)r.h)
			break;
		draw_item(l, i, row, r, focus);
		row++;
	}
}
