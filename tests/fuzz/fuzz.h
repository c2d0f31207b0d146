/*
 * What the fuzz targets share.  Each target is one file with one
 * LLVMFuzzerTestOneInput; with --enable-fuzz libFuzzer drives it, otherwise
 * replay.c runs it over files, as make check does with the corpus.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t len);

/* What must hold whatever came in. */
#define HOLDS(x)                                                               \
	do {                                                                   \
		if (!(x))                                                      \
			fuzz_broken(__FILE__, __LINE__, #x);                   \
	} while (0)
void fuzz_broken(const char *file, int line, const char *what)
    __attribute__((noreturn));

/* Whatever it returns will do. */
#define MAY(x)                                                                 \
	do {                                                                   \
		if (x) {                                                       \
		}                                                              \
	} while (0)

/* The path of ${name} in a folder of this process, with the bytes in it;
 * borrowed until the next call.  The folder goes when the program ends. */
const char *fuzz_file(const char *name, const void *p, size_t len);
/* The same without touching the file. */
const char *fuzz_path(const char *name);

/* A copy that ends with NUL, in memory of its exact size; freed by the
 * caller. */
char *fuzz_string(const void *p, size_t len);

/* The arena and the locale, once. */
void fuzz_begin(void);

/* Numbers off the front of an input; zeros past its end. */
struct script {
	const uint8_t *p;
	size_t len;
};
unsigned script_8(struct script *);
unsigned script_16(struct script *);
/* Up to ${max} bytes, borrowed. */
const uint8_t *script_bytes(struct script *, size_t max, size_t *len);

#endif
