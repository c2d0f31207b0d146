#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "vault/draft.h"
#include "vault/draftrow.h"
#include "vault/internal.h"

/* login8 slot4 since8 */
#define HOLDER_TEXT (HOLDER_LOGIN + 4 + 8)

static const unsigned char holder_field[SEALED_FIELD] = "@holder";

struct draft {
	struct vault *v;
	struct id id, chart;
	struct buf hold; /* the @holder blob that is mine; empty: not held */
	int64_t since;	 /* of the other holder */
};

/* ---- who holds it ------------------------------------------------------ */

/* Write the @holder row; what was stored goes to ${blob}. */
static enum err set_holder(
    struct draft *d, struct draftrow *r, struct buf *blob)
{
	struct vault *v = d->v;
	unsigned char text[HOLDER_TEXT];

	memcpy(text, v->holder.login, HOLDER_LOGIN);
	le32_put(text + HOLDER_LOGIN, v->holder.slot);
	le64_put(text + HOLDER_LOGIN + 4, (uint64_t)clock_utc(v->clock));
	return draftrow_set(v, r, holder_field, text, HOLDER_TEXT, blob);
}

/* *held: another login that is alive stands in the @holder row.  If it is this
 * login, its blob goes to ${blob}. */
static enum err read_holder(struct draft *d, bool *held, struct buf *blob)
{
	struct vault *v = d->v;
	const struct store_val *row;
	struct buf text = {0};
	enum err e;

	*held = false;
	e = draftrow_get(v, &d->id, holder_field, &row);
	if (e == ERR_OK)
		e = draftrow_open(v, row, &text);
	/* The row only keeps logins apart: one that cannot be read must not
	 * lock the words in. */
	if (e == ERR_NOTFOUND || e == ERR_CORRUPT) {
		err_clear();
		return ERR_OK;
	}
	if (e == ERR_OK && text.len == HOLDER_TEXT) {
		if (memcmp(text.p, v->holder.login, HOLDER_LOGIN) == 0) {
			e = buf_add(blob, row[COL_DRAFT_BLOB].p,
			    row[COL_DRAFT_BLOB].len);
		} else {
			d->since = (int64_t)le64_get(text.p + HOLDER_LOGIN + 4);
			e = holder_alive(
			    &v->holder, le32_get(text.p + HOLDER_LOGIN), held);
		}
	}
	buf_free(&text);
	return e;
}

/* Inside a write transaction: ERR_CONFLICT unless the row is still the one that
 * this login wrote.  Needs no key. */
static enum err check_holder(struct draft *d)
{
	const struct store_val *row;
	enum err e;

	if (d->hold.len == 0)
		return err_set(ERR_CONFLICT, "draft is held elsewhere");
	e = draftrow_get(d->v, &d->id, holder_field, &row);
	if (e != ERR_OK && e != ERR_NOTFOUND)
		return e;
	if (e == ERR_NOTFOUND || row[COL_DRAFT_BLOB].len != d->hold.len ||
	    memcmp(row[COL_DRAFT_BLOB].p, d->hold.p, d->hold.len) != 0)
		return err_set(ERR_CONFLICT, "draft was taken over");
	return ERR_OK;
}

/* Begin to write, as the holder. */
static enum err begin_held(struct draft *d)
{
	enum err e;

	if ((e = vault_need(d->v)) != ERR_OK ||
	    (e = store_begin_write(d->v->user)) != ERR_OK)
		return e;
	if ((e = check_holder(d)) != ERR_OK)
		store_rollback(d->v->user);
	return e;
}

static enum err end_write(struct draft *d, enum err e)
{
	if (e == ERR_OK)
		return store_commit(d->v->user);
	store_rollback(d->v->user);
	return e;
}

/* Commit; then ${hold} is what this login holds. */
static enum err end_holding(struct draft *d, enum err e, struct buf *hold)
{
	e = end_write(d, e);
	if (e == ERR_OK) {
		buf_free(&d->hold);
		d->hold = *hold;
	} else {
		buf_free(hold);
	}
	return e;
}

/* ---- open and close ---------------------------------------------------- */

static enum err same_chart(void *arg, const struct store_val *row)
{
	const struct draft *d = arg;

