/*
 * What was typed is found in no file (security.md 11, 45).  Each marker is
 * random, typed in one place, and looked for as UTF-8 and as UTF-16 of either
 * order in everything that the program could have written.
 */
#include <config.h>

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "tests/e2e/small.h"
#include "tests/run.h"

Suite *leak_suite(void);

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define GONE(p, s) ck_assert(pty_wait_gone((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))
#define TYPE(p, s) ck_assert(pty_type((p), (s)))

enum { MARKERS = 24, MARK = 14 };

static struct {
	char text[MARK + 1];
	const char *place;
} markers[MARKERS];
static size_t n_markers;

/* A new marker for ${place}: letters that no word and no code has. */
static const char *mark(const char *place)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	char *m = markers[n_markers].text;

	ck_assert_uint_lt(n_markers, MARKERS);
	ck_assert_int_eq(read(fd, m, MARK), MARK);
	close(fd);
	for (size_t i = 0; i < MARK; i++)
		m[i] = letters[(unsigned char)m[i] % 26];
	markers[n_markers].place = place;
	n_markers++;
	return m;
}

/* In how many files under ${path}, in whatever encoding. */
static size_t found(const char *path, const char *m)
{
	char wide[2 * MARK + 1] = {0};
	size_t n = demo_search(path, m, MARK);

	for (size_t i = 0; i < MARK; i++)
		wide[2 * i + 1] = m[i];
	n += demo_search(path, wide, sizeof(wide) - 1); /* big end first */
	return n + demo_search(path, wide + 1, sizeof(wide) - 2);
}

static void found_nowhere(const struct demo *d)
{
	for (size_t i = 0; i < n_markers; i++)
		ck_assert_msg(found(d->top, markers[i].text) == 0,
		    "typed as %s: %s", markers[i].place, markers[i].text);
}

/* The search can find. */
static void found_if_there(const struct demo *d)
{
	static const char wide[] = "\0q\0w\0e\0r\0t\0z\0u\0i\0o\0p\0a\0s\0d\0f";
	char path[128];

	snprintf(path, sizeof(path), "%s/control", d->dir);
	ck_ok(file_create(path, "xqwertzuiopasdfx", 16, 0600));
	ck_assert_uint_eq(found(d->top, "qwertzuiopasdf"), 1);
	ck_ok(file_replace(path, wide, sizeof(wide), 0600));
	ck_assert_uint_ge(found(d->top, "qwertzuiopasdf"), 1);
	ck_ok(file_replace(path, wide + 1, sizeof(wide) - 1, 0600));
	ck_assert_uint_ge(found(d->top, "qwertzuiopasdf"), 1);
	ck_assert_int_eq(unlink(path), 0);
}

static struct pty *log_in(struct demo *d)
{
	struct pty *p = demo_start(d, NULL);

	ck_assert_ptr_nonnull(p);
	SEEN(p, "Login");
	TYPE(p, mark("login name"));
	KEYS(p, "Enter");
	TYPE(p, mark("wrong password"));
	KEYS(p, "Enter");
	SEEN(p, "Not logged in");
	KEYS(p, "Shift-Tab Ctrl-A Backspace");
	ck_assert(demo_log_in(p, small_imre(d)));
	return p;
}

static const char *type_line(struct pty *p, const char *place)
{
	const char *m = mark(place);

	TYPE(p, m);
	SEEN(p, m);
	return m;
}

/* A client in whose file every line is a marker. */
static void new_client(struct pty *p)
{
	KEYS(p, "/");
	type_line(p, "search words");
	KEYS(p, "Ctrl-A Backspace");
	TYPE(p, "+");
	type_line(p, "client name");
	KEYS(p, "Enter");
	SEEN(p, "Born");
	TYPE(p, "14 3 1991");
	KEYS(p, "Tab");
	type_line(p, "called");
	KEYS(p, "Tab Tab");
	type_line(p, "contact");
	KEYS(p, "Tab");
	type_line(p, "emergency");
	KEYS(p, "Ctrl-D");
	SEEN(p, "Created: C-1003");
}

/* Its header at the time of another session, so that a reason is asked; what
 * is typed as the plan. */
static const char *new_note(struct pty *p, const char *start, const char *stop)
{
	const char *plan = "";

	KEYS(p, "+ Enter");
	SEEN(p, "SOAP note");
	SEEN(p, "Start");
	TYPE(p, start);
	KEYS(p, "Tab");
	TYPE(p, stop);
	KEYS(p, "Tab i Tab Tab o Tab");
	type_line(p, "present");
	KEYS(p, "Ctrl-G 1");
	for (int i = 0; i < 4; i++) {
		plan = type_line(p, "section");
		KEYS(p, i < 3 ? "Tab" : "Ctrl-F");
	}
	SEEN(p, "─ Find");
	type_line(p, "words to find");
	KEYS(p, "Enter");
	SEEN(p, "Nothing here has these words");
	return plan;
}

