/*
 * A list over the owner's items: group headings, a mark in column 1 that stays
 * with its item, the cursor on the mark.
 */
#ifndef UI_LIST_H
#define UI_LIST_H

#include "base/id.h"
#include "ui/app.h"

struct list_ops {
	size_t (*count)(const void *arg);
	struct id (*id)(const void *arg, size_t i);
	/* Heading above the item's group (translated); NULL: none.  A heading
	 * is drawn where it differs from that of the item before. */
	const char *(*group)(const void *arg, size_t i);
	/* Draw one row; columns as in screens.md: x 2 is column 3.  ${mean} is
	 * MEAN_MARKED for the marked row. */
	void (*draw)(const void *arg, size_t i, struct rect row, enum mean);
};

struct list {
	const struct list_ops *ops;
	const void *arg;
	struct id mark; /* id of the marked item */
	size_t at;	/* its index when last seen */
	size_t top;	/* first row shown, headings included */
	int height;	/* of the last draw */
	/* What stands there when there are no items (translated). */
	const char *empty;
};

enum list_did { LIST_IGNORED, LIST_MOVED, LIST_EDGE };

/* Movement keys, registered as table "list". */
extern const struct actions list_keys;

void list_init(struct list *, const struct list_ops *, const void *arg);
/* After the items changed: the mark goes with its item, or stays in place. */
void list_refresh(struct list *);
/* Index of the marked item; false if there are none. */
bool list_at(const struct list *, size_t *i);
void list_mark(struct list *, size_t i);
void list_mark_id(struct list *, const struct id *);
/* Up, Down, PgUp, PgDn, Home, End, Space and Backspace (page), Tab and
 * Shift-Tab (next and previous group). LIST_EDGE: there was no further. */
enum list_did list_event(
    struct list *, const struct keymap *, const struct event *);
/* All rows with headings. */
size_t list_rows(const struct list *);
/* Draws into the whole rect; the cursor goes on the mark if ${focus}. */
void list_draw(struct list *, struct rect, bool focus);

#endif
