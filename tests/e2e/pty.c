#include <config.h>

#include "tests/e2e/pty.h"

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
#include <vterm.h>
#ifdef HAVE_PTY_H
#include <pty.h>
#else
#include <util.h>
#endif

enum { CELL_BYTES = VTERM_MAX_CHARS_PER_CELL * 4, ENV_MAX = 32 };

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
	char *line;
};

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
	    "UBSAN_OPTIONS", "LSAN_OPTIONS", "GCOV_PREFIX", NULL};
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

static bool put(struct pty *p, const char *bytes, size_t n)
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

/* What the emulated terminal itself answers or encodes. */
static bool flush_answers(struct pty *p)
{
	char buf[256];
	size_t n;

	while ((n = vterm_output_read(p->vt, buf, sizeof(buf))) > 0)
		if (!put(p, buf, n))
			return false;
	return true;
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
		vterm_input_write(p->vt, buf, (size_t)n);
		vterm_screen_flush_damage(p->screen);
		flush_answers(p);
	}
	return false;
}

bool pty_send(struct pty *p, const char *bytes, size_t n)
{
	return put(p, bytes, n);
}

bool pty_type(struct pty *p, const char *utf8)
{
	return put(p, utf8, strlen(utf8));
}

static bool more(struct pty *p, void *arg)
{
	return p->len > *(const size_t *)arg;
}

bool pty_type_slowly(struct pty *p, const char *utf8)
{
	while (*utf8 != '\0') {
		size_t n = 1, before;

		while (((unsigned char)utf8[n] & 0xC0) == 0x80)
			n++;
		pty_drain(p);
		before = p->len;
		if (!put(p, utf8, n) ||
		    !pty_wait(p, more, &before, PTY_PATIENCE))
			return false;
		utf8 += n;
	}
	return true;
}

bool pty_paste(struct pty *p, const char *utf8)
{
	pty_drain(p);
	if (!p->pasting)
		return pty_type(p, utf8);
	return pty_type(p, "\033[200~") && pty_type(p, utf8) &&
	       pty_type(p, "\033[201~");
}

static const struct key {
	const char *name;
	VTermKey key;
} keys[] = {
    {"Enter", VTERM_KEY_ENTER},
    {"Tab", VTERM_KEY_TAB},
    {"Esc", VTERM_KEY_ESCAPE},
    {"Backspace", VTERM_KEY_BACKSPACE},
    {"Del", VTERM_KEY_DEL},
    {"Up", VTERM_KEY_UP},
    {"Down", VTERM_KEY_DOWN},
    {"Left", VTERM_KEY_LEFT},
    {"Right", VTERM_KEY_RIGHT},
    {"Home", VTERM_KEY_HOME},
    {"End", VTERM_KEY_END},
    {"PgUp", VTERM_KEY_PAGEUP},
    {"PgDn", VTERM_KEY_PAGEDOWN},
};

static bool press(struct pty *p, const char *name, size_t n)
{
	char c;

	if (n == 9 && memcmp(name, "Shift-Tab", n) == 0)
		return put(p, "\033[Z", 3);
	if (n == 5 && memcmp(name, "Space", n) == 0)
		return put(p, " ", 1);
	if (n == 10 && memcmp(name, "Ctrl-Space", n) == 0)
		return put(p, "", 1);
	if (n == 9 && memcmp(name, "Ctrl-Left", n) == 0)
		return put(p, "\033[1;5D", 6);
	if (n == 10 && memcmp(name, "Ctrl-Right", n) == 0)
		return put(p, "\033[1;5C", 6);
	if (n == 6 && memcmp(name, "Ctrl-", 5) == 0) {
		c = (char)(name[5] & 0x1F);
		return put(p, &c, 1);
	}
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strlen(keys[i].name) != n ||
		    memcmp(keys[i].name, name, n) != 0)
			continue;
		vterm_keyboard_key(p->vt, keys[i].key, VTERM_MOD_NONE);
		return flush_answers(p);
	}
	if (n > 1 && name[0] == 'F' && atoi(name + 1) > 0) {
		vterm_keyboard_key(p->vt,
		    (VTermKey)(VTERM_KEY_FUNCTION_0 + atoi(name + 1)),
		    VTERM_MOD_NONE);
		return flush_answers(p);
	}
	return n == 1 && put(p, name, 1);
}

