#include "screens/places.h"

#include "screens/screens.h"

/* Lowest first: a chart stands over a caseload, an entry over a chart. */
static const struct screen_row {
	const struct screen_ops *ops;
	bool (*place)(void *self, struct place *);
} rows[] = {
    {&login_screen, NULL},
    {&locked_screen, NULL},
    {&today_screen, NULL},
    {&caseload_screen, caseload_place},
    {&chart_screen, chart_place},
    {&client_screen, client_place},
    {&session_screen, NULL},
    {&account_screen, NULL},
    {&code_screen, NULL},
    {&entry_screen, entry_place},
    {&note_screen, note_place},
    {&note_last_screen, NULL},
    {&pick_screen, NULL},
    {&private_first_screen, NULL},
    {&private_locked_screen, NULL},
    {&private_screen, NULL},
    {&sign_screen, NULL},
    {&signature_screen, NULL},
};

#define COUNT (sizeof(rows) / sizeof(rows[0]))

const struct screen_ops *places_at(size_t i)
{
	return i < COUNT ? rows[i].ops : NULL;
}

enum err places_keys(struct keymap *keys)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < COUNT; i++)
		e = keymap_table(
		    keys, rows[i].ops->id, rows[i].ops->actions, false);
	return e;
}

size_t places_collect(const struct program *p, struct place *out, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < COUNT && n < max; i++) {
		void *self = rows[i].place != NULL
				 ? app_find(p->app, rows[i].ops)
				 : NULL;

		if (self != NULL && rows[i].place(self, &out[n]))
			n++;
	}
	return n;
}
