#include "clinic/import_text.h"

#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "clinic/headings.h"
#include "clinic/note.h"
#include "vault/entry.h"

/* Room is left for the header and what signing adds. */
#define TEXT_MAX (ENTRY_MAX - (size_t)40 * 1024)

/* CRLF and a lone CR become LF. */
static enum err line_ends(const struct buf *raw, struct buf *out)
{
	enum err e = buf_reserve(out, raw->len + 1);

	for (size_t i = 0; e == ERR_OK && i < raw->len; i++) {
		if (raw->p[i] != '\r')
			e = buf_add8(out, raw->p[i]);
		else if (i + 1 == raw->len || raw->p[i + 1] != '\n')
			e = buf_add8(out, '\n');
	}
	return e;
}

/* ERR_FORMAT with the offset of what no text may hold. */
static enum err check_text(const struct buf *raw)
{
	size_t bad = utf8_valid(raw->p, raw->len);
	const unsigned char *nul =
	    raw->len > 0 ? memchr(raw->p, 0, raw->len) : NULL;

	if (nul != NULL && (size_t)(nul - raw->p) < bad)
		return err_set(ERR_FORMAT, _("a zero byte, at byte %zu"),
		    (size_t)(nul - raw->p));
	if (bad < raw->len)
		return err_set(ERR_FORMAT, _("not UTF-8, at byte %zu"), bad);
	return ERR_OK;
}

static enum err read_text(const char *path, struct buf *out)
{
	struct buf raw = {0}, lf = {0};
	enum err e = file_read(path, ENTRY_MAX, &raw);

	if (e == ERR_OK)
		e = check_text(&raw);
	if (e == ERR_OK && raw.len >= 3 &&
	    memcmp(raw.p, "\xEF\xBB\xBF", 3) == 0)
		e = buf_splice(&raw, 0, 3, NULL, 0);
	if (e == ERR_OK)
		e = line_ends(&raw, &lf);
	if (e == ERR_OK)
		e = utf8_nfc(lf.p, lf.len, out);
	if (e == ERR_OK && out->len > TEXT_MAX)
		e = err_set(ERR_LIMIT, _("more than %zu KiB"), TEXT_MAX >> 10);
	if (e == ERR_OK && text_words(out->p, out->len) == 0)
		e = err_set(ERR_FORMAT, "%s", _("no words in it"));
	buf_free(&raw);
	buf_free(&lf);
	return e;
}

/* The note form that recognises most headings, two at least; else narrative.
 * Among equals SOAP, else the first. */
static enum err choose(const struct clinic *c, const struct buf *text,
    const struct form **form, struct sections *out)
{
	const struct forms *forms = clinic_forms(c);
	const struct form *f, *best = NULL;
	struct sections s;

	for (size_t i = 0; (f = forms_at(forms, "note", i)) != NULL; i++) {
		enum err e = sections_find(f, buf_str(text), text->len, &s);

		if (e != ERR_OK)
			return e;
		if (s.headings < 2 ||
		    (best != NULL && s.headings < out->headings) ||
		    (best != NULL && s.headings == out->headings &&
			strcmp(f->id, "soap") != 0))
			continue;
		best = f;
		*out = s;
	}
	if (best == NULL) {
		best = forms_get(forms, "narrative");
		if (best == NULL)
			return err_set(ERR_NOTFOUND, "narrative.form");
		sections_whole(best, buf_str(text), text->len, out);
	}
	*form = best;
	return ERR_OK;
}

static enum err put_sections(
    struct note *n, const struct buf *text, const struct sections *s)
{
	const struct form *form = note_facts(n)->form;
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < s->n; i++)
		e = note_put(n, form->fields[s->at[i].field].id,
		    buf_str(text) + s->at[i].from, s->at[i].to - s->at[i].from);
	return e;
}

static enum err make_draft(struct clinic *c, const struct id *chart,
    const struct form *form, const struct buf *text, const struct sections *s,
    struct id *draft)
{
	struct note *n = NULL;
	enum err e = note_new(c, chart, form, &n);

	if (e != ERR_OK)
		return e;
	e = put_sections(n, text, s);
	if (e == ERR_OK)
		e = note_settle(n);
	if (e == ERR_OK) {
		*draft = note_facts(n)->id;
		note_close(n);
		return ERR_OK;
	}
	/* All or nothing: a half-filled draft goes again. */
	if (note_discard(n, "") != ERR_OK)
		err_clear();
	note_close(n);
	return e;
}

enum err import_text(struct clinic *c, const struct id *chart, const char *path,
    bool dry, struct import_report *out)
{
	struct import_report r = {.file = path};
	struct buf text = {0};
	struct sections s = {0};
	const struct form *form = NULL;
	enum err e = read_text(path, &text);

	if (e == ERR_OK)
		e = choose(c, &text, &form, &s);
	if (e == ERR_OK) {
		r.form = form->id;
		r.sections = s.headings;
		r.words = (unsigned)text_words(text.p, text.len);
	}
	if (e == ERR_OK && !dry) {
		r.chart = *chart;
		e = make_draft(c, chart, form, &text, &s, &r.draft);
	}
	buf_free(&text);
	if (e == ERR_OK)
		*out = r;
	return e;
}
