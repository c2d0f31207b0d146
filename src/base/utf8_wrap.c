#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <unilbrk.h>

#include "base/mem.h"

/* One paragraph on its way into lines. */
struct wrap {
	const unsigned char *s;
	size_t len;
	size_t base; /* offset of s in the whole text */
	int cols;
	char *brk; /* where a line may end, per byte */
	char *gra; /* where a grapheme begins, per byte */
	void (*each)(void *, const struct wrap_line *);
	void *arg;
};

static void emit(const struct wrap *w, size_t from, size_t to, bool hard)
{
	struct wrap_line line = {w->base + from, w->base + to, hard};

	w->each(w->arg, &line);
}

/* Look the boundaries up; plain ASCII needs no graphemes. */
static bool find_breaks(struct wrap *w)
{
	bool ascii = true;

	for (size_t i = 0; i < w->len && ascii; i++)
		ascii = w->s[i] < 0x80;
	u8_possible_linebreaks(w->s, w->len, "UTF-8", w->brk);
	for (size_t i = 0, n; !ascii && i < w->len; i += n + 1) {
		/* A broken byte stands alone, as for utf8_next. */
		n = utf8_valid(w->s + i, w->len - i);
		if (n > 0)
			u8_grapheme_breaks(w->s + i, n, w->gra + i);
		if (i + n < w->len)
			w->gra[i + n] = 1;
	}
	return ascii;
}

static bool may_break(char c)
{
	return c == UC_BREAK_POSSIBLE || c == UC_BREAK_MANDATORY;
}

/* Blanks hang over the edge: the width of a line counts up to its last other
 * character. */
static void paragraph(struct wrap *w)
{
	bool ascii = find_breaks(w);
	size_t from = 0, cand = 0, next;
	int width = 0, cand_width = 0;

	for (size_t i = 0; i < w->len; i = next) {
		bool blank;
		int cells;

		for (next = i + 1; !ascii && next < w->len && !w->gra[next];)
			next++;
		blank = next == i + 1 && (w->s[i] == ' ' || w->s[i] == '\t');
		cells = ascii ? 1 : utf8_width(w->s + i, next - i);
		if (!blank && i > from && may_break(w->brk[i])) {
			cand = i;
			cand_width = width;
		}
		while (!blank && i > from && width + cells > w->cols) {
			if (cand <= from) {
				cand = i;
				cand_width = width;
			}
			emit(w, from, cand, false);
			from = cand;
			width -= cand_width;
			cand_width = 0;
		}
		width += cells;
	}
	emit(w, from, w->len, true);
}

enum err utf8_wrap(const void *s, size_t len, int cols,
    void (*each)(void *arg, const struct wrap_line *), void *arg)
{
	const unsigned char *p = s;
	size_t longest = 0, end;
	struct wrap w = {.cols = cols < 1 ? 1 : cols, .each = each, .arg = arg};
	char *room;

	for (size_t from = 0; from <= len; from = end + 1) {
		const unsigned char *nl =
		    from == len ? NULL : memchr(p + from, '\n', len - from);

		end = nl == NULL ? len : (size_t)(nl - p);
		if (end - from > longest)
			longest = end - from;
	}
	room = mem_new(longest, 2);
	if (room == NULL)
		return ERR_NOMEM;
	w.brk = room;
	w.gra = room + longest;
	for (size_t from = 0; from <= len; from = end + 1) {
		const unsigned char *nl =
		    from == len ? NULL : memchr(p + from, '\n', len - from);

		end = nl == NULL ? len : (size_t)(nl - p);
		w.s = p == NULL ? NULL : p + from;
		w.base = from;
		w.len = end - from;
		paragraph(&w);
	}
	free(room);
	return ERR_OK;
}
