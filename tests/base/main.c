#include <locale.h>

#include "tests/run.h"

Suite *buf_suite(void);
Suite *date_suite(void);
Suite *err_suite(void);
Suite *file_suite(void);
Suite *mem_suite(void);
Suite *utf8_suite(void);
Suite *utf8_break_suite(void);
Suite *utf8_wrap_suite(void);

int main(void)
{
	static Suite *(*const suites[])(void) = {
	    err_suite,
	    mem_suite,
	    buf_suite,
	    date_suite,
	    file_suite,
	    utf8_suite,
	    utf8_break_suite,
	    utf8_wrap_suite,
	    NULL,
	};

	if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
		return EXIT_FAILURE;
	return run_suites(suites);
}
