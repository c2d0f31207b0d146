# What the screens compute, apart from how it is shown.
check_PROGRAMS += tests/screens/t-units
TESTS += tests/screens/t-units
tests_screens_t_units_SOURCES = tests/run.h tests/screens/units.c \
	tests/screens/test_revision.c
tests_screens_t_units_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_screens_t_units_LDADD = $(SCREENS_LIBS) $(CHECK_LIBS)
