#include "vault/event.h"

#include <stddef.h>
#include <string.h>

#include "vault/entry.h"

enum kind { END, U8, U16, U32, U64, ID, HASH, SIG, KEYS, ABOUT };

struct member {
	enum kind kind;
	size_t at;
};

#define M(kind, name)                                                          \
	{                                                                      \
		kind, offsetof(struct event, name)                             \
	}
#define MEMBERS_MAX 8

/* Name, clear?, two-person?, members in the order of the payload. GENESIS has
 * functions of its own; a type without a name is reserved. */
static const struct type {
	const char *name;
	bool clear, two;
	struct member m[MEMBERS_MAX];
} types[EV_TYPES] = {
    [EV_GENESIS] = {"GENESIS", true, false, {{END, 0}}},
    [EV_USER] = {"USER", false, true,
	{M(ID, subject), M(U32, gen), M(HASH, tag), M(KEYS, pk), M(U8, roles),
	    M(SIG, self)}},
    [EV_ROLE] = {"ROLE", false, true,
	{M(ID, subject), M(U32, gen), M(U8, roles), M(SIG, self)}},
    [EV_REVOKE] = {"REVOKE", false, false, {M(ID, subject), M(U8, kind)}},
    [EV_EPOCH] = {"EPOCH", false, false,
	{M(U32, epoch), M(HASH, kc), M(U64, cited), M(HASH, hash)}},
    [EV_GRANT] = {"GRANT", false, false,
	{M(U32, epoch), M(ID, subject), M(U64, until), M(U64, cited),
	    M(HASH, hash)}},
    [EV_UNGRANT] = {"UNGRANT", false, false, {M(ID, subject)}},
    [EV_ENTRY] = {"ENTRY", false, false,
	{M(U8, cls), M(ID, subject), M(U32, ver), M(U32, epoch), M(HASH, hash),
	    M(ABOUT, about)}},
    [EV_WRAP] = {"WRAP", false, false,
	{M(U8, purpose), M(U16, slot), M(U32, gen), M(HASH, hash)}},
    [EV_LOGIN] = {"LOGIN", false, false, {{END, 0}}},
    [EV_LOGINFAIL] = {"LOGINFAIL", true, false,
	{M(ID, subject), M(U32, count)}},
    [EV_LOGOUT] = {"LOGOUT", false, false, {{END, 0}}},
    [EV_VIEW] = {"VIEW", false, false, {{END, 0}}},
    [EV_EXPORT] = {"EXPORT", false, false, {M(U8, kind), M(U32, count)}},
    [EV_ASSIGN] = {"ASSIGN", false, true,
	{M(ID, subject), M(U32, gen), M(U8, kind), M(ID, who), M(U64, until),
	    M(U64, cited)}},
    [EV_TRANSFER] = {"TRANSFER", false, true,
	{M(ID, subject), M(U32, gen), M(ID, who)}},
    [EV_CLOCK] = {"CLOCK", true, false, {M(U64, before), M(U64, after)}},
    [EV_CHECKPOINT] = {"CHECKPOINT", true, false, {M(U64, ref), M(HASH, hash)}},
};

static const struct type *type_of(unsigned t)
{
	return t < EV_TYPES && types[t].name != NULL ? &types[t] : NULL;
}

const char *event_name(unsigned t)
{
	return type_of(t) == NULL ? NULL : types[t].name;
}

bool event_is_clear(unsigned t)
{
	return type_of(t) != NULL && types[t].clear;
}

bool event_is_two_person(unsigned t)
{
	return type_of(t) != NULL && types[t].two;
}

static enum err put_keys(struct buf *b, const struct public_keys *k)
{
	enum err e;

	if ((e = buf_add(b, k->sign, SIGN_PK)) != ERR_OK ||
	    (e = buf_add(b, k->box, BOX_PK)) != ERR_OK)
		return e;
	return buf_add(b, k->auth, SIGN_PK);
}

static enum err get_keys(struct rd *r, struct public_keys *k)
{
	enum err e;

