/*
 * What is typed into a note and how it is kept: every change is sealed into the
 * draft before it is painted.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "screens/writing.h"

#define TEXT_BYTES ((size_t)1 << 20)
#define RETRY_MS 2000

/* ---- parts and blocks -------------------------------------------------- */

static enum err add_part(struct writing *w, const struct form_field *f)
{
	struct writing_part *of = &w->of[w->n_parts];
	struct page_part *part = &w->parts[w->n_parts];
	enum err e = textbuf_new(TEXT_BYTES, false, &of->text);

	if (e != ERR_OK)
		return e;
	w->n_parts++;
	of->field = f;
	of->rev = textbuf_rev(of->text);
	part->label = f->label;
	part->hint = *f->hint != '\0' ? f->hint : NULL;
	textedit_init(&part->edit, of->text, &w->p->clip, 0);
	return ERR_OK;
}

static enum err load_part(struct writing *w, size_t i)
{
	const char *s = note_text(w->note, w->of[i].field->id);
	enum err e = textbuf_set(w->of[i].text, s, strlen(s));

	w->of[i].rev = textbuf_rev(w->of[i].text);
	if (e == ERR_OK)
		textedit_move(&w->parts[i].edit, strlen(s));
	return e;
}

static enum err build_parts(struct writing *w, const struct form *form)
{
	enum err e = ERR_OK;

	w->parts = mem_new(form->nfields, sizeof(*w->parts));
	w->of = mem_new(form->nfields, sizeof(*w->of));
	if (w->parts == NULL || w->of == NULL)
		return err_set(ERR_NOMEM, "note");
	for (size_t i = 0; i < form->nfields && e == ERR_OK; i++)
		if (form->fields[i].type == FIELD_TEXT &&
		    !form->fields[i].header)
			e = add_part(w, &form->fields[i]);
	page_init(&w->page, w->parts, w->n_parts);
	return e;
}

static enum err load_block(struct writing *w, struct fieldset *b)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < b->n && e == ERR_OK; i++) {
		const char *s = note_text(w->note, b->fields[i]->id);

		e = fieldset_set(b, i, s, strlen(s));
	}
	return e;
}

/* Bytes in which both begin, cut back to a whole character. */
static size_t common_head(const char *a, const char *b)
{
	size_t i = 0;

	while (a[i] != '\0' && a[i] == b[i])
		i++;
	while (i > 0 && ((unsigned char)a[i] & 0xc0) == 0x80)
		i--;
	return i;
}

static size_t common_tail(
    const char *a, size_t alen, const char *b, size_t blen)
{
	size_t i = 0;

	while (i < alen && i < blen && a[alen - 1 - i] == b[blen - 1 - i])
		i++;
	while (i > 0 && ((unsigned char)a[alen - i] & 0xc0) == 0x80)
		i--;
	return i;
}

/* What was typed here and could not be put any more joins the text of the other
 * login where the two part. */
static enum err keep_unput(struct writing_part *of, const char *fresh)
{
	const char *mine = textbuf_str(of->text);
	size_t len = textbuf_len(of->text), head, tail;
	struct buf extra = {0};
	enum err e;

	head = common_head(mine, fresh);
	tail = common_tail(
	    mine + head, len - head, fresh + head, strlen(fresh + head));
	e = buf_add(&extra, mine + head, len - head - tail);
	if (e == ERR_OK)
		e = textbuf_set(of->text, fresh, strlen(fresh));
	of->rev = textbuf_rev(of->text);
	if (e == ERR_OK && extra.len > 0)
		e = textbuf_edit(
		    of->text, head, head, extra.p, extra.len, TEXT_STEP, NULL);
	buf_free(&extra);
	return e;
}

enum err writing_reload(struct writing *w)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < w->n_parts && e == ERR_OK; i++) {
		struct writing_part *of = &w->of[i];
		const char *fresh = note_text(w->note, of->field->id);

