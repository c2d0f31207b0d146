#include "ui/textedit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "ui/find.h"

void textedit_init(struct textedit *te, struct textbuf *text, struct clip *clip,
    unsigned flags)
{
	*te = (struct textedit){.text = text,
	    .clip = clip,
	    .flags = flags,
	    .at = textbuf_len(text),
	    .width = TEXT_WIDTH,
	    .goal = -1};
}

void textedit_done(struct textedit *te)
{
	free(te->lines);
	*te = (struct textedit){0};
}

/* --- lines --- */

static void add_line(void *arg, const struct wrap_line *l)
{
	struct textedit *te = arg;

	if (te->err != ERR_OK)
		return;
	if (mem_grow((void **)&te->lines, &te->cap_lines, te->n_lines + 1,
		sizeof(*te->lines)) != 0) {
		te->err = ERR_NOMEM;
		return;
	}
	te->lines[te->n_lines++] = (struct textline){l->from, l->to, l->hard};
}

enum err textedit_wrap(struct textedit *te, int w)
{
	enum err e;

	if (w < 1)
		w = 1;
	te->width = w;
	if (te->n_lines > 0 && te->lines_width == w &&
	    te->lines_rev == textbuf_rev(te->text))
		return ERR_OK;
	te->n_lines = 0;
	te->err = ERR_OK;
	e = utf8_wrap(
	    textbuf_str(te->text), textbuf_len(te->text), w, add_line, te);
	if (e == ERR_OK)
		e = te->err;
	te->lines_rev = textbuf_rev(te->text);
	te->lines_width = w;
	if (te->at > textbuf_len(te->text))
		te->at = textbuf_len(te->text);
	if (te->anchor > textbuf_len(te->text))
		te->chosen = false;
	return e;
}

