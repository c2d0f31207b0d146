#!/bin/sh
# po/POTFILES.in lists every source file with words for a person, and no other.
set -u
cd "${top_srcdir:?}" || exit 1

# Files of $1 that mark a string for gettext, outside of comments.
marked()
{
    # shellcheck disable=SC2016
    find "$1" -name '*.[ch]' | sort | xargs awk '
    FNR == 1 { comment = 0; open = 0 }
    {
        s = $0
        # A string may hold what looks like a comment.
        gsub(/\\"/, "", s)
        gsub(/"[^"]*"/, "\"\"", s)
        if (comment && !sub(/^.*\*\//, "", s))
            next
        comment = 0
        gsub(/\/\*[^*]*\*\//, "", s)
        if (sub(/\/\*.*$/, "", s))
            comment = 1
        if (open && s ~ /^[ \t]*"/)
            hit[FILENAME] = 1
        open = s ~ /(^|[^A-Za-z0-9_])([NC]?_|n?gettext)\([ \t]*$/
        if (s ~ /(^|[^A-Za-z0-9_])([NC]?_|n?gettext)\([ \t]*"/)
            hit[FILENAME] = 1
    }
    END { for (f in hit) print f }' | sort
}

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
marked src >"$work/marked"
grep '^src/' po/POTFILES.in >"$work/listed"

bad=0
sort -u "$work/listed" >"$work/sorted"
comm -23 "$work/marked" "$work/sorted" >"$work/lost"
comm -13 "$work/marked" "$work/sorted" >"$work/idle"
sed 's/$/: has words, but POTFILES.in does not list it/' "$work/lost"
sed 's/$/: is in POTFILES.in, but has no words/' "$work/idle"
[ ! -s "$work/lost" ] && [ ! -s "$work/idle" ] || bad=1

# Control: marks are found in code, and only there.
mkdir "$work/src"
echo 'puts(_("a"));' >"$work/src/a.c"
printf 'puts(_(\n\t"b"));\n' >"$work/src/b.c"
echo 'X(N_("c"))' >"$work/src/c.h"
printf '/* _("d")\n * _("d") */\n#define _(s) gettext(s)\n' >"$work/src/d.c"
echo 'puts(gettext(e)); puts(an_("e")); puts("_(");' >"$work/src/e.c"
found=$(cd "$work" && marked src | tr '\n' ' ')
[ "$found" = "src/a.c src/b.c src/c.h " ] || {
    echo "the lint found of its own: $found"
    bad=1
}
exit $bad
