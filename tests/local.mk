# Unit suites: one program a layer, linked with that layer and those below.
if HAVE_CHECK
include tests/base/local.mk
include tests/crypto/local.mk
include tests/store/local.mk
include tests/vault/local.mk
include tests/clinic/local.mk
include tests/ui/local.mk
include tests/screens/local.mk
endif
include tests/cli/local.mk
include tests/lint/local.mk
include tests/bench/local.mk
include tests/fuzz/local.mk
include tests/e2e/local.mk

AM_TESTS_ENVIRONMENT = LC_ALL=C.UTF-8; export LC_ALL; \
	unset LINES COLUMNS LANGUAGE; \
	CK_DEFAULT_TIMEOUT=120; export CK_DEFAULT_TIMEOUT; \
	top_srcdir='$(abs_top_srcdir)'; export top_srcdir; \
	top_builddir='$(abs_top_builddir)'; export top_builddir; \
	TACET_DATA="$${TACET_DATA-$(abs_top_srcdir)/../shared/data}"; export TACET_DATA;
