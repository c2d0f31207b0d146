#include "tests/crypto/suites.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {secret_suite, hash_suite,
	    kdf_suite, code_suite, wrap_suite, seal_suite, sign_suite,
	    vectors_suite, NULL};

	return run_suites(suites);
}
