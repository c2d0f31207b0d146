#include <config.h>

#include "tests/e2e/demo.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
	struct demo d;
	pid_t owner;
} pristine;

static int remove_one(
    const char *path, const struct stat *st, int flag, struct FTW *at)
{
	(void)st;
	(void)flag;
	(void)at;
	return remove(path);
}

static void remove_tree(const char *path)
{
	nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Tests run in children of the program; only the program itself cleans up. */
static void remove_pristine(void)
{
	if (pristine.owner == getpid())
		remove_tree(pristine.d.top);
}

const char *demo_program(void)
{
	static char path[4096];
	const char *top = getenv("top_builddir");

	snprintf(path, sizeof(path), "%s/src/tacet", top != NULL ? top : ".");
	return path;
}

bool demo_place(struct demo *d)
{
	snprintf(d->top, sizeof(d->top), "/tmp/tacet-e2e-XXXXXX");
	if (mkdtemp(d->top) == NULL)
		return false;
	snprintf(d->dir, sizeof(d->dir), "%s/clinic", d->top);
	snprintf(d->home, sizeof(d->home), "%s/home", d->top);
	return mkdir(d->home, 0700) == 0;
}

/* Room for the value of ${key}= in ${line}, to the next blank or, for the last
 * one, to the end of the line. */
static void value(
    const char *line, const char *key, bool last, char *out, size_t size)
{
	const char *p = strstr(line, key);
	size_t n;

	out[0] = '\0';
	if (p == NULL)
		return;
	p += strlen(key);
	n = strcspn(p, last ? "\n" : " \n");
	snprintf(out, size, "%.*s", (int)n, p);
}

static void read_logins(struct demo *d, const char *text)
{
	for (const char *line = text; *line != '\0' && d->nlogins < DEMO_LOGINS;
	     line += strcspn(line, "\n"), line += *line == '\n') {
		struct demo_login *l = &d->logins[d->nlogins];
		char one[512];

		snprintf(
		    one, sizeof(one), "%.*s", (int)strcspn(line, "\n"), line);
		if (strncmp(one, "login=", 6) != 0)
			continue;
		value(one, "login=", false, l->name, sizeof(l->name));
		value(one, " role=", false, l->role, sizeof(l->role));
		value(one, " passphrase=", true, l->passphrase,
		    sizeof(l->passphrase));
		if (l->passphrase[0] != '\0')
			*strstr(one, " passphrase=") = '\0';
		value(
		    one, " password=", true, l->password, sizeof(l->password));
		d->nlogins++;
	}
}

int demo_run(const struct demo *d, const char *const args[],
    const char *passwords, char *out, size_t size)
{
	const char *argv[24] = {demo_program()};
	const char *env[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
	    "TERM=dumb", "ASAN_OPTIONS=detect_leaks=0", NULL, NULL};
	char home[128];
	int in = memfd_create("passwords", 0), res = memfd_create("output", 0);
	int status = -1;
	size_t n = 0;
	pid_t pid;

	if (in < 0 || res < 0)
		goto out;
	if (passwords != NULL && write(in, passwords, strlen(passwords)) < 0)
		goto out;
	for (; args[n] != NULL && n < 20; n++)
		argv[1 + n] = args[n];
	if (passwords != NULL) {
		argv[n + 1] = "--password-fd";
		argv[n + 2] = "3";
	}
	snprintf(home, sizeof(home), "HOME=%s", d->home);
	env[4] = home;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDONLY);

		lseek(in, 0, SEEK_SET);
		dup2(null, 0);
		dup2(res, 1);
		dup2(res, 2);
		dup2(in, 63);
		dup2(63, 3);
		execve(argv[0], (char *const *)(const void *)argv,
		    (char *const *)(const void *)env);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		goto out;
	if (out != NULL) {
		ssize_t got = pread(res, out, size - 1, 0);

		out[got > 0 ? got : 0] = '\0';
	}
out:
	if (in >= 0)
		close(in);
	if (res >= 0)
		close(res);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool build(struct demo *d)
{
	const char *const args[] = {"demo", "--build", d->dir, NULL};
	char out[8192];
	int status;

	if (!demo_place(d))
		return false;
	status = demo_run(d, args, NULL, out, sizeof(out));
	if (status != 0) {
		printf("tacet demo --build: status %d\n%s\n", status, out);
		return false;
	}
	read_logins(d, out);
	return d->nlogins > 0;
}

static bool copy(const char *from, const char *to)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		execl("/bin/cp", "cp", "-a", from, to, (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

struct demo *demo_new(void)
{
	struct demo *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	if (pristine.owner == 0) {
		if (!build(&pristine.d)) {
			free(d);
			return NULL;
		}
		pristine.owner = getpid();
		atexit(remove_pristine);
	}
	if (!demo_place(d) || !copy(pristine.d.dir, d->dir)) {
		demo_free(d);
		return NULL;
	}
	memcpy(d->logins, pristine.d.logins, sizeof(d->logins));
	d->nlogins = pristine.d.nlogins;
	return d;
}

void demo_free(struct demo *d)
{
	if (d == NULL)
		return;
	remove_tree(d->top);
	free(d);
}

const struct demo_login *demo_login(
    const struct demo *d, const char *role, size_t i)
{
	for (size_t k = 0; k < d->nlogins; k++)
		if (strstr(d->logins[k].role, role) != NULL && i-- == 0)
			return &d->logins[k];
	return NULL;
}

struct pty *demo_start(const struct demo *d, const struct pty_how *how)
{
	const char *const argv[] = {demo_program(), "--dir", d->dir, NULL};
	const char *env[16] = {NULL};
	struct pty_how mine = {0};
	char home[128];
	size_t n = 0;

	if (how != NULL)
		mine = *how;
	for (; mine.env != NULL && mine.env[n] != NULL && n < 14; n++)
		env[n] = mine.env[n];
	snprintf(home, sizeof(home), "HOME=%s", d->home);
	env[n] = home;
	mine.env = env;
	return pty_start(argv, &mine);
}

bool demo_log_in(struct pty *p, const struct demo_login *l)
{
	return pty_wait_text(p, "Password", PTY_PATIENCE) &&
	       pty_type(p, l->name) && pty_keys(p, "Enter") &&
	       pty_type(p, l->password) && pty_keys(p, "Enter") &&
	       pty_wait_text(p, "Today", PTY_PATIENCE);
}

struct pty *demo_open(
    const struct demo *d, const struct demo_login *l, const struct pty_how *how)
{
	struct pty *p = demo_start(d, how);

	if (p != NULL && !demo_log_in(p, l)) {
		pty_free(p);
		return NULL;
	}
	return p;
}

bool demo_log_out(struct pty *p)
{
	int status;

	if (!pty_keys(p, "Ctrl-Q") ||
	    !pty_wait_text(p, "Log out?", PTY_PATIENCE) ||
	    !pty_keys(p, "Enter"))
		return false;
	status = pty_wait_exit(p, PTY_PATIENCE);
	return status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static struct {
	const char *marker;
	size_t len, found;
} hunt;

static int look_into(
    const char *path, const struct stat *st, int flag, struct FTW *at)
{
	int fd;
	void *map;

	(void)at;
	if (flag != FTW_F || st->st_size == 0)
		return 0;
	fd = open(path, O_RDONLY);
	if (fd < 0)
		return 0;
	map = mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (map == MAP_FAILED)
		return 0;
	if (memmem(map, (size_t)st->st_size, hunt.marker, hunt.len) != NULL) {
		printf("found in %s\n", path);
		hunt.found++;
	}
	munmap(map, (size_t)st->st_size);
	return 0;
}

size_t demo_search(const char *path, const char *marker, size_t len)
{
	hunt.marker = marker;
	hunt.len = len;
	hunt.found = 0;
	nftw(path, look_into, 16, FTW_PHYS);
	return hunt.found;
}
