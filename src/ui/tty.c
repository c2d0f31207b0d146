#include <config.h>

#include "ui/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/mem.h"

static const int signals[] = {
    SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP};

#define N_SIGNALS (sizeof(signals) / sizeof(*signals))

/* The handlers have nothing but a number to write to. */
static int signal_pipe[2] = {-1, -1};
static struct sigaction old[N_SIGNALS];

static void on_signal(int signo)
{
	int saved = errno;
	unsigned char c = (unsigned char)signo;

	/* A full pipe already holds what is needed to wake up. */
	if (write(signal_pipe[1], &c, 1) != 1)
		errno = saved;
	errno = saved;
}

enum err tty_signals_on(void)
{
	struct sigaction sa = {.sa_handler = on_signal};

	if (pipe(signal_pipe) != 0)
		return err_errno("pipe");
	for (int i = 0; i < 2; i++) {
		(void)fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
		(void)fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
	}
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < N_SIGNALS; i++)
		(void)sigaction(signals[i], &sa, &old[i]);
	return ERR_OK;
}

void tty_signals_off(void)
{
	for (size_t i = 0; i < N_SIGNALS; i++)
		(void)sigaction(signals[i], &old[i], NULL);
	for (int i = 0; i < 2; i++) {
		if (signal_pipe[i] >= 0)
			(void)close(signal_pipe[i]);
		signal_pipe[i] = -1;
	}
}

int tty_signal(void)
{
	unsigned char c;

	return read(signal_pipe[0], &c, 1) == 1 ? c : 0;
}

enum tty_got tty_wait(int fd, int ms, struct decode *d)
{
	struct pollfd fds[2] = {{.fd = fd, .events = POLLIN},
	    {.fd = signal_pipe[0], .events = POLLIN}};
	unsigned char bytes[4096];
	ssize_t n;

	if (poll(fds, 2, ms) < 0)
		return errno == EINTR ? TTY_SIGNAL : TTY_NOTHING;
	if (fds[0].revents == 0)
		return fds[1].revents != 0 ? TTY_SIGNAL : TTY_NOTHING;
	n = read(fd, bytes, sizeof(bytes));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return TTY_SIGNAL;
	if (n <= 0)
		return TTY_END;
	if (decode_feed(d, bytes, (size_t)n) != ERR_OK)
		decode_wipe(d);
	mem_wipe(bytes, sizeof(bytes));
	return TTY_BYTES;
}
