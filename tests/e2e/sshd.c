#include <config.h>

#include "tests/e2e/sshd.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <shadow.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"

#define SSHD "/usr/sbin/sshd"

static bool write_file(const char *dir, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "w");
	if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0)
		return false;
	return chmod(path, 0600) == 0;
}

static bool read_file(const char *path, char *out, size_t size)
{
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL)
		return false;
	n = fread(out, 1, size - 1, f);
	out[n] = '\0';
	fclose(f);
	return n > 0;
}

/* sshd lets nobody in whose account is locked or has no shell. */
static bool barred(void)
{
	const struct passwd *pw = getpwuid(geteuid());
	const struct spwd *sp;

	if (pw == NULL || strstr(pw->pw_shell, "nologin") != NULL ||
	    strstr(pw->pw_shell, "/false") != NULL)
		return true;
	sp = geteuid() == 0 ? getspnam(pw->pw_name) : NULL;
	return sp != NULL && sp->sp_pwdp[0] == '!';
}

const char *sshd_missing(void)
{
	static const char *const tools[] = {
	    SSHD, "/usr/bin/ssh", "/usr/bin/ssh-keygen", "/usr/bin/sftp"};

	for (size_t i = 0; i < sizeof(tools) / sizeof(tools[0]); i++)
		if (access(tools[i], X_OK) != 0)
			return tools[i];
	return barred() ? "an account that sshd lets in" : NULL;
}

