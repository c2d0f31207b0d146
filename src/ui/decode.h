/*
 * Bytes of a terminal into events, without curses: UTF-8, control keys, key
 * sequences of the terminal type and those every ANSI terminal sends, bracketed
 * paste.  Sequences it does not know are swallowed whole.
 */
#ifndef UI_DECODE_H
#define UI_DECODE_H

#include "base/buf.h"
#include "ui/term.h"

/* A paste stops growing here; longer ones are refused by every text. */
#define DECODE_PASTE_MAX ((size_t)4 << 20)

struct keyseq {
	char s[16];
	size_t len;
	int key;
};

struct decode {
	struct keyseq *seqs; /* owned */
	size_t n_seqs, cap_seqs;
	struct buf in;	  /* bytes not yet understood */
	struct buf out;	  /* text of the last event */
	struct buf paste; /* raw */
	bool pasting;
};

enum decode_did {
	DECODE_NONE,  /* nothing waits */
	DECODE_MORE,  /* the beginning of something */
	DECODE_EVENT, /* *ev is filled */
};

void decode_done(struct decode *);
/* The terminal sends ${s} for ${key}; only sequences that begin with Esc. */
WARN_UNUSED enum err decode_key(struct decode *, const char *s, int key);
WARN_UNUSED enum err decode_feed(struct decode *, const void *, size_t);
/* ${final}: nothing more comes soon, so a lone Esc is the key. */
enum decode_did decode_next(struct decode *, bool final, struct event *);
/* Forget what waits, wiped. */
void decode_wipe(struct decode *);

#endif
