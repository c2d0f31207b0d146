#include <config.h>

#include "ui/term.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "ui/decode.h"
#include "ui/termkeys.h"
#include "ui/tty.h"

#define ESC_MS 50
#define PASTE_MS 2000 /* a paste that stops in the middle ends here */

/* The one terminal. */
static struct {
	SCREEN *screen;
	struct decode in;
	int in_fd, out_fd;
	int esc_ms;
	bool plain;
	bool resized; /* by term_resize */
	bool eof;
	bool paste_on;
	bool ansi;
	int y, x; /* the focus */
	attr_t attr[MEAN_COUNT];
	short pair[MEAN_COUNT];
	struct buf scratch; /* a run being painted */
	wchar_t *wide;
	size_t cap_wide;
} term;

static int emit_byte(int c)
{
	unsigned char byte = (unsigned char)c;

	return write(term.out_fd, &byte, 1) == 1 ? c : EOF;
}

/* Past curses, which has sent what it holds at the end of every paint. */
static void emit(const char *s)
{
	(void)tputs(s, 1, emit_byte);
}

static const char *cap(const char *name)
{
	char copy[16];
	const char *s;

	snprintf(copy, sizeof(copy), "%s", name);
	s = tigetstr(copy);
	return s == NULL || s == (const char *)-1 ? NULL : s;
}

static enum err keys_on(void)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < termkeys_n_caps; i++) {
		const char *s = cap(termkeys_caps[i].cap);

		if (s != NULL && e == ERR_OK)
			e = decode_key(&term.in, s, termkeys_caps[i].key);
	}
	return e;
}

const char *term_sends(int key)
{
	static char out[sizeof(term.in.seqs->s) + 1];
	size_t n = 0;

	for (size_t i = 0; i < term.in.n_seqs; i++) {
		if (term.in.seqs[i].key != key || key == K_ENTER)
			continue;
		n = term.in.seqs[i].len;
		memcpy(out, term.in.seqs[i].s, n);
		out[n] = '\0';
		return out;
	}
	if (termkeys_common(key) != NULL)
		return termkeys_common(key);
	if (key_is_text(key)) {
		n = utf8_encode((uint32_t)key, (unsigned char *)out);
	} else if ((key & K_CTRL) && (key & ~K_CTRL) > '@' &&
		   (key & ~K_CTRL) < 0x60) {
		out[0] = (char)((key & ~K_CTRL) - '@');
		n = 1;
	}
	out[n] = '\0';
	return n > 0 ? out : NULL;
}

/* The looks of screens.md 1.4; colour -1 is none. */
static const struct {
	attr_t attr;
	int colour;
} looks[MEAN_COUNT] = {
    [MEAN_PLAIN] = {A_NORMAL, -1},
    [MEAN_TITLE] = {A_BOLD, -1},
    [MEAN_LABEL] = {A_BOLD, -1},
    [MEAN_KEY] = {A_BOLD, -1},
    [MEAN_MARKED] = {A_BOLD, -1},
    [MEAN_FOCUS] = {A_REVERSE, -1},
    [MEAN_HINT] = {A_NORMAL, 8},
    [MEAN_WARN] = {A_BOLD, COLOR_YELLOW},
    [MEAN_DANGER] = {A_BOLD, COLOR_RED},
    [MEAN_PRIVATE] = {A_BOLD, COLOR_MAGENTA},
    [MEAN_CARRIED] = {A_UNDERLINE, COLOR_CYAN},
    [MEAN_CHANGED] = {A_UNDERLINE, -1},
    [MEAN_CHOSEN] = {A_REVERSE, -1},
};

static void looks_on(bool mono)
{
	bool colour = !mono && has_colors() && start_color() == OK &&
		      use_default_colors() == OK && COLORS >= 8;

	for (int m = 0; m < MEAN_COUNT; m++) {
		int c = looks[m].colour;

		term.attr[m] = looks[m].attr;
		term.pair[m] = 0;
		if (colour && c >= 0 && c < COLORS &&
		    init_pair((short)m, (short)c, -1) == OK)
			term.pair[m] = (short)m;
	}
}

/* terminfo has no word for bracketed paste on these. */
static const char *const paste_types[] = {
    "screen", "foot", "xterm-kitty", "rxvt-unicode", "gnome", NULL};

static void paste_mode(const char *type, bool on)
{
	const char *s = cap(on ? "BE" : "BD");

	if (s != NULL) {
		emit(s);
		term.paste_on = on;
		return;
	}
	for (int i = 0; type != NULL && paste_types[i] != NULL; i++) {
		if (strncmp(type, paste_types[i], strlen(paste_types[i])) != 0)
			continue;
		emit(on ? "\033[?2004h" : "\033[?2004l");
		term.paste_on = on;
	}
}

