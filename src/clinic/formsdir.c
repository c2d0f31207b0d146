#include "clinic/formsdir.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static bool is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

enum err formsdir_find(char *out)
{
	static const char *const places[] = {"forms", "../share/tacet/forms"};
	char exe[PATH_MAX], path[PATH_MAX];
	char *slash;
	ssize_t n;

	n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	if (n > 0) {
		exe[n] = '\0';
		slash = strrchr(exe, '/');
		if (slash != NULL)
			*slash = '\0';
		for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
			if (path_join(path, exe, places[i]) == ERR_OK &&
			    is_dir(path)) {
				memcpy(out, path, strlen(path) + 1);
				return ERR_OK;
			}
	}
	if (!is_dir(FORMSDIR))
		return err_set(ERR_NOTFOUND, "no forms in %s", FORMSDIR);
	(void)snprintf(out, PATH_MAX, "%s", FORMSDIR);
	return ERR_OK;
}
