#!/bin/sh
# tacet import and export: reports, all or nothing, nothing overwritten.
# shellcheck disable=SC1091,SC2034,SC2154
. "${top_srcdir:?}/tests/cli/lib.sh"

demo clinic
who=$(login clinician 1)
words=$(password "$who")
mkdir keep
cat >note.txt <<'END'
SUBJECTIVE: Came five minutes late, "a rough week".
OBJECTIVE: Calm, good contact.
ASSESSMENT: Steady.
PLAN: Same time next week.
END
printf 'Zoë wrote this.\r\nNo heading at all.\r\n' >free.txt
printf 'bad \377 byte' >bad.txt
printf 'nul \0 byte' >nul.txt

import()
{
    with "$words" --dir clinic import --as "$who" --format text "$@"
}
export_to()
{
    with "$words" --dir clinic export --as "$who" --format text "$@"
}

# A dry run says what would be, and leaves no draft.
import --new-client --dry-run note.txt free.txt
done_with "note.txt: would be taken, form=soap"
[ "$(wc -l <out)" -eq 2 ] || fail "not a line for each file: $(cat out)"
if grep -q client= out; then
    fail "a dry run made a client"
fi

# Each file by itself: the bad ones are named, the good ones taken.
import --new-client note.txt bad.txt nul.txt free.txt nowhere.txt
refused 1 "3 files were refused"
[ "$(wc -l <out)" -eq 5 ] || fail "not a line for each file: $(cat out)"
[ "$(grep -c 'refused' out)" -eq 3 ] || fail "not three refused: $(cat out)"
grep -q '^bad.txt: refused.*4' out || fail "no offset: $(cat out)"
code=$(sed -n 's/^note.txt: taken.* client=\([^ ]*\) entry=.*/\1/p' out)
free=$(sed -n 's/^free.txt: taken.* client=\([^ ]*\) entry=.*/\1/p' out)
{ [ -n "$code" ] && [ -n "$free" ]; } || fail "no client code: $(cat out)"

# Into a chart that is there, and out again: every word in order.
import --client "$code" free.txt
done_with "free.txt: taken"
export_to --client "$code" --drafts --out keep/chart.txt
done_with "Written: keep/chart.txt"
for words_in in 'Came five minutes late, "a rough week".' 'Calm, good contact.' \
    Steady. 'Same time next week.' 'Zoë wrote this.' 'No heading at all.'; do
    grep -qF -- "$words_in" keep/chart.txt || fail "lost: $words_in"
done
grep -q 'NOT SIGNED' keep/chart.txt || fail "drafts are not marked"
[ "$(find keep/chart.txt -perm 600)" = keep/chart.txt ] ||
    fail "others may read: $(ls -l keep/chart.txt)"
export_to --client "$code" --out keep/signed.txt
done_with "Written: "
if grep -q Steady keep/signed.txt; then
    fail "a draft went out without --drafts"
fi

# Nothing is overwritten, and nothing left behind.
export_to --client "$code" --out keep/chart.txt
refused 1 "exists already: keep/chart.txt"
export_to --client "$code" --out keep/none/chart.txt
refused 1 "keep/none"
export_to --client "$code" --out /dev/full
refused 1 "exists already"
export_to --client C-999999 --out keep/other.txt
refused 1 "C-999999"
import --client C-999999 note.txt
refused 1 "C-999999"
[ "$(find keep -type f | wc -l)" -eq 2 ] || fail "left: $(find keep)"

# Another's client is not to be had.
other=$(login clinician 2)
with "$(password "$other")" --dir clinic export --as "$other" --format text \
    --client "$code" --out keep/other.txt
refused 1 "no client of yours"

# A form that cannot be read is named; the rest works.
mkdir -p clinic/forms
printf '[form]\nid = broken\nversion = x\n' >clinic/forms/broken.form
import --client "$code" note.txt
[ "$status" -eq 0 ] || fail "a broken form stopped the import: $(cat err)"
[ "$(wc -l <err)" -eq 1 ] || fail "not one line: $(cat err)"
grep -q 'broken.form:3: ' err || fail "no file and line: $(cat err)"
rm clinic/forms/broken.form

# The clinic is sound after all of it, and holds none of the words.
with "$words" --dir clinic verify --as "$who"
done_with "Sound: "
if grep -rlE 'rough week|Steady|Zoë' clinic; then
    fail "words stand in the clinic in clear"
fi
finish
