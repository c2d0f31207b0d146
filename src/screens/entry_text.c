/*
 * A signed entry as it stands on the page: the text in print order, with what
 * was corrected, added and signed in its place.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "screens/reading.h"
#include "screens/revision.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

/* One part of one version, in print order. */
struct part {
	const char *id; /* of the field; "" is the header */
	char *label, *text;
	size_t len;
};

struct parts {
	struct part *p;
	size_t n, cap;
	const struct record *record;
	size_t seen;  /* calls of the renderer */
	size_t value; /* next one of the record's values */
};

/* ---- parts of a version -----------------------------------------------------
 */

static void parts_done(struct parts *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		mem_strfree(ps->p[i].label);
		mem_strfree(ps->p[i].text);
	}
	free(ps->p);
	memset(ps, 0, sizeof(*ps));
}

#define REASON "@reason"

/* The field that the renderer prints now, or what else it is. */
static const char *field_of(struct parts *ps)
{
	const struct record *r = ps->record;

	if (ps->seen++ == 0)
		return "";
	if (ps->seen == 2 && *r->reason != '\0')
		return REASON;
	while (
	    ps->value < r->nvalues && record_is_header(&r->values[ps->value]))
		ps->value++;
	return ps->value < r->nvalues ? r->values[ps->value++].id : "@looks";
}

static enum err take_part(
    void *arg, const char *label, const char *text, size_t len)
{
	struct parts *ps = arg;
	const char *id = field_of(ps);
	void *p = ps->p;
	struct part *part;

	/* A reason stands with the change it gives the reason for. */
	if (strcmp(id, REASON) == 0)
		return ERR_OK;
	if (mem_grow(&p, &ps->cap, ps->n + 1, sizeof(*ps->p)) < 0)
		return err_set(ERR_NOMEM, "parts");
	ps->p = p;
	part = &ps->p[ps->n];
	memset(part, 0, sizeof(*part));
	part->id = id;
	part->label = mem_strdup(label);
	part->text = mem_strdup(text);
	part->len = len;
	ps->n++;
	return part->label == NULL || part->text == NULL
		   ? err_set(ERR_NOMEM, "parts")
		   : ERR_OK;
}

static enum err parts_of(const struct record *r, struct parts *out)
{
	out->record = r;
	return record_parts(r, take_part, out);
}

static struct part *part_find(struct parts *ps, const char *id)
{
	for (size_t i = 0; i < ps->n; i++)
		if (strcmp(ps->p[i].id, id) == 0)
			return &ps->p[i];
	return NULL;
}

/* ---- signatures
 * -------------------------------------------------------------- */

static enum err add_sign(struct reading *r, const struct record *record,
    const struct signature *sign, const char *label, unsigned flags)
{
	void *signs = r->signs;
	char who[160], when[READING_TIME], line[320];
	struct reading_sign *s;

	if (mem_grow(&signs, &r->cap_signs, r->n_signs + 1, sizeof(*s)) < 0)
		return err_set(ERR_NOMEM, "signatures");
	r->signs = signs;
	s = &r->signs[r->n_signs++];
	s->sign = sign;
	s->record = record;
	reading_who(r->p, s, who, sizeof(who));
	snprintf(line, sizeof(line), _("%s, author, %s"), who,
	    reading_time(sign->time, when));
	return pager_add(&r->pager, label, 0, line, strlen(line), sign->brief,
	    MEAN_PLAIN, flags | PAGER_PART, (int)r->n_signs);
}

/* ---- one part in all its versions
 * --------------------------------------------- */

struct page_of {
	struct reading *r;
	const struct signed_note *note;
	const char *label; /* waits for the first line of the part */
	unsigned flags;
};

static enum err add_line(struct page_of *pg, const char *word, char mark,
    const char *text, size_t len, enum mean mean)
{
	const char *label = word != NULL ? word : pg->label;
	enum err e = ERR_OK;

	/* The part begins with a change: its label takes a row of its own. */
	if (word != NULL && pg->label != NULL)
		e = pager_add(&pg->r->pager, pg->label, 0, "", 0, NULL,
		    MEAN_PLAIN, pg->flags, 0);
	if (word != NULL && pg->label != NULL)
		pg->flags = 0;
	if (e == ERR_OK)
		e = pager_add(&pg->r->pager, label, mark, text, len, NULL, mean,
		    pg->flags, 0);
	pg->label = NULL;
	pg->flags = 0;
	return e;
}

