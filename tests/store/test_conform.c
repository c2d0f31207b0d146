/* What every engine must do, run over each of them. */
#include <string.h>

#include "tests/store/suites.h"
#include "tests/store/temp.h"

static const char *const engines[] = {"sqlite", "memory"};
#define ENGINES 2

static struct store *open_kind(int i, enum store_kind kind)
{
	struct store *s = NULL;

	ck_ok(store_open(
	    engines[i], kind, temp_path("clinic.db"), STORE_NEW, &s));
	return s;
}

static struct store *open_clinic(int i)
{
	return open_kind(i, STORE_CLINIC);
}

static void put_entry(struct store *s, int chart, int entry, int ver)
{
	struct entry e;

	entry_make(&e, chart, entry, ver, 10);
	ck_ok(store_put(s, STORE_ENTRY, e.v));
	entry_done(&e);
}

/* Charts 1-3 with entries 1-4 with versions 1-3, written out of order. */
static void fill(struct store *s)
{
	ck_ok(store_begin_write(s));
	for (int c = 3; c >= 1; c--)
		for (int v = 1; v <= 3; v++)
			for (int e = 4; e >= 1; e--)
				put_entry(s, c, e, v);
	ck_ok(store_commit(s));
}

/* What a scan gave, as numbers chart * 100 + entry * 10 + version. */
struct list {
	int n, at[64];
	int stop;
	enum err with;
};

static enum err take(void *arg, const struct store_val *row)
{
	struct list *l = arg;

	l->at[l->n++] = *(const unsigned char *)row[COL_ENTRY_CHART].p * 100 +
			*(const unsigned char *)row[COL_ENTRY_ENTRY].p * 10 +
			(int)row[COL_ENTRY_VER].num;
	return l->n == l->stop ? l->with : ERR_OK;
}

static void expect(
    struct store *s, const struct store_scan *sc, const int *want, int n)
{
	struct list l = {0};
	size_t count = 0;

	ck_ok(store_scan(s, sc, take, &l));
	ck_ok(store_count(s, sc, &count));
	ck_assert_int_eq(l.n, n);
	ck_assert_uint_eq(count, (size_t)n);
	for (int i = 0; i < n; i++)
		ck_assert_int_eq(l.at[i], want[i]);
}
#define EXPECT(s, sc, ...)                                                     \
	expect(s, sc, (const int[]){__VA_ARGS__},                              \
	    (int)(sizeof((int[]){__VA_ARGS__}) / sizeof(int)))

START_TEST(get_gives_what_was_put)
{
	struct store *s = open_clinic(_i);
	const struct store_val *row = NULL;
	struct entry e;

	entry_make(&e, 1, 2, 3, 1000);
	ck_ok(store_begin_write(s));
	ck_ok(store_put(s, STORE_ENTRY, e.v));
	ck_ok(store_get(s, STORE_ENTRY, e.v, &row));
	ck_ok(store_commit(s));
	ck_ok(store_get(s, STORE_ENTRY, e.v, &row));
	ck_assert_uint_eq(row[COL_ENTRY_CHART].len, ID_LEN);
	ck_assert_mem_eq(row[COL_ENTRY_CHART].p, e.chart, ID_LEN);
	ck_assert_mem_eq(row[COL_ENTRY_ENTRY].p, e.entry, ID_LEN);
	ck_assert_int_eq(row[COL_ENTRY_VER].num, 3);
	ck_assert_int_eq(row[COL_ENTRY_EPOCH].num, 1);
	ck_assert_uint_eq(row[COL_ENTRY_BLOB].len, 1000);
	ck_assert_mem_eq(row[COL_ENTRY_BLOB].p, e.blob, 1000);
	e.v[COL_ENTRY_VER].num = 4;
	ck_err(store_get(s, STORE_ENTRY, e.v, &row), ERR_NOTFOUND);
	entry_done(&e);
	store_free(s);
}
END_TEST

