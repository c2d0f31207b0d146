#include "screens/revision.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Cells of the table that compares two lists of sentences. */
#define TABLE_MAX ((size_t)1 << 20)

struct list {
	struct revision_piece *p;
	size_t n, cap;
};

static enum err push(struct list *l, const struct revision_piece *piece)
{
	void *p = l->p;

	if (mem_grow(&p, &l->cap, l->n + 1, sizeof(*l->p)) < 0)
		return err_set(ERR_NOMEM, "revision");
	l->p = p;
	l->p[l->n++] = *piece;
	return ERR_OK;
}

/* ---- sentences ----------------------------------------------------------- */

static bool ends(const char *s, size_t len, size_t i)
{
	if (s[i] == '\n')
		return true;
	return (s[i] == '.' || s[i] == '!' || s[i] == '?') &&
	       (i + 1 == len || s[i + 1] == ' ' || s[i + 1] == '\n');
}

static bool blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static enum err split(const char *s, size_t len, struct list *out)
{
	size_t from = 0;
	enum err e = ERR_OK;

	while (from < len && e == ERR_OK) {
		struct revision_piece piece = {0};
		size_t to = from;

		if (blank(s[from])) {
			from++;
			continue;
		}
		while (to < len && !ends(s, len, to))
			to++;
		if (to < len && s[to] != '\n')
			to++; /* the full stop belongs to it */
		piece.text = s + from;
		piece.len = to - from;
		from = to;
		while (blank(piece.text[piece.len - 1]))
			piece.len--;
		e = push(out, &piece);
	}
	return e;
}

/* ---- comparing ------------------------------------------------------------
 */

