#include <config.h>

#include "replay.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/mem.h"

#define SCRIPT_MAX ((size_t)1 << 20)

struct replay {
	struct replay_host host;
	struct app *app;
	FILE *in, *out;
	int feed; /* the end keys go into */
	off_t seen;
	int64_t now;
	struct clock clock;
	struct buf row;
	bool ended;
};

static void die(const char *what)
{
	fprintf(
	    stderr, "replay: %s: %s %s\n", what, strerror(errno), err_detail());
	exit(99);
}

static int64_t now(void *arg)
{
	return ((struct replay *)arg)->now;
}

struct replay *replay_new(
    const struct replay_host *host, const char *type, int h, int w, int64_t utc)
{
	struct replay *r = mem_new(1, sizeof(*r));
	int ends[2];

	if (r == NULL || pipe(ends) != 0)
		die("pipe");
	(void)fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
	r->host = *host;
	r->now = utc;
	r->clock = (struct clock){now, now, r};
	r->feed = ends[1];
	r->in = fdopen(ends[0], "r");
	r->out = tmpfile();
	if (r->in == NULL || r->out == NULL)
		die("streams");
	if (term_start(&(struct term_opts){
		.type = type, .in = r->in, .out = r->out, .esc_ms = 1}) !=
	    ERR_OK)
		die("term_start");
	term_resize(h, w);
	if (host->open(host->arg, &r->clock, &r->app) != ERR_OK)
		die("open");
	replay_turn(r);
	return r;
}

void replay_free(struct replay *r)
{
	if (r == NULL)
		return;
	r->host.close(r->host.arg, r->app);
	term_stop();
	(void)close(r->feed);
	fclose(r->in);
	fclose(r->out);
	buf_free(&r->row);
	free(r);
}

struct app *replay_app(const struct replay *r)
{
	return r->app;
}

void replay_turn(struct replay *r)
{
	if (!r->ended && !app_turn(r->app, 0))
		r->ended = true;
}

void replay_bytes(struct replay *r, const void *p, size_t len)
{
	if (r->ended)
		return;
	if (write(r->feed, p, len) != (ssize_t)len)
		die("write");
	replay_turn(r);
}

void replay_key(struct replay *r, const char *names)
{
	int key;

	while (key_each(&names, &key)) {
		const char *bytes = term_sends(key);

		if (key == (K_CTRL | ' ')) {
			replay_bytes(r, "", 1);
			continue;
		}
		if (bytes == NULL)
			die("no such key on this terminal");
		replay_bytes(r, bytes, strlen(bytes));
	}
	while (*names == ' ')
		names++;
	if (*names != '\0')
		die(names);
}

void replay_text(struct replay *r, const char *s)
{
	replay_bytes(r, s, strlen(s));
}

void replay_paste(struct replay *r, const char *s)
{
	struct buf b = {0};

	if (buf_adds(&b, "\033[200~") != ERR_OK || buf_adds(&b, s) != ERR_OK ||
	    buf_adds(&b, "\033[201~") != ERR_OK)
		die("paste");
	replay_bytes(r, b.p, b.len);
	buf_free(&b);
}

void replay_wait(struct replay *r, int64_t ms)
{
	r->now += ms;
	replay_turn(r);
}

void replay_size(struct replay *r, int h, int w)
{
	term_resize(h, w);
	replay_turn(r);
}

const char *replay_row(struct replay *r, int y)
{
	buf_clear(&r->row);
	if (term_row(y, &r->row) != ERR_OK)
		die("term_row");
	while (r->row.len > 0 && r->row.p[r->row.len - 1] == ' ')
		buf_cut(&r->row, r->row.len - 1);
	return buf_str(&r->row);
}

void replay_sent(struct replay *r, struct buf *out)
{
	char part[4096];
	ssize_t n;

	while ((n = pread(fileno(r->out), part, sizeof(part), r->seen)) > 0) {
		if (buf_add(out, part, (size_t)n) != ERR_OK)
			die("memory");
		r->seen += n;
	}
}

void replay_snap(struct replay *r, struct buf *out)
{
	int h = term_rect().h, y, x;

	if (r->ended) {
		ui_say(out, "ended\n");
		return;
	}
	for (int i = 0; i < h; i++) {
		const char *row = replay_row(r, i);

		if (row[0] != '\0')
			ui_say(out, "%02d %s\n", i + 1, row);
	}
	term_where(&y, &x);
	ui_say(out, "cursor %d,%d\n", y + 1, x + 1);
}

/* --- scripts --- */

struct script {
	const struct replay_host *host;
	const char *type;
	struct replay *r;
	int h, w;
	int64_t utc;
	struct buf out;
};

static struct replay *started(struct script *s)
{
	if (s->r == NULL)
		s->r = replay_new(s->host, s->type, s->h, s->w, s->utc);
	return s->r;
}

static bool do_size(struct script *s, const char *arg)
{
	if (sscanf(arg, "%dx%d", &s->w, &s->h) != 2)
		return false;
	if (s->r != NULL)
		replay_size(s->r, s->h, s->w);
	return true;
}

static bool do_clock(struct script *s, const char *arg)
{
	char day[11] = "";
	struct date d;
	int hour, minute;

	if (sscanf(arg, "%10[0-9-]T%d:%d", day, &hour, &minute) != 3 ||
	    date_parse_iso(day, &d) != ERR_OK)
		return false;
	s->utc = date_utc(d, hour * 60 + minute);
	if (s->r != NULL)
		replay_wait(s->r, s->utc - s->r->now);
	return true;
}

