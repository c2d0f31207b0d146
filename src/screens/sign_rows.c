#include "screens/sign.h"

#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/utf8.h"
#include "ui/textedit.h"

#define REASON_BYTES 500

static bool password_due(const struct sign *s)
{
	return !vault_sign_ready(clinic_vault(s->p->clinic));
}

static enum err add_row(struct sign *s, enum sign_kind kind,
    enum input_type type, const char *label, const char *text, size_t len)
{
	struct input *in = &s->in[s->n];
	enum err e;

	if (s->n == SIGN_ROWS)
		return err_set(ERR_LIMIT, "more than %d rows", SIGN_ROWS);
	memset(in, 0, sizeof(*in));
	memset(&s->of[s->n], 0, sizeof(s->of[s->n]));
	e = textbuf_new(type == INPUT_PASSWORD ? PASSWORD_MAX : REASON_BYTES,
	    true, &in->text);
	if (e != ERR_OK)
		return e;
	in->label = label;
	in->type = type;
	s->of[s->n].kind = kind;
	s->n++;
	return textbuf_set(in->text, text, len);
}

/* ---- what is only read: as many rows as the words take ------------------ */

struct shown {
	struct sign *s;
	const char *label, *text;
	enum err e;
};

static void shown_line(void *arg, const struct wrap_line *l)
{
	struct shown *d = arg;
	size_t to = l->to;

	while (to > l->from && d->text[to - 1] == ' ')
		to--;
	if (d->e == ERR_OK)
		d->e = add_row(d->s, SIGN_SHOWN, INPUT_FIXED, d->label,
		    d->text + l->from, to - l->from);
	d->label = "";
}

static enum err add_shown(struct sign *s, const char *label, const char *text)
{
	struct shown d = {s, label, text, ERR_OK};
	enum err e = utf8_wrap(text, strlen(text), TEXT_WIDTH, shown_line, &d);

	return e == ERR_OK ? d.e : e;
}

/* ---- checks ------------------------------------------------------------- */

static void name_row(struct sign *s, const struct note_check *c)
{
	struct sign_row *of = &s->of[s->n - 1];

	strncpy(of->check, c->id, sizeof(of->check) - 1);
	memcpy(of->field, c->field, sizeof(of->field));
	of->rev = textbuf_rev(s->in[s->n - 1].text);
}

static enum err add_must(struct sign *s, const struct note_check *c)
{
	enum err e = add_shown(s, _("must"), c->words);
	const char *go = _("Go there");

	s->must++;
	if (e != ERR_OK || *c->field == '\0')
		return e;
	e = add_row(s, SIGN_GO, INPUT_BUTTON, "", go, strlen(go));
	if (e == ERR_OK)
		name_row(s, c);
	return e;
}

static enum err add_look(struct sign *s, const struct note_check *c)
{
	enum err e = add_shown(s, _("look"), c->words);

	if (e == ERR_OK)
		e = add_row(s, SIGN_REASON, INPUT_LINE, _("  Reason"),
		    c->reason, strlen(c->reason));
	if (e != ERR_OK)
		return e;
	s->in[s->n - 1].hint = _("why it may stand; Enter goes there");
	name_row(s, c);
	return ERR_OK;
}

struct gather {
	struct sign *s;
	struct buf ok;
	enum check_level level;
};

static enum err on_check(void *arg, const struct note_check *c)
{
	struct gather *g = arg;

	if (c->level != g->level)
		return ERR_OK;
	switch (c->level) {
	case CHECK_MUST:
		return add_must(g->s, c);
	case CHECK_LOOK:
		return add_look(g->s, c);
	default:
		ui_say(&g->ok, "%s%s", g->ok.len > 0 ? ", " : "", c->words);
		return ERR_OK;
	}
}

/* Those that are ok in one row, then what must be mended, then the rest. */
static enum err add_checks(struct sign *s)
{
	static const enum check_level order[] = {
	    CHECK_OK, CHECK_MUST, CHECK_LOOK};
	struct gather g = {.s = s};
	enum err e = ERR_OK;

