/*
 * Every action of every table, as the part of tacet-keys(5) that tables.sh
 * holds the page to.  Exits 1 if a table has no title here, or if a row that
 * stands for another stands for nothing.
 */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "screens/commands.h"
#include "screens/places.h"
#include "ui/app.h"
#include "ui/inputs.h"
#include "ui/list.h"
#include "ui/page.h"
#include "ui/pager.h"
#include "ui/textedit.h"

/* Tables that are not a screen's, and what the page calls them. */
static const struct shared {
	const char *table, *title;
	const struct actions *widget;
} shared[] = {
    {"app", "Everywhere", NULL},
    {"program", "Everywhere once logged in", NULL},
    {"text", "Text", &textedit_keys},
    {"page", "Sections", &page_keys},
    {"inputs", "Fields", &inputs_keys},
    {"list", "Lists", &list_keys},
    {"pager", "Reading", &pager_keys},
};

#define SHARED (sizeof(shared) / sizeof(shared[0]))

struct printing {
	const struct keymap *keys;
	const char *table;	      /* to be printed */
	const struct screen_ops *ops; /* of a screen, else NULL */
	const struct action *sought;  /* whose keys stand elsewhere */
	const struct action *real;    /* found */
	bool list, bad;
};

static void match(void *arg, const char *table, const struct action *a)
{
	struct printing *p = arg;
	bool here = strcmp(table, "app") == 0 || strcmp(table, "program") == 0;

	for (size_t i = 0; i < SHARED && p->ops != NULL && !here; i++)
		for (size_t w = 0; w < SCREEN_WIDGETS; w++)
			here =
			    here || (strcmp(table, shared[i].table) == 0 &&
					p->ops->widgets[w] != NULL &&
					p->ops->widgets[w] == shared[i].widget);
	if (here && a != p->sought && a->keys != NULL && p->real == NULL &&
	    strcmp(a->id, p->sought->id) == 0)
		p->real = a;
}

/* The row whose keys ${a} has: itself, or what it stands for. */
static const struct action *real_of(struct printing *p, const struct action *a)
{
	if (a->keys != NULL)
		return a;
	p->sought = a;
	p->real = NULL;
	keymap_each(p->keys, match, p);
	if (p->real != NULL)
		return p->real;
	fprintf(stderr, "%s: %s stands for nothing\n", p->table, a->id);
	p->bad = true;
	return a;
}

/* Short words and signs could be macros. */
static void put_keys(const char *keys)
{
	char copy[128];
	const char *sep = "";

	snprintf(copy, sizeof(copy), "%s", keys);
	for (char *w = strtok(copy, " "); w != NULL; w = strtok(NULL, " ")) {
		printf("%s%s%s", sep, strlen(w) > 3 ? "" : "\\&", w);
		sep = " , ";
	}
	if (*sep == '\0')
		fputs("\\-", stdout);
}

/* Each sentence on a line of its own, as mdoc wants it. */
static void put_text(const char *text)
{
	for (const char *c = text; *c != '\0'; c++) {
		bool end = c > text && c[-1] == '.' && *c == ' ';

		putchar(end ? '\n' : *c);
	}
	putchar('\n');
}

static void put_row(void *arg, const char *table, const struct action *a)
{
	struct printing *p = arg;
	const struct action *real;
	struct buf words = {0};

	if (strcmp(table, p->table) != 0)
		return;
	real = real_of(p, a);
	if (a->name == NULL && a->help == NULL && real != a)
		return; /* only a word for the key row */
	if (!p->list)
		puts(".Bl -tag -width \"Shift-Tab, Ctrl-P\" -compact");
	p->list = true;
	if (keymap_words(a, &words) != ERR_OK)
		p->bad = true;
	fputs(".It ", stdout);
	put_keys(real->keys != NULL ? real->keys : "");
	printf("\n.Cm %s :\n", a->id);
	put_text(
	    words.len > 0 || a->label == NULL ? buf_str(&words) : a->label);
	buf_free(&words);
}

/* "Also: text, fields." under a screen. */
static void put_parts(const struct screen_ops *ops)
{
	const char *sep = "Besides these, the keys listed under ";

	for (size_t w = 0; w < SCREEN_WIDGETS; w++)
		for (size_t i = 0; i < SHARED; i++)
			if (ops->widgets[w] != NULL &&
			    ops->widgets[w] == shared[i].widget) {
				printf("%s%s", sep, shared[i].title);
				sep = ", ";
			}
	if (*sep == ',')
		puts(".");
}

static void put_table(struct printing *p)
{
	p->list = false;
	keymap_each(p->keys, put_row, p);
	if (p->list)
		puts(".El");
}

/* A table that the page would not show. */
static void titled(void *arg, const char *table, const struct action *a)
{
	struct printing *p = arg;

	for (size_t i = 0; i < SHARED; i++)
		if (strcmp(shared[i].table, table) == 0)
			return;
	for (size_t i = 0; places_at(i) != NULL; i++)
		if (strcmp(places_at(i)->id, table) == 0)
			return;
	fprintf(stderr, "%s (%s) has no title in keys.c\n", table, a->id);
	p->bad = true;
}

static void put_all(struct printing *p)
{
	keymap_each(p->keys, titled, p);
	for (size_t i = 0; i < SHARED; i++) {
		p->table = shared[i].table;
		printf(".Ss %s\n", shared[i].title);
		put_table(p);
	}
	for (size_t i = 0; places_at(i) != NULL; i++) {
		p->ops = places_at(i);
		p->table = p->ops->id;
		printf(".Ss Screen: %s\n", p->ops->name);
		put_text(p->ops->help);
		put_table(p);
		put_parts(p->ops);
	}
}

int main(void)
{
	static const struct app_hooks none;
	struct printing p = {0};
	struct keymap *keys = NULL;
	struct app *app = NULL;
	enum err e = keymap_new(&keys);

	if (e == ERR_OK)
		e = app_new(&none, &clock_system, keys, program_commands, &app);
	if (e == ERR_OK)
		e = places_keys(keys);
	p.keys = keys;
	if (e == ERR_OK)
		put_all(&p);
	app_free(app);
	keymap_free(keys);
	return e != ERR_OK || p.bad || ferror(stdout) ? 1 : 0;
}
