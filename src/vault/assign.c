#include "vault/assign.h"

#include <string.h>

#include "base/i18n.h"
#include "crypto/secret.h"
#include "vault/internal.h"
#include "vault/login.h"
#include "vault/person_new.h"

/* ---- asking ----------------------------------------------------------------
 */

static bool covers(const struct vault *v, const struct assign_spec *s,
    const struct chart_state *c)
{
	(void)v;
	return id_equal(&s->subject, s->caseload ? &c->pub.owner : &c->pub.id);
}

static bool member(
    const struct vault *v, const struct chart_state *c, const struct id *who)
{
	int i = state_person_index(&v->st, who);

	return i >= 0 && state_member(c, c->pub.epoch, i, 0) != NULL;
}

static struct assignment public_of(
    const struct vault *v, const struct assign_state *a)
{
	struct assignment out = {
	    .seq = a->seq,
	    .spec = {.role = a->role,
		.caseload = a->caseload,
		.subject = a->subject,
		.who = v->st.person[a->who].pub.id,
		.until = a->until},
	    .expired = a->until != 0 && a->until <= clock_utc(v->clock),
	};

	for (size_t i = 1; !out.expired && i < v->st.nchart; i++)
		out.keyless += covers(v, &out.spec, &v->st.chart[i]) &&
			       !member(v, &v->st.chart[i], &out.spec.who);
	return out;
}

enum err assign_each(struct vault *v,
    enum err (*each)(void *arg, const struct assignment *), void *arg)
{
	enum err e = vault_need(v);

	for (size_t i = 0; e == ERR_OK && i < v->st.nassign; i++) {
		struct assignment a;

		if (v->st.assign[i].ended != 0)
			continue;
		a = public_of(v, &v->st.assign[i]);
		e = each(arg, &a);
	}
	return e;
}

bool assign_supervises(const struct vault *v, const struct id *who,
    const struct id *author, const struct id *chart)
{
	const struct person_state *p = state_person(&v->st, who);

	return p != NULL && p->pub.active &&
	       (p->pub.roles & ROLE_SUPERVISOR) != 0 &&
	       state_supervises(&v->st, who, author,
		   chart == NULL ? &id_zero : chart, clock_utc(v->clock));
}

/* ---- keys ------------------------------------------------------------------
 */

/* One chart: ${by} holds its key and gives it to the one assigned. */
static enum err give_key(struct vault *v, const struct identity *by,
    const struct id *chart, const struct assign_spec *s, uint64_t cited)
{
	struct key_terms terms = {s->until, cited};
	const struct chart_state *c = state_chart(&v->st, chart);
	unsigned char *cek = secret_new(KEY_LEN);
	uint64_t due = state_due(c, clock_utc(v->clock));
	enum err e;

	if (cek == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = keys_newest_as(v, by, chart, cek)) != ERR_OK)
		goto out;
	if (due != 0 && ((e = keys_rotate(v, by, chart, cek, due)) != ERR_OK ||
			    (e = keys_newest_as(v, by, chart, cek)) != ERR_OK))
		goto out;
	c = state_chart(&v->st, chart);
	if (!member(v, c, &s->who))
		e = keys_grant_append(
		    v, by, chart, c->pub.epoch, cek, &s->who, terms);
out:
	secret_free(cek);
	return e;
}

static enum err give_keys(struct vault *v, const struct identity *by,
    const struct assign_spec *s, uint64_t cited)
{
	enum err e = ERR_OK;

	for (size_t i = 1; e == ERR_OK && i < v->st.nchart; i++) {
		struct id id = v->st.chart[i].pub.id;

		if (covers(v, s, &v->st.chart[i]) &&
		    !member(v, &v->st.chart[i], &s->who))
			e = give_key(v, by, &id, s, cited);
	}
	return e;
}

enum err assign_chart_new(
    struct vault *v, const struct id *chart, const unsigned char *cek)
{
	int64_t now = clock_utc(v->clock);
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < v->st.nassign; i++) {
		const struct assign_state *a = &v->st.assign[i];
		const struct chart_state *c = state_chart(&v->st, chart);
		struct key_terms terms = {a->until, a->seq};
		struct id who = v->st.person[a->who].pub.id;

		if (a->ended == 0 && a->caseload && state_assign_covers(a, c) &&
		    (a->until == 0 || now < a->until) && !member(v, c, &who))
			e = keys_grant_append(
			    v, v->me, chart, c->pub.epoch, cek, &who, terms);
	}
	return e;
}

/* ---- making ----------------------------------------------------------------
 */

struct event assign_event(
    const struct vault *v, const struct assign_spec *s, const struct id *actor)
{
	return (struct event){
	    .type = s->role == ASSIGN_OWNER ? EV_TRANSFER : EV_ASSIGN,
	    .chart = s->caseload ? id_zero : s->subject,
	    .actor = *actor,
	    .subject = s->subject,
	    .gen = state_gen(&v->st, &s->subject) + 1,
	    .kind = s->role,
	    .who = s->who,
	    .until = s->until,
	};
}

/* A chart goes over with its key, or not at all. */
static enum err transfer(struct vault *v, const struct identity *actor,
    const struct identity *records, const struct assign_spec *s,
    struct event *ev)
{
	const struct chart_state *c = state_chart(&v->st, &s->subject);
	bool owner = c != NULL && id_equal(&c->pub.owner, &actor->id);
	enum err e;