	if ((e = rd_copy(r, k->sign, SIGN_PK)) != ERR_OK ||
	    (e = rd_copy(r, k->box, BOX_PK)) != ERR_OK)
		return e;
	return rd_copy(r, k->auth, SIGN_PK);
}

/* Only classes that are about another entry name it. */
static bool names_entry(const struct event *ev)
{
	return ev->cls == ENTRY_COSIGN || ev->cls == ENTRY_REVIEW;
}

static enum err put_about(struct buf *b, const struct event *ev)
{
	enum err e;

	if (!names_entry(ev))
		return ERR_OK;
	e = buf_add(b, ev->about.b, ID_LEN);
	return e != ERR_OK ? e : buf_add32(b, ev->about_ver);
}

static enum err get_about(struct rd *r, struct event *ev)
{
	enum err e;

	if (!names_entry(ev))
		return ERR_OK;
	e = rd_copy(r, ev->about.b, ID_LEN);
	return e != ERR_OK ? e : rd_32(r, &ev->about_ver);
}

static enum err put_member(
    struct buf *b, const struct event *ev, const struct member *m)
{
	const void *p = (const unsigned char *)ev + m->at;
	unsigned u;
	uint32_t u32;
	uint64_t u64;

	switch (m->kind) {
	case U8:
	case U16:
		memcpy(&u, p, sizeof u);
		return m->kind == U8 ? buf_add8(b, u) : buf_add16(b, u);
	case U32:
		memcpy(&u32, p, sizeof u32);
		return buf_add32(b, u32);
	case U64:
		memcpy(&u64, p, sizeof u64);
		return buf_add64(b, u64);
	case ID:
		return buf_add(b, p, ID_LEN);
	case HASH:
		return buf_add(b, p, HASH_LEN);
	case SIG:
		return buf_add(b, p, SIG_LEN);
	case KEYS:
		return put_keys(b, p);
	case ABOUT:
		return put_about(b, ev);
	case END:
		break;
	}
	return ERR_OK;
}

static enum err get_member(
    struct rd *r, struct event *ev, const struct member *m)
{
	void *p = (unsigned char *)ev + m->at;

	switch (m->kind) {
	case U8:
		return rd_8(r, p);
	case U16:
		return rd_16(r, p);
	case U32:
		return rd_32(r, p);
	case U64:
		return rd_64(r, p);
	case ID:
		return rd_copy(r, p, ID_LEN);
	case HASH:
		return rd_copy(r, p, HASH_LEN);
	case SIG:
		return rd_copy(r, p, SIG_LEN);
	case KEYS:
		return get_keys(r, p);
	case ABOUT:
		return get_about(r, ev);
	case END:
		break;
	}
	return ERR_OK;
}

static enum err put_fields(
    struct buf *b, const struct event *ev, const struct type *t)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < MEMBERS_MAX; i++)
		e = put_member(b, ev, &t->m[i]);
	return e;
}

enum err event_encode(const struct event *ev, struct buf *out)
{
	const struct type *t = type_of(ev->type);
	size_t was = out->len;
	enum err e;

	if (t == NULL)
		return err_set(ERR_UNSUPPORTED, "event type %u", ev->type);
	if ((e = buf_add8(out, ev->type)) != ERR_OK ||
	    (e = buf_add64(out, (uint64_t)ev->time)) != ERR_OK ||
	    (e = buf_add(out, ev->actor.b, ID_LEN)) != ERR_OK ||
	    (e = ev->type == EV_GENESIS ? buf_add(out, ev->raw, ev->rawlen)
					: put_fields(out, ev, t)) != ERR_OK)
		goto out;
	if (t->two && (e = buf_add(out, ev->second.b, ID_LEN)) == ERR_OK)
		e = buf_add(out, ev->sig2, SIG_LEN);
	if (e == ERR_OK && out->len - was > EVENT_BODY_MAX)
		e = err_set(ERR_LIMIT, "event of %zu bytes", out->len - was);
out:
	if (e != ERR_OK)
		buf_cut(out, was);
	return e;
}

