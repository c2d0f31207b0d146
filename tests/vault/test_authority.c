/*
 * Each rule of the table refuses its own case and nothing else does: a good
 * event, spoilt for that rule alone, passes without it.
 */
#include <string.h>

#include "base/mem.h"
#include "crypto/secret.h"
#include "crypto/wrap.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/suites.h"
#include "vault/directory.h"

static struct test_clinic t;
static struct vault *v;
static struct id chart, note; /* carl's */
static struct identity *anna, *olga, *carl, *dora, *records, *eric;

static void setup(void)
{
	unsigned char seed[KEY_LEN] = {42};
	struct id id = {{0xe1}};

	test_clinic_init(&t);
	test_clinic_make(&t);
	test_clinic_staff(&t);
	v = test_login(&t, "carl", PW_CLIN);
	chart = test_chart(v);
	test_note(v, &chart, &note);
	anna = attack_identity(v, "anna", PW_ADMIN);
	olga = attack_identity(v, "olga", PW_OFFICER);
	carl = attack_identity(v, "carl", PW_CLIN);
	dora = attack_identity(v, "dora", PW_CLIN2);
	records = attack_records(v);
	ck_ok(identity_new(&id, seed, &eric));
}

static void teardown(void)
{
	identity_free(anna);
	identity_free(olga);
	identity_free(carl);
	identity_free(dora);
	identity_free(records);
	identity_free(eric);
	vault_close(v);
	test_clinic_done(&t);
}

/* ---- good events ------------------------------------------------------------
 */

static void certify(struct event *ev, const struct identity *second)
{
	ck_ok(event_cert_sign(ev, v->host.clinic, second));
}

static void self_sign(struct event *ev)
{
	struct identity as = *eric;

	as.pk = ev->pk;
	identity_self_sign(&as, v->host.clinic, ev->gen, ev->self);
}

static void good_user(struct event *ev)
{
	ev->actor = anna->id;
	ev->subject = eric->id;
	ev->gen = 1;
	ev->roles = ROLE_CLINICIAN;
	ev->pk = eric->pk;
	directory_tag(v, "eric", ev->tag);
	self_sign(ev);
	certify(ev, olga);
}

static void good_role(struct event *ev)
{
	ev->actor = anna->id;
	ev->subject = carl->id;
	ev->gen = 2;
	ev->roles = ROLE_CLINICIAN | ROLE_SUPERVISOR;
	identity_self_sign(carl, v->host.clinic, ev->gen, ev->self);
	certify(ev, olga);
}

static void good_revoke(struct event *ev)
{
	ev->actor = anna->id;
	ev->subject = dora->id;
	ev->kind = REVOKE_LEFT;
}

static void good_epoch(struct event *ev)
{
	ev->actor = carl->id;
	ev->epoch = 1;
	memset(ev->chart.b, 0xcc, ID_LEN);
	memset(ev->kc, 0xcc, HASH_LEN);
}

static void good_grant(struct event *ev)
{
	ev->actor = carl->id;
	ev->chart = chart;
	ev->epoch = 1;
	ev->subject = dora->id;
}

/* dora is a member. */
static void add_member(void)
{
	struct chart_state *c = state_chart(&v->st, &chart);
	int who = state_person_index(&v->st, &dora->id);

	if (state_grant(c, 1, who) != NULL)
		return;
	ck_assert_int_eq(mem_grow((void **)&c->grant, &c->cgrant, c->ngrant + 1,
			     sizeof *c->grant),
	    0);
	c->grant[c->ngrant++] = (struct grant_state){
	    .seq = 1, .epoch = 1, .grantee = (uint16_t)who};
}

static void good_ungrant(struct event *ev)
{
	add_member();
	ev->actor = carl->id;
	ev->chart = chart;
	ev->subject = dora->id;
}

static void good_entry(struct event *ev)
{
	ev->actor = carl->id;
	ev->chart = chart;
	ev->cls = ENTRY_RECORD;
	ev->epoch = 1;
	ev->ver = 1;
	memset(ev->subject.b, 0xdd, ID_LEN);
}

