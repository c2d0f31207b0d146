/*
 * A hostile key wrap.  First byte: the purpose that is asked for.  Costs that
 * are within the limits but take more than a moment are passed over.
 */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/buf.h"
#include "crypto/secret.h"
#include "crypto/wrap.h"

static bool slow(const uint8_t *p, size_t len)
{
	return len == WRAP_LEN && le32_get(p + 8) <= 6 &&
	       le32_get(p + 12) > 512 && le32_get(p + 12) <= 1 << 20;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	static const unsigned char pepper[32] = {1}, clinic[32] = {2};
	static const char secret[] = "a passphrase of forty bytes, no more xx";
	struct wrap_bind b = {
	    .pepper = pepper, .clinic = clinic, .owner = {{3}}, .gen = 1};
	unsigned char *seed;

	if (len < 1 || slow(p + 1, len - 1))
		return 0;
	fuzz_begin();
	b.purpose = p[0] % 8;
	seed = secret_new(32);
	HOLDS(seed != NULL);
	MAY(wrap_gen(p + 1, len - 1));
	for (size_t n = 20; n <= 40; n += 20)
		HOLDS(wrap_open(&b, secret, n, &kdf_test, p + 1, len - 1,
			  seed) != ERR_OK);
	secret_free(seed);
	return 0;
}
