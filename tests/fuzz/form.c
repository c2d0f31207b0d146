/* Form files, and every value that a form may then hold. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "clinic/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len)
{
	struct form *f = NULL;

	fuzz_begin();
	if (form_read(fuzz_file("x.form", p, len), NULL, &f) != ERR_OK) {
		HOLDS(f == NULL);
		return 0;
	}
	HOLDS(f->nfields <= FORM_FIELDS && strcmp(f->id, "x") == 0);
	for (size_t i = 0; i < f->nfields; i++) {
		const struct form_field *one = &f->fields[i];

		HOLDS(form_field(f, one->id) == one);
		HOLDS(one->noptions <= FORM_OPTIONS);
		HOLDS(one->naliases <= FORM_OPTIONS);
		HOLDS(field_check(one, "", 0) == ERR_OK);
		MAY(field_check(one, (const char *)p, len < 200 ? len : 200));
		for (size_t k = 0; k < one->noptions; k++)
			HOLDS(one->options[k].value[0] != '\0' &&
			      one->options[k].label != NULL);
	}
	form_free(f);
	return 0;
}
