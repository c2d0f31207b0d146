/*
 * Text files to drafts: headings become sections, the rest is narrative; no
 * word is lost (product.md R10).
 */
#ifndef CLINIC_IMPORT_TEXT_H
#define CLINIC_IMPORT_TEXT_H

#include "base/err.h"
#include "clinic/clinic.h"

struct import_report {
	const char *file;
	const char *form;	/* id chosen */
	unsigned sections;	/* headings recognised */
	unsigned words;		/* words kept */
	struct id chart, draft; /* zeros in a dry run */
};

/*
 * One file into one draft of mine.  UTF-8 (ERR_FORMAT with the offset of the
 * first bad or zero byte, or without a word in it), small enough for an entry
 * (984 KiB; ERR_LIMIT).  A byte order mark is dropped, CRLF and a lone CR
 * become LF, the text becomes NFC; nothing else is changed (headings:
 * headings.h).  The form is the note form that finds most headings (SOAP among
 * equals), narrative below two.
 * ${dry}: report only, ${chart} may be NULL.  All or nothing.
 */
WARN_UNUSED enum err import_text(struct clinic *, const struct id *chart,
    const char *path, bool dry, struct import_report *out);

#endif
