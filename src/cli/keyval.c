/* Not inih: it cuts lines at 200 bytes and takes " ;" for a comment, and a name
 * or a path may be long and hold both. */
#include "cli/keyval.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

#define FILE_MAX ((size_t)64 << 10)

struct row {
	char key[64];
	char *value; /* inside the text */
	unsigned line;
	bool taken;
};

struct keyval {
	char *path;
	struct buf text;
	struct row *rows;
	size_t n, cap;
};

static enum err refuse(
    const struct keyval *kv, unsigned line, const char *reason)
{
	return err_set(ERR_FORMAT, "%s:%u: %s", kv->path, line, reason);
}

static char *trim(char *s)
{
	char *end;

	s += strspn(s, " \t");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r", end[-1]) != NULL)
		end--;
	*end = '\0';
	return s;
}

static struct row *find(const struct keyval *kv, const char *key)
{
	for (size_t i = 0; i < kv->n; i++)
		if (strcmp(kv->rows[i].key, key) == 0)
			return &kv->rows[i];
	return NULL;
}

static enum err add(
    struct keyval *kv, unsigned line, const char *section, char *s)
{
	char *sign = strchr(s, '=');
	struct row r = {.line = line};
	void *p = kv->rows;
	int n;

	if (sign == NULL)
		return refuse(
		    kv, line, _("not a line of the form key = value"));
	*sign = '\0';
	n = snprintf(r.key, sizeof(r.key), "%s%s%s", section,
	    *section != '\0' ? "." : "", trim(s));
	if (n < 0 || (size_t)n >= sizeof(r.key))
		return refuse(kv, line, _("the key is too long"));
	if (find(kv, r.key) != NULL)
		return refuse(kv, line, _("stands twice"));
	r.value = trim(sign + 1);
	if (mem_grow(&p, &kv->cap, kv->n + 1, sizeof(*kv->rows)) < 0)
		return err_set(ERR_NOMEM, "keys");
	kv->rows = p;
	kv->rows[kv->n++] = r;
	return ERR_OK;
}

static enum err parse(struct keyval *kv)
{
	const char *section = "";
	char *next = (char *)kv->text.p;
	enum err e = ERR_OK;

	for (unsigned line = 1; e == ERR_OK && next != NULL; line++) {
		char *s = next;

		next = strchr(s, '\n');
		if (next != NULL)
			*next++ = '\0';
		s = trim(s);
		if (*s == '\0' || *s == '#' || *s == ';')
			continue;
		if (*s == '[' && s[strlen(s) - 1] == ']') {
			s[strlen(s) - 1] = '\0';
			section = trim(s + 1);
			continue;
		}
		e = add(kv, line, section, s);
	}
	return e;
}

static enum err read_text(struct keyval *kv, struct buf *raw)
{
	enum err e = file_read(kv->path, FILE_MAX, raw);
	size_t good;

	if (e != ERR_OK)
		return e;
	good = utf8_valid(raw->p, raw->len);
	if (good < raw->len || memchr(buf_str(raw), '\0', raw->len) != NULL)
		return err_set(ERR_FORMAT, _("%s is not UTF-8 text"), kv->path);
	return utf8_nfc(buf_str(raw), raw->len, &kv->text);
}

enum err keyval_read(const char *path, struct keyval **out)
{
	struct keyval *kv = mem_new(1, sizeof(*kv));
	struct buf raw = {0};
	enum err e;

	if (kv == NULL || (kv->path = mem_strdup(path)) == NULL) {
		e = err_set(ERR_NOMEM, "keys");
		goto out;
	}
	e = read_text(kv, &raw);
	if (e == ERR_OK && kv->text.len > 0)
		e = parse(kv);
	if (e == ERR_OK) {
		*out = kv;
		kv = NULL;
	}
out:
	buf_free(&raw);
	keyval_free(kv);
	return e;
}

void keyval_free(struct keyval *kv)
{
	if (kv == NULL)
		return;
	free(kv->path);
	free(kv->rows);
	buf_free(&kv->text);
	free(kv);
}

const char *keyval_get(struct keyval *kv, const char *key)
{
	struct row *r = find(kv, key);

	if (r == NULL)
		return NULL;
	r->taken = true;
	return r->value;
}

enum err keyval_rest(const struct keyval *kv)
{
	for (size_t i = 0; i < kv->n; i++)
		if (!kv->rows[i].taken)
			return err_set(ERR_FORMAT,
			    _("%s:%u: %s is not asked for"), kv->path,
			    kv->rows[i].line, kv->rows[i].key);
	return ERR_OK;
}

enum err keyval_without(const struct keyval *kv, const char *word)
{
	for (size_t i = 0; i < kv->n; i++) {
		const char *dot = strrchr(kv->rows[i].key, '.');

		if (strcasecmp(dot != NULL ? dot + 1 : kv->rows[i].key, word) ==
		    0)
			return refuse(kv, kv->rows[i].line,
			    _("passwords are typed or come from "
			      "--password-fd, not from a file"));
	}
	return ERR_OK;
}