START_TEST(put_refuses_a_key_that_exists)
{
	struct store *s = open_clinic(_i);
	const struct store_val *row = NULL;
	struct entry a, b;

	entry_make(&a, 1, 1, 1, 10);
	entry_make(&b, 1, 1, 1, 20);
	ck_ok(store_begin_write(s));
	ck_ok(store_put(s, STORE_ENTRY, a.v));
	ck_err(store_put(s, STORE_ENTRY, b.v), ERR_EXISTS);
	/* and the transaction goes on */
	ck_ok(store_get(s, STORE_ENTRY, a.v, &row));
	ck_assert_uint_eq(row[COL_ENTRY_BLOB].len, 10);
	ck_ok(store_set(s, STORE_ENTRY, b.v));
	ck_ok(store_commit(s));
	ck_ok(store_get(s, STORE_ENTRY, a.v, &row));
	ck_assert_uint_eq(row[COL_ENTRY_BLOB].len, 20);
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 1);
	entry_done(&a);
	entry_done(&b);
	store_free(s);
}
END_TEST

START_TEST(set_inserts_and_overwrites)
{
	struct store *s = open_kind(_i, STORE_USER);
	const struct store_val *row = NULL;
	struct store_val pin[] = {store_int(7), store_bytes("one", 3)};

	ck_ok(store_begin_write(s));
	ck_ok(store_set(s, STORE_PIN, pin));
	pin[1] = store_bytes("second", 6);
	ck_ok(store_set(s, STORE_PIN, pin));
	ck_ok(store_commit(s));
	ck_ok(store_get(s, STORE_PIN, pin, &row));
	ck_assert_uint_eq(row[1].len, 6);
	ck_assert_mem_eq(row[1].p, "second", 6);
	ck_assert_uint_eq(rows(s, STORE_PIN), 1);
	store_free(s);
}
END_TEST

START_TEST(set_moves_a_row_in_its_index)
{
	struct store *s = open_clinic(_i);
	unsigned char a[16] = {1}, b[16] = {2};
	struct store_val row[] = {store_int(1), store_bytes(a, 16),
	    store_int(0), store_bytes("", 0), store_bytes("", 0)};
	struct store_val chart = store_bytes(a, 16);
	struct store_scan sc = {.table = STORE_LEDGER,
	    .order = STORE_LEDGER_BY_CHART,
	    .prefix = &chart,
	    .nprefix = 1};
	size_t n = 9;

	ck_ok(store_begin_write(s));
	ck_ok(store_put(s, STORE_LEDGER, row));
	row[COL_LEDGER_CHART] = store_bytes(b, 16);
	ck_ok(store_set(s, STORE_LEDGER, row));
	ck_ok(store_commit(s));
	ck_ok(store_count(s, &sc, &n));
	ck_assert_uint_eq(n, 0);
	chart = store_bytes(b, 16);
	ck_ok(store_count(s, &sc, &n));
	ck_assert_uint_eq(n, 1);
	ck_ok(store_check(s));
	store_free(s);
}
END_TEST

START_TEST(scan_keeps_the_order_of_the_key)
{
	struct store *s = open_clinic(_i);
	struct store_scan sc = {.table = STORE_ENTRY};
	struct list l = {0};

	fill(s);
	ck_ok(store_scan(s, &sc, take, &l));
	ck_assert_int_eq(l.n, 36);
	for (int i = 1; i < l.n; i++)
		ck_assert_int_lt(l.at[i - 1], l.at[i]);
	l.n = 0;
	sc.reverse = true;
	ck_ok(store_scan(s, &sc, take, &l));
	ck_assert_int_eq(l.n, 36);
	for (int i = 1; i < l.n; i++)
		ck_assert_int_gt(l.at[i - 1], l.at[i]);
	store_free(s);
}
END_TEST

START_TEST(scan_takes_prefix_bound_and_limit)
{
	struct store *s = open_clinic(_i);
	struct entry k;
	struct store_scan sc = {
	    .table = STORE_ENTRY, .prefix = k.v, .nprefix = 2};

	fill(s);
	entry_make(&k, 2, 3, 2, 0);
	EXPECT(s, &sc, 231, 232, 233);
	sc.reverse = true;
	EXPECT(s, &sc, 233, 232, 231);
	sc.nprefix = 3;
	EXPECT(s, &sc, 232);
	sc = (struct store_scan){
	    .table = STORE_ENTRY, .prefix = k.v, .nprefix = 1, .limit = 4};
	EXPECT(s, &sc, 211, 212, 213, 221);
	sc.from = k.v + 1;
	sc.nfrom = 1;
	EXPECT(s, &sc, 231, 232, 233, 241);
	sc.nfrom = 2;
	EXPECT(s, &sc, 232, 233, 241, 242);
	sc.reverse = true;
	EXPECT(s, &sc, 232, 231, 223, 222);
	sc.nfrom = 1;
	EXPECT(s, &sc, 233, 232, 231, 223);
	sc = (struct store_scan){
	    .table = STORE_ENTRY, .from = k.v, .nfrom = 3, .limit = 2};
	EXPECT(s, &sc, 232, 233);
	sc.reverse = true;
	EXPECT(s, &sc, 232, 231);
	entry_done(&k);
	entry_make(&k, 9, 9, 9, 0);
	EXPECT(s, &sc, 343, 342);
	sc.reverse = false;
	expect(s, &sc, NULL, 0);
	entry_done(&k);
	store_free(s);
}
END_TEST

