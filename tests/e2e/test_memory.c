/*
 * What is left in memory: before the lock the words, the passwords and the keys
 * are found in the process image, after it none; nobody but root can look, and
 * nothing is dumped (security.md 11, 49 and 51).
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "tests/e2e/small.h"
#include "tests/run.h"
#include "vault/internal.h"

Suite *memory_suite(void);

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define GONE(p, s) ck_assert(pty_wait_gone((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))
#define TYPE(p, s) ck_assert(pty_type((p), (s)))

enum { MARKS = 32, CHUNK = 1 << 20, OVERLAP = 4096 };

/* What is looked for; ${there}: it must be found while unlocked. */
struct mark {
	const char *what;
	unsigned char bytes[80];
	size_t len;
	bool text, there;
};

static struct mark marks[MARKS];
static size_t nmarks;

static void add(
    const char *what, const void *p, size_t len, bool text, bool there)
{
	struct mark *m = &marks[nmarks++];

	ck_assert_uint_le(nmarks, MARKS);
	ck_assert_uint_le(len, sizeof(m->bytes));
	*m = (struct mark){what, {0}, len, text, there};
	memcpy(m->bytes, p, len);
}

static void add_text(const char *what, const char *s, bool there)
{
	add(what, s, strlen(s), true, there);
}

/* ---- looking ------------------------------------------------------------ */

/* Letters one to a byte, to a wchar_t, and to a cell of the screen, which is a
 * cchar_t of 28 bytes. */
static const size_t strides[] = {1, 4, 28};

static bool at(
    const unsigned char *p, size_t left, const struct mark *m, size_t stride)
{
	if (left < (m->len - 1) * stride + 1)
		return false;
	for (size_t i = 0; i < m->len; i++)
		if (p[i * stride] != m->bytes[i])
			return false;
	return true;
}

static void search(
    const unsigned char *p, size_t len, size_t fresh, unsigned *found)
{
	for (size_t k = 0; k < nmarks; k++) {
		const struct mark *m = &marks[k];
		size_t n = m->text ? 3 : 1;

		for (const unsigned char *q = p;
		     (q = memchr(q, m->bytes[0], fresh - (size_t)(q - p))) !=
		     NULL;
		     q++) {
			for (size_t s = 0; s < n; s++)
				if (at(q, len - (size_t)(q - p), m, strides[s]))
					found[k] |= 1u << s;
			if ((size_t)(q + 1 - p) >= fresh)
				break;
		}
	}
}

static void search_range(
    int mem, unsigned long long from, unsigned long long to, unsigned *found)
{
	static unsigned char room[CHUNK + OVERLAP];

	for (; from < to; from += CHUNK) {
		size_t want = to - from < sizeof(room) ? (size_t)(to - from)
						       : sizeof(room);
		ssize_t n = pread(mem, room, want, (off_t)from);

		if (n > 0)
			search(room, (size_t)n,
			    (size_t)n < CHUNK ? (size_t)n : CHUNK, found);
	}
}

