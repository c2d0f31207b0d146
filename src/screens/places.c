#include "screens/places.h"

#include "screens/pane.h"
#include "screens/screens.h"

/* Lowest first: a chart stands over a caseload, an entry over a chart. */
static const struct screen_row {
	const struct screen_ops *ops;
	bool (*place)(void *self, struct place *);
	bool (*unsaved)(void *self);
} rows[] = {
    {&login_screen, NULL, NULL},
    {&locked_screen, NULL, NULL},
    {&today_screen, today_place, NULL},
    {&caseload_screen, caseload_place, NULL},
    {&chart_screen, chart_place, NULL},
    {&client_screen, client_place, client_unsaved},
    {&session_screen, NULL, NULL},
    {&account_screen, NULL, NULL},
    {&code_screen, NULL, NULL},
    {&entry_screen, entry_place, NULL},
    {&note_screen, note_place, note_unsaved},
    {&note_last_screen, NULL, NULL},
    {&pick_screen, NULL, NULL},
    {&private_first_screen, NULL, NULL},
    {&private_locked_screen, NULL, NULL},
    {&private_screen, NULL, NULL},
    {&sign_screen, NULL, NULL},
    {&signature_screen, NULL, NULL},
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

bool places_unsaved(struct program *p)
{
	bool unsaved = p->pane != NULL && pane_unsaved(p->pane);

	for (size_t i = 0; i < COUNT; i++) {
		void *self = rows[i].unsaved != NULL
				 ? app_find(p->app, rows[i].ops)
				 : NULL;

		if (self != NULL && rows[i].unsaved(self))
			unsaved = true;
	}
	return unsaved;
}
