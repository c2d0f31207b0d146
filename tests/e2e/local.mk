# End to end: the shipped program in a pseudo-terminal.  The harness is a
# library, for the bench uses it too.
if HAVE_CHECK
if HAVE_VTERM
check_LIBRARIES += tests/e2e/libpty.a
tests_e2e_libpty_a_SOURCES = tests/e2e/pty.c tests/e2e/pty.h \
	tests/e2e/pty_impl.h tests/e2e/pty_keys.c tests/e2e/pty_screen.c
tests_e2e_libpty_a_CPPFLAGS = $(AM_CPPFLAGS) $(VTERM_CFLAGS)

check_PROGRAMS += tests/e2e/t-e2e
TESTS += tests/e2e/t-e2e
tests_e2e_t_e2e_SOURCES = tests/run.h tests/e2e/main.c \
	tests/e2e/demo.c tests/e2e/demo.h \
	tests/e2e/small.c tests/e2e/small.h \
	tests/e2e/test_demo.c \
	tests/e2e/test_hostile.c \
	tests/e2e/test_kill.c \
	tests/e2e/test_leak.c \
	tests/e2e/test_lock.c \
	tests/e2e/test_memory.c \
	tests/e2e/test_note.c \
	tests/e2e/test_pty.c \
	tests/e2e/test_strokes.c \
	tests/e2e/test_terminal.c
tests_e2e_t_e2e_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_e2e_t_e2e_LDADD = tests/e2e/libpty.a $(VTERM_LIBS) $(PTY_LIBS) \
	$(CLINIC_LIBS) $(CHECK_LIBS)

# The same behind a real sshd, where there is one.
check_PROGRAMS += tests/e2e/t-sshd
TESTS += tests/e2e/t-sshd
tests_e2e_t_sshd_SOURCES = tests/run.h tests/e2e/test_sshd.c \
	tests/e2e/demo.c tests/e2e/demo.h \
	tests/e2e/small.c tests/e2e/small.h \
	tests/e2e/sshd.c tests/e2e/sshd.h
tests_e2e_t_sshd_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_e2e_t_sshd_LDADD = $(tests_e2e_t_e2e_LDADD)
endif
endif
