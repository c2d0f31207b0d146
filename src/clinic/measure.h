/*
 * Measures: forms whose answers have points (tacet-form(5), Measures).  What is
 * derived from the answers is written into the entry when it is signed: total,
 * band, change against the last, what was asked, the licence.  An open item
 * blocks the total (domain.md 73).
 */
#ifndef CLINIC_MEASURE_H
#define CLINIC_MEASURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "clinic/form.h"

#define MEASURE_BANDS 16

struct measure_band {
	int from, to; /* totals, both included */
	char *label;  /* translated */
};

/* What a form of kind measure has besides its fields. */
struct measure {
	char *stem;    /* asked of all items, "" if none; never translated */
	char *licence; /* one line, printed with each entry */
	struct form_field answers; /* options of items that have none */
	struct measure_band bands[MEASURE_BANDS];
	size_t nbands; /* without gap from the least to the highest total */
};

/* Fields that a measure gets besides its items. */
#define MEASURE_STEM "stem"
#define MEASURE_TOTAL "total"
#define MEASURE_BAND "band"
#define MEASURE_CHANGE "change"
#define MEASURE_LICENCE "licence"

struct measure_result {
	unsigned open; /* items without an answer; a total only if 0 */
	int total;
	const char *band;     /* "" unless there is a total; borrowed */
	const char *critical; /* id of the first item that asks for a risk
				 assessment, NULL if none does; borrowed */
};

/* ${value} gives the text of a field, "" if it has none. */
void measure_score(const struct form *,
    const char *(*value)(const void *arg, const char *field), const void *arg,
    struct measure_result *out);
/* "PHQ-9: 11, moderate"; "PHQ-9: 3 open" */
WARN_UNUSED enum err measure_title(
    const struct form *, const struct measure_result *, struct buf *out);

#endif
