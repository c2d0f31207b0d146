/*
 * Finding the sections of a clinical text: headings on a line of their own
 * ("SUBJECTIVE:", "Subjective", "S:") and capitals run into the text
 * ("... type 1., ,SUBJECTIVE:").
 */
#ifndef CLINIC_HEADINGS_H
#define CLINIC_HEADINGS_H

#include <stddef.h>

#include "base/err.h"
#include "clinic/form.h"

/* A stretch of the text that goes into one field. */
struct section {
	size_t field;	 /* index in the form */
	size_t from, to; /* bytes of the text, blanks at the ends left out */
};

struct sections {
	struct section at[FORM_FIELDS]; /* each field once, in form order */
	size_t n;
	unsigned headings; /* taken */
};

/*
 * Cut ${text} (UTF-8) into the text sections of ${form}.  A heading is a
 * section's label, id or alias, whatever its case: at the beginning of a line
 * before a colon, or alone on the line (a single letter only as a capital
 * before a colon); anywhere else only in capitals, four at least, before a
 * colon, and as all of the capitals that stand there: "PHYSICAL EXAMINATION:",
 * not the end of "LABORATORY DATA:".
 *
 * Words stay in their order, so the headings taken are the most that follow
 * each other as in the form; the others stay in the text.  A heading taken is
 * dropped from the text only if its label or a single letter says the same;
 * "ASSESSMENT AND PLAN" is kept.  A heading with nothing under it is not taken.
 * What stands before the first heading goes into the form's first section,
 * together with the heading if it is that section's.  Without a heading
 * everything is the first section.  Every byte but the headings dropped and
 * blanks at the borders is in exactly one section.  Fails only with ERR_NOMEM.
 */
WARN_UNUSED enum err sections_find(
    const struct form *, const char *text, size_t len, struct sections *out);

/* All of the text as the first section. */
void sections_whole(
    const struct form *, const char *text, size_t len, struct sections *out);

#endif
