#include "clinic/demo_do.h"

#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "clinic/client.h"
#include "clinic/demo_words.h"
#include "clinic/note.h"
#include "clinic/privnote.h"
#include "vault/chart.h"

#define SECOND INT64_C(1000)
#define MINUTE (60 * SECOND)

/* "Tue 25 Nov 09:00" */
#define NEXT_STR (DATE_STR + 8)

#define FLAGS "Fictional person of the demonstration clinic."

void demo_pass(struct demo *d, int64_t ms)
{
	d->now = ms < d->end - d->now ? d->now + ms : d->end;
}

static struct demo_file *file_of(struct demo *d, const struct demo_meeting *m)
{
	return &d->plan.files[m->file];
}

/* The session after this one, NULL if there is none. */
static struct demo_meeting *after(struct demo *d, const struct demo_meeting *m)
{
	const struct demo_file *f = file_of(d, m);

	return m->nth + 1 < f->n ? &d->plan.meetings[f->first + m->nth + 1]
				 : NULL;
}

/* ---- clients and sessions ------------------------------------------------ */

static enum err enter_meeting(
    struct demo *d, struct clinic *c, struct demo_meeting *m)
{
	const struct demo_client *is = file_of(d, m)->is;
	struct session s = {.chart = file_of(d, m)->chart,
	    .clinician = vault_me(clinic_vault(c))->id,
	    .start = m->start,
	    .minutes = 50,
	    .state = SESSION_PLANNED};
	bool first = m->nth == 0 && strcmp(is->service, "individual") == 0;
	bool overlap;
	enum err e;

	strncpy(
	    s.service, first ? "intake" : is->service, sizeof(s.service) - 1);
	strncpy(s.place, is->place, sizeof(s.place) - 1);
	e = session_add(c, &s, &overlap);
	if (e == ERR_OK)
		m->session = s;
	return e;
}

static enum err enter_next(
    struct demo *d, struct clinic *c, const struct demo_meeting *m)
{
	struct demo_meeting *next = after(d, m);

	return next == NULL ? ERR_OK : enter_meeting(d, c, next);
}

static enum err set_state(
    struct clinic *c, const struct demo_meeting *m, enum session_state state)
{
	const struct session *s = session_get(c, &m->session.id);
	struct session copy;

	if (s == NULL)
		return err_set(ERR_NOTFOUND, "session");
	copy = *s;
	copy.state = state;
	return session_save(c, &copy);
}

static enum err fill_client(
    const struct form *f, const struct demo_client *is, struct record *r)
{
	const struct {
		const char *field, *text;
	} facts[] = {
	    {"name", is->name},
	    {"born", is->born},
	    {"called", is->called},
	    {"language", is->language},
	    {"contact", is->contact},
	    {"emergency", is->emergency},
	    {"referral", is->referral},
	    {"diagnosis", is->diagnosis},
	    {"flags", FLAGS},
	};
	enum err e = record_begin(r, f);

	for (size_t i = 0; i < sizeof(facts) / sizeof(*facts); i++)
		if (e == ERR_OK)
			e = record_set(r, f, facts[i].field, facts[i].text,
			    strlen(facts[i].text));
	return e;
}

static enum err do_begin(struct demo *d, const struct demo_act *a)
{
	struct demo_file *file = &d->plan.files[a->meeting];
	struct clinic *c = d->hands[a->who].c;
	const struct form *f = forms_get(clinic_forms(c), "client");
	struct record r = {0};
	enum err e;

	if (f == NULL)
		return err_set(ERR_NOTFOUND, "client.form");
	e = fill_client(f, file->is, &r);
	if (e == ERR_OK)
		e = client_create(c, &r, &file->chart);
	record_done(&r);
	if (e == ERR_OK && a->who == DEMO_SUPERVISED)
		e = chart_grant(clinic_vault(c), &file->chart, &d->supervisor);
	demo_pass(d, MINUTE);
	return e != ERR_OK
		   ? e
		   : enter_meeting(d, c, &d->plan.meetings[file->first]);
}

static enum err do_state(struct demo *d, const struct demo_act *a)
{
	const struct demo_meeting *m = &d->plan.meetings[a->meeting];
	struct clinic *c = d->hands[a->who].c;
	enum err e = set_state(
	    c, m, m->fate == FATE_MISSED ? SESSION_MISSED : SESSION_CANCELLED);

	return e == ERR_OK ? enter_next(d, c, m) : e;
}

static enum err do_close(struct demo *d, const struct demo_act *a)
{
	const struct demo_file *f = file_of(d, &d->plan.meetings[a->meeting]);

	return client_close(d->hands[a->who].c, &f->chart, f->is->closed);
}

/* ---- notes --------------------------------------------------------------- */

static enum err put(struct note *n, const char *field, const char *text)
{
	return *text == '\0' ? ERR_OK : note_put(n, field, text, strlen(text));
}

