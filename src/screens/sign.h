/*
 * The drawer that signs, from inside: sign.c (drawer and signing) and
 * sign_rows.c (its rows: checks, meaning, password).
 */
#ifndef SCREENS_SIGN_H
#define SCREENS_SIGN_H

#include "screens/program.h"
#include "screens/screens.h"
#include "ui/inputs.h"

#define SIGN_ROWS 64

enum sign_kind {
	SIGN_SHOWN,  /* only to be read */
	SIGN_GO,     /* goes to the field of a check */
	SIGN_REASON, /* why a look may stand */
	SIGN_GIVEN,  /* the password was given a moment ago */
	SIGN_PASSWORD
};

struct sign_row {
	enum sign_kind kind;
	char check[32];
	char field[17];
	uint64_t rev; /* of a reason when it was kept */
};

struct sign {
	struct program *p;
	struct note *note;
	struct inputs inputs;
	struct input in[SIGN_ROWS];
	struct sign_row of[SIGN_ROWS];
	size_t n;
	unsigned must; /* checks that only mending helps */
};

/* Rows for the note as it is now, cursor in the first that wants a hand. */
WARN_UNUSED enum err sign_rows(struct sign *);
void sign_rows_done(struct sign *);
/* The password row anew: asked for, or given. */
WARN_UNUSED enum err sign_ask(struct sign *);
/* Seal the reasons that changed; *changed (never cleared) tells of one. */
WARN_UNUSED enum err sign_keep(struct sign *, bool *changed);
/* The first row that still wants a hand, n if none. */
size_t sign_open(const struct sign *);

#endif
