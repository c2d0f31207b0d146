#include <config.h>

#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "crypto/secret.h"

static char folder[64];
static pid_t owner;

void fuzz_broken(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

static void remove_folder(void)
{
	DIR *d = owner == getpid() ? opendir(folder) : NULL;
	struct dirent *f;

	if (d == NULL)
		return;
	while ((f = readdir(d)) != NULL)
		(void)unlinkat(dirfd(d), f->d_name, 0);
	closedir(d);
	(void)rmdir(folder);
}

const char *fuzz_path(const char *name)
{
	static char path[PATH_MAX];

	if (owner == 0) {
		snprintf(folder, sizeof(folder), "%s/tacet-fuzz-XXXXXX",
		    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
		HOLDS(mkdtemp(folder) != NULL);
		owner = getpid();
		atexit(remove_folder);
	}
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return path;
}

const char *fuzz_file(const char *name, const void *p, size_t len)
{
	const char *path = fuzz_path(name);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	HOLDS(fd >= 0);
	HOLDS(len == 0 || write(fd, p, len) == (ssize_t)len);
	close(fd);
	return path;
}

char *fuzz_string(const void *p, size_t len)
{
	char *s = malloc(len + 1);

	HOLDS(s != NULL);
	if (len > 0)
		memcpy(s, p, len);
	s[len] = '\0';
	return s;
}

void fuzz_begin(void)
{
	static bool begun;

	if (begun)
		return;
	begun = true;
	(void)setlocale(LC_ALL, "C.UTF-8");
	HOLDS(secret_init((size_t)64 << 10) == ERR_OK);
}

unsigned script_8(struct script *s)
{
	if (s->len == 0)
		return 0;
	s->len--;
	return *s->p++;
}

unsigned script_16(struct script *s)
{
	unsigned low = script_8(s);

	return low | script_8(s) << 8;
}

const uint8_t *script_bytes(struct script *s, size_t max, size_t *len)
{
	const uint8_t *p = s->p;

	*len = s->len < max ? s->len : max;
	s->p += *len;
	s->len -= *len;
	return p;
}
