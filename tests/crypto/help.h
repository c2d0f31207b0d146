/*
 * What the suites of the crypto layer share: bytes that count, a replaced
 * source of random bytes, and children that are expected to die.
 */
#ifndef TESTS_CRYPTO_HELP_H
#define TESTS_CRYPTO_HELP_H

#include <stdbool.h>
#include <stddef.h>

#define ARENA ((size_t)64 << 10)

/* ${len} bytes: ${start}, ${start} + 1, ... */
void seq(unsigned char *p, unsigned start, size_t len);

/* The arena, as a fixture. */
void arena_setup(void);
void arena_teardown(void);

/* From now on random bytes are 0, 1, 2, ... (${step} 1) or all zero (0). */
void rng_replace(unsigned step);
/* How many were drawn since. */
size_t rng_drawn(void);
/* The system's again. */
void rng_restore(void);

/* Run ${f} in a child without a core file: true if it did not come back. */
bool dies(void (*f)(void));
/* Run ${f} in a child; what it returned, or -1 if it died. */
int in_child(int (*f)(void));

#endif
