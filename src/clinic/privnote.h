/*
 * Private notes as their owner sees them.  Every function takes the struct
 * private_vault that only a second unlock produces.  Nothing here writes to the
 * record; nothing of the record reads from here.
 */
#ifndef CLINIC_PRIVNOTE_H
#define CLINIC_PRIVNOTE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "vault/private.h"

struct privnote {
	struct id id;
	struct id chart;
	struct id session; /* zeros: none */
	int64_t when;
	bool sud; /* SUD counselling note; else psychotherapy note */
	struct buf text;
	bool draft; /* newer than what was kept last */
};

struct privnotes; /* the notes about one client, newest first */

WARN_UNUSED enum err privnotes_open(struct private_vault *,
    const struct id *chart, const struct id *session, int64_t when,
    struct privnotes **out);
void privnotes_close(struct privnotes *); /* keeps drafts as versions, wipes */
size_t privnotes_count(const struct privnotes *);
/* i 0 is the newest: the one of this session, made empty if there is none
 * (it is stored only when a word is typed). */
const struct privnote *privnotes_at(const struct privnotes *, size_t i);
/* Sealed into the private file before it returns. */
WARN_UNUSED enum err privnotes_put(
    struct privnotes *, size_t i, const void *text, size_t len);
/* Turn drafts into versions (on leaving, on lock). */
WARN_UNUSED enum err privnotes_keep(struct privnotes *);
WARN_UNUSED enum err privnotes_kind(struct privnotes *, size_t i, bool sud);
WARN_UNUSED enum err privnotes_destroy(struct privnotes *, size_t i);
/* The owner writes one note to a file they name (must not exist), 0600, logged
 * in the private ledger. */
WARN_UNUSED enum err privnotes_export(
    struct privnotes *, size_t i, const char *path);

/* Lines with #tag in every note of the owner. */
WARN_UNUSED enum err privnotes_tagged(struct private_vault *, const char *tag,
    enum err (*each)(void *arg, const struct id *chart, int64_t when,
	const char *line, size_t len),
    void *arg);

#endif
