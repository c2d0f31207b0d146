#include <sodium.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "tests/crypto/help.h"
#include "tests/run.h"

static size_t drawn;
static unsigned counting;

void seq(unsigned char *p, unsigned start, size_t len)
{
	for (size_t i = 0; i < len; i++)
		p[i] = (unsigned char)(start + i);
}

void arena_setup(void)
{
	ck_ok(secret_init(ARENA));
}

void arena_teardown(void)
{
	rng_restore();
	ck_assert_uint_eq(secret_used(), 0);
	secret_done();
}

static const char *rng_name(void)
{
	return "replaced";
}

static void rng_buf(void *const p, const size_t len)
{
	for (size_t i = 0; i < len; i++)
		((unsigned char *)p)[i] =
		    (unsigned char)((drawn + i) * counting);
	drawn += len;
}

static uint32_t rng_random(void)
{
	uint32_t v;

	rng_buf(&v, sizeof v);
	return v;
}

void rng_replace(unsigned step)
{
	static struct randombytes_implementation impl = {
	    .implementation_name = rng_name,
	    .random = rng_random,
	    .buf = rng_buf,
	};

	drawn = 0;
	counting = step;
	randombytes_set_implementation(&impl);
}

size_t rng_drawn(void)
{
	return drawn;
}

void rng_restore(void)
{
	randombytes_set_implementation(&randombytes_sysrandom_implementation);
}

/* The status of a child that ran ${f} quietly. */
static int fork_wait(void (*f)(void), int (*g)(void))
{
	const struct rlimit none = {0, 0};
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		setrlimit(RLIMIT_CORE, &none);
		if (f != NULL) {
			/* What a sanitizer says of the death is expected. */
			close(STDERR_FILENO);
			f();
			_exit(0);
		}
		_exit(g());
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	return status;
}

bool dies(void (*f)(void))
{
	int status = fork_wait(f, NULL);

	return !WIFEXITED(status) || WEXITSTATUS(status) != 0;
}

int in_child(int (*f)(void))
{
	int status = fork_wait(NULL, f);

	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
