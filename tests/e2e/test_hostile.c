/*
 * Text that means harm, in every field: none of it reaches the terminal raw,
 * and all of it comes back exactly (security.md 11, 53).
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "tests/e2e/small.h"
#include "tests/run.h"

Suite *hostile_suite(void);

#define SEEN(p, s) ck_assert(pty_wait_text((p), (s), PTY_PATIENCE))
#define GONE(p, s) ck_assert(pty_wait_gone((p), (s), PTY_PATIENCE))
#define KEYS(p, s) ck_assert(pty_keys((p), (s)))
#define TYPE(p, s) ck_assert(pty_type((p), (s)))
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* What is pasted, and what is kept of it: control characters are left out,
 * all else stays, in NFC. */
static const struct hostile {
	const char *in, *kept;
} hostile[] = {
    {"\033[31;5mred\033[0m", "[31;5mred[0m"},
    {"\033]0;title\007after", "]0;titleafter"},
    {"\033]52;c;cm0gLXJm\033\\clip", "]52;c;cm0gLXJm\\clip"},
    {"\033P$q\"p\033\\device", "P$q\"p\\device"},
    {"\033[97;97Hmoved\033[2J", "[97;97Hmoved[2J"},
    {"\033c\033[!p reset", "c[!p reset"},
    {"\033[6n\033[c\033[>c asked", "[6n[c[>c asked"},
    {"\033(0lqqk\016", "(0lqqk"},
    {"\xc2\x9b"
     "31mC1\xc2\x85next\xc2\x9d"
     "0;x\xc2\x9c",
	"31mC1next0;x"},
    {"bell\007\b\b\177back", "bellback"},
    {"tab\there", "tab here"},
    {"\xe2\x80\xaeright to left\xe2\x80\xac", NULL},
    {"\xe2\x81\xa6iso\xe2\x81\xa9 \xe2\x81\xa7x\xe2\x81\xa8y", NULL},
    {"zero\xe2\x80\x8bwidth\xe2\x81\xa0join\xef\xbb\xbfmark", NULL},
    {"\xe2\x80\x8e\xe2\x80\x8f\xd8\x9cmarks", NULL},
    {"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb \xe2\x9d\xa4\xef\xb8\x8f "
     "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa 1\xef\xb8\x8f\xe2\x83\xa3",
	NULL},
    {"e\xcc\x81 o\xcc\x88 NFD", "\xc3\xa9 \xc3\xb6 NFD"},
    {"z\xcc\xb4\xcc\x95\xcc\x9a\xcc\xbd\xcd\x9d\xcc\xa1\xcc\xa2\xcc\xba stack",
	NULL},
    {"\xd8\xa7\xd9\x84\xd8\xb9\xd8\xb1\xd8\xa8\xd9\x8a\xd8\xa9 "
     "\xd7\xa2\xd7\x91\xd7\xa8\xd7\x99\xd7\xaa",
	NULL},
    {"\xe0\xa4\xb9\xe0\xa4\xbf\xe0\xa4\xa8\xe0\xa5\x8d\xe0\xa4\xa6\xe0\xa5\x80",
	NULL},
    {"\xe5\x8c\x97\xe4\xba\xac \xea\xb0\x80\xe3\x82\xa2\xef\xbd\xb1", NULL},
    {"non\xef\xbf\xbe\xef\xbf\xbf\xf4\x8f\xbf\xbf", NULL},
    {"\xff\xc0 broken\xed\xa0\x80", NULL},
    {"%s%n%x ${HOME} $(id) `id` ; rm -rf / '\"<b>&amp;</b>", NULL},
    {"=1+1 @form [plan] a=b;c ../../etc/passwd C:\\x", NULL},
};

/* ---- what stood in the stream ----------------------------------------------
 */

