#!/bin/sh
# The program as it is shipped: hardened by compiler and linker, and without
# means to start another program or a door for tests.
set -u
tacet=${top_builddir:?}/src/tacet
for tool in readelf nm strings "${CC:-cc}"; do
    command -v "$tool" >/dev/null || { echo "$tool is not installed"; exit 77; }
done

# What the file lacks, a word a line.
lacks()
{
    readelf -hW "$1" | grep -q 'Type: *DYN' || echo pie
    readelf -dW "$1" | grep -qE 'BIND_NOW|FLAGS_1.*NOW' || echo bind-now
    readelf -lW "$1" | grep -q GNU_RELRO || echo relro
    readelf -lW "$1" | grep GNU_STACK | grep -q 'RW ' || echo noexecstack
    readelf -lW "$1" | grep LOAD | grep -q RWE && echo w-xor-x
    nm -D "$1" | grep -q '__stack_chk_fail' || echo stack-protector
    nm -D "$1" | grep -qE '__(mem|str|v?snprintf|v?f?printf).*_chk' ||
        echo fortify
    readelf -dW "$1" | grep -qE 'R(UN)?PATH' && echo no-rpath
}

# Functions that start a program, load code or open the network, among those
# that it takes from libraries.
powers()
{
    nm -D --undefined-only "$1" | awk '{ sub(/@.*/, "", $2); print $2 }' |
        grep -xE 'system|popen|v?fork|clone|exec(l|le|lp|v|ve|vp|vpe|veat)|fexecve|posix_spawnp?|wordexp|forkpty|dlopen|sqlite3_(enable_)?load_extension|socket|connect|bind|listen|gethostbyname|getaddrinfo'
}

# The environment is asked for these names and no others, and no word of a test
# driver stands in the file.
doors()
{
    strings -a "$1" | grep -xE 'TACET_[A-Z_]+' | grep -vx TACET_DIR
    strings -a "$1" | grep -iE 'LLVMFuzzer|ck_assert|FAKE_?TIME|libfaketime'
}

bad=0
names=$(powers "$tacet") && { echo "it can:" "$names"; bad=1; }
names=$(doors "$tacet")
[ -z "$names" ] || { echo "a door for tests:" "$names"; bad=1; }
if nm -D "$tacet" | grep -qE '__asan_init|__ubsan|__sanitizer|__gcov'; then
    echo "built for tests: hardening is not looked at"
else
    names=$(lacks "$tacet")
    [ -z "$names" ] || { echo "not hardened:" "$names"; bad=1; }
fi

# Control: a program of our own lacks it all, and has every power.
control=$(mktemp -d) || exit 1
trap 'rm -rf "$control"' EXIT
cat >"$control/a.c" <<'EOF2'
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	(void)argc;
	if (getenv("TACET_TEST_CLOCK") != NULL)
		return system(argv[1]) + (popen(argv[1], "r") == NULL);
	return fork() == 0 && execv(argv[1], argv) == 0;
}
EOF2
if "${CC:-cc}" -w -O0 -fno-stack-protector -U_FORTIFY_SOURCE -fno-pie -no-pie \
    -Wl,-z,norelro,-z,lazy,-z,execstack,-rpath,/nowhere \
    -o "$control/a" "$control/a.c" 2>/dev/null; then
    for word in pie bind-now relro noexecstack stack-protector fortify no-rpath
    do
        lacks "$control/a" | grep -qx "$word" || {
            echo "the test does not see that $word is missing"
            bad=1
        }
    done
    found=$(powers "$control/a" | sort | tr '\n' ' ')
    [ "$found" = "execv fork popen system " ] ||
        { echo "the test saw of its own: $found"; bad=1; }
    [ "$(doors "$control/a")" = TACET_TEST_CLOCK ] ||
        { echo "the test did not see its own door"; bad=1; }
else
    echo "no control: this compiler builds no such program"
fi
exit $bad
