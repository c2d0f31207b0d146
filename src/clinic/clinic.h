/*
 * The clinical model's handle: an open vault, the forms, the settings, and what
 * has been read of charts and sessions.  One per program.
 */
#ifndef CLINIC_CLINIC_H
#define CLINIC_CLINIC_H

#include "base/clock.h"
#include "base/date.h"
#include "base/err.h"
#include "clinic/form.h"
#include "vault/vault.h"

struct clinic;

/*
 * Open the clinic in ${dir}: the vault and the forms (shipped ones from
 * ${formsdir}, the clinic's own from DIR/forms).  A bad form file is left out
 * and reported through clinic_problems; the rest works.
 */
WARN_UNUSED enum err clinic_open(const char *dir, const char *formsdir,
    const struct clock *, struct clinic **out);
/* The forms, where ${formsdir} was NULL above: once, before anything here is
 * asked of charts or sessions. */
WARN_UNUSED enum err clinic_read_forms(struct clinic *, const char *formsdir);
void clinic_close(struct clinic *);

struct vault *clinic_vault(struct clinic *);
const struct forms *clinic_forms(const struct clinic *);
const struct clock *clinic_clock(const struct clinic *);
struct date clinic_today(const struct clinic *);

/* One line for each form file that was refused: "file:line: reason". */
void clinic_problems(const struct clinic *,
    void (*each)(void *arg, const char *line), void *arg);

/* Poll the vault and drop what is out of date; *changed if anything is. */
WARN_UNUSED enum err clinic_poll(struct clinic *, bool *changed);

/* Forget everything read (names, sessions): at lock and logout. */
void clinic_forget(struct clinic *);

#endif
