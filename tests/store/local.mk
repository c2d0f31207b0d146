check_PROGRAMS += tests/store/t-store
TESTS += tests/store/t-store
tests_store_t_store_SOURCES = tests/run.h tests/store/main.c \
	tests/store/fault.c tests/store/fault.h \
	tests/store/suites.h \
	tests/store/temp.c tests/store/temp.h \
	tests/store/test_conform.c \
	tests/store/test_damage.c \
	tests/store/test_fault.c \
	tests/store/test_lock.c \
	tests/store/test_process.c \
	tests/store/test_sqlite.c
tests_store_t_store_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS) $(SQLITE_CFLAGS)
tests_store_t_store_LDADD = $(STORE_LIBS) $(CHECK_LIBS)
