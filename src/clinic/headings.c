#include "clinic/headings.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define NAME_MAX_BYTES 60 /* of a heading in the text */
#define FOUND_MAX 256	  /* later ones stay in the text */
#define RUN_IN_MIN 4	  /* capitals */

/* One way to name a section. */
struct name {
	char *folded;
	size_t field;
	bool letter;
	bool plain; /* nothing is lost if the label stands for it */
};

struct finder {
	struct name *names;
	size_t n, cap;
	const char *text;
	size_t len;
};

/* A heading at some place of the text. */
struct found {
	size_t field;
	size_t from;  /* its first letter */
	size_t after; /* where the text under it begins */
	bool plain;
	unsigned chain; /* most headings that can be taken from here on */
};

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_alnum(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\f';
}

static bool ends_line(char c)
{
	return c == '\n' || c == '\f';
}

static bool all_blank(const char *text, size_t from, size_t to)
{
	while (from < to && (is_blank(text[from]) || ends_line(text[from])))
		from++;
	return from == to;
}

static bool is_section(const struct form_field *f)
{
	return f->type == FIELD_TEXT && !f->header;
}

static size_t first_section(const struct form *form)
{
	size_t i = 0;

	while (i < form->nfields && !is_section(&form->fields[i]))
		i++;
	return i;
}

/* ---- the names of the sections ---------------------------------------- */

static enum err fold(const char *s, size_t len, char **out)
{
	struct buf b = {0};
	enum err e = utf8_fold(s, len, &b);

	if (e == ERR_OK) {
		*out = mem_strdup(buf_str(&b));
		e = *out == NULL ? err_set(ERR_NOMEM, "headings") : ERR_OK;
	}
	buf_free(&b);
	return e;
}

static enum err add_name(
    struct finder *fi, size_t field, const char *s, const char *label)
{
	struct name n = {.field = field, .letter = strlen(s) == 1};
	char *same = NULL;
	enum err e = fold(s, strlen(s), &n.folded);

	if (e == ERR_OK)
		e = fold(label, strlen(label), &same);
	if (e == ERR_OK && mem_grow((void **)&fi->names, &fi->cap, fi->n + 1,
			       sizeof(*fi->names)) != 0)
		e = err_set(ERR_NOMEM, "headings");
	if (e == ERR_OK) {
		n.plain = n.letter || strcmp(n.folded, same) == 0;
		fi->names[fi->n++] = n;
	} else {
		free(n.folded);
	}
	free(same);
	return e;
}

static enum err add_names(struct finder *fi, const struct form *form)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < form->nfields && e == ERR_OK; i++) {
		const struct form_field *f = &form->fields[i];

		if (!is_section(f))
			continue;
		e = add_name(fi, i, f->label, f->label);
		if (e == ERR_OK)
			e = add_name(fi, i, f->id, f->label);
		for (size_t a = 0; a < f->naliases && e == ERR_OK; a++)
			e = add_name(fi, i, f->aliases[a], f->label);
	}
	return e;
}

static void finder_done(struct finder *fi)
{
	for (size_t i = 0; i < fi->n; i++)
		free(fi->names[i].folded);
	free(fi->names);
}

/* *hit if ${len} bytes at ${from} name a section. */
static enum err look_up(
    const struct finder *fi, size_t len, struct found *f, bool *hit)
{
	const char *s = fi->text + f->from;
	char *folded = NULL;
	enum err e = fold(s, len, &folded);

	*hit = false;
	for (size_t i = 0; e == ERR_OK && !*hit && i < fi->n; i++) {
		const struct name *n = &fi->names[i];

		*hit = strcmp(n->folded, folded) == 0 &&
		       (!n->letter || (len == 1 && is_upper(*s)));
		f->field = n->field;
		f->plain = n->plain;
	}
	mem_strfree(folded);
	return e;
}

/* ---- where they stand -------------------------------------------------- */

/* "Name:", or "Name" alone, on the line that begins at ${at}. */
static enum err at_line(
    const struct finder *fi, size_t at, struct found *f, bool *hit)
{
	const char *t = fi->text;
	size_t end, n;
	bool colon;

	*hit = false;
	while (at < fi->len && is_blank(t[at]) && !ends_line(t[at]))
		at++;
	end = at;
	while (end < fi->len && end - at < NAME_MAX_BYTES && t[end] != ':' &&
	       !ends_line(t[end]))
		end++;
	colon = end < fi->len && t[end] == ':';
	n = end - at;
	while (n > 0 && is_blank(t[at + n - 1]))
		n--;
	if (n == 0 ||
	    (!colon && (n == 1 || (end < fi->len && !ends_line(t[end])))))
		return ERR_OK;
	f->from = at;
	f->after = end + (colon ? 1 : 0);
	return look_up(fi, n, f, hit);
}

