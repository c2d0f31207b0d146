#include <config.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"
#include "suites.h"
#include "base/file.h"

#define PROSE                                                                  \
	"Slept through five nights of seven and was not afraid on the way. "   \
	"One panic episode on Thursday on the tram, some four minutes; "       \
	"stayed on and counted. Asked directly: no thoughts of death. "

static struct demo d;
static struct replay_host host;
static struct replay *r;

static void start(const char *type, int h, int w)
{
	host = demo_host(&d);
	r = replay_new(&host, type, h, w, 1763456400000);
}

static void setup(void)
{
	memset(&d, 0, sizeof(d));
	d.take = true;
}

static void teardown(void)
{
	replay_free(r);
	r = NULL;
}

static bool on_screen(const char *words)
{
	for (int y = 0; y < term_rect().h; y++) {
		if (strstr(replay_row(r, y), words) != NULL)
			return true;
	}
	return false;
}

static void cursor_is(int y, int x)
{
	int cy, cx;

	term_where(&cy, &cx);
	ck_assert_int_eq(cy, y);
	ck_assert_int_eq(cx, x);
}

/* --- sizes --- */

static void every_size(void)
{
	for (int h = 1; h <= 50; h += h < 26 ? 1 : 6) {
		for (int w = 1; w <= 140; w += w < 30 ? 1 : 7) {
			int y, x;

			replay_size(r, h, w);
			term_where(&y, &x);
			ck_assert_int_ge(y, 0);
			ck_assert_int_ge(x, 0);
			ck_assert_int_lt(y, h);
			ck_assert_int_lt(x, w);
		}
	}
	replay_size(r, 24, 80);
}

START_TEST(every_screen_at_every_size)
{
	static const char *const ways[] = {"", "Ctrl-K", "F1", "+", "r",
	    "Enter", "Enter Ctrl-K", "Enter Ctrl-D", "Enter F6", "Enter F5",
	    "Enter Ctrl-O", "Enter Ctrl-O Esc", "Enter Ctrl-O Ctrl-K",
	    "Enter Ctrl-L"};
	char text[2000] = "";

	if ((size_t)_i >= sizeof(ways) / sizeof(*ways))
		return;
	for (int i = 0; i < 6; i++)
		strcat(text, PROSE);
	strcat(text, "\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2 \xf0\x9f\x87\xa9");
	d.load = text;
	start("xterm-256color", 24, 80);
	replay_key(r, ways[_i]);
	every_size();
}
END_TEST

START_TEST(rows_go_in_order)
{
	start("xterm-256color", 24, 80);
	replay_key(r, "Enter");
	ck_assert(on_screen("Letter   Wren") && on_screen("RISK RAISED") &&
		  on_screen("individual") && on_screen("Ctrl-K all"));
	replay_size(r, 17, 80);
	ck_assert(!on_screen("individual") && on_screen("RISK RAISED"));
	replay_size(r, 13, 80);
	ck_assert(!on_screen("RISK RAISED") && on_screen("Ctrl-K all"));
	replay_size(r, 9, 80);
	ck_assert(!on_screen("Ctrl-K all") && on_screen("Wren"));
	replay_key(r, "Ctrl-S");
	ck_assert(on_screen("Saved already."));
	replay_size(r, 6, 80);
	ck_assert(!on_screen("Saved already.") && on_screen("Wren"));
	replay_size(r, 3, 80);
	ck_assert(!on_screen("Wren") && on_screen("Subjective"));
	replay_text(r, "Z");
	replay_size(r, 1, 1);
	cursor_is(0, 0);
	replay_size(r, 24, 80);
	ck_assert(on_screen("Subjective    Z"));
}
END_TEST

START_TEST(only_the_name_is_cut)
{
	start("xterm-256color", 24, 80);
	replay_key(r, "Enter");
	replay_size(r, 24, 60);
	ck_assert(on_screen("C-1042   born 14 Mar 1991"));
	ck_assert(on_screen("draft, saved"));
	ck_assert(on_screen("~"));
}
END_TEST

/* --- bytes to the terminal --- */

static size_t sent_by(const char *text, bool paste)
{
	struct buf b = {0};
	size_t n = 0;

	replay_sent(r, &b);
	buf_clear(&b);
	if (paste)
		replay_paste(r, text);
	for (const char *p = text; !paste && *p != '\0'; p++)
		replay_bytes(r, p, 1);
	replay_sent(r, &b);
	n = b.len;
	buf_free(&b);
	return n;
}

START_TEST(typing_is_cheap)
{
	char text[600] = PROSE PROSE PROSE;

	start("xterm-256color", 24, 80);
	replay_key(r, "Enter");
	ck_assert_uint_le(sent_by(text, false), 8 * strlen(text));
	ck_assert(on_screen("Subjective    Slept through five"));
}
END_TEST

