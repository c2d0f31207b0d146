#include "clinic/measure.h"

#include <string.h>

#include "base/i18n.h"

/* The option that stands in a field, NULL if none of them does. */
static const struct form_option *answer(
    const struct form_field *f, const char *value)
{
	for (size_t i = 0; i < f->noptions; i++)
		if (strcmp(f->options[i].value, value) == 0)
			return &f->options[i];
	return NULL;
}

static const char *band(const struct measure *m, int total)
{
	for (size_t i = 0; i < m->nbands; i++)
		if (total >= m->bands[i].from && total <= m->bands[i].to)
			return m->bands[i].label;
	return "";
}

void measure_score(const struct form *form,
    const char *(*value)(const void *arg, const char *field), const void *arg,
    struct measure_result *out)
{
	struct measure_result r = {.band = ""};

	for (size_t i = 0; i < form->nfields; i++) {
		const struct form_field *f = &form->fields[i];
		const struct form_option *o;

		if (!f->scored)
			continue;
		o = answer(f, value(arg, f->id));
		if (o == NULL) {
			r.open += f->required;
			continue;
		}
		r.total += o->points;
		if (f->critical > 0 && o->points >= f->critical &&
		    r.critical == NULL)
			r.critical = f->id;
	}
	if (r.open == 0)
		r.band = band(form->measure, r.total);
	else
		r.total = 0;
	*out = r;
}

enum err measure_title(
    const struct form *f, const struct measure_result *r, struct buf *out)
{
	if (r->open > 0)
		return buf_addf(out, _("%s: %u open"), f->title, r->open);
	return buf_addf(out, "%s: %d%s%s", f->title, r->total,
	    *r->band != '\0' ? ", " : "", r->band);
}
