check_PROGRAMS += tests/base/t-base
TESTS += tests/base/t-base
tests_base_t_base_SOURCES = tests/run.h tests/base/main.c
tests_base_t_base_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_base_t_base_LDADD = $(BASE_LIBS) $(CHECK_LIBS)
