/* The one renderer: reading, signing, printing and export share it. */
#include <string.h>

#include "base/i18n.h"
#include "clinic/record.h"

/* Fields of the session header in the order of the line. */
static const char *const header_ids[] = {"date", "start", "stop", "service",
    "modality", "place", "present", "diagnosis", "objectives", "risk", "next"};

bool record_is_header(const struct record_value *v)
{
	if (v->type == FIELD_TEXT)
		return false;
	for (size_t i = 0; i < sizeof(header_ids) / sizeof(*header_ids); i++)
		if (strcmp(header_ids[i], v->id) == 0)
			return true;
	return false;
}

static bool has_header(const struct record *r)
{
	for (size_t i = 0; i < r->nvalues; i++)
		if (record_is_header(&r->values[i]))
			return true;
	return false;
}

/* A header value as it is kept, "" if there is none. */
static const char *head(const struct record *r, const char *id)
{
	for (size_t i = 0; i < r->nvalues; i++)
		if (strcmp(r->values[i].id, id) == 0 &&
		    record_is_header(&r->values[i]))
			return buf_str(&r->values[i].text);
	return "";
}

/* A choice is kept as the form has it and read in the reader's language. */
static const char *words(const struct record_value *v)
{
	const char *s = buf_str(&v->text);

	return v->type == FIELD_CHOICE && *s != '\0' ? _(s) : s;
}

static const char *head_words(const struct record *r, const char *id)
{
	for (size_t i = 0; i < r->nvalues; i++)
		if (strcmp(r->values[i].id, id) == 0 &&
		    record_is_header(&r->values[i]))
			return words(&r->values[i]);
	return "";
}

/* "Tue 18 Nov 09:00-09:50", from the header or else from the service time. */
static enum err add_time(
    const struct record *r, struct date today, struct buf *out)
{
	const char *start = head(r, "start"), *stop = head(r, "stop");
	char day[DATE_STR], minute[6];
	struct date d;
	int m;
	enum err e;

	if (date_parse_iso(head(r, "date"), &d) == ERR_OK) {
		e = buf_adds(out, date_short(d, today, day));
		if (e == ERR_OK && *start != '\0')
			e = buf_addf(out, " %s", start);
		if (e == ERR_OK && *stop != '\0')
			e = buf_addf(out, "-%s", stop);
		return e;
	}
	if (has_header(r)) /* being written: what is there, as it is */
		return buf_addf(out, "%s %s", head(r, "date"), start);
	if (r->when == 0)
		return ERR_OK;
	d = date_of(r->when, &m);
	return buf_addf(
	    out, "%s %s", date_short(d, today, day), time_str(m, minute));
}

static enum err add_length(const struct record *r, struct buf *out)
{
	int from, to;

	if (time_parse(head(r, "start"), &from) != ERR_OK ||
	    time_parse(head(r, "stop"), &to) != ERR_OK || to <= from)
		return ERR_OK;
	return buf_addf(out,
	    ngettext(", %d minute", ", %d minutes", (unsigned long)(to - from)),
	    to - from);
}

static enum err add_after(
    struct buf *out, const char *before, const char *value)
{
	enum err e;

	if (*value == '\0')
		return ERR_OK;
	e = buf_adds(out, before);
	return e == ERR_OK ? buf_adds(out, value) : e;
}

/* "   Diagnosis F41.1" with the heading that the entry was written under. */
static enum err add_named(
    const struct record *r, const char *id, struct buf *out)
{
	for (size_t i = 0; i < r->nvalues; i++)
		if (strcmp(r->values[i].id, id) == 0 &&
		    record_is_header(&r->values[i]))
			return buf_addf(out, "   %s %s", r->values[i].heading,
			    words(&r->values[i]));
	return ERR_OK;
}

static enum err add_facts(const struct record *r, struct buf *out)
{
	static const char *const named[] = {
	    "diagnosis", "objectives", "risk", "next"};
	enum err e;

	e = add_length(r, out);
	if (e == ERR_OK)
		e = add_after(out, ", ", head_words(r, "service"));
	if (e == ERR_OK)
		e = add_after(out, ", ", head_words(r, "modality"));
	if (e == ERR_OK)
		e = add_after(out, ", ", head_words(r, "place"));
	if (e == ERR_OK)
		e = add_after(out, _("; present: "), head(r, "present"));
	if (e == ERR_OK && has_header(r))
		e = buf_adds(out, ".");
	for (size_t i = 0; i < sizeof(named) / sizeof(*named) && e == ERR_OK;
	     i++)
		e = add_named(r, named[i], out);
	return e;
}

static enum err header(const struct record *r, struct buf *out)
{
	static const struct date no_day;
	enum err e;

	e = buf_addf(out, "%s   ", r->title);
	if (e == ERR_OK)
		e = add_time(r, no_day, out);
	if (e == ERR_OK)
		e = add_facts(r, out);
	if (e == ERR_OK && r->late)
		e = buf_addf(out, "   %s", _("late entry"));
	return e;
}

