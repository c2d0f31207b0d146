/*
 * DIR/tacet.conf as far as the screens follow it: [timers] (minutes; they can
 * only shorten) and [keys] (action = keys).
 */
#ifndef SCREENS_SETTINGS_H
#define SCREENS_SETTINGS_H

#include "screens/program.h"

/* Longest timers, in ms (security.md 8). */
#define IDLE_MS ((int64_t)10 * 60 * 1000)
#define LOGIN_MS ((int64_t)12 * 3600 * 1000)
#define PRIVATE_MS ((int64_t)3 * 60 * 1000)

/*
 * Read ${path} (missing: nothing to do) into ${p}.  ERR_FORMAT with
 * "file:line: reason" for an unknown section or name, a timer that is longer
 * than allowed, a key that is none or taken; nothing is half applied then but
 * for bindings, which the caller must not use.
 */
WARN_UNUSED enum err settings_read(const char *path, struct program *p);

#endif