	if (row[COL_DRAFT_CHART].len != ID_LEN ||
	    memcmp(row[COL_DRAFT_CHART].p, d->chart.b, ID_LEN) != 0)
		return err_set(ERR_CONFLICT, "draft of another chart");
	return ERR_OK;
}

static enum err check_chart(struct draft *d)
{
	struct store_val id = store_id(&d->id);
	struct store_scan scan = {
	    .table = STORE_DRAFT, .prefix = &id, .nprefix = 1};

	return store_scan(d->v->user, &scan, same_chart, d);
}

static enum err open_held(struct draft *d, bool *held)
{
	struct vault *v = d->v;
	struct store *user;
	struct buf hold = {0};
	struct draftrow r;
	char path[PATH_MAX];
	enum err e;

	if ((e = userfile_open(v, &user)) != ERR_OK ||
	    (e = userfile_path(v, false, ".open", path)) != ERR_OK ||
	    (e = holder_init(&v->holder, path)) != ERR_OK ||
	    (e = store_begin_write(user)) != ERR_OK)
		return e;
	if ((e = check_chart(d)) == ERR_OK)
		e = read_holder(d, held, &hold);
	if (e == ERR_OK && !*held && hold.len == 0) {
		e = draftrow_init(v, &d->id, &d->chart, &r);
		if (e == ERR_OK)
			e = set_holder(d, &r, &hold);
		draftrow_done(&r);
	}
	return end_holding(d, e, &hold);
}

enum err draft_open(struct vault *v, const struct id *id,
    const struct id *chart, struct draft **out, bool *held)
{
	struct draft *d;
	bool h = false;
	enum err e;

	if ((e = vault_need(v)) != ERR_OK ||
	    (e = ledger_catch_up(v, NULL)) != ERR_OK)
		return e;
	if ((d = mem_new(1, sizeof(*d))) == NULL)
		return ERR_NOMEM;
	*d = (struct draft){.v = v, .id = *id, .chart = *chart};
	if ((e = open_held(d, &h)) != ERR_OK) {
		free(d);
		return e;
	}
	*out = d;
	*held = h;
	return ERR_OK;
}

void draft_close(struct draft *d)
{
	if (d == NULL)
		return;
	/* Works after a lock too.  If it fails, the end of the login lets
	 * go. */
	if (d->hold.len > 0 && d->v->user != NULL &&
	    store_begin_write(d->v->user) == ERR_OK) {
		enum err e = check_holder(d);

		if (e == ERR_OK)
			e = draftrow_remove(d->v, &d->id, holder_field);
		if (end_write(d, e) != ERR_OK)
			err_clear();
	}
	buf_free(&d->hold);
	free(d);
}

enum err draft_take(struct draft *d)
{
	struct buf hold = {0};
	struct draftrow r;
	enum err e;

	if ((e = vault_need(d->v)) != ERR_OK ||
	    (e = store_begin_write(d->v->user)) != ERR_OK)
		return e;
	if ((e = check_chart(d)) == ERR_OK) {
		e = draftrow_init(d->v, &d->id, &d->chart, &r);
		if (e == ERR_OK)
			e = set_holder(d, &r, &hold);
		draftrow_done(&r);
	}
	return end_holding(d, e, &hold);
}

const struct id *draft_id(const struct draft *d)
{
	return &d->id;
}

const struct id *draft_chart(const struct draft *d)
{
	return &d->chart;
}

int64_t draft_held_since(const struct draft *d)
{
	return d->since;
}

/* ---- fields ------------------------------------------------------------ */

static enum err put_one(
    struct draft *d, struct draftrow *r, const struct draft_field *f)
{
	unsigned char field[SEALED_FIELD];
	enum err e;

	if ((e = sealed_field(f->tag, field)) != ERR_OK)
		return e;
	if (memcmp(field, holder_field, SEALED_FIELD) == 0)
		return err_set(ERR_FORMAT, "tag of the holder");
	if (f->len == 0)
		return draftrow_remove(d->v, &d->id, field);
	return draftrow_set(d->v, r, field, f->p, f->len, NULL);
}

enum err draft_put(struct draft *d, const struct draft_field *f, size_t n)
{
	struct draftrow r;
	enum err e;

