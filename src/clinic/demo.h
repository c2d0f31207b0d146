/*
 * The demonstration clinic: fictional staff, clients and two months of work,
 * made through the same code as real work.
 */
#ifndef CLINIC_DEMO_H
#define CLINIC_DEMO_H

#include "base/clock.h"
#include "base/err.h"

/*
 * Build it in ${dir} (must not exist or be empty).  The builder's own clock
 * starts 60 days before ${clock} and ends at it.  For each login ${login} gets
 * name, role, password and the private passphrase ("" if none).
 */
WARN_UNUSED enum err demo_build(const char *dir, const char *formsdir,
    const struct clock *,
    void (*login)(void *arg, const char *name, const char *role,
	const char *password, const char *passphrase),
    void *arg);

#endif
