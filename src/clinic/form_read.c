/*
 * inih does the splitting; every trap of it is closed before it sees a line:
 * lines that do not fit its buffer, continuation lines, comments inside a line.
 */
#include "clinic/form_read.h"

#include <ini.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

#define FILE_MAX ((size_t)64 << 10)
/* INI_MAX_LINE less CR, LF and NUL, as most builds of inih have it. */
#define LINE_BYTES 197

enum err reader_refuse(struct reader *r, unsigned line, const char *fmt, ...)
{
	char why[160];
	va_list ap;

	if (r->e != ERR_OK)
		return r->e;
	va_start(ap, fmt);
	(void)vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);
	r->e = err_set(ERR_FORMAT, "%.80s:%u: %s", r->name, line, why);
	return r->e;
}

bool reader_lexical(const char *s, char also, size_t max)
{
	size_t n = strlen(s);

	if (n == 0 || n > max || s[0] < 'a' || s[0] > 'z')
		return false;
	for (; *s != '\0'; s++)
		if (!(*s >= 'a' && *s <= 'z') && !(*s >= '0' && *s <= '9') &&
		    *s != also)
			return false;
	return true;
}

static int on_key(
    void *arg, const char *section, const char *name, const char *value)
{
	struct reader *r = arg;
	const struct form_key *k = r->field == NULL ? form_keys : field_keys;
	unsigned bit = 1;

	(void)section;
	if (r->e != ERR_OK)
		return 0;
	if (!r->begun)
		return reader_refuse(r, r->line, _("[form] must come first")) ==
		       ERR_OK;
	while (k->name != NULL && strcmp(k->name, name) != 0) {
		k++;
		bit <<= 1;
	}
	if (k->name == NULL)
		return reader_refuse(r, r->line, _("unknown key \"%.20s\""),
			   name) == ERR_OK;
	if ((r->seen & bit) != 0 && !k->again)
		return reader_refuse(r, r->line, _("%s stands twice"), name) ==
		       ERR_OK;
	r->seen |= bit;
	return k->set(r, value) == ERR_OK;
}

/* ---- sections ----------------------------------------------------------- */

/* What the type asks of the other keys. */
static enum err check_field(struct reader *r, unsigned line)
{
	const struct form_field *f = r->field;
	bool choice = f->type == FIELD_CHOICE || f->type == FIELD_CHOICES;
	bool bounded = f->type == FIELD_NUMBER || f->type == FIELD_SCALE ||
		       f->type == FIELD_MINUTES;

	if (f->scored && !f->item)
		return reader_refuse(
		    r, line, _("only an item of a measure is scored"));
	if (choice && f->noptions == 0)
		return reader_refuse(r, line, _("a choice needs options"));
	if (!choice && f->noptions > 0)
		return reader_refuse(r, line, _("only a choice has options"));
	if (f->alone && f->type != FIELD_CHOICES)
		return reader_refuse(
		    r, line, _("only choices can have one that stands alone"));
	if (!bounded && (f->min != 0 || f->max != 0))
		return reader_refuse(
		    r, line, _("only a number has min and max"));
	if (f->min > f->max || (f->type == FIELD_SCALE && f->min == f->max))
		return reader_refuse(r, line, _("min is not below max"));
	if (!(f->type == FIELD_DATE && strcmp(f->def, "today") == 0) &&
	    !(f->type == FIELD_TIME && strcmp(f->def, "now") == 0) &&
	    field_check(f, f->def, strlen(f->def)) != ERR_OK)
		return reader_refuse(
		    r, line, _("the default does not fit the type"));
	return ERR_OK;
}

/* The section that ends here has all it needs. */
static enum err end_section(struct reader *r)
{
	const struct form_key *keys = r->field == NULL ? form_keys : field_keys;
	unsigned line = r->lines[r->form->nfields];

	if (!r->begun)
		return ERR_OK;
	for (size_t i = 0; keys[i].name != NULL; i++)
		if (keys[i].needed && (r->seen & 1U << i) == 0)
			return reader_refuse(
			    r, line, _("%s is missing"), keys[i].name);
	if (r->field == NULL)
		return ERR_OK;
	if (r->form->measure != NULL && measure_item(r, line) != ERR_OK)
		return r->e;
	return check_field(r, line);
}

static enum err begin_field(struct reader *r, const char *id)
{
	struct form *f = r->form;

