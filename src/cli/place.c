#include <config.h>

#include "cli/place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"

/* As the program may, which can be setgid; access() asks for the person. */
static bool may(const char *path, int mode)
{
	return faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
}

/* May files be made in the folder that ${path} stands in? */
static enum err parent(const char *path, char *out)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	while (len > 0 && path[len - 1] != '/')
		len--;
	if (len >= PATH_MAX)
		return err_set(ERR_LIMIT, "%s", _("the path is too long"));
	if (len == 0)
		(void)snprintf(out, PATH_MAX, ".");
	else
		(void)snprintf(
		    out, PATH_MAX, "%.*s", len > 1 ? (int)len - 1 : 1, path);
	return may(out, W_OK | X_OK) ? ERR_OK : err_errno("%s", out);
}

enum err place_for_file(const char *path)
{
	char dir[PATH_MAX];

	if (file_exists(path))
		return err_set(ERR_EXISTS, "%s", path);
	return parent(path, dir);
}

static enum err is_empty(DIR *d, const char *path)
{
	struct dirent *ent;

	while ((ent = readdir(d)) != NULL)
		if (strcmp(ent->d_name, ".") != 0 &&
		    strcmp(ent->d_name, "..") != 0)
			return err_set(ERR_EXISTS, _("%s (not empty)"), path);
	return ERR_OK;
}

enum err place_for_dir(const char *path)
{
	char dir[PATH_MAX];
	DIR *d = opendir(path);
	enum err e;

	if (d == NULL && errno == ENOENT) {
		e = parent(path, dir);
		return e != ERR_OK ? e : path_local(dir);
	}
	if (d == NULL)
		return err_errno("%s", path);
	e = is_empty(d, path);
	(void)closedir(d);
	return e != ERR_OK ? e : path_local(path);
}

enum err place_of_clinic(const char *dir)
{
	char path[PATH_MAX];
	enum err e = path_join(path, dir, "host");

	if (e == ERR_OK && !may(path, F_OK))
		e = errno == ENOENT || errno == ENOTDIR
			? err_set(ERR_NOTFOUND, _("no clinic in %s"), dir)
			: err_errno("%s", path);
	return e;
}
