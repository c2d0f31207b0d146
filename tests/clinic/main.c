#include "tests/run.h"

#include "tests/clinic/help.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    form_suite,
	    headings_suite,
	    record_suite,
	    client_suite,
	    session_suite,
	    note_suite,
	    kinds_suite,
	    measure_suite,
	    amend_suite,
	    today_suite,
	    privnote_suite,
	    NULL,
	};

	return run_suites(suites);
}
