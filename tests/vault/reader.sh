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
[ "$(grep -c . "$dir/want")" -ge 14 ] || fail "the fixture wrote too little"
as_carl()
{
    read_as carl "paper mountain window" "five quiet blue herons"
}

as_carl | sort > "$dir/have" ||
    fail "a sound clinic is refused"
diff "$dir/want" "$dir/have" || fail "not what was written"

# The colleague's charts are hers.
read_as dora "silver river teacup" | sort > "$dir/hers"
[ "$(comm -12 "$dir/want" "$dir/hers" | cut -f 5 | sort -u | xargs)" = "5 9" ] ||
    fail "carl and dora share more than the directory and proposals"
! read_as carl "paper mountain door" >/dev/null 2>&1 ||
    fail "a wrong password opens"
! read_as carl "paper mountain window" "five quiet green herons" \
    >/dev/null 2>&1 || fail "an old passphrase opens"

# change FILE SQL: do it to the database and the reader refuses.
change()
{
    cp -r "$dir/clinic" "$dir/kept"
    "$python" -B -c '
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.create_function("flip", 2, lambda b, i:
    b[:i] + bytes([b[i] ^ 1]) + b[i + 1:])
db.execute(sys.argv[2])
db.commit()' "$1" "$2"
    ! as_carl > "$dir/out" 2>&1 || fail "not refused: $2"
    rm -rf "$dir/clinic"
    mv "$dir/kept" "$dir/clinic"
}

db=$dir/clinic/clinic.db
change "$db" "update ledger set blob=flip(blob,30) where seq=9"
change "$db" "update ledger set blob=flip(blob,0) where seq=1"
change "$db" "update entry set blob=flip(blob,99) where rowid=1"
change "$db" "update grants set sealed=flip(sealed,5) where rowid=1"
change "$db" "update kw set blob=flip(blob,70)"
change "$db" "delete from entry where ver=2"
change "$db" "delete from ledger where seq=5"
change "$db" "insert into login select x'00',owner from login limit 1"
db=$(echo "$dir"/clinic/p/*.pdb)
change "$db" "update pledger set blob=flip(blob,30) where seq=3"
change "$db" "delete from pledger where seq=(select max(seq) from pledger)"
change "$db" "update pnote set blob=flip(blob,40)"
change "$db" "update pdraft set blob=flip(blob,40)"
change "$db" "insert into pnote select entry,9,blob from pnote limit 1"
as_carl | sort | cmp - "$dir/want" ||
    fail "the clinic that was put back is refused"
