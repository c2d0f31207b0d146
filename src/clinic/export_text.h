/* A chart as plain text, for a file that the user names. */
#ifndef CLINIC_EXPORT_TEXT_H
#define CLINIC_EXPORT_TEXT_H

#include "base/buf.h"
#include "base/err.h"
#include "clinic/clinic.h"

/*
 * Append the chart: client, then every entry oldest first with its signature,
 * addenda and corrections in place; ${drafts}: my own drafts too, marked NOT
 * SIGNED.  EXPORT is logged before anything is appended.
 */
WARN_UNUSED enum err export_text(
    struct clinic *, const struct id *chart, bool drafts, struct buf *out);

#endif
