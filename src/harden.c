#include <config.h>

#include "harden.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/mem.h"

extern char **environ;

/* ---- environment --------------------------------------------------------- */

#define WORD                                                                   \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-"

static bool made_of(const char *s, size_t max, const char *letters)
{
	size_t n = strspn(s, letters);

	return s[n] == '\0' && n > 0 && n <= max;
}

static bool term_ok(const char *s)
{
	return made_of(s, 32, WORD);
}

/* Names of locales: with a path, a catalogue of anybody's making could speak.
 */
static bool locale_ok(const char *s)
{
	return made_of(s, 200, WORD "@:");
}

/* Names of zones and POSIX rules, <+0330>-3:30 and the like; no file of one's
 * own. */
static bool zone_ok(const char *s)
{
	return made_of(s, 200, WORD "/:,<>") && s[strspn(s, ":")] != '/' &&
	       strstr(s, "..") == NULL;
}

static bool any_ok(const char *s)
{
	return *s != '\0';
}

static const struct kept {
	const char *name; /* with its sign; without one, a beginning */
	bool (*ok)(const char *value);
} kept[] = {
    {"TERM=", term_ok},
    {"LANG=", locale_ok},
    {"LANGUAGE=", locale_ok},
    {"LC_", locale_ok},
    {"TZ=", zone_ok},
    {"TACET_DIR=", any_ok},
};

static bool keeps(const char *row)
{
	const char *sign = strchr(row, '=');

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strncmp(row, kept[i].name, strlen(kept[i].name)) == 0)
			return sign != NULL && kept[i].ok(sign + 1);
	return false;
}

static enum err clear_environment(void)
{
	size_t n = 0, k = 0;
	char **fresh;

	while (environ != NULL && environ[n] != NULL)
		n++;
	fresh = mem_new(n + 1, sizeof(*fresh));
	if (fresh == NULL)
		return err_set(ERR_NOMEM, "environment");
	for (size_t i = 0; i < n; i++)
		if (keeps(environ[i]))
			fresh[k++] = environ[i];
	environ = fresh;
	return ERR_OK;
}

/* ---- descriptors --------------------------------------------------------- */

/* Where the kernel or a sandbox does not know close_range, one by one. */
static void close_between(unsigned from, unsigned to)
{
	struct rlimit r = {1 << 20, 1 << 20};

#ifdef SYS_close_range
	if (from > to || syscall(SYS_close_range, from, to, 0) == 0)
		return;
#endif
	(void)getrlimit(RLIMIT_NOFILE, &r);
	if (r.rlim_max < to)
		to = (unsigned)r.rlim_max;
	for (unsigned fd = from; fd <= to; fd++)
		(void)close((int)fd);
}

static enum err settle_fds(int keep_fd)
{
	int fd;

	if (keep_fd >= 0 && fcntl(keep_fd, F_GETFD) < 0)
		return err_errno("descriptor %d", keep_fd);
	do {
		fd = open("/dev/null", O_RDWR);
		if (fd < 0)
			return err_errno("/dev/null");
	} while (fd <= 2);
	if (keep_fd <= 2) {
		close_between(3, ~0U);
		return ERR_OK;
	}
	close_between(3, (unsigned)keep_fd - 1);
	close_between((unsigned)keep_fd + 1, ~0U);
	return ERR_OK;
}

/* ---- the process --------------------------------------------------------- */

enum err harden_process(int keep_fd)
{
	const struct rlimit none = {0, 0};
	enum err e;

	if (setrlimit(RLIMIT_CORE, &none) < 0)
		return err_errno("no core file");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0)
		return err_errno("not dumpable");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return err_errno("no new privileges");
	(void)umask(077);
	(void)signal(SIGPIPE, SIG_IGN);
	(void)signal(SIGXFSZ, SIG_IGN);
	e = settle_fds(keep_fd);
	return e != ERR_OK ? e : clear_environment();
}

/* The language that was asked for, where its locale is not made on this
 * machine: catalogues do not need one. */
static void keep_language(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	if (setlocale(LC_ALL, "C.UTF-8") == NULL || getenv("LANGUAGE") != NULL)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *v = getenv(names[i]);

		if (v != NULL) {
			(void)setenv("LANGUAGE", v, 1);
			return;
		}
	}
}

enum err harden_locale(void)
{
	if (setlocale(LC_ALL, "") == NULL)
		keep_language();
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return ERR_OK;
	if (setlocale(LC_CTYPE, "C.UTF-8") != NULL ||
	    setlocale(LC_CTYPE, "en_US.UTF-8") != NULL)
		return ERR_OK;
	return err_set(ERR_UNSUPPORTED, "no UTF-8 locale");
}

void harden_for(const char *dir)
{
	struct stat st;

	if (dir != NULL && stat(dir, &st) == 0 && S_ISDIR(st.st_mode) &&
	    (st.st_mode & S_ISGID) != 0 && (st.st_mode & S_IRWXG) == S_IRWXG)
		(void)umask(007);
}
