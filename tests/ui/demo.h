/*
 * A small program on the toolkit, for the tests: a list, a page of three
 * sections, a pane beside it, fields, a reader.
 */
#ifndef TESTS_UI_DEMO_H
#define TESTS_UI_DEMO_H

#include "replay.h"
#include "ui/inputs.h"
#include "ui/list.h"
#include "ui/page.h"
#include "ui/pager.h"

struct demo {
	struct app *app;
	struct keymap *keys;
	struct clip clip, pane_clip;
	/* the page */
	struct textbuf *texts[3];
	struct page_part parts[3];
	struct page page;
	/* the pane */
	struct textbuf *pane_text;
	struct page_part pane_part;
	struct page pane;
	/* the list */
	struct list list;
	/* fields */
	struct textbuf *values[6];
	struct input inputs[6];
	struct inputs form;
	struct pager pager;
	/* what happened */
	int settled;
	int ticked;
	int64_t lock_at;
	struct buf answer;
	struct buf kept;
	int freed;
	bool take;	     /* is the next answer accepted? */
	const char *bind[2]; /* an action id and its keys, or NULL */
	const char *load;    /* text of the first section */
};

/* ${d} zeroed but for the wishes. */
struct replay_host demo_host(struct demo *d);

#endif