size_t textedit_line(const struct textedit *te, size_t at)
{
	size_t lo = 0, hi = te->n_lines;

	while (lo + 1 < hi) {
		size_t mid = (lo + hi) / 2;

		if (te->lines[mid].from <= at)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

int textedit_column(const struct textedit *te)
{
	size_t from;

	if (te->n_lines == 0)
		return 0;
	from = te->lines[textedit_line(te, te->at)].from;
	return utf8_width(textbuf_str(te->text) + from, te->at - from);
}

/* The last place on a line that is still drawn on it. */
static size_t line_end(const struct textedit *te, const struct textline *l)
{
	if (l->hard || l->to == l->from)
		return l->to;
	return utf8_prev(textbuf_str(te->text), textbuf_len(te->text), l->to);
}

void textedit_goto(struct textedit *te, size_t line, int col)
{
	const char *s = textbuf_str(te->text);
	const struct textline *l;
	size_t end;

	if (te->n_lines == 0)
		return;
	if (line >= te->n_lines)
		line = te->n_lines - 1;
	l = &te->lines[line];
	end = line_end(te, l);
	te->at = l->from + utf8_fit(s + l->from, l->to - l->from, col);
	if (te->at > end)
		te->at = end;
}

void textedit_move(struct textedit *te, size_t at)
{
	size_t len = textbuf_len(te->text);

	te->at = at < len ? at : len;
	te->chosen = te->choosing = false;
	te->goal = -1;
	textbuf_break(te->text);
}

/* --- selection and edits --- */

void textedit_range(const struct textedit *te, size_t *from, size_t *to)
{
	*from = te->at < te->anchor ? te->at : te->anchor;
	*to = te->at < te->anchor ? te->anchor : te->at;
	if (!te->chosen)
		*from = *to = te->at;
}

static enum te_did edit(struct textedit *te, size_t from, size_t to,
    const void *p, size_t len, enum textstep how)
{
	uint64_t rev = textbuf_rev(te->text);

	if (te->flags & TE_READONLY)
		return TE_IGNORED;
	te->err = textbuf_edit(te->text, from, to, p, len, how, &te->at);
	if (te->err != ERR_OK)
		return TE_REFUSED;
	te->chosen = te->choosing = false;
	te->goal = -1;
	if (te->flags & TE_PASSWORD)
		textbuf_forget(te->text);
	return textbuf_rev(te->text) != rev ? TE_CHANGED : TE_MOVED;
}

static enum te_did put(
    struct textedit *te, const void *p, size_t len, enum textstep how)
{
	size_t from, to;

	textedit_range(te, &from, &to);
	return edit(te, from, to, p, len, from < to ? TEXT_STEP : how);
}

enum err textedit_insert(struct textedit *te, const char *s, size_t len)
{
	switch (put(te, s, len, TEXT_STEP)) {
	case TE_REFUSED:
		return te->err;
	case TE_IGNORED:
		return ERR_DENIED;
	default:
		return ERR_OK;
	}
}

static enum te_did take_out(struct textedit *te, enum te_op op)
{
	const char *s = textbuf_str(te->text);
	size_t len = textbuf_len(te->text), from, to;

	textedit_range(te, &from, &to);
	if (from < to)
		return edit(te, from, to, NULL, 0, TEXT_STEP);
	if (op == TE_BACKSPACE)
		from = utf8_prev(s, len, to);
	else if (op == TE_DELETE)
		to = utf8_next(s, len, from);
	else
		from = utf8_word_prev(s, len, to);
	if (from == to)
		return te->flags & TE_READONLY ? TE_IGNORED : TE_MOVED;
	return edit(te, from, to, NULL, 0,
	    op == TE_DELETE_WORD ? TEXT_STEP : TEXT_TYPE);
}

static enum te_did clipboard(struct textedit *te, enum te_op op)
{
	size_t from, to;

	if (te->clip == NULL || (te->flags & TE_PASSWORD))
		return TE_MOVED;
	if (op == TE_PASTE)
		return put(te, te->clip->text.p, te->clip->text.len, TEXT_STEP);
	textedit_range(te, &from, &to);
	if (from == to)
		return TE_MOVED;
	buf_clear(&te->clip->text);
	te->err =
	    buf_add(&te->clip->text, textbuf_str(te->text) + from, to - from);
	if (te->err != ERR_OK)
		return TE_REFUSED;
	if (op == TE_CUT)
		return edit(te, from, to, NULL, 0, TEXT_STEP);
	te->choosing = false;
	return TE_MOVED;
}

static enum te_did history(struct textedit *te, enum te_op op)
{
	size_t at;
	enum err e;

	if (te->flags & (TE_READONLY | TE_PASSWORD))
		return TE_IGNORED;
	e = op == TE_UNDO ? textbuf_undo(te->text, &at)
			  : textbuf_redo(te->text, &at);
	if (e == ERR_NOTFOUND)
		return TE_MOVED;
	if (e != ERR_OK) {
		te->err = e;
		return TE_REFUSED;
	}
	textedit_move(te, at);
	return TE_CHANGED;
}

/* --- moving --- */

static enum te_did vertical(struct textedit *te, int by)
{
	size_t line, to;
	int goal;

	if (te->flags & TE_LINE)
		return TE_IGNORED;
	if (textedit_wrap(te, te->width) != ERR_OK || te->n_lines == 0)
		return TE_MOVED;
	line = textedit_line(te, te->at);
	if (by < 0 && line == 0)
		return TE_TOP;
	if (by > 0 && line + 1 == te->n_lines)
		return TE_BOTTOM;
	goal = te->goal >= 0 ? te->goal : textedit_column(te);
	if (by < 0)
		to = line > (size_t)-by ? line - (size_t)-by : 0;
	else
		to = line + (size_t)by;
	textedit_goto(te, to, goal);
	te->goal = goal;
	return TE_MOVED;
}

static size_t horizontal(struct textedit *te, enum te_op op)
{
	const char *s = textbuf_str(te->text);
	size_t len = textbuf_len(te->text);
	const struct textline *l;

	switch (op) {
	case TE_LEFT:
		return utf8_prev(s, len, te->at);
	case TE_RIGHT:
		return utf8_next(s, len, te->at);
	case TE_WORD_LEFT:
		return utf8_word_prev(s, len, te->at);
	case TE_WORD_RIGHT:
		return utf8_word_next(s, len, te->at);
	case TE_START:
		return 0;
	case TE_FINISH:
		return len;
	default:
		break;
	}
	if (te->flags & TE_LINE)
		return op == TE_HOME ? 0 : len;
	if (textedit_wrap(te, te->width) != ERR_OK)
		return te->at;
	l = &te->lines[textedit_line(te, te->at)];
	return op == TE_HOME ? l->from : line_end(te, l);
}

static enum te_did move(
    struct textedit *te, enum te_op op, bool choose, int page)
{
	size_t was = te->at;
	enum te_did did = TE_MOVED;

	textbuf_break(te->text);
	if (op == TE_UP || op == TE_DOWN)
		did = vertical(te, op == TE_UP ? -1 : 1);
	else if (op == TE_PGUP || op == TE_PGDN)
		did = vertical(te, op == TE_PGUP ? -page : page);
	else
		te->at = horizontal(te, op);
	if (did == TE_IGNORED)
		return did;
	if (op != TE_UP && op != TE_DOWN && op != TE_PGUP && op != TE_PGDN)
		te->goal = -1;
	if ((choose || te->choosing) && !(te->flags & TE_PASSWORD)) {
		if (!te->chosen)
			te->anchor = was;
		te->chosen = true;
		return TE_MOVED;
	}
	te->chosen = false;
	return did;
}

void textedit_choose_all(struct textedit *te)
{
	if (te->flags & TE_PASSWORD)
		return;
	te->anchor = 0;
	te->at = textbuf_len(te->text);
	te->chosen = true;
	te->choosing = false;
}

static enum te_did choose(struct textedit *te, enum te_op op)
{
	if (te->flags & TE_PASSWORD)
		return TE_MOVED;
	if (op == TE_ALL) {
		textedit_choose_all(te);
		return TE_MOVED;
	}
	te->choosing = !te->choosing;
	te->chosen = te->choosing;
	te->anchor = te->at;
	return TE_MOVED;
}

static enum te_did do_op(
    struct textedit *te, enum te_op op, bool shift, int page)
{
	switch (op) {
	case TE_CHOOSE:
	case TE_ALL:
		return choose(te, op);
	case TE_CUT:
	case TE_COPY:
	case TE_PASTE:
		return clipboard(te, op);
	case TE_UNDO:
	case TE_REDO:
		return history(te, op);
	case TE_BACKSPACE:
	case TE_DELETE:
	case TE_DELETE_WORD:
		return take_out(te, op);
	case TE_NEWLINE:
		if (te->flags & TE_LINE)
			return TE_IGNORED;
		return put(te, "\n", 1, TEXT_TYPE);
	case TE_SEARCH:
		return te->flags & TE_LINE ? TE_IGNORED : TE_FIND;
	default:
		return move(te, op, shift, page);
	}
}

enum te_did textedit_event(struct textedit *te, const struct keymap *km,
    const struct event *ev, int page)
{
	const struct action *a;
	bool shift = false;

	if (ev->type == EV_TEXT)
		return put(te, ev->text, ev->len, TEXT_TYPE);
	if (ev->type == EV_PASTE) {
		enum te_did did = put(te, ev->text, ev->len, TEXT_STEP);

		textbuf_break(te->text);
		return did;
	}
	if (ev->type != EV_KEY)
		return TE_IGNORED;
	a = keymap_find(km, textedit_keys, ev->key);
	if (a == NULL && (ev->key & K_SHIFT)) {
		a = keymap_find(km, textedit_keys, ev->key & ~K_SHIFT);
		shift = true;
	}
	if (a == NULL)
		return TE_IGNORED;
	return do_op(te, (enum te_op)a->op, shift, page > 1 ? page : 1);
}

bool textedit_find(struct textedit *te, const char *words)
{
	const char *s = textbuf_str(te->text);
	size_t len = textbuf_len(te->text), at, end;
	size_t from = te->chosen && te->anchor > te->at ? te->anchor : te->at;

	if (!find_next(s, len, from, words, &at, &end) &&
	    !find_next(s, len, 0, words, &at, &end))
		return false;
	textedit_move(te, end);
	te->anchor = at;
	te->chosen = true;
	return true;
}
