#include "suites.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {scripts_suite, NULL};

	return run_suites(suites);
}