/* An escape sequence that the program's own painting may use. */
static bool own_sequence(const char *s, size_t n)
{
	static const char *const whole[] = {"\033(B", "\033)0",
	    "\033=", "\033>", "\0337", "\0338", "\033M", "\033[22;0;0t",
	    "\033[23;0;0t"};
	static const char *const never[] = {
	    "\033[31;5m", "\033[97;97H", "\033[6n", "\033[c"};

	for (size_t i = 0; i < COUNT(never); i++)
		if (strlen(never[i]) == n && memcmp(never[i], s, n) == 0)
			return false;
	for (size_t i = 0; i < COUNT(whole); i++)
		if (strlen(whole[i]) == n && memcmp(whole[i], s, n) == 0)
			return true;
	return n > 2 && s[1] == '[' &&
	       strchr("ABCDGHJKLMPSTXdhlmr@b", s[n - 1]);
}

/* Its length: ESC, then CSI with what belongs to it, or one or two bytes. */
static size_t sequence(const char *s, size_t n)
{
	size_t i = 1;

	if (n > 1 && s[1] == '[') {
		for (i = 2; i < n && (s[i] < 0x40 || s[i] > 0x7e); i++)
			;
	} else {
		while (i < n && s[i] >= 0x20 && s[i] < 0x30)
			i++;
	}
	return i < n ? i + 1 : n;
}

/* A character that may stand in the stream as it is. */
static bool harmless(uint32_t cp)
{
	static const struct {
		uint32_t from, to;
	} never[] = {{0, 7}, {0x0b, 0x0c}, {0x0e, 0x0e}, {0x10, 0x1f},
	    {0x7f, 0x9f}, {0x61c, 0x61c}, {0x200b, 0x200f}, {0x202a, 0x202e},
	    {0x2060, 0x2069}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
	    {0xfffe, 0xffff}, {0x10fffe, 0x10ffff}};

	for (size_t i = 0; i < COUNT(never); i++)
		if (cp >= never[i].from && cp <= never[i].to)
			return false;
	return true;
}

/* What is wrong with a stream of bytes; NULL if nothing. */
static const char *dirt(const char *s, size_t n)
{
	static char words[200];
	uint32_t cp;

	for (size_t i = 0, len; i < n; i += len) {
		bool good;

		if (s[i] == '\033') {
			len = sequence(s + i, n - i);
			good = own_sequence(s + i, len);
		} else {
			len = utf8_decode(s + i, n - i, &cp);
			good = utf8_valid(s + i, len) == len && harmless(cp);
		}
		if (good)
			continue;
		len = (size_t)snprintf(words, sizeof(words), "at byte %zu:", i);
		for (size_t k = i; k < n && k < i + 12; k++)
			len += (size_t)snprintf(words + len,
			    sizeof(words) - len, " %02x", s[k] & 0xff);
		return words;
	}
	return NULL;
}

static void clean_so_far(struct pty *p)
{
	size_t n;
	const char *s, *what;

	pty_drain(p);
	s = pty_stream(p, &n);
	what = dirt(s, n);
	ck_assert_msg(what == NULL, "in the stream %s", what);
}

START_TEST(dirt_is_found)
{
	for (size_t i = 0; i < COUNT(hostile); i++) {
		const struct hostile *h = &hostile[i];
		bool same =
		    h->kept == NULL && strstr(h->in, "\xe2\x80") == NULL;

		/* Those that hold nothing to fear are found clean. */
		if (same || strchr(h->in, '\t') != NULL ||
		    strstr(h->in, "NFD") != NULL)
			continue;
		ck_assert_msg(dirt(h->in, strlen(h->in)) != NULL, "%zu", i);
	}
	ck_assert_ptr_null(dirt("a\033[1;2Hb\r\n\033(Bc", 13));
	ck_assert_ptr_nonnull(dirt("\xff", 1));
	ck_assert_ptr_nonnull(dirt("\xe2\x81\xa6", 3));
	ck_assert_ptr_nonnull(dirt("\033]0;x\007", 6));
}
END_TEST

/* ---- fields ----------------------------------------------------------------
 */

static bool control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7f && cp < 0xa0);
}

