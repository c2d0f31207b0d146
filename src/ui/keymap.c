#include "ui/keymap.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "ui/key.h"

struct table {
	const char *name;
	struct actions actions;
	bool everywhere;
};

struct bound {
	char *id;
	char *keys;
};

struct keymap {
	struct table *tables;
	size_t n_tables, cap_tables;
	struct bound *bound;
	size_t n_bound, cap_bound;
};

enum err keymap_new(struct keymap **out)
{
	struct keymap *km = mem_new(1, sizeof(*km));

	if (km == NULL)
		return ERR_NOMEM;
	*out = km;
	return ERR_OK;
}

void keymap_free(struct keymap *km)
{
	if (km == NULL)
		return;
	for (size_t i = 0; i < km->n_bound; i++) {
		free(km->bound[i].id);
		free(km->bound[i].keys);
	}
	free(km->bound);
	free(km->tables);
	free(km);
}

enum err keymap_table(struct keymap *km, const char *name,
    struct actions actions, bool everywhere)
{
	for (size_t i = 0; i < km->n_tables; i++) {
		if (km->tables[i].actions.rows == actions.rows)
			return ERR_OK;
	}
	if (mem_grow((void **)&km->tables, &km->cap_tables, km->n_tables + 1,
		sizeof(*km->tables)) != 0)
		return ERR_NOMEM;
	km->tables[km->n_tables++] = (struct table){name, actions, everywhere};
	return ERR_OK;
}

static struct bound *find_bound(const struct keymap *km, const char *id)
{
	for (size_t i = 0; km != NULL && i < km->n_bound; i++) {
		if (strcmp(km->bound[i].id, id) == 0)
			return &km->bound[i];
	}
	return NULL;
}

static bool known(const struct keymap *km, const char *id)
{
	for (size_t t = 0; t < km->n_tables; t++) {
		for (size_t i = 0; i < km->tables[t].actions.n; i++) {
			if (strcmp(km->tables[t].actions.rows[i].id, id) == 0)
				return true;
		}
	}
	return false;
}

static enum err check_names(const char *id, const char *keys)
{
	const char *p = keys;
	int key;

	while (key_each(&p, &key))
		;
	while (*p == ' ')
		p++;
	if (*p != '\0')
		return err_set(ERR_FORMAT, "%s = %s: no such key", id, keys);
	return ERR_OK;
}

enum err keymap_bind(struct keymap *km, const char *id, const char *keys)
{
	struct bound *b;
	char *copy;
	enum err e;

	if (!known(km, id))
		return err_set(ERR_NOTFOUND, "no action is called %s", id);
	e = check_names(id, keys);
	if (e != ERR_OK)
		return e;
	if (strcmp(id, "palette") == 0 && strspn(keys, " ") == strlen(keys))
		return err_set(ERR_EXISTS, "palette needs a key");
	copy = mem_strdup(keys);
	if (copy == NULL)
		return ERR_NOMEM;
	b = find_bound(km, id);
	if (b != NULL) {
		free(b->keys);
		b->keys = copy;
		return ERR_OK;
	}
	if (mem_grow((void **)&km->bound, &km->cap_bound, km->n_bound + 1,
		sizeof(*km->bound)) != 0) {
		free(copy);
		return ERR_NOMEM;
	}
	b = &km->bound[km->n_bound];
	b->keys = copy;
	b->id = mem_strdup(id);
	if (b->id == NULL) {
		free(copy);
		return ERR_NOMEM;
	}
	km->n_bound++;
	return ERR_OK;
}

const char *keymap_keys(const struct keymap *km, const struct action *a)
{
	const struct bound *b = find_bound(km, a->id);

	if (b != NULL)
		return b->keys;
	return a->keys == NULL ? "" : a->keys;
}

bool keymap_on(const struct keymap *km, const struct action *a, int key)
{
	const char *p = keymap_keys(km, a);
	int k;

	while (key_each(&p, &k)) {
		if (k == key)
			return true;
	}
	return false;
}

const struct action *keymap_find(
    const struct keymap *km, struct actions actions, int key)
{
	for (size_t i = 0; i < actions.n; i++) {
		if (keymap_on(km, &actions.rows[i], key))
			return &actions.rows[i];
	}
	return NULL;
}

/* A key of ${a} on which another action of the table lies as well.  Rows that
 * are legal at different times may share a key by default, but not once one of
 * them was moved. */
static enum err clash(
    const struct keymap *km, const struct action *a, const struct table *t)
{
	const char *p = keymap_keys(km, a);
	char name[KEY_NAME];
	int key;

	while (key_each(&p, &key)) {
		for (size_t i = 0; i < t->actions.n; i++) {
			const struct action *b = &t->actions.rows[i];

			if (strcmp(a->id, b->id) == 0 || !keymap_on(km, b, key))
				continue;
			return err_set(ERR_EXISTS, "%s is %s and %s in %s",
			    key_print(key, name), a->id, b->id, t->name);
		}
	}
	return ERR_OK;
}

/* Actions that were moved must not meet others of a table they live in, nor of
 * one that is legal everywhere. */
enum err keymap_check(const struct keymap *km)
{
	for (size_t t = 0; t < km->n_tables; t++) {
		const struct table *home = &km->tables[t];

		for (size_t i = 0; i < home->actions.n; i++) {
			const struct action *a = &home->actions.rows[i];

			if (find_bound(km, a->id) == NULL)
				continue;
			for (size_t o = 0; o < km->n_tables; o++) {
				const struct table *other = &km->tables[o];
				enum err e;

				if (o != t && !other->everywhere &&
				    !home->everywhere)
					continue;
				e = clash(km, a, other);
				if (e != ERR_OK)
					return e;
			}
		}
	}
	return ERR_OK;
}

enum err keymap_show(
    const struct keymap *km, const struct action *a, struct buf *out)
{
	const char *p = keymap_keys(km, a);
	int key, n = a->flags & ACTION_PAIR ? 2 : 1;
	char name[KEY_NAME];
	enum err e = ERR_OK;

	for (int i = 0; i < n && e == ERR_OK && key_each(&p, &key); i++)
		e = buf_addf(
		    out, "%s%s", i > 0 ? " " : "", key_print(key, name));
	return e;
}

enum err keymap_words(const struct action *a, struct buf *out)
{
	const char *name = a->name != NULL ? a->name : a->help;
	const char *help = a->help != NULL ? a->help : a->name;

	if (name == NULL)
		return ERR_OK;
	if (strncasecmp(name, help, strlen(name)) == 0)
		return buf_adds(out, _(help));
	return buf_addf(out, "%s (%s)", _(name), _(help));
}

void keymap_each(const struct keymap *km,
    void (*each)(void *arg, const char *table, const struct action *),
    void *arg)
{
	for (size_t t = 0; t < km->n_tables; t++) {
		const struct table *tab = &km->tables[t];

		for (size_t i = 0; i < tab->actions.n; i++)
			each(arg, tab->name, &tab->actions.rows[i]);
	}
}