START_TEST(bytes_compare_as_memcmp_then_length)
{
	static const char *const keys[] = {
	    "", "a", "a\001", "aa", "b", "\177", "\200", "\377"};
	static const size_t lens[] = {0, 1, 2, 2, 1, 1, 1, 1};
	struct store *s = open_clinic(_i);
	struct store_scan sc = {.table = STORE_REQUEST};

	ck_ok(store_begin_write(s));
	for (size_t i = 8; i-- > 0;) {
		unsigned char n = (unsigned char)i;
		struct store_val row[] = {
		    store_bytes(keys[i], lens[i]), store_bytes(&n, 1)};

		ck_ok(store_put(s, STORE_REQUEST, row));
	}
	ck_ok(store_commit(s));
	for (size_t i = 0; i < 8; i++) {
		struct store_val key = store_bytes(keys[i], lens[i]);
		const struct store_val *row = NULL;
		size_t n = 0;

		ck_ok(store_get(s, STORE_REQUEST, &key, &row));
		ck_assert_uint_eq(*(const unsigned char *)row[1].p, i);
		sc.from = &key;
		sc.nfrom = 1;
		ck_ok(store_count(s, &sc, &n));
		ck_assert_uint_eq(n, 8 - i);
	}
	store_free(s);
}
END_TEST

static enum err take_num(void *arg, const struct store_val *row)
{
	struct list *l = arg;

	l->at[l->n++] = row[0].num == INT64_MIN	  ? -999
			: row[0].num == INT64_MAX ? 999
						  : (int)row[0].num;
	return ERR_OK;
}

START_TEST(numbers_compare_with_their_sign)
{
	static const int64_t keys[] = {5, INT64_MAX, 0, INT64_MIN, -1};
	static const int want[] = {-999, -1, 0, 5, 999};
	struct store *s = open_kind(_i, STORE_PRIVATE);
	struct store_scan sc = {.table = STORE_FAILURES};
	struct list l = {0};

	ck_ok(store_begin_write(s));
	for (size_t i = 0; i < 5; i++) {
		struct store_val row[] = {store_int(keys[i]),
		    store_int(INT64_MIN), store_int(INT64_MAX)};

		ck_ok(store_put(s, STORE_FAILURES, row));
	}
	ck_ok(store_commit(s));
	ck_ok(store_scan(s, &sc, take_num, &l));
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(l.at[i], want[i]);
	store_free(s);
}
END_TEST

static enum err take_keys(void *arg, const struct store_val *row)
{
	struct list *l = arg;

	l->at[l->n++] = (int)row[COL_LEDGER_SEQ].num;
	return ERR_OK;
}

START_TEST(an_index_is_an_order_of_its_own)
{
	struct store *s = open_clinic(_i);
	unsigned char chart[16] = {0};
	struct store_val row[] = {store_int(0), store_bytes(chart, 16),
	    store_int(1), store_bytes("h", 1), store_bytes("b", 1)};
	struct store_val from = store_int(5);
	struct store_scan sc = {.table = STORE_LEDGER,
	    .order = STORE_LEDGER_BY_CHART,
	    .prefix = row + COL_LEDGER_CHART,
	    .nprefix = 1,
	    .keys_only = true};
	struct list l = {0};

	ck_ok(store_begin_write(s));
	for (int i = 1; i <= 12; i++) {
		row[0].num = i;
		chart[0] = (unsigned char)(i % 3);
		ck_ok(store_put(s, STORE_LEDGER, row));
	}
	ck_ok(store_commit(s));
	chart[0] = 1;
	ck_ok(store_scan(s, &sc, take_keys, &l));
	ck_assert_int_eq(l.n, 4);
	ck_assert_int_eq(l.at[0], 1);
	ck_assert_int_eq(l.at[3], 10);
	sc.from = &from;
	sc.nfrom = 1;
	sc.reverse = true;
	l.n = 0;
	ck_ok(store_scan(s, &sc, take_keys, &l));
	ck_assert_int_eq(l.n, 2);
	ck_assert_int_eq(l.at[0], 4);
	ck_assert_int_eq(l.at[1], 1);
	sc = (struct store_scan){
	    .table = STORE_LEDGER, .order = STORE_LEDGER_BY_CHART};
	l.n = 0;
	ck_ok(store_scan(s, &sc, take_keys, &l));
	ck_assert_int_eq(l.n, 12);
	ck_assert_int_eq(l.at[0], 3);
	ck_assert_int_eq(l.at[4], 1);
	ck_assert_int_eq(l.at[11], 11);
	store_free(s);
}
END_TEST

