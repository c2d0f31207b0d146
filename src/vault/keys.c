#include "vault/keys.h"

#include <string.h>

#include "crypto/secret.h"
#include "crypto/seal.h"
#include "vault/internal.h"

#define PREV_AD (HASH_LEN + ID_LEN + 4)
/* clinic32 chart16 epoch4 grantee16, before the key */
#define GRANT_HEAD (HASH_LEN + ID_LEN + 4 + ID_LEN)
#define GRANT_PLAIN (GRANT_HEAD + KEY_LEN)

/* ---- the cache -------------------------------------------------------------
 */

static unsigned char *slot_key(const struct cek_cache *c, size_t i)
{
	return c->key + i * KEY_LEN;
}

static const unsigned char *cache_find(
    struct cek_cache *c, const struct id *chart, uint32_t epoch)
{
	for (size_t i = 0; c->key != NULL && i < KEYS_LRU; i++)
		if (c->slot[i].epoch == epoch &&
		    id_equal(&c->slot[i].chart, chart)) {
			c->slot[i].used = ++c->clock;
			return slot_key(c, i);
		}
	return NULL;
}

/* The slot used longest ago. */
static enum err cache_put(struct cek_cache *c, const struct id *chart,
    uint32_t epoch, const unsigned char *cek, const unsigned char **out)
{
	size_t at = 0;

	if (c->key == NULL) {
		c->key = secret_new((size_t)KEYS_LRU * KEY_LEN);
		if (c->key == NULL)
			return err_set(ERR_NOMEM, "key memory is full");
	}
	for (size_t i = 1; i < KEYS_LRU; i++)
		if (c->slot[i].used < c->slot[at].used)
			at = i;
	c->slot[at] = (struct cek_slot){*chart, epoch, ++c->clock};
	memcpy(slot_key(c, at), cek, KEY_LEN);
	*out = slot_key(c, at);
	return ERR_OK;
}

void keys_drop(struct vault *v)
{
	secret_free(v->ceks.key);
	memset(&v->ceks, 0, sizeof v->ceks);
}

void keys_wipe(struct vault *v)
{
	keys_drop(v);
	secret_free(v->ledger_key);
	v->ledger_key = NULL;
	v->nledger_key = 0;
}

/* ---- grants and previous-key wraps
 * ------------------------------------------- */

static void grant_head(const struct vault *v, const struct id *chart,
    uint32_t epoch, const struct id *grantee, unsigned char *head)
{
	memcpy(head, v->host.clinic, HASH_LEN);
	memcpy(head + 32, chart->b, ID_LEN);
	le32_put(head + 48, epoch);
	memcpy(head + 52, grantee->b, ID_LEN);
}

static enum err get_grant(struct vault *v, const struct id *chart,
    uint32_t epoch, const struct id *grantee, const struct store_val **out)
{
	struct store_val key[] = {
	    store_id(chart), store_int(epoch), store_id(grantee)};
	const struct store_val *row;
	enum err e = store_get(v->db, STORE_GRANTS, key, &row);

	if (e == ERR_OK)
		*out = &row[COL_GRANTS_SEALED];
	return e;
}

