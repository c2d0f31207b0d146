#include <config.h>

#include "vault/genesis.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "crypto/secret.h"
#include "vault/anchor.h"
#include "vault/derive.h"
#include "vault/directory.h"
#include "vault/internal.h"
#include "vault/login.h"
#include "vault/person_new.h"
#include "vault/wraps.h"

#define PASSPHRASE_MIN 14
#define BALLAST "ballast"
#define BALLAST_LEN ((off_t)64 << 20)

/* ---- answers
 * ------------------------------------------------------------------- */

static enum err check_answers(const struct clinic_new *c)
{
	unsigned min = c->password_min;
	enum err e;

	if (!c->demo && min < 10)
		return err_set(ERR_FORMAT, "%s",
		    _("passwords of a clinic have at least 10 characters"));
	if (min > 255)
		return err_set(ERR_FORMAT, "password_min");
	if (!c->demo &&
	    ((c->cost != NULL &&
		 (e = kdf_check(c->cost, &kdf_floor)) != ERR_OK) ||
		(c->cost_strong != NULL &&
		    (e = kdf_check(c->cost_strong, &kdf_floor)) != ERR_OK)))
		return e;
	if ((e = person_new_check(&c->admin, min)) != ERR_OK)
		return e;
	if (!c->solo) {
		char a[33], b[33];

		if ((e = person_new_check(&c->officer, min)) != ERR_OK ||
		    (e = directory_login(c->admin.login, a)) != ERR_OK ||
		    (e = directory_login(c->officer.login, b)) != ERR_OK)
			return e;
		if (strcmp(a, b) == 0)
			return err_set(ERR_FORMAT, "%s",
			    _("administrator and officer need login names "
			      "of their own"));
	}
	return vault_password_ok(c->records.p, c->records.len, PASSPHRASE_MIN);
}

/* ---- the folder
 * ------------------------------------------------------------------ */

static enum err is_empty(const char *dir, bool *there)
{
	struct dirent *d;
	enum err e = ERR_OK;
	DIR *p = opendir(dir);

	if (p == NULL) {
		*there = false;
		return errno == ENOENT ? ERR_OK : err_errno("%s", dir);
	}
	*there = true;
	while (e == ERR_OK && (d = readdir(p)) != NULL)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			e = err_set(ERR_EXISTS, "%s: not empty", dir);
	(void)closedir(p);
	return e;
}

/* Space that is given up when the disk is full. */
static enum err make_ballast(const char *dir)
{
	char path[PATH_MAX];
	enum err e;
	int fd, no;

	if ((e = path_join(path, dir, BALLAST)) != ERR_OK)
		return e;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno("%s", path);
	if ((no = posix_fallocate(fd, 0, BALLAST_LEN)) != 0) {
		errno = no;
		e = err_errno("%s", path);
	} else if (fsync(fd) != 0) {
		e = err_errno("%s", path);
	}
	if (close(fd) != 0 && e == ERR_OK)
		e = err_errno("%s", path);
	return e;
}

/* ---- the ceremony
 * ------------------------------------------------------------------ */

/* Everything that exists before row 1: persons in the order of GENESIS, the
 * last is RECORDS. */
struct birth {
	unsigned n;
	struct identity *who[GENESIS_PERSONS];
	unsigned char *seed[GENESIS_PERSONS]; /* arena */
	struct wrap_new wrap[GENESIS_PERSONS];
	const struct person_new *asked[GENESIS_PERSONS]; /* RECORDS: NULL */
	unsigned char *cek0;
	struct kdf_cost cost, strong;
};

static void birth_done(struct birth *b)
{
	for (unsigned i = 0; i < GENESIS_PERSONS; i++) {
		identity_free(b->who[i]);
		secret_free(b->seed[i]);
	}
	secret_free(b->cek0);
}

static enum err make_people(struct birth *b, const struct clinic_new *c)
{
	enum err e = ERR_OK;

