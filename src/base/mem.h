/* Memory that starts as zero and is wiped where it may have held words. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zeroed; NULL when memory is out (callers return ERR_NOMEM).  ${n} * ${size}
 * is checked for overflow. */
void *mem_new(size_t n, size_t size);

/* Overwrite, never optimised away. */
void mem_wipe(void *p, size_t len);

/* A copy of the NUL-terminated ${s}; NULL when memory is out. */
char *mem_strdup(const char *s);

/* Wipe up to the NUL and free; NULL is fine. */
void mem_strfree(char *s);

/*
 * Grow the array ${*p} of ${*cap} elements of ${size} bytes so that it has room
 * for ${want}; new elements are zero, the old array is wiped.  0 or -1 when
 * memory is out.
 */
int mem_grow(void **p, size_t *cap, size_t want, size_t size);

#endif
