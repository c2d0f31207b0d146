/*
 * A small clinic with cheap derivations, made in a moment through the library,
 * for tests that start the program many times.  Its genesis says
 * DEMONSTRATION, which alone allows that.
 */
#ifndef TESTS_E2E_SMALL_H
#define TESTS_E2E_SMALL_H

#include "tests/e2e/demo.h"

/* Whose session ended ten minutes ago, without a note: the one that `n`
 * opens. */
#define SMALL_JUST "Wren Fable"
#define SMALL_JUST_CODE "C-1001"
/* Whose session of the day before yesterday has no note. */
#define SMALL_DUE "Otto Quillfeather"
#define SMALL_DUE_CODE "C-1002"

/* What small_new may add. */
enum {
	SMALL_PRIVATE = 1, /* the clinician has a private file */
	SMALL_SIGNED = 2,  /* a signed note of an earlier session */
};

/*
 * Logins: administrator anna, officer olga, clinician imre, supervisor juno.
 * The clients above are imre's.  Fails the test if it cannot be made; freed
 * with demo_free.
 */
struct demo *small_new(unsigned with);

/* Imre. */
const struct demo_login *small_imre(const struct demo *);

/* In the program: ${n} times what `n` opens; waits for the note. */
bool small_note(struct pty *);

/* Settings of the clinic: ${text} becomes DIR/tacet.conf. */
void small_conf(const struct demo *, const char *text);

/*
 * The text of the chart ${code} with drafts, as imre exports it; the caller
 * frees.
 */
char *small_export(const struct demo *, const char *code);

#endif
