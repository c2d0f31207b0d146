#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "crypto/secret.h"

#define UNIT ((size_t)16)

/*
 * run[i] is the length in units of the piece that starts at unit i, 0 where no
 * piece starts.  It stands outside the region, so a write past the end of a key
 * cannot steer the allocator, and in a mapping of its own, so that secret_done
 * is safe in a signal handler (munmap, no heap).
 */
static struct {
	unsigned char *base;
	uint32_t *run;
	size_t units;
	size_t used; /* units */
} arena;

static enum err arena_map(size_t units)
{
	unsigned char *base = NULL;
	enum err e = ERR_OK;
	void *run;

	run = mmap(NULL, units * sizeof *arena.run, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (run == MAP_FAILED)
		return err_errno("key memory");
	base = sodium_malloc(units * UNIT);
	if (base == NULL) {
		e = err_set(ERR_NOMEM, "key memory");
		goto out;
	}
	/* sodium_malloc ignores a failed mlock: ask again and look. */
	if (sodium_mlock(base, units * UNIT) != 0) {
		e = err_set(ERR_LIMIT,
		    "cannot lock %zu bytes of memory (RLIMIT_MEMLOCK)",
		    units * UNIT);
		goto out;
	}
	sodium_memzero(base, units * UNIT);
	arena.base = base;
	arena.run = run;
	arena.units = units;
	arena.used = 0;
out:
	if (e != ERR_OK) {
		sodium_free(base);
		munmap(run, units * sizeof *arena.run);
	}
	return e;
}

enum err secret_init(size_t bytes)
{
	if (arena.base != NULL)
		return ERR_OK;
	if (bytes == 0 || bytes / UNIT >= UINT32_MAX)
		return err_set(ERR_LIMIT, "key memory of %zu bytes", bytes);
	if (sodium_init() < 0)
		return err_set(ERR_IO, "libsodium does not start");
	return arena_map((bytes + UNIT - 1) / UNIT);
}

void *secret_new(size_t len)
{
	size_t need, at = 0, gap = 0;

	if (arena.base == NULL || len > arena.units * UNIT)
		return NULL;
	need = len == 0 ? 1 : (len + UNIT - 1) / UNIT;
	while (at < arena.units && gap < need) {
		if (arena.run[at] == 0) {
			gap++;
			at++;
		} else {
			gap = 0;
			at += arena.run[at];
		}
	}
	if (gap < need)
		return NULL;
	arena.run[at - need] = (uint32_t)need;
	arena.used += need;
	return arena.base + (at - need) * UNIT;
}

void secret_free(void *p)
{
	size_t off, at;

	if (p == NULL)
		return;
	off = (size_t)((uintptr_t)p - (uintptr_t)arena.base);
	at = off / UNIT;
	/* A pointer that is not ours or no longer ours: stop, do not guess. */
	if (arena.base == NULL || at >= arena.units || off % UNIT != 0 ||
	    arena.run[at] == 0)
		abort();
	sodium_memzero(p, arena.run[at] * UNIT);
	arena.used -= arena.run[at];
	arena.run[at] = 0;
}

void secret_done(void)
{
	if (arena.base == NULL)
		return;
	sodium_memzero(arena.base, arena.units * UNIT);
	sodium_free(arena.base);
	munmap(arena.run, arena.units * sizeof *arena.run);
	arena.base = NULL;
	arena.run = NULL;
	arena.units = 0;
	arena.used = 0;
}

size_t secret_used(void)
{
	return arena.used * UNIT;
}

bool secret_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

void secret_random(void *p, size_t len)
{
	randombytes_buf(p, len);
}
