#include <string.h>

#include "suites.h"
#include "ui/decode.h"

static struct decode d;

static void setup(void)
{
	d = (struct decode){0};
	ck_ok(decode_key(&d, "\033OA", K_UP));
	ck_ok(decode_key(&d, "\033[[A", K_F0 + 1));
	ck_ok(decode_key(&d, "\033\t", K_TAB | K_SHIFT));
}

static void teardown(void)
{
	decode_done(&d);
}

static void feed(const char *s)
{
	ck_ok(decode_feed(&d, s, strlen(s)));
}

static void key(int want)
{
	struct event ev;

	ck_assert_int_eq(decode_next(&d, false, &ev), DECODE_EVENT);
	ck_assert_int_eq(ev.key, want);
}

static void nothing(void)
{
	struct event ev;

	ck_assert_int_eq(decode_next(&d, false, &ev), DECODE_NONE);
}

START_TEST(keys_of_the_type_and_of_everyone)
{
	static const struct {
		const char *s;
		int key;
	} rows[] = {
	    {"\033OA", K_UP},
	    {"\033[A", K_UP},
	    {"\033[[A", K_F0 + 1},
	    {"\033OP", K_F0 + 1},
	    {"\033\t", K_TAB | K_SHIFT},
	    {"\033[Z", K_TAB | K_SHIFT},
	    {"\033[1;2C", K_RIGHT | K_SHIFT},
	    {"\033[1;5D", K_LEFT | K_CTRL},
	    {"\033[1;6D", K_LEFT | K_CTRL | K_SHIFT},
	    {"\033[3~", K_DELETE},
	    {"\033[6~", K_PGDN},
	    {"\033[15~", K_F0 + 5},
	    {"\r", K_ENTER},
	    {"\n", K_ENTER},
	    {"\t", K_TAB},
	    {"\177", K_BACKSPACE},
	    {"\b", K_BACKSPACE},
	    {"\021", K_CTRL | 'Q'},
	    {"\023", K_CTRL | 'S'},
	    {"n", 'n'},
	    {"\xc3\xa9", 0xe9},
	    {"\xf0\x9f\x99\x82", 0x1f642},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		feed(rows[i].s);
		key(rows[i].key);
		nothing();
	}
	ck_ok(decode_feed(&d, "", 1));
	key(K_CTRL | ' ');
}
END_TEST

START_TEST(a_lone_escape_is_the_key)
{
	struct event ev;

	feed("\033");
	ck_assert_int_eq(decode_next(&d, false, &ev), DECODE_MORE);
	ck_assert_int_eq(decode_next(&d, true, &ev), DECODE_EVENT);
	ck_assert_int_eq(ev.key, K_ESC);
	/* A slow line may deliver what was typed after it together with it. */
	feed("\033n");
	key(K_ESC);
	key('n');
	feed("\033\033\033");
	key(K_ESC);
	key(K_ESC);
	ck_assert_int_eq(decode_next(&d, true, &ev), DECODE_EVENT);
	ck_assert_int_eq(ev.key, K_ESC);
	nothing();
}
END_TEST

START_TEST(split_sequences_wait)
{
	static const char *const whole[] = {
	    "\033OA", "\033[1;5D", "\033[15~", "\xe2\x82\xac", "\033[200~"};
	struct event ev;

	for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++) {
		size_t len = strlen(whole[i]);

		for (size_t k = 0; k + 1 < len; k++) {
			ck_ok(decode_feed(&d, whole[i] + k, 1));
			ck_assert_int_eq(
			    decode_next(&d, false, &ev), DECODE_MORE);
		}
		ck_ok(decode_feed(&d, whole[i] + len - 1, 1));
		ck_assert_int_eq(decode_next(&d, false, &ev),
		    i == 4 ? DECODE_MORE : DECODE_EVENT);
	}
}
END_TEST

START_TEST(unknown_sequences_are_swallowed_whole)
{
	feed("\033[99;7u\033[?1;2c\033OzX");
	key(K_NONE);
	key(K_NONE);
	key(K_NONE);
	key('X');
	nothing();
}
END_TEST

