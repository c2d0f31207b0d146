/* Clocks, heads, checkpoints and pins of a clinic that is no demonstration. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "tests/run.h"
#include "tests/vault/attack.h"
#include "tests/vault/suites.h"
#include "vault/anchor.h"
#include "vault/chart.h"

#define MINUTE ((int64_t)60 * 1000)
#define HOUR (60 * MINUTE)

static struct test_clinic t;

/* As cheap as a real clinic may be. */
static void make_real(struct clinic_new *c)
{
	*c = test_clinic_answers();
	c->demo = false;
	c->solo = true;
	c->cost = c->cost_strong = &kdf_floor;
	ck_ok(clinic_create(t.dir, &t.tc.clock, c));
}

static void setup(void)
{
	struct clinic_new c;

	test_clinic_init(&t);
	make_real(&c);
}

static void teardown(void)
{
	test_clinic_done(&t);
}

struct tally {
	unsigned of[EV_TYPES];
	struct event clock;
};

static enum err count(void *arg, const struct event *ev)
{
	struct tally *n = arg;

	n->of[ev->type]++;
	if (ev->type == EV_CLOCK)
		n->clock = *ev;
	return ERR_OK;
}

static struct tally rows(struct vault *v)
{
	struct tally n = {.of = {0}};

	ck_ok(ledger_each(v, &id_zero, count, &n));
	return n;
}

static void sound(struct vault *v)
{
	struct finding f = {0};

	ck_assert_msg(
	    attack_verify(v, NULL, &f) == ERR_OK, "found by%s", f.checks);
}

START_TEST(a_real_clinic)
{
	struct vault *v = test_login(&t, "anna", PW_ADMIN);
	char path[PATH_MAX];
	struct stat st;

	ck_assert(!vault_is_demo(v));
	ck_assert_uint_eq(v->genesis.floor.mkib, kdf_floor.mkib);
	ck_ok(path_join(path, t.dir, "ballast"));
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_int_eq(st.st_size, 64 << 20);
	ck_assert_int_ge((int64_t)st.st_blocks * 512, 64 << 20);
	sound(v);
	/* It can be given up once. */
	ck_assert(ballast_give(v));
	ck_assert_int_ne(stat(path, &st), 0);
	ck_assert(!ballast_give(v));
	sound(v);
	vault_close(v);
}
END_TEST

START_TEST(a_clock_that_goes_back_leaves_a_trace)
{
	struct vault *v = test_login(&t, "anna", PW_ADMIN);
	int64_t before = t.tc.utc;
	struct tally n;

	/* A little is nothing. */
	t.tc.utc -= 2 * MINUTE;
	(void)test_chart(v);
	ck_assert_uint_eq(rows(v).of[EV_CLOCK], 0);
	t.tc.utc -= HOUR;
	(void)test_chart(v);
	n = rows(v);
	ck_assert_uint_eq(n.of[EV_CLOCK], 1);
	ck_assert_int_eq(n.clock.before, before);
	ck_assert_int_eq(n.clock.after, t.tc.utc);
	/* Once: from then on that is the time. */
	(void)test_chart(v);
	t.tc.utc += 3 * HOUR;
	(void)test_chart(v);
	ck_assert_uint_eq(rows(v).of[EV_CLOCK], 1);
	sound(v);
	vault_close(v);
	v = test_login(&t, "anna", PW_ADMIN);
	vault_close(v);
}
END_TEST

START_TEST(a_demonstration_may_go_back)
{
	struct clinic_new c = test_clinic_answers();
	struct vault *v;

	ck_ok(path_join(t.dir, t.root, "demo"));
	ck_ok(clinic_create(t.dir, &t.tc.clock, &c));
	v = test_login(&t, "anna", PW_ADMIN);
	t.tc.utc -= 1000 * HOUR;
	ck_ok(vault_logout(v));
	ck_ok(vault_login(v, "anna", PW_ADMIN, strlen(PW_ADMIN)));
	ck_assert_uint_eq(rows(v).of[EV_CLOCK], 0);
	sound(v);
	vault_close(v);
}
END_TEST

START_TEST(a_failed_attempt_under_a_wrong_clock)
{
	struct vault *v = test_login(&t, "anna", PW_ADMIN);

	ck_ok(vault_logout(v));
	t.tc.utc -= 24 * HOUR;
	ck_err(vault_login(v, "anna", "not this one, Anna", 18), ERR_AUTH);
	t.tc.utc += 24 * HOUR + MINUTE;
	ck_ok(vault_login(v, "anna", PW_ADMIN, strlen(PW_ADMIN)));
	sound(v);
	vault_close(v);
}
END_TEST

static enum err count_heads(void *arg, const struct pin *h)
{
	(void)h;
	++*(unsigned *)arg;
	return ERR_OK;
}

