/* Records as tagged fields (doc/format.md 5) and back, exactly. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/record.h"
#include "vault/entry.h"
#include "vault/fields.h"

/* A payload being written; the first error stays. */
struct writer {
	struct buf *out;
	unsigned n;
	enum err e;
};

static void put(struct writer *w, const char *tag, const void *p, size_t len)
{
	if (w->e == ERR_OK)
		w->e = fields_add(w->out, tag, p, len);
	w->n++;
}

static void put_str(struct writer *w, const char *tag, const char *s)
{
	put(w, tag, s, strlen(s));
}

/* Leave out what is empty. */
static void put_some(struct writer *w, const char *tag, const char *s)
{
	if (s != NULL && *s != '\0')
		put_str(w, tag, s);
}

static void put_id(struct writer *w, const char *tag, const struct id *id)
{
	char hex[ID_HEX];

	put_str(w, tag, id_is_zero(id) ? "" : id_hex(id, hex));
}

static void put_number(struct writer *w, const char *tag, int64_t n)
{
	char s[24];

	(void)snprintf(s, sizeof(s), "%" PRId64, n);
	put_str(w, tag, s);
}

static enum err heads(const struct record *r, struct buf *out)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < r->nvalues && e == ERR_OK; i++)
		e = buf_addf(out, "%s%s\t%s\t%s", i == 0 ? "" : "\n",
		    r->values[i].id, field_type_name(r->values[i].type),
		    r->values[i].heading);
	return e;
}

enum err record_encode(const struct record *r, struct buf *out)
{
	struct buf all = {0}, h = {0};
	struct writer w = {.out = &all};

	w.e = heads(r, &h);
	if (w.e == ERR_OK)
		w.e = fields_begin(&all);
	put_str(&w, "@form", r->form);
	put_number(&w, "@version", r->version);
	put_str(&w, "@title", r->title);
	put_str(&w, "@kind", r->kind);
	put_str(&w, "@act", act_name(r->act));
	put_some(&w, "@reason", r->reason);
	if (!id_is_zero(&r->target))
		put_id(&w, "@target", &r->target);
	put_id(&w, "@session", &r->session);
	put_number(&w, "@when", r->when);
	if (r->late)
		put_str(&w, "@late", "1");
	put_some(&w, "@signed", r->signer);
	put_some(&w, "@looks", r->looks);
	put(&w, "@heads", h.p, h.len);
	for (size_t i = 0; i < r->nvalues; i++)
		put(&w, r->values[i].id, r->values[i].text.p,
		    r->values[i].text.len);
	if (w.e == ERR_OK) {
		fields_end(&all, w.n);
		if (all.len > ENTRY_MAX)
			w.e = err_set(
			    ERR_LIMIT, "an entry of %zu bytes", all.len);
	}
	if (w.e == ERR_OK)
		w.e = buf_add(out, all.p, all.len);
	buf_free(&all);
	buf_free(&h);
	return w.e;
}

/* ---- back ---------------------------------------------------------------- */

/* Anything loose that these let pass is caught by encoding again. */
static enum err bad(const char *what)
{
	return err_set(ERR_FORMAT, "record: %s", what);
}

static enum err get_str(char **to, const void *v, size_t len)
{
	char *s;

	if (*to != NULL || utf8_valid(v, len) != len ||
	    (len > 0 && memchr(v, '\0', len) != NULL))
		return bad("text");
	s = mem_new(len + 1, 1);
	if (s == NULL)
		return ERR_NOMEM;
	memcpy(s, v, len);
	*to = s;
	return ERR_OK;
}

static enum err get_name(char *to, size_t size, const void *v, size_t len)
{
	const unsigned char *s = v;

	if (len == 0 || len >= size)
		return bad("name");
	for (size_t i = 0; i < len; i++)
		if (s[i] <= ' ' || s[i] >= 0x7f)
			return bad("name");
	memcpy(to, v, len);
	to[len] = '\0';
	return ERR_OK;
}

static enum err get_number(int64_t *to, const char *v, size_t len)
{
	char s[24];
	enum err e = get_name(s, sizeof(s), v, len);

	if (e == ERR_OK)
		*to = (int64_t)strtoll(s, NULL, 10);
	return e;
}

static enum err get_id(struct id *to, const char *v, size_t len)
{
	char hex[ID_HEX];
	enum err e;

	if (len == 0)
		return ERR_OK;
	e = get_name(hex, sizeof(hex), v, len);
	if (e == ERR_OK && !id_parse(hex, to))
		e = bad("id");
	return e;
}

static enum err get_form(struct record *r, const char *v, size_t len)
{
	return get_name(r->form, sizeof(r->form), v, len);
}

static enum err get_version(struct record *r, const char *v, size_t len)
{
	int64_t n = 0;
	enum err e = get_number(&n, v, len);

	if (e == ERR_OK && (n < 0 || n > UINT32_MAX))
		e = bad("version");
	if (e == ERR_OK)
		r->version = (unsigned)n;
	return e;
}

static enum err get_title(struct record *r, const char *v, size_t len)
{
	return get_str(&r->title, v, len);
}

static enum err get_kind(struct record *r, const char *v, size_t len)
{
	return get_name(r->kind, sizeof(r->kind), v, len);
}

static enum err get_act(struct record *r, const char *v, size_t len)
{
	for (unsigned a = 0; a < ACT_COUNT; a++)
		if (strlen(act_name(a)) == len &&
		    memcmp(act_name(a), v, len) == 0) {
			r->act = a;
			return ERR_OK;
		}
	return bad("act");
}

static enum err get_reason(struct record *r, const char *v, size_t len)
{
	return get_str(&r->reason, v, len);
}

