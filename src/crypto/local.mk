noinst_LIBRARIES += src/crypto/libcrypto.a
src_crypto_libcrypto_a_SOURCES = \
	src/crypto/code.c src/crypto/code.h \
	src/crypto/hash.c src/crypto/hash.h \
	src/crypto/kdf.c src/crypto/kdf.h \
	src/crypto/seal.c src/crypto/seal.h \
	src/crypto/secret.c src/crypto/secret.h \
	src/crypto/sign.c src/crypto/sign.h \
	src/crypto/wrap.c src/crypto/wrap.h
src_crypto_libcrypto_a_CPPFLAGS = $(AM_CPPFLAGS) $(SODIUM_CFLAGS)
