noinst_LIBRARIES += src/screens/libscreens.a
src_screens_libscreens_a_SOURCES = \
	src/screens/account.c \
	src/screens/caseload.c \
	src/screens/chart.c \
	src/screens/client.c \
	src/screens/code.c \
	src/screens/commands.c src/screens/commands.h \
	src/screens/fieldset.c src/screens/fieldset.h \
	src/screens/login.c \
	src/screens/places.c src/screens/places.h \
	src/screens/program.c src/screens/program.h \
	src/screens/revision.c src/screens/revision.h \
	src/screens/screens.h \
	src/screens/session.c \
	src/screens/settings.c src/screens/settings.h \
	src/screens/today.c
src_screens_libscreens_a_CPPFLAGS = $(AM_CPPFLAGS) $(INIH_CFLAGS)
