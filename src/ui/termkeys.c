#include "ui/termkeys.h"

#include "ui/key.h"

const struct termcap_key termkeys_caps[] = {
    {"kcuu1", K_UP},
    {"kcud1", K_DOWN},
    {"kcub1", K_LEFT},
    {"kcuf1", K_RIGHT},
    {"khome", K_HOME},
    {"kend", K_END},
    {"kpp", K_PGUP},
    {"knp", K_PGDN},
    {"kich1", K_INSERT},
    {"kdch1", K_DELETE},
    {"kcbt", K_TAB | K_SHIFT},
    {"kent", K_ENTER},
    {"kri", K_UP | K_SHIFT},
    {"kind", K_DOWN | K_SHIFT},
    {"kLFT", K_LEFT | K_SHIFT},
    {"kRIT", K_RIGHT | K_SHIFT},
    {"kHOM", K_HOME | K_SHIFT},
    {"kEND", K_END | K_SHIFT},
    {"kDC", K_DELETE | K_SHIFT},
    {"kUP5", K_UP | K_CTRL},
    {"kDN5", K_DOWN | K_CTRL},
    {"kLFT5", K_LEFT | K_CTRL},
    {"kRIT5", K_RIGHT | K_CTRL},
    {"kHOM5", K_HOME | K_CTRL},
    {"kEND5", K_END | K_CTRL},
    {"kLFT6", K_LEFT | K_CTRL | K_SHIFT},
    {"kRIT6", K_RIGHT | K_CTRL | K_SHIFT},
    {"kf1", K_F0 + 1},
    {"kf2", K_F0 + 2},
    {"kf3", K_F0 + 3},
    {"kf4", K_F0 + 4},
    {"kf5", K_F0 + 5},
    {"kf6", K_F0 + 6},
    {"kf7", K_F0 + 7},
    {"kf8", K_F0 + 8},
    {"kf9", K_F0 + 9},
    {"kf10", K_F0 + 10},
    {"kf11", K_F0 + 11},
    {"kf12", K_F0 + 12},
};

const size_t termkeys_n_caps = sizeof(termkeys_caps) / sizeof(*termkeys_caps);

static const struct {
	int key;
	const char *s;
} common[] = {
    {K_ENTER, "\r"},
    {K_TAB, "\t"},
    {K_ESC, "\033"},
    {K_BACKSPACE, "\177"},
    {K_TAB | K_SHIFT, "\033[Z"},
    {K_HOME, "\033[H"},
    {K_END, "\033[F"},
    {K_INSERT, "\033[2~"},
    {K_DELETE, "\033[3~"},
    {K_PGUP, "\033[5~"},
    {K_PGDN, "\033[6~"},
    {K_F0 + 5, "\033[15~"},
    {K_F0 + 6, "\033[17~"},
    {K_UP | K_SHIFT, "\033[1;2A"},
    {K_DOWN | K_SHIFT, "\033[1;2B"},
    {K_RIGHT | K_SHIFT, "\033[1;2C"},
    {K_LEFT | K_SHIFT, "\033[1;2D"},
    {K_RIGHT | K_CTRL, "\033[1;5C"},
    {K_LEFT | K_CTRL, "\033[1;5D"},
    {K_HOME | K_CTRL, "\033[1;5H"},
    {K_END | K_CTRL, "\033[1;5F"},
};

const char *termkeys_common(int key)
{
	for (size_t i = 0; i < sizeof(common) / sizeof(*common); i++) {
		if (common[i].key == key)
			return common[i].s;
	}
	return NULL;
}
