#include "clinic/session.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clinic/internal.h"
#include "vault/fields.h"
#include "vault/newid.h"

#define MINUTE_MS INT64_C(60000)

static const char *const states[SESSION_STATES] = {
    [SESSION_PLANNED] = "planned",
    [SESSION_ATTENDED] = "attended",
    [SESSION_MISSED] = "missed",
    [SESSION_CANCELLED] = "cancelled",
};

const char *session_state_name(enum session_state s)
{
	return (unsigned)s < SESSION_STATES ? states[s] : "?";
}

void sessions_forget(struct clinic *c)
{
	for (size_t i = 0; i < c->sessions.n; i++) {
		mem_wipe(c->sessions.v[i], sizeof(*c->sessions.v[i]));
		free(c->sessions.v[i]);
	}
	free(c->sessions.v);
	idmap_done(&c->sessions.map);
	memset(&c->sessions, 0, sizeof(c->sessions));
}

/* ---- calendar entries to sessions ---------------------------------------- */

static bool get_text(char *to, size_t size, const void *v, size_t len)
{
	if (len >= size || (len > 0 && memchr(v, '\0', len) != NULL))
		return false;
	memset(to, 0, size);
	if (len > 0)
		memcpy(to, v, len);
	return true;
}

static bool get_state(struct session *s, const char *v)
{
	for (unsigned i = 0; i < SESSION_STATES; i++)
		if (strcmp(states[i], v) == 0) {
			s->state = i;
			return true;
		}
	return false;
}

static bool get_number(const char *v, int64_t *out)
{
	char *end;

	*out = strtoll(v, &end, 10);
	return *v != '\0' && *end == '\0';
}

static bool take(struct session_node *n, const char *tag, const char *v)
{
	struct session *s = &n->pub;
	int64_t number = 0;

	if (strcmp(tag, "chart") == 0)
		return id_parse(v, &s->chart);
	if (strcmp(tag, "clinician") == 0)
		return id_parse(v, &s->clinician);
	if (strcmp(tag, "note") == 0)
		return id_parse(v, &s->note);
	if (strcmp(tag, "start") == 0)
		return get_number(v, &s->start);
	if (strcmp(tag, "state") == 0)
		return get_state(s, v);
	if (strcmp(tag, "minutes") == 0) {
		if (!get_number(v, &number) || number < 1 || number > 1440)
			return false;
		s->minutes = (unsigned)number;
		return true;
	}
	if (strcmp(tag, "service") == 0)
		return get_text(s->service, sizeof(s->service), v, strlen(v));
	if (strcmp(tag, "place") == 0)
		return get_text(s->place, sizeof(s->place), v, strlen(v));
	if (strcmp(tag, "discarded") == 0)
		return get_text(
		    n->discarded, sizeof(n->discarded), v, strlen(v));
	return true; /* of a later version of the program */
}

static enum err on_tag(void *arg, const char *tag, const void *v, size_t len)
{
	char text[96];

	if (!get_text(text, sizeof(text), v, len) || !take(arg, tag, text))
		return err_set(ERR_CORRUPT, "calendar entry: %s", tag);
	return ERR_OK;
}

static enum err read_node(struct clinic *c, struct session_node *n)
{
	struct session_node got = {.want = n->want};
	struct entry en;
	enum err e;

	e = entry_peek(c->vault, &id_zero, &n->pub.id, n->want, &en);
	if (e != ERR_OK)
		return e;
	got.pub.id = n->pub.id;
	got.pub.note = n->pub.id;
	got.pub.ver = n->want;
	memcpy(got.digest, en.digest, sizeof(got.digest));
	e = fields_each(en.payload.p, en.payload.len, on_tag, &got);
	entry_done(&en);
	if (e == ERR_FORMAT)
		e = err_set(ERR_CORRUPT, "calendar entry");
	if (e == ERR_OK)
		*n = got;
	return e;
}

