#include "ui/textedit.h"

#include "base/utf8.h"

void textedit_draw_line(const struct textedit *te, struct rect r, int y, int x,
    size_t line, enum mean m)
{
	const char *s = textbuf_str(te->text);
	const struct textline *l;
	size_t from, to, cut[4];

	if (line >= te->n_lines)
		return;
	l = &te->lines[line];
	textedit_range(te, &from, &to);
	cut[0] = l->from;
	cut[1] = from < l->from ? l->from : from > l->to ? l->to : from;
	cut[2] = to < l->from ? l->from : to > l->to ? l->to : to;
	cut[3] = l->to;
	for (int i = 0; i < 3; i++) {
		if (cut[i + 1] > cut[i])
			x += term_put(r, y, x, i == 1 ? MEAN_CHOSEN : m,
			    s + cut[i], cut[i + 1] - cut[i]);
	}
}

static size_t count(const char *s, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i = utf8_next(s, len, i))
		n++;
	return n;
}

/* Stars say how much was typed and nothing else. */
static void draw_stars(
    const struct textedit *te, struct rect r, int y, int x, int w, bool focus)
{
	const char *s = textbuf_str(te->text);
	size_t all = count(s, textbuf_len(te->text)), at = count(s, te->at);
	size_t skip = at >= (size_t)w ? at - (size_t)w + 1 : 0;

	for (size_t i = skip; i < all && i - skip < (size_t)w; i++)
		term_put(r, y, x + (int)(i - skip), MEAN_PLAIN, "*", 1);
	if (focus)
		term_cursor(r, y, x + (int)(at - skip));
}

static void scroll_to_cursor(struct textedit *te, int w)
{
	const char *s = textbuf_str(te->text);
	size_t len = textbuf_len(te->text);

	if (te->at > len)
		te->at = len;
	if (te->scroll > te->at)
		te->scroll = te->at;
	while (te->scroll < te->at &&
	       utf8_width(s + te->scroll, te->at - te->scroll) >= w)
		te->scroll = utf8_next(s, len, te->scroll);
	if (utf8_width(s, len) < w)
		te->scroll = 0;
}

void textedit_draw_field(struct textedit *te, struct rect r, int y, int x,
    int w, const char *hint, bool focus)
{
	const char *s = textbuf_str(te->text);
	size_t len = textbuf_len(te->text), from, to, cut[4];
	int at = x;

	if (w < 1)
		w = 1;
	r.w = r.w < x + w ? r.w : x + w;
	if (len == 0 && hint != NULL && hint[0] != '\0')
		term_putf(r, y, x, MEAN_HINT, "(%s)", hint);
	if (te->flags & TE_PASSWORD) {
		draw_stars(te, r, y, x, w, focus);
		return;
	}
	if (!focus) {
		term_cut(r, y, x, w, MEAN_PLAIN, s);
		return;
	}
	scroll_to_cursor(te, w);
	textedit_range(te, &from, &to);
	cut[0] = te->scroll;
	cut[1] = from > te->scroll ? from : te->scroll;
	cut[2] = to > te->scroll ? to : te->scroll;
	cut[3] = len;
	for (int i = 0; i < 3; i++)
		at += term_put(r, y, at, i == 1 ? MEAN_CHOSEN : MEAN_PLAIN,
		    s + cut[i], cut[i + 1] - cut[i]);
	term_cursor(r, y, x + utf8_width(s + te->scroll, te->at - te->scroll));
}
