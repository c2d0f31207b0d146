#!/bin/sh
# Every verb and option of the program's tables stands in tacet(1), and no other
# does.
# shellcheck disable=SC1091,SC2034,SC2154
. "${top_srcdir:?}/tests/cli/lib.sh"
page=$top_srcdir/doc/tacet.1

# From --help: "  tacet VERB ..." and "  --OPTION".
run --help
done_with "--help"
of_help()
{
    sed -n 's/^  tacet \([a-z][a-z]*\).*/\1/p; s/^  \(--[a-z-]*\).*/\1/p' "$1" |
        sort -u
}
# From the page: options wherever they stand, verbs in their list.
of_page()
{
    {
        grep '^\.' "$1" | grep -o 'Fl -[a-z-]*' | sed 's/^Fl -/--/'
        sed -n '/^\.Ss Verbs/,/^\.S[sh] [^V]/s/^\.It Cm \([a-z]*\).*/\1/p' "$1"
    } | sort -u
}
of_help out >help
of_page "$page" >described
comm -23 help described | sed 's/$/ is not described in tacet.1/' >missing
comm -13 help described | sed 's/$/ is in tacet.1, but not in --help/' >extra
[ -z "$(cat missing extra)" ] || fail "$(cat missing extra)"

# Every verb has its synopsis.
grep -v '^-' help >verbs
while read -r verb; do
    sed -n '/^\.Sh SYNOPSIS/,/^\.Sh DESCRIPTION/p' "$page" |
        grep -q "^\.Cm $verb" || fail "no synopsis of $verb"
done <verbs

# Control: one more and one less are seen.
{ cat out; echo "  tacet frobnicate"; } | grep -v '^  --drafts' >control
of_help control >control.help
[ "$(comm -3 control.help described | wc -l)" -eq 2 ] ||
    fail "the lint missed a change of its own"
finish
