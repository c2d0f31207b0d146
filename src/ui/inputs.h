/*
 * A form: one column of labelled fields.  It knows types, not meanings.  Every
 * value is the text of the field's textbuf, so a half-filled form is kept as it
 * is; inputs_check says what is missing or cannot be read.
 *
 * CHOICE holds the id of its option, CHOICES ids separated by newlines; DATE,
 * TIME, MINUTES, NUMBER and SCALE what was typed, set in order when left.
 */
#ifndef UI_INPUTS_H
#define UI_INPUTS_H

#include "base/date.h"
#include "ui/app.h"
#include "ui/textedit.h"

enum input_type {
	INPUT_LINE,
	INPUT_TEXT, /* several lines */
	INPUT_PASSWORD,
	INPUT_CHOICE,  /* first letter or Space */
	INPUT_CHOICES, /* Left and Right move, Space takes or drops */
	INPUT_DATE,
	INPUT_TIME,
	INPUT_MINUTES,
	INPUT_NUMBER,
	INPUT_SCALE,  /* a whole number from min to max */
	INPUT_FIXED,  /* shown, not entered */
	INPUT_BUTTON, /* a row that Enter does: INPUTS_BUTTON */
};

struct option {
	const char *id;	   /* stored */
	const char *label; /* shown, translated */
};

struct input {
	const char *label; /* translated; NULL or "" for none */
	const char *hint;  /* without parentheses; NULL: none */
	enum input_type type;
	bool needed;
	struct textbuf *text; /* borrowed; BUTTON: its words; never NULL */
	const struct option *options;
	size_t n_options;
	bool hop;      /* CHOICE: its letter takes it and goes on to the next;
			  the options stand below it, one a row */
	long min, max; /* SCALE, NUMBER, MINUTES; both 0: any */
	/* inner, zero at first */
	struct textedit edit;
	size_t option;
	bool wrong;
	int rows; /* drawn last */
};

struct inputs {
	struct input *inputs; /* the owner's array */
	size_t n_inputs;
	size_t cur;
	struct date today; /* for "18 11", "t", "-7" */
	struct clip *clip;
	bool arrows;	 /* Up and Down go from field to field */
	size_t top;	 /* first row shown */
	int height;	 /* rows of the last draw */
	const char *why; /* translated: what was wrong, after INPUTS_WRONG */
};

enum inputs_did {
	INPUTS_IGNORED,
	INPUTS_MOVED,
	INPUTS_CHANGED,
	INPUTS_WRONG,  /* what was left could not be read: why.  It keeps its
			  words and the cursor goes on: a field that held on
			  to it would swallow what is typed next */
	INPUTS_FIRST,  /* Shift-Tab before the first field */
	INPUTS_DONE,   /* Enter in the last field */
	INPUTS_LAST,   /* Tab after the last field */
	INPUTS_BUTTON, /* Enter on a button: inputs->cur */
};

/* Field movement keys, registered as table "inputs". */
extern const struct actions inputs_keys;

/* Puts the cursor into the first needed empty field, else the first one. */
enum err inputs_init(struct inputs *, struct input *, size_t n,
    struct date today, struct clip *) WARN_UNUSED;
void inputs_done(struct inputs *);
enum inputs_did inputs_event(
    struct inputs *, const struct keymap *, const struct event *);
/* Are letters text in the field with the cursor? (true for choices as well) */
bool inputs_typing(const struct inputs *);
void inputs_draw(struct inputs *, const struct view *);
/* Rows the form takes at this width. */
int inputs_rows(struct inputs *, int w);
void inputs_go(struct inputs *, size_t field);

/* The first field that is needed and empty or cannot be read; n_inputs and why
 * NULL if all is well. */
size_t inputs_check(struct inputs *);

/* Values; ERR_NOTFOUND if empty, ERR_FORMAT if unreadable. */
WARN_UNUSED enum err inputs_date(
    const struct inputs *, size_t field, struct date *);
WARN_UNUSED enum err inputs_time(
    const struct inputs *, size_t field, int *minute);
WARN_UNUSED enum err inputs_number(const struct inputs *, size_t field, long *);
/* Index of the chosen option, n_options if none. */
size_t inputs_choice(const struct inputs *, size_t field);
bool inputs_has(const struct inputs *, size_t field, const char *option_id);

#endif
