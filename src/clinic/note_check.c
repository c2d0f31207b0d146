/*
 * Checks before signing: deterministic, none silent.  A row of the table is a
 * check; "must" can only be mended, "look" may stand with a reason.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "clinic/note_internal.h"

#define DAY_MIN (24 * 60)
#define NIGHT_MIN (6 * 60) /* the longest session that passes midnight */

static enum err say(struct note *n, struct note_check *k,
    enum check_level level, const char *field, const char *words)
{
	buf_clear(&n->said);
	k->level = level;
	(void)snprintf(k->field, sizeof(k->field), "%s", field);
	return buf_adds(&n->said, words);
}

/* A must about ${f}, its label between the words. */
static enum err say_of(struct note *n, struct note_check *k,
    const struct form_field *f, const char *before, const char *after)
{
	enum err e = say(n, k, CHECK_MUST, f->id, before);

	if (e == ERR_OK)
		e = buf_adds(&n->said, f->label);
	return e == ERR_OK ? buf_adds(&n->said, after) : e;
}

static bool blank(const struct buf *b)
{
	const char *s = buf_str(b);

	return s[strspn(s, " \t\n\r")] == '\0';
}

static enum err check_words(struct note *n, struct note_check *k)
{
	const struct form *f = n->facts.form;
	const char *first = "";

	for (size_t i = 0; i < n->nvalues; i++) {
		if (f->fields[i].header)
			continue;
		if (strcmp(f->fields[i].id, "reason") == 0 &&
		    n->facts.act != ACT_ERROR)
			continue;
		if (!blank(&n->values[i].text))
			return ERR_OK;
		if (*first == '\0')
			first = f->fields[i].id;
	}
	return say(n, k, CHECK_MUST, first, _("There are no words."));
}

static enum err required(struct note *n, struct note_check *k, bool header)
{
	const struct form *f = n->facts.form;

	for (size_t i = 0; i < n->nvalues; i++)
		if (f->fields[i].header == header && f->fields[i].required &&
		    !f->fields[i].item && blank(&n->values[i].text))
			return say_of(
			    n, k, &f->fields[i], "", _(" is needed."));
	return ERR_OK;
}

static enum err check_sections(struct note *n, struct note_check *k)
{
	return required(n, k, false);
}

static enum err check_header(struct note *n, struct note_check *k)
{
	return required(n, k, true);
}

static enum err check_values(struct note *n, struct note_check *k)
{
	const struct form *f = n->facts.form;
	char why[160];

	for (size_t i = 0; i < n->nvalues; i++) {
		if (field_check(&f->fields[i], buf_str(&n->values[i].text),
			n->values[i].text.len) == ERR_OK)
			continue;
		(void)snprintf(why, sizeof(why), ": %s.", err_detail());
		err_clear();
		return say_of(n, k, &f->fields[i], "", why);
	}
	return ERR_OK;
}

/* Start and length in minutes, if the header tells; a stop before the start is
 * of the next day. */
static bool times(const struct note *n, struct date *day, int *start, int *len)
{
	int stop;

	if (date_parse_iso(note_text(n, "date"), day) != ERR_OK ||
	    time_parse(note_text(n, "start"), start) != ERR_OK ||
	    time_parse(note_text(n, "stop"), &stop) != ERR_OK)
		return false;
	*len = (stop - *start + DAY_MIN) % DAY_MIN;
	return true;
}

static enum err check_times(struct note *n, struct note_check *k)
{
	struct date day;
	int start, len;

	if (!times(n, &day, &start, &len) ||
	    (len > 0 && start + len <= DAY_MIN))
		return ERR_OK;
	if (len > 0 && len <= NIGHT_MIN)
		return say(n, k, CHECK_LOOK, "stop",
		    _("The session ends on the next day."));
	return say(
	    n, k, CHECK_MUST, "stop", _("Stop is not later than start."));
}

static enum err check_date(struct note *n, struct note_check *k)
{
	struct date day;

	if (date_parse_iso(note_text(n, "date"), &day) != ERR_OK ||
	    date_cmp(day, clinic_today(n->c)) <= 0)
		return ERR_OK;
	return say(n, k, CHECK_MUST, "date", _("The date is to come."));
}

struct meeting {
	const struct note *n;
	int64_t from, to;
	bool found;
};

static enum err on_session(void *arg, const struct session *s)
{
	struct meeting *m = arg;
	int64_t end = s->start + (int64_t)s->minutes * 60000;

	if (!id_equal(&s->id, &m->n->facts.session) &&
	    s->state != SESSION_CANCELLED && s->state != SESSION_MISSED &&
	    s->start < m->to && m->from < end)
		m->found = true;
	return ERR_OK;
}

static enum err check_overlap(struct note *n, struct note_check *k)
{
	const int64_t day_ms = INT64_C(86400000);
	struct meeting m = {.n = n};
	struct date day;
	int start, len;
	enum err e;

	if (!times(n, &day, &start, &len))
		return ERR_OK;
	m.from = date_utc(day, start);
	m.to = m.from + (int64_t)len * 60000;
	e = session_each(
	    n->c, &n->c->whose, m.from - day_ms, m.to, on_session, &m);
	if (e != ERR_OK || !m.found)
		return e;
	return say(n, k, CHECK_LOOK, "start",
	    _("Another session of yours is at the same time."));
}

