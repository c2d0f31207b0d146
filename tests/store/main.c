#include "tests/run.h"
#include "tests/store/suites.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    conform_suite,
	    lock_suite,
	    sqlite_suite,
	    process_suite,
	    damage_suite,
	    fault_suite,
	    NULL,
	};

	return run_suites(suites);
}
