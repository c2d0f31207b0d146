#include <config.h>

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <wchar.h>

#include "base/mem.h"

#define REPLACEMENT 0xfffdu

size_t utf8_valid(const void *s, size_t len)
{
	const uint8_t *start = s, *bad;

	if (len == 0)
		return 0;
	bad = u8_check(start, len);
	return bad == NULL ? len : (size_t)(bad - start);
}

size_t utf8_decode(const void *s, size_t len, uint32_t *cp)
{
	const uint8_t *p = s;
	ucs4_t uc;
	int n;

	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	n = u8_mbtoucr(&uc, p, len);
	if (n < 0) {
		/* One byte at a time, so that each is seen. */
		*cp = REPLACEMENT;
		return 1;
	}
	*cp = uc;
	return (size_t)n;
}

size_t utf8_encode(uint32_t cp, unsigned char *out)
{
	int n = u8_uctomb(out, cp, 4);

	if (n < 0)
		n = u8_uctomb(out, REPLACEMENT, 4);
	return (size_t)n;
}

static size_t ascii_run(const unsigned char *s, size_t len)
{
	size_t i = 0;

	while (i < len && s[i] < 0x80)
		i++;
	return i;
}

enum err utf8_nfc(const void *s, size_t len, struct buf *out)
{
	/* No character grows to more than three times its bytes. */
	size_t room = 3 * len + 4, got = room;
	uint8_t *tmp, *nfc;
	enum err e;

	if (ascii_run(s, len) == len)
		return buf_add(out, s, len);
	if (utf8_valid(s, len) != len)
		return err_set(
		    ERR_FORMAT, "not UTF-8 at byte %zu", utf8_valid(s, len));
	if (len > BUF_MAX)
		return err_set(ERR_LIMIT, "text too long");
	tmp = mem_new(room, 1);
	if (tmp == NULL)
		return ERR_NOMEM;
	nfc = u8_normalize(UNINORM_NFC, s, len, tmp, &got);
	e = nfc == NULL ? ERR_NOMEM : buf_add(out, nfc, got);
	if (nfc != NULL && nfc != tmp) {
		mem_wipe(nfc, got);
		free(nfc);
	}
	mem_wipe(tmp, room);
	free(tmp);
	return e;
}

/* Letters that people type without their stroke and that Unicode does not take
 * apart, what is one letter in another place of the word, and the quotes and
 * dashes that stand for ' and -.  Sorted. */
static const struct {
	uint32_t from;
	char to[3];
} plain[] = {
    {0x00df, "ss"},
    {0x00e6, "ae"},
    {0x00f0, "d"},
    {0x00f8, "o"},
    {0x00fe, "th"},
    {0x0111, "d"},
    {0x0127, "h"},
    {0x0131, "i"},
    {0x0142, "l"},
    {0x0153, "oe"},
    {0x0167, "t"},
    {0x03c2, "\xcf\x83"}, /* final sigma */
    {0x2010, "-"},
    {0x2013, "-"},
    {0x2018, "'"},
    {0x2019, "'"},
};

static enum err fold_leaf(struct buf *out, uint32_t cp)
{
	unsigned char c[4];

	/* Marks fall away, but for the nukta, voicing and virama (7-9), which
	 * make another letter. */
	if (cp >= 0x300 && uc_combining_class(cp) >= 10)
		return ERR_OK;
	cp = uc_tolower(cp);
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (plain[i].from == cp)
			return buf_adds(out, plain[i].to);
		if (plain[i].from > cp)
			break;
	}
	return buf_add(out, c, utf8_encode(cp, c));
}

/* Take apart as far as it goes.  The library's own functions for a whole text
 * would leave the words in memory that nobody wipes. */
static enum err fold_one(struct buf *out, uint32_t cp)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
	int tag, n = uc_decomposition(cp, &tag, parts);
	enum err e = ERR_OK;

	if (n < 0 || (n == 1 && parts[0] == cp))
		return fold_leaf(out, cp);
	for (int i = 0; i < n && e == ERR_OK; i++)
		e = fold_one(out, parts[i]);
	return e;
}

enum err utf8_fold(const void *s, size_t len, struct buf *out)
{
	const unsigned char *p = s;
	size_t start = out->len;
	enum err e = ERR_OK;

	for (size_t i = 0; i < len && e == ERR_OK;) {
		size_t n = ascii_run(p + i, len - i), from = out->len;
		uint32_t cp;

		e = buf_add(out, p + i, n);
		for (size_t k = from; k < out->len; k++)
			if (out->p[k] >= 'A' && out->p[k] <= 'Z')
				out->p[k] |= 0x20;
		i += n;
		if (e != ERR_OK || i == len)
			break;
		i += utf8_decode(p + i, len - i, &cp);
		e = fold_one(out, cp);
	}
	if (e != ERR_OK)
		buf_cut(out, start);
	return e;
}

/* Does a word of the folded ${s} begin with ${w}? */
static bool begins_word(const struct buf *s, const unsigned char *w, size_t len)
{
	bool inside = false;
	uint32_t cp = 0;

	for (size_t i = 0; i + len <= s->len;) {
		if (!inside && memcmp(s->p + i, w, len) == 0)
			return true;
		i += utf8_decode(s->p + i, s->len - i, &cp);
		inside = uc_is_alnum(cp);
	}
	return false;
}

