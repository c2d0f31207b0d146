/*
 * Tacet behind OpenSSH as tacet-deploy(7) sets it up, with a real sshd: a note
 * is written over it, the line breaks in mid-word, and whatever else a client
 * asks for, it gets the program (security.md 11, 55).
 */
#include <config.h>

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "tests/e2e/sshd.h"
#include "tests/run.h"

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))
#define TYPE(p, s) ck_assert(pty_type((p), (s)))

/* A shell is asked for and the program comes.  The login stands there already;
 * only the password is asked for. */
static struct pty *log_in(const struct sshd *s)
{
	const struct demo_login *l = small_imre(s->d);
	struct pty *p = sshd_pty(s, "exec /bin/sh -i");

	ck_assert_ptr_nonnull(p);
	SEEN(p, "Password");
	SEEN(p, "imre");
	TYPE(p, l->password);
	KEYS(p, "Enter");
	SEEN(p, "Today");
	return p;
}

/* Does a process whose command line names the clinic run? */
static bool runs(const struct demo *d)
{
	DIR *proc = opendir("/proc");
	struct dirent *e;
	bool found = false;

	ck_assert_ptr_nonnull(proc);
	while (!found && (e = readdir(proc)) != NULL) {
		char path[300], line[1024] = "";
		FILE *f;
		size_t n;

		if (e->d_name[0] < '1' || e->d_name[0] > '9')
			continue;
		snprintf(path, sizeof(path), "/proc/%s/cmdline", e->d_name);
		if ((f = fopen(path, "r")) == NULL)
			continue;
		n = fread(line, 1, sizeof(line) - 1, f);
		fclose(f);
		for (size_t i = 0; i < n; i++)
			if (line[i] == '\0')
				line[i] = ' ';
		found = strstr(line, "tacet --dir ") != NULL &&
			strstr(line, d->dir) != NULL;
	}
	closedir(proc);
	return found;
}

static void wait_ended(const struct demo *d)
{
	double end = pty_now() + PTY_PATIENCE;

	while (runs(d)) {
		ck_assert_msg(pty_now() < end, "the program goes on");
		poll(NULL, 0, 5);
	}
}

static const char *const sections[] = {
    "Slept through five nights of seven; woke once.",
    "On time, good eye contact.",
    "Panic rarer and shorter.",
    ("Breathing twice a day. Zweite \xc3\x9c"
     "bung: \xe5\x8c\x97\xe4\xba\xac."),
};
#define HALF "Slept through five nights of sev"

static void cut_in_mid_word(const struct sshd *s)
{
	struct pty *p = log_in(s);

	ck_assert(small_note(p));
	TYPE(p, HALF);
	SEEN(p, HALF);
	ck_assert(runs(s->d)); /* the control of wait_ended */
	ck_assert(pty_kill(p, SIGKILL));
	ck_assert(WIFSIGNALED(pty_wait_exit(p, PTY_PATIENCE)));
	pty_free(p);
	wait_ended(s->d);
}

static void go_on_and_sign(const struct sshd *s)
{
	struct pty *p = log_in(s);

	ck_assert(small_note(p));
	SEEN(p, HALF);
	SEEN(p, "Recovered");
	TYPE(p, sections[0] + sizeof(HALF) - 1);
	for (size_t i = 0; i < 4; i++) {
		if (i > 0) {
			KEYS(p, "Tab");
			TYPE(p, sections[i]);
		}
		SEEN(p, sections[i]);
	}
	KEYS(p, "Ctrl-D");
	SEEN(p, "I am the author.");
	KEYS(p, "Enter");
	SEEN(p, "Signed.");
	ck_assert(demo_log_out(p));
	pty_free(p);
}

START_TEST(a_note_over_a_line_that_breaks)
{
	struct demo *d = small_new(0);
	struct sshd s;
	char *text;

	ck_assert(
	    sshd_start(&s, d, sshd_sample_rules(), sshd_sample_options(d)));
	cut_in_mid_word(&s);
	go_on_and_sign(&s);
	sshd_stop(&s);
	text = small_export(d, SMALL_JUST_CODE);
	for (size_t i = 0; i < 4; i++)
		ck_assert_msg(strstr(text, sections[i]) != NULL, "%s\n%s",
		    sections[i], text);
	free(text);
	demo_free(d);
}
END_TEST

/* ---- nothing but the program -------------------------------------------- */

struct attempt {
	const char *name, *tool;
	const char *args[12]; /* "%" is the test's folder, "#" its port */
	const char *says;     /* in what it prints, or a file made there */
	const char *makes;
};

static const struct attempt attempts[] = {
    {"another command", "ssh", {"@", "echo got $((20 + 3)) in"}, "got 23 in",
	NULL},
    {"a command's file", "ssh", {"@", "touch", "%/made"}, NULL, "made"},
    {"sftp", "sftp", {"-b", "%/batch", "@"}, NULL, "made"},
    {"a subsystem", "ssh", {"-s", "@", "sftp"}, NULL, NULL},
    {"scp", "scp", {"%/known", "@:%/made"}, NULL, "made"},
    {"old scp", "scp", {"-O", "%/known", "@:%/made"}, NULL, "made"},
    {"scp, the other way", "scp", {"@:%/clinic/host/host.secret", "%/made"},
	NULL, "made"},
    {"-L and -D", "ssh", {"-W", "127.0.0.1:#", "@"}, "SSH-2.0", NULL},
    {"-R", "ssh",
	{"-oExitOnForwardFailure=yes", "-R", "0:127.0.0.1:#", "@",
	    "echo forwarded"},
	"forwarded", NULL},
    {"-A", "ssh", {"-A", "@", "echo agent=${SSH_AUTH_SOCK}"}, "agent=/", NULL},
    {"-X", "ssh", {"-Y", "@", "echo display=${DISPLAY}"}, "display=", NULL},
    {"the environment", "ssh", {"-oSendEnv=MARK", "@", "echo have $MARK"},
	"have a mark", NULL},
};
enum { ATTEMPTS = sizeof(attempts) / sizeof(attempts[0]) };

