#include "tests/run.h"

int main(void)
{
	static Suite *(*const suites[])(void) = {NULL};

	return run_suites(suites);
}
