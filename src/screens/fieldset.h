/*
 * The fields of a form as a widget: what joins clinic/form (what a field means)
 * and ui/inputs (how one is typed).  Dates are shown as people write them and
 * stored as ISO.
 */
#ifndef SCREENS_FIELDSET_H
#define SCREENS_FIELDSET_H

#include "base/buf.h"
#include "clinic/form.h"
#include "ui/inputs.h"

struct fieldset {
	struct inputs inputs;
	struct input *in;		  /* one a field */
	const struct form_field **fields; /* borrowed from the form */
	uint64_t *revs;			  /* as last taken */
	size_t n;
	struct option *options; /* of all choices together */
};

enum fieldset_which {
	FIELDSET_ALL,
	FIELDSET_HEADER, /* of the session header */
	FIELDSET_BODY,	 /* the rest */
	FIELDSET_OTHER	 /* the rest but for running text */
};

/* Empty fields of ${form}, which must stay.  ERR_NOMEM. */
WARN_UNUSED enum err fieldset_init(struct fieldset *, const struct form *,
    enum fieldset_which, struct date today, struct clip *);
void fieldset_done(struct fieldset *); /* wipes */

/* How a field is entered. */
enum input_type fieldset_type(const struct form_field *);
/* Index of a field by id, n if it is not here. */
size_t fieldset_find(const struct fieldset *, const char *id);
/* Show a stored value. */
WARN_UNUSED enum err fieldset_set(
    struct fieldset *, size_t i, const char *value, size_t len);
/* Append what would be stored: dates and times in their stored form where they
 * can be read, else what was typed. */
WARN_UNUSED enum err fieldset_get(
    const struct fieldset *, size_t i, struct buf *out);
/* The next field that changed since it was last taken, from ${*i} on; marks it
 * taken.  false when there is none. */
bool fieldset_changed(struct fieldset *, size_t *i);

#endif