START_TEST(the_last_row_is_one_step_away)
{
	struct store *s = open_clinic(_i);
	struct store_scan sc = {
	    .table = STORE_LEDGER, .reverse = true, .limit = 1};
	struct list l = {0};

	ck_ok(store_scan(s, &sc, take_keys, &l));
	ck_assert_int_eq(l.n, 0);
	for (int i = 1; i <= 20; i++)
		ck_ok(add_seq(s, i, 10));
	ck_ok(store_scan(s, &sc, take_keys, &l));
	ck_assert_int_eq(l.n, 1);
	ck_assert_int_eq(l.at[0], 20);
	store_free(s);
}
END_TEST

START_TEST(rollback_restores_everything)
{
	struct store *s = open_clinic(_i);
	struct entry e;
	uint64_t before;

	fill(s);
	before = content(s);
	entry_make(&e, 2, 2, 2, 77);
	ck_ok(store_begin_write(s));
	ck_ok(store_set(s, STORE_ENTRY, e.v));
	ck_ok(store_remove(s, STORE_ENTRY, e.v, 3));
	ck_ok(store_put(s, STORE_ENTRY, e.v));
	ck_ok(store_remove(s, STORE_ENTRY, e.v, 1));
	put_entry(s, 8, 8, 8);
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 25);
	ck_assert(content(s) != before);
	store_rollback(s);
	ck_assert(content(s) == before);
	ck_ok(store_check(s));
	entry_done(&e);
	store_free(s);
}
END_TEST

START_TEST(remove_takes_a_row_or_a_prefix)
{
	struct store *s = open_clinic(_i);
	struct entry e;

	fill(s);
	entry_make(&e, 2, 2, 2, 0);
	ck_ok(store_begin_write(s));
	ck_ok(store_remove(s, STORE_ENTRY, e.v, 3));
	ck_err(store_remove(s, STORE_ENTRY, e.v, 3), ERR_NOTFOUND);
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 35);
	ck_ok(store_remove(s, STORE_ENTRY, e.v, 2));
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 33);
	ck_err(store_remove(s, STORE_ENTRY, e.v, 2), ERR_NOTFOUND);
	ck_ok(store_remove(s, STORE_ENTRY, e.v, 1));
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 24);
	ck_err(store_remove(s, STORE_ENTRY, e.v, 0), ERR_UNSUPPORTED);
	ck_err(store_remove(s, STORE_ENTRY, e.v, 4), ERR_UNSUPPORTED);
	ck_ok(store_commit(s));
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 24);
	entry_done(&e);
	store_free(s);
}
END_TEST

START_TEST(blobs_of_every_size)
{
	static const size_t lens[] = {
	    0, 1, 2048, 8157, 8158, 1 << 16, 1 << 20, (1 << 20) + 4096};
	struct store *s = open_clinic(_i);
	struct entry e;
	const struct store_val *row = NULL;

	for (int i = 0; i < 8; i++) {
		ck_ok(store_begin_write(s));
		entry_make(&e, 1, 1, i, lens[i]);
		ck_ok(store_put(s, STORE_ENTRY, e.v));
		entry_done(&e);
		ck_ok(store_commit(s));
	}
	for (int i = 0; i < 8; i++) {
		entry_make(&e, 1, 1, i, lens[i]);
		ck_ok(store_get(s, STORE_ENTRY, e.v, &row));
		ck_assert_uint_eq(row[COL_ENTRY_BLOB].len, lens[i]);
		ck_assert(lens[i] == 0 ||
			  memcmp(row[COL_ENTRY_BLOB].p, e.blob, lens[i]) == 0);
		entry_done(&e);
	}
	ck_ok(store_check(s));
	store_free(s);
}
END_TEST

