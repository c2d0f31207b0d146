/*
 * Golden screens: the program's own screens over real curses with no terminal,
 * on a demonstration clinic that is the same to the byte in every run - its
 * clock stands still and its chance comes from a fixed seed.
 */
#define _GNU_SOURCE
#include <config.h>

#include <dirent.h>
#include <fnmatch.h>
#include <libintl.h>
#include <locale.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "clinic/demo.h"
#include "crypto/secret.h"
#include "screens/program.h"
#include "screens/screens.h"
#include "tests/ui/replay.h"

/* Tuesday 18 November 2025, 09:55 UTC: a session has just ended. */
#define CLINIC_UTC 1763459700000

/* ---- chance from a seed ------------------------------------------------ */

static unsigned char seed[randombytes_SEEDBYTES];
static uint64_t drawn;

static const char *fixed_name(void)
{
	return "fixed";
}

static void fixed_buf(void *const out, const size_t len)
{
	unsigned char s[randombytes_SEEDBYTES];

	memcpy(s, seed, sizeof(s));
	drawn++;
	memcpy(s, &drawn, sizeof(drawn));
	randombytes_buf_deterministic(out, len, s);
}

static uint32_t fixed_random(void)
{
	uint32_t v;

	fixed_buf(&v, sizeof(v));
	return v;
}

static struct randombytes_implementation fixed = {
    .implementation_name = fixed_name,
    .random = fixed_random,
    .buf = fixed_buf,
};

/* ---- the clinic -------------------------------------------------------- */

static char top[] = "/tmp/tacet-screens-XXXXXX";
static char forms[4096];

static int64_t still(void *arg)
{
	(void)arg;
	return CLINIC_UTC;
}

static int64_t still_mono(void *arg)
{
	(void)arg;
	return 1000000;
}

static const struct clock still_clock = {still, still_mono, NULL};

static void no_login(void *arg, const char *name, const char *role,
    const char *password, const char *passphrase)
{
	(void)arg;
	if (getenv("SHOW_LOGINS") != NULL)
		fprintf(
		    stderr, "%s %s %s %s\n", name, role, password, passphrase);
}

/* Put a fresh copy of the clinic in ${to}. */
static int copy_clinic(const char *to)
{
	char cmd[700];

	snprintf(cmd, sizeof(cmd), "rm -rf '%s' && cp -a '%s/demo' '%s'", to,
	    top, to);
	return system(cmd);
}

struct host {
	struct program_options options;
	struct program *p;
	char dir[200];
};

static enum err host_open(
    void *arg, const struct clock *clock, struct app **app)
{
	struct host *h = arg;
	enum err e;

	snprintf(h->dir, sizeof(h->dir), "%s/now", top);
	if (copy_clinic(h->dir) != 0)
		return err_set(ERR_IO, "copy");
	h->options.dir = h->dir;
	h->options.formsdir = forms;
	h->options.clock = clock;
	drawn = (uint64_t)1 << 40; /* the same chance in every script */
	e = program_open(&h->options, &h->p);
	if (e != ERR_OK)
		return e;
	e = program_begin(h->p);
	if (e != ERR_OK)
		return e;
	*app = h->p->app;
	return ERR_OK;
}

/* "disk full" and "disk free": no file may grow, or all may again. */
static enum err host_line(void *arg, struct app *app, const char *line)
{
	struct rlimit r;

	(void)arg;
	(void)app;
	if (strncmp(line, "disk ", 5) != 0 || getrlimit(RLIMIT_FSIZE, &r) < 0)
		return ERR_UNSUPPORTED;
	r.rlim_cur = strcmp(line, "disk full") == 0 ? 1 : r.rlim_max;
	return setrlimit(RLIMIT_FSIZE, &r) < 0 ? ERR_IO : ERR_OK;
}

static void host_close(void *arg, struct app *app)
{
	struct host *h = arg;

	(void)app;
	program_close(h->p);
	h->p = NULL;
}

static const char *const terminals[] = {
    "xterm-256color", "linux", "vt100", NULL};

/* es-*.script is replayed in Spanish. */
static void set_language(const char *name)
{
	setenv("LANGUAGE", strncmp(name, "es-", 3) == 0 ? "es" : "en", 1);
	setlocale(LC_ALL, "C.UTF-8");
	textdomain(PACKAGE); /* gettext looks at LANGUAGE anew */
}

/* On every terminal type; when pictures are written anew, on the first. */
static int replay_one(const struct replay_host *host, const char *dir,
    const char *name, int *passed)
{
	char script[4400], picture[4400];
	int failed = 0;

	snprintf(script, sizeof(script), "%s/%s", dir, name);
	snprintf(picture, sizeof(picture), "%s/%.*s.screen", dir,
	    (int)strlen(name) - 7, name);
	set_language(name);
	for (int t = 0; terminals[t] != NULL; t++) {
		if (replay_script(host, script, picture, terminals[t], stderr))
			++*passed;
		else
			failed++;
		if (getenv("UPDATE_SCREENS") != NULL)
			break;
	}
	return failed;
}

static int replay_all(const struct replay_host *host, const char *only)
{
	char dir[4096];
	struct dirent **names;
	int n, failed = 0, passed = 0;

	snprintf(
	    dir, sizeof(dir), "%s/tests/screens/scripts", getenv("top_srcdir"));
	n = scandir(dir, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *name = names[i]->d_name;

		if (fnmatch("*.script", name, 0) == 0 &&
		    (only == NULL || fnmatch(only, name, 0) == 0))
			failed += replay_one(host, dir, name, &passed);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	printf("100%%: Checks: %d, Failures: %d, Errors: 0\n", passed + failed,
	    failed);
	return passed == 0 ? 1 : failed;
}

int main(int argc, char **argv)
{
	struct host h = {0};
	const struct replay_host host = {&h, host_open, host_close, host_line};
	char demo[200], locale[4200];
	int failed;

	setenv("TZ", "UTC", 1);
	signal(SIGXFSZ, SIG_IGN);
	setlocale(LC_ALL, "C.UTF-8");
	snprintf(
	    locale, sizeof(locale), "%s/src/locale", getenv("top_builddir"));
	bindtextdomain(PACKAGE, locale);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	randombytes_set_implementation(&fixed);
	if (secret_init((size_t)256 * 1024) != ERR_OK || mkdtemp(top) == NULL)
		return EXIT_FAILURE;
	snprintf(forms, sizeof(forms), "%s/src/forms", getenv("top_srcdir"));
	snprintf(demo, sizeof(demo), "%s/demo", top);
	set_language("en");
	if (demo_build(demo, forms, &still_clock, no_login, NULL) != ERR_OK) {
		fprintf(stderr, "demo: %s\n", err_detail());
		return EXIT_FAILURE;
	}
	failed = replay_all(&host, argc > 1 ? argv[1] : NULL);
	snprintf(locale, sizeof(locale), "rm -rf '%s'", top);
	if (system(locale) != 0)
		failed++;
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
