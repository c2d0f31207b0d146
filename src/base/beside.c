#include "base/beside.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The folder of the running program; false where the system does not say. */
static bool own_folder(char *out)
{
	ssize_t n = readlink("/proc/self/exe", out, PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	out[n] = '\0';
	slash = strrchr(out, '/');
	if (slash == NULL)
		return false;
	*slash = '\0';
	return true;
}

enum err beside_program(
    const char *const *places, const char *fallback, char *out)
{
	char own[PATH_MAX], path[PATH_MAX];
	bool known = own_folder(own);

	for (; known && *places != NULL; places++)
		if (path_join(path, own, *places) == ERR_OK && is_dir(path)) {
			memcpy(out, path, strlen(path) + 1);
			return ERR_OK;
		}
	if (!is_dir(fallback))
		return err_set(ERR_NOTFOUND, "%s", fallback);
	if (strlen(fallback) >= PATH_MAX)
		return err_set(ERR_LIMIT, "path too long");
	memcpy(out, fallback, strlen(fallback) + 1);
	return ERR_OK;
}
