/*
 * The tables of the three kinds of file (security.md 5), free of any engine.
 *
 * The first nkey columns of a table are its key; rows stand in the order of the
 * key: numbers by value, bytes as memcmp and then by length.  An index is a
 * second order over other columns, completed by the key.
 *
 * A released schema is never changed; it grows: a new table or index carries
 * the version that brought it in `since`, the kind's version is raised, and
 * opening an older file adds what is missing.  Nothing sealed is rewritten.
 * The table meta stays as it is for ever, so that a newer file can be refused.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stddef.h>

enum store_kind {
	STORE_CLINIC,  /* DIR/clinic.db */
	STORE_USER,    /* DIR/u/NAME.db */
	STORE_PRIVATE, /* DIR/p/NAME.pdb */
	STORE_KINDS
};

enum store_type {
	STORE_INT,  /* store_val.num */
	STORE_BYTES /* store_val.p and len */
};

/* Each kind of file holds the tables named for it. */
enum store_table {
	STORE_META, /* every kind */
	/* the clinic */
	STORE_KW,
	STORE_LOGIN,
	STORE_EPOCH,
	STORE_GRANTS,
	STORE_ENTRY,
	STORE_LEDGER,
	STORE_REQUEST,
	/* a user's file */
	STORE_DRAFT,
	STORE_PIN,
	STORE_PREFS,
	/* a private file */
	STORE_WRAP,
	STORE_PNOTE,
	STORE_PDRAFT,
	STORE_PLEDGER,
	STORE_FAILURES,
	STORE_TABLES
};

/* The columns by table, key first; bytes unless marked int. */
enum { COL_META_K, COL_META_V };
enum {
	COL_KW_OWNER,
	COL_KW_PURPOSE /* int */,
	COL_KW_SLOT /* int */,
	COL_KW_BLOB
};
enum { COL_LOGIN_TAG, COL_LOGIN_OWNER };
enum { COL_EPOCH_CHART, COL_EPOCH_EPOCH /* int */, COL_EPOCH_PREVWRAP };
enum {
	COL_GRANTS_CHART,
	COL_GRANTS_EPOCH /* int */,
	COL_GRANTS_GRANTEE,
	COL_GRANTS_SEALED
};
enum {
	COL_ENTRY_CHART,
	COL_ENTRY_ENTRY,
	COL_ENTRY_VER /* int */,
	/* not key */ COL_ENTRY_EPOCH /* int */,
	COL_ENTRY_BLOB
};
enum {
	COL_LEDGER_SEQ /* int */,
	/* not key */ COL_LEDGER_CHART,
	COL_LEDGER_KEP /* int */,
	COL_LEDGER_HASH,
	COL_LEDGER_BLOB
};
enum { COL_REQUEST_ID, COL_REQUEST_BLOB };
enum {
	COL_DRAFT_ID,
	COL_DRAFT_FIELD,
	/* not key */ COL_DRAFT_CHART,
	COL_DRAFT_EPOCH /* int */,
	COL_DRAFT_BLOB
};
enum { COL_PIN_ID /* int */, COL_PIN_BLOB };
enum { COL_PREFS_ID /* int */, COL_PREFS_BLOB };
enum { COL_WRAP_PURPOSE /* int */, COL_WRAP_SLOT /* int */, COL_WRAP_BLOB };
enum { COL_PNOTE_ENTRY, COL_PNOTE_VER /* int */, COL_PNOTE_BLOB };
enum { COL_PDRAFT_ID, COL_PDRAFT_FIELD, COL_PDRAFT_BLOB };
enum { COL_PLEDGER_SEQ /* int */, COL_PLEDGER_HASH, COL_PLEDGER_BLOB };
enum {
	COL_FAILURES_ID /* int */,
	COL_FAILURES_COUNT /* int */,
	COL_FAILURES_SINCE /* int */
};

/* The orders of a table: its key, or its nth index. */
enum { STORE_BY_KEY = 0, STORE_LEDGER_BY_CHART = 1 /* chart, seq */ };

#define STORE_COLS_MAX 6

struct store_column {
	const char *name;
	enum store_type type;
};

struct store_index {
	const char *name;
	unsigned since;
	size_t ncol;
	unsigned char col[STORE_COLS_MAX];
};

struct store_def {
	enum store_table id;
	const char *name;
	unsigned since;
	size_t nkey;
	size_t ncol;
	struct store_column col[STORE_COLS_MAX];
	size_t nindex;
	const struct store_index *index;
};

struct store_schema {
	const char *name;
	/* Schema version of this program, in meta under STORE_META_VERSION as
	 * four bytes. */
	unsigned version;
	/* A commit is on the disk when it returns; otherwise it survives a
	 * killed program, and a power cut only after store_checkpoint. */
	int durable;
	/* The writer lock beside the file; NULL: the file's own name with
	 * .lock in place of its ending. */
	const char *lock;
	size_t ndef;
	const struct store_def *def;
};

/* The key of the version row in meta; upper layers use other keys. */
#define STORE_META_VERSION "schema"

extern const struct store_schema store_schemas[STORE_KINDS];

/* The table ${t} of ${s}, NULL if this kind of file has none. */
const struct store_def *schema_def(
    const struct store_schema *s, enum store_table t);

/* How many columns the order ${order} of ${d} has in all (an index is completed
 * by the key columns it lacks); their numbers go to ${cols}. */
size_t schema_order(
    const struct store_def *d, unsigned order, unsigned char *cols);

#endif
