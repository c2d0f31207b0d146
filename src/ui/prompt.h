/*
 * A drawer that asks one thing: a line, a password, a longer text or a choice.
 * The answer comes to answer() of the screen that had the cursor.
 */
#ifndef UI_PROMPT_H
#define UI_PROMPT_H

#include "ui/app.h"
#include "ui/inputs.h"

enum prompt_kind {
	PROMPT_LINE,
	PROMPT_PASSWORD,
	PROMPT_TEXT,   /* several lines high; Enter keeps */
	PROMPT_CHOICE, /* first letter or arrows, Enter takes */
};

/* Words are translated and copied. */
struct prompt {
	int id;		     /* comes back with the answer */
	const char *title;   /* words in the rule */
	const char *label;   /* "Password" */
	const char *hint;    /* or NULL */
	const char *text;    /* what it is about, above the field; or NULL */
	const char *done;    /* what Enter does, in the key row; NULL: "done" */
	const char *message; /* stands in the message row; or NULL */
	enum prompt_kind kind;
	const struct option *options; /* PROMPT_CHOICE: shown in order */
	size_t n_options;
	size_t marked;	  /* the option marked at first */
	bool empty_ok;	  /* Enter on an empty field is an answer */
	struct buf *keep; /* borrowed, or NULL: begins with it, and what is half
			     typed goes there on Esc; not for passwords */
	bool again;	  /* what was answered goes there too: it stands chosen
			     when asked once more, and typing replaces it */
};

WARN_UNUSED enum err prompt_open(struct app *, const struct prompt *);

#endif
