#include "vault/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vault/authority.h"

/* ---- tables of ids ----------------------------------------------------- */

/* Ids are random, so their first bytes are a hash already. */
static size_t id_start(const struct id *id, size_t room)
{
	return (size_t)le64_get(id->b) & (room - 1);
}

/*
 * A table of index + 1 by id, open addressing, at most half full.  ${at} gives
 * the id of an index.
 */
static size_t slot_find(const uint32_t *slot, size_t room, const struct id *id,
    const struct id *(*at)(const void *, size_t), const void *arg)
{
	size_t i = id_start(id, room);

	while (slot[i] != 0 && !id_equal(at(arg, slot[i] - 1), id))
		i = (i + 1) & (room - 1);
	return i;
}

/* Make room for ${n} ids in all; the old table is read, then freed. */
static enum err slot_grow(uint32_t **slot, size_t *room, size_t n,
    const struct id *(*at)(const void *, size_t), const void *arg)
{
	size_t want = *room == 0 ? 16 : *room;
	uint32_t *t;

	while (want < n * 2)
		want *= 2;
	if (want == *room)
		return ERR_OK;
	if ((t = mem_new(want, sizeof *t)) == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < *room; i++)
		if ((*slot)[i] != 0)
			t[slot_find(t, want, at(arg, (*slot)[i] - 1), at,
			    arg)] = (*slot)[i];
	free(*slot);
	*slot = t;
	*room = want;
	return ERR_OK;
}

static const struct id *chart_at(const void *arg, size_t i)
{
	return &((const struct state *)arg)->chart[i].pub.id;
}

static const struct id *entry_at(const void *arg, size_t i)
{
	return &((const struct chart_state *)arg)->entry[i].entry;
}

/* ---- life ---------------------------------------------------------------- */

static enum err add_chart(struct state *st, const struct id *id)
{
	struct chart_state *c;
	size_t n = st->nchart;

	if (mem_grow((void **)&st->chart, &st->cchart, n + 1,
		sizeof *st->chart) != 0 ||
	    slot_grow(&st->chart_slot, &st->cchart_slot, n + 1, chart_at, st) !=
		ERR_OK)
		return ERR_NOMEM;
	c = &st->chart[n];
	memset(c, 0, sizeof *c);
	c->pub.id = *id;
	c->pub.ordinal = (unsigned)n;
	c->loaded = n == 0 || st->keep_all;
	st->chart_slot[slot_find(st->chart_slot, st->cchart_slot, id, chart_at,
	    st)] = (uint32_t)n + 1;
	st->nchart++;
	return ERR_OK;
}

enum err state_init(struct state *st, const unsigned char *clinic)
{
	memset(st, 0, sizeof *st);
	memcpy(st->clinic, clinic, HASH_LEN);
	return add_chart(st, &id_zero);
}

static void person_done(struct person_state *p)
{
	free(p->keys);
	/* They are const for the layers above only. */
	mem_strfree((char *)(uintptr_t)p->pub.login);
	mem_strfree((char *)(uintptr_t)p->pub.name);
	mem_strfree((char *)(uintptr_t)p->pub.credentials);
}

void state_drop_entries(struct chart_state *c)
{
	free(c->entry);
	free(c->slot);
	c->entry = NULL;
	c->slot = NULL;
	c->nentry = c->centry = c->cslot = 0;
	c->loaded = false;
}

void state_done(struct state *st)
{
	for (size_t i = 0; i < st->nperson; i++)
		person_done(&st->person[i]);
	for (size_t i = 0; i < st->nchart; i++) {
		state_drop_entries(&st->chart[i]);
		free(st->chart[i].epoch);
		free(st->chart[i].grant);
	}
	free(st->person);
	free(st->chart);
	free(st->chart_slot);
	free(st->wrap);
	free(st->assign);
	memset(st, 0, sizeof *st);
}

/* ---- looking up ---------------------------------------------------------- */

