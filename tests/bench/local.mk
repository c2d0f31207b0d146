# make bench: ours beside a peer, as ratios.  Not part of make check.
if HAVE_CHECK
if HAVE_VTERM
EXTRA_PROGRAMS += tests/bench/bench
tests_bench_bench_SOURCES = tests/bench/bench.c tests/bench/bench.h \
	tests/bench/clinic.c tests/bench/terminal.c tests/e2e/demo.c \
	tests/e2e/demo.h
tests_bench_bench_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_bench_bench_LDADD = tests/e2e/libpty.a $(VTERM_LIBS) $(PTY_LIBS) \
	$(CLINIC_LIBS)

bench: src/tacet tests/bench/bench
	LC_ALL=C.UTF-8 top_srcdir='$(abs_top_srcdir)' \
		top_builddir='$(abs_top_builddir)' ./tests/bench/bench
endif
endif
.PHONY: bench
CLEANFILES += tests/bench/bench
