/* The names of persons: entries of class directory in chart 0. */
#ifndef VAULT_DIRECTORY_H
#define VAULT_DIRECTORY_H

#include "base/buf.h"
#include "base/err.h"

struct vault;
struct person_new;

/* Read the directory entries that came since; names go into the state. */
WARN_UNUSED enum err directory_refresh(struct vault *);
/* Append the payload of an entry about ${p}. */
WARN_UNUSED enum err directory_payload(
    const struct person_new *p, struct buf *out);
/* P(login-tag; name) of the lower-case name. */
void directory_tag(const struct vault *, const char *login, unsigned char *tag);
/* ${name} in lower case into ${out}[33]; ERR_FORMAT unless it is
 * [a-z0-9._-]{1,32} then. */
WARN_UNUSED enum err directory_login(const char *name, char *out);

#endif
