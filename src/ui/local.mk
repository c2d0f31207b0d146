noinst_LIBRARIES += src/ui/libui.a
src_ui_libui_a_SOURCES = \
	src/ui/actions.c src/ui/app.c src/ui/app.h src/ui/appdata.h \
	src/ui/decode.c src/ui/decode.h \
	src/ui/find.c src/ui/find.h \
	src/ui/finder.c src/ui/finder.h \
	src/ui/frame.c src/ui/frame.h \
	src/ui/help.c src/ui/help.h \
	src/ui/inputs.c src/ui/inputs.h src/ui/inputs_draw.c \
	src/ui/inputs_value.c src/ui/inputs_value.h \
	src/ui/key.c src/ui/key.h \
	src/ui/keymap.c src/ui/keymap.h \
	src/ui/list.c src/ui/list.h \
	src/ui/page.c src/ui/page.h \
	src/ui/pager.c src/ui/pager.h src/ui/pager_draw.c \
	src/ui/pager_rows.h \
	src/ui/palette.c src/ui/palette.h \
	src/ui/prompt.c src/ui/prompt.h \
	src/ui/said.c src/ui/stack.c \
	src/ui/term.c src/ui/term.h \
	src/ui/termkeys.c src/ui/termkeys.h \
	src/ui/textbuf.c src/ui/textbuf.h \
	src/ui/textedit.c src/ui/textedit.h \
	src/ui/textedit_draw.c src/ui/textedit_keys.c \
	src/ui/tty.c src/ui/tty.h
src_ui_libui_a_CPPFLAGS = $(AM_CPPFLAGS) $(NCURSES_CFLAGS)
