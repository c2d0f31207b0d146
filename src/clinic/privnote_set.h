/* Private notes in memory: what is kept, with newer drafts over it. */
#ifndef CLINIC_PRIVNOTE_SET_H
#define CLINIC_PRIVNOTE_SET_H

#include "clinic/privnote.h"

#define PRIVNOTE_FACTS "facts" /* rows of a draft */
#define PRIVNOTE_TEXT "text"

struct privitem {
	struct privnote pub;
	bool kept;	   /* a version is in the file */
	bool facts_stored; /* the draft has its facts */
};

struct privset {
	struct privitem *v;
	size_t n, cap;
};

/* Newest first; ${chart} NULL: of every client. */
WARN_UNUSED enum err privset_load(
    struct private_vault *, const struct id *chart, struct privset *out);
/* The note of ${session} (zeros: of ${when}) to the front, made empty and
 * without an id if there is none. */
WARN_UNUSED enum err privset_first(struct privset *, const struct id *chart,
    const struct id *session, int64_t when);
void privset_drop(struct privset *, size_t i);
void privset_done(struct privset *); /* wipes */

/* The payload of a note (doc/format.md 7), with or without its text. */
WARN_UNUSED enum err privitem_encode(
    const struct privitem *, bool text, struct buf *out);

#endif
