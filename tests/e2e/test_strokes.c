/*
 * Keystrokes from end to end: what the screens promise of each task, typed with
 * exactly these keys.  Every key or Ctrl chord counts as one; words do not.
 */
#include <stdio.h>
#include <string.h>

#include "tests/e2e/small.h"
#include "tests/run.h"

Suite *strokes_suite(void);

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
enum { STEPS = 24 };

/* One step of a task: keys that count, words that do not, what to wait for, or
 * what has to be gone. */
enum what { END, KEYS, TEXT, PASSWORD, PASSPHRASE, SEE, GONE };
struct step {
	enum what what;
	const char *s;
};

#define LOGIN                                                                  \
	{PASSWORD, ""}, {KEYS, "Enter"},                                       \
	{                                                                      \
		SEE, "Today   "                                                \
	}
#define SOAP                                                                   \
	{TEXT, "Slept well."}, {KEYS, "Tab"}, {TEXT, "On time."},              \
	    {KEYS, "Tab"}, {TEXT, "Better."}, {KEYS, "Tab"},                   \
	    {TEXT, "Next week."},                                              \
	{                                                                      \
		SEE, "Next week."                                              \
	}
#define SIGNED                                                                 \
	{KEYS, "Ctrl-D"}, {SEE, "I am the author"}, {KEYS, "Enter"},           \
	{                                                                      \
		SEE, "Signed."                                                 \
	}

static const struct task {
	const char *name;
	unsigned with; /* of small_new */
	struct step before[STEPS], steps[STEPS];
	size_t count;
} tasks[] = {
    {"login to the first word of the next missing note", 0, {{SEE, "Password"}},
	{LOGIN, {KEYS, "n"}, {SEE, "SOAP note   " SMALL_JUST}, {TEXT, "Slept"},
	    {SEE, "Subjective    Slept"}},
	2},
    {"last word to signed", 0, {LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}, SOAP},
	{SIGNED}, 2},
    {"then to the first word of the next note", 0,
	{LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}, SOAP, SIGNED},
	{{KEYS, "n"}, {SEE, "SOAP note   " SMALL_DUE}, {TEXT, "Late."},
	    {SEE, "Subjective    Late."}},
	1},
    {"a whole SOAP note, login to signed", 0, {{SEE, "Password"}},
	{LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}, SOAP, SIGNED}, 7},
    {"a private thought while writing, the pane being open", SMALL_PRIVATE,
	{LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}, {TEXT, "Slept"},
	    {KEYS, "Ctrl-O"}, {SEE, "Passphrase"}, {PASSPHRASE, ""},
	    {KEYS, "Enter"}, {SEE, "open, saved"}, {KEYS, "Esc"},
	    {GONE, "PRIVATE   Esc"}},
	{{KEYS, "Ctrl-O"}, {SEE, "PRIVATE   Esc"}, {TEXT, "Mine."},
	    {SEE, "│ Mine."}, {KEYS, "Esc"}, {GONE, "PRIVATE   Esc"},
	    {TEXT, "!"}, {SEE, "Slept!"}},
	2},
    {"the same, the pane being locked", SMALL_PRIVATE,
	{LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}, {TEXT, "Slept"}},
	{{KEYS, "Ctrl-O"}, {SEE, "Passphrase"}, {PASSPHRASE, ""},
	    {KEYS, "Enter"}, {SEE, "open, saved"}, {TEXT, "Mine."},
	    {SEE, "│ Mine."}, {KEYS, "Esc"}, {GONE, "PRIVATE   Esc"},
	    {TEXT, "!"}, {SEE, "Slept!"}},
	3},
    {"away from the desk and back", 0,
	{LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}, {TEXT, "Slept"}},
	{{KEYS, "Ctrl-L"}, {SEE, "Locked by"}, {PASSWORD, ""}, {KEYS, "Enter"},
	    {SEE, "SOAP note"}, {TEXT, "!"}, {SEE, "Slept!"}},
	2},
    {"a client's chart from Today", 0, {LOGIN},
	{{KEYS, "/"}, {SEE, "Caseload"}, {TEXT, "otto"}, {SEE, "> " SMALL_DUE},
	    {KEYS, "Enter"}, {SEE, "Chart   " SMALL_DUE}},
	2},
    {"a new client from Today", 0, {LOGIN},
	{{KEYS, "/"}, {SEE, "Caseload"}, {TEXT, "Tuva Sagadottir"},
	    {SEE, "New client \"Tuva"}, {KEYS, "Enter"}, {SEE, "Born"},
	    {TEXT, "7 9 1999"}, {KEYS, "Ctrl-D"},
	    {SEE, "Chart   Tuva Sagadottir   C-1003   born 7 Sep 1999"}},
	3},
    {"a new note without a session", 0,
	{LOGIN, {KEYS, "/ Enter"}, {SEE, "Chart   "}},
	{{KEYS, "+"}, {SEE, "─ A new entry"}, {KEYS, "Enter"},
	    {SEE, "SOAP note"}},
	2},
    {"the newest entry of a chart", SMALL_SIGNED,
	{LOGIN, {KEYS, "/"}, {SEE, "Caseload"}, {TEXT, "wren"},
	    {SEE, "> " SMALL_JUST}, {KEYS, "Enter"}, {SEE, "signed"}},
	{{KEYS, "Enter"}, {SEE, "Two panic episodes"}}, 1},
    {"a signed addendum to it", SMALL_SIGNED,
	{LOGIN, {KEYS, "/"}, {SEE, "Caseload"}, {TEXT, "wren"},
	    {SEE, "> " SMALL_JUST}, {KEYS, "Enter"}, {SEE, "signed"},
	    {KEYS, "Enter"}, {SEE, "Two panic episodes"}},
	{{KEYS, "a"}, {SEE, "ddendum"}, {KEYS, "Enter"}, {SEE, "draft, saved"},
	    {TEXT, "The value of 13 stands."}, {KEYS, "Ctrl-D"},
	    {SEE, "I am the author of this addendum"}, {KEYS, "Enter"},
	    {SEE, "Signed."}},
	4},
    {"the next section", 0, {LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}},
	{{KEYS, "Tab"}, {TEXT, "x"}, {SEE, "Objective     x"}}, 1},
    {"any section", 0, {LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}},
	{{KEYS, "Ctrl-G 4"}, {TEXT, "x"}, {SEE, "Plan          x"}}, 2},
    {"the header", 0, {LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}},
	{{KEYS, "Shift-Tab"}, {SEE, "Modality"}}, 1},
    {"help outside text", 0, {LOGIN}, {{KEYS, "?"}, {SEE, "Help   Today"}}, 1},
    {"help in text", 0, {LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}},
	{{KEYS, "F1"}, {SEE, "Help   Note"}}, 1},
    {"help in text, without function keys", 0,
	{LOGIN, {KEYS, "n"}, {SEE, "SOAP note"}},
	{{KEYS, "Ctrl-K"}, {SEE, "─ Commands"}, {KEYS, "?"}, {SEE, "> Help"},
	    {KEYS, "Enter"}, {SEE, "Help   Note"}},
	3},
    {"three Esc reach home", 0,
	{LOGIN, {KEYS, "/ Enter"}, {SEE, "Chart   "}, {KEYS, "+ Enter"},
	    {SEE, "SOAP note"}},
	{{KEYS, "Esc"}, {GONE, "Modality"}, {KEYS, "Esc"}, {SEE, "Chart   "},
	    {KEYS, "Esc"}, {SEE, "Caseload"}},
	3},
};

