/*
 * Drafts of the person who is logged in: one sealed row a field in u/NAME.db.
 * draft_put seals and commits before it returns: what stands on the screen is
 * on disk.  The file survives kill -9 at once and power loss after
 * draft_settle.
 */
#ifndef VAULT_DRAFT_H
#define VAULT_DRAFT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "vault/vault.h"

struct draft; /* one opened draft; remembers the holder */

/*
 * Open or begin the draft ${id} for ${chart} (zeros: before a chart exists).
 * *held tells whether another living login of this person holds it: then it is
 * read-only until draft_take.  ${out} is freed by draft_close.
 */
WARN_UNUSED enum err draft_open(struct vault *, const struct id *id,
    const struct id *chart, struct draft **out, bool *held);
/* Keeps the rows and lets another login hold it; before vault_close.  NULL is
 * fine. */
void draft_close(struct draft *);
/* Become the holder; the other login's next put fails with ERR_CONFLICT. */
WARN_UNUSED enum err draft_take(struct draft *);

const struct id *draft_id(const struct draft *);
const struct id *draft_chart(const struct draft *);
/* When the other holder opened it, UTC ms. */
int64_t draft_held_since(const struct draft *);

/*
 * Seal and store fields (all in one commit); an empty value removes the row.
 * Tags as forms use them, at most 16 bytes.  ERR_CONFLICT: taken over by
 * another login; ERR_FULL and ERR_IO: not saved, try again.
 */
struct draft_field {
	const char *tag;
	const void *p;
	size_t len;
};
WARN_UNUSED enum err draft_put(
    struct draft *, const struct draft_field *, size_t n);
/* Append the newest text of ${tag}; ERR_NOTFOUND. */
WARN_UNUSED enum err draft_get(
    struct draft *, const char *tag, struct buf *out);
/* Every field, by tag. */
WARN_UNUSED enum err draft_fields(struct draft *,
    enum err (*each)(void *arg, const char *tag, const void *p, size_t len),
    void *arg);
/* Sync to the platter: after 2 s of quiet, on field change, on hang-up, after
 * 10 s of unbroken typing. */
WARN_UNUSED enum err draft_settle(struct vault *);

/* Remove for good (after signing, or discarded). */
WARN_UNUSED enum err draft_remove(struct draft *);
/* Re-seal every field under another chart's key (wrong client). */
WARN_UNUSED enum err draft_move(struct draft *, const struct id *chart);

/* Every draft of this person: ids and the text of its "@meta" row. */
struct draft_info {
	struct id id, chart;
	const void *meta;
	size_t metalen;
};
WARN_UNUSED enum err draft_each(struct vault *,
    enum err (*each)(void *arg, const struct draft_info *), void *arg);

/* One row of preferences of this person (tagged fields); empty if none. */
WARN_UNUSED enum err prefs_load(struct vault *, struct buf *out);
WARN_UNUSED enum err prefs_save(struct vault *, const struct buf *);

#endif
