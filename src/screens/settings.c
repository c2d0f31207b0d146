#include "screens/settings.h"

#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"

struct reading {
	struct program *p;
	enum err e;
	char why[160];
	int64_t idle, login, priv;
};

static const struct timer {
	const char *name;
	size_t at; /* in struct reading */
	int64_t most;
} timers[] = {
    {"idle", offsetof(struct reading, idle), IDLE_MS},
    {"login", offsetof(struct reading, login), LOGIN_MS},
    {"private", offsetof(struct reading, priv), PRIVATE_MS},
};

static int refuse(struct reading *r, const char *why)
{
	r->e = ERR_FORMAT;
	snprintf(r->why, sizeof(r->why), "%s", why);
	return 0;
}

/* Minutes with up to one decimal: "2", "0.5". */
static int set_timer(struct reading *r, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof(timers) / sizeof(timers[0]); i++) {
		char *end;
		double v;

		if (strcmp(timers[i].name, name) != 0)
			continue;
		v = strtod(value, &end);
		if (end == value || *end != '\0' || !(v > 0) ||
		    v * 60000 > (double)timers[i].most)
			return refuse(
			    r, _("a timer is given in minutes and can only be "
				 "shortened"));
		*(int64_t *)(void *)((char *)r + timers[i].at) =
		    (int64_t)(v * 60000);
		return 1;
	}
	return refuse(r, _("no such timer"));
}

static int row(
    void *arg, const char *section, const char *name, const char *value)
{
	struct reading *r = arg;

	if (strcmp(section, "timers") == 0)
		return set_timer(r, name, value);
	if (strcmp(section, "keys") == 0) {
		r->e = keymap_bind(r->p->keys, name, value);
		if (r->e != ERR_OK)
			return refuse(r, err_detail());
		return 1;
	}
	if (*section == '\0' && strcmp(name, "dir") == 0)
		return 1;
	return refuse(r, _("no such setting"));
}

enum err settings_read(const char *path, struct program *p)
{
	struct reading r = {.p = p,
	    .idle = p->idle_ms,
	    .login = p->login_ms,
	    .priv = p->private_ms};
	struct buf text = {0};
	enum err e = file_read(path, 64 * 1024, &text);
	int line;

	if (e == ERR_NOTFOUND) {
		err_clear();
		return ERR_OK;
	}
	if (e != ERR_OK)
		return e;
	line = ini_parse_string(buf_str(&text), row, &r);
	buf_free(&text);
	if (line != 0)
		return err_set(ERR_FORMAT, "%s:%d: %s", path, line,
		    r.why[0] != '\0' ? r.why : _("not a setting"));
	e = keymap_check(p->keys);
	if (e != ERR_OK)
		return e;
	p->idle_ms = r.idle;
	p->login_ms = r.login;
	p->private_ms = r.priv;
	return ERR_OK;
}
