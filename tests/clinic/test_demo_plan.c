#include <config.h>

#include <stdlib.h>
#include <time.h>

#include "base/date.h"
#include "clinic/demo_plan.h"
#include "tests/clinic/demo_dir.h"
#include "tests/run.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define LENGTH (50 * MINUTE)

/* Hours of ten days around the clock changes of spring and autumn and around
 * the new year; the first one is a plain Tuesday. */
static const int64_t begins[] = {INT64_C(1763424000000), INT64_C(1774483200000),
    INT64_C(1792627200000), INT64_C(1766966400000)};
static const char *const zones[] = {
    "UTC", "Europe/Madrid", "America/St_Johns", "Pacific/Apia"};

static void check_acts(const struct demo_plan *p, int64_t now)
{
	int64_t before = now - DEMO_DAYS * DAY;

	ck_assert_uint_gt(p->nacts, 100);
	ck_assert_int_gt(p->acts[0].at, before);
	for (size_t i = 0; i < p->nacts; i++) {
		ck_assert_int_ge(p->acts[i].at, before);
		before = p->acts[i].at;
	}
	ck_assert_int_lt(before, now);
}

/* Nobody is in two places. */
static void check_overlap(const struct demo_plan *p)
{
	for (size_t i = 0; i < p->nmeetings; i++)
		for (size_t j = 0; j < i; j++) {
			const struct demo_meeting *a = &p->meetings[i],
						  *b = &p->meetings[j];

			/* Each assertion of libcheck is a write. */
			if (p->files[a->file].who == p->files[b->file].who &&
			    llabs(a->start - b->start) < LENGTH)
				ck_abort_msg(
				    "clients %zu and %zu", a->file, b->file);
		}
}

static void check_now(const struct demo_plan *p, int64_t now)
{
	unsigned ended[DEMO_STAFF] = {0}, next[DEMO_STAFF] = {0};

	for (size_t i = 0; i < p->nmeetings; i++) {
		const struct demo_meeting *m = &p->meetings[i];
		int64_t end = m->start + LENGTH;
		unsigned who = p->files[m->file].who;

		ck_assert_int_lt(m->start, now + 8 * DAY);
		ck_assert((m->fate == FATE_TO_COME) == (m->start > now));
		if (m->fate == FATE_NONE && end <= now && now - end < HOUR)
			ended[who]++;
		if (m->start > now && m->start < now + 6 * HOUR)
			next[who]++;
	}
	for (unsigned i = 0; i < DEMO_STAFF; i++)
		ck_assert_uint_eq(ended[i], 1);
	/* all but the supervisor */
	for (unsigned i = 0; i + 1 < DEMO_STAFF; i++)
		ck_assert_uint_ge(next[i], 1);
}

/* The client, the session and its note: each is done before the next. */
static void check_causes(const struct demo_plan *p)
{
	for (size_t i = 0; i < p->nacts; i++) {
		const struct demo_act *a = &p->acts[i];
		size_t file = a->deed == DEED_BEGIN
				  ? a->meeting
				  : p->meetings[a->meeting].file;
		bool begun = a->deed == DEED_BEGIN;

		for (size_t j = 0; j < i; j++)
			begun = begun || (p->acts[j].deed == DEED_BEGIN &&
					     p->acts[j].meeting == file);
		ck_assert(begun);
	}
}

START_TEST(test_any_hour_is_a_good_one)
{
	(void)setenv("TZ", zones[_i % 4], 1);
	tzset();
	for (int h = 0; h < 240; h += 5) {
		int64_t now = begins[_i / 4] + h * HOUR + (h * 7 % 60) * MINUTE;
		struct demo_plan p;

		ck_ok(demo_plan_make(now, &p));
		ck_assert_uint_eq(p.nfiles, 20);
		check_acts(&p, now);
		check_overlap(&p);
		check_now(&p, now);
		if (h % 60 == 0)
			check_causes(&p);
		demo_plan_done(&p);
	}
}
END_TEST

START_TEST(test_one_login_a_stretch)
{
	struct demo_plan p;
	bool in[DEMO_STAFF] = {false};

	ck_ok(demo_plan_make(DEMO_NOW, &p));
	for (size_t i = 0; i < p.nacts; i++)
		in[p.acts[i].who] = !p.acts[i].last;
	for (unsigned i = 0; i < DEMO_STAFF; i++)
		ck_assert(!in[i]);
	demo_plan_done(&p);
}
END_TEST

Suite *demo_plan_suite(void)
{
	Suite *s = suite_create("clinic: plan of the demonstration");
	TCase *t = tcase_create("plan");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, test_any_hour_is_a_good_one, 0, 16);
	tcase_add_test(t, test_one_login_a_stretch);
	suite_add_tcase(s, t);
	return s;
}
