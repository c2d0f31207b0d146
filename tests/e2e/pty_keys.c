/* Typing, pasting and keys by name. */
#include "tests/e2e/pty_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool pty_send(struct pty *p, const char *bytes, size_t n)
{
	return pty_put(p, bytes, n);
}

bool pty_type(struct pty *p, const char *utf8)
{
	return pty_put(p, utf8, strlen(utf8));
}

static bool more(struct pty *p, void *arg)
{
	return p->len > *(const size_t *)arg;
}

bool pty_type_slowly(struct pty *p, const char *utf8)
{
	while (*utf8 != '\0') {
		size_t n = 1, before;

		while (((unsigned char)utf8[n] & 0xC0) == 0x80)
			n++;
		pty_drain(p);
		before = p->len;
		if (!pty_put(p, utf8, n) ||
		    !pty_wait(p, more, &before, PTY_PATIENCE))
			return false;
		utf8 += n;
	}
	return true;
}

bool pty_paste(struct pty *p, const char *utf8)
{
	pty_drain(p);
	if (!p->pasting)
		return pty_type(p, utf8);
	return pty_type(p, "\033[200~") && pty_type(p, utf8) &&
	       pty_type(p, "\033[201~");
}

static const struct key {
	const char *name;
	VTermKey key;
} keys[] = {
    {"Enter", VTERM_KEY_ENTER},
    {"Tab", VTERM_KEY_TAB},
    {"Esc", VTERM_KEY_ESCAPE},
    {"Backspace", VTERM_KEY_BACKSPACE},
    {"Del", VTERM_KEY_DEL},
    {"Up", VTERM_KEY_UP},
    {"Down", VTERM_KEY_DOWN},
    {"Left", VTERM_KEY_LEFT},
    {"Right", VTERM_KEY_RIGHT},
    {"Home", VTERM_KEY_HOME},
    {"End", VTERM_KEY_END},
    {"PgUp", VTERM_KEY_PAGEUP},
    {"PgDn", VTERM_KEY_PAGEDOWN},
};

/* What has no key in the emulator, as xterm sends it. */
static const struct raw_key {
	const char *name, *bytes;
	size_t n;
} raw[] = {
    {"Shift-Tab", "\033[Z", 3},
    {"Space", " ", 1},
    {"Ctrl-Space", "", 1},
    {"Ctrl-Left", "\033[1;5D", 6},
    {"Ctrl-Right", "\033[1;5C", 6},
    {"Ctrl-Home", "\033[1;5H", 6},
    {"Ctrl-End", "\033[1;5F", 6},
};

static bool press(struct pty *p, const char *name, size_t n)
{
	char c;

	for (size_t i = 0; i < sizeof(raw) / sizeof(raw[0]); i++)
		if (strlen(raw[i].name) == n &&
		    memcmp(raw[i].name, name, n) == 0)
			return pty_put(p, raw[i].bytes, raw[i].n);
	if (n == 6 && memcmp(name, "Ctrl-", 5) == 0) {
		c = (char)(name[5] & 0x1F);
		return pty_put(p, &c, 1);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strlen(keys[i].name) != n ||
		    memcmp(keys[i].name, name, n) != 0)
			continue;
		vterm_keyboard_key(p->vt, keys[i].key, VTERM_MOD_NONE);
		return pty_flush_answers(p);
	}
	if (n > 1 && name[0] == 'F' && atoi(name + 1) > 0) {
		vterm_keyboard_key(p->vt,
		    (VTermKey)(VTERM_KEY_FUNCTION_0 + atoi(name + 1)),
		    VTERM_MOD_NONE);
		return pty_flush_answers(p);
	}
	return n == 1 && pty_put(p, name, 1);
}

bool pty_keys(struct pty *p, const char *names)
{
	pty_drain(p); /* the keypad mode decides how arrows are sent */
	while (*names != '\0') {
		size_t n = strcspn(names, " ");

		if (n > 0 && !press(p, names, n)) {
			printf("no such key, or nobody there: %.*s\n", (int)n,
			    names);
			return false;
		}
		names += n + strspn(names + n, " ");
	}
	return true;
}
