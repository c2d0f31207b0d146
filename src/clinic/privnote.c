#include "clinic/privnote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clinic/privnote_set.h"
#include "vault/newid.h"

struct privnotes {
	struct private_vault *pv;
	struct privset set;
	struct id chart, session;
	int64_t when;
};

enum err privnotes_open(struct private_vault *pv, const struct id *chart,
    const struct id *session, int64_t when, struct privnotes **out)
{
	struct privnotes *p = mem_new(1, sizeof(*p));
	struct id none = id_zero;
	enum err e;

	if (p == NULL)
		return ERR_NOMEM;
	p->pv = pv;
	p->chart = *chart;
	p->session = session == NULL ? none : *session;
	p->when = when;
	e = privset_load(pv, chart, &p->set);
	if (e == ERR_OK)
		e = privset_first(&p->set, chart, &p->session, when);
	if (e != ERR_OK) {
		privset_done(&p->set);
		free(p);
		return e;
	}
	*out = p;
	return ERR_OK;
}

void privnotes_close(struct privnotes *p)
{
	if (p == NULL)
		return;
	/* Drafts that cannot be kept now stay drafts; none is lost. */
	if (privnotes_keep(p) != ERR_OK)
		err_clear();
	privset_done(&p->set);
	mem_wipe(p, sizeof(*p));
	free(p);
}

size_t privnotes_count(const struct privnotes *p)
{
	return p->set.n;
}

const struct privnote *privnotes_at(const struct privnotes *p, size_t i)
{
	return i < p->set.n ? &p->set.v[i].pub : NULL;
}

static enum err at(struct privnotes *p, size_t i, struct privitem **out)
{
	if (i >= p->set.n)
		return err_set(ERR_NOTFOUND, "private note %zu", i);
	*out = &p->set.v[i];
	return ERR_OK;
}

/* Facts first: a text without them would be of no client. */
static enum err put_facts(struct privnotes *p, struct privitem *it)
{
	struct buf b = {0};
	enum err e = ERR_OK;

	if (id_is_zero(&it->pub.id)) {
		newid(&it->pub.id);
		it->facts_stored = false;
	}
	if (it->facts_stored)
		return ERR_OK;
	e = privitem_encode(it, false, &b);
	if (e == ERR_OK)
		e = private_draft_put(
		    p->pv, &it->pub.id, PRIVNOTE_FACTS, b.p, b.len);
	if (e == ERR_OK)
		it->facts_stored = true;
	buf_free(&b);
	return e;
}

enum err privnotes_put(
    struct privnotes *p, size_t i, const void *text, size_t len)
{
	struct privitem *it;
	struct buf b = {0};
	enum err e = at(p, i, &it);

	if (e != ERR_OK)
		return e;
	if (utf8_valid(text, len) != len ||
	    (len > 0 && memchr(text, '\0', len) != NULL))
		return err_set(ERR_FORMAT, "not text");
	if (len == 0 && id_is_zero(&it->pub.id))
		return ERR_OK;
	e = buf_add(&b, text, len);
	if (e != ERR_OK)
		return e;
	/* In memory first: what cannot be stored is still on the screen. */
	buf_free(&it->pub.text);
	it->pub.text = b;
	it->pub.draft = true;
	e = put_facts(p, it);
	if (e == ERR_OK)
		e = private_draft_put(p->pv, &it->pub.id, PRIVNOTE_TEXT,
		    it->pub.text.p, it->pub.text.len);
	return e;
}

static enum err keep_one(struct privnotes *p, struct privitem *it)
{
	struct buf b = {0};
	enum err e = ERR_OK;

	/* Begun, and every word taken back: nothing to keep. */
	if (it->pub.text.len > 0 || it->kept) {
		e = privitem_encode(it, true, &b);
		if (e == ERR_OK)
			e = private_write(p->pv, &it->pub.id, &b);
		if (e == ERR_OK)
			it->kept = true;
	}
	buf_free(&b);
	if (e == ERR_OK)
		e = private_draft_remove(p->pv, &it->pub.id);
	if (e == ERR_OK)
		it->pub.draft = it->facts_stored = false;
	return e;
}

enum err privnotes_keep(struct privnotes *p)
{
	enum err e = ERR_OK, worst = ERR_OK;

	for (size_t i = 0; i < p->set.n; i++)
		if (p->set.v[i].pub.draft) {
			e = keep_one(p, &p->set.v[i]);
			worst = worst == ERR_OK ? e : worst;
		}
	return worst;
}

enum err privnotes_kind(struct privnotes *p, size_t i, bool sud)
{
	struct privitem *it;
	enum err e = at(p, i, &it);

