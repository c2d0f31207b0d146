/*
 * Which login holds a draft.  Each login locks one byte of u/NAME.open for as
 * long as it lives; a draft's @holder row names the login and its byte.  The
 * system gives the byte back when the process dies, so no holder outlives its
 * login (doc/format.md 6).
 */
#ifndef VAULT_HOLDER_H
#define VAULT_HOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define HOLDER_LOGIN 8

struct holder {
	bool on; /* fd is open and the byte is ours */
	int fd;
	uint32_t slot;			   /* the byte */
	unsigned char login[HOLDER_LOGIN]; /* random */
};

/* Lock a byte of the file ${path} (made if it is not there); does nothing if
 * one is held.  ERR_IO, ERR_FULL, ERR_BUSY. */
WARN_UNUSED enum err holder_init(struct holder *, const char *path);
/* Give the byte back; fine if none is held. */
void holder_done(struct holder *);
/* Whether some other login is alive on byte ${slot}. */
WARN_UNUSED enum err holder_alive(
    const struct holder *, uint32_t slot, bool *alive);

#endif
