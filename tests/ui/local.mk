check_PROGRAMS += tests/ui/t-ui
TESTS += tests/ui/t-ui
tests_ui_t_ui_SOURCES = tests/run.h tests/ui/main.c tests/ui/suites.h \
	tests/ui/demo.c tests/ui/demo.h \
	tests/ui/replay.c tests/ui/replay.h \
	tests/ui/test_app.c tests/ui/test_decode.c tests/ui/test_key.c \
	tests/ui/test_monkey.c tests/ui/test_screen.c \
	tests/ui/test_scripts.c tests/ui/test_textbuf.c \
	tests/ui/test_textedit.c tests/ui/test_widgets.c
tests_ui_t_ui_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_ui_t_ui_LDADD = $(UI_LIBS) $(CHECK_LIBS)
EXTRA_DIST += tests/ui/scripts/fields.screen tests/ui/scripts/fields.script \
	tests/ui/scripts/note.screen tests/ui/scripts/note.script \
	tests/ui/scripts/reader.screen tests/ui/scripts/reader.script
