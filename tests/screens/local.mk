# What the screens compute, apart from how it is shown.
check_PROGRAMS += tests/screens/t-units
TESTS += tests/screens/t-units
tests_screens_t_units_SOURCES = tests/run.h tests/screens/units.c \
	tests/screens/test_revision.c
tests_screens_t_units_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_screens_t_units_LDADD = $(SCREENS_LIBS) $(CHECK_LIBS)

# Golden screens: tests/screens/scripts/X.script and the picture X.screen.
# UPDATE_SCREENS=1 tests/screens/t-golden ['X*'] writes the pictures anew.
check_PROGRAMS += tests/screens/t-golden
TESTS += tests/screens/t-golden
tests_screens_t_golden_SOURCES = tests/screens/golden.c \
	tests/ui/replay.c tests/ui/replay.h
tests_screens_t_golden_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(SODIUM_CFLAGS)
tests_screens_t_golden_LDADD = $(SCREENS_LIBS) $(CHECK_LIBS)
