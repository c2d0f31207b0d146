#!/bin/sh
# No state but the one line of err.c: nothing that can be written is visible
# outside of its own file, and no library starts a program.
set -u
command -v objdump >/dev/null || { echo "objdump is not installed"; exit 77; }

# Names of objects with linkage that live in memory that can be written.
# Constant tables of pointers are in .data.rel.ro; X_none stands in for a layer
# that has no code yet.
writable()
{
    objdump -t "$1" | awk '
    $1 ~ /^[0-9a-f]+$/ && $2 == "g" && $3 == "O" &&
        $4 ~ /^\.(t?data|t?bss)/ && $4 !~ /^\.data\.rel\.ro/ { print $NF }
    $1 ~ /^[0-9a-f]+$/ && /\*COM\*/ { print $NF }' | grep -vE '^__|_none$'
}

# Functions that start another program, wherever they are called from.
starts()
{
    objdump -t "$1" | awk '$0 ~ /\*UND\*/ { print $NF }' | grep -xE \
        'system|popen|v?fork|exec(l|le|lp|v|ve|vp|vpe|veat)|fexecve|posix_spawnp?|wordexp'
}

bad=0 libs=0
for lib in "${top_builddir:?}"/src/*/lib*.a; do
    [ -f "$lib" ] || continue
    libs=$((libs + 1))
    names=$(writable "$lib") && {
        echo "${lib##*/}: can be written from anywhere:" "$names"
        bad=1
    }
    names=$(starts "$lib") && {
        echo "${lib##*/}: starts a program:" "$names"
        bad=1
    }
done
[ "$libs" -ge 7 ] || { echo "only $libs libraries are built"; bad=1; }

# Control: both are found in a file of our own, and a table is not.
control=$(mktemp -d) || exit 1
trap 'rm -rf "$control"' EXIT
cat >"$control/a.c" <<'EOF'
extern int global, zero, system(const char *), (*call)(const char *);
extern const char *const table[];
int global = 1, zero;
const char *const table[] = {"a", "b"};
static int hidden = 1;
int starter(void);
int starter(void) { hidden++; return (system)("ls"); }
EOF
"${CC:-cc}" -fPIE -c -o "$control/a.o" "$control/a.c" || exit 1
found=$(writable "$control/a.o" | sort | tr '\n' ' ')$(starts "$control/a.o")
[ "$found" = "global zero system" ] || {
    echo "the lint found of its own: $found"
    bad=1
}
exit $bad
