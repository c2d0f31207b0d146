/* struct note, for the files note*.c only. */
#ifndef CLINIC_NOTE_INTERNAL_H
#define CLINIC_NOTE_INTERNAL_H

#include "clinic/internal.h"
#include "clinic/note.h"
#include "clinic/note_meta.h"

/* Late: signed more than two days after the service. */
#define NOTE_LATE_MS (INT64_C(48) * 3600 * 1000)
/* Payload left for what is not text of the fields. */
#define NOTE_TEXT_MAX (ENTRY_MAX - (size_t)32 * 1024)

#define TAG_META "@meta"
#define TAG_LOOKS "@looks"

struct note {
	struct clinic *c;
	struct draft *d;
	struct note_facts facts;
	struct draft_meta meta;
	struct form *own; /* a form made for this note, or NULL */
	struct note_value {
		struct buf text;
		bool dirty; /* not in the draft file yet */
	} * values;	    /* by field of facts.form */
	size_t nvalues;
	struct note_lost {
		char tag[17];
	} * lost; /* rows of the draft to remove with the next flush */
	size_t nlost, clost;
	struct buf looks; /* "id TAB reason", one a line */
	bool looks_dirty, meta_dirty;
	bool stored; /* the draft has rows */
	bool saved;
	struct record base; /* correction, error: the version before */
	struct buf said;    /* words of the check at hand */
	struct buf preview; /* encoded; empty: none since the last change */
};

/* note_load.c */
/* A note for what ${m} tells, its draft opened and held if it is free. */
WARN_UNUSED enum err note_begin(struct clinic *, const struct draft_meta *m,
    const struct form *, struct note **out);
/* Read the fields from the draft; what the form lacks is kept in its last
 * text. */
WARN_UNUSED enum err note_load(struct note *);

/* note.c */
void note_free(struct note *); /* NULL is fine */
/* Set a field without storing it. */
WARN_UNUSED enum err note_set(
    struct note *, const char *field, const void *text, size_t len);
/* Store what is not stored yet, all in one commit. */
WARN_UNUSED enum err note_flush(struct note *);
/* Append to the last text field, under a heading. */
WARN_UNUSED enum err note_adopt(
    struct note *, const char *heading, const void *text, size_t len);
WARN_UNUSED enum err note_lose(struct note *, const char *tag);
/* Give the note another form; values are empty after it. */
WARN_UNUSED enum err note_use_form(struct note *, const struct form *);
void note_title(struct note *, const char *); /* as lists show it */
size_t note_index(const struct note *, const char *field); /* or nvalues */

/* note_amend.c: version ${ver} of the target into n->base, and the form made
 * from it. */
WARN_UNUSED enum err amend_load(struct clinic *, const struct draft_meta *,
    struct record *base, struct form **own);

/* note_check.c: no check is must. */
bool note_whole(struct note *);
/* ERR_FORMAT while one is must, or a look has no reason. */
WARN_UNUSED enum err note_ready(struct note *);

/* note_open.c: header fields marked carry, from the last note of the chart. */
WARN_UNUSED enum err note_carry(struct note *);
/* What the form says that stands in it at first, where nothing does. */
WARN_UNUSED enum err note_defaults(struct note *);
/* A draft that is there already, by its meta row. */
WARN_UNUSED enum err note_resume(
    struct clinic *, const struct draft_meta *, struct note **out);
/* note_amend.c: a form made of the headings of an entry. */
WARN_UNUSED enum err form_of_record(const struct record *, struct form **out);

/* note_measure.c */
/* The measure that the note is written in, NULL if it is none. */
const struct form *note_measure(const struct note *);
bool note_is_measure(const struct note *);
/* Put what follows from the answers into the record, its title too. */
WARN_UNUSED enum err note_measured(struct note *, struct record *);
/* The first item without an answer, "" if none; how many there are. */
const char *note_open_item(const struct note *, unsigned *open);
/* The item that asks for a risk assessment which nobody has begun, "". */
WARN_UNUSED enum err note_critical(struct note *, const char **item);

/* note_sign.c: what would be signed now, without checks. */
WARN_UNUSED enum err note_record(struct note *, struct record *out);

#endif
