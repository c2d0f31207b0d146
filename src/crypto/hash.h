/*
 * BLAKE2b-256 keyed with a label zero-padded to 32 bytes: H(label; x) of
 * doc/format.md.  One label per use; the table is the only place where labels
 * stand, and a test proves that none is used twice.
 */
#ifndef CRYPTO_HASH_H
#define CRYPTO_HASH_H

#include <stddef.h>

#include "base/err.h"

#define HASH_LEN 32

#define LABEL_LIST(X)                                                          \
	X(LABEL_CLINIC_ID, "clinic-id-v1")                                     \
	X(LABEL_LEDGER_ROW, "ledger-row-v1")                                   \
	X(LABEL_SIG_LEDGER, "sig-ledger-v1")                                   \
	X(LABEL_SIG_AUTHOR, "sig-author-v1")                                   \
	X(LABEL_SIG_COSIGN, "sig-cosign-v1")                                   \
	X(LABEL_SIG_SELF, "sig-self-v1")                                       \
	X(LABEL_SIG_CERT, "sig-cert-v1")                                       \
	X(LABEL_SIG_HEAD, "sig-head-v1")                                       \
	X(LABEL_KEY_COMMIT, "key-commit-v1")                                   \
	X(LABEL_ENTRY_BLOB, "entry-blob-v1")                                   \
	X(LABEL_ENTRY_DIGEST, "entry-digest-v1")                               \
	X(LABEL_GRANT_BLOB, "grant-blob-v1")                                   \
	X(LABEL_WRAP_BLOB, "wrap-blob-v1")                                     \
	X(LABEL_PREV_WRAP, "prev-wrap-v1")                                     \
	X(LABEL_INVITE_MAC, "invite-mac-v1")                                   \
	X(LABEL_RECPAIR, "recpair-v1")                                         \
	X(LABEL_CODE_CHECK, "code-check-v1")
/* Not keys: zero-padded to 32 bytes they begin the message under key PEPPER. */
#define PEPPER_LABEL_LIST(X)                                                   \
	X(PEPPER_LOGIN_TAG, "login-tag-v1")                                    \
	X(PEPPER_USER_FILE, "user-file-v1")                                    \
	X(PEPPER_PRIVATE_FILE, "private-file-v1")

#define X(name, text) name,
enum label { LABEL_LIST(X) LABEL_COUNT };
enum pepper_label { PEPPER_LABEL_LIST(X) PEPPER_LABEL_COUNT };
#undef X

/* A message in pieces, hashed one after the other. */
struct piece {
	const void *p;
	size_t len;
};

/* H(${label}; pieces) into ${out}[HASH_LEN]. */
void hash(enum label, const struct piece *, size_t n, unsigned char *out);
/* H of one piece. */
void hash1(enum label, const void *p, size_t len, unsigned char *out);
/* BLAKE2b-256(key = ${pepper}, padded label || msg) into ${out}[HASH_LEN]. */
void hash_pepper(const unsigned char *pepper, enum pepper_label,
    const void *msg, size_t len, unsigned char *out);
/* BLAKE2b-256(key = ${key}[32], pieces) for a message that brings its own
 * domain (the KEK of a wrap). */
void hash_key(const unsigned char *key, const struct piece *, size_t n,
    unsigned char *out);
/* The text of a label, for doc and vector tests. */
const char *hash_label_text(enum label);
const char *hash_pepper_label_text(enum pepper_label);

#endif
