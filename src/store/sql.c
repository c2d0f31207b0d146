#include "store/sql.h"

static const char *const types[] = {
    [STORE_INT] = "INTEGER",
    [STORE_BYTES] = "BLOB",
};

bool sql_numbered(const struct store_def *d)
{
	return d->nkey == 1 && d->col[0].type == STORE_INT;
}

/* "a","b","c" ${tail}; the first ${n} columns if ${cols} is NULL */
static enum err names(struct buf *out, const struct store_def *d,
    const unsigned char *cols, size_t n, const char *tail)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = buf_addf(out, "%s\"%s\"%s", i > 0 ? "," : "",
		    d->col[cols != NULL ? cols[i] : i].name, tail);
	return e;
}

static enum err marks(struct buf *out, size_t n)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = buf_adds(out, i > 0 ? ",?" : "?");
	return e;
}

enum err sql_table(const struct store_def *d, struct buf *out)
{
	bool numbered = sql_numbered(d);
	enum err e = buf_addf(out, "CREATE TABLE \"%s\"(", d->name);

	for (size_t i = 0; i < d->ncol && e == ERR_OK; i++)
		e = buf_addf(out, "%s\"%s\" %s %s", i > 0 ? "," : "",
		    d->col[i].name, types[d->col[i].type],
		    numbered && i == 0 ? "PRIMARY KEY" : "NOT NULL");
	if (e == ERR_OK && !numbered)
		e = buf_adds(out, ",PRIMARY KEY(");
	if (e == ERR_OK && !numbered)
		e = names(out, d, NULL, d->nkey, "");
	if (e == ERR_OK && !numbered)
		e = buf_adds(out, ")");
	return e == ERR_OK ? buf_adds(out, ")") : e;
}

enum err sql_index(
    const struct store_def *d, const struct store_index *x, struct buf *out)
{
	enum err e =
	    buf_addf(out, "CREATE INDEX \"%s\" ON \"%s\"(", x->name, d->name);

	if (e == ERR_OK)
		e = names(out, d, x->col, x->ncol, "");
	return e == ERR_OK ? buf_adds(out, ")") : e;
}

enum err sql_insert(const struct store_def *d, bool over, struct buf *out)
{
	enum err e = buf_addf(out, "INSERT INTO \"%s\"(", d->name);

	if (e == ERR_OK)
		e = names(out, d, NULL, d->ncol, "");
	if (e == ERR_OK)
		e = buf_adds(out, ") VALUES(");
	if (e == ERR_OK)
		e = marks(out, d->ncol);
	if (e == ERR_OK)
		e = buf_adds(out, over ? ") ON CONFLICT(" : ")");
	if (e != ERR_OK || !over)
		return e;
	e = names(out, d, NULL, d->nkey, "");
	if (e == ERR_OK)
		e = buf_adds(out, ") DO UPDATE SET ");
	for (size_t i = d->nkey; i < d->ncol && e == ERR_OK; i++)
		e = buf_addf(out, "%s\"%s\"=excluded.\"%s\"",
		    i > d->nkey ? "," : "", d->col[i].name, d->col[i].name);
	return e;
}

enum err sql_remove(const struct store_def *d, size_t nkey, struct buf *out)
{
	enum err e = buf_addf(out, "DELETE FROM \"%s\" WHERE (", d->name);

	if (e == ERR_OK)
		e = names(out, d, NULL, nkey, "");
	if (e == ERR_OK)
		e = buf_adds(out, ")=(");
	if (e == ERR_OK)
		e = marks(out, nkey);
	return e == ERR_OK ? buf_adds(out, ")") : e;
}

/* WHERE "a"=? AND "b"=? AND ("c","d")>=(?,?) */
static enum err where(const struct store_def *d, const struct store_scan *sc,
    const unsigned char *cols, struct buf *out)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < sc->nprefix && e == ERR_OK; i++)
		e = buf_addf(out, "%s\"%s\"=?", i > 0 ? " AND " : " WHERE ",
		    d->col[cols[i]].name);
	if (sc->nfrom == 0 || e != ERR_OK)
		return e;
	e = buf_adds(out, sc->nprefix > 0 ? " AND (" : " WHERE (");
	if (e == ERR_OK)
		e = names(out, d, cols + sc->nprefix, sc->nfrom, "");
	if (e == ERR_OK)
		e = buf_adds(out, sc->reverse ? ")<=(" : ")>=(");
	if (e == ERR_OK)
		e = marks(out, sc->nfrom);
	return e == ERR_OK ? buf_adds(out, ")") : e;
}

enum err sql_select(
    const struct store_def *d, const struct store_scan *sc, struct buf *out)
{
	unsigned char cols[STORE_COLS_MAX];
	size_t n = schema_order(d, sc->order, cols);
	enum err e = buf_adds(out, "SELECT ");

	if (e == ERR_OK)
		e = names(out, d, NULL, sc->keys_only ? d->nkey : d->ncol, "");
	if (e == ERR_OK)
		e = buf_addf(out, " FROM \"%s\"", d->name);
	if (e == ERR_OK)
		e = where(d, sc, cols, out);
	if (e == ERR_OK && sc->nprefix < n)
		e = buf_adds(out, " ORDER BY ");
	if (e == ERR_OK && sc->nprefix < n)
		e = names(out, d, cols + sc->nprefix, n - sc->nprefix,
		    sc->reverse ? " DESC" : "");
	if (e == ERR_OK && sc->limit > 0)
		e = buf_addf(out, " LIMIT %zu", sc->limit);
	return e;
}

enum err sql_count(
    const struct store_def *d, const struct store_scan *sc, struct buf *out)
{
	struct store_scan keys = *sc;
	enum err e = buf_adds(out, "SELECT count(*) FROM (");

	keys.keys_only = true;
	if (e == ERR_OK)
		e = sql_select(d, &keys, out);
	return e == ERR_OK ? buf_adds(out, ")") : e;
}
