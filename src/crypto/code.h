/*
 * Printed codes: 160 random bits as 32 base32 characters (RFC 4648) and 4 of
 * check (first 20 bits of H(code-check; code)), in groups of four.
 */
#ifndef CRYPTO_CODE_H
#define CRYPTO_CODE_H

#include "base/err.h"

#define CODE_LEN 20
#define CODE_TEXT 45 /* 36 characters, 8 blanks between 9 groups, NUL */

void code_new(unsigned char *code);
/* Into ${out}[CODE_TEXT]. */
void code_print(const unsigned char *code, char *out);
/* Blanks and hyphens are skipped, case apart; 0/1/8 are read as O/I/B.
 * ERR_FORMAT for a wrong length, letter or check. */
WARN_UNUSED enum err code_parse(const char *text, unsigned char *code);

#endif
