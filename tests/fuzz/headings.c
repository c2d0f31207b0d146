/* Finding sections: every byte but blanks and headings is in one section. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>

#include "base/utf8.h"
#include "clinic/headings.h"

static struct form *form(size_t which)
{
	static const char *const names[] = {"soap", "birp", "narrative"};
	static struct form *forms[3];
	const char *top = getenv("top_srcdir");
	char path[4096];

	if (forms[which] == NULL) {
		snprintf(path, sizeof(path), "%s/src/forms/%s.form",
		    top != NULL ? top : ".", names[which]);
		HOLDS(form_read(path, NULL, &forms[which]) == ERR_OK);
	}
	return forms[which];
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct sections s;
	const struct form *f;
	size_t at = 0;

	fuzz_begin();
	if (len == 0)
		return 0;
	f = form(*p++ % 3);
	len = utf8_valid(p, len - 1);
	HOLDS(sections_find(f, (const char *)p, len, &s) == ERR_OK);
	HOLDS(s.n <= FORM_FIELDS);
	for (size_t i = 0; i < s.n; i++) {
		HOLDS(s.at[i].field < f->nfields);
		HOLDS(s.at[i].from >= at && s.at[i].to >= s.at[i].from);
		HOLDS(i == 0 || s.at[i].field > s.at[i - 1].field);
		at = s.at[i].to;
	}
	HOLDS(at <= len);
	sections_whole(f, (const char *)p, len, &s);
	HOLDS(s.n <= 1);
	return 0;
}
