/*
 * A lock between processes: flock on a file of its own, which is never removed.
 * The system gives it back when the process dies.
 */
#ifndef STORE_LOCK_H
#define STORE_LOCK_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/err.h"

struct lock;

/*
 * Open (and make, with the folder's group rights) the ${n} lock files of one
 * group: ${path} itself for n 1, else ${path}.0, ${path}.1, ... Nothing is
 * locked yet.  ERR_IO, ERR_NOTFOUND (no such folder), ERR_DENIED (may not write
 * there), ERR_FORMAT (not a regular file), ERR_LIMIT (n is 0 or above 256).
 */
WARN_UNUSED enum err lock_open(const char *path, unsigned n, struct lock **out);

/* Take any one of the n.  Waits about ${timeout_ms}, 0 tries once; ERR_BUSY.
 * Taking it twice is ERR_CONFLICT. */
WARN_UNUSED enum err lock_take(struct lock *, unsigned timeout_ms);

/* Give it back; not holding it is fine. */
void lock_drop(struct lock *);
bool lock_held(const struct lock *);

/* The mode of new files beside ${path}: 0660 in a folder that its group may
 * write, else 0600. */
mode_t lock_mode(const char *path);

/* Drops and closes; NULL is fine. */
void lock_free(struct lock *);

#endif
