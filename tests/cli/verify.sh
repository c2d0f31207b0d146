#!/bin/sh
# tacet verify: sound as built, for everybody; not sound after damage.
# shellcheck disable=SC1091,SC2034,SC2154
. "${top_srcdir:?}/tests/cli/lib.sh"

demo clinic
[ "$(grep -c '^login=' logins)" -ge 6 ] || fail "too few logins"
run --dir clinic verify
done_with "Sound as far as can be seen without a key"
for role in clinician supervisor officer administrator; do
    who=$(login $role 1)
    [ -n "$who" ] || { fail "no $role"; continue; }
    with "$(password "$who")" --dir clinic verify --as "$who"
    done_with "Sound: "
done

# One byte in the middle of every tenth page, each in a copy of its own: never
# sound again, or the database is as it was.
who=$(login clinician 1)
words=$(password "$who")
pages=$(($(wc -c <clinic/clinic.db) / 8192))
page=1 seen=0
while [ "$page" -lt "$pages" ]; do
    rm -rf copy
    cp -R clinic copy
    at=$((page * 8192 + 4000))
    was=$(od -An -tu1 -j "$at" -N 1 copy/clinic.db | tr -d ' ')
    # shellcheck disable=SC2059
    printf "\\$(printf %03o $((was ^ 255)))" |
        dd of=copy/clinic.db bs=1 seek="$at" conv=notrunc 2>/dev/null
    with "$words" --dir copy verify --as "$who"
    case $status in
    0) ;; # between the rows
    1)
        seen=$((seen + 1))
        [ "$(wc -l <err)" -eq 1 ] || fail "not one line: $(cat err)"
        ;;
    *) fail "status $status" ;;
    esac
    page=$((page + pages / 10 + 1))
done
[ "$seen" -ge 3 ] || fail "only $seen damaged pages were seen"

# The tail of the ledger is gone: what the heads have seen is missing.
cp -R clinic cut
rm -f cut/clinic.db
: >cut/clinic.db
run --dir cut verify
[ "$status" -eq 1 ] || fail "an empty database: status $status"
[ "$(wc -l <err)" -eq 1 ] || fail "not one line: $(cat err)"
cp -R clinic heads
sed 's/ [0-9][0-9]* / 1 /' clinic/heads >heads/heads
run --dir heads verify
refused 1 "NOT SOUND"
grep -q '^fault: ' out || fail "no fault was named: $(cat out)"
finish
