/*
 * What the process does before anything else (security.md 9): nothing of the
 * caller's environment, descriptors or limits can change how it behaves or see
 * what it holds.
 */
#ifndef HARDEN_H
#define HARDEN_H

#include "base/err.h"

/*
 * Open fds 0-2 if they are closed, close every other but ${keep_fd} (-1: none);
 * keep TERM (letters of a terminal name only), LANG, LC_*, LANGUAGE (no paths),
 * TZ (no path of its own) and TACET_DIR of the environment and drop the rest;
 * umask 077; no core; not dumpable; no new privileges; SIGPIPE and SIGXFSZ
 * ignored.  ERR_IO if any of it is refused, ERR_NOTFOUND if ${keep_fd} is not
 * open.
 */
WARN_UNUSED enum err harden_process(int keep_fd);

/* The environment's locale; one that this machine has not made still gives the
 * language of the words.  Where the charset is not UTF-8, C.UTF-8 for LC_CTYPE,
 * or typed letters would be lost.  ERR_UNSUPPORTED if there is no UTF-8 locale
 * at all. */
WARN_UNUSED enum err harden_locale(void);

/* Umask 007 where ${dir} is kept by a group (2770: Unix accounts and a setgid
 * program).  NULL or a directory that is not there: nothing. */
void harden_for(const char *dir);

#endif
