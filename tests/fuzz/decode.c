/*
 * What a terminal sends: chunks, each led by a byte (length, and the last bit
 * for "nothing more comes soon").  However the bytes are cut, text that comes
 * out is valid.
 */
#include "tests/fuzz/fuzz.h"

#include "base/utf8.h"
#include "ui/app.h"
#include "ui/decode.h"

static void events(struct decode *d, bool final)
{
	struct event ev;
	enum decode_did did;

	while ((did = decode_next(d, final, &ev)) == DECODE_EVENT)
		if (ev.type == EV_TEXT || ev.type == EV_PASTE)
			HOLDS(ev.len == 0 ||
			      utf8_valid(ev.text, ev.len) == ev.len);
	HOLDS(did == DECODE_NONE || did == DECODE_MORE);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct script s = {p, len};
	struct decode d = {0};

	fuzz_begin();
	HOLDS(decode_key(&d, "\033OA", K_UP) == ERR_OK);
	HOLDS(decode_key(&d, "\033[[A", K_F0 + 1) == ERR_OK);
	while (s.len > 0) {
		unsigned c = script_8(&s);
		size_t n;
		const uint8_t *chunk = script_bytes(&s, c >> 1, &n);

		HOLDS(decode_feed(&d, chunk, n) == ERR_OK);
		events(&d, (c & 1) != 0);
	}
	events(&d, true);
	decode_wipe(&d);
	decode_done(&d);
	return 0;
}
