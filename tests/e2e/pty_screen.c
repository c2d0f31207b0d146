/* Reading the screen, and waiting for words on it. */
#include <config.h>

#include "tests/e2e/pty_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static int pushed(int cols, const VTermScreenCell *cells, void *arg)
{
	struct pty *p = arg;
	char *more = realloc(
	    p->scrolled, p->scrolled_len + (size_t)cols * CELL_BYTES + 2);

	if (more == NULL)
		abort();
	p->scrolled = more;
	for (int col = 0; col < cols; col++) {
		const uint32_t *c = cells[col].chars;

		if (c[0] == 0)
			p->scrolled[p->scrolled_len++] = ' ';
		if (c[0] == (uint32_t)-1)
			continue;
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && c[i] != 0; i++)
			p->scrolled_len +=
			    encode(c[i], p->scrolled + p->scrolled_len);
	}
	p->scrolled[p->scrolled_len++] = '\n';
	p->scrolled[p->scrolled_len] = '\0';
	return 1;
}

void pty_watch_scrolling(struct pty *p)
{
	static VTermScreenCallbacks on = {.sb_pushline = pushed};

	vterm_screen_set_callbacks(p->screen, &on, p);
}

bool pty_scrolled(const struct pty *p, const char *needle)
{
	return p->scrolled_len > 0 && memmem(p->scrolled, p->scrolled_len,
					  needle, strlen(needle)) != NULL;
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

static bool cursor_at(struct pty *p, void *place)
{
	const int *want = place;
	int row, col;

	pty_cursor(p, &row, &col);
	return row == want[0] && col == want[1];
}

bool pty_wait_cursor(struct pty *p, int row, int col, int ms)
{
	int want[] = {row, col};
	bool ok = pty_wait(p, cursor_at, want, ms);

	if (!ok) {
		printf("after %d ms the cursor is not at %d,%d\n", ms, row + 1,
		    col + 1);
		pty_print(p);
	}
	return ok;
}
