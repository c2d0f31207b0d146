/* The @meta row of a draft. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "clinic/note_meta.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct draft_meta m = {0}, again = {0};
	struct buf b = {0};

	fuzz_begin();
	if (meta_decode(p, len, &m) == ERR_OK) {
		MAY(meta_state(&m));
		HOLDS(meta_encode(&m, &b) == ERR_OK);
		HOLDS(meta_decode(b.p, b.len, &again) == ERR_OK);
		HOLDS(again.when == m.when && again.offset == m.offset &&
		      again.act == m.act && strcmp(again.form, m.form) == 0);
	}
	buf_free(&b);
	return 0;
}
