/* Charts: whose they are, who holds their keys, and the audit of opening. */
#ifndef VAULT_CHART_H
#define VAULT_CHART_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"
#include "vault/vault.h"

struct chart {
	struct id id;
	unsigned ordinal; /* of its EPOCH 1 among all charts, 1, 2 ... */
	struct id owner;
	uint32_t epoch; /* newest */
	bool mine;	/* I hold its key */
};

/* Chart 0 is not listed. */
WARN_UNUSED enum err chart_each(struct vault *,
    enum err (*each)(void *arg, const struct chart *), void *arg);
/* Borrowed until the next poll; NULL if there is none. */
const struct chart *chart_get(const struct vault *, const struct id *);

/*
 * Make a chart with me as owner: EPOCH 1, GRANT to RECORDS, GRANT to me, and
 * the first client entry (its entry id is the chart's id), in one transaction.
 * ${make} is called inside it with the ordinal (the client's code comes from
 * it) and appends the client payload.  Who is assigned to my whole caseload is
 * granted the key too.
 * ERR_DENIED without a clinical role.
 */
WARN_UNUSED enum err chart_create(struct vault *,
    enum err (*make)(void *arg, unsigned ordinal, struct buf *payload),
    void *arg, struct id *out);

/* The owner lets another clinical person read and write the chart from now on
 * (GRANT of the present epoch).  ERR_EXISTS if they can already. */
WARN_UNUSED enum err chart_grant(
    struct vault *, const struct id *chart, const struct id *grantee);

/* The same until ${until} (UTC ms; 0: no end). */
WARN_UNUSED enum err chart_grant_until(struct vault *, const struct id *chart,
    const struct id *grantee, int64_t until);
/*
 * The owner, an administrator or an officer takes ${member}'s key away
 * (UNGRANT; the rows of the grants go).  The next member who writes changes the
 * chart's key.  ERR_DENIED for the owner, RECORDS or no member.
 */
WARN_UNUSED enum err chart_ungrant(
    struct vault *, const struct id *chart, const struct id *member);

struct chart_member {
	struct id who;
	int64_t until; /* UTC ms, 0: no end */
	bool expired;
};
/* Who holds the newest key, the owner among them, RECORDS not. */
WARN_UNUSED enum err chart_member_each(struct vault *, const struct id *chart,
    enum err (*each)(void *arg, const struct chart_member *), void *arg);
/* Somebody was removed, or a grant has expired, since the key was made: what is
 * in the chart now can still be read by them, what comes next cannot. */
bool chart_rotation_due(const struct vault *, const struct id *chart);

/* Commit VIEW (once per chart and login) before record entries are revealed;
 * if it cannot be committed nothing opens.  ERR_DENIED without a key. */
WARN_UNUSED enum err chart_view(struct vault *, const struct id *chart);

/* An EXPORT event; call before the first byte leaves. kind: 1 text. */
WARN_UNUSED enum err chart_log_export(
    struct vault *, const struct id *chart, unsigned kind, uint32_t entries);

#endif
