/* Making and changing the client entry. */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "clinic/client.h"
#include "clinic/internal.h"
#include "vault/fields.h"

/* What stands in a client entry beside the fields of the form. */
struct facts {
	char code[16];
	bool closed;
	const char *reason;
	const struct buf *before; /* payload of the version before, or NULL */
};

struct writer {
	struct buf *out;
	const struct form *form;
	unsigned n;
};

/* Tags that neither the form nor the program knows are kept as they are. */
static enum err keep_unknown(
    void *arg, const char *tag, const void *v, size_t len)
{
	static const char *const own[] = {"code", "state", "reason"};
	struct writer *w = arg;

	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (strcmp(own[i], tag) == 0)
			return ERR_OK;
	if (form_field(w->form, tag) != NULL)
		return ERR_OK;
	w->n++;
	return fields_add(w->out, tag, v, len);
}

static enum err encode(const struct form *form, const struct record *r,
    const struct facts *f, struct buf *out)
{
	struct writer w = {.out = out, .form = form, .n = 2};
	enum err e;

	e = fields_begin(out);
	if (e == ERR_OK)
		e = fields_adds(out, "code", f->code);
	for (size_t i = 0; i < r->nvalues && e == ERR_OK; i++, w.n++)
		e = fields_add(out, r->values[i].id, r->values[i].text.p,
		    r->values[i].text.len);
	if (e == ERR_OK && f->before != NULL)
		e = fields_each(f->before->p, f->before->len, keep_unknown, &w);
	if (e == ERR_OK)
		e = fields_adds(out, "state", f->closed ? "closed" : "open");
	if (e == ERR_OK && f->reason != NULL && *f->reason != '\0') {
		e = fields_adds(out, "reason", f->reason);
		w.n++;
	}
	if (e == ERR_OK)
		fields_end(out, w.n);
	return e;
}

static enum err client_form(struct clinic *c, const struct form **out)
{
	*out = forms_get(c->forms, "client");
	return *out == NULL ? err_set(ERR_NOTFOUND, "client.form") : ERR_OK;
}

/* ERR_FORMAT names the field and what is wrong with it.  ${whole}: with all
 * that is needed, not the name alone. */
static enum err check(
    const struct form *form, const struct record *r, bool whole)
{
	static const char *const needed[] = {"name", "born"};

	for (size_t i = 0; i < form->nfields; i++) {
		const struct form_field *f = &form->fields[i];
		const char *v = record_get(r, f->id);
		bool need = whole && f->required;

		for (size_t j = 0; j < (whole ? 2 : 1); j++)
			need = need || strcmp(needed[j], f->id) == 0;
		if (need && v[strspn(v, " \t\n")] == '\0')
			return err_set(
			    ERR_FORMAT, _("%s is missing"), f->label);
		if (field_check(f, v, strlen(v)) != ERR_OK) {
			char why[120];

			(void)snprintf(why, sizeof(why), "%s", err_detail());
			return err_set(ERR_FORMAT, "%s: %s", f->label, why);
		}
	}
	return ERR_OK;
}

struct making {
	const struct form *form;
	const struct record *r;
};

static enum err on_make(void *arg, unsigned ordinal, struct buf *payload)
{
	const struct making *m = arg;
	struct facts f = {0};

	(void)snprintf(f.code, sizeof(f.code), "C-%u", 1000 + ordinal);
	return encode(m->form, m->r, &f, payload);
}

static enum err create(
    struct clinic *c, const struct record *r, bool whole, struct id *chart)
{
	struct making m = {.r = r};
	enum err e = clinic_need(c);

	if (e == ERR_OK)
		e = client_form(c, &m.form);
	if (e == ERR_OK)
		e = check(m.form, r, whole);
	if (e == ERR_OK)
		e = chart_create(c->vault, on_make, &m, chart);
	clinic_stale(c);
	return e;
}

enum err client_create(struct clinic *c, struct record *r, struct id *chart)
{
	return create(c, r, true, chart);
}

