#include <stdio.h>

#include "tests/e2e/pty.h"
#include "tests/run.h"

Suite *demo_suite(void);
Suite *hostile_suite(void);
Suite *kill_suite(void);
Suite *leak_suite(void);
Suite *lock_suite(void);
Suite *memory_suite(void);
Suite *note_suite(void);
Suite *pty_suite(void);
Suite *strokes_suite(void);
Suite *terminal_suite(void);

int main(void)
{
	static Suite *(*const suites[])(void) = {pty_suite, note_suite,
	    hostile_suite, kill_suite, leak_suite, lock_suite, memory_suite,
	    strokes_suite, demo_suite, terminal_suite, NULL};

	if (!pty_available()) {
		puts("this system gives no pseudo-terminal");
		return 77;
	}
	return run_suites(suites);
}
