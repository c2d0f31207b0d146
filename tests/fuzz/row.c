/* Rows of the ledger as the store hands them over, clear and sealed. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "crypto/seal.h"
#include "vault/row.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	static const unsigned char zero[32];
	struct script s = {p, len};
	struct store_val v[5];
	struct opened o = {0};
	struct buf blob = {0};
	const uint8_t *chart;
	size_t nchart;
	struct row r;

	fuzz_begin();
	v[COL_LEDGER_SEQ] = store_int((int64_t)script_16(&s) - 2);
	v[COL_LEDGER_KEP] = store_int((int64_t)script_8(&s) - 1);
	chart = script_bytes(&s, 16, &nchart);
	v[COL_LEDGER_CHART] = store_bytes(chart, nchart);
	v[COL_LEDGER_HASH] = store_bytes(zero, 32);
	v[COL_LEDGER_BLOB] = store_bytes(s.p, s.len);
	if (row_parse(v, &r) == ERR_OK) {
		HOLDS(r.len <= ROW_BLOB_MAX);
		if (row_open(&r, zero, zero, r.kep == 0 ? NULL : zero, &o) ==
		    ERR_OK)
			HOLDS(!row_signed_by(&o, zero));
	}
	/* The same bytes as the inside of a row that somebody with the ledger
	 * key made: AD = clinic32 seq8 prev32 chart16 kep4. */
	if (nchart == 16) {
		unsigned char ad[92] = {0};

		r = (struct row){.seq = 7, .kep = 1, .blob = NULL};
		le64_put(ad + 32, r.seq);
		memcpy(r.chart.b, chart, 16);
		memcpy(ad + 72, chart, 16);
		le32_put(ad + 88, r.kep);
		HOLDS(seal(zero, ad, sizeof(ad), s.p, s.len, &blob) == ERR_OK);
		r.blob = blob.p;
		r.len = blob.len;
		if (row_open(&r, zero, zero, zero, &o) == ERR_OK)
			HOLDS(!row_signed_by(&o, zero));
	}
	buf_free(&blob);
	buf_free(&o.plain);
	return 0;
}