/* One bit a stride for each mark, over all that can be read. */
static void look(pid_t pid, unsigned *found)
{
	char path[64], line[512];
	size_t ranges = 0;
	FILE *maps;
	int mem;

	memset(found, 0, MARKS * sizeof(*found));
	snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
	mem = open(path, O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(mem, 0);
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	maps = fopen(path, "r");
	ck_assert_ptr_nonnull(maps);
	while (fgets(line, sizeof(line), maps) != NULL) {
		unsigned long long from, to;
		char mode[8];

		/* What is larger is the shadow of a sanitizer. */
		if (sscanf(line, "%llx-%llx %7s", &from, &to, mode) == 3 &&
		    mode[1] == 'w' && to - from < 1ull << 32) {
			search_range(mem, from, to, found);
			ranges++;
		}
	}
	ck_assert_uint_gt(ranges, 4);
	fclose(maps);
	close(mem);
}

/* ---- keys --------------------------------------------------------------- */

/* The keys of imre, as the library derives them. */
static void learn_keys(const struct demo *d)
{
	const struct demo_login *l = small_imre(d);
	const unsigned char *cek;
	struct vault *v = NULL;

	ck_ok(vault_open(d->dir, &clock_system, &v));
	ck_ok(vault_login(v, l->name, l->password, strlen(l->password)));
	add("sign key", v->me->sign_sk, 32, false, true);
	add("box key", v->me->box_sk, KEY_LEN, false, true);
	add("local key", v->me->local, KEY_LEN, false, true);
	add("auth key", v->me->auth_sk, 32, false, true);
	add("ledger key", v->ledger_key, KEY_LEN, false, true);
	for (size_t i = 0; i < v->st.nchart; i++)
		if (v->st.chart[i].pub.mine) {
			ck_ok(keys_cek(v, &v->st.chart[i].pub.id, 1, &cek));
			add("chart key", cek, KEY_LEN, false, false);
		}
	vault_close(v);
}

/* ---- before and after the lock ------------------------------------------ */

#define SECTION "zqsectionmarkerzq"
#define CUT "zqcutmarkerzq"
#define UNDONE "zqundonemarkerzq"
#define THOUGHT "zqprivatemarkerzq"
#define WORDS "zqsearchmarkerzq"
#define CLIENT "zqclientmarkerzq"
#define WRONG_NAME "zqloginmarkerzq"
#define WRONG_PASSWORD "zqpasswordmarkerzq"

static struct pty *write_all(const struct demo *d)
{
	const struct demo_login *l = small_imre(d);
	struct pty *p = demo_open(d, l, NULL);

	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	TYPE(p, CUT);
	SEEN(p, CUT);
	KEYS(p, "Ctrl-A Ctrl-X");
	GONE(p, CUT);
	TYPE(p, UNDONE);
	SEEN(p, UNDONE);
	KEYS(p, "Ctrl-Z");
	TYPE(p, SECTION);
	SEEN(p, SECTION);
	KEYS(p, "Ctrl-O");
	SEEN(p, "Passphrase");
	TYPE(p, l->passphrase);
	KEYS(p, "Enter");
	SEEN(p, "open, saved");
	TYPE(p, THOUGHT);
	SEEN(p, THOUGHT);
	KEYS(p, "Ctrl-F");
	TYPE(p, WORDS);
	SEEN(p, WORDS);
	KEYS(p, "Enter");
	SEEN(p, "Nothing here has these words");
	return p;
}

/* A wrong password, a search, a client whose file is half written. */
static struct pty *type_a_client(const struct demo *d)
{
	struct pty *p = demo_start(d, NULL);

	ck_assert_ptr_nonnull(p);
	SEEN(p, "Login");
	TYPE(p, WRONG_NAME);
	KEYS(p, "Enter");
	TYPE(p, WRONG_PASSWORD);
	KEYS(p, "Enter");
	SEEN(p, "Not logged in");
	KEYS(p, "Shift-Tab Ctrl-A Backspace");
	ck_assert(demo_log_in(p, small_imre(d)));
	KEYS(p, "/");
	SEEN(p, "Caseload");
	TYPE(p, WORDS);
	SEEN(p, WORDS);
	KEYS(p, "Ctrl-A Backspace");
	GONE(p, WORDS);
	TYPE(p, "+");
	SEEN(p, "Born");
	TYPE(p, CLIENT);
	SEEN(p, CLIENT);
	return p;
}

static struct pty *read_a_note(const struct demo *d)
{
	struct pty *p = demo_open(d, small_imre(d), NULL);

	ck_assert_ptr_nonnull(p);
	KEYS(p, "/");
	SEEN(p, "Caseload");
	TYPE(p, "wre");
	SEEN(p, "> " SMALL_JUST);
	KEYS(p, "Enter");
	SEEN(p, "signed");
	KEYS(p, "Enter");
	SEEN(p, "author");
	SEEN(p, "Two panic episodes");
	return p;
}

static const struct work {
	const char *name;
	struct pty *(*fn)(const struct demo *);
	const char *must[6], *may[6]; /* found before the lock */
} works[] = {
    {"writing", write_all, {SECTION, CUT, THOUGHT, SMALL_JUST, SMALL_DUE},
	{UNDONE, WORDS, "Two panic episodes"}},
    {"a new client", type_a_client, {CLIENT, SMALL_DUE},
	{WRONG_NAME, WRONG_PASSWORD, WORDS}},
    {"reading", read_a_note, {"Two panic episodes", SMALL_JUST},
	{"Breathing twice a day", "avoids the tram", "1991-03-14",
	    "14 Mar 1991"}},
};
enum { WORKS = sizeof(works) / sizeof(works[0]) };

static void learn(const struct demo *d, const struct work *w)
{
	const struct demo_login *l = small_imre(d);

	nmarks = 0;
	learn_keys(d);
	add_text("password", l->password, false);
	add_text("passphrase", l->passphrase, false);
	for (size_t i = 0; i < 6; i++) {
		if (w->must[i] != NULL)
			add_text(w->must[i], w->must[i], true);
		if (w->may[i] != NULL)
			add_text(w->may[i], w->may[i], false);
	}
}

START_TEST(nothing_after_the_lock)
{
	struct demo *d = small_new(SMALL_PRIVATE | SMALL_SIGNED);
	unsigned before[MARKS], after[MARKS], seen = 0;
	struct pty *p;
	bool bad = false;

	learn(d, &works[_i]);
	p = works[_i].fn(d);
	look(pty_pid(p), before);
	KEYS(p, "Ctrl-L");
	SEEN(p, "Locked by");
	/* It has done all it does once it answers a key. */
	TYPE(p, "x");
	SEEN(p, "*");
	look(pty_pid(p), after);
	for (size_t k = 0; k < nmarks; k++) {
		printf("%s: %-24s before %u after %u\n", works[_i].name,
		    marks[k].what, before[k], after[k]);
		if (marks[k].there)
			ck_assert_msg(before[k] != 0,
			    "the control: %s is not found", marks[k].what);
		seen |= before[k];
		bad = bad || after[k] != 0;
	}
	ck_assert_msg(
	    (seen & 4) != 0, "the control: cells of the screen are not found");
	ck_assert_msg(!bad, "something outlives the lock");
	pty_free(p);
	demo_free(d);
}
END_TEST

/* ---- who may look ------------------------------------------------------- */

enum { STRANGER = 61005 };

static int become(void)
{
	return setgid(STRANGER) != 0 || setuid(STRANGER) != 0;
}

/* What a process of the same account gets of ${pid}: 1 its memory, 2 its
 * environment, 4 a hold on it. */
static int reach(pid_t pid)
{
	char path[64], byte;
	int status, got = 0;
	pid_t child;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (become())
			_exit(99);
		snprintf(path, sizeof(path), "/proc/%d/mem", (int)pid);
		if (open(path, O_RDONLY) >= 0)
			got |= 1;
		snprintf(path, sizeof(path), "/proc/%d/environ", (int)pid);
		if (read(open(path, O_RDONLY), &byte, 1) == 1)
			got |= 2;
		if (ptrace(PTRACE_ATTACH, pid, NULL, NULL) == 0) {
			waitpid(pid, NULL, 0);
			ptrace(PTRACE_DETACH, pid, NULL, NULL);
			got |= 4;
		}
		_exit(got);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) != 99);
	return WEXITSTATUS(status);
}