	if (c == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	if (s->caseload)
		return err_set(ERR_FORMAT, "charts are passed on one by one");
	if (!owner && records == NULL && !member(v, c, &s->who))
		return err_set(ERR_DENIED, "%s",
		    _("the owner or the RECORDS passphrase is needed for the "
		      "key"));
	/* Afterwards the old owner may give nothing. */
	if (owner && (e = give_keys(v, actor, s, 0)) != ERR_OK)
		return e;
	if ((e = ledger_append_as(v, actor, ev)) != ERR_OK)
		return e;
	return owner || records == NULL ? ERR_OK
					: give_keys(v, records, s, ev->seq);
}

/* Whose charts: theirs are the keys that the actor can give. */
static bool owns(
    const struct vault *v, const struct assign_spec *s, const struct id *who)
{
	const struct chart_state *c = state_chart(&v->st, &s->subject);

	if (s->caseload)
		return id_equal(&s->subject, who);
	return c != NULL && id_equal(&c->pub.owner, who);
}

static bool exists(const struct vault *v, const struct assign_spec *s)
{
	int who = state_person_index(&v->st, &s->who);

	for (size_t i = 0; i < v->st.nassign; i++) {
		const struct assign_state *a = &v->st.assign[i];

		if (a->ended == 0 && a->who == who && a->role == s->role &&
		    a->caseload == s->caseload &&
		    id_equal(&a->subject, &s->subject) &&
		    (a->until == 0 || clock_utc(v->clock) < a->until))
			return true;
	}
	return false;
}

enum err assign_append(struct vault *v, const struct identity *actor,
    const struct identity *records, const struct assign_spec *s,
    struct event *ev)
{
	const struct identity *by = records;
	enum err e;

	if (s->role == ASSIGN_OWNER)
		return transfer(v, actor, records, s, ev);
	if (exists(v, s))
		return err_set(ERR_EXISTS, "assignment");
	if ((e = ledger_append_as(v, actor, ev)) != ERR_OK)
		return e;
	if (owns(v, s, &actor->id))
		by = actor;
	return by == NULL ? ERR_OK : give_keys(v, by, s, ev->seq);
}

struct pair {
	struct identity *admin, *accepts, *records;
};

static enum err pair_open(struct vault *v, const struct ceremony *c,
    const struct pass *records, struct pair *p)
{
	enum err e = ceremony_seat(v, c->admin_login, c->admin, ROLE_ADMIN,
	    _("administrator"), &p->admin);

	if (e == ERR_OK && v->genesis.solo)
		p->accepts = p->admin;
	else if (e == ERR_OK)
		e = ceremony_seat(v, c->officer_login, c->officer, 0,
		    _("who accepts"), &p->accepts);
	if (e == ERR_OK && records != NULL)
		e = login_records(v, records->p, records->len, &p->records);
	return e;
}

static enum err now_in(struct vault *v, const struct ceremony *c,
    const struct pass *records, const struct assign_spec *s, uint64_t *seq)
{
	struct pair p = {.admin = NULL};
	struct event ev;
	enum err e;

	if ((e = pair_open(v, c, records, &p)) != ERR_OK ||
	    (e = ledger_begin(v)) != ERR_OK)
		goto out;
	ev = assign_event(v, s, &p.accepts->id);
	if ((e = event_cert_sign(&ev, v->host.clinic, p.admin)) == ERR_OK)
		e = assign_append(v, p.accepts, p.records, s, &ev);
	if (e != ERR_OK)
		ledger_rollback(v);
	else if ((e = ledger_commit(v)) == ERR_OK && seq != NULL)
		*seq = ev.seq;
out:
	ceremony_close(p.admin, p.accepts);
	identity_free(p.records);
	return e;
}

enum err assign_now(struct vault *v, const struct ceremony *c,
    const struct pass *records, const struct assign_spec *s, uint64_t *seq)
{
	const struct assign_spec spec = *s;
	bool own;
	enum err e = ceremony_enter(v, c, &own);

	if (e != ERR_OK)
		return e;
	return ceremony_leave(v, own, now_in(v, c, records, &spec, seq));
}

/* ---- later -----------------------------------------------------------------
 */

static enum err grant_later(
    struct vault *v, const struct identity *records, uint64_t seq)
{
	const struct assign_state *a;
	struct assignment as;
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	a = state_assign(&v->st, seq);
	if (a == NULL) {
		e = err_set(ERR_NOTFOUND, "assignment");
	} else {
		as = public_of(v, a);
		e = as.expired ? err_set(ERR_DENIED, "assignment has expired")
			       : give_keys(v, records == NULL ? v->me : records,
				     &as.spec, seq);
	}
	if (e != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	return ledger_commit(v);
}

enum err assign_grant(struct vault *v, uint64_t seq)
{
	return grant_later(v, NULL, seq);
}

enum err assign_grant_records(struct vault *v, uint64_t seq, struct pass pass)
{
	struct identity *records = NULL;
	enum err e = login_records(v, pass.p, pass.len, &records);

	if (e == ERR_OK)
		e = grant_later(v, records, seq);
	identity_free(records);
	return e;
}

static enum err end_in(struct vault *v, uint64_t seq)
{
	const struct assign_state *a = state_assign(&v->st, seq);
	struct event ev = {.type = EV_ASSIGN, .cited = seq};
	enum err e;

	if (a == NULL)
		return err_set(ERR_NOTFOUND, "assignment");
	ev.chart = a->caseload ? id_zero : a->subject;
	ev.subject = a->subject;
	ev.kind = a->role;
	ev.who = v->st.person[a->who].pub.id;
	e = ledger_append(v, &ev);
	return e != ERR_OK ? e : keys_grants_remove(v, ev.seq);
}

enum err assign_end(struct vault *v, uint64_t seq)
{
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	if ((e = end_in(v, seq)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	return ledger_commit(v);
}
