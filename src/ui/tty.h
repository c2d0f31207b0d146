/*
 * Waiting for bytes and signals together, without curses; part of term.c.  The
 * handlers write a number into a pipe; there is one, as there is one process.
 */
#ifndef UI_TTY_H
#define UI_TTY_H

#include "ui/decode.h"

/* Catch SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGQUIT and SIGTSTP. */
WARN_UNUSED enum err tty_signals_on(void);
void tty_signals_off(void);
/* The oldest signal that has come in, 0 if none. */
int tty_signal(void);

enum tty_got {
	TTY_NOTHING, /* the time is over */
	TTY_BYTES,   /* fed to the decoder */
	TTY_SIGNAL,  /* tty_signal has one, or should be asked */
	TTY_END,     /* there will be no more */
};

/* Wait at most ${ms} (negative: for ever) for bytes of ${fd}. */
enum tty_got tty_wait(int fd, int ms, struct decode *);

#endif
