#include "ui/appdata.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/mem.h"

void ui_say(struct buf *b, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (buf_adds(b, line) != ERR_OK)
		buf_clear(b);
	mem_wipe(line, sizeof(line));
}

static void say(struct app *a, enum mean m, const char *fmt, va_list ap)
    PRINTF(3, 0);

static void say(struct app *a, enum mean m, const char *fmt, va_list ap)
{
	struct said *s = &a->said[a->n_said++ % SAID_MAX];
	char line[512];

	(void)vsnprintf(line, sizeof(line), fmt, ap);
	buf_clear(&a->message);
	ui_say(&a->message, "%s", line);
	a->message_mean = m;
	a->message_in_pane = app_in_pane(a);
	buf_clear(&s->text);
	ui_say(&s->text, "%s", line);
	s->utc = clock_utc(a->clock);
	mem_wipe(line, sizeof(line));
}

void app_say(struct app *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, MEAN_PLAIN, fmt, ap);
	va_end(ap);
}

void app_alarm(struct app *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(a, MEAN_DANGER, fmt, ap);
	va_end(ap);
}

void app_refuse(struct app *a, const char *what, enum err e)
{
	const char *detail = err_detail();

	if (detail[0] != '\0')
		app_say(a, _("Not %s: %s (%s)."), what, err_text(e), detail);
	else
		app_say(a, _("Not %s: %s."), what, err_text(e));
}

void app_messages(const struct app *a,
    void (*each)(void *arg, int64_t utc, const char *text), void *arg)
{
	size_t n = a->n_said < SAID_MAX ? a->n_said : SAID_MAX;

	for (size_t i = 1; i <= n; i++) {
		const struct said *s = &a->said[(a->n_said - i) % SAID_MAX];

		each(arg, s->utc, buf_str(&s->text));
	}
}

void app_messages_wipe(struct app *a)
{
	for (size_t i = 0; i < SAID_MAX; i++)
		buf_free(&a->said[i].text);
	a->n_said = 0;
}

void app_next_key(struct app *a, const char *text,
    bool (*fn)(struct app *, void *, const struct event *), void *self)
{
	app_say(a, "%s", text);
	a->next_key = fn;
	a->next_self = self;
}

void app_place(struct app *a, const char *place)
{
	buf_clear(&a->place);
	ui_say(&a->place, "%s", place);
}