enum err client_create_named(
    struct clinic *c, const char *name, struct id *chart)
{
	const struct form *form;
	struct record r = {0};
	enum err e = client_form(c, &form);

	if (e == ERR_OK)
		e = record_begin(&r, form);
	if (e == ERR_OK)
		e = record_set(&r, form, "name", name, strlen(name));
	if (e == ERR_OK)
		e = create(c, &r, false, chart);
	record_done(&r);
	return e;
}

struct loading {
	const struct form *form;
	struct record *r;
};

static enum err on_field(void *arg, const char *tag, const void *v, size_t len)
{
	const struct loading *l = arg;

	if (form_field(l->form, tag) == NULL)
		return ERR_OK;
	return record_set(l->r, l->form, tag, v, len);
}

enum err client_load(
    struct clinic *c, const struct id *chart, struct record *out, uint32_t *ver)
{
	struct loading l = {0};
	struct record r = {0};
	struct entry en = {0};
	enum err e = clinic_need(c);

	if (e == ERR_OK)
		e = client_form(c, &l.form);
	if (e == ERR_OK)
		e = record_begin(&r, l.form);
	l.r = &r;
	if (e == ERR_OK)
		e = entry_read(c->vault, chart, chart, 0, &en);
	if (e == ERR_OK)
		e = fields_each(en.payload.p, en.payload.len, on_field, &l);
	if (e == ERR_OK) {
		*ver = en.head.ver;
		*out = r;
	} else {
		record_done(&r);
	}
	entry_done(&en);
	return e;
}

/* The next version; ${r} NULL keeps the fields, ${reason} NULL the state. */
static enum err save(struct clinic *c, const struct id *chart,
    const struct record *r, uint32_t ver, const bool *closed,
    const char *reason)
{
	const struct client *cl = client_get(c, chart);
	const struct form *form;
	struct entry en = {0};
	struct buf was = {0}, b = {0};
	struct facts f = {.before = &en.payload};
	enum err e;

	if (cl == NULL)
		return err_set(ERR_NOTFOUND, "client");
	memcpy(f.code, cl->code, sizeof(f.code));
	f.closed = closed == NULL ? cl->closed : *closed;
	e = client_form(c, &form);
	if (e == ERR_OK)
		e = check(form, r, closed == NULL);
	if (e == ERR_OK)
		e = entry_read(c->vault, chart, chart, 0, &en);
	if (e == ERR_OK && en.head.ver != ver)
		e = err_set(ERR_CONFLICT, "client entry");
	if (e == ERR_OK && reason == NULL &&
	    fields_get(en.payload.p, en.payload.len, "reason", &was) == ERR_OK)
		f.reason = buf_str(&was);
	else
		f.reason = reason;
	if (e == ERR_OK)
		e = encode(form, r, &f, &b);
	if (e == ERR_OK)
		e = entry_write(c->vault, chart, ENTRY_CLIENT, chart, ver + 1,
		    en.digest, &b, NULL, NULL);
	entry_done(&en);
	buf_free(&was);
	buf_free(&b);
	clinic_stale(c);
	return e;
}

enum err client_save(
    struct clinic *c, const struct id *chart, struct record *r, uint32_t ver)
{
	return save(c, chart, r, ver, NULL, NULL);
}

static enum err set_state(
    struct clinic *c, const struct id *chart, bool closed, const char *reason)
{
	struct record r = {0};
	uint32_t ver = 0;
	enum err e = client_load(c, chart, &r, &ver);

	if (e == ERR_OK)
		e = save(c, chart, &r, ver, &closed, reason);
	record_done(&r);
	return e;
}

enum err client_close(
    struct clinic *c, const struct id *chart, const char *reason)
{
	if (reason[strspn(reason, " \t\n")] == '\0')
		return err_set(ERR_FORMAT, "%s", _("a reason is needed"));
	return set_state(c, chart, true, reason);
}

enum err client_reopen(struct clinic *c, const struct id *chart)
{
	return set_state(c, chart, false, "");
}
