#!/bin/sh
# Names every #include that goes the wrong way between layers, and every header
# of an outside library where it has no business (doc/architecture.md).
set -u

wrong()
{
    # shellcheck disable=SC2016
    (cd "$1" && find . -name '*.[ch]' | sort | xargs awk '
    BEGIN {
        may["base"] = "base"
        may["crypto"] = "base crypto"
        may["store"] = "base store"
        may["vault"] = "base crypto store vault"
        may["clinic"] = "base vault clinic"
        may["ui"] = "base ui"
        may["screens"] = "base vault clinic ui screens"
        may["cli"] = "base crypto vault clinic ui screens cli"
        only["sodium.h"] = "^crypto/"
        only["sqlite3.h"] = "^store/sqlite[a-z_]*\\.c$"
        only["curses.h"] = "^ui/term[a-z_]*\\.c$"
        only["ncurses.h"] = "^nowhere$"
        # Printed codes are text; no key is in it.
        fine["screens crypto/code.h"] = 1
    }
    /^[ \t]*#[ \t]*include/ {
        file = FILENAME
        sub(/^\.\//, "", file)
        layer = file
        if (!sub(/\/.*/, "", layer))
            next # what stands in src/ itself may use all
        name = $0
        gsub(/^[^"<]*["<]|[">].*$/, "", name)
        if (name in only && file !~ only[name]) {
            print file ":" FNR ": <" name "> is not included here"
            bad = 1
        }
        other = name
        if ($0 !~ /"/ || !sub(/\/.*/, "", other))
            next
        if (!(layer in may) || (layer " " name) in fine)
            next
        if (index(" " may[layer] " ", " " other " ") == 0) {
            print file ":" FNR ": " layer " does not use " other
            bad = 1
        }
    }
    END { exit bad }')
}

bad=0
wrong "${top_srcdir:?}/src" || bad=1

# Control: each kind of wrong include is found.
control=$(mktemp -d) || exit 1
trap 'rm -rf "$control"' EXIT
mkdir "$control/ui" "$control/store"
echo '#include "clinic/note.h"' >"$control/ui/a.c"
echo '#include <curses.h>' >"$control/ui/b.c"
echo '#include <sodium.h>' >"$control/store/c.c"
[ "$(wrong "$control" | wc -l)" -eq 3 ] || {
    echo "the lint missed a wrong include of its own"
    bad=1
}
exit $bad
