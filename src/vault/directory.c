#include <config.h>

#include "vault/directory.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "crypto/secret.h"
#include "vault/fields.h"
#include "vault/genesis.h"
#include "vault/internal.h"
#include "vault/sealed.h"

#define LOGIN_MAX 32

enum err directory_login(const char *name, char *out)
{
	size_t n = strlen(name);

	if (n == 0 || n > LOGIN_MAX)
		goto bad;
	for (size_t i = 0; i <= n; i++) {
		char c = name[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != '\0' &&
		    strchr("abcdefghijklmnopqrstuvwxyz0123456789._-", c) ==
			NULL)
			goto bad;
		out[i] = c;
	}
	return ERR_OK;
bad:
	return err_set(ERR_FORMAT, "%s",
	    _("a login name has 1 to 32 of a-z, 0-9, dot, hyphen, underscore"));
}

void directory_tag(const struct vault *v, const char *login, unsigned char *tag)
{
	hash_pepper(
	    v->host.pepper, PEPPER_LOGIN_TAG, login, strlen(login), tag);
}

enum err directory_payload(const struct person_new *p, struct buf *out)
{
	enum err e;

	if ((e = fields_begin(out)) != ERR_OK ||
	    (e = fields_adds(out, "login", p->login)) != ERR_OK ||
	    (e = fields_adds(out, "name", p->name)) != ERR_OK ||
	    (e = fields_adds(out, "credentials", p->credentials)) != ERR_OK)
		return e;
	fields_end(out, 3);
	return ERR_OK;
}

/* ---- reading ----------------------------------------------------------------
 */

static enum err set_name(
    const char **to, const struct sealed_entry *s, const char *tag)
{
	struct buf b = {0};
	char *copy = NULL;
	enum err e = fields_get(s->payload, s->len, tag, &b);

	if (e == ERR_OK && (copy = mem_strdup(buf_str(&b))) == NULL)
		e = ERR_NOMEM;
	if (e == ERR_OK) {
		mem_strfree((char *)(uintptr_t)*to);
		*to = copy;
	}
	buf_free(&b);
	return e;
}

static enum err take_names(struct vault *v, const struct sealed_bind *b,
    const struct entry_state *es, const struct sealed_entry *s)
{
	struct person_state *author = &v->st.person[es->author];
	struct person_state *p = state_person(&v->st, &es->entry);
	const struct public_keys *pk = state_keys(author, es->seq);
	enum err e;

	if (p == NULL || s->kind != ENTRY_DIRECTORY ||
	    !id_equal(&s->author, &author->pub.id) || pk == NULL ||
	    !sealed_entry_signed_by(b, s, pk->sign))
		return err_set(ERR_CORRUPT, "row %llu: directory entry",
		    (unsigned long long)es->seq);
	if ((e = set_name(&p->pub.login, s, "login")) != ERR_OK ||
	    (e = set_name(&p->pub.name, s, "name")) != ERR_OK ||
	    (e = set_name(&p->pub.credentials, s, "credentials")) != ERR_OK)
		return vault_corrupt(e);
	return ERR_OK;
}

static enum err read_names(
    struct vault *v, const struct entry_state *es, unsigned char *key)
{
	struct sealed_bind b = {
	    v->host.clinic, id_zero, es->entry, es->ver, es->epoch};
	struct store_val k[] = {
	    store_id(CHART_ZERO), store_id(&es->entry), store_int(es->ver)};
	unsigned char h[HASH_LEN];
	const struct store_val *row;
	struct buf plain = {0};
	struct sealed_entry s;
	enum err e;

	e = keys_chart(v, CHART_ZERO, es->epoch, SUBKEY_CHART_ENTRY, key);
	if (e == ERR_OK)
		e = vault_corrupt(store_get(v->db, STORE_ENTRY, k, &row));
	if (e != ERR_OK)
		return e;
	hash1(LABEL_ENTRY_BLOB, row[COL_ENTRY_BLOB].p, row[COL_ENTRY_BLOB].len,
	    h);
	if (memcmp(h, es->hash, HASH_LEN) != 0)
		e = err_set(ERR_CORRUPT, "row %llu: directory entry",
		    (unsigned long long)es->seq);
	if (e == ERR_OK)
		e = sealed_entry_open(&b, key, row[COL_ENTRY_BLOB].p,
		    row[COL_ENTRY_BLOB].len, true, &plain, &s);
	if (e == ERR_OK)
		e = take_names(v, &b, es, &s);
	buf_free(&plain);
	return e;
}

/* vault_me outlives the state's arrays. */
static enum err copy_me(struct vault *v)
{
	const struct person_state *p = state_person(&v->st, &v->me_id);
	struct person me;

	if (!v->in || p == NULL)
		return ERR_OK;
	me = p->pub;
	me.login = mem_strdup(p->pub.login);
	me.name = mem_strdup(p->pub.name);
	me.credentials = mem_strdup(p->pub.credentials);
	mem_strfree((char *)(uintptr_t)v->person.login);
	mem_strfree((char *)(uintptr_t)v->person.name);
	mem_strfree((char *)(uintptr_t)v->person.credentials);
	v->person = me;
	return me.login == NULL || me.name == NULL || me.credentials == NULL
		   ? ERR_NOMEM
		   : ERR_OK;
}

enum err directory_refresh(struct vault *v)
{
	const struct chart_state *c = &v->st.chart[0];
	unsigned char *key = secret_new(KEY_LEN);
	enum err e = ERR_OK;

	if (key == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	for (; e == ERR_OK && v->names_seen < c->nentry; v->names_seen++)
		if (c->entry[v->names_seen].cls == ENTRY_DIRECTORY)
			e = read_names(v, &c->entry[v->names_seen], key);
	secret_free(key);
	return e != ERR_OK ? e : copy_me(v);
}

/* ---- persons ----------------------------------------------------------------
 */

const struct person *vault_person(const struct vault *v, const struct id *id)
{
	const struct person_state *p = state_person(&v->st, id);

	return p == NULL || p->pub.roles == ROLE_RECORDS ? NULL : &p->pub;
}

struct named {
	struct id id;
	const char *name;
};

static int by_name(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int c = strcoll(x->name, y->name);

	return c != 0 ? c : id_cmp(&x->id, &y->id);
}

enum err vault_person_each(struct vault *v,
    enum err (*each)(void *arg, const struct person *), void *arg)
{
	size_t n = 0;
	struct named *list;
	enum err e = vault_need(v);

	if (e != ERR_OK)
		return e;
	if ((list = mem_new(v->st.nperson, sizeof *list)) == NULL)
		return ERR_NOMEM;
	for (size_t i = 0; i < v->st.nperson; i++) {
		const struct person *p = &v->st.person[i].pub;

		if (p->roles != ROLE_RECORDS)
			list[n++] = (struct named){p->id, p->name};
	}
	qsort(list, n, sizeof *list, by_name);
	/* ${each} may poll, which moves the array: ask for each anew. */
	for (size_t i = 0; e == ERR_OK && i < n; i++) {
		const struct person *p = vault_person(v, &list[i].id);

		if (p != NULL)
			e = each(arg, p);
	}
	free(list);
	return e;
}