static void good_assign(struct event *ev)
{
	ev->actor = ev->subject = carl->id;
	ev->who = dora->id;
	ev->gen = 2;
	ev->kind = ASSIGN_SUPERVISOR;
	certify(ev, anna);
}

static void good_transfer(struct event *ev)
{
	ev->actor = carl->id;
	ev->chart = ev->subject = chart;
	ev->who = dora->id;
	ev->gen = 1;
	certify(ev, anna);
}

static void good_wrap(struct event *ev)
{
	ev->actor = carl->id;
	ev->purpose = WRAP_RECOVERY;
	ev->gen = 1;
}

static void good_login(struct event *ev)
{
	ev->actor = carl->id;
}

static void good_fail(struct event *ev)
{
	ev->subject = carl->id;
	ev->count = 1;
}

static void good_view(struct event *ev)
{
	ev->actor = carl->id;
	ev->chart = chart;
}

static void good_clock(struct event *ev)
{
	ev->before = v->st.time;
	ev->after = ev->time = v->st.time - 3600000;
}

static void good_checkpoint(struct event *ev)
{
	ev->ref = v->st.seq;
	memcpy(ev->hash, v->st.hash, HASH_LEN);
}

/* GENESIS has its bytes here, and a state of its own. */
static struct buf payload;
static struct state empty;

static void sign_genesis(struct genesis *g, struct event *ev)
{
	const struct identity *who[] = {anna, olga, records};
	unsigned char clinic[HASH_LEN];

	buf_clear(&payload);
	ck_ok(genesis_encode(g, false, &payload));
	hash1(LABEL_CLINIC_ID, payload.p, payload.len, clinic);
	for (unsigned i = 0; i < 3; i++) {
		struct identity as = *who[i];

		as.id = g->person[i].id;
		as.pk = g->person[i].pk;
		identity_self_sign(&as, clinic, 1, g->person[i].self);
	}
	buf_clear(&payload);
	ck_ok(genesis_encode(g, true, &payload));
	memcpy(empty.clinic, clinic, HASH_LEN);
	ev->raw = payload.p;
	ev->rawlen = payload.len;
}

static void good_genesis(struct event *ev)
{
	struct genesis g = v->genesis;

	sign_genesis(&g, ev);
	ev->seq = 1;
}

static const struct good {
	enum event_type type;
	void (*make)(struct event *);
} goods[] = {
    {EV_GENESIS, good_genesis},
    {EV_USER, good_user},
    {EV_ROLE, good_role},
    {EV_REVOKE, good_revoke},
    {EV_EPOCH, good_epoch},
    {EV_GRANT, good_grant},
    {EV_UNGRANT, good_ungrant},
    {EV_ENTRY, good_entry},
    {EV_ASSIGN, good_assign},
    {EV_TRANSFER, good_transfer},
    {EV_WRAP, good_wrap},
    {EV_LOGIN, good_login},
    {EV_LOGINFAIL, good_fail},
    {EV_LOGOUT, good_login},
    {EV_VIEW, good_view},
    {EV_EXPORT, good_view},
    {EV_CLOCK, good_clock},
    {EV_CHECKPOINT, good_checkpoint},
};
#define NGOODS (sizeof goods / sizeof *goods)

static void make_good(enum event_type type, struct event *ev)
{
	size_t i = 0;

	while (goods[i].type != type)
		i++;
	*ev = (struct event){.type = type,
	    .seq = v->st.seq + 1,
	    .kep = event_is_clear(type) ? 0 : v->st.kep,
	    .time = clock_utc(v->clock)};
	goods[i].make(ev);
}

static const struct state *state_for(enum event_type type)
{
	return type == EV_GENESIS ? &empty : &v->st;
}

/* ---- and how each rule is broken
 * ---------------------------------------------- */

static void bad_next(struct event *ev)
{
	ev->seq++;
}

static void bad_first(struct event *ev)
{
	v->st.seq = 0;
	ev->seq = 1;
}

static void bad_key(struct event *ev)
{
	ev->kep++;
}

static void bad_pending(struct event *ev)
{
	v->st.pending = true;
	v->st.pending_chart = ev->chart;
}

static void bad_rotated(struct event *ev)
{
	(void)ev;
	v->st.revoked = 5;
}

