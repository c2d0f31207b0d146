/* Printed codes as they are typed in. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "crypto/code.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	char *s = fuzz_string(p, len), out[CODE_TEXT];
	unsigned char code[CODE_LEN], again[CODE_LEN];

	fuzz_begin();
	if (code_parse(s, code) == ERR_OK) {
		code_print(code, out);
		HOLDS(code_parse(out, again) == ERR_OK);
		HOLDS(memcmp(code, again, CODE_LEN) == 0);
	}
	free(s);
	return 0;
}
