#include "screens/fieldset.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"

#define LINE_MAX_BYTES 1024
#define TEXT_MAX_BYTES ((size_t)1 << 20)

static const enum input_type input_of[FIELD_TYPES] = {
    [FIELD_LINE] = INPUT_LINE,
    [FIELD_TEXT] = INPUT_TEXT,
    [FIELD_CHOICE] = INPUT_CHOICE,
    [FIELD_CHOICES] = INPUT_CHOICES,
    [FIELD_DATE] = INPUT_DATE,
    [FIELD_TIME] = INPUT_TIME,
    [FIELD_MINUTES] = INPUT_MINUTES,
    [FIELD_NUMBER] = INPUT_NUMBER,
    [FIELD_SCALE] = INPUT_SCALE,
    [FIELD_CODE] = INPUT_LINE,
    [FIELD_PERSON] = INPUT_LINE,
    [FIELD_OBJECTIVE] = INPUT_LINE,
    [FIELD_TABLE] = INPUT_TEXT,
};

enum input_type fieldset_type(const struct form_field *f)
{
	return f->constant != NULL ? INPUT_FIXED : input_of[f->type];
}

static bool wanted(const struct form_field *f, enum fieldset_which which)
{
	if (f->computed)
		return false;
	if (which == FIELDSET_OTHER && f->type == FIELD_TEXT)
		return false;
	return which == FIELDSET_ALL || f->header == (which == FIELDSET_HEADER);
}

static void count(const struct form *form, enum fieldset_which which,
    size_t *fields, size_t *options)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (wanted(&form->fields[i], which)) {
			++*fields;
			*options += form->fields[i].noptions;
		}
}

static enum err init_field(
    struct fieldset *s, const struct form_field *f, struct option **options)
{
	struct input *in = &s->in[s->n];
	bool line = input_of[f->type] != INPUT_TEXT;

	s->fields[s->n++] = f;
	in->label = f->constant != NULL ? f->constant : f->label;
	in->hint = *f->hint != '\0' ? f->hint : NULL;
	in->type = fieldset_type(f);
	in->hop = f->item;
	in->needed = f->required;
	in->min = f->min;
	in->max = f->max;
	in->options = *options;
	in->n_options = f->noptions;
	for (size_t i = 0; i < f->noptions; i++)
		*(*options)++ =
		    (struct option){f->options[i].value, f->options[i].label};
	return textbuf_new(
	    line && f->type != FIELD_CHOICES ? LINE_MAX_BYTES : TEXT_MAX_BYTES,
	    line && f->type != FIELD_CHOICES, &in->text);
}

enum err fieldset_init(struct fieldset *out, const struct form *form,
    enum fieldset_which which, struct date today, struct clip *clip)
{
	struct fieldset s = {0};
	size_t fields = 0, n_options = 0;
	struct option *options;
	enum err e = ERR_OK;

	count(form, which, &fields, &n_options);
	s.in = mem_new(fields + 1, sizeof(*s.in));
	s.fields = mem_new(fields + 1, sizeof(*s.fields));
	s.revs = mem_new(fields + 1, sizeof(*s.revs));
	s.options = options = mem_new(n_options + 1, sizeof(*options));
	if (s.in == NULL || s.fields == NULL || s.revs == NULL ||
	    options == NULL)
		e = err_set(ERR_NOMEM, "fields");
	for (size_t i = 0; e == ERR_OK && i < form->nfields; i++)
		if (wanted(&form->fields[i], which))
			e = init_field(&s, &form->fields[i], &options);
	if (e == ERR_OK)
		e = inputs_init(&s.inputs, s.in, s.n, today, clip);
	if (e != ERR_OK) {
		fieldset_done(&s);
		return e;
	}
	for (size_t i = 0; i < s.n; i++)
		s.revs[i] = textbuf_rev(s.in[i].text);
	*out = s;
	return ERR_OK;
}

void fieldset_done(struct fieldset *s)
{
	inputs_done(&s->inputs);
	for (size_t i = 0; i < s->n; i++)
		textbuf_free(s->in[i].text);
	free(s->in);
	free(s->fields);
	free(s->revs);
	free(s->options);
	memset(s, 0, sizeof(*s));
}

size_t fieldset_find(const struct fieldset *s, const char *id)
{
	size_t i = 0;

	while (i < s->n && strcmp(s->fields[i]->id, id) != 0)
		i++;
	return i;
}

enum err fieldset_set(
    struct fieldset *s, size_t i, const char *value, size_t len)
{
	char shown[DATE_STR], iso[16];
	struct date d;
	enum err e;

	if (s->in[i].type == INPUT_DATE && len > 0 && len < sizeof(iso)) {
		memcpy(iso, value, len);
		iso[len] = '\0';
		if (date_parse_iso(iso, &d) == ERR_OK) {
			value = date_full(d, shown);
			len = strlen(value);
		}
	}
	e = textbuf_set(s->in[i].text, value, len);
	if (e == ERR_OK && s->in[i].edit.text != NULL)
		textedit_move(&s->in[i].edit, len);
	s->revs[i] = textbuf_rev(s->in[i].text);
	return e;
}

enum err fieldset_get(const struct fieldset *s, size_t i, struct buf *out)
{
	char text[16];
	struct date d;
	int minute;
	enum err e;

	if (s->in[i].type == INPUT_DATE &&
	    inputs_date(&s->inputs, i, &d) == ERR_OK)
		return buf_adds(out, date_iso(d, text));
	if (s->in[i].type == INPUT_TIME &&
	    inputs_time(&s->inputs, i, &minute) == ERR_OK)
		return buf_adds(out, time_str(minute, text));
	e = buf_add(
	    out, textbuf_str(s->in[i].text), textbuf_len(s->in[i].text));
	err_clear();
	return e;
}

bool fieldset_changed(struct fieldset *s, size_t *i)
{
	for (; *i < s->n; ++*i) {
		uint64_t rev = textbuf_rev(s->in[*i].text);

		if (rev != s->revs[*i]) {
			s->revs[*i] = rev;
			return true;
		}
	}
	return false;
}
