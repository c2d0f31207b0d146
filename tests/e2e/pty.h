/*
 * A program under test in a pseudo-terminal of its own.
 *
 * What the program writes goes through a terminal emulator (libvterm), so a
 * test reads rows and the cursor as a person would see them.  Nothing here
 * sleeps: a wait polls the terminal and looks again after every byte that
 * arrives, until the screen says what is wanted or the time is over.
 *
 * A wait that fails prints the screen; the caller then fails its test.
 */
#ifndef TESTS_E2E_PTY_H
#define TESTS_E2E_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct pty;

/* How to start a program; zeros mean 24 rows, 80 columns, xterm-256color. */
struct pty_how {
	int rows, cols;
	const char *term; /* "" leaves TERM unset */
	/* NULL-terminated NAME=value, added to PATH, TERM and LC_ALL=C.UTF-8;
	 * nothing else is inherited but TZ and the sanitizers' settings. */
	const char *const *env;
};

enum { PTY_BOLD = 1, PTY_UNDERLINE = 2, PTY_REVERSE = 4 };

/* How long a wait may take before it is a failure, in ms: generous, because a
 * loaded machine is not a fault of the program. */
enum { PTY_PATIENCE = 20000 };

/* Can this system give us a pseudo-terminal? */
bool pty_available(void);

/*
 * Start ${argv} (NULL-terminated, argv[0] a path).  NULL if the system
 * refuses; the owner frees with pty_free.  A program that cannot be executed
 * exits with 127.
 */
struct pty *pty_start(const char *const argv[], const struct pty_how *how);

/* Kill the program if it still runs, reap it, free everything. */
void pty_free(struct pty *p);

pid_t pty_pid(const struct pty *p);

/* Send ${n} bytes as they are; false if the terminal is gone. */
bool pty_send(struct pty *p, const char *bytes, size_t n);

/* Send a string, as a fast typist or a script would: all at once. */
bool pty_type(struct pty *p, const char *utf8);

/* Send a string one character at a time, each after the program answered the
 * one before with at least a byte. */
bool pty_type_slowly(struct pty *p, const char *utf8);

/* Send a string as a terminal pastes it, between ESC [200~ and ESC [201~ if
 * the program asked for that, else plainly. */
bool pty_paste(struct pty *p, const char *utf8);

/*
 * Press keys by name, separated by blanks: Enter Tab Shift-Tab Esc Space
 * Backspace Del Up Down Left Right Home End PgUp PgDn F1..F12, Ctrl-A..Ctrl-Z,
 * Ctrl-Space, Ctrl-Left Right Home End, or one character.  They are encoded as
 * the terminal in its present mode would.  An unknown name fails.
 */
bool pty_keys(struct pty *p, const char *names);

/* Read what has arrived, without waiting; false once the program has closed
 * its side and all is read. */
bool pty_drain(struct pty *p);

/* Wait until some row of the screen holds ${needle} (or none does). */
bool pty_wait_text(struct pty *p, const char *needle, int ms);
bool pty_wait_gone(struct pty *p, const char *needle, int ms);

/* Wait until the cursor stands in row ${row}, column ${col}, both from 0. */
bool pty_wait_cursor(struct pty *p, int row, int col, int ms);

/* Wait until ${seen} says yes; it is asked anew whenever bytes arrived. */
bool pty_wait(
    struct pty *p, bool (*seen)(struct pty *, void *), void *arg, int ms);

/* Read until nothing came for ${quiet} ms.  For measuring only: silence is no
 * proof that a program has finished. */
void pty_settle(struct pty *p, int quiet);

/* The exit status as wait() gives it, or -1 if it still runs after ${ms}. */
int pty_wait_exit(struct pty *p, int ms);

bool pty_has(struct pty *p, const char *needle);
/* Row ${row} from 0 as UTF-8 without trailing blanks; borrowed until the next
 * call of any function here on ${p}. */
const char *pty_row(struct pty *p, int row);
/* The number of the first row that holds ${needle}, or -1. */
int pty_find(struct pty *p, const char *needle);
/* Does ${needle} stand in a line that scrolled over the top of the main screen
 * and was not cleared from there? */
bool pty_scrolled(const struct pty *p, const char *needle);
void pty_cursor(const struct pty *p, int *row, int *col);
unsigned pty_attrs(struct pty *p, int row, int col);
void pty_print(struct pty *p);

/* Every byte that the program wrote so far; borrowed. */
const char *pty_stream(const struct pty *p, size_t *n);
size_t pty_bytes(const struct pty *p);

void pty_resize(struct pty *p, int rows, int cols);
bool pty_kill(struct pty *p, int sig);
/* Close our side, as a dropped line does: the program gets SIGHUP. */
void pty_hangup(struct pty *p);

/* Milliseconds of a clock that never jumps. */
double pty_now(void);

#endif
