/*
 * Several texts written as one page: sections with labels in columns 3-14, a
 * mark in 15, text from 17, a blank row between two; scrolled as one.  On
 * narrow screens and with long labels each label stands on a row above its
 * text.
 */
#ifndef UI_PAGE_H
#define UI_PAGE_H

#include "ui/app.h"
#include "ui/textedit.h"

/* What stands beside a line of text. */
struct linenote {
	char mark;	  /* in column 15, 0: none */
	const char *word; /* in the label column, once for a run of lines */
	enum mean mean;	  /* of mark, word and line */
};

struct page_part {
	const char *label; /* translated, borrowed; NULL: text from column 3 */
	bool heading;	   /* label on a row of its own, a blank row below */
	const char *hint;  /* shown in parentheses while empty, or NULL */
	struct textedit edit; /* textedit_init'ed by the owner */
};

struct page {
	struct page_part *parts; /* the owner's array */
	size_t n_parts;
	size_t cur; /* the part with the cursor */
	/* Asked for each line drawn; NULL: nothing beside any line. */
	void (*note)(void *arg, size_t part, size_t from, size_t to,
	    struct linenote *out);
	void *arg;
	bool lead;  /* a blank row before the first part */
	size_t top; /* first row shown */
	int height; /* rows of the last draw */
	int width;  /* of the text, from the last draw */
	bool above; /* labels stand above */
};

enum page_did {
	PAGE_IGNORED,
	PAGE_MOVED,
	PAGE_CHANGED,
	PAGE_FIRST, /* Shift-Tab before the first part */
	PAGE_LAST,  /* Tab after the last part */
	PAGE_REFUSED,
	PAGE_FIND, /* Ctrl-F: ask for words, then page_find */
};

/* Section movement, registered as table "page". */
extern const struct actions page_keys;

/* Parts are borrowed; the cursor is in the first. */
void page_init(struct page *, struct page_part *parts, size_t n);
/* textedit_done for every part. */
void page_done(struct page *);
enum page_did page_event(
    struct page *, const struct keymap *, const struct event *);
void page_draw(struct page *, const struct view *);
/* Go to a part (cursor where it was left there). */
void page_go(struct page *, size_t part);
/* Next place of ${words}, over all parts and around; false if none. */
bool page_find(struct page *, const char *words);

#endif
