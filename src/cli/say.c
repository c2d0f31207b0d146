#include "cli/say.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* Longer lines are cut: a path has at most 4096 bytes. */
#define LINE 8192

static void line(FILE *f, const char *before, const char *fmt, va_list ap)
    PRINTF(3, 0);

static void line(FILE *f, const char *before, const char *fmt, va_list ap)
{
	char raw[LINE];
	struct buf b = {0};

	vsnprintf(raw, sizeof(raw), fmt, ap);
	for (char *p = raw; (p = strchr(p, '\n')) != NULL; p++)
		*p = ' ';
	if (utf8_paint(raw, strlen(raw), &b) == ERR_OK)
		fprintf(f, "%s%s\n", before, buf_str(&b));
	buf_free(&b);
}

void say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(stdout, "", fmt, ap);
	va_end(ap);
}

void complain(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	line(stderr, "tacet: ", fmt, ap);
	va_end(ap);
}

void complain_err(enum err e)
{
	const char *detail = err_detail();

	if (*detail != '\0')
		complain("%s: %s", err_text(e), detail);
	else
		complain("%s", err_text(e));
}