/* A copy of the program and a clinic that the stranger may use. */
static void give(const struct demo *d)
{
	const char *top = getenv("top_builddir");
	char line[2048];

	snprintf(line, sizeof(line),
	    "chmod 755 '%s' && mkdir '%s/bin' && cp '%s' '%s/bin/tacet' && "
	    "cp -R '%s/src/forms' '%s/bin/forms' && chmod -R a+rX '%s/bin' && "
	    "chown -R %d:%d '%s' '%s'",
	    d->top, d->top, demo_program(), d->top, top != NULL ? top : ".",
	    d->top, d->top, STRANGER, STRANGER, d->dir, d->home);
	ck_assert_int_eq(system(line), 0);
}

static struct pty *start_as(const char *const argv[])
{
	char id[16];
	const char *all[12] = {"/usr/bin/setpriv", "--reuid", id, "--regid", id,
	    "--clear-groups", NULL};
	size_t n = 6;

	snprintf(id, sizeof(id), "%d", STRANGER);
	for (size_t i = 0; argv[i] != NULL && n < 11; i++)
		all[n++] = argv[i];
	return pty_start(all, NULL);
}

START_TEST(nobody_else_may_look)
{
	const char *const control[] = {
	    "/bin/sh", "-c", "echo ready; read line", NULL};
	struct demo *d = small_new(0);
	char program[128];
	const char *argv[] = {program, "--dir", d->dir, NULL};
	struct pty *p;
	int got;

	give(d);
	snprintf(program, sizeof(program), "%s/bin/tacet", d->top);
	p = start_as(control);
	ck_assert_ptr_nonnull(p);
	SEEN(p, "ready");
	got = reach(pty_pid(p));
	ck_assert_msg((got & 2) != 0, "the control: nothing is reached");
	printf("an ordinary process: %d\n", got);
	pty_free(p);

	p = start_as(argv);
	ck_assert_ptr_nonnull(p);
	ck_assert(demo_log_in(p, small_imre(d)));
	ck_assert_int_eq(reach(pty_pid(p)), 0);
	ck_assert(demo_log_out(p));
	pty_free(p);
	demo_free(d);
}
END_TEST

START_TEST(no_core)
{
	const struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY};
	struct demo *d = small_new(0);
	char path[64], text[4096] = "", *row;
	struct pty *p;
	int status;
	FILE *f;

	ck_assert_int_eq(setrlimit(RLIMIT_CORE, &all), 0);
	p = demo_open(d, small_imre(d), NULL);
	ck_assert_ptr_nonnull(p);
	snprintf(path, sizeof(path), "/proc/%d/limits", (int)pty_pid(p));
	f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	ck_assert_uint_gt(fread(text, 1, sizeof(text) - 1, f), 0);
	fclose(f);
	row = strstr(text, "Max core file size");
	ck_assert_ptr_nonnull(row);
	row += strcspn(row, "0123456789u\n");
	ck_assert_int_eq(strtol(row, NULL, 10), 0);
	ck_assert(row[0] == '0');
	ck_assert(pty_kill(p, SIGSEGV));
	status = pty_wait_exit(p, PTY_PATIENCE);
	ck_assert(!WIFSIGNALED(status) || !WCOREDUMP(status));
	pty_free(p);
	demo_free(d);
}
END_TEST

Suite *memory_suite(void)
{
	Suite *s = suite_create("memory");
	TCase *tc = tcase_create("memory");

	suite_add_tcase(s, tc);
	if (geteuid() != 0 || access("/usr/bin/setpriv", X_OK) != 0) {
		puts("SKIP: memory: only root can look into another process");
		return s;
	}
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, nothing_after_the_lock, 0, WORKS);
	tcase_add_test(tc, nobody_else_may_look);
	tcase_add_test(tc, no_core);
	return s;
}
