/*
 * Who may append what: one const table, a row per event type, used by the
 * writer and by every verifier (security.md 6).  Reserved types have no row and
 * are refused.
 */
#ifndef VAULT_AUTHORITY_H
#define VAULT_AUTHORITY_H

#include "base/err.h"
#include "vault/event.h"
#include "vault/state.h"

/* ERR_DENIED with "row N: rule" as detail if ${ev} may not follow ${st}. */
WARN_UNUSED enum err authority_check(
    const struct state *st, const struct event *ev);

/* One condition of a type, for `tacet rules`, the tests and the page. */
struct authority_rule {
	enum event_type type;
	const char *name;  /* short, unique within the type */
	const char *words; /* what must hold */
	bool (*holds)(const struct state *, const struct event *);
};
/* All rules; the last has name NULL. */
const struct authority_rule *authority_rules(void);
/* As authority_check without the one rule ${skip}: proves each by a test. */
WARN_UNUSED enum err authority_check_without(const struct state *st,
    const struct event *ev, const struct authority_rule *skip);

#endif
