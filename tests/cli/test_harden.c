/* Each promise of security.md 9, Start, in a child of its own: what it does
 * cannot be taken back. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harden.h"
#include "tests/cli/temp.h"
#include "tests/run.h"

extern char **environ;

#define CHILD_TRUE(x)                                                          \
	do {                                                                   \
		if (!(x))                                                      \
			return __LINE__;                                       \
	} while (0)

/* 0, or the line of what was not true in the child. */
static int in_child(int (*fn)(void))
{
	int pipes[2], line = -1, status;
	pid_t pid;

	ck_assert_int_eq(pipe(pipes), 0);
	/* The child keeps only what it is told to keep. */
	ck_assert_int_ge(dup2(pipes[1], 90), 0);
	close(pipes[1]);
	pid = fork();
	if (pid == 0) {
		line = fn();
		_exit(line == 0 ? 0 : line % 250 + 1);
	}
	close(90);
	close(pipes[0]);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static int limits(void)
{
	struct rlimit r;

	CHILD_TRUE(prctl(PR_GET_DUMPABLE) == 1); /* the control */
	umask(0);
	CHILD_TRUE(harden_process(-1) == ERR_OK);
	CHILD_TRUE(prctl(PR_GET_DUMPABLE) == 0);
	CHILD_TRUE(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	CHILD_TRUE(getrlimit(RLIMIT_CORE, &r) == 0);
	CHILD_TRUE(r.rlim_cur == 0 && r.rlim_max == 0);
	CHILD_TRUE(umask(077) == 077);
	CHILD_TRUE(signal(SIGPIPE, SIG_DFL) == SIG_IGN);
	CHILD_TRUE(signal(SIGXFSZ, SIG_DFL) == SIG_IGN);
	return 0;
}

static bool is_null(int fd)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && stat("/dev/null", &b) == 0 &&
	       a.st_rdev == b.st_rdev;
}

static bool closed(int fd)
{
	return fcntl(fd, F_GETFD) < 0 && errno == EBADF;
}

static int descriptors(void)
{
	CHILD_TRUE(dup2(1, 9) == 9 && dup2(1, 20) == 20 && dup2(1, 21) == 21);
	close(0);
	close(2);
	CHILD_TRUE(harden_process(20) == ERR_OK);
	CHILD_TRUE(is_null(0) && is_null(2));
	CHILD_TRUE(!closed(1) && !closed(20));
	for (int fd = 3; fd < 200; fd++)
		CHILD_TRUE(fd == 20 || closed(fd));
	return 0;
}

static int descriptor_of_input(void)
{
	CHILD_TRUE(dup2(1, 9) == 9);
	CHILD_TRUE(harden_process(0) == ERR_OK);
	CHILD_TRUE(closed(9) && closed(90) && !closed(0));
	return 0;
}

static int no_descriptor(void)
{
	close(33);
	CHILD_TRUE(harden_process(33) == ERR_IO);
	CHILD_TRUE(strstr(err_detail(), "33") != NULL);
	return 0;
}

static const char *value(const char *name)
{
	size_t n = strlen(name);

	for (char **e = environ; *e != NULL; e++)
		if (strncmp(*e, name, n) == 0 && (*e)[n] == '=')
			return *e + n + 1;
	return NULL;
}

static bool has(const char *name, const char *want)
{
	const char *v = value(name);

	return v != NULL && strcmp(v, want) == 0;
}

static int environment(void)
{
	static const char *row[] = {"HOME=/root", "TERM=xterm-256color",
	    "TERMINFO=/tmp/x", "LANG=es_ES.UTF-8", "LANGUAGE=es:en",
	    "LC_ALL=C.UTF-8", "LD_PRELOAD=x.so", "TZ=America/New_York",
	    "TACET_DIR=/srv/clinic", "PATH=/bin", "LINES=9", "NLSPATH=/tmp",
	    "LOCPATH=/tmp", "TERMX=1", "GCONV_PATH=/tmp", "nosign", NULL};
	int n = 0;

	environ = (char **)(void *)row;
	CHILD_TRUE(harden_process(-1) == ERR_OK);
	while (environ[n] != NULL)
		n++;
	CHILD_TRUE(n == 6);
	CHILD_TRUE(has("TERM", "xterm-256color"));
	CHILD_TRUE(has("LANG", "es_ES.UTF-8") && has("LANGUAGE", "es:en"));
	CHILD_TRUE(has("LC_ALL", "C.UTF-8") && has("TZ", "America/New_York"));
	CHILD_TRUE(has("TACET_DIR", "/srv/clinic"));
	return 0;
}

static int hostile_values(void)
{
	static const char *row[] = {"TERM=../../tmp/x", "LANG=../../tmp/x",
	    "LANGUAGE=/tmp/x:es", "LC_MESSAGES=../x", "TZ=:/tmp/x", "TZ=/tmp/x",
	    "TZ=../../tmp/x",
	    "TERM=", "TERM=a123456789b123456789c123456789d123", "TERM=x\033[2J",
	    "TACET_DIR=", NULL};

	environ = (char **)(void *)row;
	CHILD_TRUE(harden_process(-1) == ERR_OK);
	CHILD_TRUE(environ[0] == NULL);
	return 0;
}

static int good_zones(void)
{
	static const char *row[] = {"TZ=<+0330>-3:30", "TZ=:Europe/Vienna",
	    "TZ=CET-1CEST,M3.5.0,M10.5.0/3", NULL};

	environ = (char **)(void *)row;
	CHILD_TRUE(harden_process(-1) == ERR_OK);
	CHILD_TRUE(
	    environ[0] != NULL && environ[1] != NULL && environ[2] != NULL);
	return 0;
}

static int locale(void)
{
	static const char *row[] = {"LC_ALL=C", NULL};

	environ = (char **)(void *)row;
	CHILD_TRUE(harden_process(-1) == ERR_OK);
	CHILD_TRUE(harden_locale() == ERR_OK);
	CHILD_TRUE(strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
	return 0;
}

/* A locale that is made nowhere. */
static int language(void)
{
	static const char *row[] = {"LANG=qq_QQ.UTF-8", NULL};

	environ = (char **)(void *)row;
	CHILD_TRUE(harden_process(-1) == ERR_OK);
	CHILD_TRUE(harden_locale() == ERR_OK);
	CHILD_TRUE(has("LANGUAGE", "qq_QQ.UTF-8"));
	CHILD_TRUE(strcmp(nl_langinfo(CODESET), "UTF-8") == 0);
	return 0;
}

static int (*const promises[])(void) = {limits, descriptors,
    descriptor_of_input, no_descriptor, environment, hostile_values, good_zones,
    locale, language};

START_TEST(keeps_its_promise)
{
	ck_assert_int_eq(in_child(promises[_i]), 0);
}
END_TEST

START_TEST(a_group_keeps_the_clinic)
{
	struct temp t;
	mode_t before = umask(077);

	temp_make(&t);
	harden_for(NULL);
	harden_for(temp_path(&t, "none"));
	harden_for(t.dir);
	ck_assert_int_eq(chmod(t.dir, 0770), 0);
	harden_for(t.dir);
	ck_assert_int_eq(umask(077), 077);
	ck_assert_int_eq(chmod(t.dir, 02770), 0);
	harden_for(t.dir);
	ck_assert_int_eq(umask(before), 007);
	temp_remove(&t);
}
END_TEST

Suite *harden_suite(void);
Suite *harden_suite(void)
{
	Suite *s = suite_create("harden");
	TCase *t = tcase_create("harden");

	tcase_add_loop_test(t, keeps_its_promise, 0,
	    (int)(sizeof(promises) / sizeof(promises[0])));
	tcase_add_test(t, a_group_keeps_the_clinic);
	suite_add_tcase(s, t);
	return s;
}
