/* Keys as terminal types name and send them; part of term.c. */
#ifndef UI_TERMKEYS_H
#define UI_TERMKEYS_H

#include <stddef.h>

/* What the terminal type calls its keys. */
struct termcap_key {
	const char *cap;
	int key;
};
extern const struct termcap_key termkeys_caps[];
extern const size_t termkeys_n_caps;

/* What any terminal sends for keys that its type does not name; NULL. */
const char *termkeys_common(int key);

#endif
