#include "ui/decode.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define ESC 0x1b
#define PASTE_BEGIN "\033[200~"
#define PASTE_END "\033[201~"
#define PASTE_MARK (sizeof(PASTE_END) - 1)

void decode_done(struct decode *d)
{
	free(d->seqs);
	buf_free(&d->in);
	buf_free(&d->out);
	buf_free(&d->paste);
	*d = (struct decode){0};
}

void decode_wipe(struct decode *d)
{
	buf_clear(&d->in);
	buf_clear(&d->out);
	buf_clear(&d->paste);
	d->pasting = false;
}

enum err decode_key(struct decode *d, const char *s, int key)
{
	size_t len = strlen(s);
	struct keyseq *seq;

	if (len < 2 || len > sizeof(seq->s) || s[0] != ESC)
		return ERR_OK;
	if (mem_grow((void **)&d->seqs, &d->cap_seqs, d->n_seqs + 1,
		sizeof(*d->seqs)) != 0)
		return ERR_NOMEM;
	seq = &d->seqs[d->n_seqs++];
	memcpy(seq->s, s, len);
	seq->len = len;
	seq->key = key;
	return ERR_OK;
}

enum err decode_feed(struct decode *d, const void *p, size_t len)
{
	return buf_add(&d->in, p, len);
}

static void drop(struct decode *d, size_t n)
{
	/* Cutting in front never needs memory. */
	if (n >= d->in.len)
		buf_clear(&d->in);
	else if (buf_splice(&d->in, 0, n, NULL, 0) != ERR_OK)
		buf_clear(&d->in);
}

static void set_key(struct decode *d, size_t n, int key, struct event *ev)
{
	drop(d, n);
	*ev = (struct event){.type = EV_KEY, .key = key};
}

/* Keys of the terminal type: the longest that fits.  1 found, 0 none, -1 it may
 * become one. */
static int match(const struct decode *d, size_t *len, int *key)
{
	int part = 0;

	*len = 0;
	for (size_t i = 0; i < d->n_seqs; i++) {
		const struct keyseq *s = &d->seqs[i];
		size_t n = s->len < d->in.len ? s->len : d->in.len;

		if (memcmp(s->s, d->in.p, n) != 0)
			continue;
		if (n < s->len) {
			part = -1;
		} else if (s->len > *len) {
			*len = s->len;
			*key = s->key;
		}
	}
	return *len > 0 ? 1 : part;
}

static const struct {
	int n, key;
} tilde[] = {
    {1, K_HOME},
    {2, K_INSERT},
    {3, K_DELETE},
    {4, K_END},
    {5, K_PGUP},
    {6, K_PGDN},
    {7, K_HOME},
    {8, K_END},
    {11, K_F0 + 1},
    {12, K_F0 + 2},
    {13, K_F0 + 3},
    {14, K_F0 + 4},
    {15, K_F0 + 5},
    {17, K_F0 + 6},
    {18, K_F0 + 7},
    {19, K_F0 + 8},
    {20, K_F0 + 9},
    {21, K_F0 + 10},
    {23, K_F0 + 11},
    {24, K_F0 + 12},
};

static const struct {
	char final;
	int key;
} finals[] = {
    {'A', K_UP},
    {'B', K_DOWN},
    {'C', K_RIGHT},
    {'D', K_LEFT},
    {'H', K_HOME},
    {'F', K_END},
    {'Z', K_TAB | K_SHIFT},
    {'P', K_F0 + 1},
    {'Q', K_F0 + 2},
    {'R', K_F0 + 3},
    {'S', K_F0 + 4},
    {'M', K_ENTER},
};

static int key_of(char final, const int *par)
{
	int key = K_NONE, mods = par[1] > 1 ? par[1] - 1 : 0;

	if (final == '~') {
		for (size_t i = 0; i < sizeof(tilde) / sizeof(*tilde); i++) {
			if (tilde[i].n == par[0])
				key = tilde[i].key;
		}
	} else {
		for (size_t i = 0; i < sizeof(finals) / sizeof(*finals); i++) {
			if (finals[i].final == final)
				key = finals[i].key;
		}
	}
	if (key != K_NONE && (mods & 1))
		key |= K_SHIFT;
	if (key != K_NONE && (mods & 4))
		key |= K_CTRL;
	return key;
}

/* What any ANSI terminal sends: CSI par ; mods final, SS3 final.  1 whole (key
 * may be K_NONE), 0 not one, -1 not yet whole. */
static int ansi(const struct decode *d, size_t *len, int *key)
{
	const unsigned char *p = d->in.p;
	int par[2] = {0, 0}, at = 0;
	size_t i = 2;

	if (d->in.len < 2)
		return -1;
	if (p[1] != '[' && p[1] != 'O')
		return 0;
	for (; i < d->in.len && i < 32 && p[i] >= 0x20 && p[i] < 0x40; i++) {
		if (p[i] == ';')
			at++;
		else if (at < 2 && p[i] >= '0' && p[i] <= '9')
			par[at] = par[at] % 1000 * 10 + (p[i] - '0');
	}
	if (i == d->in.len)
		return -1;
	if (p[i] < 0x40 || p[i] > 0x7e)
		return 0;
	*len = i + 1;
	*key = key_of((char)p[i], par);
	return 1;
}

static enum decode_did escape(struct decode *d, bool final, struct event *ev)
{
	size_t len = 0;
	int key = K_NONE, found;

