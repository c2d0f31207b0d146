#include "ui/finder.h"

#include <string.h>

#include "base/i18n.h"

#define WORDS_MAX 200
#define FIELD_X 16

enum err finder_init(struct finder *f, const char *label,
    const struct list_ops *ops, void (*filter)(void *, const char *), void *arg)
{
	struct textbuf *text;
	enum err e = textbuf_new(WORDS_MAX, true, &text);

	if (e != ERR_OK)
		return e;
	*f = (struct finder){
	    .label = label, .text = text, .filter = filter, .arg = arg};
	textedit_init(&f->edit, text, NULL, TE_LINE);
	list_init(&f->list, ops, arg);
	filter(arg, "");
	list_refresh(&f->list);
	return ERR_OK;
}

void finder_done(struct finder *f)
{
	textedit_done(&f->edit);
	textbuf_free(f->text);
	f->text = NULL;
}

const char *finder_words(const struct finder *f)
{
	return textbuf_str(f->text);
}

/* The first match is marked, unless the filter marks another. */
static void refilter(struct finder *f)
{
	f->list.at = 0;
	f->list.top = 0;
	f->list.mark = id_zero;
	f->filter(f->arg, finder_words(f));
	if (id_is_zero(&f->list.mark))
		list_mark(&f->list, 0);
	else
		list_refresh(&f->list);
	f->in_list = false;
}

static bool from_field(struct finder *f, const struct event *ev)
{
	size_t i;

	if (ev->type != EV_KEY)
		return false;
	if (ev->key == K_DOWN || ev->key == K_PGDN || ev->key == K_TAB) {
		f->in_list = list_at(&f->list, &i);
		return true;
	}
	return ev->key == K_UP || ev->key == K_PGUP;
}

bool finder_event(
    struct finder *f, const struct keymap *km, const struct event *ev)
{
	enum te_did did;

	if (!f->in_list && from_field(f, ev))
		return true;
	if (f->in_list && ev->type == EV_KEY && ev->key != K_BACKSPACE) {
		switch (list_event(&f->list, km, ev)) {
		case LIST_MOVED:
			return true;
		case LIST_EDGE:
			/* Above the first row is the field. */
			if (f->list.at == 0 && ev->key != K_DOWN &&
			    ev->key != K_PGDN && ev->key != K_TAB)
				f->in_list = false;
			return true;
		default:
			break;
		}
	}
	did = textedit_event(&f->edit, km, ev, 1);
	if (did == TE_IGNORED)
		return false;
	if (did == TE_CHANGED)
		refilter(f);
	else
		f->in_list = false;
	return true;
}

/* Rows above the list when there is room. */
static int head_rows(const struct finder *f)
{
	return f->columns != NULL ? 3 : 2;
}

int finder_rows(const struct finder *f)
{
	return head_rows(f) + (int)list_rows(&f->list);
}

void finder_draw(struct finder *f, const struct view *v)
{
	int head = head_rows(f), x = v->r.w > 40 ? FIELD_X : 2;
	struct rect r = v->r;

	if (r.h < head + 2)
		head = r.h > 1 ? 1 : 0;
	if (head > 0 || !f->in_list) {
		if (x == FIELD_X)
			term_cut(r, 0, 2, FIELD_X - 4, MEAN_LABEL, f->label);
		textedit_draw_field(&f->edit, r, 0, x, r.w - x - 2, f->hint,
		    v->focus && !f->in_list);
	}
	if (head == 0 && !f->in_list)
		return;
	if (f->columns != NULL && head == 3)
		term_puts(r, 2, 2, MEAN_TITLE, f->columns);
	list_draw(&f->list, rect_rows(r, head, r.h), v->focus && f->in_list);
}
