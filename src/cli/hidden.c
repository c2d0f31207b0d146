#include <config.h>

#include "cli/hidden.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"

enum err line_read(int fd, char *out, size_t cap, size_t *len)
{
	size_t n = 0;
	char c;
	ssize_t got;

	while ((got = read(fd, &c, 1)) == 1 && c != '\n') {
		if (n == cap)
			return err_set(ERR_LIMIT, _("a line is too long"));
		out[n++] = c;
	}
	if (got < 0)
		return err_errno(_("reading a line"));
	if (got == 0 && n == 0)
		return err_set(ERR_NOTFOUND, _("no more lines to read"));
	*len = n;
	return ERR_OK;
}

static void nothing(int signo)
{
	(void)signo;
}

static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

#define ENDS (sizeof(ends) / sizeof(ends[0]))

/* Hold back what would end the program with the echo off; ${old} lets it in. */
static void hold(struct sigaction *before, sigset_t *old)
{
	struct sigaction sa = {.sa_handler = nothing};
	sigset_t set;

	sigemptyset(&set);
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < ENDS; i++) {
		sigaddset(&set, ends[i]);
		sigaction(ends[i], &sa, &before[i]);
	}
	sigprocmask(SIG_BLOCK, &set, old);
}

static void let_go(const struct sigaction *before, const sigset_t *old)
{
	sigprocmask(SIG_SETMASK, old, NULL);
	for (size_t i = 0; i < ENDS; i++)
		sigaction(ends[i], &before[i], NULL);
}

/* The terminal gives whole lines, so what follows the wait does not block. */
static enum err wait_line(const sigset_t *mask)
{
	struct pollfd p = {.fd = STDIN_FILENO, .events = POLLIN};

	if (ppoll(&p, 1, NULL, mask) > 0)
		return ERR_OK;
	if (errno == EINTR)
		return err_set(ERR_CANCELLED, "%s", _("nothing was done"));
	return err_errno(_("terminal"));
}

enum err line_read_hidden(
    const char *prompt, char *out, size_t cap, size_t *len)
{
	struct sigaction before[ENDS];
	struct termios old, quiet;
	sigset_t mask;
	enum err e;

	if (tcgetattr(STDIN_FILENO, &old) < 0)
		return err_errno(_("terminal"));
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHONL);
	quiet.c_lflag |= ICANON | ISIG;
	quiet.c_cc[VSUSP] = _POSIX_VDISABLE;
	hold(before, &mask);
	if (tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) < 0) {
		e = err_errno(_("terminal"));
	} else {
		fprintf(stderr, "%s: ", prompt);
		fflush(stderr);
		e = wait_line(&mask);
		if (e == ERR_OK)
			e = line_read(STDIN_FILENO, out, cap, len);
		tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
		fputc('\n', stderr);
	}
	let_go(before, &mask);
	return e;
}