static enum err put_header(
    struct note *n, const struct demo_hour *h, const char *risk)
{
	const struct demo_client *is = h->client;
	enum err e = ERR_OK;

	/* Later notes carry these. */
	if (*note_text(n, "present") == '\0' &&
	    (e = put(n, "modality", is->modality)) == ERR_OK &&
	    (e = put(n, "present", is->present)) == ERR_OK &&
	    (e = put(n, "diagnosis", is->diagnosis)) == ERR_OK)
		e = put(n, "objectives", is->objective);
	if (e == ERR_OK)
		e = put(n, "risk", risk);
	return e == ERR_OK ? put(n, "next", h->next) : e;
}

/* Its first section up to the middle of a sentence; or all of them. */
static enum err put_sections(
    struct demo *d, struct note *n, const struct demo_hour *h, bool whole)
{
	const struct form *f = note_facts(n)->form;
	enum err e = ERR_OK;

	for (size_t i = 0; i < f->nfields && e == ERR_OK; i++) {
		const char *id = f->fields[i].id;
		struct buf b = {0};

		if (f->fields[i].header)
			continue;
		e = demo_section(h, id, &b);
		if (e == ERR_OK && !whole) {
			const char *s = buf_str(&b), *half;

			half = b.len > 80 ? strchr(s + 80, ' ') : NULL;
			if (half != NULL)
				buf_cut(&b, (size_t)(half - s));
		}
		if (e == ERR_OK)
			e = note_put(n, id, buf_str(&b), b.len);
		buf_free(&b);
		demo_pass(d, 25 * SECOND);
		if (!whole)
			break;
	}
	return e;
}

static enum err sign(struct demo *d, struct demo_hands *me, struct note *n)
{
	struct vault *v = clinic_vault(me->c);
	const char *pw = me->who->password;
	struct record r = {0};
	enum err e = ERR_OK;

	demo_pass(d, 20 * SECOND);
	vault_tick(v);
	if (!vault_sign_ready(v))
		e = vault_reauth(v, pw, strlen(pw));
	if (e == ERR_OK)
		e = note_preview(n, &r);
	record_done(&r);
	return e == ERR_OK ? note_sign(n) : e;
}

static void hour_of(struct demo *d, const struct demo_meeting *m,
    struct demo_hour *h, char next[NEXT_STR])
{
	const struct demo_meeting *then = after(d, m);
	char day[DATE_STR], clock[6];
	struct date date;
	int minute;

	*next = '\0';
	if (then != NULL) {
		date = date_of(then->start, &minute);
		(void)snprintf(next, NEXT_STR, "%s %s",
		    date_short(date, date, day), time_str(minute, clock));
	}
	*h = (struct demo_hour){.client = file_of(d, m)->is,
	    .who = (unsigned)m->file,
	    .nth = m->nth,
	    .of = m->of,
	    .next = next};
}

/* The note of a session with the words of ${words}. */
static enum err write_note(struct demo *d, struct demo_hands *me,
    const struct demo_meeting *m, const struct demo_meeting *words)
{
	char next[NEXT_STR];
	struct demo_hour h;
	const struct form *f;
	struct note *n = NULL;
	bool whole = m->fate != FATE_DRAFT;
	enum err e;

	hour_of(d, words, &h, next);
	f = forms_get(clinic_forms(me->c), file_of(d, m)->is->form);
	e = note_open_session(me->c, &m->session.id, f, &n);
	if (e != ERR_OK)
		return e;
	if (whole)
		e = put_header(n, &h, demo_risk(&h));
	if (e == ERR_OK)
		e = put_sections(d, n, &h, whole);
	if (e == ERR_OK && whole && m->fate != FATE_UNSIGNED)
		e = sign(d, me, n);
	note_close(n);
	return e;
}

static enum err do_write(struct demo *d, const struct demo_act *a)
{
	const struct demo_meeting *m = &d->plan.meetings[a->meeting];

	return write_note(d, &d->hands[a->who], m, m);
}

/* ---- what comes after signing -------------------------------------------- */

static enum err amend(struct demo *d, const struct demo_act *a, enum act act,
    enum err (*fill)(struct note *, const struct demo_hour *))
{
	const struct demo_meeting *m = &d->plan.meetings[a->meeting];
	struct demo_hands *me = &d->hands[a->who];
	const struct session *s = session_get(me->c, &m->session.id);
	char next[NEXT_STR];
	struct demo_hour h;
	struct note *n = NULL;
	enum err e;

	if (s == NULL)
		return err_set(ERR_NOTFOUND, "session");
	hour_of(d, m, &h, next);
	e = note_amend(me->c, &file_of(d, m)->chart, &s->note, act, &n);
	if (e != ERR_OK)
		return e;
	demo_pass(d, MINUTE);
	e = fill(n, &h);
	if (e == ERR_OK)
		e = sign(d, me, n);
	note_close(n);
	return e;
}

