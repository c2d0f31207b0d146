#!/bin/sh
# A reader written from doc/format.md alone finds in a clinic what C wrote, and
# refuses one that was changed.
set -eu
reader=${top_srcdir:?}/tests/vault/reader.py
python=/usr/bin/python3
[ -x "$python" ] || python=$(command -v python3) || {
    echo "SKIP: reader: no python3"
    exit 77
}
if ! "$python" -c 'import nacl.bindings, sqlite3' 2>/dev/null; then
    echo "SKIP: reader: the Python module nacl (python3-nacl) is missing"
    exit 77
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/reader.XXXXXX")
trap 'rm -rf "$dir"' EXIT

fail()
{
    echo "reader.sh: $*"
    exit 1
}

read_as()
{
    "$python" -B "$reader" "$dir/clinic" "$@"
}

"${top_builddir:?}/tests/vault/fixture" "$dir/clinic" | sort > "$dir/want"
[ "$(grep -c . "$dir/want")" -ge 9 ] || fail "the fixture wrote too little"
read_as carl "paper mountain window" | sort > "$dir/have" ||
    fail "a sound clinic is refused"
diff "$dir/want" "$dir/have" || fail "not what was written"

# The colleague's charts are hers.
read_as dora "silver river teacup" | sort > "$dir/hers"
[ "$(comm -12 "$dir/want" "$dir/hers" | cut -f 5 | sort -u)" = 5 ] ||
    fail "carl and dora share more than the directory"
! read_as carl "paper mountain door" 2>/dev/null ||
    fail "a wrong password opens"

# change SQL: do it to the database and the reader refuses.
change()
{
    cp -r "$dir/clinic" "$dir/kept"
    "$python" -B -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.create_function("flip", 2, lambda b, i:
    b[:i] + bytes([b[i] ^ 1]) + b[i + 1:])
db.execute(sys.argv[2])
db.commit()' "$dir/clinic/clinic.db" "$1"
    ! read_as carl "paper mountain window" > "$dir/out" 2>&1 ||
        fail "not refused: $1"
    rm -rf "$dir/clinic"
    mv "$dir/kept" "$dir/clinic"
}

change "update ledger set blob=flip(blob,30) where seq=9"
change "update ledger set blob=flip(blob,0) where seq=1"
change "update entry set blob=flip(blob,99) where rowid=1"
change "update grants set sealed=flip(sealed,5) where rowid=1"
change "update kw set blob=flip(blob,70)"
change "delete from entry where ver=2"
change "delete from ledger where seq=5"
change "insert into login select x'00',owner from login limit 1"
read_as carl "paper mountain window" | sort | cmp - "$dir/want" ||
    fail "the clinic that was put back is refused"
