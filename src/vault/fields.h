/*
 * Tagged fields: the one encoding of every payload (doc/format.md 5, "TF").
 */
#ifndef VAULT_FIELDS_H
#define VAULT_FIELDS_H

#include "base/buf.h"
#include "base/err.h"

#define FIELD_TAG_MAX 32

/* Begin, add in order, end: the count is filled in by end. */
WARN_UNUSED enum err fields_begin(struct buf *);
/* ERR_FORMAT for a bad tag; a tag twice is the caller's bug. */
WARN_UNUSED enum err fields_add(
    struct buf *, const char *tag, const void *value, size_t len);
WARN_UNUSED enum err fields_adds(struct buf *, const char *tag, const char *s);
void fields_end(struct buf *, unsigned count);

/* Walk; value is borrowed. ERR_FORMAT unless the bytes are exact (no spare
 * byte, tags valid and once). */
WARN_UNUSED enum err fields_each(const void *p, size_t len,
    enum err (*each)(void *arg, const char *tag, const void *v, size_t vlen),
    void *arg);
/* Append the value of ${tag}; ERR_NOTFOUND if it is not there. */
WARN_UNUSED enum err fields_get(
    const void *p, size_t len, const char *tag, struct buf *out);

#endif