static const char *reason_label(enum act a)
{
	static const char *const labels[ACT_COUNT] = {
	    [ACT_ORIGINAL] = N_("Reason"),
	    [ACT_ADDENDUM] = N_("Reason"),
	    [ACT_CORRECTION] = N_("Correction"),
	    [ACT_ERROR] = N_("Entered in error"),
	};

	return _(labels[a]);
}

/* "a, b" of what is kept one a line, each in the reader's language. */
static enum err print_choices(const struct record_value *v,
    enum err (*each)(void *, const char *, const char *, size_t), void *arg)
{
	const char *s = buf_str(&v->text);
	struct buf all = {0}, one = {0};
	enum err e = ERR_OK;

	while (e == ERR_OK && *s != '\0') {
		size_t n = strcspn(s, "\n");

		buf_clear(&one);
		e = buf_add(&one, s, n);
		if (e == ERR_OK && n > 0)
			e = buf_addf(&all, "%s%s", all.len > 0 ? ", " : "",
			    gettext(buf_str(&one)));
		s += n + (s[n] == '\n');
	}
	if (e == ERR_OK)
		e = each(arg, v->heading, buf_str(&all), all.len);
	buf_free(&all);
	buf_free(&one);
	return e;
}

/* The heading of an item is a sentence: "9. Thoughts that ..."; its number is
 * label enough. */
static enum err print_item(const struct record_value *v, const char *s,
    enum err (*each)(void *, const char *, const char *, size_t), void *arg)
{
	size_t n = strcspn(v->heading, ".");
	struct buf label = {0}, text = {0};
	enum err e = buf_add(&label, v->heading, n);

	if (e == ERR_OK)
		e = buf_addf(&text, "%s\n%s", v->heading + n + 2, s);
	if (e == ERR_OK)
		e = each(arg, buf_str(&label), buf_str(&text), text.len);
	buf_free(&label);
	buf_free(&text);
	return e;
}

static bool is_item(const char *heading)
{
	size_t n = strspn(heading, "0123456789");

	return n > 0 && strncmp(heading + n, ". ", 2) == 0;
}

static enum err print_value(const struct record_value *v,
    enum err (*each)(void *, const char *, const char *, size_t), void *arg)
{
	const char *s = words(v);
	char day[DATE_STR];
	struct date d;

	if (is_item(v->heading))
		return print_item(v, s, each, arg);
	if (v->type == FIELD_CHOICES)
		return print_choices(v, each, arg);
	if (v->type == FIELD_DATE && date_parse_iso(s, &d) == ERR_OK) {
		date_full(d, day);
		return each(arg, v->heading, day, strlen(day));
	}
	return each(arg, v->heading, s,
	    v->type == FIELD_CHOICE ? strlen(s) : v->text.len);
}

/* "overlap: reason", a line each. */
static enum err print_looks(const char *s,
    enum err (*each)(void *, const char *, const char *, size_t), void *arg)
{
	struct buf b = {0};
	enum err e = ERR_OK;

	for (; *s != '\0' && e == ERR_OK; s++)
		e = *s == '\t' ? buf_adds(&b, ": ") : buf_add(&b, s, 1);
	if (e == ERR_OK && b.len > 0)
		e = each(arg, _("Looked at"), buf_str(&b), b.len);
	buf_free(&b);
	return e;
}

enum err record_parts(const struct record *r,
    enum err (*each)(
	void *arg, const char *label, const char *text, size_t len),
    void *arg)
{
	struct buf h = {0};
	enum err e;

	e = header(r, &h);
	if (e == ERR_OK)
		e = each(arg, "", buf_str(&h), h.len);
	if (e == ERR_OK && *r->reason != '\0')
		e = each(
		    arg, reason_label(r->act), r->reason, strlen(r->reason));
	for (size_t i = 0; i < r->nvalues && e == ERR_OK; i++)
		if (!record_is_header(&r->values[i]))
			e = print_value(&r->values[i], each, arg);
	if (e == ERR_OK)
		e = print_looks(r->looks, each, arg);
	buf_free(&h);
	return e;
}

enum err record_context(
    const struct record *r, struct date today, struct buf *out)
{
	static const char *const ids[] = {
	    "service", "modality", "place", "diagnosis", "objectives"};
	const char *risk = head_words(r, "risk");
	enum err e;

	e = add_time(r, today, out);
	if (strcmp(r->kind, "measure") == 0)
		e = add_after(out, "   ", r->title);
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids) && e == ERR_OK; i++) {
		/* What goes without saying leaves room for the risk. */
		if (strcmp(head(r, ids[i]), "in person") != 0)
			e = add_after(out, "   ", head_words(r, ids[i]));
	}
	if (e != ERR_OK || !has_header(r) || strcmp(r->kind, "note") != 0)
		return e;
	return buf_addf(
	    out, "   %s %s", _("risk"), *risk == '\0' ? _("not stated") : risk);
}
