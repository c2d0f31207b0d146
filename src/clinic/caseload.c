/* The caseload: clients with what their sessions say. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/internal.h"

/* Past sessions that took place count as seen; mine without a signed note are
 * due. */
static enum err count_session(
    struct clinic *c, struct session_node *s, int64_t now)
{
	struct client_node *n = idmap_get(&c->clients.map, &s->pub.chart);
	enum note_state st;
	enum err e;

	if (n == NULL || s->pub.state == SESSION_CANCELLED ||
	    s->pub.state == SESSION_MISSED)
		return ERR_OK;
	if (s->pub.start > now) {
		if (s->pub.state == SESSION_PLANNED &&
		    (n->next == 0 || s->pub.start < n->next))
			n->next = s->pub.start;
		return ERR_OK;
	}
	if (s->pub.start > n->last_seen)
		n->last_seen = s->pub.start;
	if (!id_equal(&s->pub.clinician, &c->whose) ||
	    s->pub.start + (int64_t)s->pub.minutes * 60000 > now)
		return ERR_OK;
	e = session_note_state(c, s, NULL, &st);
	if (e == ERR_OK && st != NOTE_SIGNED)
		n->due++;
	return e;
}

static enum err count(struct clinic *c)
{
	int64_t now = clock_utc(c->clock);
	enum err e = ERR_OK;

	for (size_t i = 0; i < c->clients.n; i++) {
		c->clients.v[i]->last_seen = c->clients.v[i]->next = 0;
		c->clients.v[i]->due = 0;
	}
	for (size_t i = 0; i < c->sessions.n && e == ERR_OK; i++)
		e = count_session(c, c->sessions.v[i], now);
	return e;
}

/* Rows whose client is closed or not, in order of names. */
static enum err rows(struct client_node **v, size_t n, bool closed,
    const char *filter, enum err (*each)(void *, const struct caseload_row *),
    void *arg)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		struct caseload_row row = {
		    .client = &v[i]->pub,
		    .last_seen = v[i]->last_seen,
		    .next = v[i]->next,
		    .due = v[i]->due,
		};

		if (v[i]->pub.closed == closed &&
		    (filter == NULL || *filter == '\0' ||
			utf8_word_prefix(v[i]->hay, filter)))
			e = each(arg, &row);
	}
	return e;
}

enum err caseload_each(struct clinic *c, const char *filter,
    enum err (*each)(void *arg, const struct caseload_row *), void *arg)
{
	struct client_node **v;
	size_t n;
	enum err e;

	if ((e = clients_fresh(c)) != ERR_OK ||
	    (e = sessions_fresh(c)) != ERR_OK || (e = count(c)) != ERR_OK)
		return e;
	n = c->clients.n;
	v = mem_new(n, sizeof(*v));
	if (v == NULL)
		return ERR_NOMEM;
	if (n > 0)
		memcpy(v, c->clients.v, n * sizeof(*v));
	e = rows(v, n, false, filter, each, arg);
	if (e == ERR_OK)
		e = rows(v, n, true, filter, each, arg);
	free(v);
	return e;
}