static void bad_actor(struct event *ev)
{
	ev->actor = records->id;
}

static void bad_about(struct event *ev)
{
	ev->chart = chart;
}

static void bad_clock(struct event *ev)
{
	v->st.genesis.demo = false;
	ev->time = v->st.time - 2 * 60 * 1000 - 1;
}

static void bad_clinic(struct event *ev)
{
	(void)ev;
	empty.clinic[0] ^= 1;
}

static void bad_people(struct event *ev)
{
	struct genesis g = v->genesis;

	g.person[0].roles = ROLE_CLINICIAN;
	sign_genesis(&g, ev);
}

static void bad_distinct(struct event *ev)
{
	struct genesis g = v->genesis;

	memcpy(g.person[1].tag, g.person[0].tag, HASH_LEN);
	sign_genesis(&g, ev);
}

static void bad_genesis_self(struct event *ev)
{
	(void)ev;
	payload.p[payload.len - 100] ^= 1;
}

static void bad_floor(struct event *ev)
{
	struct genesis g = v->genesis;

	g.demo = false;
	sign_genesis(&g, ev);
}

static void bad_admin(struct event *ev)
{
	ev->actor = carl->id;
	certify(ev, olga);
}

static void bad_officer(struct event *ev)
{
	certify(ev, carl);
}

static void bad_two(struct event *ev)
{
	state_person(&v->st, &anna->id)->pub.roles |= ROLE_OFFICER;
	certify(ev, anna);
}

static void bad_countersigned(struct event *ev)
{
	ev->sig2[10] ^= 1;
}

static void bad_self(struct event *ev)
{
	/* A colleague's box key in the place of the person's own. */
	memset(ev->pk.box, 9, BOX_PK);
	certify(ev, olga);
}

static void bad_gen(struct event *ev)
{
	ev->gen = 2;
	self_sign(ev);
	certify(ev, olga);
}

static void bad_roles(struct event *ev)
{
	ev->roles = ROLE_RECORDS;
	certify(ev, olga);
}

/* Her new certificate would leave the clinic without an administrator. */
static void bad_last(struct event *ev)
{
	struct identity as = *eric;

	as.id = ev->subject = anna->id;
	ev->gen = 2;
	directory_tag(v, "anna", ev->tag);
	identity_self_sign(&as, v->host.clinic, ev->gen, ev->self);
	certify(ev, olga);
}

static void bad_tag(struct event *ev)
{
	directory_tag(v, "carl", ev->tag);
	certify(ev, olga);
}

static void bad_keys(struct event *ev)
{
	memcpy(ev->pk.box, carl->pk.box, BOX_PK);
	self_sign(ev);
	certify(ev, olga);
}

static void bad_inactive(struct event *ev)
{
	state_person(&v->st, &ev->subject)->pub.active = false;
}

static void bad_role_roles(struct event *ev)
{
	ev->roles |= 0x40;
	certify(ev, olga);
}

static void bad_role_self(struct event *ev)
{
	ev->self[3] ^= 1;
	certify(ev, olga);
}

static void bad_role_gen(struct event *ev)
{
	ev->gen = 3;
	identity_self_sign(carl, v->host.clinic, ev->gen, ev->self);
	certify(ev, olga);
}

/* Only administrator, now only officer. */
static void bad_role_last(struct event *ev)
{
	ev->subject = anna->id;
	ev->roles = ROLE_OFFICER;
	identity_self_sign(anna, v->host.clinic, ev->gen, ev->self);
	certify(ev, olga);
}

static void bad_manager(struct event *ev)
{
	ev->actor = carl->id;
}

static void bad_other(struct event *ev)
{
	state_person(&v->st, &dora->id)->pub.roles |= ROLE_ADMIN;
	ev->actor = dora->id;
}

static void bad_revoke_kind(struct event *ev)
{
	ev->kind = 3;
}

static void bad_revoke_last(struct event *ev)
{
	ev->subject = olga->id;
}

static void bad_epoch_next(struct event *ev)
{
	ev->chart = chart;
	ev->epoch = 3;
}

static void bad_epoch_actor(struct event *ev)
{
	ev->actor = anna->id;
}

