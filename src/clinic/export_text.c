#include "clinic/export_text.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/client.h"
#include "clinic/note.h"
#include "vault/chart.h"

#define KIND_TEXT 1

struct export
{
	struct clinic *c;
	const struct id *chart;
	struct buf *out;
	struct timeline_row *rows; /* titles are not kept */
	size_t n, cap;
};

static enum err line(struct buf *out, const char *s)
{
	enum err e = buf_adds(out, s);

	return e != ERR_OK ? e : buf_adds(out, "\n");
}

/* Text as a file may hold it: exact but for control characters. */
static enum err body(struct buf *out, const char *text, size_t len)
{
	enum err e = utf8_file(text, len, out);

	return e != ERR_OK ? e : buf_adds(out, "\n");
}

static enum err add_part(
    void *arg, const char *label, const char *text, size_t len)
{
	struct buf *out = arg;
	enum err e = ERR_OK;

	if (*label != '\0')
		e = line(out, label);
	if (e == ERR_OK)
		e = body(out, text, len);
	return e != ERR_OK ? e : buf_adds(out, "\n");
}

static enum err say_time(struct buf *out, int64_t ms)
{
	char day[DATE_STR], clock[8];
	struct date d;
	int minute;

	d = date_of(ms, &minute);
	return buf_addf(
	    out, "%s %s", date_full(d, day), time_str(minute, clock));
}

/* "Signed  Imre Lorem, LAC, author, 4 Nov 2025 10:12  7F3A-91C2" */
static enum err add_signature(struct buf *out, const char *what,
    const struct record *r, const struct signature *s)
{
	enum err e = buf_addf(out, _("%s by %s, author, "), what, r->signer);

	if (e == ERR_OK)
		e = say_time(out, s->time);
	if (e == ERR_OK)
		e = buf_addf(out, "  %s\n", s->brief);
	if (e == ERR_OK && r->late)
		e = line(out, _("LATE ENTRY"));
	return e;
}

static enum err add_reason(struct buf *out, const struct record *r)
{
	if (r->reason == NULL || *r->reason == '\0')
		return ERR_OK;
	return buf_addf(out, _("Reason: %s\n"), r->reason);
}

static const char *version_title(const struct record *r)
{
	return r->act == ACT_CORRECTION ? _("CORRECTION, replaces the text "
					    "above")
	       : r->act == ACT_ERROR	? _("ENTERED IN ERROR")
					: "";
}

static enum err add_note(struct buf *out, const struct signed_note *n)
{
	enum err e = line(out, n->versions[0].title);

	for (size_t i = 0; e == ERR_OK && i < n->nversions; i++) {
		const struct record *r = &n->versions[i];

		if (i > 0)
			e = line(out, version_title(r));
		if (e == ERR_OK)
			e = add_reason(out, r);
		if (e == ERR_OK)
			e = record_parts(r, add_part, out);
		if (e == ERR_OK)
			e = add_signature(
			    out, _("Signed"), r, &n->signatures[i]);
	}
	for (size_t i = 0; e == ERR_OK && i < n->naddenda; i++) {
		e = buf_adds(out, "\n");
		if (e == ERR_OK)
			e = add_note(out, &n->addenda[i]);
	}
	return e;
}

static enum err take_row(void *arg, const struct timeline_row *row)
{
	struct export *x = arg;
	void *rows = x->rows;

	if (mem_grow(&rows, &x->cap, x->n + 1, sizeof(*x->rows)) < 0)
		return err_set(ERR_NOMEM, "export");
	x->rows = rows;
	x->rows[x->n] = *row;
	x->rows[x->n++].title = NULL;
	return ERR_OK;
}

static enum err add_entry(struct export *x, const struct id *entry)
{
	struct signed_note n = {0};
	enum err e = note_read(x->c, x->chart, entry, &n);

	if (e != ERR_OK)
		return e;
	e = line(x->out, "----------------------------------------");
	if (e == ERR_OK)
		e = add_note(x->out, &n);
	signed_note_done(&n);
	return e;
}

static enum err add_draft(struct export *x, const struct id *draft)
{
	struct record r = {0};
	struct note *n = NULL;
	enum err e = note_open_draft(x->c, draft, &n);

	if (e != ERR_OK)
		return e;
	e = note_preview(n, &r);
	note_close(n);
	if (e != ERR_OK)
		return e;
	e = line(x->out, "----------------------------------------");
	if (e == ERR_OK)
		e = buf_addf(x->out, _("%s, DRAFT, NOT SIGNED\n"), r.title);
	if (e == ERR_OK)
		e = record_parts(&r, add_part, x->out);
	record_done(&r);
	return e;
}

static enum err add_client(struct export *x)
{
	const struct client *c = client_get(x->c, x->chart);
	char born[DATE_STR] = "";
	struct record r = {0};
	uint32_t ver;
	enum err e;

	if (c == NULL)
		return err_set(ERR_DENIED, "chart");
	if (c->born.y != 0)
		date_full(c->born, born);
	if (vault_is_demo(clinic_vault(x->c))) {
		e = line(x->out, _("DEMONSTRATION: fictional people"));
		if (e != ERR_OK)
			return e;
	}
	e = buf_addf(x->out, _("Record of %s   %s   born %s\n\n"), c->name,
	    c->code, born);
	if (e == ERR_OK)
		e = client_load(x->c, x->chart, &r, &ver);
	if (e == ERR_OK)
		e = record_parts(&r, add_part, x->out);
	record_done(&r);
	return e;
}

/* Addenda are printed under their entry, so only rows of depth 0 lead. */
static enum err add_rows(struct export *x, bool drafts)
{
	enum err e = ERR_OK;

	for (size_t i = x->n; e == ERR_OK && i > 0; i--) {
		const struct timeline_row *row = &x->rows[i - 1];

		if (row->draft)
			e = drafts ? add_draft(x, &row->entry) : ERR_OK;
		else if (row->depth == 0)
			e = add_entry(x, &row->entry);
	}
	return e;
}

enum err export_text(
    struct clinic *c, const struct id *chart, bool drafts, struct buf *out)
{
	struct buf text = {0};
	struct export x = {.c = c, .chart = chart, .out = &text};
	enum err e = timeline_each(c, chart, take_row, &x);

	if (e == ERR_OK)
		e = chart_log_export(
		    clinic_vault(c), chart, KIND_TEXT, (uint32_t)x.n);
	if (e == ERR_OK)
		e = add_client(&x);
	if (e == ERR_OK)
		e = add_rows(&x, drafts);
	if (e == ERR_OK)
		e = buf_add(out, text.p, text.len);
	buf_free(&text);
	free(x.rows);
	return e;
}
