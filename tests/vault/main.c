#include "tests/run.h"
#include "tests/vault/suites.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    anchor_suite,
	    assign_suite,
	    attack_suite,
	    authority_suite,
	    chart_suite,
	    draft_suite,
	    entry_suite,
	    format_suite,
	    genesis_suite,
	    login_suite,
	    private_suite,
	    review_ledger_suite,
	    review_login_suite,
	    staff_suite,
	    verify_suite,
	    NULL,
	};

	return run_suites(suites);
}
