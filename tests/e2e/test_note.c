/*
 * The main job, end to end: write a note and a private note, sign, leave, come
 * back, read both.
 */
#include <stdio.h>
#include <string.h>

#include "tests/e2e/small.h"
#include "tests/run.h"

Suite *note_suite(void);

/* At typing speed, each key answered before the next; or pasted. */
static const struct manner {
	const char *name;
	bool (*put)(struct pty *, const char *);
} manners[] = {{"typed", pty_type_slowly}, {"pasted", pty_paste}};

static const char *const sections[] = {
    "Slept through five nights of seven. \"I forgot to be afraid.\"",
    "On time, good eye contact. GAD-7 today 9, was 13.",
    "Panic rarer and shorter; avoidance of the tram gives way.",
    "Breathing twice a day. Zweite Übung: 北京 allein. Next Tue.",
};

#define THOUGHT "Do I set the pace for her, or for my own comfort?"
#define SECOND "The brother, named twice and dropped."

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))
#define TYPE(p, s) ck_assert(pty_type((p), (s)))

/* What stands after ${label} on the screen, from column 17 on. */
static void field(struct pty *p, const char *label, char *out, size_t size)
{
	int row = pty_find(p, label);
	const char *s;

	ck_assert_int_ge(row, 0);
	s = strstr(pty_row(p, row), label) + strlen(label);
	snprintf(out, size, "%s", s + strspn(s, " "));
}

/* The five words that are offered, and the code once it stands there. */
static void first_use(struct pty *p, struct demo_login *l)
{
	char code[80];

	KEYS(p, "Ctrl-O");
	SEEN(p, "Offered");
	field(p, "Offered", l->passphrase, sizeof(l->passphrase));
	TYPE(p, l->passphrase);
	KEYS(p, "Ctrl-D");
	SEEN(p, "never shown again");
	SEEN(p, "Last group");
	/* The code stands alone, two rows above. */
	snprintf(code, sizeof(code), "%s",
	    pty_row(p, pty_find(p, "Last group") - 2));
	TYPE(p, strrchr(code, ' ') + 1);
	KEYS(p, "Enter");
	SEEN(p, "open, saved");
}

static void write_note(struct pty *p, const struct manner *m)
{
	ck_assert(small_note(p));
	for (size_t i = 0; i < 4; i++) {
		if (i > 0)
			KEYS(p, "Tab");
		ck_assert(m->put(p, sections[i]));
		SEEN(p, sections[i]);
	}
}

static void write_private(
    struct pty *p, const struct manner *m, struct demo_login *l)
{
	first_use(p, l);
	ck_assert(m->put(p, THOUGHT));
	SEEN(p, THOUGHT);
	/* Back to the very letter of the note; the pane stays open. */
	KEYS(p, "Esc");
	ck_assert(pty_wait_gone(p, "PRIVATE   Esc", PTY_PATIENCE));
	SEEN(p, THOUGHT);
	TYPE(p, "!");
	SEEN(p, "Next Tue.!");
	/* In again, and out by closing it. */
	KEYS(p, "Ctrl-O");
	SEEN(p, "PRIVATE   Esc");
	KEYS(p, "Enter");
	ck_assert(m->put(p, SECOND));
	SEEN(p, SECOND);
	KEYS(p, "Ctrl-O");
	SEEN(p, "closed and locked");
	ck_assert(!pty_has(p, THOUGHT));
	SEEN(p, sections[3]);
}

static void sign(struct pty *p)
{
	KEYS(p, "Ctrl-D");
	SEEN(p, "I am the author.");
	ck_assert(!pty_has(p, " must "));
	KEYS(p, "Enter");
	SEEN(p, "Signed.");
}

static void read_both(struct pty *p, const struct demo_login *l)
{
	KEYS(p, "/");
	SEEN(p, "Caseload");
	TYPE(p, "wre");
	SEEN(p, "> " SMALL_JUST);
	KEYS(p, "Enter");
	SEEN(p, "signed");
	KEYS(p, "Enter");
	SEEN(p, "author");
	for (size_t i = 0; i < 4; i++)
		SEEN(p, sections[i]);
	ck_assert(!pty_has(p, THOUGHT));
	KEYS(p, "Ctrl-O");
	SEEN(p, "Passphrase");
	TYPE(p, l->passphrase);
	KEYS(p, "Enter");
	SEEN(p, THOUGHT);
	SEEN(p, SECOND);
}

START_TEST(a_note_and_a_private_note)
{
	struct demo *d = small_new(0);
	struct demo_login l = *small_imre(d);
	struct pty *p = demo_open(d, &l, NULL);

	ck_assert_ptr_nonnull(p);
	write_note(p, &manners[_i]);
	write_private(p, &manners[_i], &l);
	sign(p);
	ck_assert(demo_log_out(p));
	pty_free(p);

	p = demo_open(d, &l, NULL);
	ck_assert_ptr_nonnull(p);
	read_both(p, &l);
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

Suite *note_suite(void)
{
	Suite *s = suite_create("note");
	TCase *tc = tcase_create("note");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, a_note_and_a_private_note, 0,
	    sizeof(manners) / sizeof(manners[0]));
	suite_add_tcase(s, tc);
	return s;
}
