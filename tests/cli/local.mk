# The command line: its parts as units, then the shipped program.
if HAVE_CHECK
check_PROGRAMS += tests/cli/t-cli
TESTS += tests/cli/t-cli
tests_cli_t_cli_SOURCES = tests/run.h tests/cli/main.c \
	tests/cli/temp.c tests/cli/temp.h \
	tests/cli/test_harden.c \
	tests/cli/test_keyval.c \
	tests/cli/test_options.c \
	tests/cli/test_place.c \
	tests/cli/test_say.c \
	tests/cli/test_verbs.c
tests_cli_t_cli_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_cli_t_cli_LDADD = $(CLI_LIBS) $(CHECK_LIBS)
if HAVE_VTERM
check_PROGRAMS += tests/cli/t-tty
TESTS += tests/cli/t-tty
tests_cli_t_tty_SOURCES = tests/run.h tests/cli/tty.c \
	tests/cli/temp.c tests/cli/temp.h \
	tests/cli/test_tty.c tests/e2e/demo.c tests/e2e/demo.h
tests_cli_t_tty_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_cli_t_tty_LDADD = tests/e2e/libpty.a $(VTERM_LIBS) $(PTY_LIBS) \
	$(BASE_LIBS) $(CHECK_LIBS)
endif
endif

cli_scripts = tests/cli/binary.sh tests/cli/group.sh tests/cli/init.sh \
	tests/cli/manual.sh \
	tests/cli/text.sh tests/cli/usage.sh tests/cli/verify.sh
dist_check_SCRIPTS += $(cli_scripts)
TESTS += $(cli_scripts)
EXTRA_DIST += tests/cli/lib.sh
