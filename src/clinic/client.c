#include "clinic/client.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/internal.h"
#include "vault/fields.h"

static void node_free(struct client_node *n)
{
	if (n == NULL)
		return;
	mem_strfree(n->pub.name);
	mem_strfree(n->pub.called);
	mem_strfree(n->pub.contact);
	mem_strfree(n->folded);
	mem_strfree(n->hay);
	mem_wipe(n, sizeof(*n));
	free(n);
}

void clients_forget(struct clinic *c)
{
	for (size_t i = 0; i < c->clients.n; i++)
		node_free(c->clients.v[i]);
	free(c->clients.v);
	idmap_done(&c->clients.map);
	memset(&c->clients, 0, sizeof(c->clients));
}

/* ---- client entries to clients --------------------------------------------
 */

static enum err take(struct client *cl, const char *tag, const char *v)
{
	struct {
		const char *tag;
		char **to;
	} strings[] = {
	    {"name", &cl->name},
	    {"called", &cl->called},
	    {"contact", &cl->contact},
	};

	for (size_t i = 0; i < sizeof(strings) / sizeof(*strings); i++)
		if (strcmp(strings[i].tag, tag) == 0) {
			mem_strfree(*strings[i].to);
			*strings[i].to = mem_strdup(v);
			return *strings[i].to == NULL ? ERR_NOMEM : ERR_OK;
		}
	if (strcmp(tag, "code") == 0) {
		if (strlen(v) >= sizeof(cl->code))
			return err_set(ERR_CORRUPT, "client entry: code");
		memcpy(cl->code, v, strlen(v) + 1);
	} else if (strcmp(tag, "born") == 0) {
		if (date_parse_iso(v, &cl->born) != ERR_OK)
			return err_set(ERR_CORRUPT, "client entry: born");
	} else if (strcmp(tag, "state") == 0) {
		cl->closed = strcmp(v, "closed") == 0;
	}
	return ERR_OK;
}

static enum err on_tag(void *arg, const char *tag, const void *v, size_t len)
{
	struct buf b = {0};
	enum err e;

	if (utf8_valid(v, len) != len || (len > 0 && memchr(v, '\0', len)))
		return err_set(ERR_CORRUPT, "client entry: %s", tag);
	e = buf_add(&b, v, len);
	if (e == ERR_OK)
		e = take(arg, tag, buf_str(&b));
	buf_free(&b);
	return e;
}

static enum err folded(const char *s, char **out)
{
	struct buf b = {0};
	enum err e = utf8_fold(s, strlen(s), &b);

	if (e == ERR_OK) {
		*out = mem_strdup(buf_str(&b));
		e = *out == NULL ? ERR_NOMEM : ERR_OK;
	}
	buf_free(&b);
	return e;
}

/* Name, what they are called, the code with and without its letter, and the
 * birth date in every way that is a single word. */
static enum err make_hay(const struct client *cl, char **out)
{
	struct buf b = {0};
	char iso[11], full[DATE_STR];
	enum err e;

	e = buf_addf(&b, "%s %s %s", cl->name, cl->called, cl->code);
	if (e == ERR_OK && strchr(cl->code, '-') != NULL)
		e = buf_addf(&b, " %s", strchr(cl->code, '-') + 1);
	if (e == ERR_OK && cl->born.y != 0)
		e = buf_addf(&b, " %s %s", date_iso(cl->born, iso),
		    date_full(cl->born, full));
	if (e == ERR_OK) {
		*out = mem_strdup(buf_str(&b));
		e = *out == NULL ? ERR_NOMEM : ERR_OK;
	}
	buf_free(&b);
	return e;
}

static enum err fill(char **s)
{
	if (*s == NULL)
		*s = mem_strdup("");
	return *s == NULL ? ERR_NOMEM : ERR_OK;
}

static enum err decode(struct client_node *n, const struct buf *payload)
{
	enum err e = fields_each(payload->p, payload->len, on_tag, &n->pub);

	if (e == ERR_FORMAT)
		e = err_set(ERR_CORRUPT, "client entry");
	if (e == ERR_OK)
		e = fill(&n->pub.name);
	if (e == ERR_OK)
		e = fill(&n->pub.called);
	if (e == ERR_OK)
		e = fill(&n->pub.contact);
	if (e == ERR_OK)
		e = folded(n->pub.name, &n->folded);
	if (e == ERR_OK)
		e = make_hay(&n->pub, &n->hay);
	return e;
}

