/*
 * Keys by number and by name.  A key is a code point (what types itself) or one
 * of K_*, with K_CTRL and K_SHIFT added; Ctrl-letters use the capital.
 */
#ifndef UI_KEY_H
#define UI_KEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum key {
	K_NONE = 0x110000, /* first number past Unicode: an unknown key */
	K_ENTER,
	K_ESC,
	K_TAB,
	K_BACKSPACE,
	K_DELETE,
	K_INSERT,
	K_UP,
	K_DOWN,
	K_LEFT,
	K_RIGHT,
	K_HOME,
	K_END,
	K_PGUP,
	K_PGDN,
	K_F0, /* K_F0 + n is Fn, n from 1 to 20 */
	K_LAST = K_F0 + 21,
	K_CTRL = 0x1000000,  /* added to a capital letter, Space or K_* */
	K_SHIFT = 0x2000000, /* added to K_* */
};

/* Room for the longest name and its NUL. */
#define KEY_NAME 24

/* Does the key type itself (a code point without K_CTRL)? */
bool key_is_text(int key);

/*
 * The name of ${key} in ${out}[KEY_NAME]: "Ctrl-D", "Tab", "Shift-Tab", "F1",
 * "PgUp", "Ctrl-Space", "Space", "n".  Returns ${out}.
 */
const char *key_print(int key, char *out);

/* The key of the ${len} bytes at ${name}; letters of names in either case.
 * ERR_FORMAT if it is no key. */
WARN_UNUSED enum err key_parse(const char *name, size_t len, int *key);

/*
 * Step through a blank-separated list of key names, as action tables and
 * tacet.conf have them: *next is advanced; false at the end or at a name that
 * is no key (then *key is K_NONE).
 */
bool key_each(const char **next, int *key);

#endif