		if (textbuf_rev(of->text) == of->rev) {
			e = load_part(w, i);
		} else {
			e = keep_unput(of, fresh);
			textedit_move(&w->parts[i].edit, textbuf_len(of->text));
		}
	}
	for (int i = AT_HEADER; i <= AT_FIELDS && e == ERR_OK; i++)
		e = load_block(w, &w->blocks[i]);
	w->stale = true;
	return e;
}

enum err writing_build(struct writing *w)
{
	static const enum fieldset_which which[] = {
	    FIELDSET_HEADER, FIELDSET_OTHER};
	const struct note_facts *f = note_facts(w->note);
	struct date today = clinic_today(w->p->clinic);
	enum err e;

	e = build_parts(w, f->form);
	for (int i = AT_HEADER; i <= AT_FIELDS && e == ERR_OK; i++)
		e = fieldset_init(
		    &w->blocks[i], f->form, which[i], today, &w->p->clip);
	if (e == ERR_OK)
		e = writing_reload(w);
	if (e != ERR_OK) {
		writing_unbuild(w);
		return e;
	}
	writing_readonly(w, f->readonly);
	return ERR_OK;
}

void writing_unbuild(struct writing *w)
{
	for (size_t i = 0; i < w->n_parts; i++) {
		textedit_done(&w->parts[i].edit);
		textbuf_free(w->of[i].text);
	}
	free(w->parts);
	free(w->of);
	w->parts = NULL;
	w->of = NULL;
	w->n_parts = 0;
	memset(&w->page, 0, sizeof(w->page));
	fieldset_done(&w->blocks[AT_HEADER]);
	fieldset_done(&w->blocks[AT_FIELDS]);
}

/* A field that is only shown has no cursor and takes no key. */
static void block_readonly(struct fieldset *b, bool on)
{
	for (size_t i = 0; i < b->n; i++)
		b->in[i].type = on ? INPUT_FIXED : fieldset_type(b->fields[i]);
}

void writing_readonly(struct writing *w, bool on)
{
	w->readonly = on;
	for (size_t i = 0; i < w->n_parts; i++) {
		if (on)
			w->parts[i].edit.flags |= TE_READONLY;
		else
			w->parts[i].edit.flags &= ~(unsigned)TE_READONLY;
	}
	block_readonly(&w->blocks[AT_HEADER], on);
	block_readonly(&w->blocks[AT_FIELDS], on);
}

/* ---- keeping ----------------------------------------------------------- */

static enum err put_part(struct writing *w, struct writing_part *of)
{
	uint64_t rev = textbuf_rev(of->text);
	enum err e;

	if (rev == of->rev)
		return ERR_OK;
	e = note_put(w->note, of->field->id, textbuf_str(of->text),
	    textbuf_len(of->text));
	/* After these two the note itself remembers the text. */
	if (e == ERR_OK || e == ERR_FULL || e == ERR_IO)
		of->rev = rev;
	return e;
}

static enum err put_field(struct writing *w, struct fieldset *b, size_t i)
{
	struct buf value = {0};
	enum err e = fieldset_get(b, i, &value);

	if (e == ERR_OK)
		e = note_put(
		    w->note, b->fields[i]->id, buf_str(&value), value.len);
	if (e != ERR_OK && e != ERR_FULL && e != ERR_IO)
		b->revs[i]--; /* not taken: once more */
	buf_free(&value);
	w->stale = true;
	return e;
}

static enum err put_block(struct writing *w, struct fieldset *b)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && fieldset_changed(b, &i); i++)
		e = put_field(w, b, i);
	return e;
}

static const char *cursor_field(const struct writing *w, size_t *offset)
{
	const struct fieldset *b = w->at == AT_TEXT ? NULL : &w->blocks[w->at];

	*offset = 0;
	if (b != NULL && b->inputs.cur < b->n) {
		*offset = b->in[b->inputs.cur].edit.at;
		return b->fields[b->inputs.cur]->id;
	}
	if (w->page.cur >= w->n_parts)
		return "";
	*offset = w->parts[w->page.cur].edit.at;
	return w->of[w->page.cur].field->id;
}