static unsigned heads(struct vault *v)
{
	unsigned n = 0, bad;

	ck_ok(anchor_each(v, count_heads, &n, &bad));
	ck_assert_uint_eq(bad, 0);
	return n;
}

START_TEST(heads_every_50_rows_or_10_minutes)
{
	struct vault *v = test_login(&t, "anna", PW_ADMIN);
	unsigned n = heads(v);
	uint64_t seq = v->head.seq;

	/* Genesis wrote one, this first login another by the clock. */
	ck_assert_uint_ge(n, 1);
	while (v->st.seq < seq + 48)
		(void)test_chart(v);
	ck_assert_uint_eq(heads(v), n);
	(void)test_chart(v);
	ck_assert_uint_eq(heads(v), n + 1);
	ck_assert_uint_eq(v->head.seq, v->st.seq);
	ck_assert_uint_eq(v->pin.seq, v->st.seq);
	t.tc.mono += 10 * MINUTE;
	(void)test_chart(v);
	ck_assert_uint_eq(heads(v), n + 2);
	vault_close(v);
}
END_TEST

START_TEST(a_checkpoint_a_day)
{
	struct vault *v = test_login(&t, "anna", PW_ADMIN);
	unsigned n = rows(v).of[EV_CHECKPOINT];

	ck_ok(vault_logout(v));
	test_clock_add(&t.tc, 23 * HOUR);
	ck_ok(vault_login(v, "anna", PW_ADMIN, strlen(PW_ADMIN)));
	ck_assert_uint_eq(rows(v).of[EV_CHECKPOINT], n);
	ck_ok(vault_logout(v));
	test_clock_add(&t.tc, 2 * HOUR);
	ck_ok(vault_login(v, "anna", PW_ADMIN, strlen(PW_ADMIN)));
	ck_assert_uint_eq(rows(v).of[EV_CHECKPOINT], n + 1);
	vault_close(v);
}
END_TEST

/* A line that a crash cut short is passed over; one that another host signed
 * is a fault. */
START_TEST(damaged_heads)
{
	struct vault *v = test_login(&t, "anna", PW_ADMIN);
	static const char cut[] = "TACET-HEAD1 0011223344556677 99\n";
	struct finding f = {0};
	char path[PATH_MAX];
	struct buf b = {0};

	ck_ok(path_join(path, t.dir, "heads"));
	ck_ok(file_append(path, cut, sizeof cut - 1, 0640));
	sound(v);
	ck_ok(file_read(path, 1 << 20, &b));
	b.p[60] = b.p[60] == '1' ? '2' : '1';
	ck_ok(file_replace(path, b.p, b.len, 0640));
	ck_err(attack_verify(v, NULL, &f), ERR_CORRUPT);
	ck_assert_str_eq(f.checks, " heads ");
	buf_free(&b);
	vault_close(v);
}
END_TEST

START_TEST(a_pin_that_is_not_mine)
{
	struct vault *v = test_login(&t, "anna", PW_ADMIN);
	unsigned char blob[200] = {0};
	struct store *u;

	ck_ok(userfile_open(v, &u));
	ck_ok(store_begin_write(u));
	ck_ok(store_set(u, STORE_PIN,
	    (const struct store_val[]){
		store_int(1), store_bytes(blob, sizeof blob)}));
	ck_ok(store_commit(u));
	vault_close(v);
	v = test_clinic_open(&t);
	ck_err(vault_login(v, "anna", PW_ADMIN, strlen(PW_ADMIN)), ERR_CORRUPT);
	vault_close(v);
}
END_TEST

/* A pin goes forward only, whichever of a person's logins writes last. */
START_TEST(two_logins_of_one_person)
{
	struct vault *a = test_login(&t, "anna", PW_ADMIN);
	struct vault *b = test_login(&t, "anna", PW_ADMIN);
	struct pin pin;
	uint64_t seq;

	(void)test_chart(b);
	ck_ok(anchor_pin(b));
	seq = b->st.seq;
	ck_ok(anchor_pin(a));
	ck_ok(pin_load(a, &pin));
	ck_assert_uint_eq(pin.seq, seq);
	vault_close(b);
	vault_close(a);
}
END_TEST

Suite *anchor_suite(void)
{
	Suite *s = suite_create("anchor");
	TCase *tc = tcase_create("anchor");

	tcase_set_timeout(tc, 60);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, a_real_clinic);
	tcase_add_test(tc, a_clock_that_goes_back_leaves_a_trace);
	tcase_add_test(tc, a_demonstration_may_go_back);
	tcase_add_test(tc, a_failed_attempt_under_a_wrong_clock);
	tcase_add_test(tc, heads_every_50_rows_or_10_minutes);
	tcase_add_test(tc, a_checkpoint_a_day);
	tcase_add_test(tc, damaged_heads);
	tcase_add_test(tc, a_pin_that_is_not_mine);
	tcase_add_test(tc, two_logins_of_one_person);
	suite_add_tcase(s, tc);
	return s;
}
