/* A map from ids to borrowed pointers (open addressing; nothing is removed). */
#ifndef CLINIC_IDMAP_H
#define CLINIC_IDMAP_H

#include <stddef.h>

#include "base/err.h"
#include "base/id.h"

/* Zero-filled is an empty map; idmap_done ends it. */
struct idmap {
	struct idmap_slot *slots;
	size_t n, cap; /* cap: a power of two */
};

void idmap_done(struct idmap *);
/* NULL if there is none. */
void *idmap_get(const struct idmap *, const struct id *);
/* Add or replace; ${value} is not NULL. */
WARN_UNUSED enum err idmap_put(struct idmap *, const struct id *, void *value);

#endif