/* Before the text, so that both go to the draft in one commit. */
static enum err put_cursor(struct writing *w, bool *left)
{
	size_t offset;
	const char *field = cursor_field(w, &offset);
	bool moved = strcmp(field, w->put_field) != 0;

	if (*field == '\0' || (!moved && offset == w->put_offset))
		return ERR_OK;
	*left = moved && *w->put_field != '\0';
	memset(w->put_field, 0, sizeof(w->put_field));
	strncpy(w->put_field, field, sizeof(w->put_field) - 1);
	w->put_offset = offset;
	return note_put_cursor(w->note, field, offset);
}

static enum err put_all(struct writing *w)
{
	bool left = false;
	enum err e = put_cursor(w, &left);

	for (size_t i = 0; i < w->n_parts && e == ERR_OK; i++)
		e = put_part(w, &w->of[i]);
	for (int i = AT_HEADER; i <= AT_FIELDS && e == ERR_OK; i++)
		e = put_block(w, &w->blocks[i]);
	if (e == ERR_OK && !note_saved(w->note))
		e = note_retry(w->note);
	/* What was typed goes to the platter when the cursor leaves its field.
	 */
	return e == ERR_OK && left ? note_settle(w->note) : e;
}

/* Does a text stand here that the draft did not take? */
static bool ahead(const struct writing *w)
{
	for (size_t i = 0; i < w->n_parts; i++)
		if (textbuf_rev(w->of[i].text) != w->of[i].rev)
			return true;
	return false;
}

/* Taken over: what stands here is what the other login began with, and what was
 * typed before this was known. */
static void lost(struct writing *w)
{
	w->taken = true;
	w->saved = true;
	writing_readonly(w, true);
	app_say(w->p->app, "%s",
	    ahead(w) ? _("Taken over by your other login; what you just typed "
			 "stands only here.")
		     : _("Taken over by your other login; your last word is "
			 "in it."));
}

static void judge(struct writing *w, enum err e)
{
	bool was = w->saved;

	if (e == ERR_CONFLICT) {
		lost(w);
		return;
	}
	w->saved = e == ERR_OK && note_saved(w->note);
	w->why = e;
	w->retry_at = app_mono(w->p->app) + RETRY_MS;
	if (was == w->saved)
		return;
	if (w->saved)
		app_say(w->p->app, "%s", _("Saved again."));
	else if (e == ERR_FULL)
		app_alarm(w->p->app, "%s",
		    _("ERROR: not saved, the disk is full. Keep this open and "
		      "call the office."));
	else
		app_alarm(w->p->app,
		    _("ERROR: not saved, %s. Keep this open and call the "
		      "office."),
		    err_text(e));
}

void writing_keep(struct writing *w)
{
	if (!w->readonly)
		judge(w, put_all(w));
}

void writing_retry(struct writing *w)
{
	if (!w->saved)
		writing_keep(w);
}

/* ---- the cursor -------------------------------------------------------- */

void writing_enter(struct writing *w, enum writing_at at)
{
	if (at == AT_TEXT && w->n_parts == 0)
		at = AT_FIELDS;
	if (at == AT_FIELDS && w->blocks[AT_FIELDS].n == 0)
		at = w->n_parts > 0 ? AT_TEXT : AT_HEADER;
	if (at == AT_HEADER && w->blocks[AT_HEADER].n == 0)
		at = w->blocks[AT_FIELDS].n > 0 ? AT_FIELDS : AT_TEXT;
	w->at = at;
}

bool writing_go(struct writing *w, const char *field)
{
	for (size_t i = 0; i < w->n_parts; i++) {
		if (strcmp(w->of[i].field->id, field) != 0)
			continue;
		writing_enter(w, AT_TEXT);
		page_go(&w->page, i);
		return true;
	}
	for (int b = AT_HEADER; b <= AT_FIELDS; b++) {
		size_t i = fieldset_find(&w->blocks[b], field);

		if (i == w->blocks[b].n)
			continue;
		writing_enter(w, (enum writing_at)b);
		inputs_go(&w->blocks[b].inputs, i);
		return true;
	}
	return false;
}
