#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

#define LOCKS_MAX 256

struct lock {
	unsigned n;
	int held; /* index, -1 for none */
	int fd[];
};

mode_t lock_mode(const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	struct stat st;

	if (slash == NULL)
		snprintf(dir, sizeof(dir), ".");
	else
		snprintf(dir, sizeof(dir), "%.*s",
		    slash == path ? 1 : (int)(slash - path), path);
	if (stat(dir, &st) == 0 && (st.st_mode & S_IWGRP) != 0)
		return 0660;
	return 0600;
}

static enum err open_one(const char *path, int *out)
{
	struct stat st;
	/* O_NONBLOCK: a planted FIFO must not stop the program */
	int fd = open(path,
	    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK,
	    lock_mode(path));

	if (fd < 0 && (errno == EACCES || errno == EPERM || errno == EROFS))
		return err_set(ERR_DENIED, "lock file: %s", strerror(errno));
	if (fd < 0 && (errno == ELOOP || errno == EISDIR || errno == ENXIO))
		return err_set(ERR_FORMAT, "lock file is not a file");
	if (fd < 0)
		return err_errno("lock file");
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(ERR_FORMAT, "lock file is not a file");
	}
	*out = fd;
	return ERR_OK;
}

enum err lock_open(const char *path, unsigned n, struct lock **out)
{
	struct lock *l = NULL;
	char name[PATH_MAX];
	enum err e = ERR_OK;

	if (n == 0 || n > LOCKS_MAX)
		return err_set(ERR_LIMIT, "%u locks", n);
	l = mem_new(1, sizeof(*l) + n * sizeof(l->fd[0]));
	if (l == NULL)
		return ERR_NOMEM;
	l->held = -1;
	for (unsigned i = 0; i < n && e == ERR_OK; i++) {
		int len = n == 1
			      ? snprintf(name, sizeof(name), "%s", path)
			      : snprintf(name, sizeof(name), "%s.%u", path, i);

		if (len < 0 || (size_t)len >= sizeof(name))
			e = err_set(ERR_LIMIT, "path of the lock file");
		else
			e = open_one(name, &l->fd[i]);
		if (e == ERR_OK)
			l->n++;
	}
	if (e != ERR_OK) {
		lock_free(l);
		return e;
	}
	*out = l;
	return ERR_OK;
}

static enum err try_all(struct lock *l)
{
	for (unsigned i = 0; i < l->n; i++) {
		int r;

		do {
			r = flock(l->fd[i], LOCK_EX | LOCK_NB);
		} while (r != 0 && errno == EINTR);
		if (r == 0) {
			l->held = (int)i;
			return ERR_OK;
		}
		if (errno != EWOULDBLOCK)
			return err_errno("flock");
	}
	return ERR_BUSY;
}

enum err lock_take(struct lock *l, unsigned timeout_ms)
{
	enum err e;

	if (l->held >= 0)
		return err_set(ERR_CONFLICT, "lock is held already");
	/* naps of one length: who waits longer must not ask more rarely */
	for (unsigned waited = 0;; waited++) {
		struct timespec nap = {.tv_nsec = 1000000};

		e = try_all(l);
		if (e != ERR_BUSY)
			return e;
		if (waited >= timeout_ms)
			return err_set(ERR_BUSY, "waited %u ms", timeout_ms);
		while (nanosleep(&nap, &nap) != 0 && errno == EINTR)
			;
	}
}

void lock_drop(struct lock *l)
{
	if (l->held < 0)
		return;
	flock(l->fd[l->held], LOCK_UN);
	l->held = -1;
}

bool lock_held(const struct lock *l)
{
	return l->held >= 0;
}

void lock_free(struct lock *l)
{
	if (l == NULL)
		return;
	lock_drop(l);
	for (unsigned i = 0; i < l->n; i++)
		close(l->fd[i]);
	free(l);
}
