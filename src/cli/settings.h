/* dir= of the system's tacet.conf. */
#ifndef CLI_SETTINGS_H
#define CLI_SETTINGS_H

#include "base/err.h"

/* The dir line of ${path} into ${out} of PATH_MAX bytes; ERR_NOTFOUND without
 * such a file or line, ERR_FORMAT as keyval_read, ERR_LIMIT. */
WARN_UNUSED enum err settings_dir(const char *path, char *out);

#endif
