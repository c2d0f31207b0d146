/* Everything that takes text apart.  First byte: columns. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "clinic/record.h"

struct lines {
	const uint8_t *p;
	size_t len, at, n;
	int cols;
};

static void line(void *arg, const struct wrap_line *l)
{
	struct lines *w = arg;

	HOLDS(l->from == w->at || (l->from == w->at + 1 && w->n > 0));
	HOLDS(l->to >= l->from && l->to <= w->len);
	HOLDS(memchr(w->p + l->from, '\n', l->to - l->from) == NULL);
	w->at = l->to;
	w->n++;
}

static void walk(const uint8_t *p, size_t len)
{
	size_t at = 0, n;

	while (at < len) {
		n = utf8_next(p, len, at);
		HOLDS(n > at && n <= len);
		at = n;
	}
	while (at > 0) {
		n = utf8_prev(p, len, at);
		HOLDS(n < at);
		at = n;
	}
	while (at < len) {
		n = utf8_word_next(p, len, at);
		HOLDS(n > at && n <= len);
		at = n;
	}
	while (at > 0) {
		n = utf8_word_prev(p, len, at);
		HOLDS(n < at);
		at = n;
	}
}

static void whole(const uint8_t *p, size_t len, int cols)
{
	struct lines w = {p, len, 0, 0, cols};
	struct buf b = {0};

	HOLDS(utf8_nfc(p, len, &b) == ERR_OK);
	HOLDS(utf8_valid(b.p, b.len) == b.len);
	buf_clear(&b);
	HOLDS(utf8_file(p, len, &b) == ERR_OK);
	HOLDS(utf8_valid(b.p, b.len) == b.len);
	HOLDS(utf8_wrap(p, len, cols, line, &w) == ERR_OK);
	HOLDS(w.at == len && w.n > 0);
	walk(p, len);
	MAY(text_words(p, len));
	buf_free(&b);
}

/* No byte of it moves a terminal. */
static void painted(const struct buf *b)
{
	uint32_t cp;

	HOLDS(utf8_valid(b->p, b->len) == b->len);
	for (size_t i = 0; i < b->len;
	     i += utf8_decode(b->p + i, b->len - i, &cp)) {
		(void)utf8_decode(b->p + i, b->len - i, &cp);
		HOLDS(cp == '\n' ||
		      (cp >= 0x20 && cp != 0x7F && !(cp >= 0x80 && cp < 0xA0)));
		HOLDS(!(cp >= 0x202A && cp <= 0x202E) &&
		      !(cp >= 0x2066 && cp <= 0x2069) && cp != 0x200B &&
		      cp != 0x2060 && cp != 0xFEFF);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct buf b = {0};
	char *s;
	int cols;
	size_t n;

	fuzz_begin();
	if (len == 0 || len > 4096)
		return 0;
	cols = 1 + *p++ % 90;
	len--;
	HOLDS(utf8_paint(p, len, &b) == ERR_OK);
	painted(&b);
	buf_clear(&b);
	HOLDS(utf8_fold(p, len, &b) == ERR_OK);
	HOLDS(utf8_valid(b.p, b.len) == b.len);
	n = utf8_fit(p, len, cols);
	HOLDS(n <= len && utf8_width(p, n) <= cols);
	HOLDS(utf8_width(p, len) >= 0);
	s = fuzz_string(p, len);
	MAY(utf8_word_prefix(s, s + strlen(s) / 2));
	HOLDS(utf8_word_prefix(s, ""));
	free(s);
	n = utf8_valid(p, len);
	HOLDS(n <= len);
	whole(p, n, cols);
	buf_free(&b);
	return 0;
}