/* Open the sealed grant of ${who} into ${cek} (arena). */
static enum err open_grant(struct vault *v, const struct identity *who,
    const struct id *chart, uint32_t epoch, const struct store_val *sealed,
    unsigned char *cek)
{
	unsigned char *plain = secret_new(GRANT_PLAIN), head[GRANT_HEAD];
	enum err e = ERR_OK;

	if (plain == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	grant_head(v, chart, epoch, &who->id, head);
	if (sealed->len != GRANT_LEN ||
	    box_open(who->pk.box, who->box_sk, sealed->p, sealed->len, plain) !=
		ERR_OK ||
	    memcmp(plain, head, GRANT_HEAD) != 0)
		e = err_set(ERR_CORRUPT, "grant of epoch %u", (unsigned)epoch);
	else
		memcpy(cek, plain + GRANT_HEAD, KEY_LEN);
	secret_free(plain);
	return e;
}

static void prev_ad(const struct vault *v, const struct id *chart,
    uint32_t epoch, unsigned char *ad)
{
	memcpy(ad, v->host.clinic, HASH_LEN);
	memcpy(ad + 32, chart->b, ID_LEN);
	le32_put(ad + 48, epoch);
}

/* ${cek} of ${epoch} becomes that of epoch - 1; ${h} (may be NULL) is the hash
 * that the previous-key wrap must have. */
static enum err step_down(struct vault *v, const struct id *chart,
    uint32_t epoch, const unsigned char *h, unsigned char *cek)
{
	struct store_val key[] = {store_id(chart), store_int(epoch)};
	unsigned char ad[PREV_AD], got[HASH_LEN], *sub = secret_new(KEY_LEN);
	const struct store_val *row, *wrap;
	struct buf plain = {0};
	enum err e;

	if (sub == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = store_get(v->db, STORE_EPOCH, key, &row)) != ERR_OK) {
		e = vault_corrupt(e);
		goto out;
	}
	wrap = &row[COL_EPOCH_PREVWRAP];
	hash1(LABEL_PREV_WRAP, wrap->p, wrap->len, got);
	kdf_subkey(cek, SUBKEY_CHART_PREV, sub);
	prev_ad(v, chart, epoch, ad);
	if ((h != NULL && memcmp(h, got, HASH_LEN) != 0) ||
	    wrap->len != PREVWRAP_LEN ||
	    seal_open(sub, ad, sizeof ad, wrap->p, wrap->len, &plain) != ERR_OK)
		e = err_set(ERR_CORRUPT, "wrap of the key before epoch %u",
		    (unsigned)epoch);
	else
		memcpy(cek, plain.p, KEY_LEN);
out:
	buf_free(&plain);
	secret_free(sub);
	return e;
}

/* ---- from grant to key
 * --------------------------------------------------------- */

static enum err check_kc(
    const struct chart_state *c, uint32_t epoch, const unsigned char *cek)
{
	unsigned char kc[HASH_LEN];

	hash1(LABEL_KEY_COMMIT, cek, KEY_LEN, kc);
	if (memcmp(kc, c->epoch[epoch - 1].kc, HASH_LEN) != 0)
		return err_set(ERR_CORRUPT, "key of epoch %u of chart %u",
		    (unsigned)epoch, c->pub.ordinal);
	return ERR_OK;
}

/* The key of the newest epoch that is granted to me, into ${cek}. */
static enum err newest_granted(struct vault *v, const struct identity *who,
    const struct chart_state *c, uint32_t least, uint32_t *epoch,
    unsigned char *cek)
{
	int me = state_person_index(&v->st, &who->id);
	const struct grant_state *g = NULL;
	const struct store_val *sealed;
	unsigned char h[HASH_LEN];
	uint32_t ep = c->pub.epoch;
	enum err e;

	while (
	    ep >= least && ep > 0 && (g = state_member(c, ep, me, 0)) == NULL)
		ep--;
	if (g == NULL)
		return err_set(
		    ERR_DENIED, "no grant of chart %u", c->pub.ordinal);
	if ((e = get_grant(v, &c->pub.id, ep, &who->id, &sealed)) != ERR_OK)
		return vault_corrupt(e);
	hash1(LABEL_GRANT_BLOB, sealed->p, sealed->len, h);
	if (memcmp(h, g->hash, HASH_LEN) != 0)
		return err_set(ERR_CORRUPT, "grant of epoch %u of chart %u",
		    (unsigned)ep, c->pub.ordinal);
	if ((e = open_grant(v, who, &c->pub.id, ep, sealed, cek)) != ERR_OK)
		return e;
	*epoch = ep;
	return check_kc(c, ep, cek);
}

/* Begin at the nearest key above that is in the cache, or at the grant. */
static enum err start_above(struct vault *v, const struct chart_state *c,
    uint32_t epoch, uint32_t *at, unsigned char *cek)
{
	const unsigned char *key;

	for (uint32_t ep = epoch + 1; ep <= c->pub.epoch; ep++)
		if ((key = cache_find(&v->ceks, &c->pub.id, ep)) != NULL) {
			memcpy(cek, key, KEY_LEN);
			*at = ep;
			return ERR_OK;
		}
	return newest_granted(v, v->me, c, epoch, at, cek);
}

/* Whoever was removed has the key in memory at most. */
static bool is_member(
    struct vault *v, const struct chart_state *c, uint32_t epoch)
{
	int me = state_person_index(&v->st, &v->me->id);
	uint32_t ep = c->pub.epoch;