static enum err add_changed(struct page_of *pg,
    const struct revision_piece *piece, const struct revision_piece *other)
{
	bool was = piece->kind == REVISION_WAS;
	struct buf line = {0};
	enum err e = revision_brace(piece, other, &line);

	if (e == ERR_OK)
		e = add_line(pg, was ? _("was") : _("now"), was ? '-' : '+',
		    buf_str(&line), line.len, MEAN_CHANGED);
	buf_free(&line);
	return e;
}

/* Why and by whom, once after the last change of a version in this part. */
static enum err add_reason(struct page_of *pg, unsigned version)
{
	const struct record *r = &pg->note->versions[version];
	enum err e;

	e = pager_add(&pg->r->pager, _("correction"), 0, r->reason,
	    strlen(r->reason), NULL, MEAN_PLAIN, 0, 0);
	if (e != ERR_OK)
		return e;
	return add_sign(pg->r, r, &pg->note->signatures[version], _("signed"),
	    PAGER_INDENT);
}

static bool last_of(const struct revision *v, size_t i)
{
	for (size_t k = i + 1; k < v->n; k++)
		if (v->pieces[k].version == v->pieces[i].version)
			return false;
	return true;
}

/* The run of pieces from ${i} that a version took out, then those that it
 * brought in: each was with its now. */
static enum err add_run(
    struct page_of *pg, const struct revision *v, size_t *at)
{
	size_t from = *at, mid = from, to;
	unsigned version = v->pieces[from].version;
	enum err e = ERR_OK;

	while (mid < v->n && v->pieces[mid].kind == REVISION_WAS &&
	       v->pieces[mid].version == version)
		mid++;
	for (to = mid; to < v->n && v->pieces[to].kind == REVISION_NOW &&
		       v->pieces[to].version == version;)
		to++;
	for (size_t k = 0; e == ERR_OK && (from + k < mid || mid + k < to);
	     k++) {
		const struct revision_piece *was =
		    from + k < mid ? &v->pieces[from + k] : NULL;
		const struct revision_piece *now =
		    mid + k < to ? &v->pieces[mid + k] : NULL;

		if (was != NULL)
			e = add_changed(pg, was, now);
		if (e == ERR_OK && now != NULL)
			e = add_changed(pg, now, was);
	}
	*at = to;
	if (e == ERR_OK && last_of(v, to - 1))
		e = add_reason(pg, version);
	return e;
}

static enum err add_same(
    struct page_of *pg, const struct revision *v, size_t *at)
{
	const struct revision_piece *from = &v->pieces[*at], *to = from;

	while (*at < v->n && v->pieces[*at].kind == REVISION_SAME)
		to = &v->pieces[(*at)++];
	return add_line(pg, NULL, 0, from->text,
	    (size_t)(to->text - from->text) + to->len, MEAN_PLAIN);
}

static enum err add_part(struct page_of *pg, const struct revision *v)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < v->n && e == ERR_OK;) {
		if (v->pieces[i].kind == REVISION_SAME)
			e = add_same(pg, v, &i);
		else
			e = add_run(pg, v, &i);
	}
	return e;
}

/* ---- an entry
 * -------------------------------------------------------------------- */

/* Only these hold text: an error has a reason and nothing else. */
static bool has_text(const struct record *r)
{
	return r->act != ACT_ERROR;
}

/* The part ${id} through all versions. */
static enum err lay_part(struct page_of *pg, struct parts *all, const char *id)
{
	struct revision v = {0};
	bool begun = false;
	enum err e = ERR_OK;

	for (size_t k = 0; k < pg->note->nversions && e == ERR_OK; k++) {
		const struct part *p = part_find(&all[k], id);
		const char *text = p != NULL ? p->text : "";
		size_t len = p != NULL ? p->len : 0;

		if (!has_text(&pg->note->versions[k]))
			continue;
		if (p != NULL)
			pg->label = *p->label != '\0' ? p->label : _("Header");
		e = begun ? revision_add(&v, (unsigned)k, text, len)
			  : revision_begin(&v, text, len);
		begun = true;
	}
	if (e == ERR_OK)
		e = add_part(pg, &v);
	revision_done(&v);
	return e;
}

