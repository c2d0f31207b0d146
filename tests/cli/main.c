#include <locale.h>

#include "tests/run.h"

Suite *options_suite(void);
Suite *keyval_suite(void);
Suite *place_suite(void);
Suite *say_suite(void);
Suite *harden_suite(void);
Suite *verbs_suite(void);

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    options_suite,
	    keyval_suite,
	    place_suite,
	    say_suite,
	    harden_suite,
	    verbs_suite,
	    NULL,
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return EXIT_FAILURE;
	return run_suites(suites);
}
