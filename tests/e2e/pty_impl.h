/* The inside of struct pty, for the files of the harness alone. */
#ifndef TESTS_E2E_PTY_IMPL_H
#define TESTS_E2E_PTY_IMPL_H

#include <vterm.h>

#include "tests/e2e/pty.h"

/* The most bytes that one cell of the screen can hold. */
enum { CELL_BYTES = VTERM_MAX_CHARS_PER_CELL * 4 };

struct pty {
	pid_t pid;
	int fd;	    /* our side, -1 once closed */
	int status; /* of wait(), valid if reaped */
	bool reaped, pasting;
	int rows, cols;
	VTerm *vt;
	VTermScreen *screen;
	char *stream;
	size_t len, size;
	char *scrolled; /* lines gone over the top, each ended */
	size_t scrolled_len;
	char *line;
};

/* Write to the program, reading what it says meanwhile. */
bool pty_put(struct pty *p, const char *bytes, size_t n);
/* Keep what scrolls away; for make(). */
void pty_watch_scrolling(struct pty *p);
/* Send what the emulated terminal itself answers or encodes. */
bool pty_flush_answers(struct pty *p);

#endif