	if (d->in.len >= PASTE_MARK &&
	    memcmp(d->in.p, PASTE_BEGIN, PASTE_MARK) == 0) {
		drop(d, PASTE_MARK);
		d->pasting = true;
		return DECODE_MORE;
	}
	found = match(d, &len, &key);
	if (found == 0)
		found = ansi(d, &len, &key);
	if (found < 0 && !final)
		return DECODE_MORE;
	if (found <= 0) {
		len = 1;
		key = K_ESC;
	}
	set_key(d, len, key, ev);
	return DECODE_EVENT;
}

static int control(unsigned char c)
{
	switch (c) {
	case '\r':
	case '\n':
		return K_ENTER;
	case '\t':
		return K_TAB;
	case 0x7f:
	case '\b':
		return K_BACKSPACE;
	case 0:
		return K_CTRL | ' ';
	default:
		return K_CTRL | (c + '@');
	}
}

static enum decode_did text(struct decode *d, bool final, struct event *ev)
{
	const unsigned char *p = d->in.p;
	size_t want = p[0] >= 0xf0 ? 4 : p[0] >= 0xe0 ? 3 : 2, n;
	uint32_t cp;

	if (p[0] < 0x80)
		want = 1;
	if (d->in.len < want && !final)
		return DECODE_MORE;
	n = utf8_decode(p, d->in.len, &cp);
	if ((cp >= 0x80 && cp < 0xa0) || utf8_valid(p, n) != n) {
		set_key(d, n, K_NONE, ev);
		return DECODE_EVENT;
	}
	buf_clear(&d->out);
	if (buf_add(&d->out, p, n) != ERR_OK)
		return DECODE_MORE;
	drop(d, n);
	*ev = (struct event){.type = EV_TEXT,
	    .key = (int)cp,
	    .text = buf_str(&d->out),
	    .len = d->out.len};
	return DECODE_EVENT;
}

/* Line ends to LF, blanks for tabs, nothing else below 0x20, NFC, broken bytes
 * as U+FFFD. */
static enum err clean(const struct buf *raw, struct buf *out)
{
	struct buf tidy = {0};
	enum err e = ERR_OK;

	e = buf_reserve(&tidy, raw->len);
	for (size_t i = 0; i < raw->len && e == ERR_OK;) {
		unsigned char c = raw->p[i];
		uint32_t cp;
		size_t n = utf8_decode(raw->p + i, raw->len - i, &cp);

		if (c == '\r') {
			e = buf_add8(&tidy, '\n');
			if (i + 1 < raw->len && raw->p[i + 1] == '\n')
				n++;
		} else if (c == '\t') {
			e = buf_add8(&tidy, ' ');
		} else if (utf8_valid(raw->p + i, n) != n) {
			e = buf_adds(&tidy, "\xef\xbf\xbd");
		} else if (c == '\n' || (cp >= 0x20 && cp != 0x7f &&
					    !(cp >= 0x80 && cp < 0xa0))) {
			e = buf_add(&tidy, raw->p + i, n);
		}
		i += n;
	}
	if (e == ERR_OK)
		e = utf8_nfc(tidy.p, tidy.len, out);
	buf_free(&tidy);
	return e;
}

static enum decode_did paste_end(struct decode *d, struct event *ev)
{
	d->pasting = false;
	buf_clear(&d->out);
	if (clean(&d->paste, &d->out) != ERR_OK)
		buf_clear(&d->out);
	buf_clear(&d->paste);
	*ev = (struct event){.type = EV_PASTE,
	    .key = K_NONE,
	    .text = buf_str(&d->out),
	    .len = d->out.len};
	return DECODE_EVENT;
}

/* Up to the end mark; its first bytes may still be on their way. */
static enum decode_did pasting(struct decode *d, bool final, struct event *ev)
{
	size_t take = 0, room;
	bool end = false;

	while (take < d->in.len && !end) {
		const unsigned char *esc =
		    memchr(d->in.p + take, ESC, d->in.len - take);
		size_t n;

		if (esc == NULL) {
			take = d->in.len;
			break;
		}
		take = (size_t)(esc - d->in.p);
		n = d->in.len - take;
		if (n > PASTE_MARK)
			n = PASTE_MARK;
		if (memcmp(esc, PASTE_END, n) != 0) {
			take++;
		} else {
			end = n == PASTE_MARK;
			break;
		}
	}
	room = DECODE_PASTE_MAX - d->paste.len;
	if (buf_add(&d->paste, d->in.p, take < room ? take : room) != ERR_OK)
		buf_clear(&d->paste);
	drop(d, take + (end ? PASTE_MARK : 0));
	return end || final ? paste_end(d, ev) : DECODE_MORE;
}

enum decode_did decode_next(struct decode *d, bool final, struct event *ev)
{
	unsigned char c;

	for (;;) {
		if (d->pasting)
			return pasting(d, final, ev);
		if (d->in.len == 0)
			return DECODE_NONE;
		c = d->in.p[0];
		if (c == ESC) {
			enum decode_did did = escape(d, final, ev);

			if (d->pasting)
				continue;
			return did;
		}
		if (c < 0x20 || c == 0x7f) {
			set_key(d, 1, control(c), ev);
			return DECODE_EVENT;
		}
		return text(d, final, ev);
	}
}
