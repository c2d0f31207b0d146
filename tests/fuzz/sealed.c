/* Entries and drafts whose plain text a member of the chart made by hand, and
 * the same bytes as a blob. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "crypto/seal.h"
#include "vault/sealed.h"

static const unsigned char zero[32];

static void open(const struct sealed_bind *b, const void *p, size_t len)
{
	for (int is_signed = 0; is_signed < 2; is_signed++) {
		struct sealed_entry e = {0};
		struct buf plain = {0};

		if (sealed_entry_open(b, zero, p, len, is_signed, &plain, &e) ==
		    ERR_OK) {
			HOLDS(e.payload >= plain.p &&
			      e.payload + e.len <= plain.p + plain.len);
			if (is_signed)
				HOLDS(!sealed_entry_signed_by(b, &e, zero));
		}
		buf_free(&plain);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	const struct sealed_bind b = {.clinic = zero, .ver = 1, .epoch = 1};
	struct sealed_draft d = {.clinic = zero};
	unsigned char ad[80] = "ENT1\1\1";
	struct buf blob = {0}, plain = {0};

	fuzz_begin();
	open(&b, p, len);
	MAY(sealed_draft_open(&d, zero, p, len, &plain));
	le32_put(ad + 72, 1);
	le32_put(ad + 76, 1);
	HOLDS(buf_add(&plain, p, len) == ERR_OK);
	HOLDS(seal_pad(&plain, seal_block(len)) == ERR_OK);
	/* Whole blocks go in as they are: their padding is hostile too. */
	if (len > 0 && len % 512 == 0)
		buf_cut(&plain, len);
	HOLDS(seal(zero, ad, sizeof(ad), plain.p, plain.len, &blob) == ERR_OK);
	open(&b, blob.p, blob.len);
	buf_free(&blob);
	buf_free(&plain);
	return 0;
}
