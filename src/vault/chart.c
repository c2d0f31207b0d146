#include <string.h>

#include "crypto/secret.h"
#include "vault/assign.h"
#include "vault/chart.h"
#include "vault/internal.h"

enum err chart_each(struct vault *v,
    enum err (*each)(void *arg, const struct chart *), void *arg)
{
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	/* ${each} may poll, which moves the array: hand out a copy. */
	for (size_t i = 1; i < v->st.nchart; i++) {
		struct chart c = v->st.chart[i].pub;

		if ((e = each(arg, &c)) != ERR_OK)
			return e;
	}
	return ERR_OK;
}

const struct chart *chart_get(const struct vault *v, const struct id *id)
{
	const struct chart_state *cs;

	if (id_is_zero(id))
		return NULL;
	cs = state_chart(&v->st, id);
	return cs == NULL ? NULL : &cs->pub;
}

/* ---- making ------------------------------------------------------------ */

/* The first client entry: its entry id is the chart's id. */
static enum err first_entry(struct vault *v, const struct id *id,
    const unsigned char *cek, const struct buf *payload)
{
	struct entry_head h = {
	    .chart = *id, .entry = *id, .ver = 1, .cls = ENTRY_CLIENT};
	unsigned char *key = secret_new(KEY_LEN);
	enum err e;

	if (key == NULL)
		return ERR_NOMEM;
	kdf_subkey(cek, SUBKEY_CHART_ENTRY, key);
	e = entry_append_as(v, NULL, key, &h, NULL, payload, NULL);
	secret_free(key);
	return e;
}

static enum err create_in(struct vault *v, const struct id *id,
    enum err (*make)(void *arg, unsigned ordinal, struct buf *payload),
    void *arg)
{
	struct buf payload = {0};
	unsigned ordinal = (unsigned)v->st.nchart; /* chart 0 is [0] */
	unsigned char *cek = secret_new(KEY_LEN);
	enum err e = ERR_NOMEM;

	if (cek == NULL)
		return e;
	secret_random(cek, KEY_LEN);
	if ((e = keys_epoch_append(v, v->me, id, 1, cek, NULL, 0)) == ERR_OK &&
	    (e = keys_grant_append(v, v->me, id, 1, cek, &v->me->id,
		 (struct key_terms){0})) == ERR_OK &&
	    (e = make(arg, ordinal, &payload)) == ERR_OK)
		e = first_entry(v, id, cek, &payload);
	if (e == ERR_OK)
		e = assign_chart_new(v, id, cek);
	secret_free(cek);
	buf_free(&payload);
	return e;
}

enum err chart_create(struct vault *v,
    enum err (*make)(void *arg, unsigned ordinal, struct buf *payload),
    void *arg, struct id *out)
{
	struct id id;
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	secret_random(id.b, ID_LEN);
	if ((e = create_in(v, &id, make, arg)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	if ((e = ledger_commit(v)) == ERR_OK)
		*out = id;
	return e;
}

/* ---- sharing ----------------------------------------------------------- */

static enum err grant_in(struct vault *v, const struct id *chart,
    const struct id *grantee, int64_t until)
{
	const struct chart_state *cs;
	int who = state_person_index(&v->st, grantee);
	const unsigned char *cek;
	unsigned char *copy;
	enum err e = keys_rotate_due(v, chart);

	if (e != ERR_OK)
		return e;
	cs = state_chart(&v->st, chart);
	if (cs == NULL || who < 0)
		return err_set(ERR_NOTFOUND, cs == NULL ? "chart" : "person");
	if (state_member(cs, cs->pub.epoch, who, 0) != NULL)
		return err_set(ERR_EXISTS, "grant");
	if ((e = keys_cek(v, chart, cs->pub.epoch, &cek)) != ERR_OK)
		return e;
	if ((copy = secret_new(KEY_LEN)) == NULL)
		return ERR_NOMEM;
	memcpy(copy, cek, KEY_LEN);
	e = keys_grant_append(v, v->me, chart, cs->pub.epoch, copy, grantee,
	    (struct key_terms){.until = until});
	secret_free(copy);
	return e;
}

enum err chart_grant_until(struct vault *v, const struct id *chart,
    const struct id *grantee, int64_t until)
{
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	if ((e = grant_in(v, chart, grantee, until)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	return ledger_commit(v);
}

enum err chart_grant(
    struct vault *v, const struct id *chart, const struct id *grantee)
{
	return chart_grant_until(v, chart, grantee, 0);
}

enum err chart_ungrant(
    struct vault *v, const struct id *chart, const struct id *member)
{
	struct event ev = {
	    .type = EV_UNGRANT, .chart = *chart, .subject = *member};
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	if ((e = ledger_append(v, &ev)) != ERR_OK ||
	    (e = keys_grants_remove(v, ev.seq)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	return ledger_commit(v);
}

/* ---- members ----------------------------------------------------------- */

enum err chart_member_each(struct vault *v, const struct id *chart,
    enum err (*each)(void *arg, const struct chart_member *), void *arg)
{
	const struct id id = *chart;
	const struct chart_state *cs;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	for (size_t i = 0;
	     (cs = state_chart(&v->st, &id)) != NULL && i < cs->ngrant; i++) {
		const struct grant_state *g = &cs->grant[i];
		struct chart_member m;

		if (g->grantee == v->st.records ||
		    state_member(cs, cs->pub.epoch, g->grantee, 0) != g)
			continue;
		m = (struct chart_member){
		    .who = v->st.person[g->grantee].pub.id,
		    .until = g->until,
		    .expired =
			g->until != 0 && g->until <= clock_utc(v->clock)};
		if ((e = each(arg, &m)) != ERR_OK)
			return e;
	}
	return cs == NULL ? err_set(ERR_NOTFOUND, "chart") : ERR_OK;
}

bool chart_rotation_due(const struct vault *v, const struct id *chart)
{
	const struct chart_state *cs = state_chart(&v->st, chart);

	return cs != NULL && state_due(cs, clock_utc(v->clock)) != 0;
}

/* ---- audit ------------------------------------------------------------- */

/* Whoever lacks the key of a chart writes no event about it either. */
static enum err need_key(struct vault *v, const struct id *chart)
{
	const struct chart_state *cs = state_chart(&v->st, chart);
	const unsigned char *cek;

	if (cs == NULL)
		return err_set(ERR_NOTFOUND, "chart");
	return keys_cek(v, chart, cs->pub.epoch, &cek);
}

static enum err log_event(struct vault *v, struct event *ev)
{
	enum err e;

	if ((e = ledger_begin(v)) != ERR_OK)
		return e;
	if ((e = need_key(v, &ev->chart)) != ERR_OK ||
	    (e = ledger_append(v, ev)) != ERR_OK) {
		ledger_rollback(v);
		return e;
	}
	return ledger_commit(v);
}

enum err chart_view(struct vault *v, const struct id *chart)
{
	struct event ev = {.type = EV_VIEW, .chart = *chart};
	struct chart_state *cs;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	cs = state_chart(&v->st, chart);
	if (cs != NULL && cs->viewed)
		return ERR_OK;
	if ((e = log_event(v, &ev)) != ERR_OK)
		return e;
	state_chart(&v->st, &ev.chart)->viewed = true;
	return ERR_OK;
}

enum err chart_log_export(
    struct vault *v, const struct id *chart, unsigned kind, uint32_t entries)
{
	struct event ev = {
	    .type = EV_EXPORT, .chart = *chart, .kind = kind, .count = entries};
	enum err e;

	if ((e = vault_need(v)) != ERR_OK)
		return e;
	return log_event(v, &ev);
}
