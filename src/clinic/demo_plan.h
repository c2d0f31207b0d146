/* The demonstration's two months: who meets whom, and what is done when. */
#ifndef CLINIC_DEMO_PLAN_H
#define CLINIC_DEMO_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "clinic/demo_cast.h"
#include "clinic/session.h"

#define DEMO_STAFF 4	  /* who have clients: imre, juno, soren, hollis */
#define DEMO_SUPERVISED 0 /* imre, by the last */
#define DEMO_DAYS 60

struct demo_file {
	const struct demo_client *is;
	unsigned who; /* of the staff */
	struct id chart;
	size_t first, n; /* its meetings */
};

struct demo_meeting {
	size_t file;
	unsigned nth, of; /* of the sessions so far */
	int64_t start;
	enum demo_fate fate;
	struct session session; /* once it is in the calendar */
};

enum demo_deed {
	DEED_BEGIN, /* make the client, enter the first session */
	DEED_AFTER, /* after a session: its note, the next session */
	DEED_STATE, /* it did not take place */
	DEED_WRITE, /* the note that was left */
	DEED_ADDENDUM,
	DEED_CORRECT,
	DEED_ERROR, /* take the note back, write it anew */
	DEED_CLOSE,
	DEMO_DEEDS
};

struct demo_act {
	int64_t at;
	size_t meeting; /* or the file, with DEED_BEGIN */
	unsigned who;
	enum demo_deed deed;
	bool last; /* of this person for a while */
};

struct demo_plan {
	struct demo_file *files;
	struct demo_meeting *meetings;
	struct demo_act *acts; /* by time */
	size_t nfiles, nmeetings, nacts;
	size_t cfiles, cmeetings, cacts;
};

/* Everything from 60 days before ${now} to ${now}; ends with demo_plan_done. */
WARN_UNUSED enum err demo_plan_make(int64_t now, struct demo_plan *);
void demo_plan_done(struct demo_plan *);

#endif