static bool do_key(struct script *s, const char *arg)
{
	replay_key(started(s), arg);
	return true;
}

static bool do_text(struct script *s, const char *arg)
{
	replay_text(started(s), arg);
	return true;
}

static bool do_paste(struct script *s, const char *arg)
{
	struct buf b = {0};

	for (; *arg != '\0'; arg++) {
		bool nl = arg[0] == '\\' && arg[1] == 'n';

		if (buf_add8(&b, nl ? '\n' : (unsigned char)*arg) != ERR_OK)
			die("memory");
		arg += nl;
	}
	replay_paste(started(s), buf_str(&b));
	buf_free(&b);
	return true;
}

static bool do_wait(struct script *s, const char *arg)
{
	replay_wait(started(s), strtoll(arg, NULL, 10));
	return true;
}

static bool do_snap(struct script *s, const char *arg)
{
	ui_say(&s->out, "-- snap%s%s\n", *arg != '\0' ? " " : "", arg);
	replay_snap(started(s), &s->out);
	return true;
}

static bool do_look(struct script *s, const char *arg)
{
	int y, x, n;

	(void)started(s);
	if (sscanf(arg, "%d,%d,%d", &y, &x, &n) != 3)
		return false;
	ui_say(&s->out, "look %d,%d ", y, x);
	for (int i = 0; i < n; i++) {
		unsigned l = term_look(y - 1, x - 1 + i);

		ui_say(&s->out, "%c",
		    l & LOOK_REVERSE ? 'r'
		    : l & LOOK_UNDER ? 'u'
		    : l & LOOK_BOLD  ? 'b'
				     : '.');
	}
	ui_say(&s->out, "\n");
	return true;
}

static const struct {
	const char *word;
	bool (*fn)(struct script *, const char *arg);
} verbs[] = {
    {"size", do_size},
    {"clock", do_clock},
    {"key", do_key},
    {"text", do_text},
    {"paste", do_paste},
    {"wait", do_wait},
    {"snap", do_snap},
    {"look", do_look},
};

static bool do_line(struct script *s, const char *line)
{
	size_t word = strcspn(line, " ");
	const char *arg = line + word + (line[word] == ' ' ? 1 : 0);

	if (line[0] == '\0' || line[0] == '#')
		return true;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (strlen(verbs[i].word) == word &&
		    memcmp(line, verbs[i].word, word) == 0)
			return verbs[i].fn(s, arg);
	}
	if (s->host->line == NULL)
		return false;
	return s->host->line(s->host->arg, started(s)->app, line) == ERR_OK;
}

static bool run(struct script *s, char *text, const char *path, FILE *err_out)
{
	int n = 1;

	for (char *line = text; *line != '\0'; n++) {
		size_t len = strcspn(line, "\n");
		bool last = line[len] == '\0';

		line[len] = '\0';
		if (!do_line(s, line)) {
			fprintf(err_out, "%s:%d: %s\n", path, n, line);
			return false;
		}
		line += len + (last ? 0 : 1);
	}
	return true;
}

/* Say where the first difference is. */
static void differ(const char *path, const char *want, const char *got,
    const char *type, FILE *err_out)
{
	int n = 1;

	while (*want != '\0' && *got != '\0') {
		size_t a = strcspn(want, "\n"), b = strcspn(got, "\n");

		if (a != b || memcmp(want, got, a) != 0)
			break;
		want += a + (want[a] == '\n' ? 1 : 0);
		got += b + (got[b] == '\n' ? 1 : 0);
		n++;
	}
	fprintf(err_out, "%s:%d (%s)\n  kept: %.*s\n  now:  %.*s\n", path, n,
	    type, (int)strcspn(want, "\n"), want, (int)strcspn(got, "\n"), got);
}

static bool compare(const struct script *s, const char *path, FILE *err_out)
{
	struct buf want = {0};
	bool same;

	if (getenv("UPDATE_SCREENS") != NULL) {
		if (file_replace(path, s->out.p, s->out.len, 0644) != ERR_OK)
			die(path);
		return true;
	}
	if (file_read(path, SCRIPT_MAX, &want) != ERR_OK) {
		fprintf(err_out, "%s: %s\n", path, err_detail());
		return false;
	}
	same =
	    want.len == s->out.len && memcmp(want.p, s->out.p, want.len) == 0;
	if (!same)
		differ(
		    path, buf_str(&want), buf_str(&s->out), s->type, err_out);
	buf_free(&want);
	return same;
}

bool replay_script(const struct replay_host *host, const char *script,
    const char *picture, const char *type, FILE *err_out)
{
	struct script s = {.host = host, .type = type, .h = 24, .w = 80};
	struct buf text = {0};
	bool good;

	(void)setenv("TZ", "UTC", 1);
	if (!do_clock(&s, "2025-11-18T09:00"))
		die("clock");
	if (file_read(script, SCRIPT_MAX, &text) != ERR_OK) {
		fprintf(err_out, "%s: %s\n", script, err_detail());
		return false;
	}
	good = text.len == 0 || run(&s, (char *)text.p, script, err_out);
	replay_free(s.r);
	if (good)
		good = compare(&s, picture, err_out);
	buf_free(&text);
	buf_free(&s.out);
	return good;
}
