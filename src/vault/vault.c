#include <config.h>

#include "vault/vault.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "vault/internal.h"
#include "vault/row.h"

/* Row 1 is the root: it must be this clinic's and pass every rule alone. */
static enum err check_row1(struct vault *v, const struct row *r)
{
	unsigned char zeros[HASH_LEN] = {0}, h[HASH_LEN];
	struct opened o = {.bodylen = 0};
	struct state st;
	enum err e;

	row_hash(r, v->host.clinic, zeros, h);
	if (memcmp(h, r->hash, HASH_LEN) != 0)
		return err_set(ERR_CORRUPT,
		    "row 1: damaged, or of another clinic than host/clinic.id "
		    "names");
	if ((e = state_init(&st, v->host.clinic)) != ERR_OK)
		return e;
	e = row_open(r, v->host.clinic, zeros, NULL, &o);
	if (e == ERR_OK)
		e = state_apply(&st, &o.ev, h);
	if (e == ERR_OK &&
	    (memcmp(st.genesis.host_pk, v->host.sign_pk, SIGN_PK) != 0 ||
		!row_signed_by(&o, v->host.sign_pk)))
		e = err_set(ERR_CORRUPT, "row 1: of another host");
	if (e == ERR_OK)
		v->genesis = st.genesis;
	buf_free(&o.plain);
	state_done(&st);
	return vault_corrupt(e);
}

static enum err read_genesis(struct vault *v)
{
	struct store_val key = store_int(1);
	const struct store_val *val;
	struct row r;
	enum err e = store_get(v->db, STORE_LEDGER, &key, &val);

	if (e == ERR_NOTFOUND)
		return err_set(ERR_CORRUPT, "row 1: missing");
	if (e == ERR_OK)
		e = row_parse(val, &r);
	return e != ERR_OK ? e : check_row1(v, &r);
}

enum err vault_open(
    const char *dir, const struct clock *clock, struct vault **out)
{
	struct vault *v = mem_new(1, sizeof *v);
	char path[PATH_MAX];
	enum err e;

	if (v == NULL)
		return ERR_NOMEM;
	v->dir = dir;
	v->clock = clock;
	if ((e = path_local(dir)) != ERR_OK ||
	    (e = host_load(dir, &v->host)) != ERR_OK ||
	    (e = path_join(path, dir, CLINIC_DB)) != ERR_OK ||
	    (e = store_open(NULL, STORE_CLINIC, path, 0, &v->db)) != ERR_OK ||
	    (e = read_genesis(v)) != ERR_OK)
		goto out;
	*out = v;
	v = NULL;
out:
	vault_close(v);
	return e;
}

void vault_close(struct vault *v)
{
	if (v == NULL)
		return;
	if (vault_logout(v) != ERR_OK)
		err_clear();
	store_free(v->db);
	host_done(&v->host);
	free(v);
}

bool ballast_give(struct vault *v)
{
	char path[PATH_MAX];

	return path_join(path, v->dir, "ballast") == ERR_OK &&
	       unlink(path) == 0;
}

const char *vault_dir(const struct vault *v)
{
	return v->dir;
}

const struct clock *vault_clock(const struct vault *v)
{
	return v->clock;
}

bool vault_is_demo(const struct vault *v)
{
	return v->genesis.demo;
}

bool vault_is_solo(const struct vault *v)
{
	return v->genesis.solo;
}

unsigned vault_password_min(const struct vault *v)
{
	return v->genesis.password_min;
}

const struct login_facts *vault_facts(const struct vault *v)
{
	return &v->facts;
}

const struct person *vault_me(const struct vault *v)
{
	return v->in ? &v->person : NULL;
}
