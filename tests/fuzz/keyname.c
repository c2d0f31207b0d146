/* Names of keys, one and in lists: a name printed is read again. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "ui/key.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	char *s = fuzz_string(p, len), out[KEY_NAME];
	const char *next = s;
	int key, again;

	fuzz_begin();
	if (key_parse((const char *)p, len, &key) == ERR_OK) {
		key_print(key, out);
		HOLDS(strlen(out) < KEY_NAME);
		HOLDS(key_parse(out, strlen(out), &again) == ERR_OK);
		HOLDS(again == key);
	}
	while (key_each(&next, &key))
		HOLDS(next <= s + strlen(s));
	free(s);
	return 0;
}
