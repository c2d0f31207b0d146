#include "vault/verify.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vault/anchor.h"
#include "vault/verify_run.h"

/* And after each row once there was a fault, so that a hook may stop early. */
#define PROGRESS_ROWS 256

void verify_fault(struct verify_run *r, uint64_t seq, const char *fmt, ...)
{
	char words[200];
	va_list ap;

	if (r->skip != NULL && strcmp(r->skip, r->check) == 0)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(words, sizeof words, fmt, ap);
	va_end(ap);
	r->report.faults++;
	if (r->hooks != NULL && r->hooks->fault != NULL)
		r->hooks->fault(r->hooks->arg, r->check, seq, words);
}

/* ---- what is found of one row ----------------------------------------------
 */

static const unsigned char *signer(const struct verify_run *r)
{
	const struct person_state *p;

	if (event_is_clear(r->opened.ev.type))
		return r->v->host.sign_pk;
	p = state_person(&r->st, &r->opened.ev.actor);
	return p == NULL ? NULL : state_keys_now(p)->sign;
}

static enum err examine(struct verify_run *r)
{
	const unsigned char *key = keys_ledger(r->v, r->row.kep), *pk;

	row_hash(&r->row, r->v->host.clinic, r->st.hash, r->computed);
	r->sealed_to_us = !r->keys && r->row.kep != 0;
	r->open = ERR_CORRUPT;
	r->signed_ok = false;
	r->authority = ERR_DENIED;
	if (!r->sealed_to_us)
		r->open = row_open(
		    &r->row, r->v->host.clinic, r->st.hash, key, &r->opened);
	if (r->open == ERR_NOMEM)
		return ERR_NOMEM;
	if (r->open == ERR_OK) {
		pk = signer(r);
		r->signed_ok = pk != NULL && row_signed_by(&r->opened, pk);
		if (r->keys)
			r->authority = authority_check(&r->st, &r->opened.ev);
	}
	return ERR_OK;
}

/* ---- checks of a row
 * --------------------------------------------------------- */

static void row_sequence(struct verify_run *r)
{
	if (r->row.seq != r->st.seq + 1)
		verify_fault(r, r->row.seq, "rows before it are missing");
}

static void row_chain(struct verify_run *r)
{
	if (memcmp(r->computed, r->row.hash, HASH_LEN) != 0)
		verify_fault(r, r->row.seq, "hash does not follow");
}

static void row_bodies(struct verify_run *r)
{
	if (!r->sealed_to_us && r->open != ERR_OK)
		verify_fault(r, r->row.seq, "does not open");
}

static void row_signatures(struct verify_run *r)
{
	if (r->open == ERR_OK && !r->signed_ok)
		verify_fault(r, r->row.seq, "signature");
}

static void row_authority(struct verify_run *r)
{
	if (r->keys && r->open == ERR_OK && r->authority != ERR_OK)
		verify_fault(r, r->row.seq, "%s", err_detail());
}

static void row_heads(struct verify_run *r)
{
	for (size_t i = 0; i < r->nheads; i++)
		if (r->heads[i].seq == r->row.seq &&
		    memcmp(r->heads[i].hash, r->row.hash, HASH_LEN) != 0)
			verify_fault(r, r->row.seq, "not that of its head");
}

static void check_seen(struct verify_run *r, uint64_t seq,
    const unsigned char *seen, const char *who)
{
	if (seq == r->row.seq && memcmp(seen, r->row.hash, HASH_LEN) != 0)
		verify_fault(r, seq, "not the one that %s saw", who);
}

static void row_pin(struct verify_run *r)
{
	check_seen(r, r->v->pin.seq, r->v->pin.hash, "an earlier login");
	check_seen(r, r->v->seen.seq, r->v->seen.hash, "this login");
}

/* ---- checks of the whole
 * -------------------------------------------------------- */

static enum err end_database(struct verify_run *r)
{
	enum err e = store_check(r->v->db);

	if (e != ERR_CORRUPT)
		return e;
	verify_fault(r, 0, "%s", err_detail());
	return ERR_OK;
}

