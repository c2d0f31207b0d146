/*
 * Reading a signed entry, from inside: entry.c (screen), entry_text.c (what
 * stands on the page), entry_sign.c (one signature in full).
 */
#ifndef SCREENS_READING_H
#define SCREENS_READING_H

#include "clinic/note.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "ui/pager.h"

/* A signature on the page; its place in the list + 1 is the pager's id. */
struct reading_sign {
	const struct signature *sign;
	const struct record *record;
};

struct reading {
	struct program *p;
	struct id chart, entry;
	struct signed_note note;
	bool read; /* note is filled */
	struct buf context;
	struct pager pager;
	struct reading_sign *signs; /* borrowed from note */
	size_t n_signs, cap_signs;
	struct buf find;
};

/* Lay the entry out anew; the cursor stays where it was as far as it can. */
WARN_UNUSED enum err reading_fill(struct reading *);

/* "Imre Lorem, LAC": as signed, else as known. */
void reading_who(
    const struct program *, const struct reading_sign *, char *out, size_t cap);
/* "Wed 5 Nov 2025 12:40"; ${out} has READING_TIME bytes. */
#define READING_TIME 48
const char *reading_time(int64_t utc, char *out);
/* What was declared by signing, translated. */
const char *reading_meaning(enum act);

/* A drawer with everything about one signature. */
void reading_sign_show(struct reading *, size_t index);

#endif
