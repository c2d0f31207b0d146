/* Reading one form file; form.h says what comes of it. */
#ifndef CLINIC_FORM_READ_H
#define CLINIC_FORM_READ_H

#include "clinic/form.h"

/* As form_read, with a second folder for what is included (may be NULL). */
WARN_UNUSED enum err form_read_from(const char *path, const char *includes,
    const char *includes2, struct form **out);
/* Free what a field holds. */
void form_field_done(struct form_field *);
/* A copy that owns its strings, into a zero-filled ${to}. */
WARN_UNUSED enum err form_field_copy(
    struct form_field *to, const struct form_field *from);
/* The same of the options alone, into a field that has none. */
WARN_UNUSED enum err form_options_copy(
    struct form_field *to, const struct form_field *from);
void measure_free(struct measure *); /* NULL is fine */
/*
 * A form of its own: the header fields, then those of ${first}, then the rest
 * of ${rest}: what a correction is written in.
 */
WARN_UNUSED enum err form_join(
    const struct form *first, const struct form *rest, struct form **out);

/* ---- inside the reader -------------------------------------------------- */

struct reader {
	const char *name; /* of the file, for messages */
	const char *at;	  /* rest of the file */
	unsigned line;
	enum err e; /* the first thing refused */
	struct form *form;
	struct form_field *field; /* NULL: still in [form] */
	char include[33];
	bool begun;			 /* [form] was seen */
	unsigned seen;			 /* keys of this section, by row */
	unsigned lines[FORM_FIELDS + 1]; /* where each section begins */
	size_t cap;
};

struct form_key {
	const char *name; /* NULL ends the table */
	bool needed, again;
	enum err (*set)(struct reader *, const char *value);
};
extern const struct form_key form_keys[], field_keys[];

/* Remember "file:line: reason" unless something was refused before. */
enum err reader_refuse(struct reader *, unsigned line, const char *fmt, ...)
    PRINTF(3, 4);
/* A letter, then letters, digits and ${also}, ${max} in all. */
bool reader_lexical(const char *, char also, size_t max);

/* form_measure.c: keys of a measure and of its items. */
enum err measure_stem(struct reader *, const char *value);
enum err measure_licence(struct reader *, const char *value);
enum err measure_answer(struct reader *, const char *value);
enum err measure_band(struct reader *, const char *value);
enum err item_answer(struct reader *, const char *value);
enum err item_more(struct reader *, const char *value);
enum err item_critical(struct reader *, const char *value);
/* The file is one of a measure; an item of it ends; the file ends. */
enum err measure_begin(struct reader *);
enum err measure_item(struct reader *, unsigned line);
enum err measure_finish(struct reader *);

#endif
