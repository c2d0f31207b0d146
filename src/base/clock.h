/*
 * Time as main hands it down.  The replay driver and the demonstration builder
 * hand down their own; nothing else in the program asks the system for time.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

struct clock {
	/* Milliseconds since 1970-01-01 UTC; may jump. */
	int64_t (*utc)(void *);
	/* Milliseconds that never go back, for deadlines (counts suspend). */
	int64_t (*mono)(void *);
	void *arg;
};

extern const struct clock clock_system;

static inline int64_t clock_utc(const struct clock *c)
{
	return c->utc(c->arg);
}

static inline int64_t clock_mono(const struct clock *c)
{
	return c->mono(c->arg);
}

#endif
