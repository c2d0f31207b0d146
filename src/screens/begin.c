#include "screens/begin.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/clinic.h"
#include "clinic/note.h"

#define TITLE_W 34

void begin_done(struct begin *b)
{
	for (size_t i = 0; i < b->n; i++)
		buf_free(&b->words[i]);
	free(b->words);
	free(b->options);
	*b = (struct begin){0};
}

/* "Safety plan             plans": what it is, and among what. */
static enum err words(const struct form *f, struct buf *out)
{
	int w = utf8_width(f->title, strlen(f->title));

	return buf_addf(out, "%s%*s  %s", f->title,
	    w < TITLE_W ? TITLE_W - w : 0, "", _(form_kind(f->kind)->group));
}

static enum err list(struct begin *b, const struct forms *forms)
{
	const struct form *f;
	enum err e = ERR_OK;
	size_t n = 0;

	begin_done(b);
	while (forms_entry(forms, n) != NULL)
		n++;
	b->options = mem_new(n + 1, sizeof(*b->options));
	b->words = mem_new(n + 1, sizeof(*b->words));
	if (b->options == NULL || b->words == NULL)
		return err_set(ERR_NOMEM, "forms");
	while (e == ERR_OK && (f = forms_entry(forms, b->n)) != NULL) {
		e = words(f, &b->words[b->n]);
		b->options[b->n].id = f->id;
		b->options[b->n].label = buf_str(&b->words[b->n]);
		b->n++;
	}
	return e;
}

enum err begin_ask(
    struct begin *b, struct program *p, const struct id *chart, int id)
{
	const struct form *usual = NULL;
	struct prompt ask = {.id = id,
	    .title = _("A new entry"),
	    .label = _("Form"),
	    .done = _("begin"),
	    .kind = PROMPT_CHOICE};
	enum err e = list(b, clinic_forms(p->clinic));

	if (e == ERR_OK)
		e = note_usual_form(p->clinic, chart, &usual);
	if (e != ERR_OK)
		return e;
	ask.options = b->options;
	ask.n_options = b->n;
	for (size_t i = 0; i < b->n; i++)
		if (strcmp(b->options[i].id, usual->id) == 0)
			ask.marked = i;
	return prompt_open(p->app, &ask);
}

const struct form *begin_form(
    const struct begin *b, struct program *p, const struct answer *a)
{
	if (a->choice >= b->n)
		return NULL;
	return forms_get(clinic_forms(p->clinic), b->options[a->choice].id);
}