static enum err end_pending(struct verify_run *r)
{
	if (r->st.pending)
		verify_fault(r, r->st.seq, "EPOCH without GRANT to RECORDS");
	if (r->st.seq == 0)
		verify_fault(r, 0, "no rows");
	return ERR_OK;
}

static enum err end_heads(struct verify_run *r)
{
	if (r->bad_heads > 0)
		verify_fault(r, 0, "%u heads of another host", r->bad_heads);
	for (size_t i = 0; i < r->nheads; i++)
		if (r->heads[i].seq > r->st.seq) {
			verify_fault(
			    r, r->heads[i].seq, "missing, has a signed head");
			break;
		}
	return ERR_OK;
}

static enum err end_pin(struct verify_run *r)
{
	if (r->v->pin.seq > r->st.seq || r->v->seen.seq > r->st.seq)
		verify_fault(r, r->st.seq + 1, "missing, was seen before");
	return ERR_OK;
}

static enum err end_keys(struct verify_run *r)
{
	if (r->lost_keys)
		verify_fault(r, 0, "no way to the key of the ledger");
	return ERR_OK;
}

/* name, what it needs, of each row, of the whole */
#define CHECKS(X)                                                              \
	X("database", VERIFY_NOTHING, NULL, end_database)                      \
	X("sequence", VERIFY_NOTHING, row_sequence, NULL)                      \
	X("chain", VERIFY_NOTHING, row_chain, NULL)                            \
	X("bodies", VERIFY_NOTHING, row_bodies, NULL)                          \
	X("signatures", VERIFY_NOTHING, row_signatures, NULL)                  \
	X("heads", VERIFY_NOTHING, row_heads, end_heads)                       \
	X("sizes", VERIFY_NOTHING, NULL, verify_sizes)                         \
	X("requests", VERIFY_NOTHING, NULL, verify_requests)                   \
	X("authority", VERIFY_LEDGER, row_authority, NULL)                     \
	X("pending", VERIFY_LEDGER, NULL, end_pending)                         \
	X("pin", VERIFY_LEDGER, row_pin, end_pin)                              \
	X("keys", VERIFY_LEDGER, NULL, end_keys)                               \
	X("wraps", VERIFY_LEDGER, NULL, verify_wraps)                          \
	X("logins", VERIFY_LEDGER, NULL, verify_logins)                        \
	X("epochs", VERIFY_LEDGER, NULL, verify_epochs)                        \
	X("grants", VERIFY_LEDGER, NULL, verify_grants)                        \
	X("entries", VERIFY_LEDGER, NULL, verify_entries)                      \
	X("records", VERIFY_LEDGER, NULL, verify_records)                      \
	X("former", VERIFY_LEDGER, NULL, verify_former)                        \
	X("content", VERIFY_LEDGER, NULL, verify_content)

static const struct check {
	const char *name;
	enum verify_needs needs;
	void (*row)(struct verify_run *);
	enum err (*end)(struct verify_run *);
} checks[] = {
#define X(name, needs, row, end) {name, needs, row, end},
    CHECKS(X)
#undef X
};
#define NCHECKS (sizeof checks / sizeof *checks)

const char *const *verify_checks(void)
{
#define X(name, needs, row, end) name,
	static const char *const names[] = {CHECKS(X) NULL};
#undef X

	return names;
}

/* ---- the run
 * ---------------------------------------------------------------------- */

static bool runs(const struct verify_run *r, const struct check *c)
{
	return c->needs == VERIFY_NOTHING || r->keys;
}

static enum err tell(struct verify_run *r)
{
	const struct verify_hooks *h = r->hooks;

	if (h == NULL || h->progress == NULL ||
	    (r->report.rows % PROGRESS_ROWS != 0 && r->report.faults == 0))
		return ERR_OK;
	return h->progress(h->arg, r->report.rows, r->total) ? ERR_OK
							     : ERR_CANCELLED;
}

static enum err take_row(void *arg, const struct store_val *val)
{
	struct verify_run *r = arg;
	enum err e;

