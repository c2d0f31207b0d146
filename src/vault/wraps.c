#include "vault/wraps.h"

#include <string.h>

#include "crypto/secret.h"
#include "vault/derive.h"
#include "vault/internal.h"

/* Offsets of a wrap (doc/format.md 3). */
#define AT_OPS 8
#define AT_MKIB 12
#define AT_GEN 16

/* ---- opening ----------------------------------------------------------------
 */

static enum err open_blob(struct vault *v, const struct wrap_bind *b,
    const void *secret, size_t len, const struct store_val *blob,
    unsigned char *seed)
{
	unsigned char copy[WRAP_LEN];

	if (blob->len != WRAP_LEN || b->gen == 0)
		return err_set(ERR_CORRUPT, "wrap of purpose %u", b->purpose);
	/* The row is borrowed from the store, the derivation may be long. */
	memcpy(copy, blob->p, WRAP_LEN);
	return vault_corrupt(derive_open(
	    v->dir, b, secret, len, &v->genesis.floor, copy, WRAP_LEN, seed));
}

enum err wraps_open(struct vault *v, const struct id *owner,
    enum wrap_purpose purpose, const void *secret, size_t len,
    unsigned char *seed, unsigned char *rowhash)
{
	struct wrap_bind b = {.pepper = v->host.pepper,
	    .clinic = v->host.clinic,
	    .owner = *owner,
	    .purpose = purpose};
	struct store_val key[] = {
	    store_id(owner), store_int(purpose), store_int(0)};
	const struct store_val *row, *blob;
	enum err e = store_get(v->db, STORE_KW, key, &row);

	if (e != ERR_OK)
		return e;
	blob = &row[COL_KW_BLOB];
	b.gen = wrap_gen(blob->p, blob->len);
	if (rowhash != NULL)
		hash1(LABEL_WRAP_BLOB, blob->p, blob->len, rowhash);
	return open_blob(v, &b, secret, len, blob, seed);
}

struct first_cost {
	struct kdf_cost cost;
	enum wrap_purpose purpose;
};

static enum err note_cost(void *arg, const struct store_val *row)
{
	struct first_cost *f = arg;
	const struct store_val *blob = &row[COL_KW_BLOB];

	if (row[COL_KW_PURPOSE].num != (int64_t)f->purpose ||
	    blob->len != WRAP_LEN)
		return ERR_OK;
	f->cost.ops = le32_get((const unsigned char *)blob->p + AT_OPS);
	f->cost.mkib = le32_get((const unsigned char *)blob->p + AT_MKIB);
	return STORE_STOP;
}

/* The cost of some wrap of that purpose in this clinic, within bounds. */
static struct kdf_cost cost_here(struct vault *v, enum wrap_purpose purpose)
{
	struct store_scan scan = {.table = STORE_KW};
	struct first_cost f = {v->genesis.floor, purpose};

	if (store_scan(v->db, &scan, note_cost, &f) != ERR_OK ||
	    f.cost.ops < v->genesis.floor.ops ||
	    f.cost.mkib < v->genesis.floor.mkib ||
	    f.cost.ops > kdf_ceiling.ops || f.cost.mkib > kdf_ceiling.mkib)
		return v->genesis.floor;
	return f.cost;
}

enum err wraps_open_nobody(
    struct vault *v, enum wrap_purpose purpose, const void *secret, size_t len)
{
	static const unsigned char head[] = {'K', 'W', 'R', '1', 1, 1, 1, 0};
	struct kdf_cost cost = cost_here(v, WRAP_LOGIN);
	struct wrap_bind b = {.pepper = v->host.pepper,
	    .clinic = v->host.clinic,
	    .purpose = WRAP_LOGIN,
	    .gen = 1};
	unsigned char blob[WRAP_LEN], *seed;
	enum err e;

	/* A code costs nothing, so it may not cost anything here. */
	if (purpose == WRAP_RECOVERY)
		return ERR_AUTH;
	if ((seed = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	/* A wrap like any other that no password fits. */
	secret_random(blob, sizeof blob);
	memcpy(blob, head, sizeof head);
	le32_put(blob + AT_OPS, cost.ops);
	le32_put(blob + AT_MKIB, cost.mkib);
	le32_put(blob + AT_GEN, b.gen);
	e = derive_open(v->dir, &b, secret, len, &v->genesis.floor, blob,
	    sizeof blob, seed);
	secret_free(seed);
	return e == ERR_OK ? ERR_AUTH : e;
}

enum err wraps_check(struct vault *v, const struct id *owner,
    enum wrap_purpose purpose, const unsigned char *rowhash)
{
	const struct wrap_state *w =
	    state_wrap(&v->st, state_person_index(&v->st, owner), purpose, 0);

	if (w == NULL || memcmp(w->hash, rowhash, HASH_LEN) != 0)
		return err_set(ERR_CORRUPT,
		    "wrap of purpose %u is not the newest", purpose);
	return ERR_OK;
}

/* ---- making
 * ------------------------------------------------------------------ */

enum err wraps_make(struct vault *v, const struct id *owner,
    enum wrap_purpose purpose, uint32_t gen, const void *secret, size_t len,
    const struct kdf_cost *cost, const unsigned char *seed,
    struct wrap_new *out)
{
	struct wrap_bind b = {.pepper = v->host.pepper,
	    .clinic = v->host.clinic,
	    .owner = *owner,
	    .purpose = purpose,
	    .gen = gen};
	enum err e =
	    derive_seal(v->dir, &b, secret, len, cost, seed, out->blob);

	if (e == ERR_OK) {
		out->owner = *owner;
		out->purpose = purpose;
		out->gen = gen;
	}
	return e;
}

uint32_t wraps_next_gen(
    const struct vault *v, const struct id *owner, enum wrap_purpose purpose)
{
	const struct wrap_state *w =
	    state_wrap(&v->st, state_person_index(&v->st, owner), purpose, 0);

	return w == NULL ? 1 : w->gen + 1;
}

enum err wraps_append(
    struct vault *v, const struct identity *owner, const struct wrap_new *w)
{
	struct event ev = {
	    .type = EV_WRAP, .purpose = w->purpose, .gen = w->gen};
	const struct store_val row[] = {
	    [COL_KW_OWNER] = store_id(&w->owner),
	    [COL_KW_PURPOSE] = store_int(w->purpose),
	    [COL_KW_SLOT] = store_int(0),
	    [COL_KW_BLOB] = store_bytes(w->blob, WRAP_LEN),
	};
	enum err e;

	if (w->gen != wraps_next_gen(v, &w->owner, w->purpose))
		return err_set(ERR_CONFLICT, "wrap of purpose %u", w->purpose);
	if ((e = store_set(v->db, STORE_KW, row)) != ERR_OK)
		return e;
	hash1(LABEL_WRAP_BLOB, w->blob, WRAP_LEN, ev.hash);
	return ledger_append_as(v, owner, &ev);
}

struct kdf_cost wraps_cost(struct vault *v, bool strong)
{
	if (v->genesis.demo)
		return cost_here(v, strong ? WRAP_RECORDS : WRAP_LOGIN);
	return *derive_cost(false, strong);
}