START_TEST(limits_hold_and_change_nothing)
{
	struct store *s = open_clinic(_i);
	unsigned char key[STORE_KEY_MAX + 1] = {0};
	struct store_val row[2] = {
	    store_bytes(key, sizeof(key)), store_bytes("x", 1)};
	struct entry e;

	ck_ok(store_begin_write(s));
	ck_err(store_put(s, STORE_REQUEST, row), ERR_LIMIT);
	row[0].len = STORE_KEY_MAX;
	ck_ok(store_put(s, STORE_REQUEST, row));
	row[1] = store_bytes(NULL, 5);
	ck_err(store_set(s, STORE_REQUEST, row), ERR_FORMAT);
	entry_make(&e, 1, 1, 1, STORE_ROW_MAX - 31);
	ck_err(store_put(s, STORE_ENTRY, e.v), ERR_LIMIT);
	entry_done(&e);
	entry_make(&e, 1, 1, 1, STORE_ROW_MAX - 32);
	ck_ok(store_put(s, STORE_ENTRY, e.v));
	entry_done(&e);
	ck_ok(store_commit(s));
	ck_assert_uint_eq(rows(s, STORE_REQUEST), 1);
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 1);
	(void)content(s);
	store_free(s);
}
END_TEST

START_TEST(a_callback_ends_the_scan)
{
	struct store *s = open_clinic(_i);
	struct store_scan sc = {.table = STORE_ENTRY};
	struct list l = {.stop = 5, .with = STORE_STOP};

	fill(s);
	ck_ok(store_scan(s, &sc, take, &l));
	ck_assert_int_eq(l.n, 5);
	l = (struct list){.stop = 3, .with = ERR_AUTH};
	ck_err(store_scan(s, &sc, take, &l), ERR_AUTH);
	ck_assert_int_eq(l.n, 3);
	l = (struct list){.stop = 2, .with = ERR_CANCELLED};
	ck_err(store_scan(s, &sc, take, &l), ERR_CANCELLED);
	/* and nothing is left open */
	ck_ok(store_begin_write(s));
	ck_ok(store_commit(s));
	store_free(s);
}
END_TEST

struct nested {
	struct store *s;
	int n;
};

static enum err read_again(void *arg, const struct store_val *row)
{
	struct nested *x = arg;
	struct store_scan sc = {.table = STORE_ENTRY, .limit = 7};
	struct store_scan one = {
	    .table = STORE_ENTRY, .prefix = row, .nprefix = 3, .limit = 1};
	const struct store_val *same = NULL;
	struct list l = {0};

	ck_ok(store_get(x->s, STORE_ENTRY, row, &same));
	ck_assert_uint_eq(same[COL_ENTRY_BLOB].len, row[COL_ENTRY_BLOB].len);
	ck_ok(store_scan(x->s, &sc, take, &l));
	ck_assert_int_eq(l.n, 7);
	ck_ok(store_scan(x->s, &one, take, &l));
	ck_assert_int_eq(l.n, 8);
	ck_err(store_put(x->s, STORE_ENTRY, row), ERR_CONFLICT);
	ck_err(store_remove(x->s, STORE_ENTRY, row, 1), ERR_CONFLICT);
	ck_err(store_commit(x->s), ERR_CONFLICT);
	store_rollback(x->s); /* heard, not obeyed */
	x->n++;
	return ERR_OK;
}

START_TEST(a_callback_reads_but_does_not_write)
{
	struct store *s = open_clinic(_i);
	struct store_scan sc = {.table = STORE_ENTRY};
	struct nested x = {.s = s};

	fill(s);
	ck_ok(store_begin_write(s));
	put_entry(s, 7, 7, 7);
	ck_ok(store_scan(s, &sc, read_again, &x));
	ck_ok(store_commit(s));
	ck_assert_int_eq(x.n, 37);
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 37);
	store_free(s);
}
END_TEST

static enum err scan_inside(void *arg, const struct store_val *row)
{
	struct nested *x = arg;
	struct store_scan one = {
	    .table = STORE_ENTRY, .prefix = row, .nprefix = 3, .limit = 1};