int state_person_index(const struct state *st, const struct id *id)
{
	for (size_t i = 0; i < st->nperson; i++)
		if (id_equal(&st->person[i].pub.id, id))
			return (int)i;
	return -1;
}

struct person_state *state_person(const struct state *st, const struct id *id)
{
	int i = state_person_index(st, id);

	return i < 0 ? NULL : &st->person[i];
}

struct chart_state *state_chart(const struct state *st, const struct id *id)
{
	size_t i;

	if (st->cchart_slot == 0)
		return NULL;
	i = slot_find(st->chart_slot, st->cchart_slot, id, chart_at, st);
	return st->chart_slot[i] == 0 ? NULL
				      : &st->chart[st->chart_slot[i] - 1];
}

const struct public_keys *state_keys(const struct person_state *p, uint64_t seq)
{
	for (size_t i = p->nkeys; i-- > 0;)
		if (p->keys[i].since <= seq)
			return &p->keys[i].pk;
	return NULL;
}

const struct public_keys *state_keys_now(const struct person_state *p)
{
	return &p->keys[p->nkeys - 1].pk;
}

const struct grant_state *state_grant(
    const struct chart_state *c, uint32_t epoch, int grantee)
{
	for (size_t i = c->ngrant; i-- > 0;)
		if (c->grant[i].epoch == epoch &&
		    c->grant[i].grantee == grantee)
			return &c->grant[i];
	return NULL;
}

const struct grant_state *state_member(
    const struct chart_state *c, uint32_t epoch, int grantee, int64_t time)
{
	const struct grant_state *g = state_grant(c, epoch, grantee);

	if (g == NULL || g->ended != 0 ||
	    (time != 0 && g->until != 0 && g->until <= time))
		return NULL;
	return g;
}

uint64_t state_due(const struct chart_state *c, int64_t time)
{
	if (c->due != 0)
		return c->due;
	for (size_t i = c->ngrant; i-- > 0;) {
		const struct grant_state *g = &c->grant[i];

		if (g->epoch != c->pub.epoch)
			break;
		if (g->ended == 0 && g->until != 0 && g->until <= time)
			return g->seq;
	}
	return 0;
}

const struct assign_state *state_assign(const struct state *st, uint64_t seq)
{
	for (size_t i = 0; seq != 0 && i < st->nassign; i++)
		if (st->assign[i].seq == seq && st->assign[i].ended == 0)
			return &st->assign[i];
	return NULL;
}

bool state_assign_covers(
    const struct assign_state *a, const struct chart_state *c)
{
	return id_equal(&a->subject, a->caseload ? &c->pub.owner : &c->pub.id);
}

bool state_supervises(const struct state *st, const struct id *who,
    const struct id *author, const struct id *chart, int64_t time)
{
	int i = state_person_index(st, who);

	for (size_t k = 0; i >= 0 && k < st->nassign; k++) {
		const struct assign_state *a = &st->assign[k];

		if (a->who == i && a->ended == 0 &&
		    a->role == ASSIGN_SUPERVISOR &&
		    (a->until == 0 || time < a->until) &&
		    id_equal(&a->subject, a->caseload ? author : chart))
			return true;
	}
	return false;
}

uint32_t state_gen(const struct state *st, const struct id *subject)
{
	const struct person_state *p = state_person(st, subject);
	const struct chart_state *c = state_chart(st, subject);

	return p != NULL ? p->gen : c != NULL ? c->gen : 0;
}

const struct wrap_state *state_wrap(
    const struct state *st, int owner, unsigned purpose, unsigned slot)
{
	for (size_t i = 0; i < st->nwrap; i++)
		if (st->wrap[i].owner == owner &&
		    st->wrap[i].purpose == purpose && st->wrap[i].slot == slot)
			return &st->wrap[i];
	return NULL;
}

