#include "vault/host.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "crypto/kdf.h"
#include "crypto/secret.h"

#define HOST_DIR "host"
#define ID_FILE "host/clinic.id"
#define SECRET_FILE "host/host.secret"

static enum err host_room(struct host *h)
{
	h->pepper = secret_new(HOST_PEPPER);
	h->sign_sk = secret_new(SIGN_SK);
	if (h->pepper == NULL || h->sign_sk == NULL) {
		host_done(h);
		return err_set(ERR_NOMEM, "key memory is full");
	}
	return ERR_OK;
}

static enum err host_expand(struct host *h)
{
	unsigned char *seed = secret_new(KEY_LEN);

	if (seed == NULL)
		return err_set(ERR_NOMEM, "key memory is full");
	kdf_subkey(h->pepper, SUBKEY_HOST_SIGN, seed);
	sign_keys(seed, h->sign_pk, h->sign_sk);
	secret_free(seed);
	return ERR_OK;
}

static enum err read_exact(
    const char *dir, const char *name, unsigned char *out, size_t len)
{
	char path[PATH_MAX];
	struct buf b = {0};
	enum err e;

	if ((e = path_join(path, dir, name)) != ERR_OK)
		return e;
	e = file_read(path, 4096, &b);
	if (e == ERR_OK && b.len != len)
		e = err_set(ERR_CORRUPT, "%s has %zu bytes", name, b.len);
	if (e == ERR_OK)
		memcpy(out, b.p, len);
	buf_free(&b);
	return e;
}

enum err host_load(const char *dir, struct host *h)
{
	enum err e;

	memset(h, 0, sizeof *h);
	if ((e = host_room(h)) != ERR_OK)
		return e;
	if ((e = read_exact(dir, ID_FILE, h->clinic, HASH_LEN)) != ERR_OK ||
	    (e = read_exact(dir, SECRET_FILE, h->pepper, HOST_PEPPER)) !=
		ERR_OK ||
	    (e = host_expand(h)) != ERR_OK)
		host_done(h);
	return e;
}

enum err host_new(struct host *h)
{
	enum err e;

	memset(h, 0, sizeof *h);
	if ((e = host_room(h)) != ERR_OK)
		return e;
	secret_random(h->pepper, HOST_PEPPER);
	if ((e = host_expand(h)) != ERR_OK)
		host_done(h);
	return e;
}

enum err host_save(const char *dir, const struct host *h)
{
	char path[PATH_MAX];
	struct stat st;
	mode_t group;
	enum err e;

	/* A folder that a group writes to: each colleague has an account. */
	if (stat(dir, &st) != 0)
		return err_errno("%s", dir);
	group = (st.st_mode & S_IWGRP) != 0 ? S_IRGRP | S_IXGRP : 0;
	if ((e = path_join(path, dir, HOST_DIR)) != ERR_OK ||
	    (e = file_mkdir(path, S_IRWXU | group)) != ERR_OK ||
	    (e = path_join(path, dir, SECRET_FILE)) != ERR_OK ||
	    (e = file_create(path, h->pepper, HOST_PEPPER,
		 S_IRUSR | (group & S_IRGRP))) != ERR_OK ||
	    (e = path_join(path, dir, ID_FILE)) != ERR_OK)
		return e;
	return file_create(
	    path, h->clinic, HASH_LEN, S_IRUSR | (group & S_IRGRP));
}

void host_done(struct host *h)
{
	secret_free(h->pepper);
	secret_free(h->sign_sk);
	memset(h, 0, sizeof *h);
}
