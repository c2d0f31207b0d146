/*
 * A script of edits: each step is a byte that says what, then what it needs.
 * The text stays valid, the cursor on a border, and undoing everything gives
 * back what was there at first.
 */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "ui/app.h"
#include "ui/textedit.h"

static const char begin[] = "One two\nthree four five\n";

static void sound(struct textedit *te)
{
	const char *s = textbuf_str(te->text);
	size_t len = textbuf_len(te->text), from, to;

	HOLDS(s[len] == '\0' && utf8_valid(s, len) == len);
	HOLDS(te->at <= len && utf8_valid(s, te->at) == te->at);
	textedit_range(te, &from, &to);
	HOLDS(from <= to && to <= len);
	HOLDS(textedit_wrap(te, te->width > 0 ? te->width : 20) == ERR_OK);
	HOLDS(te->n_lines > 0 && te->lines[te->n_lines - 1].to == len);
	HOLDS(textedit_line(te, te->at) < te->n_lines);
	HOLDS(textedit_column(te) >= 0);
}

static void press(struct textedit *te, struct script *s)
{
	unsigned c = script_8(s);
	struct event ev = {.type = EV_KEY, .key = (int)(K_ENTER + c % 32)};

	if ((c & 0x40) != 0)
		ev.key |= K_CTRL;
	if ((c & 0x80) != 0)
		ev.key |= K_SHIFT;
	if ((c & 0xC0) == 0xC0)
		ev.key = (int)(K_CTRL | ('A' + c % 26));
	(void)textedit_event(te, NULL, &ev, 3);
}

static void put(struct textedit *te, struct script *s, enum event_type type)
{
	size_t len;
	const uint8_t *p = script_bytes(s, script_8(s) % 24, &len);
	char *copy = fuzz_string(p, len);
	struct event ev = {.type = type, .text = copy, .len = len};
	uint32_t cp = 0;

	if (type == EV_TEXT) {
		/* One character at a time, as a terminal sends it. */
		len = len > 0 ? utf8_decode(copy, len, &cp) : 0;
		ev.len = len;
		ev.key = (int)cp;
	}
	if (len > 0 && utf8_valid(copy, len) == len)
		(void)textedit_event(te, NULL, &ev, 3);
	free(copy);
}

static void step(struct textedit *te, struct script *s)
{
	size_t len = textbuf_len(te->text);

	switch (script_8(s) % 8) {
	case 0:
	case 1:
		press(te, s);
		break;
	case 2:
	case 3:
		put(te, s, EV_TEXT);
		break;
	case 4:
		put(te, s, EV_PASTE);
		break;
	case 5: {
		const uint8_t *p = script_bytes(s, script_8(s) % 16, &len);

		MAY(textedit_insert(te, (const char *)p, len));
		break;
	}
	case 6:
		textedit_goto(
		    te, script_8(s) % te->n_lines, (int)script_8(s) % 80);
		break;
	default: {
		char *words = fuzz_string(s->p, s->len < 4 ? s->len : 4);

		te->width = 1 + (int)script_8(s) % 80;
		(void)textedit_find(te, words);
		free(words);
	}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct script s = {p, len};
	struct textbuf *t = NULL;
	struct clip clip = {0};
	struct textedit te;
	unsigned flags;
	size_t at;

	fuzz_begin();
	if (len > 600)
		return 0;
	flags = script_8(&s) % 8;
	HOLDS(textbuf_new(300, (flags & TE_LINE) != 0, &t) == ERR_OK);
	if ((flags & TE_LINE) == 0)
		HOLDS(textbuf_set(t, begin, sizeof(begin) - 1) == ERR_OK);
	textedit_init(&te, t, &clip, flags);
	HOLDS(textedit_wrap(&te, 20) == ERR_OK);
	te.width = 20;
	while (s.len > 0) {
		step(&te, &s);
		HOLDS(textbuf_len(t) <= 300);
		sound(&te);
	}
	while (textbuf_undo(t, &at) == ERR_OK)
		HOLDS(at <= textbuf_len(t));
	if ((flags & TE_PASSWORD) == 0)
		HOLDS(strcmp(textbuf_str(t),
			  (flags & TE_LINE) != 0 ? "" : begin) == 0);
	textedit_done(&te);
	textbuf_free(t);
	clip_wipe(&clip);
	return 0;
}
