/* Clients: the client entry of a chart, and the caseload made of them. */
#ifndef CLINIC_CLIENT_H
#define CLINIC_CLIENT_H

#include <stdbool.h>

#include "base/date.h"
#include "base/err.h"
#include "base/id.h"
#include "clinic/clinic.h"
#include "clinic/record.h"

struct client {
	struct id chart;
	char code[16];	  /* C-1042 */
	char *name;	  /* legal name, any script */
	char *called;	  /* "" or what they are called */
	struct date born; /* y 0: not known */
	bool closed;
	char *contact; /* short line for the chart's context row */
};

/* Clients whose charts I hold keys for, by name.  A struct stays where it is
 * until clinic_forget; its strings live until clinic_poll or a write. */
WARN_UNUSED enum err client_each(struct clinic *,
    enum err (*each)(void *arg, const struct client *), void *arg);
/* NULL if unknown or not mine. */
const struct client *client_get(struct clinic *, const struct id *chart);
const struct client *client_by_code(struct clinic *, const char *code);

/* A new chart with its first client entry; values are fields of client.form:
 * name and born are needed (ERR_FORMAT names what lacks). The code is given by
 * the program: C-<1000 + ordinal>. */
WARN_UNUSED enum err client_create(
    struct clinic *, struct record *, struct id *chart);
/* The same of a client of whom no more than a name is known yet, as when notes
 * are imported; what is needed is asked when the file is next edited. */
WARN_UNUSED enum err client_create_named(
    struct clinic *, const char *name, struct id *chart);
/* The client entry as a filled form, to show and edit. */
WARN_UNUSED enum err client_load(
    struct clinic *, const struct id *chart, struct record *out, uint32_t *ver);
/* Its next version; ERR_CONFLICT if somebody was faster than ${ver}. */
WARN_UNUSED enum err client_save(
    struct clinic *, const struct id *chart, struct record *, uint32_t ver);
/* Close the chart with a reason, or open it again. */
WARN_UNUSED enum err client_close(
    struct clinic *, const struct id *chart, const char *reason);
WARN_UNUSED enum err client_reopen(struct clinic *, const struct id *chart);
/* Clients with the same birth date or a similar name, for "Similar". */
WARN_UNUSED enum err client_similar(struct clinic *, const char *name,
    struct date born, enum err (*each)(void *arg, const struct client *),
    void *arg);

/* ---- the caseload, one row a client ----------------------------------- */

struct caseload_row {
	const struct client *client;
	int64_t last_seen, next; /* UTC ms, 0: none */
	unsigned due;		 /* sessions without a signed note */
};
/* Open clients by name, then closed ones; ${filter} (may be ""): each of its
 * words begins a word of name, code or birth date. */
WARN_UNUSED enum err caseload_each(struct clinic *, const char *filter,
    enum err (*each)(void *arg, const struct caseload_row *), void *arg);

#endif
