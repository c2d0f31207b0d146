#include <config.h>

#include "tests/e2e/pty_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_PTY_H
#include <pty.h>
#else
#include <util.h>
#endif

enum { ENV_MAX = 32 };

double pty_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

bool pty_available(void)
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY);
	bool ok = fd >= 0 && grantpt(fd) == 0 && unlockpt(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

static void child(const char *const argv[], const struct pty_how *how)
{
	static const char *const kept[] = {"PATH", "ASAN_OPTIONS",
	    "UBSAN_OPTIONS", "LSAN_OPTIONS", "GCOV_PREFIX", "TZ", NULL};
	static char store[ENV_MAX][512];
	char *env[ENV_MAX + 2];
	size_t n = 0;

	for (size_t i = 0; kept[i] != NULL; i++) {
		const char *v = getenv(kept[i]);

		if (v == NULL)
			continue;
		snprintf(store[n], sizeof(store[n]), "%s=%s", kept[i], v);
		env[n] = store[n];
		n++;
	}
	if (how->term == NULL || how->term[0] != '\0') {
		snprintf(store[n], sizeof(store[n]), "TERM=%s",
		    how->term != NULL ? how->term : "xterm-256color");
		env[n] = store[n];
		n++;
	}
	snprintf(store[n], sizeof(store[n]), "LC_ALL=C.UTF-8");
	env[n] = store[n];
	n++;
	for (size_t i = 0; how->env != NULL && how->env[i] && n < ENV_MAX; i++)
		env[n++] = strdup(how->env[i]);
	env[n] = NULL;
	for (int s = 1; s < 32; s++)
		signal(s, SIG_DFL);
	execve(argv[0], (char *const *)(const void *)argv, env);
	_exit(127);
}

static struct pty *make(int rows, int cols)
{
	struct pty *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->fd = -1;
	p->rows = rows;
	p->cols = cols;
	p->line = calloc((size_t)cols + 1, CELL_BYTES);
	p->vt = vterm_new(rows, cols);
	if (p->line == NULL || p->vt == NULL) {
		pty_free(p);
		return NULL;
	}
	vterm_set_utf8(p->vt, 1);
	p->screen = vterm_obtain_screen(p->vt);
	vterm_screen_enable_altscreen(p->screen, 1);
	pty_watch_scrolling(p);
	vterm_screen_reset(p->screen, 1);
	return p;
}

struct pty *pty_start(const char *const argv[], const struct pty_how *how)
{
	static const struct pty_how plain;
	struct winsize ws = {0};
	struct pty *p;

	if (how == NULL)
		how = &plain;
	ws.ws_row = (unsigned short)(how->rows > 0 ? how->rows : 24);
	ws.ws_col = (unsigned short)(how->cols > 0 ? how->cols : 80);
	p = make(ws.ws_row, ws.ws_col);
	if (p == NULL)
		return NULL;
	fflush(NULL);
	p->pid = forkpty(&p->fd, NULL, NULL, &ws);
	if (p->pid == 0)
		child(argv, how);
	if (p->pid < 0) {
		p->fd = -1;
		pty_free(p);
		return NULL;
	}
	fcntl(p->fd, F_SETFL, O_NONBLOCK);
	fcntl(p->fd, F_SETFD, FD_CLOEXEC);
	return p;
}

void pty_free(struct pty *p)
{
	if (p == NULL)
		return;
	if (p->fd >= 0)
		close(p->fd);
	if (p->pid > 0 && !p->reaped) {
		kill(p->pid, SIGKILL);
		waitpid(p->pid, &p->status, 0);
	}
	if (p->vt != NULL)
		vterm_free(p->vt);
	free(p->stream);
	free(p->scrolled);
	free(p->line);
	free(p);
}

pid_t pty_pid(const struct pty *p)
{
	return p->pid;
}

static void keep(struct pty *p, const char *bytes, size_t n)
{
	while (p->len + n > p->size) {
		p->size = p->size > 0 ? p->size * 2 : 65536;
		p->stream = realloc(p->stream, p->size);
		if (p->stream == NULL)
			abort();
	}
	memcpy(p->stream + p->len, bytes, n);
	p->len += n;
}

/* Did the program last ask for bracketed paste, or take it back? */
static void watch_paste(struct pty *p, size_t from)
{
	static const char mode[] = "\033[?2004";
	const size_t n = sizeof(mode) - 1;

	from = from > n ? from - n : 0;
	for (size_t i = from; i + n < p->len; i++)
		if (memcmp(p->stream + i, mode, n) == 0)
			p->pasting = p->stream[i + n] == 'h';
}

bool pty_put(struct pty *p, const char *bytes, size_t n)
{
	while (n > 0 && p->fd >= 0) {
		struct pollfd pf = {.fd = p->fd, .events = POLLIN | POLLOUT};
		ssize_t w = write(p->fd, bytes, n);

		if (w > 0) {
			bytes += w;
			n -= (size_t)w;
			continue;
		}
		if (w < 0 && errno != EAGAIN && errno != EINTR)
			return false;
		/* The program may wait for us to read before it reads. */
		if (poll(&pf, 1, PTY_PATIENCE) == 0 || !pty_drain(p))
			return false;
	}
	return n == 0;
}

bool pty_flush_answers(struct pty *p)
{
	char buf[256];
	size_t n;

	while ((n = vterm_output_read(p->vt, buf, sizeof(buf))) > 0)
		if (!pty_put(p, buf, n))
			return false;
	return true;
}

/* The emulator knows no CSI 3 J, which forgets what scrolled away. */
static void emulate(struct pty *p, const char *buf, size_t n)
{
	static const char clear[] = "\033[3J";
	const char *at;

	while ((at = memmem(buf, n, clear, sizeof(clear) - 1)) != NULL) {
		size_t before = (size_t)(at - buf) + sizeof(clear) - 1;

		vterm_input_write(p->vt, buf, before);
		vterm_screen_flush_damage(p->screen);
		p->scrolled_len = 0;
		buf += before;
		n -= before;
	}
	vterm_input_write(p->vt, buf, n);
	vterm_screen_flush_damage(p->screen);
}

bool pty_drain(struct pty *p)
{
	char buf[8192];

	while (p->fd >= 0) {
		ssize_t n = read(p->fd, buf, sizeof(buf));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return true;
		if (n <= 0)
			return false;
		keep(p, buf, (size_t)n);
		watch_paste(p, p->len - (size_t)n);
		emulate(p, buf, (size_t)n);
		pty_flush_answers(p);
	}
	return false;
}

bool pty_wait(
    struct pty *p, bool (*seen)(struct pty *, void *), void *arg, int ms)
{
	double end = pty_now() + ms;
	bool open = true;

	for (;;) {
		struct pollfd pf = {.fd = p->fd, .events = POLLIN};
		double left = end - pty_now();

		open = pty_drain(p);
		if (seen(p, arg))
			return true;
		if (!open || left <= 0)
			return false;
		poll(&pf, 1, (int)left + 1);
	}
}

void pty_settle(struct pty *p, int quiet)
{
	struct pollfd pf = {.fd = p->fd, .events = POLLIN};

	while (pty_drain(p) && poll(&pf, 1, quiet) > 0)
		;
}

int pty_wait_exit(struct pty *p, int ms)
{
	double end = pty_now() + ms;

	while (!p->reaped) {
		struct pollfd pf = {.fd = p->fd, .events = POLLIN};
		pid_t got = waitpid(p->pid, &p->status, WNOHANG);

		p->reaped = got == p->pid;
		if (p->reaped || pty_now() > end)
			break;
		/* Once it has closed the terminal only its death is left to
		 * wait for, and nothing announces that but the clock. */
		if (pty_drain(p))
			poll(&pf, 1, 20);
		else
			poll(NULL, 0, 1);
	}
	pty_drain(p);
	return p->reaped ? p->status : -1;
}

const char *pty_stream(const struct pty *p, size_t *n)
{
	*n = p->len;
	return p->stream != NULL ? p->stream : "";
}

size_t pty_bytes(const struct pty *p)
{
	return p->len;
}

void pty_resize(struct pty *p, int rows, int cols)
{
	struct winsize ws = {
	    .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	char *line = calloc((size_t)cols + 1, CELL_BYTES);

	if (line == NULL)
		abort();
	free(p->line);
	p->line = line;
	p->rows = rows;
	p->cols = cols;
	vterm_set_size(p->vt, rows, cols);
	if (p->fd >= 0)
		ioctl(p->fd, TIOCSWINSZ, &ws);
}

bool pty_kill(struct pty *p, int sig)
{
	return !p->reaped && kill(p->pid, sig) == 0;
}

void pty_hangup(struct pty *p)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
}
