#include <config.h>

#include "tests/store/fault.h"

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

int fault_syncs;
static enum fault kind;
static int calls, at, met;

/* SQLite and the store call these by libc's names */
ssize_t pwrite64(int fd, const void *p, size_t n, off64_t off);
int fdatasync(int fd);
int fsync(int fd);
int ftruncate64(int fd, off64_t len);
int unlink(const char *path);

void fault_arm(enum fault what, int n)
{
	kind = what;
	at = n;
	calls = met = 0;
}

int fault_disarm(void)
{
	kind = FAULT_NONE;
	return calls;
}

int fault_met(void)
{
	return met;
}

/* What the call that begins now shall meet. */
static enum fault meet(void)
{
	calls++;
	if (kind == FAULT_NONE || calls < at)
		return FAULT_NONE;
	/* a full disk stays full */
	if (calls > at)
		return kind == FAULT_ENOSPC || kind == FAULT_SHORT
			   ? FAULT_ENOSPC
			   : FAULT_NONE;
	met = 1;
	if (kind == FAULT_KILL_BEFORE)
		raise(SIGKILL);
	return kind;
}

static long done(enum fault f, long r)
{
	if (f == FAULT_KILL_AFTER)
		raise(SIGKILL);
	return r;
}

static int failed(enum fault f)
{
	errno = f == FAULT_EIO ? EIO : ENOSPC;
	return -1;
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t off)
{
	enum fault f = meet();

	if (f == FAULT_EIO || f == FAULT_ENOSPC)
		return failed(f);
	if (f == FAULT_SHORT && n > 1)
		n /= 2;
	return done(f, syscall(SYS_pwrite64, fd, p, n, off));
}

/* Syncing, cutting and removing need no space. */
int fdatasync(int fd)
{
	enum fault f = meet();

	fault_syncs++;
	if (f == FAULT_EIO)
		return failed(f);
	return (int)done(f, syscall(SYS_fdatasync, fd));
}

int fsync(int fd)
{
	enum fault f = meet();

	fault_syncs++;
	if (f == FAULT_EIO)
		return failed(f);
	return (int)done(f, syscall(SYS_fsync, fd));
}

int ftruncate64(int fd, off64_t len)
{
	enum fault f = meet();

	if (f == FAULT_EIO)
		return failed(f);
	return (int)done(f, syscall(SYS_ftruncate, fd, len));
}

int unlink(const char *path)
{
	enum fault f = meet();

	if (f == FAULT_EIO)
		return failed(f);
	return (int)done(f, syscall(SYS_unlink, path));
}