static bool same(const struct revision_piece *a, const struct revision_piece *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

/*
 * Lengths of the longest common row of sentences from (i, j) on, so that a walk
 * from the front finds it.  The caller frees it; NULL when memory is out.
 */
static unsigned *table(const struct revision_piece *a, size_t n,
    const struct revision_piece *b, size_t m)
{
	unsigned *t = mem_new((n + 1) * (m + 1), sizeof(*t));

	if (t == NULL)
		return NULL;
	for (size_t i = n; i-- > 0;)
		for (size_t j = m; j-- > 0;) {
			unsigned *at = &t[i * (m + 1) + j];
			unsigned down = at[m + 1], right = at[1];

			*at = down > right ? down : right;
			if (same(&a[i], &b[j]))
				*at = at[m + 2] + 1;
		}
	return t;
}

struct merge {
	struct revision *old;
	const struct list *fresh;
	size_t i, j; /* in pieces and fresh */
	unsigned version;
	struct list out;
};

/* Pieces that went out earlier keep their place. */
static enum err pass_gone(struct merge *m)
{
	enum err e = ERR_OK;

	while (e == ERR_OK && m->i < m->old->n &&
	       m->old->pieces[m->i].kind == REVISION_WAS)
		e = push(&m->out, &m->old->pieces[m->i++]);
	return e;
}

static enum err keep(struct merge *m)
{
	enum err e = pass_gone(m);

	m->j++;
	return e == ERR_OK ? push(&m->out, &m->old->pieces[m->i++]) : e;
}

static enum err take_out(struct merge *m)
{
	enum err e = pass_gone(m);
	struct revision_piece piece;

	if (e != ERR_OK)
		return e;
	piece = m->old->pieces[m->i++];
	piece.kind = REVISION_WAS;
	piece.version = m->version;
	return push(&m->out, &piece);
}

static enum err bring_in(struct merge *m)
{
	struct revision_piece piece = m->fresh->p[m->j++];

	piece.kind = REVISION_NOW;
	piece.version = m->version;
	return push(&m->out, &piece);
}

/* What differs between the ends: ${n} and ${k} pieces of both; ${t} NULL: none
 * of them is taken for common. */
static enum err middle(struct merge *m, const struct revision_piece *live,
    size_t n, size_t k, const unsigned *t)
{
	const struct revision_piece *fresh = m->fresh->p + m->j;
	size_t i = 0, j = 0;
	enum err e = ERR_OK;

	while (e == ERR_OK && (i < n || j < k)) {
		if (t != NULL && i < n && j < k && same(&live[i], &fresh[j])) {
			e = keep(m);
			i++;
			j++;
		} else if (i < n && (j == k || t == NULL ||
					t[(i + 1) * (k + 1) + j] >=
					    t[i * (k + 1) + j + 1])) {
			e = take_out(m);
			i++;
		} else {
			e = bring_in(m);
			j++;
		}
	}
	return e;
}

static enum err merge(struct merge *m, const struct list *live)
{
	const struct list *f = m->fresh;
	size_t head = 0, tail = 0, n, k;
	unsigned *t = NULL;
	enum err e = ERR_OK;

	while (head < live->n && head < f->n && e == ERR_OK &&
	       same(&live->p[head], &f->p[head])) {
		e = keep(m);
		head++;
	}
	while (tail < live->n - head && tail < f->n - head &&
	       same(&live->p[live->n - 1 - tail], &f->p[f->n - 1 - tail]))
		tail++;
	n = live->n - head - tail;
	k = f->n - head - tail;
	if (e == ERR_OK && n > 0 && k > 0 && (n + 1) * (k + 1) <= TABLE_MAX) {
		t = table(live->p + head, n, f->p + head, k);
		if (t == NULL)
			e = err_set(ERR_NOMEM, "revision");
	}
	if (e == ERR_OK)
		e = middle(m, live->p + head, n, k, t);
	free(t);
	while (tail-- > 0 && e == ERR_OK)
		e = keep(m);
	return e == ERR_OK ? pass_gone(m) : e;
}

/* ---- the outside ------------------------------------------------------------
 */

enum err revision_begin(struct revision *r, const char *text, size_t len)
{
	struct list l = {0};
	enum err e = split(text, len, &l);

	if (e != ERR_OK) {
		free(l.p);
		return e;
	}
	r->pieces = l.p;
	r->n = l.n;
	r->cap = l.cap;
	return ERR_OK;
}

enum err revision_add(
    struct revision *r, unsigned version, const char *text, size_t len)
{
	struct list fresh = {0}, live = {0};
	struct merge m = {.old = r, .fresh = &fresh, .version = version};
	enum err e = split(text, len, &fresh);

	for (size_t i = 0; i < r->n && e == ERR_OK; i++)
		if (r->pieces[i].kind != REVISION_WAS)
			e = push(&live, &r->pieces[i]);
	if (e == ERR_OK)
		e = merge(&m, &live);
	free(live.p);
	free(fresh.p);
	if (e != ERR_OK) {
		free(m.out.p);
		return e;
	}
	free(r->pieces);
	r->pieces = m.out.p;
	r->n = m.out.n;
	r->cap = m.out.cap;
	return ERR_OK;
}

void revision_done(struct revision *r)
{
	free(r->pieces);
	memset(r, 0, sizeof(*r));
}

/* May a word end or begin at byte ${i}? */
static bool border(const struct revision_piece *p, size_t i)
{
	return i == 0 || i == p->len || blank(p->text[i]) ||
	       blank(p->text[i - 1]);
}

/* Bytes of whole words that both begin with. */
static size_t common_head(
    const struct revision_piece *a, const struct revision_piece *b)
{
	size_t i = 0;

	while (i < a->len && i < b->len && a->text[i] == b->text[i])
		i++;
	while (i > 0 && !(border(a, i) && border(b, i)))
		i--;
	return i;
}

/* Bytes of whole words that both end in, the first ${head} apart. */
static size_t common_tail(
    const struct revision_piece *a, const struct revision_piece *b, size_t head)
{
	size_t i = 0;

	while (i < a->len - head && i < b->len - head &&
	       a->text[a->len - 1 - i] == b->text[b->len - 1 - i])
		i++;
	while (i > 0 && !(border(a, a->len - i) && border(b, b->len - i)))
		i--;
	return i;
}

enum err revision_brace(const struct revision_piece *a,
    const struct revision_piece *other, struct buf *out)
{
	size_t head = 0, tail = 0;
	enum err e;

	if (other != NULL) {
		head = common_head(a, other);
		tail = common_tail(a, other, head);
	}
	while (head + tail < a->len && blank(a->text[head]))
		head++;
	while (head + tail < a->len && blank(a->text[a->len - tail - 1]))
		tail++;
	e = buf_add(out, a->text, head);
	if (e == ERR_OK && a->len > head + tail) {
		e = buf_adds(out, "{");
		if (e == ERR_OK)
			e = buf_add(out, a->text + head, a->len - head - tail);
		if (e == ERR_OK)
			e = buf_adds(out, "}");
	}
	if (e == ERR_OK)
		e = buf_add(out, a->text + a->len - tail, tail);
	return e;
}
