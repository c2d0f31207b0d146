#include "suites.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {key_suite, decode_suite,
	    textbuf_suite, textedit_suite, widgets_suite, scripts_suite,
	    app_suite, screen_suite, monkey_suite, NULL};

	return run_suites(suites);
}
