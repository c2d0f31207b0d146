/*
 * Known answers: our C makes the lines of vectors.txt again.  vectors.py, which
 * shares no code with us, has made that file and is held against it by
 * vectors.sh.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "crypto/code.h"
#include "crypto/hash.h"
#include "crypto/kdf.h"
#include "crypto/seal.h"
#include "crypto/sign.h"
#include "crypto/wrap.h"
#include "tests/crypto/help.h"
#include "tests/crypto/suites.h"

static const char word[] = "Grüße an 42 Bäume";
static struct buf lines;
static unsigned char seed[32], hundred[100];

static void line(const char *kind, const char *name, const void *p, size_t len)
{
	const unsigned char *b = p;

	ck_ok(buf_addf(&lines, "%s.%s ", kind, name));
	for (size_t i = 0; i < len; i++)
		ck_ok(buf_addf(&lines, "%02x", b[i]));
	ck_ok(buf_adds(&lines, "\n"));
}

/* A label's text without its version, which vectors.py appends. */
static const char *stem(const char *text, char *out)
{
	ck_assert_uint_lt(strlen(text), 32);
	strcpy(out, text);
	out[strlen(out) - 3] = '\0';
	return out;
}

static void hashes(void)
{
	const struct piece msg[] = {{"tacet", 5}, {hundred, sizeof hundred}};
	unsigned char h[HASH_LEN], pepper[32];
	char name[32];

	seq(pepper, 0x40, sizeof pepper);
	for (int i = 0; i < LABEL_COUNT; i++) {
		hash((enum label)i, msg, 2, h);
		line("hash", stem(hash_label_text((enum label)i), name), h,
		    sizeof h);
	}
	for (int i = 0; i < PEPPER_LABEL_COUNT; i++) {
		enum pepper_label l = (enum pepper_label)i;

		hash_pepper(pepper, l, "ada.l", 5, h);
		line("pepper", stem(hash_pepper_label_text(l), name), h,
		    sizeof h);
	}
}

static void derivations(void)
{
	static const char *const names[] = {
#define X(name, ctx, num) ctx "/" #num,
	    SUBKEY_LIST(X)
#undef X
	};
	const struct kdf_cost two = {2, 1024};
	unsigned char k[32], salt[KDF_SALT];

	seq(salt, 0x10, sizeof salt);
	for (int i = 0; i < SUBKEY_COUNT; i++) {
		kdf_subkey(seed, (enum subkey)i, k);
		line("subkey", names[i], k, sizeof k);
	}
	ck_ok(
	    kdf_password(word, sizeof word - 1, salt, &kdf_test, &kdf_test, k));
	line("argon2id", "1.256", k, sizeof k);
	ck_ok(kdf_password(word, sizeof word - 1, salt, &two, &kdf_test, k));
	line("argon2id", "2.1024", k, sizeof k);
	ck_ok(kdf_password("", 0, salt, &kdf_test, &kdf_test, k));
	line("argon2id", "empty", k, sizeof k);
}

static void signatures(void)
{
	const struct piece msg[] = {{"tacet", 5}, {hundred, sizeof hundred}};
	unsigned char pk[SIGN_PK], sk[SIGN_SK], sig[SIG_LEN];
	char name[32];

	sign_keys(seed, pk, sk);
	line("sign", "pk", pk, sizeof pk);
	for (int i = 0; i < LABEL_COUNT; i++) {
		sign(sk, (enum label)i, msg, 2, sig);
		line("sign", stem(hash_label_text((enum label)i), name), sig,
		    sizeof sig);
	}
}

static void seals(void)
{
	unsigned char pk[BOX_PK], sk[32], text[100], ad[30];
	unsigned char box[sizeof text + BOX_OVERHEAD];
	struct buf b = {0};

	seq(text, 0x80, sizeof text);
	seq(ad, 0x90, sizeof ad);
	box_keys(seed, pk, sk);
	line("box", "pk", pk, sizeof pk);
	line("box", "sk", sk, sizeof sk);
	rng_replace(1);
	ck_ok(box_seal(pk, text, sizeof text, box));
	line("box", "sealed", box, sizeof box);
	rng_replace(1);
	ck_ok(seal(seed, NULL, 0, NULL, 0, &b));
	line("seal", "empty", b.p, b.len);
	buf_clear(&b);
	rng_replace(1);
	ck_ok(seal(seed, ad, sizeof ad, text, sizeof text, &b));
	line("seal", "text", b.p, b.len);
	rng_restore();
	buf_free(&b);
}

