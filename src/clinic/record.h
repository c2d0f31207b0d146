/*
 * A filled form: the payload of a record or client entry (format.md 5), its
 * encoding, and the one renderer that reading, signing, printing and export
 * share.
 */
#ifndef CLINIC_RECORD_H
#define CLINIC_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"
#include "base/id.h"
#include "clinic/form.h"

enum act { ACT_ORIGINAL, ACT_ADDENDUM, ACT_CORRECTION, ACT_ERROR, ACT_COUNT };
/* "original" ... as stored. */
const char *act_name(enum act);

struct record_value {
	char id[17];
	enum field_type type;
	char *heading;
	struct buf text;
};

struct record {
	char form[33];
	unsigned version;
	char *title;
	char kind[17];
	enum act act;
	char *reason;	   /* of an addendum, correction or error; may be "" */
	struct id target;  /* the entry that an addendum is about */
	struct id session; /* zeros: none */
	int64_t when;	   /* service time, UTC ms */
	bool late;
	char *signer; /* name and credentials as signed */
	char *looks;  /* checks signed over: "id TAB reason", one a line */
	struct record_value *values; /* only fields with text, in form order */
	size_t nvalues;
};

void record_done(struct record *); /* wipes */
WARN_UNUSED enum err record_begin(struct record *, const struct form *);
/* The text of a field, "" if it has none; borrowed. */
const char *record_get(const struct record *, const char *id);
/* Set a field of ${form} (order is the form's); empty removes. */
WARN_UNUSED enum err record_set(struct record *, const struct form *,
    const char *id, const void *text, size_t len);

WARN_UNUSED enum err record_encode(const struct record *, struct buf *out);
/* ERR_FORMAT for anything but an exact encoding. */
WARN_UNUSED enum err record_decode(
    const void *p, size_t len, struct record *out);
/* Only what is about the whole: form, title, act, times, ids; no values.  For
 * lists; strings that are absent are NULL. */
WARN_UNUSED enum err record_decode_facts(
    const void *p, size_t len, struct record *out);

/*
 * The parts in print order: label and text (UTF-8, unwrapped).  The header
 * comes as one part with an empty label: "Tue 18 Nov 2025 09:00-09:50, 50
 * minutes, individual, office; present: client. Diagnosis F41.1 ...".
 */
WARN_UNUSED enum err record_parts(const struct record *,
    enum err (*each)(
	void *arg, const char *label, const char *text, size_t len),
    void *arg);
/* The one context line under the rule (screens.md 7): short form of header; the
 * year stands in it if it is not that of ${today}. */
WARN_UNUSED enum err record_context(
    const struct record *, struct date today, struct buf *out);

/* Words of all values; of one text. */
size_t record_words(const struct record *);
size_t text_words(const void *text, size_t len);

/* Whether ${id} is a field of the session header that is printed on its line
 * (date, start ... next); "reason" and sections are not. */
bool record_is_header(const struct record_value *);

#endif
