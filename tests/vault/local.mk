check_PROGRAMS += tests/vault/t-vault
TESTS += tests/vault/t-vault
tests_vault_t_vault_SOURCES = tests/run.h tests/vault/main.c \
	tests/vault/attack.c tests/vault/attack.h \
	tests/vault/clinic.c tests/vault/clinic.h \
	tests/vault/rig.c tests/vault/rig.h \
	tests/vault/suites.h \
	tests/vault/test_anchor.c \
	tests/vault/test_assign.c \
	tests/vault/test_attack.c \
	tests/vault/test_authority.c \
	tests/vault/test_chart.c \
	tests/vault/test_draft.c \
	tests/vault/test_entry.c \
	tests/vault/test_format.c \
	tests/vault/test_genesis.c \
	tests/vault/test_login.c \
	tests/vault/test_private.c \
	tests/vault/test_review_ledger.c \
	tests/vault/test_review_login.c \
	tests/vault/test_staff.c \
	tests/vault/test_verify.c
tests_vault_t_vault_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_vault_t_vault_LDADD = $(VAULT_LIBS) $(CHECK_LIBS)

# A second reader, in another language, from the format page alone.
check_PROGRAMS += tests/vault/fixture
tests_vault_fixture_SOURCES = tests/vault/fixture.c
tests_vault_fixture_LDADD = $(VAULT_LIBS)
dist_check_SCRIPTS += tests/vault/reader.sh
TESTS += tests/vault/reader.sh
EXTRA_DIST += tests/vault/reader.py