	return x->n++ < 3 ? store_scan(x->s, &one, scan_inside, x) : ERR_OK;
}

START_TEST(the_same_scan_nests)
{
	struct store *s = open_clinic(_i);
	struct store_scan sc = {.table = STORE_ENTRY, .limit = 1};
	struct nested x = {.s = s};

	fill(s);
	ck_ok(store_scan(s, &sc, scan_inside, &x));
	ck_assert_int_eq(x.n, 4);
	store_free(s);
}
END_TEST

START_TEST(calls_out_of_order_are_refused)
{
	struct store *s = open_clinic(_i);
	const struct store_val *row = NULL;
	struct store_val pin[] = {store_int(1), store_bytes("x", 1)};
	struct store_scan sc = {.table = STORE_ENTRY, .order = 1};
	struct entry e;
	size_t n;

	entry_make(&e, 1, 1, 1, 1);
	ck_err(store_put(s, STORE_ENTRY, e.v), ERR_DENIED);
	ck_err(store_set(s, STORE_ENTRY, e.v), ERR_DENIED);
	ck_err(store_remove(s, STORE_ENTRY, e.v, 3), ERR_DENIED);
	ck_err(store_commit(s), ERR_CONFLICT);
	store_rollback(s);
	ck_ok(store_begin_read(s));
	ck_assert(store_in_read(s) && !store_in_write(s));
	ck_err(store_begin_read(s), ERR_CONFLICT);
	ck_err(store_begin_write(s), ERR_CONFLICT);
	ck_err(store_put(s, STORE_ENTRY, e.v), ERR_DENIED);
	ck_err(store_checkpoint(s, true), ERR_CONFLICT);
	ck_ok(store_commit(s));
	ck_ok(store_begin_write(s));
	ck_assert(!store_in_read(s) && store_in_write(s));
	ck_err(store_begin_write(s), ERR_CONFLICT);
	ck_err(store_checkpoint(s, false), ERR_CONFLICT);
	ck_err(store_put(s, STORE_PIN, pin), ERR_UNSUPPORTED);
	ck_err(store_get(s, STORE_PIN, pin, &row), ERR_UNSUPPORTED);
	ck_err(store_count(s, &sc, &n), ERR_UNSUPPORTED);
	sc = (struct store_scan){
	    .table = STORE_ENTRY, .prefix = e.v, .nprefix = 4};
	ck_err(store_count(s, &sc, &n), ERR_UNSUPPORTED);
	sc = (struct store_scan){.table = STORE_ENTRY,
	    .prefix = e.v,
	    .nprefix = 2,
	    .from = e.v + 2,
	    .nfrom = 2};
	ck_err(store_count(s, &sc, &n), ERR_UNSUPPORTED);
	ck_ok(store_commit(s));
	ck_assert_uint_eq(rows(s, STORE_ENTRY), 0);
	entry_done(&e);
	store_free(s);
}
END_TEST

START_TEST(the_schema_version_stands_in_meta)
{
	static const enum store_kind kinds[] = {
	    STORE_CLINIC, STORE_USER, STORE_PRIVATE};

	for (int k = 0; k < 3; k++) {
		struct store_val key =
		    store_bytes(STORE_META_VERSION, strlen(STORE_META_VERSION));
		const struct store_val *row = NULL;
		struct store *s = NULL;
		char name[16] = "0.db";

		name[0] += (char)k;
		ck_ok(store_open(
		    engines[_i], kinds[k], temp_path(name), STORE_CREATE, &s));
		ck_ok(store_get(s, STORE_META, &key, &row));
		ck_assert_uint_eq(row[COL_META_V].len, 4);
		ck_assert_mem_eq(row[COL_META_V].p, "\1\0\0\0", 4);
		ck_ok(store_check(s));
		store_free(s);
	}
}
END_TEST

