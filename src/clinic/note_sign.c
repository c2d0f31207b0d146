#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clinic/note_internal.h"
#include "vault/newid.h"

/* ---- what would be signed
 * ----------------------------------------------------- */

static enum err set_string(char **to, const char *s)
{
	char *copy = mem_strdup(s);

	if (copy == NULL)
		return ERR_NOMEM;
	mem_strfree(*to);
	*to = copy;
	return ERR_OK;
}

static enum err set_signer(struct note *n, struct record *r)
{
	const struct person *me = vault_me(n->c->vault);
	struct buf b = {0};
	enum err e;

	if (me == NULL)
		return err_set(ERR_LOCKED, "nobody is logged in");
	e = buf_adds(&b, me->name);
	if (e == ERR_OK && *me->credentials != '\0')
		e = buf_addf(&b, ", %s", me->credentials);
	if (e == ERR_OK)
		e = set_string(&r->signer, buf_str(&b));
	buf_free(&b);
	return e;
}

/* Trailing white space of a text says nothing. */
static enum err set_values(struct note *n, struct record *r)
{
	const struct form *f = n->facts.form;
	enum err e = ERR_OK;

	for (size_t i = 0; i < n->nvalues && e == ERR_OK; i++) {
		const struct buf *t = &n->values[i].text;
		size_t len = t->len;

		while (len > 0 && strchr(" \t\r\n", t->p[len - 1]) != NULL)
			len--;
		if (strcmp(f->fields[i].id, "reason") != 0) {
			e = record_set(r, f, f->fields[i].id, t->p, len);
		} else {
			struct buf b = {0};

			e = buf_add(&b, t->p, len);
			if (e == ERR_OK)
				e = set_string(&r->reason, buf_str(&b));
			buf_free(&b);
		}
	}
	return e;
}

/* Service time: the header's, else that of the draft; an addendum is of the
 * moment in which it is signed. */
static int64_t service_time(const struct note *n, int64_t now)
{
	struct date day;
	int start = 0;

	if (n->facts.act == ACT_ERROR)
		return n->base.when;
	if (date_parse_iso(note_text(n, "date"), &day) == ERR_OK) {
		/* A form that asks for no time is of the moment it was begun
		 * in, if of that day. */
		if (form_field(n->facts.form, "start") == NULL &&
		    date_cmp(day, date_of(n->facts.when, &start)) == 0)
			return n->facts.when;
		if (time_parse(note_text(n, "start"), &start) != ERR_OK)
			start = 0;
		return date_utc(day, start);
	}
	if (n->facts.act == ACT_CORRECTION)
		return n->base.when;
	return n->facts.act == ACT_ADDENDUM ? now : n->facts.when;
}

/* A later version is of the same form, session and lag as the first. */
static enum err set_base(const struct note *n, struct record *r)
{
	memcpy(r->form, n->base.form, sizeof(r->form));
	memcpy(r->kind, n->base.kind, sizeof(r->kind));
	r->version = n->base.version;
	r->late = n->base.late;
	r->session = n->base.session;
	r->target = n->base.target;
	return set_string(&r->title, n->base.title);
}

enum err note_record(struct note *n, struct record *out)
{
	int64_t now = clock_utc(n->c->clock);
	struct record r = {0};
	enum err e = record_begin(&r, n->facts.form);

	if (e == ERR_OK) {
		r.act = n->facts.act;
		r.session = n->facts.session;
		r.when = service_time(n, now);
		if (r.act == ACT_ADDENDUM)
			r.target = n->facts.target;
		if (r.act == ACT_ORIGINAL)
			r.late = now - r.when > NOTE_LATE_MS;
		e = set_values(n, &r);
	}
	if (e == ERR_OK && (r.act == ACT_CORRECTION || r.act == ACT_ERROR))
		e = set_base(n, &r);
	if (e == ERR_OK)
		e = note_measured(n, &r);
	if (e == ERR_OK)
		e = set_string(&r.looks, buf_str(&n->looks));
	if (e == ERR_OK)
		e = set_signer(n, &r);
	if (e == ERR_OK)
		*out = r;
	else
		record_done(&r);
	return e;
}