static bool opened_or_not(struct pty *p, void *arg)
{
	(void)arg;
	return pty_has(p, "open, saved") || pty_has(p, "Not opened");
}

static void private_note(struct pty *p, const struct demo *d)
{
	KEYS(p, "Ctrl-O");
	SEEN(p, "Passphrase");
	TYPE(p, mark("wrong passphrase"));
	KEYS(p, "Enter");
	SEEN(p, "Not opened");
	/* It may be too soon once or twice. */
	do {
		TYPE(p, small_imre(d)->passphrase);
		SEEN(p, "****");
		KEYS(p, "Enter");
		ck_assert(pty_wait(p, opened_or_not, NULL, PTY_PATIENCE));
	} while (!pty_has(p, "open, saved"));
	type_line(p, "private text");
	KEYS(p, "Ctrl-F");
	SEEN(p, "─ Find");
	type_line(p, "private words to find");
	KEYS(p, "Enter");
	SEEN(p, "Nothing here has these words");
	/* Cut and put back: the copy is in memory only. */
	KEYS(p, "Ctrl-A Ctrl-X Ctrl-V");
	KEYS(p, "Esc");
	GONE(p, "PRIVATE   Esc");
}

static void sign(struct pty *p)
{
	KEYS(p, "Ctrl-D");
	SEEN(p, "Another session of yours");
	type_line(p, "reason");
	KEYS(p, "Enter");
	KEYS(p, "Enter");
	SEEN(p, "Signed.");
}

/* From and to of the session that just ended, as Today shows them. */
static void times(struct pty *p, char *start, char *stop)
{
	const char *dash;

	SEEN(p, SMALL_JUST);
	dash = strchr(pty_row(p, pty_find(p, SMALL_JUST)), '-');
	ck_assert_ptr_nonnull(dash);
	snprintf(start, 6, "%.5s", dash - 5);
	snprintf(stop, 6, "%.5s", dash + 1);
}

START_TEST(markers_are_in_no_file)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	const char *plan;
	char start[6], stop[6];
	struct pty *p;

	found_if_there(d);
	p = log_in(d);
	times(p, start, stop);
	new_client(p);
	plan = new_note(p, start, stop);
	found_nowhere(d);
	private_note(p, d);
	found_nowhere(d);

	/* Locked, opened, killed: what is left lying about? */
	KEYS(p, "Ctrl-L");
	SEEN(p, "locked");
	found_nowhere(d);
	TYPE(p, small_imre(d)->password);
	KEYS(p, "Enter");
	SEEN(p, "draft, saved");
	ck_assert(pty_kill(p, SIGKILL));
	pty_wait_exit(p, PTY_PATIENCE);
	pty_free(p);
	found_nowhere(d);

	p = demo_open(d, small_imre(d), NULL);
	ck_assert_ptr_nonnull(p);
	KEYS(p, "/");
	SEEN(p, "C-1003");
	TYPE(p, "C-1003");
	KEYS(p, "Enter");
	SEEN(p, "unsigned");
	KEYS(p, "Enter");
	SEEN(p, "draft, saved");
	sign(p);
	/* The chart recalls the plan, not why a check was signed over. */
	SEEN(p, "Last plan     ");
	ck_assert(strstr(pty_row(p, pty_find(p, "Last plan")), plan) != NULL);
	ck_assert(demo_log_out(p));
	pty_free(p);
	found_nowhere(d);
	demo_free(d);
}
END_TEST

/* ---- the private note is in p/ alone --------------------------------------
 */

enum { WINDOW = 48, STRIDE = 4096 };

/* Enough different bytes to be sealed, not a page's own numbers. */
static bool looks_sealed(const unsigned char *p)
{
	bool seen[256] = {false};
	size_t n = 0;

	for (size_t i = 0; i < WINDOW; i++) {
		n += !seen[p[i]];
		seen[p[i]] = true;
	}
	return n > WINDOW * 3 / 4;
}

