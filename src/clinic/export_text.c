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
#define DAY_MS INT64_C(86400000)
#define RULE "----------------------------------------"

struct export
{
	struct clinic *c;
	const struct id *chart;
	bool drafts;
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
	if (e == ERR_OK && r->late && r->act == ACT_ORIGINAL) {
		unsigned days = (unsigned)((s->time - r->when) / DAY_MS);

		e = buf_addf(out,
		    ngettext("LATE ENTRY, %u day after the service\n",
			"LATE ENTRY, %u days after the service\n", days),
		    days);
	}
	return e;
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
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < n->nversions; i++) {
		const struct record *r = &n->versions[i];

		if (i > 0)
			e = line(out, version_title(r));
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

	if (row->draft && !x->drafts)
		return ERR_OK;
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
	e = line(x->out, RULE);
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
	e = line(x->out, RULE);
	if (e == ERR_OK)
		e = line(x->out, _("DRAFT, NOT SIGNED"));
	if (e == ERR_OK)
		e = record_parts(&r, add_part, x->out);
	record_done(&r);
	return e;
}

/* Every field under its label; nothing of a client is a header. */
static enum err add_facts(struct export *x)
{
	struct record r = {0};
	uint32_t ver;
	enum err e = client_load(x->c, x->chart, &r, &ver);

	for (size_t i = 0; e == ERR_OK && i < r.nvalues; i++) {
		const struct record_value *v = &r.values[i];
		const char *text = buf_str(&v->text);
		char day[DATE_STR];
		struct date d;

		if (v->type == FIELD_DATE && date_parse_iso(text, &d) == ERR_OK)
			text = date_full(d, day);
		e = add_part(x->out, v->heading, text, strlen(text));
	}
	record_done(&r);
	return e;
}

static enum err add_client(struct export *x)
{
	const struct client *c = client_get(x->c, x->chart);
	char born[DATE_STR];
	enum err e = ERR_OK;

	if (c == NULL)
		return err_set(ERR_DENIED, "chart");
	if (vault_is_demo(clinic_vault(x->c)))
		e = line(x->out, _("DEMONSTRATION: fictional people"));
	if (e == ERR_OK)
		e = buf_addf(x->out, _("Record of %s   %s"), c->name, c->code);
	if (e == ERR_OK && c->born.y != 0)
		e = buf_addf(x->out, _("   born %s"), date_full(c->born, born));
	if (e == ERR_OK && c->closed)
		e = buf_addf(x->out, "   %s", _("closed"));
	if (e == ERR_OK)
		e = buf_adds(x->out, "\n\n");
	return e == ERR_OK ? add_facts(x) : e;
}

/* Rows come newest first, each entry before what stands under it.  Addenda are
 * printed with their entry, so only drafts of them are left. */
static enum err add_rows(struct export *x)
{
	size_t end = x->n;
	enum err e = ERR_OK;

	while (e == ERR_OK && end > 0) {
		size_t from = end - 1;

		while (from > 0 && x->rows[from].depth > 0)
			from--;
		for (size_t i = from; e == ERR_OK && i < end; i++) {
			const struct timeline_row *row = &x->rows[i];

			if (row->draft)
				e = add_draft(x, &row->entry);
			else if (row->depth == 0)
				e = add_entry(x, &row->entry);
		}
		end = from;
	}
	return e;
}

enum err export_text(
    struct clinic *c, const struct id *chart, bool drafts, struct buf *out)
{
	struct buf text = {0};
	struct export x = {
	    .c = c, .chart = chart, .drafts = drafts, .out = &text};
	enum err e = timeline_each(c, chart, take_row, &x);

	if (e == ERR_OK)
		e = chart_log_export(
		    clinic_vault(c), chart, KIND_TEXT, (uint32_t)x.n);
	if (e == ERR_OK)
		e = add_client(&x);
	if (e == ERR_OK)
		e = add_rows(&x);
	if (e == ERR_OK)
		e = buf_add(out, text.p, text.len);
	buf_free(&text);
	free(x.rows);
	return e;
}