const struct entry_state *state_entry(
    const struct chart_state *c, const struct id *entry)
{
	size_t i;

	if (c->cslot == 0)
		return NULL;
	i = slot_find(c->slot, c->cslot, entry, entry_at, c);
	return c->slot[i] == 0 ? NULL : &c->entry[c->slot[i] - 1];
}

const struct entry_state *state_entry_ver(
    const struct chart_state *c, const struct id *entry, uint32_t ver)
{
	const struct entry_state *e = state_entry(c, entry);

	while (e != NULL && e->ver != ver)
		e = e->older == 0 ? NULL : &c->entry[e->older - 1];
	return e;
}

void state_set_me(struct state *st, const struct id *me)
{
	int i = state_person_index(st, me);

	st->me = *me;
	for (size_t k = 0; k < st->nchart; k++) {
		struct chart_state *c = &st->chart[k];

		c->pub.mine =
		    i >= 0 && state_member(c, c->pub.epoch, i, 0) != NULL;
	}
}

/* ---- applying ------------------------------------------------------------ */

static enum err add_keys(
    struct person_state *p, const struct public_keys *pk, uint64_t since)
{
	struct key_set *k = mem_new(p->nkeys + 1, sizeof *k);

	if (k == NULL)
		return ERR_NOMEM;
	if (p->nkeys > 0)
		memcpy(k, p->keys, p->nkeys * sizeof *k);
	k[p->nkeys] = (struct key_set){since, *pk};
	free(p->keys);
	p->keys = k;
	p->nkeys++;
	return ERR_OK;
}

static enum err add_person(struct state *st, const struct id *id,
    const unsigned char *tag, uint32_t gen, const struct public_keys *pk,
    unsigned roles, uint64_t seq)
{
	struct person_state *p = state_person(st, id);
	enum err e = ERR_OK;

	if (p == NULL) {
		if (mem_grow((void **)&st->person, &st->cperson,
			st->nperson + 1, sizeof *st->person) != 0)
			return ERR_NOMEM;
		p = &st->person[st->nperson];
		memset(p, 0, sizeof *p);
		p->pub.id = *id;
		p->pub.login = mem_strdup("");
		p->pub.name = mem_strdup("");
		p->pub.credentials = mem_strdup("");
		if (p->pub.login == NULL || p->pub.name == NULL ||
		    p->pub.credentials == NULL)
			e = ERR_NOMEM;
		st->nperson++;
	}
	p->pub.roles = roles;
	p->pub.active = true;
	p->gen = gen;
	memcpy(p->tag, tag, HASH_LEN);
	return e != ERR_OK ? e : add_keys(p, pk, seq);
}

static enum err apply_genesis(struct state *st, const struct event *ev)
{
	unsigned char clinic[HASH_LEN];
	enum err e = genesis_decode(ev->raw, ev->rawlen, &st->genesis, clinic);

	for (unsigned i = 0; e == ERR_OK && i < st->genesis.n; i++) {
		const struct genesis_person *p = &st->genesis.person[i];

		if (p->roles == ROLE_RECORDS)
			st->records = (uint16_t)i;
		e = add_person(
		    st, &p->id, p->tag, 1, &p->pk, p->roles, ev->seq);
	}
	return e;
}

static enum err apply_user(struct state *st, const struct event *ev)
{
	return add_person(
	    st, &ev->subject, ev->tag, ev->gen, &ev->pk, ev->roles, ev->seq);
}

static enum err apply_epoch(struct state *st, const struct event *ev)
{
	struct chart_state *c;
	struct epoch_state *ep;
	enum err e;

