check_PROGRAMS += tests/base/t-base
TESTS += tests/base/t-base
tests_base_t_base_SOURCES = tests/run.h tests/base/main.c \
	tests/base/heap.c tests/base/heap.h tests/base/must.h \
	tests/base/random.h \
	tests/base/test_buf.c \
	tests/base/test_date.c \
	tests/base/test_err.c \
	tests/base/test_file.c \
	tests/base/test_mem.c \
	tests/base/test_utf8.c \
	tests/base/test_utf8_break.c \
	tests/base/test_utf8_wrap.c \
	tests/base/ucd.c tests/base/ucd.h
tests_base_t_base_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
# heap.c stands before the allocator, to see what is let go and to refuse.
tests_base_t_base_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=free -Wl,--wrap=calloc
tests_base_t_base_LDADD = $(BASE_LIBS) $(CHECK_LIBS)
