#include "ui/find.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Folded text and, for each of its bytes, where its character begins. */
struct folded {
	struct buf text;
	size_t *from;
	size_t cap;
};

static enum err fold(struct folded *f, const char *s, size_t len)
{
	enum err e = ERR_OK;

	for (size_t i = 0, next; i < len && e == ERR_OK; i = next) {
		size_t was = f->text.len;

		next = utf8_next(s, len, i);
		if (next == i + 1 && (unsigned char)s[i] < 0x80)
			e = buf_add8(&f->text, s[i] >= 'A' && s[i] <= 'Z'
						   ? (unsigned)s[i] + 32u
					       : s[i] == '\n' ? ' '
							      : (unsigned)s[i]);
		else
			e = utf8_fold(s + i, next - i, &f->text);
		if (e == ERR_OK && mem_grow((void **)&f->from, &f->cap,
				       f->text.len + 1, sizeof(size_t)) != 0)
			e = ERR_NOMEM;
		for (size_t k = was; k < f->text.len && e == ERR_OK; k++)
			f->from[k] = i;
	}
	return e;
}

static bool search(const struct folded *f, const struct buf *w, const char *s,
    size_t len, size_t from, size_t *at, size_t *end)
{
	for (size_t i = 0; w->len > 0 && i + w->len <= f->text.len; i++) {
		size_t last;

		if (f->from[i] < from ||
		    memcmp(f->text.p + i, w->p, w->len) != 0)
			continue;
		last = f->from[i + w->len - 1];
		*at = f->from[i];
		*end = utf8_next(s, len, last);
		return true;
	}
	return false;
}

bool find_next(const char *s, size_t len, size_t from, const char *words,
    size_t *at, size_t *end)
{
	struct folded f = {0};
	struct buf w = {0};
	bool found = false;

	if (utf8_fold(words, strlen(words), &w) == ERR_OK &&
	    fold(&f, s, len) == ERR_OK)
		found = search(&f, &w, s, len, from, at, end);
	buf_free(&f.text);
	buf_free(&w);
	free(f.from);
	return found;
}
