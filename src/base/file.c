#include <config.h>

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define CHUNK ((size_t)64 << 10)

/* Read to the end, asking for one byte more than allowed to notice an excess.
 */
static enum err read_all(int fd, const char *path, size_t max, struct buf *out)
{
	size_t start = out->len;

	for (;;) {
		size_t got = out->len - start;
		size_t room = max - got < CHUNK ? max - got + 1 : CHUNK;
		size_t spare = out->cap - out->len;
		enum err e;
		ssize_t n;

		/* The size of the file is reserved already. */
		if (spare > 0 && room > spare)
			room = spare;
		e = buf_addzero(out, room);
		if (e != ERR_OK)
			return e;
		do
			n = read(fd, out->p + start + got, room);
		while (n < 0 && errno == EINTR);
		if (n < 0)
			return err_errno("%s", path);
		buf_cut(out, start + got + (size_t)n);
		if (n == 0)
			return ERR_OK;
		if (out->len - start > max)
			return err_set(
			    ERR_LIMIT, "%s: more than %zu bytes", path, max);
	}
}

enum err file_read(const char *path, size_t max, struct buf *out)
{
	size_t start = out->len;
	struct stat st;
	enum err e;
	int fd;

	/* A pipe in the place of a file must not make us wait. */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0)
		return err_errno("%s", path);
	if (fstat(fd, &st) != 0) {
		e = err_errno("%s", path);
	} else if (!S_ISREG(st.st_mode)) {
		e = err_set(ERR_FORMAT, "%s: not a regular file", path);
	} else if ((uintmax_t)st.st_size > max) {
		e = err_set(ERR_LIMIT, "%s: more than %zu bytes", path, max);
	} else {
		e = buf_reserve(out, start + (size_t)st.st_size + 1);
		if (e == ERR_OK)
			e = read_all(fd, path, max, out);
	}
	(void)close(fd);
	if (e != ERR_OK)
		buf_cut(out, start);
	return e;
}

static enum err write_all(int fd, const char *path, const void *p, size_t len)
{
	const unsigned char *s = p;

