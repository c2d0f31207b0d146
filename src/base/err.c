#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"

/* The one piece of state in the layer: a line for the person, not for code. */
static char detail[256];

#define X(name, words) words,
static const char *const texts[] = {ERR_LIST(X)};
#undef X

enum err err_set(enum err e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	return e;
}

static enum err from_errno(int no)
{
	static const struct {
		int no;
		enum err e;
	} map[] = {
	    {ENOSPC, ERR_FULL},
	    {EDQUOT, ERR_FULL},
	    {ENOENT, ERR_NOTFOUND},
	    {ENOMEM, ERR_NOMEM},
	    {EEXIST, ERR_EXISTS},
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (map[i].no == no)
			return map[i].e;
	return ERR_IO;
}

enum err err_errno(const char *fmt, ...)
{
	int no = errno;
	size_t len;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(detail, sizeof(detail), fmt, ap);
	va_end(ap);
	len = strlen(detail);
	(void)snprintf(
	    detail + len, sizeof(detail) - len, ": %s", strerror(no));
	errno = no;
	return from_errno(no);
}

const char *err_text(enum err e)
{
	if ((unsigned)e >= ERR_COUNT)
		return "?";
	return gettext(texts[e]);
}

const char *err_detail(void)
{
	return detail;
}

void err_clear(void)
{
	memset(detail, 0, sizeof(detail));
}
