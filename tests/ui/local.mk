check_PROGRAMS += tests/ui/t-ui
TESTS += tests/ui/t-ui
tests_ui_t_ui_SOURCES = tests/run.h tests/ui/main.c
tests_ui_t_ui_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_ui_t_ui_LDADD = $(UI_LIBS) $(CHECK_LIBS)
