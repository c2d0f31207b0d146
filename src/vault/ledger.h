/*
 * The signed, hash-chained ledger (doc/format.md 4): reading rows, and
 * appending them inside the one write transaction of clinic.db.
 *
 * Writing: ledger_begin, check and put rows, ledger_append for each event,
 * ledger_commit.  Between begin and commit the state is exact.  On any failure
 * ledger_rollback, which undoes the state too.
 */
#ifndef VAULT_LEDGER_H
#define VAULT_LEDGER_H

#include "base/err.h"
#include "vault/event.h"
#include "vault/state.h"

struct vault;
struct identity;

/*
 * Take the writer lock and read what others committed.  ERR_LOCKED when nobody
 * is logged in (or locked), ERR_BUSY, ERR_CORRUPT.  Nothing is open after a
 * failure.
 */
WARN_UNUSED enum err ledger_begin(struct vault *);

/*
 * Append one event: the caller fills type, chart and payload; seq, kep, time
 * and actor are filled in.  Refused by the same authority table as a verifier
 * uses: ERR_DENIED.  ERR_FULL and the like from the store.  Signed by the
 * person who is logged in...
 */
WARN_UNUSED enum err ledger_append(struct vault *, struct event *);
/* ...by somebody whose keys are at hand (ceremonies)... */
WARN_UNUSED enum err ledger_append_as(
    struct vault *, const struct identity *, struct event *);
/* ...or by the host: clear events only. */
WARN_UNUSED enum err ledger_append_host(struct vault *, struct event *);

/* On failure everything is undone and nothing is open, as by
 * ledger_rollback. */
WARN_UNUSED enum err ledger_commit(struct vault *);
/* Undo; nothing open is fine. */
void ledger_rollback(struct vault *);

/* Replay the whole ledger into the empty state, as whoever's keys stand in
 * v->me and v->ledger_key; pin and head are compared.  ERR_CORRUPT. */
WARN_UNUSED enum err ledger_replay(struct vault *);

/* What was taken in is the newest committed row: a replay must come by it,
 * whatever made it necessary.  Inside a dirty transaction it is left alone. */
void ledger_note_seen(struct vault *);

/* Apply the rows that others committed; *changed may be NULL.  Inside or
 * outside a transaction. */
WARN_UNUSED enum err ledger_catch_up(struct vault *, bool *changed);

/*
 * Every row of a chart in order, opened and checked against what was seen at
 * login; after the last one the whole is compared: ERR_CORRUPT if a row was
 * changed or is missing, so act on the rows only when ERR_OK is returned.
 */
WARN_UNUSED enum err ledger_each(struct vault *, const struct id *chart,
    enum err (*each)(void *arg, const struct event *), void *arg);

/* Make sure that the entries of a chart stand in its chart_state. */
WARN_UNUSED enum err ledger_load_entries(
    struct vault *, struct chart_state *chart);

#endif