START_TEST(every_table_takes_its_rows)
{
	for (int k = 0; k < STORE_KINDS; k++) {
		struct store *s = NULL;
		char name[16] = "0.db";

		name[0] += (char)k;
		ck_ok(store_open(engines[_i], (enum store_kind)k,
		    temp_path(name), STORE_NEW, &s));
		for (size_t i = 0; i < store_schemas[k].ndef; i++) {
			const struct store_def *d = &store_schemas[k].def[i];
			struct store_val row[STORE_COLS_MAX] = {0};
			const struct store_val *got = NULL;

			for (size_t c = 0; c < d->ncol; c++)
				row[c] = d->col[c].type == STORE_INT
					     ? store_int((int64_t)c + 3)
					     : store_bytes("0123456789", c + 1);
			ck_ok(store_begin_write(s));
			ck_ok(store_put(s, d->id, row));
			ck_err(store_put(s, d->id, row), ERR_EXISTS);
			ck_ok(store_set(s, d->id, row));
			ck_ok(store_commit(s));
			ck_ok(store_get(s, d->id, row, &got));
			for (size_t c = 0; c < d->ncol; c++) {
				ck_assert_int_eq(got[c].num, row[c].num);
				ck_assert_uint_eq(got[c].len, row[c].len);
			}
		}
		store_free(s);
	}
}
END_TEST

START_TEST(a_copy_is_the_same)
{
	struct store *s = open_clinic(_i), *to = NULL, *user = NULL;

	fill(s);
	for (int i = 1; i < 50; i++)
		ck_ok(add_seq(s, i, 100));
	for (int j = 0; j < ENGINES; j++) {
		ck_ok(store_open(engines[j], STORE_CLINIC, temp_path("copy.db"),
		    STORE_NEW, &to));
		ck_err(store_copy(s, s), ERR_CONFLICT);
		ck_ok(store_copy(s, to));
		ck_assert(content(s) == content(to));
		ck_err(store_copy(s, to), ERR_CONFLICT);
		ck_assert(content(s) == content(to));
		ck_ok(store_check(to));
		store_free(to);
	}
	ck_ok(store_open("memory", STORE_USER, NULL, STORE_NEW, &user));
	ck_err(store_copy(s, user), ERR_UNSUPPORTED);
	store_free(user);
	store_free(s);
}
END_TEST

START_TEST(nobody_else_changed_it)
{
	struct store *s = open_clinic(_i);
	bool changed = true;

	ck_ok(store_changed(s, &changed));
	ck_assert(!changed);
	for (int i = 1; i < 10; i++)
		ck_ok(add_seq(s, i, 100));
	ck_ok(store_changed(s, &changed));
	ck_assert(!changed);
	ck_ok(store_checkpoint(s, true));
	ck_ok(add_seq(s, 100, 10));
	ck_ok(store_changed(s, &changed));
	ck_assert(!changed);
	store_free(s);
}
END_TEST

START_TEST(an_unknown_engine_is_refused)
{
	struct store *s = NULL;

	ck_err(store_open("dbase", STORE_CLINIC, temp_path("x"), STORE_NEW, &s),
	    ERR_UNSUPPORTED);
	ck_assert_ptr_null(s);
	store_free(NULL);
}
END_TEST

Suite *conform_suite(void)
{
	Suite *s = suite_create("conform");
	TCase *t = tcase_create("engines");

	tcase_add_checked_fixture(t, temp_setup, temp_teardown);
	tcase_set_timeout(t, 60);
#define ADD(f) tcase_add_loop_test(t, f, 0, ENGINES)
	ADD(get_gives_what_was_put);
	ADD(put_refuses_a_key_that_exists);
	ADD(set_inserts_and_overwrites);
	ADD(set_moves_a_row_in_its_index);
	ADD(scan_keeps_the_order_of_the_key);
	ADD(scan_takes_prefix_bound_and_limit);
	ADD(bytes_compare_as_memcmp_then_length);
	ADD(numbers_compare_with_their_sign);
	ADD(an_index_is_an_order_of_its_own);
	ADD(the_last_row_is_one_step_away);
	ADD(rollback_restores_everything);
	ADD(remove_takes_a_row_or_a_prefix);
	ADD(blobs_of_every_size);
	ADD(limits_hold_and_change_nothing);
	ADD(a_callback_ends_the_scan);
	ADD(a_callback_reads_but_does_not_write);
	ADD(the_same_scan_nests);
	ADD(calls_out_of_order_are_refused);
	ADD(the_schema_version_stands_in_meta);
	ADD(every_table_takes_its_rows);
	ADD(a_copy_is_the_same);
	ADD(nobody_else_changed_it);
	tcase_add_test(t, an_unknown_engine_is_refused);
	suite_add_tcase(s, t);
	return s;
}
