#include "screens/prefs.h"

#include <string.h>

#include "vault/draft.h"
#include "vault/fields.h"

enum { PREF_SINGLE = 1, PREF_DISCREET = 2 };

static const struct pref {
	const char *tag;
	unsigned bit;
} table[] = {{"single", PREF_SINGLE}, {"discreet", PREF_DISCREET}};

#define COUNT (sizeof(table) / sizeof(table[0]))

static unsigned now(const struct program *p)
{
	return (app_single(p->app) ? PREF_SINGLE : 0u) |
	       (p->discreet ? PREF_DISCREET : 0u);
}

static enum err take(void *arg, const char *tag, const void *v, size_t len)
{
	unsigned *bits = arg;

	for (size_t i = 0; i < COUNT; i++)
		if (strcmp(table[i].tag, tag) == 0 && len == 1 &&
		    memcmp(v, "1", 1) == 0)
			*bits |= table[i].bit;
	return ERR_OK;
}

void prefs_apply(struct program *p)
{
	struct buf b = {0};
	unsigned bits = 0;

	if (prefs_load(clinic_vault(p->clinic), &b) != ERR_OK || b.len == 0 ||
	    fields_each(b.p, b.len, take, &bits) != ERR_OK) {
		bits = 0;
		err_clear();
	}
	buf_free(&b);
	app_set_single(p->app, (bits & PREF_SINGLE) != 0);
	p->discreet = (bits & PREF_DISCREET) != 0;
	p->prefs = bits;
}

void prefs_keep(struct program *p)
{
	unsigned bits = now(p);
	struct buf b = {0};
	enum err e;

	if (bits == p->prefs)
		return;
	e = fields_begin(&b);
	for (size_t i = 0; e == ERR_OK && i < COUNT; i++)
		e = fields_adds(
		    &b, table[i].tag, (bits & table[i].bit) != 0 ? "1" : "0");
	if (e == ERR_OK) {
		fields_end(&b, COUNT);
		e = prefs_save(clinic_vault(p->clinic), &b);
	}
	buf_free(&b);
	if (e == ERR_OK)
		p->prefs = bits;
	else
		err_clear();
}