	b->asked[b->n++] = &c->admin;
	if (!c->solo)
		b->asked[b->n++] = &c->officer;
	b->n++;
	for (unsigned i = 0; e == ERR_OK && i < b->n; i++) {
		struct id id;

		if ((b->seed[i] = secret_new(KEY_LEN)) == NULL)
			return err_set(ERR_NOMEM, "key memory is full");
		secret_random(b->seed[i], KEY_LEN);
		secret_random(id.b, ID_LEN);
		e = identity_new(&id, b->seed[i], &b->who[i]);
	}
	if (e == ERR_OK && (b->cek0 = secret_new(KEY_LEN)) == NULL)
		e = err_set(ERR_NOMEM, "key memory is full");
	if (e == ERR_OK)
		secret_random(b->cek0, KEY_LEN);
	return e;
}

/* Wraps are bound to the clinic id, which commits to the public keys. */
static enum err make_wraps(
    struct vault *v, struct birth *b, struct pass records)
{
	enum err e = ERR_OK;

	for (unsigned i = 0; e == ERR_OK && i < b->n; i++) {
		bool r = b->asked[i] == NULL;
		struct pass pass = r ? records : b->asked[i]->password;

		e = wraps_make(v, &b->who[i]->id, r ? WRAP_RECORDS : WRAP_LOGIN,
		    1, pass.p, pass.len, r ? &b->strong : &b->cost, b->seed[i],
		    &b->wrap[i]);
		secret_free(b->seed[i]);
		b->seed[i] = NULL;
	}
	return e;
}

static unsigned genesis_roles(
    const struct clinic_new *c, const struct birth *b, unsigned i)
{
	if (b->asked[i] == NULL)
		return ROLE_RECORDS;
	if (c->solo)
		return ROLE_ADMIN | ROLE_OFFICER | ROLE_CLINICIAN |
		       ROLE_SUPERVISOR;
	return b->asked[i]->roles | (i == 0 ? ROLE_ADMIN : ROLE_OFFICER);
}

static uint32_t least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static void genesis_fill(
    struct vault *v, const struct clinic_new *c, const struct birth *b)
{
	struct genesis *g = &v->genesis;

	g->solo = c->solo;
	g->demo = c->demo;
	g->floor = kdf_floor;
	if (c->demo)
		g->floor = (struct kdf_cost){least(b->cost.ops, b->strong.ops),
		    least(b->cost.mkib, b->strong.mkib)};
	g->password_min = c->password_min;
	g->n = b->n;
	memcpy(g->host_pk, v->host.sign_pk, SIGN_PK);
	hash1(LABEL_KEY_COMMIT, b->cek0, KEY_LEN, g->kc0);
	for (unsigned i = 0; i < b->n; i++) {
		struct genesis_person *p = &g->person[i];
		char login[33];

		p->id = b->who[i]->id;
		p->pk = b->who[i]->pk;
		p->roles = genesis_roles(c, b, i);
		if (b->asked[i] != NULL &&
		    directory_login(b->asked[i]->login, login) == ERR_OK)
			directory_tag(v, login, p->tag);
	}
}

/* The payload gives the clinic id, and the id is what the persons sign. */
static enum err genesis_payload(
    struct vault *v, const struct birth *b, struct buf *out)
{
	struct genesis *g = &v->genesis;
	enum err e;

	if ((e = genesis_encode(g, false, out)) != ERR_OK)
		return e;
	hash1(LABEL_CLINIC_ID, out->p, out->len, v->host.clinic);
	for (unsigned i = 0; i < b->n; i++)
		identity_self_sign(
		    b->who[i], v->host.clinic, 1, g->person[i].self);
	buf_clear(out);
	return genesis_encode(g, true, out);
}

/* Inside the transaction: row 1 and all that follows. */
static enum err append_all(
    struct vault *v, struct birth *b, const struct buf *payload)
{
	struct event ev = {
	    .type = EV_GENESIS, .raw = payload->p, .rawlen = payload->len};
	enum err e;

	if ((e = ledger_append_host(v, &ev)) != ERR_OK ||
	    (e = keys_epoch_append(
		 v, v->me, CHART_ZERO, 1, b->cek0, NULL, 0)) != ERR_OK)
		return e;
	for (unsigned i = 0; e == ERR_OK && i < b->n - 1; i++)
		e = keys_grant_append(v, v->me, CHART_ZERO, 1, b->cek0,
		    &b->who[i]->id, (struct key_terms){0});
	for (unsigned i = 0; e == ERR_OK && i < b->n; i++)
		e = wraps_append(v, b->who[i], &b->wrap[i]);
	for (unsigned i = 0; e == ERR_OK && i < b->n - 1; i++)
		e = person_new_append(v, v->me, &b->who[i]->id,
		    v->genesis.person[i].tag, b->asked[i]);
	return e;
}

