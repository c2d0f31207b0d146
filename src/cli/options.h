/* The command line: one table of options, before or after the verb. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>

#include "base/err.h"

enum option_bit {
	OPT_DIR = 1 << 0,
	OPT_AS = 1 << 1,
	OPT_CLIENT = 1 << 2,
	OPT_NEW_CLIENT = 1 << 3,
	OPT_FORMAT = 1 << 4,
	OPT_DRY_RUN = 1 << 5,
	OPT_DRAFTS = 1 << 6,
	OPT_OUT = 1 << 7,
	OPT_BUILD = 1 << 8,
	OPT_ANSWERS = 1 << 9,
	OPT_PASSWORD_FD = 1 << 10,
	OPT_HELP = 1 << 11,
	OPT_VERSION = 1 << 12
};

struct options {
	unsigned given;	     /* option_bit of each that was on the line */
	const char *dir;     /* --dir, TACET_DIR, dir= of the settings file */
	const char *as;	     /* --as */
	const char *client;  /* --client */
	const char *format;  /* --format */
	const char *out;     /* --out */
	const char *answers; /* --answers */
	const char *build;   /* --build */
	int password_fd;     /* --password-fd, -1 */
	const char *verb;    /* NULL: log in and work */
	const char **args;   /* what follows the verb */
	int nargs;
};

/* ERR_FORMAT (detail: what is wrong, in words) for wrong usage. ${options}
 * borrows ${argv} and is freed by options_done. */
WARN_UNUSED enum err options_parse(int argc, char **argv, struct options *);
void options_done(struct options *);

/* --password-fd alone, found before anything else may close it; -1. */
int options_password_fd(int argc, char **argv);

/* One line an option with its help, to standard output. */
void options_help(void);

/* The name ("--dir") of the lowest option in ${bits}. */
const char *options_name(unsigned bits);

#endif
