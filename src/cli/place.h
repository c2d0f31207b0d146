/* Whether something may be made at a path, asked before a person has typed
 * anything; the making itself checks again. */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "base/err.h"

/* A new file: ERR_EXISTS, or as place_for_dir for the folder it goes to. */
WARN_UNUSED enum err place_for_file(const char *path);

/* A new directory, or an empty one that is there: ERR_EXISTS (not empty),
 * ERR_NOTFOUND (no folder to make it in), ERR_IO (not permitted, not a
 * directory), ERR_UNSUPPORTED (network file system). */
WARN_UNUSED enum err place_for_dir(const char *path);

/* A clinic: ERR_NOTFOUND, in words, if there is none in ${dir}.  Whether it is
 * sound is for the vault to say. */
WARN_UNUSED enum err place_of_clinic(const char *dir);

#endif
