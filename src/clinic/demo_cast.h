/*
 * Who is in the demonstration clinic and what happens there.  All of it is
 * invented; names say so.
 */
#ifndef CLINIC_DEMO_CAST_H
#define CLINIC_DEMO_CAST_H

#include <stddef.h>

/* What becomes of one session. */
enum demo_fate {
	FATE_SIGNED,
	FATE_ADDENDUM,	 /* signed, more added the next day */
	FATE_CORRECTION, /* signed, corrected */
	FATE_ERROR,	 /* signed, entered in error, written again */
	FATE_LATE,	 /* signed three days later */
	FATE_UNSIGNED,	 /* complete, not signed */
	FATE_DRAFT,	 /* begun */
	FATE_NONE,	 /* no note */
	FATE_MISSED,
	FATE_CANCELLED,
	FATE_TO_COME
};

struct demo_staff {
	const char *login, *name, *credentials;
	unsigned roles;
	const char *role; /* as tacet demo prints it */
	const char *password;
	const char *passphrase; /* "": no private notes */
};

#define DEMO_TOLD 7
#define DEMO_TASKS 3
#define DEMO_PRIVATE 3

/* When a client comes: with the demonstration's today, or some working days
 * before it. */
struct demo_slot {
	unsigned back;	/* working days, 0: today */
	int at;		/* today: minutes from the session that just ended;
			   else hour of the day */
	unsigned weeks; /* sessions in the past */
};

struct demo_client {
	const char *name, *called, *born, *language, *contact, *emergency,
	    *referral;
	const char *form;
	struct demo_slot slot;
	enum demo_fate last, previous, middle; /* of the past sessions */
	const char *service, *place, *modality;
	const char *present;
	const char *diagnosis, *objective;
	const char *problem; /* "fear on the tram" */
	const char *why;     /* what keeps it going */
	const char *measure; /* "" or the name of one */
	int score;	     /* at the beginning */
	const char *told[DEMO_TOLD];
	const char *tasks[DEMO_TASKS];
	const char *private[DEMO_PRIVATE];
	const char *closed; /* why, NULL: open */
};

/* The last has no name. */
extern const struct demo_client demo_imre[], demo_juno[], demo_soren[],
    demo_hollis[];

#endif