static enum err get_target(struct record *r, const char *v, size_t len)
{
	return get_id(&r->target, v, len);
}

static enum err get_session(struct record *r, const char *v, size_t len)
{
	return get_id(&r->session, v, len);
}

static enum err get_when(struct record *r, const char *v, size_t len)
{
	return get_number(&r->when, v, len);
}

static enum err get_late(struct record *r, const char *v, size_t len)
{
	r->late = len == 1 && *v == '1';
	return ERR_OK;
}

static enum err get_signed(struct record *r, const char *v, size_t len)
{
	return get_str(&r->signer, v, len);
}

static enum err get_looks(struct record *r, const char *v, size_t len)
{
	return get_str(&r->looks, v, len);
}

/* One line: tag TAB type TAB heading. */
static enum err get_head(struct record_value *v, const char *s, size_t len)
{
	const char *tab = memchr(s, '\t', len), *tab2;
	char type[16];
	enum err e;

	if (tab == NULL)
		return bad("heads");
	tab2 = memchr(tab + 1, '\t', len - (size_t)(tab + 1 - s));
	if (tab2 == NULL)
		return bad("heads");
	e = get_name(v->id, sizeof(v->id), s, (size_t)(tab - s));
	if (e == ERR_OK)
		e = get_name(
		    type, sizeof(type), tab + 1, (size_t)(tab2 - tab - 1));
	if (e != ERR_OK)
		return e;
	v->type = field_type_of(type);
	if (v->type == FIELD_TYPES)
		return bad("heads");
	return get_str(&v->heading, tab2 + 1, len - (size_t)(tab2 + 1 - s));
}

static enum err get_heads(struct record *r, const char *v, size_t len)
{
	const char *end = v + len;
	size_t lines = len > 0, cap = 0;
	enum err e = ERR_OK;

	for (size_t i = 0; i < len; i++)
		lines += v[i] == '\n';
	if (r->nvalues > 0 || lines > FORM_FIELDS * 2)
		return bad("heads");
	if (mem_grow((void **)&r->values, &cap, lines, sizeof(*r->values)) != 0)
		return ERR_NOMEM;
	while (e == ERR_OK && r->nvalues < lines) {
		const char *nl = memchr(v, '\n', (size_t)(end - v));
		size_t n = (size_t)((nl == NULL ? end : nl) - v);

		e = get_head(&r->values[r->nvalues++], v, n);
		v += n + (nl != NULL);
	}
	return e;
}

static const struct {
	const char *tag;
	enum err (*get)(struct record *, const char *, size_t);
} tags[] = {
    {"@form", get_form},
    {"@version", get_version},
    {"@title", get_title},
    {"@kind", get_kind},
    {"@act", get_act},
    {"@reason", get_reason},
    {"@target", get_target},
    {"@session", get_session},
    {"@when", get_when},
    {"@late", get_late},
    {"@signed", get_signed},
    {"@looks", get_looks},
    {"@heads", get_heads},
};

struct reading {
	struct record *r;
	size_t next; /* value that comes next */
};

static enum err on_field(void *arg, const char *tag, const void *v, size_t len)
{
	struct reading *rd = arg;
	struct record_value *val;

	if (tag[0] == '@') {
		for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
			if (strcmp(tags[i].tag, tag) == 0)
				return tags[i].get(rd->r, v, len);
		return bad("unknown tag");
	}
	if (rd->next >= rd->r->nvalues)
		return bad("a value without a heading");
	val = &rd->r->values[rd->next++];
	if (strcmp(val->id, tag) != 0 || len == 0)
		return bad("values and headings differ");
	if (utf8_valid(v, len) != len || memchr(v, '\0', len) != NULL)
		return bad("not text");
	return buf_add(&val->text, v, len);
}

static enum err on_fact(void *arg, const char *tag, const void *v, size_t len)
{
	if (tag[0] != '@' || strcmp(tag, "@heads") == 0)
		return ERR_OK;
	return on_field(arg, tag, v, len);
}

/* Absent and empty are the same to whoever reads. */
static enum err fill(char **s)
{
	if (*s == NULL)
		*s = mem_strdup("");
	return *s == NULL ? ERR_NOMEM : ERR_OK;
}

static enum err exact(const struct record *r, const void *p, size_t len)
{
	struct buf again = {0};
	enum err e = record_encode(r, &again);

	if (e == ERR_OK && (again.len != len || memcmp(again.p, p, len) != 0))
		e = bad("not as it would be written");
	buf_free(&again);
	return e;
}

enum err record_decode(const void *p, size_t len, struct record *out)
{
	struct record r = {0};
	struct reading rd = {.r = &r};
	enum err e;

	e = fields_each(p, len, on_field, &rd);
	if (e == ERR_OK && rd.next != r.nvalues)
		e = bad("values and headings differ");
	if (e == ERR_OK && (r.title == NULL || r.form[0] == '\0'))
		e = bad("a tag is missing");
	if (e == ERR_OK)
		e = fill(&r.reason);
	if (e == ERR_OK)
		e = fill(&r.signer);
	if (e == ERR_OK)
		e = fill(&r.looks);
	if (e == ERR_OK)
		e = exact(&r, p, len);
	if (e != ERR_OK) {
		record_done(&r);
		return e;
	}
	*out = r;
	return ERR_OK;
}

enum err record_decode_facts(const void *p, size_t len, struct record *out)
{
	struct record r = {0};
	struct reading rd = {.r = &r};
	enum err e = fields_each(p, len, on_fact, &rd);

	if (e == ERR_OK && (r.title == NULL || r.form[0] == '\0'))
		e = bad("a tag is missing");
	if (e != ERR_OK) {
		record_done(&r);
		return e;
	}
	*out = r;
	return ERR_OK;
}
