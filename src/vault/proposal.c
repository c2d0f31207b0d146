/* Assignments that wait for the second signature: entries of chart 0. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/secret.h"
#include "vault/assign.h"
#include "vault/entry.h"
#include "vault/fields.h"
#include "vault/internal.h"
#include "vault/login.h"

static const char *const states[] = {
    [PROPOSAL_OPEN] = "open",
    [PROPOSAL_DECLINED] = "declined",
    [PROPOSAL_WITHDRAWN] = "withdrawn",
};

/* ---- fields ----------------------------------------------------------------
 */

static enum err add_id(struct buf *b, const char *tag, const struct id *id)
{
	char hex[ID_HEX];

	return fields_adds(b, tag, id_hex(id, hex));
}

static enum err add_number(struct buf *b, const char *tag, int64_t n)
{
	char text[32];

	(void)snprintf(text, sizeof text, "%lld", (long long)n);
	return fields_adds(b, tag, text);
}

static enum err encode(
    const struct proposal *p, enum proposal_state state, struct buf *b)
{
	enum err e;

	if ((e = fields_begin(b)) != ERR_OK ||
	    (e = fields_adds(b, "state", states[state])) != ERR_OK ||
	    (e = add_number(b, "role", p->spec.role)) != ERR_OK ||
	    (e = add_number(b, "caseload", p->spec.caseload)) != ERR_OK ||
	    (e = add_id(b, "subject", &p->spec.subject)) != ERR_OK ||
	    (e = add_id(b, "who", &p->spec.who)) != ERR_OK ||
	    (e = add_number(b, "until", p->spec.until)) != ERR_OK ||
	    (e = add_number(b, "gen", p->gen)) != ERR_OK ||
	    (e = add_id(b, "by", &p->by)) != ERR_OK ||
	    (e = add_id(b, "accepts", &p->accepts)) != ERR_OK ||
	    (e = fields_add(b, "sig", p->sig, SIG_LEN)) != ERR_OK)
		return e;
	fields_end(b, 10);
	return ERR_OK;
}

static enum err get_number(
    const struct buf *p, const char *tag, int64_t max, int64_t *out)
{
	struct buf b = {0};
	char *end = NULL;
	enum err e = fields_get(p->p, p->len, tag, &b);

	if (e == ERR_OK) {
		*out = strtoll(buf_str(&b), &end, 10);
		if (*end != '\0' || b.len == 0 || *out < 0 || *out > max)
			e = err_set(ERR_CORRUPT, "proposal: %s", tag);
	}
	buf_free(&b);
	return e;
}

static enum err get_id(const struct buf *p, const char *tag, struct id *out)
{
	struct buf b = {0};
	enum err e = fields_get(p->p, p->len, tag, &b);

	if (e == ERR_OK && !id_parse(buf_str(&b), out))
		e = err_set(ERR_CORRUPT, "proposal: %s", tag);
	buf_free(&b);
	return e;
}

static enum err get_sig(const struct buf *p, unsigned char *out)
{
	struct buf b = {0};
	enum err e = fields_get(p->p, p->len, "sig", &b);

	if (e == ERR_OK && b.len != SIG_LEN)
		e = err_set(ERR_CORRUPT, "proposal: sig");
	if (e == ERR_OK)
		memcpy(out, b.p, SIG_LEN);
	buf_free(&b);
	return e;
}

static enum err get_open(const struct buf *p, bool *open)
{
	struct buf b = {0};
	enum err e = fields_get(p->p, p->len, "state", &b);

	if (e == ERR_OK)
		*open = strcmp(buf_str(&b), states[PROPOSAL_OPEN]) == 0;
	buf_free(&b);
	return e;
}

static enum err decode(const struct entry *en, struct proposal *out, bool *open)
{
	const struct buf *p = &en->payload;
	struct proposal pr = {.id = en->head.entry, .time = en->head.time};
	int64_t role, caseload, gen;
	enum err e;

	if ((e = get_open(p, open)) != ERR_OK ||
	    (e = get_number(p, "role", ASSIGN_SUPERVISOR, &role)) != ERR_OK ||
	    (e = get_number(p, "caseload", 1, &caseload)) != ERR_OK ||
	    (e = get_number(p, "gen", UINT32_MAX, &gen)) != ERR_OK ||
	    (e = get_number(p, "until", INT64_MAX, &pr.spec.until)) != ERR_OK ||
	    (e = get_id(p, "subject", &pr.spec.subject)) != ERR_OK ||
	    (e = get_id(p, "who", &pr.spec.who)) != ERR_OK ||
	    (e = get_id(p, "by", &pr.by)) != ERR_OK ||
	    (e = get_id(p, "accepts", &pr.accepts)) != ERR_OK ||
	    (e = get_sig(p, pr.sig)) != ERR_OK)
		return vault_corrupt(e);
	pr.spec.role = (enum assign_role)role;
	pr.spec.caseload = caseload == 1;
	pr.gen = (uint32_t)gen;
	memcpy(pr.digest, en->digest, HASH_LEN);
	*out = pr;
	return ERR_OK;
}

/* ---- the event that it would be ---------------------------------------------
 */

static struct event event_of(const struct vault *v, const struct proposal *p)
{
	struct event ev = assign_event(v, &p->spec, &p->accepts);

	ev.second = p->by;
	memcpy(ev.sig2, p->sig, SIG_LEN);
	return ev;
}

