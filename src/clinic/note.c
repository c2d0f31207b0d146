/* An open draft: its fields in memory and on disk. */
#include "clinic/note.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/form_read.h"
#include "clinic/note_internal.h"

const char *note_state_word(enum note_state s)
{
	static const char *const words[NOTE_STATES] = {
	    [NOTE_NONE] = N_("no note"),
	    [NOTE_DRAFT] = N_("draft"),
	    [NOTE_UNSIGNED] = N_("unsigned"),
	    [NOTE_SIGNED] = N_("signed"),
	    [NOTE_ERROR] = N_("entered in error"),
	};

	return (unsigned)s < NOTE_STATES ? _(words[s]) : "?";
}

void note_free(struct note *n)
{
	if (n == NULL)
		return;
	draft_close(n->d);
	for (size_t i = 0; i < n->nvalues; i++)
		buf_free(&n->values[i].text);
	free(n->values);
	free(n->lost);
	buf_free(&n->looks);
	buf_free(&n->said);
	buf_free(&n->preview);
	record_done(&n->base);
	form_free(n->own);
	mem_wipe(n, sizeof(*n));
	free(n);
}

/* ---- fields in memory ------------------------------------------------------
 */

size_t note_index(const struct note *n, const char *field)
{
	const struct form_field *f = form_field(n->facts.form, field);

	return f == NULL ? n->nvalues : (size_t)(f - n->facts.form->fields);
}

