/*
 * A hostile database file: a sound one with patches (offset, length, bytes) and
 * perhaps cut short, is opened, read whole, checked and written to.
 */
#include "tests/fuzz/fuzz.h"

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "store/store.h"

static const char *const clutter[] = {"-wal", "-shm", "-journal"};

static void clean(void)
{
	char name[32];

	for (size_t i = 0; i < sizeof(clutter) / sizeof(clutter[0]); i++) {
		strcpy(name, "u.db");
		(void)unlink(fuzz_path(strcat(name, clutter[i])));
	}
	(void)unlink(fuzz_path("u.db"));
}

static void fill(struct store *s)
{
	unsigned char id[16] = {1};
	char field[16] = "subjective", blob[900];

	memset(blob, 'x', sizeof(blob));
	HOLDS(store_begin_write(s) == ERR_OK);
	for (int i = 0; i < 24; i++) {
		struct store_val row[5];

		id[15] = (unsigned char)i;
		row[COL_DRAFT_ID] = store_bytes(id, 16);
		row[COL_DRAFT_FIELD] = store_bytes(field, 16);
		row[COL_DRAFT_CHART] = store_bytes(id, 16);
		row[COL_DRAFT_EPOCH] = store_int(i);
		row[COL_DRAFT_BLOB] = store_bytes(blob, (size_t)i * 37);
		HOLDS(store_put(s, STORE_DRAFT, row) == ERR_OK);
	}
	HOLDS(store_commit(s) == ERR_OK);
	HOLDS(store_checkpoint(s, true) == ERR_OK);
}

static const struct buf *sound(void)
{
	static struct buf b;
	struct store *s = NULL;

	if (b.len > 0)
		return &b;
	clean();
	HOLDS(store_open(NULL, STORE_USER, fuzz_path("u.db"), STORE_NEW, &s) ==
	      ERR_OK);
	fill(s);
	store_free(s);
	HOLDS(file_read(fuzz_path("u.db"), BUF_MAX - 1, &b) == ERR_OK);
	return &b;
}

static enum err row(void *arg, const struct store_val *v)
{
	const struct store_def *def = arg;
	struct buf all = {0};

	for (size_t i = 0; i < def->ncol; i++)
		if (def->col[i].type == STORE_BYTES)
			HOLDS(buf_add(&all, v[i].p, v[i].len) == ERR_OK);
	buf_free(&all);
	return ERR_OK;
}

static void use(struct store *s)
{
	const struct store_schema *all = store_schema_of(s);
	bool changed;

	for (size_t i = 0; i < all->ndef; i++) {
		const struct store_scan scan = {.table = all->def[i].id};

		MAY(store_scan(s, &scan, row, (void *)(uintptr_t)&all->def[i]));
	}
	MAY(store_check(s));
	MAY(store_changed(s, &changed));
	if (store_begin_write(s) == ERR_OK) {
		const struct store_val v[] = {
		    store_int(1), store_bytes("pin", 3)};

		MAY(store_set(s, STORE_PIN, v));
		store_rollback(s);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct script in = {p, len};
	struct store *s = NULL;
	struct buf b = {0};
	unsigned cut;

	fuzz_begin();
	HOLDS(buf_copy(&b, sound()) == ERR_OK);
	cut = script_16(&in);
	while (in.len > 3) {
		/* The head of the file is where most is to be said. */
		size_t at = script_16(&in), n;
		const uint8_t *patch;

		n = script_8(&in);
		at = (n & 0x80) != 0 ? at : at % 600;
		patch = script_bytes(&in, n & 0x7F, &n);
		if (at < b.len)
			memcpy(
			    b.p + at, patch, n < b.len - at ? n : b.len - at);
	}
	if (cut != 0 && cut < b.len)
		buf_cut(&b, cut);
	clean();
	(void)fuzz_file("u.db", b.p, b.len);
	if (store_open(NULL, STORE_USER, fuzz_path("u.db"), 0, &s) == ERR_OK)
		use(s);
	store_free(s);
	buf_free(&b);
	return 0;
}