	while (len > 0) {
		ssize_t n = write(fd, s, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno("%s", path);
		s += n;
		len -= (size_t)n;
	}
	return ERR_OK;
}

/* Make the name of ${path} survive a power cut. */
static enum err sync_folder(const char *path)
{
	char dir[PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t len = slash == NULL ? 0 : (size_t)(slash - path);
	enum err e = ERR_OK;
	int fd;

	if (len >= sizeof(dir))
		return err_set(ERR_LIMIT, "path too long");
	memcpy(dir, path, len);
	dir[len] = '\0';
	fd = open(slash == NULL ? "."
		  : len == 0	? "/"
				: dir,
	    O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_errno("folder of %s", path);
	/* Some file systems cannot sync a folder and say so with EINVAL. */
	if (fsync(fd) != 0 && errno != EINVAL)
		e = err_errno("folder of %s", path);
	(void)close(fd);
	return e;
}

/* Fill, chmod (past the umask), sync and close ${fd}. */
static enum err finish(
    int fd, const char *path, const void *p, size_t len, mode_t mode)
{
	enum err e = ERR_OK;

	if (fchmod(fd, mode) != 0)
		e = err_errno("%s", path);
	if (e == ERR_OK)
		e = write_all(fd, path, p, len);
	if (e == ERR_OK && fsync(fd) != 0)
		e = err_errno("%s", path);
	if (close(fd) != 0 && e == ERR_OK)
		e = err_errno("%s", path);
	return e;
}

enum err file_create(const char *path, const void *p, size_t len, mode_t mode)
{
	enum err e;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno("%s", path);
	e = finish(fd, path, p, len, mode);
	if (e == ERR_OK)
		e = sync_folder(path);
	if (e != ERR_OK)
		(void)unlink(path);
	return e;
}

enum err file_replace(const char *path, const void *p, size_t len, mode_t mode)
{
	char tmp[PATH_MAX];
	enum err e;
	int n, fd;

	n = snprintf(tmp, sizeof(tmp), "%s.XXXXXX", path);
	if (n < 0 || (size_t)n >= sizeof(tmp))
		return err_set(ERR_LIMIT, "path too long");
	fd = mkostemp(tmp, O_CLOEXEC);
	if (fd < 0)
		return err_errno("%s", path);
	e = finish(fd, path, p, len, mode);
	if (e == ERR_OK && rename(tmp, path) != 0)
		e = err_errno("%s", path);
	if (e != ERR_OK) {
		(void)unlink(tmp);
		return e;
	}
	return sync_folder(path);
}

/* Take half a record away again, if nobody wrote behind it. */
static void take_back(int fd, off_t size)
{
	struct stat st;
	off_t end = lseek(fd, 0, SEEK_CUR);

	if (end > size && fstat(fd, &st) == 0 && st.st_size == end &&
	    ftruncate(fd, size) != 0)
		return;
}

/* Open for appending; *fresh: it did not exist. */
static enum err open_append(
    const char *path, mode_t mode, int *out, bool *fresh)
{
	int flags = O_WRONLY | O_APPEND | O_CLOEXEC;
	int fd = open(path, flags);

	*fresh = false;
	if (fd < 0 && errno == ENOENT) {
		fd = open(path, flags | O_CREAT | O_EXCL, 0600);
		*fresh = fd >= 0;
		/* Somebody was faster. */
		if (fd < 0 && errno == EEXIST)
			fd = open(path, flags);
	}
	if (fd < 0)
		return err_errno("%s", path);
	if (*fresh && fchmod(fd, mode) != 0) {
		enum err e = err_errno("%s", path);

		(void)close(fd);
		(void)unlink(path);
		return e;
	}
	*out = fd;
	return ERR_OK;
}

enum err file_append(const char *path, const void *p, size_t len, mode_t mode)
{
	struct stat st;
	enum err e;
	bool fresh;
	int fd;

	e = open_append(path, mode, &fd, &fresh);
	if (e != ERR_OK)
		return e;
	if (fstat(fd, &st) != 0) {
		e = err_errno("%s", path);
		goto out;
	}
	e = write_all(fd, path, p, len);
	if (e != ERR_OK) {
		take_back(fd, st.st_size);
		goto out;
	}
	if (fsync(fd) != 0 && errno != EINVAL)
		e = err_errno("%s", path);
	else if (fresh)
		e = sync_folder(path);
out:
	if (close(fd) != 0 && e == ERR_OK)
		e = err_errno("%s", path);
	return e;
}

enum err file_mkdir(const char *path, mode_t mode)
{
	if (mkdir(path, mode & 0700) != 0)
		return err_errno("%s", path);
	/* mkdir itself leaves out what the umask takes and the group bit. */
	if (chmod(path, mode) != 0)
		return err_errno("%s", path);
	return sync_folder(path);
}

bool file_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0;
}

static int remove_below(
    const char *path, const struct stat *st, int type, struct FTW *f)
{
	(void)st;
	(void)type;
	if (f->level > 0)
		(void)remove(path);
	return 0;
}

void file_empty(const char *dir)
{
	(void)nftw(dir, remove_below, 8, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
}

enum err path_join(char *out, const char *dir, const char *name)
{
	size_t d = strlen(dir), n = strlen(name);
	size_t slash = d > 0 && dir[d - 1] != '/';

	if (d + slash + n >= PATH_MAX)
		return err_set(ERR_LIMIT, "path too long");
	memmove(out, dir, d);
	if (slash)
		out[d] = '/';
	memcpy(out + d + slash, name, n + 1);
	return ERR_OK;
}

bool path_type_is_network(unsigned long f_type)
{
	/* The magic numbers of statfs(2). */
	static const uint32_t network[] = {
	    0x00006969, /* nfs */
	    0x0000517b, /* smb */
	    0xff534d42, /* cifs */
	    0xfe534d42, /* smb2 */
	    0x5346414f, /* afs */
	    0x6b414653, /* kafs */
	    0x01021997, /* 9p */
	    0x65735546, /* fuse */
	    0x00c36400, /* ceph */
	    0x0bd00bd0, /* lustre */
	    0x73757245, /* coda */
	    0x0000564c, /* ncp */
	    0x01161970, /* gfs2 */
	    0x7461636f, /* ocfs2 */
	    0x19830326, /* beegfs */
	    0x47504653, /* gpfs */
	    0xaad7aaea, /* panfs */
	    0x786f4256, /* vboxsf */
	};

	/* f_type is a signed word on some machines; the number has 32 bits. */
	for (size_t i = 0; i < sizeof(network) / sizeof(network[0]); i++)
		if (network[i] == (uint32_t)f_type)
			return true;
	return false;
}

enum err path_local(const char *path)
{
	struct statfs st;

	if (statfs(path, &st) != 0)
		return err_errno("%s", path);
	if (path_type_is_network((unsigned long)st.f_type))
		return err_set(ERR_UNSUPPORTED,
		    "%s: on a network file system (type %lx)", path,
		    (unsigned long)st.f_type & 0xffffffff);
	return ERR_OK;
}
