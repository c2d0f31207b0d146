#include "cli/settings.h"

#include <limits.h>
#include <string.h>

#include "cli/keyval.h"

enum err settings_dir(const char *path, char *out)
{
	struct keyval *kv = NULL;
	const char *dir;
	enum err e = keyval_read(path, &kv);

	if (e != ERR_OK)
		return e;
	dir = keyval_get(kv, "dir");
	if (dir == NULL || *dir == '\0')
		e = err_set(ERR_NOTFOUND, "%s: dir", path);
	else if (strlen(dir) >= PATH_MAX)
		e = err_set(ERR_LIMIT, "%s: dir", path);
	else
		memcpy(out, dir, strlen(dir) + 1);
	keyval_free(kv);
	return e;
}