/* The engine of a transaction in a clinic that has no row yet. */
static enum err write_ledger(
    struct vault *v, struct birth *b, const struct buf *payload)
{
	enum err e;

	v->me = b->who[0];
	if ((e = state_init(&v->st, v->host.clinic)) != ERR_OK ||
	    (e = store_begin_write(v->db)) != ERR_OK)
		goto out;
	v->ready = v->writing = true;
	if ((e = append_all(v, b, payload)) != ERR_OK) {
		store_rollback(v->db);
		goto out;
	}
	if ((e = store_commit(v->db)) == ERR_OK &&
	    (e = anchor_head(v)) == ERR_OK)
		e = store_checkpoint(v->db, true);
out:
	v->writing = v->dirty = v->ready = false;
	v->me = NULL;
	keys_wipe(v);
	state_done(&v->st);
	return e;
}

static enum err create_in(struct vault *v, const struct clinic_new *c)
{
	struct buf payload = {0};
	struct birth b = {.n = 0};
	char path[PATH_MAX];
	enum err e;

	b.cost = c->cost != NULL ? *c->cost : *derive_cost(c->demo, false);
	b.strong = c->cost_strong != NULL ? *c->cost_strong
					  : *derive_cost(c->demo, true);
	if ((e = make_people(&b, c)) != ERR_OK)
		goto out;
	genesis_fill(v, c, &b);
	if ((e = genesis_payload(v, &b, &payload)) != ERR_OK ||
	    (e = make_wraps(v, &b, c->records)) != ERR_OK ||
	    (e = host_save(v->dir, &v->host)) != ERR_OK ||
	    (e = path_join(path, v->dir, CLINIC_DB)) != ERR_OK ||
	    (e = store_open(NULL, STORE_CLINIC, path, STORE_NEW, &v->db)) !=
		ERR_OK ||
	    (e = write_ledger(v, &b, &payload)) != ERR_OK)
		goto out;
	if (!c->demo)
		e = make_ballast(v->dir);
out:
	birth_done(&b);
	buf_free(&payload);
	return e;
}

static enum err create_at(
    const char *dir, const struct clock *clock, const struct clinic_new *c)
{
	struct vault *v = mem_new(1, sizeof *v);
	enum err e;

	if (v == NULL)
		return ERR_NOMEM;
	v->dir = dir;
	v->clock = clock;
	if ((e = host_new(&v->host)) == ERR_OK)
		e = create_in(v, c);
	store_free(v->db);
	host_done(&v->host);
	free(v);
	return e;
}

/* Beside the place, then renamed to it: nobody sees half a clinic. */
static enum err create_beside(
    const char *dir, const struct clock *clock, const struct clinic_new *c)
{
	char tmp[PATH_MAX];
	size_t len = strlen(dir);
	enum err e;
	int n;

	while (len > 1 && dir[len - 1] == '/')
		len--;
	n = snprintf(tmp, sizeof tmp, "%.*s.XXXXXX", (int)len, dir);
	if (n < 0 || (size_t)n >= sizeof tmp)
		return err_set(ERR_LIMIT, "path too long");
	if (mkdtemp(tmp) == NULL)
		return err_errno("%s", dir);
	if ((e = path_local(tmp)) == ERR_OK)
		e = create_at(tmp, clock, c);
	if (e == ERR_OK && rename(tmp, dir) != 0)
		e = err_errno("%s", dir);
	if (e != ERR_OK) {
		file_empty(tmp);
		(void)rmdir(tmp);
	}
	return e;
}

enum err clinic_create(
    const char *dir, const struct clock *clock, const struct clinic_new *c)
{
	bool there;
	enum err e;

	if ((e = check_answers(c)) != ERR_OK ||
	    (e = is_empty(dir, &there)) != ERR_OK)
		return e;
	if (!there)
		return create_beside(dir, clock, c);
	/* Its owner and group were chosen by somebody. */
	if ((e = path_local(dir)) != ERR_OK)
		return e;
	if ((e = create_at(dir, clock, c)) != ERR_OK)
		file_empty(dir);
	return e;
}