/* ---- keeping up ------------------------------------------------------------
 */

/* Put what ${got} says into the place of ${n}; ${got} gets the old. */
static void swap(struct client_node *n, struct client_node *got)
{
	struct client_node was = *n;

	got->last_seen = was.last_seen;
	got->next = was.next;
	got->due = was.due;
	*n = *got;
	*got = was;
}

static enum err take_chart(struct clinic *c, const struct id *chart)
{
	struct client_node *n = idmap_get(&c->clients.map, chart), *got = NULL;
	struct entry en = {0};
	uint32_t ver = 0;
	enum err e;

	e = entry_newest(c->vault, chart, chart, &ver);
	if (e != ERR_OK || (n != NULL && n->ver == ver))
		return e;
	e = entry_peek(c->vault, chart, chart, ver, &en);
	if (e != ERR_OK)
		return e;
	got = mem_new(1, sizeof(*got));
	e = got == NULL ? ERR_NOMEM : decode(got, &en.payload);
	entry_done(&en);
	if (e != ERR_OK)
		goto out;
	got->ver = ver;
	got->pub.chart = *chart;
	if (n != NULL) {
		swap(n, got);
	} else if (mem_grow((void **)&c->clients.v, &c->clients.cap,
		       c->clients.n + 1, sizeof(*c->clients.v)) != 0 ||
		   idmap_put(&c->clients.map, chart, got) != ERR_OK) {
		e = ERR_NOMEM;
	} else {
		c->clients.v[c->clients.n++] = got;
		got = NULL;
	}
out:
	node_free(got);
	return e;
}

static enum err on_chart(void *arg, const struct chart *ch)
{
	return ch->mine ? buf_add(arg, ch->id.b, ID_LEN) : ERR_OK;
}

static int by_name(const void *a, const void *b)
{
	const struct client_node *x = *(struct client_node *const *)a;
	const struct client_node *y = *(struct client_node *const *)b;
	int d = strcmp(x->folded, y->folded);

	return d != 0 ? d : strcmp(x->pub.code, y->pub.code);
}

enum err clients_fresh(struct clinic *c)
{
	enum err e = clinic_need(c), worst = ERR_OK;
	struct buf ids = {0};

	if (e != ERR_OK || c->clients.fresh)
		return e;
	e = chart_each(c->vault, on_chart, &ids);
	for (size_t i = 0; i < ids.len && e == ERR_OK; i += ID_LEN) {
		struct id chart;

		memcpy(chart.b, ids.p + i, ID_LEN);
		e = take_chart(c, &chart);
		/* One damaged client entry does not hide the others; who needs
		 * that one is told. */
		if (e == ERR_CORRUPT) {
			worst = e;
			e = ERR_OK;
		}
	}
	buf_free(&ids);
	if (e != ERR_OK)
		return e;
	if (c->clients.n > 0)
		qsort(
		    c->clients.v, c->clients.n, sizeof(*c->clients.v), by_name);
	c->clients.fresh = worst == ERR_OK;
	return ERR_OK;
}

enum err client_each(struct clinic *c,
    enum err (*each)(void *arg, const struct client *), void *arg)
{
	struct client_node **v;
	size_t n;
	enum err e = clients_fresh(c);

	if (e != ERR_OK)
		return e;
	n = c->clients.n;
	v = mem_new(n, sizeof(*v));
	if (v == NULL)
		return ERR_NOMEM;
	if (n > 0)
		memcpy(v, c->clients.v, n * sizeof(*v));
	for (size_t i = 0; i < n && e == ERR_OK; i++)
		e = each(arg, &v[i]->pub);
	free(v);
	return e;
}

const struct client *client_get(struct clinic *c, const struct id *chart)
{
	struct client_node *n = NULL;

	if (clients_fresh(c) == ERR_OK)
		n = idmap_get(&c->clients.map, chart);
	return n == NULL ? NULL : &n->pub;
}

const struct client *client_by_code(struct clinic *c, const char *code)
{
	if (clients_fresh(c) != ERR_OK)
		return NULL;
	for (size_t i = 0; i < c->clients.n; i++)
		if (strcmp(c->clients.v[i]->pub.code, code) == 0)
			return &c->clients.v[i]->pub;
	return NULL;
}
