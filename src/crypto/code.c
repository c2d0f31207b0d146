#include <sodium.h>
#include <string.h>

#include "crypto/code.h"
#include "crypto/hash.h"
#include "crypto/secret.h"

#define CODE_BODY 32 /* characters of the code itself */
#define CODE_CHARS 36
#define CODE_PACKED 23 /* 160 + 20 bits, and 4 that are zero */
#define GROUP 4

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/* The code and the first 20 bits of its check. */
static void pack(const unsigned char *code, unsigned char *packed)
{
	unsigned char h[HASH_LEN];

	hash1(LABEL_CODE_CHECK, code, CODE_LEN, h);
	memcpy(packed, code, CODE_LEN);
	memcpy(packed + CODE_LEN, h, CODE_PACKED - CODE_LEN);
	packed[CODE_PACKED - 1] &= 0xf0;
	sodium_memzero(h, sizeof h);
}

/* The five bits number ${i}, highest first. */
static unsigned five(const unsigned char *p, size_t i)
{
	size_t bit = i * 5;
	unsigned two = (unsigned)p[bit / 8] << 8;

	if (bit / 8 + 1 < CODE_PACKED)
		two |= p[bit / 8 + 1];
	return two >> (11 - bit % 8) & 31;
}

static int letter_value(char c)
{
	static const char alias[] = "0O1I8B";
	const char *at;

	if (c == '\0')
		return -1;
	if ((at = strchr(alias, c)) != NULL && (at - alias) % 2 == 0)
		c = at[1];
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	at = strchr(letters, c);
	return at == NULL ? -1 : (int)(at - letters);
}

void code_new(unsigned char *code)
{
	secret_random(code, CODE_LEN);
}

void code_print(const unsigned char *code, char *out)
{
	unsigned char packed[CODE_PACKED];

	pack(code, packed);
	for (size_t i = 0; i < CODE_CHARS; i++) {
		if (i > 0 && i % GROUP == 0)
			*out++ = ' ';
		*out++ = letters[five(packed, i)];
	}
	*out = '\0';
	sodium_memzero(packed, sizeof packed);
}

/* The letters of ${text} into ${bits}, five each. */
static enum err gather(const char *text, unsigned char *bits)
{
	size_t n = 0;

	for (; *text != '\0'; text++) {
		int v;

		if (*text == ' ' || *text == '-')
			continue;
		v = letter_value(*text);
		if (v < 0 || n == CODE_CHARS)
			return err_set(
			    ERR_FORMAT, "code, character %zu", n + 1);
		for (int b = 4; b >= 0; b--) {
			size_t bit = n * 5 + (size_t)(4 - b);

			if (v >> b & 1)
				bits[bit / 8] |=
				    (unsigned char)(0x80 >> bit % 8);
		}
		n++;
	}
	if (n != CODE_CHARS)
		return err_set(ERR_FORMAT, "code of %zu characters", n);
	return ERR_OK;
}

enum err code_parse(const char *text, unsigned char *code)
{
	unsigned char bits[CODE_PACKED] = {0}, packed[CODE_PACKED];
	enum err e = gather(text, bits);

	if (e == ERR_OK) {
		pack(bits, packed);
		if (secret_equal(bits, packed, sizeof bits))
			memcpy(code, bits, CODE_LEN);
		else
			e = err_set(ERR_FORMAT, "code fails its check");
		sodium_memzero(packed, sizeof packed);
	}
	sodium_memzero(bits, sizeof bits);
	return e;
}