enum err note_preview(struct note *n, struct record *out)
{
	struct record r = {0};
	struct buf b = {0};
	enum err e = note_record(n, &r);

	if (e == ERR_OK)
		e = record_encode(&r, &b);
	if (e != ERR_OK) {
		record_done(&r);
		buf_free(&b);
		return e;
	}
	buf_free(&n->preview);
	n->preview = b;
	*out = r;
	return ERR_OK;
}

/* ---- signing
 * -------------------------------------------------------------------- */

/* Version and digest that this one follows. */
static enum err before(struct note *n, uint32_t *ver, unsigned char *digest)
{
	struct entry en = {0};
	uint32_t newest = 0;
	enum err e;

	e = entry_newest(n->c->vault, &n->facts.chart, &n->facts.id, &newest);
	if (e == ERR_OK && newest != n->facts.target_ver)
		e = err_set(
		    ERR_CONFLICT, "version %u exists", (unsigned)newest);
	if (e == ERR_OK && newest > 0) {
		e = chart_view(n->c->vault, &n->facts.chart);
		if (e == ERR_OK)
			e = entry_read(n->c->vault, &n->facts.chart,
			    &n->facts.id, newest, &en);
		if (e == ERR_OK)
			memcpy(digest, en.digest, ENTRY_DIGEST);
		entry_done(&en);
	}
	if (e == ERR_OK)
		*ver = newest + 1;
	return e;
}

/* What an entry of this form says of its session. */
static enum session_state attendance(const struct note *n)
{
	for (unsigned s = 0; s < SESSION_STATES; s++)
		if (strcmp(session_state_name(s), n->facts.form->attendance) ==
		    0)
			return s;
	return SESSION_ATTENDED;
}

/* What the calendar has to know.  The entry is signed and says the same, so a
 * calendar that cannot be written now takes nothing back. */
static void tell_session(struct note *n)
{
	const struct session *s;
	struct session copy;

	for (int tries = 0; tries < 2; tries++) {
		clinic_stale(n->c);
		s = session_get(n->c, &n->facts.session);
		if (s == NULL || !id_equal(&s->note, &n->facts.id))
			return;
		copy = *s;
		if (n->facts.act == ACT_ERROR)
			newid(&copy.note);
		else if (copy.state == SESSION_PLANNED)
			copy.state = attendance(n);
		else
			return;
		if (session_save(n->c, &copy) != ERR_CONFLICT)
			return;
	}
}

enum err note_sign(struct note *n)
{
	unsigned char digest[ENTRY_DIGEST];
	struct record r = {0};
	uint32_t ver = 0;
	enum err e;

	if (n->facts.readonly)
		return err_set(ERR_CONFLICT, "held by another login");
	if (!vault_sign_ready(n->c->vault))
		return err_set(ERR_LOCKED, "the password is needed");
	e = note_ready(n);
	if (e == ERR_OK && n->preview.len == 0) {
		e = note_preview(n, &r);
		record_done(&r);
	}
	if (e == ERR_OK)
		e = before(n, &ver, digest);
	if (e == ERR_OK)
		e = entry_write(n->c->vault, &n->facts.chart, ENTRY_RECORD,
		    &n->facts.id, ver, ver == 1 ? NULL : digest, &n->preview,
		    NULL, NULL);
	clinic_stale(n->c);
	if (e != ERR_OK)
		return e;
	if (!id_is_zero(&n->facts.session))
		tell_session(n);
	/* Signed is signed: a draft that cannot be removed now is found to be
	 * so by its version when it is opened. */
	if (draft_remove(n->d) != ERR_OK)
		err_clear();
	n->stored = false;
	n->facts.readonly = true;
	return ERR_OK;
}
