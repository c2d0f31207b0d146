/*
 * Private notes: own file, own key, own lock (security.md 3, 7; format.md 7).
 * Nothing here touches clinic.db; every function that reveals or writes a note
 * takes a struct private_vault, which only a successful second unlock makes.
 */
#ifndef VAULT_PRIVATE_H
#define VAULT_PRIVATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "vault/genesis.h"
#include "vault/vault.h"

struct private_vault;

/* Whether the person who is logged in has a private file, or had one that is
 * missing now (then private_unlock says ERR_CORRUPT, and private_create begins
 * a new one). */
bool private_exists(struct vault *);

/* Five words drawn from the built-in list of at least 7,776, blank between. */
WARN_UNUSED enum err private_words(struct buf *out);

/*
 * Create the file under ${pass} (own ones: 14 characters at least, ERR_FORMAT)
 * and, if ${code20} is not NULL, a recovery code into it.  Open on return.
 */
WARN_UNUSED enum err private_create(struct vault *, struct pass,
    unsigned char *code20, struct private_vault **out);

/* Unlock by passphrase, or by what parses as a recovery code.  ERR_AUTH;
 * ERR_BUSY while delayed (private_wait); ERR_CORRUPT for a file that fails its
 * check or is behind the pin; ERR_NOTFOUND. */
WARN_UNUSED enum err private_unlock(
    struct vault *, struct pass, struct private_vault **out);
/* Seconds until the next try: 1,2,4..60, 15 minutes after 10 failures. */
unsigned private_wait(struct vault *);
/* Wipe every key and close the file, before vault_close; NULL is fine. */
void private_lock(struct private_vault *);

/* ${old} and ${pass} may be the recovery code: a forgotten passphrase is
 * replaced.  Failures count and delay as in private_unlock: ERR_AUTH,
 * ERR_BUSY. */
WARN_UNUSED enum err private_pass_change(
    struct private_vault *, struct pass old, struct pass new_pass);
/* Make or replace the recovery code. */
WARN_UNUSED enum err private_code_make(
    struct private_vault *, struct pass, unsigned char *code20);

/* One note: tagged fields as format.md 7. */
struct private_head {
	struct id entry;
	uint32_t ver;
	int64_t time; /* last written */
};
/* Newest version of every note with its payload (borrowed). */
WARN_UNUSED enum err private_each(struct private_vault *,
    enum err (*each)(void *arg, const struct private_head *,
	const void *payload, size_t len),
    void *arg);
/* Write the next version (a zero ${entry} gets an id); removes the older. */
WARN_UNUSED enum err private_write(
    struct private_vault *, struct id *entry, const struct buf *payload);
/* Destroy one note for good. */
WARN_UNUSED enum err private_destroy(
    struct private_vault *, const struct id *entry);
/* Its owner writes it to a file: logged in the private ledger, before. */
WARN_UNUSED enum err private_log_export(
    struct private_vault *, const struct id *entry);

/* Drafts inside the private file, sealed per input batch like draft_put. */
WARN_UNUSED enum err private_draft_put(struct private_vault *,
    const struct id *id, const char *tag, const void *p, size_t len);
WARN_UNUSED enum err private_draft_get(struct private_vault *,
    const struct id *id, const char *tag, struct buf *out);
WARN_UNUSED enum err private_draft_each(struct private_vault *,
    enum err (*each)(void *arg, const struct id *id, const char *tag,
	const void *p, size_t len),
    void *arg);
WARN_UNUSED enum err private_draft_remove(
    struct private_vault *, const struct id *id);
WARN_UNUSED enum err private_settle(struct private_vault *);

/* Check every row of the private file; ERR_CORRUPT with the row. */
WARN_UNUSED enum err private_verify(struct private_vault *);

#endif