static bool new_key(const char *dir, const char *name)
{
	char path[256];
	int status = -1;
	pid_t pid;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		execl("/usr/bin/ssh-keygen", "ssh-keygen", "-q", "-t",
		    "ed25519", "-N", "", "-f", path, (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

/* A port that nobody has at this moment. */
static int free_port(void)
{
	struct sockaddr_in a = {
	    .sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t len = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM, 0), port = 0;

	if (fd >= 0 && bind(fd, (struct sockaddr *)&a, len) == 0 &&
	    getsockname(fd, (struct sockaddr *)&a, &len) == 0)
		port = ntohs(a.sin_port);
	if (fd >= 0)
		close(fd);
	return port;
}

static bool configure(struct sshd *s, const char *rules, const char *options)
{
	const char *top = s->d->top;
	char text[8192], pub[1024], path[256];

	snprintf(path, sizeof(path), "%s/key.pub", top);
	if (!read_file(path, pub, sizeof(pub)))
		return false;
	snprintf(text, sizeof(text), "%s%s%s", options,
	    options[0] != '\0' ? " " : "", pub);
	if (!write_file(top, "keys", text))
		return false;
	snprintf(path, sizeof(path), "%s/host.pub", top);
	if (!read_file(path, pub, sizeof(pub)))
		return false;
	snprintf(text, sizeof(text), "[127.0.0.1]:%d %s", s->port, pub);
	if (!write_file(top, "known", text))
		return false;
	snprintf(text, sizeof(text),
	    "Port %d\nListenAddress 127.0.0.1\nHostKey %s/host\n"
	    "PidFile none\nAuthorizedKeysFile %s/keys\nStrictModes no\n"
	    "UsePAM no\nPasswordAuthentication no\nPermitRootLogin yes\n"
	    "KbdInteractiveAuthentication no\nUseDNS no\nX11Forwarding yes\n"
	    "PermitTunnel yes\nAcceptEnv LANG TACET_DIR MARK\n"
	    "Subsystem sftp internal-sftp\n"
	    /* Its leak checker traces, which the program forbids. */
	    "SetEnv ASAN_OPTIONS=detect_leaks=0\n"
	    "MaxStartups 100\n%s\n",
	    s->port, top, top, rules);
	return write_file(top, "sshd_config", text);
}

/* Read its words until it listens. */
static bool listens(int fd)
{
	char said[4096] = "";
	size_t n = 0;

	while (
	    n + 1 < sizeof(said) && strstr(said, "Server listening") == NULL) {
		struct pollfd pf = {.fd = fd, .events = POLLIN};
		ssize_t got;

		if (poll(&pf, 1, PTY_PATIENCE) <= 0 ||
		    (got = read(fd, said + n, sizeof(said) - 1 - n)) <= 0) {
			printf("sshd: %s\n", said);
			return false;
		}
		n += (size_t)got;
		said[n] = '\0';
	}
	return true;
}

static bool spawn(struct sshd *s)
{
	char config[256];
	int pipes[2], fd;
	bool ok;

	snprintf(config, sizeof(config), "%s/sshd_config", s->d->top);
	/* Words go through a pipe at first, and then to nobody. */
	if (geteuid() == 0)
		(void)mkdir("/run/sshd", 0755);
	if (pipe(pipes) != 0)
		return false;
	fflush(NULL);
	s->pid = fork();
	if (s->pid == 0) {
		close(pipes[0]);
		fd = open("/dev/null", O_RDWR);
		dup2(fd, 0);
		dup2(fd, 1);
		dup2(pipes[1], 2);
		signal(SIGPIPE, SIG_IGN);
		execl(SSHD, SSHD, "-D", "-e", "-f", config, (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	ok = s->pid > 0 && listens(pipes[0]);
	close(pipes[0]);
	return ok;
}

bool sshd_start(struct sshd *s, const struct demo *d, const char *rules,
    const char *options)
{
	char path[256];

	*s = (struct sshd){.d = d};
	snprintf(path, sizeof(path), "%s/host", d->top);
	if (access(path, F_OK) != 0 &&
	    (!new_key(d->top, "host") || !new_key(d->top, "key")))
		return false;
	/* Somebody else may take the port first. */
	for (int i = 0; i < 5; i++) {
		s->port = free_port();
		if (s->port == 0 || !configure(s, rules, options))
			return false;
		if (spawn(s))
			return true;
		sshd_stop(s);
	}
	return false;
}

void sshd_stop(struct sshd *s)
{
	if (s->pid <= 0)
		return;
	kill(s->pid, SIGTERM);
	waitpid(s->pid, NULL, 0);
	s->pid = 0;
}

/* ---- the samples -------------------------------------------------------- */

static void sample(const char *name, char *out, size_t size)
{
	const char *top = getenv("top_srcdir");
	char path[4096];

	snprintf(path, sizeof(path), "%s/doc/examples/%s",
	    top != NULL ? top : ".", name);
	if (!read_file(path, out, size))
		abort();
}

const char *sshd_sample_rules(void)
{
	static char rules[8192];
	char text[8192], *save = NULL;
	const struct passwd *pw = getpwuid(geteuid());
	size_t n;

	sample("sshd-tacet.conf", text, sizeof(text));
	n = (size_t)snprintf(rules, sizeof(rules), "Match User %s\n",
	    pw != NULL ? pw->pw_name : "nobody");
	for (char *l = strtok_r(
		 strstr(text, "\nMatch User tacet\n") + 18, "\n", &save);
	     l != NULL; l = strtok_r(NULL, "\n", &save))
		if (strstr(l, "AuthorizedKeysFile") == NULL)
			n += (size_t)snprintf(
			    rules + n, sizeof(rules) - n, "%s\n", l);
	return rules;
}

const char *sshd_sample_options(const struct demo *d)
{
	static char options[8192];
	static const char program[] = "/usr/local/bin/tacet",
			  dir[] = "/srv/tacet";
	char text[4096], *line, *end, *p, *q;

	sample("tacet_keys", text, sizeof(text));
	line = strstr(text, "\nrestrict") + 1;
	end = strstr(line, " ssh-ed25519");
	p = strstr(line, program);
	q = strstr(line, dir);
	if (end == NULL || p == NULL || q == NULL || p > q || q > end)
		abort();
	snprintf(options, sizeof(options), "%.*s%s%.*s%s%.*s", (int)(p - line),
	    line, demo_program(), (int)(q - p - (long)sizeof(program) + 1),
	    p + sizeof(program) - 1, d->dir,
	    (int)(end - q - (long)sizeof(dir) + 1), q + sizeof(dir) - 1);
	return options;
}

/* ---- clients ------------------------------------------------------------ */

enum { WORDS = 48 };

struct words {
	char room[WORDS][512];
	const char *v[WORDS + 1];
	size_t n;
};

static void word(struct words *w, const char *fmt, ...) PRINTF(2, 3);
static void word(struct words *w, const char *fmt, ...)
{
	va_list ap;

	if (w->n == WORDS)
		abort();
	va_start(ap, fmt);
	vsnprintf(w->room[w->n], sizeof(w->room[0]), fmt, ap);
	va_end(ap);
	w->v[w->n] = w->room[w->n];
	w->n++;
}

static void common(struct words *w, const struct sshd *s, const char *tool)
{
	word(w, "/usr/bin/%s", tool);
	word(w, "-F");
	word(w, "none");
	word(w, "-oPort=%d", s->port);
	word(w, "-oIdentityFile=%s/key", s->d->top);
	word(w, "-oIdentitiesOnly=yes");
	word(w, "-oUserKnownHostsFile=%s/known", s->d->top);
	word(w, "-oStrictHostKeyChecking=yes");
	word(w, "-oBatchMode=yes");
	word(w, "-oLogLevel=ERROR");
}

static void user_at(struct words *w, const char *rest)
{
	const struct passwd *pw = getpwuid(geteuid());

	word(w, "%s@127.0.0.1%s", pw != NULL ? pw->pw_name : "nobody", rest);
}

struct pty *sshd_pty(const struct sshd *s, const char *command)
{
	static const char *const env[] = {
	    "TACET_DIR=/nowhere", "LANG=xx", "MARK=x", NULL};
	const struct pty_how how = {.env = env};
	struct words w = {.n = 0};

	common(&w, s, "ssh");
	word(&w, "-tt");
	word(&w, "-oSendEnv=LANG TACET_DIR MARK");
	user_at(&w, "");
	word(&w, "%s", command);
	return pty_start(w.v, &how);
}

int sshd_run(const struct sshd *s, const char *tool, const char *const args[],
    char *out, size_t size)
{
	struct words w = {.n = 0};
	int res = memfd_create("output", MFD_CLOEXEC), status = -1;
	ssize_t n;
	pid_t pid;

	common(&w, s, tool);
	for (size_t i = 0; args[i] != NULL; i++)
		if (args[i][0] == '@')
			user_at(&w, args[i] + 1);
		else
			word(&w, "%s", args[i]);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		dup2(open("/dev/null", O_RDONLY), 0);
		dup2(res, 1);
		dup2(res, 2);
		alarm(15);
		setenv("MARK", "a mark in the environment", 1);
		execv(w.v[0], (char *const *)(const void *)w.v);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		status = -1;
	n = pread(res, out, size - 1, 0);
	out[n > 0 ? n : 0] = '\0';
	close(res);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
