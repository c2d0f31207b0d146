#!/bin/sh
# Sources look as .clang-format says. Versions of the tool differ in taste, so
# the one that the house uses decides, and others pass.
set -u
house=14
version=$(clang-format --version 2>/dev/null |
    sed -n 's/.*version \([0-9]*\).*/\1/p')
[ "${version:-0}" -eq $house ] ||
    { echo "clang-format $house is not installed"; exit 77; }
cd "${top_srcdir:?}" || exit 1
[ -f .clang-format ] || { echo ".clang-format is not here"; exit 77; }

bad=0
find src tests -name '*.[ch]' ! -name none.c | sort |
    xargs clang-format --dry-run -Werror 2>&1 |
    sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: error.*/\1: run clang-format -i/p' |
    uniq | grep . && bad=1

# Control: a careless line is found.
if echo 'int  a ;' | clang-format --dry-run -Werror 2>/dev/null; then
    echo "clang-format found nothing wrong in a careless line"
    bad=1
fi
exit $bad
