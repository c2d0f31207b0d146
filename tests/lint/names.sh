#!/bin/sh
# Every file that the documents name is there: `src/x/y.c`, `x/y` for
# src/x/y.[ch], and doc/x.md in running text.
set -u
cd "${top_srcdir:?}" || exit 1

# What stands in a document between backquotes, or as a path of the tree.
named()
{
    {
        # shellcheck disable=SC2016
        grep -o '`[^` ]*`' "$1" | tr -d '`'
        grep -oE '(^|[^A-Za-z0-9_./-])(src|tests|doc|po)/[A-Za-z0-9_./*-]*' "$1" |
            sed 's/^[^a-z]//'
    } | sed 's/[.,;:]*$//' | sort -u
}

# Is one of the layers' modules, a path or a pattern.
there()
{
    case $1 in
    *[A-Z][A-Z]*) return 0 ;; # LAYER, NAME, XX stand for others
    src/locale/* | po/forms.pot | tests/*/t-*) return 0 ;; # made
    src/* | tests/* | doc/* | po/*)
        # shellcheck disable=SC2086
        set -- $1
        [ -e "$1" ]
        ;;
    base/* | crypto/* | store/* | vault/* | clinic/* | ui/* | screens/* | cli/*)
        [ -e "src/$1" ] || [ -e "src/$1.h" ] || [ -e "src/$1.c" ]
        ;;
    *) return 0 ;;
    esac
}

bad=0 seen=0
for page in README HACKING doc/*.md; do
    for name in $(set -f; named "$page"); do
        case $name in */*) seen=$((seen + 1)) ;; esac
        there "$name" || { echo "$page: no $name"; bad=1; }
    done
done
[ "$seen" -gt 50 ] || { echo "only $seen names were looked at"; bad=1; }

# Control: what is not there is noticed.
for name in src/vault/ledgers.c vault/ledgers tests/none/*.c; do
    there "$name" && { echo "the lint took $name for there"; bad=1; }
done
exit $bad
