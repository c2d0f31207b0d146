/* Where the shipped forms are. */
#ifndef CLINIC_FORMSDIR_H
#define CLINIC_FORMSDIR_H

#include "base/err.h"

/*
 * forms/ beside the running program (a build tree), ../share/tacet/forms from
 * it (an installed one, wherever it was moved), else the folder of configure.
 * ${out} has PATH_MAX bytes.  ERR_NOTFOUND if none of them is there.
 */
WARN_UNUSED enum err formsdir_find(char *out);

#endif