static void bad_fresh(struct event *ev)
{
	const struct chart_state *c = state_chart(&v->st, &chart);

	ev->chart = chart;
	ev->epoch = 2;
	memcpy(ev->kc, c->epoch[0].kc, HASH_LEN);
}

static void bad_cites(struct event *ev)
{
	ev->cited = 5;
}

static void bad_epoch(struct event *ev)
{
	ev->epoch++;
}

static void bad_grant_actor(struct event *ev)
{
	ev->actor = dora->id;
}

static void bad_grantee(struct event *ev)
{
	ev->subject = olga->id;
}

/* dora changed the key, and gives carl an end that he did not have. */
static void bad_remaining(struct event *ev)
{
	struct chart_state *c = state_chart(&v->st, &chart);
	int who = state_person_index(&v->st, &dora->id);

	ck_assert_int_eq(mem_grow((void **)&c->epoch, &c->cepoch, c->nepoch + 1,
			     sizeof *c->epoch),
	    0);
	c->epoch[c->nepoch++] =
	    (struct epoch_state){.cited = 7, .by = (uint16_t)who};
	ev->epoch = c->pub.epoch = 2;
	ev->actor = dora->id;
	ev->subject = carl->id;
	ev->cited = 7;
	ev->until = ev->time + 1;
}

static void bad_once(struct event *ev)
{
	ev->subject = carl->id;
}

static void bad_count(struct event *ev)
{
	struct chart_state *c = state_chart(&v->st, &ev->chart);

	ck_assert_int_eq(
	    mem_grow((void **)&c->grant, &c->cgrant, 200, sizeof *c->grant), 0);
	for (; c->ngrant < 200; c->ngrant++)
		c->grant[c->ngrant] =
		    (struct grant_state){.epoch = 1, .grantee = 999};
}

static void bad_until(struct event *ev)
{
	ev->until = 1;
}

static void bad_ungrant_member(struct event *ev)
{
	ev->subject = carl->id;
}

static void bad_entry_rotated(struct event *ev)
{
	state_chart(&v->st, &ev->chart)->due = 5;
}

static void in_chart0(struct event *ev, unsigned cls)
{
	ev->chart = id_zero;
	ev->cls = cls;
}

static void bad_class(struct event *ev)
{
	in_chart0(ev, ENTRY_POLICY);
}

static void bad_place(struct event *ev)
{
	in_chart0(ev, ENTRY_RECORD);
}

static void bad_holds(struct event *ev)
{
	ev->actor = dora->id;
}

static void bad_role(struct event *ev)
{
	in_chart0(ev, ENTRY_DIRECTORY);
	ev->subject = dora->id;
	ev->ver = 2;
}

static void bad_person(struct event *ev)
{
	in_chart0(ev, ENTRY_DIRECTORY);
	ev->actor = anna->id;
}

static void bad_version(struct event *ev)
{
	ev->subject = note;
	ck_ok(ledger_load_entries(v, state_chart(&v->st, &chart)));
}

static void bad_named(struct event *ev)
{
	ck_ok(ledger_load_entries(v, state_chart(&v->st, &chart)));
	ev->cls = ENTRY_REVIEW;
	ev->about_ver = 1;
}

/* His own note. */
static void bad_supervises(struct event *ev)
{
	ck_ok(ledger_load_entries(v, state_chart(&v->st, &chart)));
	state_person(&v->st, &carl->id)->pub.roles |= ROLE_SUPERVISOR;
	ev->cls = ENTRY_COSIGN;
	ev->about = note;
	ev->about_ver = 1;
}

static void bad_cosign_once(struct event *ev)
{
	state_drop_entries(state_chart(&v->st, &chart));
	state_person(&v->st, &carl->id)->pub.roles |= ROLE_SUPERVISOR;
	ev->cls = ENTRY_COSIGN;
	ev->ver = 2;
}

static void bad_assign_subject(struct event *ev)
{
	ev->actor = ev->subject = olga->id;
	certify(ev, anna);
}

static void bad_assign_person(struct event *ev)
{
	ev->who = olga->id;
	certify(ev, anna);
}

static void bad_assign_kind(struct event *ev)
{
	ev->kind = 4;
	certify(ev, anna);
}