/* What is kept of ${in}: as the table says, else broken bytes marked, NFC. */
static char *kept(const struct hostile *h)
{
	const char *s = h->in;
	struct buf marked = {0}, out = {0};
	char *copy;

	if (h->kept != NULL)
		return strdup(h->kept);
	for (size_t n = strlen(s); n > 0;) {
		uint32_t cp;
		size_t len = utf8_decode(s, n, &cp);

		if (utf8_valid(s, len) == len && *s == '\t')
			ck_ok(buf_adds(&marked, " "));
		else if (utf8_valid(s, len) == len && !control(cp))
			ck_ok(buf_add(&marked, s, len));
		else if (utf8_valid(s, len) != len)
			ck_ok(buf_adds(&marked, "\xef\xbf\xbd"));
		s += len;
		n -= len;
	}
	ck_ok(utf8_nfc(marked.p, marked.len, &out));
	copy = strdup(buf_str(&out));
	buf_free(&marked);
	buf_free(&out);
	return copy;
}

/* After ${from} in ${text}; fails the test if it does not stand there. */
static const char *after(const char *text, const char *words)
{
	const char *at = strstr(text, words);
	size_t n;

	/* Where does it end to be the same? */
	for (n = strlen(words); at == NULL && n > 1; n--)
		if (memmem(text, strlen(text), words, n - 1) != NULL)
			break;
	if (at == NULL)
		words += n > 41 ? n - 41 : 0;
	ck_assert_msg(at != NULL, "lost: %.80s\nin: %.80s", words, text);
	return at + strlen(words);
}

START_TEST(login_names)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_start(d, NULL);

	ck_assert_ptr_nonnull(p);
	SEEN(p, "Login");
	for (size_t i = 0; i < COUNT(hostile); i++) {
		ck_assert(pty_paste(p, hostile[i].in));
		KEYS(p, "Enter");
		ck_assert(pty_paste(p, hostile[i].in));
		KEYS(p, "Enter");
		SEEN(p, "Not logged in");
		KEYS(p, "Shift-Tab Ctrl-A Backspace");
		GONE(p, "Not logged in");
	}
	clean_so_far(p);
	pty_free(p);
	demo_free(d);
}
END_TEST

/* A client with that name, and that in the other lines of the file. */
static void one_client(struct pty *p, const char *text)
{
	KEYS(p, "/");
	SEEN(p, "Caseload");
	TYPE(p, "+");
	ck_assert(pty_paste(p, text));
	KEYS(p, "Enter");
	SEEN(p, "New client");
	TYPE(p, "14 3 1991");
	for (int i = 0; i < 2; i++) {
		KEYS(p, "Tab");
		ck_assert(pty_paste(p, text));
	}
	KEYS(p, "Tab");
	ck_assert(pty_paste(p, text));
	KEYS(p, "Ctrl-D");
	SEEN(p, "Created");
	/* Searching for it, and the list of all. */
	KEYS(p, "Esc Esc /");
	SEEN(p, "Caseload");
	ck_assert(pty_paste(p, text));
	SEEN(p, "Find");
	KEYS(p, "Esc");
	SEEN(p, "Today   ");
	clean_so_far(p);
}

START_TEST(clients)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_open(d, small_imre(d), NULL);

	ck_assert_ptr_nonnull(p);
	for (size_t i = 0; i < COUNT(hostile); i++)
		one_client(p, hostile[i].in);
	KEYS(p, "Ctrl-L");
	SEEN(p, "locked");
	clean_so_far(p);
	pty_free(p);
	for (size_t i = 0; i < COUNT(hostile); i++) {
		char code[16], *text, *want = kept(&hostile[i]);
		const char *at;

		snprintf(code, sizeof(code), "C-%zu", 1003 + i);
		text = small_export(d, code);
		at = after(text, want);
		for (int k = 0; k < 3; k++)
			at = after(at, want);
		free(text);
		free(want);
	}
	demo_free(d);
}
END_TEST

