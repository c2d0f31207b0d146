/*
 * Therapy sessions: calendar entries in chart 0, which hold chart id,
 * clinician, times and state, never a name or code.
 */
#ifndef CLINIC_SESSION_H
#define CLINIC_SESSION_H

#include "base/err.h"
#include "base/id.h"
#include "clinic/clinic.h"

enum session_state {
	SESSION_PLANNED, /* "to come" */
	SESSION_ATTENDED,
	SESSION_MISSED,
	SESSION_CANCELLED,
	SESSION_STATES
};
/* As stored: planned, attended, missed, cancelled. */
const char *session_state_name(enum session_state);

struct session {
	struct id id;
	uint32_t ver;
	struct id chart;
	struct id clinician;
	int64_t start; /* UTC ms */
	unsigned minutes;
	enum session_state state;
	struct id note;	  /* entry id of its note */
	char service[17]; /* individual, couple ... as session.form's option */
	char place[33];	  /* office ... likewise, "" if not known */
};

/*
 * Sessions in [from, to), by start; ${clinician} NULL: everybody's.  Each is
 * read once; its struct stays where it is until clinic_forget, its content
 * changes with clinic_poll, session_add and session_save.
 */
WARN_UNUSED enum err session_each(struct clinic *, const struct id *clinician,
    int64_t from, int64_t to,
    enum err (*each)(void *arg, const struct session *), void *arg);
const struct session *session_get(struct clinic *, const struct id *);

/* Add (id and ver are set); ERR_FORMAT for times that make no sense. An
 * overlap with another session of the clinician is told by *overlap. */
WARN_UNUSED enum err session_add(
    struct clinic *, struct session *, bool *overlap);
/* Next version with another state, time, service, place or note; ERR_CONFLICT
 * if ${ver} is not the newest. */
WARN_UNUSED enum err session_save(struct clinic *, const struct session *);

#endif