static enum err usable(const struct term_opts *o, const char *type)
{
	if (o->in == NULL && !isatty(STDIN_FILENO))
		return err_set(
		    ERR_UNSUPPORTED, _("standard input is not a terminal"));
	if (o->out == NULL && !isatty(STDOUT_FILENO))
		return err_set(
		    ERR_UNSUPPORTED, _("standard output is not a terminal"));
	if (type == NULL || type[0] == '\0')
		return err_set(ERR_UNSUPPORTED,
		    _("TERM is not set: it names the kind of terminal"));
	if (strcmp(type, "dumb") == 0)
		return err_set(ERR_UNSUPPORTED,
		    _("TERM is dumb: a screen with a movable cursor is "
		      "needed"));
	return ERR_OK;
}

/* newterm leaks when it fails, so ask first.  A terminal that cannot put its
 * cursor anywhere paints rubbish. */
static enum err able(const char *type, int fd)
{
	bool can;
	int why;

	if (setupterm(type, fd, &why) != OK)
		return err_set(ERR_UNSUPPORTED,
		    _("terminal type %s is not known here"), type);
	can = cap("cup") != NULL && cap("clear") != NULL;
	(void)del_curterm(cur_term);
	if (!can)
		return err_set(ERR_UNSUPPORTED,
		    _("a terminal of type %s cannot place its cursor"), type);
	return ERR_OK;
}

static void modes_on(const struct term_opts *o)
{
	const char *clear = cap("clear");

	raw();
	noecho();
	nonl();
	typeahead(-1);
	keypad(stdscr, TRUE);
	scrollok(stdscr, FALSE);
	leaveok(stdscr, FALSE);
	term.esc_ms = o->esc_ms > 0 ? o->esc_ms : ESC_MS;
	term.plain = o->plain;
	term.ansi = clear != NULL && strncmp(clear, "\033[", 2) == 0;
	looks_on(o->mono);
}

static const char *type_of(const struct term_opts *o)
{
	return o->type != NULL ? o->type : getenv("TERM");
}

enum err term_check(const struct term_opts *o)
{
	const char *type = type_of(o);
	enum err e = usable(o, type);

	if (e != ERR_OK)
		return e;
	return able(type, fileno(o->out != NULL ? o->out : stdout));
}

enum err term_start(const struct term_opts *o)
{
	const char *type = type_of(o);
	FILE *in = o->in != NULL ? o->in : stdin;
	FILE *out = o->out != NULL ? o->out : stdout;
	enum err e = term_check(o);

	if (e != ERR_OK)
		return e;
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		(void)setlocale(LC_CTYPE, "C.UTF-8");
	term.in_fd = fileno(in);
	term.out_fd = fileno(out);
	term.eof = term.resized = false;
	e = tty_signals_on();
	if (e != ERR_OK)
		return e;
	term.screen = newterm(type, out, in);
	if (term.screen == NULL) {
		tty_signals_off();
		return err_set(ERR_UNSUPPORTED, "newterm %s", type);
	}
	(void)set_term(term.screen);
	modes_on(o);
	paste_mode(type, true);
	e = keys_on();
	if (e != ERR_OK)
		term_stop();
	return e;
}

/* The lines scrolled away are a copy as well. */
static void clear_scrollback(void)
{
	const char *s = cap("E3");

	if (s == NULL && term.ansi)
		s = "\033[3J";
	if (s != NULL)
		emit(s);
}

void term_blank(void)
{
	if (term.screen == NULL)
		return;
	decode_wipe(&term.in);
	buf_clear(&term.scratch);
	if (term.wide != NULL)
		mem_wipe(term.wide, term.cap_wide * sizeof(*term.wide));
	wclear(stdscr);
	wmove(stdscr, 0, 0);
	wrefresh(stdscr);
	clear_scrollback();
	doupdate();
}

void term_stop(void)
{
	if (term.screen == NULL)
		return;
	term_blank();
	if (term.paste_on)
		paste_mode(termname(), false);
	(void)endwin();
	delscreen(term.screen);
	term.screen = NULL;
	tty_signals_off();
	decode_done(&term.in);
	buf_free(&term.scratch);
	free(term.wide);
	term.wide = NULL;
	term.cap_wide = 0;
}

/* --- input --- */

static void ask_size(void)
{
	struct winsize ws;

	if (ioctl(term.out_fd, TIOCGWINSZ, &ws) == 0 && ws.ws_row > 0 &&
	    ws.ws_col > 0)
		(void)resizeterm(ws.ws_row, ws.ws_col);
}

void term_resize(int h, int w)
{
	if (term.screen == NULL || h < 1 || w < 1)
		return;
	(void)resizeterm(h, w);
	term.resized = true;
}

