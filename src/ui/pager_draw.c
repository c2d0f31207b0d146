#include "ui/pager_rows.h"

/* Braces hold what changed; only that is underlined. */
static void draw_changed(
    struct rect r, int y, int x, const char *s, size_t len, bool *inside)
{
	size_t i = 0;

	while (i < len) {
		size_t n = 0;

		while (i + n < len && s[i + n] != '{' && s[i + n] != '}')
			n++;
		if (i + n < len)
			n++;
		if (s[i + n - 1] == '{' && n > 0) {
			x += term_put(r, y, x, MEAN_PLAIN, s + i, n);
			*inside = true;
		} else if (s[i + n - 1] == '}') {
			x += term_put(r, y, x,
			    *inside ? MEAN_CHANGED : MEAN_PLAIN, s + i, n - 1);
			x += term_put(r, y, x, MEAN_PLAIN, "}", 1);
			*inside = false;
		} else {
			x += term_put(r, y, x,
			    *inside ? MEAN_CHANGED : MEAN_PLAIN, s + i, n);
		}
		i += n;
	}
}

/* Was a brace open where the row begins? */
static bool open_brace(const struct pager_item *it, size_t at)
{
	bool open = false;

	for (size_t i = 0; i < at; i++) {
		if (it->text.p[i] == '{')
			open = true;
		else if (it->text.p[i] == '}')
			open = false;
	}
	return open;
}

static void draw_text(
    const struct pager *p, const struct pager_row *row, struct rect r, int y)
{
	const struct pager_item *it = &p->items[row->item];
	const char *s = buf_str(&it->text) + row->from;
	size_t len = row->to - row->from;
	int x = pager_text_x(p, it, r.w);
	bool inside;

	if (it->mean == MEAN_CHANGED) {
		inside = open_brace(it, row->from);
		draw_changed(r, y, x, s, len, &inside);
	} else {
		term_put(r, y, x, it->mean, s, len);
	}
	if (it->mark != 0 && x >= 2)
		term_put(r, y, x - 2, it->mean, &it->mark, 1);
	if (!row->first)
		return;
	if (it->right.len > 0)
		term_right(r, y, 2, r.w - 4, MEAN_PLAIN, buf_str(&it->right));
}

static void draw_label(
    const struct pager *p, const struct pager_row *row, struct rect r, int y)
{
	const struct pager_item *it = &p->items[row->item];
	int x = LABEL_X + (it->flags & PAGER_INDENT ? 2 : 0);
	bool own = row->kind == ROW_LABEL;

	if (it->label.len == 0 || (it->flags & PAGER_WIDE) ||
	    (!own && (!row->first || pager_narrow(r.w))))
		return;
	term_cut(r, y, x, own ? r.w - x : pager_label_w(p) + LABEL_X - x,
	    it->flags & PAGER_INDENT ? MEAN_PLAIN : MEAN_LABEL,
	    buf_str(&it->label));
}

static void follow(struct pager *p)
{
	size_t h = (size_t)p->height, row = p->at;

	if (p->top + h > p->n_rows)
		p->top = p->n_rows > h ? p->n_rows - h : 0;
	if (row < p->top)
		p->top = row;
	if (row >= p->top + h)
		p->top = row - h + 1;
	/* The gap and label above a first line come along. */
	while (p->top > 0 && p->top == row && h > 1 &&
	       p->rows[p->top - 1].kind == ROW_LABEL)
		p->top--;
}

void pager_draw(struct pager *p, struct rect r, bool focus)
{
	if (r.h < 1 || r.w < 1)
		return;
	p->height = r.h;
	pager_lay_out(p, r.w);
	if (focus)
		term_cursor(r, 0, 0);
	if (p->n_rows == 0)
		return;
	follow(p);
	for (size_t i = p->top; i < p->n_rows && i < p->top + (size_t)r.h;
	     i++) {
		const struct pager_row *row = &p->rows[i];
		int y = (int)(i - p->top);

		if (row->kind == ROW_TEXT)
			draw_text(p, row, r, y);
		if (row->kind != ROW_GAP)
			draw_label(p, row, r, y);
		if (focus && i == p->at)
			term_cursor(
			    r, y, pager_text_x(p, &p->items[row->item], r.w));
	}
}
