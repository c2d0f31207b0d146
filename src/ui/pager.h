/*
 * A reader: text in print order with labels and marks in the margin.  The
 * cursor stands on the first letter of the line being read.  What is to be read
 * is copied in and wiped by pager_clear and pager_done.
 */
#ifndef UI_PAGER_H
#define UI_PAGER_H

#include "ui/app.h"

enum {
	PAGER_PART = 1,	  /* Tab stops here */
	PAGER_GAP = 2,	  /* a blank row before it */
	PAGER_INDENT = 4, /* label begins in column 5 */
	PAGER_WIDE = 8,	  /* text from column 3, no label column */
};

struct pager {
	struct pager_item *items;
	size_t n_items, cap_items;
	struct pager_row *rows;
	size_t n_rows, cap_rows;
	int rows_width; /* 0: lay out anew */
	size_t at;	/* row with the cursor */
	size_t top;
	int height;
	int label_w; /* of the label column, 0: 12 */
};

enum pager_did {
	PAGER_IGNORED,
	PAGER_MOVED,
	PAGER_EDGE, /* no further */
	PAGER_FIND, /* '/': ask for words, then pager_find */
};

/* Paging keys, registered as table "pager". */
extern const struct actions pager_keys;

void pager_init(struct pager *);
void pager_done(struct pager *);
void pager_clear(struct pager *);

/*
 * Add a paragraph or several: ${label} (NULL: none) in the label column,
 * ${mark} (0: none) in column 15 of each of its lines, text, ${right} (NULL:
 * none) at the right end of its first line.  With MEAN_CHANGED only what
 * stands in braces is underlined.  ${id} is handed back by pager_id.
 */
WARN_UNUSED enum err pager_add(struct pager *, const char *label, char mark,
    const char *text, size_t len, const char *right, enum mean, unsigned flags,
    int id);

enum pager_did pager_event(
    struct pager *, const struct keymap *, const struct event *);
/* id and index of the item with the cursor; false if there is nothing. */
bool pager_id(const struct pager *, int *id);
/* Put the cursor on the first line of the first item of that id. */
void pager_go(struct pager *, int id);
/* Next line with ${words}, around the end; false if none. */
bool pager_find(struct pager *, const char *words);
/* "page 1 of 2": both from 1, after a draw. */
void pager_pages(const struct pager *, int *page, int *of);
void pager_draw(struct pager *, struct rect, bool focus);

#endif
