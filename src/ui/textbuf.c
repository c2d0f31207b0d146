#include "ui/textbuf.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* The undo log lets its oldest steps go past these. */
#define STEPS_MAX 4000
#define STEPS_BYTES ((size_t)2 << 20)

/* At ${at}, ${del} gave way to ${ins}. */
struct step {
	size_t at;
	struct buf del;
	struct buf ins;
	bool typed;
};

struct textbuf {
	struct buf text;
	size_t limit;
	bool line;
	uint64_t rev;
	struct step *steps;
	size_t n_steps, cap_steps;
	size_t pos; /* steps before it are done, from it on undone */
	size_t log_bytes;
	bool broken; /* the next typing begins a step */
	void (*watch)(void *, size_t, size_t, size_t);
	void *watch_arg;
};

enum err textbuf_new(size_t limit, bool line, struct textbuf **out)
{
	struct textbuf *t = mem_new(1, sizeof(*t));

	if (t == NULL)
		return ERR_NOMEM;
	t->limit = limit < BUF_MAX ? limit : BUF_MAX;
	t->line = line;
	*out = t;
	return ERR_OK;
}

static void step_done(struct textbuf *t, struct step *s)
{
	t->log_bytes -= s->del.len + s->ins.len;
	buf_free(&s->del);
	buf_free(&s->ins);
	s->at = 0;
}

static void cut_steps(struct textbuf *t, size_t from)
{
	while (t->n_steps > from)
		step_done(t, &t->steps[--t->n_steps]);
	if (t->pos > from)
		t->pos = from;
}

void textbuf_forget(struct textbuf *t)
{
	cut_steps(t, 0);
	t->broken = true;
}

void textbuf_free(struct textbuf *t)
{
	if (t == NULL)
		return;
	textbuf_forget(t);
	free(t->steps);
	buf_free(&t->text);
	mem_wipe(t, sizeof(*t));
	free(t);
}

const char *textbuf_str(const struct textbuf *t)
{
	return buf_str(&t->text);
}

size_t textbuf_len(const struct textbuf *t)
{
	return t->text.len;
}

uint64_t textbuf_rev(const struct textbuf *t)
{
	return t->rev;
}

void textbuf_watch(
    struct textbuf *t, void (*fn)(void *, size_t, size_t, size_t), void *arg)
{
	t->watch = fn;
	t->watch_arg = arg;
}

void textbuf_break(struct textbuf *t)
{
	t->broken = true;
}

bool textbuf_can_undo(const struct textbuf *t)
{
	return t->pos > 0;
}

bool textbuf_can_redo(const struct textbuf *t)
{
	return t->pos < t->n_steps;
}

static enum err splice(
    struct textbuf *t, size_t at, size_t del, const void *p, size_t len)
{
	enum err e = buf_splice(&t->text, at, del, p, len);

	if (e != ERR_OK)
		return e;
	t->rev++;
	if (t->watch != NULL)
		t->watch(t->watch_arg, at, del, len);
	return ERR_OK;
}

enum err textbuf_set(struct textbuf *t, const void *p, size_t len)
{
	enum err e;

	if (len > t->limit)
		return err_set(ERR_LIMIT, "%zu bytes of %zu", len, t->limit);
	if (utf8_valid(p, len) != len)
		return err_set(ERR_FORMAT, "not UTF-8");
	e = splice(t, 0, t->text.len, p, len);
	if (e == ERR_OK)
		textbuf_forget(t);
	return e;
}

/* --- what comes in --- */

static bool ascii(const unsigned char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (p[i] >= 0x80)
			return false;
	}
	return true;
}

static enum err tidy(const struct textbuf *t, const unsigned char *p,
    size_t len, struct buf *out)
{
	enum err e = buf_reserve(out, len);

	for (size_t i = 0; i < len && e == ERR_OK; i++) {
		unsigned char c = p[i];

		if (c == '\r') {
			c = '\n';
			if (i + 1 < len && p[i + 1] == '\n')
				i++;
		}
		if (c == '\n' && t->line)
			c = ' ';
		e = buf_add8(out, c);
	}
	return e;
}

/*
 * ${in} in NFC together with the character before *from, which it may join;
 * then *from moves before that character.
 */
static enum err compose(const struct textbuf *t, size_t *from,
    const struct buf *in, struct buf *out)
{
	struct buf both = {0};
	size_t prev = utf8_prev(t->text.p, t->text.len, *from);
	size_t n = *from - prev;
	enum err e;

	if (in->len == 0 || in->p[0] < 0x80 || n == 0)
		return utf8_nfc(in->p, in->len, out);
	e = buf_add(&both, t->text.p + prev, n);
	if (e == ERR_OK)
		e = buf_add(&both, in->p, in->len);
	if (e == ERR_OK)
		e = utf8_nfc(both.p, both.len, out);
	if (e == ERR_OK && out->len >= n &&
	    memcmp(out->p, t->text.p + prev, n) == 0)
		e = buf_splice(out, 0, n, NULL, 0);
	else
		*from = prev;
	buf_free(&both);
	return e;
}

/* --- the log --- */

static bool blank(unsigned char c)
{
	return c == ' ' || c == '\n';
}

/*
 * Let the edit grow the step before it, so that a word typed is one step and a
 * run of Backspace is one.  *done tells whether it did.
 */
