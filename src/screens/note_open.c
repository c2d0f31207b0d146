/* Opening a note, with the cursor where it was left. */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "screens/writing.h"

static void to_byte(struct textedit *te, size_t at)
{
	size_t len = textbuf_len(te->text);

	textedit_move(te, at < len ? at : len);
}

/* The first needed field that is empty, n if none. */
static size_t first_open(const struct fieldset *b)
{
	size_t i = 0;

	while (i < b->n && (!b->in[i].needed || textbuf_len(b->in[i].text) > 0))
		i++;
	return i;
}

/* Where it was left, else in the first thing that is needed and open. */
static void place_cursor(struct writing *w)
{
	const struct note_facts *f = note_facts(w->note);
	struct fieldset *b;

	writing_enter(w, AT_TEXT);
	if (*f->cursor_field != '\0' && writing_go(w, f->cursor_field)) {
		b = &w->blocks[w->at == AT_TEXT ? AT_FIELDS : w->at];
		to_byte(w->at == AT_TEXT ? &w->parts[w->page.cur].edit
					 : &b->in[b->inputs.cur].edit,
		    f->cursor);
		return;
	}
	for (int i = AT_HEADER; i <= AT_FIELDS; i++) {
		size_t open = first_open(&w->blocks[i]);

		if (open == w->blocks[i].n)
			continue;
		writing_enter(w, (enum writing_at)i);
		inputs_go(&w->blocks[i].inputs, open);
		return;
	}
}

static void say_recovered(struct writing *w)
{
	const struct note_facts *f = note_facts(w->note);
	char clock[8];
	int minute;

	if (!f->recovered)
		return;
	(void)date_of(f->recovered_at, &minute);
	app_say(w->p->app,
	    ngettext("Recovered %u word typed at %s, before the line dropped.",
		"Recovered %u words typed at %s, before the line dropped.",
		f->recovered_words),
	    f->recovered_words, time_str(minute, clock));
}

/* Takes ${note}, opened with ${e}. */
static void show(struct program *p, struct note *note, enum err e)
{
	struct writing *w = NULL;

	if (e == ERR_DENIED) {
		app_say(p->app, "%s",
		    _("Not opened: you are not assigned to this client."));
		return;
	}
	if (e == ERR_OK) {
		w = mem_new(1, sizeof(*w));
		e = w == NULL ? err_set(ERR_NOMEM, "note") : ERR_OK;
	}
	if (e == ERR_OK) {
		w->p = p;
		w->note = note;
		w->saved = true;
		pager_init(&w->preview);
		e = writing_build(w);
	}
	if (e != ERR_OK) {
		note_close(note);
		free(w);
		app_refuse(p->app, _("opened"), e);
		return;
	}
	place_cursor(w);
	if (app_push(p->app, &note_screen, w) == ERR_OK)
		say_recovered(w);
}

void note_show_session(struct program *p, const struct id *session)
{
	struct note *note = NULL;
	enum err e = note_open_session(p->clinic, session, NULL, &note);

	show(p, note, e);
}

void note_show_draft(struct program *p, const struct id *draft)
{
	struct note *note = NULL;
	enum err e = note_open_draft(p->clinic, draft, &note);

	show(p, note, e);
}

void note_show_new(
    struct program *p, const struct id *chart, const struct form *form)
{
	struct note *note = NULL;
	enum err e = note_new(p->clinic, chart, form, &note);

	show(p, note, e);
}

void note_show_amend(struct program *p, const struct id *chart,
    const struct id *entry, enum act act)
{
	struct note *note = NULL;
	enum err e = note_amend(p->clinic, chart, entry, act, &note);

	show(p, note, e);
}

static void reopen(struct program *p, const struct place *at)
{
	note_show_draft(p, &at->entry);
}

bool note_place(void *self, struct place *out)
{
	const struct writing *w = self;
	const struct note_facts *f = note_facts(w->note);

	out->show = reopen;
	out->chart = f->chart;
	out->entry = f->id;
	return true;
}
