#include "base/utf8.h"

#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uniwbrk.h>

/*
 * libunistring answers for a whole text.  Here a piece is enough that begins on
 * a sure boundary, since every rule of UAX 29 looks back no farther than that.
 * A broken byte is a cluster of its own and joins nothing.
 */
#define PIECE 1024

/* Start of the code point before ${at}, which is not 0; ${at} itself if a
 * broken byte stands there. */
static size_t back(const unsigned char *s, size_t at, uint32_t *cp)
{
	size_t from = at - 1;

	while (from > 0 && at - from < 4 && (s[from] & 0xc0) == 0x80)
		from--;
	if (utf8_valid(s + from, at - from) != at - from)
		return at;
	(void)utf8_decode(s + from, at - from, cp);
	return from;
}

/* The largest piece of ${s} up to ${room} that does not cut a code point. */
static size_t piece(const unsigned char *s, size_t len, size_t room)
{
	size_t n = room;

	if (len <= room)
		return len;
	while (n > room - 4 && (s[n] & 0xc0) == 0x80)
		n--;
	return (s[n] & 0xc0) == 0x80 ? room : n;
}

size_t utf8_next(const void *s, size_t len, size_t at)
{
	const unsigned char *p = s;
	char brk[PIECE];
	size_t room = 32, n, i;

	if (at >= len)
		return len;
	p += at;
	len -= at;
	/* Two ASCII bytes never join but for CR LF. */
	if (p[0] < 0x80 && (len == 1 || (p[1] < 0x80 && p[0] != '\r')))
		return at + 1;
	for (;;) {
		n = utf8_valid(p, piece(p, len, room));
		if (n == 0)
			return at + 1;
		u8_grapheme_breaks(p, n, brk);
		for (i = 1; i < n && !brk[i]; i++)
			;
		if (i < n || n < room - 4 || n == len || room == PIECE)
			return at + i;
		room *= 2;
	}
}

/* Is there a boundary between ${a} and ${b} whatever stands before them? */
static bool sure_break(uint32_t a, uint32_t b)
{
	int pa = uc_graphemeclusterbreak_property(a);
	int pb = uc_graphemeclusterbreak_property(b);

	return uc_is_grapheme_break(a, b) && pa != GBP_ZWJ &&
	       pa != GBP_EXTEND && pb != GBP_RI;
}

size_t utf8_prev(const void *s, size_t len, size_t at)
{
	const unsigned char *p = s;
	char brk[PIECE];
	size_t from, prev;
	uint32_t a, b;

	if (at > len)
		at = len;
	if (at == 0)
		return 0;
	if (p[at - 1] < 0x80 && p[at - 1] != '\n' &&
	    (at == 1 || p[at - 2] < 0x80))
		return at - 1;
	from = back(p, at, &b);
	if (from == at)
		return at - 1;
	while (from > 0 && at - from < PIECE - 8) {
		prev = back(p, from, &a);
		if (prev == from || sure_break(a, b))
			break;
		from = prev;
		b = a;
	}
	u8_grapheme_breaks(p + from, at - from, brk);
	for (prev = at - from - 1; prev > 0 && !brk[prev]; prev--)
		;
	return from + prev;
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/*
 * The starts of words in the token (a run without blanks) at ${from}: the first
 * one after ${after}, or the last one before ${before}; ${end} if there is
 * none.  Blanks are sure boundaries of words.
 */
static size_t word_start(const unsigned char *s, size_t from, size_t end,
    size_t after, size_t before)
{
	char brk[PIECE];
	size_t found = end;

	while (from < end) {
		size_t n = piece(s + from, end - from, PIECE);
		uint32_t cp;

		u8_wordbreaks(s + from, n, brk);
		brk[0] = 1;
		for (size_t i = 0; i < n; i++) {
			if (!brk[i] || from + i < after || from + i >= before)
				continue;
			(void)utf8_decode(s + from + i, n - i, &cp);
			if (!uc_is_alnum(cp))
				continue;
			found = from + i;
			if (before == SIZE_MAX)
				return found;
		}
		from += n;
	}
	return found;
}

size_t utf8_word_next(const void *s, size_t len, size_t at)
{
	const unsigned char *p = s;
	size_t from = at < len ? at : len;

	/* Back to the start of the token that ${at} stands in. */
	while (from > 0 && !is_blank(p[from - 1]))
		from--;
	while (from < len) {
		size_t end = from, found;

		while (end < len && !is_blank(p[end]))
			end++;
		found = word_start(p, from, end, at + 1, SIZE_MAX);
		if (found < end)
			return found;
		for (from = end; from < len && is_blank(p[from]); from++)
			;
	}
	return len;
}

size_t utf8_word_prev(const void *s, size_t len, size_t at)
{
	const unsigned char *p = s;
	size_t end = at < len ? at : len;

	for (;;) {
		size_t from, found, stop;

		while (end > 0 && is_blank(p[end - 1]))
			end--;
		if (end == 0)
			return 0;
		for (from = end; from > 0 && !is_blank(p[from - 1]); from--)
			;
		/* The token may go on behind the cursor. */
		for (stop = end; stop < len && !is_blank(p[stop]); stop++)
			;
		found = word_start(p, from, stop, 0, end);
		if (found < stop)
			return found;
		end = from;
	}
}
