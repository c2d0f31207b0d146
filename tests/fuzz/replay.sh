#!/bin/sh
# Every fuzz target over its seeds and over what it once found.
set -u
corpus=${top_srcdir:?}/tests/fuzz/corpus
bad=0
for dir in "$corpus"/*/; do
    name=$(basename "$dir")
    program=${top_builddir:?}/tests/fuzz/$name
    [ -x "$program" ] || { echo "$name: seeds without a target"; bad=1; continue; }
    # libFuzzer runs files that are named once each, as our own driver does.
    "$program" "$dir"/* >replay.$$ 2>&1 || {
        echo "== $name"
        cat replay.$$
        bad=1
    }
done
rm -f replay.$$
for source in "$top_srcdir"/tests/fuzz/*.c; do
    grep -q 'int LLVMFuzzerTestOneInput' "$source" || continue
    name=$(basename "$source" .c)
    [ -d "$corpus/$name" ] || { echo "$name: a target without seeds"; bad=1; }
done
exit $bad