static const char *filled(const struct sshd *s, const char *arg)
{
	static char room[16][512];
	static size_t next;
	char *out = room[next++ % 16];
	const char *mark = strpbrk(arg, "%#");

	if (mark == NULL)
		return arg;
	if (*mark == '#')
		snprintf(out, 512, "%.*s%d%s", (int)(mark - arg), arg, s->port,
		    mark + 1);
	else
		snprintf(out, 512, "%.*s%s%s", (int)(mark - arg), arg,
		    s->d->top, mark + 1);
	return out;
}

/* Whether the attempt got what it is after. */
static bool succeeds(
    const struct sshd *s, const struct attempt *a, char *out, size_t size)
{
	const char *args[13] = {NULL};
	char made[256];
	int status;

	snprintf(made, sizeof(made), "%s/%s", s->d->top,
	    a->makes != NULL ? a->makes : "made");
	(void)remove(made);
	for (size_t i = 0; i < 12 && a->args[i] != NULL; i++)
		args[i] = filled(s, a->args[i]);
	status = sshd_run(s, a->tool, args, out, size);
	if (a->makes != NULL)
		return file_exists(made);
	if (a->says != NULL)
		return strstr(out, a->says) != NULL;
	return status == 0;
}

static void batch(const struct demo *d)
{
	char path[256], text[512];

	snprintf(path, sizeof(path), "%s/batch", d->top);
	snprintf(text, sizeof(text), "put %s/known %s/made\n", d->top, d->top);
	ck_ok(file_replace(path, text, strlen(text), 0600));
}

/* What an attempt needs that this machine may lack even with an open door. */
static bool control_may_fail(const char *name)
{
	return strcmp(name, "-A") == 0 || strcmp(name, "-X") == 0;
}

static void all_fail(
    const struct demo *d, const char *rules, const char *options)
{
	char out[65536];
	struct sshd s;

	ck_assert(sshd_start(&s, d, rules, options));
	for (size_t i = 0; i < ATTEMPTS; i++) {
		ck_assert_msg(!succeeds(&s, &attempts[i], out, sizeof(out)),
		    "%s: %s", attempts[i].name, out);
		/* It met the program, which wants a terminal. */
		if (strcmp(attempts[i].tool, "ssh") == 0 &&
		    strcmp(attempts[i].args[0], "@") == 0)
			ck_assert_msg(strstr(out, "tacet: ") != NULL, "%s: %s",
			    attempts[i].name, out);
	}
	sshd_stop(&s);
}

START_TEST(nothing_but_the_program)
{
	struct demo *d = small_new(0);
	const char *options = sshd_sample_options(d);
	char out[65536], bare[4096];
	struct sshd s;

	batch(d);
	/* The control: an ordinary key at an ordinary server. */
	ck_assert(sshd_start(&s, d, "", ""));
	for (size_t i = 0; i < ATTEMPTS; i++)
		if (!succeeds(&s, &attempts[i], out, sizeof(out)))
			ck_assert_msg(control_may_fail(attempts[i].name),
			    "the control of %s: %s", attempts[i].name, out);
	sshd_stop(&s);

	/* The line of the key alone is enough, and so, but for the command, are
	 * the rules of the server. */
	all_fail(d, "", options);
	ck_assert_int_eq(strncmp(options, "restrict,pty,", 13), 0);
	snprintf(bare, sizeof(bare), "%s", options + 13);
	all_fail(d, sshd_sample_rules(), bare);
	demo_free(d);
}
END_TEST

/* A key without any option, under the sample's ForceCommand. */
START_TEST(forced_for_every_key)
{
	struct demo *d = small_new(0);
	char rules[8192];

	batch(d);
	ck_assert_ptr_nonnull(strstr(sshd_sample_rules(), "#ForceCommand"));
	snprintf(rules, sizeof(rules), "%s    ForceCommand %s --dir %s\n",
	    sshd_sample_rules(), demo_program(), d->dir);
	all_fail(d, rules, "");
	demo_free(d);
}
END_TEST

static Suite *sshd_suite(void)
{
	Suite *s = suite_create("sshd");
	TCase *tc = tcase_create("sshd");

	tcase_set_timeout(tc, 180);
	tcase_add_test(tc, a_note_over_a_line_that_breaks);
	tcase_add_test(tc, nothing_but_the_program);
	tcase_add_test(tc, forced_for_every_key);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	static Suite *(*const suites[])(void) = {sshd_suite, NULL};

	if (sshd_missing() != NULL) {
		printf("SKIP: sshd: %s is not there (openssh-server, "
		       "openssh-client)\n",
		    sshd_missing());
		return 77;
	}
	if (!pty_available()) {
		puts("SKIP: sshd: this system gives no pseudo-terminal");
		return 77;
	}
	return run_suites(suites);
}
