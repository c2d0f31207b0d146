/*
 * The allocator as the tests of this layer want it: a word can be watched for
 * in every block that is freed, and the Nth allocation can fail.  Works by the
 * linker's --wrap, on the calls of the layer itself only.
 */
#ifndef TESTS_BASE_HEAP_H
#define TESTS_BASE_HEAP_H

/* The word that must not stand in freed memory. */
#define HEAP_WORD "xylophonist"

/* From now on count the freed blocks that hold HEAP_WORD; heap_seen tells. */
void heap_watch(void);
int heap_seen(void);

/* Let the ${n}th allocation from now on fail (1 is the next, 0 none). */
void heap_fail(int n);
/* Whether that allocation was reached; ends the failing. */
int heap_failed(void);

#endif
