/* The built-in list that generated passphrases are drawn from. */
#ifndef VAULT_WORDS_H
#define VAULT_WORDS_H

/* A power of two, so a draw needs no rejection: 13 bits a word. */
#define WORDS 8192
#define WORD_MAX 8

/* Lower case, four to eight letters, sorted, none twice. */
extern const char words[WORDS][WORD_MAX + 1];

#endif