static void bad_assign_until(struct event *ev)
{
	ev->kind = ASSIGN_COVERING;
	certify(ev, anna);
}

static void bad_assign_pair(struct event *ev)
{
	certify(ev, dora);
}

static void bad_assign_two(struct event *ev)
{
	state_person(&v->st, &anna->id)->pub.roles |= ROLE_OFFICER;
	ev->actor = anna->id;
	certify(ev, anna);
}

static void bad_assign_gen(struct event *ev)
{
	ev->gen++;
	certify(ev, anna);
}

static void bad_assign_cites(struct event *ev)
{
	ev->cited = 5;
	ev->gen = 0;
	ev->second = id_zero;
	memset(ev->sig2, 0, SIG_LEN);
}

static void bad_transfer_subject(struct event *ev)
{
	memset(ev->subject.b, 7, ID_LEN);
	certify(ev, anna);
}

static void bad_owner(struct event *ev)
{
	ev->purpose = WRAP_RECORDS;
}

static void bad_slot(struct event *ev)
{
	ev->slot = 1;
}

static void bad_fail_owner(struct event *ev)
{
	memset(ev->subject.b, 1, ID_LEN);
}

static void bad_back(struct event *ev)
{
	ev->before++;
}

static void bad_row(struct event *ev)
{
	ev->hash[0] ^= 1;
}

