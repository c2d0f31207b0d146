/*
 * Questions of the batch verbs: on the terminal, from --answers FILE, and
 * passwords from --password-fd, one line each in the order asked.
 */
#ifndef CLI_ASK_H
#define CLI_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "cli/options.h"
#include "vault/genesis.h"

struct ask;

/* ERR_NOTFOUND, ERR_FORMAT (file:line) for the answers file, which must not
 * hold a password. */
WARN_UNUSED enum err ask_new(const struct options *, struct ask **out);
/* Wipes every password given; NULL is fine. */
void ask_free(struct ask *);

/*
 * One answer into ${out}: the answers file's ${key} ("officer.login"), else
 * asked on the terminal with ${prompt} (not if there is an answers file), else
 * ${fallback}; without any, ERR_NOTFOUND names the key.
 */
WARN_UNUSED enum err ask_line(struct ask *, const char *key, const char *prompt,
    const char *fallback, char *out, size_t cap);
/* yes or no in the language of the person, or in English. */
WARN_UNUSED enum err ask_yes(struct ask *, const char *key, const char *prompt,
    bool fallback, bool *out);
/* ERR_FORMAT for an answer in the file that nobody asked for. */
WARN_UNUSED enum err ask_rest(const struct ask *);

/*
 * A password or passphrase that exists, NFC, kept in the arena until ask_free.
 * ERR_UNSUPPORTED without a terminal and --password-fd, ERR_NOTFOUND without a
 * line left there; ERR_LIMIT past 256 bytes; ERR_CANCELLED by Ctrl-C, which
 * leaves the terminal as it was.
 */
WARN_UNUSED enum err ask_password(
    struct ask *, const char *prompt, struct pass *out);
/*
 * A new one of at least ${min} characters.  On a terminal it is typed twice,
 * and asked again while it will not do.  ERR_FORMAT (why) from a descriptor.
 */
WARN_UNUSED enum err ask_password_new(
    struct ask *, const char *prompt, unsigned min, struct pass *out);
/* The same for a passphrase: five words are offered on the terminal. */
WARN_UNUSED enum err ask_passphrase_new(
    struct ask *, const char *prompt, unsigned min, struct pass *out);

/* Log in as --as with one password. */
WARN_UNUSED enum err ask_login(
    struct ask *, const struct options *, struct vault *);

#endif