static enum err grow(struct textbuf *t, size_t at, size_t del, const void *p,
    size_t len, bool *done)
{
	const unsigned char *gone = t->text.p + at;
	struct step *s = &t->steps[t->pos - 1];
	size_t end = s->at + s->ins.len;
	enum err e;

	*done = false;
	if (t->broken || !s->typed)
		return ERR_OK;
	if (s->ins.len > 0 && at >= s->at && at + del == end) {
		/* At the end of what was typed; a new word is a new step. */
		if (del == 0 && len > 0 && blank(s->ins.p[s->ins.len - 1]) &&
		    !blank(*(const unsigned char *)p))
			return ERR_OK;
		e = buf_splice(&s->ins, at - s->at, del, p, len);
		if (e == ERR_OK)
			t->log_bytes += len - del;
		*done = e == ERR_OK;
		return e;
	}
	if (s->ins.len > 0 || len > 0 || del == 0)
		return ERR_OK;
	if (at + del == s->at)
		e = buf_splice(&s->del, 0, 0, gone, del);
	else if (at == s->at)
		e = buf_add(&s->del, gone, del);
	else
		return ERR_OK;
	if (e == ERR_OK) {
		s->at = at;
		t->log_bytes += del;
		*done = true;
	}
	return e;
}

static void forget_oldest(struct textbuf *t)
{
	size_t n = 0;

	while (n + 1 < t->n_steps &&
	       (t->n_steps - n > STEPS_MAX || t->log_bytes > STEPS_BYTES))
		step_done(t, &t->steps[n++]);
	if (n == 0)
		return;
	memmove(t->steps, t->steps + n, (t->n_steps - n) * sizeof(*t->steps));
	memset(t->steps + (t->n_steps - n), 0, n * sizeof(*t->steps));
	t->n_steps -= n;
	t->pos -= n;
}

static enum err log_step(struct textbuf *t, size_t at, size_t del,
    const void *p, size_t len, enum textstep how)
{
	struct step *s;
	enum err e = ERR_OK;
	bool done = false;

	cut_steps(t, t->pos);
	if (how == TEXT_TYPE && t->pos > 0)
		e = grow(t, at, del, p, len, &done);
	if (e != ERR_OK || done)
		return e;
	if (mem_grow((void **)&t->steps, &t->cap_steps, t->n_steps + 1,
		sizeof(*t->steps)) != 0)
		return ERR_NOMEM;
	s = &t->steps[t->n_steps];
	*s = (struct step){.at = at, .typed = how == TEXT_TYPE};
	e = buf_add(&s->del, t->text.p + at, del);
	if (e == ERR_OK)
		e = buf_add(&s->ins, p, len);
	if (e != ERR_OK) {
		buf_free(&s->del);
		buf_free(&s->ins);
		return e;
	}
	t->log_bytes += del + len;
	t->pos = ++t->n_steps;
	t->broken = false;
	forget_oldest(t);
	return ERR_OK;
}

/* --- editing --- */

/* Is ${at} in the middle of a character? */
static bool inside(const struct textbuf *t, size_t at)
{
	return at < t->text.len && (t->text.p[at] & 0xc0) == 0x80;
}

enum err textbuf_edit(struct textbuf *t, size_t from, size_t to, const void *p,
    size_t len, enum textstep how, size_t *at)
{
	struct buf in = {0}, out = {0};
	enum err e;

	if (to > t->text.len)
		to = t->text.len;
	if (from > to)
		from = to;
	if (utf8_valid(p, len) != len || inside(t, from) || inside(t, to))
		return err_set(ERR_FORMAT, "not UTF-8");
	e = tidy(t, p, len, &in);
	if (e == ERR_OK && ascii(in.p, in.len))
		e = buf_copy(&out, &in);
	else if (e == ERR_OK)
		e = compose(t, &from, &in, &out);
	if (e == ERR_OK && t->text.len - (to - from) + out.len > t->limit &&
	    out.len > to - from)
		e = err_set(ERR_LIMIT, "more than %zu bytes", t->limit);
	if (e == ERR_OK)
		e = buf_reserve(&t->text, t->text.len - (to - from) + out.len);
	if (e == ERR_OK && (to > from || out.len > 0))
		e = log_step(t, from, to - from, out.p, out.len, how);
	if (e == ERR_OK && (to > from || out.len > 0))
		e = splice(t, from, to - from, out.p, out.len);
	if (e == ERR_OK && at != NULL)
		*at = from + out.len;
	buf_free(&in);
	buf_free(&out);
	return e;
}

enum err textbuf_undo(struct textbuf *t, size_t *at)
{
	const struct step *s;
	enum err e;

	if (t->pos == 0)
		return ERR_NOTFOUND;
	s = &t->steps[t->pos - 1];
	e = splice(t, s->at, s->ins.len, s->del.p, s->del.len);
	if (e != ERR_OK)
		return e;
	*at = s->at + s->del.len;
	t->pos--;
	t->broken = true;
	return ERR_OK;
}

enum err textbuf_redo(struct textbuf *t, size_t *at)
{
	const struct step *s;
	enum err e;

	if (t->pos == t->n_steps)
		return ERR_NOTFOUND;
	s = &t->steps[t->pos];
	e = splice(t, s->at, s->del.len, s->ins.p, s->ins.len);
	if (e != ERR_OK)
		return e;
	*at = s->at + s->ins.len;
	t->pos++;
	t->broken = true;
	return ERR_OK;
}

bool textspan_moved(struct textspan *s, size_t at, size_t del, size_t ins)
{
	size_t end = at + del;

	if (at >= s->to)
		return false;
	if (end <= s->from) {
		s->from = s->from - del + ins;
		s->to = s->to - del + ins;
		return false;
	}
	/* The change reaches into the stretch: what is left of it, with what
	 * was put in. */
	if (at < s->from) {
		s->to = end >= s->to ? at : s->to - del + ins;
		s->from = end >= s->to && s->to == at ? at : at + ins;
	} else {
		s->to = end >= s->to ? at + ins : s->to - del + ins;
	}
	if (s->to < s->from)
		s->to = s->from;
	return true;
}

void clip_wipe(struct clip *c)
{
	buf_free(&c->text);
}