static size_t names(const char *s)
{
	size_t n = 0;

	for (; *s != '\0'; s += strcspn(s, " "), s += strspn(s, " "))
		n++;
	return n;
}

/* Do the steps; how many keys they took. */
static size_t act(const struct demo *d, struct pty *p, const struct step *steps)
{
	size_t n = 0;

	for (size_t i = 0; i < STEPS && steps[i].what != END; i++) {
		const struct step *s = &steps[i];
		const struct demo_login *l = small_imre(d);
		bool ok = false;

		switch (s->what) {
		case KEYS:
			ok = pty_keys(p, s->s);
			n += names(s->s);
			break;
		case TEXT:
			ok = pty_type(p, s->s);
			break;
		case PASSWORD:
			ok = pty_wait_text(p, "Password", PTY_PATIENCE) &&
			     pty_type(p, l->password);
			break;
		case PASSPHRASE:
			ok = pty_type(p, l->passphrase);
			break;
		case SEE:
			ok = pty_wait_text(p, s->s, PTY_PATIENCE);
			break;
		default:
			ok = pty_wait_gone(p, s->s, PTY_PATIENCE);
			break;
		}
		ck_assert_msg(ok, "step %zu: %s", i, s->s);
	}
	return n;
}

START_TEST(as_promised)
{
	const struct task *t = &tasks[_i];
	struct demo *d = small_new(t->with);
	const char *const argv[] = {
	    demo_program(), "--dir", d->dir, "--as", "imre", NULL};
	struct pty *p = pty_start(argv, NULL);

	printf("%s\n", t->name);
	ck_assert_ptr_nonnull(p);
	(void)act(d, p, t->before);
	ck_assert_uint_eq(act(d, p, t->steps), t->count);
	pty_free(p);
	demo_free(d);
}
END_TEST

Suite *strokes_suite(void)
{
	Suite *s = suite_create("strokes");
	TCase *tc = tcase_create("strokes");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, as_promised, 0, COUNT(tasks));
	suite_add_tcase(s, tc);
	return s;
}
