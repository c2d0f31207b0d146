#include "clinic/clinic.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "clinic/internal.h"

static void add_problem(void *arg, const char *line)
{
	struct clinic *c = arg;

	/* A report that does not fit in memory is no reason to stop. */
	if (mem_grow((void **)&c->problems, &c->cproblems, c->nproblems + 1,
		sizeof(*c->problems)) != 0)
		return;
	c->problems[c->nproblems] = mem_strdup(line);
	if (c->problems[c->nproblems] != NULL)
		c->nproblems++;
}

enum err clinic_read_forms(struct clinic *c, const char *formsdir)
{
	char own[PATH_MAX];
	enum err e = path_join(own, vault_dir(c->vault), "forms");

	return e != ERR_OK
		   ? e
		   : forms_load(formsdir, own, add_problem, c, &c->forms);
}

enum err clinic_open(const char *dir, const char *formsdir,
    const struct clock *clock, struct clinic **out)
{
	struct clinic *c = mem_new(1, sizeof(*c));
	enum err e;

	if (c == NULL)
		return ERR_NOMEM;
	c->clock = clock;
	e = vault_open(dir, clock, &c->vault);
	if (e == ERR_OK && formsdir != NULL)
		e = clinic_read_forms(c, formsdir);
	if (e != ERR_OK) {
		clinic_close(c);
		return e;
	}
	*out = c;
	return ERR_OK;
}

void clinic_close(struct clinic *c)
{
	if (c == NULL)
		return;
	clinic_forget(c);
	if (c->vault != NULL)
		vault_close(c->vault);
	forms_free(c->forms);
	for (size_t i = 0; i < c->nproblems; i++)
		free(c->problems[i]);
	free(c->problems);
	free(c);
}

struct vault *clinic_vault(struct clinic *c)
{
	return c->vault;
}

const struct forms *clinic_forms(const struct clinic *c)
{
	return c->forms;
}

const struct clock *clinic_clock(const struct clinic *c)
{
	return c->clock;
}

struct date clinic_today(const struct clinic *c)
{
	int minute;

	return date_of(clock_utc(c->clock), &minute);
}

void clinic_problems(const struct clinic *c,
    void (*each)(void *arg, const char *line), void *arg)
{
	for (size_t i = 0; i < c->nproblems; i++)
		each(arg, c->problems[i]);
}

void clinic_stale(struct clinic *c)
{
	c->clients.fresh = false;
	c->sessions.fresh = false;
	for (size_t i = 0; i < c->charts.n; i++)
		c->charts.v[i]->fresh = false;
}

enum err clinic_poll(struct clinic *c, bool *changed)
{
	bool ch = false;
	enum err e = vault_poll(c->vault, &ch);

	if (e != ERR_OK)
		return e;
	if (ch)
		clinic_stale(c);
	*changed = ch;
	return ERR_OK;
}

void clinic_forget(struct clinic *c)
{
	clients_forget(c);
	sessions_forget(c);
	charts_forget(c);
	c->whose = id_zero;
}

enum err clinic_need(struct clinic *c)
{
	const struct person *me = vault_me(c->vault);

	if (me == NULL || !vault_is_open(c->vault))
		return err_set(ERR_LOCKED, "nobody is logged in");
	if (!id_equal(&c->whose, &me->id)) {
		clinic_forget(c);
		c->whose = me->id;
	}
	return ERR_OK;
}