START_TEST(lines_of_a_header)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_open(d, small_imre(d), NULL);

	ck_assert_ptr_nonnull(p);
	for (size_t i = 0; i < COUNT(hostile); i++) {
		char *text, *want = kept(&hostile[i]);

		ck_assert(small_note(p));
		KEYS(p, "Ctrl-G 0");
		SEEN(p, "Present");
		KEYS(p, "Tab Tab Tab Tab Tab Tab Ctrl-A Backspace");
		ck_assert(pty_paste(p, hostile[i].in));
		/* Folded, it stands in the context row. */
		KEYS(p, "Ctrl-G 1");
		GONE(p, "Present");
		clean_so_far(p);
		KEYS(p, "Esc");
		SEEN(p, "Draft kept");
		text = small_export(d, SMALL_JUST_CODE);
		(void)after(text, want);
		free(text);
		free(want);
	}
	pty_free(p);
	demo_free(d);
}
END_TEST

/* Everything that can be had, one a line. */
static void all_lines(struct buf *in, struct buf *want)
{
	const char *data = getenv("TACET_DATA");
	char path[512], *line, *rest;
	struct buf b = {0};

	for (size_t i = 0; i < COUNT(hostile); i++) {
		char *k = kept(&hostile[i]);

		ck_ok(buf_addf(in, "%s\r", hostile[i].in));
		ck_ok(buf_addf(want, "%s\n", k));
		free(k);
	}
	snprintf(path, sizeof(path), "%s/blns/blns.txt",
	    data == NULL ? "/nonexistent" : data);
	if (!file_exists(path)) {
		printf("SKIP: no %s\n", path);
		return;
	}
	ck_ok(file_read(path, BUF_MAX - 1, &b));
	rest = (char *)b.p;
	while ((line = strsep(&rest, "\n")) != NULL) {
		struct hostile h = {line, NULL};
		char *k;

		if (*line == '\0')
			continue;
		k = kept(&h);
		ck_ok(buf_addf(in, "%s\r", line));
		ck_ok(buf_addf(want, "%s\n", k));
		free(k);
	}
	buf_free(&b);
}

/* Up and down through the section, so that all of it is painted. */
static void page_through(struct pty *p)
{
	for (int i = 0; i < 60; i++)
		KEYS(p, "PgUp");
	KEYS(p, "Ctrl-Home");
	pty_settle(p, 100);
	clean_so_far(p);
	for (int i = 0; i < 60; i++)
		KEYS(p, "PgDn");
	pty_settle(p, 100);
	clean_so_far(p);
}

static const struct pty_how terms[] = {
    {.term = "xterm-256color"}, {.term = "linux", .rows = 30, .cols = 132}};

START_TEST(sections)
{
	struct demo *d = small_new(0);
	struct pty *p = demo_open(d, small_imre(d), &terms[_i]);
	struct buf in = {0}, want = {0};
	char *text;

	all_lines(&in, &want);
	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	ck_assert(pty_send(p, "\033[200~", 6));
	ck_assert(pty_send(p, buf_str(&in), in.len));
	ck_assert(pty_send(p, "\033[201~", 6));
	KEYS(p, "Tab");
	TYPE(p, "and here it ends");
	SEEN(p, "and here it ends");
	page_through(p);
	ck_assert(demo_log_out(p));
	clean_so_far(p);
	pty_free(p);
	text = small_export(d, SMALL_JUST_CODE);
	(void)after(text, buf_str(&want));
	free(text);

	/* Read again, and signed with it. */
	p = demo_open(d, small_imre(d), &terms[_i]);
	ck_assert_ptr_nonnull(p);
	KEYS(p, "n");
	SEEN(p, "draft, saved");
	KEYS(p, "Ctrl-G 3");
	TYPE(p, "a");
	KEYS(p, "Ctrl-G 4");
	TYPE(p, "p");
	KEYS(p, "Ctrl-D");
	SEEN(p, "I am the author.");
	for (int i = 0; i < 40; i++)
		KEYS(p, "PgDn");
	KEYS(p, "Enter");
	SEEN(p, "Signed.");
	ck_assert(demo_log_out(p));
	clean_so_far(p);
	pty_free(p);
	text = small_export(d, SMALL_JUST_CODE);
	(void)after(text, buf_str(&want));
	free(text);
	buf_free(&in);
	buf_free(&want);
	demo_free(d);
}
END_TEST

