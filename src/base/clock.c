#include <config.h>

#include "base/clock.h"

#include <time.h>

/* The one of Linux goes on while the machine sleeps: a lid that was closed for
 * an hour must find the program locked. */
#ifdef CLOCK_BOOTTIME
#define MONO CLOCK_BOOTTIME
#else
#define MONO CLOCK_MONOTONIC
#endif

static int64_t read_ms(clockid_t id)
{
	struct timespec ts = {0, 0};

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int64_t system_utc(void *arg)
{
	(void)arg;
	return read_ms(CLOCK_REALTIME);
}

static int64_t system_mono(void *arg)
{
	(void)arg;
	return read_ms(MONO);
}

const struct clock clock_system = {system_utc, system_mono, NULL};