	if (strcmp(id, "form") == 0)
		return reader_refuse(r, r->line, _("[form] stands twice"));
	if (!reader_lexical(id, '_', 16))
		return reader_refuse(r, r->line,
		    _("a field id has 1 to 16 of a-z, 0-9 and _, a letter "
		      "first"));
	if (form_field(f, id) != NULL)
		return reader_refuse(r, r->line, _("[%s] stands twice"), id);
	if (strcmp(id, "reason") == 0 && strcmp(f->kind, "act") != 0)
		return reader_refuse(
		    r, r->line, _("[reason] is for kind act only"));
	if (f->nfields == FORM_FIELDS)
		return reader_refuse(
		    r, r->line, _("more than %d fields"), FORM_FIELDS);
	if (mem_grow((void **)&f->fields, &r->cap, f->nfields + 1,
		sizeof(*f->fields)) != 0)
		return r->e = ERR_NOMEM;
	r->field = &f->fields[f->nfields++];
	r->field->type = FIELD_TEXT;
	r->field->scored = r->field->required = f->measure != NULL;
	r->field->id = mem_strdup(id);
	r->field->label = mem_strdup("");
	r->field->hint = mem_strdup("");
	r->field->def = mem_strdup("");
	if (r->field->id == NULL || r->field->label == NULL ||
	    r->field->hint == NULL || r->field->def == NULL)
		return r->e = ERR_NOMEM;
	return ERR_OK;
}

static enum err begin_section(struct reader *r, const char *s, size_t len)
{
	char id[LINE_BYTES];
	enum err e;

	if (len < 2 || s[len - 1] != ']' || memchr(s, ']', len - 1) != NULL)
		return reader_refuse(
		    r, r->line, _("not a section: [id] alone"));
	memcpy(id, s + 1, len - 2);
	id[len - 2] = '\0';
	e = end_section(r);
	if (e != ERR_OK)
		return e;
	r->seen = 0;
	if (!r->begun) {
		if (strcmp(id, "form") != 0)
			return reader_refuse(
			    r, r->line, _("[form] must come first"));
		r->begun = true;
	} else {
		e = begin_field(r, id);
	}
	r->lines[r->form->nfields] = r->line;
	return e;
}

/* ---- lines -------------------------------------------------------------- */

static enum err check_line(struct reader *r, const char *s, size_t len)
{
	if (len > LINE_BYTES)
		return reader_refuse(r, r->line,
		    _("a line has at most %d bytes, this one has %zu"),
		    LINE_BYTES, len);
	if (utf8_valid(s, len) != len)
		return reader_refuse(r, r->line, _("not UTF-8"));
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return reader_refuse(
			    r, r->line, _("a control character"));
	if (len > 0 && s[0] == ' ')
		return reader_refuse(
		    r, r->line, _("a line begins with a blank"));
	if (len == 0 || s[0] == ';' || s[0] == '#')
		return ERR_OK;
	for (size_t i = 1; i < len; i++)
		if (s[i] == ';' && s[i - 1] == ' ')
			return reader_refuse(
			    r, r->line, _("a comment needs a line of its own"));
	if (s[0] == '[')
		return begin_section(r, s, len);
	if (memchr(s, '=', len) == NULL)
		return reader_refuse(
		    r, r->line, _("neither [id] nor key = value"));
	return ERR_OK;
}

/* inih's fgets: NULL ends the file, and so does the first fault. */
static char *next_line(char *str, int num, void *arg)
{
	struct reader *r = arg;
	size_t n = strcspn(r->at, "\n"), len = n;

	if (r->e != ERR_OK || *r->at == '\0')
		return NULL;
	r->line++;
	if (len > 0 && r->at[len - 1] == '\r')
		len--;
	if (check_line(r, r->at, len) != ERR_OK)
		return NULL;
	if (num < 1 || len > (size_t)num - 1) {
		(void)reader_refuse(r, r->line, _("the line is too long"));
		return NULL;
	}
	memcpy(str, r->at, len);
	str[len] = '\0';
	r->at += n + (r->at[n] == '\n');
	return str;
}

/* The fields of the header form come first. */
static enum err put_header(struct reader *r, const struct form *h)
{
	struct form *f = r->form;
	struct form_field *all;
	enum err e = ERR_OK;
	size_t n = 0;