static const struct bad {
	enum event_type of; /* 0: a rule of every type */
	const char *rule;
	enum event_type base;
	void (*spoil)(struct event *);
} bads[] = {
    {0, "next", EV_VIEW, bad_next},
    {0, "first", EV_VIEW, bad_first},
    {0, "key", EV_VIEW, bad_key},
    {0, "pending", EV_VIEW, bad_pending},
    {0, "rotated", EV_VIEW, bad_rotated},
    {0, "actor", EV_LOGIN, bad_actor},
    {0, "about", EV_LOGIN, bad_about},
    {0, "clock", EV_VIEW, bad_clock},
    {EV_GENESIS, "clinic", EV_GENESIS, bad_clinic},
    {EV_GENESIS, "people", EV_GENESIS, bad_people},
    {EV_GENESIS, "distinct", EV_GENESIS, bad_distinct},
    {EV_GENESIS, "self", EV_GENESIS, bad_genesis_self},
    {EV_GENESIS, "floor", EV_GENESIS, bad_floor},
    {EV_USER, "admin", EV_USER, bad_admin},
    {EV_USER, "officer", EV_USER, bad_officer},
    {EV_USER, "two", EV_USER, bad_two},
    {EV_USER, "countersigned", EV_USER, bad_countersigned},
    {EV_USER, "self", EV_USER, bad_self},
    {EV_USER, "gen", EV_USER, bad_gen},
    {EV_USER, "roles", EV_USER, bad_roles},
    {EV_USER, "last", EV_USER, bad_last},
    {EV_USER, "tag", EV_USER, bad_tag},
    {EV_USER, "keys", EV_USER, bad_keys},
    {EV_ROLE, "subject", EV_ROLE, bad_inactive},
    {EV_ROLE, "roles", EV_ROLE, bad_role_roles},
    {EV_ROLE, "admin", EV_ROLE, bad_admin},
    {EV_ROLE, "officer", EV_ROLE, bad_officer},
    {EV_ROLE, "two", EV_ROLE, bad_two},
    {EV_ROLE, "countersigned", EV_ROLE, bad_countersigned},
    {EV_ROLE, "self", EV_ROLE, bad_role_self},
    {EV_ROLE, "gen", EV_ROLE, bad_role_gen},
    {EV_ROLE, "last", EV_ROLE, bad_role_last},
    {EV_REVOKE, "manager", EV_REVOKE, bad_manager},
    {EV_REVOKE, "subject", EV_REVOKE, bad_inactive},
    {EV_REVOKE, "other", EV_REVOKE, bad_other},
    {EV_REVOKE, "kind", EV_REVOKE, bad_revoke_kind},
    {EV_REVOKE, "last", EV_REVOKE, bad_revoke_last},
    {EV_EPOCH, "next", EV_EPOCH, bad_epoch_next},
    {EV_EPOCH, "actor", EV_EPOCH, bad_epoch_actor},
    {EV_EPOCH, "fresh", EV_EPOCH, bad_fresh},
    {EV_EPOCH, "cites", EV_EPOCH, bad_cites},
    {EV_GRANT, "epoch", EV_GRANT, bad_epoch},
    {EV_GRANT, "actor", EV_GRANT, bad_grant_actor},
    {EV_GRANT, "grantee", EV_GRANT, bad_grantee},
    {EV_GRANT, "remaining", EV_GRANT, bad_remaining},
    {EV_GRANT, "once", EV_GRANT, bad_once},
    {EV_GRANT, "count", EV_GRANT, bad_count},
    {EV_GRANT, "until", EV_GRANT, bad_until},
    {EV_GRANT, "cites", EV_GRANT, bad_cites},
    {EV_UNGRANT, "actor", EV_UNGRANT, bad_grant_actor},
    {EV_UNGRANT, "member", EV_UNGRANT, bad_ungrant_member},
    {EV_ENTRY, "class", EV_ENTRY, bad_class},
    {EV_ENTRY, "place", EV_ENTRY, bad_place},
    {EV_ENTRY, "epoch", EV_ENTRY, bad_epoch},
    {EV_ENTRY, "holds", EV_ENTRY, bad_holds},
    {EV_ENTRY, "rotated", EV_ENTRY, bad_entry_rotated},
    {EV_ENTRY, "role", EV_ENTRY, bad_role},
    {EV_ENTRY, "person", EV_ENTRY, bad_person},
    {EV_ENTRY, "version", EV_ENTRY, bad_version},
    {EV_ENTRY, "about", EV_ENTRY, bad_named},
    {EV_ENTRY, "supervises", EV_ENTRY, bad_supervises},
    {EV_ENTRY, "once", EV_ENTRY, bad_cosign_once},
    {EV_ASSIGN, "subject", EV_ASSIGN, bad_assign_subject},
    {EV_ASSIGN, "person", EV_ASSIGN, bad_assign_person},
    {EV_ASSIGN, "kind", EV_ASSIGN, bad_assign_kind},
    {EV_ASSIGN, "until", EV_ASSIGN, bad_assign_until},
    {EV_ASSIGN, "pair", EV_ASSIGN, bad_assign_pair},
    {EV_ASSIGN, "two", EV_ASSIGN, bad_assign_two},
    {EV_ASSIGN, "countersigned", EV_ASSIGN, bad_countersigned},
    {EV_ASSIGN, "gen", EV_ASSIGN, bad_assign_gen},
    {EV_ASSIGN, "cites", EV_ASSIGN, bad_assign_cites},
    {EV_TRANSFER, "subject", EV_TRANSFER, bad_transfer_subject},
    {EV_TRANSFER, "person", EV_TRANSFER, bad_assign_person},
    {EV_TRANSFER, "pair", EV_TRANSFER, bad_assign_pair},
    {EV_TRANSFER, "two", EV_TRANSFER, bad_assign_two},
    {EV_TRANSFER, "countersigned", EV_TRANSFER, bad_countersigned},
    {EV_TRANSFER, "gen", EV_TRANSFER, bad_assign_gen},
    {EV_WRAP, "owner", EV_WRAP, bad_owner},
    {EV_WRAP, "slot", EV_WRAP, bad_slot},
    {EV_WRAP, "gen", EV_WRAP, bad_gen},
    {EV_LOGINFAIL, "owner", EV_LOGINFAIL, bad_fail_owner},
    {EV_VIEW, "holds", EV_VIEW, bad_holds},
    {EV_EXPORT, "holds", EV_EXPORT, bad_holds},
    {EV_CLOCK, "back", EV_CLOCK, bad_back},
    {EV_CHECKPOINT, "row", EV_CHECKPOINT, bad_row},
};
#define NBADS (sizeof bads / sizeof *bads)

static const struct authority_rule *rule_of(const struct bad *b)
{
	const struct authority_rule *r = authority_rules();

	while (r->name != NULL &&
	       (r->type != b->of || strcmp(r->name, b->rule) != 0))
		r++;
	ck_assert_msg(r->name != NULL, "no rule %s", b->rule);
	return r;
}

