/* The batch verbs as one table; the manual page is checked against it. */
#ifndef CLI_VERBS_H
#define CLI_VERBS_H

#include "cli/ask.h"
#include "cli/options.h"

/* Exit codes (architecture.md 5). */
enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

struct verb {
	const char *name;  /* "": no verb, log in and work */
	const char *usage; /* arguments, not translated */
	const char *help;  /* N_() */
	unsigned takes;	   /* option_bit */
	unsigned needs;	   /* of these */
	int args_min, args_max;
	bool opens; /* works on a clinic that is there */
	/* What else may be wrong in the options; ERR_FORMAT.  NULL: nothing */
	enum err (*check)(const struct options *);
	enum err (*fn)(const struct options *, struct ask *);
};

/* NULL: the row without a verb.  NULL if there is no such verb. */
const struct verb *verb_find(const char *name);

/* ERR_FORMAT, in words, unless the options are such as the verb takes.  TACET_
 * DIR must have been put into ${o} by then. */
WARN_UNUSED enum err verb_check(const struct verb *, const struct options *o);

/* A paragraph for each verb, to standard output. */
void verbs_help(void);

/* verb_*.c */
enum err verb_work(const struct options *, struct ask *);
enum err verb_init(const struct options *, struct ask *);
enum err verb_demo(const struct options *, struct ask *);
enum err verb_user(const struct options *, struct ask *);
enum err verb_import(const struct options *, struct ask *);
enum err verb_export(const struct options *, struct ask *);
enum err verb_verify(const struct options *, struct ask *);
enum err check_user(const struct options *);
enum err check_import(const struct options *);
enum err check_export(const struct options *);

/* verb_work.c: the screens on the clinic in ${dir}; ${notice} stands on the
 * log-in screen (NULL: nothing). */
WARN_UNUSED enum err work(
    const char *dir, const char *login, const char *const *notice);
/* ERR_UNSUPPORTED without a terminal that can show them. */
WARN_UNUSED enum err work_possible(void);

#endif
