#include "tests/run.h"
#include "tests/vault/suites.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    genesis_suite, login_suite, NULL};

	return run_suites(suites);
}
