/* The command line: words parted by NUL. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "cli/options.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	char *line = fuzz_string(p, len), *argv[34] = {NULL};
	struct options o = {0};
	int argc = 1;
	size_t at = 0;

	fuzz_begin();
	(void)setenv("TACET_DIR", "/nowhere", 1);
	argv[0] = fuzz_string("tacet", 5);
	for (; at < len && argc < 32; argc++) {
		argv[argc] = line + at;
		at += strlen(line + at) + 1;
	}
	HOLDS(options_password_fd(argc, argv) >= -1);
	if (options_parse(argc, argv, &o) == ERR_OK) {
		HOLDS(o.nargs >= 0 && o.nargs < argc);
		for (int i = 0; i < o.nargs; i++)
			HOLDS(o.args[i] != NULL);
		if (o.given != 0)
			HOLDS(options_name(o.given) != NULL);
	}
	options_done(&o);
	free(argv[0]);
	free(line);
	return 0;
}