/* Copy what fits in whole characters. */
static void cut(char *to, size_t size, const char *s)
{
	size_t len = strlen(s);

	if (len >= size)
		len = size - 1;
	while (len > 0 && ((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	memset(to, 0, size);
	memcpy(to, s, len);
}

void note_title(struct note *n, const char *title)
{
	cut(n->meta.title, sizeof(n->meta.title), title);
}

enum err note_use_form(struct note *n, const struct form *f)
{
	struct note_value *v = mem_new(f->nfields, sizeof(*v));

	if (v == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < n->nvalues; i++)
		buf_free(&n->values[i].text);
	free(n->values);
	n->values = v;
	n->nvalues = f->nfields;
	n->facts.form = f;
	memcpy(n->meta.form, f->id, strlen(f->id) + 1);
	note_title(n, f->title);
	n->meta_dirty = true;
	return ERR_OK;
}

static size_t total(const struct note *n)
{
	size_t sum = 0;

	for (size_t i = 0; i < n->nvalues; i++)
		sum += n->values[i].text.len;
	return sum;
}

enum err note_set(
    struct note *n, const char *field, const void *text, size_t len)
{
	size_t i = note_index(n, field);
	struct buf b = {0};
	enum err e;

	if (i == n->nvalues)
		return err_set(ERR_NOTFOUND, "no field %.16s", field);
	if (utf8_valid(text, len) != len ||
	    (len > 0 && memchr(text, '\0', len) != NULL))
		return err_set(ERR_FORMAT, "not text");
	if (len > NOTE_TEXT_MAX ||
	    total(n) - n->values[i].text.len > NOTE_TEXT_MAX - len)
		return err_set(
		    ERR_LIMIT, "an entry has at most %zu bytes", NOTE_TEXT_MAX);
	e = buf_add(&b, text, len);
	if (e != ERR_OK)
		return e;
	buf_free(&n->values[i].text);
	n->values[i].text = b;
	n->values[i].dirty = true;
	buf_clear(&n->preview);
	return ERR_OK;
}

enum err note_adopt(
    struct note *n, const char *heading, const void *text, size_t len)
{
	size_t last = n->nvalues, i;
	struct buf b = {0};
	enum err e;

	for (i = 0; i < n->nvalues; i++)
		if (n->facts.form->fields[i].type == FIELD_TEXT)
			last = i;
	if (last == n->nvalues)
		return err_set(ERR_UNSUPPORTED, "a form without a text field");
	e = buf_copy(&b, &n->values[last].text);
	if (e == ERR_OK && b.len > 0)
		e = buf_adds(&b, "\n\n");
	if (e == ERR_OK)
		e = buf_addf(&b, "%s\n", heading);
	if (e == ERR_OK)
		e = buf_add(&b, text, len);
	if (e == ERR_OK)
		e = note_set(n, n->facts.form->fields[last].id, b.p, b.len);
	buf_free(&b);
	return e;
}

enum err note_lose(struct note *n, const char *tag)
{
	if (mem_grow((void **)&n->lost, &n->clost, n->nlost + 1,
		sizeof(*n->lost)) != 0)
		return ERR_NOMEM;
	cut(n->lost[n->nlost++].tag, sizeof(n->lost->tag), tag);
	return ERR_OK;
}

const struct note_facts *note_facts(const struct note *n)
{
	return &n->facts;
}

const char *note_text(const struct note *n, const char *field)
{
	size_t i = note_index(n, field);

	return i == n->nvalues ? "" : buf_str(&n->values[i].text);
}

bool note_saved(const struct note *n)
{
	return n->saved;
}

/* ---- the draft file ---------------------------------------------------------
 */

/* Every dirty field, what is gone, and the meta row, in ${f}. */
static size_t dirty_fields(
    struct note *n, const struct buf *meta, struct draft_field *f)
{
	size_t k = 0;

	for (size_t i = 0; i < n->nvalues; i++)
		if (n->values[i].dirty)
			f[k++] =
			    (struct draft_field){n->facts.form->fields[i].id,
				n->values[i].text.p, n->values[i].text.len};
	for (size_t i = 0; i < n->nlost; i++)
		f[k++] = (struct draft_field){n->lost[i].tag, NULL, 0};
	if (n->looks_dirty)
		f[k++] =
		    (struct draft_field){TAG_LOOKS, n->looks.p, n->looks.len};
	f[k++] = (struct draft_field){TAG_META, meta->p, meta->len};
	return k;
}

static bool is_dirty(const struct note *n)
{
	bool dirty = n->looks_dirty || n->meta_dirty || n->nlost > 0;

	for (size_t i = 0; i < n->nvalues; i++)
		dirty = dirty || n->values[i].dirty;
	return dirty;
}

static void now_clean(struct note *n)
{
	for (size_t i = 0; i < n->nvalues; i++)
		n->values[i].dirty = false;
	n->looks_dirty = n->meta_dirty = false;
	n->nlost = 0;
	n->stored = n->saved = true;
}

enum err note_flush(struct note *n)
{
	struct draft_field *f;
	struct buf meta = {0};
	enum err e;

	if (n->facts.readonly)
		return err_set(ERR_CONFLICT, "held by another login");
	if (!is_dirty(n))
		return ERR_OK;
	f = mem_new(n->nvalues + n->nlost + 2, sizeof(*f));
	if (f == NULL)
		return ERR_NOMEM;
	n->saved = false;
	n->meta.saved = clock_utc(n->c->clock);
	n->meta.whole = note_whole(n);
	e = meta_encode(&n->meta, &meta);
	if (e == ERR_OK)
		e = draft_put(n->d, f, dirty_fields(n, &meta, f));
	if (e == ERR_OK)
		now_clean(n);
	else if (e == ERR_CONFLICT)
		n->facts.readonly = true;
	buf_free(&meta);
	free(f);
	return e;
}

enum err note_put(
    struct note *n, const char *field, const void *text, size_t len)
{
	enum err e;

	if (n->facts.readonly)
		return err_set(ERR_CONFLICT, "held by another login");
	e = note_set(n, field, text, len);
	if (e != ERR_OK)
		return e;
	n->meta.closed = false;
	return note_flush(n);
}

enum err note_put_cursor(struct note *n, const char *field, size_t offset)
{
	size_t len = strlen(field);

	if (len >= sizeof(n->meta.field))
		return err_set(ERR_NOTFOUND, "no field %.16s", field);
	memcpy(n->meta.field, field, len + 1);
	n->meta.offset = offset;
	memcpy(n->facts.cursor_field, field, len + 1);
	n->facts.cursor = offset;
	n->meta_dirty = true;
	return ERR_OK;
}

enum err note_retry(struct note *n)
{
	return note_flush(n);
}

enum err note_settle(struct note *n)
{
	enum err e = ERR_OK;

	/* An empty note that nobody typed in leaves no draft. */
	if (n->stored && !n->facts.readonly)
		e = note_flush(n);
	return e == ERR_OK ? draft_settle(n->c->vault) : e;
}

enum err note_take(struct note *n)
{
	enum err e = draft_take(n->d);

	if (e != ERR_OK)
		return e;
	n->facts.readonly = false;
	n->facts.recovered = false;
	return note_load(n);
}

bool note_begun(const struct note *n)
{
	return n->stored;
}

void note_close(struct note *n)
{
	if (n == NULL)
		return;
	if (n->stored && !n->facts.readonly) {
		n->meta.closed = true;
		n->meta_dirty = true;
		/* What could not be stored was told when it was typed. */
		if (note_flush(n) != ERR_OK)
			err_clear();
	}
	note_free(n);
}

void note_drop(struct note *n)
{
	if (n == NULL)
		return;
	if (n->stored && !n->facts.readonly && n->meta_dirty &&
	    note_flush(n) != ERR_OK)
		err_clear();
	note_free(n);
}
