#!/bin/sh
# The keys in tacet-keys(5) are those of the program's tables.  With --write
# they are put into the page.
set -u
keys="${top_builddir:?}/tests/lint/keys"
page="${top_srcdir:?}/doc/tacet-keys.5"
[ -x "$keys" ] || { echo "tests/lint/keys is not built"; exit 77; }
[ -f "$page" ] || { echo "no tacet-keys.5"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# What the page says between its two marks.
said()
{
    sed -n '/^\.\\" KEYS BEGIN/,/^\.\\" KEYS END/p' "$1" | sed '1d;$d'
}

"$keys" >"$work/keys" || exit 1

if [ "${1-}" = --write ]; then
    sed -e "/^\.\\\\\" KEYS BEGIN/r $work/keys" \
        -e '/^\.\\" KEYS BEGIN/,/^\.\\" KEYS END/{/KEYS/!d}' \
        "$page" >"$work/page" && cat "$work/page" >"$page"
    exit
fi

bad=0
said "$page" >"$work/said"
diff -u "$work/said" "$work/keys" || {
    echo "doc/tacet-keys.5 differs from the tables: make update-keys"
    bad=1
}

# Control: a key, an id and a word that are not in the tables are noticed.
for change in 's/Ctrl-D/Ctrl-B/' 's/^\.Cm done /.Cm made /' 's/Blank/Black/'; do
    sed "$change" "$work/said" >"$work/other"
    ! diff -q "$work/other" "$work/keys" >/dev/null ||
        { echo "the lint missed $change"; bad=1; }
done
exit $bad