	if ((e = begin_held(d)) != ERR_OK)
		return e;
	e = draftrow_init(d->v, &d->id, &d->chart, &r);
	for (size_t i = 0; e == ERR_OK && i < n; i++)
		e = put_one(d, &r, &f[i]);
	draftrow_done(&r);
	return end_write(d, e);
}

enum err draft_get(struct draft *d, const char *tag, struct buf *out)
{
	unsigned char field[SEALED_FIELD];
	const struct store_val *row;
	enum err e;

	if ((e = vault_need(d->v)) != ERR_OK ||
	    (e = sealed_field(tag, field)) != ERR_OK ||
	    (e = draftrow_get(d->v, &d->id, field, &row)) != ERR_OK ||
	    (e = same_chart(d, row)) != ERR_OK)
		return e;
	return draftrow_open(d->v, row, out);
}

static enum err add_tag(void *arg, const struct store_val *row)
{
	if (row[COL_DRAFT_FIELD].len != SEALED_FIELD)
		return err_set(ERR_CORRUPT, "draft row");
	if (memcmp(row[COL_DRAFT_FIELD].p, holder_field, SEALED_FIELD) == 0)
		return ERR_OK;
	return buf_add(arg, row[COL_DRAFT_FIELD].p, SEALED_FIELD);
}

/* The fields of a draft but @holder, 16 bytes each: listed first, so that what
 * is done with each may write. */
static enum err list_fields(struct draft *d, struct buf *fields)
{
	struct store_val id = store_id(&d->id);
	struct store_scan scan = {.table = STORE_DRAFT,
	    .prefix = &id,
	    .nprefix = 1,
	    .keys_only = true};

	return store_scan(d->v->user, &scan, add_tag, fields);
}

enum err draft_fields(struct draft *d,
    enum err (*each)(void *arg, const char *tag, const void *p, size_t len),
    void *arg)
{
	struct buf fields = {0}, text = {0};
	enum err e;

	if ((e = vault_need(d->v)) == ERR_OK)
		e = list_fields(d, &fields);
	for (size_t i = 0; e == ERR_OK && i < fields.len; i += SEALED_FIELD) {
		char tag[SEALED_FIELD + 1] = "";

		memcpy(tag, fields.p + i, SEALED_FIELD);
		buf_clear(&text);
		if ((e = draft_get(d, tag, &text)) == ERR_OK)
			e = each(arg, tag, text.p, text.len);
	}
	buf_free(&fields);
	buf_free(&text);
	return e;
}

/* ---- remove, move ------------------------------------------------------ */

enum err draft_remove(struct draft *d)
{
	struct store_val id = store_id(&d->id);
	enum err e;

	if ((e = begin_held(d)) != ERR_OK)
		return e;
	e = end_write(d, store_remove(d->v->user, STORE_DRAFT, &id, 1));
	if (e == ERR_OK)
		buf_free(&d->hold);
	return e;
}

static enum err move_fields(
    struct draft *d, struct draftrow *r, const struct buf *fields)
{
	const struct store_val *row;
	struct buf text = {0};
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < fields->len; i += SEALED_FIELD) {
		const unsigned char *field = fields->p + i;

		buf_clear(&text);
		if ((e = draftrow_get(d->v, &d->id, field, &row)) == ERR_OK &&
		    (e = draftrow_open(d->v, row, &text)) == ERR_OK)
			e = draftrow_set(
			    d->v, r, field, text.p, text.len, NULL);
	}
	buf_free(&text);
	return e;
}

enum err draft_move(struct draft *d, const struct id *chart)
{
	struct buf fields = {0}, hold = {0};
	struct draftrow r;
	enum err e;

	if ((e = begin_held(d)) != ERR_OK)
		return e;
	if ((e = draftrow_init(d->v, &d->id, chart, &r)) == ERR_OK &&
	    (e = list_fields(d, &fields)) == ERR_OK &&
	    (e = move_fields(d, &r, &fields)) == ERR_OK)
		e = set_holder(d, &r, &hold);
	draftrow_done(&r);
	buf_free(&fields);
	if ((e = end_holding(d, e, &hold)) == ERR_OK)
		d->chart = *chart;
	return e;
}
