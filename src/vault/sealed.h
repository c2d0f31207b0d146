/*
 * The sealed forms of an entry and of a draft field (doc/format.md 5-7): bytes
 * in, bytes out.  The one place that knows their layout; the callers bring keys
 * and decide what must be true.
 */
#ifndef VAULT_SEALED_H
#define VAULT_SEALED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "crypto/hash.h"

/* kind of a private note; the others are enum entry_class. */
#define SEALED_PRIVATE 8
#define SEALED_COSIGN 2

/* What a blob is bound to. */
struct sealed_bind {
	const unsigned char *clinic; /* 32 bytes, borrowed */
	struct id chart, entry;	     /* chart zeros: private */
	uint32_t ver, epoch;
};

struct sealed_entry {
	unsigned kind;
	int64_t time;
	struct id author;
	unsigned char prev[HASH_LEN];
	unsigned char digest[HASH_LEN]; /* set by seal and open */
	const unsigned char *payload;	/* borrowed */
	size_t len;
	/* Of an opened one, borrowed from the plain text. */
	const unsigned char *sig;   /* NULL: not signed */
	const unsigned char *bytes; /* kind..payload */
	size_t nbytes;
};

/* Append nonce24 || ciphertext under ${key}; signed with ${sk} (NULL: a private
 * note).  ERR_LIMIT past ENTRY_MAX. */
WARN_UNUSED enum err sealed_entry_seal(const struct sealed_bind *,
    const unsigned char *key, struct sealed_entry *, const unsigned char *sk,
    struct buf *out);

/*
 * Open a blob into the empty buffer ${plain}, which ${out} then points into;
 * ${is_signed}: whether a signature must stand in it.  ERR_CORRUPT for any byte
 * that is not what was sealed for this place, or a layout that is not exact.
 */
WARN_UNUSED enum err sealed_entry_open(const struct sealed_bind *,
    const unsigned char *key, const void *blob, size_t len, bool is_signed,
    struct buf *plain, struct sealed_entry *out);
/* The same without the digest, for lists of many. */
WARN_UNUSED enum err sealed_entry_peek(const struct sealed_bind *,
    const unsigned char *key, const void *blob, size_t len, bool is_signed,
    struct buf *plain, struct sealed_entry *out);

/* Whether the signature of an opened entry is ${pk}'s. */
bool sealed_entry_signed_by(const struct sealed_bind *,
    const struct sealed_entry *, const unsigned char *pk);

/* ---- drafts ------------------------------------------------------------ */

#define SEALED_FIELD 16

struct sealed_draft {
	const unsigned char *clinic; /* 32 bytes, borrowed */
	struct id owner, id, chart;
	uint32_t epoch;
	unsigned char field[SEALED_FIELD]; /* tag, zero-padded */
};

/* Fill ${field}; ERR_FORMAT unless ${tag} has 1-16 bytes of
 * [a-z0-9@._-]. */
WARN_UNUSED enum err sealed_field(
    const char *tag, unsigned char field[SEALED_FIELD]);

WARN_UNUSED enum err sealed_draft_seal(const struct sealed_draft *,
    const unsigned char *key, const void *p, size_t len, struct buf *out);
/* Append the text; ERR_CORRUPT. */
WARN_UNUSED enum err sealed_draft_open(const struct sealed_draft *,
    const unsigned char *key, const void *blob, size_t len, struct buf *out);

#endif