	r->check = "sizes";
	if (row_parse(val, &r->row) != ERR_OK) {
		verify_fault(r, (uint64_t)val[COL_LEDGER_SEQ].num, "size");
		return ERR_OK;
	}
	if ((e = examine(r)) != ERR_OK)
		return e;
	for (size_t i = 0; i < NCHECKS; i++)
		if (checks[i].row != NULL && runs(r, &checks[i])) {
			r->check = checks[i].name;
			checks[i].row(r);
		}
	/* What no rule allows changes nothing, but the chain goes on. */
	if (r->open == ERR_OK && r->signed_ok && r->authority == ERR_OK &&
	    (e = state_take(&r->st, &r->opened.ev, r->row.hash)) != ERR_OK &&
	    e != ERR_CORRUPT)
		return e;
	r->st.seq = r->row.seq;
	memcpy(r->st.hash, r->row.hash, HASH_LEN);
	r->report.rows++;
	return tell(r);
}

static enum err note_head(void *arg, const struct pin *h)
{
	struct verify_run *r = arg;

	if (mem_grow((void **)&r->heads, &r->cheads, r->nheads + 1,
		sizeof *r->heads) != 0)
		return ERR_NOMEM;
	r->heads[r->nheads++] = *h;
	return ERR_OK;
}

static enum err run_all(struct verify_run *r)
{
	struct store_scan scan = {.table = STORE_LEDGER};
	size_t total = 0;
	enum err e;

	if ((e = store_count(r->v->db, &scan, &total)) != ERR_OK ||
	    (e = anchor_each(r->v, note_head, r, &r->bad_heads)) != ERR_OK)
		return e;
	r->total = total;
	if ((e = store_scan(r->v->db, &scan, take_row, r)) != ERR_OK)
		return e;
	for (size_t i = 0; e == ERR_OK && i < NCHECKS; i++)
		if (checks[i].end != NULL && runs(r, &checks[i])) {
			r->check = checks[i].name;
			e = checks[i].end(r);
		}
	return e;
}

/* The keys of the ledger anew, from the rows as they are in this snapshot; the
 * login keeps those it has. */
struct kept_keys {
	unsigned char *key;
	uint32_t n;
};

static enum err take_keys(struct verify_run *r, struct kept_keys *kept)
{
	struct vault *v = r->v;
	enum err e;

	*kept = (struct kept_keys){v->ledger_key, v->nledger_key};
	if (!vault_is_open(v))
		return ERR_OK;
	r->keys = true;
	v->ledger_key = NULL;
	v->nledger_key = 0;
	if ((e = keys_boot(v)) == ERR_CORRUPT || e == ERR_DENIED) {
		r->lost_keys = true;
		e = ERR_OK;
	}
	return e;
}

static void give_keys(struct verify_run *r, const struct kept_keys *kept)
{
	if (!r->keys)
		return;
	keys_wipe(r->v);
	r->v->ledger_key = kept->key;
	r->v->nledger_key = kept->n;
}

enum err verify_without(struct vault *v, const char *skip,
    const struct verify_hooks *hooks, struct verify_report *out)
{
	struct verify_run r = {.v = v, .hooks = hooks, .skip = skip};
	struct kept_keys kept;
	enum err e;

	if ((e = state_init(&r.st, v->host.clinic)) != ERR_OK ||
	    (e = store_begin_read(v->db)) != ERR_OK)
		goto out;
	r.st.keep_all = true;
	if ((e = take_keys(&r, &kept)) == ERR_OK)
		e = run_all(&r);
	give_keys(&r, &kept);
	store_rollback(v->db);
	if (e == ERR_OK)
		*out = r.report;
	if (e == ERR_OK && r.report.faults > 0)
		e = err_set(ERR_CORRUPT, "%u faults", r.report.faults);
out:
	buf_free(&r.opened.plain);
	state_done(&r.st);
	free(r.heads);
	return e;
}

enum err verify(struct vault *v, const struct verify_hooks *hooks,
    struct verify_report *out)
{
	return verify_without(v, NULL, hooks, out);
}
