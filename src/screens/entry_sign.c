/* One signature in full: who, when, what was declared, over which bytes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "screens/reading.h"

/* ---- words -----------------------------------------------------------------
 */

const char *reading_time(int64_t utc, char *out)
{
	static const struct date no_year;
	char day[DATE_STR], clock[8];
	int minute;
	struct date d = date_of(utc, &minute);

	snprintf(out, READING_TIME, "%s %s", date_short(d, no_year, day),
	    time_str(minute, clock));
	return out;
}

void reading_who(const struct program *p, const struct reading_sign *s,
    char *out, size_t cap)
{
	const struct person *a;

	if (s->record->signer != NULL && *s->record->signer != '\0') {
		snprintf(out, cap, "%s", s->record->signer);
		return;
	}
	a = vault_person(clinic_vault(p->clinic), &s->sign->author);
	snprintf(out, cap, "%s%s%s", a != NULL ? a->name : "?",
	    a != NULL && *a->credentials != '\0' ? ", " : "",
	    a != NULL ? a->credentials : "");
}

const char *reading_meaning(enum act act)
{
	static const char *const words[ACT_COUNT] = {
	    [ACT_ORIGINAL] = N_("author; complete and correct"),
	    [ACT_ADDENDUM] = N_("author of the addendum"),
	    [ACT_CORRECTION] = N_("author of the correction"),
	    [ACT_ERROR] = N_("author; entered in error"),
	};

	return _(words[act]);
}

/* ---- the drawer ---- */

#define GROUPS_A_ROW 8 /* of four digits */

struct sign_view {
	char who[160], when[READING_TIME], brief[16];
	const char *meaning;
	char digest[4][GROUPS_A_ROW * 5 + 1];
	int rows;
};

static void view_head(void *self, struct head *h)
{
	struct sign_view *v = self;

	ui_say(&h->kind, "%s", _("Signature"));
	ui_say(&h->state, "%s", v->brief);
	ui_say(&h->message, "%s",
	    _("The short form is what is printed beside the entry."));
}

static int view_rows(void *self, int w)
{
	const struct sign_view *v = self;

	(void)w;
	return 3 + v->rows;
}

static void view_draw(void *self, const struct view *view)
{
	const struct sign_view *v = self;
	const struct {
		const char *label, *text;
	} rows[] = {
	    {_("Signed by"), v->who},
	    {_("Meaning"), v->meaning},
	    {_("Time"), v->when},
	};
	int y = 0;

	for (; y < 3; y++) {
		term_cut(view->r, y, 2, 13, MEAN_LABEL, rows[y].label);
		term_cut(
		    view->r, y, 16, view->r.w - 18, MEAN_PLAIN, rows[y].text);
	}
	term_cut(view->r, y, 2, 13, MEAN_LABEL, _("Digest"));
	for (int i = 0; i < v->rows; i++)
		term_cut(view->r, y + i, 16, view->r.w - 18, MEAN_PLAIN,
		    v->digest[i]);
	if (view->focus)
		term_cursor(view->r, 0, 16);
}

static const struct action view_actions[] = {
    {"back", NULL, N_("close"), NULL, NULL, NULL, NULL, ACTION_HIDDEN, 0},
};

const struct screen_ops signature_screen = {
    .id = "signature",
    .name = N_("Signature"),
    .help = N_("Who signed, when, what was declared, and the digest of the "
	       "exact bytes that were signed."),
    .actions = {ACTIONS(view_actions)},
    .head = view_head,
    .rows = view_rows,
    .draw = view_draw,
    .free = free,
};

static void say_digest(struct sign_view *v, const unsigned char *d)
{
	char *out = NULL;
	size_t used = 0;

	for (int i = 0; i < 16; i++) {
		if (i % GROUPS_A_ROW == 0) {
			out = v->digest[v->rows++];
			used = 0;
		}
		used += (size_t)snprintf(out + used,
		    sizeof(v->digest[0]) - used, "%s%02X%02X",
		    used > 0 ? " " : "", d[2 * i], d[2 * i + 1]);
	}
}

void reading_sign_show(struct reading *r, size_t index)
{
	const struct reading_sign *s = &r->signs[index];
	struct sign_view *v = mem_new(1, sizeof(*v));
	enum err e = ERR_NOMEM;

	if (v != NULL) {
		reading_who(r->p, s, v->who, sizeof(v->who));
		reading_time(s->sign->time, v->when);
		snprintf(v->brief, sizeof(v->brief), "%s", s->sign->brief);
		v->meaning = reading_meaning(s->record->act);
		say_digest(v, s->sign->digest);
		e = app_drawer(r->p->app, &signature_screen, v);
	}
	if (e != ERR_OK)
		app_refuse(r->p->app, _("opened"), e);
}