START_TEST(good_events_pass)
{
	struct event ev;

	ck_ok(state_init(&empty, v->host.clinic));
	for (size_t i = 0; i < NGOODS; i++) {
		make_good(goods[i].type, &ev);
		ck_ok(authority_check(state_for(ev.type), &ev));
	}
	buf_free(&payload);
	state_done(&empty);
}
END_TEST

START_TEST(each_rule_refuses_its_own)
{
	const struct bad *b = &bads[_i];
	const struct authority_rule *rule = rule_of(b);
	const struct state *st = state_for(b->base);
	struct event ev;
	char want[64] = "rule ";

	ck_ok(state_init(&empty, v->host.clinic));
	make_good(b->base, &ev);
	ck_ok(authority_check(st, &ev));
	if (b->spoil == bad_gen && b->base == EV_WRAP)
		ev.gen = 2;
	else
		b->spoil(&ev);
	ck_err(authority_check(st, &ev), ERR_DENIED);
	strcat(want, b->rule);
	ck_assert_msg(strstr(err_detail(), want) != NULL, "%s, not %s",
	    err_detail(), want);
	ck_assert_msg(authority_check_without(st, &ev, rule) == ERR_OK,
	    "without %s still: %s", b->rule, err_detail());
	buf_free(&payload);
	state_done(&empty);
}
END_TEST

START_TEST(every_rule_has_a_test)
{
	for (const struct authority_rule *r = authority_rules();
	     r->name != NULL; r++) {
		size_t i = 0;

		while (i < NBADS && (bads[i].of != r->type ||
					strcmp(bads[i].rule, r->name) != 0))
			i++;
		ck_assert_msg(i < NBADS, "%u %s", r->type, r->name);
	}
}
END_TEST

START_TEST(reserved_types_have_no_rule)
{
	static const unsigned reserved[] = {
	    0, 15, 16, 19, 20, 22, 23, 25, 26, 64, 255};

	for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
		unsigned char body[60] = {(unsigned char)reserved[i]};
		struct event ev;

		make_good(EV_LOGIN, &ev);
		ev.type = (enum event_type)reserved[i];
		ck_err(authority_check(&v->st, &ev), ERR_DENIED);
		ck_err(event_decode(body, 25, &ev), ERR_UNSUPPORTED);
	}
}
END_TEST

/* The writer asks the same table: what it refuses leaves no trace. */
START_TEST(the_writer_obeys)
{
	struct event ev;
	uint64_t seq = v->st.seq;

	ck_ok(ledger_begin(v));
	make_good(EV_GRANT, &ev);
	ev.subject = olga->id;
	ck_err(ledger_append(v, &ev), ERR_DENIED);
	ledger_rollback(v);
	ck_assert_uint_eq(v->st.seq, seq);
	ck_ok(verify(v, NULL, &(struct verify_report){0}));
}
END_TEST

/* A transaction that fails late leaves the state as the store has it. */
START_TEST(a_rollback_undoes_the_state)
{
	struct event ev;
	uint64_t seq = v->st.seq;
	size_t n = v->st.nchart;

	ck_ok(ledger_begin(v));
	make_good(EV_EPOCH, &ev);
	ck_ok(ledger_append(v, &ev));
	ck_assert_uint_eq(v->st.nchart, n + 1);
	/* Without its GRANT to RECORDS nothing is committed. */
	ck_err(ledger_commit(v), ERR_CONFLICT);
	ck_assert_uint_eq(v->st.seq, seq);
	ck_assert_uint_eq(v->st.nchart, n);
	ck_ok(verify(v, NULL, &(struct verify_report){0}));
}
END_TEST

Suite *authority_suite(void)
{
	Suite *s = suite_create("authority");
	TCase *tc = tcase_create("authority");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, good_events_pass);
	tcase_add_loop_test(tc, each_rule_refuses_its_own, 0, NBADS);
	tcase_add_test(tc, every_rule_has_a_test);
	tcase_add_test(tc, reserved_types_have_no_rule);
	tcase_add_test(tc, the_writer_obeys);
	tcase_add_test(tc, a_rollback_undoes_the_state);
	suite_add_tcase(s, tc);
	return s;
}