	if (e != ERR_OK || it->pub.sud == sud)
		return e;
	it->pub.sud = sud;
	it->facts_stored = false;
	if (id_is_zero(&it->pub.id)) /* stored with the first word */
		return ERR_OK;
	e = privnotes_put(p, i, buf_str(&it->pub.text), it->pub.text.len);
	return e;
}

enum err privnotes_destroy(struct privnotes *p, size_t i)
{
	struct privitem *it;
	enum err e = at(p, i, &it);

	if (e != ERR_OK)
		return e;
	if (it->kept)
		e = private_destroy(p->pv, &it->pub.id);
	if (e == ERR_OK && it->pub.draft)
		e = private_draft_remove(p->pv, &it->pub.id);
	if (e != ERR_OK)
		return e;
	privset_drop(&p->set, i);
	return privset_first(&p->set, &p->chart, &p->session, p->when);
}

static enum err page(const struct privnote *note, struct buf *out)
{
	char day[DATE_STR], time[6];
	int minute;
	struct date d = date_of(note->when, &minute);
	enum err e;

	e = buf_addf(out, "%s\n%s %s   %s\n\n",
	    _("PRIVATE, not part of the record"), date_full(d, day),
	    time_str(minute, time),
	    note->sud ? _("SUD counselling note") : _("psychotherapy note"));
	if (e == ERR_OK)
		e = utf8_file(buf_str(&note->text), note->text.len, out);
	return e == ERR_OK ? buf_adds(out, "\n") : e;
}

enum err privnotes_export(struct privnotes *p, size_t i, const char *path)
{
	struct privitem *it;
	struct buf b = {0};
	enum err e = at(p, i, &it);

	if (e == ERR_OK && file_exists(path))
		e = err_set(ERR_EXISTS, "%s", path);
	/* What the ledger names is a note, not a draft. */
	if (e == ERR_OK && (it->pub.draft || !it->kept))
		e = keep_one(p, it);
	if (e == ERR_OK && !it->kept)
		e = err_set(ERR_NOTFOUND, "an empty private note");
	if (e == ERR_OK)
		e = page(&it->pub, &b);
	if (e == ERR_OK)
		e = private_log_export(p->pv, &it->pub.id);
	if (e == ERR_OK)
		e = file_create(path, b.p, b.len, 0600);
	buf_free(&b);
	return e;
}

/* ---- tags
 * ------------------------------------------------------------------------- */

/* Whether "#tag" stands in the line as a word, case apart. */
static bool has_tag(const char *line, size_t len, const struct buf *tag)
{
	struct buf b = {0};
	bool found = false;
	const char *s, *hit;

	if (utf8_fold(line, len, &b) != ERR_OK)
		return false;
	s = buf_str(&b);
	for (hit = strstr(s, buf_str(tag)); hit != NULL && !found;
	     hit = strstr(hit + 1, buf_str(tag))) {
		const unsigned char after = (unsigned char)hit[tag->len];
		const unsigned char before =
		    hit == s ? ' ' : (unsigned char)hit[-1];

		found = strchr(" \t([,;", before) != NULL &&
			(after == '\0' || strchr(" \t.,;:!?)]", after) != NULL);
	}
	buf_free(&b);
	return found;
}

struct tagged {
	struct buf tag;
	enum err (*each)(
	    void *, const struct id *, int64_t, const char *, size_t);
	void *arg;
};

static enum err tagged_lines(
    const struct tagged *t, const struct privnote *note)
{
	const char *s = buf_str(&note->text);
	enum err e = ERR_OK;

	while (*s != '\0' && e == ERR_OK) {
		size_t n = strcspn(s, "\n");

		if (has_tag(s, n, &t->tag))
			e = t->each(t->arg, &note->chart, note->when, s, n);
		s += n + (s[n] == '\n');
	}
	return e;
}

enum err privnotes_tagged(struct private_vault *pv, const char *tag,
    enum err (*each)(void *arg, const struct id *chart, int64_t when,
	const char *line, size_t len),
    void *arg)
{
	struct tagged t = {.each = each, .arg = arg};
	struct privset set = {0};
	enum err e;

	e = buf_adds(&t.tag, "#");
	if (e == ERR_OK)
		e = utf8_fold(tag, strlen(tag), &t.tag);
	if (e == ERR_OK)
		e = privset_load(pv, NULL, &set);
	for (size_t i = 0; i < set.n && e == ERR_OK; i++)
		e = tagged_lines(&t, &set.v[i].pub);
	privset_done(&set);
	buf_free(&t.tag);
	return e;
}
