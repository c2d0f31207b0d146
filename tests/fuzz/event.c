/* Bodies of ledger rows: what is read is written back byte for byte. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "vault/event.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	unsigned char clinic[HASH_LEN];
	struct event ev = {0};
	struct buf b = {0};
	struct genesis g;

	fuzz_begin();
	if (event_decode(p, len, &ev) == ERR_OK) {
		HOLDS(event_name(ev.type) != NULL);
		HOLDS(len <= EVENT_BODY_MAX);
		if (ev.type == EV_GENESIS)
			MAY(genesis_decode(ev.raw, ev.rawlen, &g, clinic));
		HOLDS(event_encode(&ev, &b) == ERR_OK);
		HOLDS(b.len == len && memcmp(b.p, p, len) == 0);
		buf_clear(&b);
	}
	if (genesis_decode(p, len, &g, clinic) == ERR_OK) {
		HOLDS(genesis_encode(&g, true, &b) == ERR_OK);
		HOLDS(b.len == len && memcmp(b.p, p, len) == 0);
	}
	buf_free(&b);
	return 0;
}