/* Whether it still could be accepted: the table says so of its event. */
static bool stands(struct vault *v, const struct proposal *p)
{
	struct event ev = event_of(v, p);
	bool ok;

	ev.seq = v->st.seq + 1;
	ev.kep = v->st.kep;
	ev.time = clock_utc(v->clock);
	ok = ev.gen == p->gen && authority_check(&v->st, &ev) == ERR_OK;
	err_clear();
	return ok;
}

static enum err read_one(struct vault *v, const struct id *id,
    struct proposal *out, uint32_t *ver, bool *open)
{
	struct entry en;
	enum err e = entry_read(v, CHART_ZERO, id, 0, &en);

	if (e != ERR_OK)
		return e;
	if (en.head.cls != ENTRY_PROPOSAL)
		e = err_set(ERR_NOTFOUND, "proposal");
	else
		e = decode(&en, out, open);
	*ver = en.head.ver;
	entry_done(&en);
	return e;
}

enum err proposal_make(struct vault *v, const struct assign_spec *s,
    const struct id *accepts, struct id *out)
{
	struct proposal p = {.spec = *s, .accepts = *accepts};
	struct buf payload = {0};
	struct event ev;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = ledger_catch_up(v, NULL)) != ERR_OK)
		return e;
	ev = assign_event(v, s, accepts);
	p.by = v->me->id;
	p.gen = ev.gen;
	if ((e = event_cert_sign(&ev, v->host.clinic, v->me)) != ERR_OK)
		return e;
	memcpy(p.sig, ev.sig2, SIG_LEN);
	/* Refused now rather than by whoever is asked. */
	ev.seq = v->st.seq + 1;
	ev.kep = v->st.kep;
	ev.time = clock_utc(v->clock);
	if ((e = authority_check(&v->st, &ev)) != ERR_OK)
		return e;
	secret_random(p.id.b, ID_LEN);
	if ((e = encode(&p, PROPOSAL_OPEN, &payload)) == ERR_OK)
		e = entry_write(v, CHART_ZERO, ENTRY_PROPOSAL, &p.id, 1, NULL,
		    &payload, NULL, NULL);
	if (e == ERR_OK)
		*out = p.id;
	buf_free(&payload);
	return e;
}

struct listing {
	struct vault *v;
	enum err (*each)(void *arg, const struct proposal *);
	void *arg;
};

static enum err list_one(void *arg, const struct entry_head *h)
{
	struct listing *l = arg;
	struct proposal p;
	uint32_t ver;
	bool open;
	enum err e;

	/* Later versions only close it. */
	if (h->ver != 1)
		return ERR_OK;
	if ((e = read_one(l->v, &h->entry, &p, &ver, &open)) != ERR_OK)
		return e;
	return open && stands(l->v, &p) ? l->each(l->arg, &p) : ERR_OK;
}

enum err proposal_each(struct vault *v,
    enum err (*each)(void *arg, const struct proposal *), void *arg)
{
	struct listing l = {v, each, arg};

	return entry_each(v, CHART_ZERO, ENTRY_PROPOSAL, list_one, &l);
}

static enum err accept_in(struct vault *v, const struct id *id,
    const struct identity *records, uint64_t *seq)
{
	struct proposal p;
	struct event ev;
	uint32_t ver;
	bool open;
	enum err e;

	if ((e = read_one(v, id, &p, &ver, &open)) != ERR_OK)
		return e;
	if (!open || !stands(v, &p))
		return err_set(ERR_CONFLICT, "the proposal no longer stands");
	if (!id_equal(&p.accepts, &v->me->id))
		return err_set(ERR_DENIED, "somebody else is asked");
	ev = event_of(v, &p);
	e = assign_append(v, v->me, records, &p.spec, &ev);
	if (e == ERR_OK && seq != NULL)
		*seq = ev.seq;
	return e;
}

enum err proposal_accept(struct vault *v, const struct id *id,
    const struct pass *pass, uint64_t *seq)
{
	struct identity *records = NULL;
	uint64_t at = 0;
	enum err e = vault_need(v);

	if (e == ERR_OK && pass != NULL)
		e = login_records(v, pass->p, pass->len, &records);
	if (e != ERR_OK || (e = ledger_begin(v)) != ERR_OK)
		goto out;
	if ((e = accept_in(v, id, records, &at)) != ERR_OK)
		ledger_rollback(v);
	else if ((e = ledger_commit(v)) == ERR_OK && seq != NULL)
		*seq = at;
out:
	identity_free(records);
	return e;
}

enum err proposal_close(
    struct vault *v, const struct id *id, enum proposal_state state)
{
	struct buf payload = {0};
	struct proposal p;
	uint32_t ver;
	bool open;
	enum err e;

	if (state == PROPOSAL_OPEN)
		return err_set(ERR_FORMAT, "state");
	if ((e = vault_need(v)) != ERR_OK ||
	    (e = read_one(v, id, &p, &ver, &open)) != ERR_OK)
		return e;
	if (!open)
		return err_set(ERR_CONFLICT, "the proposal no longer stands");
	if (!id_equal(&p.accepts, &v->me_id) &&
	    (vault_me(v)->roles & ROLE_ADMIN) == 0)
		return err_set(ERR_DENIED, "somebody else is asked");
	if ((e = encode(&p, state, &payload)) == ERR_OK)
		e = entry_write(v, CHART_ZERO, ENTRY_PROPOSAL, id, ver + 1,
		    p.digest, &payload, NULL, NULL);
	buf_free(&payload);
	return e;
}