/* The last byte before ${at} that is not blank; a newline if there is none. */
static char before(const struct finder *fi, size_t at)
{
	while (at > 0 && is_blank(fi->text[at - 1]))
		at--;
	return at == 0 ? '\n' : fi->text[at - 1];
}

/* What stands between the words of a heading: "ASSESSMENT AND PLAN", "A/P". */
static bool joins(char c)
{
	return c == ' ' || c == '/' || c == '&';
}

static bool more_upper(const struct finder *fi, size_t at)
{
	return at + 1 < fi->len && is_upper(fi->text[at + 1]);
}

/* Capitals and a colon that begin at ${at}, in the middle of a line. */
static enum err run_in(
    const struct finder *fi, size_t at, struct found *f, bool *hit)
{
	const char *t = fi->text;
	size_t n = 0;

	*hit = false;
	if (!is_upper(t[at]) || is_alnum(t[at - 1]) || is_upper(before(fi, at)))
		return ERR_OK;
	while (at + n < fi->len &&
	       (is_upper(t[at + n]) ||
		   (joins(t[at + n]) && more_upper(fi, at + n))))
		n++;
	if (n < RUN_IN_MIN || at + n >= fi->len || t[at + n] != ':')
		return ERR_OK;
	f->from = at;
	f->after = at + n + 1;
	return look_up(fi, n, f, hit);
}

static enum err find_all(const struct finder *fi, struct found *v, size_t *n)
{
	bool line = true;

	*n = 0;
	for (size_t at = 0; at < fi->len && *n < FOUND_MAX; at++) {
		struct found f = {0};
		bool hit;
		enum err e =
		    line ? at_line(fi, at, &f, &hit) : run_in(fi, at, &f, &hit);

		if (e != ERR_OK)
			return e;
		if (hit) {
			v[(*n)++] = f;
			at = f.after - 1;
		}
		line = ends_line(fi->text[at]);
	}
	return ERR_OK;
}

/* ---- which of them are taken ------------------------------------------- */

/* The longest row whose fields rise; of several the one that begins first. */
static size_t longest_row(struct found *v, size_t n)
{
	unsigned best = 0;
	size_t kept = 0;

	for (size_t i = n; i-- > 0;) {
		unsigned rest = 0;

		for (size_t j = i + 1; j < n; j++)
			if (v[j].field > v[i].field && v[j].chain > rest)
				rest = v[j].chain;
		v[i].chain = rest + 1;
		if (v[i].chain > best)
			best = v[i].chain;
	}
	for (size_t i = 0; i < n && best > 0; i++)
		if (v[i].chain == best &&
		    (kept == 0 || v[i].field > v[kept - 1].field)) {
			v[kept++] = v[i];
			best--;
		}
	return kept;
}

static size_t drop_empty(const struct finder *fi, struct found *v, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		size_t end = i + 1 < n ? v[i + 1].from : fi->len;

		if (!all_blank(fi->text, v[i].after, end))
			v[kept++] = v[i];
	}
	return kept;
}

static void add_section(
    struct sections *s, const char *text, size_t field, size_t from, size_t to)
{
	while (from < to && all_blank(text, from, from + 1))
		from++;
	while (to > from && all_blank(text, to - 1, to))
		to--;
	s->at[s->n++] = (struct section){field, from, to};
}

void sections_whole(
    const struct form *form, const char *text, size_t len, struct sections *out)
{
	out->n = 0;
	out->headings = 0;
	add_section(out, text, first_section(form), 0, len);
}

static void cut(const struct finder *fi, const struct form *form,
    const struct found *v, size_t n, struct sections *out)
{
	size_t first = first_section(form);
	bool preface = n > 0 && !all_blank(fi->text, 0, v[0].from);

	if (n == 0) {
		sections_whole(form, fi->text, fi->len, out);
		return;
	}
	out->n = 0;
	out->headings = (unsigned)n;
	if (preface && v[0].field != first)
		add_section(out, fi->text, first, 0, v[0].from);
	for (size_t i = 0; i < n; i++) {
		size_t from = v[i].plain ? v[i].after : v[i].from;

		if (i == 0 && preface && v[0].field == first)
			from = 0;
		add_section(out, fi->text, v[i].field, from,
		    i + 1 < n ? v[i + 1].from : fi->len);
	}
}

enum err sections_find(
    const struct form *form, const char *text, size_t len, struct sections *out)
{
	struct finder fi = {.text = text, .len = len};
	struct found v[FOUND_MAX];
	size_t n = 0;
	enum err e = add_names(&fi, form);

	if (e == ERR_OK)
		e = find_all(&fi, v, &n);
	if (e == ERR_OK) {
		n = longest_row(v, n);
		n = drop_empty(&fi, v, n);
		cut(&fi, form, v, n, out);
	}
	finder_done(&fi);
	return e;
}
