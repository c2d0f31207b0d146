check_PROGRAMS += tests/crypto/t-crypto
TESTS += tests/crypto/t-crypto tests/crypto/vectors.sh
tests_crypto_t_crypto_SOURCES = tests/run.h tests/crypto/main.c \
	tests/crypto/help.c tests/crypto/help.h tests/crypto/suites.h \
	tests/crypto/test_code.c tests/crypto/test_hash.c \
	tests/crypto/test_kdf.c tests/crypto/test_seal.c \
	tests/crypto/test_secret.c tests/crypto/test_sign.c \
	tests/crypto/test_vectors.c tests/crypto/test_wrap.c
tests_crypto_t_crypto_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS)
tests_crypto_t_crypto_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_crypto_t_crypto_LDADD = $(CRYPTO_LIBS) $(CHECK_LIBS)
dist_check_SCRIPTS += tests/crypto/vectors.sh
EXTRA_DIST += tests/crypto/vectors.py tests/crypto/vectors.txt
