#include "ui/appdata.h"

#include "base/mem.h"

struct level *stack_top(const struct app *a)
{
	return a->n_levels > 0 ? &a->levels[a->n_levels - 1] : NULL;
}

static void part_free(struct part *p)
{
	if (p->ops != NULL && p->ops->free != NULL)
		p->ops->free(p->self);
	*p = (struct part){0};
}

void stack_bury(struct app *a)
{
	while (a->busy == 0 && a->n_dead > 0) {
		struct part p = a->dead[--a->n_dead];

		part_free(&p);
	}
}

static void leave(struct app *a, const struct part *p)
{
	struct part copy = *p;

	a->busy++;
	if (copy.ops != NULL && copy.ops->leave != NULL)
		copy.ops->leave(a, copy.self);
	a->busy--;
}

static void enter(struct app *a, const struct part *p)
{
	struct part copy = *p;

	a->busy++;
	if (copy.ops != NULL && copy.ops->enter != NULL)
		copy.ops->enter(a, copy.self);
	a->busy--;
}

/* Room was made when the part came; see admit(). */
static void part_close(struct app *a, struct part *p)
{
	struct part copy = *p;

	if (copy.ops == NULL)
		return;
	*p = (struct part){0};
	leave(a, &copy);
	a->dead[a->n_dead++] = copy;
}

/* A new part: make sure that it can be buried later without memory. */
static enum err admit(
    struct app *a, const struct screen_ops *ops, void *self, size_t levels)
{
	size_t open = a->n_dead + 1;

	for (size_t i = 0; i < a->n_levels; i++)
		open += 2 + DRAWERS;
	if (mem_grow((void **)&a->dead, &a->cap_dead, open + 2 + DRAWERS,
		sizeof(*a->dead)) == 0 &&
	    mem_grow((void **)&a->levels, &a->cap_levels, levels,
		sizeof(*a->levels)) == 0 &&
	    (ops->actions.n == 0 ||
		keymap_table(a->keys, ops->id, ops->actions, false) == ERR_OK))
		return ERR_OK;
	if (ops->free != NULL)
		ops->free(self);
	return ERR_NOMEM;
}

static void level_leave(struct app *a, const struct level *l)
{
	struct level copy = *l;

	leave(a, &copy.main);
	leave(a, &copy.pane);
	if (copy.n_drawers > 0)
		leave(a, &copy.drawers[copy.n_drawers - 1]);
}

static void level_enter(struct app *a, const struct level *l)
{
	struct level copy = *l;

	enter(a, &copy.main);
	enter(a, &copy.pane);
	if (copy.n_drawers > 0)
		enter(a, &copy.drawers[copy.n_drawers - 1]);
}

static void drop_top(struct app *a)
{
	struct level *l = stack_top(a);

	while (l->n_drawers > 0)
		part_close(a, &l->drawers[--l->n_drawers]);
	part_close(a, &l->pane);
	part_close(a, &l->main);
	a->n_levels--;
}

void stack_clear(struct app *a)
{
	a->next_key = NULL;
	while (a->n_levels > 0)
		drop_top(a);
}

/* --- the stack --- */

enum err app_push(struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels + 1);
	struct level l = {.main = {ops, self}};

	if (e != ERR_OK)
		return e;
	a->next_key = NULL;
	if (a->n_levels > 0)
		level_leave(a, stack_top(a));
	a->levels[a->n_levels++] = l;
	enter(a, &l.main);
	stack_bury(a);
	return ERR_OK;
}

void app_pop(struct app *a)
{
	if (a->n_levels < 2)
		return;
	a->next_key = NULL;
	drop_top(a);
	level_enter(a, stack_top(a));
	stack_bury(a);
}

void app_refresh(struct app *a)
{
	level_enter(a, stack_top(a));
}

void app_home(struct app *a)
{
	if (a->n_levels < 2)
		return;
	a->next_key = NULL;
	while (a->n_levels > 1)
		drop_top(a);
	level_enter(a, stack_top(a));
	stack_bury(a);
}

enum err app_reset(struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels + 1);
	struct level l = {.main = {ops, self}};

	if (e != ERR_OK)
		return e;
	stack_clear(a);
	a->levels[a->n_levels++] = l;
	enter(a, &l.main);
	stack_bury(a);
	return ERR_OK;
}

