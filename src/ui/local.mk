noinst_LIBRARIES += src/ui/libui.a
src_ui_libui_a_SOURCES = src/ui/none.c \
	src/ui/app.h src/ui/finder.h src/ui/help.h src/ui/inputs.h \
	src/ui/key.h src/ui/keymap.h src/ui/list.h src/ui/page.h \
	src/ui/pager.h src/ui/palette.h src/ui/prompt.h src/ui/term.h \
	src/ui/textbuf.h src/ui/textedit.h
src_ui_libui_a_CPPFLAGS = $(AM_CPPFLAGS) $(NCURSES_CFLAGS)