static enum err get_payload(
    struct rd *r, struct event *ev, const struct type *t)
{
	enum err e = ERR_OK;

	if (ev->type == EV_GENESIS) {
		ev->raw = r->p;
		ev->rawlen = r->len;
		return ERR_OK;
	}
	for (size_t i = 0; e == ERR_OK && i < MEMBERS_MAX; i++)
		e = get_member(r, ev, &t->m[i]);
	if (e == ERR_OK && t->two &&
	    (e = rd_copy(r, ev->second.b, ID_LEN)) == ERR_OK)
		e = rd_copy(r, ev->sig2, SIG_LEN);
	return e != ERR_OK ? e : rd_end(r);
}

enum err event_decode(const unsigned char *body, size_t len, struct event *out)
{
	struct rd r = {body, len};
	struct event ev = *out;
	const struct type *t;
	unsigned type;
	uint64_t time;
	enum err e;

	if (len > EVENT_BODY_MAX)
		return err_set(ERR_LIMIT, "event of %zu bytes", len);
	if ((e = rd_8(&r, &type)) != ERR_OK)
		return e;
	if ((t = type_of(type)) == NULL)
		return err_set(ERR_UNSUPPORTED, "event type %u", type);
	ev.type = (enum event_type)type;
	if ((e = rd_64(&r, &time)) != ERR_OK ||
	    (e = rd_copy(&r, ev.actor.b, ID_LEN)) != ERR_OK ||
	    (e = get_payload(&r, &ev, t)) != ERR_OK)
		return e;
	/* Times are signed in C; what does not fit is no time. */
	if (time > INT64_MAX || ev.until < 0 || ev.before < 0 || ev.after < 0)
		return err_set(ERR_FORMAT, "time of an event");
	ev.time = (int64_t)time;
	*out = ev;
	return ERR_OK;
}

/* The signed pieces of sig-cert. */
static size_t cert_pieces(const struct event *ev, const unsigned char *clinic,
    const unsigned char *type, const struct buf *fields, struct piece *m)
{
	m[0] = (struct piece){clinic, HASH_LEN};
	m[1] = (struct piece){type, 1};
	m[2] = (struct piece){ev->actor.b, ID_LEN};
	m[3] = (struct piece){ev->second.b, ID_LEN};
	m[4] = (struct piece){fields->p, fields->len};
	return 5;
}

enum err event_cert_sign(struct event *ev, const unsigned char *clinic,
    const struct identity *second)
{
	const unsigned char type = (unsigned char)ev->type;
	struct buf fields = {0};
	struct piece m[5];
	enum err e;

	if ((e = put_fields(&fields, ev, &types[ev->type])) == ERR_OK) {
		ev->second = second->id;
		sign(second->sign_sk, LABEL_SIG_CERT, m,
		    cert_pieces(ev, clinic, &type, &fields, m), ev->sig2);
	}
	buf_free(&fields);
	return e;
}

enum err event_cert_check(const struct event *ev, const unsigned char *clinic,
    const unsigned char *second_pk)
{
	const unsigned char type = (unsigned char)ev->type;
	struct buf fields = {0};
	struct piece m[5];
	enum err e;

	e = put_fields(&fields, ev, &types[ev->type]);
	if (e == ERR_OK &&
	    !sign_ok(second_pk, LABEL_SIG_CERT, m,
		cert_pieces(ev, clinic, &type, &fields, m), ev->sig2))
		e = err_set(ERR_DENIED, "second signature");
	buf_free(&fields);
	return e;
}

/* ---- GENESIS ----------------------------------------------------------- */

static enum err put_person(struct buf *b, const struct genesis_person *p)
{
	enum err e;

	if ((e = buf_add(b, p->id.b, ID_LEN)) != ERR_OK ||
	    (e = buf_add(b, p->tag, HASH_LEN)) != ERR_OK ||
	    (e = buf_add32(b, 1)) != ERR_OK ||
	    (e = put_keys(b, &p->pk)) != ERR_OK)
		return e;
	return buf_add8(b, p->roles);
}

