# Fuzz targets, one a parser.  With --enable-fuzz libFuzzer drives them
# (make fuzz); without it the same programs replay the committed corpus.
FUZZERS = tests/fuzz/code tests/fuzz/date tests/fuzz/decode tests/fuzz/event \
	tests/fuzz/fields tests/fuzz/form tests/fuzz/headings tests/fuzz/heads \
	tests/fuzz/keyname tests/fuzz/keyval tests/fuzz/meta tests/fuzz/options \
	tests/fuzz/record tests/fuzz/row tests/fuzz/sealed tests/fuzz/settings \
	tests/fuzz/store tests/fuzz/textedit tests/fuzz/utf8 tests/fuzz/wrap
check_PROGRAMS += $(FUZZERS)
TESTS += tests/fuzz/replay.sh
dist_check_SCRIPTS += tests/fuzz/replay.sh

check_LIBRARIES += tests/fuzz/libfuzz.a
tests_fuzz_libfuzz_a_SOURCES = tests/fuzz/fuzz.c tests/fuzz/fuzz.h
if ENABLE_FUZZ
FUZZ_MAIN = $(FUZZ_ENGINE)
EXTRA_DIST += tests/fuzz/replay.c
else
check_LIBRARIES += tests/fuzz/libreplay.a
tests_fuzz_libreplay_a_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz.h
FUZZ_MAIN = tests/fuzz/libreplay.a
endif
FUZZ_LIBS = $(FUZZ_MAIN) tests/fuzz/libfuzz.a $(CLI_LIBS)

tests_fuzz_code_SOURCES = tests/fuzz/code.c
tests_fuzz_code_LDADD = $(FUZZ_LIBS)
tests_fuzz_date_SOURCES = tests/fuzz/date.c
tests_fuzz_date_LDADD = $(FUZZ_LIBS)
tests_fuzz_decode_SOURCES = tests/fuzz/decode.c
tests_fuzz_decode_LDADD = $(FUZZ_LIBS)
tests_fuzz_event_SOURCES = tests/fuzz/event.c
tests_fuzz_event_LDADD = $(FUZZ_LIBS)
tests_fuzz_fields_SOURCES = tests/fuzz/fields.c
tests_fuzz_fields_LDADD = $(FUZZ_LIBS)
tests_fuzz_form_SOURCES = tests/fuzz/form.c
tests_fuzz_form_LDADD = $(FUZZ_LIBS)
tests_fuzz_headings_SOURCES = tests/fuzz/headings.c
tests_fuzz_headings_LDADD = $(FUZZ_LIBS)
tests_fuzz_heads_SOURCES = tests/fuzz/heads.c
tests_fuzz_heads_LDADD = $(FUZZ_LIBS)
tests_fuzz_keyname_SOURCES = tests/fuzz/keyname.c
tests_fuzz_keyname_LDADD = $(FUZZ_LIBS)
tests_fuzz_keyval_SOURCES = tests/fuzz/keyval.c
tests_fuzz_keyval_LDADD = $(FUZZ_LIBS)
tests_fuzz_meta_SOURCES = tests/fuzz/meta.c
tests_fuzz_meta_LDADD = $(FUZZ_LIBS)
tests_fuzz_options_SOURCES = tests/fuzz/options.c
tests_fuzz_options_LDADD = $(FUZZ_LIBS)
tests_fuzz_record_SOURCES = tests/fuzz/record.c
tests_fuzz_record_LDADD = $(FUZZ_LIBS)
tests_fuzz_row_SOURCES = tests/fuzz/row.c
tests_fuzz_row_LDADD = $(FUZZ_LIBS)
tests_fuzz_sealed_SOURCES = tests/fuzz/sealed.c
tests_fuzz_sealed_LDADD = $(FUZZ_LIBS)
tests_fuzz_settings_SOURCES = tests/fuzz/settings.c
tests_fuzz_settings_LDADD = $(FUZZ_LIBS)
tests_fuzz_store_SOURCES = tests/fuzz/store.c
tests_fuzz_store_LDADD = $(FUZZ_LIBS)
tests_fuzz_textedit_SOURCES = tests/fuzz/textedit.c
tests_fuzz_textedit_LDADD = $(FUZZ_LIBS)
tests_fuzz_utf8_SOURCES = tests/fuzz/utf8.c
tests_fuzz_utf8_LDADD = $(FUZZ_LIBS)
tests_fuzz_wrap_SOURCES = tests/fuzz/wrap.c
tests_fuzz_wrap_LDADD = $(FUZZ_LIBS)

# Seeds and whatever was once found, one folder a target.
EXTRA_DIST += tests/fuzz/corpus

# What is found new stays in fuzz-work/NAME; a finding is written beside it.
FUZZ_SECONDS = 60
fuzz: $(FUZZERS)
if ENABLE_FUZZ
	@for t in $(FUZZERS); do \
	  n=`basename $$t`; $(MKDIR_P) fuzz-work/$$n; echo "== $$n"; \
	  top_srcdir='$(abs_top_srcdir)' ./$$t -max_total_time=$(FUZZ_SECONDS) \
	    -timeout=20 -rss_limit_mb=2048 -max_len=4096 -verbosity=0 \
	    -print_final_stats=1 -artifact_prefix=fuzz-work/$$n- \
	    fuzz-work/$$n $(srcdir)/tests/fuzz/corpus/$$n || exit 1; \
	done
else
	@echo "configure with --enable-fuzz CC=clang first"; exit 1
endif
.PHONY: fuzz
clean-local: fuzz-clean
fuzz-clean:
	rm -rf fuzz-work
.PHONY: fuzz-clean
