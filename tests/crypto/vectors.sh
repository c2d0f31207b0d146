#!/bin/sh
# The committed vectors against an implementation that is not ours.
py=/usr/bin/python3
here=${top_srcdir:?}/tests/crypto
if ! "$py" -B -c 'import nacl.bindings, nacl.pwhash.argon2id' 2>/dev/null; then
	echo "not run: needs $py with PyNaCl (python3-nacl)"
	exit 77
fi
"$py" -B "$here/vectors.py" --check "$here/vectors.txt" || exit 1

# The comparison itself: one digit changed, one line lost.
# shellcheck disable=SC2016
for edit in '3s/.$/x/' '$d'; do
	sed "$edit" "$here/vectors.txt" >vectors-bad.$$ || exit 99
	"$py" -B "$here/vectors.py" --check vectors-bad.$$ >/dev/null
	status=$?
	rm -f vectors-bad.$$
	if [ "$status" -ne 1 ]; then
		echo "a changed file passed: $edit"
		exit 1
	fi
done
