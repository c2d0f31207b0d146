#include <config.h>

#include <stdlib.h>
#include <time.h>

#include "tests/clinic/demo_dir.h"
#include "tests/run.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    demo_plan_suite,
	    demo_words_suite,
	    demo_suite,
	    import_suite,
	    NULL,
	};
	int status;

	(void)setenv("TZ", "UTC", 1);
	tzset();
	if (!demo_dir_make()) {
		demo_dir_remove();
		return EXIT_FAILURE;
	}
	status = run_suites(suites);
	demo_dir_remove();
	return status;
}
