#include "ui/key.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static const struct {
	const char *name;
	int key;
} names[] = {
    {"Enter", K_ENTER},
    {"Esc", K_ESC},
    {"Tab", K_TAB},
    {"Backspace", K_BACKSPACE},
    {"Delete", K_DELETE},
    {"Insert", K_INSERT},
    {"Up", K_UP},
    {"Down", K_DOWN},
    {"Left", K_LEFT},
    {"Right", K_RIGHT},
    {"Home", K_HOME},
    {"End", K_END},
    {"PgUp", K_PGUP},
    {"PgDn", K_PGDN},
    {"Space", ' '},
};

#define N_NAMES (sizeof(names) / sizeof(names[0]))

bool key_is_text(int key)
{
	return key >= ' ' && key < K_NONE && key != 0x7f;
}

const char *key_print(int key, char *out)
{
	int base = key & ~(K_CTRL | K_SHIFT), n = 0;
	unsigned char ch[4];

	n = snprintf(out, KEY_NAME, "%s%s", key & K_CTRL ? "Ctrl-" : "",
	    key & K_SHIFT ? "Shift-" : "");
	for (size_t i = 0; i < N_NAMES; i++) {
		if (names[i].key != base)
			continue;
		snprintf(out + n, KEY_NAME - (size_t)n, "%s", names[i].name);
		return out;
	}
	if (base > K_F0 && base < K_LAST)
		snprintf(out + n, KEY_NAME - (size_t)n, "F%d", base - K_F0);
	else if (key_is_text(base))
		snprintf(out + n, KEY_NAME - (size_t)n, "%.*s",
		    (int)utf8_encode((uint32_t)base, ch), (char *)ch);
	else
		snprintf(out, KEY_NAME, "?");
	return out;
}

/* Take a modifier off the front. */
static bool strip(const char **name, size_t *len, const char *mod)
{
	size_t n = strlen(mod);

	if (*len <= n || strncasecmp(*name, mod, n) != 0)
		return false;
	*name += n;
	*len -= n;
	return true;
}

static int named(const char *name, size_t len)
{
	int n = 0;

	for (size_t i = 0; i < N_NAMES; i++) {
		if (strlen(names[i].name) == len &&
		    strncasecmp(names[i].name, name, len) == 0)
			return names[i].key;
	}
	if (len < 2 || len > 3 || (name[0] != 'F' && name[0] != 'f'))
		return K_NONE;
	for (size_t i = 1; i < len; i++) {
		if (name[i] < '0' || name[i] > '9')
			return K_NONE;
		n = n * 10 + (name[i] - '0');
	}
	return n >= 1 && n <= 20 ? K_F0 + n : K_NONE;
}

enum err key_parse(const char *name, size_t len, int *key)
{
	int mods = 0, base;
	uint32_t cp;

	if (strip(&name, &len, "Ctrl-"))
		mods |= K_CTRL;
	if (strip(&name, &len, "Shift-"))
		mods |= K_SHIFT;
	base = named(name, len);
	if (base == K_NONE && len > 0 && utf8_valid(name, len) == len &&
	    utf8_decode(name, len, &cp) == len && key_is_text((int)cp)) {
		base = (int)cp;
		if (mods & K_SHIFT)
			return ERR_FORMAT;
		if ((mods & K_CTRL) && base >= 'a' && base <= 'z')
			base -= 'a' - 'A';
		if ((mods & K_CTRL) && (base < '@' || base > '_'))
			return ERR_FORMAT;
	}
	if (base == K_NONE)
		return ERR_FORMAT;
	*key = base | mods;
	return ERR_OK;
}

bool key_each(const char **next, int *key)
{
	const char *p = *next;
	size_t len;

	while (*p == ' ')
		p++;
	*key = K_NONE;
	if (*p == '\0')
		return false;
	len = strcspn(p, " ");
	if (key_parse(p, len, key) != ERR_OK)
		return false;
	*next = p + len;
	return true;
}
