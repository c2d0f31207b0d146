#include "clinic/demo_plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/mem.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define LENGTH 50 /* minutes of a session */

/* The session that has just ended began so many minutes ago at least, on a
 * multiple of ten. */
#define ENDED 52
/* Where the hour of today's sessions lay in the weeks before, if today is
 * looked at outside of the hours of a clinic: minutes of the day. */
#define EARLIEST (10 * 60)
#define LATEST (15 * 60)

struct planner {
	struct demo_plan *p;
	int64_t now;
	int64_t ended;	   /* start of the sessions that just ended */
	struct date today; /* the date of that */
	int base;	   /* their minute of the day in the weeks before */
};

/* ---- dates --------------------------------------------------------------- */

static struct date days_before(struct date d, int n)
{
	return date_from_days(date_days(d) - n);
}

static struct date work_days_before(struct date d, unsigned n)
{
	while (n > 0) {
		d = days_before(d, 1);
		if (date_weekday(d) < 5)
			n--;
	}
	return d;
}

static void find_today(struct planner *pl)
{
	pl->ended = pl->now - ENDED * MINUTE;
	pl->ended -= pl->ended % (10 * MINUTE);
	pl->today = date_of(pl->ended, &pl->base);
	/* On other Saturdays and Sundays the clinic is closed. */
	if (date_weekday(pl->today) > 4 || pl->base < EARLIEST)
		pl->base = EARLIEST;
	else if (pl->base > LATEST)
		pl->base = LATEST;
}

/* Start of the session ${weeks} weeks ago. */
static int64_t start_of(
    const struct planner *pl, const struct demo_slot *slot, unsigned weeks)
{
	struct date d = pl->today;

	if (slot->back > 0)
		return date_utc(days_before(work_days_before(d, slot->back),
				    (int)weeks * 7),
		    slot->at * 60);
	if (weeks == 0)
		return pl->ended + slot->at * MINUTE;
	if (date_weekday(d) > 4)
		d = work_days_before(d, 1);
	return date_utc(days_before(d, (int)weeks * 7), pl->base + slot->at);
}

/* ---- rows ---------------------------------------------------------------- */

static enum err add_act(struct demo_plan *p, int64_t at, enum demo_deed deed,
    unsigned who, size_t meeting)
{
	if (mem_grow((void **)&p->acts, &p->cacts, p->nacts + 1,
		sizeof(*p->acts)) != 0)
		return err_set(ERR_NOMEM, "demonstration");
	p->acts[p->nacts++] = (struct demo_act){
	    .at = at, .deed = deed, .who = who, .meeting = meeting};
	return ERR_OK;
}

static enum err add_meeting(
    struct demo_plan *p, size_t file, int64_t start, enum demo_fate fate)
{
	struct demo_file *f = &p->files[file];

	if (mem_grow((void **)&p->meetings, &p->cmeetings, p->nmeetings + 1,
		sizeof(*p->meetings)) != 0)
		return err_set(ERR_NOMEM, "demonstration");
	p->meetings[p->nmeetings++] = (struct demo_meeting){
	    .file = file, .nth = (unsigned)f->n, .start = start, .fate = fate};
	f->n++;
	return ERR_OK;
}

/* ---- what is done about a session ---------------------------------------- */

static const struct {
	enum demo_deed first;
	int64_t after; /* from its start */
	enum demo_deed second;
	int64_t later; /* 0: no second */
} fates[] = {
    [FATE_SIGNED] = {DEED_AFTER, LENGTH *MINUTE, DEED_AFTER, 0},
    [FATE_ADDENDUM] = {DEED_AFTER, LENGTH *MINUTE, DEED_ADDENDUM, DAY},
    [FATE_CORRECTION] = {DEED_AFTER, LENGTH *MINUTE, DEED_CORRECT,
	DAY + 2 * HOUR},
    [FATE_ERROR] = {DEED_AFTER, LENGTH *MINUTE, DEED_ERROR, 2 * HOUR},
    [FATE_LATE] = {DEED_AFTER, LENGTH *MINUTE, DEED_WRITE, 3 * DAY},
    [FATE_UNSIGNED] = {DEED_AFTER, LENGTH *MINUTE, DEED_AFTER, 0},
    [FATE_DRAFT] = {DEED_AFTER, LENGTH *MINUTE, DEED_AFTER, 0},
    [FATE_NONE] = {DEED_AFTER, LENGTH *MINUTE, DEED_AFTER, 0},
    [FATE_MISSED] = {DEED_STATE, 15 * MINUTE, DEED_AFTER, 0},
    [FATE_CANCELLED] = {DEED_STATE, -20 * HOUR, DEED_AFTER, 0},
};

static enum err plan_acts(struct planner *pl, size_t meeting)
{
	struct demo_plan *p = pl->p;
	const struct demo_meeting *m = &p->meetings[meeting];
	unsigned who = p->files[m->file].who;
	/* Nobody writes at the full minute. */
	int64_t pause = (2 + ((int64_t)m->file * 7 + m->nth * 3) % 6) * MINUTE;
	enum err e;