/* ---- keeping up -----------------------------------------------------------
 */

static enum err on_head(void *arg, const struct entry_head *h)
{
	struct clinic *c = arg;
	struct session_node *n;

	if (h->seq <= c->sessions.seq)
		return ERR_OK;
	n = idmap_get(&c->sessions.map, &h->entry);
	if (n == NULL) {
		n = mem_new(1, sizeof(*n));
		if (n == NULL)
			return ERR_NOMEM;
		n->pub.id = h->entry;
		if (mem_grow((void **)&c->sessions.v, &c->sessions.cap,
			c->sessions.n + 1, sizeof(*c->sessions.v)) != 0 ||
		    idmap_put(&c->sessions.map, &h->entry, n) != ERR_OK) {
			free(n);
			return ERR_NOMEM;
		}
		c->sessions.v[c->sessions.n++] = n;
	}
	n->want = h->ver;
	c->sessions.seq = h->seq;
	return ERR_OK;
}

static int by_start(const void *a, const void *b)
{
	const struct session_node *x = *(struct session_node *const *)a;
	const struct session_node *y = *(struct session_node *const *)b;

	if (x->pub.start != y->pub.start)
		return x->pub.start < y->pub.start ? -1 : 1;
	return id_cmp(&x->pub.id, &y->pub.id);
}

enum err sessions_fresh(struct clinic *c)
{
	enum err e = clinic_need(c);

	if (e != ERR_OK || c->sessions.fresh)
		return e;
	e = entry_each(c->vault, &id_zero, ENTRY_CALENDAR, on_head, c);
	for (size_t i = 0; i < c->sessions.n && e == ERR_OK; i++)
		if (c->sessions.v[i]->want != c->sessions.v[i]->pub.ver)
			e = read_node(c, c->sessions.v[i]);
	if (e != ERR_OK)
		return e;
	if (c->sessions.n > 0)
		qsort(c->sessions.v, c->sessions.n, sizeof(*c->sessions.v),
		    by_start);
	c->sessions.fresh = true;
	return ERR_OK;
}

struct session_node *session_node(struct clinic *c, const struct id *id)
{
	return sessions_fresh(c) == ERR_OK ? idmap_get(&c->sessions.map, id)
					   : NULL;
}

const struct session *session_get(struct clinic *c, const struct id *id)
{
	struct session_node *n = session_node(c, id);

	return n == NULL ? NULL : &n->pub;
}

enum err session_each(struct clinic *c, const struct id *clinician,
    int64_t from, int64_t to,
    enum err (*each)(void *arg, const struct session *), void *arg)
{
	struct session_node **v = NULL;
	size_t n = 0;
	enum err e = sessions_fresh(c);

	if (e != ERR_OK)
		return e;
	/* Chosen first: ${each} may write, which sorts anew. */
	v = mem_new(c->sessions.n, sizeof(*v));
	if (v == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < c->sessions.n; i++) {
		const struct session *s = &c->sessions.v[i]->pub;

		if (s->start >= from && s->start < to &&
		    (clinician == NULL || id_equal(clinician, &s->clinician)))
			v[n++] = c->sessions.v[i];
	}
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = each(arg, &v[i]->pub);
	free(v);
	return e;
}

/* ---- writing --------------------------------------------------------------
 */

