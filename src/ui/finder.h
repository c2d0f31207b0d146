/*
 * A finder: one field and a list that follows what is typed in it.  Enter and
 * Esc are the owner's.
 */
#ifndef UI_FINDER_H
#define UI_FINDER_H

#include "ui/list.h"
#include "ui/textedit.h"

struct finder {
	const char *label; /* translated: "Find" */
	const char *hint;  /* or NULL */
	struct textbuf *text;
	struct textedit edit;
	struct list list;
	bool in_list; /* the cursor stands in the list */
	/* The words changed: choose the items anew. */
	void (*filter)(void *arg, const char *words);
	/* Heading row above the list (translated), NULL: none. */
	const char *columns;
	void *arg;
};

/* ${arg} goes to filter and to the list's ops; filter is called with "". */
WARN_UNUSED enum err finder_init(struct finder *, const char *label,
    const struct list_ops *, void (*filter)(void *, const char *), void *arg);
void finder_done(struct finder *);
/* True if it was a key of the finder. */
bool finder_event(struct finder *, const struct keymap *, const struct event *);
const char *finder_words(const struct finder *);
/* Field in the first row, a blank one, columns if any, the list. */
void finder_draw(struct finder *, const struct view *);
/* Rows wanted for the whole list. */
int finder_rows(const struct finder *);

#endif
