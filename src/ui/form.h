/*
 * A form: one column of labelled fields.  It knows types, not meanings.  Every
 * value is the text of the field's textbuf, so a half-filled form is kept as it
 * is; form_check says what is missing or cannot be read.
 *
 * CHOICE holds the id of its option, CHOICES ids separated by newlines; DATE,
 * TIME, MINUTES, NUMBER and SCALE what was typed, set in order when left.
 */
#ifndef UI_FORM_H
#define UI_FORM_H

#include "base/date.h"
#include "ui/app.h"
#include "ui/textedit.h"

enum field_type {
	FIELD_LINE,
	FIELD_TEXT, /* several lines */
	FIELD_PASSWORD,
	FIELD_CHOICE,  /* first letter or Space */
	FIELD_CHOICES, /* Left and Right move, Space takes or drops */
	FIELD_DATE,
	FIELD_TIME,
	FIELD_MINUTES,
	FIELD_NUMBER,
	FIELD_SCALE,  /* a whole number from min to max */
	FIELD_FIXED,  /* shown, not entered */
	FIELD_BUTTON, /* a row that Enter does: FORM_BUTTON */
};

struct option {
	const char *id;	   /* stored */
	const char *label; /* shown, translated */
};

struct field {
	const char *label; /* translated; NULL or "" for none */
	const char *hint;  /* without parentheses; NULL: none */
	enum field_type type;
	bool needed;
	struct textbuf *text; /* borrowed; BUTTON: its words; never NULL */
	const struct option *options;
	size_t n_options;
	long min, max; /* SCALE, NUMBER, MINUTES; both 0: any */
	/* inner, zero at first */
	struct textedit edit;
	size_t option;
	bool wrong;
	int rows; /* drawn last */
};

struct form {
	struct field *fields; /* the owner's array */
	size_t n_fields;
	size_t cur;
	struct date today; /* for "18 11", "t", "-7" */
	struct clip *clip;
	size_t top;	 /* first row shown */
	int height;	 /* rows of the last draw */
	const char *why; /* translated: what was wrong, after FORM_WRONG */
};

enum form_did {
	FORM_IGNORED,
	FORM_MOVED,
	FORM_CHANGED,
	FORM_WRONG,  /* could not be read: why; the cursor stays */
	FORM_FIRST,  /* Shift-Tab before the first field */
	FORM_DONE,   /* Enter in the last field */
	FORM_LAST,   /* Tab after the last field */
	FORM_BUTTON, /* Enter on a button: form->cur */
};

/* Field movement keys, registered as table "form". */
extern const struct actions form_keys;

/* Puts the cursor into the first needed empty field, else the first one. */
enum err form_init(struct form *, struct field *, size_t n, struct date today,
    struct clip *) WARN_UNUSED;
void form_done(struct form *);
enum form_did form_event(
    struct form *, const struct keymap *, const struct event *);
/* Are letters text in the field with the cursor? (true for choices as well) */
bool form_typing(const struct form *);
void form_draw(struct form *, const struct view *);
/* Rows the form takes at this width. */
int form_rows(struct form *, int w);
void form_go(struct form *, size_t field);

/* The first field that is needed and empty or cannot be read; n_fields and why
 * NULL if all is well. */
size_t form_check(struct form *);

/* Values; ERR_NOTFOUND if empty, ERR_FORMAT if unreadable. */
WARN_UNUSED enum err form_date(
    const struct form *, size_t field, struct date *);
WARN_UNUSED enum err form_time(const struct form *, size_t field, int *minute);
WARN_UNUSED enum err form_number(const struct form *, size_t field, long *);
/* Index of the chosen option, n_options if none. */
size_t form_choice(const struct form *, size_t field);
bool form_has(const struct form *, size_t field, const char *option_id);

#endif