/* Every part that any version has, the header last: its short form stands in
 * row 3 already. */
static enum err lay_parts(struct page_of *pg, struct parts *all, unsigned first)
{
	size_t n = pg->note->nversions;
	enum err e = ERR_OK;

	for (size_t k = 0; k < n && e == ERR_OK; k++)
		for (size_t i = 0; i < all[k].n && e == ERR_OK; i++) {
			const char *id = all[k].p[i].id;
			bool again = *id == '\0';

			for (size_t b = 0; b < k && !again; b++)
				again = part_find(&all[b], id) != NULL;
			if (again)
				continue;
			pg->flags = PAGER_PART | first;
			first = 0;
			e = lay_part(pg, all, id);
		}
	if (e == ERR_OK && pg->note->versions[0].act == ACT_ORIGINAL) {
		pg->flags = PAGER_PART | PAGER_GAP;
		e = lay_part(pg, all, "");
	}
	return e;
}

static enum err lay_error(struct page_of *pg)
{
	const struct signed_note *n = pg->note;
	const struct record *r = &n->versions[n->nversions - 1];
	enum err e;

	if (r->act != ACT_ERROR)
		return ERR_OK;
	e = pager_add(&pg->r->pager, _("in error"), '!', r->reason,
	    strlen(r->reason), NULL, MEAN_WARN, PAGER_PART, 0);
	if (e == ERR_OK)
		e = add_sign(pg->r, r, &n->signatures[n->nversions - 1],
		    _("signed"), PAGER_INDENT);
	return e;
}

static enum err lay_note(
    struct reading *r, const struct signed_note *note, unsigned first)
{
	struct page_of pg = {.r = r, .note = note};
	struct parts *all = mem_new(note->nversions, sizeof(*all));
	bool addendum = note->versions[0].act == ACT_ADDENDUM;
	enum err e = all == NULL ? err_set(ERR_NOMEM, "parts") : ERR_OK;

	for (size_t k = 0; k < note->nversions && e == ERR_OK; k++)
		e = parts_of(&note->versions[k], &all[k]);
	if (e == ERR_OK)
		e = lay_error(&pg);
	if (e == ERR_OK)
		e = lay_parts(&pg, all, first);
	if (e == ERR_OK && addendum && *note->versions[0].reason != '\0')
		e = pager_add(&r->pager, _("reason"), 0,
		    note->versions[0].reason, strlen(note->versions[0].reason),
		    NULL, MEAN_PLAIN, 0, 0);
	if (e == ERR_OK)
		e = add_sign(r, &note->versions[0], &note->signatures[0],
		    addendum ? _("signed") : _("Signed"),
		    addendum ? PAGER_INDENT : PAGER_GAP);
	for (size_t k = 0; all != NULL && k < note->nversions; k++)
		parts_done(&all[k]);
	free(all);
	return e;
}

static enum err fill_context(struct reading *r)
{
	const struct record *v = &r->note.versions[0];
	struct date today = clinic_today(r->p->clinic);
	int64_t lag = r->note.signatures[0].time - v->when;
	unsigned days = lag > 0 ? (unsigned)(lag / DAY_MS) : 0;
	enum err e;

	buf_clear(&r->context);
	e = record_context(v, today, &r->context);
	if (e == ERR_OK && v->late)
		ui_say(&r->context,
		    ngettext("   late entry, %u day", "   late entry, %u days",
			days),
		    days);
	return e;
}

enum err reading_fill(struct reading *r)
{
	size_t at = r->pager.at;
	enum err e;

	pager_clear(&r->pager);
	r->n_signs = 0;
	e = fill_context(r);
	if (e == ERR_OK)
		e = lay_note(r, &r->note, PAGER_GAP);
	for (size_t i = 0; i < r->note.naddenda && e == ERR_OK; i++)
		e = lay_note(r, &r->note.addenda[i], PAGER_GAP);
	pager_go(&r->pager, 0); /* lays it out */
	if (at < r->pager.n_rows)
		r->pager.at = at;
	return e;
}
