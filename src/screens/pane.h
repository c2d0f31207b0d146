/*
 * The private pane from inside: private.c (Ctrl-O, the locked pane),
 * private_first.c (making the file), private_pane.c (the open pane),
 * private_notes.c (its texts and how they are kept), private_commands.c.
 *
 * Nothing here goes through the record: no word of a private note reaches
 * app_say, the record's clipboard or its draft.
 */
#ifndef SCREENS_PANE_H
#define SCREENS_PANE_H

#include "clinic/privnote.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/page.h"
#include "ui/pager.h"

/* Whom the notes are about; what Ctrl-O was pressed on. */
struct pane_about {
	struct id chart, session;
	int64_t when;
};

struct pane_part {
	struct textbuf *text;
	char *label;
	uint64_t rev; /* when it was put last */
};

struct pane {
	struct program *p;
	struct pane_about about;
	struct privnotes *notes; /* NULL: closed, to be taken away */
	struct page page;
	struct page_part *parts;
	struct pane_part *of;
	size_t n;
	bool saved;
	enum err why;	  /* not saved */
	int64_t retry_at; /* mono */
	bool listing;	  /* a list of marked lines stands over the notes */
	struct pager list;
	struct buf find, tag, path; /* half typed */
};

/* private_pane.c: open the pane over the top screen; p->priv is open. */
void pane_show(struct program *, const struct pane_about *);

/* private_first.c */
void private_first_show(struct program *, const struct pane_about *);

/* private_notes.c */

/* Read the notes and build a part for each. */
WARN_UNUSED enum err pane_build(struct pane *);
/* Wipe every text; notes stay open. */
void pane_unbuild(struct pane *);
/* The heading of a note anew. */
WARN_UNUSED enum err pane_label(struct pane *, size_t i);
/* Seal what changed. */
void pane_keep(struct pane *);
/* The same; true if it cannot be kept now. */
bool pane_unsaved(struct pane *);
/* Keep, close and wipe all that is private; the pane may stand on, empty,
 * until it can be taken away. */
void pane_shut(struct pane *);

/* private_commands.c: fn, when and answers of the pane's table. */
void pane_do_close(struct app *, void *);
void pane_do_find(struct app *, void *);
void pane_do_kind(struct app *, void *);
void pane_do_export(struct app *, void *);
void pane_do_destroy(struct app *, void *);
void pane_do_supervision(struct app *, void *);
void pane_do_raise(struct app *, void *);
void pane_do_tag(struct app *, void *);
void pane_do_notes(struct app *, void *);
bool pane_is_writing(const void *);
bool pane_is_listing(const void *);
bool pane_answer(struct app *, void *, int id, const struct answer *);

#endif
