#include "clinic/banner.h"

#include <stdio.h>
#include <string.h>

#include "clinic/internal.h"

#define RISK_FORM "risk"
#define RISK_FIELD "level"
#define PLAN_FORM "safety"

static bool is_raised(const char *level)
{
	static const char *const raised[] = {"moderate", "high", "imminent"};

	for (size_t i = 0; i < sizeof(raised) / sizeof(*raised); i++)
		if (strcmp(raised[i], level) == 0)
			return true;
	return false;
}

bool banner_wants(const char *form)
{
	return strcmp(form, RISK_FORM) == 0;
}

void banner_take(struct entry_node *n, const struct record *r)
{
	memset(n->level, 0, sizeof(n->level));
	if (banner_wants(r->form))
		(void)snprintf(n->level, sizeof(n->level), "%s",
		    record_get(r, RISK_FIELD));
}

/* The entry of ${form} with the latest service, NULL if there is none. */
static const struct entry_node *latest(
    const struct chart_node *ch, const char *form)
{
	const struct entry_node *last = NULL;

	for (size_t i = 0; i < ch->n; i++) {
		const struct entry_node *n = ch->v[i];

		if (n->bad || n->act == ACT_ERROR || strcmp(n->form, form) != 0)
			continue;
		if (last == NULL || n->when > last->when ||
		    (n->when == last->when && n->signed_at >= last->signed_at))
			last = n;
	}
	return last;
}

/* The word for a level as the form shows it. */
static const char *level_word(const struct clinic *c, const char *level)
{
	const struct form *f = forms_get(c->forms, RISK_FORM);
	const struct form_field *fd =
	    f == NULL ? NULL : form_field(f, RISK_FIELD);

	for (size_t i = 0; fd != NULL && i < fd->noptions; i++)
		if (strcmp(fd->options[i].value, level) == 0)
			return fd->options[i].label;
	return level;
}

static struct banner make(const struct clinic *c, const struct chart_node *ch)
{
	const struct entry_node *risk = latest(ch, RISK_FORM);
	const struct entry_node *plan = latest(ch, PLAN_FORM);
	struct banner b = {.level = ""};
	int minute;

	if (risk != NULL && is_raised(risk->level)) {
		b.raised = true;
		b.risk_on = date_of(risk->when, &minute);
		b.level = level_word(c, risk->level);
	}
	if (plan != NULL) {
		b.plan = true;
		b.plan_on = date_of(plan->when, &minute);
	}
	return b;
}

enum err banner_get(
    struct clinic *c, const struct id *chart, struct banner *out)
{
	struct chart_node *ch = NULL;
	enum err e = chart_fresh(c, chart, &ch);

	if (e != ERR_OK)
		return e;
	if (!ch->warned) {
		ch->banner = make(c, ch);
		ch->warned = true;
	}
	*out = ch->banner;
	return ERR_OK;
}
