/* What must be seen of a client wherever the client is open: a raised risk, and
 * that there is a safety plan (screens.md 6). */
#ifndef CLINIC_BANNER_H
#define CLINIC_BANNER_H

#include <stdbool.h>

#include "base/date.h"
#include "base/err.h"
#include "base/id.h"

struct clinic;

struct banner {
	bool raised; /* the last risk assessment says moderate or more */
	struct date risk_on;
	const char *level; /* translated; "" unless raised */
	bool plan;	   /* a safety plan is signed */
	struct date plan_on;
};

/*
 * Derived from the signed entries of forms risk and safety; of each the one of
 * the latest service counts, corrections taken in, entries in error left out.
 * Made when the chart's entries were read anew, kept until they change.  Reads
 * the chart (and commits VIEW) if that was not done; ERR_DENIED as there.
 */
WARN_UNUSED enum err banner_get(
    struct clinic *, const struct id *chart, struct banner *out);

#endif
