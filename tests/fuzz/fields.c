/* Tagged fields: what is accepted is the one encoding of what it says. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "vault/fields.h"

struct again {
	const void *p;
	size_t len;
	struct buf out;
	unsigned n;
};

static enum err one(void *arg, const char *tag, const void *v, size_t len)
{
	struct again *a = arg;
	struct buf got = {0};

	HOLDS(strlen(tag) <= FIELD_TAG_MAX);
	HOLDS(fields_get(a->p, a->len, tag, &got) == ERR_OK);
	HOLDS(got.len == len && (len == 0 || memcmp(got.p, v, len) == 0));
	buf_free(&got);
	a->n++;
	return fields_add(&a->out, tag, v, len);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct again a = {.p = p, .len = len};
	struct buf none = {0};

	fuzz_begin();
	HOLDS(fields_begin(&a.out) == ERR_OK);
	if (fields_each(p, len, one, &a) == ERR_OK) {
		fields_end(&a.out, a.n);
		HOLDS(a.out.len == len && memcmp(a.out.p, p, len) == 0);
		HOLDS(fields_get(p, len, "no-such-tag", &none) != ERR_OK);
	}
	buf_free(&a.out);
	buf_free(&none);
	return 0;
}
