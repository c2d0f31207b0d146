/* A demonstration clinic with carl (CARL) logged in and one client of his. */
#ifndef TESTS_CLINIC_WORLD_H
#define TESTS_CLINIC_WORLD_H

#include "clinic/client.h"
#include "clinic/clinic.h"
#include "clinic/note.h"
#include "clinic/session.h"
#include "tests/vault/clinic.h"

#define CARL "carl"
#define DORA "dora"
#define DAY_MS INT64_C(86400000)
#define HOUR_MS INT64_C(3600000)
#define MIN_MS INT64_C(60000)

struct world {
	struct test_clinic w;
	struct clinic *c; /* of carl */
	struct id wren;	  /* chart */
};

/* It is Tue 18 Nov 2025, 10:00. */
void world_init(struct world *);
void world_done(struct world *);
/* Another opening, logged in. */
struct clinic *world_login(struct world *, const char *login);
void world_time(struct world *, int y, int m, int d, int minute);

struct id new_client(struct clinic *, const char *name, const char *born);
/* A session of whoever is logged in, at so many minutes of the day. */
struct id new_session(
    struct clinic *, const struct id *chart, struct date, int minute);
struct session get_session(struct clinic *, const struct id *);

void put_text(struct note *, const char *field, const char *text);
/* Four sections. */
void fill_soap(struct note *);
/* Sign and close. */
void sign_note(struct note *);
/* A signed SOAP note of a session. */
void signed_session(struct clinic *, const struct id *session);

/* The state of the one check ${id}; its words in ${words} (80 bytes, may be
 * NULL). */
enum check_level level_of(struct note *, const char *id, char *words);

/* The timeline, one row a line: "title/state[/late][/amended][/1]". */
const char *timeline(struct clinic *, const struct id *chart);

#endif
