/* The payload of an entry, and the renderers that everybody reads it by. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "clinic/record.h"

static enum err part(void *arg, const char *label, const char *text, size_t len)
{
	(void)arg;
	HOLDS(utf8_valid(label, strlen(label)) == strlen(label));
	HOLDS(utf8_valid(text, len) == len);
	return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct record r = {0}, again = {0};
	struct buf b = {0}, c = {0};

	fuzz_begin();
	if (record_decode(p, len, &r) == ERR_OK) {
		HOLDS(record_encode(&r, &b) == ERR_OK);
		HOLDS(record_decode(b.p, b.len, &again) == ERR_OK);
		HOLDS(record_encode(&again, &c) == ERR_OK);
		HOLDS(b.len == c.len && memcmp(b.p, c.p, b.len) == 0);
		HOLDS(record_parts(&r, part, NULL) == ERR_OK);
		buf_clear(&c);
		HOLDS(record_context(&r, (struct date){2026, 2, 28}, &c) ==
		      ERR_OK);
		MAY(record_words(&r));
		MAY(record_get(&r, "subjective"));
	}
	record_done(&r);
	record_done(&again);
	buf_free(&b);
	buf_free(&c);
	return 0;
}
