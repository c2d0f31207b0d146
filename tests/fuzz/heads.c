/* The file `heads`: nobody but the host makes a line that counts. */
#include "tests/fuzz/fuzz.h"

#include <libgen.h>
#include <string.h>

#include "vault/anchor.h"
#include "vault/internal.h"

static enum err each(void *arg, const struct pin *h)
{
	(void)arg;
	(void)h;
	HOLDS(!"a line of a stranger counts");
	return ERR_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct vault v = {.clock = &clock_system};
	struct pin last = {0};
	unsigned bad = 0;
	char *path;

	fuzz_begin();
	path = strdup(fuzz_file("heads", p, len));
	HOLDS(path != NULL);
	v.dir = dirname(path);
	HOLDS(anchor_each(&v, each, NULL, &bad) == ERR_OK);
	HOLDS(anchor_last(&v, &last) == ERR_OK && last.seq == 0);
	free(path);
	return 0;
}
