/*
 * The note screen from inside: note.c (screen), note_open.c (opening),
 * note_text.c (what is typed and how it is kept), note_commands.c (what the
 * palette offers) and note_last.c (the last note beside it) share it; sign.c
 * borrows its upper part.
 */
#ifndef SCREENS_WRITING_H
#define SCREENS_WRITING_H

#include "screens/fieldset.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/page.h"
#include "ui/pager.h"

enum writing_at { AT_HEADER, AT_FIELDS, AT_TEXT };

struct writing_part {
	const struct form_field *field;
	struct textbuf *text;
	uint64_t rev; /* when it was put last */
};

struct writing {
	struct program *p;
	struct note *note;
	/* AT_HEADER: the session header, folded unless the cursor is in it.
	 * AT_FIELDS: other fields that are no text, above the sections. */
	struct fieldset blocks[2];
	struct page page;
	struct page_part *parts;
	struct writing_part *of;
	size_t n_parts;
	enum writing_at at;
	bool readonly;
	bool taken;	    /* by the other login, while it was open here */
	bool saved;	    /* all that is on the screen */
	enum err why;	    /* not saved */
	int64_t retry_at;   /* mono */
	char put_field[17]; /* the cursor as it was put last */
	size_t put_offset;
	struct buf context; /* row 3 */
	bool stale;	    /* context */
	struct buf find;    /* words looked for last */
	struct buf reason;  /* half typed */
	/* While it is being signed: the text as it will be kept. */
	bool previewing;
	struct pager preview;
};

/* note_text.c */

/* Build parts and blocks from the note's form and texts; also after it became
 * another form.  The cursor goes where the note says. */
WARN_UNUSED enum err writing_build(struct writing *);
void writing_unbuild(struct writing *);
/* Read all texts anew (another login wrote meanwhile); what could not be put
 * any more is kept among them. */
WARN_UNUSED enum err writing_reload(struct writing *);
void writing_readonly(struct writing *, bool);
/* Seal what changed, cursor too; says so if it cannot. */
void writing_keep(struct writing *);
/* Try again what could not be saved. */
void writing_retry(struct writing *);
/* Put the cursor into a field; false if the form has no such. */
bool writing_go(struct writing *, const char *field);
/* Into the header, the other fields, or the n-th section. */
void writing_enter(struct writing *, enum writing_at);

/* note_commands.c: fn and when of the action table, and the answers of their
 * prompts. */
void writing_do_sign(struct app *, void *);
void writing_do_private(struct app *, void *);
void writing_do_goto(struct app *, void *);
void writing_do_find(struct app *, void *);
void writing_do_last(struct app *, void *);
void writing_do_supervision(struct app *, void *);
void writing_do_raise(struct app *, void *);
void writing_do_take(struct app *, void *);
void writing_do_discard(struct app *, void *);
void writing_do_move(struct app *, void *);
void writing_do_convert(struct app *, void *);
bool writing_can_write(const void *);
bool writing_can_list(const void *);
bool writing_can_take(const void *);
bool writing_can_convert(const void *);
bool writing_can_format(const void *);
bool writing_can_goto(const void *);
bool writing_answer(struct app *, void *, int id, const struct answer *);

/* note_last.c: the last signed note, to read beside. */
void note_last_show(struct program *, const struct id *chart, int64_t before);

#endif