bool utf8_word_prefix(const char *s, const char *prefix)
{
	struct buf a = {0}, b = {0};
	bool yes;

	yes = utf8_fold(s, strlen(s), &a) == ERR_OK &&
	      utf8_fold(prefix, strlen(prefix), &b) == ERR_OK;
	for (size_t i = 0, n; yes && i < b.len; i += n) {
		n = 1;
		if (b.p[i] == ' ')
			continue;
		while (i + n < b.len && b.p[i + n] != ' ')
			n++;
		yes = a.len > 0 && begins_word(&a, b.p + i, n);
	}
	buf_free(&a);
	buf_free(&b);
	return yes;
}

/* What becomes of a code point on the screen. */
enum look { LOOK_PLAIN, LOOK_GONE, LOOK_BLANK, LOOK_BROKEN };

static const struct {
	uint32_t first, last;
	enum look look;
} looks[] = {
    {0x00000, 0x00008, LOOK_BROKEN}, /* C0 but tab and newline */
    {0x0000b, 0x0001f, LOOK_BROKEN},
    {0x0007f, 0x0009f, LOOK_BROKEN}, /* DEL, C1 */
    {0x0034f, 0x0034f, LOOK_GONE},   /* grapheme joiner */
    {0x0061c, 0x0061c, LOOK_GONE},   /* direction marks, no override */
    {0x0180b, 0x0180f, LOOK_GONE},   /* Mongolian selectors */
    {0x0200b, 0x0200b, LOOK_BROKEN}, /* zero-width space */
    {0x0200c, 0x0200f, LOOK_GONE},   /* joiners, direction marks */
    {0x02028, 0x0202e, LOOK_BROKEN}, /* separators, bidi embedding */
    {0x02060, 0x0206f, LOOK_BROKEN}, /* word joiner, bidi isolates */
    {0x0d800, 0x0dfff, LOOK_BROKEN},
    {0x0fdd0, 0x0fdef, LOOK_BROKEN},
    {0x0fe00, 0x0fe0f, LOOK_GONE},   /* variation selectors */
    {0x0feff, 0x0feff, LOOK_BROKEN}, /* byte order mark */
    {0x0fff9, 0x0fffb, LOOK_BROKEN}, /* interlinear */
    {0xe0000, 0xe01ef, LOOK_GONE},   /* tags, variation selectors */
    {0xe01f0, 0xe0fff, LOOK_BROKEN},
};

static enum look look_of(uint32_t cp)
{
	size_t lo = 0, hi = sizeof(looks) / sizeof(looks[0]);

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (cp > looks[mid].last)
			lo = mid + 1;
		else if (cp < looks[mid].first)
			hi = mid;
		else
			return looks[mid].look;
	}
	if ((cp & 0xfffe) == 0xfffe)
		return LOOK_BROKEN;
	/* Nor may curses be handed what it cannot measure. */
	return cp >= 0x80 && wcwidth((wchar_t)cp) < 0 ? LOOK_BROKEN
						      : LOOK_PLAIN;
}

static int cp_width(uint32_t cp)
{
	enum look look;

	if (cp >= 0x20 && cp < 0x7f)
		return 1;
	if (cp == '\n')
		return 0;
	if (cp == '\t')
		return 1;
	look = look_of(cp);
	if (look == LOOK_PLAIN)
		return wcwidth((wchar_t)cp);
	return look == LOOK_BROKEN;
}

int utf8_width(const void *s, size_t len)
{
	const unsigned char *p = s;
	int width = 0;
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		i += utf8_decode(p + i, len - i, &cp);
		width += cp_width(cp);
	}
	return width;
}

size_t utf8_fit(const void *s, size_t len, int cols)
{
	const unsigned char *p = s;
	size_t at = 0;

	while (at < len) {
		size_t next = utf8_next(p, len, at);

		cols -= utf8_width(p + at, next - at);
		if (cols < 0)
			break;
		at = next;
	}
	return at;
}

/* Append ${s} with what ${look} calls broken replaced and what it calls gone
 * left out; what stays is copied in runs. */
static enum err filter(const unsigned char *p, size_t len,
    enum look (*look)(uint32_t), struct buf *out)
{
	size_t start = out->len, from = 0, i = 0;
	enum err e = ERR_OK;

	if (len == 0)
		return ERR_OK;
	while (i < len && e == ERR_OK) {
		uint32_t cp;
		size_t n = utf8_decode(p + i, len - i, &cp);
		enum look l = look(cp);

		if (l != LOOK_PLAIN) {
			e = buf_add(out, p + from, i - from);
			from = i + n;
		}
		if (e == ERR_OK && l == LOOK_BLANK)
			e = buf_add8(out, ' ');
		else if (e == ERR_OK && l == LOOK_BROKEN)
			e = buf_adds(out, "\xef\xbf\xbd");
		i += n;
	}
	if (e == ERR_OK)
		e = buf_add(out, p + from, len - from);
	if (e != ERR_OK)
		buf_cut(out, start);
	return e;
}

static enum look look_painted(uint32_t cp)
{
	if ((cp >= 0x20 && cp < 0x7f) || cp == '\n')
		return LOOK_PLAIN;
	if (cp == '\t')
		return LOOK_BLANK;
	/* A broken byte was decoded to this; its bytes must not pass. */
	return cp == REPLACEMENT ? LOOK_BROKEN : look_of(cp);
}

enum err utf8_paint(const void *s, size_t len, struct buf *out)
{
	return filter(s, len, look_painted, out);
}

static enum look look_filed(uint32_t cp)
{
	if (cp == '\n' || cp == '\t' || (cp >= 0x20 && cp < 0x7f) ||
	    (cp > 0x9f && cp != REPLACEMENT))
		return LOOK_PLAIN;
	return LOOK_BROKEN;
}

enum err utf8_file(const void *s, size_t len, struct buf *out)
{
	return filter(s, len, look_filed, out);
}
