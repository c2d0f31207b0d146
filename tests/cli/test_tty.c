/* What the command line does on a terminal, and what a stranger sees of the
 * process meanwhile. */
#include <config.h>

#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/cli/temp.h"
#include "tests/e2e/demo.h"
#include "tests/run.h"

static struct temp temp;
static struct pty *pty;

static void setup(void)
{
	temp_make(&temp);
	pty = NULL;
}

static void teardown(void)
{
	pty_free(pty);
	temp_remove(&temp);
}

static void must_see(const char *words)
{
	ck_assert_msg(pty_wait_text(pty, words, PTY_PATIENCE), "%s", words);
}

static bool last_row_is(struct pty *p, void *words)
{
	int row, col;

	pty_cursor(p, &row, &col);
	return strncmp(pty_row(p, row), words, strlen(words)) == 0;
}

/* The question that is asked now, not one before it. */
static void must_ask(const char *words)
{
	char copy[80];

	snprintf(copy, sizeof(copy), "%s", words);
	ck_assert_msg(
	    pty_wait(pty, last_row_is, copy, PTY_PATIENCE), "%s", words);
}

static void answer(const char *question, const char *words)
{
	must_ask(question);
	ck_assert(pty_type(pty, words));
	ck_assert(pty_keys(pty, "Enter"));
}

/* The exit status of what runs in the terminal. */
static int status(void)
{
	int s = pty_wait_exit(pty, PTY_PATIENCE);

	ck_assert_msg(s != -1 && WIFEXITED(s), "did not exit by itself");
	return WEXITSTATUS(s);
}

static void start_init(const struct pty_how *how)
{
	const char *argv[] = {
	    demo_program(), "--dir", temp_path(&temp, "new"), "init", NULL};

	pty = pty_start(argv, how);
	ck_assert_ptr_nonnull(pty);
}

static const struct {
	const char *term, *words;
} terminals[] = {
    {"", "TERM is not set"},
    {"dumb", "TERM is dumb"},
    {"../../etc/passwd", "TERM is not set"},
    {"no-such-terminal", "type no-such-terminal is not known"},
};

START_TEST(terminal_that_will_not_do)
{
	const char *argv[] = {demo_program(), "demo", NULL};
	struct pty_how how = {.term = terminals[_i].term};

	pty = pty_start(argv, &how);
	ck_assert_ptr_nonnull(pty);
	ck_assert_int_eq(status(), 1);
	must_see(terminals[_i].words);
	ck_assert(!pty_has(pty, "Password"));
}
END_TEST

/* Folders of throwaway clinics; only this test opens one. */
static size_t throwaways(void)
{
	glob_t g;
	size_t n = glob("/tmp/tacet-demo-*", 0, NULL, &g) == 0 ? g.gl_pathc : 0;

	globfree(&g);
	return n;
}

static const int leavings[] = {0, SIGHUP, SIGTERM};

START_TEST(a_throwaway_clinic)
{
	const char *argv[] = {demo_program(), "demo", NULL};
	size_t before = throwaways();

	pty = pty_start(argv, NULL);
	ck_assert_ptr_nonnull(pty);
	must_see("Building");
	must_see("imre-demonstration");
	must_see("DEMONSTRATION");
	ck_assert_uint_eq(throwaways(), before + 1);
	if (leavings[_i] == 0)
		ck_assert(pty_keys(pty, "Ctrl-Q"));
	else
		ck_assert(pty_kill(pty, leavings[_i]));
	ck_assert_int_eq(status(), 0);
	ck_assert_uint_eq(throwaways(), before);
}
END_TEST

START_TEST(stopped_while_building)
{
	const char *argv[] = {demo_program(), "demo", NULL};
	size_t before = throwaways();

	pty = pty_start(argv, NULL);
	ck_assert_ptr_nonnull(pty);
	must_see("Building");
	ck_assert(pty_keys(pty, "Ctrl-C"));
	ck_assert_int_eq(status(), 1);
	must_see("stopped: the clinic is removed");
	ck_assert_uint_eq(throwaways(), before);
}
END_TEST