	for (size_t i = 0; i < 3 && e == ERR_OK; i++) {
		g.level = order[i];
		e = note_checks(s->note, on_check, &g);
		if (e == ERR_OK && g.level == CHECK_OK && g.ok.len > 0)
			e = add_shown(s, _("ok"), buf_str(&g.ok));
	}
	buf_free(&g.ok);
	return e;
}

/* ---- what is declared -----------------------------------------------------
 */

static enum err add_meaning(struct sign *s)
{
	static const char *const words[ACT_COUNT] = {
	    [ACT_ORIGINAL] =
		N_("I am the author. This note is complete and correct."),
	    [ACT_ADDENDUM] =
		N_("I am the author of this addendum. It is correct."),
	    [ACT_CORRECTION] =
		N_("I am the author. As corrected, this entry is correct."),
	    [ACT_ERROR] = N_("I am the author. This entry was made in error."),
	};
	const struct person *me = vault_me(clinic_vault(s->p->clinic));
	struct buf who = {0};
	enum err e;

	e = add_shown(s, _("Meaning"), _(words[note_facts(s->note)->act]));
	if (me != NULL)
		ui_say(&who, _("%s%s%s, author"), me->name,
		    *me->credentials != '\0' ? ", " : "", me->credentials);
	if (e == ERR_OK)
		e = add_shown(s, _("Signs"), buf_str(&who));
	buf_free(&who);
	return e;
}

static enum err add_password(struct sign *s)
{
	const char *given = _("given");

	if (password_due(s))
		return add_row(
		    s, SIGN_PASSWORD, INPUT_PASSWORD, _("Password"), "", 0);
	return add_row(
	    s, SIGN_GIVEN, INPUT_BUTTON, _("Password"), given, strlen(given));
}

/* ---- together ------------------------------------------------------------ */

static enum err begin(struct sign *s, size_t cur)
{
	enum err e = inputs_init(
	    &s->inputs, s->in, s->n, clinic_today(s->p->clinic), &s->p->clip);

	if (e != ERR_OK)
		return e;
	/* A check that wants a hand is not in the colour of the others. */
	for (size_t i = 0; i + 1 < s->n; i++)
		s->in[i].wrong = s->of[i + 1].kind == SIGN_GO ||
				 s->of[i + 1].kind == SIGN_REASON;
	inputs_go(&s->inputs, cur < s->n ? cur : s->n - 1);
	return ERR_OK;
}

enum err sign_rows(struct sign *s)
{
	enum err e = add_checks(s);

	if (e == ERR_OK)
		e = add_meaning(s);
	if (e == ERR_OK)
		e = add_password(s);
	return e == ERR_OK ? begin(s, sign_open(s)) : e;
}

void sign_rows_done(struct sign *s)
{
	inputs_done(&s->inputs);
	for (size_t i = 0; i < s->n; i++)
		textbuf_free(s->in[i].text);
	s->n = 0;
	s->must = 0;
}

enum err sign_ask(struct sign *s)
{
	size_t cur = s->inputs.cur;
	enum err e;

	inputs_done(&s->inputs);
	textbuf_free(s->in[--s->n].text);
	e = add_password(s);
	return e == ERR_OK ? begin(s, cur) : e;
}

enum err sign_keep(struct sign *s, bool *changed)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < s->n && e == ERR_OK; i++) {
		uint64_t rev = textbuf_rev(s->in[i].text);

		if (s->of[i].kind != SIGN_REASON || s->of[i].rev == rev)
			continue;
		e = note_ack(
		    s->note, s->of[i].check, textbuf_str(s->in[i].text));
		if (e == ERR_OK) {
			s->of[i].rev = rev;
			*changed = true;
		}
	}
	return e;
}

size_t sign_open(const struct sign *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->of[i].kind == SIGN_GO ||
		    (s->of[i].kind == SIGN_REASON &&
			textbuf_len(s->in[i].text) == 0))
			return i;
	return s->n;
}
