/* gettext in four macros; messages are English in the source. */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>

#define _(s) gettext(s)
#define N_(s) (s)
/* The same English word where another language has two, told apart by a
 * context: C_("chart", "open"). */
#define C_(context, s) i18n_in(context "\004" s, s)

static inline const char *i18n_in(const char *key, const char *plain)
{
	const char *t = gettext(key);

	return t == key ? plain : t;
}

#endif