static char *read_file(const char *path)
{
	struct buf b = {0};
	char *text;

	ck_ok(file_read(path, BUF_MAX - 1, &b));
	text = strdup(buf_str(&b));
	buf_free(&b);
	return text;
}

START_TEST(private_notes)
{
	struct demo *d = small_new(SMALL_PRIVATE);
	struct pty *p = demo_open(d, small_imre(d), &terms[_i]);
	struct buf in = {0}, want = {0};
	char path[128], *text;

	all_lines(&in, &want);
	ck_assert_ptr_nonnull(p);
	ck_assert(small_note(p));
	KEYS(p, "Ctrl-O");
	SEEN(p, "Passphrase");
	TYPE(p, small_imre(d)->passphrase);
	KEYS(p, "Enter");
	SEEN(p, "open, saved");
	ck_assert(pty_send(p, "\033[200~", 6));
	ck_assert(pty_send(p, buf_str(&in), in.len));
	ck_assert(pty_send(p, "\033[201~", 6));
	TYPE(p, "and here it ends");
	SEEN(p, "and here it ends");
	page_through(p);

	/* Its owner writes it to a file. */
	snprintf(path, sizeof(path), "%s/private.txt", d->top);
	KEYS(p, "Ctrl-K");
	SEEN(p, "─ Commands");
	TYPE(p, "write it to a file");
	KEYS(p, "Enter");
	SEEN(p, "─ Write this private note");
	TYPE(p, path);
	KEYS(p, "Enter");
	SEEN(p, "Written.");
	text = read_file(path);
	(void)after(text, buf_str(&want));
	free(text);
	ck_assert(demo_log_out(p));
	clean_so_far(p);
	pty_free(p);
	buf_free(&in);
	buf_free(&want);
	demo_free(d);
}
END_TEST

/* A file that somebody sent. */
START_TEST(imported)
{
	struct demo *d = small_new(0);
	struct buf in = {0};
	char path[128], out[4096];
	const char *const args[] = {"import", "--dir", d->dir, "--as", "imre",
	    "--client", SMALL_JUST_CODE, "--format", "text", path, NULL};
	struct pty *p;
	char *text;

	for (size_t i = 0; i < COUNT(hostile); i++) {
		/* Not UTF-8 is refused. */
		if (strstr(hostile[i].in, "broken") == NULL)
			ck_ok(buf_addf(&in, "%s\n", hostile[i].in));
	}
	snprintf(path, sizeof(path), "%s/\033[31;5mname.txt", d->top);
	ck_ok(file_create(path, in.p, in.len, 0600));
	ck_assert_msg(
	    demo_run(d, args, "paper mountain window\n", out, sizeof(out)) == 0,
	    "%s", out);
	ck_assert_msg(dirt(out, strlen(out)) == NULL, "%s", out);

	p = demo_open(d, small_imre(d), NULL);
	ck_assert_ptr_nonnull(p);
	KEYS(p, "/");
	TYPE(p, SMALL_JUST_CODE);
	KEYS(p, "Enter");
	SEEN(p, "draft");
	KEYS(p, "Enter");
	SEEN(p, "draft, saved");
	page_through(p);
	pty_free(p);
	text = small_export(d, SMALL_JUST_CODE);
	for (size_t i = 0; i < COUNT(hostile); i++) {
		char *want = kept(&hostile[i]);

		if (hostile[i].kept == NULL &&
		    strstr(hostile[i].in, "broken") == NULL)
			(void)after(text, want);
		free(want);
	}
	free(text);
	buf_free(&in);
	demo_free(d);
}
END_TEST

Suite *hostile_suite(void)
{
	Suite *s = suite_create("hostile");
	TCase *tc = tcase_create("hostile");

	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, dirt_is_found);
	tcase_add_test(tc, login_names);
	tcase_add_test(tc, clients);
	tcase_add_test(tc, lines_of_a_header);
	tcase_add_loop_test(tc, sections, 0, COUNT(terms));
	tcase_add_loop_test(tc, private_notes, 0, COUNT(terms));
	tcase_add_test(tc, imported);
	suite_add_tcase(s, tc);
	return s;
}
