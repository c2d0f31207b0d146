#!/bin/sh
# Tables of the documents are those of the program: the keys in tacet-keys(5),
# who may do what in threat-model.md, the events of format.md. With --write the
# first two are put into their pages.
set -u
tools="${top_builddir:?}/tests/lint"
doc="${top_srcdir:?}/doc"
if [ ! -x "$tools/keys" ] || [ ! -x "$tools/rules" ]; then
    echo "tests/lint/keys and rules are not built"
    exit 77
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
bad=0

# said PAGE WORD: what stands between its lines "WORD BEGIN" and "WORD END".
said()
{
    sed -n "/$2 BEGIN/,/$2 END/p" "$1" | sed '1d;$d'
}

# table PAGE WORD TOOL: compare, or write.
table()
{
    "$tools/$3" >"$work/$3" || { bad=1; return; }
    if [ "$mode" = --write ]; then
        sed -e "/$2 BEGIN/r $work/$3" -e "/$2 BEGIN/,/$2 END/{/$2/!d}" \
            "$doc/$1" >"$work/page" && cat "$work/page" >"$doc/$1"
        return
    fi
    said "$doc/$1" "$2" >"$work/$3.said"
    diff -u "$work/$3.said" "$work/$3" || {
        echo "doc/$1 differs from the program: make update-tables"
        bad=1
    }
}

# Number and name of the events that format.md describes.
events()
{
    sed -n 's/^| \([0-9]*\) | \([A-Z]*\) | \([^ ].*\)/\1 \2 \3/p' "$1" |
        awk '$1 < 64 && $3 != "reserved" { print $1, $2 }'
}

mode=${1-}
table tacet-keys.5 KEYS keys
table threat-model.md RULES rules
[ "$mode" != --write ] || exit $bad

"$tools/rules" --events >"$work/events"
events "$doc/format.md" >"$work/events.said"
diff -u "$work/events.said" "$work/events" || {
    echo "the events of doc/format.md are not those of src/vault/event.c"
    bad=1
}

# Control: a key, an id, a word, a rule and an event of our own are noticed.
for change in 's/Ctrl-D/Ctrl-B/' 's/^\.Cm done /.Cm made /' 's/Blank/Black/'; do
    sed "$change" "$work/keys.said" | cmp -s - "$work/keys" &&
        { echo "the lint missed $change"; bad=1; }
done
sed 's/ person/ thing/' "$work/rules.said" | cmp -s - "$work/rules" &&
    { echo "the lint missed another rule"; bad=1; }
{ cat "$doc/format.md"; echo '| 15 | PRINT | page4 |'; } >"$work/more"
events "$work/more" | cmp -s - "$work/events" &&
    { echo "the lint missed an event that is not built"; bad=1; }
exit $bad
