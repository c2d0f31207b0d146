dist_check_SCRIPTS += tests/lint/format.sh tests/lint/globals.sh \
	tests/lint/headers.sh tests/lint/keys.sh tests/lint/layers.sh \
	tests/lint/man.sh tests/lint/potfiles.sh tests/lint/shell.sh \
	tests/lint/words.sh
TESTS += tests/lint/format.sh tests/lint/globals.sh \
	tests/lint/headers.sh tests/lint/keys.sh tests/lint/layers.sh \
	tests/lint/man.sh \
	tests/lint/potfiles.sh tests/lint/shell.sh tests/lint/words.sh

# The program's action tables, as tacet-keys(5) has them.
check_PROGRAMS += tests/lint/keys
tests_lint_keys_SOURCES = tests/lint/keys.c
tests_lint_keys_LDADD = $(SCREENS_LIBS)

.PHONY: update-keys
update-keys: tests/lint/keys$(EXEEXT)
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	  LC_ALL=C $(SHELL) $(srcdir)/tests/lint/keys.sh --write
