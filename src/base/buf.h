/*
 * A length-counted, capped byte buffer that wipes what it lets go: the one home
 * of plain text outside the arena.  Never uses realloc, so no copy is left
 * behind on growth.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* Zero-filled is an empty buffer; p is NULL or has len bytes and a NUL after
 * them, so buf.p is also a C string where the content has no NUL. */
struct buf {
	unsigned char *p;
	size_t len;
	size_t cap;
};

/* Nothing Tacet keeps in memory as one piece is larger (16 MiB). */
#define BUF_MAX ((size_t)16 << 20)

/* Append; ERR_NOMEM, ERR_LIMIT past BUF_MAX.  The buffer keeps its content on
 * failure. */
WARN_UNUSED enum err buf_add(struct buf *, const void *p, size_t len);
WARN_UNUSED enum err buf_adds(struct buf *, const char *s);
WARN_UNUSED enum err buf_addf(struct buf *, const char *fmt, ...) PRINTF(2, 3);
WARN_UNUSED enum err buf_add8(struct buf *, unsigned v);
/* Little-endian, as every format of Tacet. */
WARN_UNUSED enum err buf_add16(struct buf *, unsigned v);
WARN_UNUSED enum err buf_add32(struct buf *, uint32_t v);
WARN_UNUSED enum err buf_add64(struct buf *, uint64_t v);
/* Append ${len} zero bytes. */
WARN_UNUSED enum err buf_addzero(struct buf *, size_t len);
/* Replace ${del} bytes at ${at} by the ${len} bytes at ${p}. */
WARN_UNUSED enum err buf_splice(
    struct buf *, size_t at, size_t del, const void *p, size_t len);
/* Make room for ${cap} bytes in all. */
WARN_UNUSED enum err buf_reserve(struct buf *, size_t cap);
/* Replace the content of ${to} by that of ${from}, another buffer. */
WARN_UNUSED enum err buf_copy(struct buf *to, const struct buf *from);

/* Cut to ${len} (no growth); what falls away is wiped. */
void buf_cut(struct buf *, size_t len);
/* Wipe and empty, keep the memory. */
void buf_clear(struct buf *);
/* Wipe and free; the struct is empty and usable again. */
void buf_free(struct buf *);
/* "" for an empty buffer. */
const char *buf_str(const struct buf *);

/*
 * A reader over bytes with exact bounds: every get fails with ERR_FORMAT
 * instead of reading past the end.
 */
struct rd {
	const unsigned char *p;
	size_t len;
};

WARN_UNUSED enum err rd_bytes(struct rd *, size_t len, const unsigned char **);
WARN_UNUSED enum err rd_copy(struct rd *, void *to, size_t len);
WARN_UNUSED enum err rd_8(struct rd *, unsigned *);
WARN_UNUSED enum err rd_16(struct rd *, unsigned *);
WARN_UNUSED enum err rd_32(struct rd *, uint32_t *);
WARN_UNUSED enum err rd_64(struct rd *, uint64_t *);
/* ERR_FORMAT unless everything was read. */
WARN_UNUSED enum err rd_end(const struct rd *);

/* Fixed-offset little-endian access. */
void le16_put(unsigned char *, unsigned);
void le32_put(unsigned char *, uint32_t);
void le64_put(unsigned char *, uint64_t);
uint32_t le32_get(const unsigned char *);
uint64_t le64_get(const unsigned char *);

#endif
