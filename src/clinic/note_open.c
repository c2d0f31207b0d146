/* Beginning notes, and finding drafts again. */
#include <string.h>

#include "base/i18n.h"
#include "clinic/form_read.h"
#include "clinic/note_internal.h"
#include "vault/newid.h"

/* ---- which form -------------------------------------------------------------
 */

/* What was used last in this chart, signed or not; else SOAP, else the first
 * one there is. */
static const struct form *usual_form(
    struct clinic *c, const struct chart_node *ch, const struct metas *ms)
{
	const struct entry_node *last = entry_last(ch, 0);
	const struct form *f = NULL;
	int64_t newest = last == NULL ? 0 : last->signed_at;

	if (last != NULL)
		f = forms_get(c->forms, last->form);
	for (size_t i = 0; i < ms->n; i++) {
		const struct draft_meta *m = &ms->v[i];

		if (id_equal(&m->chart, &ch->chart) && m->act == ACT_ORIGINAL &&
		    m->saved > newest && forms_get(c->forms, m->form) != NULL) {
			newest = m->saved;
			f = forms_get(c->forms, m->form);
		}
	}
	if (f == NULL || strcmp(f->kind, "note") != 0 || f->unusual)
		f = forms_get(c->forms, "soap");
	return f == NULL ? forms_at(c->forms, "note", 0) : f;
}

static enum err choose_form(struct clinic *c, const struct id *chart,
    const struct metas *ms, const struct form **f)
{
	struct chart_node *ch = NULL;
	enum err e;

	if (*f != NULL)
		return ERR_OK;
	e = chart_fresh(c, chart, &ch);
	if (e != ERR_OK)
		return e;
	*f = usual_form(c, ch, ms);
	return *f == NULL ? err_set(ERR_NOTFOUND, "no form of kind note")
			  : ERR_OK;
}

enum err note_usual_form(
    struct clinic *c, const struct id *chart, const struct form **out)
{
	const struct form *f = NULL;
	struct metas ms = {0};
	enum err e = clinic_need(c);

	if (e == ERR_OK)
		e = metas_load(c, &ms);
	if (e != ERR_OK)
		return e;
	e = choose_form(c, chart, &ms, &f);
	metas_done(&ms);
	if (e == ERR_OK)
		*out = f;
	return e;
}

/* ---- what stands in it from the beginning
 * ------------------------------------ */

static enum err fill(struct note *n, const char *field, const char *text)
{
	if (note_index(n, field) == n->nvalues || *text == '\0')
		return ERR_OK;
	return note_set(n, field, text, strlen(text));
}

static enum err fill_time(struct note *n, const char *field, int64_t when)
{
	char text[6];
	int minute;

	(void)date_of(when, &minute);
	return fill(n, field, time_str(minute, text));
}

static enum err fill_day(struct note *n, const char *field, int64_t when)
{
	char text[11];
	int minute;

	return fill(n, field, date_iso(date_of(when, &minute), text));
}

/* Only if it is still one of the choices. */
static enum err fill_choice(struct note *n, const char *field, const char *text)
{
	const struct form_field *f = form_field(n->facts.form, field);

	if (f == NULL || field_check(f, text, strlen(text)) != ERR_OK)
		return ERR_OK;
	return fill(n, field, text);
}

static enum err fill_session(struct note *n, const struct session *s)
{
	int64_t stop = s->start + (int64_t)s->minutes * 60000;
	enum err e;

	if ((e = fill_day(n, "date", s->start)) == ERR_OK &&
	    (e = fill_time(n, "start", s->start)) == ERR_OK &&
	    (e = fill_time(n, "stop", stop)) == ERR_OK &&
	    (e = fill_choice(n, "service", s->service)) == ERR_OK)
		e = fill_choice(n, "place", s->place);
	return e;
}

enum err note_defaults(struct note *n)
{
	const struct form *f = n->facts.form;
	int64_t now = clock_utc(n->c->clock);
	enum err e = ERR_OK;

	for (size_t i = 0; i < f->nfields && e == ERR_OK; i++) {
		const struct form_field *fd = &f->fields[i];

		if (*fd->def == '\0' || n->values[i].text.len > 0)
			continue;
		if (fd->type == FIELD_DATE)
			e = fill_day(n, fd->id, now);
		else if (fd->type == FIELD_TIME && strcmp(fd->def, "now") == 0)
			e = fill_time(n, fd->id, now);
		else
			e = fill(n, fd->id, fd->def);
	}
	return e;
}

enum err note_carry(struct note *n)
{
	const struct form *f = n->facts.form;
	struct record last = {0};
	enum err e = note_last(n->c, &n->facts.chart, 0, &last);

	if (e == ERR_NOTFOUND)
		return ERR_OK;
	for (size_t i = 0; i < f->nfields && e == ERR_OK; i++)
		if (f->fields[i].carry && n->values[i].text.len == 0)
			e = fill(n, f->fields[i].id,
			    record_get(&last, f->fields[i].id));
	record_done(&last);
	return e;
}