	if (state_chart(st, &ev->chart) == NULL &&
	    (e = add_chart(st, &ev->chart)) != ERR_OK)
		return e;
	c = state_chart(st, &ev->chart);
	if (mem_grow((void **)&c->epoch, &c->cepoch, c->nepoch + 1,
		sizeof *c->epoch) != 0)
		return ERR_NOMEM;
	ep = &c->epoch[c->nepoch++];
	ep->seq = ev->seq;
	ep->cited = ev->cited;
	ep->by = (uint16_t)state_person_index(st, &ev->actor);
	memcpy(ep->kc, ev->kc, HASH_LEN);
	memcpy(ep->prevwrap, ev->hash, HASH_LEN);
	c->pub.epoch = ev->epoch;
	c->pub.mine = false;
	c->due = 0;
	if (ev->epoch == 1) {
		c->owner = (uint16_t)state_person_index(st, &ev->actor);
		c->pub.owner = ev->actor;
	}
	if (id_is_zero(&ev->chart)) {
		st->kep = ev->epoch;
		st->revoked = 0;
	}
	st->pending = true;
	st->pending_chart = ev->chart;
	return ERR_OK;
}

/* A change of keys leaves the assignment that a grant rests on. */
static uint64_t basis_of(
    const struct state *st, const struct chart_state *c, const struct event *ev)
{
	const struct grant_state *was = state_member(
	    c, ev->epoch - 1, state_person_index(st, &ev->subject), 0);

	if (state_assign(st, ev->cited) != NULL)
		return ev->cited;
	return was == NULL ? 0 : was->basis;
}

static enum err apply_grant(struct state *st, const struct event *ev)
{
	struct chart_state *c = state_chart(st, &ev->chart);
	struct grant_state *g;

	if (mem_grow((void **)&c->grant, &c->cgrant, c->ngrant + 1,
		sizeof *c->grant) != 0)
		return ERR_NOMEM;
	g = &c->grant[c->ngrant++];
	g->seq = ev->seq;
	g->ended = 0;
	g->basis = basis_of(st, c, ev);
	g->until = ev->until;
	g->epoch = ev->epoch;
	g->grantee = (uint16_t)state_person_index(st, &ev->subject);
	memcpy(g->hash, ev->hash, HASH_LEN);
	if (id_equal(&ev->subject, &st->me))
		c->pub.mine = true;
	st->pending = false;
	return ERR_OK;
}

/* ---- taking away --------------------------------------------------------- */

/* End what ${who} holds of a chart; its key is due for a change if that was the
 * newest. */
static void end_grants(
    struct state *st, struct chart_state *c, int who, uint64_t seq)
{
	for (size_t i = 0; i < c->ngrant; i++) {
		struct grant_state *g = &c->grant[i];

		if (g->grantee != who || g->ended != 0)
			continue;
		g->ended = seq;
		if (g->epoch == c->pub.epoch)
			c->due = seq;
	}
	if (id_equal(&st->person[who].pub.id, &st->me))
		c->pub.mine = false;
}

static enum err apply_revoke(struct state *st, const struct event *ev)
{
	int who = state_person_index(st, &ev->subject);

	st->person[who].pub.active = false;
	for (size_t i = 0; i < st->nassign; i++)
		if (st->assign[i].who == who && st->assign[i].ended == 0)
			st->assign[i].ended = ev->seq;
	for (size_t i = 0; i < st->nchart; i++)
		end_grants(st, &st->chart[i], who, ev->seq);
	st->chart[0].due = ev->seq;
	st->revoked = ev->seq;
	return ERR_OK;
}

static enum err apply_ungrant(struct state *st, const struct event *ev)
{
	end_grants(st, state_chart(st, &ev->chart),
	    state_person_index(st, &ev->subject), ev->seq);
	return ERR_OK;
}

/* ---- who works with whom ------------------------------------------------- */

static void set_gen(struct state *st, const struct id *subject, uint32_t gen)
{
	struct person_state *p = state_person(st, subject);
	struct chart_state *c = state_chart(st, subject);

	if (p != NULL)
		p->gen = gen;
	else if (c != NULL)
		c->gen = gen;
}

