/* Which forms a chart takes, and in what order they are offered. */
#include <string.h>

#include "base/i18n.h"
#include "clinic/form.h"

const struct form_kind form_kinds[] = {
    {"note", N_("notes"), true},
    {"quick", N_("contacts"), true},
    {"assessment", N_("assessments"), false},
    {"plan", N_("plans"), false},
    {"measure", N_("measures"), false},
    {"log", N_("records kept"), false},
    {"summary", N_("summaries"), false},
    {NULL, NULL, false},
};

const struct form_kind *form_kind(const char *id)
{
	for (const struct form_kind *k = form_kinds; k->id != NULL; k++)
		if (strcmp(k->id, id) == 0)
			return k;
	return NULL;
}

/* The i-th of the kinds, or of those among which a draft can change. */
static const struct form *at(const struct forms *fs, bool format, size_t i)
{
	for (const struct form_kind *k = form_kinds; k->id != NULL; k++) {
		const struct form *f;

		if (format && !k->format)
			continue;
		for (size_t n = 0; (f = forms_at(fs, k->id, n)) != NULL; n++)
			if (i-- == 0)
				return f;
	}
	return NULL;
}

const struct form *forms_entry(const struct forms *fs, size_t i)
{
	return at(fs, false, i);
}

const struct form *forms_format(
    const struct forms *fs, const struct form *from, size_t i)
{
	const struct form_kind *k = form_kind(from->kind);

	return k == NULL || !k->format ? NULL : at(fs, true, i);
}
