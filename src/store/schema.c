#include "store/schema.h"

#define INT(n)                                                                 \
	{                                                                      \
		n, STORE_INT                                                   \
	}
#define BYTES(n)                                                               \
	{                                                                      \
		n, STORE_BYTES                                                 \
	}
#define COLS(...)                                                              \
	.ncol = sizeof((struct store_column[]){__VA_ARGS__}) /                 \
		sizeof(struct store_column),                                   \
	.col = {__VA_ARGS__}
#define N(a) (sizeof(a) / sizeof((a)[0]))

#define META                                                                   \
	{                                                                      \
		STORE_META, "meta", 1, 1, COLS(BYTES("k"), BYTES("v"))         \
	}

static const struct store_index ledger_index[] = {
    {"ledger_chart", 1, 2, {COL_LEDGER_CHART, COL_LEDGER_SEQ}},
};

/* name, since, nkey, columns; new rows go to the end */
static const struct store_def clinic[] = {
    META,
    {STORE_KW, "kw", 1, 3,
	COLS(BYTES("owner"), INT("purpose"), INT("slot"), BYTES("blob"))},
    {STORE_LOGIN, "login", 1, 1, COLS(BYTES("tag"), BYTES("owner"))},
    {STORE_EPOCH, "epoch", 1, 2,
	COLS(BYTES("chart"), INT("epoch"), BYTES("prevwrap"))},
    {STORE_GRANTS, "grants", 1, 3,
	COLS(BYTES("chart"), INT("epoch"), BYTES("grantee"), BYTES("sealed"))},
    {STORE_ENTRY, "entry", 1, 3,
	COLS(BYTES("chart"), BYTES("entry"), INT("ver"), INT("epoch"),
	    BYTES("blob"))},
    {STORE_LEDGER, "ledger", 1, 1,
	COLS(INT("seq"), BYTES("chart"), INT("kep"), BYTES("hash"),
	    BYTES("blob")),
	N(ledger_index), ledger_index},
    {STORE_REQUEST, "request", 1, 1, COLS(BYTES("id"), BYTES("blob"))},
};

static const struct store_def user[] = {
    META,
    {STORE_DRAFT, "draft", 1, 2,
	COLS(BYTES("id"), BYTES("field"), BYTES("chart"), INT("epoch"),
	    BYTES("blob"))},
    {STORE_PIN, "pin", 1, 1, COLS(INT("id"), BYTES("blob"))},
    {STORE_PREFS, "prefs", 1, 1, COLS(INT("id"), BYTES("blob"))},
};

static const struct store_def private[] = {
    META,
    {STORE_WRAP, "wrap", 1, 2,
	COLS(INT("purpose"), INT("slot"), BYTES("blob"))},
    {STORE_PNOTE, "pnote", 1, 2,
	COLS(BYTES("entry"), INT("ver"), BYTES("blob"))},
    {STORE_PDRAFT, "pdraft", 1, 2,
	COLS(BYTES("id"), BYTES("field"), BYTES("blob"))},
    {STORE_PLEDGER, "pledger", 1, 1,
	COLS(INT("seq"), BYTES("hash"), BYTES("blob"))},
    {STORE_FAILURES, "failures", 1, 1,
	COLS(INT("id"), INT("count"), INT("since"))},
};

/* name, version, durable, lock */
const struct store_schema store_schemas[STORE_KINDS] = {
    [STORE_CLINIC] = {"clinic", 1, 1, "writer.lock", N(clinic), clinic},
    [STORE_USER] = {"user", 1, 0, NULL, N(user), user},
    [STORE_PRIVATE] = {"private", 1, 0, NULL, N(private), private},
};

const struct store_def *schema_def(
    const struct store_schema *s, enum store_table t)
{
	for (size_t i = 0; i < s->ndef; i++)
		if (s->def[i].id == t)
			return &s->def[i];
	return NULL;
}

size_t schema_order(
    const struct store_def *d, unsigned order, unsigned char *cols)
{
	size_t n = 0;

	if (order != STORE_BY_KEY) {
		const struct store_index *x = &d->index[order - 1];

		for (; n < x->ncol; n++)
			cols[n] = x->col[n];
	}
	for (unsigned char k = 0; k < d->nkey; k++) {
		size_t i = 0;

		while (i < n && cols[i] != k)
			i++;
		if (i == n)
			cols[n++] = k;
	}
	return n;
}
