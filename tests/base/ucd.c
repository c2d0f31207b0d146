#include "tests/base/ucd.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "tests/run.h"

FILE *ucd_open(const char *name)
{
	const char *data = getenv("TACET_DATA");
	char path[PATH_MAX];
	FILE *f = NULL;

	(void)snprintf(
	    path, sizeof(path), "%s/%s", data == NULL ? "" : data, name);
	if (data != NULL)
		f = fopen(path, "r");
	if (f == NULL)
		(void)printf("SKIP: %s is not in TACET_DATA (%s)\n", name,
		    data == NULL ? "not set" : data);
	return f;
}

/* "÷ 0020 × 0308 ÷ 0020 ÷" and a comment. */
static void parse(struct ucd_case *c)
{
	char copy[sizeof(c->line)];
	char *save = NULL;

	memcpy(copy, c->line, sizeof(copy));
	copy[strcspn(copy, "#")] = '\0';
	buf_clear(&c->text);
	c->n = 0;
	for (char *w = strtok_r(copy, " \t\n", &save); w != NULL;
	     w = strtok_r(NULL, " \t\n", &save)) {
		unsigned char out[4];

		if (strcmp(w, "÷") == 0) {
			ck_assert_uint_lt(c->n, UCD_BREAKS);
			c->at[c->n++] = c->text.len;
		} else if (strcmp(w, "×") != 0) {
			uint32_t cp = (uint32_t)strtoul(w, NULL, 16);

			ck_ok(buf_add(&c->text, out, utf8_encode(cp, out)));
		}
	}
}

bool ucd_next(FILE *f, struct ucd_case *c)
{
	while (fgets(c->line, sizeof(c->line), f) != NULL) {
		if (strncmp(c->line, "÷", strlen("÷")) != 0)
			continue;
		parse(c);
		return true;
	}
	return false;
}

void ucd_done(struct ucd_case *c)
{
	buf_free(&c->text);
}
