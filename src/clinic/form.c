#include "clinic/form.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "clinic/form_read.h"

struct forms {
	struct form **v;
	size_t n, cap;
};

void form_field_done(struct form_field *f)
{
	for (size_t i = 0; i < f->noptions; i++) {
		free(f->options[i].value);
		free(f->options[i].label);
	}
	for (size_t i = 0; i < f->naliases; i++)
		free(f->aliases[i]);
	free(f->options);
	free(f->aliases);
	free(f->id);
	free(f->label);
	free(f->hint);
	free(f->def);
	free(f->constant);
	memset(f, 0, sizeof(*f));
}

void form_free(struct form *f)
{
	if (f == NULL)
		return;
	for (size_t i = 0; i < f->nfields; i++)
		form_field_done(&f->fields[i]);
	free(f->fields);
	free(f->id);
	free(f->title);
	free(f->kind);
	free(f->attendance);
	measure_free(f->measure);
	free(f->file);
	free(f);
}

enum err form_options_copy(struct form_field *to, const struct form_field *from)
{
	to->options = mem_new(from->noptions, sizeof(*to->options));
	if (to->options == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < from->noptions; i++) {
		to->noptions++;
		to->options[i].value = mem_strdup(from->options[i].value);
		to->options[i].label = mem_strdup(from->options[i].label);
		to->options[i].points = from->options[i].points;
		if (to->options[i].value == NULL ||
		    to->options[i].label == NULL)
			return ERR_NOMEM;
	}
	return ERR_OK;
}

static enum err copy_aliases(
    struct form_field *to, const struct form_field *from)
{
	to->aliases = mem_new(from->naliases, sizeof(*to->aliases));
	if (to->aliases == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < from->naliases; i++) {
		to->aliases[i] = mem_strdup(from->aliases[i]);
		if (to->aliases[i] == NULL)
			return ERR_NOMEM;
		to->naliases++;
	}
	return ERR_OK;
}

enum err form_field_copy(struct form_field *to, const struct form_field *from)
{
	*to = *from;
	to->options = NULL;
	to->aliases = NULL;
	to->constant = NULL;
	to->noptions = to->naliases = 0;
	to->id = mem_strdup(from->id);
	to->label = mem_strdup(from->label);
	to->hint = mem_strdup(from->hint);
	to->def = mem_strdup(from->def);
	if (to->id == NULL || to->label == NULL || to->hint == NULL ||
	    to->def == NULL)
		return ERR_NOMEM;
	if (from->constant != NULL &&
	    (to->constant = mem_strdup(from->constant)) == NULL)
		return ERR_NOMEM;
	if (form_options_copy(to, from) != ERR_OK)
		return ERR_NOMEM;
	return copy_aliases(to, from);
}

static enum err append_fields(
    struct form *to, const struct form *from, bool header)
{
	enum err e = ERR_OK;

	for (size_t i = 0; i < from->nfields && e == ERR_OK; i++)
		if (from->fields[i].header == header)
			e = form_field_copy(
			    &to->fields[to->nfields++], &from->fields[i]);
	return e;
}

enum err form_join(
    const struct form *first, const struct form *rest, struct form **out)
{
	struct form *f = mem_new(1, sizeof(*f));
	enum err e = ERR_NOMEM;

	if (f == NULL)
		return ERR_NOMEM;
	f->version = rest->version;
	f->id = mem_strdup(rest->id);
	f->title = mem_strdup(rest->title);
	f->kind = mem_strdup(rest->kind);
	f->attendance = mem_strdup(rest->attendance);
	f->file = mem_strdup(rest->file);
	f->fields = mem_new(first->nfields + rest->nfields, sizeof(*f->fields));
	if (f->id == NULL || f->title == NULL || f->kind == NULL ||
	    f->attendance == NULL || f->file == NULL || f->fields == NULL)
		goto out;
	e = append_fields(f, rest, true);
	if (e == ERR_OK)
		e = append_fields(f, first, false);
	if (e == ERR_OK)
		e = append_fields(f, rest, false);
	if (e == ERR_OK) {
		*out = f;
		return ERR_OK;
	}
out:
	form_free(f);
	return e;
}

const struct form_field *form_field(const struct form *f, const char *id)
{
	for (size_t i = 0; i < f->nfields; i++)
		if (strcmp(f->fields[i].id, id) == 0)
			return &f->fields[i];
	return NULL;
}

