#!/bin/sh
# Unix accounts instead of a service account: a directory of mode 2770 and a
# setgid program (security.md 9).  Needs root, to be several people.
# shellcheck disable=SC1091,SC2034,SC2154
. "${top_srcdir:?}/tests/cli/lib.sh"
group=61000 ada=61001 otto=61002 eve=61003

{ [ "$(id -u)" -eq 0 ] && setpriv --version >out; } || {
    echo "SKIP: group.sh: only root can be several people"
    exit 77
}
chmod 711 .
mkdir bin clinic
cp "$tacet" bin/ && cp -R "$top_builddir/src/forms" bin/
chgrp $group bin/tacet && chmod 2755 bin/tacet
chmod 755 bin bin/forms
chown $ada:$group clinic && chmod 2770 clinic
cat >answers <<'END'
[administrator]
login = ada
name = Ada Admin
roles = administrator clinician
[officer]
login = otto
name = Otto Officer
roles = officer clinician
END
chmod 644 answers
echo 'SUBJECTIVE: nothing to add' >note.txt

# by UID PASSWORDS ARGS
by()
{
    uid=$1
    printf '%s\n' "$2" >pw
    shift 2
    setpriv --reuid "$uid" --regid "$uid" --clear-groups \
        "$work/bin/tacet" --dir clinic "$@" --password-fd 3 \
        >out 2>err </dev/null 3<pw
    status=$?
}
setpriv --reuid $ada --regid $ada --clear-groups "$work/bin/tacet" --version \
    >out 2>err || { echo "SKIP: group.sh: $(cat err)"; exit 77; }

by $ada 'ada has a long password
otto has a long password
five words for the records' init --answers answers
done_with "The clinic is made"
for round in 1 2; do
    by $otto "otto has a long password" import --as otto --new-client \
        --format text note.txt
    done_with "note.txt: taken"
    by $ada "ada has a long password" import --as ada --new-client \
        --format text note.txt
    done_with "note.txt: taken"
done
by $ada "ada has a long password" verify --as ada
done_with "Sound: "
[ -z "$(find clinic -perm /007)" ] || fail "others: $(find clinic -perm /007)"
[ -z "$(find clinic ! -group $group)" ] || fail "$(find clinic ! -group $group)"
[ "$(find clinic/host -type f -perm 440 | wc -l)" -eq 2 ] ||
    fail "host files: $(ls -l clinic/host)"

# Without the program's group there is no way in, not even for a look.
chmod 755 bin/tacet
by $eve "otto has a long password" verify --as otto
refused 1 "Permission denied"
if setpriv --reuid $otto --regid $otto --clear-groups ls clinic 2>err; then
    fail "a colleague may look past the program"
fi
finish
