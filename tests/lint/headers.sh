#!/bin/sh
# Every header of src/ compiles alone.
set -u
cc=${CC:-cc}
command -v "$cc" >/dev/null || { echo "no compiler called $cc"; exit 77; }
cd "${top_srcdir:?}/src" || exit 1

bad=0
for header in */*.h; do
    printf '#include "%s"\nextern int headers_sh;\n' "$header" |
        "$cc" -std=gnu11 -Wall -Werror -D_GNU_SOURCE -I. \
            -I"${top_builddir:?}" -fsyntax-only -x c - ||
        { echo "$header does not compile alone"; bad=1; }
done

# Control: a header that leans on another is found.
if printf 'size_t lonely(void);\n' | "$cc" -fsyntax-only -x c - 2>/dev/null
then
    echo "the compiler accepts a header that lacks an include"
    bad=1
fi
exit $bad
