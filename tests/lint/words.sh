#!/bin/sh
# Words that have no business in the program: starting other programs, asking
# the system for time or chance behind the back of the clock and the arena,
# typedefs, and notes to oneself.
set -u

find_words()
{
    # shellcheck disable=SC2016
    (cd "$1" && find . -name '*.[ch]' | sort | xargs awk '
    BEGIN {
        # word followed by a parenthesis, the file that may, why not
        n = split("system popen fork vfork execl execle execlp execv " \
            "execve execvp execvpe execveat fexecve posix_spawn " \
            "posix_spawnp wordexp dlopen", w)
        for (i = 1; i <= n; i++)
            why[w[i]] = "no other program is started"
        n = split("time gettimeofday clock_gettime clock ftime", w)
        for (i = 1; i <= n; i++) {
            why[w[i]] = "time comes from a struct clock"
            may[w[i]] = "base/clock.c"
        }
        n = split("rand srand random srandom drand48 rand_r getrandom", w)
        for (i = 1; i <= n; i++)
            why[w[i]] = "chance comes from crypto"
        n = split("realloc reallocarray strcpy strcat sprintf vsprintf " \
            "gets tmpfile tmpnam mktemp alloca", w)
        for (i = 1; i <= n; i++)
            why[w[i]] = "not in this house"
    }
    FNR == 1 { comment = 0 }
    {
        file = substr(FILENAME, 3)
        if ($0 ~ /TODO|FIXME|(^|[^X])XXX([^X]|$)/)
            say("unfinished")
        code = strip($0)
        if (code ~ /(^|[^A-Za-z0-9_])typedef([^A-Za-z0-9_]|$)/)
            say("no typedefs")
        while (match(code, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
            word = substr(code, RSTART, RLENGTH)
            before = RSTART > 1 ? substr(code, RSTART - 1, 1) : ""
            code = substr(code, RSTART + RLENGTH)
            gsub(/[ \t(]/, "", word)
            # A member of a struct is no function of the library.
            if (word in why && before != "." && before != ">" &&
                file != may[word])
                say(word ": " why[word])
        }
    }
    # Without strings and comments.
    function strip(s,    out, i) {
        gsub(/\\\\/, "", s)
        gsub(/\\"/, "", s)
        gsub(/\047"\047/, "", s)
        gsub(/"[^"]*"/, "\"\"", s)
        out = ""
        while (s != "") {
            if (comment) {
                i = index(s, "*/")
                if (i == 0)
                    return out
                s = substr(s, i + 2)
                comment = 0
            } else {
                i = index(s, "/*")
                if (i == 0)
                    return out s
                out = out substr(s, 1, i - 1) " "
                s = substr(s, i + 2)
                comment = 1
            }
        }
        return out
    }
    function say(what) {
        print file ":" FNR ": " what
        bad = 1
    }
    END { exit bad }')
}

bad=0
find_words "${top_srcdir:?}/src" || bad=1

# Control: each kind is found where it stands in code, and only there.
control=$(mktemp -d) || exit 1
trap 'rm -rf "$control"' EXIT
cat >"$control/a.c" <<'EOF'
typedef int t;
int a = system("ls");
int b = fork ( );
int c = (execvp)(x, y);
/* TODO: more */
int d = time(NULL);
int e = s.time(x) + s->clock(x) + my_system(x) + daytime(x);
/* typedef, system(), and
 * fork() */ int f = popen("fork()", "typedef system(");
const char *g = "say \"fork()\" typedef";
char h = '"'; int i = rand(); char j = '"';
EOF
found=$(find_words "$control" | sed 's/^a.c:\([0-9]*\):.*/\1/' | tr '\n' ' ')
# Line 4 hides its name in parentheses; what the linker sees shows that.
[ "$found" = "1 2 3 5 6 9 11 " ] || {
    echo "the lint found lines $found of its own"
    bad=1
}
exit $bad