/* A signal that has come in, as an event. */
static bool signalled(struct event *ev)
{
	int signo;

	while ((signo = tty_signal()) != 0) {
		if (signo == SIGTSTP)
			continue;
		*ev = (struct event){
		    .type = EV_SIGNAL, .key = K_NONE, .signo = signo};
		if (signo == SIGWINCH) {
			ask_size();
			*ev = (struct event){.type = EV_RESIZE, .key = K_NONE};
		}
		return true;
	}
	return false;
}

/* Wait for something to look at; false when the time is over. */
static bool wait_input(int ms)
{
	enum tty_got got = tty_wait(term.in_fd, ms, &term.in);

	if (got == TTY_END)
		term.eof = true;
	return got != TTY_NOTHING;
}

/* What came before the line dropped is handled first. */
static bool decoded(struct event *ev, bool *part)
{
	enum decode_did did = decode_next(&term.in, term.eof, ev);

	*part = did == DECODE_MORE;
	return did == DECODE_EVENT;
}

bool term_read(int wait_ms, struct event *ev)
{
	bool part;

	if (term.resized) {
		term.resized = false;
		*ev = (struct event){.type = EV_RESIZE, .key = K_NONE};
		return true;
	}
	for (;;) {
		if (signalled(ev) || decoded(ev, &part))
			return true;
		if (term.eof) {
			*ev = (struct event){.type = EV_EOF, .key = K_NONE};
			return true;
		}
		if (part) {
			int ms = term.in.pasting ? PASTE_MS : term.esc_ms;

			if (!wait_input(ms))
				return decode_next(&term.in, true, ev) ==
				       DECODE_EVENT;
		} else if (!wait_input(wait_ms)) {
			return false;
		}
	}
}

/* --- output --- */

struct rect rect_rows(struct rect r, int y, int h)
{
	if (y > r.h)
		y = r.h;
	if (h > r.h - y)
		h = r.h - y;
	return (struct rect){r.y + y, r.x, h < 0 ? 0 : h, r.w};
}

struct rect term_rect(void)
{
	return (struct rect){0, 0, LINES, COLS};
}

void term_clear(void)
{
	werase(stdscr);
	term.y = term.x = 0;
}

static bool widen(const struct buf *b, size_t *n)
{
	if (term.cap_wide < b->len + 1) {
		wchar_t *more = mem_new(b->len + 256, sizeof(*more));

		if (more == NULL)
			return false;
		if (term.wide != NULL)
			mem_wipe(term.wide, term.cap_wide * sizeof(*more));
		free(term.wide);
		term.wide = more;
		term.cap_wide = b->len + 256;
	}
	*n = 0;
	for (size_t i = 0; i < b->len;) {
		uint32_t cp;

		i += utf8_decode(b->p + i, b->len - i, &cp);
		term.wide[(*n)++] = (wchar_t)cp;
	}
	return true;
}

/* What is left of ${s} between the edges of ${r}; *x moves with the left. */
static size_t clip(struct rect r, int *x, const char **s, size_t len)
{
	size_t cut = 0;

	while (*x < 0 && cut < len) {
		size_t next = utf8_next(*s, len, cut);

		*x += utf8_width(*s + cut, next - cut);
		cut = next;
	}
	*s += cut;
	return *x >= r.w ? 0 : utf8_fit(*s, len - cut, r.w - *x);
}

int term_put(
    struct rect r, int y, int x, enum mean m, const char *s, size_t len)
{
	const char *nl = len > 0 ? memchr(s, '\n', len) : NULL;
	int cells;
	size_t n;

	if (nl != NULL)
		len = (size_t)(nl - s);
	cells = utf8_width(s, len);
	if (y < 0 || y >= r.h || r.y + y >= LINES || len == 0)
		return cells;
	if (r.w > COLS - r.x)
		r.w = COLS - r.x;
	len = clip(r, &x, &s, len);
	buf_clear(&term.scratch);
	if (len == 0 || utf8_paint(s, len, &term.scratch) != ERR_OK ||
	    !widen(&term.scratch, &n))
		return cells;
	(void)wattr_set(stdscr, term.attr[m], term.pair[m], NULL);
	(void)mvwaddnwstr(stdscr, r.y + y, r.x + x, term.wide, (int)n);
	(void)wattr_set(stdscr, A_NORMAL, 0, NULL);
	return cells;
}

int term_puts(struct rect r, int y, int x, enum mean m, const char *s)
{
	return term_put(r, y, x, m, s, strlen(s));
}

int term_putf(struct rect r, int y, int x, enum mean m, const char *fmt, ...)
{
	char line[512];
	va_list ap;
	int cells;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	cells = term_puts(r, y, x, m, line);
	mem_wipe(line, sizeof(line));
	return cells;
}