START_TEST(broken_bytes_type_nothing)
{
	struct event ev;

	feed("\xff\xc2\x9b\xed\xa0\x80z");
	for (int i = 0; i < 8; i++) {
		ck_assert_int_eq(decode_next(&d, true, &ev), DECODE_EVENT);
		if (ev.key == 'z')
			break;
		ck_assert_int_eq(ev.type, EV_KEY);
		ck_assert_int_eq(ev.key, K_NONE);
	}
	ck_assert_int_eq(ev.key, 'z');
}
END_TEST

static void pasted(const char *in, const char *want)
{
	struct event ev;

	feed("\033[200~");
	feed(in);
	feed("\033[201~");
	ck_assert_int_eq(decode_next(&d, false, &ev), DECODE_EVENT);
	ck_assert_int_eq(ev.type, EV_PASTE);
	ck_assert_str_eq(ev.text, want);
	ck_assert_uint_eq(ev.len, strlen(want));
}

START_TEST(a_paste_is_one_event)
{
	pasted("two\r\nlines\rthree\n", "two\nlines\nthree\n");
	pasted("a\tb", "a b");
	pasted("e\xcc\x81", "\xc3\xa9");
	/* Nothing in it is a key, and no control survives. */
	pasted("\033[A\033]0;x\007\033OP", "[A]0;xOP");
	pasted("\xff\xc2\x9b", "\xef\xbf\xbd");
	pasted("", "");
	nothing();
}
END_TEST

START_TEST(a_paste_comes_in_pieces)
{
	const char *s = "\033[200~one \033[20 two\033[201~x";
	struct event ev = {.type = EV_KEY};
	int events = 0;

	for (const char *p = s; *p != '\0'; p++) {
		ck_ok(decode_feed(&d, p, 1));
		if (decode_next(&d, false, &ev) != DECODE_EVENT)
			continue;
		events++;
		if (ev.type == EV_PASTE)
			ck_assert_str_eq(ev.text, "one [20 two");
		else
			ck_assert_int_eq(ev.key, 'x');
	}
	ck_assert_int_eq(events, 2);
}
END_TEST

START_TEST(a_paste_without_end_ends)
{
	struct event ev;

	feed("\033[200~half");
	ck_assert_int_eq(decode_next(&d, false, &ev), DECODE_MORE);
	ck_assert_int_eq(decode_next(&d, true, &ev), DECODE_EVENT);
	ck_assert_str_eq(ev.text, "half");
	feed("n");
	key('n');
}
END_TEST

/* Any bytes at all: it ends, and text is UTF-8 without controls. */
START_TEST(any_bytes)
{
	unsigned seed = 7919u + (unsigned)_i;

	for (int n = 0; n < 3000; n++) {
		unsigned char c[24];
		struct event ev;
		size_t len = 0;
		int events = 0;

		for (; len < sizeof(c); len++) {
			seed = seed * 1103515245u + 12345u;
			c[len] =
			    (seed >> 16) % 4 == 0 ? 0x1b : (seed >> 20) & 0xff;
			if ((seed >> 24) % 5 == 0)
				c[len] = "[O;1~20\xc3\xa9"[(seed >> 8) % 9];
		}
		ck_ok(decode_feed(&d, c, len));
		while (decode_next(&d, true, &ev) == DECODE_EVENT) {
			ck_assert_int_lt(events++, 64);
			if (ev.type != EV_TEXT)
				continue;
			ck_assert_uint_ge((unsigned char)ev.text[0], 0x20);
		}
		nothing();
	}
}
END_TEST

Suite *decode_suite(void)
{
	Suite *s = suite_create("decode");
	TCase *tc = tcase_create("bytes");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, keys_of_the_type_and_of_everyone);
	tcase_add_test(tc, a_lone_escape_is_the_key);
	tcase_add_test(tc, split_sequences_wait);
	tcase_add_test(tc, unknown_sequences_are_swallowed_whole);
	tcase_add_test(tc, broken_bytes_type_nothing);
	tcase_add_test(tc, a_paste_is_one_event);
	tcase_add_test(tc, a_paste_comes_in_pieces);
	tcase_add_test(tc, a_paste_without_end_ends);
	tcase_add_loop_test(tc, any_bytes, 0, 4);
	suite_add_tcase(s, tc);
	return s;
}
