check_PROGRAMS += tests/crypto/t-crypto
TESTS += tests/crypto/t-crypto
tests_crypto_t_crypto_SOURCES = tests/run.h tests/crypto/main.c
tests_crypto_t_crypto_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_crypto_t_crypto_LDADD = $(CRYPTO_LIBS) $(CHECK_LIBS)
