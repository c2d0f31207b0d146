#include <string.h>

#include "demo.h"
#include "suites.h"
#include "base/utf8.h"

static const char *const pool[] = {"Tab", "Shift-Tab", "Enter", "Esc", "Up",
    "Down", "Left", "Right", "Home", "End", "PgUp", "PgDn", "Backspace",
    "Delete", "Ctrl-A", "Ctrl-C", "Ctrl-D", "Ctrl-E", "Ctrl-F", "Ctrl-G",
    "Ctrl-K", "Ctrl-L", "Ctrl-N", "Ctrl-O", "Ctrl-P", "Ctrl-S", "Ctrl-Space",
    "Ctrl-V", "Ctrl-W", "Ctrl-X", "Ctrl-Y", "Ctrl-Z", "F1", "F5", "F6", "+",
    "?", "/", "r", "n", "1", "Space", "Shift-Left", "Shift-Down", "Ctrl-Left"};

static const char *const texts[] = {"word ", "\xc3\xa9", "e\xcc\x81",
    "\xe6\xbc\xa2", "\xf0\x9f\x91\xa9\xe2\x80\x8d\xe2\x9a\x95", "18 11", "mes"};

static unsigned seed;

static unsigned rnd(unsigned n)
{
	seed = seed * 1103515245u + 12345u;
	return (seed >> 8) % n;
}

static void step(struct replay *r)
{
	switch (rnd(24)) {
	case 0:
		replay_text(r, texts[rnd(sizeof(texts) / sizeof(*texts))]);
		break;
	case 1:
		replay_paste(r, "two lines\r\nof \x1b[31mit\xff");
		break;
	case 2:
		replay_size(r, 1 + (int)rnd(50), 1 + (int)rnd(140));
		break;
	case 3:
		app_set_single(replay_app(r), rnd(2) == 0);
		break;
	default:
		replay_key(r, pool[rnd(sizeof(pool) / sizeof(*pool))]);
		break;
	}
}

/* Whatever is pressed, the cursor is on the screen and the texts are whole. */
START_TEST(any_keys_on_any_screen)
{
	struct demo d = {.load = "Begin here. \xf0\x9f\x87\xa9 And go on."};
	struct replay_host host = demo_host(&d);
	struct replay *r;

	seed = 69069u * ((unsigned)_i + 1);
	r = replay_new(&host, "xterm-256color", 24, 80, 1763456400000);
	for (int i = 0; i < 1500; i++) {
		int y, x;

		d.take = rnd(2) == 0;
		step(r);
		term_where(&y, &x);
		ck_assert(y >= 0 && y < term_rect().h);
		ck_assert(x >= 0 && x < term_rect().w);
	}
	for (size_t i = 0; i < 3; i++)
		ck_assert_uint_eq(utf8_valid(textbuf_str(d.texts[i]),
				      textbuf_len(d.texts[i])),
		    textbuf_len(d.texts[i]));
	replay_free(r);
}
END_TEST

Suite *monkey_suite(void)
{
	Suite *s = suite_create("monkey");
	TCase *tc = tcase_create("keys");

	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, any_keys_on_any_screen, 0, 6);
	suite_add_tcase(s, tc);
	return s;
}
