check_PROGRAMS += tests/clinic/t-clinic
TESTS += tests/clinic/t-clinic
tests_clinic_t_clinic_SOURCES = tests/run.h tests/clinic/main.c \
	tests/clinic/help.c tests/clinic/help.h \
	tests/clinic/world.c tests/clinic/world.h \
	tests/vault/clinic.c tests/vault/clinic.h \
	tests/clinic/test_amend.c \
	tests/clinic/test_client.c \
	tests/clinic/test_form.c \
	tests/clinic/test_headings.c \
	tests/clinic/test_kinds.c \
	tests/clinic/test_measure.c \
	tests/clinic/test_note.c \
	tests/clinic/test_privnote.c \
	tests/clinic/test_record.c \
	tests/clinic/test_session.c \
	tests/clinic/test_today.c \
	tests/clinic/words.c tests/clinic/words.h
tests_clinic_t_clinic_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_clinic_t_clinic_LDADD = $(CLINIC_LIBS) $(CHECK_LIBS)

# The demonstration is built once for all that looks at it.
check_PROGRAMS += tests/clinic/t-demo
TESTS += tests/clinic/t-demo
tests_clinic_t_demo_SOURCES = tests/run.h tests/clinic/main_demo.c \
	tests/clinic/demo_dir.c tests/clinic/demo_dir.h \
	tests/clinic/help.c tests/clinic/help.h \
	tests/clinic/test_demo.c \
	tests/clinic/test_demo_plan.c \
	tests/clinic/test_demo_words.c \
	tests/clinic/test_import.c \
	tests/clinic/words.c tests/clinic/words.h
tests_clinic_t_demo_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_clinic_t_demo_LDADD = $(CLINIC_LIBS) $(CHECK_LIBS)