static enum err encode(
    const struct session *s, const char *discarded, struct buf *out)
{
	char hex[ID_HEX], start[24], minutes[16];
	const struct {
		const char *tag, *value;
	} rest[] = {
	    {"start", start},
	    {"minutes", minutes},
	    {"state", session_state_name(s->state)},
	    {"service", s->service},
	    {"place", s->place},
	    {"discarded", discarded},
	};
	unsigned n = 2;
	enum err e;

	(void)snprintf(start, sizeof(start), "%" PRId64, s->start);
	(void)snprintf(minutes, sizeof(minutes), "%u", s->minutes);
	e = fields_begin(out);
	if (e == ERR_OK)
		e = fields_adds(out, "chart", id_hex(&s->chart, hex));
	if (e == ERR_OK)
		e = fields_adds(out, "clinician", id_hex(&s->clinician, hex));
	for (size_t i = 0; i < sizeof(rest) / sizeof(*rest); i++)
		if (e == ERR_OK && *rest[i].value != '\0') {
			e = fields_adds(out, rest[i].tag, rest[i].value);
			n++;
		}
	if (e == ERR_OK && !id_equal(&s->note, &s->id)) {
		e = fields_adds(out, "note", id_hex(&s->note, hex));
		n++;
	}
	if (e == ERR_OK)
		fields_end(out, n);
	return e;
}

static enum err check(struct clinic *c, const struct session *s)
{
	int minute;

	if (s->minutes < 1 || s->minutes > 24 * 60 ||
	    !date_valid(date_of(s->start, &minute)))
		return err_set(ERR_FORMAT, "times of a session");
	if (chart_get(c->vault, &s->chart) == NULL ||
	    vault_person(c->vault, &s->clinician) == NULL)
		return err_set(ERR_NOTFOUND, "chart or clinician");
	return ERR_OK;
}

static enum err write_session(struct clinic *c, const struct session *s,
    uint32_t ver, const unsigned char *prev, const char *discarded)
{
	struct buf b = {0};
	enum err e;

	e = encode(s, discarded, &b);
	if (e == ERR_OK)
		e = entry_write(c->vault, &id_zero, ENTRY_CALENDAR, &s->id, ver,
		    prev, &b, NULL, NULL);
	buf_free(&b);
	clinic_stale(c);
	return e;
}

enum err session_add(struct clinic *c, struct session *s, bool *overlap)
{
	int64_t end = s->start + (int64_t)s->minutes * MINUTE_MS;
	struct session made = *s;
	bool over = false;
	enum err e = sessions_fresh(c);

	if (e == ERR_OK)
		e = check(c, s);
	if (e != ERR_OK)
		return e;
	for (size_t i = 0; i < c->sessions.n; i++) {
		const struct session *o = &c->sessions.v[i]->pub;

		over =
		    over ||
		    (id_equal(&o->clinician, &s->clinician) &&
			o->state != SESSION_CANCELLED && o->start < end &&
			s->start < o->start + (int64_t)o->minutes * MINUTE_MS);
	}
	newid(&made.id);
	made.note = made.id;
	made.ver = 1;
	e = write_session(c, &made, 1, NULL, "");
	if (e != ERR_OK)
		return e;
	*s = made;
	*overlap = over;
	return ERR_OK;
}

static enum err save(
    struct clinic *c, const struct session *s, const char *discarded)
{
	struct session_node *n = session_node(c, &s->id);
	unsigned char prev[ENTRY_DIGEST];
	enum err e;

	if (n == NULL)
		return err_set(ERR_NOTFOUND, "session");
	if (n->pub.ver != s->ver)
		return err_set(ERR_CONFLICT, "session");
	e = check(c, s);
	if (e != ERR_OK)
		return e;
	memcpy(prev, n->digest, sizeof(prev));
	return write_session(c, s, s->ver + 1, prev,
	    discarded == NULL ? n->discarded : discarded);
}

enum err session_save(struct clinic *c, const struct session *s)
{
	struct session copy = *s; /* ${s} may be ours, which changes */

	return save(c, &copy, NULL);
}

enum err session_discarded(
    struct clinic *c, const struct id *id, const char *reason)
{
	const struct session *s = session_get(c, id);
	struct session copy;
	char fact[80];

	if (s == NULL)
		return err_set(ERR_NOTFOUND, "session");
	copy = *s;
	(void)snprintf(
	    fact, sizeof(fact), "%" PRId64 " %s", clock_utc(c->clock), reason);
	return save(c, &copy, fact);
}