/* An open item is no mistake, but there is no total then. */
static enum err check_items(struct note *n, struct note_check *k)
{
	unsigned open = 0;
	const char *first = note_open_item(n, &open);
	char why[160];

	if (open == 0)
		return ERR_OK;
	(void)snprintf(why, sizeof(why),
	    ngettext("%u item is open: there is no total.",
		"%u items are open: there is no total.", open),
	    open);
	return say(n, k, CHECK_LOOK, first, why);
}

static enum err check_critical(struct note *n, struct note_check *k)
{
	const char *item = "";
	enum err e = note_critical(n, &item);

	if (e != ERR_OK || *item == '\0')
		return e;
	return say(
	    n, k, CHECK_LOOK, item, _("An answer asks for a risk assessment."));
}

/* In the order in which they are shown. ${ok}: what it has looked at, said when
 * all is well; ${still}: what says "nothing needed is open"; ${when}: only
 * then, NULL always. */
static const struct {
	const char *id, *ok;
	bool still;
	enum err (*check)(struct note *, struct note_check *);
	bool (*when)(const struct note *);
} checks[] = {
    {"words", N_("words"), true, check_words, NULL},
    {"sections", N_("sections"), true, check_sections, NULL},
    {"header", N_("header"), true, check_header, NULL},
    {"values", N_("values"), true, check_values, NULL},
    {"times", N_("times"), true, check_times, NULL},
    {"date", N_("date"), true, check_date, NULL},
    {"overlap", N_("no overlap"), false, check_overlap, NULL},
    {"items", N_("items"), false, check_items, note_is_measure},
    {"critical", N_("risk"), false, check_critical, note_is_measure},
};

/* ---- reasons for looks
 * ---------------------------------------------------------- */

/* The line of ${id} in n->looks: from, its reason, and the next line. */
static bool look_line(const struct note *n, const char *id, size_t *from,
    size_t *text, size_t *to)
{
	const char *s = buf_str(&n->looks);
	size_t at = 0, len = strlen(id);

	while (at < n->looks.len) {
		size_t end = at + strcspn(s + at, "\n");

		if (end - at > len && strncmp(s + at, id, len) == 0 &&
		    s[at + len] == '\t') {
			*from = at;
			*text = at + len + 1;
			*to = end;
			return true;
		}
		at = end + 1;
	}
	return false;
}

static enum err look_reason(
    const struct note *n, const char *id, struct buf *out)
{
	size_t from, text, to;

	if (!look_line(n, id, &from, &text, &to))
		return ERR_OK;
	return buf_add(out, n->looks.p + text, to - text);
}

enum err note_ack(struct note *n, const char *check, const char *reason)
{
	size_t from, text, to, len = strlen(reason);
	enum err e = ERR_OK;

	if (n->facts.readonly)
		return err_set(ERR_CONFLICT, "held by another login");
	if (strpbrk(reason, "\t\n\r") != NULL || len > 500)
		return err_set(ERR_FORMAT, "%s", _("one line only"));
	if (look_line(n, check, &from, &text, &to)) {
		if (to < n->looks.len)
			to++; /* its newline */
		else if (from > 0)
			from--;
		e = buf_splice(&n->looks, from, to - from, NULL, 0);
	}
	if (e == ERR_OK && reason[strspn(reason, " ")] != '\0')
		e = buf_addf(&n->looks, "%s%s\t%s",
		    n->looks.len > 0 ? "\n" : "", check, reason);
	n->looks_dirty = true;
	n->meta.closed = false;
	buf_clear(&n->preview);
	return e == ERR_OK ? note_flush(n) : e;
}

/* ---- all of them
 * ------------------------------------------------------------------ */

enum err note_checks(struct note *n,
    enum err (*each)(void *arg, const struct note_check *), void *arg)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		struct note_check k = {.level = CHECK_OK, .id = checks[i].id};
		struct buf reason = {0};

		if (checks[i].when != NULL && !checks[i].when(n))
			continue;
		buf_clear(&n->said);
		e = checks[i].check(n, &k);
		if (e == ERR_OK && k.level == CHECK_LOOK)
			e = look_reason(n, k.id, &reason);
		k.words =
		    k.level == CHECK_OK ? _(checks[i].ok) : buf_str(&n->said);
		k.reason = buf_str(&reason);
		if (e == ERR_OK)
			e = each(arg, &k);
		buf_free(&reason);
		if (e != ERR_OK)
			break;
	}
	return e;
}

bool note_whole(struct note *n)
{
	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
		struct note_check k = {.level = CHECK_OK};

		if (checks[i].still && (checks[i].check(n, &k) != ERR_OK ||
					   k.level == CHECK_MUST)) {
			err_clear();
			return false;
		}
	}
	return true;
}

static enum err on_check(void *arg, const struct note_check *k)
{
	(void)arg;
	if (k->level == CHECK_MUST ||
	    (k->level == CHECK_LOOK && *k->reason == '\0'))
		return err_set(ERR_FORMAT, "%s: %s", k->id, k->words);
	return ERR_OK;
}

enum err note_ready(struct note *n)
{
	return note_checks(n, on_check, NULL);
}
