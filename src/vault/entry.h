/*
 * Sealed entries: versions that follow each other, never overwritten
 * (doc/format.md 5).
 */
#ifndef VAULT_ENTRY_H
#define VAULT_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "vault/vault.h"

enum entry_class {
	ENTRY_RECORD = 1,
	ENTRY_COSIGN = 2, /* of one version of a record, by a supervisor */
	ENTRY_CLIENT = 3,
	ENTRY_REVIEW = 4, /* comments, returns, answers; never exported */
	ENTRY_DIRECTORY = 5,
	ENTRY_POLICY = 6, /* reserved */
	ENTRY_CALENDAR = 7,
	ENTRY_PROPOSAL = 9 /* 8 is a private note */
};

#define ENTRY_DIGEST 32
#define ENTRY_MAX ((size_t)1 << 20)

/* What the ledger says of one version, without opening it. */
struct entry_head {
	struct id chart, entry;
	uint32_t ver;
	enum entry_class cls;
	struct id author;
	int64_t time; /* of the event, UTC ms */
	/* what a cosignature or review is about, else zeros */
	struct id about;
	uint32_t about_ver;
	uint64_t seq;
};

/* One opened version. */
struct entry {
	struct entry_head head;
	int64_t written; /* time inside the signed bytes */
	unsigned char digest[ENTRY_DIGEST];
	unsigned char prev[ENTRY_DIGEST];
	struct buf payload;
};

void entry_done(struct entry *);

/*
 * Every version of every entry of ${cls} in a chart, in ledger order (so ver 2
 * of an entry comes after ver 1).  Needs no VIEW: it opens nothing.
 */
WARN_UNUSED enum err entry_each(struct vault *, const struct id *chart,
    enum entry_class cls,
    enum err (*each)(void *arg, const struct entry_head *), void *arg);

/* Newest version number, 0 if the entry does not exist. */
WARN_UNUSED enum err entry_newest(struct vault *, const struct id *chart,
    const struct id *entry, uint32_t *ver);

/*
 * Open one version (${ver} 0: the newest) into ${out} (caller calls
 * entry_done): row hash, class, author, version chain and - for record entries,
 * or when asked - the author's signature are checked.  ERR_NOTFOUND; ERR_DENIED
 * without a key, or for a record entry before chart_view; ERR_CORRUPT when any
 * check fails: nothing is shown then.
 */
WARN_UNUSED enum err entry_read(struct vault *, const struct id *chart,
    const struct id *entry, uint32_t ver, struct entry *out);

/*
 * The same for lists of many entries, without the author's signature and the
 * version before: the row is the one that the author's signed ENTRY event
 * names, and the signature is checked when the entry itself is opened
 * (security.md 7, open a chart; a check costs 44 us).
 */
WARN_UNUSED enum err entry_peek(struct vault *, const struct id *chart,
    const struct id *entry, uint32_t ver, struct entry *out);

/* The same for many versions of one chart in one snapshot, and without the
 * digest; ${each} gets what
 * became of the i-th (no entry unless ERR_OK), may stop with an error, and must
 * not call the vault. */
struct entry_ref {
	struct id entry;
	uint32_t ver;
};
WARN_UNUSED enum err entry_peek_each(struct vault *, const struct id *chart,
    const struct entry_ref *, size_t n,
    enum err (*each)(void *arg, size_t i, enum err, const struct entry *),
    void *arg);

/*
 * Write version ${ver} (1: a new entry with the id given) with me as author;
 * ${prev} is the digest of ver - 1 (NULL at 1).  Signature and ENTRY event in
 * one transaction.  Record entries need vault_sign_ready: ERR_LOCKED.
 * ERR_CONFLICT when that version exists already (somebody was faster),
 * ERR_LIMIT past ENTRY_MAX, ERR_DENIED without a key, ERR_FULL.
 * ${out} (may be NULL) gets the head and ${digest} (may be NULL) the digest.
 */
WARN_UNUSED enum err entry_write(struct vault *, const struct id *chart,
    enum entry_class cls, const struct id *entry, uint32_t ver,
    const unsigned char *prev, const struct buf *payload,
    struct entry_head *out, unsigned char *digest);

/*
 * The same for a review (comment, return, answer): ${about} and ${about_ver}
 * name the version of a record.  ERR_DENIED unless I am its author or an
 * assigned supervisor of the author.
 */
WARN_UNUSED enum err entry_review(struct vault *, const struct id *chart,
    const struct id *entry, uint32_t ver, const unsigned char *prev,
    const struct id *about, uint32_t about_ver, const struct buf *payload,
    struct entry_head *out, unsigned char *digest);

/*
 * Cosign version ${ver} of the record ${target}, whose digest is what I was
 * shown: ERR_CONFLICT unless that is what the entry has.  ${line}: name and
 * credentials; ${looks}: checks signed over, may be "".  A new entry that names
 * version and digest, under my auth key (ERR_LOCKED as entry_write).
 * ERR_DENIED for the own note, or without an assignment to the author.
 */
WARN_UNUSED enum err entry_cosign(struct vault *, const struct id *chart,
    const struct id *target, uint32_t ver, const unsigned char *digest,
    const char *line, const char *looks, struct entry_head *out);
#endif
