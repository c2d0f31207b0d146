dist_check_SCRIPTS += tests/lint/format.sh tests/lint/globals.sh \
	tests/lint/headers.sh tests/lint/layers.sh tests/lint/man.sh \
	tests/lint/names.sh tests/lint/po.sh tests/lint/potfiles.sh \
	tests/lint/shell.sh tests/lint/tables.sh tests/lint/words.sh
TESTS += tests/lint/format.sh tests/lint/globals.sh \
	tests/lint/headers.sh tests/lint/layers.sh tests/lint/man.sh \
	tests/lint/names.sh tests/lint/po.sh tests/lint/potfiles.sh \
	tests/lint/shell.sh tests/lint/tables.sh tests/lint/words.sh

# The program's tables, as the documents have them.
check_PROGRAMS += tests/lint/keys tests/lint/rules
tests_lint_keys_SOURCES = tests/lint/keys.c
tests_lint_keys_LDADD = $(SCREENS_LIBS)
tests_lint_rules_SOURCES = tests/lint/rules.c
tests_lint_rules_LDADD = $(VAULT_LIBS)

.PHONY: update-tables
update-tables: tests/lint/keys$(EXEEXT) tests/lint/rules$(EXEEXT)
	top_srcdir=$(abs_top_srcdir) top_builddir=$(abs_top_builddir) \
	  LC_ALL=C $(SHELL) $(srcdir)/tests/lint/tables.sh --write