/* The keys that rest on an assignment end with it. */
static void end_basis(
    struct state *st, struct chart_state *c, uint64_t basis, uint64_t seq)
{
	for (size_t i = 0; i < c->ngrant; i++) {
		struct grant_state *g = &c->grant[i];

		if (g->basis != basis || g->ended != 0)
			continue;
		g->ended = seq;
		if (g->epoch != c->pub.epoch)
			continue;
		c->due = seq;
		if (id_equal(&st->person[g->grantee].pub.id, &st->me))
			c->pub.mine = false;
	}
}

static enum err end_assign(struct state *st, const struct event *ev)
{
	for (size_t i = 0; i < st->nassign; i++)
		if (st->assign[i].seq == ev->cited)
			st->assign[i].ended = ev->seq;
	for (size_t i = 1; i < st->nchart; i++)
		end_basis(st, &st->chart[i], ev->cited, ev->seq);
	return ERR_OK;
}

static enum err apply_assign(struct state *st, const struct event *ev)
{
	if (ev->cited != 0)
		return end_assign(st, ev);
	if (mem_grow((void **)&st->assign, &st->cassign, st->nassign + 1,
		sizeof *st->assign) != 0)
		return ERR_NOMEM;
	st->assign[st->nassign++] = (struct assign_state){
	    .seq = ev->seq,
	    .subject = ev->subject,
	    .caseload = id_is_zero(&ev->chart),
	    .who = (uint16_t)state_person_index(st, &ev->who),
	    .role = (enum assign_role)ev->kind,
	    .until = ev->until,
	};
	set_gen(st, &ev->subject, ev->gen);
	return ERR_OK;
}

static enum err apply_transfer(struct state *st, const struct event *ev)
{
	struct chart_state *c = state_chart(st, &ev->chart);

	c->owner = (uint16_t)state_person_index(st, &ev->who);
	c->pub.owner = ev->who;
	c->transfer = ev->seq;
	c->gen = ev->gen;
	return ERR_OK;
}

/* Charts are for clinical roles only. */
static enum err apply_role(struct state *st, const struct event *ev)
{
	int who = state_person_index(st, &ev->subject);
	struct person_state *p = &st->person[who];

	if (ev->gen != 0)
		p->gen = ev->gen;
	p->pub.roles = ev->roles;
	if ((ev->roles & (ROLE_CLINICIAN | ROLE_SUPERVISOR)) == 0)
		for (size_t i = 1; i < st->nchart; i++)
			end_grants(st, &st->chart[i], who, ev->seq);
	return ERR_OK;
}

enum err state_add_entry(
    const struct state *st, struct chart_state *c, const struct event *ev)
{
	const struct entry_state *was = state_entry(c, &ev->subject);
	struct entry_state *es;
	size_t n = c->nentry, i;

	if ((was == NULL ? 0 : was->ver) + 1 != ev->ver)
		return err_set(ERR_CORRUPT, "row %llu: version %u of an entry",
		    (unsigned long long)ev->seq, (unsigned)ev->ver);
	/* Authority could not tell while the entries were not here. */
	if (was != NULL && was->cls != ev->cls)
		return err_set(ERR_CORRUPT, "row %llu: class of an entry",
		    (unsigned long long)ev->seq);
	if (mem_grow((void **)&c->entry, &c->centry, n + 1, sizeof *c->entry) !=
		0 ||
	    slot_grow(&c->slot, &c->cslot, n + 1, entry_at, c) != ERR_OK)
		return ERR_NOMEM;
	i = slot_find(c->slot, c->cslot, &ev->subject, entry_at, c);
	es = &c->entry[n];
	*es = (struct entry_state){
	    .entry = ev->subject,
	    .seq = ev->seq,
	    .time = ev->time,
	    .ver = ev->ver,
	    .epoch = ev->epoch,
	    .older = c->slot[i],
	    .author = (uint16_t)state_person_index(st, &ev->actor),
	    .cls = (uint8_t)ev->cls,
	    .about = ev->about,
	    .about_ver = ev->about_ver,
	};
	memcpy(es->hash, ev->hash, HASH_LEN);
	c->slot[i] = (uint32_t)n + 1;
	c->nentry++;
	return ERR_OK;
}

