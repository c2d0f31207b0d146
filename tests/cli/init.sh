#!/bin/sh
# tacet init and tacet user add with the costs of a real clinic.
# shellcheck disable=SC1091,SC2034,SC2154
. "${top_srcdir:?}/tests/cli/lib.sh"

cat >answers <<'END'
# Fictional people.
solo = no
[administrator]
login = ada
name = Ada ; Admin
[officer]
login = otto
name = Otto Officer
credentials = RHIA
END
pw='ada has a long password
otto has a long password
five words for the records'

# Refused before anything is made, and before an expensive derivation.
mkdir keep keep/full keep/empty
echo x >keep/full/x
refuses 2 "which clinic?" init
refuses 2 "init does not take --as" --dir keep/new init --as ada
refuses 1 "keep/full (not empty)" --dir keep/full init --answers answers
refuses 1 "keep/none" --dir keep/none/new init --answers answers
refuses 1 "keep/full/x" --dir keep/full/x init --answers answers
refuses 1 "a password is asked on a terminal" \
    --dir keep/new init --answers answers
refuses 1 "no answer for administrator.login" --dir keep/new init
refuses 1 "nowhere" --dir keep/new init --answers nowhere
refuses 1 "descriptor 7" --dir keep/new init --password-fd 7

# refuses_answers WORDS LINE...: the answers with lines added.
refuses_answers()
{
    words=$1
    shift
    { cat answers; printf '%s\n' "$@"; } >wrong
    before=$(state keep)
    with "$pw" --dir keep/new init --answers wrong
    refused 1 "$words"
    [ "$before" = "$(state keep)" ] || fail "something changed: $words"
}
refuses_answers "wrong:10: passwords are typed" "password = x"
refuses_answers "wrong:10: passwords are typed" "passphrase = x"
refuses_answers "wrong:10: passwords are typed" "Records = x"
refuses_answers "wrong:10: officer.age is not asked for" "age = 7"
refuses_answers "wrong:10: not a line of the form" "age 7"
refuses_answers "wrong:10: stands twice" "login = olga"
refuses_answers "janitor is no role" "roles = janitor"
refuses_answers "ssh-keys is answered by yes or no" "[]" "ssh-keys = maybe"

# refuses_passwords WORDS LINE...
refuses_passwords()
{
    words=$1
    shift
    before=$(state keep)
    with "$(printf '%s\n' "$@")" --dir keep/new init --answers answers
    refused 1 "$words"
    [ "$before" = "$(state keep)" ] || fail "something changed: $words"
}
refuses_passwords "at least 15 characters" short otto records
refuses_passwords "no more lines" "ada has a long password"
refuses_passwords "not UTF-8" "$(printf 'ada has a bad \377 password')"
refuses_passwords "a line is too long" "$(printf '%0300d' 7)"

# A disk that fills up on the way leaves nothing: by a limit on files, and by a
# file system of its own where that is permitted.
(
    ulimit -f 4000
    with "$pw" --dir keep/new init --answers answers
    refused 1 "keep/new"
    exit "$bad"
) || bad=1
[ ! -e keep/new ] || fail "a full disk left something"
[ "$(find keep | wc -l)" -eq 4 ] || fail "left behind: $(find keep)"
cat >tiny <<'END'
mount -t tmpfs -o size=2m none keep/empty || exit 77
"$1" --dir keep/empty/new init --answers answers --password-fd 3 3<pw 2>err
echo $? >status
ls -A keep/empty >left
END
printf '%s\n' "$pw" >pw
if unshare -rm sh tiny "$tacet" 2>/dev/null </dev/null; then
    status=$(cat status)
    refused 1 "the disk is full"
    [ ! -s left ] || fail "a full disk left: $(cat left)"
else
    echo "SKIP: init.sh tiny: no file system of one's own is permitted"
fi

# And a real one.
with "$pw" --dir keep/new init --answers answers
done_with "The clinic is made in keep/new."
[ -z "$(find keep/new -perm /077 ! -name heads)" ] ||
    fail "others may look: $(find keep/new -perm /077)"
before=$(state keep)
with "$pw" --dir keep/new init --answers answers
refused 1 "keep/new (not empty)"
[ "$before" = "$(state keep)" ] || fail "a second init changed something"

# A colleague, with both at the terminal.
cat >imre <<'END'
[administrator]
login = ada
[officer]
login = otto
[user]
login = imre
name = Imre Kovács
credentials = LAC
roles = clinician, supervisor
END
ceremony='ada has a long password
otto has a long password
imre has a long password'
with "$ceremony" --dir keep/new user add --answers imre
done_with "imre is added."
with "$ceremony" --dir keep/new user add --answers imre
refused 1 "login name"
with "imre has a long password" --dir keep/new verify --as imre
done_with "Sound: "

sed 's/^login = imre/login = juno/' imre >juno
with 'ada has a long password
otto has a wrong password
juno has a long password' --dir keep/new user add --answers juno
refused 1 "the secret does not fit"
with 'ada has a long password
otto has a long password
short' --dir keep/new user add --answers juno
refused 1 "at least 15 characters"
with "juno has a long password" --dir keep/new verify --as juno
refused 1 "the secret does not fit"
finish