START_TEST(typing_in_the_middle_is_cheap)
{
	char text[3000] = "";

	for (int i = 0; i < 11; i++)
		strcat(text, PROSE);
	text[2048] = '\0';
	d.load = text;
	start("xterm-256color", 24, 80);
	replay_key(r, "Enter Ctrl-Home Down Down");
	/* nano -S -a sends 160 a key here. */
	ck_assert_uint_le(sent_by(PROSE, false), 120 * strlen(PROSE));
}
END_TEST

START_TEST(a_paste_is_cheap_and_one_step)
{
	char text[3000] = "";

	for (int i = 0; i < 11; i++)
		strcat(text, PROSE);
	text[2048] = '\0';
	start("xterm-256color", 24, 80);
	replay_key(r, "Enter");
	ck_assert_uint_le(sent_by(text, true), 4096);
	ck_assert_str_eq(textbuf_str(d.texts[0]), text);
	replay_key(r, "Ctrl-Z");
	ck_assert_uint_eq(textbuf_len(d.texts[0]), 0);
}
END_TEST

START_TEST(nothing_new_sends_nothing)
{
	struct buf b = {0};

	start("xterm-256color", 24, 80);
	replay_key(r, "Enter");
	replay_sent(r, &b);
	buf_clear(&b);
	app_show(replay_app(r));
	replay_sent(r, &b);
	ck_assert_uint_eq(b.len, 0);
	buf_free(&b);
}
END_TEST

/* --- text that means harm --- */

static bool has(const struct buf *b, const char *s)
{
	return memmem(b->p, b->len, s, strlen(s)) != NULL;
}

/* Something a text could drive a terminal with. */
static bool harmful(const struct buf *b)
{
	static const char *const forbidden[] = {"\033]", "\033P", "\033_",
	    "\033^", "\033X", "\033[31337m", "\033[6n", "\xc2\x9b", "\xc2\x85",
	    "\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac", "\xe2\x80\xad",
	    "\xe2\x80\xae", "\xe2\x81\xa6", "\xe2\x81\xa7", "\xe2\x81\xa8",
	    "\xe2\x81\xa9", "\xe2\x80\x8b", "\xe2\x80\x8d", "\xe2\x81\xa0",
	    "\xef\xbb\xbf", "\xef\xb8\x8f", "\x07"};

	for (size_t i = 0; i < sizeof(forbidden) / sizeof(*forbidden); i++) {
		if (has(b, forbidden[i]))
			return true;
	}
	return false;
}

#define EVIL                                                                   \
	"a\033]0;evil\007b\033[31337mc\033[6n\xc2\x9b"                         \
	"2Jd\xe2\x80\xae"                                                      \
	"e\xe2\x81\xa6"                                                        \
	"f\xef\xbb\xbfg\xe2\x80\x8bh\033P1$r\033\\"

static void show(const char *text)
{
	struct buf b = {0};

	d.load = text;
	start("xterm-256color", 24, 80);
	replay_key(r, "Enter");
	for (int i = 0; i < 40; i++)
		replay_key(r, "PgDn");
	replay_sent(r, &b);
	ck_assert(!harmful(&b));
	replay_free(r);
	r = NULL;
	buf_free(&b);
}

START_TEST(a_text_cannot_drive_the_terminal)
{
	struct buf b = {0};

	show(EVIL);
	ck_ok(buf_adds(&b, EVIL));
	ck_assert(harmful(&b));
	buf_free(&b);
}
END_TEST

START_TEST(naughty_strings)
{
	const char *data = getenv("TACET_DATA");
	struct buf all = {0}, good = {0};
	char path[1024];

	snprintf(
	    path, sizeof(path), "%s/blns/blns.txt", data != NULL ? data : ".");
	if (file_read(path, 1 << 20, &all) != ERR_OK) {
		fprintf(stderr, "skipped: %s is not here\n", path);
		return;
	}
	ck_ok(buf_reserve(&good, all.len));
	for (size_t i = 0; i < all.len; i++) {
		/* As every text that comes in: UTF-8 and no NUL. */
		if (all.p[i] != 0 && good.len < 58000)
			ck_ok(buf_add8(&good, all.p[i]));
	}
	show(buf_str(&good));
	buf_free(&all);
	buf_free(&good);
}
END_TEST

START_TEST(a_name_cannot_either)
{
	struct buf b = {0};

	start("xterm-256color", 24, 80);
	app_place(replay_app(r), "x\033]0;evil\007\xe2\x80\xae");
	app_say(replay_app(r), "y\033[31337m");
	app_show(replay_app(r));
	replay_sent(r, &b);
	ck_assert(has(&b, "evil") && !harmful(&b));
	buf_free(&b);
}
END_TEST

