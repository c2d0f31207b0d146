/* Files that belong to the program, wherever it was put. */
#ifndef BASE_BESIDE_H
#define BASE_BESIDE_H

#include "base/err.h"

/*
 * The first folder that is there: each of ${places} (NULL ends) from the folder
 * of the running program, then ${fallback} as it is.  ${out} has PATH_MAX
 * bytes.  ERR_NOTFOUND (detail: ${fallback}) if there is none.
 */
WARN_UNUSED enum err beside_program(
    const char *const *places, const char *fallback, char *out);

#endif
