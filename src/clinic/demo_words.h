/* The texts of the demonstration's notes, put together from what a client told
 * and from phrases of our own. */
#ifndef CLINIC_DEMO_WORDS_H
#define CLINIC_DEMO_WORDS_H

#include "base/buf.h"
#include "base/err.h"
#include "clinic/demo_cast.h"

/* One session, as its note sees it. */
struct demo_hour {
	const struct demo_client *client;
	unsigned who;	  /* number of the client: other phrases for each */
	unsigned nth, of; /* which of how many, from 0 */
	const char *next; /* "Tue 25 Nov 09:00", "" if there is none */
};

/*
 * Append the text of a section (subjective, data, plan ...) of any shipped note
 * form; nothing for a field that is none of them.  The same hour gives the same
 * words.
 */
WARN_UNUSED enum err demo_section(
    const struct demo_hour *, const char *field, struct buf *out);
/* "none found" or "low". */
const char *demo_risk(const struct demo_hour *);
/* What was added a day later. */
WARN_UNUSED enum err demo_addendum(const struct demo_hour *, struct buf *out);

#endif
