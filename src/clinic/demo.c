#include "clinic/demo.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "clinic/demo_do.h"
#include "vault/genesis.h"

#define DAY INT64_C(86400000)
#define MINUTE INT64_C(60000)
#define PASSWORD_MIN 15
#define RECORDS "fictional records of nobody"

/* Those with clients first, in the order of DEMO_STAFF. */
static const struct demo_staff people[] = {
    {"imre", "Imre Lorem", "LAC", ROLE_CLINICIAN, "clinician",
	"imre-demonstration", "amber canyon quiet lantern river"},
    {"juno", "Juno Dolor", "LMFT", ROLE_CLINICIAN, "clinician",
	"juno-demonstration", "velvet harbor maple signal orbit"},
    {"soren", "Soren Amet", "LCSW", ROLE_CLINICIAN, "clinician",
	"soren-demonstration", ""},
    {"hollis", "Hollis Ipsum", "PhD", ROLE_SUPERVISOR | ROLE_CLINICIAN,
	"supervisor", "hollis-demonstration",
	"copper meadow silent window paper"},
    {"petra", "Petra Consectetur", "RHIA", ROLE_OFFICER, "officer",
	"petra-demonstration", ""},
    {"ansel", "Ansel Adipisci", "", ROLE_ADMIN, "administrator",
	"ansel-demonstration", ""},
};
#define PEOPLE (sizeof(people) / sizeof(*people))
#define OFFICER (PEOPLE - 2)
#define ADMIN (PEOPLE - 1)

static int64_t demo_now(void *arg)
{
	const struct demo *d = arg;

	return d->now;
}

/* Deadlines run as they do: nothing is waited for. */
static int64_t demo_mono(void *arg)
{
	const struct demo *d = arg;

	return clock_mono(d->real);
}

/* ---- the clinic and its staff -------------------------------------------- */

static struct pass password(const struct demo_staff *who)
{
	return (struct pass){who->password, strlen(who->password)};
}

static struct person_new person(const struct demo_staff *who)
{
	return (struct person_new){.login = who->login,
	    .name = who->name,
	    .credentials = who->credentials,
	    .roles = who->roles,
	    .password = password(who)};
}

static enum err found(struct demo *d, const char *dir)
{
	const struct clinic_new new = {.demo = true,
	    .password_min = PASSWORD_MIN,
	    .admin = person(&people[ADMIN]),
	    .officer = person(&people[OFFICER]),
	    .records = {RECORDS, strlen(RECORDS)}};

	return clinic_create(dir, &d->clock, &new);
}

static enum err hire(struct demo *d, const char *dir)
{
	const struct ceremony ceremony = {.admin_login = people[ADMIN].login,
	    .admin = password(&people[ADMIN]),
	    .officer_login = people[OFFICER].login,
	    .officer = password(&people[OFFICER])};
	struct vault *v = NULL;
	enum err e = vault_open(dir, &d->clock, &v);

	/* The supervisor is the last of them. */
	for (unsigned i = 0; e == ERR_OK && i < DEMO_STAFF; i++) {
		struct person_new p = person(&people[i]);

		demo_pass(d, 4 * MINUTE);
		e = person_add(v, &ceremony, &p, &d->supervisor);
	}
	vault_close(v);
	return e;
}

/* ---- two months ---------------------------------------------------------- */

static enum err come(struct demo_hands *me)
{
	struct vault *v = clinic_vault(me->c);
	bool changed;

	if (vault_is_open(v))
		return clinic_poll(me->c, &changed);
	return vault_login(
	    v, me->who->login, me->who->password, strlen(me->who->password));
}

static enum err go(struct demo *d, struct demo_hands *me)
{
	demo_pass(d, MINUTE);
	private_lock(me->pv);
	me->pv = NULL;
	clinic_forget(me->c);
	return vault_logout(clinic_vault(me->c));
}

static enum err work(struct demo *d)
{
	enum err e = ERR_OK;

	for (size_t i = 0; e == ERR_OK && i < d->plan.nacts; i++) {
		const struct demo_act *a = &d->plan.acts[i];
		struct demo_hands *me = &d->hands[a->who];

		if (a->at > d->now)
			d->now = a->at;
		e = come(me);
		if (e == ERR_OK)
			e = demo_do(d, a);
		if (e == ERR_OK && a->last)
			e = go(d, me);
	}
	return e;
}

static enum err live(struct demo *d, const char *dir, const char *formsdir)
{
	enum err e = hire(d, dir);

	for (unsigned i = 0; e == ERR_OK && i < DEMO_STAFF; i++) {
		d->hands[i].who = &people[i];
		e = clinic_open(dir, formsdir, &d->clock, &d->hands[i].c);
	}
	if (e == ERR_OK)
		e = work(d);
	for (unsigned i = 0; i < DEMO_STAFF; i++) {
		private_lock(d->hands[i].pv);
		clinic_close(d->hands[i].c);
	}
	return e;
}

enum err demo_build(const char *dir, const char *formsdir,
    const struct clock *clock,
    void (*login)(void *arg, const char *name, const char *role,
	const char *password, const char *passphrase),
    void *arg)
{
	struct demo d = {.real = clock, .end = clock_utc(clock)};
	bool there = file_exists(dir);
	enum err e;

	d.clock = (struct clock){demo_now, demo_mono, &d};
	d.now = d.end - DEMO_DAYS * DAY;
	e = demo_plan_make(d.end, &d.plan);
	if (e != ERR_OK)
		return e;
	e = found(&d, dir);
	if (e == ERR_OK) {
		e = live(&d, dir, formsdir);
		/* Nobody sees half of it. */
		if (e != ERR_OK) {
			file_empty(dir);
			if (!there)
				(void)rmdir(dir);
		}
	}
	demo_plan_done(&d.plan);
	for (size_t i = 0; e == ERR_OK && i < PEOPLE; i++)
		login(arg, people[i].login, people[i].role, people[i].password,
		    people[i].passphrase);
	return e;
}
