#include "clinic/idmap.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct idmap_slot {
	struct id id;
	void *value; /* NULL: free */
};

void idmap_done(struct idmap *m)
{
	free(m->slots);
	memset(m, 0, sizeof(*m));
}

/* Ids are random, so their first bytes are a hash. */
static struct idmap_slot *slot(const struct idmap *m, const struct id *id)
{
	size_t i = 0;

	memcpy(&i, id->b, sizeof(i));
	for (;; i++) {
		struct idmap_slot *s = &m->slots[i & (m->cap - 1)];

		if (s->value == NULL || id_equal(&s->id, id))
			return s;
	}
}

void *idmap_get(const struct idmap *m, const struct id *id)
{
	return m->n == 0 ? NULL : slot(m, id)->value;
}

static enum err grow(struct idmap *m)
{
	struct idmap big = {.cap = m->cap == 0 ? 64 : m->cap * 2};

	big.slots = mem_new(big.cap, sizeof(*big.slots));
	if (big.slots == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < m->cap; i++)
		if (m->slots[i].value != NULL) {
			*slot(&big, &m->slots[i].id) = m->slots[i];
			big.n++;
		}
	free(m->slots);
	*m = big;
	return ERR_OK;
}

enum err idmap_put(struct idmap *m, const struct id *id, void *value)
{
	struct idmap_slot *s;

	if (m->n * 2 >= m->cap && grow(m) != ERR_OK)
		return ERR_NOMEM;
	s = slot(m, id);
	m->n += s->value == NULL;
	s->id = *id;
	s->value = value;
	return ERR_OK;
}
