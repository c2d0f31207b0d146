#include <config.h>

#include <limits.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/utf8.h"
#include "store/lock.h"
#include "vault/derive.h"

#define SLOT_FILE "kdf.lock"
#define SLOT_WAIT_MS 60000
#define SLOT_MAX 64

static uint64_t ram_bytes(void)
{
	struct sysinfo si;

	if (sysinfo(&si) != 0)
		return 0;
	return (uint64_t)si.totalram * si.mem_unit;
}

const struct kdf_cost *derive_cost(bool demo, bool strong)
{
	return demo ? &kdf_test : kdf_tier(ram_bytes(), strong);
}

/* min(cpus, quarter of RAM / memory of the dearest tier), at least one: the
 * same for every program on this machine. */
static unsigned slots(void)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);
	uint64_t ram = ram_bytes();
	uint64_t n = ram / 4 / ((uint64_t)kdf_tier(ram, true)->mkib * 1024);

	if (cpus > 0 && n > (uint64_t)cpus)
		n = (uint64_t)cpus;
	if (n > SLOT_MAX)
		n = SLOT_MAX;
	return n == 0 ? 1 : (unsigned)n;
}

static enum err take_slot(const char *dir, struct lock **out)
{
	char path[PATH_MAX];
	struct lock *l;
	enum err e;

	if ((e = path_join(path, dir, SLOT_FILE)) != ERR_OK ||
	    (e = lock_open(path, slots(), &l)) != ERR_OK)
		return e;
	if ((e = lock_take(l, SLOT_WAIT_MS)) != ERR_OK)
		lock_free(l);
	else
		*out = l;
	return e;
}

static bool is_code(const struct wrap_bind *b)
{
	return b->purpose % 2 == 0;
}

/* One password has one form, whatever keyboard and program it comes through;
 * what is not UTF-8 opens nothing, but is not the clinic's fault. */
static enum err normal(
    const struct wrap_bind *b, const void *secret, size_t len, struct buf *out)
{
	enum err e = is_code(b) ? ERR_FORMAT : utf8_nfc(secret, len, out);

	return e == ERR_FORMAT ? buf_add(out, secret, len) : e;
}

enum err derive_open(const char *dir, const struct wrap_bind *b,
    const void *secret, size_t len, const struct kdf_cost *floor,
    const unsigned char *blob, size_t bloblen, unsigned char *seed)
{
	struct buf pw = {0};
	struct lock *slot = NULL;
	enum err e = normal(b, secret, len, &pw);

	if (e == ERR_OK && !is_code(b))
		e = take_slot(dir, &slot);
	if (e == ERR_OK)
		e = wrap_open(b, pw.p, pw.len, floor, blob, bloblen, seed);
	lock_free(slot);
	buf_free(&pw);
	return e;
}

enum err derive_seal(const char *dir, const struct wrap_bind *b,
    const void *secret, size_t len, const struct kdf_cost *cost,
    const unsigned char *seed, unsigned char *out)
{
	struct buf pw = {0};
	struct lock *slot = NULL;
	enum err e = normal(b, secret, len, &pw);

	if (e == ERR_OK && !is_code(b))
		e = take_slot(dir, &slot);
	if (e == ERR_OK)
		e = wrap_seal(b, pw.p, pw.len, cost, seed, out);
	lock_free(slot);
	buf_free(&pw);
	return e;
}