enum err genesis_encode(const struct genesis *g, bool self, struct buf *b)
{
	enum err e;

	if ((e = buf_add(b, g->host_pk, SIGN_PK)) != ERR_OK ||
	    (e = buf_add8(b, g->solo)) != ERR_OK ||
	    (e = buf_add8(b, g->demo)) != ERR_OK ||
	    (e = buf_add32(b, g->floor.ops)) != ERR_OK ||
	    (e = buf_add32(b, g->floor.mkib)) != ERR_OK ||
	    (e = buf_add8(b, g->password_min)) != ERR_OK ||
	    (e = buf_addzero(b, 3)) != ERR_OK ||
	    (e = buf_add(b, g->kc0, HASH_LEN)) != ERR_OK ||
	    (e = buf_add8(b, g->n)) != ERR_OK)
		return e;
	for (unsigned i = 0; e == ERR_OK && i < g->n; i++)
		e = put_person(b, &g->person[i]);
	for (unsigned i = 0; self && e == ERR_OK && i < g->n; i++)
		e = buf_add(b, g->person[i].self, SIG_LEN);
	return e;
}

static enum err get_flag(struct rd *r, bool *out)
{
	unsigned u;
	enum err e = rd_8(r, &u);

	if (e == ERR_OK && u > 1)
		return err_set(ERR_FORMAT, "flag of genesis");
	if (e == ERR_OK)
		*out = u == 1;
	return e;
}

static enum err get_head(struct rd *r, struct genesis *g)
{
	const unsigned char *reserved;
	enum err e;

	if ((e = rd_copy(r, g->host_pk, SIGN_PK)) != ERR_OK ||
	    (e = get_flag(r, &g->solo)) != ERR_OK ||
	    (e = get_flag(r, &g->demo)) != ERR_OK ||
	    (e = rd_32(r, &g->floor.ops)) != ERR_OK ||
	    (e = rd_32(r, &g->floor.mkib)) != ERR_OK ||
	    (e = rd_8(r, &g->password_min)) != ERR_OK ||
	    (e = rd_bytes(r, 3, &reserved)) != ERR_OK ||
	    (e = rd_copy(r, g->kc0, HASH_LEN)) != ERR_OK ||
	    (e = rd_8(r, &g->n)) != ERR_OK)
		return e;
	if (memcmp(reserved, "\0\0\0", 3) != 0 || g->n > GENESIS_PERSONS)
		return err_set(ERR_FORMAT, "genesis");
	return ERR_OK;
}

static enum err get_person(struct rd *r, struct genesis_person *p)
{
	uint32_t gen;
	enum err e;

	if ((e = rd_copy(r, p->id.b, ID_LEN)) != ERR_OK ||
	    (e = rd_copy(r, p->tag, HASH_LEN)) != ERR_OK ||
	    (e = rd_32(r, &gen)) != ERR_OK ||
	    (e = get_keys(r, &p->pk)) != ERR_OK ||
	    (e = rd_8(r, &p->roles)) != ERR_OK)
		return e;
	return gen == 1 ? ERR_OK : err_set(ERR_FORMAT, "genesis generation");
}

enum err genesis_decode(const unsigned char *p, size_t len, struct genesis *out,
    unsigned char *clinic)
{
	struct genesis g = {.n = 0};
	struct rd r = {p, len};
	size_t signedlen;
	enum err e = get_head(&r, &g);

	for (unsigned i = 0; e == ERR_OK && i < g.n; i++)
		e = get_person(&r, &g.person[i]);
	signedlen = len - r.len;
	for (unsigned i = 0; e == ERR_OK && i < g.n; i++)
		e = rd_copy(&r, g.person[i].self, SIG_LEN);
	if (e == ERR_OK)
		e = rd_end(&r);
	if (e != ERR_OK)
		return e;
	hash1(LABEL_CLINIC_ID, p, signedlen, clinic);
	*out = g;
	return ERR_OK;
}
