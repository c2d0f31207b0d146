# What the tests of the command line share; sourced, POSIX sh.
# shellcheck shell=sh disable=SC2034
set -u
tacet=${top_builddir:?}/src/tacet
data=${TACET_DATA-}
unset TACET_DIR
# The program is not dumpable, and the leak checker of sanitized builds traces.
ASAN_OPTIONS=detect_leaks=0
export ASAN_OPTIONS

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
bad=0

fail()
{
    echo "FAIL: $*"
    bad=1
}

# Names, modes and bytes of all that stands in a directory, but for the shared
# memory of SQLite, which is no content.
state()
{
    [ -e "$1" ] || { echo "nothing"; return; }
    (cd "$1" 2>/dev/null && find . ! -name '*-shm' -exec ls -ld {} + |
        awk '{ print $1, $NF }' | sort -k 2
        find . -type f ! -name '*-shm' -exec cksum {} + | sort -k 3)
}

# run [WORDS-ON-STDIN] ARGS: status, out and err of the program, no terminal.
run()
{
    "$tacet" "$@" >out 2>err </dev/null
    status=$?
}

# with PASSWORDS ARGS: the same with lines on descriptor 3.
with()
{
    printf '%s\n' "$1" >pw
    shift
    "$tacet" "$@" --password-fd 3 >out 2>err </dev/null 3<pw
    status=$?
    rm -f pw
}

# The last run was refused with STATUS and one line that holds WORDS.
refused()
{
    [ "$status" -eq "$1" ] || fail "status $status, not $1: $2"
    [ "$(wc -l <err)" -eq 1 ] ||
        fail "$(wc -l <err) lines on standard error for: $2"
    grep -q '^tacet: ' err || fail "no tacet: before: $(cat err)"
    grep -qF -- "$2" err || fail "not \"$2\" but: $(cat err)"
}

# refuses STATUS WORDS ARGS: so, and nothing under keep/ has changed.
refuses()
{
    before=$(state keep)
    want=$1 words=$2
    shift 2
    run "$@"
    refused "$want" "$words"
    [ ! -s out ] || fail "on standard output: $(cat out)"
    [ "$before" = "$(state keep)" ] || fail "something changed: $*"
}

# The last run was well.
done_with()
{
    [ "$status" -eq 0 ] || fail "status $status: $(cat err)"
    [ ! -s err ] || fail "on standard error: $(cat err)"
    grep -qF -- "$1" out || fail "not \"$1\" but: $(cat out)"
}

# A demonstration clinic in $1; its logins are in the file logins.
demo()
{
    run demo --build "$1"
    [ "$status" -eq 0 ] || { fail "demo --build: $(cat err)"; exit 1; }
    cp out logins
}

# login ROLE N: the name of the N-th such login.  password NAME: theirs.
login()
{
    sed -n "s/^login=\([^ ]*\) role=[^ ]*$1.*/\1/p" logins | sed -n "$2p"
}
password()
{
    sed -n "s/^login=$1 .* password=//p" logins | sed 's/ passphrase=.*//'
}

finish()
{
    [ "$bad" -ne 0 ] || echo "all well"
    exit "$bad"
}