void *app_find(const struct app *a, const struct screen_ops *ops)
{
	for (size_t i = a->n_levels; i-- > 0;) {
		if (a->levels[i].main.ops == ops)
			return a->levels[i].main.self;
	}
	return NULL;
}

size_t app_depth(const struct app *a)
{
	return a->n_levels;
}

const struct screen_ops *app_top(const struct app *a)
{
	const struct level *l = stack_top(a);

	return l == NULL ? NULL : l->main.ops;
}

enum err app_drawer(struct app *a, const struct screen_ops *ops, void *self)
{
	struct level *l = stack_top(a);

	while (l != NULL && l->n_drawers > 0)
		part_close(a, &l->drawers[--l->n_drawers]);
	return app_drawer_over(a, ops, self);
}

enum err app_drawer_over(
    struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels);
	struct level *l = stack_top(a);
	struct part p = {ops, self};

	if (e != ERR_OK)
		return e;
	a->next_key = NULL;
	if (l == NULL || l->n_drawers == DRAWERS) {
		if (ops->free != NULL)
			ops->free(self);
		return ERR_LIMIT;
	}
	l->drawers[l->n_drawers++] = p;
	enter(a, &p);
	stack_bury(a);
	return ERR_OK;
}

void app_drawer_close(struct app *a)
{
	struct level *l = stack_top(a);

	if (l == NULL || l->n_drawers == 0)
		return;
	a->next_key = NULL;
	part_close(a, &l->drawers[--l->n_drawers]);
	stack_bury(a);
}

bool app_drawer_open(const struct app *a)
{
	const struct level *l = stack_top(a);

	return l != NULL && l->n_drawers > 0;
}

enum err app_pane(struct app *a, const struct screen_ops *ops, void *self)
{
	enum err e = admit(a, ops, self, a->n_levels);
	struct level *l = stack_top(a);
	struct part p = {ops, self};

	if (e != ERR_OK)
		return e;
	if (l == NULL) {
		if (ops->free != NULL)
			ops->free(self);
		return ERR_LIMIT;
	}
	part_close(a, &l->pane);
	l->pane = p;
	l->in_pane = true;
	enter(a, &p);
	stack_bury(a);
	return ERR_OK;
}

void app_pane_close(struct app *a)
{
	struct level *l = stack_top(a);

	if (l == NULL)
		return;
	l->in_pane = false;
	part_close(a, &l->pane);
	stack_bury(a);
}

void *app_pane_find(const struct app *a, const struct screen_ops *ops)
{
	const struct level *l = stack_top(a);

	return l != NULL && l->pane.ops == ops ? l->pane.self : NULL;
}

void app_focus_pane(struct app *a, bool pane)
{
	struct level *l = stack_top(a);

	if (l != NULL)
		l->in_pane = pane && l->pane.ops != NULL;
}

struct part app_focus(const struct app *a)
{
	const struct level *l = stack_top(a);

	return l == NULL ? (struct part){0} : *level_focus(l);
}

static bool same(const struct part *a, const struct part *b)
{
	return a->ops == b->ops && a->self == b->self;
}

static bool answered(
    struct app *a, const struct part *asker, int id, const struct answer *ans)
{
	const struct level *l = stack_top(a);
	bool there;

	if (asker->ops == NULL || asker->ops->answer == NULL)
		return true;
	there = same(asker, &l->main) || same(asker, &l->pane);
	for (size_t i = 0; i < l->n_drawers; i++)
		there = there || same(asker, &l->drawers[i]);
	return !there || asker->ops->answer(a, asker->self, id, ans);
}

bool app_drawer_answer(
    struct app *a, const struct part *asker, int id, const struct answer *ans)
{
	struct level *l = stack_top(a);
	struct part me, main;
	size_t depth = a->n_levels;
	bool done;

	if (l == NULL || l->n_drawers == 0)
		return true;
	main = l->main;
	me = l->drawers[--l->n_drawers];
	a->busy++;
	done = answered(a, asker, id, ans);
	l = stack_top(a);
	if (!done && a->n_levels == depth && same(&main, &l->main) &&
	    l->n_drawers < DRAWERS)
		l->drawers[l->n_drawers++] = me;
	else
		part_close(a, &me);
	a->busy--;
	stack_bury(a);
	return done;
}

bool app_in_pane(const struct app *a)
{
	const struct level *l = stack_top(a);

	return l != NULL && l->in_pane;
}

void app_set_single(struct app *a, bool single)
{
	a->single = single;
}

bool app_single(const struct app *a)
{
	return a->single;
}
