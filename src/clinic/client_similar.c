/*
 * Who may be the same person: the same birth date, or names that few changed
 * letters keep apart, in whatever order the parts stand.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/client.h"
#include "clinic/internal.h"

#define LETTERS 128 /* of a name; longer ones are compared so far */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folded name with its words sorted, as code points; number of them. */
static enum err letters(const char *name, uint32_t *out, size_t *n)
{
	struct buf b = {0};
	char *words[16], *rest, *w;
	size_t count = 0, got = 0;
	enum err e = utf8_fold(name, strlen(name), &b);

	if (e != ERR_OK || b.len == 0)
		goto out;
	rest = (char *)b.p;
	while (count < 16 && (w = strsep(&rest, " ,.-'")) != NULL)
		if (*w != '\0')
			words[count++] = w;
	qsort(words, count, sizeof(*words), by_text);
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(words[i]), at = 0;

		while (at < len && got < LETTERS)
			at += utf8_decode(words[i] + at, len - at, &out[got++]);
		if (i + 1 < count && got < LETTERS)
			out[got++] = ' ';
	}
out:
	buf_free(&b);
	if (e == ERR_OK)
		*n = got;
	return e;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;

	return m < c ? m : c;
}

/* Letters to insert, drop or change (two rows of the usual table). */
static size_t distance(
    const uint32_t *a, size_t na, const uint32_t *b, size_t nb)
{
	size_t row[LETTERS + 1];

	for (size_t j = 0; j <= nb; j++)
		row[j] = j;
	for (size_t i = 1; i <= na; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= nb; j++) {
			size_t up = row[j];

			row[j] = least(up + 1, row[j - 1] + 1,
			    diagonal + (a[i - 1] != b[j - 1]));
			diagonal = up;
		}
	}
	return row[nb];
}

struct asking {
	uint32_t name[LETTERS];
	size_t n;
	struct date born;
	enum err (*each)(void *, const struct client *);
	void *arg;
};

static enum err on_client(void *arg, const struct client *cl)
{
	const struct asking *q = arg;
	uint32_t name[LETTERS];
	size_t n = 0, longer;
	enum err e;

	if (q->born.y != 0 && cl->born.y != 0 &&
	    date_cmp(q->born, cl->born) == 0)
		return q->each(q->arg, cl);
	e = letters(cl->name, name, &n);
	if (e != ERR_OK || n == 0 || q->n == 0)
		return e;
	longer = n > q->n ? n : q->n;
	/* One changed letter in four: Tuva Sagadottir, Tove Sagadotter. */
	if (distance(q->name, q->n, name, n) * 4 > longer)
		return ERR_OK;
	return q->each(q->arg, cl);
}

enum err client_similar(struct clinic *c, const char *name, struct date born,
    enum err (*each)(void *arg, const struct client *), void *arg)
{
	struct asking q = {.born = born, .each = each, .arg = arg};
	enum err e = letters(name, q.name, &q.n);

	if (e == ERR_OK)
		e = client_each(c, on_client, &q);
	mem_wipe(q.name, sizeof(q.name));
	return e;
}