	/* What has just ended waits for its author. */
	if (m->fate == FATE_TO_COME || m->start >= pl->ended)
		return ERR_OK;
	e = add_act(p, m->start + fates[m->fate].after + pause,
	    fates[m->fate].first, who, meeting);
	if (e == ERR_OK && fates[m->fate].later > 0)
		e = add_act(p, m->start + fates[m->fate].later + pause,
		    fates[m->fate].second, who, meeting);
	return e;
}

/* ---- one client ---------------------------------------------------------- */

static enum demo_fate fate_of(const struct demo_client *c, unsigned nth)
{
	unsigned n = c->slot.weeks;

	if (nth + 1 == n)
		return c->last;
	if (nth + 2 == n)
		return c->previous;
	return nth == n / 2 ? c->middle : FATE_SIGNED;
}

static enum err plan_meetings(struct planner *pl, size_t file)
{
	const struct demo_client *c = pl->p->files[file].is;
	const struct demo_slot *slot = &c->slot;
	unsigned first = slot->weeks - (slot->back > 0 ? 1 : 0);
	int64_t start;
	enum err e = ERR_OK;

	/* Who came no longer came in the first weeks. */
	if (c->closed != NULL)
		first += 2;
	for (unsigned i = 0; e == ERR_OK && i < slot->weeks; i++)
		e = add_meeting(
		    pl->p, file, start_of(pl, slot, first - i), fate_of(c, i));
	if (e != ERR_OK || c->closed != NULL)
		return e;
	start = start_of(pl, slot, 0);
	if (slot->back == 0)
		e = add_meeting(pl->p, file, start,
		    slot->at > 0    ? FATE_TO_COME
		    : slot->at == 0 ? FATE_NONE
				    : FATE_SIGNED);
	if (e == ERR_OK && (slot->back > 0 || slot->at < 0))
		e = add_meeting(pl->p, file, start + 7 * DAY, FATE_TO_COME);
	return e;
}

static enum err plan_client(struct planner *pl, size_t file)
{
	struct demo_plan *p = pl->p;
	size_t first = p->nmeetings;
	enum err e;

	p->files[file].first = first;
	e = plan_meetings(pl, file);
	if (e == ERR_OK)
		e = add_act(p,
		    p->meetings[first].start - 35 * MINUTE -
			(p->nmeetings - first == 1 ? 6 * DAY : 0),
		    DEED_BEGIN, p->files[file].who, file);
	for (size_t i = first; i < p->nmeetings && e == ERR_OK; i++) {
		p->meetings[i].of = p->files[file].is->slot.weeks;
		e = plan_acts(pl, i);
	}
	if (e == ERR_OK && p->files[file].is->closed != NULL)
		e = add_act(p, p->meetings[p->nmeetings - 1].start + 2 * HOUR,
		    DEED_CLOSE, p->files[file].who, p->nmeetings - 1);
	return e;
}

static enum err plan_staff(struct planner *pl, unsigned who)
{
	const struct demo_client *const theirs[DEMO_STAFF] = {
	    demo_imre, demo_juno, demo_soren, demo_hollis};
	struct demo_plan *p = pl->p;
	enum err e = ERR_OK;

	for (const struct demo_client *c = theirs[who];
	     e == ERR_OK && c->name != NULL; c++) {
		if (mem_grow((void **)&p->files, &p->cfiles, p->nfiles + 1,
			sizeof(*p->files)) != 0)
			return err_set(ERR_NOMEM, "demonstration");
		p->files[p->nfiles] = (struct demo_file){.is = c, .who = who};
		e = plan_client(pl, p->nfiles++);
	}
	return e;
}

/* ---- all of it ----------------------------------------------------------- */

static int by_time(const void *a, const void *b)
{
	const struct demo_act *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	if (x->meeting != y->meeting)
		return x->meeting < y->meeting ? -1 : 1;
	return (int)x->deed - (int)y->deed;
}

/* Days; before the last fortnight weeks, for every login costs time. */
static int32_t stretch_of(const struct demo_act *a, int64_t now)
{
	int minute;
	int32_t day = date_days(date_of(a->at, &minute));

	return now - a->at > 14 * DAY ? -(day / 7) : day;
}

/* What lies ahead is not done; the last of a stretch logs its person out. */
static void finish(struct demo_plan *p, int64_t now)
{
	qsort(p->acts, p->nacts, sizeof(*p->acts), by_time);
	while (p->nacts > 0 && p->acts[p->nacts - 1].at >= now)
		p->nacts--;
	for (size_t i = 0; i < p->nacts; i++) {
		size_t j = i + 1;

		while (j < p->nacts && p->acts[j].who != p->acts[i].who)
			j++;
		p->acts[i].last =
		    j == p->nacts || stretch_of(&p->acts[j], now) !=
					 stretch_of(&p->acts[i], now);
	}
}

enum err demo_plan_make(int64_t now, struct demo_plan *p)
{
	struct planner pl = {.p = p, .now = now};
	enum err e = ERR_OK;

	memset(p, 0, sizeof(*p));
	find_today(&pl);
	for (unsigned who = 0; who < DEMO_STAFF && e == ERR_OK; who++)
		e = plan_staff(&pl, who);
	if (e == ERR_OK)
		finish(p, now);
	else
		demo_plan_done(p);
	return e;
}

void demo_plan_done(struct demo_plan *p)
{
	free(p->files);
	free(p->meetings);
	free(p->acts);
	memset(p, 0, sizeof(*p));
}