/* Takes ${f}; one of the same id gives way. */
static enum err keep(struct forms *fs, struct form *f)
{
	for (size_t i = 0; i < fs->n; i++)
		if (strcmp(fs->v[i]->id, f->id) == 0) {
			form_free(fs->v[i]);
			fs->v[i] = f;
			return ERR_OK;
		}
	if (mem_grow((void **)&fs->v, &fs->cap, fs->n + 1, sizeof(*fs->v)) !=
	    0) {
		form_free(f);
		return ERR_NOMEM;
	}
	fs->v[fs->n++] = f;
	return ERR_OK;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_form(const char *name)
{
	size_t len = strlen(name);

	return name[0] != '.' &&
	       ((len > 5 && strcmp(name + len - 5, ".form") == 0) ||
		   (len > 8 && strcmp(name + len - 8, ".measure") == 0));
}

/* The names that end in .form or .measure, sorted: reports come in a fixed
 * order. */
static enum err list(const char *dir, char ***names, size_t *n)
{
	DIR *d = opendir(dir);
	struct dirent *de;
	size_t cap = 0;
	enum err e = ERR_OK;

	if (d == NULL)
		return err_errno("%s", dir);
	while (e == ERR_OK && (de = readdir(d)) != NULL) {
		if (!is_form(de->d_name))
			continue;
		if (mem_grow((void **)names, &cap, *n + 1, sizeof(**names)) !=
			0 ||
		    ((*names)[*n] = mem_strdup(de->d_name)) == NULL)
			e = ERR_NOMEM;
		else
			++*n;
	}
	(void)closedir(d);
	if (*n > 0)
		qsort(*names, *n, sizeof(**names), by_name);
	return e;
}

/* Every form of ${dir}; a bad one is reported and left out. */
static enum err load_dir(struct forms *fs, const char *dir, const char *base,
    void (*problem)(void *, const char *), void *arg)
{
	char path[PATH_MAX], **names = NULL;
	struct form *f;
	size_t n = 0;
	enum err e;

	e = list(dir, &names, &n);
	for (size_t i = 0; i < n && e == ERR_OK; i++) {
		e = path_join(path, dir, names[i]);
		if (e == ERR_OK)
			e = form_read_from(path, dir, base, &f);
		if (e == ERR_OK) {
			e = keep(fs, f);
		} else if (e != ERR_NOMEM) {
			problem(arg, err_detail());
			e = ERR_OK;
		}
	}
	for (size_t i = 0; i < n; i++)
		free(names[i]);
	free(names);
	return e;
}

enum err forms_load(const char *shipped, const char *own,
    void (*problem)(void *arg, const char *line), void *arg, struct forms **out)
{
	struct forms *fs = mem_new(1, sizeof(*fs));
	enum err e;

	if (fs == NULL)
		return ERR_NOMEM;
	e = load_dir(fs, shipped, NULL, problem, arg);
	if (e == ERR_OK && fs->n == 0)
		e = err_set(ERR_NOTFOUND, "no forms in %s", shipped);
	if (e == ERR_OK && own != NULL && file_exists(own))
		e = load_dir(fs, own, shipped, problem, arg);
	if (e != ERR_OK) {
		forms_free(fs);
		return e;
	}
	*out = fs;
	return ERR_OK;
}

void forms_free(struct forms *fs)
{
	if (fs == NULL)
		return;
	for (size_t i = 0; i < fs->n; i++)
		form_free(fs->v[i]);
	free(fs->v);
	free(fs);
}

const struct form *forms_get(const struct forms *fs, const char *id)
{
	for (size_t i = 0; i < fs->n; i++)
		if (strcmp(fs->v[i]->id, id) == 0)
			return fs->v[i];
	return NULL;
}

/* How many of the kind stand before ${f}; ids settle equal titles. */
static size_t rank(const struct forms *fs, const struct form *f)
{
	size_t n = 0;
	int c;

	for (size_t i = 0; i < fs->n; i++) {
		if (strcmp(fs->v[i]->kind, f->kind) != 0)
			continue;
		c = strcoll(fs->v[i]->title, f->title);
		if (c < 0 || (c == 0 && strcmp(fs->v[i]->id, f->id) < 0))
			n++;
	}
	return n;
}

const struct form *forms_at(const struct forms *fs, const char *kind, size_t i)
{
	for (size_t j = 0; j < fs->n; j++)
		if (strcmp(fs->v[j]->kind, kind) == 0 &&
		    rank(fs, fs->v[j]) == i)
			return fs->v[j];
	return NULL;
}
