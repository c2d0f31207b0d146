#include "tests/run.h"

Suite *revision_suite(void);

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    revision_suite,
	    NULL,
	};

	return run_suites(suites);
}
