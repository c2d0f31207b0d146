noinst_LIBRARIES += src/screens/libscreens.a
src_screens_libscreens_a_SOURCES = \
	src/screens/account.c \
	src/screens/begin.c src/screens/begin.h \
	src/screens/caseload.c \
	src/screens/chart.c \
	src/screens/client.c \
	src/screens/code.c \
	src/screens/commands.c src/screens/commands.h \
	src/screens/entry.c \
	src/screens/entry_sign.c \
	src/screens/entry_text.c \
	src/screens/fieldset.c src/screens/fieldset.h \
	src/screens/login.c \
	src/screens/note.c src/screens/writing.h \
	src/screens/note_commands.c \
	src/screens/note_last.c \
	src/screens/note_open.c \
	src/screens/note_text.c \
	src/screens/pick.c src/screens/pick.h \
	src/screens/places.c src/screens/places.h \
	src/screens/prefs.c src/screens/prefs.h \
	src/screens/private.c src/screens/pane.h \
	src/screens/private_commands.c \
	src/screens/private_first.c \
	src/screens/private_notes.c \
	src/screens/private_pane.c \
	src/screens/program.c src/screens/program.h \
	src/screens/reading.h \
	src/screens/revision.c src/screens/revision.h \
	src/screens/screens.h \
	src/screens/session.c \
	src/screens/settings.c src/screens/settings.h \
	src/screens/sign.c src/screens/sign.h \
	src/screens/sign_rows.c \
	src/screens/today.c
src_screens_libscreens_a_CPPFLAGS = $(AM_CPPFLAGS) $(INIH_CFLAGS)
