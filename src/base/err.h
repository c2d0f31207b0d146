/*
 * One list of errors for the whole program.
 *
 * A fallible function returns enum err and leaves its outputs untouched on
 * failure.  The detail is set once, where the fault is found, by err_set(); it
 * never holds a name, a passphrase or a word of a note.  Callers pass errors up
 * unchanged.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

/* name, words for a person (translated by err_text) */
#define ERR_LIST(X)                                                            \
	X(ERR_OK, N_("done"))                                                  \
	X(ERR_NOMEM, N_("out of memory"))                                      \
	X(ERR_IO, N_("the system refused to read or write"))                   \
	X(ERR_FULL, N_("the disk is full"))                                    \
	X(ERR_NOTFOUND, N_("not found"))                                       \
	X(ERR_EXISTS, N_("exists already"))                                    \
	X(ERR_BUSY, N_("in use"))                                              \
	X(ERR_CORRUPT, N_("fails its check"))                                  \
	X(ERR_AUTH, N_("the secret does not fit"))                             \
	X(ERR_DENIED, N_("not permitted"))                                     \
	X(ERR_FORMAT, N_("not in the expected form"))                          \
	X(ERR_LIMIT, N_("over a limit"))                                       \
	X(ERR_CONFLICT, N_("changed meanwhile"))                               \
	X(ERR_LOCKED, N_("locked"))                                            \
	X(ERR_UNSUPPORTED, N_("not supported here"))                           \
	X(ERR_CANCELLED, N_("stopped"))

#define X(name, words) name,
enum err { ERR_LIST(X) ERR_COUNT };
#undef X

#define WARN_UNUSED __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/*
 * Remember one line of detail (at most 255 bytes, the rest is cut) and return
 * ${e}.  Detail: file names, numbers, field ids; never clinical text.
 */
enum err err_set(enum err e, const char *fmt, ...) PRINTF(2, 3);

/* err_set from errno: ENOSPC and EDQUOT give ERR_FULL, ENOENT ERR_NOTFOUND,
 * ENOMEM ERR_NOMEM, EEXIST ERR_EXISTS, everything else ERR_IO; strerror is
 * appended to the detail. */
enum err err_errno(const char *fmt, ...) PRINTF(1, 2);

/* The words of ${e}, translated; static storage. */
const char *err_text(enum err e);

/* The last detail, "" if none; valid until the next err_set or err_clear. */
const char *err_detail(void);

void err_clear(void);

#endif
