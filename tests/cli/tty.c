#include "tests/e2e/pty.h"
#include "tests/run.h"

#include <stdio.h>

Suite *tty_suite(void);

int main(void)
{
	static Suite *(*const suites[])(void) = {tty_suite, NULL};

	if (!pty_available()) {
		puts("SKIP: tty: no pseudo-terminal is to be had");
		return 77;
	}
	return run_suites(suites);
}
