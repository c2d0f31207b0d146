#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "screens/pane.h"

#define TEXT_BYTES ((size_t)1 << 20)
#define RETRY_MS 2000

enum err pane_label(struct pane *n, size_t i)
{
	const struct privnote *note = privnotes_at(n->notes, i);
	char label[96], day[DATE_STR], clock[8];
	int minute;
	struct date d = date_of(note->when, &minute);
	char *copy;

	snprintf(label, sizeof(label), "%s %s   %s",
	    date_short(d, clinic_today(n->p->clinic), day),
	    time_str(minute, clock),
	    note->sud ? _("SUD counseling note") : _("psychotherapy note"));
	copy = mem_strdup(label);
	if (copy == NULL)
		return err_set(ERR_NOMEM, "label");
	mem_strfree(n->of[i].label);
	n->of[i].label = copy;
	n->parts[i].label = copy;
	return ERR_OK;
}

static enum err add_part(struct pane *n, size_t i)
{
	const struct privnote *note = privnotes_at(n->notes, i);
	struct page_part *part = &n->parts[i];
	enum err e = textbuf_new(TEXT_BYTES, false, &n->of[i].text);

	if (e != ERR_OK)
		return e;
	n->n++;
	e = textbuf_set(n->of[i].text, buf_str(&note->text), note->text.len);
	n->of[i].rev = textbuf_rev(n->of[i].text);
	part->heading = true;
	part->hint = _("what is yours alone: impressions, questions, themes");
	textedit_init(&part->edit, n->of[i].text, &n->p->private_clip, 0);
	return e == ERR_OK ? pane_label(n, i) : e;
}

enum err pane_build(struct pane *n)
{
	size_t count;
	enum err e = ERR_OK;

	if (n->notes == NULL)
		e = privnotes_open(n->p->priv, &n->about.chart,
		    &n->about.session, n->about.when, &n->notes);
	if (e != ERR_OK)
		return e;
	count = privnotes_count(n->notes);
	n->parts = mem_new(count + 1, sizeof(*n->parts));
	n->of = mem_new(count + 1, sizeof(*n->of));
	if (n->parts == NULL || n->of == NULL)
		e = err_set(ERR_NOMEM, "private notes");
	for (size_t i = 0; i < count && e == ERR_OK; i++)
		e = add_part(n, i);
	if (e == ERR_OK)
		page_init(&n->page, n->parts, n->n);
	else
		pane_unbuild(n);
	return e;
}

void pane_unbuild(struct pane *n)
{
	for (size_t i = 0; i < n->n; i++) {
		textedit_done(&n->parts[i].edit);
		textbuf_free(n->of[i].text);
		mem_strfree(n->of[i].label);
	}
	free(n->parts);
	free(n->of);
	n->parts = NULL;
	n->of = NULL;
	n->n = 0;
	memset(&n->page, 0, sizeof(n->page));
}

static enum err put_part(struct pane *n, size_t i)
{
	const struct textbuf *t = n->of[i].text;
	uint64_t rev = textbuf_rev(t);
	enum err e;

	if (rev == n->of[i].rev)
		return ERR_OK;
	e = privnotes_put(n->notes, i, textbuf_str(t), textbuf_len(t));
	if (e == ERR_OK)
		n->of[i].rev = rev;
	return e;
}

void pane_keep(struct pane *n)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < n->n && e == ERR_OK; i++)
		e = put_part(n, i);
	n->saved = e == ERR_OK;
	n->why = e;
	n->retry_at = app_mono(n->p->app) + RETRY_MS;
}

bool pane_unsaved(struct pane *n)
{
	if (n->notes == NULL)
		return false;
	pane_keep(n);
	return !n->saved;
}

void pane_shut(struct pane *n)
{
	if (n->notes != NULL)
		pane_keep(n);
	pane_unbuild(n);
	privnotes_close(n->notes);
	n->notes = NULL;
	pager_clear(&n->list);
	n->listing = false;
	buf_free(&n->find);
	buf_free(&n->tag);
	buf_free(&n->path);
	if (n->p->pane == n)
		n->p->pane = NULL;
}