START_TEST(passwords_are_not_seen)
{
	start_init(NULL);
	answer("A practice of one person", "yes");
	answer("You, login", "sol");
	answer("  full name:", "Sol Ortega");
	answer("  credentials", "");
	answer("Does everybody", "");
	answer("Your password:", "tiny");
	must_see("at least 15 characters");
	ck_assert(!pty_has(pty, "tiny"));
	answer("Your password:", "a long and good password");
	answer("Once more:", "another long password");
	must_see("not the same");
	ck_assert(!pty_has(pty, "good"));
	ck_assert(!pty_has(pty, "another"));
	must_ask("Your password:");
	ck_assert(pty_keys(pty, "Ctrl-C"));
	ck_assert_int_eq(status(), 1);
	must_see("stopped");
	ck_assert_int_ne(access(temp_path(&temp, "new"), F_OK), 0);
}
END_TEST

START_TEST(leaves_the_terminal_as_it_was)
{
	char line[512];
	const char *argv[] = {"/bin/sh", "-c", line, NULL};

	snprintf(line, sizeof(line),
	    "trap : INT; %s --dir %s init; echo status $?; stty -a",
	    demo_program(), temp_path(&temp, "new"));
	pty = pty_start(argv, NULL);
	ck_assert_ptr_nonnull(pty);
	answer("A practice of one person", "yes");
	answer("You, login", "sol");
	answer("  full name:", "Sol Ortega");
	answer("  credentials", "");
	answer("Does everybody", "");
	must_see("Your password:");
	ck_assert(pty_keys(pty, "Ctrl-C"));
	must_see("status 1");
	must_see(" echo ");
	ck_assert(!pty_has(pty, "-echo "));
	ck_assert_int_eq(status(), 0);
}
END_TEST

/* The value of "NAME:" in /proc/PID/FILE. */
static const char *fact(const char *file, const char *name)
{
	static char value[256];
	char path[64], line[256];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pty_pid(pty), file);
	f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	value[0] = '\0';
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, strlen(name)) == 0)
			snprintf(value, sizeof(value), "%s",
			    line + strlen(name) +
				strspn(line + strlen(name), " \t"));
	fclose(f);
	value[strcspn(value, "\n")] = '\0';
	return value;
}

START_TEST(the_running_process)
{
	const char *env[] = {"HOME=/tmp", "LD_BIND_NOW=1", NULL};
	struct pty_how how = {.env = env};
	struct stat st;
	char path[64];

	start_init(&how);
	must_see("one person [no]:");
	ck_assert_str_eq(fact("status", "NoNewPrivs:"), "1");
	ck_assert_str_eq(fact("status", "Umask:"), "0077");
	ck_assert_str_eq(fact("limits", "Max core file size"),
	    "0                    0  "
	    "                  bytes     ");
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pty_pid(pty));
	ck_assert_int_eq(stat(path, &st), 0);
	/* Not dumpable: the files of /proc belong to root. */
	ck_assert_uint_eq(st.st_uid, 0);
	for (int fd = 3; fd < 64; fd++) {
		snprintf(path, sizeof(path), "/proc/%d/fd/%d",
		    (int)pty_pid(pty), fd);
		if (geteuid() == 0)
			ck_assert_msg(lstat(path, &st) != 0, "%s", path);
	}
	ck_assert(pty_kill(pty, SIGTERM));
}
END_TEST

Suite *tty_suite(void);
Suite *tty_suite(void)
{
	Suite *s = suite_create("tty");
	TCase *t = tcase_create("tty");

	tcase_set_timeout(t, 120);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, terminal_that_will_not_do, 0,
	    (int)(sizeof(terminals) / sizeof(terminals[0])));
	tcase_add_loop_test(t, a_throwaway_clinic, 0,
	    (int)(sizeof(leavings) / sizeof(leavings[0])));
	tcase_add_test(t, stopped_while_building);
	tcase_add_test(t, passwords_are_not_seen);
	tcase_add_test(t, leaves_the_terminal_as_it_was);
	tcase_add_test(t, the_running_process);
	suite_add_tcase(s, t);
	return s;
}
