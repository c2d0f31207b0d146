#!/bin/sh
# What is no use of the program, and clinics that are none: one clear line.
# shellcheck disable=SC1091,SC2034,SC2154
. "${top_srcdir:?}/tests/cli/lib.sh"

demo keep
who=$(login clinician 1)
words=$(password "$who")

# Wrong usage.
refuses 2 "which clinic?"
refuses 2 "which clinic?" verify
refuses 2 "nonsense is not a verb" nonsense
refuses 2 " is not a verb" ""
refuses 2 "--nonsense is not an option" --nonsense
refuses 2 "--dir needs a value" --dir
refuses 2 "--password-fd needs a number" --password-fd=x verify
refuses 2 "verify does not take --out" --dir keep verify --out x
refuses 2 "import needs either" --dir keep import --as a --format text x
refuses 2 "pdf is no format" --dir keep import --as a --client C --format pdf x
refuses 2 "export needs --out" --dir keep export --as a --client C --format text
refuses 2 "user add" --dir keep user remove
refuses 2 "what? there" --dir keep verify "$(printf 'what?\nthere\033[2J')"
if grep -q "$(printf '\033')" err; then
    fail "an escape sequence went through"
fi

# Help and version need nothing.
run --help
done_with "--password-fd N"
run verify --version
done_with "tacet "
if "$tacet" --help >/dev/full 2>err; then
    fail "help on a full disk was well"
fi
[ "$(wc -l <err)" -eq 1 ] || fail "not one line: $(cat err)"

# TACET_DIR does what --dir does, and --dir goes before it.
TACET_DIR=$PWD/keep
export TACET_DIR
run verify
done_with "Sound"
refuses 1 "no clinic in none" --dir none verify
unset TACET_DIR

# No terminal.
refuses 1 "standard input is not a terminal" --dir keep
refuses 1 "standard input is not a terminal" demo
refuses 1 "a password is asked on a terminal" --dir keep verify --as "$who"

# No clinic, half a clinic, another's, a damaged one.
mkdir keep/forms keep.none keep.half
refuses 1 "no clinic in nowhere" --dir nowhere verify
refuses 1 "no clinic in keep.none" --dir keep.none import --as a \
    --client C --format text x
refuses 1 "no clinic in /dev/null" --dir /dev/null verify
cp -R keep/host keep.half
refuses 1 "not found: clinic file" --dir keep.half verify
rmdir keep/forms
demo other
cp -R keep foreign
cp other/clinic.db foreign/clinic.db
rm -f foreign/clinic.db-wal foreign/clinic.db-shm
for args in "verify" "verify --as $who" "user add"; do
    # shellcheck disable=SC2086
    with "$words" --dir foreign $args
    refused 1 "fails its check"
done
cp -R keep torn
head -c 5000 keep/clinic.db >torn/clinic.db
rm -f torn/clinic.db-wal torn/clinic.db-shm
run --dir torn verify
refused 1 "fails its check"
printf 'no database at all, but long enough to be looked at' >torn/clinic.db
run --dir torn verify
refused 1 "fails its check"
cp -R keep short
chmod 600 short/host/host.secret
printf x >short/host/host.secret
run --dir short verify
refused 1 "host.secret"
cp -R keep strange
chmod 600 strange/host/host.secret
head -c 32 /dev/zero >strange/host/host.secret
run --dir strange verify
refused 1 "fails its check"

# A wrong password changes nothing but the ledger, which stays sound.
demo pristine
who=$(login clinician 1)
with "this is not the password" --dir pristine verify --as "$who"
refused 1 "the secret does not fit"
with "this is not the password" --dir pristine verify --as nobody
refused 1 "the secret does not fit"
run --dir pristine verify
done_with "Sound"

# No other name of ours is read from the environment.
names=$(tr -c 'A-Za-z0-9_' '\n' <"$tacet" | grep '^TACET_[A-Z]' | sort -u)
[ "$names" = TACET_DIR ] || fail "the program knows more names: $names"

# demo --build does not build over anything.
refuses 1 "keep (not empty)" demo --build keep
refuses 1 "none" demo --build none/clinic
refuses 2 "demo does not take --as" demo --as x
finish