static void paddings(void)
{
	static const size_t lens[] = {0, 511, 512};
	unsigned char text[512], h[crypto_hash_sha256_BYTES];
	struct buf b = {0};
	char name[8];

	seq(text, 0, sizeof text);
	for (size_t i = 0; i < 3; i++) {
		buf_clear(&b);
		ck_ok(buf_add(&b, text, lens[i]));
		ck_ok(seal_pad(&b, 512));
		crypto_hash_sha256(h, b.p, b.len);
		snprintf(name, sizeof name, "%zu", lens[i]);
		line("pad", name, h, sizeof h);
	}
	buf_free(&b);
}

static void wraps(void)
{
	unsigned char pepper[32], clinic[32], codes[2 * CODE_LEN];
	unsigned char out[WRAP_LEN];
	struct wrap_bind b = {
	    .pepper = pepper, .clinic = clinic, .slot = 0x0102, .gen = 7};

	seq(pepper, 0x40, sizeof pepper);
	seq(clinic, 0x60, sizeof clinic);
	seq(codes, 0x20, sizeof codes);
	seq(b.owner.b, 0xa0, ID_LEN);
	for (int p = WRAP_LOGIN; p <= WRAP_PRIVATE_RECOVERY; p++) {
		bool code = p % 2 == 0;
		size_t len = !code		       ? sizeof word - 1
			     : p == WRAP_RECORDS_CODES ? sizeof codes
						       : CODE_LEN;
		const char name[] = {(char)('0' + p), '\0'};

		b.purpose = (enum wrap_purpose)p;
		rng_replace(1);
		ck_ok(wrap_seal(&b, code ? (const void *)codes : word, len,
		    code ? NULL : &kdf_test, seed, out));
		line("wrap", name, out, sizeof out);
	}
	rng_restore();
}

static void printed_codes(void)
{
	unsigned char code[CODE_LEN] = {0};
	char text[CODE_TEXT];

	code_print(code, text);
	line("code", "zero", text, CODE_TEXT - 1);
	memset(code, 0xff, sizeof code);
	code_print(code, text);
	line("code", "ones", text, CODE_TEXT - 1);
	seq(code, 0x20, sizeof code);
	code_print(code, text);
	line("code", "count", text, CODE_TEXT - 1);
}

/* Line by line, so that a failure names its vector. */
static void compare(FILE *f)
{
	char *have = NULL, *at = (char *)lines.p;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&have, &size, f)) > 0) {
		char *end = strchr(at, '\n');

		ck_assert_msg(end != NULL, "too many: %s", have);
		have[n - 1] = *end = '\0';
		ck_assert_str_eq(at, have);
		at = end + 1;
	}
	ck_assert_msg(*at == '\0', "not in vectors.txt: %s", at);
	free(have);
}

START_TEST(known_answers)
{
	const char *top = getenv("top_srcdir");
	char path[4096];
	FILE *f;

	seq(seed, 0, sizeof seed);
	seq(hundred, 0, sizeof hundred);
	hashes();
	derivations();
	signatures();
	seals();
	paddings();
	wraps();
	printed_codes();
	snprintf(path, sizeof path, "%s/tests/crypto/vectors.txt",
	    top == NULL ? "." : top);
	f = fopen(path, "r");
	ck_assert_msg(f != NULL, "%s is missing", path);
	compare(f);
	fclose(f);
	buf_free(&lines);
}
END_TEST

Suite *vectors_suite(void)
{
	Suite *s = suite_create("vectors");
	TCase *tc = tcase_create("vectors");

	tcase_add_checked_fixture(tc, arena_setup, arena_teardown);
	tcase_add_test(tc, known_answers);
	suite_add_tcase(s, tc);
	return s;
}
