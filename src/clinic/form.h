/*
 * Form files: every document kind as data (tacet-form(5)).  One engine draws,
 * stores, prints and imports them all; adding a kind is adding a file.
 */
#ifndef CLINIC_FORM_H
#define CLINIC_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define FORM_FIELDS 64	/* at most, included ones counted */
#define FORM_OPTIONS 64 /* of a field; aliases as well */

enum field_type {
	FIELD_LINE,
	FIELD_TEXT,
	FIELD_CHOICE,  /* one of options */
	FIELD_CHOICES, /* any of options, one per line in the value */
	FIELD_DATE,    /* ISO in the value */
	FIELD_TIME,    /* HH:MM */
	FIELD_MINUTES,
	FIELD_NUMBER,
	FIELD_SCALE, /* min..max */
	FIELD_CODE,  /* diagnosis codes */
	FIELD_PERSON,
	FIELD_OBJECTIVE,
	FIELD_TABLE,
	FIELD_TYPES
};

struct form_option {
	char *value; /* stored; as in the file */
	char *label; /* shown; translated */
	int points;  /* of an answer of a measure */
};

struct form_field {
	char *id;    /* [a-z][a-z0-9_]{0,15}; "reason" only in kind act */
	char *label; /* translated */
	char *hint;  /* translated, "" if none */
	char *def; /* stands in it at first: a value, today, now; "" if none */
	enum field_type type;
	bool required;
	bool header; /* belongs to the session header, not to a section */
	bool carry;  /* a header fact that holds from note to note */
	bool item;   /* of a measure: one key answers it */
	bool scored; /* and its answer has points; open without one if needed */
	int critical;	/* points from which it asks for a risk assessment; 0 */
	bool computed;	/* written when the entry is signed, never entered */
	char *constant; /* the same in each entry, never entered; or NULL */
	bool alone;	/* choices: the first one excludes the others */
	int min, max;	/* number, scale; equal: no bounds */
	struct form_option *options;
	size_t noptions;
	char **aliases; /* other headings that import recognises, e.g. "S" */
	size_t naliases;
};

struct form {
	char *id; /* [a-z][a-z0-9-]{0,31} */
	unsigned version;
	char *title;		   /* "SOAP note", translated */
	char *kind;		   /* note, quick, client, header, act ... */
	bool unusual;		   /* the next note is of another form */
	char *attendance;	   /* what it says of its session: session.h's
				      names, "" for attended */
	char *file;		   /* where it came from */
	struct measure *measure;   /* clinic/measure.h; NULL: no measure */
	struct form_field *fields; /* header fields first */
	size_t nfields;
};

struct forms;

/*
 * Read every *.form and *.measure of ${shipped} and ${own} (may be NULL or
 * missing).  A form of the clinic replaces a shipped one of the same id.  For
 * each refused file
 * ${problem} gets "file:line: reason".  Fails only if memory is out or the
 * shipped forms cannot be read at all.
 */
WARN_UNUSED enum err forms_load(const char *shipped, const char *own,
    void (*problem)(void *arg, const char *line), void *arg,
    struct forms **out);
void forms_free(struct forms *);
/* NULL if there is none; borrowed. */
const struct form *forms_get(const struct forms *, const char *id);
/* The i-th form of ${kind} in title order, NULL past the last. */
const struct form *forms_at(const struct forms *, const char *kind, size_t i);

/* A kind of entry that a chart takes. */
struct form_kind {
	const char *id;	   /* NULL ends */
	const char *group; /* what its forms are called together, N_ */
	bool format;	   /* of one draft, each can become each other */
};
/* In the order in which they are offered. */
extern const struct form_kind form_kinds[];
/* The row of a kind, NULL for one that no chart takes. */
const struct form_kind *form_kind(const char *id);
/* The i-th form that an entry can be begun in, kind by kind; NULL past the
 * last. */
const struct form *forms_entry(const struct forms *, size_t i);
/* Likewise, only those that a draft of ${from} can become. */
const struct form *forms_format(
    const struct forms *, const struct form *from, size_t i);

/* Read one file, which is named after the form's id; what it includes is looked
 * for in ${includes} (NULL: beside it).  On ERR_FORMAT the detail is
 * "file:line: reason". */
WARN_UNUSED enum err form_read(
    const char *path, const char *includes, struct form **out);
void form_free(struct form *); /* NULL is fine */
const struct form_field *form_field(const struct form *, const char *id);

/* ERR_FORMAT (detail: why, in words for the person) if ${value} is not one for
 * this field; an empty value always is. */
WARN_UNUSED enum err field_check(
    const struct form_field *, const char *value, size_t len);
/* "line", "text" ... as in the files; FIELD_TYPES for an unknown name. */
const char *field_type_name(enum field_type);
enum field_type field_type_of(const char *name);

#endif
