#include <config.h>

#include "tests/clinic/demo_dir.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "clinic/demo.h"
#include "crypto/secret.h"
#include "tests/clinic/help.h"
#include "tests/run.h"

#define LOGINS 16

static char dir[PATH_MAX];
static struct demo_login logins[LOGINS];
static unsigned nlogins;

static int64_t utc(void *arg)
{
	(void)arg;
	return DEMO_NOW;
}

static int64_t mono(void *arg)
{
	(void)arg;
	return clock_mono(&clock_system);
}

const struct clock demo_clock = {utc, mono, NULL};

static void keep(void *arg, const char *name, const char *role,
    const char *password, const char *passphrase)
{
	struct demo_login *l = &logins[nlogins];

	(void)arg;
	if (nlogins == LOGINS)
		return;
	nlogins++;
	(void)snprintf(l->name, sizeof(l->name), "%s", name);
	(void)snprintf(l->role, sizeof(l->role), "%s", role);
	(void)snprintf(l->password, sizeof(l->password), "%s", password);
	(void)snprintf(l->passphrase, sizeof(l->passphrase), "%s", passphrase);
}

/* In memory where there is such a place: a thousand commits wait for a disk. */
static enum err make_dir(void)
{
	const char *const bases[] = {getenv("TMPDIR"), "/dev/shm", "/tmp"};

	for (size_t i = 0; i < sizeof(bases) / sizeof(*bases); i++) {
		if (bases[i] == NULL)
			continue;
		(void)snprintf(
		    dir, sizeof(dir), "%s/tacet-demo.XXXXXX", bases[i]);
		if (mkdtemp(dir) != NULL)
			return ERR_OK;
	}
	return err_errno("%s", dir);
}

bool demo_dir_make(void)
{
	enum err e = secret_init((size_t)256 << 10);

	if (e == ERR_OK)
		e = make_dir();
	if (e == ERR_OK)
		e = demo_build(dir, shipped(), &demo_clock, keep, NULL);
	if (e != ERR_OK)
		fprintf(stderr, "demonstration: %s (%s)\n", err_text(e),
		    err_detail());
	return e == ERR_OK;
}

void demo_dir_remove(void)
{
	file_empty(dir);
	(void)rmdir(dir);
}

const char *demo_dir(void)
{
	return dir;
}

const struct demo_login *demo_login(unsigned i)
{
	return i < nlogins ? &logins[i] : NULL;
}

const struct demo_login *demo_login_of(const char *name)
{
	for (unsigned i = 0; i < nlogins; i++)
		if (strcmp(logins[i].name, name) == 0)
			return &logins[i];
	ck_abort_msg("no login %s", name);
	return NULL;
}

struct clinic *demo_open(const char *name)
{
	const struct demo_login *l = demo_login_of(name);
	struct clinic *c = NULL;

	ck_ok(clinic_open(dir, shipped(), &demo_clock, &c));
	ck_ok(vault_login(
	    clinic_vault(c), l->name, l->password, strlen(l->password)));
	return c;
}