static enum err apply_entry(struct state *st, const struct event *ev)
{
	struct chart_state *c = state_chart(st, &ev->chart);

	return c->loaded ? state_add_entry(st, c, ev) : ERR_OK;
}

static enum err apply_wrap(struct state *st, const struct event *ev)
{
	int owner = state_person_index(st, &ev->actor);
	struct wrap_state *w = NULL;

	for (size_t i = 0; i < st->nwrap && w == NULL; i++)
		if (&st->wrap[i] ==
		    state_wrap(st, owner, ev->purpose, ev->slot))
			w = &st->wrap[i];
	if (w == NULL) {
		if (mem_grow((void **)&st->wrap, &st->cwrap, st->nwrap + 1,
			sizeof *st->wrap) != 0)
			return ERR_NOMEM;
		w = &st->wrap[st->nwrap++];
	}
	w->owner = (uint16_t)owner;
	w->purpose = ev->purpose;
	w->slot = ev->slot;
	w->gen = ev->gen;
	memcpy(w->hash, ev->hash, HASH_LEN);
	return ERR_OK;
}

static enum err apply_login(struct state *st, const struct event *ev)
{
	struct person_state *p = state_person(st, &ev->actor);

	p->prev_login = p->last_login;
	p->prev_failed = p->failed;
	p->last_login = ev->time;
	p->failed = 0;
	return ERR_OK;
}

static enum err apply_fail(struct state *st, const struct event *ev)
{
	struct person_state *p = state_person(st, &ev->subject);

	if (p != NULL && ev->count > 0)
		p->failed++;
	return ERR_OK;
}

static enum err apply_clock(struct state *st, const struct event *ev)
{
	st->time = ev->after;
	return ERR_OK;
}

static enum err apply_checkpoint(struct state *st, const struct event *ev)
{
	st->checkpoint = ev->time;
	return ERR_OK;
}

static enum err (*const appliers[EV_TYPES])(
    struct state *, const struct event *) = {
    [EV_GENESIS] = apply_genesis,
    [EV_USER] = apply_user,
    [EV_ROLE] = apply_role,
    [EV_REVOKE] = apply_revoke,
    [EV_EPOCH] = apply_epoch,
    [EV_GRANT] = apply_grant,
    [EV_UNGRANT] = apply_ungrant,
    [EV_ASSIGN] = apply_assign,
    [EV_TRANSFER] = apply_transfer,
    [EV_ENTRY] = apply_entry,
    [EV_WRAP] = apply_wrap,
    [EV_LOGIN] = apply_login,
    [EV_LOGINFAIL] = apply_fail,
    [EV_CLOCK] = apply_clock,
    [EV_CHECKPOINT] = apply_checkpoint,
};

enum err state_take(
    struct state *st, const struct event *ev, const unsigned char *rowhash)
{
	struct chart_state *c;
	enum err e;

	if (appliers[ev->type] != NULL &&
	    (e = appliers[ev->type](st, ev)) != ERR_OK)
		return e;
	if (!event_is_clear(ev->type) && ev->time > st->time)
		st->time = ev->time;
	/* Any injective mix would do: it never leaves the memory. */
	c = state_chart(st, &ev->chart);
	hash(LABEL_LEDGER_ROW,
	    (const struct piece[]){{c->sum, HASH_LEN}, {rowhash, HASH_LEN}}, 2,
	    c->sum);
	memcpy(st->hash, rowhash, HASH_LEN);
	st->seq = ev->seq;
	return ERR_OK;
}

enum err state_apply(
    struct state *st, const struct event *ev, const unsigned char *rowhash)
{
	enum err e = authority_check(st, ev);

	return e != ERR_OK ? e : state_take(st, ev, rowhash);
}
