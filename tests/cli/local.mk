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
endif
