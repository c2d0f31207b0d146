noinst_LIBRARIES += src/ui/libui.a
src_ui_libui_a_SOURCES = src/ui/none.c
src_ui_libui_a_CPPFLAGS = $(AM_CPPFLAGS) $(NCURSES_CFLAGS)