/* How many pieces of sealed bytes of ${path} are found under ${where}. */
static size_t pieces(const char *path, const char *where, size_t *tried)
{
	struct buf b = {0};
	size_t n = 0;

	ck_ok(file_read(path, BUF_MAX - 1, &b));
	for (size_t i = 0; i + WINDOW < b.len; i += STRIDE / 8) {
		if (!looks_sealed((unsigned char *)b.p + i))
			continue;
		++*tried;
		n += demo_search(where, (char *)b.p + i, WINDOW);
	}
	buf_free(&b);
	return n;
}

/* Everything of p/ looked for under ${where}. */
static size_t pieces_of_private(
    const struct demo *d, const char *where, size_t *tried)
{
	char dir[128], path[400];
	struct dirent *e;
	size_t n = 0;
	DIR *p;

	*tried = 0;
	snprintf(dir, sizeof(dir), "%s/p", d->dir);
	p = opendir(dir);
	ck_assert_ptr_nonnull(p);
	while ((e = readdir(p)) != NULL) {
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		if (e->d_name[0] != '.')
			n += pieces(path, where, tried);
	}
	closedir(p);
	return n;
}

/* A fingerprint of clinic.db, of its WAL and of all in u/: any change shows. */
static void fingerprint(const struct demo *d, struct buf *out)
{
	static const char *const command =
	    "cd '%s' && cat clinic.db clinic.db-wal heads u/* 2>/dev/null | "
	    "cksum";
	char line[300], sum[80] = "";
	FILE *f;

	snprintf(line, sizeof(line), command, d->dir);
	f = popen(line, "r");
	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(fgets(sum, sizeof(sum), f));
	pclose(f);
	buf_clear(out);
	ck_ok(buf_add(out, sum, strlen(sum)));
}

static void much(struct pty *p)
{
	static char text[3001];

	for (size_t i = 0; i < 3000; i++)
		text[i] = i % 50 == 49 ? ' ' : (char)('a' + i % 23);
	ck_assert(pty_paste(p, text));
	TYPE(p, " the end of it");
	SEEN(p, "the end of it");
}

START_TEST(private_notes_touch_no_other_file)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	struct pty *p = demo_open(d, small_imre(d), NULL);
	struct buf before = {0}, after = {0};
	char where[128];
	size_t tried, there;

	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	KEYS(p, "Ctrl-O");
	TYPE(p, small_imre(d)->passphrase);
	KEYS(p, "Enter");
	SEEN(p, "open, saved");
	TYPE(p, "begun");
	SEEN(p, "begun");
	fingerprint(d, &before);
	much(p);
	fingerprint(d, &after);
	ck_assert_str_eq(buf_str(&before), buf_str(&after));
	KEYS(p, "Ctrl-O");
	SEEN(p, "closed and locked");
	ck_assert(demo_log_out(p));
	pty_free(p);

	/* Its sealed bytes: there, and nowhere else. */
	snprintf(where, sizeof(where), "%s/p", d->dir);
	there = pieces_of_private(d, where, &tried);
	ck_assert_uint_gt(tried, 4);
	ck_assert_uint_ge(there, tried);
	ck_assert_uint_eq(pieces_of_private(d, d->top, &tried), there);
	buf_free(&before);
	buf_free(&after);
	demo_free(d);
}
END_TEST

/* What a backup holds: the clinic without p/. */
START_TEST(a_copy_without_p_has_none)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	struct pty *p = demo_open(d, small_imre(d), NULL);
	char from[160], to[160];

	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	TYPE(p, "Slept well.");
	KEYS(p, "Ctrl-O");
	TYPE(p, small_imre(d)->passphrase);
	KEYS(p, "Enter");
	TYPE(p, "Whose fear was that?");
	SEEN(p, "Whose fear");
	ck_assert(demo_log_out(p));
	pty_free(p);
	snprintf(from, sizeof(from), "%s/p", d->dir);
	snprintf(to, sizeof(to), "%s/p", d->top);
	ck_assert_int_eq(rename(from, to), 0);

	p = demo_open(d, small_imre(d), NULL);
	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	SEEN(p, "Slept well.");
	KEYS(p, "Ctrl-O");
	TYPE(p, small_imre(d)->passphrase);
	KEYS(p, "Enter");
	SEEN(p, "ERROR");
	ck_assert(!pty_has(p, "Whose fear"));
	pty_free(p);
	demo_free(d);
}
END_TEST

Suite *leak_suite(void)
{
	Suite *s = suite_create("leak");
	TCase *tc = tcase_create("leak");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, markers_are_in_no_file);
	tcase_add_test(tc, private_notes_touch_no_other_file);
	tcase_add_test(tc, a_copy_without_p_has_none);
	suite_add_tcase(s, tc);
	return s;
}
