/* What is done in the demonstration, by the hands of the one who does it. */
#ifndef CLINIC_DEMO_DO_H
#define CLINIC_DEMO_DO_H

#include "base/clock.h"
#include "clinic/clinic.h"
#include "clinic/demo_plan.h"
#include "vault/private.h"

/* One of the staff at work: everybody has a clinic open, few are logged in. */
struct demo_hands {
	const struct demo_staff *who;
	struct clinic *c;
	struct private_vault *pv; /* NULL: locked */
};

struct demo {
	const struct clock *real;
	struct clock clock; /* its arg is this struct */
	int64_t now, end;   /* UTC ms */
	struct demo_plan plan;
	struct demo_hands hands[DEMO_STAFF];
	struct id supervisor;
};

/* The clock goes on, but not past the end. */
void demo_pass(struct demo *, int64_t ms);
/* By the hands of a->who, who is logged in. */
WARN_UNUSED enum err demo_do(struct demo *, const struct demo_act *a);

#endif