	for (size_t i = 0; i < f->nfields; i++)
		if (form_field(h, f->fields[i].id) != NULL)
			return reader_refuse(r, r->lines[i + 1],
			    _("[%s] stands in the included form as well"),
			    f->fields[i].id);
	if (h->nfields + f->nfields > FORM_FIELDS)
		return reader_refuse(
		    r, r->line, _("more than %d fields"), FORM_FIELDS);
	all = mem_new(h->nfields + f->nfields, sizeof(*all));
	if (all == NULL)
		return r->e = ERR_NOMEM;
	while (n < h->nfields && e == ERR_OK) {
		e = form_field_copy(&all[n], &h->fields[n]);
		n++;
	}
	if (e != ERR_OK) {
		while (n > 0)
			form_field_done(&all[--n]);
		free(all);
		return r->e = e;
	}
	if (f->nfields > 0)
		memcpy(all + n, f->fields, f->nfields * sizeof(*all));
	free(f->fields);
	f->fields = all;
	f->nfields += n;
	return ERR_OK;
}

static enum err include(struct reader *r, const char *dir, const char *dir2)
{
	char path[PATH_MAX], file[40];
	struct form *h = NULL;
	enum err e;

	if (strcmp(r->include, r->form->id) == 0)
		return reader_refuse(
		    r, r->lines[0], _("a form cannot include itself"));
	(void)snprintf(file, sizeof(file), "%s.form", r->include);
	e = path_join(path, dir, file);
	if (e == ERR_OK && !file_exists(path) && dir2 != NULL)
		e = path_join(path, dir2, file);
	if (e == ERR_OK && !file_exists(path))
		return reader_refuse(
		    r, r->lines[0], _("%s is not there"), file);
	/* A header includes nothing, so this goes no deeper. */
	if (e == ERR_OK)
		e = form_read_from(path, NULL, NULL, &h);
	if (e == ERR_OK && strcmp(h->kind, "header") != 0)
		e = reader_refuse(
		    r, r->lines[0], _("%s is not of kind header"), file);
	if (e == ERR_OK)
		e = put_header(r, h);
	form_free(h);
	return r->e = e;
}

static enum err finish(struct reader *r, const char *dir, const char *dir2)
{
	struct form *f = r->form;

	if (r->e == ERR_OK && !r->begun)
		return reader_refuse(r, r->line + 1, _("[form] is missing"));
	if (r->e != ERR_OK || end_section(r) != ERR_OK)
		return r->e;
	if (strcmp(f->kind, "header") == 0)
		for (size_t i = 0; i < f->nfields; i++)
			f->fields[i].header = true;
	if (r->include[0] != '\0' && strcmp(f->kind, "header") == 0)
		return reader_refuse(
		    r, r->lines[0], _("a header includes nothing"));
	/* Without a folder this is itself being included. */
	if (r->include[0] != '\0' && dir != NULL &&
	    include(r, dir, dir2) != ERR_OK)
		return r->e;
	if (f->nfields == 0)
		return reader_refuse(r, r->line, _("no fields"));
	return f->measure == NULL ? ERR_OK : measure_finish(r);
}

enum err form_read_from(const char *path, const char *includes,
    const char *includes2, struct form **out)
{
	const char *slash = strrchr(path, '/');
	struct reader r = {.name = slash == NULL ? path : slash + 1};
	struct buf text = {0};
	enum err e;
	int line;

	e = file_read(path, FILE_MAX, &text);
	if (e != ERR_OK)
		goto out;
	r.form = mem_new(1, sizeof(*r.form));
	if (r.form == NULL || (r.form->file = mem_strdup(path)) == NULL ||
	    (r.form->attendance = mem_strdup("")) == NULL) {
		e = ERR_NOMEM;
		goto out;
	}
	if (memchr(buf_str(&text), '\0', text.len) != NULL) {
		e = reader_refuse(&r, 1, _("not text"));
		goto out;
	}
	r.at = buf_str(&text);
	line = ini_parse_stream(next_line, &r, on_key, &r);
	if (line > 0 && r.e == ERR_OK)
		(void)reader_refuse(&r, (unsigned)line, _("cannot be read"));
	else if (line < 0 && r.e == ERR_OK)
		r.e = ERR_NOMEM;
	e = finish(&r, includes, includes2);
	if (e == ERR_OK) {
		*out = r.form;
		r.form = NULL;
	}
out:
	form_free(r.form);
	buf_free(&text);
	return e;
}

enum err form_read(const char *path, const char *includes, struct form **out)
{
	const char *slash = strrchr(path, '/');
	char dir[PATH_MAX];

	if (includes != NULL)
		return form_read_from(path, includes, NULL, out);
	(void)snprintf(dir, sizeof(dir), "%.*s",
	    slash == NULL ? 1 : (int)(slash - path),
	    slash == NULL ? "." : path);
	return form_read_from(path, dir, NULL, out);
}