static enum err fill_addendum(struct note *n, const struct demo_hour *h)
{
	struct buf b = {0};
	enum err e = demo_addendum(h, &b);

	if (e == ERR_OK)
		e = note_put(n, "text", buf_str(&b), b.len);
	buf_free(&b);
	return e == ERR_OK ? put(n, "reason", "left out of the note") : e;
}

static enum err do_addendum(struct demo *d, const struct demo_act *a)
{
	return amend(d, a, ACT_ADDENDUM, fill_addendum);
}

/* One sentence more in the first section. */
static enum err fill_correction(struct note *n, const struct demo_hour *h)
{
	const struct form *f = note_facts(n)->form;
	const char *id = "";
	struct buf b = {0};
	enum err e;

	(void)h;
	for (size_t i = f->nfields; i-- > 0;)
		if (f->fields[i].type == FIELD_TEXT)
			id = f->fields[i].id;
	e = buf_adds(&b, note_text(n, id));
	if (e == ERR_OK)
		e = buf_adds(&b, " The practice was done on five days.");
	if (e == ERR_OK)
		e = note_put(n, id, buf_str(&b), b.len);
	buf_free(&b);
	return e == ERR_OK ? put(n, "reason", "the practice was left out") : e;
}

static enum err do_correct(struct demo *d, const struct demo_act *a)
{
	return amend(d, a, ACT_CORRECTION, fill_correction);
}

static enum err fill_error(struct note *n, const struct demo_hour *h)
{
	(void)h;
	return put(n, "reason", "wrong client");
}

/* What was signed first is about somebody else. */
static enum err do_error(struct demo *d, const struct demo_act *a)
{
	enum err e = amend(d, a, ACT_ERROR, fill_error);

	demo_pass(d, MINUTE);
	return e == ERR_OK ? do_write(d, a) : e;
}

/* ---- private notes ------------------------------------------------------- */

static enum err unlock(struct demo_hands *me)
{
	struct vault *v = clinic_vault(me->c);
	struct pass pass = {me->who->passphrase, strlen(me->who->passphrase)};

	if (me->pv != NULL)
		return ERR_OK;
	return private_exists(v) ? private_unlock(v, pass, &me->pv)
				 : private_create(v, pass, NULL, &me->pv);
}

/* After the second, the fourth and the sixth session. */
static enum err keep_private(
    struct demo *d, struct demo_hands *me, const struct demo_meeting *m)
{
	const struct demo_file *f = file_of(d, m);
	const char *text = m->nth % 2 == 1 && m->nth / 2 < DEMO_PRIVATE
			       ? f->is->private[m->nth / 2]
			       : NULL;
	struct privnotes *p = NULL;
	enum err e;

	if (text == NULL || *me->who->passphrase == '\0')
		return ERR_OK;
	if ((e = unlock(me)) != ERR_OK ||
	    (e = privnotes_open(
		 me->pv, &f->chart, &m->session.id, m->start, &p)) != ERR_OK)
		return e;
	demo_pass(d, MINUTE);
	e = privnotes_put(p, 0, text, strlen(text));
	if (e == ERR_OK)
		e = privnotes_keep(p);
	privnotes_close(p);
	return e;
}

/* ---- after a session ----------------------------------------------------- */

/* Of a client of the same person, who came before. */
static const struct demo_meeting *somebody_else(
    struct demo *d, const struct demo_meeting *m)
{
	const struct demo_file *f = file_of(d, m);
	size_t other =
	    m->file > 0 && f[-1].who == f->who ? m->file - 1 : m->file + 1;

	return &d->plan.meetings[d->plan.files[other].first + m->nth];
}

static enum err do_after(struct demo *d, const struct demo_act *a)
{
	const struct demo_meeting *m = &d->plan.meetings[a->meeting];
	struct demo_hands *me = &d->hands[a->who];
	const struct demo_meeting *words =
	    m->fate == FATE_ERROR ? somebody_else(d, m) : m;
	enum err e = set_state(me->c, m, SESSION_ATTENDED);

	if (e == ERR_OK && m->fate != FATE_NONE && m->fate != FATE_LATE)
		e = write_note(d, me, m, words);
	if (e == ERR_OK)
		e = keep_private(d, me, m);
	return e == ERR_OK ? enter_next(d, me->c, m) : e;
}

enum err demo_do(struct demo *d, const struct demo_act *a)
{
	static enum err (*const deeds[DEMO_DEEDS])(
	    struct demo *, const struct demo_act *) = {
	    [DEED_BEGIN] = do_begin,
	    [DEED_AFTER] = do_after,
	    [DEED_STATE] = do_state,
	    [DEED_WRITE] = do_write,
	    [DEED_ADDENDUM] = do_addendum,
	    [DEED_CORRECT] = do_correct,
	    [DEED_ERROR] = do_error,
	    [DEED_CLOSE] = do_close,
	};

	return deeds[a->deed](d, a);
}
