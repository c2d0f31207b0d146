/*
 * The host files: clinic id, PEPPER and the host's signing key.  They are not
 * in the database nor in its backups (security.md 3).
 */
#ifndef VAULT_HOST_H
#define VAULT_HOST_H

#include "base/err.h"
#include "crypto/hash.h"
#include "crypto/sign.h"

#define HOST_PEPPER 32

struct host {
	unsigned char clinic[HASH_LEN]; /* clinic32 */
	unsigned char sign_pk[SIGN_PK];
	unsigned char *pepper;	/* arena */
	unsigned char *sign_sk; /* arena */
};

/* Read ${dir}/host/; ERR_NOTFOUND if there is no clinic, ERR_CORRUPT for a
 * wrong size.  ${h} is zero before and after a failure. */
WARN_UNUSED enum err host_load(const char *dir, struct host *h);
/* A new PEPPER and its signing key in memory; the clinic id is not set. */
WARN_UNUSED enum err host_new(struct host *);
/* Write ${dir}/host/ (made here); its group may read where the group of ${dir}
 * may write. */
WARN_UNUSED enum err host_save(const char *dir, const struct host *);
void host_done(struct host *);

#endif