int term_cut(struct rect r, int y, int x, int w, enum mean m, const char *s)
{
	size_t len = strlen(s), n;
	int cells = utf8_width(s, len);

	if (w <= 0)
		return 0;
	if (cells <= w)
		return term_put(r, y, x, m, s, len);
	n = utf8_fit(s, len, w - 1);
	cells = term_put(r, y, x, m, s, n);
	return cells + term_put(r, y, x + cells, m, "~", 1);
}

int term_right(struct rect r, int y, int x, int w, enum mean m, const char *s)
{
	int cells = utf8_width(s, strlen(s));

	if (cells < w)
		x += w - cells;
	return term_cut(r, y, x, w, m, s);
}

static void line_cell(
    struct rect r, int y, int x, const cchar_t *wide, char plain, enum mean m)
{
	if (y < 0 || x < 0 || y >= r.h || x >= r.w || r.y + y >= LINES ||
	    r.x + x >= COLS)
		return;
	(void)wattr_set(stdscr, term.attr[m], term.pair[m], NULL);
	if (term.plain)
		(void)mvwaddch(stdscr, r.y + y, r.x + x, (chtype)plain);
	else
		(void)mvwadd_wch(stdscr, r.y + y, r.x + x, wide);
	(void)wattr_set(stdscr, A_NORMAL, 0, NULL);
}

void term_rule(struct rect r, int y, int x, int w)
{
	for (int i = 0; i < w; i++)
		line_cell(r, y, x + i, WACS_HLINE, '-', MEAN_PLAIN);
}

void term_bar(struct rect r, int y, int x, int h)
{
	for (int i = 0; i < h; i++)
		line_cell(r, y + i, x, WACS_VLINE, '|', MEAN_PRIVATE);
}

void term_cross(struct rect r, int y, int x)
{
	line_cell(r, y, x, WACS_PLUS, '+', MEAN_PRIVATE);
}

void term_cursor(struct rect r, int y, int x)
{
	if (x >= r.w)
		x = r.w - 1;
	if (y >= r.h)
		y = r.h - 1;
	term.y = r.y + (y < 0 ? 0 : y);
	term.x = r.x + (x < 0 ? 0 : x);
	if (term.y >= LINES)
		term.y = LINES - 1;
	if (term.x >= COLS)
		term.x = COLS - 1;
}

void term_paint(void)
{
	(void)wmove(stdscr, term.y, term.x);
	(void)wnoutrefresh(stdscr);
	(void)doupdate();
}

void term_redraw(void)
{
	(void)clearok(curscr, TRUE);
}

void term_bell(void)
{
	(void)beep();
}

/* --- reading back --- */

static uint32_t drawn(const cchar_t *c, wchar_t base)
{
	attr_t attr;
	short pair;
	wchar_t chars[CCHARW_MAX + 1];

	if (getcchar(c, chars, &attr, &pair, NULL) != OK ||
	    !(attr & A_ALTCHARSET))
		return (uint32_t)base;
	if (base == L'q')
		return 0x2500;
	if (base == L'x')
		return 0x2502;
	return base == L'n' ? 0x253c : (uint32_t)base;
}

enum err term_row(int y, struct buf *out)
{
	enum err e = ERR_OK;
	int w;

	for (int x = 0; x < COLS && e == ERR_OK; x += w > 0 ? w : 1) {
		wchar_t chars[CCHARW_MAX + 1] = {0};
		cchar_t c;
		attr_t attr;
		short pair;

		w = 1;
		if (mvwin_wch(stdscr, y, x, &c) != OK ||
		    getcchar(&c, chars, &attr, &pair, NULL) != OK)
			continue;
		for (int i = 0; chars[i] != 0 && e == ERR_OK; i++) {
			unsigned char u[4];
			uint32_t cp =
			    i > 0 ? (uint32_t)chars[i] : drawn(&c, chars[0]);

			e = buf_add(out, u, utf8_encode(cp, u));
		}
		w = wcwidth(chars[0]);
	}
	return e;
}

void term_where(int *y, int *x)
{
	*y = term.y;
	*x = term.x;
}

unsigned term_look(int y, int x)
{
	wchar_t chars[CCHARW_MAX + 1] = {0};
	cchar_t c;
	attr_t attr = 0;
	short pair = 0;

	if (mvwin_wch(stdscr, y, x, &c) != OK ||
	    getcchar(&c, chars, &attr, &pair, NULL) != OK)
		return 0;
	return (attr & A_BOLD ? LOOK_BOLD : 0u) |
	       (attr & A_UNDERLINE ? LOOK_UNDER : 0u) |
	       (attr & A_REVERSE ? LOOK_REVERSE : 0u) |
	       (pair != 0 ? LOOK_COLOUR : 0u);
}
