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
EXTRA_DIST += \
	tests/screens/scripts/account-132.script tests/screens/scripts/account-132.screen \
	tests/screens/scripts/account-80.script tests/screens/scripts/account-80.screen \
	tests/screens/scripts/amend-80.script tests/screens/scripts/amend-80.screen \
	tests/screens/scripts/caseload-132.script tests/screens/scripts/caseload-132.screen \
	tests/screens/scripts/caseload-80.script tests/screens/scripts/caseload-80.screen \
	tests/screens/scripts/chart-132.script tests/screens/scripts/chart-132.screen \
	tests/screens/scripts/chart-80.script tests/screens/scripts/chart-80.screen \
	tests/screens/scripts/code-80.script tests/screens/scripts/code-80.screen \
	tests/screens/scripts/discreet-80.script tests/screens/scripts/discreet-80.screen \
	tests/screens/scripts/draft-80.script tests/screens/scripts/draft-80.screen \
	tests/screens/scripts/entry-132.script tests/screens/scripts/entry-132.screen \
	tests/screens/scripts/entry-80.script tests/screens/scripts/entry-80.screen \
	tests/screens/scripts/es-note-80.script tests/screens/scripts/es-note-80.screen \
	tests/screens/scripts/first-use-132.script tests/screens/scripts/first-use-132.screen \
	tests/screens/scripts/first-use-80.script tests/screens/scripts/first-use-80.screen \
	tests/screens/scripts/full-disk-80.script tests/screens/scripts/full-disk-80.screen \
	tests/screens/scripts/half-client-80.script tests/screens/scripts/half-client-80.screen \
	tests/screens/scripts/help-80.script tests/screens/scripts/help-80.screen \
	tests/screens/scripts/login-132.script tests/screens/scripts/login-132.screen \
	tests/screens/scripts/login-80.script tests/screens/scripts/login-80.screen \
	tests/screens/scripts/note-132.script tests/screens/scripts/note-132.screen \
	tests/screens/scripts/note-80.script tests/screens/scripts/note-80.screen \
	tests/screens/scripts/private-132.script tests/screens/scripts/private-132.screen \
	tests/screens/scripts/private-80.script tests/screens/scripts/private-80.screen \
	tests/screens/scripts/roles-80.script tests/screens/scripts/roles-80.screen \
	tests/screens/scripts/session-80.script tests/screens/scripts/session-80.screen \
	tests/screens/scripts/sign-132.script tests/screens/scripts/sign-132.screen \
	tests/screens/scripts/sign-80.script tests/screens/scripts/sign-80.screen \
	tests/screens/scripts/sizes.script tests/screens/scripts/sizes.screen \
	tests/screens/scripts/today-132.script tests/screens/scripts/today-132.screen \
	tests/screens/scripts/today-80.script tests/screens/scripts/today-80.screen