/* ---- drafts that are there
 * ---------------------------------------------------- */

static unsigned words(const struct note *n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n->nvalues; i++)
		if (!n->facts.form->fields[i].header)
			sum += text_words(
			    n->values[i].text.p, n->values[i].text.len);
	return (unsigned)sum;
}

enum err note_resume(
    struct clinic *c, const struct draft_meta *m, struct note **out)
{
	const struct form *f = forms_get(c->forms, m->form);
	struct record base = {0};
	struct form *own = NULL;
	struct note *n = NULL;
	enum err e = ERR_OK;

	if (m->act == ACT_CORRECTION || m->act == ACT_ERROR)
		e = amend_load(c, m, &base, &own);
	if (own != NULL)
		f = own;
	if (f == NULL) /* its form is gone: the words are not */
		f = forms_get(c->forms, "narrative");
	if (f == NULL)
		f = forms_at(c->forms, "note", 0);
	if (e == ERR_OK && f == NULL)
		e = err_set(ERR_NOTFOUND, "no form of kind note");
	if (e == ERR_OK)
		e = note_begin(c, m, f, &n);
	if (e != ERR_OK) {
		record_done(&base);
		form_free(own);
		return e;
	}
	n->base = base;
	n->own = own;
	e = note_load(n);
	if (e != ERR_OK) {
		n->facts.readonly = true; /* closing leaves it as it is */
		note_close(n);
		return e;
	}
	n->facts.recovered = !n->facts.readonly && !n->meta.closed;
	n->facts.recovered_words = words(n);
	n->facts.recovered_at = n->meta.saved;
	*out = n;
	return ERR_OK;
}

enum err note_open_draft(
    struct clinic *c, const struct id *draft, struct note **out)
{
	const struct draft_meta *m;
	struct metas ms = {0};
	enum err e = clinic_need(c);

	if (e == ERR_OK)
		e = metas_load(c, &ms);
	if (e != ERR_OK)
		return e;
	m = idmap_get(&ms.map, draft);
	e = m == NULL ? err_set(ERR_NOTFOUND, "draft") : note_resume(c, m, out);
	metas_done(&ms);
	return e;
}

/* ---- new ones
 * ------------------------------------------------------------------ */

static enum err begin(struct clinic *c, const struct draft_meta *m,
    const struct form *f, const struct session *s, struct note **out)
{
	struct note *n = NULL;
	enum err e = note_begin(c, m, f, &n);

	if (e != ERR_OK)
		return e;
	e = s == NULL ? fill_day(n, "date", m->when) : fill_session(n, s);
	if (e == ERR_OK)
		e = note_carry(n);
	if (e == ERR_OK)
		e = note_defaults(n);
	if (e != ERR_OK) {
		note_close(n);
		return e;
	}
	*out = n;
	return ERR_OK;
}

enum err note_open_session(struct clinic *c, const struct id *session,
    const struct form *f, struct note **out)
{
	const struct session *s = session_get(c, session);
	struct draft_meta m = {.act = ACT_ORIGINAL, .closed = true};
	struct session copy;
	struct metas ms = {0};
	uint32_t ver = 0;
	enum err e = clinic_need(c);

	if (e != ERR_OK)
		return e;
	if (s == NULL)
		return err_set(ERR_NOTFOUND, "session");
	copy = *s;
	m.id = copy.note;
	m.chart = copy.chart;
	m.session = copy.id;
	m.when = copy.start;
	if ((e = entry_newest(c->vault, &m.chart, &m.id, &ver)) != ERR_OK ||
	    (e = metas_load(c, &ms)) != ERR_OK)
		return e;
	if (idmap_get(&ms.map, &m.id) != NULL) {
		e = note_resume(c, idmap_get(&ms.map, &m.id), out);
	} else if (ver > 0) {
		e = err_set(ERR_EXISTS, "the note of this session");
	} else {
		e = choose_form(c, &m.chart, &ms, &f);
		if (e == ERR_OK)
			e = begin(c, &m, f, &copy, out);
	}
	metas_done(&ms);
	return e;
}

enum err note_new(struct clinic *c, const struct id *chart,
    const struct form *f, struct note **out)
{
	struct draft_meta m = {.act = ACT_ORIGINAL, .closed = true};
	struct metas ms = {0};
	enum err e = clinic_need(c);

	if (e == ERR_OK)
		e = metas_load(c, &ms);
	if (e != ERR_OK)
		return e;
	m.chart = *chart;
	m.when = clock_utc(c->clock);
	newid(&m.id);
	e = choose_form(c, chart, &ms, &f);
	if (e == ERR_OK)
		e = begin(c, &m, f, NULL, out);
	metas_done(&ms);
	return e;
}
