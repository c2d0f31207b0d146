#include "clinic/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static const char *const acts[ACT_COUNT] = {
    [ACT_ORIGINAL] = "original",
    [ACT_ADDENDUM] = "addendum",
    [ACT_CORRECTION] = "correction",
    [ACT_ERROR] = "error",
};

const char *act_name(enum act a)
{
	return (unsigned)a < ACT_COUNT ? acts[a] : "?";
}

static void value_done(struct record_value *v)
{
	mem_strfree(v->heading);
	buf_free(&v->text);
	memset(v, 0, sizeof(*v));
}

void record_done(struct record *r)
{
	for (size_t i = 0; i < r->nvalues; i++)
		value_done(&r->values[i]);
	free(r->values);
	mem_strfree(r->title);
	mem_strfree(r->reason);
	mem_strfree(r->signer);
	mem_strfree(r->looks);
	mem_wipe(r, sizeof(*r));
}

enum err record_begin(struct record *out, const struct form *f)
{
	struct record r = {.version = f->version, .act = ACT_ORIGINAL};

	memcpy(r.form, f->id, strlen(f->id) + 1);
	memcpy(r.kind, f->kind, strlen(f->kind) + 1);
	r.title = mem_strdup(f->title);
	r.reason = mem_strdup("");
	r.signer = mem_strdup("");
	r.looks = mem_strdup("");
	if (r.title == NULL || r.reason == NULL || r.signer == NULL ||
	    r.looks == NULL) {
		record_done(&r);
		return ERR_NOMEM;
	}
	*out = r;
	return ERR_OK;
}

static size_t find(const struct record *r, const char *id)
{
	size_t i = 0;

	while (i < r->nvalues && strcmp(r->values[i].id, id) != 0)
		i++;
	return i;
}

const char *record_get(const struct record *r, const char *id)
{
	size_t i = find(r, id);

	return i < r->nvalues ? buf_str(&r->values[i].text) : "";
}

/* NFC with LF line ends, as every text of the format. */
static enum err clean(const void *text, size_t len, struct buf *out)
{
	struct buf nfc = {0};
	enum err e = ERR_OK;

	if (len > 0 && memchr(text, '\0', len) != NULL)
		return err_set(ERR_FORMAT, "a text with NUL in it");
	e = utf8_nfc(text, len, &nfc);
	for (size_t i = 0; i < nfc.len && e == ERR_OK;) {
		const char *p = (const char *)nfc.p + i;
		size_t n = strcspn(p, "\r");

		e = buf_add(out, p, n);
		i += n;
		if (e == ERR_OK && i < nfc.len) {
			e = buf_add(out, "\n", 1);
			i += p[n + 1] == '\n' ? 2 : 1;
		}
	}
	buf_free(&nfc);
	return e;
}

static void drop(struct record *r, size_t i)
{
	value_done(&r->values[i]);
	r->nvalues--;
	memmove(&r->values[i], &r->values[i + 1],
	    (r->nvalues - i) * sizeof(*r->values));
	memset(&r->values[r->nvalues], 0, sizeof(*r->values));
}

/* Where the field belongs: before the first value that comes later in the
 * form. */
static size_t place(const struct record *r, const struct form *f, size_t nth)
{
	size_t i = 0;

	while (i < r->nvalues) {
		const struct form_field *other = form_field(f, r->values[i].id);

		if (other != NULL && (size_t)(other - f->fields) > nth)
			break;
		i++;
	}
	return i;
}

/* Takes the content of ${text} on success. */
static enum err insert(struct record *r, const struct form *f,
    const struct form_field *field, struct buf *text)
{
	size_t at = place(r, f, (size_t)(field - f->fields));
	size_t cap = r->nvalues;
	struct record_value v = {.type = field->type, .text = *text};

	v.heading = mem_strdup(field->label);
	if (v.heading == NULL || mem_grow((void **)&r->values, &cap,
				     r->nvalues + 1, sizeof(*r->values)) != 0) {
		free(v.heading);
		return ERR_NOMEM;
	}
	memcpy(v.id, field->id, strlen(field->id) + 1);
	memmove(
	    &r->values[at + 1], &r->values[at], (r->nvalues - at) * sizeof(v));
	r->values[at] = v;
	r->nvalues++;
	memset(text, 0, sizeof(*text));
	return ERR_OK;
}

enum err record_set(struct record *r, const struct form *f, const char *id,
    const void *text, size_t len)
{
	const struct form_field *field = form_field(f, id);
	size_t i = find(r, id);
	struct buf b = {0};
	enum err e;

	if (field == NULL)
		return err_set(ERR_NOTFOUND, "no field %.16s", id);
	if (len == 0) {
		if (i < r->nvalues)
			drop(r, i);
		return ERR_OK;
	}
	e = clean(text, len, &b);
	if (e == ERR_OK && i == r->nvalues)
		return insert(r, f, field, &b);
	if (e != ERR_OK) {
		buf_free(&b);
		return e;
	}
	buf_free(&r->values[i].text);
	r->values[i].text = b;
	return ERR_OK;
}

size_t record_words(const struct record *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->nvalues; i++)
		n += text_words(r->values[i].text.p, r->values[i].text.len);
	return n;
}

size_t text_words(const void *text, size_t len)
{
	const unsigned char *s = text;
	bool in = false;
	size_t n = 0;

	/* Runs without white space, as a person counts; scripts without blanks
	 * count a run as one. */
	for (size_t i = 0; i < len; i++) {
		bool blank = s[i] <= ' ';

		n += !blank && !in;
		in = !blank;
	}
	return n;
}