/* --- leaving nothing --- */

START_TEST(blank_takes_every_cell)
{
	struct buf b = {0};

	start("xterm-256color", 24, 80);
	replay_key(r, "Enter");
	replay_text(r, "secret");
	replay_sent(r, &b);
	ck_assert(has(&b, "secret"));
	buf_clear(&b);
	term_blank();
	ck_assert_str_eq(replay_row(r, 4), "");
	replay_sent(r, &b);
	ck_assert(has(&b, "\033[3J"));
	ck_assert(!has(&b, "secret"));
	app_show(replay_app(r));
	ck_assert(on_screen("secret"));
	buf_free(&b);
}
END_TEST

START_TEST(it_leaves_a_clear_screen)
{
	char last[4096];
	FILE *out = tmpfile();
	int ends[2];
	size_t n;

	ck_assert_ptr_nonnull(out);
	ck_assert_int_eq(pipe(ends), 0);
	ck_ok(term_start(&(struct term_opts){
	    .type = "xterm", .in = fdopen(ends[0], "r"), .out = out}));
	term_clear();
	term_puts(term_rect(), 3, 3, MEAN_PLAIN, "words");
	term_paint();
	term_stop();
	term_stop();
	rewind(out);
	n = fread(last, 1, sizeof(last) - 1, out);
	last[n] = '\0';
	ck_assert_ptr_nonnull(strstr(last, "words"));
	ck_assert_ptr_nonnull(strstr(strstr(last, "words"), "\033[3J"));
	ck_assert_ptr_nonnull(strstr(last, "\033[?2004h"));
	ck_assert_ptr_nonnull(strstr(last, "\033[?2004l"));
	fclose(out);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(useless_terminals_are_refused)
{
	FILE *out = fopen("/dev/null", "w"), *in = fopen("/dev/null", "r");

	ck_assert_ptr_nonnull(out);
	ck_assert_ptr_nonnull(in);
	ck_err(term_start(
		   &(struct term_opts){.type = "dumb", .in = in, .out = out}),
	    ERR_UNSUPPORTED);
	ck_assert_ptr_nonnull(strstr(err_detail(), "dumb"));
	ck_err(
	    term_start(&(struct term_opts){.type = "", .in = in, .out = out}),
	    ERR_UNSUPPORTED);
	ck_err(term_start(&(struct term_opts){
		   .type = "no-such-kind", .in = in, .out = out}),
	    ERR_UNSUPPORTED);
	fclose(out);
	fclose(in);
}
END_TEST

START_TEST(the_end_of_the_line_ends_it)
{
	start("vt100", 24, 80);
	app_event(replay_app(r), &(struct event){.type = EV_EOF});
	ck_assert(!app_turn(replay_app(r), 0));
}
END_TEST

START_TEST(a_signal_ends_it)
{
	start("vt100", 24, 80);
	ck_assert_int_eq(raise(SIGTERM), 0);
	ck_assert(!app_turn(replay_app(r), 0));
}
END_TEST

Suite *screen_suite(void)
{
	Suite *s = suite_create("screen");
	TCase *tc = tcase_create("sizes"), *bytes = tcase_create("bytes");
	TCase *end = tcase_create("end");

	tcase_set_timeout(tc, 120);
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_loop_test(tc, every_screen_at_every_size, 0, 14);
	tcase_add_test(tc, rows_go_in_order);
	tcase_add_test(tc, only_the_name_is_cut);
	suite_add_tcase(s, tc);
	tcase_set_timeout(bytes, 60);
	tcase_add_checked_fixture(bytes, setup, teardown);
	tcase_add_test(bytes, typing_is_cheap);
	tcase_add_test(bytes, typing_in_the_middle_is_cheap);
	tcase_add_test(bytes, a_paste_is_cheap_and_one_step);
	tcase_add_test(bytes, nothing_new_sends_nothing);
	tcase_add_test(bytes, a_text_cannot_drive_the_terminal);
	tcase_add_test(bytes, naughty_strings);
	tcase_add_test(bytes, a_name_cannot_either);
	suite_add_tcase(s, bytes);
	tcase_add_checked_fixture(end, setup, teardown);
	tcase_add_test(end, blank_takes_every_cell);
	tcase_add_test(end, it_leaves_a_clear_screen);
	tcase_add_test(end, useless_terminals_are_refused);
	tcase_add_test(end, the_end_of_the_line_ends_it);
	tcase_add_test(end, a_signal_ends_it);
	suite_add_tcase(s, end);
	return s;
}
