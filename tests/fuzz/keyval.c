/* The answers file and the system's tacet.conf. */
#include "tests/fuzz/fuzz.h"

#include <limits.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/keyval.h"
#include "cli/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	const char *path = fuzz_file("answers", p, len);
	struct keyval *kv = NULL;
	char dir[PATH_MAX];

	fuzz_begin();
	if (keyval_read(path, &kv) == ERR_OK) {
		const char *s = keyval_get(kv, "dir");

		if (s != NULL)
			HOLDS(utf8_valid(s, strlen(s)) == strlen(s));
		MAY(keyval_get(kv, "a.b"));
		MAY(keyval_rest(kv));
		MAY(keyval_without(kv, "password"));
	}
	keyval_free(kv);
	if (settings_dir(path, dir) == ERR_OK)
		HOLDS(strlen(dir) > 0 && strlen(dir) < PATH_MAX);
	return 0;
}