bool pty_keys(struct pty *p, const char *names)
{
	pty_drain(p); /* the keypad mode decides how arrows are sent */
	while (*names != '\0') {
		size_t n = strcspn(names, " ");

		if (n > 0 && !press(p, names, n)) {
			printf("no such key, or nobody there: %.*s\n", (int)n,
			    names);
			return false;
		}
		names += n + strspn(names + n, " ");
	}
	return true;
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

static bool has(struct pty *p, void *needle)
{
	return pty_has(p, needle);
}

static bool lacks(struct pty *p, void *needle)
{
	return !pty_has(p, needle);
}

static bool wait_or_print(struct pty *p, bool (*seen)(struct pty *, void *),
    const char *needle, const char *what, int ms)
{
	char *copy = strdup(needle);
	bool ok = copy != NULL && pty_wait(p, seen, copy, ms);

	free(copy);
	if (!ok) {
		printf("after %d ms %s: %s\n", ms, what, needle);
		pty_print(p);
	}
	return ok;
}

bool pty_wait_text(struct pty *p, const char *needle, int ms)
{
	return wait_or_print(p, has, needle, "not on the screen", ms);
}

bool pty_wait_gone(struct pty *p, const char *needle, int ms)
{
	return wait_or_print(p, lacks, needle, "still on the screen", ms);
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

static size_t encode(uint32_t c, char *to)
{
	if (c < 0x80) {
		to[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		to[0] = (char)(0xC0 | c >> 6);
		to[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		to[0] = (char)(0xE0 | c >> 12);
		to[1] = (char)(0x80 | (c >> 6 & 0x3F));
		to[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	to[0] = (char)(0xF0 | c >> 18);
	to[1] = (char)(0x80 | (c >> 12 & 0x3F));
	to[2] = (char)(0x80 | (c >> 6 & 0x3F));
	to[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

const char *pty_row(struct pty *p, int row)
{
	size_t n = 0, end = 0;

	for (int col = 0; col < p->cols; col++) {
		VTermPos pos = {.row = row, .col = col};
		VTermScreenCell cell;

		if (!vterm_screen_get_cell(p->screen, pos, &cell))
			break;
		if (cell.chars[0] == (uint32_t)-1)
			continue; /* right half of a wide character */
		if (cell.chars[0] == 0)
			p->line[n++] = ' ';
		for (int i = 0;
		     i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i] != 0; i++)
			n += encode(cell.chars[i], p->line + n);
		if (p->line[n - 1] != ' ')
			end = n;
	}
	p->line[end] = '\0';
	return p->line;
}

int pty_find(struct pty *p, const char *needle)
{
	for (int row = 0; row < p->rows; row++)
		if (strstr(pty_row(p, row), needle) != NULL)
			return row;
	return -1;
}

bool pty_has(struct pty *p, const char *needle)
{
	return pty_find(p, needle) >= 0;
}

void pty_cursor(const struct pty *p, int *row, int *col)
{
	VTermPos pos;

	vterm_state_get_cursorpos(vterm_obtain_state(p->vt), &pos);
	*row = pos.row;
	*col = pos.col;
}

unsigned pty_attrs(struct pty *p, int row, int col)
{
	VTermPos pos = {.row = row, .col = col};
	VTermScreenCell cell;

	if (!vterm_screen_get_cell(p->screen, pos, &cell))
		return 0;
	return (cell.attrs.bold ? PTY_BOLD : 0u) |
	       (cell.attrs.underline ? PTY_UNDERLINE : 0u) |
	       (cell.attrs.reverse ? PTY_REVERSE : 0u);
}

void pty_print(struct pty *p)
{
	int row, col;

	pty_cursor(p, &row, &col);
	printf("screen %dx%d, cursor %d,%d, %zu bytes so far\n", p->cols,
	    p->rows, row + 1, col + 1, p->len);
	for (int i = 0; i < p->rows; i++)
		printf("%02d|%s\n", i + 1, pty_row(p, i));
	fflush(stdout);
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
