/* The @meta row of a draft: what it is and where the writer was. */
#ifndef CLINIC_NOTE_META_H
#define CLINIC_NOTE_META_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "clinic/idmap.h"
#include "clinic/internal.h"
#include "clinic/record.h"

struct draft_meta {
	struct id id, chart; /* of the draft; not in the row */
	char form[33];
	enum act act;
	struct id session, target;
	uint32_t ver; /* of the target that a correction or error follows */
	int64_t when, saved;
	bool closed; /* left in peace: nothing to recover */
	bool whole;  /* nothing needed is open: "unsigned" */
	char title[64];
	char field[17]; /* cursor */
	size_t offset;
};

WARN_UNUSED enum err meta_encode(const struct draft_meta *, struct buf *out);
/* Unknown tags are passed over; ERR_FORMAT for what cannot be read. */
WARN_UNUSED enum err meta_decode(
    const void *p, size_t len, struct draft_meta *out);
enum note_state meta_state(const struct draft_meta *);

/* Every draft of mine, in no order.  One whose row cannot be read is there with
 * its id and chart alone.  One that was signed, but not removed because the
 * program was killed between, is removed. */
struct metas {
	struct draft_meta *v;
	size_t n, cap;
	struct idmap map; /* draft id to its struct draft_meta */
};
WARN_UNUSED enum err metas_load(struct clinic *, struct metas *);
void metas_done(struct metas *);

#endif
