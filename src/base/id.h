/* 16 random bytes that name a person, chart, entry, draft or session. */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>

#define ID_LEN 16
#define ID_HEX 33 /* with the NUL */

struct id {
	unsigned char b[ID_LEN];
};

extern const struct id id_zero;

bool id_equal(const struct id *, const struct id *);
bool id_is_zero(const struct id *);
/* qsort order of the bytes. */
int id_cmp(const void *, const void *);
/* Lower-case hex into ${out}[ID_HEX]; returns ${out}. */
const char *id_hex(const struct id *, char *out);
/* false unless ${s} is 32 hex digits. */
bool id_parse(const char *s, struct id *out);

#endif