	while (ep >= epoch && state_member(c, ep, me, 0) == NULL)
		ep--;
	return ep >= epoch;
}

/* Until the key is changed, an end is a rule of the program (security.md 2). */
static bool expired(struct vault *v, const struct chart_state *c)
{
	int me = state_person_index(&v->st, &v->me->id);

	return state_member(c, c->pub.epoch, me, 0) != NULL &&
	       state_member(c, c->pub.epoch, me, clock_utc(v->clock)) == NULL;
}

enum err keys_cek(struct vault *v, const struct id *chart, uint32_t epoch,
    const unsigned char **out)
{
	const struct chart_state *c;
	const unsigned char *key = NULL;
	unsigned char *cek;
	uint32_t at = 0;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	c = state_chart(&v->st, chart);
	if (c == NULL || epoch == 0 || epoch > c->nepoch)
		return err_set(ERR_NOTFOUND, "chart or epoch");
	if (!is_member(v, c, epoch))
		return err_set(
		    ERR_DENIED, "no grant of chart %u", c->pub.ordinal);
	if (expired(v, c))
		return err_set(ERR_DENIED, "grant of chart %u has expired",
		    c->pub.ordinal);
	if ((key = cache_find(&v->ceks, chart, epoch)) != NULL) {
		*out = key;
		return ERR_OK;
	}
	if ((cek = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	e = start_above(v, c, epoch, &at, cek);
	for (; e == ERR_OK && at > epoch; at--) {
		e = step_down(v, chart, at, c->epoch[at - 1].prevwrap, cek);
		if (e == ERR_OK)
			e = check_kc(c, at - 1, cek);
	}
	if (e == ERR_OK)
		e = cache_put(&v->ceks, chart, epoch, cek, &key);
	if (e == ERR_OK)
		*out = key;
	secret_free(cek);
	return e;
}

enum err keys_newest_as(struct vault *v, const struct identity *who,
    const struct id *chart, unsigned char *cek)
{
	const struct chart_state *c = state_chart(&v->st, chart);
	uint32_t epoch = 0;

	if (c == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	return newest_granted(v, who, c, c->pub.epoch, &epoch, cek);
}

enum err keys_chart(struct vault *v, const struct id *chart, uint32_t epoch,
    enum subkey sub, unsigned char *out)
{
	const unsigned char *cek;
	enum err e = keys_cek(v, chart, epoch, &cek);

	if (e == ERR_OK)
		kdf_subkey(cek, sub, out);
	return e;
}

/* ---- ledger keys
 * ------------------------------------------------------------------ */

const unsigned char *keys_ledger(const struct vault *v, uint32_t kep)
{
	if (kep == 0 || kep > v->nledger_key)
		return NULL;
	return v->ledger_key + (size_t)(kep - 1) * KEY_LEN;
}

enum err keys_add_ledger(
    struct vault *v, uint32_t epoch, const unsigned char *cek)
{
	unsigned char *p;

	if (epoch > v->nledger_key) {
		if ((p = secret_new((size_t)epoch * KEY_LEN)) == NULL)
			return err_set(ERR_NOMEM, "key memory is full");
		if (v->nledger_key > 0)
			memcpy(
			    p, v->ledger_key, (size_t)v->nledger_key * KEY_LEN);
		secret_free(v->ledger_key);
		v->ledger_key = p;
		v->nledger_key = epoch;
	}
	kdf_subkey(
	    cek, SUBKEY_LEDGER, v->ledger_key + (size_t)(epoch - 1) * KEY_LEN);
	return ERR_OK;
}

/* Arena space is not for a hostile epoch table to spend. */
#define EPOCHS_MAX 4096

static enum err note_epoch(void *arg, const struct store_val *row)
{
	int64_t n = row[COL_EPOCH_EPOCH].num;

	if (n < 1 || n > EPOCHS_MAX)
		return err_set(ERR_CORRUPT, "epoch number");
	*(uint32_t *)arg = (uint32_t)n;
	return STORE_STOP;
}

enum err keys_boot(struct vault *v)
{
	struct store_val prefix = store_id(CHART_ZERO);
	struct store_scan scan = {.table = STORE_EPOCH,
	    .prefix = &prefix,
	    .nprefix = 1,
	    .reverse = true};
	unsigned char *cek = secret_new(KEY_LEN);
	const struct store_val *sealed = NULL;
	uint32_t ep = 0;
	enum err e;

	if (cek == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	if ((e = store_scan(v->db, &scan, note_epoch, &ep)) != ERR_OK)
		goto out;
	for (; ep > 0; ep--) {
		e = get_grant(v, CHART_ZERO, ep, &v->me->id, &sealed);
		if (e != ERR_NOTFOUND)
			break;
	}
	if (ep == 0)
		e = err_set(ERR_DENIED, "no grant of the clinic's key");
	if (e == ERR_OK)
		e = open_grant(v, v->me, CHART_ZERO, ep, sealed, cek);
	for (; e == ERR_OK && ep > 0; ep--) {
		e = keys_add_ledger(v, ep, cek);
		if (e == ERR_OK && ep > 1)
			e = step_down(v, CHART_ZERO, ep, NULL, cek);
	}
out:
	secret_free(cek);
	return e;
}

enum err keys_boot_check(struct vault *v)
{
	unsigned char *sub = secret_new(KEY_LEN);
	enum err e = ERR_OK;

	if (sub == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	for (uint32_t ep = v->st.kep; e == ERR_OK && ep > 0; ep--) {
		e = keys_chart(v, CHART_ZERO, ep, SUBKEY_LEDGER, sub);
		if (e == ERR_OK &&
		    (keys_ledger(v, ep) == NULL ||
			!secret_equal(sub, keys_ledger(v, ep), KEY_LEN)))
			e = err_set(ERR_CORRUPT, "ledger key %u", (unsigned)ep);
	}
	secret_free(sub);
	return vault_corrupt(e);
}

/* ---- making
 * ------------------------------------------------------------------------ */

static enum err make_prevwrap(struct vault *v, const struct id *chart,
    uint32_t epoch, const unsigned char *cek, const unsigned char *prev,
    struct buf *out)
{
	unsigned char ad[PREV_AD], *sub;
	enum err e;

	if (prev == NULL)
		return ERR_OK;
	if ((sub = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	kdf_subkey(cek, SUBKEY_CHART_PREV, sub);
	prev_ad(v, chart, epoch, ad);
	e = seal(sub, ad, sizeof ad, prev, KEY_LEN, out);
	secret_free(sub);
	return e;
}

enum err keys_epoch_append(struct vault *v, const struct identity *by,
    const struct id *chart, uint32_t epoch, const unsigned char *cek,
    const unsigned char *prev, uint64_t cited)
{
	struct event ev = {
	    .type = EV_EPOCH, .chart = *chart, .epoch = epoch, .cited = cited};
	struct buf wrap = {0};
	enum err e;

	if ((epoch == 1) != (prev == NULL))
		return err_set(ERR_CONFLICT, "epoch %u", (unsigned)epoch);
	if ((e = make_prevwrap(v, chart, epoch, cek, prev, &wrap)) != ERR_OK)
		goto out;
	hash1(LABEL_KEY_COMMIT, cek, KEY_LEN, ev.kc);
	hash1(LABEL_PREV_WRAP, wrap.p, wrap.len, ev.hash);
	const struct store_val row[] = {
	    [COL_EPOCH_CHART] = store_id(chart),
	    [COL_EPOCH_EPOCH] = store_int(epoch),
	    [COL_EPOCH_PREVWRAP] = store_bytes(wrap.p, wrap.len),
	};
	if ((e = store_put(v->db, STORE_EPOCH, row)) != ERR_OK)
		goto out;
	if (id_is_zero(chart) && (e = keys_add_ledger(v, epoch, cek)) != ERR_OK)
		goto out;
	if ((e = ledger_append_as(v, by, &ev)) == ERR_OK)
		e = keys_grant_append(v, by, chart, epoch, cek,
		    &v->st.person[v->st.records].pub.id,
		    (struct key_terms){.cited = cited});
out:
	buf_free(&wrap);
	return e;
}

enum err keys_grant_append(struct vault *v, const struct identity *by,
    const struct id *chart, uint32_t epoch, const unsigned char *cek,
    const struct id *grantee, struct key_terms terms)
{
	const struct person_state *p = state_person(&v->st, grantee);
	unsigned char sealed[GRANT_LEN], *plain = NULL;
	struct event ev = {.type = EV_GRANT,
	    .chart = *chart,
	    .epoch = epoch,
	    .subject = *grantee,
	    .until = terms.until,
	    .cited = terms.cited};
	const struct store_val row[] = {
	    [COL_GRANTS_CHART] = store_id(chart),
	    [COL_GRANTS_EPOCH] = store_int(epoch),
	    [COL_GRANTS_GRANTEE] = store_id(grantee),
	    [COL_GRANTS_SEALED] = store_bytes(sealed, sizeof sealed),
	};
	enum err e;

	if (p == NULL)
		return err_set(ERR_NOTFOUND, "person");
	if ((plain = secret_new(GRANT_PLAIN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	grant_head(v, chart, epoch, grantee, plain);
	memcpy(plain + GRANT_HEAD, cek, KEY_LEN);
	e = box_seal(state_keys_now(p)->box, plain, GRANT_PLAIN, sealed);
	secret_free(plain);
	if (e != ERR_OK)
		return e;
	hash1(LABEL_GRANT_BLOB, sealed, sizeof sealed, ev.hash);
	if ((e = store_set(v->db, STORE_GRANTS, row)) != ERR_OK)
		return e;
	return ledger_append_as(v, by, &ev);
}

/* ---- changing
 * ---------------------------------------------------------------------- */

/* Every member of epoch - 1 that remains, but RECORDS. */
static enum err grant_remaining(struct vault *v, const struct identity *by,
    const struct id *chart, const unsigned char *cek, uint64_t cited)
{
	int64_t now = clock_utc(v->clock);
	const struct chart_state *c = state_chart(&v->st, chart);
	uint32_t was = c->pub.epoch - 1;
	size_t n = c->ngrant;
	enum err e = ERR_OK;

	/* Appending moves the arrays. */
	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		const struct grant_state *g;
		struct key_terms terms = {.cited = cited};
		struct id who;

		c = state_chart(&v->st, chart);
		g = &c->grant[i];
		if (g->epoch != was || g->grantee == v->st.records ||
		    state_member(c, was, g->grantee, now) != g)
			continue;
		who = v->st.person[g->grantee].pub.id;
		terms.until = g->until;
		e = keys_grant_append(v, by, chart, was + 1, cek, &who, terms);
	}
	return e;
}

enum err keys_rotate(struct vault *v, const struct identity *by,
    const struct id *chart, const unsigned char *prev, uint64_t cited)
{
	const struct id id = *chart;
	unsigned char *cek = secret_new(KEY_LEN);
	uint32_t next = state_chart(&v->st, &id)->pub.epoch + 1;
	enum err e;

	if (cek == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	secret_random(cek, KEY_LEN);
	e = keys_epoch_append(v, by, &id, next, cek, prev, cited);
	if (e == ERR_OK)
		e = grant_remaining(v, by, &id, cek, cited);
	secret_free(cek);
	return e;
}

enum err keys_rotate_due(struct vault *v, const struct id *chart)
{
	const struct chart_state *c = state_chart(&v->st, chart);
	const unsigned char *cek;
	unsigned char *copy;
	uint64_t due;
	enum err e;

	if (c == NULL || (due = state_due(c, clock_utc(v->clock))) == 0)
		return ERR_OK;
	if ((e = keys_cek(v, chart, c->pub.epoch, &cek)) != ERR_OK)
		return e;
	if ((copy = secret_new(KEY_LEN)) == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	memcpy(copy, cek, KEY_LEN);
	e = keys_rotate(v, v->me, chart, copy, due);
	secret_free(copy);
	return e;
}

static enum err remove_row(
    struct vault *v, const struct chart_state *c, const struct grant_state *g)
{
	struct store_val key[] = {store_id(&c->pub.id), store_int(g->epoch),
	    store_id(&v->st.person[g->grantee].pub.id)};
	enum err e = store_remove(v->db, STORE_GRANTS, key, 3);

	/* Twice granted in one epoch has one row. */
	return e == ERR_NOTFOUND ? ERR_OK : e;
}

enum err keys_grants_remove(struct vault *v, uint64_t seq)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < v->st.nchart; i++) {
		const struct chart_state *c = &v->st.chart[i];

		for (size_t k = 0; e == ERR_OK && k < c->ngrant; k++)
			if (c->grant[k].ended == seq)
				e = remove_row(v, c, &c->grant[k]);
	}
	return e;
}
